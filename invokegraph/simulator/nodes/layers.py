"""Laying one picture over another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageOps

from .call import NodeError, Table, load
from .color_spaces import (
    hsl_from_srgb,
    linear_from_oklab,
    linear_from_srgb,
    oklab_from_linear,
    oklab_from_oklch,
    oklch_from_oklab,
    srgb_from_hsl,
    srgb_from_linear,
    to_pixels,
    to_unit,
)
from .colors import achromatic_weight, lab_channels, lab_of_rgb, rgb_of_lab
from .morphology import where
from .ok_colors import in_gamut, okhsl_from_srgb, okhsv_from_srgb, srgb_from_okhsl, srgb_from_okhsv

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call, Inputs
    from .morphology import Array

NODES: Final = Table()
_LARGEST: Final = np.finfo(np.float32).max
_BY_CHANNEL: Final = ("Hue", "Saturation", "Color", "Luminosity")
_CHANNELS: Final = {
    "RGB": None,
    "Linear": None,
    "HSL": (0, 1, 2),
    "HSV": (0, 1, 2),
    "Okhsl": (0, 1, 2),
    "Okhsv": (0, 1, 2),
    "Oklch": (2, 1, 0),
    "LCh": (2, 1, 0),
}
"""Where hue, saturation and lightness are, if anywhere."""


@NODES.draws("invokeai_img_composite")
def _composite(call: Call) -> Image.Image:
    given = call.inputs
    background, subject = load(call, "image_background", "RGBA"), load(call, "image_subject", "RGBA").copy()
    key = given["chroma_key"].strip()
    if key:
        subject = _without_color(subject, _color(key), given["threshold"])
    else:
        right, bottom = subject.width - 1, subject.height - 1
        for corner in ((0, 0), (0, bottom), (right, 0), (right, bottom)):
            ImageDraw.floodfill(subject, corner, (0, 0, 0, 0), thresh=given["threshold"])
    subject = _fitted(subject, background, to_width=given["fill_x"], to_height=given["fill_y"])
    if given["x_offset"] or given["y_offset"]:
        subject = ImageChops.offset(subject, given["x_offset"], yoffset=-given["y_offset"])
    return Image.alpha_composite(background, subject)


def _color(key: str) -> tuple[int, ...]:
    if not key.startswith("("):
        return tuple(ImageColor.getcolor(key, "RGBA"))  # type: ignore[arg-type]  # of this mode it is a tuple
    from ast import literal_eval

    numbers = tuple(literal_eval(key))
    numbers = (*numbers, *[0] * (3 - len(numbers)))
    return (*numbers, 255) if len(numbers) == 3 else numbers  # noqa: PLR2004 - red, green, blue


def _without_color(image: Image.Image, color: tuple[int, ...], threshold: float) -> Image.Image:
    pixels = np.array(image)
    apart = ((pixels[:, :, : len(color)].astype(float) - color) ** 2).sum(-1)
    pixels[apart < threshold**2] = 0
    return Image.fromarray(pixels)


def _fitted(image: Image.Image, base: Image.Image, *, to_width: bool, to_height: bool) -> Image.Image:
    is_flat = base.width / base.height < image.width / image.height
    if to_width and to_height:
        return image.resize(base.size)
    if (to_width and is_flat) or (to_height and not is_flat):
        color: Any = tuple(0 for _ in image.getbands())
        return ImageOps.pad(image, base.size, color=color)
    return ImageOps.fit(image, base.size) if to_width or to_height else image


@NODES.draws("invokeai_img_blend")
def _blend(call: Call) -> Image.Image:
    given = call.inputs
    base = load(call, "layer_base")
    fit = {"to_width": given["fit_to_width"], "to_height": given["fit_to_height"]}
    upper = _fitted(load(call, "layer_upper"), base, **fit)
    mask = _fitted(load(call, "mask"), base, **fit) if given["mask"] is not None else None
    _check_alike(upper, base)
    color = srgb_from_linear(_clipped(_Blend(given, upper, base).result(), given))
    below = to_unit(base.convert("RGB"))
    cover, under = _alpha(upper) * np.float32(given["opacity"]), _alpha(base)
    if mask is not None:
        cover = cover * (1 - to_unit(mask.convert("L"))[0])
    alpha = cover + under * (1 - cover)
    with np.errstate(all="ignore"):
        mixed = (where(np.isnan(color), _LARGEST, color) * cover + below * under * (1 - cover)) / alpha
    return to_pixels(np.concatenate([mixed, alpha[None]])).convert(base.mode)


def _check_alike(upper: Image.Image, base: Image.Image) -> None:
    """Fail as tensors of different sizes do; a side of one pixel fits every other."""
    for place, (one, other) in ((2, (upper.width, base.width)), (1, (upper.height, base.height))):
        if one != other and 1 not in (one, other):
            raise NodeError(
                f"The size of tensor a ({one}) must match the size of tensor b ({other}) at non-singleton "
                f"dimension {place}",
                type="RuntimeError",
            )


def _alpha(image: Image.Image) -> Array:
    if image.mode == "RGBA":
        return to_unit(image.getchannel("A"))[0]
    return np.ones((image.height, image.width), np.float32)


def _clipped(color: Array, given: Inputs) -> Array:
    return in_gamut(color, given["adaptive_gamut"], 3 if given["high_precision"] else 1)


class _Blend:
    """Two layers in the color space in which they are blended."""

    def __init__(self, given: Inputs, upper: Image.Image, base: Image.Image) -> None:
        self._given = given
        self._mode: str = given["blend_mode"]
        space = given["color_space"].split()[0]
        self._space = "HSL" if space in ("RGB", "Linear") and self._mode in _BY_CHANNEL else space
        self._steps = 3 if given["high_precision"] else 1
        self._layers = [image.convert("RGB") for image in (upper, base)]
        self._upper, self._lower = (self._into(image) for image in self._layers)
        self._channels = _CHANNELS[self._space]

    def result(self) -> Array:
        """The blended layers in linear light."""
        with np.errstate(all="ignore"):
            if self._mode in _ARITHMETIC:
                return self._arithmetic()
            if self._mode in _BY_CHANNEL:
                return self._from(self._exchanged())
            return self._from(self._chosen())

    def _into(self, image: Image.Image) -> Array:
        color = to_unit(image)
        if self._space == "HSV":
            hsv = to_unit(image.convert("HSV"))
            hsv[0] *= 360
            return hsv
        if self._space == "LCh":
            return _lch(image)
        convert: dict[str, Callable[[], Array]] = {
            "RGB": lambda: color,
            "Linear": lambda: linear_from_srgb(color),
            "HSL": lambda: hsl_from_srgb(color),
            "Oklch": lambda: oklch_from_oklab(oklab_from_linear(linear_from_srgb(color))),
            "Okhsl": lambda: okhsl_from_srgb(color, self._steps),
            "Okhsv": lambda: okhsv_from_srgb(color, self._steps),
        }
        return convert[self._space]()

    def _from(self, color: Array) -> Array:
        gamut = self._given["adaptive_gamut"]
        convert: dict[str, Callable[[], Array]] = {
            "RGB": lambda: linear_from_srgb(color),
            "Linear": lambda: color,
            "HSL": lambda: linear_from_srgb(srgb_from_hsl(color)),
            "HSV": lambda: linear_from_srgb(to_unit(_hsv_picture(color))),
            "Oklch": lambda: linear_from_oklab(oklab_from_oklch(color)),
            "LCh": lambda: linear_from_srgb(to_unit(rgb_of_lab(_lab_picture(color)))),
            "Okhsl": lambda: linear_from_srgb(srgb_from_okhsl(color, gamut, self._steps)),
            "Okhsv": lambda: linear_from_srgb(srgb_from_okhsv(color, gamut, self._steps)),
        }
        return convert[self._space]()

    def _arithmetic(self) -> Array:
        only_lightness = self._mode in _ON_LIGHTNESS and self._channels is not None
        work = _ARITHMETIC[self._mode]
        if only_lightness and self._channels is not None:
            kept = self._upper if self._mode in ("Overlay", "Hard Light") else self._lower
            result, light = kept.copy(), self._channels[2]
            result[light] = work(self._lower[light], self._upper[light])
        else:
            result = work(self._lower, self._upper)
        if self._mode in _TURNING and self._channels is not None:
            hue = self._channels[0]
            result[hue] = result[hue] % np.float32(2 * math.pi if self._space == "LCh" else 360)
        blended = self._from(result)
        if self._mode == "Vivid Light" and self._channels is None:
            # the server takes the finished color back through the color space a second time
            blended = self._from(self._finished(blended))
        return blended if self._mode in _UNCLIPPED else self._finished(blended)

    def _finished(self, color: Array) -> Array:
        clipped = _clipped(where(np.isnan(color), _LARGEST, color), self._given)
        return np.clip(where(np.isnan(clipped), _LARGEST, clipped), 0, 1)

    def _exchanged(self) -> Array:
        assert self._channels is not None
        hue, saturation, light = self._channels
        from_lower = {
            "Hue": (light, saturation),
            "Saturation": (light, hue),
            "Color": (light,),
            "Luminosity": (saturation, hue),
        }[self._mode]
        result = self._upper.copy()
        for channel in from_lower:
            result[channel] = self._lower[channel]
        return result

    def _chosen(self) -> Array:
        """Of each pixel the one that is lighter, or darker."""
        lighter = self._mode.startswith("Lighten")
        if self._mode.endswith("(EAL)"):
            upper, lower = (_achromatic(_lch(image)) for image in self._layers)
        elif self._channels is None:
            return np.maximum(self._upper, self._lower) if lighter else np.minimum(self._upper, self._lower)
        else:
            upper, lower = self._upper[self._channels[2]], self._lower[self._channels[2]]
        return where(upper < lower if lighter else upper >= lower, self._lower, self._upper)


def _lch(image: Image.Image) -> Array:
    light, red, yellow = lab_channels(lab_of_rgb(image))
    red, yellow = red * 2 - 1, yellow * 2 - 1
    return np.stack([light, np.sqrt(red**2 + yellow**2), np.arctan2(yellow, red)])


def _achromatic(lch: Array) -> Array:
    shift = np.float32((achromatic_weight(lch[2]) * lch[1]).sum(dtype=np.float64))
    return (lch[0] + shift - shift) / ((1 + shift) - shift)


def _hsv_picture(color: Array) -> Image.Image:
    hue = color[0] % np.float32(360) / np.float32(360)
    channels = np.stack([hue, np.clip(color[1], 0, 1), np.clip(color[2], 0, 1)])
    pixels = (np.moveaxis(channels, 0, -1) * np.float32(255)).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(pixels), mode="HSV").convert("RGB")


def _lab_picture(color: Array) -> Image.Image:
    light, chroma, hue = color
    channels = (np.clip(light, 0, 1), (chroma * np.cos(hue) + 1) / 2, (chroma * np.sin(hue) + 1) / 2)
    return Image.merge("LAB", [to_pixels(channel[None]) for channel in channels])


def _overlay(lower: Array, upper: Array, by: Array) -> Array:
    return where(by < 0.5, lower * upper * 2, 1 - (1 - lower) * (1 - upper) * 2)  # noqa: PLR2004 - half


def _soft(lower: Array, upper: Array) -> Array:
    root = where(lower <= 0.25, ((lower * 16 - 12) * lower + 4) * lower, np.sqrt(lower))  # noqa: PLR2004
    dark = lower - (1 - lower) * lower * (1 - upper * 2)
    return where(upper <= 0.5, dark, lower + (upper * 2 - 1) * (root - lower))  # noqa: PLR2004 - half


def _vivid(lower: Array, upper: Array) -> Array:
    return where(upper < 0.5, (1 - (1 - lower) / upper) / 2, lower / (1 - upper) / 2)  # noqa: PLR2004 - half


_ARITHMETIC: Final[dict[str, Callable[[Array, Array], Array]]] = {
    "Normal": lambda _, upper: upper,
    "Multiply": lambda lower, upper: lower * upper,
    "Screen": lambda lower, upper: 1 - (1 - upper) * (1 - lower),
    "Overlay": lambda lower, upper: _overlay(lower, upper, lower),
    "Hard Light": lambda lower, upper: _overlay(lower, upper, upper),
    "Soft Light": _soft,
    "Linear Dodge (Add)": lambda lower, upper: lower + upper,
    "Color Dodge": lambda lower, upper: lower / (1 - upper),
    "Divide": lambda lower, upper: lower / upper,
    "Linear Burn": lambda lower, upper: lower + upper - 1,
    "Color Burn": lambda lower, upper: 1 - np.minimum((1 - lower) / upper, 1),
    "Vivid Light": _vivid,
    "Linear Light": lambda lower, upper: lower + upper * 2 - 1,
    "Subtract": lambda lower, upper: lower - upper,
    "Difference": lambda lower, upper: np.abs(lower - upper),
}
_ON_LIGHTNESS: Final = {"Overlay", "Hard Light", "Soft Light", "Linear Burn", "Vivid Light", "Linear Light"}
_TURNING: Final = {"Linear Dodge (Add)", "Color Dodge", "Divide", "Subtract"}
_UNCLIPPED: Final = {"Normal", "Multiply", "Screen"}
