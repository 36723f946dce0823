"""Masks that are pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from .call import Table, load
from .images import rgba
from .morphology import canny, chamfer_distances, dilated, eroded
from .primitives import bounding_box

if TYPE_CHECKING:
    from .call import Call, Outputs

NODES: Final = Table()
_EROSIONS: Final = 3


@NODES.draws("tomask", category="mask")
def _from_alpha(call: Call) -> Image.Image:
    mask = load(call, "image").split()[-1]
    return ImageOps.invert(mask) if call.inputs["invert"] else mask


@NODES.draws("mask_combine", category="mask")
def _combine(call: Call) -> Image.Image:
    return ImageChops.multiply(load(call, "mask1", "L"), load(call, "mask2", "L"))


@NODES.draws("mask_from_id", category="mask")
def _from_color(call: Call) -> Image.Image:
    given = call.inputs
    apart = np.asarray(load(call, "image", "RGBA")) - np.array(rgba(given["color"]))
    mask = Image.fromarray((np.linalg.norm(apart, axis=-1) < given["threshold"]).astype(np.uint8) * 255)
    return ImageOps.invert(mask) if given["invert"] else mask


@NODES.draws("apply_mask_to_image")
def _apply(call: Call) -> Image.Image:
    image, mask = load(call, "image", "RGBA"), load(call, "mask", "L")
    red, green, blue, _ = image.split()
    return Image.merge("RGBA", (red, green, blue, ImageOps.invert(mask) if call.inputs["invert_mask"] else mask))


@NODES.add("get_image_mask_bounding_box")
def _bounds(call: Call) -> Outputs:
    mask, margin = np.asarray(load(call, "mask", "RGBA")), call.inputs["margin"]
    ys, xs = np.where(np.all(mask == rgba(call.inputs["mask_color"]), axis=-1))
    if not len(xs):
        return {"bounding_box": bounding_box(0, 0, 0, 0)}
    height, width = mask.shape[:2]
    left, top = max(0, int(xs.min()) - margin), max(0, int(ys.min()) - margin)
    right, bottom = min(width, int(xs.max()) + margin), min(height, int(ys.max()) + margin)
    return {"bounding_box": bounding_box(left, top, right, bottom)}


@NODES.draws("mask_edge", category="mask")
def _edge(call: Call) -> Image.Image:
    given, mask = call.inputs, np.asarray(load(call, "image", "L"))
    between = np.where((mask == 0) | (mask == 255), 0, 255).astype(np.uint8)  # noqa: PLR2004 - black and white
    edges = between + canny(mask, given["low_threshold"], given["high_threshold"])
    image = Image.fromarray(dilated(edges, 3, int(given["edge_size"] / 2)))
    if given["edge_blur"] > 0:
        image = image.filter(ImageFilter.BoxBlur(given["edge_blur"]))
    return ImageOps.invert(image)


@NODES.draws("canvas_paste_back")
def _paste_back(call: Call) -> Image.Image:
    source, mask = load(call, "source_image").copy(), _blurred_mask(call)
    source.paste(load(call, "target_image"), (0, 0), mask)
    return source


@NODES.draws("canvas_v2_mask_and_crop")
def _mask_and_crop(call: Call) -> Image.Image:
    generated, mask = load(call, "generated_image"), _blurred_mask(call)
    if call.inputs["source_image"]:
        source = load(call, "source_image").copy()
        source.paste(generated, (0, 0), mask)
        return source
    generated = generated.copy()
    generated.putalpha(mask)
    return generated


def _blurred_mask(call: Call) -> Image.Image:
    mask, blur = load(call, "mask"), call.inputs["mask_blur"]
    if blur > 0:
        mask = Image.fromarray(eroded(np.array(mask), blur, _EROSIONS)).filter(ImageFilter.GaussianBlur(blur))
    return ImageOps.invert(mask.convert("L"))


@NODES.draws("expand_mask_with_fade", category="mask")
def _fade(call: Call) -> Image.Image:
    mask, size = load(call, "mask", "L"), call.inputs["fade_size_px"]
    if size == 0:
        return mask
    result = np.where(np.asarray(mask) > call.inputs["threshold"], 255, 0).astype(np.uint8)
    distances = chamfer_distances(result)
    band = (distances > 0) & (distances < size)
    if band.any():
        curve: Any = np.poly1d(np.polyfit([0, 1 / size, 0.2, 0.8, 1], [0, 0, 0.2, 0.9, 1], 3))
        result[band] = (np.clip(curve(distances[band] / size), 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(result)
