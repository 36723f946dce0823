"""Graphs and batches as the transport sees them, without node classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from invokegraph.errors import InvalidGraph

if TYPE_CHECKING:
    from collections.abc import Collection

    from invokegraph.ports import Port
    from invokegraph.problem import Problem

ADD = {"add": {"type": "add", "a": 1, "b": 2}}


class PlainGraph:
    def __init__(self, nodes: dict[str, Any], ports: dict[str, Port] | None = None) -> None:
        self.nodes = {key: {"id": key, **node} for key, node in nodes.items()}
        self._class = type("PlainNode", (), {"ports": staticmethod(lambda: ports or {})})

    def to_dict(self) -> dict[str, Any]:
        return {"nodes": self.nodes, "edges": []}

    def id_of(self, node: str) -> str:
        return node

    def __getitem__(self, node_id: str) -> object:
        return self._class()


class PlainBatch:
    def __init__(self, nodes: dict[str, Any] = ADD, runs: int = 1, **kwargs: Any) -> None:
        self.graph = PlainGraph(nodes, **kwargs)
        self.runs = runs
        self.batch_id = str(uuid4())
        self.found: list[Problem] = []

    def __len__(self) -> int:
        return self.runs

    def validate(self, *, ignore: Collection[str] = ()) -> None:
        if found := [problem for problem in self.found if problem.code not in ignore]:
            raise InvalidGraph(found)

    def to_dict(self) -> dict[str, Any]:
        return {"batch_id": self.batch_id, "graph": self.graph.to_dict(), "runs": self.runs}
