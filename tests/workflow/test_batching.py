"""Batch and generator nodes of the editor, as sweeps."""

from __future__ import annotations

from typing import Any

import pytest

from invokegraph import Batch, Graph
from invokegraph.workflow.generators import NoList, generated

from .making import connector, invocation, workflow

ADD = invocation("add", "add", a=1, b=2)


def numbers(id_: str, *values: int, group: str = "None") -> dict[str, Any]:
    return invocation(id_, "integer_batch", integers=list(values), batch_group_id=group)


def data(*args: Any) -> list[list[tuple[str, str, list[Any]]]]:
    written = Batch.from_workflow(workflow(*args)).to_dict().get("data") or []
    return [[(each["node_path"], each["field_name"], each["items"]) for each in axis] for axis in written]


def test_each_batch_node_is_an_axis() -> None:
    nodes = [ADD, numbers("one", 1, 2), numbers("two", 3, 4, 5)]
    made = data(nodes, "one.value -> add.a", "two.value -> add.b")
    assert made == [[("add", "a", [1, 2])], [("add", "b", [3, 4, 5])]]
    batch = Batch.from_workflow(workflow(nodes, "one.value -> add.a", "two.value -> add.b"), runs=2)
    assert len(batch) == 12
    assert batch.graph.to_dict()["nodes"] == {"add": {"id": "add", "type": "add", "a": 1, "b": 2}}
    assert batch.graph.left_out == ()
    assert batch.problems() == []


def test_a_group_advances_together_and_stands_where_its_first_node_is() -> None:
    nodes = [
        ADD,
        invocation("other", "add"),
        numbers("one", 1, 2, group="Group 2"),
        numbers("two", 5),
        numbers("three", 3, 4, group="Group 2"),
    ]
    made = data(nodes, "one.value -> add.a", "two.value -> add.b", "three.value -> other.a")
    assert made == [[("add", "a", [1, 2]), ("other", "a", [3, 4])], [("add", "b", [5])]]


def test_several_wires_and_connectors() -> None:
    nodes = [ADD, numbers("one", 1, 2), connector("x"), connector("y")]
    made = data(nodes, "one.value -> x.in", "x.out -> y.in", "y.out -> add.a", "one.value -> add.b")
    assert made == [[("add", "a", [1, 2]), ("add", "b", [1, 2])]]


def test_generators_through_connectors() -> None:
    value = {"type": "integer_generator_arithmetic_sequence", "start": 5, "step": 2, "count": 3}
    nodes = [ADD, invocation("g", "integer_generator", generator=value), numbers("one", 9), connector("x")]
    made = data(nodes, "g.integers -> x.in", "x.out -> one.integers", "one.value -> add.a")
    assert made == [[("add", "a", [5, 7, 9])]]


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ({"type": "float_generator_arithmetic_sequence", "start": 1, "step": 0.5, "count": 3}, [1, 1.5, 2]),
        ({"type": "float_generator_arithmetic_sequence", "start": 1, "step": 0}, [1]),
        ({"type": "float_generator_linear_distribution", "start": 0, "end": 1, "count": 3}, [0, 0.5, 1]),
        ({"type": "float_generator_linear_distribution", "start": 4, "count": 1}, [4]),
        ({"type": "float_generator_parse_string", "input": " 1, 2.5,,"}, [1, 2.5]),
        ({"type": "float_generator_parse_string", "input": "1", "values": [3, 4]}, [3, 4]),
        ({"type": "integer_generator_arithmetic_sequence", "count": 3}, [0, 1, 2]),
        ({"type": "integer_generator_linear_distribution", "start": 0, "end": 10, "count": 5}, [0, 3, 5, 8, 10]),
        ({"type": "integer_generator_parse_string", "input": "1\n2", "splitOn": "\\n"}, [1, 2]),
        ({"type": "string_generator_parse_string", "input": "a, b,,c"}, ["a", " b", "c"]),
        ({"type": "string_generator_parse_string", "input": "a,b", "splitOn": ""}, ["a,b"]),
        ({"type": "string_generator_parse_string", "input": 'a"b', "splitOn": '"'}, ["a", "b"]),
    ],
)
def test_what_generators_make(value: dict[str, Any], items: list[Any]) -> None:
    assert generated(value) == items


def test_random_numbers_have_a_seed() -> None:
    value = {"type": "integer_generator_random_distribution_uniform", "min": 1, "max": 6, "count": 50, "seed": 3}
    assert generated(value) == generated(value)
    assert set(generated(value)) == {1, 2, 3, 4, 5, 6}
    assert generated({**value, "seed": None}) != generated({**value, "seed": None})
    floats = generated({"type": "float_generator_random_distribution_uniform", "min": 2, "max": 3, "seed": 3})
    assert len(floats) == 10
    assert generated({**value, "min": 0, "max": 9, "count": 4, "seed": 7}) == [0, 2, 7, 3]  # as the editor draws them
    assert all(2 <= number < 3 for number in floats)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"type": "x"}, "a generator is needed"),
        ({"type": ["x"]}, "a generator is needed"),
        ({"type": "integer_generator_arithmetic_sequence", "count": 10**9}, "100000 values at most"),
        ({"type": "integer_generator_arithmetic_sequence", "start": "a"}, "a whole number is needed"),
        ({"type": "float_generator_parse_string", "input": "1,Infinity"}, "a number is needed"),
        ({"type": "string_generator_parse_string", "input": "," * 100_001}, "100000 values at most"),
    ],
)
def test_generators_that_make_no_sense(value: dict[str, Any], why: str) -> None:
    with pytest.raises(NoList, match=why):
        generated(value)


def test_what_cannot_be_taken_over_is_listed() -> None:
    prompts = {"type": "string_generator_dynamic_prompts_random", "input": "a {b|c}"}
    nodes = [
        ADD,
        numbers("one", 1),
        invocation("g", "string_generator", generator=prompts),
        invocation("two", "string_batch"),
        invocation("three", "integer_batch", integers=5),
        invocation("s", "string"),
    ]
    wires = ("g.strings -> two.strings", "two.value -> s.value", "three.value -> add.a")
    batch = Batch.from_workflow(workflow(nodes, *wires))
    assert batch.axes == ()
    assert [str(each) for each in batch.graph.left_out] == [
        "the batch node one: it is wired to nothing",
        "the batch node two: only a server has the list of string_generator_dynamic_prompts_random",
        "the batch node three: its integers are no list",
    ]
    assert [str(each) for each in Graph.from_workflow(workflow(nodes, *wires)).left_out] == [
        f"the batch node {name}: it holds values of a batch, which Batch.from_workflow takes"
        for name in ("one", "two", "three")
    ]


def test_what_the_editor_would_not_queue_is_a_problem() -> None:
    nodes = [ADD, numbers("one", group="Group 1"), numbers("two", 1, 2, group="Group 1")]
    batch = Batch.from_workflow(workflow(nodes, "one.value -> add.a", "two.value -> add.b"))
    assert {problem.code for problem in batch.problems()} == {"sweep-lengths", "sweep-empty"}
    empty = Batch.from_workflow(workflow([ADD, numbers("one")], "one.value -> add.a"))
    assert {problem.code for problem in empty.problems()} == {"sweep-empty"}
