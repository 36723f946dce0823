"""A graph as an HTML page to look around in."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from json import dumps
from typing import TYPE_CHECKING, Any, Final

from invokegraph.model import Model
from invokegraph.values import to_json_value
from invokegraph.view.html import page
from invokegraph.view.sketch import brief_value, sketch, values_of
from invokegraph.view.svg import STYLE, svg_of
from invokegraph.view.text import cleaned, cleaned_lines
from invokegraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.view.sketch import Card, Sketch, Told, Wire

_NAME: Final = 120
_WIRE: Final = 240
_VALUE: Final = 5_000


def to_html(graph: Graph) -> str:
    """Draw a graph as an HTML page: the drawing to be moved, zoomed and searched, what each node was given, and what is
    wrong.

    The page is one self-contained text that loads nothing, follows the reader's light or dark theme, and is the same
    for the same graph. Whatever the graph holds is shown as text: a policy in the page forbids all else.

    Args:
        graph: Any graph, a broken one too.
    """
    shown = sketch(graph)
    nodes: Sequence[Node] = graph.nodes
    return page(shown.title, _body(shown, nodes), name="drawing", styles=[STYLE])


def _body(shown: Sketch, nodes: Sequence[Node]) -> Iterator[str]:
    yield f"<header><h1>{shown.title}</h1>"
    yield '<input id="search" type="search" placeholder="Search nodes and values" aria-label="Search nodes and values">'
    yield '<output id="found" for="search"></output>'
    yield '<span><button id="out" aria-label="Zoom out">&minus;</button> <button id="fit">Fit</button>'
    yield '<button id="in" aria-label="Zoom in">+</button></span></header>'
    yield "<main>"
    yield f'<div id="stage">{svg_of(shown)}</div>'
    yield "<aside>"
    yield '<p id="hint" class="quiet">Click a node to see its values.</p>'
    into, out_of = _by_end(shown.wires)
    for place in range(len(shown.cards)):
        node = nodes[place] if place < len(nodes) else None
        yield from _card(place, shown.cards, node, into[place], out_of[place])
    yield from _problems(shown.problems)
    yield from _legend(shown.wires)
    yield "</aside>"
    yield "</main>"


def _by_end(wires: Iterable[Wire]) -> tuple[defaultdict[int, list[Wire]], defaultdict[int, list[Wire]]]:
    """The wires by the places of the cards that they lead to, and by those of the cards that they come from."""
    into: defaultdict[int, list[Wire]] = defaultdict(list)
    out_of: defaultdict[int, list[Wire]] = defaultdict(list)
    for wire in wires:
        into[wire.target].append(wire)
        out_of[wire.source].append(wire)
    return into, out_of


def _card(place: int, cards: Sequence[Card], node: Node | None, into: list[Wire], out_of: list[Wire]) -> Iterator[str]:
    card = cards[place]
    yield f'<section id="card-{place}" hidden><h2>{escape(card.title)}</h2>'
    yield f'<p class="quiet">{escape(card.subtitle)}</p>'
    for problem in card.problems:
        yield f'<p class="wrong">{escape(problem)}</p>'
    values = list(values_of(node)) if node is not None else []
    if values:
        yield "<h3>Values</h3><dl>"
        for name, value in values:
            yield f"<dt>{escape(cleaned(name, _NAME))}</dt><dd>{escape(_whole(value))}</dd>"
        yield "</dl>"
    fed = [(wire.source, f"{cards[wire.source].title}.{wire.output} → {wire.input}") for wire in into]
    feeds = [(wire.target, f"{wire.output} → {cards[wire.target].title}.{wire.input}") for wire in out_of]
    yield from _wires("Fed by", fed)
    yield from _wires("Feeds", feeds)
    yield "</section>"


def _wires(heading: str, wires: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The wires of one side of a card; each leads to the card at its other end."""
    if wires:
        yield f"<h3>{heading}</h3><ul>"
        for other, text in wires:
            yield f'<li><button data-card="{other}">{escape(cleaned(text, _WIRE))}</button></li>'
        yield "</ul>"


def _problems(problems: Sequence[Told]) -> Iterator[str]:
    yield f"<section><h2>{counted(len(problems), 'problem') if problems else 'No problems'}</h2><ol>"
    for problem in problems:
        message = escape(problem.message)
        shown = f'<button data-card="{problem.place}">{message}</button>' if problem.place is not None else message
        hint = f": {problem.suggestion}" if problem.suggestion else ""
        yield f'<li class="wrong">{shown}<small>{escape(problem.code + hint)}</small></li>'
    yield "</ol></section>"


def _legend(wires: Iterable[Wire]) -> Iterator[str]:
    """What the colours of the wires mean."""
    families = sorted({wire.family for wire in wires})
    if families:
        yield '<section class="legend">'
        for family in families:
            yield f'<span><svg class="ig-{family}" viewBox="0 0 10 10"><circle class="ig-dot" cx="5" cy="5" r="5"/>'
            yield f"</svg>{family}</span>"
        yield "</section>"


def _whole(value: Any) -> str:
    """A value as it is read on its own: a text as it is, all else as JSON."""
    if isinstance(value, Model):
        return cleaned(repr(value), _VALUE)
    if isinstance(value, str):
        return cleaned_lines(value, _VALUE) or '""'
    try:
        return cleaned_lines(dumps(to_json_value(value), indent=2, ensure_ascii=False), _VALUE)
    except (TypeError, ValueError, RecursionError):  # a value that JSON has no words for
        return cleaned(brief_value(value), _VALUE)
