"""Graphs as dicts and JSON in the server's shape, in and out."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from invokegraph.catalog import node_class
from invokegraph.errors import FormatError, InvalidGraph
from invokegraph.graph import Graph
from invokegraph.model import Model
from invokegraph.node import Node, UnknownNode, blank
from invokegraph.ports import Output, Wires, output_of
from invokegraph.problem import Edge, edge_to_dict
from invokegraph.values import DEEPEST, PLAIN, own, to_json_value, why_unsendable
from invokegraph.wiring import outputs_in
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invokegraph.remainder import Ends


def graph_to_dict(graph: Graph) -> dict[str, Any]:
    """The graph in the server's shape; see `Graph.to_dict`."""
    nodes, edges = _written(graph)
    rest = graph.remainder
    entries = (
        [own(written) or edge_to_dict(*edge) for edge, written in rest.edges_in_order(edges)]
        if rest.edges
        else [edge_to_dict(*edge) for edge in edges]
    )
    return {**own(rest.fields), "nodes": nodes, "edges": entries}


def graph_to_json(graph: Graph, indent: int | None) -> str:
    """The graph as JSON text; see `Graph.to_json`."""
    from json import dumps
    from json.encoder import encode_basestring_ascii as quoted

    if indent is not None or graph.remainder.edges:
        return dumps(graph_to_dict(graph), indent=indent)
    nodes, edges = _written(graph)
    # There are more edges than nodes and all have one shape: writing them directly takes a fifth of the time of dumps.
    lines = [
        f'{{"source": {{"node_id": {quoted(source)}, "field": {quoted(source_field)}}}, '
        f'"destination": {{"node_id": {quoted(target)}, "field": {quoted(target_field)}}}}}'
        for source, source_field, target, target_field in edges
    ]
    head = dumps({**graph.remainder.fields, "nodes": nodes})
    return "".join((head[:-1], ', "edges": [', ", ".join(lines), "]}"))


def _written(graph: Graph) -> tuple[dict[str, dict[str, Any]], list[Ends]]:
    """The nodes in the server's shape by their ids, and the ends of the edges.

    The ends are bare tuples: the garbage collector loses sight of these at once, but not of Edges.
    """
    ids = graph.ids()
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[Ends] = []
    for node, id_ in ids.items():
        nodes[id_] = written = {"id": id_, "type": node.type}
        for name, held in node.given.items():
            kind = held.__class__
            if kind is Output:
                edges.append((ids[held.node], held.port.name, id_, name))
            elif kind in PLAIN:
                written[name] = held
            elif kind is Wires:
                edges += [(ids[output.node], output.port.name, id_, name) for output in held.outputs]
                if held.beside is not Wires.NOTHING:
                    written[name] = to_json_value(held.beside)
            else:
                written[name] = to_json_value(held)
    if len(nodes) < len(ids):
        from invokegraph.validation import duplicate_ids

        raise InvalidGraph(list(duplicate_ids(ids)))
    for node, written_id in graph.remainder.written_ids.items():
        if node not in ids or written_id == ids[node]:
            continue
        if written_id is Wires.NOTHING:
            del nodes[ids[node]]["id"]
        else:
            nodes[ids[node]]["id"] = own(written_id)
    return nodes, [*edges, *graph.remainder.dangling]


def mismatched(graph: Graph, ids: Mapping[Node, str]) -> list[tuple[Node, Any]]:
    """The nodes of a file whose own `id` is not the key that they stand under, with that id or `Wires.NOTHING`."""
    written = graph.remainder.written_ids
    return [(node, id_) for node, id_ in written.items() if node in ids and _as_text(id_) != ids[node]]


def _as_text(id_: Any) -> Any:
    """An id as the server reads it: a number is text to it."""
    return str(id_) if isinstance(id_, (int, float)) and not isinstance(id_, bool) else id_


def comparable(graph: Graph) -> tuple[Any, ...]:
    """What makes two graphs equal: nodes by id, and edges whatever their order, as long as those into one input keep
    theirs.

    Values are compared as JSON text: 1, 1.0 and true are three values.
    """
    from json import dumps

    ids = graph.ids()
    nodes = sorted((id_, node.type, dumps(given_values(node), sort_keys=True)) for node, id_ in ids.items())
    own_ids = sorted((ids[node], repr(id_)) for node, id_ in mismatched(graph, ids))
    edges = sorted(graph.edges, key=lambda edge: (edge.target, edge.target_field))
    return nodes, own_ids, edges, dumps(graph.remainder.fields, sort_keys=True)


def given_values(node: Node) -> dict[str, Any]:
    """The values that a node was given, as JSON; a value that stands beside wires included."""
    beside = {name: held.beside if isinstance(held, Wires) else held for name, held in node.given.items()}
    return {
        name: to_json_value(value)
        for name, value in beside.items()
        if value is not Wires.NOTHING and not isinstance(value, Output)
    }


def graph_from_json(text: str | bytes) -> Graph:
    """Read a graph from JSON text; see `Graph.from_json`."""
    return graph_from_dict(json_of(text))


