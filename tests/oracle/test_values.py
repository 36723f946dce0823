"""Which literals an input takes: random ones on every input of the catalog, judged here and by the server's parser."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

import pytest

from invokegraph import Batch, BatchError, Graph
from invokegraph.validation.nodes import EDITOR_ONLY
from nodes_catalog.index import TYPES

from .literals import literals_for, required_literals
from .random_graphs import class_of, taking
from .server_process import ServerProcess
from .verdicts import graph_refusals, is_excused

pytestmark = pytest.mark.live

SEED = 20_251
LOOPS = ("iterate", "collect")  # refused unless they are wired, whatever their values


class Case(NamedTuple):
    type_: str
    field: str
    value: Any
    taken: bool
    graph: dict[str, Any]


def _cases(random: Random) -> list[Case]:
    cases: list[Case] = []
    for type_ in TYPES:
        if type_ in EDITOR_ONLY or type_ in LOOPS:
            continue
        label = {"custom_label": "label"} if "custom_label" in class_of(type_).ports() else {}
        whole = {"id": "n", "type": type_, **required_literals(class_of(type_)), **label}
        for port in taking(type_):
            assert port.takes is not None
            for value in literals_for(port.takes, port.limits, random):
                graph = {"nodes": {"n": {**whole, port.name: value}}, "edges": []}
                cases.append(Case(type_, port.name, value, not graph_refusals(graph), graph))
    return cases


def test_a_value_is_taken_if_the_servers_parser_takes_it(
    server: ServerProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = _cases(Random(SEED))
    refusals = server.refusals([case.graph for case in cases])
    differing = [
        (case.type_, case.field, case.value, why or "taken by the server")
        for case, why in zip(cases, refusals, strict=True)
        if case.taken == bool(why) and not is_excused(case.graph)
    ]
    with capsys.disabled():
        print(f"\n{len(cases)} values (seed {SEED}), {len(differing)} judged otherwise here")
    assert differing == [], "\n".join(map(str, differing[:20]))
    assert sum(case.taken for case in cases) > len(cases) // 10


KNOWN_BREACHES: list[dict[str, Any]] = [
    {"type": "krea2_denoise", "shift": "inf"},
    {"type": "krea2_denoise", "cfg_scale": "nan"},
    {"type": "krea2_conditioning_rebalance", "multiplier": "inf"},
    {"type": "crop_image_to_bounding_box", "bounding_box": {"x_min": 2, "x_max": 1, "y_min": 0, "y_max": 1}},
]
BREACHES: list[dict[str, Any]] = [
    {"type": "range", "start": 3, "stop": 3},
    {"type": "denoise_latents", "cfg_scale": 0.5},
    {"type": "denoise_latents", "cfg_scale": [7.5, 0.5]},
    {"type": "tiled_multi_diffusion_denoise_latents", "cfg_scale": 0.5},
    {"type": "controlnet", "control_weight": 3},
    {"type": "controlnet", "control_weight": [1.0]},
    {"type": "ip_adapter", "weight": [0.5, -2]},
    {"type": "t2i_adapter", "begin_step_percent": 0.9, "end_step_percent": 0.1},
    {"type": "image_panel_layout", "panel_col_idx": 1},
    {"type": "integer_math", "operation": "DIV", "b": 0},
    {"type": "float_math", "operation": "DIV", "b": 0},
    {"type": "face_mask_detection", "face_ids": "one"},
    {"type": "metadata_item_linked"},
    {"type": "metadata_to_integer"},
    {"type": "noise", "seed": "7"},
]


@pytest.mark.parametrize("node", KNOWN_BREACHES, ids=lambda node: "-".join(map(str, node.values())))
def test_a_breach_of_a_rule_that_field_models_carry_is_refused_by_both(
    server: ServerProcess, node: dict[str, Any]
) -> None:
    data = {"nodes": {"n": {"id": "n", **node}}, "edges": []}
    assert server.refusals([data])[0]
    assert any(problem.server_refuses for problem in Graph.from_dict(data).problems())


@pytest.mark.parametrize("node", BREACHES, ids=lambda node: "-".join(map(str, node.values())))
def test_a_breach_of_a_node_classs_own_rule_is_refused_by_both(server: ServerProcess, node: dict[str, Any]) -> None:
    data = {"nodes": {"n": {"id": "n", **node}}, "edges": []}
    assert server.refusals([data])[0]
    assert any(problem.server_refuses for problem in Graph.from_dict(data).problems())


@pytest.mark.parametrize("id_", [3, 1.5, True, None, "3"])
def test_an_id_that_is_no_text_is_read_as_the_server_reads_it(server: ServerProcess, id_: Any) -> None:
    data = {"nodes": {str(id_): {"id": id_, "type": "integer"}}, "edges": []}
    refused = any(problem.server_refuses for problem in Graph.from_dict(data).problems())
    assert refused == bool(server.refusals([data])[0])


@pytest.mark.parametrize("id_", [3, None, ["g"], "g"])
def test_an_id_of_the_graph_that_is_no_text_is_refused_where_the_server_refuses_it(
    server: ServerProcess, id_: Any
) -> None:
    data = {"id": id_, "nodes": {}, "edges": []}
    refused = any(problem.server_refuses for problem in Graph.from_dict(data).problems())
    assert refused == bool(server.refusals([data])[0])


SWEEPS: list[tuple[str, str, list[Any]]] = [
    ("noise", "seed", [1, 2]),
    ("noise", "use_cpu", [True, False]),
    ("float", "value", [1, 2.5]),
    ("string", "value", ["a", "b"]),
    ("image", "image", [{"image_name": "a"}, {"image_name": "b"}]),
    ("image_collection", "collection", [[{"image_name": "a"}], []]),
    ("integer_collection", "collection", [[1], [2, 3]]),
    ("string_collection", "collection", [["a"], []]),
    ("metadata_item", "value", [{"video_name": "a"}]),
    ("metadata_item", "value", [10**30]),
    ("metadata_item", "value", [True, 1]),
    ("metadata_item", "value", [True, "a"]),
    ("metadata_item", "value", [{"image_name": "a"}, "b"]),
    ("metadata_item", "value", [[1], "a"]),
    ("metadata_item", "value", [[None]]),
    ("metadata_item", "value", [[[1]]]),
    ("metadata_item", "value", [{"a": 1}]),
    ("metadata_item", "value", [None]),
]


@pytest.mark.parametrize(("type_", "field", "values"), SWEEPS, ids=str)
def test_a_sweep_is_refused_where_the_server_refuses_the_batch(
    server: ServerProcess, type_: str, field: str, values: list[Any]
) -> None:
    graph = Graph(class_of(type_)(id="n"))
    data = [[{"node_path": "n", "field_name": field, "items": values}]]
    why = server.batch_refusals([{"graph": graph.to_dict(), "runs": 1, "data": data}])[0]
    try:
        batch = Batch(graph).sweep("n", **{field: values})
    except BatchError:
        assert why
    else:
        assert not why
        assert server.batch_refusals([batch.to_dict()]) == [""]
