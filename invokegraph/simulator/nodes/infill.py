"""Filling what is transparent or masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageOps

from .call import NodeError, Table, keep, load
from .images import rgba

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call, Outputs
    from .morphology import Array

NODES: Final = Table()
_SOFTNESS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)


def _fills(*types: str) -> Callable[[Callable[[Call, Image.Image], Image.Image]], None]:
    """Register how transparent parts are filled; a picture without any is handed on."""

    def register(fill: Callable[[Call, Image.Image], Image.Image]) -> None:
        @NODES.add(*types)
        def filling(call: Call) -> Outputs:  # pyright: ignore[reportUnusedFunction] - the table has it
            image = load(call, "image")
            if image.mode != "RGBA":
                return {"image": call.inputs["image"], "width": image.width, "height": image.height}
            return keep(fill(call, image), call)

    return register


@_fills("infill_rgba")
def _with_color(call: Call, image: Image.Image) -> Image.Image:
    filled = Image.alpha_composite(Image.new("RGBA", image.size, rgba(call.inputs["color"])), image)
    filled.paste(image, (0, 0), image.getchannel("A"))
    return filled


@_fills("infill_tile")
def _with_tiles(call: Call, image: Image.Image) -> Image.Image:
    size, pixels = call.inputs["tile_size"], np.array(image)
    tiles = _opaque_tiles(pixels, size)
    if not tiles:
        raise NodeError("Not enough opaque pixels to generate any tiles. Use a smaller tile size or a different image.")
    numbers = np.random.default_rng(call.inputs["seed"])
    filled = np.zeros((*pixels.shape[:2], 3), np.uint8)
    for top in range(0, image.height, size):
        for left in range(0, image.width, size):
            part = filled[top : top + size, left : left + size]
            part[:] = tiles[numbers.integers(len(tiles))][: part.shape[0], : part.shape[1], :3]
    result = Image.fromarray(filled)
    result.paste(image, (0, 0), image.getchannel("A"))
    return result


def _opaque_tiles(pixels: Array, size: int) -> list[Array]:
    places = [
        (top, left)
        for top in range(0, pixels.shape[0] - size + 1, size)
        for left in range(0, pixels.shape[1] - size + 1, size)
    ]
    tiles = [pixels[top : top + size, left : left + size] for top, left in places]
    return [tile for tile in tiles if (tile[:, :, 3] == 255).all()]  # noqa: PLR2004 - opaque


@_fills("infill_cv2")
def _smoothly(_: Call, image: Image.Image) -> Image.Image:
    return _filled(image.convert("RGB"), np.asarray(image.getchannel("A")) == 255)  # noqa: PLR2004 - opaque


@_fills("infill_lama", "infill_patchmatch")
def _smoothly_below(_: Call, image: Image.Image) -> Image.Image:
    filled = _filled(image.convert("RGB"), np.asarray(image.getchannel("A")) == 255).convert("RGBA")  # noqa: PLR2004
    filled.paste(image, (0, 0), mask=image.getchannel("A"))
    return filled


@NODES.draws("cv_inpaint")
def _inpaint(call: Call) -> Image.Image:
    mask = ImageOps.invert(load(call, "mask", "L"))
    return _filled(load(call, "image", "RGB"), np.asarray(mask) == 0)


def _filled(image: Image.Image, known: Array) -> Image.Image:
    """The picture with what is not known filled by the colors around it, softer the farther they are."""
    if known.all() or not known.any():
        return image
    pixels, weight = np.asarray(image, np.float32), known.astype(np.float32)
    result, missing = pixels.copy(), ~known
    for radius in _SOFTNESS:
        share = _soft(weight, radius)
        reached = missing & (share > 1 / 64)
        for channel in range(pixels.shape[2]):
            color = _soft(pixels[:, :, channel] * weight, radius)
            result[:, :, channel][reached] = (color[reached] / share[reached]).clip(0, 255)
        missing &= ~reached
    result[missing] = pixels[known].mean(0)
    return Image.fromarray(np.rint(result).astype(np.uint8))


def _soft(values: Array, radius: int) -> Array:
    scale = max(1, radius // 4)
    height, width = values.shape
    small = Image.fromarray(values).resize((max(1, width // scale), max(1, height // scale)), Image.Resampling.BOX)
    reach = max(1, radius // scale)
    padded = np.pad(np.asarray(small), reach, mode="constant")
    blurred = padded
    for axis in (0, 1):
        sums = np.cumsum(
            np.concatenate([np.zeros_like(blurred[:1] if axis == 0 else blurred[:, :1]), blurred], axis), axis
        )
        window = 2 * reach + 1
        blurred = (sums[window:] - sums[:-window]) if axis == 0 else (sums[:, window:] - sums[:, :-window])
    grown = Image.fromarray((blurred / (2 * reach + 1) ** 2).astype(np.float32))
    return np.asarray(grown.resize((width, height), Image.Resampling.BILINEAR))
