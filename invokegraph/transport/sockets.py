"""One Socket.IO connection, read by one thread, so that events come in the order in which they were sent.

The client of python-socketio starts a thread for each event, and what they say arrives in any order.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast
from urllib.parse import urlsplit

import requests

from invokegraph.transport.errors import readable
from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invokegraph.transport.address import Address
    from invokegraph.transport.http import Options

CONNECT_SECONDS = 5.0
_LONGEST_SILENCE = 60.0
_MOST_BYTES = 1 << 25
"""The bytes of one message; the largest is the output of a node that made a long list."""
_OPEN, _CLOSE, _PING, _PONG = "0", "1", "2", "3"
_CONNECT, _DISCONNECT, _EVENT = "40", "41", "42"


class Event(NamedTuple):
    """What the server said: the event's name and its payload."""

    name: str
    data: Mapping[str, Any]


PULSE = Event("pulse", {})
"""The server is there and has nothing to say."""


class NoSocket(Exception):
    """The connection cannot be made."""


class Socket:
    """A connection to the server's events.

    Args:
        address: Where the server is.
        token: What a multi-user server knows the user by.
        options: How the server is reached.

    Raises:
        NoSocket: It cannot be made, or the server does not want it.
    """

    def __init__(self, address: Address, token: str | None, options: Options) -> None:
        websocket = cast("_Library", import_module("websocket"))
        url = f"ws{address.origin.removeprefix('http')}{address.sub_path}/ws/socket.io/?EIO=4&transport=websocket"
        limit = Timer(CONNECT_SECONDS, self._hang_up)  # the library has a limit only for each byte
        limit.daemon = True
        limit.start()
        try:
            tls = {"context": tls_of(options)} if address.use_https else {}
            self._connection = websocket.WebSocket(enable_multithread=True, sslopt=tls)
            self._connection.connect(
                url,
                timeout=CONNECT_SECONDS,
                redirect_limit=0,  # the token is for this host
                header=dict(options.headers),
                **_proxy(address, options),
            )
            self._connection.sock = self._bounded = _Bounded(self._connection.sock)
            self._shake_hands(token)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits can do without
            self.close()
            raise NoSocket(_reason(error)) from None
        finally:
            limit.cancel()
            limit.join()

    def emit(self, name: str, data: Mapping[str, str]) -> None:
        """Send an event. Where that fails, the connection is over, and `events` ends."""
        with suppress(Exception):
            self._connection.send(_EVENT + json.dumps([name, data]))

    def events(self) -> Iterator[Event]:
        """What the server says, until the connection ends."""
        with suppress(Exception):  # how it ends does not matter: it is over
            while text := self._connection.recv():
                self._bounded.received = 0
                if text == _PING:
                    self._connection.send(_PONG)
                    yield PULSE
                elif isinstance(text, str) and text.startswith(_EVENT):
                    yield from _events(text.removeprefix(_EVENT))
                elif text in (_CLOSE, _DISCONNECT):
                    return

    def close(self) -> None:
        """End it, also while another thread reads it."""
        with suppress(Exception):
            self._connection.send_close()
        self._hang_up()
        with suppress(Exception):
            self._connection.shutdown()

    def _hang_up(self) -> None:
        with suppress(Exception):
            self._connection.sock.shutdown(socket.SHUT_RDWR)  # this is what wakes the reader

    def _shake_hands(self, token: str | None) -> None:
        greeting = str(self._connection.recv())
        if not greeting.startswith(_OPEN):
            raise NoSocket("the server does not speak Engine.IO")
        terms = mapping(json.loads(greeting.removeprefix(_OPEN)))
        self._connection.send(_CONNECT + (json.dumps({"token": token}) if token else ""))
        while (answer := str(self._connection.recv())) == _PING:
            self._connection.send(_PONG)
        if not answer.startswith(_CONNECT):
            raise NoSocket("the server refuses the connection")
        periods = [terms.get("pingInterval"), terms.get("pingTimeout")]
        silence = sum(period for period in periods if isinstance(period, (int, float))) / 1000
        self._connection.settimeout(silence if 0 < silence < _LONGEST_SILENCE else _LONGEST_SILENCE)


def _reason(error: Exception) -> str:
    """Why it cannot be made; without the headers and the page that the library quotes of an answer."""
    return readable(str(error).partition(" -+-+- ")[0], 200) or type(error).__name__


def _events(text: str) -> Iterator[Event]:
    message: Any = json.loads(text)
    if isinstance(message, list) and message:
        name, *rest = cast("list[Any]", message)
        yield Event(str(name), mapping(rest[0] if rest else None))


def tls_of(options: Options) -> ssl.SSLContext:
    """The same certificates as for requests."""
    certificates = os.environ.get("REQUESTS_CA_BUNDLE") or requests.utils.DEFAULT_CA_BUNDLE_PATH
    is_folder = Path(certificates).is_dir()
    context = ssl.create_default_context(
        cafile=None if is_folder else certificates, capath=certificates if is_folder else None
    )
    if not options.verify_ssl:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if options.cert:
        context.load_cert_chain(*((options.cert,) if isinstance(options.cert, str) else options.cert))
    return context


def proxy_of(address: Address, options: Options) -> str | None:
    """The same proxy as for requests."""
    proxies = {**requests.utils.get_environ_proxies(address.origin), **options.proxies}
    return proxies.get("https" if address.use_https else "http") or proxies.get("all")


def _proxy(address: Address, options: Options) -> dict[str, Any]:
    url = proxy_of(address, options)
    if not url:
        return {}
    parts = urlsplit(url)
    auth = (parts.username, parts.password) if parts.username else None
    return {"http_proxy_host": parts.hostname, "http_proxy_port": parts.port, "http_proxy_auth": auth}


class _Bounded:
    """A socket that has enough after a while: the library takes messages of any length.

    Attributes:
        received: The bytes since the last message.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self.received = 0

    def recv(self, size: int) -> bytes:
        data: bytes = self._sock.recv(size)
        self.received += len(data)
        if self.received > _MOST_BYTES:
            raise ConnectionError("the message does not end")
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _Connection(Protocol):
    """What is used of `websocket.WebSocket`, which has no types of its own."""

    sock: Any

    def connect(self, url: str, **options: object) -> None: ...
    def recv(self) -> str | bytes: ...
    def send(self, payload: str) -> int: ...
    def send_close(self) -> None: ...
    def settimeout(self, timeout: float) -> None: ...
    def shutdown(self) -> None: ...


class _Library(Protocol):
    def WebSocket(self, **options: object) -> _Connection: ...  # noqa: N802 - its name
