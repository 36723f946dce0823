"""The queue: which session is next, and what became of those that were."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import islice
from threading import Condition
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.kept_items import KeptItems
from invokegraph.simulator.records import STATUSES, now
from invokegraph.simulator.waiting_line import WaitingLine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Sequence

    from invokegraph.simulator.events import Events
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.store import Store

    Order = Callable[[Item], Any]

WAITING: Final = ("pending", "waiting")
_RETRIED: Final = ("failed", "canceled")


class Queue:
    """All queue items, whatever the name of their queue.

    Args:
        events: Told of what happens.
        most_pending: How many items may wait at once.
        store: Where the items are kept. What was running when it was left is cancelled, and nobody is told.
        fair: Whether the users take turns; else it is first come, first served.

    Attributes:
        changed: Notified when there is something to run; its lock guards all of the queue.
        is_paused: Whether no new item is begun.
    """

    def __init__(self, events: Events, most_pending: int, store: Store, *, fair: bool = False) -> None:
        self.changed = Condition()
        self.is_paused = False
        self.most_pending = most_pending
        self._events = events
        self._store = store
        self._kept = KeptItems(store)
        self._items = self._kept.items
        self._line = WaitingLine(self._items, fair=fair)
        self._of_batch: dict[tuple[str, str], dict[int, Item]] = {}
        self._of_queue: dict[str, Counter[str]] = {}
        self._of_user: dict[tuple[str, str], Counter[str]] = {}
        self._in_batch: dict[tuple[str, str], Counter[str]] = {}
        self._called: dict[int, list[Item]] = {}
        self._current: Item | None = None
        for item in self._items.values():
            self._index(item)
        begun = [item for item in self._items.values() if item.started_at]
        for item in sorted(begun, key=lambda item: item.started_at or ""):
            self._line.note_turn(item)
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

    @property
    def running(self) -> Item | None:
        """The item that is running, in whichever queue."""
        item = self._current
        return item if item and item.status == "in_progress" else None

    def current(self, queue_id: str) -> Item | None:
        """The item of a queue that is running."""
        item = self.running
        return item if item and item.queue_id == queue_id else None

    def next(self, queue_id: str) -> Item | None:
        """The item that is begun next."""
        with self.changed:
            return next((item for item in self._line.items() if item.queue_id == queue_id), None)

    def chain(self, item: Item) -> list[Item]:
        """The items that belong together as one is of a workflow that another one calls: with an item, all of them."""
        with self.changed:
            root = self._items.get(item.root_id, item)
            called = self._called.get(item.root_id, [])
            return list({each.item_id: each for each in (root, item, *called)}.values())

    def current_chain(self, queue_id: str) -> set[int]:
        """The numbers of the item of a queue that is running and of those that belong to it.

        Between two items that belong together, none of them is running: then it is the one that comes next.
        """
        with self.changed:
            items = self.items(queue_id, lambda item: item.status == "in_progress")
            if not items:
                called = self.items(queue_id, self._is_awaited)
                items = sorted(called, key=lambda item: (-item.priority, item.created_at, item.item_id))[:1]
            return {each.item_id for item in items for each in self.chain(item)}

    def _is_awaited(self, item: Item) -> bool:
        caller = self._items.get(item.parent_item_id or 0)
        return item.status == "pending" and caller is not None and caller.status == "waiting"

    def counts(self, queue_id: str, user_id: str | None = None) -> JSON:
        """How many items of a queue, or of those of a user, have which status."""
        if user_id is None:
            return _written(self._of_queue.get(queue_id, Counter()))
        return _written(self._of_user.get((queue_id, user_id), Counter()))

    def status(self, queue_id: str, user_id: str, *, sees_all: bool = False) -> JSON:
        """The state of a queue, as a user sees it: what is running is named if it is theirs."""
        with self.changed:
            item, counts, own = self.current(queue_id), self.counts(queue_id), self.counts(queue_id, user_id)
            if item and not sees_all and item.user_id != user_id:
                item = None
            return {
                "queue_id": queue_id,
                "item_id": item.item_id if item else None,
                "batch_id": item.batch_id if item else None,
                "session_id": item.session_id if item else None,
                **counts,
                "user_pending": own["pending"],
                "user_in_progress": own["in_progress"],
            }

    def batch_status(self, queue_id: str, batch_id: str, user_id: str | None = None) -> JSON:
        """The state of a batch, or of a user's share of it: all zeros for one that is unknown."""
        with self.changed:
            items: Collection[Item] = self._of_batch.get((queue_id, batch_id), {}).values()
            counts = self._in_batch.get((queue_id, batch_id), Counter[str]())
            if user_id is not None:
                items = [item for item in items if item.user_id == user_id]
                counts = Counter(item.status for item in items)
            first = next(iter(items), None)
            return {
                "queue_id": queue_id,
                "batch_id": batch_id,
                "origin": first.origin if first else None,
                "destination": first.destination if first else None,
                **_written(counts),
            }

    # Coming in

    def add(
        self, queue_id: str, batch: JSON, rows: Iterable[JSON], requested: int, *, prepend: bool, user_id: str
    ) -> JSON:
        """Put the sessions of a user's batch into the queue as far as there is room; the answer to the request."""
        with self.changing():
            waiting = self.items(queue_id, lambda item: item.status == "pending") if prepend else []
            priority = max((item.priority for item in waiting), default=0) + 1 if prepend else 0
            room = max(self.most_pending - self.counts(queue_id)["pending"], 0)
            place = {"queue_id": queue_id, "priority": priority, "user_id": user_id}
            added = [self._insert(**place, **row) for row in islice(rows, room)]
            answer = {
                "queue_id": queue_id,
                "enqueued": len(added),
                "requested": requested,
                "batch": batch,
                "priority": priority,
                "item_ids": self._of_any_queue(batch["batch_id"]),
            }
            self._events.batch_enqueued(answer, user_id)
            self.changed.notify_all()
            return answer

    def _of_any_queue(self, batch_id: str) -> list[int]:
        """The numbers of the items of a batch, new ones first; a batch of that id in another queue is no other one."""
        found = [number for (_, batch), items in self._of_batch.items() if batch == batch_id for number in items]
        return sorted(found, reverse=True)

    def retry(self, queue_id: str, item_ids: Sequence[int], session_id: Callable[[], str]) -> JSON:
        """Put sessions that failed or were cancelled into the queue once more."""
        with self.changing():
            room = self.most_pending - self.counts(queue_id)["pending"]
            if room <= 0:
                return {"queue_id": queue_id, "retried_item_ids": []}
            found = [self._items[number] for number in item_ids if number in self._items]
            roots = [self._items.get(item.root_id) for item in found if item.status in _RETRIED]
            wanted = {root.item_id: root for root in roots if root and root.status in _RETRIED}
            again = list(wanted.values())[:room]
            for item in again:
                self._insert(
                    queue_id=queue_id,
                    user_id=item.user_id,
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
            self._events.items_retried(queue_id, again)
            self.changed.notify_all()
            return {"queue_id": queue_id, "retried_item_ids": [item.item_id for item in again]}

    def call(self, caller: Item, call: JSON, sessions: Iterable[JSON]) -> list[Item]:
        """Put the sessions of a workflow that an item calls into the queue; see `wait` for the item itself.

        Args:
            caller: The item.
            call: The fields `workflow_call_id` and `workflow_call_depth`.
            sessions: The other fields of each new item.

        Returns:
            The new items.
        """
        with self.changing():
            like = ("queue_id", "batch_id", "priority", "origin", "destination", "user_id")
            place = {name: getattr(caller, name) for name in like}
            parents = {"parent_item_id": caller.item_id, "parent_session_id": caller.session_id}
            called: list[Item] = []
            for session in sessions:
                item = self._insert(**place, **parents, root_item_id=caller.root_id, **call, **session)
                self._tell(item)
                called.append(item)
            return called

    def _insert(self, **fields: Any) -> Item:
        item = self._kept.add(**fields)
        self._index(item)
        return item

    def _index(self, item: Item) -> None:
        self._of_batch.setdefault((item.queue_id, item.batch_id), {})[item.item_id] = item
        self._count(item, 1)
        if item.root_item_id is not None:
            self._called.setdefault(item.root_item_id, []).append(item)
        if item.status == "pending":
            self._line.add(item)

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
        with self.changing():
            item = self._line.head()
            if self.is_paused or item is None or item.poison:
                return None
            self._line.leave(item)
            self._current = item
            item.device = "cpu"
            self.move(item, "in_progress")
            self._line.note_turn(item)
            return item

    def move(self, item: Item, status: str, **error: str) -> bool:
        """Give an item another status and tell it; False if it had ended before."""
        with self.changing():
            if item.has_ended or item.item_id not in self._items:
                return False
            for name, value in error.items():
                setattr(item, name, value)
            self._set(item, status)
            if status == "pending":
                self._line.add(item)
                self.changed.notify_all()
            self._tell(item)
            return True

    def _tell(self, item: Item) -> None:
        batch = self.batch_status(item.queue_id, item.batch_id)
        self._events.status_changed(item, batch, self.status(item.queue_id, item.user_id))

    def wait(self, item: Item) -> None:
        """Let an item wait for those that it has called, and keep how far its session has come."""
        with self.changing():
            self._kept.keep_session(item)
            self.move(item, "waiting")

    def end(self, item: Item, status: str | None, **error: str) -> None:
        """Keep how the session of an item went, and give the item another status unless it had ended before."""
        with self.changing():
            self._kept.end(item)
            if status:
                self.move(item, status, **error)

    def keep(self, item: Item) -> None:
        """Keep what has been changed about an item."""
        with self.changing():
            if item.item_id in self._items:
                self._items[item.item_id] = item

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
        self._of_user.setdefault((item.queue_id, item.user_id), Counter())[item.status] += more
        self._in_batch.setdefault((item.queue_id, item.batch_id), Counter())[item.status] += more

    # Going out

    def cancel(self, queue_id: str, holds: Callable[[Item], bool], order: Order) -> int:
        """Cancel what holds and has not ended: what waits all at once, told in an order, what runs by itself."""
        with self.changing():
            waiting = sorted(self.items(queue_id, lambda item: item.status in WAITING and holds(item)), key=order)
            for item in waiting:
                self._set(item, "canceled")
            running = self.items(queue_id, lambda item: item.status == "in_progress" and holds(item))
            ended = sum(self.move(item, "canceled") for item in running)
            self._events.items_canceled(queue_id, waiting)
            return len(waiting) + ended

    def cancel_one(self, item: Item) -> None:
        """Cancel one item, unless it has ended, and those that belong to it."""
        with self.changing():
            for each in self.chain(item):
                self.move(each, "canceled")

    def cancel_called(self, call_id: str, but: Item) -> None:
        """Cancel what a call of a workflow has put into the queue, but for one item."""
        with self.changing():
            called = self._called.get(but.root_id, [])
            unwanted = {each.item_id for each in called if each.workflow_call_id == call_id and each is not but}
            for each in called:
                if each.item_id in unwanted or each.parent_item_id in unwanted:
                    unwanted.add(each.item_id)
                    self.move(each, "canceled")

    def delete(self, queue_id: str, holds: Callable[[Item], bool], order: Order | None = None) -> int:
        """Delete what holds, whatever its status; what runs is cancelled first. It is told if there is an order."""
        with self.changing():
            found = self.items(queue_id, holds)
            running = [item for item in found if item.status == "in_progress" and self.move(item, "canceled")]
            for item in found:
                self._remove(item)
            if order:
                self._events.items_canceled(queue_id, sorted((x for x in found if x not in running), key=order))
            return len(found)

    def delete_item(self, item: Item) -> None:
        """Delete one item, and those that belong to it; they are cancelled first."""
        with self.changing():
            chain = self.chain(item)
            self.cancel_one(item)
            for each in chain:
                self._remove(each)

    def clear(self, queue_id: str, user_id: str | None) -> int:
        """Delete everything, or everything of a user."""
        with self.changing():
            deleted = self.delete(queue_id, lambda item: user_id in (None, item.user_id))
            self._events.emit("queue_cleared", {"queue_id": queue_id, "user_id": user_id})
            return deleted

    def prune(self, queue_id: str, user_id: str | None) -> int:
        """Delete what has ended, or what of it is a user's."""
        return self.delete(queue_id, lambda item: item.has_ended and user_id in (None, item.user_id))

    def cancel_interrupted(self) -> None:
        """Cancel what was running when the server stopped, and tell nobody: that is what a start begins with.

        What waited for other items was running too, and goes with these.
        """
        with self.changing():
            interrupted = [item for item in self._items.values() if _is_begun(item)]
            for item in interrupted:
                for each in self.chain(item):
                    if not each.has_ended:
                        self._set(each, "canceled")

    def _remove(self, item: Item) -> None:
        if item.item_id not in self._items:
            return
        self._kept.remove(item)
        self._count(item, -1)
        if item.root_item_id is None:
            self._called.pop(item.item_id, None)
        batch = item.queue_id, item.batch_id
        del self._of_batch[batch][item.item_id]
        if not self._of_batch[batch]:
            del self._of_batch[batch], self._in_batch[batch]

    @contextmanager
    def changing(self) -> Generator[None]:
        """Change items, all of which is written together; nobody else changes any meanwhile."""
        with self._store.transaction(), self.changed:
            yield


def counted(items: Sequence[Item]) -> JSON:
    """How many of the items have which status."""
    return _written(Counter(item.status for item in items))


def _is_begun(item: Item) -> bool:
    return not item.has_ended and (item.status != "pending" or item.session is not None)


def _written(counts: Counter[str]) -> JSON:
    return {status: counts[status] for status in STATUSES} | {"total": counts.total()}
