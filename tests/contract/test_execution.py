"""How graphs run: loops, branches, the cache, and failures."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest

from tests.contract.asking import Asking, add, graph, node, outputs


def loop(*after: dict, count: int = 3, wires: tuple[str, ...] = (), start: int = 0) -> dict:
    numbers = node("numbers", "range", start=start, stop=start + count)
    return graph(numbers, node("each", "iterate"), *after, wires=("numbers.collection -> each.collection", *wires))


def test_a_chain_runs_in_order(ask: Asking) -> None:
    item = ask.run(
        graph(add("a", a=1, b=2), add("b", b=10), add("c", b=100), wires=("a.value -> b.a", "b.value -> c.a"))
    )
    assert outputs(item, "c") == [113]
    assert item["session"]["executed_history"] == ["a", "b", "c"]


def test_one_output_feeds_several_inputs(ask: Asking) -> None:
    assert outputs(ask.run(graph(add("a", a=4), add("b"), wires=("a.value -> b.a", "a.value -> b.b"))), "b") == [8]


def test_the_last_of_several_wires_wins(ask: Asking) -> None:
    two = graph(add("a", a=1), add("b", a=2), add("c"), wires=("a.value -> c.a", "b.value -> c.a"))
    assert outputs(ask.run(two), "c") == [2]


def test_a_wire_wins_over_a_value(ask: Asking) -> None:
    item = ask.run(graph(add("a", a=1), add("b", a=50), wires=("a.value -> b.a",)))
    assert outputs(item, "b") == [1]
    assert item["session"]["graph"]["nodes"]["b"]["a"] == 50


def test_integers_become_what_the_input_takes(ask: Asking) -> None:
    item = ask.run(
        graph(
            add("a", a=3), node("s", "string"), node("f", "float"), wires=("a.value -> s.value", "a.value -> f.value")
        )
    )
    assert (outputs(item, "s"), outputs(item, "f")) == (["3"], [3])


def test_a_loop_runs_a_copy_for_each_item(ask: Asking) -> None:
    item = ask.run(loop(node("m", "mul", b=10), wires=("each.item -> m.a",)))
    assert outputs(item, "m") == [0, 10, 20]
    assert outputs(item, "each", "item") == outputs(item, "each", "index") == [0, 1, 2]
    assert outputs(item, "each", "total") == [3, 3, 3]
    paths = item["session"]["prepared_iteration_paths"]
    assert sorted(paths[copy] for copy in item["session"]["source_prepared_mapping"]["m"]) == [[0], [1], [2]]


def test_what_stands_outside_of_a_loop_runs_once(ask: Asking) -> None:
    item = ask.run(loop(add("once", a=7), add("m"), wires=("each.item -> m.a", "once.value -> m.b")))
    assert outputs(item, "once") == [7]
    assert outputs(item, "m") == [7, 8, 9]


def test_a_loop_is_collected_in_its_order(ask: Asking) -> None:
    item = ask.run(
        loop(node("m", "mul", b=2), node("all", "collect"), count=12, wires=("each.item -> m.a", "m.value -> all.item"))
    )
    assert outputs(item, "all", "collection") == [[2 * number for number in range(12)]]


def test_the_stored_copies_of_loops_are_empty(ask: Asking) -> None:
    item = ask.run(
        loop(node("m", "mul", b=2), node("all", "collect"), wires=("each.item -> m.a", "m.value -> all.item"))
    )
    copies = item["session"]["execution_graph"]["nodes"].values()
    assert {copy["type"]: copy["collection"] for copy in copies if "collection" in copy} == {
        "iterate": [],
        "collect": [],
    }
    assert {copy["use_cache"] for copy in copies if copy["type"] in ("iterate", "collect")} == {False}


def test_an_empty_loop_runs_nothing(ask: Asking) -> None:
    nothing = node("numbers", "integer_collection", collection=[])
    wires = ("numbers.collection -> each.collection", "each.item -> m.a", "m.value -> all.item")
    item = ask.run(graph(nothing, node("each", "iterate"), node("m", "mul"), node("all", "collect"), wires=wires))
    mapping = item["session"]["source_prepared_mapping"]
    assert (mapping["each"], mapping["m"]) == ([], [])
    assert outputs(item, "all", "collection") == [[]]
    assert item["status"] == "completed"


def test_independent_loops_are_crossed(ask: Asking) -> None:
    wires = ("n.collection -> i.collection", "m.collection -> j.collection", "i.item -> s.a", "j.item -> s.b")
    ranges = node("n", "range", start=0, stop=2), node("m", "range", start=10, stop=30, step=10)
    item = ask.run(graph(*ranges, node("i", "iterate"), node("j", "iterate"), add("s"), wires=wires))
    assert sorted(outputs(item, "s")) == [10, 11, 20, 21]
    paths = item["session"]["prepared_iteration_paths"]
    assert sorted(paths[copy] for copy in item["session"]["source_prepared_mapping"]["s"]) == [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
    ]


def nested(*after: dict, wires: tuple[str, ...] = ()) -> dict:
    """For each of 1 and 2, the numbers from 0 up to it."""
    return loop(
        *(
            node("upto", "range", start=0),
            node("inner", "iterate"),
            node("m", "mul", b=5),
            node("row", "collect"),
            *after,
        ),
        count=2,
        start=1,
        wires=(
            "each.item -> upto.stop",
            "upto.collection -> inner.collection",
            "inner.item -> m.a",
            "m.value -> row.item",
            *wires,
        ),
    )


def test_nested_loops_have_a_path_of_two_numbers(ask: Asking) -> None:
    item = ask.run(nested())
    paths = item["session"]["prepared_iteration_paths"]
    assert [paths[copy] for copy in sorted(item["session"]["source_prepared_mapping"]["m"], key=paths.get)] == [
        [0, 0],
        [1, 0],
        [1, 1],
    ]
    assert outputs(item, "row", "collection") == [[0], [0, 5]]


def test_rows_collected_once_more_are_lists_of_lists(ask: Asking) -> None:
    item = ask.run(nested(node("rows", "collect"), wires=("row.collection -> rows.item",)))
    assert outputs(item, "rows", "collection") == [[[0], [0, 5]]]


def test_rows_fed_as_collections_stay_apart(ask: Asking) -> None:
    item = ask.run(nested(node("rows", "collect"), wires=("row.collection -> rows.collection",)))
    assert outputs(item, "rows", "collection") == [[0], [0, 5]]


def test_a_loop_over_what_a_loop_gave(ask: Asking) -> None:
    wires = ("each.item -> m.a", "m.value -> all.item", "all.collection -> again.collection", "again.item -> n.a")
    nodes = node("m", "mul", b=2), node("all", "collect"), node("again", "iterate"), add("n", b=1)
    assert outputs(ask.run(loop(*nodes, wires=wires)), "n") == [1, 3, 5]


def test_collections_come_before_items(ask: Asking) -> None:
    wires = ("a.value -> first.item", "first.collection -> second.collection", "b.value -> second.item")
    item = ask.run(
        graph(add("a", a=1), add("b", a=2), node("first", "collect"), node("second", "collect"), wires=wires)
    )
    assert outputs(item, "second", "collection") == [[1, 2]]


def test_several_items_are_all_collected(ask: Asking) -> None:
    item = ask.run(
        graph(
            add("a", a=1), add("b", a=2), node("all", "collect"), wires=("a.value -> all.item", "b.value -> all.item")
        )
    )
    assert sorted(outputs(item, "all", "collection")[0]) == [1, 2]


def decided(*, value: bool) -> dict:
    wires = ("b.value -> if.condition", "x.value -> if.true_input", "y.value -> if.false_input")
    return graph(node("b", "boolean", value=value), add("x", a=1), add("y", a=2), node("if", "if"), wires=wires)


@pytest.mark.parametrize(("value", "given", "skipped"), [(True, 1, "y"), (False, 2, "x")])
def test_only_the_branch_that_is_chosen_runs(ask: Asking, given: int, skipped: str, *, value: bool) -> None:
    item = ask.run(decided(value=value))
    assert outputs(item, "if") == [given]
    assert outputs(item, skipped) == []
    assert skipped in item["session"]["executed"]


def test_what_both_branches_need_runs(ask: Asking) -> None:
    wires = ("s.value -> x.a", "s.value -> y.a", "x.value -> if.true_input", "y.value -> if.false_input")
    item = ask.run(graph(add("s", a=5), add("x", b=1), add("y", b=2), node("if", "if", condition=True), wires=wires))
    assert (outputs(item, "s"), outputs(item, "x"), outputs(item, "y"), outputs(item, "if")) == ([5], [6], [], [6])


def test_what_others_need_too_runs(ask: Asking) -> None:
    wires = ("x.value -> if.true_input", "y.value -> if.false_input", "y.value -> z.a")
    item = ask.run(graph(add("x", a=1), add("y", a=2), add("z"), node("if", "if", condition=True), wires=wires))
    assert (outputs(item, "y"), outputs(item, "z")) == ([2], [2])


def test_a_branch_that_is_not_there_is_null(ask: Asking) -> None:
    item = ask.run(graph(add("x", a=1), node("if", "if", condition=False), wires=("x.value -> if.true_input",)))
    assert item["status"] == "completed"
    assert outputs(item, "if") == [None]


def test_null_does_not_fit_a_number(ask: Asking) -> None:
    wires = ("x.value -> if.true_input", "if.value -> n.a")
    item = ask.run(graph(add("x", a=1), node("if", "if", condition=False), add("n"), wires=wires))
    assert (item["status"], item["error_type"]) == ("failed", "NodeInputError")


def test_a_failure_in_a_branch_that_is_not_chosen_does_not_matter(ask: Asking) -> None:
    wires = ("x.value -> if.true_input", "bad.value -> if.false_input")
    item = ask.run(graph(add("x", a=1), node("bad", "div", a=1, b=0), node("if", "if", condition=True), wires=wires))
    assert (item["status"], outputs(item, "if")) == ("completed", [1])


def test_an_if_after_an_if(ask: Asking) -> None:
    wires = (
        "x.value -> in.true_input",
        "y.value -> in.false_input",
        "in.value -> out.true_input",
        "z.value -> out.false_input",
    )
    nodes = (
        add("x", a=1),
        add("y", a=2),
        add("z", a=3),
        node("in", "if", condition=False),
        node("out", "if", condition=True),
    )
    item = ask.run(graph(*nodes, wires=wires))
    assert (outputs(item, "out"), outputs(item, "x"), outputs(item, "z")) == ([2], [], [])


def test_a_branch_of_several_nodes_is_left_out_whole(ask: Asking) -> None:
    wires = ("x.value -> x2.a", "x2.value -> if.true_input", "y.value -> if.false_input")
    item = ask.run(graph(add("x", a=1), add("x2"), add("y", a=9), node("if", "if"), wires=wires))
    assert (outputs(item, "x"), outputs(item, "x2"), outputs(item, "if")) == ([], [], [9])


def test_an_if_inside_of_a_loop(ask: Asking) -> None:
    wires = ("each.item -> x.a", "x.value -> if.true_input", "each.item -> y.a", "y.value -> if.false_input")
    item = ask.run(loop(add("x", b=100), add("y"), node("if", "if", condition=True), wires=wires))
    assert (outputs(item, "if"), outputs(item, "y")) == ([100, 101, 102], [])


def test_a_node_that_fails_ends_the_session(ask: Asking) -> None:
    item = ask.run(graph(add("a", a=1), node("d", "div", a=1), add("z"), wires=("a.value -> z.a", "z.value -> d.a")))
    assert item["status"] == "failed"
    assert (item["error_type"], item["error_message"]) == ("ZeroDivisionError", "division by zero")
    assert item["error_traceback"].startswith("Traceback (most recent call last):\n")
    assert item["error_traceback"].endswith("ZeroDivisionError: division by zero\n")
    session = item["session"]
    ((copy, said),) = session["errors"].items()
    assert (session["prepared_source_mapping"][copy], said) == ("d", "ZeroDivisionError: division by zero")
    assert outputs(item, "z") == [1]
    assert item["status_sequence"] == 2


def test_what_comes_after_a_failure_does_not_run(ask: Asking) -> None:
    item = ask.run(graph(node("d", "div", a=1, b=0), add("z"), wires=("d.value -> z.a",)))
    assert outputs(item, "z") == []
    assert item["session"]["executed_history"] == []


@pytest.mark.parametrize(
    ("written", "kind", "said"),
    [
        (node("n", "l2i"), "RequiredConnectionException", "Node l2i missing connections for field latents"),
        (
            node("n", "img_resize"),
            "MissingInputException",
            "Node img_resize missing value or connection for field image",
        ),
        (
            node("n", "compel", prompt="a"),
            "MissingInputException",
            "Node compel missing value or connection for field clip",
        ),
    ],
    ids=["wire", "value", "compel"],
)
def test_an_input_that_is_not_there(ask: Asking, written: dict, kind: str, said: str) -> None:
    item = ask.run(graph(written))
    assert (item["status"], item["error_type"], item["error_message"]) == ("failed", kind, said)


def test_a_wire_that_brings_what_does_not_fit(ask: Asking) -> None:
    numbers = node("n", "integer_collection", collection=[1, 2])
    item = ask.run(graph(numbers, add("a"), wires=("n.collection -> a.b",)))
    (copy,) = item["session"]["errors"]
    assert item["error_type"] == "NodeInputError"
    assert item["error_message"] == f"Node {copy} has invalid incoming input for b"
    assert item["session"]["errors"][copy] == f"NodeInputError: {item['error_message']}"


@pytest.mark.parametrize(
    ("brought", "taking", "wire"),
    [
        (node("s", "integer", value=0), node("n", "integer_math", operation="DIV", a=1), "s.value -> n.b"),
        (node("s", "integer", value=-1), node("n", "integer_math", operation="EXP", a=2), "s.value -> n.b"),
        (node("s", "float", value=0), node("n", "float_math", operation="DIV", a=1), "s.value -> n.b"),
        (node("s", "float", value=0.5), node("n", "float_math", operation="EXP", a=-1), "s.value -> n.b"),
        (node("s", "integer", value=3), node("n", "range", start=5), "s.value -> n.stop"),
        (
            node("s", "integer", value=5),
            node("n", "image_panel_layout", num_cols=2),
            "s.value -> n.panel_col_idx",
        ),
        (node("s", "string", value="a,b"), node("n", "face_mask_detection"), "s.value -> n.face_ids"),
    ],
    ids=["integer-div", "integer-exp", "float-div", "float-exp", "range", "panel", "face-ids"],
)
def test_a_wire_that_brings_what_a_rule_of_the_node_forbids(
    ask: Asking, brought: dict, taking: dict, wire: str
) -> None:
    item = ask.run(graph(brought, taking, wires=(wire,)))
    session = item["session"]
    (copy,) = session["source_prepared_mapping"]["n"]
    assert (item["status"], item["error_type"]) == ("failed", "NodeInputError")
    assert item["error_message"] == f"Node {copy} has invalid incoming input for {wire.rpartition('.')[2]}"
    assert session["errors"] == {copy: f"NodeInputError: {item['error_message']}"}


def test_a_session_that_fails_does_not_stop_the_batch(ask: Asking) -> None:
    data = [[{"node_path": "d", "field_name": "b", "items": [0, 2]}]]
    items = ask.ended(ask.enqueue(graph(node("d", "div", a=4)), data=data))
    assert [item["status"] for item in items] == ["failed", "completed"]


def test_what_ran_before_is_not_run_again(ask: Asking) -> None:
    drawn: list[Any] = []
    seed = time.time_ns() % 10**9
    for _ in range(2):
        drawn += outputs(ask.run(graph(node("r", "rand_int", low=0, high=10**9 + seed, use_cache=True))), "r")
    assert drawn[0] == drawn[1]


def test_what_asks_for_no_cache_is_run_again(ask: Asking) -> None:
    drawn = [outputs(ask.run(graph(node("r", "rand_int", low=0, high=10**9))), "r")[0] for _ in range(3)]
    assert len(set(drawn)) > 1


def test_a_picture_from_the_cache_is_the_same_picture(ask: Asking) -> None:
    red = time.time_ns() % 256
    blank = node(
        "p",
        "blank_image",
        width=8,
        height=time.time_ns() % 97 + 8,
        color={"r": red, "g": 1, "b": 2, "a": 255},
        is_intermediate=True,
    )
    first, second = (outputs(ask.run(graph(blank)), "p", "image")[0]["image_name"] for _ in range(2))
    assert first == second
    third = outputs(ask.run(graph({**blank, "use_cache": False})), "p", "image")[0]["image_name"]
    assert third != first
    ask("POST", "/api/v1/images/delete", json={"image_names": [first, third]})
    assert outputs(ask.run(graph(blank)), "p", "image")[0]["image_name"] != first


def test_a_deep_loop_keeps_its_places(ask: Asking) -> None:
    wires = ("each.item -> a.a", "a.value -> b.a", "each.item -> b.b", "b.value -> all.item")
    item = ask.run(loop(add("a", b=1), add("b"), node("all", "collect"), count=5, wires=wires))
    assert outputs(item, "all", "collection") == [[1, 3, 5, 7, 9]]


def test_the_wires_of_copies(ask: Asking) -> None:
    session = ask.run(loop(add("a"), wires=("each.item -> a.a",), count=2))["session"]
    ends = {
        (
            session["prepared_source_mapping"][e["source"]["node_id"]],
            session["prepared_source_mapping"][e["destination"]["node_id"]],
        )
        for e in session["execution_graph"]["edges"]
    }
    assert ends == {("numbers", "each"), ("each", "a")}
    assert len(session["execution_graph"]["edges"]) == 4


def test_a_loop_in_a_branch_that_is_not_chosen_never_ends(ask: Asking) -> None:
    queue, wires = f"contract-{uuid4()}", ("n.collection -> i.collection", "i.item -> if.true_input")
    stuck = graph(node("n", "range", start=0, stop=2), node("i", "iterate"), node("if", "if"), wires=wires)
    number = ask.enqueue(stuck, queue)["item_ids"][0]
    assert ask.run(graph(add()))["status"] == "completed"  # what comes after it runs all the same
    assert ask.item(number, queue)["status"] == "in_progress"
    ask.json("PUT", f"/api/v1/queue/{queue}/i/{number}/cancel")
    assert ask.item(number, queue)["status"] == "canceled"


def unknown(base: str, type: str) -> dict:
    return {"key": "no-such-key", "hash": "h", "name": "n", "base": base, "type": type, "submodel_type": None}


LORA = {"lora": unknown("sd-1", "lora"), "weight": 0.5}


@pytest.mark.parametrize(
    ("type", "given", "kind", "said"),
    [
        ("main_model_loader", {"model": unknown("sd-1", "main")}, "Exception", "Unknown model no-such-key"),
        ("model_identifier", {"model": unknown("sd-1", "main")}, "Exception", "Unknown model no-such-key"),
        ("sdxl_model_loader", {"model": unknown("sdxl", "main")}, "Exception", "Unknown model: no-such-key"),
        ("vae_loader", {"vae_model": unknown("sd-1", "vae")}, "Exception", "Unknown vae: no-such-key!"),
        ("lora_loader", LORA, "Exception", "Unknown lora: no-such-key!"),
        ("lora_collection_loader", {"loras": [LORA]}, "Exception", "Unknown lora: no-such-key!"),
        ("flux_lora_loader", {"lora": unknown("flux", "lora")}, "ValueError", "Unknown lora: no-such-key!"),
        ("z_image_model_loader", {"model": unknown("z-image", "main")}, "UnknownModelException", "model not found"),
    ],
)
def test_a_model_that_there_is_not(ask: Asking, type: str, given: dict, kind: str, said: str) -> None:
    item = ask.run(graph(node("a", type, **given)))
    assert (item["status"], item["error_type"], item["error_message"]) == ("failed", kind, said)


def test_a_failure_in_a_round_of_a_loop_leaves_the_other_rounds(ask: Asking) -> None:
    divided = loop(
        node("d", "div", a=6), node("all", "collect"), count=3, wires=("each.item -> d.b", "d.value -> all.item")
    )
    item = ask.run(divided)
    session = item["session"]
    assert (item["status"], item["error_type"]) == ("failed", "ZeroDivisionError")
    assert [session["prepared_iteration_paths"][copy] for copy in session["errors"]] == [[0]]
    assert outputs(item, "d") == outputs(item, "all", "collection") == []
    assert sorted(session["source_prepared_mapping"]) == ["all", "d", "each", "numbers"]


def test_a_failure_in_the_branch_that_is_chosen(ask: Asking) -> None:
    wires = ("by_zero.value -> if.true_input", "x.value -> if.false_input")
    item = ask.run(
        graph(node("by_zero", "div", a=1, b=0), add("x", a=2), node("if", "if", condition=True), wires=wires)
    )
    session = item["session"]
    assert (item["status"], item["error_type"]) == ("failed", "ZeroDivisionError")
    assert session["results"] == {}
    assert "x" in session["executed_history"]


def test_a_box_that_is_turned_over(ask: Asking) -> None:
    item = ask.run(graph(node("box", "bounding_box", x_min=5, x_max=1, y_min=0, y_max=3)))
    assert item["error_type"] == "ValidationError"


def test_a_picture_in_a_mode_that_png_has_not(ask: Asking) -> None:
    nodes = node("blank", "blank_image", width=8, height=8), node("lab", "img_conv", mode="LAB")
    item = ask.run(graph(*nodes, wires=("blank.image -> lab.image",)))
    assert (item["error_type"], item["error_message"]) == ("ImageFileSaveException", "Image file not saved")


def test_null_is_a_value_of_what_a_workflow_returns(ask: Asking) -> None:
    item = ask.run(graph(node("r", "workflow_return", values={"key": "a", "value": None})))
    assert outputs(item, "r", "values") == [{"a": None}]


def test_loras_of_metadata_are_those_that_there_are(ask: Asking) -> None:
    (there, *_) = ask.json("GET", "/api/v2/models/", params={"model_type": "lora", "base_models": "sd-1"})["models"]
    (main, *_) = ask.json("GET", "/api/v2/models/", params={"model_type": "main", "base_models": "sd-1"})["models"]
    identifier = {name: there[name] for name in ("key", "hash", "name", "base", "type")}
    by_name = {"model": {**unknown("sd-1", "lora"), "name": there["name"]}, "weight": 0.5}
    told = [LORA | {"model": LORA["lora"]}, {"model": identifier, "weight": 0.25}, by_name]
    nodes = (
        node("m", "main_model_loader", model={name: main[name] for name in identifier}),
        node("one", "metadata_to_loras", metadata={"loras": told[:2]}),
        node("all", "metadata_to_lora_collection", metadata={"loras": told}),
    )
    item = ask.run(graph(*nodes, wires=("m.unet -> one.unet",)))
    (unet,) = outputs(item, "one", "unet")
    assert [(lora["lora"]["key"], lora["weight"]) for lora in unet["loras"]] == [(there["key"], 0.25)]
    (loras,) = outputs(item, "all", "lora")
    assert [(lora["lora"]["key"], lora["weight"]) for lora in loras] == [(there["key"], 0.25), (there["key"], 0.5)]


def test_a_wired_weight_beyond_its_bounds(ask: Asking) -> None:
    control = node("c", "controlnet", image={"image_name": "a"}, control_model=unknown("sd-1", "controlnet"))
    item = ask.run(graph(node("f", "float", value=3.5), control, wires=("f.value -> c.control_weight",)))
    session = item["session"]
    (copy,) = session["source_prepared_mapping"]["c"]
    assert item["error_type"] == "NodeInputError"
    assert session["errors"] == {copy: f"NodeInputError: Node {copy} has invalid incoming input for control_weight"}
    assert session["execution_graph"]["nodes"][copy]["control_weight"] == 1


def test_several_wired_weights_where_bounds_are_of_one(ask: Asking) -> None:
    adapter = node("t", "t2i_adapter", image={"image_name": "a"}, t2i_adapter_model=unknown("sd-1", "t2i_adapter"))
    weights = node("f", "float_collection", collection=[0.5])
    item = ask.run(graph(weights, adapter, wires=("f.collection -> t.weight",)))
    assert (item["status"], item["error_type"]) == ("failed", "TypeError")
    assert item["error_message"] == "Unable to apply constraint 'ge' to supplied value [0.5]"
    assert item["session"]["errors"] == {}


def test_a_picture_without_pixels(ask: Asking) -> None:
    nodes = node("blank", "blank_image", width=8, height=8), node("crop", "crop_image_to_bounding_box")
    box = {"x_min": 3, "x_max": 3, "y_min": 0, "y_max": 4}
    item = ask.run(graph(nodes[0], {**nodes[1], "bounding_box": box}, wires=("blank.image -> crop.image",)))
    assert (item["error_type"], item["error_message"]) == ("ImageFileSaveException", "Image file not saved")


def test_latents_of_two_sizes_are_not_blended(ask: Asking) -> None:
    nodes = node("one", "noise", width=64, height=64), node("two", "noise", width=72, height=64), node("b", "lblend")
    item = ask.run(graph(*nodes, wires=("one.noise -> b.latents_a", "two.noise -> b.latents_b")))
    assert item["error_type"] == "RuntimeError"
    assert item["error_message"].startswith("The expanded size of the tensor (9) must match the existing size (8)")


def test_what_follows_a_branch_that_left_its_loop_out_never_runs(ask: Asking) -> None:
    """The items of the loop that was left out lead to no copy of the If any more, so that nothing is made of them."""
    loops = [node(name, "range", start=0, stop=2) for name in ("m", "n")] + [node("i", "iterate"), node("j", "iterate")]
    wires = ("m.collection -> i.collection", "n.collection -> j.collection", "if.value -> after.a")
    chosen = ("i.item -> if.true_input", "j.item -> if.false_input")
    beside = ("i.item -> one.a", "j.item -> two.a")  # else the loops were left out or waited for, with their branches
    nodes = (*loops, node("if", "if", condition=True), add("after"), add("one"), add("two"))
    item = ask.run(graph(*nodes, wires=(*wires, *chosen, *beside)))
    assert item["status"] == "completed"
    assert (outputs(item, "if"), outputs(item, "after")) == ([0, 0, 1, 1], [])


def test_a_wired_list_with_an_item_that_does_not_fit_tells_which(ask: Asking) -> None:
    nodes = (
        node("one", "image_collection", collection=[{"image_name": "a"}]),
        node("c", "collect"),
        node("two", "image_collection"),
    )
    item = ask.run(graph(*nodes, wires=("one.collection -> c.item", "c.collection -> two.collection")))
    assert item["error_message"].endswith("has invalid incoming input for collection[0]")
