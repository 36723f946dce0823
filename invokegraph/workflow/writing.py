"""From a graph to a workflow that InvokeAI's editor opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.errors import InvalidGraph
from invokegraph.node import input_port
from invokegraph.ports import Output, Wires, declared_port
from invokegraph.validation import unwritable
from invokegraph.values import to_json_value
from invokegraph.view.layout import Box, Link, layout
from invokegraph.words import shorten
from invokegraph.workflow.document import GIVEN
from invokegraph.workflow.migration import CURRENT
from invokegraph.workflow.reading import CALL, CALLED_INPUT, FLAGS, is_default

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Port
    from invokegraph.problem import Edge

    Field: TypeAlias = tuple[Node | str, str] | tuple[Node | str, str, str]
    """An input that the form shows: its node, its name, and the label to show where that is another."""

_WIDTH: Final = 320.0
_HEAD, _ROW, _FIELD = 76.0, 24.0, 54.0
"""Pixels: what is above and below the inputs and outputs of a node, one that is only a dot and a name, an input with a
field for its value."""
_FIELDS: Final = {
    "bool": 44.0,
    "str": 88.0,
    "ImageField": 126.0,
    "VideoField": 170.0,
    "ColorField": 260.0,
    "BoundingBoxField": 260.0,
}
_LIST: Final = 140.0
"""How high the fields of some types are; measured in the editor, as the others are."""
_HIDDEN: Final = (("iterate", "index"), (CALL, "workflow_inputs"))
"""Inputs that the editor does not know; it warns of a workflow that has one."""
_CALLED_TYPES: Final[dict[type, str]] = {
    int: "IntegerField",
    float: "FloatField",
    str: "StringField",
    bool: "BooleanField",
}
"""The types of the editor that a value shows."""
_MOST: Final = 2**53 - 1
"""The greatest integer of JavaScript; the editor does not open a file that calls a greater one an integer."""
_ROOT: Final = "root"


def workflow_of(graph: Graph, texts: Mapping[str, str], form: Iterable[Field | str]) -> dict[str, Any]:
    """The workflow of a graph; see `Graph.to_workflow`."""
    ids, edges = graph.ids(), graph.edges
    if problems := list(unwritable(graph, ids)):
        raise InvalidGraph(problems)
    nodes = {id_: _node(node, id_, graph.labels.get(id_, "")) for node, id_ in ids.items()}
    for id_, position in zip(nodes, _positions(list(ids), ids, edges), strict=True):
        nodes[id_]["position"] = position
    return {
        **texts,
        "meta": {"version": CURRENT, "category": "user"},
        "exposedFields": [],
        "nodes": list(nodes.values()),
        "edges": [_edge(edge) for edge in edges],
        "form": _form(graph, nodes, form),
    }


def _node(node: Node, id_: str, label: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": id_,
        "type": node.type,
        "version": node.version or "1.0.0",
        "nodePack": node.node_pack or "invokeai",
        "label": label,
        "notes": "",
        "isOpen": True,
        "isIntermediate": _flag(node, "is_intermediate"),
        "useCache": _flag(node, "use_cache"),
        "inputs": {name: {"name": name, "label": "", **value} for name, value in _inputs(node)},
    }
    if beyond := [name for name, held in node.given.items() if _is_kept_on_purpose(node, name, held)]:
        data[GIVEN] = beyond
    if node.type == CALL:
        data["dynamicInputTemplates"] = dict(_called_templates(data["inputs"]))
    return {"id": id_, "type": "invocation", "data": data}


def _flag(node: Node, name: str) -> bool:
    held = node.inputs[name]
    return held if isinstance(held, bool) else bool(input_port(node, name).default)  # what a file held comes beside


def _inputs(node: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    """The inputs of a node, each with its value, or its default: the editor shows nothing for one that is left out."""
    for name, held in node.inputs.items():
        value = held.beside if isinstance(held, Wires) else held
        if name in FLAGS and isinstance(held, (bool, Output)):
            continue
        if (node.type, name) in _HIDDEN and name not in node.given:
            continue
        # The editor makes a generator of an object that it does not know, {} as well.
        is_nothing = value is Wires.NOTHING or (name not in node.given and value in (None, {}))
        if isinstance(held, Output) or is_nothing:
            yield name, {}
        elif _is_called(node, name, value):
            for called, its in cast("dict[str, Any]", value).items():
                yield called, {"value": to_json_value(its)}
        else:
            yield name, {"value": to_json_value(value)}


def _is_kept_on_purpose(node: Node, name: str, held: object) -> bool:
    """Whether a value was given that a reader of workflows would leave out: a default, one beside a wire, or one of an
    input that the node type has not.
    """
    if isinstance(held, Wires):
        return held.beside is not Wires.NOTHING
    if isinstance(held, Output) or _is_called(node, name, held):
        return False
    odd = (
        held is None
        or name == "workflow_inputs"
        or (name in FLAGS and not isinstance(held, bool))
        or declared_port(node, name, "takes") is None
    )
    return odd or is_default(node, name, to_json_value(held))


def _called_templates(inputs: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the editor wants to know of the inputs of a called workflow: it keeps a value only where it finds the type
    that the called workflow has there, and else takes the value of that.
    """
    for name, field in inputs.items():
        value: object = field.get("value")
        type_ = _CALLED_TYPES.get(type(value))
        if isinstance(value, int) and abs(value) > _MOST:
            continue
        if name.startswith(CALLED_INPUT) and type_ is not None:
            yield (
                name,
                {
                    "name": name,
                    "title": name.rpartition("::")[2] or name,
                    "ui_hidden": False,
                    "fieldKind": "input",
                    "input": "any",
                    "required": False,
                    "default": value,
                    "type": {"name": type_, "cardinality": "SINGLE", "batch": False},
                },
            )


