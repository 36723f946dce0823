"""From graphs and batches to the Python programs that make them."""

from __future__ import annotations

from invokegraph.source.program import batch_to_python, graph_to_python

__all__ = ["batch_to_python", "graph_to_python"]
