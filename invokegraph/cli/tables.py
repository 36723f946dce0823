"""What a command shows: tables for people, in colours on a terminal and plain otherwise, JSON for programs, and texts
as files.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, TypeVar

from invokegraph.cli.endings import CommandError
from invokegraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from invokegraph.transport.record import Record
    from invokegraph.transport.repository import Page

    RecordT = TypeVar("RecordT", bound=Record)

_GAP: Final = "  "
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
    if not file.parent.is_dir():
        raise CommandError(f"{file}: there is no folder {file.parent}")
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


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
    """Write a table with lines that are broken between words; a plain one where that is not enough to fit it in."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0), header_style="bold")
    least = 0
    for place, column in enumerate(columns):
        held = [row[place] for row in cells]
        whole = not any(" " in cell for cell in held)  # an id is copied
        width = max(map(cell_len, (column, *held)))
        least += (width if whole else min(width, _NARROWEST)) + len(_GAP)
        table.add_column(column, overflow="fold", no_wrap=whole, style="" if place else "cyan")
    for row in cells:
        table.add_row(*map(Text, row))
    if least > console.width:
        sys.stdout.write(_aligned([columns, *cells]))
    else:
        console.print(table)
