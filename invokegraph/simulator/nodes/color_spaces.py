"""Colors as numbers, in arrays of channel, row and column from 0 to 1 (hues in degrees).

All numbers are of single precision, as the server's are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from .morphology import where

if TYPE_CHECKING:
    from .morphology import Array


_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_ROOTS_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
LAB_TO_ROOTS: Final = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ],
    np.float32,
)
FROM_LMS: Final = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ],
    np.float32,
)


def to_unit(image: Image.Image) -> Array:
    """The channels of a picture."""
    pixels = np.asarray(image, np.float32) / np.float32(255)
    return np.moveaxis(pixels, -1, 0) if pixels.ndim > 2 else pixels[None]  # noqa: PLR2004 - rows and columns


def to_pixels(channels: Array) -> Image.Image:
    """A picture of these channels; what a byte cannot hold wraps, as it does on the server."""
    with np.errstate(invalid="ignore"):
        values = (channels * np.float32(255)).astype(np.int64).astype(np.uint8)
    return Image.fromarray(values[0] if len(values) == 1 else np.ascontiguousarray(np.moveaxis(values, 0, -1)))


def linear_from_srgb(color: Array) -> Array:
    """Linear light."""
    bright = ((np.maximum(color, 0) + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
    return where(color <= np.float32(0.0404482362771082), color / np.float32(12.92), bright)


def srgb_from_linear(color: Array) -> Array:
    """Colors as pictures hold them, from 0 to 1."""
    color = np.clip(color, 0, 1)
    bright = np.float32(1.055) * color ** np.float32(1 / 2.4) - np.float32(0.055)
    return where(color <= np.float32(0.0031308), color * np.float32(12.92), bright)


def oklab_from_linear(color: Array) -> Array:
    """Lightness, green to red, blue to yellow."""
    cones = mixed(_TO_LMS, color)
    return mixed(_ROOTS_TO_LAB, np.sign(cones) * np.abs(cones) ** np.float32(1 / 3))


def linear_from_oklab(color: Array) -> Array:
    """Back to linear light, maybe out of what a screen shows."""
    return mixed(FROM_LMS, mixed(LAB_TO_ROOTS, color) ** 3)


def oklch_from_oklab(color: Array) -> Array:
    """Lightness, chroma, hue."""
    light, red, yellow = color
    return np.stack([light, np.sqrt(red**2 + yellow**2), np.rad2deg(np.arctan2(yellow, red)) % np.float32(360)])


def oklab_from_oklch(color: Array) -> Array:
    """Back from hue and chroma."""
    light, chroma, hue = color
    return np.stack([light, chroma * np.cos(np.deg2rad(hue)), chroma * np.sin(np.deg2rad(hue))])


def hsl_from_srgb(color: Array) -> Array:
    """Hue, saturation, lightness."""
    least, most = color.min(0), color.max(0)
    light, spread = (least + most) / 2, most - least
    red, green, _ = color
    with np.errstate(all="ignore"):
        dark, bright = spread / (most + least), spread / (2 - most - least)
        apart = (most - color) / spread
    sector = where(
        red == most, apart[2] - apart[1], where(green == most, 2 + apart[0] - apart[2], 4 + apart[1] - apart[0])
    )
    gray = spread == 0
    hue = where(gray, 0, (sector / 6) % 1 * 360)
    saturation = where(gray, 0, where(light < 0.5, dark, bright))  # noqa: PLR2004 - half
    return np.stack([hue, saturation, light]).astype(np.float32)


def srgb_from_hsl(color: Array) -> Array:
    """Back from hue, saturation, lightness."""
    hue = color[0] % 360 / 360
    saturation, light = np.clip(color[1], 0, 1), np.clip(color[2], 0, 1)
    high = where(light <= 0.5, light * (1 + saturation), light + saturation - light * saturation)  # noqa: PLR2004
    low = 2 * light - high
    return np.stack([_hsl_channel(low, high, (hue + turn) % 1) for turn in (1 / 3, 0, -1 / 3)]).astype(np.float32)


def _hsl_channel(low: Array, high: Array, hue: Array) -> Array:
    return np.select(
        [hue < 1 / 6, hue < 1 / 2, hue < 2 / 3],
        [low + (high - low) * hue * 6, high, low + (high - low) * (2 / 3 - hue) * 6],
        low,
    )


def mixed(matrix: Array, color: Array) -> Array:
    """Channels that are sums of other channels, each by its own weight."""
    return np.tensordot(matrix, color, axes=([1], [0])).astype(np.float32)
