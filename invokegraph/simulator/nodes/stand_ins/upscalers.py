"""Pictures made larger by a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.nodes.call import Table, check_size, load
from invokegraph.simulator.nodes.stand_ins.latents import GRID
from invokegraph.simulator.nodes.stand_ins.saving import stamped

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call, Inputs, Outputs

NODES: Final = Table()


@NODES.add("esrgan", "spandrel_image_to_image", "spandrel_image_to_image_autoscale", "pid_upscale")
def _upscale(call: Call) -> Outputs:
    from PIL import Image as Pillow

    image = load(call, "image")
    factor = call.inputs["scale"] if "scale" in call.inputs else _factor(call.inputs)
    width, height = int(image.width * factor), int(image.height * factor)
    if call.inputs.get("fit_to_multiple_of_8"):
        width, height = width // GRID * GRID, height // GRID * GRID
    check_size(width, height)
    call.progress("Processing", 1)
    plain = image.convert("RGB")
    return stamped(call, plain.resize((width, height), Pillow.Resampling.LANCZOS))


def _factor(inputs: Inputs) -> int:
    """How much an upscaler grows a picture: its name says so mostly."""
    model: Any = inputs.get("image_to_image_model") or {}
    name = str(inputs.get("model_name") or model.get("name") or "").lower()
    told = re.search(r"(?<![0-9a-z])x(\d)|(?<!\d)(\d)x", name)
    return int(told[1] or told[2]) if told and (told[1] or told[2]) != "0" else 4
