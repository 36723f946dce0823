"""What the server's nodes do with OpenCV: growing and shrinking, edges, distances and resizing.

Pixels outside of a picture count for nothing when it grows or shrinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from collections.abc import Callable

Array = Any
"""An array of numpy: its type stubs lose track in mixed arithmetic, so that a stricter type would say nothing."""
where: Callable[[Array, Any, Any], Array] = np.where
"""Of each place one value or the other: `np.where`, of which type checkers make nothing where anything may go in."""
_TANGENT_22: Final = 13573
"""The tangent of 22.5 degrees in units of 2**-15."""
_UNIT: Final = 1 << 16
_FAR: Final = (2**31 - 1) >> 2
_STRAIGHT: Final = _UNIT
_DIAGONAL: Final = round(1.4 * _UNIT)
_KNIGHT: Final = round(2.1969 * _UNIT)


def dilated(pixels: Array, size: int, times: int) -> Array:
    """The largest value within a square of that size around each pixel, several times over."""
    return 255 - eroded(255 - pixels, size, times)


def eroded(pixels: Array, size: int, times: int) -> Array:
    """The smallest value within a square of that size around each pixel, several times over."""
    before, after = size // 2 * times, (size - 1 - size // 2) * times
    for axis in (0, 1):
        pixels = _least(pixels, before, after, axis)
    return pixels


def _least(pixels: Array, before: int, after: int, axis: int) -> Array:
    """The smallest of the pixels from so many before to so many after each one."""
    margins = [(0, 0)] * pixels.ndim
    margins[axis] = (before, after)
    padded = np.pad(pixels, margins, constant_values=255)
    return sliding_window_view(padded, before + after + 1, axis).min(-1)


def ellipse(width: int, height: int) -> list[int]:
    """Half the width of an ellipse in each row, -1 where it has none."""
    if (width, height) == (1, 1):
        return [0]
    radius, half = height // 2, width // 2
    rows = [radius * radius - (row - radius) ** 2 for row in range(height)]
    return [round(half * (inside / (radius * radius)) ** 0.5) if radius else 0 for inside in rows]


def dilated_by_ellipse(pixels: Array, width: int, height: int) -> Array:
    """The largest value within an ellipse around each pixel."""
    return 255 - eroded_by_ellipse(255 - pixels, width, height)


def eroded_by_ellipse(pixels: Array, width: int, height: int) -> Array:
    """The smallest value within an ellipse around each pixel."""
    radius, rows = height // 2, pixels.shape[0]
    result = np.full_like(pixels, 255)
    for row, half in enumerate(ellipse(width, height)):
        shift = row - radius
        narrowed = _least(pixels, half, half, 1)
        start, end = max(0, -shift), min(rows, rows - shift)
        if start < end:
            result[start:end] = np.minimum(result[start:end], narrowed[start + shift : end + shift])
    return result


def canny(pixels: Array, low: int, high: int) -> Array:
    """Canny's edges: 255 on an edge, 0 elsewhere. Of several channels the one with the steepest slope counts."""
    low, high = sorted((low, high))
    across, along = _slopes(pixels.astype(np.int32))
    size = np.abs(across) + np.abs(along)
    if size.ndim > 2:  # noqa: PLR2004 - rows and columns, then channels
        steepest = size.argmax(-1)[..., None]
        across, along, size = (np.take_along_axis(part, steepest, -1)[..., 0] for part in (across, along, size))
    candidates = _ridges(across, along, size) & (size > low)
    return _connected(candidates, candidates & (size > high)).astype(np.uint8) * 255


def _slopes(pixels: Array) -> tuple[Array, Array]:
    """Sobel's slopes along x and y."""
    margins = [(1, 1), (1, 1)] + [(0, 0)] * (pixels.ndim - 2)
    padded = np.pad(pixels, margins, mode="edge")
    smooth_y = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    smooth_x = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    return smooth_y[:, 2:] - smooth_y[:, :-2], smooth_x[2:] - smooth_x[:-2]


def _ridges(across: Array, along: Array, size: Array) -> Array:
    """Where the slope is larger than that of both neighbours in its direction."""
    padded = np.pad(size, 1)

    def neighbour(down: int, right: int) -> Array:
        return padded[1 + down : padded.shape[0] - 1 + down, 1 + right : padded.shape[1] - 1 + right]

    wide, tall = np.abs(across).astype(np.int64), np.abs(along).astype(np.int64) << 15
    flat = wide * _TANGENT_22
    falling = (across ^ along) < 0
    horizontal = (size > neighbour(0, -1)) & (size >= neighbour(0, 1))
    vertical = (size > neighbour(-1, 0)) & (size >= neighbour(1, 0))
    rising = (size > neighbour(-1, -1)) & (size > neighbour(1, 1))
    other = (size > neighbour(-1, 1)) & (size > neighbour(1, -1))
    diagonal = where(falling, other, rising)
    return where(tall < flat, horizontal, where(tall > flat + (wide << 16), vertical, diagonal))


