"""Scenes played in a terminal, and what it shows in the end."""

from __future__ import annotations

import codecs
import os
import re
import select
import termios
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import pyte

from tools.terminals.players import ROOT, Players
from tools.terminals.scenes import SCENES
from tools.terminals.stage import staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyte.screens import Char

    from tools.terminals.scenes import Scene

GOLDEN: Final = ROOT / "tests/cli/golden/terminal"
SIZES: Final = {80: 24, 200: 50}
"""The columns of the terminals, and the rows of each."""
_SECONDS: Final = 60.0
_PAUSE: Final = 0.1
_PROMPT, _THEN, _ENDED = "$ invokegraph ", "[then: ", "[exit code "
_HISTORY: Final = 5_000
_LAST: Final = b"\x00"
"""What shows nothing, and comes behind all that was written before."""
_UNSTEADY: Final = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # what the server calls things
    r"|(?<=127\.0\.0\.1:)\d{5}|(?<=port )\d{5}"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d|\d:\d\d:\d\d|(?P<seconds>\d+)(?=\.\d s\b)|(?<=\d\.)\d(?= s\b)"
    r"|(?<=/tmp/tmp)\w{8}"
)


class Screen(NamedTuple):
    """What a terminal shows, with all that has gone out at its top.

    Attributes:
        columns: How wide it is.
        rows: Its rows, without what is blank at their ends. What is another each time is 0 in them.
        styles: What is not in the terminal's own colours, by how it looks.
        ready: Whether the cursor is visible and at the beginning of a row, so that the prompt can follow.
    """

    columns: int
    rows: Sequence[str]
    styles: Mapping[str, Sequence[str]]
    ready: bool

    @property
    def text(self) -> str:
        """The rows, those of a line that was broken at the margin as one."""
        return "".join(_lines(self.columns, self.rows))


class Played(NamedTuple):
    """What came of a scene in a terminal of some width.

    Attributes:
        scene: The scene.
        code: The exit code.
        shots: What was on the screen when something was typed, and in the end.
    """

    scene: Scene
    code: int
    shots: Sequence[Screen]

    @property
    def screen(self) -> Screen:
        """What was on the screen in the end."""
        return self.shots[-1]

    def as_text(self) -> str:
        """All of it, to be read and compared."""
        told = [f"{_PROMPT}{self.scene.line}".rstrip()]
        for shot, (_, typed) in zip(self.shots, [*self.scene.answers, ("", "")], strict=True):
            told += [*shot.rows, *(f"{_THEN}{typed!r}]" for _ in [1] if typed)]
        told.append(f"{_ENDED}{self.code}]")
        for style, pieces in self.screen.styles.items():
            told.append(f"[{style}: {' | '.join(dict.fromkeys(pieces))}]")
        return "".join(f"{line}\n" for line in told)


def play_all(scenes: Sequence[Scene], at_once: int = 4) -> Iterator[Played]:
    """Play scenes in terminals of all sizes, several at once.

    Raises:
        TimeoutError: One does not end.
    """
    todo = [(scene, columns) for columns in SIZES for scene in scenes]
    with Players() as players, ThreadPoolExecutor(at_once) as pool:

        def played(each: tuple[Scene, int]) -> Played:
            return play(*each, players)

        yield from pool.map(played, todo)


def play(scene: Scene, columns: int, players: Players) -> Played:
    """Play a scene in a terminal of its own.

    Args:
        scene: The scene.
        columns: How wide the terminal is, of `SIZES`.
        players: Who play it.

    Raises:
        TimeoutError: It does not end.
    """
    with staged(scene) as stage:
        ours, its = os.openpty()
        try:
            termios.tcsetwinsize(its, (SIZES[columns], columns))
            with players.begin(stage, os.ttyname(its)) as played, played.makefile() as code:
                terminal = _Terminal(columns, ours, its, played.fileno())
                shots = [*terminal.answered(scene)]
                return Played(scene, int(code.readline()), [*shots, terminal.screen()])
        finally:
            os.close(its)
            os.close(ours)


def steady(columns: int, rows: Sequence[str]) -> list[str]:
    """Rows in which each letter and digit of what is another each time is 0."""
    text = "".join(_lines(columns, rows))
    text = _UNSTEADY.sub(lambda found: "0" if found["seconds"] else re.sub(r"\w", "0", found[0]), text)
    made: list[str] = []
    for line in text.split("\n"):
        made += [line[start : start + columns] for start in range(0, max(len(line), 1), columns)]
    while made and not made[-1]:
        made.pop()
    return made


