"""A graph as an SVG picture that needs nothing but itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from invokegraph.view.families import COLOURS
from invokegraph.view.layout import MARGIN, Box, Link, layout
from invokegraph.view.sketch import sketch
from invokegraph.view.text import fitted, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from invokegraph.graph import Graph
    from invokegraph.view.layout import Bend, Layout, Point
    from invokegraph.view.sketch import Card, Pin, Sketch, Wire

_PAD: Final = 14.0
_HEAD: Final = 46.0
_ROW: Final = 20.0
_GAP: Final = 9.0
_BIG, _SMALL = 13.0, 11.0
_NARROWEST, _ID, _PORT, _VALUE = 132.0, 300.0, 150.0, 210.0
_MOST_VALUES: Final = 10
_LEAST_WIDTH: Final = 320.0


def to_svg(graph: Graph) -> str:
    """Draw a graph as SVG: nodes with the ports and values that they use, and wires in the colour of what they carry.

    The picture is one self-contained text, follows the reader's light or dark theme, and is the same for the same
    graph. What is wrong with the graph is outlined in red; the messages show when the pointer rests on it.

    Args:
        graph: Any graph, a broken one too.
    """
    return svg_of(sketch(graph))


def svg_of(shown: Sketch) -> str:
    """Draw what was read from a graph. Nodes stand in the order of the cards; the numbers of a wire's `data-ends` are
    the places of the cards at its ends.
    """
    boxes = [Box(_width(card), _height(card)) for card in shown.cards]
    heights = [_port_heights(card) for card in shown.cards]
    links = [
        Link(wire.source, heights[wire.source][1][wire.output], wire.target, heights[wire.target][0][wire.input])
        for wire in shown.wires
    ]
    return "\n".join(_picture(shown, boxes, layout(boxes, links)))


def _picture(shown: Sketch, boxes: Sequence[Box], placed: Layout) -> Iterator[str]:
    general = [problem.message for problem in shown.problems if problem.place is None]
    notes = [fitted(f"⚠ {problem}", 900, _SMALL) for problem in general]
    width = max(placed.width, _LEAST_WIDTH, *(text_width(note, _SMALL) + 2 * MARGIN for note in notes), 0.0)
    height = placed.height + _ROW * len(notes)
    size = f'width="{_number(width)}" height="{_number(height)}" viewBox="0 0 {_number(width)} {_number(height)}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" class="ig" role="img" aria-label="{shown.title}" {size}>'
    yield f"<style>{STYLE}</style>"
    yield '<rect class="ig-paper" width="100%" height="100%"/>'
    # What is wrong is drawn last, so that nothing covers it.
    for wire, route in sorted(zip(shown.wires, placed.routes, strict=True), key=lambda pair: bool(pair[0].problems)):
        yield _wire(wire, route)
    for card, box, corner, drawn_width in zip(shown.cards, boxes, placed.corners, placed.widths, strict=True):
        yield from _node(card, corner, drawn_width, box.height)
    for place, note in enumerate(notes):
        yield _text(MARGIN, placed.height + _ROW * place - 12, note, "ig-note")
    yield "</svg>\n"


def _port_heights(card: Card) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """How far below the top of its card each input and each output is."""
    inputs, outputs = ({name: _HEAD + _ROW * (row + 0.5) for row, name in enumerate(pins)} for pins in _pins(card))
    return inputs, outputs


def _pins(card: Card) -> tuple[Mapping[str, Pin], Mapping[str, Pin]]:
    return card.inputs, card.outputs


def _rows(card: Card) -> int:
    return max(len(card.inputs), len(card.outputs))


def _lines(card: Card) -> list[tuple[str, str]]:
    """The values that fit on a card, and how many more there are."""
    hidden = len(card.values) - _MOST_VALUES
    return card.values if hidden <= 0 else [*card.values[:_MOST_VALUES], (f"… and {hidden} more", "")]


def _height(card: Card) -> float:
    values = len(_lines(card))
    return _HEAD + _ROW * _rows(card) + (_ROW * values + (_GAP if _rows(card) else 0) if values else 0) + _GAP


def _width(card: Card) -> float:
    head = max(_wide(card.title, _ID, _BIG * 1.1), _wide(card.subtitle, _ID, _SMALL))
    inputs, outputs = (max((_wide(pin.name, _PORT) for pin in pins.values()), default=0) for pins in _pins(card))
    values = max((_wide(name, _PORT) + _wide(value, _VALUE) + _PAD for name, value in _lines(card)), default=0)
    return max(_NARROWEST, 2 * _PAD + max(head, inputs + outputs + _PAD, values))


def _wide(text: str, limit: float, size: float = _SMALL) -> float:
    return min(limit, text_width(text, size))


def _node(card: Card, corner: Point, width: float, height: float) -> Iterator[str]:
    state = f"ig-{card.state}{' ig-wrong' if card.problems else ''}"
    yield f'<g class="ig-node {state}" transform="translate({_number(corner.x)} {_number(corner.y)})">'
    yield _title([f"{card.id} ({card.type})" if card.type else f"{card.id}: {card.kind}", *card.problems])
    yield f'<rect class="ig-box" width="{_number(width)}" height="{_number(height)}" rx="8"/>'
    yield _text(_PAD, 20, fitted(card.title, _ID, _BIG * 1.1), "ig-id")
    yield _text(_PAD, 35, fitted(card.subtitle, _ID, _SMALL), "ig-quiet")
    for pins, x, indent, side in zip(_pins(card), (0, width), (_PAD, width - _PAD), ("", " ig-end"), strict=True):
        for row, pin in enumerate(pins.values()):
            y = _HEAD + _ROW * (row + 0.5)
            yield _dot(pin, x, y)
            yield _text(indent, y + 4, fitted(pin.name, _PORT, _SMALL), f"ig-port{side}")
    yield from _values(card, width)
    if card.problems:
        yield f'<circle class="ig-badge" cx="{_number(width - 4)}" cy="4" r="9"/>'
        yield _text(width - 4, 8, "!", "ig-mark")
    yield "</g>"


def _values(card: Card, width: float) -> Iterator[str]:
    lines = _lines(card)
    top = _HEAD + _ROW * _rows(card) + (_GAP if _rows(card) else 0)
    if lines and _rows(card):
        yield f'<path class="ig-rule" d="M{_PAD:g} {_number(top - 4)}H{_number(width - _PAD)}"/>'
    for row, (name, value) in enumerate(lines):
        y = top + _ROW * (row + 0.5) + 4
        short = fitted(value, max(_VALUE, width - 3 * _PAD - _wide(name, _PORT)), _SMALL)
        yield _text(_PAD, y, fitted(name, _PORT, _SMALL), "ig-quiet")
        if value:
            yield _text(width - _PAD, y, short, "ig-value ig-end", title=value if short != value else "")


def _dot(pin: Pin, x: float, y: float) -> str:
    """A dot, or a square where there are lists."""
    if pin.is_list:
        return f'<rect class="ig-dot ig-{pin.family}" x="{_number(x - 4)}" y="{_number(y - 4)}" width="8" height="8"/>'
    return f'<circle class="ig-dot ig-{pin.family}" cx="{_number(x)}" cy="{_number(y)}" r="4.5"/>'


def _wire(wire: Wire, route: Sequence[Bend]) -> str:
    wrong = " ig-wrong" if wire.problems else ""
    path = f"M{_at(route[0].start)}{''.join(map(_piece, route))}"
    title = _title([wire.label, *wire.problems])
    ends = f"{wire.source} {wire.target}"
    return f'<path class="ig-wire ig-{wire.family}{wrong}" d="{path}" data-ends="{ends}">{title}</path>'


def _piece(bend: Bend) -> str:
    if bend.first == bend.start:
        return f"L{_at(bend.end)}"
    return f"C{_at(bend.first)} {_at(bend.second)} {_at(bend.end)}"


def _at(point: Point) -> str:
    return f"{_number(point.x)} {_number(point.y)}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _title(lines: Iterable[str]) -> str:
    return f"<title>{escape(chr(10).join(lines))}</title>"


def _text(x: float, y: float, text: str, style: str, *, title: str = "") -> str:
    whole = _title([title]) if title else ""
    return f'<text class="{style}" x="{_number(x)}" y="{_number(y)}">{escape(text)}{whole}</text>'


def _colours(theme: int) -> str:
    return "".join(f".ig-{family}{{color:{colours[theme]}}}" for family, colours in COLOURS.items())


_SHAPES: Final = (
    ".ig text{font:11px system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}"
    ".ig .ig-id{font-size:13px;font-weight:600}"
    ".ig .ig-end{text-anchor:end}"
    ".ig .ig-mark{font-weight:700;text-anchor:middle;fill:#fff}"
    ".ig-wire{fill:none;stroke:currentColor;stroke-width:2}"
    ".ig-dot{fill:currentColor;stroke-width:2}"
    ".ig-box{stroke-width:1.2}"
    ".ig-missing .ig-box,.ig-unknown .ig-box{stroke-dasharray:5 4}"
    ".ig-wrong .ig-box{stroke-width:2.2}"
    ".ig-wire.ig-wrong{stroke-width:2.6;stroke-dasharray:7 4}"
    ".ig-wire:hover{stroke-width:4}"
)


def _theme(paper: str, box: str, line: str, ink: str, quiet: str, red: str) -> str:
    return (
        f".ig-paper{{fill:{paper}}}.ig-box{{fill:{box};stroke:{line}}}.ig-dot{{stroke:{box}}}"
        f".ig-rule{{stroke:{line};stroke-width:1}}.ig text{{fill:{ink}}}.ig .ig-quiet{{fill:{quiet}}}"
        f".ig .ig-note{{fill:{red}}}.ig-badge{{fill:#d92d20}}"
        f".ig-missing .ig-box,.ig-unknown .ig-box{{stroke:{quiet}}}"
        f".ig-wrong .ig-box,.ig-wire.ig-wrong{{stroke:{red}}}"
    )


STYLE: Final = (
    _theme("#f5f6f8", "#ffffff", "#cfd4dc", "#1d2433", "#667085", "#d92d20")
    + _colours(0)
    + "@media(prefers-color-scheme:dark){"
    + _theme("#14171c", "#20252d", "#3d4552", "#e7eaf0", "#98a2b3", "#ff6b5e")
    + _colours(1)
    + "}"
    + _SHAPES
)
