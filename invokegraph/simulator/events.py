"""What the server tells everybody who listens: who is told, and in which words."""

from __future__ import annotations

from threading import Lock
from time import time
from typing import TYPE_CHECKING

from invokegraph.simulator.records import USER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.store import Store

    Listener = Callable[[str, JSON], None]


class Events:
    """Hands each event to every listener, in the order in which they happen.

    Args:
        store: Where what they tell of is kept before they tell it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call a function with the name and data of every event from now on, from whatever thread it happens in."""
        with self._lock:
            self._listeners.append(listener)

    def stop(self, listener: Listener) -> None:
        """Call it no more."""
        with self._lock:
            self._listeners.remove(listener)

    def emit(self, name: str, data: JSON) -> None:
        """Tell the listeners."""
        if self._listeners:
            self._store.commit()
            timed = {"timestamp": int(time()), **data}
            with self._lock:
                for listener in self._listeners:
                    listener(name, timed)

    def status_changed(self, item: Item, batch: JSON, queue: JSON) -> None:
        """The status of an item is another one."""
        changed = {
            **_item(item),
            "status": item.status,
            "status_sequence": item.status_sequence,
            "error_type": item.error_type,
            "error_message": item.error_message,
            "error_traceback": item.error_traceback,
            "created_at": item.created_at,
            "updated_at": item.updated_at,
            "started_at": item.started_at,
            "completed_at": item.completed_at,
            "batch_status": batch,
            "queue_status": queue,
            "session_id": item.session_id,
        }
        self.emit("queue_item_status_changed", changed)

    def invocation(self, what: str, item: Item, node: JSON, source: str, **more: object) -> None:
        """Something happened to a copy of a node; `what` is started, progress, complete or error."""
        if self._listeners:
            shown: JSON = {**node, "collection": []} if node["type"] in ("iterate", "collect") else dict(node)
            about: JSON = {"session_id": item.session_id, "invocation": shown, "invocation_source_id": source}
            self.emit(f"invocation_{what}", {**_item(item), **about, **more})

    def batch_enqueued(self, answer: JSON) -> None:
        """A batch has been put into the queue."""
        batch: JSON = answer["batch"]
        told = {
            "queue_id": answer["queue_id"],
            "batch_id": batch["batch_id"],
            "enqueued": answer["enqueued"],
            "requested": answer["requested"],
            "priority": answer["priority"],
            "origin": batch["origin"],
            "user_id": USER,
        }
        self.emit("batch_enqueued", told)

    def items_canceled(self, queue_id: str, item_ids: Sequence[int]) -> None:
        """Items that were waiting have been cancelled or deleted together."""
        if item_ids:
            self.emit("queue_items_canceled", {"queue_id": queue_id, **_by_user("canceled_item_ids", item_ids)})

    def items_retried(self, queue_id: str, item_ids: Sequence[int]) -> None:
        """Items have been put into the queue once more."""
        self.emit("queue_items_retried", {"queue_id": queue_id, **_by_user("retried_item_ids", item_ids)})


def _item(item: Item) -> JSON:
    return {
        "queue_id": item.queue_id,
        "item_id": item.item_id,
        "batch_id": item.batch_id,
        "origin": item.origin,
        "destination": item.destination,
        "user_id": USER,
    }


def _by_user(name: str, item_ids: Sequence[int]) -> Mapping[str, object]:
    users = [USER] if item_ids else []
    return {name: item_ids, "user_ids": users, f"{name}_by_user": dict.fromkeys(users, item_ids)}
