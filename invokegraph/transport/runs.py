"""A batch on the server: waiting for it, following it, cancelling it, reading what it gave."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from invokegraph.naming import names_in, renamed
from invokegraph.transport.errors import JobCancelled, JobFailed, WaitTimeout
from invokegraph.transport.events import Stop
from invokegraph.transport.progress import printer
from invokegraph.transport.results import Result, summary
from invokegraph.transport.threads import in_thread, iterated_in_thread
from invokegraph.transport.waiting import Wait
from invokegraph.words import brief, counted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from invokegraph.graph import Graph
    from invokegraph.transport.events import EventStream, Inbox
    from invokegraph.transport.http import Http
    from invokegraph.transport.progress import Progress, Report
    from invokegraph.transport.results import SessionResult
    from invokegraph.transport.submission import Submission

OnError = Literal["raise", "collect"]


class RunStatus(NamedTuple):
    """How many sessions of a batch have which status."""

    pending: int
    in_progress: int
    waiting: int
    completed: int
    failed: int
    canceled: int

    @property
    def total(self) -> int:
        """How many the queue holds."""
        return sum(self)

    @property
    def unfinished(self) -> int:
        """How many have not ended yet."""
        return self.pending + self.in_progress + self.waiting


class Run:
    """A batch that the server has accepted.

    Its `batch_id` is all that another process needs to pick it up: `client.attach(batch_id)`.

    Attributes:
        batch_id: The batch.
    """

    def __init__(self, http: Http, events: EventStream, graph: Graph | None, submission: Submission) -> None:
        self._http = http
        self._events = events
        self._graph = graph
        self._submission = submission
        self.batch_id = submission.batch_id

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The server's numbers for the sessions that it has accepted, in their order."""
        return tuple(self._submission.items)

    def status(self) -> RunStatus:
        """How many sessions have each status at the moment.

        Raises:
            ConnectionFailed: The server does not answer.
        """
        return RunStatus(**self._submission.counts())

    def wait(
        self, timeout: float | None = None, *, progress: bool | Report = False, on_error: OnError = "raise"
    ) -> Result:
        """Wait until all sessions have ended, and return the result.

        Sessions that the queue had no room for are sent as room appears.

        Args:
            timeout: Seconds to wait at most; None waits for as long as it takes.
            progress: True to show how far they are, on stderr or in the notebook's cell; or a function to be called
                with each `Progress`.
            on_error: `"raise"` raises an error if a session did not complete; `"collect"` returns the result with the
                failures in it.

        Raises:
            JobFailed: A session failed. All have ended by then, and the error holds what they gave.
            JobCancelled: A session was cancelled or removed from the queue, and none failed.
            WaitTimeout: They did not end in time. They go on running.
            ConnectionFailed: The server has not answered for five minutes.
        """
        return self._wait(Stop(), timeout, progress, on_error)

    async def wait_async(
        self, timeout: float | None = None, *, progress: bool | Report = False, on_error: OnError = "raise"
    ) -> Result:
        """Wait as `wait` does, without blocking the event loop.

        `progress` is called on another thread. Cancelling the task ends the wait and does not cancel the batch.
        """
        stop = Stop()
        return await in_thread(lambda: self._wait(stop, timeout, progress, on_error), stop)

    def events(self, timeout: float | None = None) -> Iterator[Progress]:
        """What happens, from the moment you ask for the first step until all sessions have ended.

        The end of each session is always included, even if it happened while the connection was lost.

        Args:
            timeout: Seconds to wait at most; None waits for as long as it takes.

        Raises:
            WaitTimeout: They did not end in time. They go on running.
            ConnectionFailed: The server has not answered for five minutes.
        """
        yield from self._steps(Stop(), timeout)

    async def events_async(self, timeout: float | None = None) -> AsyncIterator[Progress]:
        """What happens from now on, as `events` reports it, without blocking the event loop."""
        stop = Stop()
        async for step in iterated_in_thread(lambda: self._steps(stop, timeout), stop):
            yield step

    def cancel(self) -> int:
        """Cancel what has not ended yet, and return how many sessions that were. What has not been sent never will be.

        Raises:
            ConnectionFailed: The server does not answer.
        """
        return self._submission.cancel()

    def follow(
        self, inbox: Inbox, timeout: float | None, started: float, *, progress: bool | Report, on_error: OnError
    ) -> Result:
        """Wait as `wait` does, with an inbox that has been listening since before the batch was submitted.

        Args:
            inbox: The inbox.
            timeout: Seconds that all may take.
            started: The time when it began, by the monotonic clock.
            progress: As for `wait`.
            on_error: As for `wait`.
        """
        if progress is not True:
            return self._result(inbox, timeout, started, progress or None, on_error)
        shown, ending = printer(), "stopped waiting"
        try:
            result = self._result(inbox, timeout, started, shown, on_error)
            ending = summary(result)
        except (JobFailed, JobCancelled) as error:
            ending = summary(error.result)
            raise
        finally:
            shown.finish(f"{ending}, {monotonic() - started:.1f} s")
        return result

    def _wait(self, stop: Stop, timeout: float | None, progress: bool | Report, on_error: OnError) -> Result:  # noqa: FBT001 - passed on
        demand(timeout, on_error)
        started = monotonic()
        with self._events.listen(self.batch_id, timeout) as inbox:
            stop.watch(inbox)
            return self.follow(inbox, timeout, started, progress=progress, on_error=on_error)

    def _steps(self, stop: Stop, timeout: float | None) -> Iterator[Progress]:
        demand(timeout)
        started = monotonic()
        with self._events.listen(self.batch_id, timeout) as inbox:
            stop.watch(inbox)
            wait = Wait(self._events, self._submission, inbox, detailed=True)
            yield from wait.steps(timeout, started)
            if not wait.over:
                raise WaitTimeout(self, timeout or 0.0, wait.state)

    def _result(
        self, inbox: Inbox, timeout: float | None, started: float, report: Report | None, on_error: OnError
    ) -> Result:
        wait = Wait(self._events, self._submission, inbox, detailed=report is not None)
        for step in wait.steps(timeout, started):
            if report:
                report(step)
        if not wait.over:
            raise WaitTimeout(self, timeout or 0.0, wait.state)
        statuses = {item_id: wait.statuses[item_id] for item_id in self._submission.items}
        result = Result(self._http, self.batch_id, self._graph, statuses)
        if on_error == "raise":
            _raise_unless_completed(result, interrupted=wait.interrupted)
        return result

    def __repr__(self) -> str:
        return f"<Run of batch {brief(self.batch_id)}: {counted(self._submission.sessions, 'session')}>"


