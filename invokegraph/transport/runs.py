"""A batch on the server: waiting for it, cancelling it, reading what it gave."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from invokegraph.transport.errors import JobCancelled, JobFailed, RequestRefused, WaitTimeout
from invokegraph.transport.progress import Printer
from invokegraph.transport.record import mapping
from invokegraph.transport.results import Result, SessionResult
from invokegraph.transport.submission import QUEUE, cancel_batch
from invokegraph.transport.waiting import Wait

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.graph import Graph
    from invokegraph.transport.events import EventStream, Inbox
    from invokegraph.transport.http import Http
    from invokegraph.transport.progress import Progress, Report

_NOT_FOUND = 404


class Run:
    """A batch that the server has taken.

    Attributes:
        batch_id: The batch.
        item_ids: The server's numbers for its sessions, in the order in which they were created.
    """

    def __init__(self, http: Http, events: EventStream, graph: Graph, batch_id: str, item_ids: Sequence[int]) -> None:
        self._http = http
        self._events = events
        self._graph = graph
        self.batch_id = batch_id
        self.item_ids = tuple(item_ids)

    def wait(self, timeout: float | None = None, *, progress: bool | Report = False) -> Result:
        """Wait until all sessions have ended, and return what they gave.

        Args:
            timeout: Seconds to wait at most; None waits for as long as it takes.
            progress: True to show on stderr how far they are; or a function to be called with each `Progress`.

        Raises:
            JobFailed: A session failed. All have ended by then, and the error holds what they gave.
            JobCancelled: A session was cancelled or removed from the queue, and none failed.
            WaitTimeout: They had not ended in time. They go on.
            ConnectionFailed: The server had not answered for a minute.
        """
        with self._events.listen(self.batch_id) as inbox:
            return self.follow(inbox, timeout, progress=progress)

    def cancel(self) -> int:
        """Cancel what has not ended yet, and return how many sessions that were."""
        return cancel_batch(self._http, self.batch_id)

    def follow(self, inbox: Inbox, timeout: float | None, *, progress: bool | Report) -> Result:
        """Wait as `wait` does, with an inbox that may have been listening since before the batch was submitted."""
        if progress is not True:
            return self._result(inbox, timeout, progress or _silent)
        printer, started, ending = Printer(), monotonic(), "stopped waiting"
        try:
            result = self._result(inbox, timeout, printer)
            ending = _summary(result)
        except (JobFailed, JobCancelled) as error:
            ending = _summary(error.result)
            raise
        finally:
            printer.finish(f"{ending}, {monotonic() - started:.1f} s")
        return result

    def _result(self, inbox: Inbox, timeout: float | None, report: Report) -> Result:
        wait = Wait(self._http, self._events, self.batch_id, self.item_ids)
        if not wait.until_ended(inbox, timeout, report):
            raise WaitTimeout(self, timeout or 0.0, wait.state)
        result = Result(self.batch_id, self._graph, [self._session(*numbered) for numbered in enumerate(self.item_ids)])
        _raise_unless_completed(result)
        return result

    def _session(self, place: int, item_id: int) -> SessionResult:
        try:
            item = mapping(self._http.json("GET", f"{QUEUE}/i/{item_id}"))
        except RequestRefused as error:
            if error.status != _NOT_FOUND:
                raise
            item = {}
        return SessionResult(self._http, place, item_id, item)

    def __repr__(self) -> str:
        return f"<Run of batch {self.batch_id}: {len(self.item_ids)} sessions>"


def _silent(_: Progress) -> None:
    pass


def _summary(result: Result) -> str:
    statuses = [session.status for session in result.sessions]
    counts = [f"{statuses.count(status)} {status}" for status in dict.fromkeys(statuses)]
    return f"{len(statuses)} session{'' if len(statuses) == 1 else 's'}: {', '.join(counts) or 'nothing to do'}"


def _raise_unless_completed(result: Result) -> None:
    failed = [session for session in result.sessions if session.status == "failed"]
    if failed:
        first = failed[0]
        more = f" (and {len(failed) - 1} more failed)" if len(failed) > 1 else ""
        place = (
            f"session {first.place + 1} of {len(result.sessions)} failed at node {first.failed_node_id or 'unknown'}"
        )
        raise JobFailed(f"{place}: {first.error_type}: {first.error_message}{more}", result, first)
    for session in result.sessions:
        if session.status != "completed":
            how = "was removed from the queue" if session.status == "removed" else f"was {session.status}"
            message = f"session {session.place + 1} of {len(result.sessions)} of batch {result.batch_id} {how}"
            raise JobCancelled(message, result, session)
