"""Python source text, laid out as `ruff format` and `black` lay it out, at their default width and at any greater one.

What does not fit on a line goes on a line for each item with a comma behind the last, which formatters leave alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from invokegraph.codegen.text import quoted as literal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH: Final = 88
_INDENT: Final = "    "
_LONGEST_TEXT: Final = 120
_PIECE: Final = 72
_NEVER: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Group:
    """Items between brackets.

    Attributes:
        before: What stands before the first item, the opening bracket included.
        items: The items.
        after: The closing bracket.
        width: How wide it is on one line, at most.
        is_text: Whether the items are the pieces of one text: these always stand below each other, without commas.
    """

    before: str
    items: tuple[Piece, ...]
    after: str
    width: int
    is_text: bool = False

    def __str__(self) -> str:
        return f"{self.before}{', '.join(map(str, self.items))}{self.after}"


Piece = str | Group
"""Source text that stands on one line, or that can be wrapped."""


def group(before: str, items: Iterable[Piece], after: str) -> Group:
    """Items between brackets."""
    held = tuple(items)
    inside = sum(map(width_of, held)) + 2 * max(len(held) - 1, 0)
    return Group(before, held, after, width_of(before) + inside + len(after))


def with_prefix(prefix: str, piece: Piece) -> Piece:
    """`piece` with something before it."""
    if isinstance(piece, str):
        return prefix + piece
    return replace(piece, before=prefix + piece.before, width=piece.width + width_of(prefix))


def width_of(piece: Piece) -> int:
    """How wide a piece is on one line, at most: characters beyond ASCII may take two columns."""
    if isinstance(piece, Group):
        return piece.width
    return len(piece) if piece.isascii() else sum(1 if character.isascii() else 2 for character in piece)


def lines_of(piece: Piece, indent: str = "", comma: str = "") -> list[str]:
    """The lines of a piece, the last one with `comma` behind it."""
    if isinstance(piece, str) or not piece.items or len(indent) + piece.width + len(comma) <= WIDTH:
        return [f"{indent}{piece}{comma}"]
    separator = "" if piece.is_text else ","
    inner = [line for item in piece.items for line in lines_of(item, indent + _INDENT, separator)]
    return [f"{indent}{piece.before}", *inner, f"{indent}{piece.after}{comma}"]


def quoted(value: str) -> str:
    """A text as a literal on one line."""
    return literal_of(str.__str__(value))  # a class of the user's own may have another repr


def text(value: str) -> Piece:
    """A text as a literal: a long one as several literals below each other, which Python joins."""
    if len(value) <= _PIECE:
        return quoted(value)
    literal = quoted(value)
    if sum(character.isprintable() and character.isascii() for character in literal) <= _LONGEST_TEXT:
        return literal
    return Group("(", tuple(map(quoted, _pieces(value))), ")", _NEVER, is_text=True)


def _pieces(value: str) -> list[str]:
    """A long text in pieces: each ends with a line, else behind a space, else where it has to."""
    pieces: list[str] = []
    for line in str.__str__(value).splitlines(keepends=True):
        start = 0
        while len(line) - start > _PIECE:
            space = line.rfind(" ", start, start + _PIECE)
            end = start + _PIECE if space < start else space + 1
            pieces.append(line[start:end])
            start = end
        pieces.append(line[start:])
    return pieces


def comment(words: str) -> list[str]:
    """A comment, which is one line whatever the words hold."""
    return [f"# {' '.join(words.split())}"]
