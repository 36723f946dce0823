"""One pass over a graph that finds everything that is wrong with it, without a server.

Each rule is a function that yields problems. What the server refuses is in `structure` for the whole graph, in `nodes`
and `rules` for one node, in `loops` for `iterate` and `collect`, and in `batches`. What it lets through and whoever
wrote it regrets is in the others. `codes` lists every code with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.naming import in_names
from invokegraph.problem import Problems
from invokegraph.validation.batches import head_problems, sweep_problems, wire_problems
from invokegraph.validation.branches import branch_problems
from invokegraph.validation.codes import CODES
from invokegraph.validation.loops import loop_problems
from invokegraph.validation.models import model_problems
from invokegraph.validation.nodes import node_problems
from invokegraph.validation.nulls import null_problems
from invokegraph.validation.order import order_problems
from invokegraph.validation.outcome import outcome_problems
from invokegraph.validation.overview import Overview
from invokegraph.validation.repeats import repeat_problems
from invokegraph.validation.running import run_problems
from invokegraph.validation.sizes import size_problems
from invokegraph.validation.structure import duplicate_ids, structure_problems, unwritable
from invokegraph.validation.wired import wired_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.problem import Problem

__all__ = ["CODES", "batch_problems", "duplicate_ids", "graph_problems", "sweep_problems", "unwritable", "without"]


def graph_problems(graph: Graph, ignore: Collection[str] = (), server_types: Collection[str] | None = None) -> Problems:
    """All problems of a graph, but for those whose code is in `ignore`: of the whole first, then node by node."""
    return in_names(without(_of_graph(Overview(graph, (), server_types)), ignore), graph)


def batch_problems(batch: Batch, ignore: Collection[str] = (), server_types: Collection[str] | None = None) -> Problems:
    """All problems of a batch, but for those whose code is in `ignore`: of its graph, then of its sweeps."""
    swept = {(sweep.node, sweep.field) for axis in batch.axes for sweep in axis}
    overview = Overview(batch.graph, swept, server_types)
    of_batch = (*head_problems(batch), *sweep_problems(batch), *wire_problems(batch, overview))
    found = without([*_of_graph(overview), *of_batch, *repeat_problems(batch, overview)], ignore)
    return in_names(found, batch.graph)


def _of_graph(overview: Overview) -> Iterator[Problem]:
    """What every rule for a graph finds."""
    yield from structure_problems(overview.graph, overview.ids)
    yield from node_problems(overview)
    yield from loop_problems(overview)
    yield from order_problems(overview)
    yield from branch_problems(overview)
    yield from null_problems(overview)
    yield from outcome_problems(overview)
    yield from wired_problems(overview)
    yield from run_problems(overview)
    yield from size_problems(overview)
    yield from model_problems(overview)


def without(problems: Iterable[Problem], ignore: Collection[str]) -> Problems:
    """The problems but for those of some codes; a single code may be given as it is."""
    ignored = {ignore} if isinstance(ignore, str) else set(ignore)
    return Problems(problem for problem in problems if problem.code not in ignored)
