"""The editor that a server serves, driven as by a user: a workflow is loaded from a file, and Invoke is pressed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import unquote, urlsplit

from tools.screenshots.camera import browser

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from playwright.sync_api import ConsoleMessage, Page, Route

_WAIT: Final = 20_000
_STORE: Final = """() => {
    const root = document.getElementById("root");
    const fibers = [root[Object.keys(root).find((key) => key.startsWith("__reactContainer"))]];
    while (fibers.length) {
        const fiber = fibers.pop();
        const store = fiber?.memoizedProps?.store;
        if (store?.getState) { window.store = store; return true; }
        if (fiber) fibers.push(fiber.sibling, fiber.child);
    }
    return false;
}"""
"""Finds the state of the editor, which React holds."""
_READY: Final = "() => document.querySelector('button[aria-label=Workflows]') !== null"
_KNOWS_NODES: Final = """() => Object.values(window.store.getState().api.queries).some(
    (query) => query.endpointName === "getOpenAPISchema" && query.status === "fulfilled"
)"""
"""Until then the editor takes every node of a workflow for one of a type that is not installed."""
_RESET: Final = "() => { window.store.dispatch({type: 'nodes/nodeEditorReset'}); }"
_COUNT: Final = "() => window.store.getState().nodes.present.nodes.length"
_PRESS: Final = """([within, text]) => {
    const buttons = [...document.querySelectorAll(`${within} button`)];
    const button = buttons.find((each) => each.innerText.trim() === text && !each.disabled);
    button?.click();
    return button !== undefined;
}"""
"""Presses a button as soon as it can be, without waiting for it to come to rest."""
_OPENED: Final = '0{"sid":"1","upgrades":[],"pingInterval":86400000,"pingTimeout":86400000,"maxPayload":1000000}'


class Loaded(NamedTuple):
    """What the editor made of a workflow.

    Attributes:
        warnings: What it says of it; the user is told that there is something.
        state: The workflow as the editor holds it: `nodes`, `edges`, `form` and the texts.
    """

    warnings: list[str]
    state: dict[str, Any]


class Refused(Exception):
    """The editor does not open a workflow; the message is the editor's."""


class Editor:
    """The editor of a server, in a page of a browser. Nothing that it posts to the queue gets to the server.

    Attributes:
        page: The page.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._said: list[str] = []
        self._refused: list[str] = []
        self._posted: list[dict[str, Any]] = []
        self._is_connected = False
        page.on("console", self._hear)
        page.route("**/api/v1/queue/default/enqueue_batch", self._enqueue)
        page.route("**/ws/socket.io/**", self._connect)
        page.route("**/api/v2/models/i/*", _model)
        page.route("**/api/v1/images/i/*", _image)
        page.goto(url)
        page.wait_for_function(_READY, timeout=_WAIT)
        page.wait_for_function(_STORE, timeout=_WAIT)
        page.wait_for_function(_KNOWS_NODES, timeout=_WAIT)
        page.click("button[aria-label=Workflows]")
        page.wait_for_selector("input[type=file][accept*=json]", state="attached", timeout=_WAIT)
        self._dispatch("workflowSettings/shouldValidateGraphChanged", payload=False)

    def load(self, workflow: Mapping[str, Any] | str) -> Loaded:
        """Load a workflow of at least one node from a file.

        Raises:
            Refused: The editor does not open it.
        """
        text = workflow if isinstance(workflow, str) else json.dumps(workflow)
        self.page.evaluate(_RESET)
        self._said.clear()
        self._refused.clear()
        file: Any = {"name": "workflow.json", "mimeType": "application/json", "buffer": text.encode()}
        self.page.set_input_files("input[type=file][accept*=json] >> nth=0", file)
        self._press("Load", within="[role=alertdialog]")  # what was there is lost
        self._wait_until(lambda: bool(self._refused) or self.page.evaluate(_COUNT) > 0)
        if self._refused:
            raise Refused(self._refused[0])
        state: dict[str, Any] = self.page.evaluate("() => window.store.getState().nodes.present")
        return Loaded(list(self._said), state)

    def invoke(self) -> dict[str, Any]:
        """Press Invoke; what the editor posts to the queue."""
        self._posted.clear()
        self._press("Invoke")
        self._wait_until(lambda: bool(self._posted))
        return self._posted[-1]

    def _dispatch(self, action: str, payload: object = None) -> None:
        self.page.evaluate("(action) => { window.store.dispatch(action); }", {"type": action, "payload": payload})

    def _press(self, text: str, within: str = "body") -> None:
        self._wait_until(lambda: bool(self.page.evaluate(_PRESS, [within, text])))

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        until = monotonic() + _WAIT / 1000
        while not is_so():
            if monotonic() > until:
                raise TimeoutError("the editor does nothing")
            self.page.wait_for_timeout(10)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("warning", "error") or "[workflows]" not in message.text:
            return
        told = message.text.split("%c")[-1].split("%O")[0].strip()
        if message.type == "error":
            self._refused.append(told)
        else:
            self._said.append(": ".join([told, *_issues(message)]))

    def _connect(self, route: Route) -> None:
        """A connection for events over which nothing comes; the editor queues nothing without one."""
        if route.request.method == "POST":
            route.fulfill(body="ok")
        elif "sid=" not in route.request.url:
            self._is_connected = False
            route.fulfill(body=_OPENED)
        elif not self._is_connected:
            self._is_connected = True
            route.fulfill(body='40{"sid":"2"}')

    def _enqueue(self, route: Route) -> None:
        body: Any = route.request.post_data_json
        self._posted.append(body)
        batch = {"batch_id": "none", **body["batch"]}
        answer = {"queue_id": "default", "enqueued": 1, "requested": 1, "batch": batch, "priority": 0, "item_ids": [1]}
        route.fulfill(json=answer)


def _issues(message: ConsoleMessage) -> list[str]:
    """Why the editor warns, where it says more than one line."""
    said: Any = message.args[-1].json_value() if message.args else None
    issues: list[Any] = cast("dict[str, Any]", said).get("issues", []) if isinstance(said, dict) else []
    return list(map(str, issues))


def _model(route: Route) -> None:
    """Any model is there."""
    key = _last(route)
    route.fulfill(json={"key": key, "hash": "", "name": key, "base": "sd-1", "type": "main", "format": "diffusers"})


def _image(route: Route) -> None:
    """Any image is there."""
    name = _last(route)
    route.fulfill(json={"image_name": name, "image_url": "", "thumbnail_url": "", "width": 64, "height": 64})


def _last(route: Route) -> str:
    return unquote(urlsplit(route.request.url).path.rsplit("/", 1)[-1])


@contextmanager
def editor(url: str) -> Generator[Editor]:
    """The editor of the server at `url`."""
    with browser() as started:
        page = started.new_page(viewport={"width": 1600, "height": 1000}, reduced_motion="reduce")
        yield Editor(page, url)
