"""How SQLite compares texts, which the server keeps its records in: of the letters, it takes only A to Z for a to z."""

from __future__ import annotations

import re
import string

_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_WILD = {"%": ".*", "_": "."}


def small(text: str) -> str:
    """A text as `LOWER` and `NOCASE` see it.

    Example:
        >>> small("ÄRA")
        'Ära'
    """
    return text.translate(_SMALL)


def holds(text: str | None, part: str) -> bool:
    """Whether a text holds another one as `LIKE` sees it: `_` stands for any character, `%` for any number of them.

    Example:
        >>> holds("A lighthouse", "light_ouse")
        True
    """
    pattern = "".join(_WILD.get(character, re.escape(character)) for character in small(part))
    return text is not None and re.search(pattern, small(text), re.DOTALL) is not None
