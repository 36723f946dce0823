"""`/api/v1/queue`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from invokegraph.simulator.access import owns
from invokegraph.simulator.answers import Refused
from invokegraph.simulator.queue import WAITING, counted
from invokegraph.simulator.session_records import pending_dict, stored
from invokegraph.simulator.verdict import accepted, rows, size

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.queue import Order
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.state import State


def _by_start(item: Item) -> str:
    return item.started_at or ""


_BY_STATUS: Final[tuple[Order, Order]] = (lambda item: item.status, lambda item: (item.status, -item.priority))
"""In which order the indices of the server's table give what waits: to administrators, and to others."""


def enqueue_batch(state: State, question: Question) -> JSON:
    """Put a batch into the queue."""
    fields = question.fields()
    batch = accepted(fields["batch"])
    return state.queue.add(
        question.path["queue_id"],
        batch,
        rows(batch),
        size(batch),
        prepend=bool(fields.get("prepend")),
        user_id=question.caller.user_id,
    )


def item_ids(state: State, question: Question) -> JSON:
    """The numbers of all items."""
    direction = question.text("order_dir", "DESC")
    found = state.queue.items(question.path["queue_id"])
    found.sort(key=lambda item: item.created_at, reverse=direction == "DESC")  # what came together stays in its order
    return {"item_ids": [item.item_id for item in found], "total_count": len(found)}


def items_by_ids(state: State, question: Question) -> list[JSON]:
    """The items of some numbers."""
    return [_shown(state, question, item) for item in _numbered(state, question)]


def item_summaries_by_ids(state: State, question: Question) -> list[JSON]:
    """What is shown of the items of some numbers."""
    found = _numbered(state, question)
    return [_veiled(question, item, item.summary(state.users.owner(item.user_id))) for item in found]


def list_all(state: State, question: Question) -> list[JSON]:
    """All items, those that are begun first at the head."""
    destination = question.maybe("destination")
    found = state.queue.items(
        question.path["queue_id"], lambda item: destination is None or item.destination == destination
    )
    try:
        return [
            _shown(state, question, item) for item in sorted(found, key=lambda item: (-item.priority, item.item_id))
        ]
    except Refused as error:
        raise Refused(500, f"Unexpected error while listing all queue items: {error.detail}", wrapped=True) from None


def get_item(state: State, question: Question) -> JSON:
    """One item."""
    number = question.path["item_id"]
    item = state.queue.get(number)
    if item is None:
        raise _unknown(number, question)
    if item.queue_id != question.path["queue_id"]:
        said = f"Unexpected error while fetching queue item: 404: {_unknown(number, question).detail}"
        raise Refused(500, said, wrapped=True)
    written = _filled(_shown(state, question, item))
    workflow = {"workflow": _filled(written["workflow"])} if "workflow" in written else {}
    return {**written, "session": stored(written["session"]), **workflow}


def delete_item(state: State, question: Question) -> None:
    """Delete one item, and those that belong to it."""
    item = _loaded(_own(state, question))
    if not owns(question.caller, item.user_id):
        raise Refused(403, "You do not have permission to delete this queue item")
    state.queue.delete_item(item)


def cancel_item(state: State, question: Question) -> JSON:
    """Cancel one item, and those that belong to it."""
    item = _loaded(_own(state, question))
    if not owns(question.caller, item.user_id):
        raise Refused(403, "You do not have permission to cancel this queue item")
    state.queue.cancel_one(item)
    return _shown(state, question, item)


def current(state: State, question: Question) -> JSON | None:
    """The item that is running."""
    item = state.queue.current(question.path["queue_id"])
    return _shown(state, question, item) if item else None


def next_item(state: State, question: Question) -> JSON | None:
    """The item that is begun next."""
    with state.queue.changed:  # it may be begun at any moment
        item = state.queue.next(question.path["queue_id"])
        return _shown(state, question, item) if item else None


