"""New graphs from old ones: copies, mergers, substitutions, excerpts; and what differs between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from invokegraph.errors import UnknownName
from invokegraph.graph import Graph, Remainder, reach
from invokegraph.node import Node, blank
from invokegraph.ports import Output, Wires
from invokegraph.values import shorten
from invokegraph.wiring import label_of, outputs_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def copied(graph: Graph) -> Graph:
    """A graph of copies of all nodes; see `Graph.copy`."""
    return _copied(graph, graph.sinks)


def pruned(graph: Graph, *keep: Node | Output[Any] | str) -> Graph:
    """A copy with only some nodes and what they depend on; see `Graph.prune`."""
    kept = _copied(graph, [graph[graph.id_of(node)] for node in keep])
    kept.remainder.dangling.clear()
    return kept


def merged(graph: Graph, *others: Graph) -> Graph:
    """A graph of copies of the nodes of several; see `Graph.merge`."""
    union = Graph()
    for part in (graph, *others):
        for node in part.sinks:
            union.add(node)
        rest, own = union.remainder, part.remainder
        rest.fields = {**own.fields, **rest.fields}
        rest.dangling += own.dangling
        rest.edge_fields.update(own.edge_fields)
        rest.written_ids.update(own.written_ids)
    known: dict[Node, str] = {}
    given: set[str] = set()
    for part in (graph, *others):
        for node, id_ in part.ids().items():
            if node not in known and id_ not in given:
                known[node] = id_
                given.add(id_)
    union.adopt(known, {})
    return _copied(union, union.sinks)


def substituted(graph: Graph, old: Node | Output[Any] | str, new: Node | Output[Any]) -> Graph:
    """A copy in which `new` feeds all that `old` fed; see `Graph.substitute`."""
    gone = graph[graph.id_of(old)]
    wide = Graph(*graph.sinks, new)
    wide.adopt(graph.ids(), {})
    wide.remainder = graph.remainder
    made = _copied(wide, wide.sinks)
    for node in graph.nodes:
        copy = made[made.id_of(node)]
        for name, held in node.given.items():
            if any(
                output.node is gone and (not isinstance(old, Output) or output.name == old.name)
                for output in outputs_in(held)
            ):
                copy.given[name] = _rewired(made, copy, name, gone, old, new)
    stays = isinstance(old, Output) or gone not in graph.sinks
    sinks = [node for node in graph.sinks if stays or node is not gone]
    if not stays:
        sinks.append(new.node if isinstance(new, Output) else new)
    return _narrowed(made, [made[made.id_of(node)] for node in sinks])


def differences(graph: Graph, other: Graph) -> list[str]:
    """What changes from one graph to another, a sentence a change; see `Graph.diff`."""
    old, new = _told(graph), _told(other)
    lines = [f"{id_}: removed ({old[id_][0]})" for id_ in old if id_ not in new]
    for id_, (type_id, inputs) in new.items():
        if id_ not in old:
            lines.append(f"{id_}: added ({type_id}{''.join(f', {name} = {value}' for name, value in inputs.items())})")
            continue
        old_type, before = old[id_]
        if old_type != type_id:
            lines.append(f"{id_}: {old_type} -> {type_id}")
        for name in dict.fromkeys([*before, *inputs]):
            was, is_ = before.get(name, "unset"), inputs.get(name, "unset")
            if was != is_:
                lines.append(f"{id_}.{name}: {was} -> {is_}")
    loose, loose_now = graph.remainder.dangling, other.remainder.dangling
    lines += [f"edge {edge}: removed" for edge in loose if edge not in loose_now]
    lines += [f"edge {edge}: added" for edge in loose_now if edge not in loose]
    if graph.remainder.fields != other.remainder.fields:
        lines.append(f"graph: {shorten(graph.remainder.fields)} -> {shorten(other.remainder.fields)}")
    return lines


def _told(graph: Graph) -> dict[str, tuple[str, dict[str, str]]]:
    """By node id, its type and what each of its inputs was given, in words."""
    ids = graph.ids()
    return {
        id_: (node.type, {name: _in_words(held, ids) for name, held in node.given.items()}) for node, id_ in ids.items()
    }


def _in_words(held: object, ids: Mapping[Node, str]) -> str:
    sources = [f"{ids[output.node]}.{output.name}" for output in outputs_in(held)]
    if isinstance(held, Wires) and held.beside is not Wires.NOTHING:
        sources.append(shorten(held.beside))
    return " and ".join(sources) if sources else shorten(held)


def _copied(graph: Graph, sinks: Iterable[Node]) -> Graph:
    """A graph of copies of some nodes and of what they depend on, under the same ids."""
    sinks = list(sinks)
    copies = {node: _copy_node(node) for node in reach(sinks)[0]}
    for node, copy in copies.items():
        copy.given.update((name, _moved(held, copies)) for name, held in node.given.items())
    made = Graph(*(copies[node] for node in sinks))
    ids = graph.ids()
    made.adopt({copy: ids[node] for node, copy in copies.items()}, {**graph.handles(copies), **copies})
    made.remainder = _copy_remainder(graph.remainder, copies)
    return made


def _narrowed(graph: Graph, sinks: Iterable[Node]) -> Graph:
    """The same nodes, seen from other sinks."""
    narrow = Graph(*sinks)
    narrow.adopt(graph.ids(), graph.handles({node: node for node in graph.ids()}))
    narrow.remainder = graph.remainder
    return narrow


def _copy_node(node: Node) -> Node:
    copy = blank(type(node), node.id)
    for slot in ("_site", "_sites", *type(node).__dict__.get("__slots__", ())):
        object.__setattr__(copy, slot, getattr(node, slot))
    return copy


def _moved(held: Any, copies: Mapping[Node, Node]) -> Any:
    """What a copy holds for an input: wires lead to copies; lists and dicts are its own."""
    if isinstance(held, Output):
        output = cast("Output[Any]", held)
        return Output[Any](copies[output.node], output.port)
    if isinstance(held, Wires):
        return Wires([_moved(output, copies) for output in held.outputs], held.beside)
    if isinstance(held, list):
        return [_moved(part, copies) for part in cast("list[Any]", held)]
    if isinstance(held, dict):
        return {key: _moved(part, copies) for key, part in cast("dict[str, Any]", held).items()}
    return held


def _copy_remainder(rest: Remainder, copies: Mapping[Node, Node]) -> Remainder:
    copy = Remainder()
    copy.fields = dict(rest.fields)
    copy.dangling = list(rest.dangling)
    copy.edge_fields = dict(rest.edge_fields)
    copy.positions = dict(rest.positions)
    copy.written_ids = {copies[node]: id_ for node, id_ in rest.written_ids.items() if node in copies}
    return copy


def _rewired(
    graph: Graph, copy: Node, name: str, gone: Node, old: Node | Output[Any] | str, new: Node | Output[Any]
) -> Any:
    """What the copy of a consumer holds once the outputs of `gone` have given way to those of `new`."""
    from invokegraph.node import input_port

    port = input_port(copy, name)
    held = copy.given[name]
    gone_copy = graph[graph.id_of(gone)]
    source = graph[graph.id_of(new)]

    def replaced(output: Output[Any]) -> Output[Any]:
        if output.node is not gone_copy or (isinstance(old, Output) and output.name != old.name):
            return output
        wanted = new.name if isinstance(new, Output) else output.name
        if wanted not in source.outputs:
            raise UnknownName(f"{label_of(source)} has no output {wanted}, which {label_of(copy)}.{name} needs")
        accepted: Output[Any] = port.accept(copy, source.outputs[wanted])
        return accepted

    if isinstance(held, Wires):
        return Wires([replaced(output) for output in held.outputs], held.beside)
    return replaced(cast("Output[Any]", held))
