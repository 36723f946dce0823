"""Which pictures a terminal can show. It is asked, and what answers knows: names in the environment go stale."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from importlib.util import find_spec
from select import select
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Previews(StrEnum):
    """How previews are shown."""

    AUTO = "auto"
    KITTY = "kitty"
    ITERM = "iterm"
    SIXEL = "sixel"
    OFF = "off"


class Terminal(NamedTuple):
    """What is known about a terminal.

    Attributes:
        shows: How it shows pictures; `OFF` where it does not.
        cell: The width and height of a character in pixels; None where it does not say.
    """

    shows: Previews
    cell: tuple[int, int] | None = None


_SECONDS: Final = 2.0  # a terminal answers at once, however far away; few do not answer at all
_MOST: Final = 1000
# Whether it does as kitty does, its name, the size of a character, its kind. Every terminal knows the last one, and
# answers in turn.
_QUESTIONS: Final = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[>q\x1b[16t\x1b[c"
_KIND: Final = re.compile(rb"\x1b\[\?([\d;]*)c")
_CELL: Final = re.compile(rb"\x1b\[6;(\d{1,4});(\d{1,4})t")
_TAKE_FILES: Final = re.compile(rb"\x1bP>\|(iTerm2|WezTerm|mintty)")
_NOT_ASKED: Final = ("", "dumb", "unknown", "linux")
_STAND_BETWEEN: Final = ("screen", "tmux")  # and would take the first question for a title


def terminal(previews: Previews, environment: Mapping[str, str] = os.environ) -> Terminal:
    """The terminal of stderr.

    Args:
        previews: How previews are to be shown; with `AUTO` the terminal is asked what it can show, where it is one that
            somebody looks at.
        environment: The environment of this process.
    """
    if find_spec("PIL") is None:
        return Terminal(Previews.OFF)
    if previews is not Previews.AUTO:
        return Terminal(previews)
    if not _is_looked_at(environment):
        return Terminal(Previews.OFF)
    if environment.get("TMUX"):
        return Terminal(Previews.SIXEL if _is_around_tmux("sixel") else Previews.OFF)
    return Terminal(Previews.OFF) if environment["TERM"].startswith(_STAND_BETWEEN) else understood(_answers())


def understood(answers: bytes) -> Terminal:
    """What a terminal's answers say about it."""
    kind = _KIND.search(answers)
    cell = _CELL.search(answers)
    if _TAKE_FILES.search(answers):  # some of them do part of what kitty does
        shows = Previews.ITERM
    elif b"\x1b_Gi=31;OK" in answers:
        shows = Previews.KITTY
    else:
        shows = Previews.SIXEL if kind and b"4" in kind[1].split(b";")[1:] else Previews.OFF
    return Terminal(shows, (int(cell[2]), int(cell[1])) if cell and int(cell[1]) and int(cell[2]) else None)


def _is_looked_at(environment: Mapping[str, str]) -> bool:
    """Whether there is a terminal that somebody looks at, and which only this process reads from."""
    return (
        find_spec("termios") is not None
        and sys.stdout.isatty()  # else what reads it may ask the terminal, too
        and sys.stderr.isatty()
        and environment.get("TERM", "") not in _NOT_ASKED
        and environment.get("TERM_PROGRAM") != "Apple_Terminal"  # it shows the question
        and not environment.get("NO_COLOR")
        and not environment.get("CI")
    )


def _is_around_tmux(feature: str) -> bool:
    """Whether the terminal around tmux has a feature: tmux itself says it of sixels whatever is around it."""
    import subprocess

    command = ["tmux", "display-message", "-p", "#{client_termfeatures}"]
    try:
        told = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - nothing in it is from outside
    except (OSError, subprocess.SubprocessError):
        return False
    return feature.encode() in told.stdout.strip().split(b",")


def _answers() -> bytes:
    """What the terminal answers; nothing where it cannot be asked."""
    import termios

    try:
        if os.tcgetpgrp(sys.stderr.fileno()) != os.getpgrp():
            return b""  # whoever asks from the background is stopped
        file = os.open(os.ctermid(), os.O_RDWR | os.O_NOCTTY)
        try:
            return _asked(file)
        finally:
            os.close(file)
    except (OSError, termios.error):
        return b""


def _asked(file: int) -> bytes:
    """Ask a terminal, and keep the answers from the screen and from whoever reads next."""
    import termios
    from tty import setcbreak

    before, answers, left_unread = termios.tcgetattr(file), b"", termios.TCSANOW
    try:
        setcbreak(file, termios.TCSANOW)
        if select([file], [], [], 0)[0]:
            return b""  # something has been typed for whoever reads next
        left_unread = termios.TCSAFLUSH
        os.write(file, _QUESTIONS)
        until = monotonic() + _SECONDS
        while not _KIND.search(answers) and len(answers) < _MOST:
            is_there = select([file], [], [], max(0.0, until - monotonic()))[0]
            # No more than one at a time: what has been typed behind the answers is not ours.
            if not is_there or not (piece := os.read(file, 1)):
                return b""
            answers += piece
        os.write(file, b"\r\x1b[K")  # what a terminal did not understand it may have shown
        left_unread = termios.TCSANOW
        return answers
    finally:
        termios.tcsetattr(file, left_unread, before)