def _connected(candidates: Array, strong: Array) -> Array:
    """The candidates that other candidates connect with a strong one."""
    rows, columns = candidates.shape
    found = np.pad(strong, 1)
    free = np.pad(candidates & ~strong, 1).ravel()
    flat = found.ravel()
    width = columns + 2
    around = np.array([down * width + right for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right])
    frontier = np.flatnonzero(flat)
    while frontier.size:
        near = np.unique((frontier[:, None] + around).ravel())
        near = near[(near >= 0) & (near < flat.size)]
        frontier = near[free[near]]
        flat[frontier] = True
        free[frontier] = False
    return flat.reshape(rows + 2, width)[1:-1, 1:-1]


def chamfer_distances(pixels: Array) -> Array:
    """How far each pixel is from the next black one, by steps of 1, 1.4 and 2.1969, as OpenCV measures it."""
    start = where(pixels == 0, 0, _FAR).astype(np.int64)
    down = _swept(start)
    up = _swept(down[::-1, ::-1])[::-1, ::-1]
    return (up * (1 / _UNIT)).astype(np.float32)


def _swept(distances: Array) -> Array:
    """Distances by way of the pixels above and to the left."""
    rows, columns = distances.shape
    known = np.full((rows + 2, columns + 4), _FAR, np.int64)
    steps = cast("Array", np.arange(columns) * _STRAIGHT)
    for row in range(rows):
        above, above_that = known[row + 1], known[row]
        found = np.minimum.reduce(
            [
                distances[row],
                above[2:-2] + _STRAIGHT,
                above[1:-3] + _DIAGONAL,
                above[3:-1] + _DIAGONAL,
                above[:-4] + _KNIGHT,
                above[4:] + _KNIGHT,
                above_that[1:-3] + _KNIGHT,
                above_that[3:-1] + _KNIGHT,
            ]
        )
        known[row + 2, 2:-2] = np.minimum.accumulate(found - steps) + steps
    return known[2:, 2:-2]


def resized_cubic(pixels: Array, width: int, height: int) -> Array:
    """Resized by cubic interpolation of the four nearest pixels, however much smaller the result is."""
    return _through(pixels, _cubic(pixels.shape[1], width), _cubic(pixels.shape[0], height))


def resized_area(pixels: Array, width: int, height: int) -> Array:
    """Resized to fewer pixels, each the mean of the area that it covers if neither side grows."""
    rows, columns = pixels.shape[:2]
    weights = _shares if width <= columns and height <= rows else _area_steps
    return _through(pixels, weights(columns, width), weights(rows, height))


def resized_nearest(pixels: Array, width: int, height: int) -> Array:
    """Resized by taking the pixel at the upper left of what each one covers."""
    rows, columns = pixels.shape[:2]
    # Not columns / width: the last bit of this decides where a pixel is as near as its neighbour.
    across = np.minimum((np.arange(width) * (1 / (width / columns))).astype(int), columns - 1)
    down = np.minimum((np.arange(height) * (1 / (height / rows))).astype(int), rows - 1)
    return pixels[down][:, across]


def _through(pixels: Array, across: Array, down: Array) -> Array:
    narrowed = np.moveaxis(np.tensordot(pixels.astype(np.float64), across, axes=([1], [1])), -1, 1)
    mixed = np.tensordot(down, narrowed, axes=([1], [0]))
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def _cubic(old: int, new: int) -> Array:
    weights = np.zeros((new, old))
    for index in range(new):
        place = (index + 0.5) * old / new - 0.5
        first = int(np.floor(place))
        for pixel, weight in zip(range(first - 1, first + 3), _cubic_weights(place - first), strict=True):
            weights[index, min(max(pixel, 0), old - 1)] += weight
    return weights


def _cubic_weights(part: float) -> tuple[float, float, float, float]:
    sharp = -0.75
    far, near = part + 1, 1 - part
    first = ((sharp * far - 5 * sharp) * far + 8 * sharp) * far - 4 * sharp
    second = ((sharp + 2) * part - (sharp + 3)) * part * part + 1
    third = ((sharp + 2) * near - (sharp + 3)) * near * near + 1
    return first, second, third, 1 - first - second - third


def _shares(old: int, new: int) -> Array:
    """How much of each old pixel is in each new one."""
    edges = np.arange(new + 1) * (old / new)
    pixels = np.arange(old)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    shares = np.clip(overlap, 0, None)
    return shares / shares.sum(1, keepdims=True)


def _area_steps(old: int, new: int) -> Array:
    """Two old pixels in each new one, by how much of the second it covers: what OpenCV does when a side grows."""
    weights = np.zeros((new, old))
    for index in range(new):
        first = min(index * old // new, old - 1)
        part = max(0.0, (index + 1) - (first + 1) * new / old) % 1
        weights[index, first] += 1 - part
        weights[index, min(first + 1, old - 1)] += part
    return weights