def demand(timeout: float | None, on_error: OnError = "raise") -> None:
    """Complain of arguments that cannot be what they say they are, while nothing has been sent.

    Raises:
        ValueError: One cannot.
    """
    if timeout is not None and (timeout.__class__ not in (int, float) or timeout != timeout):  # noqa: PLR0124 - NaN
        raise ValueError(f"a timeout is a number of seconds or None, not {timeout!r}")
    if on_error not in ("raise", "collect"):
        raise ValueError(f"on_error is 'raise' or 'collect', not {on_error!r}")


def _raise_unless_completed(result: Result, *, interrupted: bool) -> None:
    failures = result.failures
    failed = [session for session in failures if session.status == "failed"]
    if failed:
        first = failed[0]
        more = f" (and {len(failed) - 1} more failed)" if len(failed) > 1 else ""
        place = f"session {first.place + 1} of {len(result.sessions)}"
        names = names_in(result.graph) if result.graph else {}
        node = renamed(brief(first.failed_node_id or "unknown"), names)
        raise JobFailed(
            f"{place} failed at node {node}: {first.error_type}: {first.error_message}{more}", result, first
        )
    if failures:
        session = failures[0]
        place = f"session {session.place + 1} of {len(result.sessions)}"
        message = f"{place} of batch {brief(result.batch_id)} {_fate(session)}"
        if interrupted:
            message += ": the server went away in the meantime, and ends what was running when it comes back"
        raise JobCancelled(message, result, session)


def _fate(session: SessionResult) -> str:
    return "was removed from the queue" if session.status == "removed" else f"was {brief(session.status)}"
