"""Waiting for the sessions of a batch: events say when to look, and time says so where they do not."""

from __future__ import annotations

from math import inf
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING

from invokegraph.transport.errors import ConnectionFailed, RequestRefused, UnexpectedAnswer
from invokegraph.transport.events import LOST
from invokegraph.transport.progress import progress_of
from invokegraph.transport.submission import batch_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invokegraph.transport.events import Event, EventStream, Inbox
    from invokegraph.transport.http import Http
    from invokegraph.transport.progress import Progress

_UNFINISHED = ("pending", "in_progress", "waiting")
_FINISHED = ("completed", "failed", "canceled")
_BULK = frozenset({LOST.name, "queue_items_canceled", "queue_cleared"})
_SERVER_ERROR = 500
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE_POLLING = 2.0
_LONGEST_PAUSE_LISTENING = 10.0
_LEAST_TIMEOUT = 1.0
_OUTAGE_SECONDS = 60.0


class Wait:
    """One wait for one batch.

    Args:
        http: To ask the server with.
        events: The stream that fills the inbox.
        batch_id: The batch.
        item_ids: Its items.

    Attributes:
        state: How many sessions had which status when last looked at, in words.
    """

    def __init__(self, http: Http, events: EventStream, batch_id: str, item_ids: Sequence[int]) -> None:
        self._http = http
        self._events = events
        self._batch_id = batch_id
        self._item_ids = item_ids
        self._open = set(item_ids)
        self._answered = monotonic()
        self._deadline = inf
        self.state = "the server has not said how far they are"

    def until_ended(self, inbox: Inbox, timeout: float | None, report: Callable[[Progress], object]) -> bool:
        """Wait until all sessions have ended, which is True, or until the time is over.

        Args:
            inbox: Takes the events of the batch.
            timeout: Seconds; None waits for as long as it takes.
            report: Called with each step.
        """
        self._deadline = inf if timeout is None else monotonic() + timeout
        pause = _FIRST_PAUSE
        while not self._look():
            if monotonic() >= self._deadline:
                return False
            if self._news(inbox, monotonic() + pause, report):
                pause = _FIRST_PAUSE
            else:
                longest = _LONGEST_PAUSE_LISTENING if self._events.connect() else _LONGEST_PAUSE_POLLING
                pause = min(pause * 1.5, longest)
        while self._news(inbox, monotonic(), report):
            pass  # what is left is only reported
        return True

    def _look(self) -> bool:
        """Ask the server whether it is over. That it does not answer is borne for a while."""
        patience = min(self._http.timeout, max(self._deadline - monotonic(), _LEAST_TIMEOUT))
        try:
            counts = batch_counts(self._http, self._batch_id, timeout=patience)
        except (ConnectionFailed, UnexpectedAnswer, RequestRefused) as error:
            lasting = isinstance(error, RequestRefused) and error.status < _SERVER_ERROR
            if lasting or monotonic() - self._answered > _OUTAGE_SECONDS:
                raise
            return False
        self._answered = monotonic()
        known = [f"{counts[status]} {status}" for status in (*_UNFINISHED, *_FINISHED) if counts.get(status)]
        self.state = ", ".join(known) or "not in the queue"
        return not any(counts.get(status) for status in _UNFINISHED)

    def _news(self, inbox: Inbox, until: float, report: Callable[[Progress], object]) -> bool:
        """Take events until one is a reason to look, which is True, or until the moment has come."""
        until = min(until, self._deadline)
        while True:
            try:
                event = inbox.get(timeout=max(until - monotonic(), 0))
            except Empty:
                return False
            if progress := progress_of(event, self._item_ids):
                report(progress)
            if self._is_reason(event):
                return True

    def _is_reason(self, event: Event) -> bool:
        if event.name == "queue_item_status_changed" and event.data.get("status") in _FINISHED:
            item_id = event.data.get("item_id")
            if isinstance(item_id, int):
                self._open.discard(item_id)
            return not self._open
        return event.name in _BULK
