"""Where something is in a picture: masks, boxes, faces, and masks for denoising."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import Table, each, keep, load
from invokegraph.simulator.nodes.handles import HANDLES, keep_mask, mark_of
from invokegraph.simulator.nodes.stand_ins.saving import NOTE

if TYPE_CHECKING:
    from PIL.Image import Image

    from invokegraph.simulator.nodes.call import Call, Outputs

NODES: Final = Table()


@NODES.add("segment_anything")
def _segment(call: Call) -> Outputs:
    """The boxes if there are some, otherwise an ellipse in the middle."""
    import numpy as np

    image = load(call, "image")
    mask = np.zeros((image.height, image.width), bool)
    for box in each(call.inputs["bounding_boxes"]):
        mask[max(0, box["y_min"]) : max(0, box["y_max"]), max(0, box["x_min"]) : max(0, box["x_max"])] = True
    if not call.inputs["bounding_boxes"]:
        rows, columns = np.ogrid[: image.height, : image.width]
        mask = ((rows / image.height - 0.5) ** 2 + (columns / image.width - 0.5) ** 2) < 1 / 9
    return keep_mask(mark_of(call), mask)


@NODES.add("grounding_dino")
def _find(call: Call) -> Outputs:
    """One box somewhere in the picture for what is looked for."""
    image, number = load(call, "image"), int(mark_of(call)[:8], 16)
    left, top = image.width * (number % 40) // 100, image.height * (number // 40 % 40) // 100
    right, bottom = left + max(1, image.width // 2), top + max(1, image.height // 2)
    return {"collection": [{"x_min": left, "x_max": right, "y_min": top, "y_max": bottom, "score": 0.9}]}


@NODES.add("face_mask_detection", "face_off")
def _face(call: Call) -> Outputs:
    """No face is found: the server gives the picture as it is, and a white mask."""
    from PIL import Image as Pillow

    image = load(call, "image")
    kept = keep(image, call, extra_text={NOTE: json.dumps({"note": [call.type]})})
    mask = keep(Pillow.new("L", image.size, 255), call, category="mask")
    place = {"x": 0, "y": 0} if call.type == "face_off" else {}
    return {**kept, "mask": mask["image"], **place}


@NODES.add("create_gradient_mask")
def _gradient_mask(call: Call) -> Outputs:
    from PIL import ImageFilter

    mask, mark = load(call, "mask", "L"), mark_of(call)
    softened = mask.filter(ImageFilter.GaussianBlur(call.inputs["edge_radius"]))
    area = keep(softened, call, category="mask")
    denoise_mask = {**_denoise_mask(mark, mask), "masked_latents_name": None, "gradient": True}
    return {"denoise_mask": denoise_mask, "expanded_mask_area": area["image"]}


@NODES.add("create_denoise_mask")
def _plain_mask(call: Call) -> Outputs:
    mask, mark = load(call, "mask", "L"), mark_of(call)
    latents = HANDLES.keep("masked-latents", mark, {}) if call.inputs["image"] is not None else None
    return {"denoise_mask": {**_denoise_mask(mark, mask), "masked_latents_name": latents, "gradient": False}}


def _denoise_mask(mark: str, mask: Image) -> Outputs:
    return {"mask_name": HANDLES.keep("denoise-mask", mark, {"note": [f"masked {mask.width} x {mask.height}"]})}
