"""Pictures out of latents, and from models of other services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import Table
from invokegraph.simulator.nodes.handles import digest, mark_of
from invokegraph.simulator.nodes.schema import node_types, types_giving
from invokegraph.simulator.nodes.stand_ins.known import merged
from invokegraph.simulator.nodes.stand_ins.progress import tell
from invokegraph.simulator.nodes.stand_ins.saving import painted

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call, Outputs

NODES: Final = Table()

_DECODERS: Final = [
    node_type for node_type in types_giving("ImageOutput") if "latents" in node_types()[node_type]["properties"]
]
_PIXEL_DECODER_SCALE: Final = 4

_EXTERNAL: Final = types_giving("ImageCollectionOutput")
_EXTERNAL.remove("image_collection")


@NODES.add(*_DECODERS)
def _decode(call: Call) -> Outputs:
    tell(call)
    facts = merged({"latents": call.inputs["latents"]})
    if call.type.endswith("_pid_decode"):
        call.progress("Running PiD decoder", None)
        facts.update({side: facts[side] * _PIXEL_DECODER_SCALE for side in ("width", "height")})
    return painted(call, facts, mark_of(call))


@NODES.add(*_EXTERNAL)
def _generate(call: Call) -> Outputs:
    given, mark = call.inputs, mark_of(call)
    facts = {name: given[name] for name in ("prompt", "seed", "width", "height") if given.get(name) is not None}
    facts["model"] = given["model"]["name"] if given["model"] else call.type
    images: list[Outputs] = []
    for index in range(given["num_images"]):
        note = [f"{index + 1} of {given['num_images']}"]
        images.append(painted(call, {**facts, "note": note}, digest([mark, index]))["image"])
    return {"collection": images}
