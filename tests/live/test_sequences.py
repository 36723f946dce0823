"""The same operations one after another, on a simulator and on a real server: each answer and each event is the same.

What differs from run to run is named by the order in which it appears: ids by a number, moments by their precision.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pytest

from invokegraph.simulator import Simulator
from tests.contract.asking import Asking, edge, graph, node, png, sweep, until
from tests.live.servers import own_server

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.live

JSON = dict[str, Any]
Operation = tuple[str, str, JSON]
"""Method, path and the arguments of the request; `<image:2>` stands for the third picture that there is."""

SEEDS: Final = range(6156, 6166)
STEPS: Final = 40
QUEUES: Final = ("default", "other")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")
_KNOWN = re.compile(r"<(image|board|item):(\d+)>")
_NUMBER = re.compile(r"(?<=[Ii]tem with id )\d+")
_NUMBERS: Final = ("item_id", "item_ids", "retried_from_item_id", "canceled_item_ids", "retried_item_ids", "system")
_IN_ANY_ORDER: Final = (
    *("affected_boards", "deleted_images", "starred_images", "unstarred_images", "added_images", "removed_images"),
    *("deleted_board_images", "executed", "source_prepared_mapping", "item_ids"),
)
DRAIN: Final[Operation] = ("", "", {})


class Side:
    """One of the two servers, with what has been made on it so far."""

    def __init__(self, ask: Asking) -> None:
        self.ask = ask
        self.known: dict[str, list[str]] = {"image": [], "board": []}
        self._first = 0
        self._ids: dict[str, str] = {}
        self._told = 0
        ask.listen()

    def empty(self) -> None:
        """Leave nothing of what was done before."""
        self.ask.json("PUT", "/api/v1/queue/default/processor/pause")
        for queue in QUEUES:
            self.ask.json("PUT", f"/api/v1/queue/{queue}/clear")
        for board in self.ask.json("GET", "/api/v1/boards/", params={"all": True, "include_archived": True}):
            self.ask.json("DELETE", f"/api/v1/boards/{board['board_id']}", params={"include_images": True})
        self.ask.json("DELETE", "/api/v1/images/uncategorized")
        self.ask.json("DELETE", "/api/v1/app/invocation_cache")
        self.known = {"image": [], "board": []}
        self._ids = {}
        self._first = self.ask.enqueue(graph(node("a", "add")))["item_ids"][0]
        self.ask.json("DELETE", f"/api/v1/queue/default/i/{self._first}")
        self.events()

    def do(self, operation: Operation) -> object:
        """Carry out one operation, and tell what comes of it in words that both servers have in common."""
        if operation is DRAIN:
            self._drain()
            return self.events()
        method, path, arguments = self._filled(list(operation))
        if size := arguments.pop("upload", None):
            arguments["files"] = {"file": ("a.png", png(tuple(size)), "image/png")}
        answer = self.ask(method, path, **arguments)
        told = answer.json()
        events = self.events()  # what they name is named in the order in which it was told
        if isinstance(told, dict) and answer.status_code == 201 and "added_images" not in told:
            self._learn(told)
        return [answer.status_code, self._common(told), events]

    def events(self) -> list[object]:
        """What has been told since this was asked last."""
        self._hear_a_mark()
        heard = 0
        while len(self.ask.events) > heard + 1:  # a mark, too, may overtake: nothing is under way once one comes alone
            heard = len(self.ask.events)
            self._hear_a_mark()
        new = self.ask.events[self._told :]
        self._told = len(self.ask.events)
        for name, data in new:
            if name == "invocation_complete":
                self._learn(data["result"].get("image") or {})
        told = [[name, data] for name, data in new if name != "recall_parameters_updated"]
        # The real server hands its events to tasks, of which one may overtake the other now and then.
        return sorted((self._common(each) for each in told), key=str)

    def _hear_a_mark(self) -> None:
        mark = f"mark-{uuid4()}"
        self.ask.json("POST", f"/api/v1/recall/{mark}", json={"steps": 1})
        until(lambda: any(data.get("queue_id") == mark for _, data in self.ask.events[self._told :]), pause=0.002)

    def _drain(self) -> None:
        self.ask.json("PUT", "/api/v1/queue/default/processor/resume")

        def is_done() -> bool:
            states = [self.ask.json("GET", f"/api/v1/queue/{queue}/status") for queue in QUEUES]
            left = sum(state["queue"][name] for state in states for name in ("pending", "in_progress"))
            return not left and not states[0]["processor"]["is_processing"]

        until(is_done)
        self.ask.json("PUT", "/api/v1/queue/default/processor/pause")

    def _learn(self, told: JSON) -> None:
        for kind, found in self.known.items():
            name = told.get(f"{kind}_name" if kind == "image" else f"{kind}_id")
            if name and name not in found:
                found.append(name)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._filled(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self._filled(part) for part in value]
        if not isinstance(value, str):
            return value
        whole = _KNOWN.fullmatch(value)
        if whole and whole[1] == "item":
            return self._first + int(whole[2])
        return _KNOWN.sub(lambda place: str(self._named(place[1], int(place[2]))), value)

    def _named(self, kind: str, place: int) -> object:
        if kind == "item":
            return self._first + place
        return [*self.known[kind], f"no-{kind}"][place % (len(self.known[kind]) + 1)]

    def _common(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            if key == "execution_graph":
                value = {**value, "id": ""}
            inside = key == "source_prepared_mapping"
            return {
                str(self._common(name)): self._common(part, key if inside else name) for name, part in value.items()
            }
        if isinstance(value, list):
            found = [self._common(part, key) for part in value]
            return sorted(found, key=str) if key in _IN_ANY_ORDER else found
        if key == "timestamp":
            return ""
        if isinstance(value, int) and not isinstance(value, bool) and key in _NUMBERS:
            return f"item {value - self._first}"
        if not isinstance(value, str):
            return value
        if key == "error_traceback":
            return "traceback"
        value = _MOMENT.sub(lambda moment: "milliseconds" if moment[1] else "seconds", value)
        value = _NUMBER.sub(lambda number: str(int(number[0]) - self._first), value)
        return _UUID.sub(lambda id_: self._ids.setdefault(id_[0], f"id{len(self._ids)}"), value)


def some_graph(chance: random.Random) -> tuple[JSON, list[JSON]]:
    """A small graph that ends well or does not, and what could be swept in it."""
    board = {"board": {"board_id": f"<board:{chance.randrange(4)}>"}} if chance.random() < 0.5 else {}
    image = {"image_name": f"<image:{chance.randrange(6)}>"}
    own = {"use_cache": chance.random() < 0.5, "is_intermediate": chance.random() < 0.4}
    match chance.randrange(6):
        case 0:
            return graph(node("d", "div", a=1, b=chance.randrange(2))), [sweep("d", "b", 1, 0)]
        case 1:
            return graph(node("p", "blank_image", width=8, height=8, **board, **own)), [sweep("p", "width", 8, 9)]
        case 2:
            return graph(node("b", "img_blur", image=image, **board, **own)), []
        case 3:
            wires = ("r.collection -> i.collection", "i.item -> d.b", "d.value -> c.item")
            loop = node("r", "range", start=chance.choice([-1, 1]), stop=3), node("i", "iterate"), node("c", "collect")
            return graph(*loop, node("d", "div", a=4, use_cache=own["use_cache"]), wires=wires), []
        case 4:
            nodes = node("x", "blank_image", width=8, height=8, **own), node("y", "div", a=1, b=0)
            made = graph(*nodes, node("if", "if", condition=True), node("s", "save_image", **board))
            made["edges"] = [edge("x.image -> if.true_input"), edge("y.value -> if.false_input")]
            made["edges"].append(edge("if.value -> s.image"))
            return made, []
        case _:
            return graph(node("a", "add", a=chance.randrange(3), use_cache=own["use_cache"])), [sweep("a", "b", 1, 2)]


def some_batch(chance: random.Random) -> JSON:
    work, sweeps = some_graph(chance)
    batch_id = f"b{chance.randrange(3)}"
    batch = {"graph": work, "runs": chance.choice([1, 1, 2]), "batch_id": batch_id, "destination": f"to-{batch_id}"}
    if sweeps and chance.random() < 0.4:
        batch["data"] = [sweeps]
    return {"json": {"batch": batch, "prepend": chance.random() < 0.25}}


def some_operation(chance: random.Random) -> Operation:
    """An operation that may follow any other one."""
    if chance.random() < 0.08:
        return DRAIN
    if chance.random() < 0.25:
        return ("POST", f"/api/v1/queue/{chance.choice(QUEUES)}/enqueue_batch", some_batch(chance))
    method, path, make = chance.choice(OPERATIONS)
    numbers = {"{item}": f"<item:{chance.randrange(12)}>", "{image}": f"<image:{chance.randrange(6)}>"}
    numbers |= {"{board}": f"<board:{chance.randrange(4)}>", "{queue}": chance.choice(QUEUES)}
    numbers |= {"{batch}": f"b{chance.randrange(3)}"}
    for name, number in numbers.items():
        path = path.replace(name, number)
    return (method, f"/api/v1{path}", make(chance))


def _nothing(_: random.Random) -> JSON:
    return {}


def _listing(chance: random.Random) -> JSON:
    choices: JSON = {
        "is_intermediate": chance.random() < 0.5,
        "board_id": chance.choice(["none", f"<board:{chance.randrange(4)}>"]),
        "order_dir": chance.choice(["ASC", "DESC"]),
        "starred_first": chance.random() < 0.5,
        "categories": ["general"],
        "limit": chance.randrange(4),
        "offset": chance.randrange(3),
    }
    return {"params": {name: value for name, value in choices.items() if chance.random() < 0.5}}


def _images(chance: random.Random) -> JSON:
    return {"json": {"image_names": [f"<image:{chance.randrange(6)}>" for _ in range(chance.randrange(4))]}}


def _pin(chance: random.Random) -> JSON:
    return {"json": {"board_id": f"<board:{chance.randrange(4)}>", "image_name": f"<image:{chance.randrange(6)}>"}}


def _items(chance: random.Random) -> list[str]:
    return [f"<item:{chance.randrange(12)}>" for _ in range(chance.randrange(1, 4))]


def _upload(chance: random.Random) -> JSON:
    asked = {"image_category": chance.choice(["general", "mask"]), "is_intermediate": chance.random() < 0.3}
    return {"params": asked, "upload": [8, 8 + chance.randrange(2)]}


def _image_change(chance: random.Random) -> JSON:
    return {"json": {"starred": chance.random() < 0.7, "is_intermediate": chance.random() < 0.3}}


def _board_change(chance: random.Random) -> JSON:
    changes = {"board_name": "other", "cover_image_name": f"<image:{chance.randrange(6)}>", "archived": True}
    return {"json": {name: value for name, value in changes.items() if chance.random() < 0.4}}


OPERATIONS: Final[list[tuple[str, str, Callable[[random.Random], JSON]]]] = [
    ("PUT", "/queue/{queue}/i/{item}/cancel", _nothing),
    ("DELETE", "/queue/{queue}/i/{item}", _nothing),
    ("PUT", "/queue/{queue}/cancel_by_batch_ids", lambda _: {"json": {"batch_ids": ["b1", "b0"]}}),
    ("PUT", "/queue/{queue}/cancel_by_destination", lambda _: {"params": {"destination": "to-b1"}}),
    ("DELETE", "/queue/{queue}/d/to-{batch}", _nothing),
    ("PUT", "/queue/{queue}/cancel_all_except_current", _nothing),
    ("PUT", "/queue/{queue}/delete_all_except_current", _nothing),
    ("PUT", "/queue/{queue}/retry_items_by_id", lambda chance: {"json": _items(chance)}),
    ("PUT", "/queue/{queue}/retry_items_by_id", lambda chance: {"json": _items(chance)}),
    ("PUT", "/queue/{queue}/clear", _nothing),
    ("PUT", "/queue/{queue}/prune", _nothing),
    ("GET", "/queue/{queue}/status", _nothing),
    ("GET", "/queue/{queue}/list_all", _nothing),
    ("GET", "/queue/{queue}/item_ids", _nothing),
    ("GET", "/queue/{queue}/i/{item}", _nothing),
    ("POST", "/queue/{queue}/item_summaries_by_ids", lambda chance: {"json": {"item_ids": _items(chance)}}),
    ("GET", "/queue/{queue}/next", _nothing),
    ("GET", "/queue/{queue}/b/{batch}/status", _nothing),
    ("GET", "/app/invocation_cache/status", _nothing),
    ("POST", "/images/upload", _upload),
    ("POST", "/images/upload", _upload),
    ("PATCH", "/images/i/{image}", _image_change),
    ("DELETE", "/images/i/{image}", _nothing),
    ("POST", "/images/star", _images),
    ("POST", "/images/unstar", _images),
    ("POST", "/images/delete", _images),
    ("DELETE", "/images/uncategorized", _nothing),
    ("DELETE", "/images/intermediates", _nothing),
    ("GET", "/images/", _listing),
    ("GET", "/images/names", _listing),
    ("GET", "/gallery/item_names", _listing),
    ("GET", "/images/i/{image}", _nothing),
    ("GET", "/images/i/{image}/workflow", _nothing),
    ("GET", "/images/intermediates", _nothing),
    ("POST", "/boards/", lambda chance: {"params": {"board_name": chance.choice("abÄ")}}),
    ("PATCH", "/boards/{board}", _board_change),
    ("DELETE", "/boards/{board}", lambda chance: {"params": {"include_images": chance.random() < 0.5}}),
    ("GET", "/boards/", lambda _: {"params": {"offset": 0, "limit": 2}}),
    ("GET", "/boards/", lambda _: {"params": {"all": True, "order_by": "board_name", "include_archived": True}}),
    ("GET", "/boards/{board}/image_names", _nothing),
    ("POST", "/board_images/", _pin),
    ("DELETE", "/board_images/", lambda chance: {"json": {"image_name": f"<image:{chance.randrange(6)}>"}}),
    ("POST", "/board_images/batch/delete", _images),
]


def test_whatever_is_done_one_after_another() -> None:
    steps = 0
    with own_server() as server, Simulator() as url, Asking(server.url) as real, Asking(url) as simulated:
        sides = Side(real), Side(simulated)
        for seed in SEEDS:
            chance, done = random.Random(seed), list[Operation]()
            for side in sides:
                side.empty()
            for _ in range(STEPS):
                done.append(some_operation(chance))
                expected, found = (side.do(done[-1]) for side in sides)
                assert found == expected, f"seed {seed}, after {done}"
                steps += 1
    print(f"sequences: {steps} operations, each of them alike")
    assert steps == STEPS * len(SEEDS)
