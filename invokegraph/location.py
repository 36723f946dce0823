"""Where in the user's code something was made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from types import CodeType
    from typing import TypeAlias

    Site: TypeAlias = tuple[CodeType, int]
    """A code object and the offset of an instruction in it: cheap to keep for each of 100,000 nodes, turned into a
    line on demand.
    """

_OURS = ("invokegraph.", "nodes_catalog.", "typer.", "click.")
"""The packages whose lines are none of the user's; the last ones call the commands of the command line."""
_BETWEEN = frozenset({"typing", "collections.abc", "contextlib"})
"""Collect[int](...), inputs.update(...) and what names a file in an error pass through these."""


class Location(NamedTuple):
    """A line of the user's code.

    Attributes:
        file: The file's name as Python knows it; `<stdin>` or the like where there is no file.
        line: The line number, counted from 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{_short(self.file)}:{self.line}"


def calling_site() -> Site | None:
    """The site that called into this package: above the function that asks, and above what that was called by here."""
    frame = sys._getframe(2)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - inspect.currentframe is this call behind a slow import
    while (name := frame.f_globals.get("__name__") or "").startswith(_OURS) or name in _BETWEEN:
        if frame.f_back is None:
            return None
        frame = frame.f_back
    return frame.f_code, frame.f_lasti


def location_of(site: Site | Location | None) -> Location | None:
    """The file and line of a site; of a place that is known by its line already, that."""
    if site is None or isinstance(site, Location):
        return site
    code, instruction = site
    for start, end, line in code.co_lines():
        if start <= instruction < end and line is not None:
            return Location(code.co_filename, line)
    return Location(code.co_filename, code.co_firstlineno)


def _cell(file: str) -> str:
    """The `In[6]` of a cell, which IPython runs as a file that its user never sees; empty for all other files."""
    ipython: Any = sys.modules.get("IPython")  # where it runs it is loaded
    shell = ipython.get_ipython() if ipython else None
    name_of = getattr(getattr(shell, "compile", None), "format_code_name", None)
    named = name_of(file) if name_of else None
    return named[1] if named else ""


def _short(file: str) -> str:
    """What a notebook calls its cell; the path from the current folder where the file lies below it, else the whole
    path.
    """
    from pathlib import Path

    if cell := _cell(file):
        return cell
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else file
