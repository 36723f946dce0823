"""A module for each command. It imports what it works with inside its function, so that `--help` is quick."""
