"""What the server tells everybody who listens: who is told, and in which words."""

from __future__ import annotations

from threading import Lock
from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invokegraph.simulator.library import Workflow
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

    def batch_enqueued(self, answer: JSON, user_id: str) -> None:
        """A user has put a batch into the queue."""
        batch: JSON = answer["batch"]
        told = {
            "queue_id": answer["queue_id"],
            "batch_id": batch["batch_id"],
            "enqueued": answer["enqueued"],
            "requested": answer["requested"],
            "priority": answer["priority"],
            "origin": batch["origin"],
            "user_id": user_id,
        }
        self.emit("batch_enqueued", told)

    def items_canceled(self, queue_id: str, items: Sequence[Item]) -> None:
        """Items that were waiting have been cancelled or deleted together."""
        if items:
            told = _by_user("canceled_item_ids", items)
            by_user: dict[str, list[int]] = told["canceled_item_ids_by_user"]
            told["canceled_item_ids"] = [number for own in by_user.values() for number in own]
            self.emit("queue_items_canceled", {"queue_id": queue_id, **told})

    def items_retried(self, queue_id: str, items: Sequence[Item]) -> None:
        """Items have been put into the queue once more."""
        self.emit("queue_items_retried", {"queue_id": queue_id, **_by_user("retried_item_ids", items)})

    def workflow_changed(self, what: str, workflow: Workflow, **more: bool) -> None:
        """A workflow of the library is another one; `what` is created, updated or deleted."""
        told = {"workflow_id": workflow.workflow_id, "user_id": workflow.user_id}
        self.emit(f"workflow_{what}", {**told, **(more or {"is_public": workflow.is_public})})


def _item(item: Item) -> JSON:
    return {
        "queue_id": item.queue_id,
        "item_id": item.item_id,
        "batch_id": item.batch_id,
        "origin": item.origin,
        "destination": item.destination,
        "user_id": item.user_id,
    }


def _by_user(name: str, items: Sequence[Item]) -> JSON:
    by_user: dict[str, list[int]] = {}
    for item in items:
        by_user.setdefault(item.user_id, []).append(item.item_id)
    return {name: [item.item_id for item in items], "user_ids": list(by_user), f"{name}_by_user": by_user}
