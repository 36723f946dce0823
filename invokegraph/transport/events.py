"""One event stream for a client, many waiters."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from importlib import import_module
from queue import Full, Queue
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from invokegraph.transport.address import Address

QUEUE_ID = "default"
_CONNECT_SECONDS = 5.0
_RETRY_SECONDS = 10.0
_MOST_WAITING = 1000
_FOR_EVERYONE = frozenset({"queue_items_canceled", "queue_cleared"})
_log = logging.getLogger("invokegraph.transport")


class Event(NamedTuple):
    """What the server said: the event's name and its payload."""

    name: str
    data: Mapping[str, Any]


LOST = Event("disconnect", {})
Inbox = Queue[Event]


class EventStream:
    """The Socket.IO connection of a client: made when first listened to, shared by all who wait.

    Events are a help and no promise: they may be missed while the connection is down, so that whoever waits has to look
    as well.
    """

    def __init__(self, address: Address, *, token: str | None, verify_ssl: bool) -> None:
        self._address = address
        self._token = token
        self._verify_ssl = verify_ssl
        self._socket: _Socket | None = None
        self._connecting = Lock()
        self._registering = Lock()
        self._inboxes: dict[str, list[Inbox]] = {}
        self._not_before = 0.0
        self._closed = False

    @contextmanager
    def listen(self, batch_id: str) -> Generator[Inbox]:
        """An inbox that takes the events of a batch from now on, and those that may be about any batch."""
        inbox = Inbox(_MOST_WAITING)
        with self._registering:
            self._inboxes.setdefault(batch_id, []).append(inbox)
        try:
            self.connect()
            yield inbox
        finally:
            with self._registering:
                self._inboxes[batch_id].remove(inbox)
                if not self._inboxes[batch_id]:
                    del self._inboxes[batch_id]

    def connect(self) -> bool:
        """Connect unless connected, and say whether there is a connection. A failure is not tried again at once."""
        with self._connecting:
            if self._socket is not None and self._socket.connected:
                return True
            if self._closed or monotonic() < self._not_before:
                return False
            self._not_before = monotonic() + _RETRY_SECONDS
            self._disconnect()
            self._socket = self._connected()
            return self._socket is not None

    def close(self) -> None:
        """Disconnect, for good."""
        with self._connecting:
            self._closed = True
            self._disconnect()

    def _disconnect(self) -> None:
        if self._socket is not None:
            self._socket.disconnect()
            # Where it was the server that ended the connection, the library leaves its end open.
            self._socket.eio.ws.shutdown()
            self._socket = None

    def _connected(self) -> _Socket | None:
        library = cast("_Library", import_module("socketio"))
        # The library's own loggers would write out the packet that holds the token.
        silent = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - one that no configuration reaches
        socket = library.Client(
            reconnection=False,
            handle_sigint=False,
            ssl_verify=self._verify_ssl,
            request_timeout=_CONNECT_SECONDS,
            logger=silent,
            engineio_logger=silent,
        )
        socket.on("*", self._receive)
        socket.on("disconnect", self._lost)
        try:
            socket.connect(
                self._address.origin,
                auth={"token": self._token} if self._token else None,
                # Long polling is broken on the server of 6.14.2 where gzip is accepted.
                transports=["websocket"],
                socketio_path=f"{self._address.sub_path}/ws/socket.io",
                wait_timeout=_CONNECT_SECONDS,
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the waiters can do without
            _log.info("no event stream, polling instead: %s", error)
            return None
        socket.emit("subscribe_queue", {"queue_id": QUEUE_ID})
        return socket

    def _receive(self, name: str, data: object = None, *_rest: object) -> None:
        event = Event(name, mapping(data))
        with self._registering:
            if name in _FOR_EVERYONE:
                inboxes = [inbox for inboxes in self._inboxes.values() for inbox in inboxes]
            else:
                inboxes = list(self._inboxes.get(str(event.data.get("batch_id")), ()))
        _deliver(event, inboxes)

    def _lost(self, *_reason: object) -> None:
        with self._registering:
            inboxes = [inbox for inboxes in self._inboxes.values() for inbox in inboxes]
        _deliver(LOST, inboxes)


def _deliver(event: Event, inboxes: list[Inbox]) -> None:
    for inbox in inboxes:
        try:
            inbox.put_nowait(event)
        except Full:
            # Whoever waits is slow, and looks at the queue itself from time to time.
            _log.debug("event %s dropped", event.name)


class _WebSocket(Protocol):
    def shutdown(self) -> None: ...


class _Engine(Protocol):
    ws: _WebSocket


class _Socket(Protocol):
    """What is used of `socketio.Client`, which has no types of its own."""

    connected: bool
    eio: _Engine

    def on(self, event: str, handler: Callable[..., None]) -> object: ...
    def connect(
        self,
        url: str,
        *,
        auth: Mapping[str, str] | None,
        transports: list[str],
        socketio_path: str,
        wait_timeout: float,
    ) -> None: ...
    def emit(self, event: str, data: Mapping[str, str]) -> None: ...
    def disconnect(self) -> None: ...


class _Library(Protocol):
    def Client(self, **options: object) -> _Socket: ...  # noqa: N802 - the library's name
