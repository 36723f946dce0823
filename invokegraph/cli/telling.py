"""Lines for people at a terminal: broken between words, and with colours where something is wrong.

Elsewhere lines are as long as they are, so that programs find them whole.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TextIO, cast
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

_STYLES: Final = {"error": "\x1b[1;31m", "note": "\x1b[33m", "good": "\x1b[32m", "gone": "\x1b[31m"}
_PLAIN: Final = "\x1b[0m"
_COLOURED: Final = re.compile(
    r"^(?P<error>[Ee]rror:)|^(?P<note>note:)|(?<=: )(?P<good>no problems$|added(?= \())"
    r"|(?<=: )(?P<gone>removed)(?= \()|\[(?P<code>[a-z]+(?:-[a-z]+)+)\]$"
)
_SIZE: Final = re.compile("[1-9][0-9]{0,3}")
_NARROWEST, _USUAL = 20, 80


@contextmanager
def told_on_terminals() -> Generator[None]:
    """Let what is written to stderr meanwhile fit the terminal, where it goes to one and says its size."""
    for name in ("COLUMNS", "LINES"):
        if not _SIZE.fullmatch(os.environ.get(name, "1")):
            del os.environ[name]  # else what is no size would be one to rich
    stderr = sys.stderr
    if stderr.isatty():
        sys.stderr = cast("TextIO", _Terminal(stderr))
    try:
        yield
    finally:
        sys.stderr = stderr


def for_terminal(text: str, stream: TextIO | None = None) -> str:
    """A text as it is shown on a terminal; the text itself where a stream goes to none.

    Args:
        text: The text. What steers a terminal is in it only where it is meant to.
        stream: Where it will be written; stdout if left out.
    """
    shown_on = stream or sys.stdout
    if not shown_on.isatty() or "\x1b" in text:
        return text
    width = max(_width(shown_on) - 1, _NARROWEST)  # a line that fills a row would be joined with the next one
    lines = "\n".join("\n".join(_broken(line, width)) for line in text.split("\n"))
    return "\n".join(map(_coloured, lines.split("\n"))) if _has_colours(os.environ) else lines


def note(text: str) -> None:
    """Say on stderr what somebody at a terminal may want to know and nobody else."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{text}\n")


def after_ctrl_c() -> None:
    """Begin a new line behind the `^C` that a terminal shows."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")


class _Terminal:
    """A stream to a terminal, which breaks lines between words."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text as it is shown there."""
        self._stream.write(for_terminal(text, self._stream))
        return len(text)


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    try:
        return int(columns) if columns.isdecimal() else os.get_terminal_size(stream.fileno()).columns or _USUAL
    except OSError:
        return _USUAL


def _has_colours(environment: Mapping[str, str]) -> bool:
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _broken(line: str, width: int) -> Iterator[str]:
    """A line in rows that are no wider, the further ones set in a bit more; a word that is wider stays whole."""
    line = line.expandtabs()
    further = " " * min(len(line) - len(line.lstrip(" ")) + 2, width // 2)
    row = ""
    for word in re.findall(r"\s*\S+", line):
        if row.strip() and _cells(row) + _cells(word) > width:
            yield row
            row = further + word.lstrip()
        else:
            row += word
    yield row + line[len(line.rstrip()) :]


def _cells(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def _coloured(line: str) -> str:
    def painted(found: re.Match[str]) -> str:
        style = _style_of(found["code"]) if found["code"] else _STYLES[str(found.lastgroup)]
        return f"{style}{found[0]}{_PLAIN}" if style else found[0]

    return _COLOURED.sub(painted, line)


def _style_of(code: str) -> str:
    """How a problem code looks; empty for what is none."""
    from invokegraph.validation.codes import STOPS, SURPRISES

    return _STYLES["error"] if code in STOPS else _STYLES["note"] if code in SURPRISES else ""
