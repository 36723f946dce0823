"""Pictures in sixels, as DEC's terminals took them and many do today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

BAND: Final = 6
"""Rows of pixels that are sent together."""
_COLORS: Final = 128
_NOTHING: Final = ord("?")  # and what is added to it says which of the six pixels of a column have the color
_RUN: Final = re.compile(r"(.)\1{3,}")


def sixels(image: Image) -> str:
    """A picture as a terminal with sixels takes it.

    Args:
        image: The picture, in RGB.
    """
    from PIL.Image import Quantize

    flat = image.quantize(_COLORS, Quantize.FASTOCTREE)
    pixels, palette = flat.tobytes(), flat.getpalette() or []
    colors = "".join(
        "#{};2;{};{};{}".format(color, *(round(part * 100 / 255) for part in palette[3 * color : 3 * color + 3]))
        for color in sorted(set(pixels))
    )
    size = BAND * image.width
    bands = "-".join(
        "$".join(_lines(pixels[start : start + size], image.width)) for start in range(0, len(pixels), size)
    )
    return f'\x1bP0;1q"1;1;{image.width};{image.height}{colors}{bands}\x1b\\'


def _lines(band: bytes, width: int) -> Iterator[str]:
    """For each color of a band, where it is."""
    lines: dict[int, bytearray] = {}
    for place, color in enumerate(band):
        row, column = divmod(place, width)
        if color not in lines:
            lines[color] = bytearray([_NOTHING]) * width
        lines[color][column] += 1 << row
    for color, line in lines.items():
        yield f"#{color}" + _RUN.sub(_counted, line.decode("ascii").rstrip("?"))


def _counted(run: re.Match[str]) -> str:
    return f"!{len(run[0])}{run[1]}"
