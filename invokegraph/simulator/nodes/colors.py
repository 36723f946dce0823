"""Channels and colors of pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from PIL import Image, ImageCms

from .call import NodeError, Table, load
from .color_spaces import (
    linear_from_oklab,
    linear_from_srgb,
    oklab_from_linear,
    oklab_from_oklch,
    oklch_from_oklab,
    srgb_from_linear,
    to_pixels,
    to_unit,
)
from .filters import in_mode_of
from .ok_colors import in_gamut, okhsl_from_srgb, okhsv_from_srgb, srgb_from_okhsl, srgb_from_okhsv

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call
    from .morphology import Array

NODES: Final = Table()
_HUE: Final = "Hue (HSV)"
_ALPHA: Final = "Alpha (RGBA)"
_CHANNELS: Final = {
    "Red (RGBA)": ("RGBA", 0),
    "Green (RGBA)": ("RGBA", 1),
    "Blue (RGBA)": ("RGBA", 2),
    _ALPHA: ("RGBA", 3),
    "Cyan (CMYK)": ("CMYK", 0),
    "Magenta (CMYK)": ("CMYK", 1),
    "Yellow (CMYK)": ("CMYK", 2),
    "Black (CMYK)": ("CMYK", 3),
    _HUE: ("HSV", 0),
    "Saturation (HSV)": ("HSV", 1),
    "Value (HSV)": ("HSV", 2),
    "Luminosity (LAB)": ("LAB", 0),
    "A (LAB)": ("LAB", 1),
    "B (LAB)": ("LAB", 2),
    "Y (YCbCr)": ("YCbCr", 0),
    "Cb (YCbCr)": ("YCbCr", 1),
    "Cr (YCbCr)": ("YCbCr", 2),
}
_INTENT: Final = ImageCms.Intent.SATURATION
_FLAGS: Final = ImageCms.Flags.HIGHRESPRECALC | ImageCms.Flags.BLACKPOINTCOMPENSATION


@NODES.draws("img_chan")
def _channel(call: Call) -> Image.Image:
    return load(call, "image").getchannel(call.inputs["channel"])


@NODES.draws("img_channel_offset")
def _offset_channel(call: Call) -> Image.Image:
    offset = call.inputs["offset"]
    is_hue = call.inputs["channel"] == _HUE

    def shifted(values: Array) -> Array:
        return (values + offset) % 256 if is_hue else np.clip(values + offset, 0, 255)

    return _with_channel(call, shifted)


@NODES.draws("img_channel_multiply")
def _multiply_channel(call: Call) -> Image.Image:
    scale, invert = call.inputs["scale"], call.inputs["invert_channel"]

    def scaled(values: Array) -> Array:
        result = np.clip(values * scale, 0, 255)
        return 255 - result if invert else result

    return _with_channel(call, scaled)


def _with_channel(call: Call, change: Callable[[Array], Array]) -> Image.Image:
    image = load(call, "image", "RGBA")
    mode, index = _CHANNELS[call.inputs["channel"]]
    pixels = np.array(image.convert(mode))
    pixels[:, :, index] = change(pixels[:, :, index].astype(float)).astype(np.uint8)
    result = Image.fromarray(pixels, mode=mode).convert("RGBA")
    if call.inputs["channel"] != _ALPHA:
        result.putalpha(image.getchannel("A"))
    return result


@NODES.draws("img_hue_adjust")
def _turn_hue(call: Call) -> Image.Image:
    pixels = np.array(load(call, "image").convert("HSV"))
    turn = int(256 * (call.inputs["hue"] % 360 / 360))
    pixels[:, :, 0] = (pixels[:, :, 0].astype(int) + turn) % 256
    return Image.fromarray(pixels, mode="HSV").convert("RGBA")


@NODES.draws("img_hue_adjust_oklch")
def _turn_oklch_hue(call: Call) -> Image.Image:
    image = load(call, "image")
    turned = _oklch_turned(to_unit(image.convert("RGB")), call.inputs["hue"])
    return in_mode_of(image, to_pixels(srgb_from_linear(turned)))


def _oklch_turned(color: Array, degrees: float) -> Array:
    """In linear light, maybe out of gamut."""
    oklch = oklch_from_oklab(oklab_from_linear(linear_from_srgb(color)))
    oklch[2] = (oklch[2] + np.float32(degrees)) % np.float32(360)
    return linear_from_oklab(oklab_from_oklch(oklch))


@NODES.draws("color_correct")
def _match_histogram(call: Call) -> Image.Image:
    base, space = load(call, "base_image", "RGBA"), call.inputs["colorspace"]
    mode = "RGB" if space == "RGB" else "YCbCr"
    pixels = np.array(base.convert(mode))
    reference = np.asarray(load(call, "color_reference", mode))
    for index in {"YCbCr-Chroma": (1, 2), "YCbCr-Luma": (0,)}.get(space, (0, 1, 2)):
        pixels[:, :, index] = _matched(pixels[:, :, index], reference[:, :, index])
    result = Image.fromarray(pixels, mode=mode).convert("RGB")
    if call.inputs["mask"] is not None:
        mask = load(call, "mask", "L")
        if mask.size != result.size:
            raise NodeError("Mask size must match base image size.")
        result.paste(base.convert("RGB"), mask=mask)
    result = result.convert("RGBA")
    result.putalpha(base.getchannel("A"))
    return result


def _matched(values: Array, reference: Array) -> Array:
    """The values, spread like those of the reference."""
    shares = [np.bincount(one.ravel(), minlength=256).cumsum() / one.size for one in (values, reference)]
    levels = cast("Array", np.interp(shares[0], shares[1], np.arange(256)))
    return levels[values].astype(np.uint8)


@NODES.draws("invokeai_ealightness")
def _achromatic_lightness(call: Call) -> Image.Image:
    """The server adds to every pixel the same sum over all of them and takes it off again: precision is lost."""
    image = load(call, "image")
    lab = lab_channels((image.convert("RGB") if image.mode == "L" else image).convert("LAB"))
    shift = _achromatic_shift(*(lab[1:] * 2 - 1))
    least, most = shift, np.float32(1) + shift
    return to_pixels((lab[:1] + shift - least) / (most - least))


def _achromatic_shift(red: Array, yellow: Array) -> Any:
    chroma, hue = np.sqrt(red**2 + yellow**2), np.arctan2(yellow, red)
    return np.float32((achromatic_weight(hue) * chroma).sum(dtype=np.float64))


def achromatic_weight(hue: Array) -> Array:
    """How much lighter a strong color of this hue looks."""
    from_yellow = (hue - math.pi / 2 + 3 * math.pi) % (2 * math.pi) - math.pi
    weight = 0.1644 * np.abs(np.sin(from_yellow / 2)) + 0.0603
    is_red = np.abs(hue) <= math.pi / 2
    return weight + np.where(is_red, 0.1307 * np.abs(np.cos(hue)) + 0.0060, 0)


@NODES.draws("invokeai_img_hue_adjust_plus")
def _turn_any_hue(call: Call) -> Image.Image:
    """The space UPLab takes a color profile that only the server has: its hues are turned in CIELAB here."""
    image, degrees = load(call, "image"), call.inputs["degrees"]
    space = call.inputs["space"].split()[0].lower().strip("*")
    plain = image.convert("RGB")
    if space in ("lch", "uplab"):
        return _like(image, rgb_of_lab(_lab_turned(lab_of_rgb(plain), degrees)))
    result = _TURNED[space](plain, call)
    if call.inputs["preserve_lightness"]:
        lab = lab_of_rgb(result)
        bands = [lab_of_rgb(plain).getchannel("L"), lab.getchannel("A"), lab.getchannel("B")]
        result = rgb_of_lab(Image.merge("LAB", bands))
    return _like(image, result)


def _like(image: Image.Image, result: Image.Image) -> Image.Image:
    mode = image.mode.removesuffix("A")
    result = result.convert(mode)
    if mode == image.mode:
        return result
    return Image.merge(image.mode, [*(result.getchannel(band) for band in mode), image.getchannel("A")])


def _hsv_turned(image: Image.Image, call: Call) -> Image.Image:
    channels = to_unit(image.convert("HSV"))
    channels[0] = (channels[0] * 360 + np.float32(call.inputs["degrees"])) % np.float32(360) / 360
    pixels = np.ascontiguousarray(np.moveaxis((channels * 255).astype(np.uint8), 0, -1))
    return Image.fromarray(pixels, mode="HSV").convert("RGB")


def _oklch_turned_in_gamut(image: Image.Image, call: Call) -> Image.Image:
    linear = _oklch_turned(to_unit(image), call.inputs["degrees"])
    return to_pixels(srgb_from_linear(in_gamut(linear, call.inputs["ok_adaptive_gamut"], _steps(call))))


def _okhsl_turned(image: Image.Image, call: Call) -> Image.Image:
    color = okhsl_from_srgb(to_unit(image), _steps(call))
    color[0] = (color[0] + np.float32(call.inputs["degrees"])) % np.float32(360)
    return to_pixels(srgb_from_okhsl(color, 0, 1))


def _okhsv_turned(image: Image.Image, call: Call) -> Image.Image:
    color = okhsv_from_srgb(to_unit(image), _steps(call))
    color[0] = (color[0] + np.float32(call.inputs["degrees"])) % np.float32(360)
    return to_pixels(srgb_from_okhsv(color, 0, 1))


def _steps(call: Call) -> int:
    return 3 if call.inputs["ok_high_precision"] else 1


_TURNED: Final = {
    "hsv": _hsv_turned,
    "oklch": _oklch_turned_in_gamut,
    "okhsl": _okhsl_turned,
    "okhsv": _okhsv_turned,
}


def _lab_turned(lab: Image.Image, degrees: float) -> Image.Image:
    _, red, yellow = lab_channels(lab)
    red, yellow = red * 2 - 1, yellow * 2 - 1
    chroma = np.sqrt(red**2 + yellow**2)
    hue = np.arctan2(yellow, red) + np.float32(math.radians(degrees))
    hue = (hue + np.float32(math.pi)) % np.float32(2 * math.pi) - np.float32(math.pi)
    turned = [to_pixels(((chroma * turn(hue) + 1) / 2)[None]) for turn in (np.cos, np.sin)]
    return Image.merge("LAB", (lab.getchannel("L"), *turned))


def lab_channels(lab: Image.Image) -> Array:
    """The bands one by one: as a whole Pillow gives them with other signs."""
    return np.concatenate([to_unit(lab.getchannel(band)) for band in "LAB"])


def lab_of_rgb(image: Image.Image) -> Image.Image:
    """In CIELAB, as color management sees it."""
    return _managed(image, _profile("sRGB"), _profile("LAB"), "LAB")


def rgb_of_lab(image: Image.Image) -> Image.Image:
    """Back from CIELAB."""
    return _managed(image, _profile("LAB"), _profile("sRGB"), "RGB")


def _profile(name: Any) -> Any:
    return ImageCms.createProfile(name, 6500)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - Pillow's


def _managed(image: Image.Image, source: Any, target: Any, mode: str) -> Image.Image:
    transform = ImageCms.buildTransformFromOpenProfiles(
        source, target, image.mode, mode, renderingIntent=_INTENT, flags=_FLAGS
    )
    managed = ImageCms.applyTransform(image, transform)
    assert managed is not None
    return managed
