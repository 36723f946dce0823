"""One event stream for a client, many waiters."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from queue import SimpleQueue
from random import Random
from threading import Event as Flag
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from invokegraph.transport.errors import ConnectionFailed
from invokegraph.transport.forks import begins_anew_in_children
from invokegraph.transport.sockets import CONNECT_SECONDS, PULSE, Event, NoSocket, Socket

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from invokegraph.transport.address import Address
    from invokegraph.transport.http import Options

QUEUE_ID = "default"
QUEUE = f"/queue/{QUEUE_ID}"
_CHANCE = Random()  # noqa: S311 - no secret; the chance of whoever uses this is left as they seeded it
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
_MOST_WAITING = 1000
_MOST_KEPT = 50_000
_IDLE_SECONDS = 60.0
_FOR_EVERYONE = frozenset({"queue_items_canceled", "queue_items_retried", "queue_cleared"})
log = logging.getLogger("invokegraph.transport")

LOST = Event("lost", {})
FOUND = Event("found", {})
CLOSED = Event("closed", {})
STOPPED = Event("stopped", {})
Inbox = SimpleQueue[Event]


class Stop:
    """Ends waits that are under way on other threads.

    Attributes:
        is_set: Whether it has been asked for.
    """

    def __init__(self) -> None:
        self.is_set = False
        self._inboxes: list[Inbox] = []

    def watch(self, inbox: Inbox) -> None:
        """Wake whoever waits at this inbox, too."""
        self._inboxes.append(inbox)
        if self.is_set:
            inbox.put(STOPPED)

    def set(self) -> None:
        """Ask for it."""
        self.is_set = True
        for inbox in self._inboxes:
            inbox.put(STOPPED)


def client_closed() -> ConnectionFailed:
    """The error for what cannot be begun any more."""
    return ConnectionFailed("the client was closed: make another one", reached=False)


class EventStream:
    """The events of a client's server: one connection, made when listened to and made again when it is lost. It ends
    when nobody has listened for a while, so that clients that nobody closes leave nothing behind.

    Events are a help and no promise: those of the time without a connection are missed, so that whoever waits has to
    look as well. When the connection is lost and when it is back, every inbox is told.

    Args:
        address: Where the server is.
        token: Gives the token of the moment.
        options: How the server is reached.
    """

    def __init__(self, address: Address, token: Callable[[], str | None], options: Options) -> None:
        self._address = address
        self._token = token
        self._options = options
        self._closed = Flag()
        self._complained = False
        self._gone = False
        self.begin_anew()
        begins_anew_in_children(self)

    def begin_anew(self) -> None:
        """Forget the connection and its thread, which a forked process does not have."""
        self._lock = Lock()
        self._inboxes: dict[str, list[Inbox]] = {}
        self._left = monotonic()
        self._thread: Thread | None = None
        self._socket: Socket | None = None
        self._tried = Flag()
        self._hurry = Flag()

    @property
    def connected(self) -> bool:
        """Whether events arrive at the moment."""
        return self._socket is not None

    @contextmanager
    def listen(self, batch_id: str, timeout: float | None = None) -> Generator[Inbox]:
        """An inbox that takes the events of a batch from now on, and those that may be about any batch.

        Args:
            batch_id: The batch.
            timeout: Seconds to wait for a connection at most, if it is to be less than usual.

        Raises:
            ConnectionFailed: The client was closed.
        """
        inbox = Inbox()
        with self._lock:
            if self._closed.is_set():
                raise client_closed()
            self._inboxes.setdefault(batch_id, []).append(inbox)
            if self._thread is None:
                self._thread = Thread(target=self._stay_connected, name="invokegraph-events", daemon=True)
                self._thread.start()
        try:
            self._tried.wait(CONNECT_SECONDS if timeout is None else min(timeout, CONNECT_SECONDS))
            yield inbox
        finally:
            with self._lock:
                self._inboxes[batch_id].remove(inbox)
                if not self._inboxes[batch_id]:
                    del self._inboxes[batch_id]
                self._left = monotonic()

    def closed_within(self, seconds: float) -> bool:
        """Wait for so long, but no longer than until the client is closed; whether it is."""
        return self._closed.wait(seconds)

    def renew(self) -> None:
        """Connect anew, with the token of the moment."""
        self._hurry.set()
        if connection := self._socket:
            connection.close()

    def close(self) -> None:
        """Disconnect for good, end the thread, and wake whoever waits."""
        with self._lock:
            self._closed.set()
            self._hurry.set()
            thread, connection = self._thread, self._socket
        if connection:
            connection.close()
        if thread:
            thread.join(2 * CONNECT_SECONDS)
        self._tell(CLOSED)

    def _stay_connected(self) -> None:
        pause = _FIRST_PAUSE
        while not self._closed.is_set() and not self._retired():
            if self._follow():
                pause = _FIRST_PAUSE
            # Not to the beat, so that many clients do not come back all at once.
            self._hurry.wait(pause * _CHANCE.uniform(0.75, 1.25))
            self._hurry.clear()
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _retired(self) -> bool:
        """Whether nobody needs this thread any more; the next who listens starts another one."""
        with self._lock:
            if self._deserted():
                self._thread = None
                self._tried.clear()
            return self._thread is None

    def _deserted(self) -> bool:
        return not self._inboxes and monotonic() - self._left > _IDLE_SECONDS

    def _follow(self) -> bool:
        """Connect and hand out events until the connection ends; False if none could be made."""
        try:
            connection = Socket(self._address, self._token(), self._options)
        except NoSocket as error:
            self._complain(str(error))
            self._tried.set()
            return False
        connection.emit("subscribe_queue", {"queue_id": QUEUE_ID})
        self._socket = connection
        self._complained = True  # that it can be had is known: that it is gone is told by those who wait
        self._tried.set()
        if self._closed.is_set():  # close() came too early to see it
            connection.close()
        self._tell(FOUND)
        for event in connection.events():
            if event is not PULSE:
                self._receive(event)
            elif self._deserted():
                break
        self._socket = None
        connection.close()
        self._tell(LOST)
        return True

    def gone(self, why: object) -> None:
        """Say that the server does not answer, once for all who notice."""
        with self._lock:
            told, self._gone = self._gone, True
        if not told:
            log.warning("the server at %s does not answer, waiting for it: %s", self._address.origin, why)

    def back(self) -> None:
        """Say that the server answers again, if it was said that it does not."""
        with self._lock:
            told, self._gone = self._gone, False
        if told:
            log.warning("the server at %s answers again", self._address.origin)

    def _complain(self, why: str) -> None:
        if not self._complained and not self._closed.is_set():
            self._complained = True
            log.warning("no events from %s (%s): asking it from time to time instead", self._address.origin, why)

    def _receive(self, event: Event) -> None:
        batch_id = None if event.name in _FOR_EVERYONE else str(event.data.get("batch_id"))
        for inbox in self._listening(batch_id):
            # Whoever is slow may miss pictures on the way; more only where the server sends without end.
            if inbox.qsize() < (_MOST_WAITING if event.name == "invocation_progress" else _MOST_KEPT):
                inbox.put(event)

    def _tell(self, event: Event) -> None:
        for inbox in self._listening():
            inbox.put(event)

    def _listening(self, batch_id: str | None = None) -> list[Inbox]:
        """The inboxes for a batch, or all."""
        with self._lock:
            listening = self._inboxes.values() if batch_id is None else [self._inboxes.get(batch_id, [])]
            return [inbox for inboxes in listening for inbox in inboxes]