def status(state: State, question: Question) -> JSON:
    """The state of the queue and of what works it off."""
    asking = question.caller
    shown = state.queue.status(question.path["queue_id"], asking.user_id, sees_all=asking.is_admin)
    return {"queue": shown, "processor": _processor(state)}


def batch_status(state: State, question: Question) -> JSON:
    """The state of a batch."""
    return state.queue.batch_status(question.path["queue_id"], question.path["batch_id"], question.caller.scope)


def counts_by_destination(state: State, question: Question) -> JSON:
    """How many items of a destination have which status."""
    queue_id, destination = question.path["queue_id"], question.text("destination")
    found = state.queue.items(queue_id, _mine(question, lambda item: item.destination == destination))
    return {"queue_id": queue_id, "destination": destination, **counted(found)}


def cancel_by_batch_ids(state: State, question: Question) -> JSON:
    """Cancel some batches."""
    batches = set(question.field("batch_ids"))
    return _cancelled(state, question, lambda item: item.batch_id in batches, lambda item: item.batch_id)


def cancel_by_destination(state: State, question: Question) -> JSON:
    """Cancel what has a destination."""
    destination = question.text("destination")
    return _cancelled(state, question, lambda item: item.destination == destination, lambda item: item.item_id)


def cancel_all_except_current(state: State, question: Question) -> JSON:
    """Cancel what waits, but for what belongs to the item that is running."""
    return _cancelled(state, question, _waits(state, question), *_BY_STATUS)


def delete_all_except_current(state: State, question: Question) -> JSON:
    """Delete what waits, but for what belongs to the item that is running."""
    return _deleted(state, question, _waits(state, question), *_BY_STATUS)


def delete_by_destination(state: State, question: Question) -> JSON:
    """Delete what has a destination."""
    destination = question.path["destination"]
    return _deleted(state, question, lambda item: item.destination == destination, lambda item: item.item_id)


def _cancelled(
    state: State, question: Question, holds: Callable[[Item], bool], of_all: Order, of_own: Order = _by_start
) -> JSON:
    order = of_all if question.caller.scope is None else of_own
    return {"canceled": state.queue.cancel(question.path["queue_id"], _mine(question, holds), order)}


def _deleted(
    state: State, question: Question, holds: Callable[[Item], bool], of_all: Order, of_own: Order = _by_start
) -> JSON:
    order = of_all if question.caller.scope is None else of_own
    return {"deleted": state.queue.delete(question.path["queue_id"], _mine(question, holds), order)}


def _mine(question: Question, holds: Callable[[Item], bool]) -> Callable[[Item], bool]:
    """What holds among the items that the caller may change."""
    return lambda item: owns(question.caller, item.user_id) and holds(item)


def _waits(state: State, question: Question) -> Callable[[Item], bool]:
    """What waits, but for what belongs to the item that is running."""
    current = state.queue.current_chain(question.path["queue_id"])
    return lambda item: item.status in WAITING and item.item_id not in current


def retry_items_by_id(state: State, question: Question) -> JSON:
    """Put items that failed or were cancelled into the queue once more."""
    queue_id = question.path["queue_id"]
    found = [item for number in question.json() if (item := state.queue.get(number))]
    for item in found:
        if item.queue_id != queue_id:
            raise Refused(404, f"Queue item with id {item.item_id} not found in queue {queue_id}")
        if not owns(question.caller, item.user_id):
            raise Refused(403, f"You do not have permission to retry queue item {item.item_id}")
    return state.queue.retry(queue_id, [item.item_id for item in found], lambda: str(uuid4()))


def clear(state: State, question: Question) -> JSON:
    """Delete everything."""
    return {"deleted": state.queue.clear(question.path["queue_id"], question.caller.scope)}


def prune(state: State, question: Question) -> JSON:
    """Delete what has ended."""
    return {"deleted": state.queue.prune(question.path["queue_id"], question.caller.scope)}


def pause(state: State, _: Question) -> JSON:
    """Begin no new item."""
    state.queue.pause()
    return _processor(state)


def resume(state: State, _: Question) -> JSON:
    """Begin items again."""
    state.queue.resume()
    return _processor(state)


