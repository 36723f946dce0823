"""Raw requests and recorded events, for what the client does not show."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

import engineio
import requests
import socketio
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

T = TypeVar("T")
JSON = dict[str, Any]
PATIENCE = 120.0
"""Seconds to wait for what comes soon."""


class _InOrder(engineio.Client):
    """Hands on what it hears one after the other; else each event has a thread of its own, and some overtake others."""

    def _trigger_event(self, event: str, *args: Any, **options: Any) -> Any:
        return super()._trigger_event(event, *args, **{**options, "run_async": False})

    def disconnect(self, *args: Any, **options: Any) -> None:
        """Hang up; where the server did, the thread that reads hears of it, which cannot wait for itself."""
        if threading.current_thread() is self.read_loop_task:
            options["abort"] = True
        super().disconnect(*args, **options)


class Listener(socketio.Client):
    """A client of the events that hears them in the order in which they were sent."""

    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class Asking:
    """A server, as it answers to whoever asks it directly.

    Args:
        url: Where it is.
        token: What the asker has logged in with, if there are users.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token
        self.session = requests.Session()
        self.session.headers["Accept-Encoding"] = "identity"
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"
        self.events: list[tuple[str, JSON]] = []
        self._socket: Listener | None = None
        self._images: list[str] = []
        self._boards: list[str] = []

    def __call__(self, method: str, path: str, **arguments: Any) -> requests.Response:
        return self.session.request(method, self.url + path, timeout=60, **arguments)

    def json(self, method: str, path: str, **arguments: Any) -> Any:
        response = self(method, path, **arguments)
        assert response.status_code < 300, response.text
        return response.json()

    def listen(self) -> None:
        # A thread that tries again would outlive this, and draws from the global `random` of the tests that follow.
        self._socket = socket = Listener(reconnection=False)
        socket.on("*", lambda name, data: self.events.append((name, data)))
        auth = {"token": self.token} if self.token else None
        socket.connect(self.url, transports=["websocket"], socketio_path="/ws/socket.io", auth=auth, wait_timeout=60)
        self.subscribe("default")
        socket.call("subscribe_bulk_download", {"bulk_download_id": "default"})

    def subscribe(self, queue: str) -> None:
        """Listen to a queue as well, and go on when the server does tell of it."""
        assert self._socket
        self._socket.call("subscribe_queue", {"queue_id": queue})

    def enqueue(self, graph: JSON, queue: str = "default", *, prepend: bool = False, **batch: Any) -> JSON:
        body = {"batch": {"batch_id": f"contract-{uuid4()}", "graph": graph, **batch}, "prepend": prepend}
        return self.json("POST", f"/api/v1/queue/{queue}/enqueue_batch", json=body)

    def refused(self, graph: JSON, **batch: Any) -> requests.Response:
        body = {"batch": {"graph": graph, **batch}, "prepend": False}
        return self("POST", "/api/v1/queue/default/enqueue_batch", json=body)

    def ended(self, answer: JSON, queue: str = "default") -> list[JSON]:
        batch = answer["batch"]["batch_id"]

        def is_over() -> bool:
            status = self.json("GET", f"/api/v1/queue/{queue}/b/{batch}/status")
            return not status["pending"] + status["in_progress"] + status["waiting"]

        until(is_over, pause=0.02)
        return [self.item(number, queue) for number in sorted(answer["item_ids"])]

    def item(self, number: int, queue: str = "default") -> JSON:
        return self.json("GET", f"/api/v1/queue/{queue}/i/{number}")

    def run(self, graph: JSON, **batch: Any) -> JSON:
        return self.ended(self.enqueue(graph, **batch))[0]

    def told(self, item_id: int, last: str = "completed") -> list[tuple[str, JSON]]:
        """The events of one item, once it has ended."""

        def found() -> list[tuple[str, JSON]]:
            return [(name, data) for name, data in self.events if data.get("item_id") == item_id]

        until(lambda: last in [data.get("status", name) for name, data in found()])
        return found()

    def of_batch(self, name: str, batch_id: str) -> JSON:
        return self.heard(name, lambda data: data.get("batch_id") == batch_id)[0]

    def heard(self, name: str, is_meant: Callable[[JSON], object] = lambda _: True) -> list[JSON]:
        """What events of a name say, as soon as there is one that is meant."""
        return until(lambda: [data for told, data in self.events if told == name and is_meant(data)])

    def upload(self, size: tuple[int, int] = (32, 16), **query: Any) -> JSON:
        asked = {"image_category": "general", "is_intermediate": False, **query}
        answer = self("POST", "/api/v1/images/upload", params=asked, files={"file": ("a.png", png(size), "image/png")})
        assert answer.status_code == 201, answer.text
        self._images.append(answer.json()["image_name"])
        return answer.json()

    def board(self, name: str = "contract") -> JSON:
        answer = self("POST", "/api/v1/boards/", params={"board_name": name})
        assert answer.status_code == 201, answer.text
        self._boards.append(answer.json()["board_id"])
        return answer.json()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._socket:
            self._socket.disconnect()
        for board in self._boards:
            self("DELETE", f"/api/v1/boards/{board}", params={"include_images": True})
        if self._images:
            self("POST", "/api/v1/images/delete", json={"image_names": self._images})
        self.session.close()


def until(found: Callable[[], T], pause: float = 0.01) -> T:
    """What is found as soon as it is more than nothing, for which a server that is busy has its time."""
    deadline = time.monotonic() + PATIENCE
    while not (it := found()):
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(pause)
    return it


def png(size: tuple[int, int] = (32, 16), **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 10, 60)).save(file, "PNG", **options)
    return file.getvalue()


def node(id: str, type: str, **fields: Any) -> JSON:
    return {"id": id, "type": type, **fields}


def edge(wire: str) -> JSON:
    """`"a.value -> b.a"` in the server's shape."""
    source, target = (end.split(".", 1) for end in wire.split(" -> "))
    return {
        "source": {"node_id": source[0], "field": source[1]},
        "destination": {"node_id": target[0], "field": target[1]},
    }


def graph(*nodes: JSON, wires: tuple[str, ...] = (), **more: Any) -> JSON:
    return {"nodes": {each["id"]: each for each in nodes}, "edges": [edge(wire) for wire in wires], **more}


def add(id: str = "add", **fields: Any) -> JSON:
    return node(id, "add", **fields)


def slow() -> JSON:
    """A graph that takes any server a while and gives no picture, for batches that are not over when the next is asked."""
    wires = ("numbers.collection -> each.collection", "each.item -> r.low")
    return graph(
        node("numbers", "range", start=0, stop=300), node("each", "iterate"), node("r", "rand_int"), wires=wires
    )


def outputs(item: JSON, id: str, field: str = "value") -> list[Any]:
    """What a node gave, in the order of the loops that it stands in."""
    session = item["session"]
    paths = session["prepared_iteration_paths"]
    copies = sorted(session["source_prepared_mapping"].get(id, []), key=paths.__getitem__)
    return [session["results"][copy].get(field) for copy in copies if copy in session["results"]]


def sweep(id: str, field: str, *items: Any) -> JSON:
    return {"node_path": id, "field_name": field, "items": list(items)}


def details(response: requests.Response) -> list[JSON]:
    assert response.status_code == 422, response.text
    return response.json()["detail"]
