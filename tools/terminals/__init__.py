"""The command line as people see it: scenes of it, played in terminals of 80 and of 200 columns."""
