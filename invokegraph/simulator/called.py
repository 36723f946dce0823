"""The graphs of a saved workflow that another workflow calls: what is drawn in the editor, made into what runs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.problem import edge_to_dict
from invokegraph.simulator.answers import Refused
from invokegraph.simulator.node_types import node_type
from invokegraph.simulator.sessions import CALLED
from invokegraph.simulator.verdict import accepted, rows, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invokegraph.simulator.node_types import JSON

TOO_MANY: Final = "call_saved_workflow exceeds remaining queue capacity for child workflow executions"
_BATCHES: Final = {
    "image_batch": "images",
    "string_batch": "strings",
    "integer_batch": "integers",
    "float_batch": "floats",
}
_GROUPS: Final = ("None", *(f"Group {number}" for number in range(1, 6)))

_End = tuple[str, str]


class NotCallable(ValueError):
    """A workflow cannot be called.

    Attributes:
        type: What the server calls the error.
        reason: What the library says of the workflow.
    """

    def __init__(self, message: str, type: str = "UnsupportedWorkflowNodeError", reason: str = "") -> None:
        super().__init__(message)
        self.type = type
        kinds = (
            "batch child workflow",
            "batch group",
            "batch node",
            "batch input",
            "batch-special",
            "generator-backed",
        )
        batch = any(kind in message for kind in kinds)
        self.reason = reason or ("unsupported_batch_input" if batch else "unsupported_node")


def sessions(workflow: JSON, inputs: Mapping[str, Any], most: int) -> list[JSON]:
    """The sessions that a call of a workflow is, as fields of queue items: one, or those of the batch in it.

    Args:
        workflow: The workflow, as the editor saves it.
        inputs: Values for the inputs that it exposes.
        most: How many there may be.

    Raises:
        NotCallable: There are none, or too many.
    """
    drawing = _Drawing(workflow, inputs)
    batch: JSON = {"graph": drawing.graph(), "data": drawing.sweeps()}
    try:
        held = accepted(batch)
    except Refused as refused:
        raise NotCallable(_told(refused), "ValidationError", "invalid_graph") from None
    if size(held) > most:
        raise NotCallable(TOO_MANY, "TooManySessionsError", "exceeds_capacity")
    wanted = ("session_id", "graph", "template", "field_values")
    return [{name: row[name] for name in wanted} for row in rows(held)]


class _Drawing:
    """What is drawn in the editor."""

    def __init__(self, workflow: JSON, inputs: Mapping[str, Any]) -> None:
        self.nodes: dict[str, JSON] = {node["id"]: node for node in _objects(workflow, "nodes") if _is_text(node, "id")}
        self.edges = [edge for edge in _objects(workflow, "edges") if edge.get("type") == "default"]
        self.values = {id_: _values(node) for id_, node in self.nodes.items() if _is_invocation(node)}
        self.types: dict[str, str] = {id_: self.nodes[id_]["data"].get("type", "") for id_ in self.values}
        exposed = exposed_inputs(workflow)
        for name, value in inputs.items():
            self._give(name, value, exposed)

    def _give(self, name: str, value: Any, exposed: set[str]) -> None:
        said = f"call_saved_workflow input '{name}'"
        id_, _, field = name.removeprefix(CALLED).rpartition("::")
        trouble = ""
        if name not in exposed:
            trouble = f"{said} is not exposed by the selected workflow"
        elif id_ not in self.values:
            trouble = f"{said} targets missing child workflow node '{id_}'"
        else:
            type_ = node_type(self.types[id_])
            if type_ is None or field not in type_.defaults:
                trouble = f"{said} targets missing child workflow field '{field}'"
        if trouble:
            raise NotCallable(trouble, "InvalidWorkflowInputError", "invalid_inputs")
        self.values[id_][field] = value

    def graph(self) -> JSON:
        """The graph: what is no batch, with its wires."""
        if list(self.types.values()).count("workflow_return") != 1:
            raise NotCallable(
                "call_saved_workflow requires the selected workflow to contain exactly one workflow_return node",
                reason="invalid_graph",
            )
        wires = dict.fromkeys(
            (*source, edge["target"], edge["targetHandle"])
            for edge in self.edges
            if edge.get("target") in self.values
            and (source := self._source(edge))
            and self.types[source[0]] not in _BATCHES
        )
        nodes: dict[str, JSON] = {}
        for id_, values in self.values.items():
            if self.types[id_] in _BATCHES:
                continue
            data = self.nodes[id_]["data"]
            options = {"use_cache": data.get("useCache", False), "is_intermediate": data.get("isIntermediate", False)}
            wired = {field for _, _, target, field in wires if target == id_}
            given = {name: value for name, value in values.items() if name not in wired}
            nodes[id_] = {"id": id_, "type": self.types[id_], **options, **given}
        return {"nodes": nodes, "edges": [edge_to_dict(*wire) for wire in wires]}

    def sweeps(self) -> list[list[JSON]]:
        """What the batch nodes sweep: those of a group together, all others each by itself."""
        groups: dict[str, list[JSON]] = {}
        for id_, type_ in self.types.items():
            if type_ not in _BATCHES:
                continue
            items = self._items(id_, _BATCHES[type_])
            group = self.values[id_].get("batch_group_id") or "None"
            if group not in _GROUPS:
                raise NotCallable(f"Unsupported batch group id '{group}' in called workflow")
            targets = self._targets(id_, _BATCHES[type_])
            if not targets:
                raise NotCallable(
                    f"call_saved_workflow batch child workflow node '{id_}' is not connected to any invocation input"
                )
            for target, field in targets:
                swept = [[item] for item in items] if field == "collection" else items
                groups.setdefault(group, []).append({"node_path": target, "field_name": field, "items": swept})
        return [[sweep] for sweep in groups.pop("None", [])] + list(groups.values())

    def _items(self, id_: str, field: str) -> list[Any]:
        if any((edge.get("target"), edge.get("targetHandle")) == (id_, field) for edge in self.edges):
            raise NotCallable(
                f"call_saved_workflow does not yet support connected batch child workflow inputs on node '{id_}'"
            )
        items = self.values[id_].get(field)
        if not isinstance(items, list):
            said = f"node '{id_}' must provide a direct list for '{field}'"
            raise NotCallable(f"call_saved_workflow batch child workflow {said}")
        if not items:
            said = f"node '{id_}' must provide at least one batch item"
            raise NotCallable(f"call_saved_workflow batch child workflow {said}")
        return cast("list[Any]", items)

    def _source(self, edge: JSON) -> _End | None:
        """Where an edge comes from, through all connectors."""
        seen: set[object] = set()
        while edge.get("source") not in self.values:
            connector = edge.get("source")
            before = (found for found in self.edges if found.get("target") == connector)
            found = next((each for each in before if each.get("targetHandle") == "in"), None)
            if found is None or connector in seen:
                return None
            seen.add(connector)
            edge = found
        return edge["source"], edge["sourceHandle"]

    def _targets(self, id_: str, field: str) -> list[_End]:
        """The inputs that a batch node sweeps."""
        ends = [
            (edge.get("target"), edge.get("targetHandle")) for edge in self.edges if self._source(edge) == (id_, field)
        ]
        return [(str(target), str(handle)) for target, handle in ends if target in self.values]


def exposed_inputs(workflow: JSON) -> set[str]:
    """The inputs that a workflow lets others set: those of its form, else those that are listed."""
    found = {name for name in map(_form_field, _form_elements(workflow)) if name}
    listed = _objects(workflow, "exposedFields")
    return found or {
        _input_name(field) for field in listed if _is_text(field, "nodeId") and _is_text(field, "fieldName")
    }


def _form_elements(workflow: JSON) -> Iterable[JSON]:
    """The elements of the form that can be reached from its root."""
    form = _object(workflow, "form")
    elements = _object(form, "elements")
    todo: list[Any] = [form.get("rootElementId")]
    seen: set[str] = set()
    while todo:
        id_ = todo.pop()
        if not isinstance(id_, str) or id_ in seen:
            continue
        seen.add(id_)
        element = _object(elements, id_)
        yield element
        todo += _list(_object(element, "data"), "children")


def _form_field(element: JSON) -> str:
    field = _object(_object(element, "data"), "fieldIdentifier") if element.get("type") == "node-field" else {}
    return _input_name(field) if _is_text(field, "nodeId") and _is_text(field, "fieldName") else ""


def _input_name(field: JSON) -> str:
    return f"{CALLED}{field['nodeId']}::{field['fieldName']}"


def count_returns(workflow: JSON) -> int:
    """How many nodes of a workflow say what it gives back."""
    return Counter(node["data"].get("type") for node in _objects(workflow, "nodes") if _is_invocation(node))[
        "workflow_return"
    ]


def _values(node: JSON) -> JSON:
    """The values of a node's inputs; a board that is chosen by itself, or none, is none."""
    inputs = _object(node["data"], "inputs")
    given = {name: _object(inputs, name)["value"] for name in inputs if "value" in _object(inputs, name)}
    return {name: value for name, value in given.items() if not (name == "board" and value in ("auto", "none"))}


def _objects(workflow: JSON, name: str) -> list[JSON]:
    return [part for part in _list(workflow, name) if isinstance(part, dict)]


def _object(part: JSON, name: str) -> JSON:
    """An object in an object; an empty one if there is none."""
    found: Any = part.get(name)
    return cast("JSON", found) if isinstance(found, dict) else {}


def _list(part: JSON, name: str) -> list[Any]:
    found: Any = part.get(name)
    return cast("list[Any]", found) if isinstance(found, list) else []


def _is_invocation(node: JSON) -> bool:
    data = node.get("data")
    return node.get("type") == "invocation" and isinstance(data, dict)


def _is_text(part: JSON, name: str) -> bool:
    return isinstance(part.get(name), str)


def _told(refused: Refused) -> str:
    if isinstance(refused.detail, str):
        return refused.detail
    complaints = [f"  {each['msg']} [type={each['type']}]" for each in refused.detail]
    return "\n".join([f"{len(complaints)} validation error{'s' * (len(complaints) > 1)} for Graph", *complaints])
