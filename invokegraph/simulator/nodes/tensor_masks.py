"""Masks that are tensors: kept in memory, one bit for each pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from .call import Table, check_size, load
from .handles import keep_mask, load_mask

if TYPE_CHECKING:
    from .call import Call, Outputs

NODES: Final = Table()


@NODES.add("rectangle_mask")
def _rectangle(call: Call) -> Outputs:
    given = call.inputs
    check_size(given["width"], given["height"])
    mask = np.zeros((given["height"], given["width"]), bool)
    top, left = given["y_top"], given["x_left"]
    mask[top : top + given["rectangle_height"], left : left + given["rectangle_width"]] = True
    return keep_mask(call.type, mask)


@NODES.add("alpha_mask_to_tensor")
def _from_alpha(call: Call) -> Outputs:
    alpha = np.asarray(load(call, "image", "RGBA"))[:, :, 3]
    return keep_mask(call.type, alpha == 0 if call.inputs["invert"] else alpha > 0)


@NODES.add("image_mask_to_tensor")
def _from_lightness(call: Call) -> Outputs:
    light = np.asarray(load(call, "image", "L"))
    cutoff = call.inputs["cutoff"]
    return keep_mask(call.type, light >= cutoff if call.inputs["invert"] else light < cutoff)


@NODES.add("invert_tensor_mask")
def _invert(call: Call) -> Outputs:
    return keep_mask(call.type, ~load_mask(call.inputs["mask"]["tensor_name"]))


@NODES.draws("tensor_mask_to_image")
def _to_image(call: Call) -> Image.Image:
    return Image.fromarray(load_mask(call.inputs["mask"]["tensor_name"]).astype(np.uint8) * 255)


@NODES.draws("apply_tensor_mask_to_image")
def _apply(call: Call) -> Image.Image:
    pixels = np.array(load(call, "image", "RGBA"))
    mask = load_mask(call.inputs["mask"]["tensor_name"]) != call.inputs["invert"]
    alpha = pixels[:, :, 3]
    pixels[:, :, 3] = np.where(alpha > 0, mask.astype(np.uint8) * 255, alpha)
    return Image.fromarray(pixels)
