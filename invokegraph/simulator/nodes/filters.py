"""Blurring, sharpening, noise and other filters, and the control pictures that need no model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from .call import NodeError, Table, check_size, load
from .color_spaces import linear_from_oklab, linear_from_srgb, oklab_from_linear, srgb_from_linear, to_pixels, to_unit
from .morphology import (
    canny,
    dilated_by_ellipse,
    eroded_by_ellipse,
    resized_area,
    resized_cubic,
    resized_nearest,
    where,
)

if TYPE_CHECKING:
    from .call import Call
    from .morphology import Array

NODES: Final = Table()
_WITH_ALPHA: Final = ("RGBA", "LA", "PA")
_FEW_COLORS: Final = range(3, 200)


@NODES.draws("img_blur")
def _blur(call: Call) -> Image.Image:
    image = load(call, "image", "RGBA")
    radius, is_gaussian = call.inputs["radius"], call.inputs["blur_type"] == "gaussian"
    alpha = image.getchannel("A")
    weighed = ImageChops.multiply(image, alpha.convert("RGBA"))
    weighed.putalpha(alpha)
    blurred = weighed.filter(ImageFilter.GaussianBlur(radius) if is_gaussian else ImageFilter.BoxBlur(radius))
    pixels = np.array(blurred)
    cover = np.float32(pixels[:, :, 3:]) / np.float32(255) + np.float32(1e-6)
    pixels[:, :, :3] = np.uint8(np.clip(np.float32(pixels[:, :, :3]) / cover, 0, 255))
    return Image.fromarray(pixels)


@NODES.draws("unsharp_mask")
def _sharpen(call: Call) -> Image.Image:
    image = load(call, "image")
    plain = image.convert("RGB")
    pixels, blurred = np.array(plain) / 255, np.array(_softened(plain, call)) / 255
    pixels = np.clip(pixels + (pixels - blurred) * (call.inputs["strength"] / 100), 0, 1)
    result = Image.fromarray((pixels * 255).astype(np.uint8)).convert(image.mode)
    if image.mode in _WITH_ALPHA:
        result.putalpha(image.getchannel("A"))
    return result


@NODES.draws("unsharp_mask_oklab")
def _sharpen_lightness(call: Call) -> Image.Image:
    image = load(call, "image")
    plain = image.convert("RGB")
    lab, blurred = (oklab_from_linear(linear_from_srgb(to_unit(one))) for one in (plain, _softened(plain, call)))
    lab[0] += (lab[0] - blurred[0]) * np.float32(call.inputs["strength"] / 100)
    return in_mode_of(image, to_pixels(srgb_from_linear(linear_from_oklab(np.clip(lab, -1, 1)))))


def _softened(image: Image.Image, call: Call) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius=call.inputs["radius"]))


def in_mode_of(image: Image.Image, result: Image.Image) -> Image.Image:
    """The result in the mode of the picture that it was made of, with that one's transparency."""
    if image.mode not in _WITH_ALPHA:
        return result.convert(image.mode)
    result = result.convert(image.mode.removesuffix("A"))
    result.putalpha(image.getchannel("A"))
    return result


@NODES.draws("img_lerp")
def _narrow(call: Call) -> Image.Image:
    low, high = call.inputs["min"], call.inputs["max"]
    pixels = np.asarray(load(call, "image"), np.float32) / np.float32(255)
    return Image.fromarray(np.uint8(pixels * np.float32(high - low) + np.float32(low)))


@NODES.draws("img_ilerp")
def _widen(call: Call) -> Image.Image:
    low, high = call.inputs["min"], call.inputs["max"]
    pixels = np.maximum(np.asarray(load(call, "image"), np.float32) - np.float32(low), 0)
    with np.errstate(all="ignore"):
        widened = np.minimum(pixels / np.float32(high - low), 1) * np.float32(255)
        return Image.fromarray(widened.astype(np.uint8))


@NODES.draws("img_noise")
def _noise(call: Call) -> Image.Image:
    given, image = call.inputs, load(call, "image", "RGBA")
    noise = Image.fromarray(_noise_pixels(call, image)).resize(image.size, Image.Resampling.NEAREST)
    noisy = Image.blend(image.convert("RGB"), noise, given["amount"]).convert("RGBA")
    if given["mask"] is not None:
        mask = load(call, "mask", "L")
        if mask.size != image.size:
            mask = mask.resize(image.size, Image.Resampling.LANCZOS)
        mixed = image.copy()
        mixed.paste(noisy, (0, 0), mask=ImageOps.invert(mask))
        noisy = mixed
    noisy.putalpha(image.getchannel("A"))
    return noisy


