"""What several rules ask of a graph, each worked out once and only if a rule asks."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from invokegraph.ports import Output, Wires
from invokegraph.validation.rules import changed_inputs
from invokegraph.values import Unfit
from invokegraph.wiring import outputs_in
from invokegraph.words import brief

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Port

UNKNOWN: Final = object()
"""What is known of an input whose value only the run will show."""

CONSTANTS: Final = {
    "boolean": ("value", "value"),
    "boolean_collection": ("collection", "collection"),
    "float": ("value", "value"),
    "float_collection": ("collection", "collection"),
    "image": ("image", "image"),
    "image_collection": ("collection", "collection"),
    "integer": ("value", "value"),
    "integer_collection": ("collection", "collection"),
    "string": ("value", "value"),
    "string_collection": ("collection", "collection"),
}
"""Node types that hand a value on as they were given it: the output and the input that it comes from."""


SEARCHED: Final = 200
"""How many nodes are searched for what would fit: a suggestion is not worth more in a graph with a thousand
mistakes.
"""


class Feed(NamedTuple):
    """One wire, seen from the node that gives: its output, and the node and input that it feeds."""

    output: Output[Any]
    node: Node
    field: str


class Overview:
    """A graph as the rules see it.

    Args:
        graph: The graph.
        swept: The inputs that get another value in each session of a batch.
        server_types: The node types of the server that the graph is for; None for those of the catalog.

    Attributes:
        graph: The graph.
        ids: The id of every node, in the order of the graph.
        swept: The inputs that get another value in each session of a batch.
        server_types: The node types of the server that the graph is for; None for those of the catalog.
    """

    def __init__(
        self, graph: Graph, swept: Collection[tuple[Node, str]] = (), server_types: Collection[str] | None = None
    ) -> None:
        self.graph = graph
        self.ids: Mapping[Node, str] = graph.ids()
        self.swept = frozenset(swept)
        self.server_types = server_types
        self._handed_on: dict[tuple[Node, str], Any] = {}
        self._fitting: dict[Port, list[tuple[Node, str]]] = {}

    @cached_property
    def feeds(self) -> Mapping[Node, list[Feed]]:
        """The wires out of each node that has any."""
        feeds: dict[Node, list[Feed]] = {}
        for node in self.ids:
            for name, held in node.given.items():
                if held.__class__ is Output:
                    feeds.setdefault(held.node, []).append(Feed(held, node, name))
                elif held.__class__ is Wires:
                    for output in held.outputs:
                        feeds.setdefault(output.node, []).append(Feed(output, node, name))
        return feeds

    @cached_property
    def feeding(self) -> set[Node]:
        """The nodes that have a wire out; much quicker than `feeds` for a large graph."""
        feeding: set[Node] = set()
        for node in self.ids:
            for held in node.given.values():
                if held.__class__ is Output:
                    feeding.add(held.node)
                elif held.__class__ is Wires:
                    feeding.update(output.node for output in held.outputs)
        return feeding

    @cached_property
    def by_type(self) -> Mapping[str, list[Node]]:
        """The nodes of each type that the graph holds."""
        nodes: dict[str, list[Node]] = {}
        for node in self.ids:
            nodes.setdefault(node.type, []).append(node)
        return nodes

    @property
    def types(self) -> AbstractSet[str]:
        """The node types that the graph holds."""
        return self.by_type.keys()

    def of_types(self, types: Iterable[str]) -> Iterator[Node]:
        """The nodes of some types, type by type."""
        return (node for type_ in types for node in self.by_type.get(type_, ()))

    @cached_property
    def first_outputs(self) -> list[tuple[Output[Any], str]]:
        """The outputs of known type of the first nodes, with what messages call them."""
        return [
            (output, self.name(node, output.name))
            for node in islice(self.ids, SEARCHED)
            for output in node.outputs.values()
            if output.type is not None
        ]

    def name(self, node: Node, port: str = "") -> str:
        """What messages call a node or one of its ports."""
        return f"{brief(self.ids[node])}.{brief(port)}" if port else brief(self.ids[node])

    def known(self, node: Node, name: str) -> Any:
        """The value that an input will have when the graph runs, as far as that can be told without running it.

        Returns:
            The value that was given, also by way of a node that only hands it on, or the default; `UNKNOWN` where a
            wire brings something else, where a sweep sets it, where the value is refused anyway, and where the node is
            judged by the schema of a server that has changed the input's type.
        """
        place = (node, name)
        way: dict[tuple[Node, str], None] = {}
        while place not in way:
            if place in self._handed_on:
                held = self._handed_on[place]
                break
            way[place] = None
            held = self._held(*place)
            if held.__class__ is not Output:
                break
            given, name = CONSTANTS.get(held.node.type, ("", ""))
            if held.name != given:
                held = UNKNOWN
                break
            place = (held.node, name)
        else:
            held = UNKNOWN  # in a cycle
        if len(way) > 1:  # a long chain is gone along once, not from each of its nodes
            self._handed_on.update(dict.fromkeys(way, held))
        return held

    def _held(self, node: Node, name: str) -> Any:
        """What an input holds: a value, the wire that the server uses, or `UNKNOWN`."""
        port = node.ports().get(name)
        if port is None or port.takes is None or (node, name) in self.swept or name in changed_inputs(type(node)):
            return UNKNOWN
        held = node.given.get(name)
        if wires := outputs_in(held):
            return wires[-1]  # of several the server uses the last
        try:
            return port.default if held is None else port.check(held)
        except Unfit:
            return UNKNOWN

    def fitting(self, port: Port) -> list[tuple[Node, str]]:
        """The nodes among the first that have an output that suits an input, each with what messages call that."""
        if port not in self._fitting:
            self._fitting[port] = [(output.node, name) for output, name in self.first_outputs if port.suits(output)]
        return self._fitting[port]
