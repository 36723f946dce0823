"""What a simulator keeps in a file: all of it, whatever becomes of the process."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invokegraph.simulator import Simulator, StateError
from invokegraph.simulator.boards import Board
from invokegraph.simulator.models import model
from invokegraph.simulator.store import Store
from tests.contract.asking import Asking, add, graph, node, png, sweep
from tests.contract.test_calls import adding, calling
from tests.live.test_videos import VIDEO
from tests.simulator.served import QUEUE, Served, everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORKFLOW = {
    **dict.fromkeys(("author", "description", "version", "contact", "notes"), ""),
    "name": "kept",
    "tags": "a, b",
    "exposedFields": [],
    "meta": {"category": "user", "version": "3.0.0"},
    "nodes": [],
    "edges": [],
}
PRESET = {"name": "kept", "positive_prompt": "{prompt}, ink", "negative_prompt": "", "type": "user"}
LOOP = graph(
    node("range", "range", start=0, stop=3, step=1),
    node("each", "iterate"),
    add("sum", b=1),
    node("all", "collect"),
    wires=("range.collection -> each.collection", "each.item -> sum.a", "sum.value -> all.item"),
)
PICTURE = graph(
    node("blank", "blank_image", width=16, height=8, use_cache=False),
    node("save", "save_image", use_cache=False),
    wires=("blank.image -> save.image",),
)
FAILS = graph(node("no", "show_image"), node("load", "save_image", image={"image_name": "none.png"}))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


# Operations: each does something with what there is, chosen by a number


def _one(found: list[Any], number: int) -> Any:
    return found[number % len(found)] if found else None


def _names(ask: Asking) -> list[str]:
    return ask.json("GET", "/api/v1/images/names")["image_names"]


def _boards(ask: Asking) -> list[str]:
    return [board["board_id"] for board in ask.json("GET", "/api/v1/boards/?all=true&include_archived=true")]


def _numbers(ask: Asking) -> list[int]:
    return ask.json("GET", f"{QUEUE}/item_ids")["item_ids"]


def enqueue(ask: Asking, number: int) -> None:
    work = _one([graph(add(a=number)), LOOP, PICTURE, FAILS], number)
    ask.enqueue(work, runs=number % 3 + 1, destination=_one(["there", None], number), workflow={**WORKFLOW, "id": "ü"})


def enqueue_swept(ask: Asking, number: int) -> None:
    ask.enqueue(graph(add()), prepend=bool(number % 2), data=[[sweep("add", "a", *range(number % 4 + 1))]])


def enqueue_elsewhere(ask: Asking, number: int) -> None:
    ask.enqueue(graph(add(b=number)), "other")


def cancel_one(ask: Asking, number: int) -> None:
    if item := _one(_numbers(ask), number):
        ask("PUT", f"{QUEUE}/i/{item}/cancel")


def cancel_there(ask: Asking, _: int) -> None:
    ask.json("PUT", f"{QUEUE}/cancel_by_destination?destination=there")


def retry(ask: Asking, _: int) -> None:
    ask.json("PUT", f"{QUEUE}/retry_items_by_id", json=_numbers(ask)[:3])


def delete_item(ask: Asking, number: int) -> None:
    if item := _one(_numbers(ask), number):
        ask("DELETE", f"{QUEUE}/i/{item}")


def prune(ask: Asking, _: int) -> None:
    ask.json("PUT", f"{QUEUE}/prune")


def clear(ask: Asking, _: int) -> None:
    ask.json("PUT", f"{QUEUE}/clear")


def upload(ask: Asking, number: int) -> None:
    board = _one(_boards(ask), number) if number % 2 else None
    asked = {"image_category": "user", "is_intermediate": number % 3 == 0, "board_id": board}
    sent = {"file": ("a.png", png((number + 1, 3)), "image/png")}
    assert ask("POST", "/api/v1/images/upload", params=asked, files=sent).status_code == 201


def change_picture(ask: Asking, number: int) -> None:
    if name := _one(_names(ask), number):
        ask.json("PATCH", f"/api/v1/images/i/{name}", json={"image_category": "mask", "session_id": str(number)})
        ask.json("POST", f"/api/v1/images/{_one(['star', 'unstar'], number)}", json={"image_names": [name]})


def delete_picture(ask: Asking, number: int) -> None:
    if name := _one(_names(ask), number):
        ask.json("DELETE", f"/api/v1/images/i/{name}")


def upload_video(ask: Asking, number: int) -> None:
    asked = {"video_category": "general", "is_intermediate": False, "board_id": _one(_boards(ask), number)}
    sent = {"file": ("a.mp4", VIDEO.read_bytes(), "video/mp4")}
    answer = ask("POST", "/api/v1/videos/upload", params=asked, files=sent, data={"metadata": f'{{"n": {number}}}'})
    assert answer.status_code == 201


def change_video(ask: Asking, number: int) -> None:
    if name := _one(ask.json("GET", "/api/v1/videos/names")["video_names"], number):
        ask.json("PATCH", f"/api/v1/videos/i/{name}", json={"video_category": "user"})
        ask.json("POST", f"/api/v1/videos/{_one(['star', 'unstar'], number)}", json={"video_names": [name]})


def delete_video(ask: Asking, number: int) -> None:
    if name := _one(ask.json("GET", "/api/v1/videos/names")["video_names"], number):
        ask.json("DELETE", f"/api/v1/videos/i/{name}")


def make_board(ask: Asking, number: int) -> None:
    assert ask("POST", "/api/v1/boards/", params={"board_name": f"board {number}"}).status_code == 201


def change_board(ask: Asking, number: int) -> None:
    if board := _one(_boards(ask), number):
        ask.json(
            "PATCH", f"/api/v1/boards/{board}", json={"board_name": f"other {number}", "archived": number % 2 == 0}
        )


def pin(ask: Asking, number: int) -> None:
    if (board := _one(_boards(ask), number)) and (name := _one(_names(ask), number)):
        ask.json("POST", "/api/v1/board_images/", json={"board_id": board, "image_name": name})


def unpin(ask: Asking, number: int) -> None:
    if name := _one(_names(ask), number):
        ask.json("DELETE", "/api/v1/board_images/", json={"image_name": name})


def delete_board(ask: Asking, number: int) -> None:
    if board := _one(_boards(ask), number):
        ask.json("DELETE", f"/api/v1/boards/{board}", params={"include_images": number % 2 == 0})


def make_workflow(ask: Asking, number: int) -> None:
    made = ask.json("POST", "/api/v1/workflows/", json={"workflow": {**WORKFLOW, "name": f"kept {number}"}})
    at = f"/api/v1/workflows/i/{made['workflow_id']}"
    ask("PUT", f"{at}/thumbnail", files={"image": ("a.png", png(), "image/png")})
    ask("PUT", f"{at}/opened_at")


def change_workflow(ask: Asking, number: int) -> None:
    if row := _one(ask.json("GET", "/api/v1/workflows/")["items"], number):
        at = f"/api/v1/workflows/i/{row['workflow_id']}"
        ask.json("PATCH", at, json={"workflow": {**WORKFLOW, "id": row["workflow_id"], "name": "other"}})
        ask.json("PATCH", f"{at}/is_public", json={"is_public": number % 2 == 0})
        ask.json("DELETE", f"{at}/thumbnail")


def delete_workflow(ask: Asking, number: int) -> None:
    if row := _one(ask.json("GET", "/api/v1/workflows/")["items"], number):
        ask.json("DELETE", f"/api/v1/workflows/i/{row['workflow_id']}")


def make_preset(ask: Asking, number: int) -> None:
    data = {"data": json.dumps({**PRESET, "name": f"kept {number}"})}
    sent = {"image": ("a.png", png(), "image/png")}
    ask.json("POST", "/api/v1/style_presets/", data=data, files=sent)


def change_preset(ask: Asking, number: int) -> None:
    if preset := _one(ask.json("GET", "/api/v1/style_presets/"), number):
        sent = {"data": (None, json.dumps({**PRESET, "name": "other"}))}
        ask.json("PATCH", f"/api/v1/style_presets/i/{preset['id']}", files=sent)


def import_presets(ask: Asking, number: int) -> None:
    table = f"name,prompt,negative_prompt\nbrought {number},a,b\n"
    ask("POST", "/api/v1/style_presets/import", files={"file": ("a.csv", table.encode(), "text/csv")})


def delete_preset(ask: Asking, number: int) -> None:
    if preset := _one(ask.json("GET", "/api/v1/style_presets/"), number):
        ask.json("DELETE", f"/api/v1/style_presets/i/{preset['id']}")


def keep_prompts(ask: Asking, number: int) -> None:
    prompt = ask.json("POST", "/api/v1/system_prompts/", json={"name": str(number), "content": "a"})
    ask.json("PATCH", f"/api/v1/system_prompts/i/{prompt['id']}", json={"content": "b"})
    if number % 3 == 0:
        ask.json("DELETE", f"/api/v1/system_prompts/i/{prompt['id']}")


def keep_values(ask: Asking, number: int) -> None:
    at = "/api/v1/client_state/default"
    ask.json("POST", f"{at}/set_by_key", params={"key": f"k{number % 4}"}, json=f"value {number}")
    if number % 3 == 0:
        ask.json("POST", f"{at}/delete_by_key", params={"key": f"k{number % 5}"})
    if number % 11 == 0:
        ask.json("POST", f"{at}/delete")


def change_model(ask: Asking, number: int) -> None:
    if found := _one(ask.json("GET", "/api/v2/models/")["models"], number):
        ask.json("PATCH", f"/api/v2/models/i/{found['key']}", json={"name": f"model {number}"})


def install_model(ask: Asking, number: int) -> None:
    ask("POST", "/api/v2/models/install", params={"source": f"external://made-up/model-{number}"}, json={})
    name = f"made-up model-{number}"
    while name not in {found["name"] for found in ask.json("GET", "/api/v2/models/")["models"]}:
        if any(job["error"] for job in ask.json("GET", "/api/v2/models/install")):
            break  # it is there, under another name
        time.sleep(0.01)


def relate_models(ask: Asking, number: int) -> None:
    found = ask.json("GET", "/api/v2/models/")["models"]
    if len(found) > 1:
        keys = {"model_key_1": _one(found, number)["key"], "model_key_2": _one(found, number + 1)["key"]}
        ask("POST", "/api/v1/model_relationships/", json=keys)
        if number % 3 == 0:
            ask("DELETE", "/api/v1/model_relationships/", json=keys)


def show_model(ask: Asking, number: int) -> None:
    if found := _one(ask.json("GET", "/api/v2/models/")["models"], number):
        at = f"/api/v2/models/i/{found['key']}/image"
        ask.json("PATCH", at, files={"image": ("a.png", png(), "image/png")})
        if number % 3 == 0:
            ask("DELETE", at)


def set_provider(ask: Asking, number: int) -> None:
    at = f"/api/v1/app/external_providers/config/{_one(['openai', 'gemini'], number)}"
    ask.json("POST", at, json={"api_key": "k" * (number % 3), "base_url": f"http://host/{number}"})
    if number % 5 == 0:
        ask.json("DELETE", at)


def call_workflow(ask: Asking, number: int) -> None:
    body = {**adding(b=number), "name": f"called {number}"}
    made = ask.json("POST", "/api/v1/workflows/", json={"workflow": body})
    ask.enqueue(calling(made["workflow_id"], add__a=number))


def delete_model(ask: Asking, number: int) -> None:
    if found := _one(ask.json("GET", "/api/v2/models/")["models"], number):
        assert ask("DELETE", f"/api/v2/models/i/{found['key']}").status_code == 204


def change_settings(ask: Asking, number: int) -> None:
    ask.json("PATCH", "/api/v1/app/runtime_config", json={"max_queue_history": number})


OPERATIONS: list[Callable[[Asking, int], None]] = [
    *(enqueue, enqueue_swept, enqueue_elsewhere, cancel_one, cancel_there, retry, delete_item, prune, clear),
    *(upload, change_picture, delete_picture, make_board, change_board, pin, unpin, delete_board),
    *(upload_video, change_video, delete_video, call_workflow),
    *(make_workflow, change_workflow, delete_workflow, make_preset, change_preset, delete_preset, keep_prompts),
    *(import_presets, keep_values, change_model, delete_model, install_model, relate_models, show_model),
    *(set_provider, change_settings),
]
STEPS = st.lists(st.tuples(st.sampled_from([*OPERATIONS, "work", "reopen"]), st.integers(0, 30)), max_size=30)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(STEPS)
def test_whatever_was_done_is_there_when_the_file_is_opened_again(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, int]]
) -> None:
    file = tmp_path_factory.mktemp("state") / "state.sqlite"
    server = Served(file)
    try:
        for what, number in [*steps, ("work", 0), ("reopen", 0)]:
            if what == "work":
                server.work()
            elif what == "reopen":
                before = everything(server.ask)
                server.close()
                server = Served(file)
                assert everything(server.ask) == before
            else:
                what(server.ask, number)
    finally:
        server.close()


def test_every_operation_is_kept(file: Path) -> None:
    server = Served(file)
    for operation in (make_board, upload, enqueue, make_workflow, make_preset, keep_prompts):
        for number in range(3):
            operation(server.ask, number)
    asked = 0
    for number, operation in enumerate([*OPERATIONS, *OPERATIONS[::-1]]):
        operation(server.ask, number)
        if number % 8 == 0:
            server.work()
        if number % 4 == 0:
            before = everything(server.ask)
            server.close()
            server = Served(file)
            assert everything(server.ask) == before, operation
            asked = max(asked, len(before))
    server.close()
    print(f"\nthe same answers to up to {asked} different requests after each of {number // 4 + 1} restarts")
    assert asked > 100


# What a start finds


def test_what_was_running_is_cancelled_and_its_session_is_as_it_was_enqueued(file: Path) -> None:
    server = Served(file)
    numbers = server.ask.enqueue(graph(add()), runs=3)["item_ids"]
    taken = server.state.queue.take()
    assert taken
    server.close()
    server = Served(file)
    items = {number: server.ask.item(number) for number in numbers}
    server.close()
    assert sorted(item["status"] for item in items.values()) == ["canceled", "pending", "pending"]
    item = items[taken.item_id]
    assert (item["status"], item["status_sequence"], item["session"]["results"]) == ("canceled", 2, {})
    assert item["completed_at"] >= item["started_at"]


def test_what_waited_for_a_workflow_that_it_called_is_cancelled_with_it(file: Path) -> None:
    server = Served(file)
    made = server.ask.json("POST", "/api/v1/workflows/", json={"workflow": adding()})
    (number,) = server.ask.enqueue(calling(made["workflow_id"]))["item_ids"]
    server.state.events.listen(lambda _, data: server.state.queue.pause() if data.get("status") == "waiting" else None)
    server.state.engine.start()
    while server.ask.item(number)["status"] != "waiting":
        time.sleep(0.01)
    server.state.engine.stop()
    before = server.ask.item(number)
    server.close()
    server = Served(file)
    item = server.ask.item(number)
    items = server.ask.json("GET", f"{QUEUE}/list_all")
    server.close()
    assert [each["status"] for each in items] == ["canceled", "canceled"]
    assert {each["root_item_id"] for each in items} == {None, number}
    assert item["session"] == before["session"]
    assert item["session"]["waiting_workflow_call_execution"]["child_item_ids"] == [items[1]["item_id"]]


def test_people_are_still_logged_in(file: Path) -> None:
    account = {"email": "one@example.com", "password": "Correct-horse-1"}
    server = Served(file, multiuser=True)
    assert server.ask("POST", "/api/v1/auth/setup", json=account).json()["success"]
    token = server.ask.json("POST", "/api/v1/auth/login", json=account)["token"]
    headers = {"Authorization": f"Bearer {token}"}
    made = server.ask("POST", "/api/v1/auth/users", json={**account, "email": "two@example.com"}, headers=headers)
    board = server.ask.json("POST", "/api/v1/boards/?board_name=mine", headers=headers)
    server.close()
    server = Served(file, multiuser=True)
    users = server.ask.json("GET", "/api/v1/auth/users", headers=headers)
    assert made.json() in users
    assert server.ask.json("GET", f"/api/v1/boards/{board['board_id']}", headers=headers) == board
    changed = {"current_password": account["password"], "new_password": "Correct-horse-2"}
    server.ask.json("PATCH", "/api/v1/auth/me", json=changed, headers=headers)
    server.close()
    server = Served(file, multiuser=True)
    assert server.ask("GET", "/api/v1/auth/me", headers=headers).status_code == 401
    assert server.ask("POST", "/api/v1/auth/login", json=account).status_code == 401
    server.ask.json("POST", "/api/v1/auth/login", json={**account, "password": "Correct-horse-2"})
    server.close()


def test_a_download_that_waits_is_there_again_and_other_jobs_are_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("invokegraph.simulator.installs._BEFORE_SECONDS", 60.0)  # long enough to be paused before
    server = Served(file)
    for source in ("external://made-up/model", "http://127.0.0.1:1/waits.safetensors"):
        job = server.ask.json("POST", "/api/v2/models/install", params={"source": source}, json={})
        server.ask.json("POST", f"/api/v2/models/install/{job['id']}/pause")
    server.close()
    server = Served(file)
    (job,) = server.ask.json("GET", "/api/v2/models/install")
    server.close()
    assert (job["id"], job["status"], job["source"]["url"]) == (0, "paused", "http://127.0.0.1:1/waits.safetensors")


def test_a_disk_that_is_full_for_a_while(file: Path) -> None:
    server = Served(file)
    numbers = server.ask.enqueue(PICTURE, runs=20)["item_ids"]
    (pages,) = server.state.store.rows("PRAGMA page_count")[0]
    server.state.store.rows(f"PRAGMA max_page_count = {pages}")
    assert "cannot write to" in _refused(server.ask)
    server.state.engine.start()
    time.sleep(0.1)
    assert "cannot write to" in _refused(server.ask)
    server.state.store.rows("PRAGMA max_page_count = 1000000")
    while server.ask.json("GET", f"{QUEUE}/status")["queue"]["pending"]:
        time.sleep(0.02)
    server.work()
    before = everything(server.ask)
    server.close()
    server = Served(file)
    assert everything(server.ask) == before
    statuses = Counter(server.ask.item(number)["status"] for number in numbers)
    server.close()
    assert statuses["completed"] > 10
    assert statuses.keys() <= {"completed", "failed"}


def _refused(ask: Asking) -> str:
    answer = ask("POST", "/api/v1/client_state/default/set_by_key", params={"key": "large"}, json="v" * 100_000)
    assert answer.status_code == 500
    return str(answer.json()["detail"])


def test_a_number_is_not_given_twice(file: Path) -> None:
    server = Served(file)
    first = server.ask.enqueue(graph(add()), runs=2)["item_ids"]
    server.ask.json("PUT", f"{QUEUE}/clear")
    server.close()
    server = Served(file)
    assert min(server.ask.enqueue(graph(add()))["item_ids"]) == max(first) + 1
    server.close()


def test_what_is_deleted_leaves_nothing_in_the_file(file: Path) -> None:
    server = Served(file)
    for operation in (upload, upload_video, call_workflow, enqueue, enqueue_swept, enqueue_elsewhere):
        for number in range(4):
            operation(server.ask, number)
    server.work()
    for queue in ("default", "other"):
        server.ask.json("PUT", f"/api/v1/queue/{queue}/clear")
    server.ask.json("POST", "/api/v1/images/delete", json={"image_names": _names(server.ask)})
    server.ask.json("DELETE", "/api/v1/videos/uncategorized")
    server.close()
    with closing(sqlite3.connect(file)) as database:
        for table in ("items", "templates", "sessions", "pictures", "picture_files", "videos", "video_files", "pins"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_a_batch_is_kept_once(file: Path) -> None:
    server = Served(file)
    workflow = {**WORKFLOW, "notes": "n" * 100_000}
    server.ask.enqueue(graph(add()), runs=500, workflow=workflow)
    server.close()
    assert file.stat().st_size < 1_000_000


def test_nobody_is_told_what_is_not_kept_yet(file: Path) -> None:
    server = Served(file)
    told: list[tuple[str, str]] = []

    def listen(name: str, data: dict[str, Any]) -> None:
        if name == "queue_item_status_changed":
            (row,) = server.state.store.rows("SELECT value FROM items WHERE key = ?", data["item_id"])
            told.append((data["status"], json.loads(row[0])["status"]))
        elif name == "batch_enqueued":
            told.append(("pending", json.loads(server.state.store.rows("SELECT value FROM items")[0][0])["status"]))

    server.state.events.listen(listen)
    server.ask.enqueue(graph(add()))
    server.work()
    server.close()
    assert told == [(status, status) for status in ("pending", "in_progress", "completed")]


def test_a_simulator_that_is_closed_and_started_again(file: Path) -> None:
    mine = model("mine", "sd-1", "main")
    simulator = Simulator(state=file, models=[mine])
    for life in range(3):
        with simulator as url, Asking(url) as ask:
            assert [found["name"] for found in ask.json("GET", "/api/v2/models/")["models"]] == ["mine"]
            ask.run(PICTURE)
            assert ask.json("GET", f"{QUEUE}/status")["queue"]["completed"] == life + 1
    with Simulator(state=file, models=[]) as url, Asking(url) as ask:
        assert len(ask.json("GET", "/api/v2/models/")["models"]) == 1
        assert len(_names(ask)) == 6


def test_a_restart_reads_the_file_again(file: Path) -> None:
    simulator = Simulator(state=file)
    with simulator as url, Asking(url) as ask:
        item = ask.run(LOOP)
        simulator.restart()
        assert ask.item(item["item_id"]) == item


def test_no_models_are_kept_too(file: Path) -> None:
    for models in ([], None):
        with Simulator(state=file, models=models) as url, Asking(url) as ask:
            assert ask.json("GET", "/api/v2/models/")["models"] == []


def test_serving_with_a_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from invokegraph.cli import main

    command = [sys.executable, "-m", "invokegraph", "serve", "--port", "0", "--state", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline().endswith(f"Ctrl-C ends it, and what it holds stays in {file}.\n")
            assert main(["serve", "--port", "0", "--state", str(file)]) == 2
        finally:
            process.terminate()
    assert capsys.readouterr().err == (
        f"error: {file} is in use: close the simulator that keeps its state there, or name another file\n"
    )


# Files that cannot be used


def test_two_simulators_with_one_file(file: Path) -> None:
    with Simulator(state=file) as url, Asking(url) as ask:
        other = Simulator(state=file)
        with pytest.raises(
            StateError, match=r"state\.sqlite is in use: close the simulator that keeps its state there"
        ):
            other.start()
        ask.run(graph(add()))
    with other as url, Asking(url) as ask:
        assert ask.json("GET", f"{QUEUE}/status")["queue"]["completed"] == 1


def test_the_file_is_free_again_when_the_port_was_not(file: Path) -> None:
    with Simulator() as url, pytest.raises(OSError, match="in use"):
        Simulator(port=int(url.rpartition(":")[2]), state=file).start()
    Served(file).close()


def _spoilt(file: Path, *statements: str) -> None:
    Served(file).close()
    with closing(sqlite3.connect(file)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


ROW = "INSERT INTO {} VALUES (1000, {}, {})".format


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA application_id = 7", "is an SQLite database of something else: name another file"),
        ("PRAGMA user_version = 99", "was written by a newer invokegraph (version 99 of the file, this one knows 1): "),
        ("CREATE TABLE more (a)", "has been changed: no simulator has made its 'more'; name another file"),
        ("CREATE TRIGGER t AFTER INSERT ON boards BEGIN DELETE FROM pins; END", "no simulator has made its 't'"),
        ("CREATE VIEW v AS SELECT 1", "no simulator has made its 'v'"),
        (ROW("boards", "'a'", "'{'"), "is damaged: boards 'a' cannot be read (JSONDecodeError: "),
        (ROW("boards", "'a'", "'{}'"), "is damaged: boards 'a' cannot be read (KeyError: 'fields')"),
        (
            ROW("boards", "'a'", """'{"fields": {"name": 5}, "bytes": {}}'"""),
            "(TypeError: name is not of the type str)",
        ),
        (ROW("pins", "7", "'\"a\"'"), "is damaged: pins has the key 7"),
        (ROW("pins", "'a'", "'7'"), "(TypeError: it is not of the type str)"),
        (ROW("items", "1", """'{"template": "a"}'"""), "is damaged: items 1 cannot be read (KeyError: 'a')"),
        (
            ROW("templates", "'a'", "'" + "[" * 100_000 + "'"),
            "is damaged: templates 'a' cannot be read (RecursionError",
        ),
        (ROW("models", "'a'", "x'80049595'"), "is damaged: models 'a' cannot be read (UnicodeDecodeError"),
    ],
)
def test_a_file_that_was_changed(file: Path, statement: str, said: str) -> None:
    _spoilt(file, statement)
    before = file.read_bytes()
    with pytest.raises(StateError) as caught:
        Simulator(state=file).start()
    assert str(caught.value).startswith(f"{file} ")
    assert said in str(caught.value)
    assert "name another file" in str(caught.value)
    assert file.read_bytes() == before


def test_a_file_of_which_sqlite_complains_in_bytes_that_are_no_text(file: Path) -> None:
    _spoilt(file, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = CAST(x'4380' AS TEXT) WHERE rowid = 1")
    with pytest.raises(StateError, match="is damaged: "):
        Simulator(state=file).start()


def test_files_of_other_kinds(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"a text, and a long one" * 100)
    for place, said in (
        (file, f"{file} is no state of a simulator: name another file"),
        (tmp_path, f"{tmp_path} is a folder: name a file"),
        (
            tmp_path / "none" / "state",
            (
                f"cannot keep state in {tmp_path / 'none' / 'state'}: unable to open database file; "
                "is there such a folder, and may it be written to?"
            ),
        ),
    ):
        with pytest.raises(StateError) as caught:
            Simulator(state=place).start()
        assert str(caught.value) == said


def _refusal(file: Path) -> StateError | None:
    try:
        Served(file).close()
    except StateError as error:
        return error
    return None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_refused_or_read(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    file = tmp_path_factory.mktemp("damaged") / "state.sqlite"
    server = Served(file)
    for operation in (upload, enqueue, make_board, make_workflow):
        operation(server.ask, 2)
    server.work()
    server.close()
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        begin = data.draw(st.integers(0, len(content) - 1))
        content[begin : begin + 8] = data.draw(st.binary(min_size=1, max_size=8))
    file.write_bytes(content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content)
    refusal = _refusal(file)
    assert refusal is None or str(file) in str(refusal)


# Tables


def test_tables_are_mappings_with_and_without_a_file(file: Path) -> None:
    for store in (Store(), Store(file)):
        boards, files = store.records("boards", Board), store.files("files")
        for name in ("b", "a", "c"):
            boards[name] = Board(name)
            files[name] = name.encode()
        with store.transaction():
            del boards["b"], files["b"]
            boards["b"], files["b"] = Board("again"), b"again"
            assert files["b"] == b"again"
            files["d"] = b""
            del files["d"]
            assert "d" not in files
        assert [boards.pop("a").name, files.pop("a")] == ["a", b"a"]
        for table in (boards, files):
            assert (list(table), len(table), "a" in table, table.get("a")) == (["c", "b"], 2, False, None)
            with pytest.raises(KeyError):
                table["a"]
        store.close()
    store = Store(file)
    assert [board.name for board in store.records("boards", Board).values()] == ["c", "again"]
    assert dict(store.files("files")) == {"c": b"c", "b": b"again"}
    store.close()


def test_a_transaction_that_fails_is_what_memory_says(file: Path) -> None:
    store = Store(file)
    numbers = store.values("numbers", int)

    def change() -> None:
        with store.transaction():
            numbers["a"] = 1
            numbers["b"] = 1 // 0

    with pytest.raises(ZeroDivisionError):
        change()
    store.close()
    store = Store(file)
    assert dict(store.values("numbers", int)) == {"a": 1}
    store.close()


@settings(max_examples=30, deadline=None)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_values_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    file = tmp_path_factory.mktemp("values") / "state.sqlite"
    store = Store(file)
    store.values("values", object)["a"] = value
    store.close()
    store = Store(file)
    assert store.values("values", object)["a"] == value
    store.close()
