"""What the sessions of a batch have in common; it is kept once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from invokegraph.simulator.node_types import node_type
from invokegraph.simulator.plans import Plan
from invokegraph.values import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.simulator.node_types import JSON


class Template:
    """What the sessions of a batch have in common.

    Args:
        graph: Their graph, before the values of each session are filled in.
        workflow: The workflow that it was made from.
        key: What tells it from others; left out for a new one.

    Attributes:
        plan: The order of the graph.
    """

    def __init__(self, graph: JSON, workflow: JSON | None, key: str | None = None) -> None:
        self.graph = graph
        self.workflow = workflow
        self.key = key or str(uuid4())
        self.plan = Plan(graph)

    def session(self, values: Sequence[JSON]) -> tuple[JSON, str]:
        """The graph of one session, and why the server could not load it again."""
        nodes = dict(self.graph["nodes"])
        for value in values:
            node = nodes[value["node_path"]]
            nodes[value["node_path"]] = {**node, value["field_name"]: value["value"]}
        poison = ""
        for id_, node in nodes.items():
            type_ = node_type(node["type"])
            try:
                nodes[id_] = type_.filled(node) if type_ else node
            except Unfit as unfit:
                poison = f"{id_}{unfit}"
            if node["id"] != id_:
                poison = f"Node ids must match, got {id_} and {node['id']}"
        return {**self.graph, "nodes": nodes}, poison
