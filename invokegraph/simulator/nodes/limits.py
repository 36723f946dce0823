"""The limits that a node type sets to its numbers: a wire may bring any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .call import BAD_INPUT, NodeError
from .schema import limits_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call, Outputs, Runner

_KEEPS: Final[dict[str, tuple[Callable[[float, float], bool], str]]] = {
    "minimum": (lambda value, limit: value >= limit, "greater than or equal to"),
    "maximum": (lambda value, limit: value <= limit, "less than or equal to"),
    "exclusiveMinimum": (lambda value, limit: value > limit, "greater than"),
    "exclusiveMaximum": (lambda value, limit: value < limit, "less than"),
    "multipleOf": (lambda value, limit: value % limit == 0, "a multiple of"),
}


def within_limits(node_type: str, run: Runner) -> Runner:
    """The same work, refused for numbers beyond the limits of the node type."""
    limits = [(name, *_KEEPS[kind], limit) for name, kind, limit in limits_of(node_type)]
    if not limits:
        return run

    def running(call: Call) -> Outputs:
        for name, keeps, words, limit in limits:
            value = call.inputs.get(name)
            if isinstance(value, (int, float)) and not keeps(value, limit):
                raise NodeError(f"{name}: Input should be {words} {limit:g}", type=BAD_INPUT)
        return run(call)

    return running
