"""What the queue says and does."""

from __future__ import annotations

import time
from itertools import pairwise
from uuid import uuid4

import pytest

from tests.contract.asking import Asking, add, details, graph, node, outputs, slow, sweep

QUEUE = "/api/v1/queue/default"
COUNTS = ("pending", "in_progress", "waiting", "completed", "failed", "canceled")


@pytest.fixture
def own_queue() -> str:
    return f"contract-{uuid4()}"


def long(ask: Asking, queue: str = "default", **batch: object) -> dict:
    """A batch that is not over at once."""
    return ask.enqueue(slow(), queue, runs=3000, **batch)


def test_the_answer_to_a_batch(ask: Asking) -> None:
    answer = ask.enqueue(graph(add(a=1)), origin="me", destination="there")
    assert list(answer) == ["queue_id", "enqueued", "requested", "batch", "priority", "item_ids"]
    batch = answer["batch"]
    assert list(batch) == ["batch_id", "origin", "destination", "data", "graph", "workflow", "runs"]
    assert (batch["origin"], batch["destination"], batch["data"], batch["workflow"], batch["runs"]) == (
        "me",
        "there",
        None,
        None,
        1,
    )
    assert list(batch["graph"]) == ["id", "nodes", "edges"]
    assert batch["graph"]["nodes"]["add"] == {
        "id": "add",
        "is_intermediate": False,
        "use_cache": True,
        "a": 1,
        "b": 0,
        "type": "add",
    }
    assert (answer["enqueued"], answer["requested"], answer["priority"], len(answer["item_ids"])) == (1, 1, 0, 1)
    ask.ended(answer)


def test_ids_are_made_where_none_are_given(ask: Asking) -> None:
    answer = ask.json("POST", f"{QUEUE}/enqueue_batch", json={"batch": {"graph": graph(add())}})
    assert len(answer["batch"]["batch_id"]) == len(answer["batch"]["graph"]["id"]) == 36
    assert answer["batch"]["runs"] == 1
    ask.ended(answer)


def test_ids_that_are_given_are_kept(ask: Asking) -> None:
    batch_id = f"contract {uuid4()}"
    answer = ask.enqueue(graph(add(), id="mine"), batch_id=batch_id)
    assert (answer["batch"]["batch_id"], answer["batch"]["graph"]["id"]) == (batch_id, "mine")
    assert ask.ended(answer)[0]["session"]["graph"]["id"] == "mine"


def test_item_ids_come_down(ask: Asking) -> None:
    answer = ask.enqueue(graph(add()), runs=3)
    assert answer["item_ids"] == sorted(answer["item_ids"], reverse=True)
    assert [item["status"] for item in ask.ended(answer)] == ["completed"] * 3


def test_a_batch_id_that_is_used_again_mixes_in_the_older_items(ask: Asking) -> None:
    first = ask.enqueue(graph(add()))
    second = ask.enqueue(graph(add()), batch_id=first["batch"]["batch_id"])
    assert second["enqueued"] == 1
    assert len(second["item_ids"]) == 2
    ask.ended(second)


@pytest.mark.parametrize(
    ("data", "values"),
    [
        ([[sweep("add", "a", 1, 2)]], [1, 2]),
        ([[sweep("add", "a", 1, 2), sweep("add", "b", 10, 20)]], [11, 22]),
        ([[sweep("add", "a", 1, 2)], [sweep("add", "b", 10, 20)]], [11, 21, 12, 22]),
        ([], [0]),
        (None, [0]),
    ],
    ids=["one", "zipped", "crossed", "no group", "null"],
)
def test_sweeps(ask: Asking, data: object, values: list[int]) -> None:
    items = ask.ended(ask.enqueue(graph(add()), data=data))
    assert [outputs(item, "add")[0] for item in items] == values


