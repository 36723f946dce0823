"""How messages say things: types and bounds in words, values cut to a line, names that come near."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from invokegraph.types import PortType

LONGEST_INT: Final = 10**4000
"""Python writes no integer of more than 4,300 digits."""

# Patterns that few programs need: compiled here they would slow every import.
_HALF: Final = "[\ud800-\udfff]"
_HARMLESS: Final = "(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])|\u3000"
"""Joiners where letters or emoji may need them, and the space of Chinese and Japanese."""
_BREAKS: Final = "([\\n\\t])"
_LISTED: Final = 6
_SHORTEST_PART: Final = 3
"""How long a part of a name is at least, to be taken for that name."""


def describe(type_: PortType, limits: Mapping[str, float]) -> str:
    """A type and its bounds in words: `int from 0 to 4294967295`, `'fast' or 'slow'`, `float or list[float]`."""
    if type_.kind == "literal":
        shown = [repr(choice) for choice in type_.choices[:12]]
        more = len(type_.choices) - len(shown)
        few = len(type_.choices) <= 2  # noqa: PLR2004 - "a or b", but "one of a, b, c"
        return " or ".join(shown) if few else f"one of {', '.join(shown)}{f' and {more} more' if more else ''}"
    words = " or ".join(str(member) for member in type_.members)
    return f"{words} {bounds}" if (bounds := describe_limits(limits)) else words


def describe_limits(limits: Mapping[str, float]) -> str:
    """Bounds in words: `from 0 to 1`, `above 0, a multiple of 8`."""
    number = {name: f"{value:.15g}" if isinstance(value, float) else str(value) for name, value in limits.items()}
    parts: list[str] = []
    if "ge" in limits and "le" in limits:
        parts.append(f"from {number['ge']} to {number['le']}")
    else:
        parts += [f"from {number['ge']} up"] if "ge" in limits else []
        parts += [f"up to {number['le']}"] if "le" in limits else []
    parts += [f"above {number['gt']}"] if "gt" in limits else []
    parts += [f"below {number['lt']}"] if "lt" in limits else []
    parts += [f"a multiple of {number['multiple_of']}"] if "multiple_of" in limits else []
    parts += [f"of at least {number['min_length']}"] if "min_length" in limits else []
    parts += [f"of at most {number['max_length']}"] if "max_length" in limits else []
    return ", ".join(parts)


def shorten(value: object, width: int = 60) -> str:
    """A value as a message shows it: its repr, cut to `width` characters, with what a terminal could stumble over
    escaped.
    """
    import reprlib

    if isinstance(value, int) and not -LONGEST_INT < int.__int__(value) < LONGEST_INT:
        return "an integer of more than 4,000 digits"
    writer = reprlib.Repr()
    writer.maxstring = writer.maxother = writer.maxlong = width
    try:
        text = printable(writer.repr(value))
    except ValueError:  # a list with such an integer in it
        text = f"a {type(value).__name__}"
    return text if len(text) <= width else text[: width - 1] + "…"


def brief(text: str, width: int = 60) -> str:
    """A name from a graph as a message shows it: cut to `width` characters, with what a terminal could stumble over
    escaped.
    """
    shown = printable(text[: width + 1])
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def listed(words: Sequence[str], most: int = _LISTED) -> str:
    """Some words in a row, with what a terminal could stumble over escaped; of more than a few, the number of the
    rest.
    """
    more = len(words) - most
    return ", ".join([*map(printable, words[:most]), *([f"and {more} more"] if more > 0 else [])])


def counted(number: int, noun: str) -> str:
    """How many there are: `1 node`, `2 nodes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """`text` with all that a terminal would not show as it stands written as an escape."""
    if text.isprintable():
        return text
    kept = {found.start() for found in re.finditer(_HARMLESS, text)}
    return "".join(
        character if character.isprintable() or place in kept else ascii(character)[1:-1]
        for place, character in enumerate(text)
    )


def in_lines(text: str) -> str:
    """Foreign text of several lines as a terminal shows it: what it would obey is escaped; lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(part if part in ("\n", "\t") else printable(part) for part in re.split(_BREAKS, text))


def has_half_character(value: object) -> bool:
    """Whether there is half of a surrogate pair, which no text can be sent with, in a value or its parts."""
    if isinstance(value, str):
        return not value.isascii() and re.search(_HALF, value) is not None
    if isinstance(value, dict):
        parts = cast("dict[object, object]", value)
        return any(has_half_character(key) or has_half_character(part) for key, part in parts.items())
    several = isinstance(value, (list, tuple, set, frozenset))
    return several and any(map(has_half_character, cast("Iterable[object]", value)))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean width or height?`, of the known names that come near; empty where none does."""
    near = _near(name[:100], tuple(known))
    return f"did you mean {' or '.join(map(brief, near))}?" if near else ""


@lru_cache(1_000)  # the same mistake may be there many times
def _near(name: str, known: tuple[str, ...]) -> list[str]:
    from difflib import get_close_matches

    parted = (word for word in known if len(name) >= _SHORTEST_PART and name.lower() in word.lower())
    return get_close_matches(name, known, 3) or [*islice(parted, 3)]
