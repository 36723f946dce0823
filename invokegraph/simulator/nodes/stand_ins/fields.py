"""Fields that hold a node's inputs."""

from __future__ import annotations

from typing import Any

from invokegraph.simulator.nodes.call import Inputs, Outputs, parts
from invokegraph.simulator.nodes.handles import HANDLES, PREFIX
from invokegraph.simulator.nodes.schema import class_of, referred


def filled(model: str, inputs: Inputs, mark: str) -> Outputs:
    """A field model of inputs of the same names, of defaults, and of handles where a tensor would be."""
    schema = referred({"$ref": f"#/{model}"})
    return {name: _part(name, part, inputs, mark) for name, part in schema["properties"].items()}


def _part(name: str, schema: Any, inputs: Inputs, mark: str) -> Any:
    if name in inputs:
        return inputs[name]
    if name in ("img", "image"):
        return inputs["image"]
    if name in ("image_name", "mask_name"):
        return parts(inputs.get(name.removesuffix("_name"))).get("image_name")
    if name.endswith("_name"):
        return HANDLES.keep(name.removesuffix("_name"), mark, {})
    if name == "image_encoder_model":
        return {"key": f"{PREFIX}{mark}", "hash": "", "name": _encoder(inputs), "base": "any", "type": "clip_vision"}
    if class_of(schema) == "TensorField" and "default" not in schema:
        return {"tensor_name": HANDLES.keep("tensor", mark, {})}
    return schema.get("default")


def _encoder(inputs: Inputs) -> str:
    return f"SIMULATED {inputs['clip_vision_model']}"
