"""What a drawing of a graph shows, whatever it is drawn with: cards for the nodes, and the wires between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.model import Model
from invokegraph.naming import is_made_up, names_in, renamed
from invokegraph.node import UnknownNode
from invokegraph.ports import Output, Wires, declared_port
from invokegraph.problem import Edge
from invokegraph.values import to_json_value
from invokegraph.view.families import OTHER, family_of
from invokegraph.view.text import cleaned
from invokegraph.wiring import outputs_in
from invokegraph.words import counted, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.problem import Problem
    from invokegraph.types import PortType

_NAME: Final = 60
_BEGINNING: Final = 8
_VALUE: Final = 200
_MESSAGE: Final = 400


class Pin(NamedTuple):
    """A port that a wire ends at.

    Attributes:
        name: Its name.
        family: The family of its type, for its colour.
        is_list: Whether it gives or takes lists.
    """

    name: str
    family: str
    is_list: bool


@dataclass(slots=True)
class Card:
    """A node as it is drawn. All texts are cleaned and cut, but not yet escaped.

    Attributes:
        id: The node's id.
        kind: What it is: its class, or its type where that is not known.
        type: Its type.
        state: "known", "unknown" for a type that no catalog has, "missing" for an end of a wire that is no node.
        inputs: The inputs that are wired, by their names on the server, in the order of the node's class.
        outputs: The outputs that are used.
        values: Names and texts of the values that were given.
        problems: What is wrong with the node.
        label: The title that it has in InvokeAI's editor; empty where it has none.
    """

    id: str
    kind: str
    type: str
    state: str = "known"
    inputs: dict[str, Pin] = field(default_factory=dict[str, Pin])
    outputs: dict[str, Pin] = field(default_factory=dict[str, Pin])
    values: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    problems: list[str] = field(default_factory=list[str])
    label: str = ""

    @property
    def title(self) -> str:
        """What stands at the top of the card: its label or id, but for ids that the editor made."""
        return self.label or (self.kind if is_made_up(self.id) else self.id)

    @property
    def subtitle(self) -> str:
        """What stands below the title. Of an id that the editor made, the beginning tells it from others."""
        title, id_ = self.title, self.id[:_BEGINNING] if is_made_up(self.id) else self.id
        return " · ".join(text for text in (self.kind, id_) if text != title) or title


@dataclass(slots=True)
class Wire:
    """An edge as it is drawn.

    Attributes:
        source: Place of the giving card in the list of cards.
        output: Name of the output.
        target: Place of the taking card.
        input: Name of the input.
        family: The family of what it carries.
        label: Both ends in one line.
        edge: The edge itself, its texts as they are.
        problems: What is wrong with it.
    """

    source: int
    output: str
    target: int
    input: str
    family: str
    label: str
    edge: Edge
    problems: list[str] = field(default_factory=list[str])


class Told(NamedTuple):
    """A problem as it is listed.

    Attributes:
        message: What is wrong.
        code: What kind of problem.
        suggestion: What would fit; empty where nothing can be said.
        place: The place of the card that it is about; None where it is about the graph as a whole.
    """

    message: str
    code: str
    suggestion: str
    place: int | None


class Sketch(NamedTuple):
    """All that a drawing shows.

    Attributes:
        cards: The nodes in the graph's order, then the missing ones.
        wires: The edges, by the nodes that they feed, then those with a missing end.
        problems: What is wrong, in the order of `graph.problems()`.
    """

    cards: list[Card]
    wires: list[Wire]
    problems: list[Told]

    @property
    def title(self) -> str:
        """How large the graph is."""
        nodes = sum(card.state != "missing" for card in self.cards)
        return f"Graph of {counted(nodes, 'node')} and {counted(len(self.wires), 'edge')}"


def sketch(graph: Graph) -> Sketch:
    """Read from a graph what a drawing of it shows. Any graph can be drawn, whatever is wrong with it."""
    reader = _Reader(graph)
    for edge in graph.remainder.dangling:
        reader.dangling(edge)
    return Sketch(reader.cards, reader.wires, reader.spread(graph.problems()))


class _Reader:
    """Makes cards and wires."""

    def __init__(self, graph: Graph) -> None:
        ids = graph.ids()
        self.cards = [_card(node, id_, graph.labels.get(id_, "")) for node, id_ in ids.items()]
        self._names = names_in(graph)
        self.wires: list[Wire] = []
        self._by_id: defaultdict[str, list[int]] = defaultdict(list)
        for place, id_ in enumerate(ids.values()):
            self._by_id[id_].append(place)
        places = {node: place for place, node in enumerate(ids)}
        for node, place in places.items():
            for name, held in node.given.items():
                for output in outputs_in(held):
                    edge = Edge(ids[output.node], output.port.name, ids[node], name)
                    self._wire(edge, places[output.node], place, output.type, _taken(node, name))
        for node, card in zip(ids, self.cards, strict=True):
            _sort_pins(card, node)

    def _wire(
        self, edge: Edge, source: int, target: int, gives: PortType | None = None, takes: PortType | None = None
    ) -> None:
        outputs, inputs = self.cards[source].outputs, self.cards[target].inputs
        # What collect, iterate and the like give is of any type: it is what goes in.
        through = (pin.family for pin in self.cards[source].inputs.values())
        families = (family_of(gives), family_of(takes), *through)
        family = next((family for family in families if family != OTHER), OTHER)
        if edge.source_field not in outputs:
            outputs[edge.source_field] = _pin(edge.source_field, family, gives)
        if edge.target_field not in inputs:
            inputs[edge.target_field] = _pin(edge.target_field, family, takes)
        ends = (
            f"{cleaned(self._names.get(id_, id_), _NAME)}.{cleaned(name, _NAME)}" for id_, name in (edge[:2], edge[2:])
        )
        self.wires.append(
            Wire(source, edge.source_field, target, edge.target_field, family, " \u2192 ".join(ends), edge)
        )

    def dangling(self, edge: Edge) -> None:
        """Draw an edge of which an end is no node: in its place stands a card that says so."""
        for id_ in (edge.source, edge.target):
            if id_ not in self._by_id:
                self._by_id[id_].append(len(self.cards))
                self.cards.append(Card(cleaned(id_, _NAME), "not in the graph", "", state="missing"))
        self._wire(edge, self._by_id[edge.source][0], self._by_id[edge.target][0])

    def spread(self, problems: Iterable[Problem]) -> list[Told]:
        """Give each problem to the card or wires that it is about, and return them all."""
        wires: defaultdict[Edge, list[Wire]] = defaultdict(list)
        for wire in self.wires:
            wires[wire.edge].append(wire)
        told: list[Told] = []
        for problem in problems:
            message = cleaned(renamed(problem.message, self._names), _MESSAGE)
            places = self._by_id.get(problem.node_id, []) if problem.node_id is not None else []
            marked = wires.get(problem.edge, []) if problem.edge else []
            for wire in marked:
                wire.problems.append(message)
            for place in places:
                self.cards[place].problems.append(message)
            about = next(iter((*places, *(wire.target for wire in marked))), None)
            told.append(Told(message, problem.code, cleaned(renamed(problem.suggestion, self._names), _MESSAGE), about))
        return told


def values_of(node: Node) -> Iterator[tuple[str, Any]]:
    """The values that a node was given, by the names of its inputs."""
    for name, held in node.given.items():
        value = held.beside if isinstance(held, Wires) else held
        if value is not Wires.NOTHING and not isinstance(value, Output):
            yield name, value


def _card(node: Node, id_: str, label: str) -> Card:
    unknown = isinstance(node, UnknownNode)
    type_ = cleaned(node.type, _NAME)
    return Card(
        cleaned(id_, _NAME),
        type_ if unknown else type(node).__name__,
        type_,
        "unknown" if unknown else "known",
        values=[(cleaned(name, _NAME), cleaned(brief_value(value), _VALUE)) for name, value in values_of(node)],
        label=cleaned(label, _NAME),
    )


def _taken(node: Node, name: str) -> PortType | None:
    """The type of the input that the server calls `name`."""
    found = declared_port(node, name, "takes")
    return found.takes if found else None


def _pin(name: str, family: str, type_: PortType | None) -> Pin:
    return Pin(cleaned(name, _NAME), family, type_ is not None and type_.without_none().kind == "list")


def _sort_pins(card: Card, node: Node) -> None:
    """Bring pins into the order of the node's class; those that it does not know come last."""
    ranks = {port.name: rank for rank, port in enumerate(node.ports().values())}
    for pins in (card.inputs, card.outputs):
        ordered = sorted(pins.items(), key=lambda pair: ranks.get(pair[0], len(ranks)))
        pins.clear()
        pins.update(ordered)


def brief_value(value: Any) -> str:
    """A value in few words: of a model its name, of an image its file."""
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Model):
        return value.name or " ".join(filter(None, (value.base, value.type, value.hash, value.key)))
    try:
        plain = to_json_value(value)
        if isinstance(plain, dict):
            parts = cast("dict[str, Any]", plain)
            named = parts.get("name") or (next(iter(parts.values())) if len(parts) == 1 else None)
            if isinstance(named, str):
                return named
        return shorten(cast("object", plain))
    except ValueError:  # an integer of more digits than Python writes
        return f"a huge {type(value).__name__}"
