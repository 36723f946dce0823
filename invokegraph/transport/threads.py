"""What blocks, for those who must not: on a thread of its own, which has ended when whoever waits goes on."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from invokegraph.transport.events import Stop

T = TypeVar("T")
_END = object()


async def in_thread(work: Callable[[], T], stop: Stop) -> T:
    """What `work` returns.

    Args:
        work: The work. Each has a thread of its own, so that none waits for another.
        stop: Set where the task is cancelled, after which the work is expected to end soon.
    """
    with ThreadPoolExecutor(1, "invokegraph-async") as pool:
        job = asyncio.wrap_future(pool.submit(copy_context().run, work))
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            stop.set()
            while not job.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([job])
            job.exception()  # whatever it is, nobody waits for it
            raise


async def iterated_in_thread(steps: Callable[[], Iterator[T]], stop: Stop) -> AsyncIterator[T]:
    """What `steps` yields.

    Args:
        steps: Makes the iterator, which is used on one other thread only.
        stop: Set where nobody goes on asking, after which the iterator is expected to end soon.
    """
    loop, arrived = asyncio.get_running_loop(), asyncio.Queue[T | object]()

    def pump() -> None:
        try:
            for step in steps():
                if stop.is_set:
                    break
                loop.call_soon_threadsafe(arrived.put_nowait, step)
        finally:
            loop.call_soon_threadsafe(arrived.put_nowait, _END)

    job = asyncio.ensure_future(in_thread(pump, stop))
    try:
        while (step := await arrived.get()) is not _END:
            yield step  # type: ignore[misc] # pyright: ignore[reportReturnType] - all but the end is a step
        await job
    finally:
        job.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait([job])
