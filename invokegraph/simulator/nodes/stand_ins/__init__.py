"""What stands for the work of models, plainly so.

Text encoders, denoisers and decoders hand on handles: names made of their type and inputs, beside which is kept what
the picture is made of. At the end stands a picture that any change of a prompt, a seed, a number of steps or a wire
changes, that says what it was made of, and that it is simulated.
"""
