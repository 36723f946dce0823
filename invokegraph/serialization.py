"""Graphs as dicts and JSON in the server's shape, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.catalog import node_class
from invokegraph.errors import FormatError, InvalidGraph
from invokegraph.graph import Graph
from invokegraph.model import Model
from invokegraph.node import Node, UnknownNode, blank, extra_port
from invokegraph.ports import Output, Port, Wires
from invokegraph.problem import Edge
from invokegraph.values import PLAIN, shorten, to_json_value

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST: Final = 100
_Ends = tuple[str, str, str, str]
"""An edge as a bare tuple: the garbage collector loses sight of these at once, but not of Edges."""


def graph_to_dict(graph: Graph) -> dict[str, Any]:
    """The graph in the server's shape; see `Graph.to_dict`."""
    nodes, edges = _written(graph)
    rest = graph.remainder
    written = [_edge_to_dict(*edge) for edge in edges]
    if rest.edge_fields:
        written = [
            {**rest.edge_fields.get(Edge(*edge), {}), **entry} for edge, entry in zip(edges, written, strict=True)
        ]
    return {**rest.fields, "nodes": nodes, "edges": written}


def graph_to_json(graph: Graph, indent: int | None) -> str:
    """The graph as JSON text; see `Graph.to_json`."""
    from json import dumps
    from json.encoder import encode_basestring_ascii as quoted

    if indent is not None or graph.remainder.edge_fields:
        return dumps(graph_to_dict(graph), indent=indent)
    nodes, edges = _written(graph)
    # There are more edges than nodes and all have one shape: writing them directly takes a fifth of the time of dumps.
    lines = [
        f'{{"source":{{"node_id":{quoted(source)},"field":{quoted(source_field)}}},'
        f'"destination":{{"node_id":{quoted(target)},"field":{quoted(target_field)}}}}}'
        for source, source_field, target, target_field in edges
    ]
    head = dumps({**graph.remainder.fields, "nodes": nodes}, separators=(",", ":"))
    return "".join((head[:-1], ',"edges":[', ",".join(lines), "]}"))


def _edge_to_dict(source: str, source_field: str, target: str, target_field: str) -> dict[str, Any]:
    return {
        "source": {"node_id": source, "field": source_field},
        "destination": {"node_id": target, "field": target_field},
    }


def _written(graph: Graph) -> tuple[dict[str, dict[str, Any]], list[_Ends]]:
    """The nodes in the server's shape by their ids, and the ends of the edges."""
    ids = graph.ids()
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[_Ends] = []
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
        if written_id is Wires.NOTHING:
            del nodes[ids[node]]["id"]
        else:
            nodes[ids[node]]["id"] = written_id
    return nodes, graph.remainder.in_order([*edges, *graph.remainder.dangling])


def comparable(graph: Graph) -> tuple[Any, ...]:
    """What makes two graphs equal: nodes by id, and edges whatever their order, as long as those into one input keep
    theirs.
    """
    ids = graph.ids()
    nodes = [(id_, node.type, _values(node)) for node, id_ in ids.items()]
    edges = sorted(graph.edges, key=lambda edge: (edge.target, edge.target_field))
    return sorted(nodes, key=lambda entry: entry[0]), edges, graph.remainder.fields


def _values(node: Node) -> dict[str, Any]:
    """The values that a node was given, as JSON; a value that stands beside wires included."""
    beside = {name: held.beside if isinstance(held, Wires) else held for name, held in node.given.items()}
    return {
        name: to_json_value(value)
        for name, value in beside.items()
        if value is not Wires.NOTHING and not isinstance(value, Output)
    }


def graph_from_json(text: str | bytes) -> Graph:
    """Read a graph from JSON text; see `Graph.from_json`."""
    from json import loads

    try:
        data = loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from None
    return graph_from_dict(data)


def graph_from_dict(data: Mapping[str, Any]) -> Graph:
    """Read a graph in the server's shape; see `Graph.from_dict`."""
    fields = _object(data, "a graph", "nodes and edges")
    written_nodes = _object(fields.get("nodes", {}), "nodes", "nodes by their ids")
    written_edges = fields.get("edges", [])
    if not isinstance(written_edges, (list, tuple)):
        raise FormatError(f"edges: a list of edges is needed, not {shorten(written_edges)}")
    graph = Graph()
    graph.remainder.fields = {
        name: _copied(value, name) for name, value in fields.items() if name not in ("nodes", "edges")
    }
    nodes: dict[str, Node] = {}
    for id_, written in written_nodes.items():
        nodes[id_] = graph.add(_read_node(graph, id_, written))
    for position, written in enumerate(cast("Iterable[object]", written_edges)):
        edge = _read_edge(graph, f"edges[{position}]", written)
        graph.remainder.positions.setdefault(edge, []).append(position)
        if edge.source in nodes and edge.target in nodes:
            _wire(nodes[edge.source], nodes[edge.target], edge)
        else:
            graph.remainder.dangling.append(edge)
    return graph


