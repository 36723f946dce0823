"""What a simulated server answers, without a network and without its queue being worked off unless it is asked to."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import BaseAdapter

from invokegraph.simulator import Faults
from invokegraph.simulator.app import application
from invokegraph.simulator.sockets import Sockets
from invokegraph.simulator.state import State
from invokegraph.simulator.store import Store
from tests.contract.asking import Asking

if TYPE_CHECKING:
    from pathlib import Path

JSON = dict[str, Any]
QUEUES = ("default", "other")
QUEUE = "/api/v1/queue/default"
URL = "http://state"


class Served:
    """A server whose state is in a file, or in memory."""

    def __init__(self, file: Path | None = None, most_pending: int = 10_000, *, multiuser: bool = False) -> None:
        self.state = State(Faults(), None, most_pending, store=Store(file), multiuser=multiuser)
        self.ask = Asking(URL)
        self.ask.session.trust_env = False  # looking for proxies takes longer than all the rest
        self.ask.session.mount(URL, _InProcess(self.state))

    def work(self) -> None:
        """Work the queue off."""
        self.state.engine.start()
        while any(self._open(queue) for queue in QUEUES):
            time.sleep(0.001)
        self.state.engine.stop()

    def _open(self, queue: str) -> int:
        counts = self.state.queue.counts(queue)
        return counts["pending"] + counts["in_progress"] + counts["waiting"]

    def close(self) -> None:
        self.ask.session.close()
        self.state.store.close()


class _InProcess(BaseAdapter):
    """Hands requests to the application, without a connection."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._application = application(state, Sockets(state.events, state.users))
        self._loop = asyncio.new_event_loop()

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        parts = urlsplit(str(request.url))
        body = request.body or b""
        scope = {
            "type": "http",
            "method": request.method,
            "path": unquote(parts.path),
            "query_string": parts.query.encode(),
            "headers": [(name.lower().encode(), str(value).encode()) for name, value in request.headers.items()],
        }
        told: list[JSON] = []

        async def receive() -> JSON:
            return {"type": "http.request", "body": body.encode() if isinstance(body, str) else body}

        async def send(message: Any) -> None:
            told.append(message)

        self._loop.run_until_complete(cast("Any", self._application)(scope, receive, send))
        response = requests.Response()
        response.status_code = told[0]["status"]
        response.headers.update({name.decode(): value.decode() for name, value in told[0]["headers"]})
        response._content = b"".join(message.get("body", b"") for message in told[1:])
        response.encoding = "utf-8"
        response.request, response.url = request, str(request.url)
        return response

    def close(self) -> None:
        if not self._loop.is_closed():
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()


def everything(ask: Asking) -> dict[str, Any]:
    """What a server answers to every request that reads what it holds, by path."""
    told: dict[str, Any] = {}

    def get(path: str) -> Any:
        response = ask("GET", path)
        is_json = response.headers.get("content-type") == "application/json"
        answer = response.json() if is_json else response.content
        told[path] = (response.status_code, answer)
        return answer

    def post(path: str, body: object) -> Any:
        told[path] = ask("POST", path, json=body).json()
        return told[path]

    _queue(get, post)
    _pictures(get, post)
    _videos(get)
    _library(get)
    _models(get)
    for path in ("runtime_config", "external_providers/config", "external_providers/status"):
        get(f"/api/v1/app/{path}")
    return told


def _queue(get: Any, post: Any) -> None:
    for queue in QUEUES:
        at = f"/api/v1/queue/{queue}"
        numbers = get(f"{at}/item_ids")["item_ids"]
        get(f"{at}/status")
        get(f"{at}/list_all")
        get(f"{at}/current")
        get(f"{at}/next")
        get(f"{at}/counts_by_destination?destination=there")
        post(f"{at}/items_by_ids", {"item_ids": numbers[:1000]})
        for number in numbers:
            get(f"{at}/i/{number}")
        batches = {item["batch_id"] for item in post(f"{at}/item_summaries_by_ids", {"item_ids": numbers[:1000]})}
        for batch in sorted(batches):
            get(f"{at}/b/{batch}/status")


def _pictures(get: Any, post: Any) -> None:
    get("/api/v1/images/?limit=1000")
    get("/api/v1/images/intermediates")
    get("/api/v1/gallery/items/?limit=1000")
    get("/api/v1/gallery/item_names")
    names = get("/api/v1/images/names")["image_names"]
    post("/api/v1/images/images_by_names", {"image_names": names})
    for name in names:
        for what in ("", "/full", "/thumbnail", "/metadata", "/workflow", "/urls"):
            get(f"/api/v1/images/i/{name}{what}")
    for board in get("/api/v1/boards/?all=true&include_archived=true"):
        get(f"/api/v1/boards/{board['board_id']}")
        get(f"/api/v1/boards/{board['board_id']}/image_names")


def _videos(get: Any) -> None:
    get("/api/v1/videos/?limit=1000")
    get("/api/v1/virtual_boards/by_date")
    for name in get("/api/v1/videos/names")["video_names"]:
        for what in ("", "/full", "/thumbnail", "/metadata", "/workflow", "/urls"):
            get(f"/api/v1/videos/i/{name}{what}")


def _models(get: Any) -> None:
    for model in get("/api/v2/models/")["models"]:
        at = f"/api/v2/models/i/{model['key']}"
        for shown in (model, get(at)):
            shown["cover_image"] = shown["cover_image"] and shown["cover_image"].partition("?")[0]  # as with presets
        get(f"{at}/image")
        get(f"/api/v1/model_relationships/i/{model['key']}")


def _library(get: Any) -> None:
    for workflow in get("/api/v1/workflows/")["items"]:
        get(f"/api/v1/workflows/i/{workflow['workflow_id']}")
        get(f"/api/v1/workflows/i/{workflow['workflow_id']}/thumbnail")
    get("/api/v1/workflows/tags")
    for preset in get("/api/v1/style_presets/"):
        preset["image"] = preset["image"] and preset["image"].partition("?")[0]  # what follows is another each time
        get(f"/api/v1/style_presets/i/{preset['id']}/image")
    for prompt in get("/api/v1/system_prompts/"):
        get(f"/api/v1/system_prompts/i/{prompt['id']}")
    for key in get("/api/v1/client_state/default/get_keys_by_prefix?prefix="):
        get(f"/api/v1/client_state/default/get_by_key?key={key}")
