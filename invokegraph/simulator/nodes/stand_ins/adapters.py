"""Adapters: they give a field that holds their inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import BAD_INPUT, NodeError, Table, each
from invokegraph.simulator.nodes.handles import mark_of
from invokegraph.simulator.nodes.schema import class_of, outputs_of
from invokegraph.simulator.nodes.stand_ins.fields import filled

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call, Inputs, Outputs

NODES: Final = Table()

_ADAPTERS: Final = (
    "controlnet",
    "flux_controlnet",
    "z_image_control",
    "anima_lllite",
    "ip_adapter",
    "flux_ip_adapter",
    "t2i_adapter",
    "flux_fill",
    "flux_kontext",
    "flux_redux",
    "krea2_style_reference",
    "wan_ref_image_encoder",
)


@NODES.add(*_ADAPTERS)
def _adapt(call: Call) -> Outputs:
    _check_weights(call.inputs)
    ((port, schema),) = outputs_of(call.type).items()
    return {port: filled(class_of(schema), call.inputs, mark_of(call))}


def _check_weights(inputs: Inputs) -> None:
    begin, end = inputs.get("begin_step_percent", 0), inputs.get("end_step_percent", 1)
    if begin > end:
        raise NodeError("Begin step percent must be less than or equal to end step percent", type=BAD_INPUT)
    weights = [weight for name in ("control_weight", "weight") for weight in each(inputs.get(name))]
    if any(not -1 <= weight <= 2 for weight in weights):  # noqa: PLR2004 - the server's limits
        raise NodeError("Control weights must be within -1 to 2 range", type=BAD_INPUT)
