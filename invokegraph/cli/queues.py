"""The queue of a server, as a command works with it."""

from __future__ import annotations

import json
from time import sleep
from typing import TYPE_CHECKING, NamedTuple

from invokegraph.cli.endings import CommandError
from invokegraph.transport.progress import FINISHED
from invokegraph.transport.queue import QueueItem
from invokegraph.transport.repository import count
from invokegraph.words import brief, listed, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invokegraph.transport import InvokeAIClient
    from invokegraph.transport.record import Record

_COUNTED = ("pending", "in_progress", "waiting")
_BEHIND = 50
"""So many of the newest items that have ended are looked at with those that have not: some end between two looks."""


class Change(NamedTuple):
    """An item of the queue that has another status now.

    Attributes:
        item_id: The server's number for it.
        status: The status.
        batch_id: The batch that it belongs to.
        error: What it failed with; empty if it did not.
    """

    item_id: int
    status: str
    batch_id: str
    error: str

    def as_text(self) -> str:
        """The change on a line."""
        error = f"  {brief(self.error, 200)}" if self.error else ""
        return f"{self.item_id}  {printable(self.status)}  batch {printable(self.batch_id)}{error}"

    def as_json(self) -> str:
        """The change as JSON on a line."""
        return json.dumps(self._asdict())


class Done(NamedTuple):
    """What became of items of the queue that something was to be done to.

    Attributes:
        number: To how many it was done.
        left: The items that were named and that it cannot be done to, as they are.
    """

    number: int
    left: Sequence[QueueItem] = ()

    def excuses(self, only: str) -> Iterator[str]:
        """Why it was not done to some of the items, a line for each status.

        Args:
            only: What items it is done to, in words.
        """
        for status in dict.fromkeys(item.status for item in self.left):
            numbers = [str(item.item_id) for item in self.left if item.status == status]
            yield f"item{'' if len(numbers) == 1 else 's'} {listed(numbers)}: {printable(status)}; only {only}"


def state_of(status: Record) -> str:
    """How the queue is, on a line: `3 pending, 1 in progress; the server works on them`."""
    counts = status["queue"]
    told = [f"{counts.get(name)} {name.replace('_', ' ')}" for name in _COUNTED if counts.get(name)]
    works = "" if status["processor"].get("is_started") else "; it is paused"
    return printable(f"{', '.join(told) or 'nothing is left to do'}{works}")


def changes(client: InvokeAIClient, every: float) -> Iterator[Change]:
    """What happens in the queue, as it is found, until nothing is left to do.

    Args:
        client: The client of the server.
        every: How many seconds to wait between two looks.
    """
    known: dict[int, QueueItem] = {}
    begun = False
    while True:
        status = client.queue_repo.get_status()["queue"]
        left = sum(count for name in _COUNTED if isinstance(count := status.get(name), int))
        was_open = {number: item for number, item in known.items() if _is_open(item)}
        found = {item.item_id: item for item in client.queue_repo.list_items(limit=left + _BEHIND)}
        further = client.queue_repo.get_item_summaries(sorted(was_open.keys() - found.keys()))
        found |= {item.item_id: item for item in further}
        for number, item in was_open.items():
            found.setdefault(number, QueueItem({**item.to_dict(), "status": "removed"}))
        for number, item in sorted(found.items()):
            is_new = number not in known or known[number].status != item.status
            known[number] = item
            if is_new and (begun or _is_open(item)):
                yield Change(number, item.status, item.batch_id, _error(client, item))
        if not left:
            return
        begun = True
        sleep(every)


def named(items: Sequence[int], batch: str | None) -> str:
    """What items and batch together are, in words.

    Raises:
        CommandError: Neither is said, or both.
    """
    if bool(items) == (batch is not None):
        raise CommandError("which items? Say their numbers, or --batch ID")
    if batch is not None:
        return f"what is left of batch {brief(batch)}"
    return f"item {items[0]}" if len(items) == 1 else f"{len(items)} items"


def cancelled(client: InvokeAIClient, items: Sequence[int], batch: str | None) -> Done:
    """Cancel items or a batch, as far as they have not ended."""
    if batch is not None:
        if not count(client.queue_repo.get_batch_status(batch).to_dict(), "total"):
            raise CommandError(f"the queue holds nothing of batch {brief(batch)}")
        return Done(client.queue_repo.cancel_batch(batch))
    before = _summaries(client, items)
    after = [client.queue_repo.cancel_item(item.item_id) if _is_open(item) else item for item in before]
    done = [_is_open(was) and now.status == "canceled" for was, now in zip(before, after, strict=True)]
    return Done(sum(done), [item for item, is_done in zip(after, done, strict=True) if not is_done])


def retried(client: InvokeAIClient, items: Sequence[int], batch: str | None) -> Done:
    """Run items or a batch again, as far as they failed or were cancelled."""
    if batch is None:
        wanted = _summaries(client, items)
    else:
        wanted = [item for item in client.queue_repo.get_item_summaries(_all(client)) if item.batch_id == batch]
        if not wanted:
            raise CommandError(f"the queue holds nothing of batch {brief(batch)}")
    again = [item.item_id for item in wanted if item.status in ("failed", "canceled")]
    taken = client.queue_repo.retry_items(again) if again else []
    left = [item for item in wanted if item.item_id not in again]
    return Done(len(taken), left if batch is None or not again else ())


def _error(client: InvokeAIClient, item: QueueItem) -> str:
    """What an item failed with, which a list of items does not say; empty if it did not."""
    if item.status != "failed":
        return ""
    return next(
        (f"{whole.error_type}: {whole.error_message}" for whole in client.queue_repo.get_items([item.item_id])), ""
    )


def _all(client: InvokeAIClient) -> list[int]:
    return client.queue_repo.list_item_ids()


def _is_open(item: QueueItem) -> bool:
    return item.status not in FINISHED


def _summaries(client: InvokeAIClient, items: Sequence[int]) -> list[QueueItem]:
    found = client.queue_repo.get_item_summaries(dict.fromkeys(items))
    missing = sorted({*items} - {item.item_id for item in found})
    if missing:
        raise CommandError(f"the queue holds no item {missing[0]}")
    return found
