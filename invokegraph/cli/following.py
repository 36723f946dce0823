"""Running a batch for somebody who watches: how far it is, and an end to it on Ctrl-C."""

from __future__ import annotations

import asyncio
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from invokegraph.cli.endings import Interrupted, words_of
from invokegraph.errors import InvokegraphError
from invokegraph.naming import names_in
from invokegraph.transport.errors import BatchNotFound, WaitTimeout
from invokegraph.transport.progress import FINISHED
from invokegraph.transport.repository import count
from invokegraph.transport.results import summary
from invokegraph.validation import CODES
from invokegraph.words import brief, counted

if TYPE_CHECKING:
    from collections.abc import Generator

    from invokegraph.batch import Batch
    from invokegraph.cli.previewing import PreviewedBar
    from invokegraph.cli.terminals import Previews
    from invokegraph.transport import InvokeAIClient
    from invokegraph.transport.progress import Progress, Report
    from invokegraph.transport.results import Result

_SECONDS_FOR_CANCELLING = 30.0
_WIDE = 60
"""In a terminal of fewer columns, there is only room for how many sessions have ended, and a node."""


def follow(client: InvokeAIClient, batch: Batch, timeout: float | None, previews: Previews) -> Result:
    """Run a batch that has been judged, and return what its sessions gave, however they ended.

    On a terminal, stderr shows how far it is. What has not ended when the time is over is cancelled.

    Args:
        client: The client of the server.
        batch: The batch.
        timeout: Seconds to wait at most; None waits for as long as it takes.
        previews: How previews are shown there.

    Raises:
        Interrupted: Ctrl-C was pressed; what had not ended was cancelled.
        TransportError: The server refuses it or does not answer.
    """
    if count(client.queue_repo.get_batch_status(batch.batch_id).to_dict(), "total"):
        sys.stderr.write(
            f"batch {brief(batch.batch_id)} is on the server already and is not run again: this is what it gave\n"
            "  leave its batch_id out where the batch is made, or give it another one\n"
        )
    begun = monotonic()
    with _shown(batch, previews) as report:
        result = asyncio.run(_followed(client, batch, timeout, report))
    if report:
        sys.stderr.write(f"{summary(result)}, {monotonic() - begun:.1f} s\n")
    return result


async def _followed(client: InvokeAIClient, batch: Batch, timeout: float | None, report: Report | None) -> Result:
    work = client.run_async(batch, progress=report or False, timeout=timeout, on_error="collect", ignore=CODES)
    running = asyncio.create_task(work)
    try:
        return await asyncio.shield(running)
    except WaitTimeout as late:
        sys.stderr.write(f"not done after {timeout:g} s: cancelling …\n")
        late.run.cancel()
        return await late.run.wait_async(_SECONDS_FOR_CANCELLING, on_error="collect")
    except asyncio.CancelledError:
        sys.stderr.write("interrupted: cancelling …\n")  # a batch that is on its way has to arrive first
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        raise Interrupted(_cancelled(client, batch.batch_id)) from None


def _cancelled(client: InvokeAIClient, batch_id: str) -> str:
    """Cancel what has not ended of a batch, and say so."""
    try:
        cancelled = client.attach(batch_id).cancel()
    except BatchNotFound:
        return "nothing had been submitted"
    except InvokegraphError as error:
        return f"batch {batch_id} could not be cancelled and may go on: {words_of(error)}"
    return f"cancelled {counted(cancelled, 'session')} of batch {batch_id}"


@contextmanager
def _shown(batch: Batch, previews: Previews) -> Generator[Report | None]:
    """What shows steps on stderr; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from invokegraph.cli.consoles import BarConsole
    from invokegraph.cli.previewing import PreviewedBar
    from invokegraph.cli.terminals import terminal

    console = BarConsole()
    times = (BarColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    columns = (
        TextColumn("{task.fields[ended]}/{task.total} sessions", markup=False),
        *(times if console.width >= _WIDE else ()),
        TextColumn("{task.fields[node]}", markup=False),
    )
    asked = terminal(previews)
    with PreviewedBar(asked, *columns, console=console, transient=True, refresh_per_second=5) as bar:
        yield _Shown(bar, batch)


class _Shown:
    """Shows steps on a bar that counts sessions, the nodes of those under way as parts."""

    def __init__(self, bar: PreviewedBar, batch: Batch) -> None:
        self._bar = bar
        self._nodes = max(len(batch.graph), 1)
        self._names = names_in(batch.graph)
        self._under_way: dict[int, float] = {}
        self._ended = 0
        self._task = bar.add_task("", total=batch.size, ended=0, node="waiting in the queue")

    def __call__(self, step: Progress) -> None:
        """Show a step."""
        node = ""
        if step.preview is not None:
            self._bar.show(step.preview)
        if step.node_id is not None:
            done = self._under_way.get(step.session, 0.0)
            if step.state == "complete":
                self._under_way[step.session] = done = done + 1
            done += step.percentage or 0.0 if step.state == "running" else 0.0
            node = brief(self._names.get(step.node_id, step.node_id), 30) + (
                "" if step.percentage is None else f" {step.percentage:.0%}"
            )
        elif step.state in FINISHED:
            self._ended += 1
            self._under_way.pop(step.session, None)
            done = 0.0
        else:
            return
        parts = sum(self._under_way.values()) + done - self._under_way.get(step.session, 0.0)
        completed = self._ended + min(parts / self._nodes, 0.99)
        self._bar.update(self._task, completed=completed, ended=self._ended, node=node)
