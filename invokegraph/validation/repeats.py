"""The rule for sessions of a batch that repeat each other: the server answers them from its cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.graph import reach
from invokegraph.node import UnknownNode
from invokegraph.problem import Problem
from invokegraph.validation.outcome import saves_pictures
from invokegraph.values import to_json_value
from invokegraph.wiring import outputs_in
from invokegraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.batch import Batch
    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

_ALWAYS_THE_SAME = frozenset({"collect", "iterate"})
"""Node types that the server never caches and that give the same for the same inputs."""


def repeat_problems(batch: Batch, overview: Overview) -> Iterator[Problem]:
    """Pictures that several sessions would share, because nothing that goes into them differs.

    Of pictures that are made from each other the first is told: what makes it new makes them all new.
    """
    if batch.size < 2:  # noqa: PLR2004 - one session repeats nothing
        return
    swept = {node for node, _ in overview.swept}
    behind: dict[Node, frozenset[Node]] = {}
    new: set[Node] = set()
    told: dict[Node, frozenset[int]] = {}
    counts: dict[frozenset[Node], int] = {}
    for node in reach(overview.ids)[0]:
        feeding = {output.node for held in node.given.values() for output in outputs_in(held)}
        if _gives_something_new(overview, node) or not new.isdisjoint(feeding):
            new.add(node)
            continue
        own = frozenset({node} & swept)
        behind[node] = own.union(*(behind.get(other, own) for other in feeding))
        told[node] = frozenset[int]().union(*(told.get(other, frozenset[int]()) for other in feeding))
        if not saves_pictures(node.__class__) or overview.known(node, "is_intermediate") is not False:
            continue
        if behind[node] not in counts:
            counts[behind[node]] = _different(batch, behind[node])
        different = counts[behind[node]]
        if different < batch.size and different not in told[node]:
            told[node] |= {different}
            yield _repeated(overview, node, different, batch.size)


def _repeated(overview: Overview, node: Node, different: int, sessions: int) -> Problem:
    pictures = counted(different, "picture")
    return Problem(
        "cached-result",
        f"{overview.name(node)} makes {pictures} in {sessions} sessions: what goes into it "
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


def _different(batch: Batch, nodes: frozenset[Node]) -> int:
    """How many sessions differ in what some nodes are given."""
    count = 1
    for axis in batch.axes:
        rows = zip(*(sweep.values for sweep in axis if sweep.node in nodes), strict=False)  # sweep-lengths tells it
        count *= len({repr(to_json_value(list(row))) for row in rows}) or 1
    return count
