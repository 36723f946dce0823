"""A graph in the DOT language, for Graphviz and what reads its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.view.families import COLOURS
from invokegraph.view.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from invokegraph.graph import Graph
    from invokegraph.view.sketch import Card, Wire

_NEW_LINE: Final = "\\n"
_RED: Final = "#d92d20"
_STYLES: Final = {"known": "rounded", "unknown": "rounded,dashed", "missing": "rounded,dashed"}


def to_dot(graph: Graph) -> str:
    """Write a graph in the DOT language, from left to right.

    The names of nodes in the text are `n0`, `n1`, … in the order of the graph, and their ids are labels. What is wrong
    with the graph has a red outline, and its messages as tooltips.

    Args:
        graph: Any graph, a broken one too.
    """
    shown = sketch(graph)
    lines = [
        "digraph {",
        "    rankdir=LR",
        '    node [shape=box fontname="Helvetica"]',
        '    edge [fontname="Helvetica" fontsize=10]',
        *(f"    n{place} [{_of_card(card)}]" for place, card in enumerate(shown.cards)),
        *(f"    n{wire.source} -> n{wire.target} [{_of_wire(shown.cards, wire)}]" for wire in shown.wires),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _of_card(card: Card) -> str:
    return _attributes(("label", [card.title, card.subtitle]), ("style", [_STYLES[card.state]]), *_marks(card.problems))


def _of_wire(cards: list[Card], wire: Wire) -> str:
    output, input_ = cards[wire.source].outputs[wire.output].name, cards[wire.target].inputs[wire.input].name
    label = output if output == input_ else f"{output} → {input_}"
    marks = list(_marks(wire.problems)) or [("color", [COLOURS[wire.family][0]])]
    return _attributes(("label", [label]), *marks)


def _marks(problems: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What shows that something is wrong."""
    if problems:
        yield "color", [_RED]
        yield "penwidth", ["2"]
        yield "tooltip", problems


def _attributes(*attributes: tuple[str, Iterable[str]]) -> str:
    return " ".join(f'{name}="{_NEW_LINE.join(map(_escaped, lines))}"' for name, lines in attributes)


def _escaped(text: str) -> str:
    """A text within quotes. Graphviz reads quotes and backslashes there, and then HTML's names of characters."""
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
