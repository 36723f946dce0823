"""Seeds out of range, which `noise` alone takes modulo 2**32 instead of refusing them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from invokegraph.words import shorten

if TYPE_CHECKING:
    from invokegraph.node import Node
    from invokegraph.problem import Problem

_SEEDS: Final = 2**32


def is_wrapped(node: Node, field: str, value: object) -> bool:
    """Whether the server makes another seed of a value for this input before it looks at its range."""
    if node.type != "noise" or field != "seed" or not isinstance(value, (int, float)):
        return False
    is_whole = isinstance(value, int) or (isfinite(value) and value.is_integer())
    return is_whole and not 0 <= value < _SEEDS


def wrapped(at: Problem, place: str, value: object) -> Problem:
    """The problem of a seed that is used as another one."""
    seed = int(value) % _SEEDS if isinstance(value, (int, float)) else 0
    message = (
        f"{place}: the server makes {shorten(value)} the seed {seed} without a word; seeds are from 0 to {_SEEDS - 1}"
    )
    return at._replace(code="seed-wrapped", message=message, suggestion=f"write {seed} if that is what you mean")
