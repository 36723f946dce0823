"""Graphs and batches as the transport sees them, without node classes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any
from uuid import uuid4

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

    def ids(self) -> dict[Any, str]:
        return {}

    def __getitem__(self, node_id: str) -> object:
        return self._class()


class PlainBatch:
    def __init__(self, nodes: dict[str, Any] = ADD, runs: int = 1, **kwargs: Any) -> None:
        self.graph = PlainGraph(nodes, **kwargs)
        self.runs = runs
        self.batch_id = str(uuid4())
        self.data: list[list[dict[str, Any]]] = []
        self.found: list[Problem] = []

    def __len__(self) -> int:
        return self.size

    @property
    def size(self) -> int:
        return self.runs * prod(len(group[0]["items"]) for group in self.data)

    def problems(self, *, ignore: Collection[str] = ()) -> list[Problem]:
        return [problem for problem in self.found if problem.code not in ignore]

    def to_dict(self) -> dict[str, Any]:
        data = {"data": self.data} if self.data else {}
        return {"batch_id": self.batch_id, "graph": self.graph.to_dict(), "runs": self.runs, **data}
