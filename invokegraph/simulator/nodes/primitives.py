"""Nodes that hand on a value, and those that make collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .call import NodeError, Table

if TYPE_CHECKING:
    from .call import Call, Inputs, Outputs

NODES: Final = Table()

NODES.hands_on("color", "color")
NODES.hands_on("conditioning", "conditioning")
NODES.hands_on("model", "model_identifier")
NODES.hands_on("scheduler", "scheduler")
NODES.hands_on("value", "boolean", "integer", "float", "string")
NODES.hands_on(
    "collection",
    "boolean_collection",
    "integer_collection",
    "float_collection",
    "string_collection",
    "conditioning_collection",
    "latents_collection",
    "collect",
)


@NODES.gives("collection", "image_collection")
def _images(inputs: Inputs) -> list[Any]:
    return [*(inputs["collection"] or []), *(inputs["images"] or [])]


@NODES.gives("bounding_box", "bounding_box")
def _bounding_box(inputs: Inputs) -> Outputs:
    return bounding_box(inputs["x_min"], inputs["y_min"], inputs["x_max"], inputs["y_max"])


@NODES.add("iterate")
def _iterate(call: Call) -> Outputs:
    collection, index = call.inputs["collection"], call.inputs.get("index", 0)
    return {"item": collection[index], "index": index, "total": len(collection)}


@NODES.gives("value", "if")
def _if(inputs: Inputs) -> Any:
    return inputs["true_input"] if inputs["condition"] else inputs["false_input"]


@NODES.add("image")
def _image(call: Call) -> Outputs:
    picture = call.pictures.load(call.inputs["image"]["image_name"])
    return {"image": call.inputs["image"], "width": picture.width, "height": picture.height}


def bounding_box(x_min: int, y_min: int, x_max: int, y_max: int) -> Outputs:
    """A bounding box as nodes give it."""
    if x_min > x_max or y_min > y_max:
        low, high = ("x_min", "x_max") if x_min > x_max else ("y_min", "y_max")
        raise NodeError(f"{low} is greater than {high}.", type="ValidationError")
    return {"x_min": x_min, "x_max": x_max, "y_min": y_min, "y_max": y_max, "score": None}
