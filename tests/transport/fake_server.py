"""A tiny HTTP server on loopback that answers as a test tells it to, and a queue that behaves like InvokeAI's."""

from __future__ import annotations

import itertools
import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import simple_websocket

T = TypeVar("T")
HTML = b"<!doctype html><title>Invoke</title>"


PATIENCE = 60.0
"""Seconds to wait for what comes in a moment, also where the machine has a lot to do."""


def until(is_so: Callable[[], object]) -> None:
    """Wait for something that comes in a moment."""
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline, "it does not come"
        sleep(0.005)


class Drop(Exception):
    """Raised by a route: the connection is cut without an answer."""


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0  # bytes that are announced and never sent
    drops: bool = False  # whether the connection is cut a moment later, although nothing announces it


def as_json(value: object, status: int = 200) -> Answer:
    return Answer(json.dumps(value).encode(), status)


Route = Callable[[Request], Answer]


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # of more that come at once, some would be answered a second later


class FakeServer:
    """Answers every GET that it has no route for with the UI's page and the rest with 405, as InvokeAI does."""

    def __init__(self, certificate: str | None = None) -> None:
        self.requests: list[Request] = []
        self.routes: dict[tuple[str, str], Route] = {
            ("GET", "/api/v1/app/version"): lambda _: as_json({"version": "6.14.2"})
        }
        self.fallback: Callable[[Request], Answer | None] = lambda _: None
        self.sockets: FakeSockets | None = None
        self._server = _HttpServer(("127.0.0.1", 0), self._handler())
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.port = int(self._server.server_address[1])
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def route(self, method: str, path: str, answer: Route | Answer) -> None:
        self.routes[method, path] = answer if callable(answer) else lambda _: answer

    def count(self, method: str, path: str) -> int:
        return sum((request.method, request.path) == (method, path) for request in self.requests)

    def answer(self, request: Request) -> Answer:
        route = self.routes.get((request.method, request.path))
        if answer := route(request) if route else self.fallback(request):
            return answer
        if request.method == "GET":
            return Answer(HTML, kind="text/html; charset=utf-8")
        return as_json({"detail": "Method Not Allowed"}, 405)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (ConnectionError, ssl.SSLError):
                    self.close_connection = True

            def answer(self) -> None:
                parts = urlsplit(self.path)
                if fake.sockets and parts.path.endswith("/ws/socket.io/"):
                    self.close_connection = True
                    fake.sockets.serve(parts.path, self)
                    return
                text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                is_json = self.headers.get("Content-Type", "").startswith("application/json")
                request = Request(
                    self.command,
                    parts.path,
                    parse_qs(parts.query),
                    dict(self.headers),
                    json.loads(text) if is_json else text,
                )
                fake.requests.append(request)
                try:
                    answer = fake.answer(request)
                except Drop:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(answer.body) + answer.missing))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
                if answer.drops:
                    threading.Event().wait(0.2)
                if answer.missing or answer.drops:
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - names of http.server

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


class FakeSockets:
    """The Socket.IO side: one namespace, no polling; keeps what clients send and sends what a test says."""

    def __init__(self, *, token: str | None = None) -> None:
        self.paths: list[str] = []
        self.auth: list[Any] = []
        self.emitted: list[Any] = []
        self._token = token
        self._open: list[simple_websocket.Server] = []
        self.subscribed = threading.Event()

    def serve(self, path: str, handler: BaseHTTPRequestHandler) -> None:
        self.paths.append(path)
        names = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in handler.headers.items()}
        socket = simple_websocket.Server({**names, "werkzeug.socket": handler.connection})
        try:
            socket.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')
            auth = json.loads(str(socket.receive())[2:] or "null")
            self.auth.append(auth)
            if self._token and (auth or {}).get("token") != self._token:
                socket.send('44{"message":"refused"}')
                socket.receive()
                return
            socket.send('40{"sid":"b"}')
            self._open.append(socket)
            while True:
                message = str(socket.receive())
                if message.startswith("42"):
                    self.emitted.append(json.loads(message[2:]))
                    self.subscribed.set()
        except simple_websocket.ConnectionClosed:
            pass
        finally:
            if socket in self._open:
                self._open.remove(socket)

    def send(self, name: str, data: object) -> None:
        self._tell("42" + json.dumps([name, data]))

    def say(self, text: bytes) -> None:
        """Send a message as it is."""
        self._tell(text.decode(errors="surrogateescape") if text.isascii() else text)

    def drop(self) -> None:
        for socket in list(self._open):
            with suppress(simple_websocket.ConnectionClosed):
                socket.close()

    def _tell(self, message: str | bytes) -> None:
        for socket in list(self._open):
            with suppress(simple_websocket.ConnectionClosed):  # who has just gone may still be among them
                socket.send(message)