def test_runs_are_outermost(ask: Asking) -> None:
    items = ask.ended(ask.enqueue(graph(add()), runs=2, data=[[sweep("add", "a", 1, 2)]]))
    assert [outputs(item, "add")[0] for item in items] == [1, 2, 1, 2]


@pytest.mark.parametrize("data", [[[]], [[sweep("add", "a")]]], ids=["empty group", "empty sweep"])
def test_an_empty_sweep_has_no_sessions(ask: Asking, data: object) -> None:
    answer = ask.enqueue(graph(add()), data=data)
    assert (answer["enqueued"], answer["requested"], answer["item_ids"]) == (0, 0, [])


def test_field_values_and_graph_of_a_session(ask: Asking) -> None:
    item = ask.run(graph(add()), data=[[sweep("add", "a", 5)]])
    assert item["field_values"] == [{"node_path": "add", "field_name": "a", "value": 5}]
    assert item["session"]["graph"]["nodes"]["add"]["a"] == 5


def test_truth_values_are_swept_as_numbers(ask: Asking) -> None:
    items = ask.ended(
        ask.enqueue(
            graph(node("b", "boolean")), data=[[{"node_path": "b", "field_name": "value", "items": [True, False]}]]
        )
    )
    assert [item["field_values"][0]["value"] for item in items] == [1.0, 0.0]
    assert [outputs(item, "b") for item in items] == [[True], [False]]


def test_the_fields_of_an_item(ask: Asking) -> None:
    item = ask.run(graph(add()))
    assert list(item) == [
        *("item_id", "status", "status_sequence", "priority", "batch_id", "session_id", "created_at", "updated_at"),
        *("started_at", "completed_at", "queue_id", "user_id", "user_display_name", "user_email", "field_values"),
        *("device", "session"),
    ]
    assert (item["status"], item["status_sequence"], item["user_id"]) == ("completed", 2, "system")
    assert item["created_at"] <= item["started_at"] <= item["completed_at"] <= item["updated_at"]


def test_the_fields_of_a_session(ask: Asking) -> None:
    session = ask.run(graph(add(a=2, b=3)))["session"]
    assert list(session) == [
        *("id", "graph", "execution_graph", "executed", "executed_history", "results", "errors"),
        *("workflow_call_stack", "workflow_call_history", "max_workflow_call_depth", "prepared_source_mapping"),
        *("source_prepared_mapping", "prepared_iteration_paths", "ready_order", "indegree"),
    ]
    (copy,) = session["results"]
    assert session["results"][copy] == {"value": 5, "type": "integer_output"}
    assert session["prepared_source_mapping"] == {copy: "add"}
    assert session["source_prepared_mapping"] == {"add": [copy]}
    assert session["prepared_iteration_paths"] == {copy: []}
    assert session["executed_history"] == ["add"]
    assert set(session["executed"]) == {"add", copy}
    assert session["indegree"] == {copy: 0}


def test_items_by_ids_hold_nulls(ask: Asking) -> None:
    answer = ask.enqueue(graph(add(a=2)))
    ask.ended(answer)
    (item,) = ask.json("POST", f"{QUEUE}/items_by_ids", json={"item_ids": answer["item_ids"]})
    assert len(item) == 29
    assert item["error_type"] is item["workflow"] is item["retried_from_item_id"] is None
    (output,) = item["session"]["results"].values()
    assert output == {"output_meta": None, "value": 2, "type": "integer_output"}


def test_items_come_in_the_order_that_is_asked_for(ask: Asking) -> None:
    answer = ask.enqueue(graph(add()), runs=3)
    ask.ended(answer)
    wanted = [answer["item_ids"][1], 99999999, answer["item_ids"][0], answer["item_ids"][2]]
    for path in ("items_by_ids", "item_summaries_by_ids"):
        found = ask.json("POST", f"{QUEUE}/{path}", json={"item_ids": wanted})
        assert [item["item_id"] for item in found] == [number for number in wanted if number != 99999999]


