"""A server that is killed again and again in the middle of its work, with clients that go on asking."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import requests
import socketio

from tests.contract.asking import Asking, graph, node, png

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JSON = dict[str, Any]
KILLS = 10
RUNS = 10
QUEUE = "/api/v1/queue/default"
VALUES = "/api/v1/client_state/default"
WORK = graph(
    node("blank", "blank_image", width=8, height=8, use_cache=False),
    node("save", "save_image", use_cache=False),
    wires=("blank.image -> save.image",),
)


class Process:
    """`invokegraph serve --state` as a process that can be killed."""

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-m", "invokegraph", "serve", "--port", "0", "--state", str(file)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        said = self._process.stdout.readline()
        self.url = next(word.rstrip(".") for word in said.split() if word.startswith("http://"))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


class Seen:
    """What clients have been told, over all the lives of the server."""

    def __init__(self) -> None:
        self.enqueued: dict[str, list[int]] = {}
        self.unanswered: list[str] = []
        self.completed: dict[int, tuple[str, str]] = {}
        self.value = self.tried = 0
        self.listened = 0
        self.kept: set[str] = set()
        self.deleted: set[str] = set()
        self.perhaps_deleted: set[str] = set()


def _enqueue(ask: Asking, seen: Seen) -> None:
    while True:
        batch = f"batch {len(seen.enqueued) + len(seen.unanswered)}"
        seen.unanswered.append(batch)
        seen.enqueued[batch] = ask.enqueue(WORK, batch_id=batch, runs=RUNS)["item_ids"]
        seen.unanswered.pop()
        time.sleep(0.02)


def _look(ask: Asking, seen: Seen) -> None:
    while True:
        numbers = ask.json("GET", f"{QUEUE}/item_ids")["item_ids"]
        asked = {"item_ids": random.sample(numbers, min(len(numbers), 100))}
        for row in ask.json("POST", f"{QUEUE}/item_summaries_by_ids", json=asked):
            if row["status"] == "completed":
                seen.completed.setdefault(row["item_id"], (row["started_at"], row["completed_at"]))


def _listen(ask: Asking, seen: Seen) -> None:
    ask.listen()
    seen.listened += 1
    while ask.json("GET", "/api/v1/app/version"):
        for name, data in ask.events:
            if name == "queue_item_status_changed" and data["status"] == "completed":
                seen.completed.setdefault(data["item_id"], (data["started_at"], data["completed_at"]))
        time.sleep(0.01)


def _keep(ask: Asking, seen: Seen) -> None:
    if seen.tried:
        value = ask.json("GET", f"{VALUES}/get_by_key", params={"key": "n"})
        assert value in (str(seen.value), str(seen.tried))
    while True:
        seen.tried += 1
        ask.json("POST", f"{VALUES}/set_by_key", params={"key": "n"}, json=str(seen.tried))
        seen.value = seen.tried
        asked = {"image_category": "user", "is_intermediate": False}
        sent = {"file": ("a.png", png(), "image/png")}
        seen.kept.add(ask.json("POST", "/api/v1/images/upload", params=asked, files=sent)["image_name"])
        if seen.tried % 3 == 0:
            name = random.choice(sorted(seen.kept - seen.perhaps_deleted))
            seen.perhaps_deleted.add(name)
            ask.json("DELETE", f"/api/v1/images/i/{name}")
            seen.deleted.add(name)


def _until_it_dies(url: str, what: Callable[[Asking, Seen], None], seen: Seen, wrong: list[Exception]) -> None:
    with Asking(url) as ask:
        try:
            what(ask, seen)
        except (requests.RequestException, socketio.exceptions.ConnectionError):
            pass
        except Exception as error:  # noqa: BLE001 - told by the test
            wrong.append(error)


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # python-socketio drops what the server reset
def test_killed_again_and_again(tmp_path: Path) -> None:
    seen, wrong = Seen(), list[Exception]()
    for _ in range(KILLS):
        process = Process(tmp_path / "state.sqlite")
        enqueued, listened, kept = len(seen.enqueued), seen.listened, len(seen.kept)
        clients = [
            threading.Thread(target=_until_it_dies, args=(process.url, what, seen, wrong))
            for what in (_enqueue, _look, _listen, _keep)
        ]
        for client in clients:
            client.start()
        time.sleep(random.uniform(0.2, 0.8))
        while (
            len(seen.enqueued) == enqueued
            or len(seen.kept) == kept
            or seen.listened == listened  # an answer to it would be awaited for a minute
        ) and all(map(threading.Thread.is_alive, clients)):
            time.sleep(0.01)  # it is killed at work, also where that begins late
        process.kill()
        for client in clients:
            client.join()
        gc.collect()  # what is dropped is not to be found by the tests that follow
    assert not wrong
    assert not [thread.name for thread in threading.enumerate() if "reconnect" in thread.name]
    process = Process(tmp_path / "state.sqlite")
    try:
        with Asking(process.url) as ask:
            _check(ask, seen)
    finally:
        process.kill()


def _check(ask: Asking, seen: Seen) -> None:
    while True:
        status = ask.json("GET", f"{QUEUE}/status")["queue"]
        if not status["pending"] + status["in_progress"]:
            break
        time.sleep(0.1)
    items = {item["item_id"]: item for item in ask.json("GET", f"{QUEUE}/list_all")}
    for numbers in seen.enqueued.values():
        assert len(numbers) == RUNS
        assert items.keys() >= set(numbers), "lost"
    sizes = Counter(item["batch_id"] for item in items.values())
    assert set(sizes.values()) == {RUNS}, "half a batch"
    assert sizes.keys() <= {*seen.enqueued, *seen.unanswered}
    statuses = Counter(item["status"] for item in items.values())
    assert statuses.keys() <= {"completed", "canceled"}
    assert statuses["canceled"] <= KILLS, "only what was running is cancelled"
    for number, times in seen.completed.items():
        assert (items[number]["status"], items[number]["started_at"], items[number]["completed_at"]) == (
            *("completed", *times),
        ), "ran again"
    names = ask.json("GET", "/api/v1/images/names")["image_names"]
    pictures = [
        picture
        for begin in range(0, len(names), 1000)
        for picture in ask.json("POST", "/api/v1/images/images_by_names", json={"image_names": names[begin:][:1000]})
    ]
    made = Counter(picture["session_id"] for picture in pictures if picture["session_id"])
    for item in items.values():
        count = made.pop(item["session_id"], 0)
        assert count == 2 if item["status"] == "completed" else count <= 2, "ran twice"
    assert not made
    assert seen.kept - seen.perhaps_deleted <= set(names), "lost"
    assert seen.deleted.isdisjoint(names), "came back"
    for name in random.sample(names, 50):
        assert ask("GET", f"/api/v1/images/i/{name}/full").content.startswith(b"\x89PNG")
    print(
        f"\nkilled {KILLS} times: of {sum(map(len, seen.enqueued.values()))} sessions that were answered for none was lost"
        f" and none ran twice ({len(seen.completed)} were seen to complete before a kill); {statuses['completed']} are"
        f" completed, {statuses['canceled']} were running and are cancelled; {len(seen.unanswered)} batches were not"
        f" answered for, {sum(batch in sizes for batch in seen.unanswered)} of these are there as a whole;"
        f" {len(seen.kept)} uploads and {len(seen.deleted)} deletions hold"
    )
