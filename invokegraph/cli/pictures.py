"""Pictures as terminals take them: by the protocols of kitty and of iTerm2, and in sixels."""

from __future__ import annotations

import sys
from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from invokegraph.cli.sixels import BAND, sixels
from invokegraph.cli.terminals import Previews

if TYPE_CHECKING:
    from PIL.Image import Image

    from invokegraph.cli.terminals import Terminal
    from invokegraph.transport.progress import Preview

_ROWS, _COLUMNS, _LONGEST = 10, 40, 256
_LONGEST_IN_SIXELS: Final = 480  # they are many
_CHUNK: Final = 4096
_NUMBER: Final = 1_868_983_913  # of the picture that is there, so that the next one takes its place
_SMALL_CELL: Final = (6, 12)


class Drawing(NamedTuple):
    """A picture for a terminal.

    Attributes:
        sent: What is to be written where its upper left corner goes. The cursor is anywhere afterwards.
        columns: How many columns it takes.
        rows: How many rows it takes.
    """

    sent: str
    columns: int
    rows: int


def drawn(preview: Preview, terminal: Terminal, width: int) -> Drawing:
    """A preview for a terminal. What the server sent is read as a picture and written anew.

    Args:
        preview: The preview.
        terminal: The terminal, which can show pictures.
        width: How many columns the terminal has.

    Raises:
        UnexpectedAnswer: It is no picture.
    """
    from PIL import Image

    file = preview.small(_LONGEST, "JPEG" if terminal.shows is Previews.ITERM else "PNG")
    image = Image.open(BytesIO(file))
    cell = _cell(terminal)
    columns, rows = _place(image, cell or (1, 2), min(_COLUMNS, width))
    if terminal.shows is Previews.KITTY:
        sent = _as_kitty_takes_it(file, columns, rows)
    elif terminal.shows is Previews.ITERM:
        options = f"inline=1;size={len(file)};width={columns};height={rows};preserveAspectRatio=1"
        sent = f"\x1b]1337;File={options}:{b64encode(file).decode('ascii')}\x07"
    else:
        sent = sixels(_for_sixels(image, cell or _SMALL_CELL, columns, rows))
    return Drawing(sent, columns, rows)


def removed(terminal: Terminal) -> str:
    """What takes a picture away again that is below the cursor, and all that is there."""
    return (f"\x1b_Ga=d,d=I,i={_NUMBER},q=2\x1b\\" if terminal.shows is Previews.KITTY else "") + "\x1b[J"


def _cell(terminal: Terminal) -> tuple[int, int] | None:
    """The width and height of a character in pixels, if anybody knows."""
    try:
        from fcntl import ioctl
        from struct import unpack
        from termios import TIOCGWINSZ

        rows, columns, width, height = unpack("HHHH", ioctl(sys.stderr.fileno(), TIOCGWINSZ, bytes(8)))
        if rows and columns and width // columns and height // rows:
            return width // columns, height // rows
    except (ImportError, OSError, ValueError):
        pass
    return terminal.cell


def _place(image: Image, cell: tuple[int, int], most: int) -> tuple[int, int]:
    """The columns and rows of a picture: as many as there may be, in its shape."""
    shape = image.width / image.height * cell[1] / cell[0]  # columns in a row
    columns = max(1, min(most, round(_ROWS * shape)))
    return columns, max(1, min(_ROWS, round(columns / shape)))


def _as_kitty_takes_it(file: bytes, columns: int, rows: int) -> str:
    encoded = b64encode(file).decode("ascii")
    pieces = [encoded[start : start + _CHUNK] for start in range(0, len(encoded), _CHUNK)]
    options = f"a=T,f=100,i={_NUMBER},p=1,c={columns},r={rows},C=1,q=2,"
    last = len(pieces) - 1
    return "".join(
        f"\x1b_G{'' if place else options}m={int(place < last)};{piece}\x1b\\" for place, piece in enumerate(pieces)
    )


def _for_sixels(image: Image, cell: tuple[int, int], columns: int, rows: int) -> Image:
    """The picture in the pixels of its place, of which it fills whole bands: a further one might scroll the screen."""
    wide, high = columns * cell[0], rows * cell[1]
    scale = min(wide / image.width, high / image.height, _LONGEST_IN_SIXELS / max(image.size))
    width, height = (max(1, int(side * scale)) for side in image.size)
    return image.resize((width, max(height // BAND, 1) * BAND))
