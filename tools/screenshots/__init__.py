"""Pictures of what a reader sees, made by Chromium, and measured: nothing overlaps, nothing is cut, all is legible."""
