"""From graphs and batches to the Python programs that make them.

Nothing of a graph becomes code: names of variables are spelt anew, all else enters a program as a literal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.source.batches import statements
from invokegraph.source.program import Program

if TYPE_CHECKING:
    from invokegraph.batch import Batch
    from invokegraph.graph import Graph


def graph_to_python(graph: Graph, *, defaults: bool) -> str:
    """The graph as a program; see `Graph.to_python`."""
    return Program(graph, defaults=defaults).text("graph", [])


def batch_to_python(batch: Batch, *, defaults: bool, keep_id: bool) -> str:
    """The batch as a program; see `Batch.to_python`."""
    swept = [sweep.node for axis in batch.axes for sweep in axis]
    program = Program(batch.graph, defaults=defaults, needed=swept)
    return program.text("batch", statements(program, batch, keep_id=keep_id))
