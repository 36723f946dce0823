"""What a wire brings when a graph runs: whether the input takes it."""

from __future__ import annotations

import re
from math import inf
from typing import Any, Final, cast

from invokegraph.simulator.node_types import JSON, node_type
from invokegraph.simulator.nodes.call import each
from invokegraph.validation.rules import refuses
from invokegraph.values import Unfit

_BOUNDS_OF_ONE: Final = {
    ("controlnet", "control_weight"): (-1, 2),
    ("flux_controlnet", "control_weight"): (-1, 2),
    ("t2i_adapter", "weight"): (0, 2),
}
"""Inputs that take lists, but whose bounds the server cannot compare with one."""

_BOUNDS_OF_EACH: Final = {
    **dict.fromkeys([("ip_adapter", "weight"), ("flux_ip_adapter", "weight")], (-1, 2)),
    **dict.fromkeys(
        [
            ("denoise_latents", "cfg_scale"),
            ("denoise_latents_meta", "cfg_scale"),
            ("tiled_multi_diffusion_denoise_latents", "cfg_scale"),
        ],
        (1, inf),
    ),
}
"""Inputs that take numbers and lists of such, each of which has to lie within the same bounds."""


class BadInput(ValueError):
    """A wire brings what the input does not take.

    Attributes:
        copy: The copy of the node.
    """

    def __init__(self, copy: str, field: str) -> None:
        super().__init__(f"Node {copy} has invalid incoming input for {field}")
        self.copy = copy


def parsed(copy: str, node: JSON, field: str, brought: Any) -> Any:
    """What a wire brings, as the input holds it.

    Args:
        copy: The copy of the node.
        node: Its values so far, which rules of its type may be about, too.
        field: The input.
        brought: The value.

    Raises:
        BadInput: The input does not take it.
        TypeError: The server cannot even compare it with what the input takes.
    """
    type_, place = node_type(node["type"]), (node["type"], field)
    if isinstance(brought, list) and place in _BOUNDS_OF_ONE:
        raise TypeError(f"Unable to apply constraint 'ge' to supplied value {brought}")
    try:
        value: Any = type_.parsed(field, brought) if type_ else cast("Any", brought)
    except Unfit as unfit:
        raise BadInput(copy, field + _part_in(unfit)) from None
    if not _lies_within(_BOUNDS_OF_ONE.get(place) or _BOUNDS_OF_EACH.get(place), value):
        raise BadInput(copy, field)
    if refuses(node["type"], field, {**node, field: value}):
        raise BadInput(copy, field)
    return value


def _part_in(unfit: Unfit) -> str:
    """Which item of a list does not fit, as the server names it; nothing if it is no list."""
    item = re.match(r": (\d+): ", str(unfit))
    return f"[{item[1]}]" if item else ""


def _lies_within(bounds: tuple[float, float] | None, value: Any) -> bool:
    """Whether a number, or each of a list of such, lies within bounds, if there are any."""
    if bounds is None:
        return True
    return all(bounds[0] <= number <= bounds[1] for number in each(value))
