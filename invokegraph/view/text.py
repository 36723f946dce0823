"""Text of a graph made fit for a drawing: one line, nothing invisible in it, not too long."""

from __future__ import annotations

from typing import Final
from unicodedata import category, combining, east_asian_width

_KEPT: Final = "\u200c\u200d"
"""The joiners: scripts and emoji need them, and they do no harm."""

_NARROW, _ROUND, _WIDE = frozenset("fijlrtI.,:;'|!()[]/ "), frozenset("mwMW@%&"), frozenset("WF")


def cleaned(text: str, longest: int) -> str:
    """A text on one line, without characters that control, are invisible or turn the direction of what follows.

    Args:
        text: The text, of any length.
        longest: How many characters to keep; where some are left out the last one is an ellipsis.
    """
    head = text[: 4 * longest]
    shown = head if head.isascii() and head.isprintable() else "".join(filter(_is_shown, head))
    line = " ".join(shown.split())
    return line if len(line) <= longest and len(head) == len(text) else f"{line[: longest - 1].rstrip()}…"


def cleaned_lines(text: str, longest: int) -> str:
    """A text as `cleaned` has it, but on as many lines as it was on, and with its spaces."""
    shown = "".join(
        c for c in text[:longest].expandtabs(4) if c == "\n" or (_is_shown(c) and (c == " " or not c.isspace()))
    )
    return shown if len(text) <= longest else f"{shown}…"


def _is_shown(character: str) -> bool:
    return character.isspace() or character in _KEPT or category(character) not in ("Cc", "Cf", "Cn", "Co", "Cs")


def text_width(text: str, size: float) -> float:
    """About how wide a text is drawn: no font is known, so rather too wide than too narrow."""
    return size * sum(map(_width, text))


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.41
    if character in _ROUND:
        return 0.98
    if character.isascii():
        return 0.72 if character.isupper() else 0.62
    if combining(character) or character in _KEPT:
        return 0.0
    return 1.05 if east_asian_width(character) in _WIDE else 0.75


def fitted(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis if it is wider than `width`."""
    if text_width(text, size) <= width:
        return text
    room = width - size
    for place, character in enumerate(text):
        room -= size * _width(character)
        if room < 0:
            return f"{text[:place].rstrip()}…"
    return text
