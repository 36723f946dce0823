"""`/api/v1/queue`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from invokegraph.simulator.answers import Refused
from invokegraph.simulator.queue import counted
from invokegraph.simulator.verdict import accepted, rows, size

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.state import State


def enqueue_batch(state: State, question: Question) -> JSON:
    """Put a batch into the queue."""
    fields = question.fields()
    batch = accepted(fields["batch"])
    prepend = fields.get("prepend")
    if prepend is not None and not isinstance(prepend, bool):
        prepend = question.field("prepend", bool)
    return state.queue.add(question.path["queue_id"], batch, rows(batch), size(batch), prepend=bool(prepend))


def item_ids(state: State, question: Question) -> JSON:
    """The numbers of all items."""
    direction = question.choice("order_dir", ("ASC", "DESC"), "DESC")
    found = [item.item_id for item in state.queue.items(question.path["queue_id"])]
    return {"item_ids": found if direction == "ASC" else found[::-1], "total_count": len(found)}


def items_by_ids(state: State, question: Question) -> list[JSON]:
    """The items of some numbers."""
    return [_loaded(item).to_dict() for item in _numbered(state, question)]


def item_summaries_by_ids(state: State, question: Question) -> list[JSON]:
    """What is shown of the items of some numbers."""
    return [item.summary() for item in _numbered(state, question)]


def list_all(state: State, question: Question) -> list[JSON]:
    """All items, those that are begun first at the head."""
    destination = question.text("destination", "") if question.has("destination") else None
    found = state.queue.items(
        question.path["queue_id"], lambda item: destination is None or item.destination == destination
    )
    try:
        return [_loaded(item).to_dict() for item in sorted(found, key=lambda item: (-item.priority, item.item_id))]
    except Refused as error:
        raise Refused(500, f"Unexpected error while listing all queue items: {error.detail}", wrapped=True) from None


def get_item(state: State, question: Question) -> JSON:
    """One item."""
    number = question.number_in_path("item_id")
    item = state.queue.get(number)
    if item is None:
        raise _unknown(number, question)
    if item.queue_id != question.path["queue_id"]:
        said = f"Unexpected error while fetching queue item: 404: {_unknown(number, question).detail}"
        raise Refused(500, said, wrapped=True)
    return _loaded(item).to_short_dict()


def delete_item(state: State, question: Question) -> None:
    """Delete one item."""
    state.queue.delete_item(_loaded(_own(state, question)))


def cancel_item(state: State, question: Question) -> JSON:
    """Cancel one item."""
    item = _loaded(_own(state, question))
    state.queue.cancel_one(item)
    return item.to_dict()


def current(state: State, question: Question) -> JSON | None:
    """The item that is running."""
    item = state.queue.current(question.path["queue_id"])
    return item.to_dict() if item else None


def next_item(state: State, question: Question) -> JSON | None:
    """The item that is begun next."""
    with state.queue.changed:  # it may be begun at any moment
        item = state.queue.next(question.path["queue_id"])
        return _loaded(item).to_dict() if item else None


def status(state: State, question: Question) -> JSON:
    """The state of the queue and of what works it off."""
    return {"queue": state.queue.status(question.path["queue_id"]), "processor": _processor(state)}


def batch_status(state: State, question: Question) -> JSON:
    """The state of a batch."""
    return state.queue.batch_status(question.path["queue_id"], question.path["batch_id"])


def counts_by_destination(state: State, question: Question) -> JSON:
    """How many items of a destination have which status."""
    queue_id, destination = question.path["queue_id"], question.text("destination")
    found = state.queue.items(queue_id, lambda item: item.destination == destination)
    return {"queue_id": queue_id, "destination": destination, **counted(found)}


def cancel_by_batch_ids(state: State, question: Question) -> JSON:
    """Cancel some batches."""
    batches = set(question.field("batch_ids", list[str]))
    return {"canceled": state.queue.cancel(question.path["queue_id"], lambda item: item.batch_id in batches)}


def cancel_by_destination(state: State, question: Question) -> JSON:
    """Cancel what has a destination."""
    destination = question.text("destination")
    return {"canceled": state.queue.cancel(question.path["queue_id"], lambda item: item.destination == destination)}


def cancel_all_except_current(state: State, question: Question) -> JSON:
    """Cancel what waits."""
    return {"canceled": state.queue.cancel(question.path["queue_id"], lambda item: item.status == "pending")}


def delete_all_except_current(state: State, question: Question) -> JSON:
    """Delete what waits."""
    return {"deleted": state.queue.delete(question.path["queue_id"], lambda item: item.status == "pending")}


def delete_by_destination(state: State, question: Question) -> JSON:
    """Delete what has a destination."""
    destination = question.path["destination"]
    return {"deleted": state.queue.delete(question.path["queue_id"], lambda item: item.destination == destination)}


def retry_items_by_id(state: State, question: Question) -> JSON:
    """Put items that failed or were cancelled into the queue once more."""
    queue_id = question.path["queue_id"]
    found = [item for number in question.json() if (item := state.queue.get(int(number)))]
    for item in found:
        if item.queue_id != queue_id:
            raise Refused(404, f"Queue item with id {item.item_id} not found in queue {queue_id}")
    return state.queue.retry(queue_id, [item.item_id for item in found], lambda: str(uuid4()))


def clear(state: State, question: Question) -> JSON:
    """Delete everything."""
    return {"deleted": state.queue.clear(question.path["queue_id"])}


def prune(state: State, question: Question) -> JSON:
    """Delete what has ended."""
    return {"deleted": state.queue.prune(question.path["queue_id"])}


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


def _numbered(state: State, question: Question) -> list[Item]:
    from invokegraph.simulator.shapes import NUMBERS

    queue_id = question.path["queue_id"]
    found = (state.queue.get(number) for number in question.field("item_ids", NUMBERS))
    return [item for item in found if item and item.queue_id == queue_id]


def _own(state: State, question: Question) -> Item:
    number = question.number_in_path("item_id")
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
