"""From a workflow of the editor to a graph, by the editor's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.catalog import node_class
from invokegraph.node import Node, UnknownNode
from invokegraph.ports import declared_port
from invokegraph.problem import LeftOut, edge_to_dict
from invokegraph.serialization import graph_from_dict
from invokegraph.types import FLOAT
from invokegraph.values import to_json_value
from invokegraph.words import brief, listed
from invokegraph.workflow.document import UNSET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from invokegraph.graph import Graph
    from invokegraph.workflow.document import Document, EditorNode

BATCHES: Final = {
    "image_batch": "images",
    "string_batch": "strings",
    "integer_batch": "integers",
    "float_batch": "floats",
}
"""The nodes that hold the data of a batch, each with the input that has its list."""

GENERATORS: Final = {
    "image_generator": "images",
    "string_generator": "strings",
    "integer_generator": "integers",
    "float_generator": "floats",
}
"""The nodes that make such a list, each with the output that gives it."""

CALL: Final = "call_saved_workflow"
CALLED_INPUT: Final = "saved_workflow_input::"
FLAGS: Final = {"is_intermediate": "isIntermediate", "use_cache": "useCache"}
"""Inputs that every node has; the editor keeps them apart from the others, under these names."""


def graph_of(document: Document, *, board_id: str | None = None) -> Graph:
    """The graph of a workflow, as the editor makes it of it.

    Values that are those of the node type anyway are not taken over, nor are those of inputs that a wire feeds.

    Args:
        document: The workflow.
        board_id: The board for the pictures of nodes whose board is "auto"; None leaves them without one.
    """
    left_out = list(document.left_out)
    edges = list(_edges(document, left_out))
    nodes = {id_: _node(node, board_id, left_out) for id_, node in document.nodes.items() if is_executable(node)}
    for _, _, target, field in edges:
        if field not in ("id", "type", *document.nodes[target].given):
            nodes[target].pop(field, None)
        called = nodes[target].get("workflow_inputs") if nodes[target]["type"] == CALL else None
        if isinstance(called, dict):
            cast("dict[str, Any]", called).pop(field, None)
    written = {id_: without_defaults(node, document.nodes[id_].given) for id_, node in nodes.items()}
    graph = graph_from_dict({"nodes": written, "edges": [edge_to_dict(*edge) for edge in edges]})
    for node, id_ in graph.ids().items():
        editor = document.nodes[id_]
        if editor.label:
            graph.labels[id_] = editor.label
        if isinstance(node, UnknownNode):
            object.__setattr__(node, "version", editor.data["version"])
            object.__setattr__(node, "node_pack", editor.data["nodePack"])
    left_out += [
        LeftOut(
            f"the batch node {brief(node.label or id_)}: it holds values of a batch, which Batch.from_workflow takes",
            id_,
        )
        for id_, node in document.nodes.items()
        if node.type in BATCHES
    ]
    graph.left_out = tuple(left_out)
    return graph


def is_executable(node: EditorNode) -> bool:
    """Whether a node runs on the server; the others hold the data of a batch."""
    return node.type not in BATCHES and node.type not in GENERATORS


Ends = tuple[str, str, str, str]


def _edges(document: Document, left_out: list[LeftOut]) -> Iterator[Ends]:
    """The edges between nodes that run, through connectors, each once."""
    known: set[Ends] = set()
    for edge in document.edges:
        target = document.nodes.get(edge.target)
        if edge.target in document.connectors or (target is not None and not is_executable(target)):
            continue  # told where it comes out, or with the batch
        origin = document.origin_of(edge)
        source = document.nodes.get(origin[0]) if origin else None
        if source is not None and not is_executable(source):
            continue
        wire = f"{brief(edge.source)}.{brief(edge.source_field)} -> {brief(edge.target)}.{brief(edge.target_field)}"
        if target is None or source is None or origin is None:
            missing = edge.target if target is None else edge.source
            left_out.append(LeftOut(f"the wire {wire}: {brief(missing)} leads to no node", missing))
            continue
        ends = (*origin, edge.target, edge.target_field)
        if ends not in known:
            known.add(ends)
            yield ends


def _node(node: EditorNode, board_id: str | None, left_out: list[LeftOut]) -> dict[str, Any]:
    """A node in the API's shape, with all values that the workflow has for it."""
    cls, given = node_class(node.type), node.given
    is_call = node.type == CALL
    written: dict[str, Any] = {"id": node.id, "type": node.type}
    called: dict[str, Any] = {}
    unknown: list[str] = []
    for name in node.inputs:
        is_given, is_known = name in given, cls is None or _takes(cls, name)
        value = node.value(name)
        if name == "board" and is_known and not is_given:
            value = _board(value, board_id)
        if value is UNSET or name in ("id", "type") or (name in FLAGS and not is_given):
            continue
        if is_call and name.startswith(CALLED_INPUT):
            called[name] = value
        elif is_given:
            written[name] = value
        elif is_call and name == "workflow_inputs":
            continue  # the editor gathers them anew
        elif is_known:
            written[name] = value
        elif value is not None:
            unknown.append(name)
    if is_call:
        written.setdefault("workflow_inputs", called)
    if unknown:
        left_out.append(_dropped(node, unknown))
    return {**{flag: node.data[kept] for flag, kept in FLAGS.items()}, **written}


def _dropped(node: EditorNode, unknown: Sequence[str]) -> LeftOut:
    """What is told of values for inputs that the node's class has not."""
    what = "an input" if len(unknown) == 1 else "inputs"
    names = listed([brief(name) for name in unknown])
    return LeftOut(f"{node.type} has no longer {what} {names}: the value was dropped", node.id, unknown[0])


def _takes(cls: type[Node], name: str) -> bool:
    return cls.extra_inputs or declared_port(cls, name, "takes") is not None


def _board(value: Any, board_id: str | None) -> Any:
    """The board of a picture, or `UNSET`: "auto" is the editor's own choice, which is `board_id` here."""
    if value is UNSET or not value or value == "auto":
        return UNSET if board_id is None else {"board_id": board_id}
    return UNSET if value == "none" else value


def without_defaults(node: Mapping[str, Any], given: Collection[str] = ()) -> dict[str, Any]:
    """A node without the values that it has anyway, which editor and server write all the same."""
    cls = node_class(node["type"]) or Node
    kept = {"id", "type", *given}
    return {name: value for name, value in node.items() if name in kept or not is_default(cls, name, value)}


def is_default(node: Node | type[Node], name: str, value: Any) -> bool:
    """Whether a JSON value is the default of an input. JavaScript writes 1.0 as 1, and the server's source has
    defaults of 0 that it keeps as 0.0; but true is not 1.
    """
    port = declared_port(node, name, "takes")
    if port is None or (value is None and port.required):
        return False
    default = to_json_value(port.default)
    if {type(default), type(value)} == {float, int} and port.takes is not None and FLOAT in port.takes.members:
        return bool(default == value)
    return type(value) is type(default) and repr(value) == repr(default)
