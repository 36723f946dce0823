"""Whether the server takes a batch: the offline verdict of `Batch.problems`, told as the server tells it."""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from invokegraph.batch import as_item
from invokegraph.batch_serialization import batch_from_dict
from invokegraph.catalog import DEFAULT
from invokegraph.errors import FormatError
from invokegraph.simulator.answers import Refused, complaint, invalid
from invokegraph.simulator.expected import check_batch, parsed
from invokegraph.simulator.node_types import known_types, node_type, without_nulls
from invokegraph.simulator.templates import Template
from invokegraph.values import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invokegraph.problem import Problem
    from invokegraph.simulator.node_types import JSON

_GRAPH: Final = ("body", "batch", "graph")
_EDGES: Final = {
    "cycle": "Graph contains cycles",
    "collect-unwired": "Collector must have at least one item or collection input edge",
    "collect-collection": "Collector collection input must be a collection",
    "collect-mixed": "Collector input collection items must be of a single type",
    "collect-consumer": "Collector outputs must connect to a collection input with a matching type",
    "iterate-collection": "Iterator must have a collection input edge",
    "iterate-item": "Iterator outputs must connect to an input with a matching type",
}
_SWEEPS: Final = {
    "sweep-twice": "Each batch data must have unique node_id and field_name",
    "sweep-lengths": "Zipped batch items must all have the same length",
    "sweep-item": "All items in a batch must have the same type",
}


def accepted(written: Any) -> JSON:
    """A batch as the server takes it and answers it: with ids, and with all fields of all nodes.

    Raises:
        Refused: The server does not take it.
    """
    try:
        batch = batch_from_dict(written)
    except FormatError:
        check_batch(written)
        # What is left is nested too deeply, or text that is none: the server breaks on it.
        raise Refused(500, "Internal Server Error") from None
    refusals = [problem for problem in batch.problems() if problem.server_refuses]
    if any(problem.code == "editor-only-node" for problem in refusals):
        raise Refused(500, "Internal Server Error")
    if refusals:
        raise _refusal(refusals[0], written)
    return _held(written)


def rows(batch: JSON) -> Iterator[JSON]:
    """The sessions of a batch, in their order, as the fields of queue items."""
    stored = {id_: without_nulls(node) for id_, node in batch["graph"]["nodes"].items()}
    template = Template({**batch["graph"], "nodes": stored}, batch["workflow"])
    groups: list[list[JSON]] = batch["data"] or []
    axes = [_axis(group) for group in groups]
    for _ in range(batch["runs"]):
        for values in product(*axes):
            swept = list(chain.from_iterable(values))
            graph, poison = template.session(swept)
            yield {
                "batch_id": batch["batch_id"],
                "session_id": str(uuid4()),
                "graph": graph,
                "template": template,
                "field_values": swept,
                "origin": batch["origin"],
                "destination": batch["destination"],
                "poison": poison,
            }


def size(batch: JSON) -> int:
    """How many sessions a batch has."""
    sessions: int = batch["runs"]
    groups: list[list[JSON]] = batch["data"] or []
    for group in groups:
        sessions *= len(group[0]["items"]) if group else 0
    return sessions


def _axis(group: list[JSON]) -> list[tuple[JSON, ...]]:
    columns = [
        [
            {"node_path": sweep["node_path"], "field_name": sweep["field_name"], "value": value}
            for value in sweep["items"]
        ]
        for sweep in group
    ]
    return list(zip(*columns, strict=True))


def _held(fields: JSON) -> JSON:
    graph = fields["graph"]
    nodes: JSON = {}
    for id_, written in graph.get("nodes", {}).items():
        type_ = node_type(written["type"])
        assert type_, "the verdict knows no other types"
        nodes[id_] = {**type_.filled(written), "id": id_}
    edges = [_edge(edge) for edge in graph.get("edges", [])]
    data, workflow = fields.get("data"), fields.get("workflow")
    return {
        "batch_id": fields.get("batch_id", str(uuid4())),
        "origin": fields.get("origin"),
        "destination": fields.get("destination"),
        "data": None if data is None else [[_sweep(sweep) for sweep in group] for group in data],
        "graph": {"id": graph.get("id", str(uuid4())), "nodes": nodes, "edges": edges},
        "workflow": None if workflow is None else parsed("WorkflowWithoutID", workflow),
        "runs": int(fields.get("runs", 1)),
    }


