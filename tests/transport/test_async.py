"""The methods for asyncio: the same work on threads that are gone when whoever waits goes on."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient, JobFailed, Progress, QueueFull, WaitTimeout, waiting

from .fake_server import PATIENCE, FakeQueue, FakeServer, FakeSockets
from .playing import SUM, look_for_reasons_alone, play, session, status_changed
from .standins import PlainBatch

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert [thread for thread in threading.enumerate() if thread.name.startswith("invokegraph-async")] == []


def test_submit_and_wait(server: FakeServer, queue: FakeQueue) -> None:
    async def main() -> object:
        async with InvokeAIClient.from_url(server.url) as client:
            run = await client.submit_async(PlainBatch(runs=2))
            queue.finish(session=SUM)
            result = await run.wait_async(timeout=PATIENCE)
            return result.values("add", "value")

    assert asyncio.run(main()) == [3, 3]


def test_the_loop_goes_on_while_fifty_wait(client: InvokeAIClient, queue: FakeQueue) -> None:
    async def main() -> list[object]:
        runs = [await client.submit_async(PlainBatch()) for _ in range(50)]
        waits = [asyncio.create_task(run.wait_async(timeout=PATIENCE)) for run in runs]
        await asyncio.sleep(0.3)
        assert not any(wait.done() for wait in waits)
        queue.finish(session=SUM)
        return [result.output("add").value for result in await asyncio.gather(*waits)]

    assert asyncio.run(main()) == [3] * 50


@pytest.mark.parametrize("times", [1, 3])
def test_a_cancelled_wait_ends_at_once_and_leaves_the_batch_alone(
    client: InvokeAIClient, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    look_for_reasons_alone(monkeypatch)  # what does not end at once ends when it looks again

    async def main() -> float:
        run = await client.submit_async(PlainBatch())
        wait = asyncio.create_task(run.wait_async())
        await asyncio.to_thread(queue.wait_for_looks, run.batch_id, 2)
        started = time.monotonic()
        for _ in range(times):
            wait.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await wait
        assert [thread for thread in threading.enumerate() if thread.name.startswith("invokegraph-async")] == []
        return time.monotonic() - started

    assert asyncio.run(main()) < PATIENCE
    assert queue.items[1]["status"] == "pending"


def test_errors_come_through(client: InvokeAIClient, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_LEAST_TIMEOUT", PATIENCE)

    async def main() -> None:
        run = await client.submit_async(PlainBatch())
        with pytest.raises(WaitTimeout, match="1 pending"):
            await run.wait_async(timeout=0.1)
        queue.finish("failed", error_type="ValueError", session=session({}, {"add#1": "ValueError: no"}))
        with pytest.raises(JobFailed, match="at node add: ValueError"):
            await run.wait_async(timeout=PATIENCE)
        queue.room = 0
        with pytest.raises(QueueFull):
            await client.submit_async(PlainBatch())

    asyncio.run(main())


def test_events_come_in_order(
    sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_for_reasons_alone(monkeypatch)

    async def main() -> list[Progress]:
        run = await client.submit_async(PlainBatch())
        playing = asyncio.create_task(asyncio.to_thread(play, sockets, queue, run))
        steps = [step async for step in run.events_async(timeout=PATIENCE)]
        await playing
        return steps

    steps = asyncio.run(main())
    assert [(step.node_id, step.state) for step in steps] == [
        (None, "in_progress"),
        ("add", "started"),
        ("add", "running"),
        ("add", "running"),
        ("add", "complete"),
        (None, "completed"),
    ]


def test_events_that_nobody_reads_to_the_end(sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue) -> None:
    async def main() -> Progress:
        run = await client.submit_async(PlainBatch())

        def start() -> None:
            assert sockets.subscribed.wait(PATIENCE)
            sockets.send("queue_item_status_changed", status_changed(run, status="in_progress"))

        starting = asyncio.create_task(asyncio.to_thread(start))
        steps = run.events_async()
        first = await anext(steps)
        await steps.aclose()  # type: ignore[attr-defined]
        await starting
        return first

    assert asyncio.run(main()).state == "in_progress"


def test_closing_wakes_whoever_waits(client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch())
    caught: list[str] = []

    def wait() -> None:
        try:
            run.wait()
        except Exception as error:  # noqa: BLE001 - it is looked at below
            caught.append(str(error))

    thread = threading.Thread(target=wait)
    thread.start()
    queue.wait_for_looks(run.batch_id, 2)
    client.close()
    thread.join(PATIENCE)
    assert caught == [f"the client was closed before batch {run.batch_id} had ended"]
