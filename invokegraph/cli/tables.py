"""What a command shows: tables for people, in colours on a terminal and plain otherwise, JSON for programs, and texts
as files.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, TypeVar

from invokegraph.cli.endings import CommandError
from invokegraph.cli.telling import note
from invokegraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.text import Text

    from invokegraph.transport.record import Record
    from invokegraph.transport.repository import Page

    RecordT = TypeVar("RecordT", bound=Record)

_GAP: Final = "  "
_STYLES: Final = {
    "ok": "green",
    "completed": "green",
    "note": "yellow",
    "in_progress": "yellow",
    "canceled": "magenta",
    "bad": "bold red",
    "failed": "bold red",
}
_NARROWEST: Final = 20
"""A column of words is broken into lines that are no shorter."""


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, if_none: str) -> None:
    """Write a table to stdout. None in it is an empty cell.

    Args:
        columns: What stands above each column; the first one holds what a row is called by.
        rows: The rows. Whatever is in them, a terminal shows it and does not obey it.
        if_none: What stderr says where there are no rows.
    """
    cells = [["" if cell is None else printable(str(cell)) for cell in row] for row in rows]
    if not cells:
        sys.stderr.write(f"{if_none}\n")
    elif sys.stdout.isatty():
        _show_in_colours(columns, cells)
    else:
        sys.stdout.write(_aligned([columns, *cells]))


def show_json(value: object) -> None:
    """Write something to stdout as JSON."""
    sys.stdout.write(f"{json.dumps(value, indent=2)}\n")


def show_records(
    records: Sequence[Record], columns: Sequence[str], rows: Iterable[Sequence[object]], *, as_json: bool, if_none: str
) -> None:
    """Write what a server listed: as JSON all that it said, else some of it as a table."""
    if as_json:
        show_json([record.to_dict() for record in records])
    else:
        show_table(columns, rows, if_none=if_none)


def show_line(value: object) -> None:
    """Write something to stdout, on a line of its own."""
    sys.stdout.write(f"{printable(str(value))}\n")


def save_text(text: str, file: Path) -> None:
    """Write a text to a file, in place of what is there.

    Raises:
        CommandError: It cannot be written.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    note(f"wrote {printable(str(file))}")


def show_count(what: str, count: int, *, as_json: bool) -> None:
    """Write to how many items of the queue something was done."""
    if as_json:
        show_json({what: count})
    else:
        show_line(f"{what} {count} item{'' if count == 1 else 's'}")


def show_more(page: Page[Any]) -> None:
    """Say on stderr how many there are, where a page does not hold them all."""
    if page.has_more:
        sys.stderr.write(f"{len(page)} of {page.total}; --limit N lists more\n")


def minute(record: Record, part: str) -> str:
    """A point in time of a record, without its seconds."""
    return str(record.get(part) or "")[: len("2026-11-22 09:14")]


def with_words(records: Iterable[RecordT], words: Sequence[str], parts: Sequence[str]) -> list[RecordT]:
    """The records with all of some words in some of their parts."""
    return [
        record
        for record in records
        if all(word.lower() in " ".join(str(record.get(part) or "") for part in parts).lower() for word in words)
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (_GAP.join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _show_in_colours(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Write a table that fits the terminal: words are broken into lines, and where that is not enough, the last columns
    have lines of their own below each row.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    every = list(zip(columns, *cells, strict=True))
    beside = _fitting(every, console.width - 1)  # a line that fills a row would be joined with the next one
    below = _fitting(every[len(beside) :], console.width - 1 - len(_GAP)) if len(beside) < len(every) else []
    for place, row in enumerate([columns, *cells]):
        texts = [Text(cell, _style(number, cell) if place else "bold") for number, cell in enumerate(row)]
        for line in _lines(texts[: len(beside)], beside, console):
            console.print(line, soft_wrap=True)
        for line in _lines(texts[len(beside) : len(beside) + len(below)], below, console):
            console.print(Text(_GAP) + line, soft_wrap=True)
        for text in texts[len(beside) + len(below) :]:
            console.print(Text(_GAP) + text, soft_wrap=True)


def _lines(texts: Sequence[Text], widths: Sequence[int], console: Console) -> Iterator[Text]:
    """The cells of a row beside each other, each broken between words where it is wider than its column."""
    from rich.text import Text

    pieces = [text.wrap(console, width) for text, width in zip(texts, widths, strict=True)]
    for height in range(max(map(len, pieces), default=0)):
        line = Text()
        for lines, width in zip(pieces, widths, strict=True):
            piece = lines[height] if height < len(lines) else Text()
            line = line + piece + Text(" " * (width - piece.cell_len + len(_GAP)))
        line.rstrip()
        yield line


def _fitting(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide the columns of a table are that have room beside each other: the first ones, at least one."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in columns]
    # What is one word may be an id, which is copied, and stays whole.
    least = [
        min(widest, max(_NARROWEST, cell_len(column[0]))) if any(" " in cell for cell in column[1:]) else widest
        for column, widest in zip(columns, widths, strict=True)
    ]
    while len(least) > 1 and _total(least) > width:
        least.pop()
    widths = widths[: len(least)]
    while _total(widths) > width and widths != least:
        widest = max(range(len(widths)), key=lambda place: widths[place] - least[place])
        widths[widest] -= 1
    return widths


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _style(place: int, cell: str) -> str:
    """How a cell looks: what a row is called by, and what says how something is."""
    return _STYLES.get(cell, "") if place else "cyan"
