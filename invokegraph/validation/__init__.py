"""One pass over a graph that finds everything that is wrong with it, without a server.

Each rule is a function that yields problems. Those of one node are in `nodes`, those of the whole graph in
`structure`, and what the server says of `iterate` and `collect` in `loops`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.validation.batches import sweep_problems
from invokegraph.validation.loops import loop_problems
from invokegraph.validation.nodes import node_problems
from invokegraph.validation.structure import duplicate_ids, structure_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.problem import Problem

__all__ = ["batch_problems", "duplicate_ids", "graph_problems", "sweep_problems"]


def graph_problems(graph: Graph, ignore: Collection[str] = ()) -> list[Problem]:
    """All problems of a graph, but for those whose code is in `ignore`: of the whole first, then node by node."""
    ids = graph.ids()
    problems = [*structure_problems(graph, ids), *node_problems(ids), *loop_problems(ids)]
    return _without(problems, ignore)


def batch_problems(batch: Batch, ignore: Collection[str] = ()) -> list[Problem]:
    """All problems of a batch, but for those whose code is in `ignore`: of its graph, then of its sweeps."""
    return [*graph_problems(batch.graph, ignore), *_without(sweep_problems(batch), ignore)]


def _without(problems: Iterable[Problem], ignore: Collection[str]) -> list[Problem]:
    """The problems but for those of some codes; a single code may be given as it is."""
    ignored = {ignore} if isinstance(ignore, str) else set(ignore)
    return [problem for problem in problems if problem.code not in ignored]
