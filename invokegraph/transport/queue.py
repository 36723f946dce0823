"""The queue of a server, as everybody who uses it sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from invokegraph.transport.errors import UnexpectedAnswer
from invokegraph.transport.events import QUEUE
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Page, Repository, count, in_portions, part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FULL_PORTION = 50
_LIGHT_PORTION = 1000


class QueueItem(Record):
    """An item of the queue: one session of a batch. Whatever else the server says is there too: `item.session`.

    The server leaves out what is null where it gives one item, so read the rest with `item.get("device")`.
    """

    __slots__ = ()

    @property
    def item_id(self) -> int:
        """The server's number for it."""
        return self._integer("item_id")

    @property
    def status(self) -> str:
        """How far it is; at the end `"completed"`, `"failed"` or `"canceled"`."""
        return self._text("status")

    @property
    def batch_id(self) -> str:
        """The batch that it belongs to."""
        return self._text("batch_id")

    @property
    def error_type(self) -> str:
        """The name of the exception that it failed with; empty if it did not."""
        return self._text("error_type")

    @property
    def error_message(self) -> str:
        """The exception's message."""
        return self._text("error_message")


class QueueRepository(Repository):
    """The queue of a server; reach it as `client.queue_repo`.

    It is shared: clearing it clears the work of others too. To run a graph and wait for it, use `client.run`.
    """

    def get_status(self) -> Record:
        """How many items have each status under `queue`, and whether the server works on them under `processor`.

        Example:
            >>> status = client.queue_repo.get_status()  # doctest: +SKIP
            >>> status.queue.pending, status.processor.is_started  # doctest: +SKIP
            (3, True)
        """
        answer = self._object("GET", f"{QUEUE}/status")
        for field in ("queue", "processor"):
            if not isinstance(answer.get(field), dict):
                raise UnexpectedAnswer(f"GET {QUEUE}/status: the server's answer holds no object {field!r}")
        return Record(answer)

    def get_batch_status(self, batch_id: str) -> Record:
        """How many items of a batch have each status; all 0 for a batch that the server does not know."""
        return Record(self._object("GET", f"{QUEUE}/b/{part(batch_id)}/status"))

    def count_by_destination(self, destination: str) -> Record:
        """How many items with this destination have each status."""
        return Record(self._object("GET", f"{QUEUE}/counts_by_destination", params={"destination": destination}))

    def list_item_ids(self, *, descending: bool = True) -> list[int]:
        """The numbers of all items, whatever their status; newer ones first unless said otherwise."""
        # The server sorts by time, which items of one batch may have in common.
        return sorted(_numbers(self._list_in("GET", f"{QUEUE}/item_ids", "item_ids")), reverse=descending)

    def list_items(self, *, offset: int = 0, limit: int = 100, descending: bool = True) -> Page[QueueItem]:
        """Some of the items, without their sessions.

        Args:
            offset: How many to leave out at the beginning.
            limit: How many to list at most.
            descending: Whether the newest comes first.

        Example:
            >>> [item.status for item in client.queue_repo.list_items(limit=3)]  # doctest: +SKIP
            ['pending', 'in_progress', 'completed']
        """
        numbers = self.list_item_ids(descending=descending)
        return Page(self.get_item_summaries(numbers[offset:][:limit]), total=len(numbers), offset=offset)

    def list_all_items(self, *, destination: str | None = None) -> list[QueueItem]:
        """All items with their whole sessions at once: much data if the queue is long.

        Args:
            destination: Only those with this destination.
        """
        return [*map(QueueItem, self._objects("GET", f"{QUEUE}/list_all", params={"destination": destination}))]

    def get_item(self, item_id: int) -> QueueItem:
        """One item with its session: its graph, and its results so far."""
        return QueueItem(self._object("GET", f"{QUEUE}/i/{part(item_id)}"))

    def get_items(self, item_ids: Iterable[int]) -> list[QueueItem]:
        """Items with their sessions, in the order given; those that are not in the queue are left out."""
        return self._by_numbers("items_by_ids", [*item_ids], _FULL_PORTION)

    def get_item_summaries(self, item_ids: Iterable[int]) -> list[QueueItem]:
        """Items without their sessions, in the order given; those that are not in the queue are left out."""
        return self._by_numbers("item_summaries_by_ids", [*item_ids], _LIGHT_PORTION)

    def get_current_item(self) -> QueueItem | None:
        """The item that is running; None if there is none."""
        return self._item_or_none("current")

    def get_next_item(self) -> QueueItem | None:
        """The item that runs next; None if there is none."""
        return self._item_or_none("next")

    def cancel_item(self, item_id: int) -> QueueItem:
        """Cancel an item. One that has ended stays as it is."""
        return QueueItem(self._object("PUT", f"{QUEUE}/i/{part(item_id)}/cancel"))

    def cancel_batch(self, batch_id: str) -> int:
        """Cancel what is left of a batch, and return how many items that were."""
        return self._number("PUT", "cancel_by_batch_ids", "canceled", json={"batch_ids": [batch_id]})

    def cancel_by_destination(self, destination: str) -> int:
        """Cancel the items with this destination, and return how many those were."""
        return self._number("PUT", "cancel_by_destination", "canceled", params={"destination": destination})

    def cancel_all_except_current(self) -> int:
        """Cancel everything except the running item, and return how many items those were."""
        return self._number("PUT", "cancel_all_except_current", "canceled")

    def retry_items(self, item_ids: int | Iterable[int]) -> list[int]:
        """Run items that failed or were cancelled again, as new items; those that have not ended are ignored.

        Returns:
            Those that are run again. Their new numbers are found by `retried_from_item_id` of the new items.
        """
        numbers = [item_ids] if isinstance(item_ids, int) else [*item_ids]
        return _numbers(self._list_in("PUT", f"{QUEUE}/retry_items_by_id", "retried_item_ids", json=numbers))

    def delete_item(self, item_id: int) -> None:
        """Take an item out of the queue; one that runs is cancelled first."""
        self._http.request("DELETE", f"{QUEUE}/i/{part(item_id)}")

    def delete_by_destination(self, destination: str) -> int:
        """Take the items with this destination out of the queue, and return how many those were."""
        return self._number("DELETE", f"d/{part(destination)}", "deleted")

    def delete_all_except_current(self) -> int:
        """Take everything out of the queue except the running item, and return how many items those were."""
        return self._number("PUT", "delete_all_except_current", "deleted")

    def clear(self) -> int:
        """Cancel what runs, take everything out of the queue, and return how many items those were."""
        return self._number("PUT", "clear", "deleted")

    def prune(self) -> int:
        """Take everything out of the queue that has ended, and return how many items those were."""
        return self._number("PUT", "prune", "deleted")

    def pause(self) -> Record:
        """Have the server start nothing new, for everybody. What is running is finished."""
        return Record(self._object("PUT", f"{QUEUE}/processor/pause"))

    def resume(self) -> Record:
        """Let the server take up items again."""
        return Record(self._object("PUT", f"{QUEUE}/processor/resume"))

    def _by_numbers(self, endpoint: str, item_ids: Sequence[int], size: int) -> list[QueueItem]:
        found: list[QueueItem] = []
        for some in in_portions(item_ids, size):
            answer = self._objects("POST", f"{QUEUE}/{endpoint}", json={"item_ids": some})
            found.extend(map(QueueItem, answer))
        return found

    def _item_or_none(self, which: str) -> QueueItem | None:
        answer = self._http.json("GET", f"{QUEUE}/{which}")
        return None if answer is None else QueueItem(mapping(answer))

    def _number(self, method: str, endpoint: str, field: str, **kwargs: object) -> int:
        return count(self._object(method, f"{QUEUE}/{endpoint}", **kwargs), field)


def _numbers(values: list[object]) -> list[int]:
    if not all(isinstance(value, int) for value in values):
        raise UnexpectedAnswer("the server's answer holds an item whose number is none")
    return cast("list[int]", values)
