"""Verdicts of this package on data in the server's shape, to be laid beside the server's own."""

from __future__ import annotations

from typing import Any

from invokegraph import Batch, FormatError, Graph, Problem
from invokegraph.validation.differences import difference

Data = dict[str, Any]


def graph_refusals(data: Data) -> list[Problem | FormatError]:
    """Why a graph is refused here."""
    try:
        return [problem for problem in Graph.from_dict(data).problems() if problem.server_refuses]
    except FormatError as error:
        return [error]


def batch_refusals(data: Data) -> list[Problem | FormatError]:
    """Why a batch is refused here."""
    try:
        return [problem for problem in Batch.from_dict(data).problems() if problem.server_refuses]
    except FormatError as error:
        return [error]


def is_excused(graph: Data) -> bool:
    """Whether the verdicts on a graph may differ for a reason that the list of differences names."""
    try:
        return difference(Graph.from_dict(graph)) is not None
    except FormatError:
        return False