def test_the_fields_of_a_summary(ask: Asking) -> None:
    answer = ask.enqueue(graph(add()), destination="there")
    ask.ended(answer)
    (row,) = ask.json("POST", f"{QUEUE}/item_summaries_by_ids", json={"item_ids": answer["item_ids"]})
    assert list(row) == [
        *("item_id", "created_at", "status", "device", "started_at", "completed_at", "origin", "destination"),
        *("batch_id", "user_id", "user_display_name", "user_email", "field_values", "parent_item_id"),
    ]
    assert (row["status"], row["destination"], row["field_values"]) == ("completed", "there", [])


@pytest.mark.parametrize("path", ["items_by_ids", "item_summaries_by_ids"])
@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        ({}, "missing", ["body", "item_ids"]),
        ({"item_ids": "x"}, "list_type", ["body", "item_ids"]),
        ({"item_ids": list(range(1001))}, "too_long", ["body", "item_ids"]),
    ],
    ids=["missing", "no list", "too many"],
)
def test_wrong_lists_of_items(ask: Asking, path: str, body: object, kind: str, place: list[str]) -> None:
    (told,) = details(ask("POST", f"{QUEUE}/{path}", json=body))
    assert (told["type"], told["loc"]) == (kind, place)


def test_item_ids_of_a_queue(ask: Asking, own_queue: str) -> None:
    answer = ask.enqueue(graph(add()), own_queue, runs=2)
    ask.ended(answer, own_queue)
    path = f"/api/v1/queue/{own_queue}/item_ids"
    assert set(ask.json("GET", path)) == {"item_ids", "total_count"}
    assert sorted(ask.json("GET", path)["item_ids"]) == sorted(answer["item_ids"])
    assert ask.json("GET", path, params={"order_dir": "ASC"})["total_count"] == 2
    (told,) = details(ask("GET", path, params={"order_dir": "x"}))
    assert (told["type"], told["msg"]) == ("enum", "Input should be 'ASC' or 'DESC'")


def test_list_all_of_a_queue(ask: Asking, own_queue: str) -> None:
    answer = ask.enqueue(graph(add()), own_queue, runs=2, destination="there")
    ask.ended(answer, own_queue)
    path = f"/api/v1/queue/{own_queue}/list_all"
    assert [item["item_id"] for item in ask.json("GET", path)] == sorted(answer["item_ids"])
    assert len(ask.json("GET", path, params={"destination": "there"})) == 2
    assert ask.json("GET", path, params={"destination": "elsewhere"}) == []


def test_the_state_of_an_empty_queue(ask: Asking, own_queue: str) -> None:
    path = f"/api/v1/queue/{own_queue}"
    state = ask.json("GET", f"{path}/status")
    assert set(state) == {"queue", "processor"}
    assert set(state["processor"]) == {"is_started", "is_processing"}
    zeros = dict.fromkeys((*COUNTS, "total", "user_pending", "user_in_progress"), 0)
    nothing = dict.fromkeys(("item_id", "batch_id", "session_id"))
    assert state["queue"] == {"queue_id": own_queue, **nothing, **zeros}
    assert ask.json("GET", f"{path}/current") is None
    assert ask.json("GET", f"{path}/next") is None


def test_the_state_of_a_batch(ask: Asking) -> None:
    answer = ask.enqueue(graph(add()), runs=2, origin="me", destination="there")
    ask.ended(answer)
    batch_id = answer["batch"]["batch_id"]
    assert ask.json("GET", f"{QUEUE}/b/{batch_id}/status") == {
        "queue_id": "default",
        "batch_id": batch_id,
        "origin": "me",
        "destination": "there",
        **dict.fromkeys(COUNTS, 0),
        "completed": 2,
        "total": 2,
    }


def test_an_unknown_batch_has_zeros(ask: Asking) -> None:
    state = ask.json("GET", f"{QUEUE}/b/nonsense/status")
    assert (state["batch_id"], state["origin"], state["total"]) == ("nonsense", None, 0)


