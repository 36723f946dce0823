"""Pictures on terminals that can show them: by the protocols of kitty and of iTerm2."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.transport.progress import Preview

_ROWS, _COLUMNS, _LONGEST = 10, 40, 256
_CHUNK: Final = 4096
_NUMBER: Final = 1_868_983_913  # of the picture that is there, so that the next one takes its place


class Shown(NamedTuple):
    """A picture as a terminal takes it.

    Attributes:
        sent: What is to be written once.
        placed: What is to be written where its upper left corner goes; the cursor stays there.
        rows: How many rows it takes.
    """

    sent: str
    placed: str
    rows: int


def protocol(environment: Mapping[str, str] = os.environ) -> str:
    """`"kitty"` or `"iterm"`, by what the terminal says it is; empty where it can show no pictures."""
    if environment.get("TMUX") or environment.get("TERM", "").startswith(("screen", "tmux", "dumb")):
        return ""  # these let no picture through
    if environment.get("KITTY_WINDOW_ID") or environment.get("TERM") in ("xterm-kitty", "xterm-ghostty"):
        return "kitty"
    return "iterm" if environment.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm") else ""


def drawn(preview: Preview, by: str) -> Shown:
    """A preview for a terminal. What the server sent is read as a picture and written anew.

    Args:
        preview: The preview.
        by: The protocol.

    Raises:
        UnexpectedAnswer: It is no picture.
        ImportError: Pillow is not installed.
    """
    file = preview.small(_LONGEST, "PNG" if by == "kitty" else "JPEG")
    encoded = b64encode(file).decode("ascii")
    shape = max(preview.width, 1) / max(preview.height, 1)
    columns = max(1, min(_COLUMNS, round(_ROWS * 2 * shape)))  # a character is about twice as high as it is wide
    rows = max(1, min(_ROWS, round(columns / 2 / shape)))
    if by == "kitty":
        pieces = [encoded[start : start + _CHUNK] for start in range(0, len(encoded), _CHUNK)]
        last = len(pieces) - 1
        sent = "".join(
            f"\x1b_G{f'a=t,f=100,i={_NUMBER},q=2,' if not place else ''}m={int(place < last)};{piece}\x1b\\"
            for place, piece in enumerate(pieces)
        )
        return Shown(sent, f"\x1b_Ga=p,i={_NUMBER},p=1,c={columns},r={rows},C=1,q=2\x1b\\", rows)
    options = f"inline=1;size={len(file)};width={columns};height={rows};preserveAspectRatio=1;doNotMoveCursor=1"
    return Shown("", f"\x1b]1337;File={options}:{encoded}\x07", rows)


def removed(by: str) -> str:
    """What takes the picture away again."""
    return f"\x1b_Ga=d,d=I,i={_NUMBER},q=2\x1b\\" if by == "kitty" else ""
