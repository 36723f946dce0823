"""The contact sheet of a run, as a file."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from invokegraph.cli.endings import CommandError
from invokegraph.extras import to_install
from invokegraph.transport.errors import TransportError

if TYPE_CHECKING:
    from pathlib import Path

    from invokegraph.transport.results import Result

_FORMATS: Final = (".png", ".jpg", ".jpeg", ".webp", ".html", ".htm")
_TOO_LARGE: Final = "the sheet is too large for this format: a name that ends in .png or .html makes one that holds it"


def checked_sheet(path: Path | None, *, is_opened: bool) -> None:
    """Complain of a sheet that could not be written or opened, while nothing has been run yet.

    Raises:
        CommandError: Its name says no format that is known, its folder is not there, or Pillow is not installed; or
            none is written that could be opened.
    """
    if path is None:
        if is_opened:
            raise CommandError("--open opens the contact sheet: name its file by --sheet FILE")
        return
    if path.suffix.lower() not in _FORMATS:
        raise CommandError(f"--sheet {path}: the name ends in .png or .html")
    if not path.parent.is_dir():
        raise CommandError(f"--sheet {path}: there is no folder {path.parent}")
    if find_spec("PIL") is None:
        raise CommandError(f"--sheet needs Pillow, which is not installed: {to_install('images')}")


def written(path: Path, result: Result) -> None:
    """Write the contact sheet of what a run gave.

    Raises:
        CommandError: The file cannot be written.
        TransportError: The server does not answer.
    """
    try:
        result.sheet().save(path)
    except TransportError:
        raise
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or _TOO_LARGE}") from error
    except ValueError as error:
        raise CommandError(f"{path}: {_TOO_LARGE}") from error
