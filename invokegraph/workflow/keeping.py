"""A workflow whose graph is another now, with all that people made of it in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.workflow.document import TEXTS
from invokegraph.workflow.reading import is_executable
from invokegraph.workflow.writing import workflow_of

if TYPE_CHECKING:
    from invokegraph.graph import Graph
    from invokegraph.workflow.document import Document

_OF_NODE: Final = ("notes", "isOpen", "dynamicInputTemplates")
_OF_INPUT: Final = ("label", "description")
_BELOW: Final = 1_000.0
"""Pixels between the corners of the lowest node from before and of the highest new one; few nodes are higher."""


def workflow_with(document: Document, graph: Graph) -> dict[str, Any]:
    """A workflow of `graph` that keeps of `document` what still has a place; see `WorkflowDefinition.with_graph`."""
    before = document.data
    made = workflow_of(graph, {name: before[name] for name in TEXTS}, ())
    drawn: dict[str, dict[str, Any]] = {node["id"]: node for node in before["nodes"]}
    fresh: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for node in made["nodes"]:
        old = drawn.get(node["id"])
        if old is None or node["id"] not in document.nodes or old["data"]["type"] != node["data"]["type"]:
            fresh.append(node)
        else:
            _keep(node, old)
            kept.append(node)
    _place(fresh, kept)
    ids = {node["id"] for node in made["nodes"]}
    made["nodes"] += [
        node
        for id_, node in drawn.items()
        if id_ not in ids
        and (not is_executable(document.nodes[id_]) if id_ in document.nodes else node["type"] == "notes")
    ]
    ids = {node["id"] for node in made["nodes"]}
    made["edges"] += _edges_of_batches(document, ids)
    made["form"] = _form(before.get("form"), ids) or made["form"]
    made["exposedFields"] = [field for field in before["exposedFields"] if field["nodeId"] in ids]
    made["meta"] = {**before["meta"], **made["meta"]}
    return made if "id" not in before else {"id": before["id"], **made}


def _keep(node: dict[str, Any], old: dict[str, Any]) -> None:
    """Take over what the editor had of a node that is still there."""
    node["position"] = old.get("position") or node["position"]
    data, had = node["data"], old["data"]
    data.update({name: had[name] for name in _OF_NODE if name in had})
    for name, field in had["inputs"].items():
        if name in data["inputs"]:
            data["inputs"][name].update({part: field[part] for part in _OF_INPUT if part in field})


def _place(fresh: list[dict[str, Any]], kept: list[dict[str, Any]]) -> None:
    """Put the new nodes below those that have their places."""
    lowest = max((_y(node) for node in kept), default=None)
    if lowest is None or not fresh:
        return
    down = lowest + _BELOW - min(_y(node) for node in fresh)
    for node in fresh:
        node["position"] = {"x": node["position"]["x"], "y": _y(node) + down}


def _y(node: dict[str, Any]) -> float:
    y = cast("dict[str, Any]", node["position"]).get("y") if isinstance(node["position"], dict) else None
    return float(y) if isinstance(y, (int, float)) else 0.0


def _edges_of_batches(document: Document, ids: set[str]) -> list[dict[str, Any]]:
    """The wires from batch nodes and generators, which are in no graph, to what is still there."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for edge in document.edges:
        origin = document.origin_of(edge)
        source = document.nodes.get(origin[0]) if origin else None
        if origin is None or source is None or is_executable(source) or not {origin[0], edge.target} <= ids:
            continue
        ends = {
            "source": origin[0],
            "sourceHandle": origin[1],
            "target": edge.target,
            "targetHandle": edge.target_field,
        }
        found[tuple(ends.values())] = {"id": "-".join(ends.values()), "type": "default", **ends}
    return list(found.values())


def _form(form: Any, ids: set[str]) -> dict[str, Any] | None:
    """A form without the inputs of nodes that are no longer there; the editor would throw it all away."""
    elements = cast("dict[str, Any]", form).get("elements") if isinstance(form, dict) else None
    if not isinstance(elements, dict):
        return None
    kept = {name: element for name, element in cast("dict[str, Any]", elements).items() if not _is_gone(element, ids)}
    for name, element in kept.items():
        data = cast("dict[str, Any]", element).get("data") if isinstance(element, dict) else None
        children = cast("dict[str, Any]", data).get("children") if isinstance(data, dict) else None
        if isinstance(children, list):
            left = [child for child in cast("list[object]", children) if isinstance(child, str) and child in kept]
            kept[name] = {**element, "data": {**element["data"], "children": left}}
    return {**cast("dict[str, Any]", form), "elements": kept}


def _is_gone(element: Any, ids: set[str]) -> bool:
    fields = cast("dict[str, Any]", element) if isinstance(element, dict) else {}
    if fields.get("type") != "node-field":
        return False
    try:
        return fields["data"]["fieldIdentifier"]["nodeId"] not in ids
    except (KeyError, TypeError):
        return True
