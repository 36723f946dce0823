"""Workflows that call saved workflows: sessions that wait for others."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.asking import Asking, add, details, graph, node, outputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.contract.people import People

    Saved = Callable[..., str]

WORKFLOWS = "/api/v1/workflows"
QUEUE = "/api/v1/queue/default"
JSON = dict[str, Any]


def drawn(id: str, type: str, **inputs: Any) -> JSON:
    """A node as the editor draws it."""
    fields = {name: {"name": name, "value": value} for name, value in inputs.items()}
    data = {"id": id, "type": type, "version": "1.0.0", "isIntermediate": True, "useCache": False, "inputs": fields}
    return {"id": id, "type": "invocation", "position": {"x": 0, "y": 0}, "data": data}


def line(wire: str) -> JSON:
    """`"a.value -> b.a"` as the editor draws it."""
    (source, source_handle), (target, target_handle) = (end.split(".", 1) for end in wire.split(" -> "))
    ends = {"source": source, "sourceHandle": source_handle, "target": target, "targetHandle": target_handle}
    return {"id": wire, "type": "default", **ends}


def workflow(*nodes: JSON, wires: tuple[str, ...] = (), exposed: tuple[str, ...] = (), **more: Any) -> JSON:
    fields = [dict(zip(("nodeId", "fieldName"), name.split("."), strict=True)) for name in exposed]
    return {
        **dict.fromkeys(("author", "description", "contact", "tags", "notes"), ""),
        "name": "contract",
        "version": "1.0.0",
        "meta": {"version": "3.0.0", "category": "user"},
        "nodes": list(nodes),
        "edges": [line(wire) for wire in wires],
        "exposedFields": fields,
        "form": None,
        **more,
    }


RETURNED = (
    drawn("value", "workflow_return_value", key="sum"),
    drawn("all", "collect"),
    drawn("end", "workflow_return"),
)
RETURNING = ("value.value -> all.item", "all.collection -> end.values")


def adding(*more: JSON, wires: tuple[str, ...] = (), **inputs: Any) -> JSON:
    """A workflow that adds, and returns the sum."""
    return workflow(
        drawn("add", "add", **{"a": 1, "b": 2, **inputs}),
        *RETURNED,
        *more,
        wires=("add.value -> value.value", *RETURNING, *wires),
        exposed=("add.a", "add.b"),
    )


@pytest.fixture
def saved(ask: Asking) -> Iterator[Saved]:
    """Saves workflows in the library for as long as the test lasts."""
    ids: list[str] = []

    def save(body: JSON) -> str:
        made = ask.json("POST", f"{WORKFLOWS}/", json={"workflow": body})
        ids.append(made["workflow_id"])
        return str(made["workflow_id"])

    yield save
    for id_ in ids:
        ask("DELETE", f"{WORKFLOWS}/i/{id_}")


def calling(workflow_id: str, *more: JSON, wires: tuple[str, ...] = (), **inputs: Any) -> JSON:
    """A graph that calls a workflow, and looks at the sum that it returns."""
    given = {f"saved_workflow_input::{name.replace('__', '::')}": value for name, value in inputs.items()}
    call = node("call", "call_saved_workflow", workflow_id=workflow_id, workflow_inputs=given)
    get = node("get", "workflow_return_get", key="sum")
    return graph(call, get, *more, wires=("call.values -> get.values", *wires))


def children(ask: Asking, item: JSON) -> list[JSON]:
    batch = item["batch_id"]
    found = ask.json("GET", f"{QUEUE}/list_all")
    return [each for each in found if each["batch_id"] == batch and each["parent_item_id"] is not None]


def test_a_call_gives_what_the_workflow_returns(ask: Asking, saved: Saved) -> None:
    item = ask.run(calling(saved(adding()), add__a=40))
    assert (item["status"], outputs(item, "call", "values"), outputs(item, "get")) == ("completed", [{"sum": 42}], [42])
    (child,) = children(ask, item)
    assert (child["status"], child["session"]["errors"]) == ("completed", {})
    assert {name: child[name] for name in ("parent_item_id", "parent_session_id", "root_item_id")} == {
        "parent_item_id": item["item_id"],
        "parent_session_id": item["session_id"],
        "root_item_id": item["item_id"],
    }
    assert (child["workflow_call_depth"], child["workflow"], child["user_id"]) == (1, None, item["user_id"])
    assert child["field_values"] in (None, [])


def test_what_sessions_say_of_calls(ask: Asking, saved: Saved) -> None:
    id_ = saved(adding())
    item = ask.run(calling(id_))
    (child,) = children(ask, item)
    session = item["session"]
    (copy,) = session["source_prepared_mapping"]["call"]
    frame = {"prepared_call_node_id": copy, "source_call_node_id": "call", "workflow_id": id_, "depth": 1}
    assert (session["workflow_call_stack"], session["max_workflow_call_depth"]) == ([], 4)
    assert not [name for name in session if name.startswith("waiting")]
    (call,) = session["workflow_call_history"]
    assert call == {
        "id": child["workflow_call_id"],
        "parent_session_id": item["session_id"],
        "child_session_id": child["session_id"],
        **frame,
        "status": "completed",
        "child_session_ids": [child["session_id"]],
        "child_item_ids": [child["item_id"]],
        "expected_child_count": 1,
        "completed_child_item_ids": [child["item_id"]],
        "aggregated_values": {"sum": [3]},
        "child_outputs": {str(child["item_id"]): {"sum": 3}},
    }
    assert child["session"]["workflow_call_stack"] == [frame]
    parent = {"workflow_call_id": call["id"], "parent_session_id": item["session_id"], **frame}
    assert child["session"]["workflow_call_parent"] == parent


def test_wires_bring_inputs(ask: Asking, saved: Saved) -> None:
    more = add("seven", a=3, b=4)
    item = ask.run(calling(saved(adding()), more, wires=("seven.value -> call.saved_workflow_input::add::b",)))
    assert outputs(item, "get") == [8]
    (copy,) = item["session"]["source_prepared_mapping"]["call"]
    assert "saved_workflow_input::add::b" not in item["session"]["execution_graph"]["nodes"][copy]


def test_events_of_a_call(ask: Asking, saved: Saved) -> None:
    ask.listen()
    answer = ask.enqueue(calling(saved(adding())))
    (item,) = ask.ended(answer)
    (child,) = children(ask, item)
    told = [(name, data) for name, data in ask.told(item["item_id"]) if name != "invocation_progress"]
    assert [data.get("status", f"{name} {data.get('invocation_source_id')}") for name, data in told] == [
        *("in_progress", "invocation_started call", "waiting", "invocation_complete call"),
        *("pending", "in_progress", "invocation_started get", "invocation_complete get", "completed"),
    ]
    child_told = [data["status"] for name, data in ask.told(child["item_id"]) if name == "queue_item_status_changed"]
    assert child_told == ["pending", "in_progress", "completed"]
    between = [data.get("item_id") for name, data in ask.events if data.get("status") in ("pending", "waiting")]
    assert between == [child["item_id"], item["item_id"], item["item_id"]], "the child comes before its parent waits"


def test_calls_in_a_loop(ask: Asking, saved: Saved) -> None:
    numbers = node("numbers", "integer_collection", collection=[10, 20, 30])
    each, more = node("each", "iterate"), add("more", b=0)
    wires = (
        "numbers.collection -> each.collection",
        "each.item -> more.a",
        "more.value -> call.saved_workflow_input::add::a",
    )
    item = ask.run(calling(saved(adding()), numbers, each, more, wires=wires))
    assert outputs(item, "get") == [12, 22, 32]
    assert len(children(ask, item)) == 3


def test_workflows_that_call_others(ask: Asking, saved: Saved) -> None:
    inner = saved(adding())
    outer = workflow(
        drawn("inner", "call_saved_workflow", workflow_id=inner, workflow_inputs={"saved_workflow_input::add::a": 5}),
        drawn("get", "workflow_return_get", key="sum"),
        *RETURNED,
        wires=("inner.values -> get.values", "get.value -> value.value", *RETURNING),
    )
    item = ask.run(calling(saved(outer)))
    assert outputs(item, "get") == [7]
    found = sorted((child["workflow_call_depth"], child["root_item_id"]) for child in children(ask, item))
    assert found == [(1, item["item_id"]), (2, item["item_id"])]


def test_a_batch_in_the_workflow(ask: Asking, saved: Saved) -> None:
    batch = drawn("batch", "integer_batch", batch_group_id="None", integers=[1, 2, 3])
    item = ask.run(calling(saved(adding(batch, wires=("batch.integers -> add.a",)))))
    assert (item["status"], outputs(item, "call", "values")) == ("completed", [{"sum": [3, 4, 5]}])
    found = [child["field_values"] for child in children(ask, item)]
    assert found == [[{"node_path": "add", "field_name": "a", "value": value}] for value in (1, 2, 3)]


def test_batches_of_one_group_go_together(ask: Asking, saved: Saved) -> None:
    left = drawn("left", "integer_batch", batch_group_id="Group 1", integers=[1, 2])
    right = drawn("right", "integer_batch", batch_group_id="Group 1", integers=[10, 20])
    body = adding(left, right, wires=("left.integers -> add.a", "right.integers -> add.b"))
    assert outputs(ask.run(calling(saved(body))), "call", "values") == [{"sum": [11, 22]}]


def test_connectors_are_wires(ask: Asking, saved: Saved) -> None:
    connector = {"id": "c", "type": "connector", "position": {"x": 0, "y": 0}, "data": {}}
    body = adding(connector, drawn("five", "integer", value=5), wires=("five.value -> c.in", "c.out -> add.b"))
    assert outputs(ask.run(calling(saved(body))), "get") == [6]


def failing() -> JSON:
    """A workflow that fails: there is no such picture."""
    lost = drawn("lost", "img_crop", image={"image_name": "nonsense.png"})
    return workflow(lost, *RETURNED, wires=("lost.width -> value.value", *RETURNING))


def test_a_child_that_fails(ask: Asking, saved: Saved) -> None:
    ask.listen()
    item = ask.run(calling(saved(failing())))
    (child,) = children(ask, item)
    assert (item["status"], child["status"]) == ("failed", "failed")
    assert child["error_message"] == item["error_message"] == "Image record not found"
    assert (child["error_type"], item["error_type"]) == ("ImageRecordNotFoundException", "ValueError")
    assert item["error_traceback"] == "Image record not found"
    (call,) = item["session"]["workflow_call_history"]
    assert (call["status"], call["error_message"], call["child_outputs"]) == ("failed", "Image record not found", {})
    names = [data.get("status", name) for name, data in ask.told(item["item_id"], "invocation_error")]
    assert names == ["in_progress", "invocation_started", "waiting", "failed", "invocation_error"]


@pytest.mark.parametrize(
    ("body", "type", "said"),
    [
        (None, "ValueError", "A saved workflow must be selected before executing call_saved_workflow."),
        ("nonsense", "ValueError", "The selected saved workflow 'nonsense' could not be found."),
        (
            workflow(drawn("add", "add")),
            "UnsupportedWorkflowNodeError",
            "call_saved_workflow requires the selected workflow to contain exactly one workflow_return node",
        ),
    ],
)
def test_what_cannot_be_called(ask: Asking, saved: Saved, body: Any, type: str, said: str) -> None:
    item = ask.run(calling(saved(body) if isinstance(body, dict) else body or ""))
    assert (item["status"], item["error_type"], item["error_message"]) == ("failed", type, said)
    assert children(ask, item) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("add__c", "'saved_workflow_input::add::c' is not exposed by the selected workflow"),
        ("value__key", "'saved_workflow_input::value::key' is not exposed by the selected workflow"),
    ],
)
def test_inputs_that_the_workflow_does_not_expose(ask: Asking, saved: Saved, name: str, said: str) -> None:
    item = ask.run(calling(saved(adding()), **{name: 1}))
    assert item["error_type"] == "InvalidWorkflowInputError"
    assert item["error_message"] == f"call_saved_workflow input {said}"


def test_calls_go_so_deep_and_no_deeper(ask: Asking, saved: Saved) -> None:
    id_ = saved(adding())
    for _ in range(4):
        id_ = saved(
            workflow(
                drawn("inner", "call_saved_workflow", workflow_id=id_),
                drawn("get", "workflow_return_get", key="sum"),
                *RETURNED,
                wires=("inner.values -> get.values", "get.value -> value.value", *RETURNING),
            )
        )
    item = ask.run(calling(id_))
    assert item["status"] == "failed"
    assert item["error_message"].startswith("Maximum workflow call depth exceeded (4) for workflow '")
    assert {child["status"] for child in children(ask, item)} == {"failed"}


def test_a_call_is_deleted_with_all_that_belongs_to_it(ask: Asking, saved: Saved) -> None:
    item = ask.run(calling(saved(adding())))
    (child,) = children(ask, item)
    ask.json("DELETE", f"{QUEUE}/i/{child['item_id']}")
    assert ask("GET", f"{QUEUE}/i/{item['item_id']}").status_code == 404


def test_what_failed_is_run_again_from_its_root(ask: Asking, saved: Saved) -> None:
    item = ask.run(calling(saved(failing())))
    (child,) = children(ask, item)
    answer = ask.json("PUT", f"{QUEUE}/retry_items_by_id", json=[child["item_id"], item["item_id"]])
    assert answer["retried_item_ids"] == [item["item_id"]]


@pytest.mark.parametrize(
    ("body", "reason", "message"),
    [
        (adding(), "ok", None),
        (
            workflow(drawn("add", "add")),
            "missing_workflow_return",
            "The workflow must contain exactly one workflow_return node.",
        ),
        (
            adding(drawn("batch", "integer_batch", integers=[]), wires=("batch.integers -> add.a",)),
            "unsupported_batch_input",
            "call_saved_workflow batch child workflow node 'batch' must provide at least one batch item",
        ),
        (
            adding(drawn("batch", "integer_batch", integers=[1])),
            "unsupported_batch_input",
            "call_saved_workflow batch child workflow node 'batch' is not connected to any invocation input",
        ),
        (
            adding(
                drawn("batch", "integer_batch", batch_group_id="x", integers=[1]), wires=("batch.integers -> add.a",)
            ),
            "unsupported_batch_input",
            "Unsupported batch group id 'x' in called workflow",
        ),
    ],
)
def test_the_library_says_what_can_be_called(
    ask: Asking, saved: Saved, body: JSON, reason: str, message: str | None
) -> None:
    id_ = saved(body)
    told = {"is_callable": reason == "ok", "reason": reason, "message": message}
    assert ask.json("GET", f"{WORKFLOWS}/i/{id_}")["call_saved_workflow_compatibility"] == told
    listed = ask.json("GET", f"{WORKFLOWS}/", params={"callable": reason == "ok", "categories": ["user"]})
    assert id_ in [row["workflow_id"] for row in listed["items"]]


def test_a_workflow_returns_once(ask: Asking) -> None:
    body = adding(drawn("other", "workflow_return"))
    (detail,) = details(ask("POST", f"{WORKFLOWS}/", json={"workflow": body}))
    assert (detail["type"], detail["loc"]) == ("value_error", ["body", "workflow", "nodes"])
    assert detail["msg"] == "Value error, A workflow may not contain more than one workflow_return node."


def test_workflows_of_others_are_not_called(people: People) -> None:
    owner, other = people.new(), people.new()
    made = owner.json("POST", f"{WORKFLOWS}/", json={"workflow": adding()})["workflow_id"]
    try:
        item = other.run(calling(made))
        assert item["error_message"] == f"The selected saved workflow '{made}' is not accessible to this user."
        item = owner.run(calling(made))
        assert outputs(item, "get") == [3]
    finally:
        owner("DELETE", f"{WORKFLOWS}/i/{made}")


@pytest.mark.parametrize(("verb", "counted"), [("cancel", "canceled"), ("delete", "deleted")])
def test_between_a_call_and_its_session_the_call_is_what_is_current(people: People, verb: str, counted: str) -> None:
    ask = people.admin
    called = ask.json("POST", f"{WORKFLOWS}/", json={"workflow": adding()})["workflow_id"]
    work = [add(f"long{place}", use_cache=False) for place in range(300)]
    wires = [f"long{place}.value -> long{place + 1}.a" for place in range(299)]
    wires.append("long299.value -> call.saved_workflow_input::add::a")
    batch = _between(ask, calling(called, *work, wires=tuple(wires)))
    try:
        other = ask.enqueue(graph(add()))["item_ids"]
        assert ask.json("PUT", f"{QUEUE}/{verb}_all_except_current") == {counted: len(other)}
    finally:
        ask.json("PUT", f"{QUEUE}/processor/resume")
    assert ask.ended(batch)[0]["status"] == "completed"
    ask("DELETE", f"{WORKFLOWS}/i/{called}")


def _between(ask: Asking, calling: JSON) -> JSON:
    """A batch whose only session waits for another one, which does not begin, as no more is begun."""
    for _ in range(20):
        ask.json("PUT", f"{QUEUE}/processor/pause")
        batch = ask.enqueue(calling)
        (number,) = batch["item_ids"]
        status = "pending"
        while status == "pending":
            for what in ("resume", "pause"):
                ask.json("PUT", f"{QUEUE}/processor/{what}")
            status = ask.item(number)["status"]
        while status == "in_progress" or ask.json("GET", f"{QUEUE}/status")["processor"]["is_processing"]:
            time.sleep(0.01)
            status = ask.item(number)["status"]
        if ask.item(number)["status"] == "waiting":
            return batch
    raise AssertionError("the pause always came too late")
