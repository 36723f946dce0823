"""Laying tiles side by side into one picture."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from .call import NodeError, Table, check_size, require

if TYPE_CHECKING:
    from .call import Call
    from .morphology import Array

NODES: Final = Table()
_BRIGHTNESS: Final = [0.2989, 0.5870, 0.1140]


@NODES.draws("merge_tiles_to_image")
def _merge(call: Call) -> Image.Image:
    tiles: list[Any] = [pair["tile"] for pair in call.inputs["tiles_with_images"]]
    names: list[str] = [pair["image"]["image_name"] for pair in call.inputs["tiles_with_images"]]
    if not tiles:
        raise NodeError("list index out of range", type="IndexError")
    width = max(0, *(tile["coords"]["right"] for tile in tiles))
    height = max(0, *(tile["coords"]["bottom"] for tile in tiles))
    check_size(width, height)
    pictures = [np.array(call.pictures.load(name).convert("RGB")) for name in names]
    rows = _rows(list(zip(tiles, pictures, strict=True)))
    blend, merged = call.inputs["blend_amount"], np.zeros((height, width, 3), np.uint8)
    add = _add_faded if call.inputs["blend_mode"] == "Linear" else _add_along_seam
    for row in rows:
        first = row[0][0]
        top, bottom = first["coords"]["top"], first["coords"]["bottom"]
        band = np.zeros((bottom - top, width, 3), np.uint8)
        for tile, pixels in row:
            left, right = tile["coords"]["left"], tile["coords"]["right"]
            add(band[:, left:right].swapaxes(0, 1), pixels.swapaxes(0, 1), tile["overlap"]["left"], blend, turned=False)
        add(merged[top:bottom], band, first["overlap"]["top"], blend, turned=True)
    return Image.fromarray(merged)


def _rows(tiles: list[tuple[Any, Array]]) -> list[list[tuple[Any, Array]]]:
    ordered = sorted(tiles, key=lambda tile: (tile[0]["coords"]["top"], tile[0]["coords"]["left"]))
    return [
        list(row) for _, row in groupby(ordered, lambda tile: (tile[0]["coords"]["top"], tile[0]["coords"]["bottom"]))
    ]


def _add_faded(below: Array, pixels: Array, overlap: int, blend: int, *, turned: bool) -> None:  # noqa: ARG001
    """Lay pixels over others that overlap them in the first rows, faded around the middle of the overlap."""
    if overlap == 0:
        below[:] = pixels
        return
    require(overlap >= blend)
    cover = np.ones(len(pixels))
    start = overlap // 2 - blend // 2
    cover[:start] = 0
    cover[start : start + blend] = np.linspace(0, 1, blend)
    share = cover[:, None, None]
    below[:] = pixels * share + below * (1 - share)


def _add_along_seam(below: Array, pixels: Array, overlap: int, blend: int, *, turned: bool) -> None:
    """Lay pixels over others that overlap them in the first rows, along the line where they differ least."""
    if overlap == 0:
        below[:] = pixels
        return
    require(overlap >= blend)
    old, new = below[:overlap], pixels[:overlap]
    cover = _seam_cover(old, new, blend, turned=turned)[..., None]
    below[overlap:] = pixels[overlap:]
    below[:overlap] = old * cover + new * (1 - cover)


def _seam_cover(old: Array, new: Array, blend: int, *, turned: bool) -> Array:
    """How much of the old pixels is kept in each place, for seams that run along the second axis.

    The server walks the seam from one end: `turned` says that it is the other one.
    """
    apart = np.dot(new, _BRIGHTNESS) - np.dot(old, _BRIGHTNESS)
    field = np.rot90(apart, 1) if turned else apart.swapaxes(0, 1)
    mask = np.zeros_like(field)
    for row, end in enumerate(_seam(field, math.ceil(blend / 2))):
        mask[row, :end] = 1
    mask = np.rot90(mask, 3) if turned else mask.swapaxes(0, 1)
    return _blurred(mask, blend) if blend > 0 else mask


def _seam(field: Array, gutter: int) -> list[int]:
    """Where in each row the line of least difference runs."""
    rows, columns = field.shape
    last = columns - gutter
    energy = np.abs(np.gradient(field, axis=0)) + np.abs(np.gradient(field, axis=1))
    paths = energy.copy()
    for row in range(1, rows):
        # the server's cheapest step is found in the row itself, and columns beyond an edge cost 255
        steps = np.pad(paths[row], 1, constant_values=255)
        paths[row] = paths[row - 1] + np.minimum.reduce([steps[:-2], steps[1:-1], steps[2:]])
    places = [int(np.argmin(paths[rows - 1, gutter : last - 1]))]
    for row in range(rows - 2, -1, -1):
        near = [min(max(places[-1] + step, gutter), last - 1) for step in (-1, 1)]
        places.append(int(np.argmin(energy[row, near[0] : near[1] + 1])) + near[0])
    return places[::-1]


def _blurred(mask: Array, size: int) -> Array:
    """The mean of a square of that size around each place, mirrored at the edges."""
    before, after = size // 2, size - 1 - size // 2
    sums = mask
    for axis in (0, 1):
        margins = [(0, 0), (0, 0)]
        margins[axis] = (before, after)
        padded = np.pad(sums, margins, mode="reflect" if mask.shape[axis] > 1 else "edge")
        sums = sliding_window_view(padded, size, axis).sum(-1)
    return sums * (1 / (size * size))
