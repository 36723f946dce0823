"""A graph as a Mermaid flowchart, for READMEs, issues and notes that draw it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.view.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.graph import Graph
    from invokegraph.view.sketch import Card, Wire

_PLAIN: Final = frozenset(" _-.,/()")
_READ_LATE: Final = frozenset("\\$:")
_STYLES: Final = {
    "unknown": "stroke-dasharray:5 4",
    "missing": "stroke-dasharray:5 4,opacity:0.7",
    "wrong": "stroke:#d92d20,stroke-width:3px",
}


def to_mermaid(graph: Graph) -> str:
    """Write a graph as a Mermaid flowchart from left to right.

    The names of nodes in the text are `n0`, `n1`, … in the order of the graph, and their ids are labels: an id may be
    any text, a name may not. What is wrong with the graph has a red outline.

    Args:
        graph: Any graph, a broken one too.
    """
    shown = sketch(graph)
    lines = [
        "flowchart LR",
        *map(_node, range(len(shown.cards)), shown.cards),
        *(_edge(shown.cards, wire) for wire in shown.wires),
    ]
    lines += _classes(shown.cards)
    if wrong := [str(place) for place, wire in enumerate(shown.wires) if wire.problems]:
        lines.append(f"linkStyle {','.join(wrong)} {_STYLES['wrong']}")
    return "\n    ".join(lines) + "\n"


def _node(place: int, card: Card) -> str:
    return f'n{place}["{_label(card.title)}<br/>{_label(card.subtitle)}"]'


def _edge(cards: list[Card], wire: Wire) -> str:
    output = _label(cards[wire.source].outputs[wire.output].name)
    input_ = _label(cards[wire.target].inputs[wire.input].name)
    label = output if output == input_ else f"{output} → {input_}"
    return f'n{wire.source} -->|"{label}"| n{wire.target}'


def _classes(cards: list[Card]) -> Iterator[str]:
    for name, style in _STYLES.items():
        marked = [
            f"n{place}" for place, card in enumerate(cards) if name == card.state or (name == "wrong" and card.problems)
        ]
        if marked:
            yield f"classDef {name} {style}"
            yield f"class {','.join(marked)} {name}"


def _label(text: str) -> str:
    """Text that Mermaid shows as it is: what could mean something to it, or to HTML, becomes a numbered character."""
    return "".join(c if c.isalnum() or (c in _PLAIN and place) else _numbered(c) for place, c in enumerate(text))


def _numbered(character: str) -> str:
    """A character by its number. Backslashes, formulas and icons are looked for after numbers were read: something
    invisible keeps them apart from what follows.
    """
    return f"#{ord(character)};{'#8203;' if character in _READ_LATE else ''}"