def golden(command: str, columns: int) -> Path:
    """The file with what the scenes of a command show."""
    return GOLDEN / f"{command}-{columns}.txt"


def golden_text(played: Iterable[Played]) -> str:
    """What is in such a file."""
    return "\n".join(each.as_text() for each in played)


def golden_rows(scene: Scene, columns: int) -> list[str]:
    """The golden screen of a scene in the end."""
    place = [each for each in SCENES if each.command == scene.command].index(scene)
    told = golden(scene.command, columns).read_text("utf-8").split(f"\n{_PROMPT}")[place].split("\n")[1:]
    begin = 1 + max((place for place, row in enumerate(told) if row.startswith(_THEN)), default=-1)
    end = next(place for place, row in enumerate(told) if row.startswith(_ENDED))
    return told[begin:end]


def _lines(columns: int, rows: Sequence[str]) -> Iterator[str]:
    """The rows, with a line break behind those that the terminal may not have broken itself."""
    for row, following in zip_longest(rows, rows[1:], fillvalue=""):
        yield row if len(row) == columns and following else f"{row}\n"


class _Terminal:
    """A terminal whose other side somebody writes to.

    Args:
        columns: How wide it is.
        ours: Its own side.
        its: The other side.
        ended: What can be read once nobody writes there any more.
    """

    def __init__(self, columns: int, ours: int, its: int, ended: int) -> None:
        self._ours = ours
        self._its = its
        self._ended = ended
        self._screen = pyte.HistoryScreen(columns, SIZES[columns], history=_HISTORY, ratio=0.5)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def answered(self, scene: Scene) -> Iterator[Screen]:
        """What is shown whenever something is typed, until the scene has ended."""
        answers, until = list(scene.answers), monotonic() + _SECONDS
        while monotonic() < until:
            ready, _, _ = select.select([self._ours, self._ended], [], [], _PAUSE)
            if self._ours in ready:
                self._feed(os.read(self._ours, 1 << 16))
            elif ready:
                self._feed_rest()
                return
            elif answers and answers[0][0] in self._told():  # and nothing more comes by itself
                yield self.screen()
                os.write(self._ours, answers.pop(0)[1].encode())
        raise TimeoutError(f"{scene.line}: {self.screen().text}")

    def _feed(self, written: bytes) -> None:
        self._stream.feed(self._decoder.decode(written))

    def _feed_rest(self) -> None:
        """Show what was written and is still on its way."""
        os.write(self._its, _LAST)
        rest = b""
        while not rest.endswith(_LAST):
            rest += os.read(self._ours, 1 << 16)
        self._feed(rest.removesuffix(_LAST))

    def _told(self) -> str:
        """What has been written so far, with the spaces before the cursor: where these lack, a prompt is not whole."""
        shown, cursor = self.screen().text.rstrip(), self._screen.cursor
        spaces = cursor.x - len(self._screen.display[cursor.y][: cursor.x].rstrip())
        return shown + " " * spaces

    def screen(self) -> Screen:
        """What is shown."""
        columns = self._screen.columns
        cells = [[line[column] for column in range(columns)] for line in self._all_lines()]
        rows = ["".join(cell.data for cell in line).rstrip() for line in cells]
        cursor = self._screen.cursor
        return Screen(columns, steady(columns, rows), _styles(columns, cells), not cursor.hidden and cursor.x == 0)

    def _all_lines(self) -> Iterator[Mapping[int, Char]]:
        yield from self._screen.history.top
        yield from (self._screen.buffer[row] for row in range(self._screen.lines))


def _styles(columns: int, lines: Sequence[Sequence[Char]]) -> dict[str, list[str]]:
    """What is not in the terminal's own colours, by how it looks."""
    styles: dict[str, list[str]] = {}
    for line in lines:
        start = 0
        while start < columns:
            style = _style(line[start])
            end = start
            while end < columns and _style(line[end]) == style:
                end += 1
            piece = "".join(cell.data for cell in line[start:end]).strip()
            if style and piece:
                styles.setdefault(style, []).append(" ".join(steady(columns, [piece])))
            start = end
    return styles


def _style(cell: Char) -> str:
    shapes = [name for name in ("bold", "italics", "underscore", "reverse", "blink") if getattr(cell, name)]
    colours = [cell.fg] if cell.fg != "default" else []
    return " ".join([*shapes, *colours, *([f"on {cell.bg}"] if cell.bg != "default" else [])])
