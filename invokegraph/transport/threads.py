"""What blocks, for those who must not: on a thread of its own, which has ended when whoever waits goes on."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from threading import Semaphore, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from invokegraph.transport.events import Stop

T = TypeVar("T")
_END = object()
_MOST_AHEAD = 100
_PAUSE = 0.1


async def in_thread(work: Callable[[], T], stop: Stop) -> T:
    """What `work` returns.

    Args:
        work: The work. Each has a thread of its own, so that none waits for another.
        stop: Set where the task is cancelled, after which the work is expected to end soon.
    """
    future, context = Future[T](), copy_context()

    def run() -> None:
        try:
            result = context.run(work)
        except BaseException as error:  # noqa: BLE001 - it is raised where somebody waits
            future.set_exception(error)
        else:
            future.set_result(result)

    # Where the loop is left before it is done, a program can end in spite of it.
    thread = Thread(target=run, name="invokegraph-async", daemon=True)
    thread.start()
    job = asyncio.wrap_future(future)
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        stop.set()
        while not job.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([job])
        job.exception()  # whatever it is, nobody waits for it
        raise
    finally:
        stop.set()
        if future.done():
            thread.join()


async def iterated_in_thread(steps: Callable[[], Iterator[T]], stop: Stop) -> AsyncIterator[T]:
    """What `steps` yields.

    Args:
        steps: Makes the iterator, which is used on one other thread only, and no more than some steps ahead.
        stop: Set where nobody goes on asking, after which the iterator is expected to end soon.
    """
    loop, arrived, room = asyncio.get_running_loop(), asyncio.Queue[T | object](), Semaphore(_MOST_AHEAD)

    def pump() -> None:
        try:
            for step in steps():
                while not room.acquire(timeout=_PAUSE) and not stop.is_set:
                    pass
                if stop.is_set:
                    break
                loop.call_soon_threadsafe(arrived.put_nowait, step)
        finally:
            loop.call_soon_threadsafe(arrived.put_nowait, _END)

    job = asyncio.ensure_future(in_thread(pump, stop))
    try:
        while (step := await arrived.get()) is not _END:
            room.release()
            yield step  # type: ignore[misc] # pyright: ignore[reportReturnType] - all but the end is a step
        await job
    finally:
        job.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait([job])