def json_of(text: str | bytes) -> Any:
    """What a JSON text says; FormatError if it is none."""
    from json import loads

    if not isinstance(text, (str, bytes)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
        raise FormatError(f"a JSON text is needed, not {shorten(text)}")
    try:
        return loads(text.decode(_encoding_of(text)) if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from None


def _encoding_of(text: bytes) -> str:
    """UTF-8, but for what PowerShell has written, which begins with a mark of its own."""
    return "utf-16" if text.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"


def graph_from_dict(data: Mapping[str, Any]) -> Graph:
    """Read a graph in the server's shape; see `Graph.from_dict`."""
    fields = object_of(data, "a graph", "nodes and edges")
    written_nodes = object_of(fields.get("nodes", {}), "nodes", "nodes by their ids")
    written_edges = fields.get("edges", [])
    if not isinstance(written_edges, (list, tuple)):
        raise FormatError(f"edges: a list of edges is needed, not {shorten(written_edges)}")
    graph = Graph()
    graph.remainder.fields = {
        name: copy_of(value, name) for name, value in fields.items() if name not in ("nodes", "edges")
    }
    nodes: dict[str, Node] = {}
    for id_, written in written_nodes.items():
        nodes[id_] = graph.add(_read_node(graph, id_, written))
    wires: dict[tuple[str, str], list[Edge]] = {}
    for position, written in enumerate(cast("Iterable[object]", written_edges)):
        edge, more = _read_edge(f"edges[{position}]", written)
        graph.remainder.edges.setdefault(edge, []).append((position, more))
        if edge.source in nodes and edge.target in nodes:
            wires.setdefault((edge.target, edge.target_field), []).append(edge)
        else:
            graph.remainder.dangling.append(edge)
    for (target, _), edges in wires.items():
        wire(nodes[target], [(nodes[edge.source], edge) for edge in edges])
    return graph


def object_of(value: object, where: str, what: str) -> dict[str, Any]:
    """`value`, which has to be an object with text for keys."""
    if not isinstance(value, Mapping):
        editor = " (a list of nodes is the editor's own format)" if where == "nodes" and value.__class__ is list else ""
        raise FormatError(f"{brief(where, 200)}: an object is needed that holds {what}, not {shorten(value)}{editor}")
    entries = cast("dict[object, object]", value if isinstance(value, dict) else dict(cast("Any", value)))
    fields: dict[str, Any] = {}
    for key, part in entries.items():
        if not isinstance(key, str):
            raise FormatError(f"{brief(where, 200)}: the key {shorten(key)} is no text")
        fields[key if key.__class__ is str else str.__str__(key)] = part
    return fields


def _read_node(graph: Graph, id_: str, written: object) -> Node:
    where = f"nodes[{shorten(id_)}]"
    fields = object_of(written, where, "the node's type and inputs")
    type_id = copy_of(fields.pop("type", None), f"{where}.type")
    if not isinstance(type_id, str):
        raise FormatError(f"{brief(where, 200)}.type: the name of a node type is needed, not {shorten(type_id)}")
    cls = node_class(type_id)
    node = blank(cls or UnknownNode, id_)
    if cls is None:
        object.__setattr__(node, "type", type_id)
    graph.remainder.nodes[node] = None
    if "id" not in fields:
        graph.remainder.written_ids[node] = Wires.NOTHING
    elif (written_id := copy_of(fields.pop("id"), f"{where}.id")) != id_:
        graph.remainder.written_ids[node] = written_id
    ports = node.ports()
    for name, value in fields.items():
        held = copy_of(value, f"{where}.{name}")
        model = Model.from_dict(held) if name in ports and ports[name].takes_model else None
        node.given[name] = held if model is None else model
    return node


def _read_edge(where: str, written: object) -> tuple[Edge, dict[str, Any] | None]:
    """An edge, and the whole of what was written if that was more than the edge."""
    fields = object_of(written, where, "source and destination")
    ends: list[str] = []
    entries = len(fields)
    for side in ("source", "destination"):
        end = object_of(fields.get(side), f"{where}.{side}", "node_id and field")
        entries += len(end)
        ends += [text_of(end.get(part), f"{where}.{side}.{part}") for part in ("node_id", "field")]
    is_all = entries == 6  # noqa: PLR2004 - two sides, each of two parts
    return Edge(*ends), None if is_all else copy_of(fields, where)


def wire(target: Node, sources: Sequence[tuple[Node, Edge]]) -> None:
    """Feed one input from some nodes as a file says, whether it takes that or not; what it held before stays beside."""
    name = sources[0][1].target_field
    outputs = [output_of(source, edge.source_field) for source, edge in sources]
    held = target.given.get(name, Wires.NOTHING)
    before, beside = outputs_in(held), Wires.NOTHING
    if isinstance(held, Wires):
        beside = held.beside
    elif not before:
        beside = held
    is_alone = len(outputs) == 1 and not before and beside is Wires.NOTHING
    target.given[name] = outputs[0] if is_alone else Wires([*before, *outputs], beside)


def text_of(value: object, where: str) -> str:
    """`value`, which has to be a text."""
    if not isinstance(value, str):
        raise FormatError(f"{brief(where, 200)}: a text is needed, not {shorten(value)}")
    return value if value.__class__ is str else str.__str__(value)


def copy_of(value: object, where: str, depth: int = 0) -> Any:
    """A copy of a JSON value in plain types, not nested without end; FormatError for anything else."""
    if depth > DEEPEST:
        raise FormatError(f"{brief(where, 200)}: nested more than {DEEPEST} deep, or holding itself")
    if value.__class__ is str or value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, int):
        if why := why_unsendable(number := int.__int__(value)):
            raise FormatError(f"{brief(where, 200)}: {why}")
        return number
    if isinstance(value, (list, tuple)):
        return [
            copy_of(part, f"{where}[{place}]", depth + 1) for place, part in enumerate(cast("Iterable[object]", value))
        ]
    if isinstance(value, Mapping):
        return {
            key: copy_of(part, f"{where}.{key}", depth + 1)
            for key, part in object_of(cast("object", value), where, "JSON").items()
        }
    if hasattr(type(value), "model_dump") or isinstance(value, Model):
        return value
    raise FormatError(f"{brief(where, 200)}: JSON has no {type(value).__name__}")
