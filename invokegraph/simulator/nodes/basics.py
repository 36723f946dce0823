"""A few node types, to run the engine with."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.nodes import Call, Runner


def _same(name: str) -> Runner:
    return lambda call: {name: call.inputs[name]}


def _blank(call: Call) -> dict[str, Any]:
    from PIL import Image

    color = call.inputs["color"]
    size = call.inputs["width"], call.inputs["height"]
    mode = call.inputs["mode"]
    return call.pictures.save(Image.new(mode, size, tuple(color[part] for part in "rgba"[: len(mode)])), call)


def _resize(call: Call) -> dict[str, Any]:
    image = call.pictures.load(call.inputs["image"]["image_name"])
    return call.pictures.save(image.resize((call.inputs["width"], call.inputs["height"])), call)


NODES: Final[Mapping[str, Runner]] = {
    "add": lambda call: {"value": call.inputs["a"] + call.inputs["b"]},
    "sub": lambda call: {"value": call.inputs["a"] - call.inputs["b"]},
    "mul": lambda call: {"value": call.inputs["a"] * call.inputs["b"]},
    "div": lambda call: {"value": int(call.inputs["a"] / call.inputs["b"])},
    "integer": _same("value"),
    "float": _same("value"),
    "boolean": _same("value"),
    "string": _same("value"),
    "integer_collection": _same("collection"),
    "string_collection": _same("collection"),
    "range": lambda call: {"collection": list(range(call.inputs["start"], call.inputs["stop"], call.inputs["step"]))},
    "rand_int": lambda call: {"value": random.randint(call.inputs["low"], call.inputs["high"])},  # noqa: S311 - no secret
    "image": lambda call: {"image": call.inputs["image"], "width": 1, "height": 1},
    "blank_image": _blank,
    "img_resize": _resize,
}
