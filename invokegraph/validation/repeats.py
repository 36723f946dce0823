"""The rule for sessions of a batch that repeat each other: the server answers them from its cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import UnknownNode
from invokegraph.problem import Problem
from invokegraph.validation.outcome import saves_pictures
from invokegraph.values import to_json_value
from invokegraph.wiring import upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.batch import Batch
    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

_ALWAYS_THE_SAME = frozenset({"collect", "iterate"})
"""Node types that the server never caches and that give the same for the same inputs."""


def repeat_problems(batch: Batch, overview: Overview) -> Iterator[Problem]:
    """Pictures that several sessions would share, because nothing that goes into them differs."""
    if batch.size < 2:  # noqa: PLR2004 - one session repeats nothing
        return
    for node in overview.ids:
        if not saves_pictures(node.__class__) or overview.known(node, "is_intermediate") is not False:
            continue
        behind = set(upstream(node))
        if any(_gives_something_new(overview, other) for other in behind):
            continue
        different = _different(batch, behind)
        if different < batch.size:
            pictures = f"{different} picture{'' if different == 1 else 's'}"
            yield Problem(
                "cached-result",
                f"{overview.name(node)} makes {pictures} in {batch.size} sessions: what goes into it "
                "is the same again, so the server answers from its cache",
                overview.ids[node],
                location=node.location,
                suggestion="sweep over a seed instead of using runs; use_cache=False makes the same picture again",
            )


def _gives_something_new(overview: Overview, node: Node) -> bool:
    """Whether a node may give something else each time that it runs."""
    if isinstance(node, UnknownNode):
        return True
    return node.type not in _ALWAYS_THE_SAME and overview.known(node, "use_cache") is not True


def _different(batch: Batch, nodes: set[Node]) -> int:
    """How many sessions differ in what some nodes are given."""
    count = 1
    for axis in batch.axes:
        # A batch that was read may have sweeps of different lengths on one axis, which is a problem of its own.
        rows = zip(*(sweep.values for sweep in axis if sweep.node in nodes), strict=False)
        count *= len({repr(to_json_value(list(row))) for row in rows}) or 1
    return count
