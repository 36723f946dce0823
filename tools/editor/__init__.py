"""InvokeAI's own editor, run in a browser without a window."""
