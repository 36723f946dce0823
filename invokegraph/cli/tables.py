"""What a command shows: tables for people, in colours on a terminal and plain otherwise, JSON for programs, and texts
as files.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, TypeVar

from invokegraph.cli.endings import CommandError
from invokegraph.cli.telling import note
from invokegraph.words import counted, printable

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
"""A column is not made narrower than this."""
_FEW: Final = 0.2
"""A column is made narrower than its words where no more of the rows have such a word."""


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
    sys.stdout.write(f"{json_text(value)}\n")


def json_text(value: object) -> str:
    """Something as JSON. A number that JSON lacks, such as infinity, is null."""
    return json.dumps(json.loads(json.dumps(value), parse_constant=lambda _: None), indent=2)


def show_records(
    what: str,
    records: Sequence[Record],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    is_all: bool,
    as_json: bool,
) -> None:
    """Write what a server listed: as JSON all that it said, else some of it as a table.

    Args:
        what: What they are, in the plural.
        records: What was listed.
        columns: What stands above each column.
        rows: The rows.
        is_all: Whether all were asked for, and not those with certain words or of a certain kind.
        as_json: Whether JSON is wanted.
    """
    if as_json:
        show_json([record.to_dict() for record in records])
    else:
        show_table(columns, rows, if_none=f"the server has no {what if is_all else f'such {what}'}")


def show_line(value: object) -> None:
    """Write something to stdout, on a line of its own."""
    sys.stdout.write(f"{printable(str(value))}\n")


def show_file(text: str) -> None:
    """Write what is to be a file to stdout. Away from a terminal it is UTF-8, whatever the system's own encoding is."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None and not sys.stdout.isatty():
        reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def save_text(text: str, file: Path) -> None:
    """Write a text to a file, in place of what is there.

    Raises:
        CommandError: It cannot be written.
    """
    if not file.parent.is_dir():
        raise CommandError(f"{file}: there is no folder {file.parent}")
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
        show_line(f"{what} {counted(count, 'item')}")


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
    """Write a table that fits the terminal: cells are broken between words, and what has no room beside the rest of its
    row has a line of its own below.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    room = console.width - 1  # a line that fills a row would be joined with the next one
    widths = _fitting(list(zip(columns, *cells, strict=True)), room)
    for place, row in enumerate([columns, *cells]):
        texts = [Text(cell, _style(number, cell) if place else "bold") for number, cell in enumerate(row)]
        beside = _beside(texts, widths, room)
        for line in [*_lines(texts[:beside], widths, console), *_packed(texts[beside:], room, console)]:
            console.print(line, soft_wrap=True)


def _beside(texts: Sequence[Text], widths: Sequence[int], room: int) -> int:
    """How many cells of a row are beside each other: up to one that is in the way of the next."""
    start = 0
    for place, width in enumerate(widths):
        if _stands_out(texts[place], width):
            return place + 1 if not place or start + texts[place].cell_len <= room else place
        start += width + len(_GAP)
    return len(widths)


def _lines(texts: Sequence[Text], widths: Sequence[int], console: Console) -> Iterator[Text]:
    """The cells of a row beside each other, each broken between words where it is wider than its column."""
    from rich.text import Text

    cells = list(zip(texts, widths, strict=False))
    pieces = [[text] if _stands_out(text, width) else text.wrap(console, width) for text, width in cells]
    for height in range(max(map(len, pieces))):
        line = Text()
        for lines, width in zip(pieces, widths, strict=False):
            piece = lines[height] if height < len(lines) else Text()
            line = line + piece + Text(" " * (width - piece.cell_len + len(_GAP)))
        line.rstrip()
        yield line


def _packed(texts: Sequence[Text], room: int, console: Console) -> list[Text]:
    """Cells that have no room in their row, on as few lines as they fit on."""
    from rich.text import Text

    lines: list[Text] = []
    for text in texts:
        if lines and lines[-1].cell_len + len(_GAP) + text.cell_len <= room:
            lines[-1] = lines[-1] + Text(_GAP) + text
        elif text:
            inside = room - len(_GAP)
            pieces = [text] if _stands_out(text, inside) else text.wrap(console, inside)
            lines += [Text(_GAP) + piece for piece in pieces]
    return lines


def _stands_out(text: Text, width: int) -> bool:
    """Whether a cell is wider than its column and cannot be broken: what is one word may be an id, which is copied."""
    return text.cell_len > width and " " not in text.plain


def _fitting(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide the columns of a table are that have room beside each other: the first ones, at least one."""
    from rich.cells import cell_len

    lengths = [[cell_len(cell) for cell in column] for column in columns]
    words = [[cell_len(cell) for cell in column if " " not in cell] for column in columns]
    for shown in range(len(columns), 1, -1):
        widths = [min(max(column), max(room, column[0])) for column in lengths[:shown]]
        least = [max(column[0], min(_NARROWEST, width)) for column, width in zip(lengths, widths, strict=False)]
        while sum(widths) + len(_GAP) * (shown - 1) > room and widths != least:
            # The column is made narrower in which the fewest words stand out by that; of several, the widest.
            narrower = [place for place in range(shown) if widths[place] > least[place]]
            costs = {place: sum(length >= widths[place] for length in words[place]) for place in narrower}
            widths[min(narrower, key=lambda place: (costs[place], -widths[place]))] -= 1
        standing_out = sum(
            any(place < shown and length > widths[place] for place, length in enumerate(row) if " " not in cells[place])
            for row, cells in zip(zip(*lengths, strict=True), zip(*columns, strict=True), strict=True)
        )
        if sum(widths) + len(_GAP) * (shown - 1) <= room and standing_out <= len(columns[0]) * _FEW:
            return widths
    return [min(max(lengths[0]), room)]


def _style(place: int, cell: str) -> str:
    """How a cell looks: what a row is called by, and what says how something is."""
    return _STYLES.get(cell, "") if place else "cyan"
