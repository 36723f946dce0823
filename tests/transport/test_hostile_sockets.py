"""Socket.IO servers that do what no server should."""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import re
import struct
import threading
import time
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient, events, sockets
from invokegraph.transport.sockets import NoSocket, Socket

from .fake_server import PATIENCE, FakeQueue, FakeServer, FakeSockets, until
from .playing import SUM
from .raw_server import raw_server
from .standins import PlainBatch

if TYPE_CHECKING:
    import socket

    from .raw_server import RawServer

GREETING = b'0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
MANY = 1 << 26


def frame(text: bytes, opcode: int = 0x81) -> bytes:
    return bytes([opcode, 126]) + struct.pack(">H", len(text)) + text


def shake_hands(connection: socket.socket, head: bytes) -> None:
    found = re.search(rb"Sec-WebSocket-Key: (\S+)", head)
    assert found
    accepted = base64.b64encode(hashlib.sha1(found[1] + MAGIC).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
    )
    connection.sendall(frame(GREETING))
    connection.sendall(frame(b'40{"sid":"b"}'))


def connected(client: InvokeAIClient) -> Socket:
    return Socket(client._address, None, client._options)


def test_who_is_cancelled_while_connecting_leaves_nothing_open() -> None:
    told: list[object] = []
    asked, over = threading.Event(), threading.Event()

    def serve(_server: RawServer, _connection: socket.socket, _head: bytes) -> None:
        asked.set()
        over.wait(60)

    async def connect() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
        with InvokeAIClient.from_url(server.url) as client:
            connecting = asyncio.ensure_future(client.socketio_session().__aenter__())
            assert await asyncio.to_thread(asked.wait, 60)
            connecting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await connecting
            del connecting
            gc.collect()

    with raw_server(serve) as server:
        try:
            asyncio.run(connect())
        finally:
            over.set()
    assert told == []


def test_a_handshake_byte_by_byte_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CONNECT_SECONDS", 0.5)

    def serve(server: RawServer, connection: socket.socket, _head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\n")
        server.drip(connection, b"X-Header: " * 1000, 0.05)

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url) as client:
        started = time.monotonic()
        with pytest.raises(NoSocket):
            connected(client)
        assert time.monotonic() - started < PATIENCE


def test_no_thread_outlives_the_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[threading.Timer] = []

    class Late(threading.Timer):
        def run(self) -> None:
            timers.append(self)
            super().run()
            time.sleep(0.3)

    monkeypatch.setattr(sockets, "Timer", Late)

    def serve(_server: RawServer, connection: socket.socket, head: bytes) -> None:
        shake_hands(connection, head)

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url) as client:
        connection = connected(client)
        assert [timer.is_alive() for timer in timers] == [False]
        connection.close()


@pytest.mark.parametrize("kind", ["one frame", "many frames"])
def test_a_message_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(sockets, "_MOST_BYTES", 1 << 20)
    sent = 0

    def serve(_server: RawServer, connection: socket.socket, head: bytes) -> None:
        nonlocal sent
        shake_hands(connection, head)
        first, piece, opcode = True, b"x" * 60_000, 0x01
        while sent < MANY:
            sent += len(piece)
            if kind == "one frame":
                connection.sendall((b"\x81\x7f" + struct.pack(">Q", 1 << 40) if first else b"") + piece)
            else:
                connection.sendall(frame(piece, opcode))
            first, opcode = False, 0x00

    with raw_server(serve) as server, InvokeAIClient.from_url(server.url) as client:
        connection = connected(client)
        assert list(connection.events()) == []
        connection.close()
    assert 1 << 20 < sent < MANY


@pytest.mark.parametrize(
    "text",
    [
        b"42" + b"[" * 60_000,
        b"42nonsense",
        b"42[]",
        b"42{}",
        b"42[1, 2]",
        b'42["queue_item_status_changed", []]',
        b'42["queue_item_status_changed", {"batch_id": [], "item_id": {}}]',
        b'42["invocation_progress", {"batch_id": "BATCH", "item_id": 1, "percentage": NaN, "image": [1]}]',
        b'42["invocation_complete", {"batch_id": "BATCH", "item_id": 1, "result": 7, "invocation": []}]',
        b'42["queue_item_status_changed", {"batch_id": "BATCH", "item_id": 1, "status": {"a": 1}}]',
        b'42["queue_item_status_changed", {"batch_id": "BATCH", "item_id": true, "status": null}]',
        b"\xff\xfe",
        b"451-[]",
    ],
)
def test_what_is_no_event_harms_no_wait(server: FakeServer, queue: FakeQueue, text: bytes) -> None:
    server.sockets = FakeSockets()
    with InvokeAIClient.from_url(server.url) as client:
        run = client.submit(PlainBatch())

        def say() -> None:
            assert server.sockets is not None
            assert server.sockets.subscribed.wait(PATIENCE)
            server.sockets.say(text.replace(b"BATCH", run.batch_id.encode()))
            time.sleep(0.1)
            queue.finish(session=SUM)

        saying = threading.Thread(target=say)
        saying.start()
        assert run.wait(timeout=PATIENCE, progress=lambda _: None).output("add").value == 3
        saying.join()


def test_who_does_not_listen_any_more_has_no_connection(
    server: FakeServer, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_IDLE_SECONDS", 0.1)
    server.sockets = FakeSockets()
    before = set(threading.enumerate())

    def ours() -> set[threading.Thread]:
        return {thread for thread in set(threading.enumerate()) - before if thread.name == "invokegraph-events"}

    with InvokeAIClient.from_url(server.url) as client:
        for _ in range(2):  # it is there again for the next who listens
            with client._events.listen("some-batch"):
                assert client._events.connected
                time.sleep(0.2)
                server.sockets.say(b"2")
                time.sleep(0.1)
                assert ours()
            time.sleep(0.2)
            server.sockets.say(b"2")
            until(lambda: not ours())
            assert not client._events.connected


def test_events_without_end_are_not_kept(server: FakeServer, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_MOST_KEPT", 10)
    server.sockets = FakeSockets()
    with InvokeAIClient.from_url(server.url) as client, client._events.listen("some-batch") as inbox:
        for _ in range(50):
            server.sockets.send("invocation_complete", {"batch_id": "some-batch"})
            server.sockets.send("queue_cleared", {"queue_id": "default"})
        time.sleep(0.5)
        assert inbox.qsize() <= 11
