"""Sessions as the server writes them: before they begin, and when they have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from invokegraph.simulator.node_types import without_nulls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.node_types import JSON


class EndedSession:
    """A run of a graph that has ended, as it is kept.

    Args:
        kept: The sessions by the numbers of their items: what tells each from one that has not begun.
        number: The number of its item.
        id: The server's name for it.
        graph: The graph, in the server's shape.
    """

    def __init__(self, kept: Mapping[int, JSON], number: int, id: str, graph: JSON) -> None:
        self._kept = kept
        self._number = number
        self._id = id
        self._graph = graph

    def to_dict(self) -> JSON:
        """The session in the server's shape."""
        return {**pending_dict(self._id, self._graph), **self._kept.get(self._number, {})}


def pending_dict(id: str, graph: JSON) -> JSON:
    """A session that has not begun, in the server's shape."""
    empty: JSON = {"id": execution_id(id), "nodes": {}, "edges": []}
    return {
        "id": id,
        "graph": graph,
        "execution_graph": empty,
        "executed": [],
        "executed_history": [],
        "results": {},
        "errors": {},
        "workflow_call_stack": [],
        "workflow_call_history": [],
        "workflow_call_parent": None,
        "waiting_workflow_call": None,
        "waiting_workflow_call_execution": None,
        "waiting_workflow_call_child_session": None,
        "max_workflow_call_depth": 4,
        "prepared_source_mapping": {},
        "source_prepared_mapping": {},
        "prepared_iteration_paths": {},
        "ready_order": [],
        "indegree": {},
    }


def execution_id(id: str) -> str:
    """The id of what is made of a session's graph when it runs: always the same one."""
    return str(uuid5(NAMESPACE_OID, id))


def stored(session: JSON) -> JSON:
    """A session as the server answers it where it leaves out what is null."""
    calls = {
        name: without_nulls(value) for name, value in session.items() if name.startswith(("workflow_call", "waiting"))
    }
    graphs = {
        name: {
            **session[name],
            "nodes": {id_: without_nulls(node) for id_, node in session[name]["nodes"].items()},
        }
        for name in ("graph", "execution_graph")
    }
    results = {copy: without_nulls(output) for copy, output in session["results"].items()}
    return {
        name: value for name, value in {**session, **graphs, **calls, "results": results}.items() if value is not None
    }
