"""The items that wait, and whose turn it is."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.records import Item

_Sort = tuple[int, int]
_Served = tuple[int, int, str | None]
"""The turn, the number of the item, and when that was begun."""


class WaitingLine:
    """The items that wait; those that have ended or are gone since they came are passed over.

    Args:
        items: All items by number.
        fair: Whether the users take turns; else it is first come, first served.
    """

    def __init__(self, items: Mapping[int, Item], *, fair: bool) -> None:
        self._items = items
        self._fair = fair
        self._waiting: dict[str, list[_Sort]] = {}
        self._served: dict[str, list[_Served]] = {}
        self._turns = count(1)

    def add(self, item: Item) -> None:
        """Let an item wait."""
        heappush(self._waiting.setdefault(self._whose(item), []), (-item.priority, item.item_id))

    def items(self) -> list[Item]:
        """The items in the order of their priorities, whoever's turn it is."""
        places = sorted(place for places in self._waiting.values() for place in places)
        return [self._items[number] for _, number in places if self._is_waiting(number)]

    def head(self) -> Item | None:
        """The item that is next; None if none waits."""
        for user, places in list(self._waiting.items()):
            while places and not self._is_waiting(places[0][1]):
                heappop(places)
            if not places:
                del self._waiting[user]
        whose = min(self._waiting, key=self._turn, default=None)
        return None if whose is None else self._items[self._waiting[whose][0][1]]

    def leave(self, item: Item) -> None:
        """Let the item at the head wait no more."""
        heappop(self._waiting[self._whose(item)])

    def note_turn(self, item: Item) -> None:
        """Note that its user was served with an item, which has been begun."""
        if self._fair:
            self._served.setdefault(item.user_id, []).append((next(self._turns), item.item_id, item.started_at))

    def _whose(self, item: Item) -> str:
        return item.user_id if self._fair else ""

    def _turn(self, whose: str) -> tuple[int, int]:
        """Whose turn it is: of those who were served long ago, or never, then of those who came first.

        Items that are gone were never served.
        """
        served = self._served.get(whose, [])
        while served and not self._was_begun(*served[-1][1:]):
            served.pop()
        return served[-1][0] if served else 0, self._waiting[whose][0][1]

    def _was_begun(self, item_id: int, started_at: str | None) -> bool:
        item = self._items.get(item_id)
        return item is not None and item.started_at == started_at

    def _is_waiting(self, item_id: int) -> bool:
        item = self._items.get(item_id)
        return item is not None and item.status == "pending"
