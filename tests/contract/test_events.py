"""The event stream: which events there are, in which order, and what they say."""

from __future__ import annotations

import base64
import io
import json
import time
from uuid import uuid4

import pytest
from PIL import Image

from tests.contract.asking import Asking, add, graph, node, slow

ITEM = ["timestamp", "queue_id", "item_id", "batch_id", "origin", "destination", "user_id"]
NODE = [*ITEM, "session_id", "invocation", "invocation_source_id"]


@pytest.fixture(autouse=True)
def listening(ask: Asking) -> None:
    ask.listen()


def names(told: list[tuple[str, dict]]) -> list[str]:
    return [
        data.get("status") or f"{name.removeprefix('invocation_')} {data['invocation_source_id']}"
        for name, data in told
    ]


def test_a_session_tells_each_node_as_it_starts_and_completes(ask: Asking) -> None:
    item = ask.run(graph(add("a", a=1), add("b"), wires=("a.value -> b.a",)))
    told = ask.told(item["item_id"])
    assert names(told) == ["in_progress", "started a", "complete a", "started b", "complete b", "completed"]


def test_what_events_of_nodes_say(ask: Asking) -> None:
    item = ask.run(graph(add(a=1, b=2)), origin="me", destination="there")
    _, (_, started), (_, complete), _ = ask.told(item["item_id"])
    assert list(started) == NODE
    assert list(complete) == [*NODE, "result"]
    (copy,) = item["session"]["results"]
    assert started["invocation"] == {
        "id": copy,
        "is_intermediate": False,
        "use_cache": True,
        "a": 1,
        "b": 2,
        "type": "add",
    }
    assert complete["result"] == {"output_meta": None, "value": 3, "type": "integer_output"}
    assert (started["origin"], started["destination"], started["user_id"]) == ("me", "there", "system")
    assert started["session_id"] == item["session_id"]
    assert abs(started["timestamp"] - time.time()) < 60


def test_what_events_of_items_say(ask: Asking) -> None:
    item = ask.run(graph(add()))
    (_, begun), *_, (_, ended) = ask.told(item["item_id"])
    assert list(ended) == [
        *ITEM,
        *("status", "status_sequence", "error_type", "error_message", "error_traceback", "created_at", "updated_at"),
        *("started_at", "completed_at", "batch_status", "queue_status", "session_id"),
    ]
    assert (begun["status_sequence"], ended["status_sequence"]) == (1, 2)
    assert begun["completed_at"] is None
    assert (begun["batch_status"]["in_progress"], ended["batch_status"]["completed"]) == (1, 1)
    assert list(ended["batch_status"]) == [
        *("queue_id", "batch_id", "origin", "destination"),
        *("pending", "in_progress", "waiting", "completed", "failed", "canceled", "total"),
    ]
    assert (begun["queue_status"]["item_id"], begun["queue_status"]["session_id"]) == (
        item["item_id"],
        item["session_id"],
    )
    assert {"user_pending", "user_in_progress"} <= set(ended["queue_status"])


def test_a_batch_is_announced_first(ask: Asking) -> None:
    answer = ask.enqueue(graph(add()), origin="me", runs=2)
    ask.ended(answer)
    told = ask.of_batch("batch_enqueued", answer["batch"]["batch_id"])
    assert list(told) == ["timestamp", "queue_id", "batch_id", "enqueued", "requested", "priority", "origin", "user_id"]
    assert (told["enqueued"], told["requested"], told["origin"]) == (2, 2, "me")
    of_batch = [name for name, data in ask.events if data.get("batch_id") == answer["batch"]["batch_id"]]
    assert of_batch[0] == "batch_enqueued"


