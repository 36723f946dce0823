"""Latents: noise, pictures as latents, and what changes their size or blends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.nodes.call import NodeError, Table, check_size, load
from invokegraph.simulator.nodes.handles import HANDLES, mark_of
from invokegraph.simulator.nodes.schema import node_types, types_giving
from invokegraph.simulator.nodes.stand_ins.known import merged
from invokegraph.simulator.nodes.stand_ins.progress import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.nodes.call import Call, Outputs
    from invokegraph.simulator.nodes.handles import Facts

NODES: Final = Table()

GRID: Final = 8
"""The pixels on a side of what one place of latents stands for."""
_NOISE_GRID: Final = {"FLUX": 16, "FLUX.2": 16, "SD3": 16, "Z-Image": 16, "CogView4": 32}


@NODES.add("noise")
def _noise(call: Call) -> Outputs:
    given = call.inputs
    multiple = _NOISE_GRID.get(given["noise_type"], GRID)
    if given["width"] % multiple or given["height"] % multiple:
        raise NodeError(f"{given['noise_type']} noise width and height must be a multiple of {multiple}")
    facts = {"seed": given["seed"], "width": given["width"], "height": given["height"]}
    return {
        "noise": {"latents_name": HANDLES.keep("noise", mark_of(call), facts), "seed": given["seed"]},
        "width": given["width"],
        "height": given["height"],
    }


def latents(call: Call, facts: Facts, width: int, height: int, seed: int | None = None) -> Outputs:
    """The outputs of a node that gives latents for a picture of that size, in pixels."""
    check_size(width, height)
    name = HANDLES.keep("latents", mark_of(call), {**facts, "width": width, "height": height})
    return {"latents": {"latents_name": name, "seed": seed}, "width": width, "height": height}


@NODES.add("latents")
def _same_latents(call: Call) -> Outputs:
    facts = HANDLES.facts(call.inputs["latents"]["latents_name"])
    return {"latents": call.inputs["latents"], "width": facts["width"], "height": facts["height"]}


@NODES.add("lresize", "lscale", "crop_latents")
def _other_size(call: Call) -> Outputs:
    given, facts = call.inputs, merged(call.inputs)
    seed = None if call.type == "crop_latents" else given["latents"].get("seed")
    if call.type == "lscale":
        sides = [int(facts[side] // GRID * given["scale_factor"]) * GRID for side in ("width", "height")]
    elif call.type == "lresize":
        sides = [given["width"], given["height"]]
    else:
        sides = [
            max(0, min(given[side], facts[side] - given[place])) for side, place in (("width", "x"), ("height", "y"))
        ]
    return latents(call, facts, sides[0] // GRID * GRID, sides[1] // GRID * GRID, seed)


@NODES.add("lblend")
def _blend(call: Call) -> Outputs:
    first, second = (HANDLES.facts(call.inputs[f"latents_{letter}"]["latents_name"]) for letter in "ab")
    _check_alike(first, second)
    facts = {**first, "strength": call.inputs["alpha"]}
    prompt = " + ".join(dict.fromkeys(filter(None, [first.get("prompt"), second.get("prompt")])))
    return latents(call, {**facts, "prompt": prompt}, first["width"], first["height"])


def _check_alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
    """Fail as the server's node does for latents of different sizes: it lays a mask of the first over the second."""
    mask, target = ([facts[side] // GRID for side in ("height", "width")] for facts in (first, second))
    for place in (1, 0):
        if mask[place] not in (1, target[place]):
            raise NodeError(
                f"The expanded size of the tensor ({target[place]}) must match the existing size ({mask[place]}) at "
                f"non-singleton dimension {place + 2}.  Target sizes: {[1, 4, *target]}.  Tensor sizes: {mask}",
                type="RuntimeError",
            )
    if mask != target:
        raise NodeError("Latents to blend must be the same size.")


_VAE_ENCODERS: Final = [
    node_type
    for node_type in types_giving("LatentsOutput")
    if "image" in node_types()[node_type]["properties"] and "denoise" not in node_type
]


@NODES.add(*_VAE_ENCODERS)
def _encode_picture(call: Call) -> Outputs:
    tell(call)
    image = load(call, "image")
    width, height = call.inputs.get("width") or image.width, call.inputs.get("height") or image.height
    return latents(call, {"note": ["from a picture"]}, width // GRID * GRID, height // GRID * GRID)
