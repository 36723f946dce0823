"""A server of bare sockets, for answers that no HTTP library would give."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

END = b"\r\n\r\n"


class RawServer:
    """Gives each connection, with the head of its first request, to a function on a thread of its own."""

    def __init__(self, serve: Callable[[socket.socket, bytes], object]) -> None:
        self.heads: list[bytes] = []
        self.over = threading.Event()
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self.over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def drip(self, connection: socket.socket, text: bytes, pause: float) -> None:
        """Send a text byte by byte."""
        for byte in text:
            if self.over.wait(pause):
                return
            connection.sendall(bytes([byte]))

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._answer, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            head = b""
            while END not in head:
                if not (more := connection.recv(1 << 16)):
                    return
                head += more
            self.heads.append(head)
            self._serve(connection, head)


@contextlib.contextmanager
def raw_server(serve: Callable[[RawServer, socket.socket, bytes], object]) -> Iterator[RawServer]:
    """A server that is there within a `with` block."""
    server = RawServer(lambda connection, head: serve(server, connection, head))
    try:
        yield server
    finally:
        server.close()
