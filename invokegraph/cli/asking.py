"""Asking before something is done that cannot be undone."""

from __future__ import annotations

import sys

import typer

from invokegraph.cli.endings import CommandError, Interrupted
from invokegraph.cli.telling import after_ctrl_c


def confirm(question: str, *, yes: bool) -> None:
    """Go on only if that is wanted: because the option says so, or somebody at the terminal does.

    Args:
        question: What is about to be done, as a question.
        yes: What `--yes` says.

    Raises:
        Interrupted: It is not wanted.
        CommandError: There is nobody to ask.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CommandError(f"{question} There is no terminal to ask at: say --yes")
    try:
        wanted = typer.confirm(question, err=True)
    except typer.Abort:
        after_ctrl_c()
        wanted = False
    if not wanted:
        raise Interrupted("nothing was done")
