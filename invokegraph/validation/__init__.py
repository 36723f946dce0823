"""One pass over a graph that finds everything that is wrong with it, without a server.

Each rule is a function that yields problems. Those of one node are in `nodes`, those of the whole graph in
`structure`, and what the server says of `iterate` and `collect` in `loops`. `codes` lists every code with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.validation.batches import head_problems, sweep_problems, wire_problems
from invokegraph.validation.codes import CODES
from invokegraph.validation.loops import loop_problems
from invokegraph.validation.nodes import node_problems
from invokegraph.validation.overview import Overview
from invokegraph.validation.structure import duplicate_ids, structure_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.problem import Problem

__all__ = ["CODES", "batch_problems", "duplicate_ids", "graph_problems", "sweep_problems"]


def graph_problems(graph: Graph, ignore: Collection[str] = ()) -> list[Problem]:
    """All problems of a graph, but for those whose code is in `ignore`: of the whole first, then node by node."""
    return _without(_of_graph(Overview(graph)), ignore)


def batch_problems(batch: Batch, ignore: Collection[str] = ()) -> list[Problem]:
    """All problems of a batch, but for those whose code is in `ignore`: of its graph, then of its sweeps."""
    overview = Overview(batch.graph, {(sweep.node, sweep.field) for axis in batch.axes for sweep in axis})
    of_batch = (*head_problems(batch), *sweep_problems(batch), *wire_problems(batch, overview))
    return _without([*_of_graph(overview), *of_batch], ignore)


def _of_graph(overview: Overview) -> Iterator[Problem]:
    """What every rule for a graph finds."""
    yield from structure_problems(overview.graph, overview.ids)
    yield from node_problems(overview)
    yield from loop_problems(overview.ids)


def _without(problems: Iterable[Problem], ignore: Collection[str]) -> list[Problem]:
    """The problems but for those of some codes; a single code may be given as it is."""
    ignored = {ignore} if isinstance(ignore, str) else set(ignore)
    return [problem for problem in problems if problem.code not in ignored]