def _noise_pixels(call: Call, image: Image.Image) -> Array:
    given = call.inputs
    numbers = np.random.RandomState(np.random.MT19937(np.random.SeedSequence(given["seed"])))
    size: tuple[int, ...] = (image.height // given["size"], image.width // given["size"])
    size = (*size, 3) if given["noise_color"] else size
    noise: Array
    if given["noise_type"] == "gaussian":
        noise = numbers.normal(0, 1, size) * 255
    else:
        noise = numbers.choice([0, 255], size, p=[1 - given["amount"], given["amount"]])
    wrapped = noise.astype(np.int64).astype(np.uint8)
    return wrapped if given["noise_color"] else np.stack([wrapped] * 3, axis=-1)


@NODES.draws("invokeai_img_enhance")
def _enhance(call: Call) -> Image.Image:
    image = load(call, "image")
    if call.inputs["invert"]:
        image = ImageOps.invert(image if image.mode in ("L", "RGB") else image.convert("RGB"))
    for name in ("color", "contrast", "brightness", "sharpness"):
        if call.inputs[name] != 1:
            enhancer: Any = getattr(ImageEnhance, name.capitalize())(image)
            image = enhancer.enhance(call.inputs[name])
    return image


@NODES.draws("invokeai_img_dilate_erode")
def _dilate_or_erode(call: Call) -> Image.Image:
    image = load(call, "image")
    if not call.inputs["lightness_only"]:
        return Image.fromarray(_grown(np.array(image), call), mode=image.mode)
    lab = image.convert("RGB").convert("LAB")
    light = Image.fromarray(_grown(np.array(lab.getchannel("L")), call))
    return from_lab(image, Image.merge("LAB", (light, lab.getchannel("A"), lab.getchannel("B"))))


def _grown(pixels: Array, call: Call) -> Array:
    width, height = call.inputs["radius_w"] * 2 + 1, call.inputs["radius_h"] * 2 + 1
    if call.inputs["mode"] == "Dilate":
        return dilated_by_ellipse(pixels, width, height)
    return eroded_by_ellipse(pixels, width, height)


def from_lab(image: Image.Image, lab: Image.Image) -> Image.Image:
    """A picture in CIELAB in the mode of the one that it was made of."""
    mode = image.mode.removesuffix("A")
    result = (lab.convert("RGB") if mode in ("L", "P") else lab).convert(mode)
    if image.mode not in _WITH_ALPHA:
        return result
    return Image.merge(image.mode, [*(result.getchannel(band) for band in mode), image.getchannel("A")])


@NODES.draws("invokeai_img_val_thresholds")
def _thresholds(call: Call) -> Image.Image:
    image = load(call, "image")
    if not call.inputs["lightness_only"]:
        return Image.fromarray(_clipped(_on_grid(image), call))
    lab = image.convert("RGB").convert("LAB")
    light = Image.fromarray(_clipped(_on_grid(lab.getchannel("L")), call))
    return from_lab(image, Image.merge("LAB", (light, lab.getchannel("A"), lab.getchannel("B"))))


def _on_grid(image: Image.Image) -> Array:
    width, height = image.width // 8 * 8, image.height // 8 * 8
    resized = image if image.size == (width, height) else image.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(resized, np.float32) / np.float32(255)


def _clipped(values: Array, call: Call) -> Array:
    upper, lower = call.inputs["threshold_upper"], call.inputs["threshold_lower"]
    invert, result = call.inputs["invert_output"], values.copy()
    above, below = values >= np.float32(upper), values < np.float32(lower)
    if upper != lower and call.inputs["renormalize_values"]:
        least, most = min(upper, lower), max(upper, lower)
        between = (values >= np.float32(lower)) & (values < np.float32(upper))
        part = (values - np.float32(least)) / np.float32(most - least)
        result = where(between, 1 - part if invert else part, result)
    result[below if invert else above] = 1
    result[above if invert else below] = 0
    return (result * np.float32(255)).astype(np.int64).astype(np.uint8)


@NODES.draws("canny_edge_detection")
def _edges(call: Call) -> Image.Image:
    pixels = np.asarray(load(call, "image", "RGB"))[:, :, ::-1]
    edges = canny(pixels, call.inputs["low_threshold"], call.inputs["high_threshold"])
    return Image.fromarray(edges).convert("RGB")


@NODES.draws("color_map")
def _color_map(call: Call) -> Image.Image:
    pixels, size = np.asarray(load(call, "image", "RGB")), call.inputs["tile_size"]
    height, width = pixels.shape[:2]
    small = resized_cubic(pixels, width // min(size, width), height // min(size, height))
    return Image.fromarray(resized_nearest(small, width, height))


@NODES.draws("heuristic_resize")
def _resize_control(call: Call) -> Image.Image:
    """Edge maps are not thinned here: everything else is resized as the server does."""
    image, width, height = load(call, "image", "RGB"), call.inputs["width"], call.inputs["height"]
    check_size(width, height)
    if image.size == (width, height):
        return image
    pixels = np.asarray(image)
    if len(np.unique(pixels.reshape(-1, 3), axis=0)) in _FEW_COLORS:
        return Image.fromarray(resized_nearest(pixels, width, height))
    if width * height >= image.width * image.height:
        return Image.fromarray(resized_cubic(pixels, width, height))
    return Image.fromarray(resized_area(pixels, width, height))


@NODES.draws("content_shuffle")
def _shuffle(call: Call) -> Image.Image:
    image, size = load(call, "image", "RGB"), call.inputs["scale_factor"]
    if size == 0:
        raise NodeError("integer division or modulo by zero", type="ZeroDivisionError")
    pixels = np.asarray(image)
    across, down = (_waves(image, size) * np.float32(side - 1) for side in image.size)
    return Image.fromarray(_looked_up(pixels, down, across))


def _waves(image: Image.Image, size: int) -> Array:
    """Smooth noise from 0 to 1."""
    noise = np.random.default_rng().random((image.height // size + 2, image.width // size + 2), np.float32)
    grown = Image.fromarray(noise).resize((image.width + 2 * size, image.height + 2 * size), Image.Resampling.BICUBIC)
    part = np.asarray(grown)[size : size + image.height, size : size + image.width]
    part = part - part.min()
    return part / part.max()


def _looked_up(pixels: Array, down: Array, across: Array) -> Array:
    """The pixels at these places, between which they fade into each other."""
    top, left = np.floor(down).astype(int), np.floor(across).astype(int)
    bottom, right = np.minimum(top + 1, pixels.shape[0] - 1), np.minimum(left + 1, pixels.shape[1] - 1)
    low, far = (down - top)[..., None], (across - left)[..., None]
    upper = pixels[top, left] * (1 - far) + pixels[top, right] * far
    lower = pixels[bottom, left] * (1 - far) + pixels[bottom, right] * far
    return np.rint(upper * (1 - low) + lower * low).astype(np.uint8)
