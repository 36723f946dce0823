"""Rules for the graph as a whole: its ids, its ends, and that it has no cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.ports import Wires
from invokegraph.problem import Edge, Problem
from invokegraph.serialization import mismatched
from invokegraph.values import why_unsendable
from invokegraph.wiring import SHOWN
from invokegraph.words import brief, did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node


def structure_problems(graph: Graph, ids: Mapping[Node, str]) -> Iterator[Problem]:
    """What is wrong with the graph as a whole, whose nodes have these ids."""
    if not ids and not graph.remainder.dangling:
        is_batch = not graph.remainder.fields.keys().isdisjoint(("batch", "graph"))
        hint = (
            "it seems to be a batch: Batch.from_dict reads it" if is_batch else "name what it should make: Graph(image)"
        )
        yield Problem("empty-graph", "the graph has no nodes", suggestion=hint)
    yield from duplicate_ids(ids)
    yield from _unsendable(graph, ids)
    graph_id = graph.remainder.fields.get("id", "")
    if not isinstance(graph_id, str):
        yield Problem("graph-id", f"the id of the graph is a text, not {shorten(graph_id)}", server_refuses=True)
    yield from _id_mismatches(graph, ids)
    yield from _dangling_edges(graph, ids)
    if graph.has_cycle:
        yield from _cycles(graph.edges, {id_: node for node, id_ in ids.items()})


def unwritable(graph: Graph, ids: Mapping[Node, str]) -> Iterator[Problem]:
    """What is wrong with the graph in a way that no workflow can hold."""
    yield from duplicate_ids(ids)
    yield from _id_mismatches(graph, ids)
    yield from _dangling_edges(graph, ids)


def _unsendable(graph: Graph, ids: Mapping[Node, str]) -> Iterator[Problem]:
    """A problem for each text of the graph, and each value beside its inputs, that JSON cannot carry.

    The server answers an error and keeps the item all the same: it cannot be loaded, and its queue stands still.
    """
    for node, id_ in ids.items():
        if not id_.isascii() and (why := why_unsendable(id_)):
            yield Problem("unsendable", f"the id {brief(id_)}: {why}", id_, location=node.location, server_refuses=True)
    for edge in graph.remainder.edges:
        if why := next((why for text in edge if (why := why_unsendable(text))), ""):
            yield Problem("unsendable", f"the edge {Edge(*edge)}: {why}", edge=Edge(*edge), server_refuses=True)
    for name, value in graph.remainder.fields.items():
        if why := why_unsendable({name: value}):
            yield Problem("unsendable", f"{brief(name)} of the graph: {why}", field=name, server_refuses=name == "id")


def duplicate_ids(ids: Mapping[Node, str]) -> Iterator[Problem]:
    """A problem for each node whose id another node has already."""
    if len(set(ids.values())) == len(ids):
        return
    first: dict[str, Node] = {}
    for node, id_ in ids.items():
        if (other := first.setdefault(id_, node)) is not node:
            made = f", the other at {other.location}" if other.location else ""
            yield Problem(
                "duplicate-id",
                f"{brief(node.type)} and {brief(other.type)} have the same id {shorten(id_)}{made}",
                node_id=id_,
                location=node.location,
                suggestion="leave the id out, or give each node its own",
                server_refuses=True,
            )


def _id_mismatches(graph: Graph, ids: Mapping[Node, str]) -> Iterator[Problem]:
    """A problem for each node that names itself otherwise than the key that it stands under."""
    for node, written in mismatched(graph, ids):
        what = "no id" if written is Wires.NOTHING else f"the id {shorten(written)}"
        yield Problem(
            "id-mismatch",
            f"the node under the key {shorten(ids[node])} has {what} of its own",
            node_id=ids[node],
            suggestion=f'the server wants "id": {shorten(ids[node])} in the node',
            server_refuses=True,
        )


def _dangling_edges(graph: Graph, ids: Mapping[Node, str]) -> Iterator[Problem]:
    """A problem for each edge that ends at no node."""
    known = set(ids.values()) if graph.remainder.dangling else set[str]()
    for edge in graph.remainder.dangling:
        missing = [end for end in (edge.source, edge.target) if end not in known]
        nowhere = " and ".join(map(shorten, missing))
        yield Problem(
            "dangling-edge",
            f"the edge {edge} ends at {nowhere}, which is no node of the graph",
            edge=edge,
            suggestion=" ".join(hint for end in missing if (hint := did_you_mean(end, known))),
            server_refuses=True,
        )


def _cycles(edges: Iterable[Edge], nodes: Mapping[str, Node]) -> Iterator[Problem]:
    """A problem for each knot of nodes that depend on each other, with one way around it."""
    from networkx import DiGraph, find_cycle, strongly_connected_components  # pyright: ignore[reportUnknownVariableType] - partly untyped stubs

    wires = {(edge.source, edge.target): edge for edge in edges if edge.source in nodes and edge.target in nodes}
    knots: list[set[str]] = list(strongly_connected_components(DiGraph(list(wires))))
    knot_of = {id_: number for number, knot in enumerate(knots) for id_ in knot}
    inside: dict[int, list[tuple[str, str]]] = {}
    for ends in wires:
        if knot_of[ends[0]] == knot_of[ends[1]]:
            inside.setdefault(knot_of[ends[0]], []).append(ends)
    place = {id_: number for number, id_ in enumerate(nodes)}
    for number in sorted(inside, key=lambda number: min(place[id_] for id_ in knots[number])):
        # A graph of its own, made in the order of the edges, so that every run tells the same way around.
        knot: DiGraph[str] = DiGraph(inside[number])
        around: list[tuple[str, str]] = list(find_cycle(knot))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - the stubs leave edges untyped
        ids = [source for source, _ in around]
        edge = wires[around[-1]]
        yield Problem(
            "cycle",
            f"{' -> '.join(map(brief, _around(ids)))} is a cycle: each waits for the other",
            node_id=edge.target,
            field=edge.target_field,
            edge=edge,
            location=nodes[edge.target].location_of(edge.target_field),
            suggestion=f"one of these wires has to go, for example {edge}",
            server_refuses=True,
        )


def _around(ids: list[str]) -> list[str]:
    """The nodes of a cycle back to the first, those in the middle of a long one left out."""
    shown = ids if len(ids) <= 2 * SHOWN else [*ids[:SHOWN], "…", *ids[-SHOWN:]]
    return [*shown, ids[0]]
