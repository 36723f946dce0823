"""New graphs from old ones: copies, mergers, substitutions, excerpts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from invokegraph.errors import UnknownName
from invokegraph.graph import Graph, demand_graphs, reach
from invokegraph.node import Node, blank, input_port, slots_of
from invokegraph.ports import Output, Wires, output_of
from invokegraph.remainder import Remainder
from invokegraph.values import own
from invokegraph.wiring import label_of, outputs_in, place_of, upstream
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def copied(graph: Graph) -> Graph:
    """A graph of copies of all nodes; see `Graph.copy`."""
    return _copied(graph, graph.sinks)[0]


def recast(graph: Graph, class_of: Callable[[Node], type[Node]]) -> tuple[Graph, Mapping[Node, Node]]:
    """A graph of copies that are of other classes: what each node was given stays, whether its new class takes it or
    not.

    Args:
        graph: The graph.
        class_of: Says of which class the copy of a node is.

    Returns:
        The graph, and the copy of each node.
    """
    return _copied(graph, graph.sinks, class_of)


def pruned(graph: Graph, *keep: Node | Output[Any] | str) -> Graph:
    """A copy with only some nodes and what they depend on; see `Graph.prune`."""
    kept, _ = _copied(graph, map(graph.named, keep))
    kept.remainder.dangling.clear()
    return kept


def merged(graph: Graph, *others: Graph) -> Graph:
    """A graph of copies of the nodes of several; see `Graph.merge`."""
    demand_graphs("merge", *others)
    union = Graph()
    known: dict[Node, str] = {}
    handles: dict[Node, Node] = {}
    for part in reversed((graph, *others)):  # the first has the last word
        rest, more = union.remainder, part.remainder
        rest.fields.update(more.fields)
        rest.edges.update(more.edges)
        rest.nodes = {**more.nodes, **rest.nodes}
        rest.written_ids.update(more.written_ids)
        rest.dangling = [*more.dangling, *rest.dangling]
        handles.update(part.handles())
        union.labels.update(part.labels)
        union.left_out = (*part.left_out, *union.left_out)
    given: set[str] = set()
    for part in (graph, *others):
        for node in part.sinks:
            union.add(node)
        for node, id_ in part.ids().items():
            if node not in known and id_ not in given:
                known[node] = id_
                given.add(id_)
    union.adopt(known, handles)
    dangling, union.remainder.dangling = union.remainder.dangling, []
    made = _copied(union, union.sinks)[0]
    made.remainder.dangling = dangling  # those whose ends have come together are wired there, and not in the parts
    return made


def substituted(graph: Graph, old: Node | Output[Any] | str, new: Node | Output[Any]) -> Graph:
    """A copy in which `new` feeds all that `old` fed; see `Graph.substitute`."""
    old_node = graph.named(old)
    if not isinstance(new, (Node, Output)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
        raise TypeError(f"a node or an output is needed in place of {label_of(old_node)}, not {shorten(new)}")
    port = old.name if isinstance(old, Output) else None
    made, copies = _copied(graph, graph.sinks)
    gone = copies[old_node]
    given = new.node if isinstance(new, Output) else new
    source = _brought_in(made, given)

    def replaced(output: Output[Any], place: str) -> Output[Any] | None:
        """What takes the place of an output that feeds `place`; None where it stays."""
        if output.node is not gone or (port is not None and output.name != port):
            return None
        wanted = new.name if isinstance(new, Output) else output.name
        if wanted not in source.outputs:
            raise UnknownName(f"{label_of(source)} has no output {brief(wanted)}, which {place} needs")
        return source.outputs[wanted]

    depends = set(upstream(source))  # what the new one depends on goes on being fed by the old one
    for copy in copies.values():
        if copy not in depends:
            _rewire(copy, replaced)
    sinks = [copies[node] for node in graph.sinks]
    if not isinstance(old, Output):
        sinks = [source if sink is gone else sink for sink in sinks]
    narrow = Graph(*sinks)
    narrow.adopt(made.ids(), made.handles())
    narrow.remainder = made.remainder
    narrow.labels = made.labels
    narrow.left_out = made.left_out
    return narrow


def _copied(
    graph: Graph, sinks: Iterable[Node], class_of: Callable[[Node], type[Node]] = type
) -> tuple[Graph, dict[Node, Node]]:
    """A graph of copies of some nodes and of what they depend on, under the same ids; and the copy of each."""
    sinks = list(sinks)
    copies = {node: _copy_node(node, class_of(node)) for node in reach(sinks)[0]}
    for node, copy in copies.items():
        copy.given.update((name, _moved(held, copies)) for name, held in node.given.items())
    made = Graph(*(copies[node] for node in sinks))
    ids = graph.ids()
    handles = {handle: copies[node] for handle, node in graph.handles().items() if node in copies}
    made.adopt({copy: ids[node] for node, copy in copies.items()}, {**handles, **copies})
    made.remainder = _copy_remainder(graph.remainder, copies)
    kept = {ids[node] for node in copies}
    made.labels = {id_: label for id_, label in graph.labels.items() if id_ in kept}
    made.left_out = graph.left_out
    return made, copies


def _brought_in(made: Graph, node: Node) -> Node:
    """The node of `made` that `node` names, or its copy there, wired to the nodes of `made` where its own wires name
    those.
    """
    ids = made.ids()
    found: dict[Node, Node] = {}
    brought: list[Node] = []
    for needed in reach([node])[0]:
        known = made.own(needed)
        found[needed] = known if known in ids else _copy_node(needed, type(needed))
        if known not in ids:
            brought.append(needed)
    for needed in brought:
        found[needed].given.update((name, _moved(held, found)) for name, held in needed.given.items())
    made.adopt(ids, {**made.handles(), **{needed: found[needed] for needed in brought}})
    return found[node]


def _rewire(node: Node, replaced: Callable[[Output[Any], str], Output[Any] | None]) -> None:
    """Give the inputs of a node the outputs that take the place of those that feed them."""
    for name, held in node.given.items():
        outputs = outputs_in(held)
        others = [replaced(output, place_of(node, name)) for output in outputs]
        if not any(others):
            continue
        port = input_port(node, name)
        fed = [
            output if other is None else port.accept(node, other) for output, other in zip(outputs, others, strict=True)
        ]
        node.given[name] = Wires(fed, held.beside) if isinstance(held, Wires) else fed[0]


def _copy_node(node: Node, cls: type[Node]) -> Node:
    copy = blank(cls, node.id)
    for slot in slots_of(cls):
        if slot not in ("given", "id", "_sites") and hasattr(node, slot):
            object.__setattr__(copy, slot, getattr(node, slot))
    object.__setattr__(copy, "_sites", dict(getattr(node, "_sites", None) or {}))
    return copy


def _moved(held: Any, copies: Mapping[Node, Node]) -> Any:
    """What a copy holds for an input: wires lead to copies; lists and dicts are its own."""
    if isinstance(held, Output):
        output = cast("Output[Any]", held)
        source = copies[output.node]
        same = type(source) is type(output.node)
        return Output[Any](source, output.port) if same else output_of(source, output.name)
    if isinstance(held, Wires):
        return Wires([_moved(output, copies) for output in held.outputs], own(held.beside))
    return own(held)


def _copy_remainder(rest: Remainder, copies: Mapping[Node, Node]) -> Remainder:
    copy = Remainder()
    copy.fields = own(rest.fields)
    copy.nodes = {copies[node]: None for node in rest.nodes if node in copies}
    copy.written_ids = {copies[node]: id_ for node, id_ in rest.written_ids.items() if node in copies}
    copy.edges = {edge: list(entries) for edge, entries in rest.edges.items()}
    copy.dangling = list(rest.dangling)
    return copy
