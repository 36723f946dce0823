"""Workflows of InvokeAI's editor, in and out."""
