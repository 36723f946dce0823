"""The queue of a running server. What touches others' items happens on a server of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from invokegraph import Batch, Graph, InvokeAIClient
from invokegraph.transport import JobFailed, NotFound
from nodes_catalog import Add, Divide, Integer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live


def enqueue(client: InvokeAIClient, runs: int = 1, **more: Any) -> list[int]:
    """Put sessions into the queue as only the raw API can: with a destination."""
    graph = Graph(Add(a=1, b=2)).to_dict()
    body = {"batch": {"graph": graph, "runs": runs, **more}}
    answer = client.request("POST", "/queue/default/enqueue_batch", json=body).json()
    return sorted(answer["item_ids"])


@pytest.fixture
def paused(alone: InvokeAIClient) -> Iterator[InvokeAIClient]:
    """A server of its own that works on nothing, with an empty queue."""
    alone.queue_repo.clear()
    assert alone.queue_repo.pause().is_started is False
    yield alone
    alone.queue_repo.clear()
    assert alone.queue_repo.resume().is_started is True


def test_items_of_a_batch(client: InvokeAIClient) -> None:
    queue = client.queue_repo
    batch = Batch(Graph(Add(a=1, b=2)), runs=3)
    run = client.submit(batch)
    run.wait(timeout=60)
    items = queue.get_items([run.item_ids[2], 10**9, run.item_ids[0]])
    assert [item.item_id for item in items] == [run.item_ids[2], run.item_ids[0]]
    assert [item.status for item in items] == ["completed", "completed"]
    assert [next(iter(item.session.results.values())).value for item in items] == [3, 3]
    one = queue.get_item(run.item_ids[0])
    assert (one.item_id, one.batch_id, one.status, one.error_type) == (run.item_ids[0], batch.batch_id, "completed", "")
    assert one.session.graph.nodes["add"]["a"] == 1
    (summary,) = queue.get_item_summaries([run.item_ids[1]])
    assert (summary.status, summary.batch_id, summary.get("session")) == ("completed", batch.batch_id, None)
    counts = queue.get_batch_status(batch.batch_id)
    assert (counts.completed, counts.total) == (3, 3)
    for item_id in run.item_ids:
        queue.delete_item(item_id)
    assert queue.get_batch_status(batch.batch_id).total == 0
    with pytest.raises(NotFound, match="not found in queue default"):
        queue.get_item(run.item_ids[0])


def test_a_long_list_in_pages(client: InvokeAIClient) -> None:
    queue = client.queue_repo
    for number in range(3):  # a batch's items may come in any order among each other
        result = client.run(Graph(Add(a=number)), timeout=60)
        assert result.sessions[0].item_id in queue.list_item_ids()
    page = queue.list_items(limit=2)
    assert len(page) == 2
    assert page.total >= 3
    assert page[0].created_at >= page[1].created_at
    oldest = queue.list_items(limit=2, descending=False)
    assert oldest[0].created_at <= oldest[1].created_at <= page[1].created_at


def test_a_failed_item_is_run_again(client: InvokeAIClient) -> None:
    queue = client.queue_repo
    with pytest.raises(JobFailed) as caught:
        client.run(Graph(Divide(a=1, b=0)), timeout=60)
    failed = queue.get_item(caught.value.session.item_id)
    assert (failed.status, failed.error_type, failed.error_message) == (
        "failed",
        "ZeroDivisionError",
        "division by zero",
    )
    assert queue.retry_items(failed.item_id) == [failed.item_id]
    deadline = time.monotonic() + 120
    while (counts := queue.get_batch_status(failed.batch_id)).failed < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (counts.failed, counts.total) == (2, 2)
    again = max(item.item_id for item in queue.list_items(limit=50) if item.batch_id == failed.batch_id)
    assert queue.get_item(again).retried_from_item_id == failed.item_id


def test_the_status_counts_the_queue(client: InvokeAIClient) -> None:
    status = client.queue_repo.get_status()
    assert status.queue.queue_id == "default"
    assert status.queue.total >= status.queue.pending
    assert isinstance(status.processor.is_started, bool)


def test_current_and_next(paused: InvokeAIClient) -> None:
    queue = paused.queue_repo
    assert queue.get_current_item() is None
    assert queue.get_next_item() is None
    first, *_ = enqueue(paused, runs=2)
    upcoming = queue.get_next_item()
    assert upcoming is not None
    assert (upcoming.item_id, upcoming.status) == (first, "pending")
    slow = Graph(*(Integer(value=number) for number in range(4000)))
    queue.clear()
    paused.submit(Batch(slow))
    queue.resume()
    deadline = time.monotonic() + 120
    while (current := queue.get_current_item()) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert current is not None
    assert current.status == "in_progress"
    queue.cancel_item(current.item_id)


def test_items_are_counted_cancelled_and_deleted_by_destination(paused: InvokeAIClient) -> None:
    queue = paused.queue_repo
    mine, other = enqueue(paused, runs=3, destination="my tool & more"), enqueue(paused, destination="other")
    assert queue.count_by_destination("my tool & more").pending == 3
    assert [item.item_id for item in queue.list_all_items(destination="my tool & more")] == mine
    assert len(queue.list_all_items()) == 4
    assert queue.cancel_by_destination("my tool & more") == 3
    assert [item.status for item in queue.get_item_summaries(mine)] == ["canceled"] * 3
    assert queue.delete_by_destination("my tool & more") == 3
    assert queue.list_item_ids() == other


def test_items_are_cancelled_pruned_and_cleared(paused: InvokeAIClient) -> None:
    queue = paused.queue_repo
    batch_id = str(uuid4())
    items = enqueue(paused, runs=3, batch_id=batch_id)
    assert queue.cancel_item(items[0]).status == "canceled"
    assert queue.cancel_item(items[0]).status == "canceled"
    assert queue.cancel_batch(batch_id) == 2
    enqueue(paused, runs=2)
    assert queue.cancel_all_except_current() == 2
    assert queue.prune() == 5
    enqueue(paused, runs=2)
    assert queue.delete_all_except_current() == 2
    enqueue(paused, runs=4)
    assert queue.clear() == 4
    assert queue.list_item_ids() == []
    assert queue.get_items([]) == []


def test_more_items_than_one_request_takes(paused: InvokeAIClient) -> None:
    items = enqueue(paused, runs=1001)
    assert [item.item_id for item in paused.queue_repo.get_item_summaries(items)] == items
    assert [item.item_id for item in paused.queue_repo.list_items(limit=1001, descending=False)] == items
    assert len(paused.queue_repo.get_items(items[:60])) == 60
