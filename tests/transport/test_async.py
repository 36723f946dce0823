"""The methods for asyncio: the same work on threads that are gone when whoever waits goes on."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient, JobFailed, Progress, QueueFull, WaitTimeout

from .fake_server import FakeQueue, FakeServer, FakeSockets
from .standins import PlainBatch
from .test_waiting import SUM, play, session, status_changed

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sockets(server: FakeServer) -> FakeSockets:
    server.sockets = FakeSockets()
    return server.sockets


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert [thread for thread in threading.enumerate() if thread.name.startswith("invokegraph-async")] == []


def test_submit_and_wait(server: FakeServer, queue: FakeQueue) -> None:
    async def main() -> object:
        async with InvokeAIClient.from_url(server.url) as client:
            run = await client.submit_async(PlainBatch(runs=2))
            queue.finish(session=SUM)
            result = await run.wait_async(timeout=10)
            return result.values("add", "value")

    assert asyncio.run(main()) == [3, 3]


def test_the_loop_goes_on_while_fifty_wait(client: InvokeAIClient, queue: FakeQueue) -> None:
    async def main() -> list[object]:
        runs = [await client.submit_async(PlainBatch()) for _ in range(50)]
        waits = [asyncio.create_task(run.wait_async(timeout=20)) for run in runs]
        await asyncio.sleep(0.3)
        assert not any(wait.done() for wait in waits)
        queue.finish(session=SUM)
        return [result.output("add").value for result in await asyncio.gather(*waits)]

    assert asyncio.run(main()) == [3] * 50


@pytest.mark.parametrize("times", [1, 3])
def test_a_cancelled_wait_ends_at_once_and_leaves_the_batch_alone(
    client: InvokeAIClient, queue: FakeQueue, times: int
) -> None:
    async def main() -> float:
        run = await client.submit_async(PlainBatch())
        wait = asyncio.create_task(run.wait_async())
        await asyncio.sleep(0.2)
        started = time.monotonic()
        for _ in range(times):
            wait.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await wait
        assert [thread for thread in threading.enumerate() if thread.name.startswith("invokegraph-async")] == []
        return time.monotonic() - started

    assert asyncio.run(main()) < 1
    assert queue.items[1]["status"] == "pending"


def test_errors_come_through(client: InvokeAIClient, queue: FakeQueue) -> None:
    async def main() -> None:
        run = await client.submit_async(PlainBatch())
        with pytest.raises(WaitTimeout, match="1 pending"):
            await run.wait_async(timeout=0.1)
        queue.finish("failed", error_type="ValueError", session=session({}, {"add#1": "ValueError: no"}))
        with pytest.raises(JobFailed, match="at node add: ValueError"):
            await run.wait_async(timeout=10)
        queue.room = 0
        with pytest.raises(QueueFull):
            await client.submit_async(PlainBatch())

    asyncio.run(main())


def test_events(sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue) -> None:
    async def main() -> list[Progress]:
        run = await client.submit_async(PlainBatch())
        playing = asyncio.create_task(asyncio.to_thread(play, sockets, queue, run))
        steps = [step async for step in run.events_async(timeout=20)]
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
            assert sockets.subscribed.wait(5)
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

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    client.close()
    waiting.join(5)
    assert caught == [f"the client was closed before batch {run.batch_id} had ended"]