def test_a_failure_is_told_with_its_error(ask: Asking) -> None:
    item = ask.run(graph(node("d", "div", a=1, b=0)))
    told = ask.told(item["item_id"], "invocation_error")
    assert names(told) == ["in_progress", "started d", "failed", "error d"]
    failed, error = told[2][1], told[3][1]
    assert list(error) == [*NODE, "error_type", "error_message", "error_traceback"]
    for data in (failed, error):
        assert (data["error_type"], data["error_message"]) == ("ZeroDivisionError", "division by zero")
    assert failed["error_traceback"] == error["error_traceback"] == item["error_traceback"]


def test_a_wire_that_brings_what_does_not_fit(ask: Asking) -> None:
    item = ask.run(graph(node("n", "integer_collection", collection=[1]), add("a"), wires=("n.collection -> a.b",)))
    told = ask.told(item["item_id"], "invocation_error")
    assert names(told) == ["in_progress", "started n", "complete n", "failed", "error a"]


def test_loops_are_told_without_their_lists(ask: Asking) -> None:
    wires = ("n.collection -> i.collection", "i.item -> m.a", "m.value -> c.item")
    item = ask.run(
        graph(node("n", "range", start=0, stop=2), node("i", "iterate"), add("m"), node("c", "collect"), wires=wires)
    )
    told = ask.told(item["item_id"])
    nodes = ["n", "i", "i", "m", "m", "c"]
    assert names(told) == [
        "in_progress",
        *(f"{what} {id_}" for id_ in nodes for what in ("started", "complete")),
        "completed",
    ]
    loops = [data["invocation"] for _, data in told if data.get("invocation_source_id") in ("i", "c")]
    assert [each["collection"] for each in loops] == [[]] * 6
    (collected,) = [
        data["result"] for name, data in told if name == "invocation_complete" and data["invocation_source_id"] == "c"
    ]
    assert collected == {"output_meta": None, "collection": [0, 1], "type": "collect_output"}


def test_nothing_is_told_of_a_branch_that_is_not_chosen(ask: Asking) -> None:
    wires = ("x.value -> if.true_input", "y.value -> if.false_input")
    item = ask.run(graph(add("x"), add("y"), node("if", "if", condition=True), wires=wires))
    assert names(ask.told(item["item_id"])) == [
        "in_progress",
        "started x",
        "complete x",
        "started if",
        "complete if",
        "completed",
    ]


def test_what_comes_from_the_cache_is_told(ask: Asking) -> None:
    ask.run(graph(add(a=77)))
    item = ask.run(graph(add(a=77)))
    assert names(ask.told(item["item_id"])) == ["in_progress", "started add", "complete add", "completed"]


def test_progress_of_a_picture(ask: Asking) -> None:
    item = ask.run(graph(node("p", "blank_image", width=8, height=8, use_cache=False, is_intermediate=True)))
    told = ask.told(item["item_id"])
    assert names(told) == ["in_progress", "started p", "progress p", "complete p", "completed"]
    progress = told[2][1]
    assert list(progress) == [*NODE, "message", "percentage", "image", "device"]
    assert (progress["message"], progress["percentage"], progress["image"], progress["device"]) == (
        "Saving image",
        None,
        None,
        None,
    )


def test_cancelling_what_waits_is_told_at_once(ask: Asking) -> None:
    answer = ask.enqueue(slow(), runs=2000)
    ask.json("PUT", "/api/v1/queue/default/cancel_by_batch_ids", json={"batch_ids": [answer["batch"]["batch_id"]]})
    last = answer["item_ids"][0]
    (data,) = ask.heard("queue_items_canceled", lambda data: last in data["canceled_item_ids"])
    assert list(data) == ["timestamp", "queue_id", "canceled_item_ids", "user_ids", "canceled_item_ids_by_user"]
    assert data["user_ids"] == ["system"]
    assert data["canceled_item_ids_by_user"] == {"system": data["canceled_item_ids"]}
    assert not [data for name, data in ask.events if data.get("item_id") == last]


