"""Waiting for the sessions of a batch: events say what happens, and looking says so where they do not."""

from __future__ import annotations

from math import inf
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING

from invokegraph.transport.errors import ConnectionFailed, RequestRefused, TransportError, UnexpectedAnswer
from invokegraph.transport.events import CLOSED, FOUND, LOST, STOPPED
from invokegraph.transport.progress import FINISHED, Progress, progress_of
from invokegraph.words import brief

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport.events import EventStream, Inbox
    from invokegraph.transport.sockets import Event
    from invokegraph.transport.submission import Submission

UNFINISHED = ("pending", "in_progress", "waiting")
_REASONS_TO_LOOK = frozenset({LOST.name, FOUND.name, "queue_items_canceled", "queue_cleared"})
_SERVER_ERROR = 500
_TOO_MANY = 429
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE_POLLING = 2.0
_LONGEST_PAUSE_LISTENING = 10.0
_PAUSE_WHILE_GONE = 0.5
_PAUSE_WHILE_FULL = 0.5
_LEAST_TIMEOUT = 1.0
_OUTAGE_SECONDS = 300.0


class Stopped(Exception):
    """Somebody asked this wait to end."""


class Wait:
    """One wait for one batch.

    Args:
        events: The stream that fills the inbox.
        submission: The batch, of which some sessions may still have to be sent.
        inbox: Takes the events of the batch, since before it was submitted if possible.
        detailed: Whether the end of each session matters, or only the end of all.

    Attributes:
        statuses: How the sessions ended that did, by the numbers of their items.
        interrupted: Whether the server was gone at some time.
    """

    def __init__(self, events: EventStream, submission: Submission, inbox: Inbox, *, detailed: bool) -> None:
        self._events = events
        self._submission = submission
        self._inbox = inbox
        self._detailed = detailed
        self._places: dict[int, int] = {}
        self._answered = monotonic()
        self._gone = False
        self._deadline = inf
        self._pause, self._look_at = _FIRST_PAUSE, 0.0
        self._state = "the server has not said how far they are"
        self.statuses: dict[int, str] = {}
        self.interrupted = False

    @property
    def over(self) -> bool:
        """Whether all sessions have ended."""
        self._learn()  # another wait for the same run may have sent more
        return self._submission.complete and len(self.statuses) == len(self._places)

    @property
    def state(self) -> str:
        """How far they are, in words."""
        parts = [self._state]
        missing = self._submission.sessions - len(self._submission.items)
        if missing > 0:
            parts.append(f"{missing} not in the queue yet")
        if self._gone:
            parts.append(f"the server has not answered for {monotonic() - self._answered:.0f} s")
        return ", ".join(parts)

    def steps(self, timeout: float | None, started: float) -> Iterator[Progress]:
        """What happens, until all sessions have ended or the time is over; `over` tells which.

        Args:
            timeout: Seconds; None waits for as long as it takes.
            started: Since when they count, by the monotonic clock.

        Raises:
            ConnectionFailed: The server has not answered for some minutes, or the client was closed.
            RequestRefused: The server does not answer such questions any more.
        """
        self._deadline = inf if timeout is None else started + timeout
        try:
            yield from self._happenings()
        except (TransportError, KeyboardInterrupt) as error:
            batch_id = brief(self._submission.batch_id)
            error.add_note(f'batch {batch_id} may go on without you: client.attach("{batch_id}") picks it up')
            raise

    def _happenings(self) -> Iterator[Progress]:
        while not self.over:
            if monotonic() >= self._look_at:
                ended = self._look()
                self._look_at = monotonic() + self._limited(self._pause)
                self._pause *= 1.5
                yield from self._heard()  # what was said before the server was asked comes first
                yield from self._seen(ended)
            elif monotonic() >= self._deadline:
                return
            elif event := self._next(min(self._look_at, self._deadline)):
                yield from self._told(event)
        yield from self._heard()

    def _limited(self, pause: float) -> float:
        if self._gone:
            return _PAUSE_WHILE_GONE
        if not self._submission.complete:
            return _PAUSE_WHILE_FULL
        return min(pause, _LONGEST_PAUSE_LISTENING if self._events.connected else _LONGEST_PAUSE_POLLING)

    def _next(self, until: float) -> Event | None:
        try:
            event = self._inbox.get(timeout=max(until - monotonic(), 0))
        except Empty:
            return None
        if event is STOPPED:
            raise Stopped
        if event is CLOSED:
            raise ConnectionFailed(f"the client was closed before batch {brief(self._submission.batch_id)} had ended")
        return event

    def _heard(self) -> Iterator[Progress]:
        """What the events say that have arrived by now."""
        while event := self._next(0.0):
            yield from self._told(event)

    def _told(self, event: Event) -> Iterator[Progress]:
        """What an event says; the end of a session only once."""
        if event.name in _REASONS_TO_LOOK:
            self._pause, self._look_at = _FIRST_PAUSE, 0.0
        progress = progress_of(event, self._places, self._submission.sessions)
        if progress and progress.node_id is None and progress.state in FINISHED:
            yield from self._seen({int(event.data["item_id"]): progress.state}, progress)
        elif progress:
            yield progress

    def _seen(self, ended: dict[int, str], told: Progress | None = None) -> Iterator[Progress]:
        """Note how sessions ended of which that was not known."""
        for item_id, status in ended.items():
            if item_id not in self.statuses:
                self.statuses[item_id] = status
                yield told or Progress(self._places[item_id], self._submission.sessions, None, status)

    def _learn(self) -> None:
        """The items that the batch has by now, and their places."""
        for item_id in self._submission.items[len(self._places) :]:
            self._places[item_id] = len(self._places)

    def _look(self) -> dict[int, str]:
        """Ask the server how sessions ended of which that is not known. No answer is borne for a while."""
        patience = max(self._deadline - monotonic(), _LEAST_TIMEOUT)
        try:
            if not self._submission.complete and not self._cancelled():
                self._submission.send_more()
            counts = self._submission.counts(patience)
            ended = self._ended(counts, patience)
        except (ConnectionFailed, UnexpectedAnswer, RequestRefused) as error:
            self._bear(error)
            return {}
        if self._gone:
            self._gone = False
            self._events.back()
        self._answered = monotonic()
        known = [f"{count} {status}" for status, count in counts.items() if count]
        self._state = ", ".join(known) or "not in the queue"
        return ended

    def _cancelled(self) -> bool:
        """Whether somebody does not want the batch any more, so that its rest is not sent either."""
        if "canceled" in self.statuses.values():
            self._submission.give_up()
        return self._submission.complete

    def _ended(self, counts: dict[str, int], patience: float) -> dict[int, str]:
        """How the sessions ended of which that was not known yet, if it is time to ask about each."""
        left = [item_id for item_id in self._places if item_id not in self.statuses]
        ended, total = sum(counts.get(status, 0) for status in FINISHED), sum(counts.values())
        if counts["completed"] == total == len(self._places):
            return dict.fromkeys(left, "completed")
        others = total > len(self._places)  # retried sessions, workflows that were called, or what arrived twice
        if others:
            self._submission.cancel_surplus()
        if left and (ended == total or others or (self._detailed and ended > len(self.statuses))):
            found = self._submission.statuses(left, patience)
            return {item_id: found.get(item_id, "removed") for item_id in left if found.get(item_id) not in UNFINISHED}
        return {}

    def _bear(self, error: ConnectionFailed | UnexpectedAnswer | RequestRefused) -> None:
        lasting = isinstance(error, RequestRefused) and error.status < _SERVER_ERROR and error.status != _TOO_MANY
        if lasting or monotonic() - self._answered > _OUTAGE_SECONDS:
            raise error
        if not self._gone:
            self._gone = self.interrupted = True
            self._events.gone(error)
