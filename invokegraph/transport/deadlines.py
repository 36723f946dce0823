"""How long an answer may take: as a whole, and not only from one byte to the next as in the HTTP library."""

from __future__ import annotations

import http.client
import io
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    import socket

SLOWEST = 10_000
"""Bytes in a second that a file has to come with, on average; it may take as long as that."""
_LEAST = 0.001


class Deadline(urllib3.Timeout):
    """What is left of the seconds that a request may take with its redirects; given for several tries, with all of
    them.

    Args:
        seconds: How long it may take from now on.
        size: The bytes of the files that go along, which have more time the more they are.

    Attributes:
        seconds: The seconds without those for files.
    """

    def __init__(self, seconds: float, size: int = 0) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self._end = monotonic() + seconds + size / SLOWEST

    @property
    def left(self) -> float:
        """The seconds that are left; never 0, which would mean not to wait at all."""
        return max(self._end - monotonic(), _LEAST)

    @property
    def connect_timeout(self) -> float:
        """What is left for a connection, and for sending the request."""
        return self.left

    @property
    def read_timeout(self) -> float:
        """What is left for the answer."""
        return self.left

    def clone(self) -> Deadline:
        """Itself: the HTTP library would start anew with every try."""
        return self

    def start_connect(self) -> float:
        """Nothing: the time has been running since this was made."""
        return monotonic()


class Adapter(HTTPAdapter):
    """Makes connections on which an answer may take no longer than the timeout, unless it is let flow."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """A pool of such connections."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _TlsConnection if pool.scheme == "https" else _Connection
        return pool


def let_flow(answer: Any, timeout: object) -> None:
    """Let an unread answer of urllib3 take as long as it comes at no less than the slowest pace.

    Args:
        answer: The answer.
        timeout: That of its request, which is now how long it may pause, and how far it may fall behind.
    """
    seconds = timeout.seconds if isinstance(timeout, Deadline) else None
    answer._original_response.body.let_flow(seconds)  # noqa: SLF001 - urllib3 keeps the way to the socket to itself


class _Body(io.RawIOBase):
    """What comes from a socket, until the time is over that the socket had for a single read."""

    def __init__(self, inner: io.BufferedReader, sock: socket.socket) -> None:
        self._inner = inner
        self._sock = sock
        self._pause = sock.gettimeout() or inf
        self._end = monotonic() + self._pause
        self._credit = 0.0

    def let_flow(self, seconds: float | None) -> None:
        self._pause = seconds or self._pause
        self._end, self._credit = monotonic() + self._pause, 1 / SLOWEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        wait = min(self._pause, self._end - monotonic())
        if wait <= 0:
            raise TimeoutError("the answer takes too long")
        self._sock.settimeout(None if wait == inf else wait)
        count = self._sock.recv_into(buffer)
        self._end += count * self._credit
        return count

    def close(self) -> None:
        self._inner.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.body = _Body(self.fp, sock)
        self.fp = io.BufferedReader(self.body)


class _Connection(HTTPConnection):
    response_class = _Answer


class _TlsConnection(HTTPSConnection):
    response_class = _Answer
