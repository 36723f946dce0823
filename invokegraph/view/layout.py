"""Where the boxes of a drawing stand and how the lines between them run: in columns, from left to right.

A line crosses a column where there is a gap between its boxes, straight; between two columns it bends, and never
leaves the space between them. So no line runs through a box. Lines that share an end share their way: the VAE that
many nodes need is one line with branches.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from invokegraph.view.columns import Item, arrange, settle, tie
from invokegraph.view.layers import layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from invokegraph.view.columns import Column

    End: TypeAlias = tuple[bool, int, float]

MARGIN: Final = 36.0
_NARROW, _WIDE, _PER_RISE = 64.0, 260.0, 0.14
"""Space between columns: at least, at most, and how much it grows by the height that a line has to climb in it."""
_FIRST_LANE, _LANE, _TURN = 28.0, 12.0, 44.0
_MOST_POINTS: Final = 30_000
"""How many crossings of columns are laid out; what is left runs below everything."""


class Point(NamedTuple):
    """A point of the drawing."""

    x: float
    y: float


class Box(NamedTuple):
    """What has to be placed."""

    width: float
    height: float


class Link(NamedTuple):
    """A line from the right side of one box to the left side of another.

    Attributes:
        source: Place of the box that it leaves, in the list of boxes.
        source_y: Where it leaves it, from its top.
        target: Place of the box that it leads to.
        target_y: Where it arrives, from its top.
    """

    source: int
    source_y: float
    target: int
    target_y: float


class Bend(NamedTuple):
    """A piece of a line: a cubic curve, straight where its ends are at one height."""

    start: Point
    first: Point
    second: Point
    end: Point


class Layout(NamedTuple):
    """A drawing's geometry.

    Attributes:
        corners: The upper left corner of each box.
        widths: How wide each box is drawn: as wide as the widest of its column.
        routes: The pieces of each line, in the order of the links.
        width: How wide the whole is, margins included.
        height: How high it is.
    """

    corners: list[Point]
    widths: list[float]
    routes: list[list[Bend]]
    width: float
    height: float


def layout(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
    """Place boxes and lines. The same input gives the same drawing."""
    layer = layers(len(boxes), [(link.source, link.target) for link in links])
    items = [Item(box.height, is_box=True) for box in boxes]
    columns: list[Column] = [[] for _ in range(max(layer, default=-1) + 1)]
    widths = [0.0] * len(columns)
    for item, box, at in zip(items, boxes, layer, strict=True):
        columns[at].append(item)
        widths[at] = max(widths[at], box.width)
    ways = _Ways(links, layer)
    ways.lay(items, columns)
    arrange(columns)
    settle(columns)
    top = min((column[0].y for column in columns), default=0.0) - MARGIN
    for column in columns:
        for item in column:
            item.y -= top
    sides = _sides(columns, widths)
    bottom = max((column[-1].y + column[-1].height for column in columns), default=MARGIN)
    return Layout(
        corners=[Point(sides[at][0], item.y) for item, at in zip(items, layer, strict=True)],
        widths=[sides[at][1] - sides[at][0] for at in layer],
        routes=list(ways.routes(items, sides, bottom)),
        width=(sides[-1][1] if sides else MARGIN) + MARGIN,
        height=bottom + ways.lanes_height() + MARGIN,
    )


def _sides(columns: Sequence[Column], widths: Sequence[float]) -> list[tuple[float, float]]:
    """The left and right side of each column."""
    sides: list[tuple[float, float]] = []
    left = MARGIN
    for column, width in zip(columns, widths, strict=True):
        sides.append((left, left + width))
        rises = (abs(item.y + seen.here - seen.other.y - seen.there) for item in column for seen in item.right)
        left += width + min(_WIDE, _NARROW + _PER_RISE * max(rises, default=0.0))
    return sides


class _Ways:
    """The ways that lines take: through the points where they cross columns, or through a lane below everything."""

    def __init__(self, links: Sequence[Link], layer: Sequence[int]) -> None:
        self._links = links
        self._layer = layer
        self._shared = self._shared_ends()
        self._laned = self._too_long()
        self._points: dict[tuple[End, int], Item] = {}
        lanes = dict.fromkeys(self._shared[link] for link in links if self._has_lane(link))
        self._lanes: dict[End, int] = {end: place for place, end in enumerate(lanes)}

    def _span(self, link: Link) -> int:
        return self._layer[link.target] - self._layer[link.source]

    def _has_lane(self, link: Link) -> bool:
        return self._span(link) < 1 or (self._span(link) > 1 and self._shared[link] in self._laned)

    def _shared_ends(self) -> Mapping[Link, End]:
        """For each line the one of its ends that more of the long lines have in common."""
        ends = Counter(
            end for link in self._links if self._span(link) != 1 for end in (_start(link), _end(link))
        )  # lines to the next column have no way to share
        return {link: max(_start(link), _end(link), key=lambda end: ends[end]) for link in self._links}

    def _too_long(self) -> set[End]:
        """The shared ends of lines that cross too many columns: the longest ones, if there are too many crossings."""
        costs: Counter[End] = Counter()
        for link in self._links:
            costs[self._shared[link]] += max(0, self._span(link) - 1)
        left = _MOST_POINTS
        too_long: set[End] = set()
        for end, cost in sorted(costs.items(), key=lambda pair: pair[1]):
            left -= cost
            if cost and left < 0:
                too_long.add(end)
        return too_long

    def lay(self, items: Sequence[Item], columns: Sequence[Column]) -> None:
        """Put a point into each column that a line crosses, and tie what a line connects."""
        tied: set[tuple[Item, float, Item, float]] = set()
        for link in self._links:
            if self._has_lane(link):
                continue
            before, before_y = items[link.source], link.source_y
            for column in range(self._layer[link.source] + 1, self._layer[link.target]):
                key = (self._shared[link], column)
                point = self._points.get(key)
                if point is None:
                    point = self._points[key] = Item(0.0, is_box=False)
                    columns[column].append(point)
                self._tie_once(tied, before, before_y, point, 0.0)
                before, before_y = point, 0.0
            self._tie_once(tied, before, before_y, items[link.target], link.target_y)

    @staticmethod
    def _tie_once(
        tied: set[tuple[Item, float, Item, float]], source: Item, source_y: float, target: Item, target_y: float
    ) -> None:
        if (key := (source, source_y, target, target_y)) not in tied:
            tied.add(key)
            tie(*key)

    def lanes_height(self) -> float:
        """How much room the lanes need below the boxes."""
        return _FIRST_LANE + _LANE * (len(self._lanes) - 1) if self._lanes else 0.0

    def routes(
        self, items: Sequence[Item], sides: Sequence[tuple[float, float]], bottom: float
    ) -> Iterator[list[Bend]]:
        """The pieces of each line."""
        for link in self._links:
            first, last = self._layer[link.source], self._layer[link.target]
            start = Point(sides[first][1], items[link.source].y + link.source_y)
            end = Point(sides[last][0], items[link.target].y + link.target_y)
            if self._has_lane(link):
                lane = bottom + _FIRST_LANE + _LANE * self._lanes[self._shared[link]]
                yield _through_lane(
                    start, end, lane, (sides[first + 1][0], sides[last - 1][1]) if last > first else None
                )
                continue
            points = [start]
            for column in range(first + 1, last):
                y = self._points[self._shared[link], column].y
                points += [Point(sides[column][0], y), Point(sides[column][1], y)]
            yield _joined([*points, end])


def _start(link: Link) -> End:
    return (False, link.source, link.source_y)


def _end(link: Link) -> End:
    return (True, link.target, link.target_y)


def _joined(points: Sequence[Point]) -> list[Bend]:
    """A line through points, level at each; pieces at one height become one."""
    pieces: list[Bend] = []
    for start, end in pairwise(points):
        before = pieces[-1] if pieces else None
        if before and before.first == before.start and abs(before.start.y - end.y) < 1:
            pieces[-1] = Bend(before.start, before.start, end, end)
        elif abs(start.y - end.y) < 1:
            pieces.append(Bend(start, start, end, end))
        else:
            middle = (start.x + end.x) / 2
            pieces.append(Bend(start, Point(middle, start.y), Point(middle, end.y), end))
    return pieces


def _through_lane(start: Point, end: Point, lane: float, ahead: tuple[float, float] | None) -> list[Bend]:
    """A line that goes down to a lane, along it and up again.

    Args:
        start: Where it leaves a box.
        end: Where it arrives.
        lane: The height of the lane.
        ahead: Where it is in the lane; None if it leads backward, or to its own box: then it has to turn.
    """
    if ahead is not None:
        return _joined([start, *(Point(x, lane) for x in ahead), end])
    down, up = Point(start.x, lane), Point(end.x, lane)
    return [
        Bend(start, Point(start.x + _TURN, start.y), Point(start.x + _TURN, lane), down),
        Bend(down, down, up, up),
        Bend(up, Point(end.x - _TURN, lane), Point(end.x - _TURN, end.y), end),
    ]
