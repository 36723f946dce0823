"""What a file holds that no program makes, kept so that it comes out again as it went in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.node import Node
    from invokegraph.problem import Edge

Ends = tuple[str, str, str, str]
"""The ends of an edge: source, its output, target, its input."""

E = TypeVar("E", bound=Ends)


class Remainder:
    """What a file held beside nodes and wires, kept so that it comes out again as it went in.

    Attributes:
        fields: Top-level entries of the graph other than nodes and edges.
        nodes: The nodes in the order of the file.
        written_ids: For nodes whose own `id` was not the key that they stood under: that id, `Wires.NOTHING` for none.
        edges: For each edge the places at which it stood in the file, and what was written there where that was more.
        dangling: Edges with an end that is no node of the graph.
    """

    __slots__ = ("dangling", "edges", "fields", "nodes", "written_ids")

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.nodes: dict[Node, None] = {}
        self.written_ids: dict[Node, Any] = {}
        self.edges: dict[Ends, list[tuple[int, dict[str, Any] | None]]] = {}
        self.dangling: list[Edge] = []

    def nodes_in_order(self, nodes: list[Node]) -> list[Node]:
        """The nodes of a graph, those that the file held first and in its order."""
        if not self.nodes:
            return nodes
        present = set(nodes)
        return [*(node for node in self.nodes if node in present), *(node for node in nodes if node not in self.nodes)]

    def edges_in_order(self, edges: Sequence[E]) -> list[tuple[E, dict[str, Any] | None]]:
        """The edges, those that the file held first and in its order; with what was written there where that was
        more.
        """
        places = {ends: iter(entries) for ends, entries in self.edges.items()}
        last = (sum(map(len, self.edges.values())), None)
        placed = [(next(places.get(edge, iter(())), last), edge) for edge in edges]
        placed.sort(key=lambda entry: entry[0][0])
        return [(edge, written) for (_, written), edge in placed]


class BatchRemainder:
    """What a file held of a batch beside its graph and its sweeps.

    Attributes:
        fields: The top-level entries of the batch in the order of the file.
        sweeps: What was written for a sweep, by the places of its axis and of itself on it.
        strangers: Stand-ins for the nodes that a sweep names and the graph does not hold.
    """

    __slots__ = ("fields", "strangers", "sweeps")

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.sweeps: dict[tuple[int, int], dict[str, Any]] = {}
        self.strangers: set[Node] = set()
