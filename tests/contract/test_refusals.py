"""What the server does not take, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.asking import Asking, add, details, graph, node, sweep

GRAPH = ["body", "batch", "graph"]
ENQUEUE = "/api/v1/queue/default/enqueue_batch"


@pytest.mark.parametrize(
    ("field", "value", "kind", "said"),
    [
        ("a", "x", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"),
        ("a", [], "int_type", "Input should be a valid integer"),
        ("a", 1.5, "int_from_float", "Input should be a valid integer, got a number with a fractional part"),
        ("a", {}, "int_type", "Input should be a valid integer"),
        ("use_cache", "perhaps", "bool_parsing", "Input should be a valid boolean, unable to interpret input"),
    ],
)
def test_a_value_of_another_type(ask: Asking, field: str, value: Any, kind: str, said: str) -> None:
    (told,) = details(ask.refused(graph(add(**{field: value}))))
    assert told == {"type": kind, "loc": [*GRAPH, "nodes", "add", "add", field], "msg": said, "input": value}


@pytest.mark.parametrize(
    ("written", "field", "kind", "said", "context"),
    [
        (node("n", "noise", width=63), "width", "multiple_of", "Input should be a multiple of 8", {"multiple_of": 8}),
        (node("n", "noise", width=0), "width", "greater_than", "Input should be greater than 0", {"gt": 0}),
        (node("n", "denoise_latents", steps=0), "steps", "greater_than", "Input should be greater than 0", {"gt": 0}),
        (
            node("n", "img_blur", radius=-1),
            "radius",
            "greater_than_equal",
            "Input should be greater than or equal to 0",
            {"ge": 0.0},
        ),
        (
            node("n", "blank_image", mode="X"),
            "mode",
            "literal_error",
            "Input should be 'RGB' or 'RGBA'",
            {"expected": "'RGB' or 'RGBA'"},
        ),
    ],
)
def test_a_value_out_of_bounds(ask: Asking, written: dict, field: str, kind: str, said: str, context: dict) -> None:
    (told,) = details(ask.refused(graph(written)))
    assert (told["type"], told["msg"], told["ctx"]) == (kind, said, context)
    assert told["loc"] == [*GRAPH, "nodes", "n", written["type"], field]


def test_a_part_of_a_value(ask: Asking) -> None:
    color = {"r": 300, "g": 0, "b": 0, "a": 0}
    (told,) = details(ask.refused(graph(node("n", "blank_image", color=color))))
    assert (told["type"], told["loc"]) == ("less_than_equal", [*GRAPH, "nodes", "n", "blank_image", "color", "r"])


def test_a_model_without_its_parts(ask: Asking) -> None:
    told = details(ask.refused(graph(node("n", "main_model_loader", model={"key": "k"}))))
    assert {each["type"] for each in told} == {"missing"}
    assert {each["loc"][-1] for each in told} == {"hash", "name", "base", "type"}


def test_an_unknown_node_type(ask: Asking) -> None:
    (told,) = details(ask.refused(graph(node("n", "nonsense"))))
    assert (told["type"], told["loc"]) == ("union_tag_invalid", [*GRAPH, "nodes", "n"])
    assert told["msg"].startswith("Input tag 'nonsense' found using 'type' does not match any of the expected tags: ")
    assert "'add'" in told["msg"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"nodes": {"a": add("b")}, "edges": []}, "Node ids must match, got a and b"),
        (graph(add(), wires=("add.value -> add.a",)), "Graph contains cycles"),
        (graph(add("a"), add("b"), wires=("a.value -> b.a", "b.value -> a.a")), "Graph contains cycles"),
        (graph(add(), wires=("add.value -> q.a",)), "Edge destination node q does not exist in the graph"),
        (graph(add(), wires=("q.value -> add.a",)), "Edge source node q does not exist in the graph"),
        (graph(add("a"), add("b"), wires=("a.sum -> b.a",)), "Edge source field sum does not exist in node a"),
        (graph(add("a"), add("b"), wires=("a.value -> b.c",)), "Edge destination field c does not exist in node b"),
        (
            graph(node("s", "string"), add("b"), wires=("s.value -> b.a",)),
            "Edge source and target types do not match (s.value -> b.a)",
        ),
        (graph(node("i", "iterate")), "Invalid iterator node (i): Iterator must have a collection input edge"),
        (
            graph(node("c", "collect")),
            "Invalid collector node (c): Collector must have at least one item or collection input edge",
        ),
        (
            graph(add(), node("s", "string"), node("c", "collect"), wires=("add.value -> c.item", "s.value -> c.item")),
            "Invalid collector node (c): Collector input collection items must be of a single type",
        ),
    ],
)
def test_a_graph_that_does_not_hold_together(ask: Asking, written: dict, said: str) -> None:
    (told,) = details(ask.refused(written))
    assert told["type"] == "value_error"
    assert told["loc"] == GRAPH
    assert told["msg"] == f"Value error, {said}"
    assert told["input"] == written


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        ([[sweep("q", "a", 1)]], [], "Node q not found in graph"),
        ([[sweep("add", "q", 1)]], [], "Field q not found in node add"),
        (
            [[sweep("add", "a", 1, 2), sweep("add", "b", 1)]],
            ["data"],
            "Zipped batch items must all have the same length",
        ),
        ([[sweep("add", "a", 1, "x")]], ["data"], "All items in a batch must have the same type"),
        (
            [[sweep("add", "a", 1)], [sweep("add", "a", 2)]],
            ["data"],
            "Each batch data must have unique node_id and field_name",
        ),
    ],
)
def test_a_sweep_that_cannot_be(ask: Asking, data: list, place: list[str], said: str) -> None:
    (told,) = details(ask.refused(graph(add()), data=data))
    assert (told["type"], told["loc"], told["msg"]) == (
        "value_error",
        ["body", "batch", *place],
        f"Value error, {said}",
    )


def test_a_batch_of_no_runs_is_refused(ask: Asking) -> None:
    (told,) = details(ask.refused(graph(add()), runs=0))
    assert told == {
        "type": "greater_than_equal",
        "loc": ["body", "batch", "runs"],
        "msg": "Input should be greater than or equal to 1",
        "input": 0,
        "ctx": {"ge": 1},
    }


@pytest.mark.parametrize("batch", [{"origin": 1}, {"destination": []}, {"batch_id": {}}, {"runs": "many"}])
def test_the_head_of_a_batch(ask: Asking, batch: dict) -> None:
    (told,) = details(ask.refused(graph(add()), **batch))
    (name,) = batch
    assert told["loc"] == ["body", "batch", name]


@pytest.mark.parametrize("body", [{}, {"prepend": True}])
def test_a_request_without_a_batch_is_refused(ask: Asking, body: Any) -> None:
    told = details(ask("POST", ENQUEUE, json=body))
    assert {"type": "missing", "loc": ["body", "batch"], "msg": "Field required", "input": None} in told


def test_a_batch_without_a_graph_is_refused(ask: Asking) -> None:
    (told,) = details(ask("POST", ENQUEUE, json={"batch": {"runs": 1}}))
    assert (told["type"], told["loc"], told["msg"]) == ("missing", GRAPH, "Field required")


def test_a_body_that_is_no_json_is_refused(ask: Asking) -> None:
    answer = ask("POST", ENQUEUE, data="{", headers={"Content-Type": "application/json"})
    (told,) = details(answer)
    assert told["type"] == "json_invalid"
    assert told["loc"][0] == "body"


@pytest.mark.parametrize("type_", ["image_batch", "integer_batch", "string_batch", "float_batch", "integer_generator"])
def test_what_only_the_editor_knows(ask: Asking, type_: str) -> None:
    answer = ask.refused(graph(node("n", type_)))
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "written",
    [
        node("n", "range", start=2, stop=1),
        node("n", "integer_math", operation="DIV", a=1, b=0),
        node("n", "denoise_latents", cfg_scale=0.5),
    ],
    ids=["range", "division", "cfg"],
)
def test_a_rule_of_the_node(ask: Asking, written: dict) -> None:
    (told,) = details(ask.refused(graph(written)))
    assert told["type"] == "value_error"
    assert told["loc"][:6] == [*GRAPH, "nodes", "n", written["type"]]
    assert told["msg"].startswith("Value error, ")


def test_nothing_of_a_refused_batch_is_kept(ask: Asking) -> None:
    batch_id = "contract-refused"
    assert ask.refused(graph(add(a="x")), batch_id=batch_id).status_code == 422
    assert ask.json("GET", f"/api/v1/queue/default/b/{batch_id}/status")["total"] == 0
