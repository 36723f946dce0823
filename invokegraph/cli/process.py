"""The command as a process: its streams, its interruptions, and its exit code."""

from __future__ import annotations

import os
import sys
from errno import EIO, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING

from invokegraph.cli.endings import (
    INTERRUPTED,
    UNUSABLE,
    Interrupted,
    advice_for,
    exit_code_of,
    is_interruption,
    terminated_as_interrupted,
    words_of,
)
from invokegraph.cli.telling import after_ctrl_c, told_on_terminals
from invokegraph.errors import InvokegraphError
from invokegraph.extras import to_install

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; see `invokegraph.cli.endings`.

    Args:
        arguments: The words after `invokegraph`.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # whoever began this process closed it
            setattr(sys, name, Path(os.devnull).open("r+", encoding="utf-8"))  # noqa: SIM115 - it stays open
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="backslashreplace")  # what a terminal lacks must not end the command
    with told_on_terminals(), terminated_as_interrupted():
        try:
            return _ended(arguments)
        except (KeyboardInterrupt, RuntimeError) as error:
            if not is_interruption(error):
                raise
            after_ctrl_c()
            return INTERRUPTED


def _ended(arguments: Sequence[str]) -> int:
    """Run the command, say what went wrong, and return the exit code."""
    try:
        from invokegraph.cli.app import app_for
    except ModuleNotFoundError as missing:
        if missing.name != "typer":
            raise
        sys.stderr.write(f"error: the command line needs typer and rich: {to_install('cli')}\n")
        return UNUSABLE
    given = ["--help" if each == "-h" else each for each in arguments]
    try:
        app_for(given)(given, prog_name="invokegraph")
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            after_ctrl_c()
        return int(ended.code or 0)
    except InvokegraphError as error:
        begins = "" if isinstance(error, Interrupted) else "error: "
        sys.stderr.write(f"{begins}{words_of(error)}\n{advice_for(error)}")
        return exit_code_of(error)
    except OSError as error:
        if error.filename is not None or error.errno not in (EIO, ENOSPC):
            raise
        sys.stderr.write(f"error: stdout cannot be written: {error.strerror or error}\n")
        return UNUSABLE
    return 0
