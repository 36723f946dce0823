"""A file that was written, shown in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.cli.endings import CommandError

if TYPE_CHECKING:
    from pathlib import Path


def opened(file: Path) -> None:
    """Show a file in the browser: the one that the variable BROWSER names, or the machine's own.

    Raises:
        CommandError: No browser can be started.
    """
    import webbrowser

    if not webbrowser.open(file.absolute().as_uri()):
        raise CommandError(f"--open: no browser can be started here; {file} is written")