def _is_called(node: Node, name: str, value: Any) -> bool:
    """Whether a value holds the inputs of a called workflow, which the editor has as inputs of the node."""
    return (
        node.type == CALL
        and name == "workflow_inputs"
        and isinstance(value, dict)
        and all(called.startswith(CALLED_INPUT) for called in cast("dict[str, Any]", value))
    )


def _edge(edge: Edge) -> dict[str, Any]:
    source, source_field, target, target_field = edge
    return {
        "id": f"{source}.{source_field}-{target}.{target_field}",
        "type": "default",
        "source": source,
        "target": target,
        "sourceHandle": source_field,
        "targetHandle": target_field,
    }


def _positions(nodes: Sequence[Node], ids: Mapping[Node, str], edges: Sequence[Edge]) -> list[dict[str, float]]:
    """Where the nodes stand: in columns, each right of what it depends on, none over another."""
    place = {id_: number for number, id_ in enumerate(ids.values())}
    boxes = [Box(_WIDTH, node_height(node)) for node in nodes]
    links = [
        Link(place[edge.source], boxes[place[edge.source]].height / 2, place[edge.target], _HEAD / 2) for edge in edges
    ]
    return [{"x": round(corner.x), "y": round(corner.y)} for corner in layout(boxes, links).corners]


def node_height(node: Node) -> float:
    """How high the editor draws a node, at most: inputs that only take wires stand beside the outputs, fields below."""
    inputs = [declared_port(node, name, "takes") for name in node.inputs if name not in FLAGS]
    fields = [port for port in inputs if port is None or port.input != "connection"]
    outputs = sum(port.gives is not None for port in node.ports().values())
    return _HEAD + _ROW * max(len(inputs) - len(fields), outputs) + sum(map(_field_height, fields))


def _field_height(port: Port | None) -> float:
    if port is None or port.takes is None:
        return _FIELD
    name = str(port.takes.without_none())
    return _LIST if name.startswith("list[") else _FIELDS.get(name, _FIELD)


def _form(graph: Graph, nodes: Mapping[str, dict[str, Any]], shown: Iterable[Field | str]) -> dict[str, Any]:
    """The form: a column of headings and of inputs, whose values can be set without looking at the nodes."""
    elements: dict[str, dict[str, Any]] = {}
    for number, item in enumerate(shown, 1):
        if isinstance(item, str):
            heading = f"heading-{number}"
            elements[heading] = {"id": heading, "type": "heading", "parentId": _ROOT, "data": {"content": item}}
            continue
        id_, port, label = _shown(graph, item)
        field = nodes[id_]["data"]["inputs"].setdefault(port.name, {"name": port.name, "label": ""})
        field["label"] = label
        exposed = {"nodeId": id_, "fieldName": port.name}
        data = {"fieldIdentifier": exposed, "showDescription": False}
        name = f"node-field-{number}"
        elements[name] = {"id": name, "type": "node-field", "parentId": _ROOT, "data": data}
    root = {"id": _ROOT, "type": "container", "data": {"layout": "column", "children": list(elements)}}
    return {"rootElementId": _ROOT, "elements": {_ROOT: root, **elements}}


def _shown(graph: Graph, field: Field) -> tuple[str, Port, str]:
    """The node id, the input and the label of a field of the form."""
    if not isinstance(field, tuple) or len(field) not in (2, 3):  # pyright: ignore[reportUnnecessaryIsInstance, reportUnnecessaryContains] - callers may be untyped
        raise TypeError(f'the form shows headings and inputs, such as (positive, "prompt"), not {shorten(field)}')
    id_ = graph.id_of(field[0])
    return id_, input_port(graph[id_], field[1]), field[2] if len(field) == 3 else ""  # noqa: PLR2004 - with a label
