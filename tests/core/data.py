"""Graphs in the server's shape, written short."""

from __future__ import annotations

from typing import Any


def edge(text: str) -> dict[str, Any]:
    """An edge from `"noise.noise -> denoise.noise"`."""
    source, target = text.split(" -> ")
    (source_id, output), (target_id, taken) = source.rsplit(".", 1), target.rsplit(".", 1)
    return {"source": {"node_id": source_id, "field": output}, "destination": {"node_id": target_id, "field": taken}}


def graph_data(nodes: dict[str, Any], *edges: str) -> dict[str, Any]:
    """A graph: nodes by id as a type id, or as a dict with `type` and values; edges as `edge` reads them."""
    written = {id_: {"type": node} if isinstance(node, str) else node for id_, node in nodes.items()}
    return {
        "nodes": {id_: {"id": id_, **node} for id_, node in written.items()},
        "edges": [edge(text) for text in edges],
    }
