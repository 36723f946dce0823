"""However slowly a server answers, a call ends in time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import (
    AnswerTimeout,
    ConnectionFailed,
    InvokeAIClient,
    RequestRefused,
    deadlines,
    http,
)

from .fake_server import Answer, FakeServer, Request
from .raw_server import raw_server

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from .raw_server import RawServer

SOON = 30.0
"""Seconds within which a busy machine gets to something, which must not be done in as many if it is done wrongly."""
VERSION = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{"version": "6.14.2"}'
PICTURE = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 30\r\n\r\n"


@pytest.mark.parametrize("at_once", [0, 20, 80], ids=["status", "headers", "body"])
def test_an_answer_byte_by_byte_ends_in_time(at_once: int) -> None:
    def serve(server: RawServer, connection: socket.socket, _head: bytes) -> None:
        connection.sendall(VERSION[:at_once])
        server.drip(connection, VERSION[at_once:-1], 0.2)
        server.over.wait()  # for ever

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, timeout=0.5, max_retries=0) as client:
        started = time.monotonic()
        with pytest.raises(AnswerTimeout):
            client.version()
        assert time.monotonic() - started < SOON


def test_an_answer_that_has_not_begun_ends_in_time() -> None:
    def serve(server: RawServer, connection: socket.socket, _head: bytes) -> None:
        while not server.over.wait(0.1):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, timeout=0.5, max_retries=0) as client:
        started = time.monotonic()
        with pytest.raises(ConnectionFailed):
            client.version()
        assert time.monotonic() - started < SOON


def test_all_tries_together_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(server: RawServer, _connection: socket.socket, _head: bytes) -> None:
        server.over.wait(0.3)

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, max_retries=1000) as client:
        monkeypatch.setattr(http, "_PAUSE", 0.0)
        started = time.monotonic()
        with pytest.raises(ConnectionFailed):
            client._http.json("GET", "/app/version", timeout=deadlines.Deadline(0.8))
        assert time.monotonic() - started < SOON


def test_there_are_no_pauses_between_tries_that_are_longer_than_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(_server: RawServer, _connection: socket.socket, _head: bytes) -> None:
        """Hang up."""

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url) as client:
        monkeypatch.setattr(http, "_pauses", lambda _: iter([0.0, 0.0, 10 * SOON]))
        started = time.monotonic()
        with pytest.raises(ConnectionFailed):
            client._http.json("GET", "/app/version", timeout=deadlines.Deadline(5 * SOON))
        assert time.monotonic() - started < SOON
        assert len(server.heads) == 3


class Patient(deadlines.Deadline):
    """One that a busy machine keeps, too."""

    def __init__(self, _seconds: float, size: int = 0) -> None:
        super().__init__(SOON, size)


def test_a_late_answer_is_asked_for_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(server: RawServer, connection: socket.socket, _head: bytes) -> None:
        if len(server.heads) == 1:
            monkeypatch.setattr(http, "Deadline", Patient)
            server.over.wait()
        connection.sendall(VERSION)

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, timeout=0.5) as client:
        assert client.version() == "6.14.2"
        assert len(server.heads) == 2


def test_a_chain_of_redirects_ends_in_time(server: FakeServer) -> None:
    def onward(request: Request) -> Answer:
        time.sleep(0.05)
        return Answer(status=302, headers={"Location": f"{request.path}x"})

    server.fallback = onward
    with InvokeAIClient.from_url(server.url, timeout=0.5, max_retries=0) as client:
        client._http._session.max_redirects = 100_000
        started = time.monotonic()
        with pytest.raises(AnswerTimeout):
            client.request("GET", "/round")
        assert time.monotonic() - started < SOON


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_redirect_says_beside_is_not_read(method: str) -> None:
    def serve(server: RawServer, connection: socket.socket, head: bytes) -> None:
        if b"/here" in head:
            connection.sendall(VERSION)
            return
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /api/v1/here\r\nContent-Length: 1000000000\r\n\r\n")
        while not server.over.wait(0.01):
            connection.sendall(b"x" * 100_000)

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, timeout=5 * SOON, max_retries=0) as client:
        started = time.monotonic()
        if method == "GET":
            assert client.request("GET", "/round").json() == {"version": "6.14.2"}
        else:
            with pytest.raises(RequestRefused, match="redirects elsewhere"):
                client.request("POST", "/round")
        assert time.monotonic() - started < SOON


@pytest.mark.parametrize("quick", [True, False])
def test_a_file_may_take_as_long_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, quick: bool) -> None:
    monkeypatch.setattr(deadlines, "SLOWEST", 5)

    def serve(server: RawServer, connection: socket.socket, _head: bytes) -> None:
        connection.sendall(PICTURE)
        server.drip(connection, b"x" * 30, 0.12)

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, timeout=3.0) as client:
        if quick:
            from invokegraph.transport.downloads import download_all

            (path,) = download_all(client._http, [("/images/i/a.png/full", tmp_path / "a.png")])
        else:
            path = client.image_repo.save_image("a.png", tmp_path / "a.png")
        assert path.read_bytes() == b"x" * 30
        assert len(server.heads) == 1


def test_a_file_that_hardly_comes_is_given_up(tmp_path: Path) -> None:
    def serve(server: RawServer, connection: socket.socket, _head: bytes) -> None:
        connection.sendall(PICTURE)
        server.drip(connection, b"x" * 29, 0.2)
        server.over.wait()

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url, timeout=0.4, max_retries=0) as client:
        started = time.monotonic()
        with pytest.raises(AnswerTimeout):
            client.image_repo.save_image("a.png", tmp_path / "a.png")
        assert time.monotonic() - started < SOON
        assert not list(tmp_path.iterdir())


def slow_reader(pause: float) -> Callable[[RawServer, socket.socket, bytes], object]:
    def serve(server: RawServer, connection: socket.socket, head: bytes) -> None:
        length = next(int(line[16:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length: "))
        got = len(head.partition(b"\r\n\r\n")[2])
        while got < length and not server.over.wait(pause):
            got += len(connection.recv(1 << 16))
        connection.sendall(VERSION)

    return serve


def test_a_file_may_be_sent_slowly() -> None:
    with raw_server(slow_reader(0.01)) as server, InvokeAIClient.from_url(server.url, timeout=0.5) as client:
        assert client.image_repo.upload_image(b"x" * 12_000_000).get("version") == "6.14.2"


def test_what_takes_too_long_to_send_has_no_answer_in_time() -> None:
    with raw_server(slow_reader(0.1)) as server, InvokeAIClient.from_url(server.url, timeout=0.5) as client:
        with pytest.raises(AnswerTimeout):
            client.request("POST", "/x", data=b"x" * 12_000_000)
        server.over.set()
