"""How tiles cover a picture."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .call import NodeError, Table, require

if TYPE_CHECKING:
    from .call import Call, Inputs, Outputs

NODES: Final = Table()
_GRID: Final = 8
_MOST_TILES: Final = 1_000_000


class Span(NamedTuple):
    """Where a tile lies along one side of the picture."""

    start: int
    end: int


@NODES.gives("tiles", "calculate_image_tiles")
def _with_overlap(inputs: Inputs) -> list[Outputs]:
    overlap = inputs["overlap"]
    sides = [(inputs["image_height"], inputs["tile_height"]), (inputs["image_width"], inputs["tile_width"])]
    for whole, part in sides:
        require(whole >= part)
    for _, part in sides:
        require(overlap < part)
    return _tiles(*(_overlapping(whole, part, overlap) for whole, part in sides))


def _overlapping(whole: int, part: int, overlap: int) -> list[Span]:
    step = part - overlap
    starts = [min(index * step, whole - part) for index in range(_bounded(math.ceil((whole - overlap) / step)))]
    return [Span(start, start + part) for start in starts]


@NODES.gives("tiles", "calculate_image_tiles_even_split")
def _evenly(inputs: Inputs) -> list[Outputs]:
    width, height, overlap = inputs["image_width"], inputs["image_height"], inputs["overlap"]
    if width % _GRID or height % _GRID:
        raise NodeError(f"image size (({width}, {height})) must be divisible by {_GRID}")
    columns = _split(width, inputs["num_tiles_x"], overlap)
    return _tiles(_split(height, inputs["num_tiles_y"], overlap), columns)


def _split(whole: int, count: int, overlap: int) -> list[Span]:
    if count == 1:
        return [Span(0, whole)]
    require(overlap <= whole - _GRID * (count - 1))
    part = (whole + overlap * (count - 1)) // count // _GRID * _GRID
    require(overlap < part)
    starts = [index * (part - overlap) for index in range(_bounded(count))]
    return [*(Span(start, min(start + part, whole)) for start in starts[:-1]), Span(starts[-1], whole)]


@NODES.gives("tiles", "calculate_image_tiles_min_overlap")
def _with_least_overlap(inputs: Inputs) -> list[Outputs]:
    overlap = inputs["min_overlap"]
    sides = [(inputs["image_height"], inputs["tile_height"]), (inputs["image_width"], inputs["tile_width"])]
    for _, part in sides:
        require(overlap < part)
    return _tiles(*(_spread(whole, min(part, whole), overlap) for whole, part in sides))


def _spread(whole: int, part: int, overlap: int) -> list[Span]:
    count = _bounded(math.ceil((whole - overlap) / (part - overlap)))
    starts = [index * (whole - part) // (count - 1) if count > 1 else 0 for index in range(count)]
    return [Span(start, start + part) for start in starts]


def _bounded(count: int) -> int:
    if count > _MOST_TILES:
        raise NodeError(f"{count} tiles are more than the simulator keeps", type="MemoryError")
    return count


def _tiles(rows: list[Span], columns: list[Span]) -> list[Outputs]:
    _bounded(len(rows) * len(columns))
    tops, lefts = _overlaps(rows), _overlaps(columns)
    return [
        {
            "coords": {"top": row.start, "bottom": row.end, "left": column.start, "right": column.end},
            "overlap": {"top": above, "bottom": below, "left": left, "right": right},
        }
        for row, above, below in zip(rows, tops, [*tops[1:], 0], strict=False)
        for column, left, right in zip(columns, lefts, [*lefts[1:], 0], strict=False)
    ]


def _overlaps(spans: list[Span]) -> list[int]:
    """How much each one lies over the one before it."""
    if not spans:
        return []
    return [0, *(max(0, before.end - span.start) for before, span in pairwise(spans))]


@NODES.add("tile_to_properties")
def _properties(call: Call) -> Outputs:
    tile: Any = call.inputs["tile"]
    coords, overlap = tile["coords"], tile["overlap"]
    return {
        **{f"coords_{side}": coords[side] for side in ("left", "right", "top", "bottom")},
        "width": coords["right"] - coords["left"],
        "height": coords["bottom"] - coords["top"],
        **{f"overlap_{side}": overlap[side] for side in ("top", "bottom", "left", "right")},
    }


@NODES.gives("tile_with_image", "pair_tile_image")
def _pair(inputs: Inputs) -> Outputs:
    return {"tile": inputs["tile"], "image": inputs["image"]}