def test_counts_by_destination(ask: Asking) -> None:
    destination = str(uuid4())
    ask.run(graph(add()), destination=destination)
    counts = ask.json("GET", f"{QUEUE}/counts_by_destination", params={"destination": destination})
    assert counts == {
        "queue_id": "default",
        "destination": destination,
        **dict.fromkeys(COUNTS, 0),
        "completed": 1,
        "total": 1,
    }
    (told,) = details(ask("GET", f"{QUEUE}/counts_by_destination"))
    assert (told["type"], told["loc"]) == ("missing", ["query", "destination"])


def test_cancelling_a_batch(ask: Asking) -> None:
    answer = long(ask)
    batch_id = answer["batch"]["batch_id"]
    canceled = ask.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [batch_id]})["canceled"]
    state = ask.json("GET", f"{QUEUE}/b/{batch_id}/status")
    assert canceled > 0
    assert (state["canceled"], state["pending"], state["total"]) == (canceled, 0, 3000)
    item = ask.item(max(answer["item_ids"]))
    assert (item["status"], item["status_sequence"]) == ("canceled", 1)
    assert "started_at" not in item
    assert item["session"]["results"] == {}
    assert ask.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [batch_id]}) == {"canceled": 0}


def test_cancelling_by_destination(ask: Asking) -> None:
    destination = str(uuid4())
    answer = long(ask, destination=destination)
    canceled = ask.json("PUT", f"{QUEUE}/cancel_by_destination", params={"destination": destination})["canceled"]
    state = ask.json("GET", f"{QUEUE}/b/{answer['batch']['batch_id']}/status")
    assert state["canceled"] == canceled > 0
    deleted = ask.json("DELETE", f"{QUEUE}/d/{destination}")
    assert deleted == {"deleted": 3000}
    assert ask("GET", f"{QUEUE}/i/{answer['item_ids'][0]}").status_code == 404


def test_cancelling_one_item(ask: Asking) -> None:
    answer = long(ask)
    number = max(answer["item_ids"])
    item = ask.json("PUT", f"{QUEUE}/i/{number}/cancel")
    assert (item["item_id"], item["status"], len(item)) == (number, "canceled", 29)
    assert ask.json("PUT", f"{QUEUE}/i/{number}/cancel")["status_sequence"] == item["status_sequence"]
    ask.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [answer["batch"]["batch_id"]]})


def test_what_has_ended_is_not_cancelled(ask: Asking) -> None:
    item = ask.run(graph(add()))
    assert ask.json("PUT", f"{QUEUE}/i/{item['item_id']}/cancel")["status"] == "completed"


def test_deleting_one_item(ask: Asking) -> None:
    number = ask.run(graph(add()))["item_id"]
    assert ask.json("DELETE", f"{QUEUE}/i/{number}") is None
    assert ask("GET", f"{QUEUE}/i/{number}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "i/99999999"), ("DELETE", "i/99999999"), ("PUT", "i/99999999/cancel")]
)
def test_unknown_items(ask: Asking, method: str, path: str) -> None:
    answer = ask(method, f"{QUEUE}/{path}")
    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "Queue item with id 99999999 not found in queue default"},
    )


def test_items_of_another_queue(ask: Asking) -> None:
    number = ask.run(graph(add()))["item_id"]
    said = f"Queue item with id {number} not found in queue other"
    answer = ask("GET", f"/api/v1/queue/other/i/{number}")
    assert (answer.status_code, answer.json()["detail"]) == (
        500,
        f"Unexpected error while fetching queue item: 404: {said}",
    )
    for method, path in (("DELETE", ""), ("PUT", "/cancel")):
        answer = ask(method, f"/api/v1/queue/other/i/{number}{path}")
        assert (answer.status_code, answer.json()["detail"]) == (404, said)
    assert ask.json("POST", "/api/v1/queue/other/items_by_ids", json={"item_ids": [number]}) == []


