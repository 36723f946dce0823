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
_ROOT: Final = 0.7071067811865476
_SHIFT: Final = 14
_HALF: Final = 1 << 13


@NODES.draws("img_watermark")
def _write(call: Call) -> Image.Image:
    image = load(call, "image", "RGB")
    if image.width * image.height < _LEAST_PIXELS:
        raise NodeError("image too small, should be larger than 256x256", type="RuntimeError")
    bits = np.unpackbits(np.frombuffer(call.inputs["text"].encode(), np.uint8))
    yuv = _yuv(np.asarray(image))
    height, width = (side // 4 * 4 for side in yuv.shape[:2])
    part = yuv[:height, :width, 1]
    coarse, across, down, both = _split(part)
    # the server puts two of the fine parts back the other way round
    yuv[:height, :width, 1] = _joined(_marked(coarse, bits), down, across, both).astype(np.int64).astype(np.uint8)
    return Image.fromarray(_rgb(yuv)).convert("RGBA")


def _split(channel: Array) -> tuple[Array, Array, Array, Array]:
    """Haar's coarse and three fine parts, computed as the server does it, to the last bit."""
    first, second = channel[::2] * _ROOT, channel[1::2] * _ROOT
    low, high = second + first, first - second
    parts = [(half[:, ::2] * _ROOT, half[:, 1::2] * _ROOT) for half in (low, high)]
    (low_first, low_second), (high_first, high_second) = parts
    return low_second + low_first, high_second + high_first, low_first - low_second, high_first - high_second


def _joined(coarse: Array, across: Array, down: Array, both: Array) -> Array:
    low, high = _beside(coarse, down, 1), _beside(across, both, 1)
    return _beside(low, high, 0)


def _beside(low: Array, high: Array, axis: int) -> Array:
    pair = np.stack([low * _ROOT + high * _ROOT, low * _ROOT - high * _ROOT], axis=axis + 1)
    shape = list(low.shape)
    shape[axis] *= 2
    return pair.reshape(shape)


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
    blocks, _, _ = _blocks(_split(yuv[:height, :width, 1])[0])
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
    red, green, blue = (rgb[:, :, index].astype(np.int64) for index in range(3))
    light = (red * 4899 + green * 9617 + blue * 1868 + _HALF) >> _SHIFT
    middle = (128 << _SHIFT) + _HALF
    return _bytes(light, ((blue - light) * 8061 + middle) >> _SHIFT, ((red - light) * 14369 + middle) >> _SHIFT)


def _rgb(yuv: Array) -> Array:
    light, u, v = (yuv[:, :, index].astype(np.int64) for index in range(3))
    u, v = u - 128, v - 128
    red, blue = (v * 18678 + _HALF) >> _SHIFT, (u * 33292 + _HALF) >> _SHIFT
    return _bytes(light + red, light + ((u * -6472 + v * -9519 + _HALF) >> _SHIFT), light + blue)


def _bytes(*channels: Array) -> Array:
    return np.clip(np.stack(channels, axis=-1), 0, 255).astype(np.uint8)
