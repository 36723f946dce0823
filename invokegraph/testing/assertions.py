"""`assert_graph`: what a test says about a graph, and what the graph has instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

from invokegraph.diff import in_words
from invokegraph.errors import InvalidGraph, UnknownName
from invokegraph.graph import Graph
from invokegraph.node import Node, input_port
from invokegraph.ports import Output
from invokegraph.values import to_json_value
from invokegraph.wiring import label_of, outputs_in
from invokegraph.words import brief, did_you_mean, listed, shorten

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import TypeAlias

    from invokegraph.ports import Port

    Which: TypeAlias = Node | type[Node] | str
    """One node, all nodes of a class, or the node with this id."""

_TOLD = 4


def assert_graph(graph: Graph) -> GraphAssertion:
    """Check claims about a graph; an `AssertionError` says what is there instead.

    Args:
        graph: The graph. Nodes of a graph that it was copied from name their copies.

    Example:
        >>> from nodes_catalog import Add, Integer
        >>> three = Integer(value=3)
        >>> add = Add(a=three.value, b=4)
        >>> assert_graph(Graph(add)).valid().has(Add, b=4).wired(three.value, "add.a").count(Integer, 1)
        <GraphAssertion on <Graph of 2 nodes, 1 edge>>
    """
    return GraphAssertion(graph)


class _End(NamedTuple):
    """One side of a wire: any of some nodes, and one of their ports or any."""

    nodes: Collection[Node]
    port: str | None
    words: str


class GraphAssertion:
    """Claims about one graph. Each returns the assertion itself, so that another can follow.

    Args:
        graph: The graph.
    """

    def __init__(self, graph: Graph) -> None:
        if not isinstance(graph, Graph):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError(f"assert_graph looks at a graph, not at {shorten(graph)}")
        self.graph = graph

    def valid(self, *, ignore: Collection[str] = ()) -> Self:
        """The graph has no problems.

        Args:
            ignore: Codes of problems to let pass.
        """
        __tracebackhide__ = True
        if problems := self.graph.problems(ignore=ignore):
            raise AssertionError(f"the graph has {InvalidGraph(problems)}")
        return self

    def has(self, which: Which, /, **inputs: object) -> Self:
        """The graph has this node, or one of this class, with these inputs.

        Args:
            which: A node, a class of nodes, or an id.
            inputs: What one and the same node has in its inputs: values, defaults included; outputs, or a list of
                outputs, that are wired to it; None for what has neither.

        Raises:
            UnknownName: The node has no such input.
            ValueRefused: The input takes no such value, so that no node can have it.
        """
        __tracebackhide__ = True
        ids = self.graph.ids()
        unlike = [(node, self._unlike(node, inputs)) for node in self._found(which)]
        if any(not differing for _, differing in unlike):
            return self
        unlike.sort(key=lambda entry: len(entry[1]))
        wanted = ", ".join(f"{name} = {self._words(value)}" for name, value in inputs.items())
        lines = [f"no {_name_of(which, self.graph)} has {wanted}"]
        for node, differing in unlike[:_TOLD]:
            lines += [f"  {ids[node]}.{name} is {self._words(held)}" for name, held in differing.items()]
        if more := len(unlike[_TOLD:]):
            lines.append(f"  and {more} more that come less near")
        raise AssertionError("\n".join(lines))

    def wired(self, source: Output[Any] | Which, target: Which) -> Self:
        """A wire leads from one node to another, or does so through the `collect` nodes that make a list.

        Args:
            source: An output, or a node, a class or an id for any of its outputs; or as text, `"noise.noise"`.
            target: A node, a class or an id for any of its inputs; or as text one input, `"denoise_latents.noise"`.

        Raises:
            UnknownName: A node has no such output or input.
        """
        __tracebackhide__ = True
        if isinstance(target, Output):
            raise TypeError(
                f"the target of a wire is a node, or an input as text, not {target!r}:"
                ' wired(loader.clip, positive) or wired(loader.clip, "positive.clip")'
            )
        start, end = self._source(source), self._target(target)
        fed = [(node, name, held) for node in end.nodes for name, held in node.given.items()]
        fed = [entry for entry in fed if end.port in (None, entry[1]) and outputs_in(entry[2])]
        if any(
            output.node in start.nodes and start.port in (None, output.name)
            for _, _, held in fed
            for output in (*outputs_in(held), *_gathered(held))
        ):
            return self
        ids = self.graph.ids()
        feeding = [f"{ids[node]}.{name} is fed by {in_words(held, ids)}" for node, name, held in fed]
        starts = {ids[node] for node in start.nodes}
        outgoing = [
            str(edge) for edge in self.graph.edges if edge.source in starts and start.port in (None, edge.source_field)
        ]
        lines = [
            f"no wire from {start.words} to {end.words}",
            *_some(feeding or [f"nothing feeds {end.words}"]),
            *_some(outgoing or [f"{start.words} feeds nothing"]),
        ]
        raise AssertionError("\n".join(lines))

    def count(self, cls: type[Node], number: int) -> Self:
        """The graph has so many nodes of a class."""
        __tracebackhide__ = True
        found = self.graph.find(cls)
        if len(found) != number:
            ids = self.graph.ids()
            which = listed([ids[node] for node in found])
            told = f"{len(found)}: {which}" if found else f"none\n  {self._what_there_is()}"
            raise AssertionError(f"{number} {cls.__name__} wanted, the graph has {told}")
        return self

    def equal(self, other: Graph) -> Self:
        """The graph has the same nodes by id as another, with the same values and wires."""
        __tracebackhide__ = True
        if self.graph != other:
            lines = [f"  {line}" for line in self.graph.diff(other)]
            raise AssertionError("\n".join(["the graphs differ, this one -> the other:", *lines]))
        return self

    def __repr__(self) -> str:
        return f"<GraphAssertion on {self.graph!r}>"

    def _found(self, which: Which) -> Sequence[Node]:
        """The nodes that are meant, at least one."""
        __tracebackhide__ = True
        graph = self.graph
        if isinstance(which, Node):
            own = graph.own(which)
            if own not in graph:
                other = f"; its {label_of(which)} is another node" if (which.id or which.type) in graph else ""
                raise AssertionError(
                    f"the node {label_of(which)} is not in the graph{other}\n  {self._what_there_is()}"
                )
            return [own]
        if isinstance(which, str):
            if which not in graph:
                hint = did_you_mean(which, graph.ids().values()) or self._what_there_is()
                raise AssertionError(f"no node {shorten(which)} in the graph\n  {hint}")
            return [graph[which]]
        if not isinstance(which, type) or not issubclass(which, Node):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError(f"a node, a class of nodes or an id is needed, not {shorten(which)}")
        found = graph.find(which)
        if not found:
            raise AssertionError(f"no {which.__name__} in the graph\n  {self._what_there_is()}")
        return found

    def _what_there_is(self) -> str:
        return f"it has {listed([*self.graph.ids().values()]) or 'no nodes'}"

    def _unlike(self, node: Node, wanted: dict[str, object]) -> dict[str, object]:
        """What a node holds in the inputs that are not as wanted."""
        held = {name: node.inputs[_input(node, name).name] for name in wanted}
        return {name: held[name] for name, value in wanted.items() if not self._alike(node, name, held[name], value)}

    def _alike(self, node: Node, name: str, held: object, wanted: object) -> bool:
        outputs = _outputs(wanted)
        if outputs is not None:
            own: list[Output[Any]] = [Output(self.graph.own(output.node), output.port) for output in outputs]
            return own in ([*outputs_in(held)], _gathered(held))
        if wanted is None or held is None:
            return held is wanted
        accepted = _input(node, name).accept(node, wanted)
        return not outputs_in(held) and to_json_value(held) == to_json_value(accepted)

    def _words(self, value: object) -> str:
        ids = self.graph.ids()
        outputs = _outputs(value)
        if outputs is None:
            return in_words(value, ids)
        named = [f"{ids.get(self.graph.own(output.node)) or label_of(output.node)}.{output.name}" for output in outputs]
        return " and ".join(named)

    def _source(self, source: Output[Any] | Which) -> _End:
        __tracebackhide__ = True
        if isinstance(source, Output):
            nodes = self._found(source.node)
            return _End(nodes, source.name, f"{self.graph.ids()[nodes[0]]}.{source.name}")
        end = self._end(source)
        for node in end.nodes:
            if end.port and node.type and end.port not in node.outputs and not node.takes_extra(end.port):
                hint = did_you_mean(end.port, node.outputs) or f"it has {', '.join(map(brief, node.outputs))}"
                raise UnknownName(f"{label_of(node)} ({type(node).__name__}) has no output {end.port!r}\n  {hint}")
        return end

    def _target(self, target: Which) -> _End:
        __tracebackhide__ = True
        end = self._end(target)
        for node in end.nodes:
            if end.port:
                input_port(node, end.port)
        return end

    def _end(self, which: Which) -> _End:
        """What is meant by a node, a class, an id, or an id and a name: `noise.noise`."""
        __tracebackhide__ = True
        id_, dot, port = which.rpartition(".") if isinstance(which, str) and which not in self.graph else ("", "", "")
        if dot:
            return _End(self._found(id_), port, cast("str", which))
        return _End(self._found(which), None, _name_of(which, self.graph))


def _input(node: Node, name: str) -> Port:
    """The input that Python calls `name`."""
    port = node.ports().get(name)
    return port if port is not None and port.takes is not None else input_port(node, name)


def _outputs(value: object) -> Sequence[Output[Any]] | None:
    """The outputs in what a test names: one, or a list of them; None if it is a value."""
    if isinstance(value, Output):
        return [cast("Output[Any]", value)]
    if (
        isinstance(value, Sequence)
        and value
        and all(isinstance(part, Output) for part in cast("Sequence[object]", value))
    ):
        return cast("Sequence[Output[Any]]", value)
    return None


def _gathered(held: object) -> list[Output[Any]]:
    """The outputs that feed an input, in their order; in place of a `collect` node, those that it gathers."""
    found: list[Output[Any]] = []
    waiting = [*outputs_in(held)]
    seen = set[Output[Any]]()
    while waiting:
        output = waiting.pop(0)
        if output.node.type != "collect":
            found.append(output)
        elif output not in seen:
            seen.add(output)
            given = output.node.given
            waiting[:0] = [*outputs_in(given.get("collection")), *outputs_in(given.get("item"))]
    return found


def _name_of(which: Which, graph: Graph) -> str:
    if isinstance(which, type):
        return which.__name__
    return graph.id_of(which)


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _TOLD
    return [f"  {line}" for line in lines[:_TOLD]] + ([f"  and {more} more"] if more > 0 else [])
