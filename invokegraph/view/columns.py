"""The columns of a drawing: in which order the items of each stand, and how high."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

_ROUNDS: Final = 12
_BUSY: Final = 30_000
"""Beyond this many ties there are fewer rounds: the drawing of a huge graph should come soon rather than be perfect."""

_BETWEEN: Final = {(True, True): 26.0, (True, False): 18.0, (False, True): 18.0, (False, False): 12.0}
"""The space between two items of a column, by whether each is a box."""


class Tie(NamedTuple):
    """What one item sees of a line to an item in the next or previous column.

    Attributes:
        other: The item at its other end.
        here: Where the line ends at this item, from its top.
        there: Where it ends at the other item, from its top.
        pull: How much the line wants to be straight.
    """

    other: Item
    here: float
    there: float
    pull: float


class Item:
    """A box, or the point where a line crosses a column.

    Attributes:
        height: How high it is.
        is_box: Whether it is a box.
        place: How many items of its column stand above it.
        y: Its top.
        left: Ties to the previous column.
        right: Ties to the next column.
    """

    __slots__ = ("height", "is_box", "left", "place", "right", "y")

    def __init__(self, height: float, *, is_box: bool) -> None:
        self.height = height
        self.is_box = is_box
        self.place = 0
        self.y = 0.0
        self.left: list[Tie] = []
        self.right: list[Tie] = []


Column: TypeAlias = "list[Item]"


def tie(source: Item, source_y: float, target: Item, target_y: float) -> None:
    """Draw a line between items of neighbouring columns. Lines pull the harder the longer the whole line is: a bend
    in a long one is seen most.
    """
    pull = {0: 6.0, 1: 2.0, 2: 1.0}[source.is_box + target.is_box]
    source.right.append(Tie(target, source_y, target_y, pull))
    target.left.append(Tie(source, target_y, source_y, pull))


def arrange(columns: Sequence[Column]) -> None:
    """Order the items of each column so that few lines cross: each goes where its neighbours are on average, from the
    left, from the right, and again. The best order that was seen stays; a graph of usual size is tried from several
    starts.
    """
    small = _rounds(columns) == _ROUNDS
    given = [column.copy() for column in columns]
    upside_down = [column[::-1] for column in columns]
    best: Sequence[Column] = given
    least = inf
    for start, leftward in ((given, 0), (given, 1), (upside_down, 0), (upside_down, 1)) if small else ((given, 0),):
        _take(columns, start)
        for count in range(_rounds(columns) + 1):
            if count:
                _sweep(columns, leftward=count % 2 == leftward, swap=small)
            crossings = _crossings(columns)
            if crossings < least:
                best, least = [column.copy() for column in columns], crossings
            if not crossings:
                break
    _take(columns, best)


def _take(columns: Sequence[Column], order: Sequence[Column]) -> None:
    for column, wanted in zip(columns, order, strict=True):
        column[:] = wanted
        _number(column)


def _sweep(columns: Sequence[Column], *, leftward: bool, swap: bool) -> None:
    """Order one column after the other by the one before it."""
    for column in columns[-2::-1] if leftward else columns[1:]:
        _sort(column, (lambda item: item.right) if leftward else (lambda item: item.left))
    if swap:
        for column in columns:
            _swap(column)


def _rounds(columns: Sequence[Column]) -> int:
    ties = sum(len(item.left) for column in columns for item in column)
    return max(2, min(_ROUNDS, _BUSY // (ties + 1)))


def _number(column: Column) -> None:
    for place, item in enumerate(column):
        item.place = place


def _sort(column: Column, side: Callable[[Item], list[Tie]]) -> None:
    def average(item: Item) -> float:
        ties = side(item)
        return sum(map(_along, ties)) / len(ties) if ties else item.place

    column.sort(key=average)
    _number(column)


def _swap(column: Column) -> None:
    """Let neighbours change places as long as fewer lines cross by it."""
    for place in range(len(column) - 1):
        upper, lower = column[place : place + 2]
        sides = ((upper.left, lower.left), (upper.right, lower.right))
        before = sum(_inverted(above, below) for above, below in sides)
        if before and sum(_inverted(below, above) for above, below in sides) < before:
            column[place : place + 2] = lower, upper
    _number(column)


def _inverted(upper: Sequence[Tie], lower: Sequence[Tie]) -> int:
    """How many lines of an item cross those of the item below it."""
    below = sorted(map(_along, lower))
    return sum(bisect_left(below, _along(seen)) for seen in upper)


def _along(seen: Tie) -> float:
    """Where a line ends in the other column, in items and parts of an item."""
    other = seen.other
    return other.place + (seen.there / other.height if other.is_box else 0.5)


def _crossings(columns: Sequence[Column]) -> int:
    """How many lines cross."""
    count = 0
    for column in columns[:-1]:
        ends = sorted((item.place, seen.here, seen.other.place, seen.there) for item in column for seen in item.right)
        above: list[tuple[int, float]] = []
        for *_, place, there in ends:
            count += len(above) - bisect_right(above, (place, there))
            insort(above, (place, there))
    return count


def settle(columns: Sequence[Column]) -> None:
    """Give each item its height in the drawing: lines as straight as the order and the space between items allow."""
    for column in columns:
        _put(column, [0.0] * len(column), [1.0] * len(column))
    for _ in range(_rounds(columns) // 2):
        for column in columns[1:]:
            _pull(column, lambda item: item.left)
        for column in reversed(columns[:-1]):
            _pull(column, lambda item: item.right)
    for column in columns:
        _pull(column, lambda item: item.left + item.right)
    for _ in range(2):  # a line that was straightened may have made room for others
        _straighten(columns)


def _straighten(columns: Sequence[Column]) -> None:
    """Take the small steps out of long lines: their points go to one height as far as there is room for it."""
    done: set[Item] = set()
    for at, column in enumerate(columns):
        for item in column:
            if item.is_box or item in done:
                continue
            run: list[Item] = []
            low, high = -inf, inf
            for point, crossed in zip(_way(item, done), columns[at:], strict=False):
                top, bottom = _room(crossed, point)
                if max(low, top) > min(high, bottom):
                    _level(run, low, high)
                    run, low, high = [], -inf, inf
                run.append(point)
                low, high = max(low, top), min(high, bottom)
            _level(run, low, high)


def _way(point: Item | None, done: set[Item]) -> Iterator[Item]:
    """The points of a line from the given one on, up to a box or to one that was done."""
    while point is not None and point not in done:
        done.add(point)
        yield point
        point = next((seen.other for seen in point.right if not seen.other.is_box), None)


def _room(column: Column, item: Item) -> tuple[float, float]:
    """How far up and down an item could go."""
    place, top, bottom = item.place, -inf, inf
    if place:
        above = column[place - 1]
        top = above.y + above.height + _BETWEEN[above.is_box, item.is_box]
    if place + 1 < len(column):
        below = column[place + 1]
        bottom = below.y - item.height - _BETWEEN[item.is_box, below.is_box]
    return top, max(top, bottom)


def _level(run: Sequence[Item], low: float, high: float) -> None:
    """Bring the points of a piece of a line to one height: that of one of its ends, if it may be."""
    ends = [seen.other.y + seen.there for seen in (*run[0].left, *run[-1].right)]
    fitting = [end for end in ends if low <= end <= high]
    average = sum(point.y for point in run) / len(run)
    height = fitting[0] if fitting else min(max(average, low), high)
    for point in run:
        point.y = height


def _pull(column: Column, side: Callable[[Item], list[Tie]]) -> None:
    wanted: list[float] = []
    pulls: list[float] = []
    for item in column:
        ties = side(item)
        pull = sum(seen.pull for seen in ties)
        pulls.append(pull or 0.01)
        ends = sum(seen.pull * (seen.other.y + seen.there - seen.here) for seen in ties)
        wanted.append(ends / pull if ties else item.y)
    _put(column, wanted, pulls)


def _put(column: Column, wanted: Sequence[float], pulls: Sequence[float]) -> None:
    """Put each item as near to where it is wanted as those above and below let it, by least squares.

    Without the heights and spaces this is a regression that must not fall: neighbours that would be in each other's
    way join into a block, which goes where its members are wanted on average.
    """
    blocks: list[tuple[float, float, int]] = []
    starts: list[float] = []
    start = 0.0
    for place, item in enumerate(column):
        start += _BETWEEN[column[place - 1].is_box, item.is_box] if place else 0.0
        starts.append(start)
        block = (pulls[place] * (wanted[place] - start), pulls[place], 1)
        start += item.height
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            above = blocks.pop()
            block = (above[0] + block[0], above[1] + block[1], above[2] + block[2])
        blocks.append(block)
    shifts = (total / pull for total, pull, count in blocks for _ in range(count))
    for item, offset, shift in zip(column, starts, shifts, strict=True):
        item.y = offset + shift
