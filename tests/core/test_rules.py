"""The rules that node classes of the server carry in their own code: each told in one sentence, for nodes and for sweeps."""

from __future__ import annotations

from typing import Any

import pytest

from invokegraph import Batch, Graph
from invokegraph.catalog import node_class
from nodes_catalog import DenoiseLatents, Float, FloatMath, IntegerMath, Noise, Range

BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("denoise_latents", {"cfg_scale": 0.5}, "cfg_scale is 1 or more, not 0.5"),
    ("denoise_latents", {"cfg_scale": [7.5, 0.5]}, "cfg_scale is 1 or more, not 0.5"),
    ("controlnet", {"control_weight": 3}, "control_weight is from -1 to 2, not 3"),
    (
        "controlnet",
        {"control_weight": [1.0]},
        "control_weight takes one number: the server's own bounds stumble over a list",
    ),
    ("t2i_adapter", {"weight": -0.5}, "weight is from 0 to 2, not -0.5"),
    ("ip_adapter", {"weight": [0.5, -2.0]}, "weight is from -1 to 2, not -2.0"),
    (
        "ip_adapter",
        {"begin_step_percent": 0.9, "end_step_percent": 0.1},
        "begin_step_percent (0.9) is above end_step_percent (0.1)",
    ),
    ("image_panel_layout", {"panel_col_idx": 1}, "panel_col_idx is from 0 to 0 where num_cols is 1, not 1"),
    ("range", {"start": 3, "stop": 3}, "stop (3) has to be above start (3)"),
    ("integer_math", {"operation": "DIV", "b": 0}, "DIV by b = 0 is a division by zero"),
    ("integer_math", {"operation": "EXP", "b": -1}, "EXP to the power b = -1 is no integer"),
    ("float_math", {"operation": "EXP", "a": 0, "b": -1}, "zero cannot be raised to the negative power b = -1"),
    ("float_math", {"operation": "EXP", "a": -2, "b": 0.5}, "the power b = 0.5 of a = -2 is a complex number"),
    ("face_mask_detection", {"face_ids": "one"}, "face_ids are integers separated by commas (\"1,2,3\"), not 'one'"),
    ("metadata_to_string", {"label": "* CUSTOM LABEL *"}, "custom_label is needed where label is '* CUSTOM LABEL *'"),
    ("noise", {"seed": "7"}, "seed is a number: the server stumbles over a text, although it converts one elsewhere"),
]


def _node_rules(data: dict[str, Any]) -> list[str]:
    graph = Graph.from_dict({"nodes": {"n": {"id": "n", **data}}, "edges": []})
    return [problem.message for problem in graph.problems() if problem.code == "node-rule"]


@pytest.mark.parametrize(("type_id", "values", "message"), BROKEN, ids=str)
def test_a_broken_rule_is_told(type_id: str, values: dict[str, Any], message: str) -> None:
    assert _node_rules({"type": type_id, **values}) == [f"n: {message}"]


@pytest.mark.parametrize("type_id", sorted({type_id for type_id, *_ in BROKEN} - {"metadata_to_string"}))
def test_defaults_break_no_rule(type_id: str) -> None:
    assert node_class(type_id) is not None
    assert _node_rules({"type": type_id}) == []


def test_a_value_that_does_not_fit_anyway_breaks_no_rule_as_well() -> None:
    assert _node_rules({"type": "range", "start": "x", "stop": -3}) == []


def test_what_a_wire_brings_is_not_judged() -> None:
    scale = Float(value=0.5)
    denoise = DenoiseLatents()
    divide = FloatMath(operation="DIV", b=scale.value)
    assert "node-rule" not in {problem.code for problem in Graph(divide, denoise).problems()}


@pytest.mark.parametrize(
    ("node", "values", "told"),
    [
        (DenoiseLatents(), {"cfg_scale": [7.5, 0.5]}, "cfg_scale is 1 or more, not 0.5"),
        (IntegerMath(operation="DIV"), {"b": [1, 0]}, "DIV by b = 0 is a division by zero"),
        (Range(start=5), {"stop": [10, 4]}, "stop (4) has to be above start (5)"),
    ],
    ids=["cfg_scale", "division", "range"],
)
def test_a_sweep_that_would_poison_the_queue_is_a_problem(node: Any, values: dict[str, Any], told: str) -> None:
    batch = Batch(Graph(node)).sweep(node, **values)
    [problem] = [problem for problem in batch.problems() if problem.code == "sweep-value"]
    assert problem.message.endswith(told)
    assert not problem.server_refuses


def test_rules_between_swept_inputs_are_looked_at_over_crossed_axes() -> None:
    numbers = Range()
    batch = Batch(Graph(numbers)).sweep(numbers, start=[0, 20]).sweep(numbers, stop=[10, 30])
    [problem] = batch.problems()
    assert problem.message.endswith("stop (10) has to be above start (20)")


def test_a_seed_out_of_range_is_wrapped_by_the_server_and_a_problem_here() -> None:
    graph = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "noise", "seed": -1}}, "edges": []})
    [problem] = graph.problems()
    assert (problem.code, problem.server_refuses) == ("seed-wrapped", False)


def test_what_the_input_makes_of_a_swept_text_is_sent() -> None:
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, seed=["1", "2"])
    assert batch.to_dict()["data"][0][0]["items"] == [1, 2]
