"""What a server complains about in a batch, told as the checks without a server would tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from invokegraph.naming import in_names
from invokegraph.problem import Problem
from invokegraph.transport.answers import json_of, path_of
from invokegraph.transport.errors import GraphRefused, RequestRefused, readable
from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph

_UNPROCESSABLE = 422
_MOST = 100
_NODES = ("body", "batch", "graph", "nodes")
# How the server says it, with the node and the field where it names them, and the code that it has offline.
_SENTENCES = [
    (re.compile(pattern, re.DOTALL), code)
    for pattern, code in (
        (r"Node ids must match, got (?P<node>.*) and .*", "id-mismatch"),
        (r"Edge (?:source|destination) node (?P<node>.*) does not exist in the graph", "dangling-edge"),
        (r"Edge source field (?P<field>.*) does not exist in node (?P<node>.*)", "unknown-output"),
        (r"Edge destination field (?P<field>.*) does not exist in node (?P<node>.*)", "unknown-input"),
        (r"Graph contains cycles", "cycle"),
        (r"Edge source and target types do not match .*", "incompatible-wire"),
        (r"Invalid iterator node \((?P<node>.*)\): Iterator input must be a collection.*", "iterate-collection"),
        (r"Invalid iterator node \((?P<node>.*)\): Iterator must have a collection input.*", "iterate-collection"),
        (r"Invalid iterator node \((?P<node>.*)\): .*", "iterate-item"),
        (r"Invalid collector node \((?P<node>.*)\): Collector must have.*", "collect-unwired"),
        (r"Invalid collector node \((?P<node>.*)\): .*single type.*", "collect-mixed"),
        (r"Invalid collector node \((?P<node>.*)\): .*output.*", "collect-consumer"),
        (r"Invalid collector node \((?P<node>.*)\): .*", "collect-collection"),
        (r"Node (?P<node>.*) not found in graph", "sweep-unknown"),
        (r"Field (?P<field>.*) not found in node (?P<node>.*)", "sweep-unknown"),
    )
]
_TAGS = {"union_tag_invalid": "unknown-node-type", "union_tag_not_found": "unknown-node-type"}


def graph_refused(error: RequestRefused, batch: Batch) -> GraphRefused | None:
    """The error that names the nodes, for one that a submission was answered with; None if it is about no node."""
    if error.status != _UNPROCESSABLE or error.response is None:
        return None
    detail = mapping(json_of(error.response)).get("detail")
    if not isinstance(detail, list):
        return None
    offline = [problem for problem in batch.problems() if problem.server_refuses]
    problems: dict[tuple[object, ...], Problem] = {}
    complaints = map(mapping, cast("list[object]", detail)[:_MOST])
    for told in in_names((_problem(complaint, batch.graph) for complaint in complaints), batch.graph):
        problem = _as_offline(told, offline)
        problems.setdefault((problem.code, problem.node_id, problem.field), problem)  # one for each type of a union
    return GraphRefused(list(problems.values()), detail=error.detail, response=error.response)


def _problem(complaint: dict[str, Any], graph: Graph) -> Problem:
    path = path_of(complaint)
    message = readable(str(complaint.get("msg", "")).removeprefix("Value error, "), 300)
    if tuple(path[:4]) == _NODES and len(path) > len(_NODES):
        return _at_node(path[4:], message, str(complaint.get("type")), graph)
    for pattern, code in _SENTENCES:
        if found := pattern.fullmatch(message):
            named = found.groupdict()
            return _made(code, message, named.get("node"), named.get("field"), graph)
    code = "sweep-value" if path[2:3] == ["data"] else "node-rule"
    return _made(code, f"{'.'.join(path[1:])}: {message}", None, None, graph)


def _as_offline(problem: Problem, offline: Sequence[Problem]) -> Problem:
    """The same problem as found without the server, which says more about it; where it was not found, as it is."""

    def fit(other: Problem) -> int:
        near = {other.node_id, other.edge.source if other.edge else None, other.edge.target if other.edge else None}
        return (problem.node_id in (None, *near)) + (problem.node_id == other.node_id) + (problem.field == other.field)

    same = [other for other in offline if other.code == problem.code and fit(other)]
    return max(same, key=fit, default=problem)


def _at_node(path: Sequence[str], message: str, kind: str, graph: Graph) -> Problem:
    node_id, _type, field, *_ = (*path, None, None)
    if code := _TAGS.get(kind):
        return _made(code, message.partition(" does not match any")[0], node_id, None, graph)
    code = "node-rule" if kind == "value_error" or field is None else "value-refused"
    return _made(code, message, node_id, field, graph)


def _made(code: str, message: str, node_id: str | None, field: str | None, graph: Graph) -> Problem:
    node = next((node for node, known in graph.ids().items() if known == node_id), None)
    place = f"{node_id}.{field}: " if field else f"{node_id}: " if node_id else ""
    location = None
    if node:
        location = node.location_of(field) if field else node.location
    return Problem(code, f"{place}{message}", node_id, field, location=location, server_refuses=True)
