"""Invisible watermarks: a bit for each 8 x 8 pixels, in the coarse part of a color channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from .call import NodeError, Table, load

if TYPE_CHECKING:
    from .call import Call
    from .morphology import Array

NODES: Final = Table()
_LEAST_PIXELS: Final = 256 * 256
_BLOCK: Final = 4
_STEP: Final = 36


@NODES.draws("img_watermark")
def _write(call: Call) -> Image.Image:
    image = load(call, "image", "RGB")
    if image.width * image.height < _LEAST_PIXELS:
        raise NodeError("image too small, should be larger than 256x256", type="RuntimeError")
    bits = np.unpackbits(np.frombuffer(call.inputs["text"].encode(), np.uint8))
    yuv = _yuv(np.asarray(image))
    height, width = (side // 4 * 4 for side in yuv.shape[:2])
    channel = yuv[:height, :width, 1].astype(float)
    corners = [channel[down::2, right::2] for down in (0, 1) for right in (0, 1)]
    shift = (_marked(sum(corners) / 2, bits) - sum(corners) / 2) / 2
    # the server puts the two mixed parts back the other way round
    swapped = [corners[0], corners[2], corners[1], corners[3]]
    for index, values in enumerate(swapped):
        yuv[index // 2 : height : 2, index % 2 : width : 2, 1] = (values + shift).astype(np.int64).astype(np.uint8)
    return Image.fromarray(_rgb(yuv)).convert("RGBA")


def _marked(coarse: Array, bits: Array) -> Array:
    """The coarse part with a bit in the strongest place of each block, but its first."""
    blocks, rows, columns = _blocks(coarse)
    place = np.abs(blocks[:, 1:]).argmax(1) + 1
    value = blocks[np.arange(len(blocks)), place]
    wanted = bits[np.arange(len(blocks)) % len(bits)]
    size = (np.abs(value) // _STEP + 0.25 + 0.5 * wanted) * _STEP
    blocks[np.arange(len(blocks)), place] = np.where(value >= 0, size, -size)
    result = coarse.copy()
    whole = blocks.reshape(rows, columns, _BLOCK, _BLOCK).swapaxes(1, 2).reshape(rows * _BLOCK, columns * _BLOCK)
    result[: rows * _BLOCK, : columns * _BLOCK] = whole
    return result


def _blocks(coarse: Array) -> tuple[Array, int, int]:
    rows, columns = (side // _BLOCK for side in coarse.shape)
    part = coarse[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2)
    return part.reshape(rows * columns, _BLOCK * _BLOCK).copy(), rows, columns


def _read(image: Image.Image, length: int) -> str:
    yuv = _yuv(np.asarray(image))
    height, width = (side // 4 * 4 for side in yuv.shape[:2])
    channel = yuv[:height, :width, 1].astype(float)
    blocks, _, _ = _blocks(sum(channel[down::2, right::2] for down in (0, 1) for right in (0, 1)) / 2)
    strongest = np.abs(blocks[np.arange(len(blocks)), np.abs(blocks[:, 1:]).argmax(1) + 1])
    marks = strongest % _STEP > _STEP / 2
    count = length * 8
    bits = [marks[index::count].mean() * 255 > 127 for index in range(count)]  # noqa: PLR2004 - more than half
    return np.packbits(bits).tobytes().decode("utf-8", errors="ignore").rstrip("\x00")


@NODES.add("decode_watermark")
def _decode(call: Call) -> dict[str, str]:
    image, length = load(call, "image", "RGB"), call.inputs["length"]
    blocks = (image.width // 8) * (image.height // 8)
    if image.width * image.height < _LEAST_PIXELS or not 0 < length * 8 <= blocks:
        return {"value": ""}
    return {"value": _read(image, length)}


def _yuv(rgb: Array) -> Array:
    red, green, blue = (rgb[:, :, index].astype(float) for index in range(3))
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    return _bytes(light, 0.492 * (blue - light) + 128, 0.877 * (red - light) + 128)


def _rgb(yuv: Array) -> Array:
    light, u, v = (yuv[:, :, index].astype(float) for index in range(3))
    u, v = u - 128, v - 128
    return _bytes(light + 1.140 * v, light - 0.395 * u - 0.581 * v, light + 2.032 * u)


def _bytes(*channels: Array) -> Array:
    return np.clip(np.rint(np.stack(channels, axis=-1)), 0, 255).astype(np.uint8)