def test_an_item_number_is_a_number(ask: Asking) -> None:
    (told,) = details(ask("GET", f"{QUEUE}/i/abc"))
    assert (told["type"], told["loc"], told["input"]) == ("int_parsing", ["path", "item_id"], "abc")


def test_a_failed_item_is_retried(ask: Asking) -> None:
    failed = ask.run(graph(node("d", "div", a=1, b=0)), origin="me", destination="there")
    assert failed["status"] == "failed"
    answer = ask.json("PUT", f"{QUEUE}/retry_items_by_id", json=[failed["item_id"]])
    assert answer == {"queue_id": "default", "retried_item_ids": [failed["item_id"]]}
    found = ask.json("GET", f"{QUEUE}/item_ids")["item_ids"][:20]
    rows = ask.json("POST", f"{QUEUE}/items_by_ids", json={"item_ids": found})
    (again,) = [row for row in rows if row["retried_from_item_id"] == failed["item_id"]]
    assert (again["batch_id"], again["origin"], again["destination"]) == (failed["batch_id"], "me", "there")
    assert again["session_id"] != failed["session_id"]
    assert (failed["field_values"], again["field_values"]) == ([], None)
    (row,) = ask.json("POST", f"{QUEUE}/item_summaries_by_ids", json={"item_ids": [again["item_id"]]})
    assert row["field_values"] is None
    assert "field_values" not in ask.item(again["item_id"])
    ask.ended({"batch": {"batch_id": failed["batch_id"]}, "item_ids": []})


def test_what_did_not_fail_is_not_retried(ask: Asking) -> None:
    number = ask.run(graph(add()))["item_id"]
    answer = ask.json("PUT", f"{QUEUE}/retry_items_by_id", json=[number, 99999999])
    assert answer == {"queue_id": "default", "retried_item_ids": []}


def test_pruning_leaves_what_waits(ask: Asking, own_queue: str) -> None:
    ask.ended(ask.enqueue(graph(add()), own_queue, runs=2), own_queue)
    assert ask.json("PUT", f"/api/v1/queue/{own_queue}/prune") == {"deleted": 2}
    assert ask.json("GET", f"/api/v1/queue/{own_queue}/status")["queue"]["total"] == 0


def test_clearing_a_queue(ask: Asking, own_queue: str) -> None:
    answer = long(ask, own_queue)
    assert ask.json("PUT", f"/api/v1/queue/{own_queue}/clear") == {"deleted": 3000}
    assert ask("GET", f"/api/v1/queue/{own_queue}/i/{answer['item_ids'][0]}").status_code == 404
    assert ask.json("GET", f"/api/v1/queue/{own_queue}/status")["queue"]["total"] == 0


@pytest.mark.parametrize(("verb", "counted"), [("cancel", "canceled"), ("delete", "deleted")])
def test_all_but_the_current_item(ask: Asking, own_queue: str, verb: str, counted: str) -> None:
    long(ask, own_queue)
    count = ask.json("PUT", f"/api/v1/queue/{own_queue}/{verb}_all_except_current")[counted]
    assert count > 0
    state = ask.json("GET", f"/api/v1/queue/{own_queue}/status")["queue"]
    assert state["pending"] == 0
    assert state["total"] == (3000 if verb == "cancel" else 3000 - count)
    ask("PUT", f"/api/v1/queue/{own_queue}/clear")


def test_what_is_put_in_front_comes_first(ask: Asking, own_queue: str) -> None:
    waiting = long(ask, own_queue)
    first = ask.enqueue(graph(add()), own_queue, prepend=True)
    second = ask.enqueue(graph(add()), own_queue, prepend=True)
    assert (waiting["priority"], first["priority"]) == (0, 1)
    assert second["priority"] in (1, 2)
    (item,) = ask.ended(second, own_queue)
    assert item["status"] == "completed"
    assert ask.json("GET", f"/api/v1/queue/{own_queue}/status")["queue"]["pending"] > 0
    ask("PUT", f"/api/v1/queue/{own_queue}/clear")