def test_cancelling_one_item_is_told_of_it(ask: Asking) -> None:
    answer = ask.enqueue(slow(), runs=2000)
    last = answer["item_ids"][0]
    ask.json("PUT", f"/api/v1/queue/default/i/{last}/cancel")
    assert names(ask.told(last, "canceled")) == ["canceled"]
    ask.json("PUT", "/api/v1/queue/default/cancel_by_batch_ids", json={"batch_ids": [answer["batch"]["batch_id"]]})


def test_a_retry_is_told(ask: Asking) -> None:
    failed = ask.run(graph(node("d", "div", a=1, b=0)))
    ask.json("PUT", "/api/v1/queue/default/retry_items_by_id", json=[failed["item_id"]])
    (data,) = ask.heard("queue_items_retried", lambda data: failed["item_id"] in data["retried_item_ids"])
    assert list(data) == ["timestamp", "queue_id", "retried_item_ids", "user_ids", "retried_item_ids_by_user"]


def test_a_cleared_queue_is_told_to_those_who_asked_for_it(ask: Asking) -> None:
    queue = f"contract-{uuid4()}"
    ask.subscribe(queue)
    ask.json("PUT", f"/api/v1/queue/{queue}/clear")
    (data,) = ask.heard("queue_cleared", lambda data: data["queue_id"] == queue)
    assert list(data) == ["timestamp", "queue_id", "user_id"]
    assert data["user_id"] is None


def test_polling_works_as_long_as_nothing_is_to_be_packed(ask: Asking) -> None:
    at, asked = "/ws/socket.io/", {"EIO": "4", "transport": "polling"}
    opened = ask("GET", at, params=asked)
    assert opened.status_code == 200
    asked["sid"] = json.loads(opened.text[1:])["sid"]
    ends = {"Connection": "close"}  # which the server does anyway after it has stumbled
    packed = ask("POST", at, params=asked, data="40", headers={"Accept-Encoding": "gzip, deflate", **ends})
    assert (packed.status_code, packed.text) == (500, "Internal Server Error")
    heard = ask("GET", at, params=asked)  # of what was done all the same
    assert (heard.status_code, heard.text[:2]) == (200, "40")


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"steps": 2}, [0, 0.5, 1]),
        ({"steps": 3, "scheduler": "heun"}, [0, 0, 0.5, 0.5, 1, 1]),
        ({"steps": 4, "denoising_start": 0.5}, [0, 0.5, 1]),
    ],
)
def test_denoising_shows_what_the_picture_looks_like_by_then(ask: Asking, given: dict, parts: list[float]) -> None:
    (main, *_) = ask.json("GET", "/api/v2/models/", params={"model_type": "main", "base_models": "sd-1"})["models"]
    model = {name: main[name] for name in ("key", "hash", "name", "base", "type")}
    nodes = (
        node("m", "main_model_loader", model=model),
        node("first", "noise", seed=1, width=72, height=64),
        node("noise", "noise", seed=2, width=72, height=64),
        *(node(name, "compel", prompt=name) for name in ("positive", "negative")),
        node("d", "denoise_latents", use_cache=False, cfg_scale=1.0, **given),
    )
    wires = (
        *(f"m.clip -> {name}.clip" for name in ("positive", "negative")),
        *(f"{name}.conditioning -> d.{name}_conditioning" for name in ("positive", "negative")),
        *("m.unet -> d.unet", "noise.noise -> d.noise"),
        *(("first.noise -> d.latents",) if "denoising_start" in given else ()),
    )
    item = ask.run(graph(*nodes, wires=wires))
    assert item["status"] == "completed", item["error_message"]
    told = [data for name, data in ask.told(item["item_id"]) if data.get("message") == "Denoising"]
    assert [data["percentage"] for data in told] == parts
    for data in told:
        image = data["image"]
        assert (list(image), image["width"], image["height"]) == (["width", "height", "dataURL"], 72, 64)
        kind, _, encoded = image["dataURL"].partition(",")
        assert kind == "data:image/jpeg;base64"
        assert Image.open(io.BytesIO(base64.b64decode(encoded))).size == (9, 8)