def sessions_of(batch: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """What each session of a batch runs with, by the server's rules."""
    axes = [
        [
            [{"node_path": datum["node_path"], "field_name": datum["field_name"], "value": item} for datum, item in row]
            for row in zip(*([(datum, item) for item in datum["items"]] for datum in group), strict=True)
        ]
        for group in batch.get("data") or []
    ]
    for _ in range(batch["runs"]):
        for rows in itertools.product(*axes):
            yield [value for row in rows for value in row]


class FakeQueue:
    """InvokeAI's queue as the client sees it: nothing runs until a test says so."""

    def __init__(self, server: FakeServer, room: int = 1000) -> None:
        self.items: dict[int, dict[str, Any]] = {}
        self.room = room
        queue = "/api/v1/queue/default"
        self.enqueue_path = f"{queue}/enqueue_batch"
        self.status_path = f"{queue}/b/"
        self._item_path = f"{queue}/i/"
        self._lock = RLock()
        self._asked: Counter[str] = Counter()
        server.fallback = self._alone(self._about_one)
        for method, path, answer in (
            ("POST", "enqueue_batch", self.enqueue),
            ("GET", "item_ids", lambda _: as_json({"item_ids": sorted(self.items, reverse=True)})),
            ("POST", "item_summaries_by_ids", self._summaries),
            ("POST", "items_by_ids", self._whole),
            ("GET", "status", lambda _: as_json({"queue": {"pending": self._pending()}})),
            ("PUT", "cancel_by_batch_ids", self._cancel),
        ):
            server.route(method, f"{queue}/{path}", self._alone(answer))

    def _alone(self, answer: Callable[[Request], T]) -> Callable[[Request], T]:
        """An answer that no other one comes in between of: each request has a thread of its own."""

        def locked(request: Request) -> T:
            with self._lock:
                return answer(request)

        return locked

    def enqueue(self, request: Request) -> Answer:
        with self._lock:
            return self._enqueue(request.body["batch"])

    def wait_for_looks(self, batch_id: str, count: int) -> None:
        """Wait until so many answers have been made to whoever asks how far a batch is."""
        until(lambda: self._asked[batch_id] >= count)

    def _enqueue(self, batch: dict[str, Any]) -> Answer:
        batch_id, sessions = batch["batch_id"], list(sessions_of(batch))
        taken = sessions[: max(self.room - self._pending(), 0)]
        for values in taken:
            self._add(batch_id, batch["graph"], values)
        ids = sorted((key for key, item in self.items.items() if item["batch_id"] == batch_id), reverse=True)
        return as_json({"batch": batch, "enqueued": len(taken), "requested": len(sessions), "item_ids": ids})

    def finish(self, status: str = "completed", **facts: object) -> None:
        """End all open items, with outputs and errors as the test gives them."""
        with self._lock:
            for item in self.items.values():
                if item["status"] == "pending":
                    item |= {"status": status, **facts}

    def _pending(self) -> int:
        return sum(item["status"] == "pending" for item in self.items.values())

    def _add(self, batch_id: str, graph: object, values: list[dict[str, Any]]) -> None:
        item_id = max(self.items, default=0) + 1
        session = {"graph": graph, "results": {}, "prepared_source_mapping": {}}
        self.items[item_id] = {
            "item_id": item_id,
            "batch_id": batch_id,
            "status": "pending",
            "session": session,
            "field_values": values,
        }

    def _about_one(self, request: Request) -> Answer | None:
        """Answer questions about one batch or item."""
        if request.path.startswith(self.status_path):
            return self._status(request.path.removeprefix(self.status_path).removesuffix("/status"))
        if not request.path.startswith(self._item_path):
            return None
        number, _, action = request.path.removeprefix(self._item_path).partition("/")
        if (item := self.items.get(int(number))) is None:
            return as_json({"detail": f"Queue item with id {number} not found in queue default"}, 404)
        if action == "cancel" and request.method == "PUT":
            item["status"] = "canceled"
        return as_json(item)

    def _status(self, batch_id: str) -> Answer:
        self._asked[batch_id] += 1
        statuses = [item["status"] for item in self.items.values() if item["batch_id"] == batch_id]
        names = ("pending", "in_progress", "waiting", "completed", "failed", "canceled")
        return as_json({"batch_id": batch_id, **{name: statuses.count(name) for name in names}, "total": len(statuses)})

    def _summaries(self, request: Request) -> Answer:
        shown = [self.items[key] for key in request.body["item_ids"] if key in self.items]
        return as_json([{key: item[key] for key in ("item_id", "batch_id", "status")} for item in shown])

    def _whole(self, request: Request) -> Answer:
        return as_json([self.items[key] for key in request.body["item_ids"] if key in self.items])

    def _cancel(self, request: Request) -> Answer:
        found = [item for item in self.items.values() if item["batch_id"] in request.body["batch_ids"]]
        for item in found:
            if item["status"] == "pending":
                item["status"] = "canceled"
        return as_json({"canceled": len(found)})