def test_the_next_item(ask: Asking, own_queue: str) -> None:
    long(ask, own_queue)
    item = ask.json("GET", f"/api/v1/queue/{own_queue}/next")
    assert (item["status"], item["queue_id"], item["session"]["results"]) == ("pending", own_queue, {})
    assert item["session"]["graph"]["nodes"]["r"]["type"] == "rand_int"
    ask("PUT", f"/api/v1/queue/{own_queue}/clear")


def test_items_of_one_priority_run_in_their_order(ask: Asking) -> None:
    items = ask.ended(ask.enqueue(graph(add()), runs=4))
    for one, other in pairwise(items):
        assert one["completed_at"] <= other["started_at"]


def test_a_workflow_is_kept_with_the_item(ask: Asking) -> None:
    workflow = {
        **dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), ""),
        "exposedFields": [],
        "meta": {"category": "user", "version": "3.0.0"},
        "nodes": [],
        "edges": [],
    }
    answer = ask.enqueue(graph(add()), workflow=workflow)
    ask.ended(answer)
    (item,) = ask.json("POST", f"{QUEUE}/items_by_ids", json={"item_ids": answer["item_ids"]})
    assert item["workflow"]["meta"] == {"version": "3.0.0", "category": "user"}


def test_an_empty_graph_is_complete_at_once(ask: Asking) -> None:
    item = ask.run({"nodes": {}, "edges": []})
    assert (item["status"], item["session"]["results"]) == ("completed", {})


def test_unknown_fields_are_dropped(ask: Asking) -> None:
    answer = ask.enqueue(graph(add(nonsense=1)))
    assert "nonsense" not in answer["batch"]["graph"]["nodes"]["add"]
    ask.ended(answer)


def test_values_are_parsed(ask: Asking) -> None:
    answer = ask.enqueue(graph(add(a="7", b=2.0)))
    assert (answer["batch"]["graph"]["nodes"]["add"]["a"], answer["batch"]["graph"]["nodes"]["add"]["b"]) == (7, 2)
    assert outputs(ask.ended(answer)[0], "add") == [9]


def test_a_batch_id_that_another_queue_has_mixes_in_its_items(ask: Asking, own_queue: str) -> None:
    first = ask.enqueue(graph(add()), own_queue, runs=2)
    second = ask.enqueue(graph(add()), batch_id=first["batch"]["batch_id"])
    assert second["item_ids"][1:] == first["item_ids"]
    assert second["enqueued"] == 1
    ask.ended(first, own_queue)


def test_item_ids_come_by_time(ask: Asking, own_queue: str) -> None:
    def enqueued() -> int:
        time.sleep(0.01)
        return ask.enqueue(graph(add()), own_queue)["item_ids"][0]

    numbers = [enqueued() for _ in range(3)]
    path = f"/api/v1/queue/{own_queue}/item_ids"
    assert ask.json("GET", path)["item_ids"] == numbers[::-1]
    assert ask.json("GET", path, params={"order_dir": "ASC"})["item_ids"] == numbers


def test_one_item_leaves_out_what_its_workflow_has_not(ask: Asking) -> None:
    texts = dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), "")
    kept = {"meta": {"version": "3.0.0", "category": "user"}, "exposedFields": [], "nodes": [{"x": None}], "edges": []}
    item = ask.run(graph(add()), workflow={**texts, **kept, "form": None})
    assert item["workflow"] == {**texts, **kept}
    (listed,) = ask.json("POST", f"{QUEUE}/items_by_ids", json={"item_ids": [item["item_id"]]})
    assert listed["workflow"]["form"] is None
