"""The command as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


PATIENCE = 120.0
"""Seconds within which a busy machine gets to what takes a moment."""


def started(folder: Path, *arguments: str, first: str = "") -> subprocess.Popen[str]:
    """A process that runs the command in a folder.

    Args:
        folder: The folder.
        arguments: The words of the command.
        first: Statements of Python that the process begins with.
    """
    program = f"import sys; from invokegraph.cli import main; {first}; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, *(["-c", program] if first else ["-m", "invokegraph"]), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
