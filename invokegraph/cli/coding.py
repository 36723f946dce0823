"""`invokegraph code`: files as Python programs."""

from __future__ import annotations

import sys
from pathlib import Path

from invokegraph.cli.loading import LoadError, load


def code(file: str, out: str | None = None, *, defaults: bool = True) -> int:
    """Write what a file holds as a Python program, and return the exit code.

    Args:
        file: A file with one graph or batch.
        out: The file to write; None for the standard output.
        defaults: Whether values that were given are written where they are the default as well.
    """
    try:
        found = [work for _, work in load(file)]
    except LoadError as error:
        return _failed(str(error))
    if len(found) > 1:
        return _failed(f"{file}: it holds {len(found)} graphs and batches, and a program is made of one")
    program = found[0].to_python(defaults=defaults)
    if out is None:
        encoding = sys.stdout.encoding or "utf-8"
        # What the terminal lacks stands in literals and comments, where an escape means the same.
        sys.stdout.write(program.encode(encoding, "backslashreplace").decode(encoding))
        return 0
    try:
        Path(out).write_text(program, encoding="utf-8")
    except OSError as error:
        return _failed(f"{out}: {error.strerror}")
    return 0


def _failed(why: str) -> int:
    sys.stderr.write(f"error: {why}\n")
    return 2
