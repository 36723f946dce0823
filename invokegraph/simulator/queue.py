"""The queue: which session is next, and what became of those that were."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import islice
from threading import Condition
from typing import TYPE_CHECKING, Any

from invokegraph.simulator.kept_items import KeptItems
from invokegraph.simulator.records import STATUSES, now

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from invokegraph.simulator.events import Events
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.store import Store

_Sort = tuple[int, int]


class Queue:
    """All queue items, whatever the name of their queue.

    Args:
        events: Told of what happens.
        most_pending: How many items may wait at once.
        store: Where the items are kept. What was running when it was left is cancelled, and nobody is told.

    Attributes:
        changed: Notified when there is something to run; its lock guards all of the queue.
        is_paused: Whether no new item is begun.
    """

    def __init__(self, events: Events, most_pending: int, store: Store) -> None:
        self.changed = Condition()
        self.is_paused = False
        self.most_pending = most_pending
        self._events = events
        self._store = store
        self._kept = KeptItems(store)
        self._items = self._kept.items
        self._waiting: list[_Sort] = []
        self._of_batch: dict[tuple[str, str], dict[int, Item]] = {}
        self._of_queue: dict[str, Counter[str]] = {}
        self._in_batch: dict[tuple[str, str], Counter[str]] = {}
        self._current: Item | None = None
        for item in self._items.values():
            self._index(item)
        self.cancel_interrupted()

    # What is there

    def get(self, item_id: int) -> Item | None:
        """The item of that number."""
        return self._items.get(item_id)

    def items(self, queue_id: str, holds: Callable[[Item], bool] = bool) -> list[Item]:
        """The items of a queue, in the order in which they came."""
        with self.changed:
            return [item for item in self._items.values() if item.queue_id == queue_id and holds(item)]

    def batch(self, queue_id: str, batch_id: str) -> list[Item]:
        """The items of a batch."""
        with self.changed:
            return list(self._of_batch.get((queue_id, batch_id), {}).values())

    def current(self, queue_id: str) -> Item | None:
        """The item that is running."""
        item = self._current
        return item if item and item.queue_id == queue_id and item.status == "in_progress" else None

    def next(self, queue_id: str) -> Item | None:
        """The item that is begun next."""
        with self.changed:
            waiting = [self._items[number] for _, number in sorted(self._waiting) if self._is_waiting(number)]
            return next((item for item in waiting if item.queue_id == queue_id), None)

    def counts(self, queue_id: str) -> JSON:
        """How many items of a queue have which status."""
        return _written(self._of_queue.get(queue_id, Counter()))

    def status(self, queue_id: str) -> JSON:
        """The state of a queue."""
        with self.changed:
            item, counts = self.current(queue_id), self.counts(queue_id)
            return {
                "queue_id": queue_id,
                "item_id": item.item_id if item else None,
                "batch_id": item.batch_id if item else None,
                "session_id": item.session_id if item else None,
                **counts,
                "user_pending": counts["pending"],
                "user_in_progress": counts["in_progress"],
            }

    def batch_status(self, queue_id: str, batch_id: str) -> JSON:
        """The state of a batch: all zeros for one that is unknown."""
        with self.changed:
            first = next(iter(self._of_batch.get((queue_id, batch_id), {}).values()), None)
            return {
                "queue_id": queue_id,
                "batch_id": batch_id,
                "origin": first.origin if first else None,
                "destination": first.destination if first else None,
                **_written(self._in_batch.get((queue_id, batch_id), Counter())),
            }

    # Coming in

    def add(self, queue_id: str, batch: JSON, rows: Iterable[JSON], requested: int, *, prepend: bool) -> JSON:
        """Put the sessions of a batch into the queue as far as there is room; the answer to the request."""
        with self._changing():
            waiting = self.items(queue_id, lambda item: item.status == "pending") if prepend else []
            priority = max((item.priority for item in waiting), default=0) + 1 if prepend else 0
            room = max(self.most_pending - self.counts(queue_id)["pending"], 0)
            added = [self._insert(queue_id=queue_id, priority=priority, **row) for row in islice(rows, room)]
            answer = {
                "queue_id": queue_id,
                "enqueued": len(added),
                "requested": requested,
                "batch": batch,
                "priority": priority,
                "item_ids": sorted((item.item_id for item in self.batch(queue_id, batch["batch_id"])), reverse=True),
            }
            self._events.batch_enqueued(answer)
            self.changed.notify_all()
            return answer

    def retry(self, queue_id: str, item_ids: Sequence[int], session_id: Callable[[], str]) -> JSON:
        """Put sessions that failed or were cancelled into the queue once more."""
        with self._changing():
            room = self.most_pending - self.counts(queue_id)["pending"]
            if room <= 0:
                return {"queue_id": queue_id, "retried_item_ids": []}
            found = [self._items[number] for number in dict.fromkeys(item_ids) if number in self._items]
            again = [item for item in found if item.status in ("failed", "canceled")][:room]
            for item in again:
                self._insert(
                    queue_id=queue_id,
                    batch_id=item.batch_id,
                    session_id=session_id(),
                    graph=item.graph,
                    template=item.template,
                    field_values=item.field_values,
                    priority=item.priority,
                    origin=item.origin,
                    destination=item.destination,
                    retried_from_item_id=item.retried_from_item_id or item.item_id,
                )
            retried = [item.item_id for item in again]
            self._events.items_retried(queue_id, retried)
            self.changed.notify_all()
            return {"queue_id": queue_id, "retried_item_ids": retried}

    def _insert(self, **fields: Any) -> Item:
        item = self._kept.add(**fields)
        self._index(item)
        return item

    def _index(self, item: Item) -> None:
        self._of_batch.setdefault((item.queue_id, item.batch_id), {})[item.item_id] = item
        self._count(item, 1)
        if item.status == "pending":
            heappush(self._waiting, (-item.priority, item.item_id))

    # Being worked on

    def pause(self) -> None:
        """Begin no new item."""
        with self.changed:
            self.is_paused = True

    def resume(self) -> None:
        """Begin items again."""
        with self.changed:
            self.is_paused = False
            self.changed.notify_all()

    def take(self) -> Item | None:
        """Begin the next item; None if there is none, or one at the head that cannot be loaded."""
        with self._changing():
            while self._waiting and not self._is_waiting(self._waiting[0][1]):
                heappop(self._waiting)
            if self.is_paused or not self._waiting or self._items[self._waiting[0][1]].poison:
                return None
            item = self._items[heappop(self._waiting)[1]]
            self._current = item
            item.device = "cpu"
            self.move(item, "in_progress")
            return item

    def move(self, item: Item, status: str, **error: str) -> bool:
        """Give an item another status and tell it; False if it had ended before."""
        with self._changing():
            if item.has_ended or item.item_id not in self._items:
                return False
            for name, value in error.items():
                setattr(item, name, value)
            self._set(item, status)
            batch = self.batch_status(item.queue_id, item.batch_id)
            self._events.status_changed(item, batch, self.status(item.queue_id))
            return True

    def end(self, item: Item, status: str | None, **error: str) -> None:
        """Keep how the session of an item went, and give the item another status unless it had ended before."""
        with self._changing():
            self._kept.end(item)
            if status:
                self.move(item, status, **error)

    def _set(self, item: Item, status: str) -> None:
        self._count(item, -1)
        item.status, item.updated_at = status, now()
        self._count(item, 1)
        item.status_sequence += 1
        if status == "in_progress":
            item.started_at = item.updated_at
        elif item.has_ended:
            item.completed_at = item.updated_at
        self._items[item.item_id] = item

    def _count(self, item: Item, more: int) -> None:
        self._of_queue.setdefault(item.queue_id, Counter())[item.status] += more
        self._in_batch.setdefault((item.queue_id, item.batch_id), Counter())[item.status] += more

    def _is_waiting(self, item_id: int) -> bool:
        item = self._items.get(item_id)
        return item is not None and item.status == "pending"

    # Going out

    def cancel(self, queue_id: str, holds: Callable[[Item], bool]) -> int:
        """Cancel what holds and has not ended: what waits all at once, what runs by itself."""
        with self._changing():
            waiting = self.items(queue_id, lambda item: item.status == "pending" and holds(item))
            for item in waiting:
                self._set(item, "canceled")
            running = self.items(queue_id, lambda item: item.status == "in_progress" and holds(item))
            ended = sum(self.move(item, "canceled") for item in running)
            self._events.items_canceled(queue_id, [item.item_id for item in waiting])
            return len(waiting) + ended

    def cancel_one(self, item: Item) -> None:
        """Cancel one item, unless it has ended."""
        self.move(item, "canceled")

    def delete(self, queue_id: str, holds: Callable[[Item], bool], *, quietly: bool = False) -> int:
        """Delete what holds, whatever its status; what runs is cancelled first."""
        with self._changing():
            found = self.items(queue_id, holds)
            running = [item for item in found if item.status == "in_progress" and self.move(item, "canceled")]
            for item in found:
                self._remove(item)
            if not quietly:
                self._events.items_canceled(queue_id, [item.item_id for item in found if item not in running])
            return len(found)

    def delete_item(self, item: Item) -> None:
        """Delete one item, which is cancelled first."""
        with self._changing():
            self.move(item, "canceled")
            self._remove(item)

    def clear(self, queue_id: str) -> int:
        """Delete everything."""
        with self._changing():
            deleted = self.delete(queue_id, lambda _: True, quietly=True)
            self._events.emit("queue_cleared", {"queue_id": queue_id, "user_id": None})
            return deleted

    def prune(self, queue_id: str) -> int:
        """Delete what has ended."""
        return self.delete(queue_id, lambda item: item.has_ended, quietly=True)

    def cancel_interrupted(self) -> None:
        """Cancel what was running when the server stopped, and tell nobody: that is what a start begins with."""
        with self._changing():
            for item in self._items.values():
                if item.status == "in_progress":
                    self._set(item, "canceled")

    def _remove(self, item: Item) -> None:
        if item.item_id not in self._items:
            return
        self._kept.remove(item)
        self._count(item, -1)
        batch = item.queue_id, item.batch_id
        del self._of_batch[batch][item.item_id]
        if not self._of_batch[batch]:
            del self._of_batch[batch], self._in_batch[batch]

    @contextmanager
    def _changing(self) -> Generator[None]:
        with self._store.transaction(), self.changed:
            yield


def counted(items: Sequence[Item]) -> JSON:
    """How many of the items have which status."""
    return _written(Counter(item.status for item in items))


def _written(counts: Counter[str]) -> JSON:
    return {status: counts[status] for status in STATUSES} | {"total": counts.total()}