def _object(value: object, where: str, what: str) -> dict[str, Any]:
    """`value`, which has to be an object with text for keys."""
    if not isinstance(value, Mapping):
        raise FormatError(f"{where}: an object is needed that holds {what}, not {shorten(value)}")
    for key in cast("Mapping[object, object]", value):
        if not isinstance(key, str):
            raise FormatError(f"{where}: the key {shorten(key)} is no text")
    return dict(cast("Mapping[str, Any]", value))


def _read_node(graph: Graph, id_: str, written: object) -> Node:
    where = f"nodes[{shorten(id_)}]"
    fields = _object(written, where, "the node's type and inputs")
    type_id = fields.pop("type", None)
    if not isinstance(type_id, str):
        raise FormatError(f"{where}.type: the name of a node type is needed, not {shorten(type_id)}")
    cls = node_class(type_id)
    node = blank(cls or UnknownNode, id_)
    if cls is None:
        object.__setattr__(node, "type", type_id)
    written_id = fields.pop("id", Wires.NOTHING)
    if written_id is Wires.NOTHING or written_id != id_:
        graph.remainder.written_ids[node] = _copied(written_id, f"{where}.id")
    ports = node.ports()
    for name, value in fields.items():
        held = value if value.__class__ in PLAIN else _copied(value, f"{where}.{name}")
        takes = ports[name].takes if name in ports else None
        is_model = takes is not None and any(member.name == "ModelIdentifierField" for member in takes.members)
        node.given[name] = (Model.from_dict(held) if is_model else None) or held
    return node


def _read_edge(graph: Graph, where: str, written: object) -> Edge:
    fields = _object(written, where, "source and destination")
    ends: list[str] = []
    for side in ("source", "destination"):
        end = _object(fields.pop(side, None), f"{where}.{side}", "node_id and field")
        for part in ("node_id", "field"):
            if not isinstance(end.get(part), str):
                raise FormatError(f"{where}.{side}.{part}: a text is needed, not {shorten(end.get(part))}")
            ends.append(end[part])
    edge = Edge(*ends)
    if fields:
        graph.remainder.edge_fields[edge] = {name: _copied(value, f"{where}.{name}") for name, value in fields.items()}
    return edge


def _wire(source: Node, target: Node, edge: Edge) -> None:
    """Wire two nodes as the file says, whether the input takes that or not."""
    output: Output[Any] = Output(source, _output_port(source, edge.source_field))
    held = target.given.get(edge.target_field, Wires.NOTHING)
    if held is Wires.NOTHING:
        target.given[edge.target_field] = output
    elif isinstance(held, Output):
        target.given[edge.target_field] = Wires([cast("Output[Any]", held), output])
    elif isinstance(held, Wires):
        target.given[edge.target_field] = Wires([*held.outputs, output], held.beside)
    else:
        target.given[edge.target_field] = Wires([output], held)


def _output_port(node: Node, name: str) -> Port:
    """The port of the output called `name`; one of unknown type where the node's class has none."""
    declared = node.ports().get(name)
    if declared is not None and declared.name == name and declared.gives is not None:
        return declared
    known = node.outputs.get(name)
    return known.port if known is not None else extra_port(name)


def _copied(value: object, where: str, depth: int = 0) -> Any:
    """A copy of a JSON value that is not nested without end; FormatError for anything else."""
    if depth > _DEEPEST:
        raise FormatError(f"{where}: nested more than {_DEEPEST} deep, or holding itself")
    if isinstance(value, (str, int, float, bool, type(None))) or value is Wires.NOTHING:
        return value
    if isinstance(value, (list, tuple)):
        return [
            _copied(part, f"{where}[{place}]", depth + 1) for place, part in enumerate(cast("Iterable[object]", value))
        ]
    if isinstance(value, Mapping):
        return {
            key: _copied(part, f"{where}.{key}", depth + 1)
            for key, part in _object(cast("object", value), where, "JSON").items()
        }
    if hasattr(value, "model_dump") or isinstance(value, Model):
        return value
    raise FormatError(f"{where}: JSON has no {type(value).__name__}")
