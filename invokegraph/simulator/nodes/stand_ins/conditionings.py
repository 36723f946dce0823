"""Text encoders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import Table
from invokegraph.simulator.nodes.handles import HANDLES, mark_of
from invokegraph.simulator.nodes.schema import class_of, node_types, outputs_of
from invokegraph.simulator.nodes.stand_ins.fields import filled
from invokegraph.simulator.nodes.stand_ins.known import merged
from invokegraph.simulator.nodes.stand_ins.progress import tell

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call, Outputs

NODES: Final = Table()

_ENCODERS: Final = [
    node_type for node_type in node_types() if "conditioning" in outputs_of(node_type) and node_type != "conditioning"
]


@NODES.add(*_ENCODERS)
def _encode(call: Call) -> Outputs:
    tell(call)
    facts, given = merged(call.inputs), call.inputs
    texts = dict.fromkeys(str(given[name]) for name in ("prompt", "style") if given.get(name))
    if texts:
        facts["prompt"] = " / ".join(texts)
    mark = mark_of(call)
    conditioning = filled(class_of(outputs_of(call.type)["conditioning"]), given, mark)
    return {"conditioning": {**conditioning, "conditioning_name": HANDLES.keep("conditioning", mark, facts)}}
