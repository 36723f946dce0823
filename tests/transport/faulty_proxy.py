"""A proxy between a client and a real server that does to requests what networks do, at points that a test chooses."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

CRLF = b"\r\n"


class Fault(NamedTuple):
    """What happens to a request.

    Attributes:
        name: What it is called in the tally.
        hold: Seconds for which the request is held back before it is passed on.
        times: How often it is passed on; 0 is never.
        part: How much of it is passed on, from 0 to 1, before the connection is cut.
        wait: Seconds for which the answer is held back.
        answer: How much of the answer is passed back, from 0 to 1, before the connection is cut.
        status: A status that the proxy answers with instead of what the server said.
        reset: Whether the connection is cut with a reset.
    """

    name: str
    hold: float = 0.0
    times: int = 1
    part: float = 1.0
    wait: float = 0.0
    answer: float = 1.0
    status: int = 0
    reset: bool = False


NONE = Fault("none")
STATUSES = (500, 502, 503, 504)
BEFORE = [
    Fault("cut before", times=0, answer=0.0),
    Fault("reset before", times=0, answer=0.0, reset=True),
    Fault("cut within the request", part=0.5, answer=0.0),
    *(Fault(f"{status} before", times=0, status=status) for status in STATUSES),
]
AFTER = [
    Fault("cut after", answer=0.0),
    Fault("reset after", answer=0.0, reset=True),
    Fault("cut within the answer", answer=0.7),
    Fault("cut within the answer's head", answer=0.05),
    *(Fault(f"{status} after", status=status) for status in STATUSES),
]


def slow(seconds: float) -> list[Fault]:
    """What is too late for a client that waits for less than `seconds`."""
    return [Fault("held back", hold=seconds), Fault("answered late", wait=seconds)]


TWICE = Fault("passed on twice", times=2)


class FaultyProxy:
    """Passes HTTP/1.1 requests on to a server, each with the fault that `choose` says.

    Args:
        port: The server's port on loopback.
        choose: Given method and path, says what happens to the request.
    """

    def __init__(self, port: int, choose: Callable[[str, str], Fault] = lambda _method, _path: NONE) -> None:
        self.choose = choose
        self.tally: Counter[str] = Counter()
        self._upstream = port
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        """Take nothing more, and return when all that is held back has been passed on."""
        with contextlib.suppress(OSError):  # closed already
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._open.add(connection)
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            while request := _message(connection):
                method, path = request.split(b" ", 2)[:2]
                fault = self.choose(method.decode(), path.decode())
                self.tally[fault.name] += 1
                if not self._pass_on(connection, request, fault):
                    break
        except OSError:
            pass
        finally:
            self._open.discard(connection)
            connection.close()

    def _pass_on(self, connection: socket.socket, request: bytes, fault: Fault) -> bool:
        """Do what the fault says; False if that ends the connection."""
        time.sleep(fault.hold)
        answer = b""
        for _ in range(fault.times):
            with socket.create_connection(("127.0.0.1", self._upstream)) as server:
                server.sendall(request[: int(len(request) * fault.part)])
                if fault.part == 1.0:
                    answer = _message(server)
        time.sleep(fault.wait)
        if fault.status:
            answer = _refusal(fault.status)
        connection.sendall(answer[: int(len(answer) * fault.answer)])
        if fault.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return fault.answer == 1.0


def _message(connection: socket.socket) -> bytes:
    """One request or answer with a length, as both sides of InvokeAI's API send them; empty at the end."""
    data = b""
    while CRLF * 2 not in data:
        if not (more := connection.recv(1 << 16)):
            return b""
        data += more
    head, _, body = data.partition(CRLF * 2)
    length = next(
        (int(line.split(b":")[1]) for line in head.split(CRLF) if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        if not (more := connection.recv(1 << 16)):
            return b""
        body += more
    return head + CRLF * 2 + body


def _refusal(status: int) -> bytes:
    body = b"<html>Something went wrong on the way</html>"
    head = f"HTTP/1.1 {status} Gone wrong\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