def _processor(state: State) -> JSON:
    return {"is_started": not state.queue.is_paused, "is_processing": state.engine.is_processing}


def _filled(fields: JSON) -> JSON:
    return {name: value for name, value in fields.items() if value is not None}


def _numbered(state: State, question: Question) -> list[Item]:
    queue_id = question.path["queue_id"]
    found = (state.queue.get(number) for number in question.field("item_ids"))
    return [item for item in found if item and item.queue_id == queue_id]


def _own(state: State, question: Question) -> Item:
    number = question.path["item_id"]
    item = state.queue.get(number)
    if item is None or item.queue_id != question.path["queue_id"]:
        raise _unknown(number, question)
    return item


def _unknown(number: int, question: Question) -> Refused:
    return Refused(404, f"Queue item with id {number} not found in queue {question.path['queue_id']}")


def _loaded(item: Item) -> Item:
    """The item, unless it holds what the server cannot read back."""
    if item.poison and not item.has_ended:
        raise Refused(500, f"Unexpected error while fetching queue item: {item.poison}", wrapped=True)
    return item


def _shown(state: State, question: Question, item: Item) -> JSON:
    """All of an item, as far as the caller may see it."""
    return _veiled(question, item, _loaded(item).to_dict(state.users.owner(item.user_id)))


def _veiled(question: Question, item: Item, written: JSON) -> JSON:
    """An item as written, but without all that is its owner's business if that is somebody else."""
    if owns(question.caller, item.user_id):
        return written
    nothing: JSON = {"id": str(uuid4()), "nodes": {}, "edges": []}
    veil = {**_VEIL, "session": pending_dict("redacted", nothing)}
    return {**written, **{name: value for name, value in veil.items() if name in written}}


_VEIL: Final[dict[str, Any]] = {
    **dict.fromkeys(("user_id", "batch_id", "session_id"), "redacted"),
    **dict.fromkeys(("user_display_name", "user_email", "origin", "destination", "field_values", "workflow")),
    **dict.fromkeys(("error_type", "error_message", "error_traceback", "retried_from_item_id")),
    **dict.fromkeys(("workflow_call_id", "parent_item_id", "parent_session_id", "root_item_id")),
    "workflow_call_depth": None,
    "priority": 0,
}
_AT: Final = "/api/v1/queue/{queue_id}"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/enqueue_batch", enqueue_batch),
    ("GET", f"{_AT}/b/{{batch_id}}/status", batch_status),
    ("GET", f"{_AT}/i/{{item_id}}", get_item),
    ("DELETE", f"{_AT}/i/{{item_id}}", delete_item),
    ("PUT", f"{_AT}/i/{{item_id}}/cancel", cancel_item),
    ("GET", f"{_AT}/item_ids", item_ids),
    ("POST", f"{_AT}/items_by_ids", items_by_ids),
    ("POST", f"{_AT}/item_summaries_by_ids", item_summaries_by_ids),
    ("GET", f"{_AT}/list_all", list_all),
    ("GET", f"{_AT}/current", current),
    ("GET", f"{_AT}/next", next_item),
    ("GET", f"{_AT}/status", status),
    ("GET", f"{_AT}/counts_by_destination", counts_by_destination),
    ("PUT", f"{_AT}/cancel_by_batch_ids", cancel_by_batch_ids),
    ("PUT", f"{_AT}/cancel_by_destination", cancel_by_destination),
    ("PUT", f"{_AT}/cancel_all_except_current", cancel_all_except_current),
    ("PUT", f"{_AT}/delete_all_except_current", delete_all_except_current),
    ("DELETE", f"{_AT}/d/{{destination}}", delete_by_destination),
    ("PUT", f"{_AT}/retry_items_by_id", retry_items_by_id),
    ("PUT", f"{_AT}/clear", clear),
    ("PUT", f"{_AT}/prune", prune),
    ("PUT", f"{_AT}/processor/pause", pause),
    ("PUT", f"{_AT}/processor/resume", resume),
]