def _edge(edge: Mapping[str, Mapping[str, str]]) -> JSON:
    ends = {side: {"node_id": edge[side]["node_id"], "field": edge[side]["field"]} for side in edge}
    return {"source": ends["source"], "destination": ends["destination"]}


def _sweep(sweep: JSON) -> JSON:
    items = [as_item(item) for item in sweep.get("items", [])]
    return {"node_path": sweep["node_path"], "field_name": sweep["field_name"], "items": items}


# Refusals


def _refusal(problem: Problem, fields: JSON) -> Refused:
    check_batch(fields)
    graph, code, id_ = fields["graph"], problem.code, problem.node_id
    if code == "unknown-node-type" and id_ is not None:
        return _unknown_type(id_, graph["nodes"][id_])
    if code == "value-refused" and id_ is not None and problem.field is not None:
        return _refused_value(id_, problem.field, graph["nodes"][id_], problem)
    if code == "missing-input" and id_ is not None:
        node = graph["nodes"][id_]
        return invalid("missing", (*_GRAPH, "nodes", id_, node["type"], problem.field or ""), "Field required", node)
    if code == "node-rule" and id_ is not None:
        node = graph["nodes"][id_]
        said = problem.message.partition(": ")[2]
        return invalid("value_error", (*_GRAPH, "nodes", id_, node["type"]), f"Value error, {said}", node)
    if code in _SWEEPS:
        return invalid("value_error", ("body", "batch", "data"), f"Value error, {_SWEEPS[code]}", fields["data"])
    if code == "sweep-unknown":
        return invalid("value_error", ("body", "batch"), f"Value error, {_unknown_sweep(problem, fields)}", fields)
    if code == "batch-workflow":
        return invalid("value_error", ("body", "batch", code[6:]), f"Value error, {problem.message}", fields[code[6:]])
    return invalid("value_error", _GRAPH, f"Value error, {_of_graph(problem, graph)}", graph)


def _of_graph(problem: Problem, graph: JSON) -> str:
    edge, nodes = problem.edge, graph["nodes"]
    if problem.code == "id-mismatch":
        return f"Node ids must match, got {problem.node_id} and {nodes[problem.node_id].get('id')}"
    if problem.code == "dangling-edge" and edge:
        side, end = ("source", edge.source) if edge.source not in nodes else ("destination", edge.target)
        return f"Edge {side} node {end} does not exist in the graph"
    if problem.code == "unknown-output" and edge:
        return f"Edge source field {edge.source_field} does not exist in node {edge.source}"
    if problem.code == "unknown-input" and edge:
        return f"Edge destination field {edge.target_field} does not exist in node {edge.target}"
    if problem.code == "incompatible-wire" and edge:
        arrow = f"{edge.source}.{edge.source_field} -> {edge.target}.{edge.target_field}"
        return f"Edge source and target types do not match ({arrow})"
    said = _EDGES.get(problem.code, problem.message)
    if problem.code.startswith("iterate-"):
        return f"Invalid iterator node ({problem.node_id}): {said}"
    if problem.code.startswith("collect-"):
        return f"Invalid collector node ({problem.node_id}): {said}"
    return said


def _unknown_type(id_: str, node: JSON) -> Refused:
    expected = ", ".join(f"'{name}'" for name in known_types())
    said = f"Input tag '{node.get('type')}' found using 'type' does not match any of the expected tags: {expected}"
    context = {"discriminator": "'type'", "tag": node.get("type"), "expected_tags": expected}
    return invalid("union_tag_invalid", (*_GRAPH, "nodes", id_), said, node, context)


def _refused_value(id_: str, field: str, node: JSON, problem: Problem) -> Refused:
    type_ = node_type(node["type"])
    port = type_.ports.get(field) if type_ else None
    place = (*_GRAPH, "nodes", id_, node["type"], field)
    found: list[JSON] = []
    if port and port.takes and field in node:
        found = complaints(port.takes, port.limits, f"{DEFAULT}.fields", node[field])
    if not found:
        return invalid("value_error", place, f"Value error, {problem.message}", node.get(field))
    return Refused(422, [complaint(e["type"], (*place, *e["loc"]), e["msg"], e["input"], e.get("ctx")) for e in found])


def _unknown_sweep(problem: Problem, fields: JSON) -> str:
    sweeps = chain.from_iterable(fields["data"])
    stranger = next((s["node_path"] for s in sweeps if s["node_path"] not in fields["graph"]["nodes"]), None)
    if stranger is not None:
        return f"Node {stranger} not found in graph"
    return f"Field {problem.field} not found in node {problem.node_id}"
