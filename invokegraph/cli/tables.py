"""What a command shows: tables for people, in colours on a terminal and plain otherwise, and JSON for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from invokegraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invokegraph.transport.record import Record

_GAP = "  "


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, if_none: str) -> None:
    """Write a table to stdout. None in it is an empty cell.

    Args:
        columns: What stands above each column; the first one holds what a row is called by and is never broken.
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


def show_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Write names and what they stand for to stdout, a line each; those that stand for nothing are left out."""
    told = [(name, printable(str(value))) for name, value in pairs if value not in (None, "")]
    width = max((len(name) for name, _ in told), default=0)
    sys.stdout.write("".join(f"{name:<{width}}{_GAP}{value}\n" for name, value in told))


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (_GAP.join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _show_in_colours(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=place == 0, style="" if place else "cyan")
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)
