from __future__ import annotations

import json
from typing import Any

import pytest

from invokegraph import FormatError, Graph
from nodes_catalog import Add, Collect, DenoiseLatents, Integer, MetadataItem, Noise

from .data import edge, graph_data


def test_only_what_was_set_is_written() -> None:
    noise = Noise(seed=0)
    graph = Graph(DenoiseLatents(noise=noise.noise, steps=20))
    assert graph.to_dict() == {
        "nodes": {
            "noise": {"id": "noise", "type": "noise", "seed": 0},
            "denoise_latents": {"id": "denoise_latents", "type": "denoise_latents", "steps": 20},
        },
        "edges": [edge("noise.noise -> denoise_latents.noise")],
    }


def test_to_json_is_to_dict_as_text() -> None:
    graph = Graph(Add(a=Integer(value=3).value, b=4), MetadataItem(label='"ä\n', value=[None, {"x": 1.5}]))
    assert json.loads(graph.to_json()) == graph.to_dict()
    assert json.loads(graph.to_json(indent=2)) == graph.to_dict()
    assert "\n" in graph.to_json(indent=2)


def test_what_is_written_is_no_part_of_the_graph() -> None:
    graph = Graph.from_dict(
        {**graph_data({"c": {"type": "integer_collection", "collection": [1]}}), "extra": {"a": [1]}}
    )
    written = graph.to_dict()
    before = json.dumps(written)
    written["nodes"]["c"]["collection"].append(2)
    written["extra"]["a"].append(2)
    assert json.dumps(graph.to_dict()) == before


def test_what_was_read_is_no_part_of_the_graph() -> None:
    data = {**graph_data({"c": {"type": "integer_collection", "collection": [1]}}), "extra": {"a": [1]}}
    graph = Graph.from_dict(data)
    data["nodes"]["c"]["collection"].append(2)
    data["extra"]["a"].append(2)
    assert graph.to_dict()["nodes"]["c"]["collection"] == [1]
    assert graph.to_dict()["extra"] == {"a": [1]}


AWKWARD: dict[str, dict[str, Any]] = {
    "nothing": {"nodes": {}, "edges": []},
    "unknown type": graph_data({"n": {"type": "custom", "a": 1, "b": None}}),
    "unknown fields": graph_data({"n": {"type": "noise", "sed": 1, "given": 2, "": 3, "_site": 4, "inputs": {}, "ports": []}}),
    "null literals": graph_data({"n": {"type": "noise", "seed": None, "width": None}}),
    "wrong literals": graph_data({"n": {"type": "noise", "seed": "x", "width": [None], "use_cpu": {"a": {}}}}),
    "value beside an edge": graph_data({"i": "integer", "n": {"type": "noise", "seed": 4}}, "i.value -> n.seed"),
    "null beside an edge": graph_data({"i": "integer", "n": {"type": "noise", "seed": None}}, "i.value -> n.seed"),
    "several edges into one input": graph_data(
        {"i": "integer", "j": "integer", "n": "noise"}, "j.value -> n.seed", "i.value -> n.seed"
    ),
    "the same edge thrice": graph_data({"i": "integer", "c": "collect"}, *["i.value -> c.item"] * 3),
    "the same edge at both ends": graph_data(
        {"i": "integer", "j": "integer", "c": "collect"}, "i.value -> c.item", "j.value -> c.item", "i.value -> c.item"
    ),
    "edges in another order than nodes": graph_data(
        {"a": "add", "b": "add", "i": "integer"}, "i.value -> b.a", "a.value -> b.b", "i.value -> a.b", "i.value -> a.a"
    ),
    "dangling edges between others": graph_data(
        {"i": "integer", "a": "add"}, "x.value -> a.b", "i.value -> a.a", "i.value -> y.z", "x.value -> a.b"
    ),
    "edges of unknown names": graph_data({"i": "integer", "a": "add"}, "i.valeu -> a.a", "i.value -> a.aa"),
    "edges into what is no port": graph_data({"i": "integer", "a": "add"}, "i.value -> a.id", "i.type -> a.type"),
    "a cycle": graph_data({"a": "add", "b": "add"}, "a.value -> b.a", "b.value -> a.a", "a.value -> a.b"),
    "key and id differ": {"nodes": {"k": {"id": "other", "type": "noise"}}, "edges": []},
    "id null": {"nodes": {"k": {"id": None, "type": "noise"}}, "edges": []},
    "id of any kind": {"nodes": {"k": {"id": [1, {"a": 2}], "type": "noise"}}, "edges": []},
    "no id": {"nodes": {"k": {"type": "noise"}}, "edges": []},
    "empty key": graph_data({"": "integer", "a": "add"}, ".value -> a.a"),
    "empty names": {"nodes": {"": {"id": "", "type": ""}}, "edges": [edge(". -> .")]},
    "dots in ids": graph_data({"a.b": "integer", "c.d.e": "add"}, "a.b.value -> c.d.e.a"),
    "odd text": graph_data({"\ud800": {"type": "\x00", "\u202e": "\U0001f600"}, "a\nb": "add"}, "\ud800.é -> a\nb.\n"),
    "extra keys at the top": {"id": "g", "version": 3, "meta": {"a": [1, None]}, **graph_data({"n": "noise"})},
    "extra keys on an edge": {
        **graph_data({"i": "integer", "a": "add"}),
        "edges": [{**edge("i.value -> a.a"), "type": "default", "style": {"x": 1}}, edge("i.value -> a.b")],
    },
    "extra keys on one of two equal edges": {
        **graph_data({"i": "integer", "a": "add"}),
        "edges": [{**edge("i.value -> a.a"), "n": 1}, edge("i.value -> a.a"), {**edge("i.value -> a.a"), "n": 2}],
    },
    "extra keys within the ends of an edge": {
        **graph_data({"i": "integer", "a": "add"}),
        "edges": [{"source": {"node_id": "i", "field": "value", "x": 1}, "destination": {"node_id": "a", "field": "a"}}],
    },
    "loops": graph_data(
        {"c": {"type": "collect", "item": 3}, "i": {"type": "iterate", "collection": [1], "index": "x"}},
        "c.collection -> i.collection",
        "i.item -> c.item",
    ),
    "a saved workflow": graph_data(
        {"i": "integer", "w": {"type": "call_saved_workflow", "workflow_inputs": {"a": 1}}},
        "i.value -> w.saved_workflow_input::n::seed",
    ),
    "numbers": graph_data({"n": {"type": "noise", "seed": 1.0, "width": True, "x": 10**300, "y": -0.0, "z": 1e300}}),
    "a model": graph_data({"m": {"type": "main_model_loader", "model": {"key": "", "hash": "", "name": "n", "base": "any", "type": "main"}}}),
    "half a model": graph_data({"m": {"type": "main_model_loader", "model": {"key": "", "name": "n"}}}),
    "editor nodes": graph_data({"b": {"type": "image_batch", "images": [], "batch_group_id": "None"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_a_graph_comes_out_as_it_went_in(name: str) -> None:
    data = AWKWARD[name]
    graph = Graph.from_dict(data)
    assert graph.to_dict() == data


@pytest.mark.parametrize("name", AWKWARD)
def test_nodes_and_their_fields_keep_the_order_of_the_file(name: str) -> None:
    data = AWKWARD[name]
    graph = Graph.from_dict(data)
    assert list(graph.to_dict()["nodes"]) == list(data["nodes"])
    assert [list(node) for node in graph.to_dict()["nodes"].values()] == [list(node) for node in data["nodes"].values()]


@pytest.mark.parametrize("name", AWKWARD)
def test_a_graph_comes_out_of_json_as_it_went_in(name: str) -> None:
    text = json.dumps(AWKWARD[name])
    graph = Graph.from_json(text)
    assert json.loads(graph.to_json()) == json.loads(text)
    assert json.loads(graph.to_json(indent=1)) == json.loads(text)
    assert Graph.from_json(graph.to_json()) == graph


@pytest.mark.parametrize("name", AWKWARD)
def test_a_copy_is_written_like_the_original(name: str) -> None:
    graph = Graph.from_dict(AWKWARD[name])
    assert graph.copy().to_dict() == AWKWARD[name]
    assert graph.copy() == graph
    assert graph.diff(graph.copy()) == []
    assert graph.copy().problems() == graph.problems()


@pytest.mark.parametrize("name", AWKWARD)
def test_what_is_wrong_in_a_file_can_be_told_and_printed(name: str) -> None:
    problems = Graph.from_dict(AWKWARD[name]).problems()
    "".join(map(str, problems)).encode()


def test_no_types_are_converted() -> None:
    data = graph_data({"n": {"type": "noise", "seed": 1.0, "width": True}})
    written = Graph.from_dict(data).to_dict()["nodes"]["n"]
    assert (type(written["seed"]), type(written["width"])) == (float, bool)


def test_nodes_and_edges_may_be_missing() -> None:
    assert Graph.from_dict({}).to_dict() == {"nodes": {}, "edges": []}


def test_json_may_be_bytes_with_a_mark() -> None:
    assert Graph.from_json(b'\xef\xbb\xbf{"nodes": {}}').to_dict() == {"nodes": {}, "edges": []}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (None, "a graph"),
        ([], "a graph"),
        ({1: {}}, "a graph: the key 1"),
        ({"nodes": []}, "nodes"),
        ({"nodes": [{"id": "n"}]}, "nodes"),
        ({"nodes": {3: {}}}, "nodes: the key 3"),
        ({"nodes": {"n": None}}, r"nodes\['n'\]"),
        ({"nodes": {"n": {}}}, r"nodes\['n'\]\.type"),
        ({"nodes": {"n": {"type": 3}}}, r"nodes\['n'\]\.type"),
        ({"nodes": {"n": {"type": "noise", "seed": {1}}}}, r"nodes\['n'\]\.seed: JSON has no set"),
        ({"nodes": {"n": {"type": "noise", "seed": [{"a": object()}]}}}, r"nodes\['n'\]\.seed\[0\]\.a"),
        ({"nodes": {"n": {"type": "noise", 3: 4}}}, r"nodes\['n'\]: the key 3"),
        ({"edges": {}}, "edges"),
        ({"edges": "ab"}, "edges"),
        ({"edges": [None]}, r"edges\[0\]"),
        ({"edges": [{}]}, r"edges\[0\]\.source"),
        ({"edges": [{"source": {}}]}, r"edges\[0\]\.source\.node_id"),
        ({"edges": [edge("a.b -> c.d"), {"source": {"node_id": "a", "field": 3}}]}, r"edges\[1\]\.source\.field"),
        ({"edges": [{"source": {"node_id": "a", "field": "b"}, "destination": "c"}]}, r"edges\[0\]\.destination"),
        ({"edges": [{**edge("a.b -> c.d"), "x": object()}]}, r"edges\[0\]\.x"),
        ({"extra": object()}, "extra"),
    ],
)
def test_what_is_no_graph_is_an_error_that_names_the_place(data: Any, place: str) -> None:
    with pytest.raises(FormatError, match=rf"^{place}"):
        Graph.from_dict(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nodes",
        "[" * 100_000,
        "1" * 5000,
        b"\xff\xfe\x00",
        '{"nodes": {"n": {"type": "noise", "seed": ' + "1" * 5000 + "}}}",
    ],
)
def test_what_is_no_json_is_an_error(text: str | bytes) -> None:
    with pytest.raises(FormatError):
        Graph.from_json(text)


def test_a_value_that_holds_itself_is_an_error() -> None:
    endless: dict[str, Any] = {}
    endless["self"] = endless
    for data in (
        {"nodes": {"n": {"type": "noise", "seed": endless}}},
        {"nodes": {"n": {"type": "noise", "id": endless}}},
        {"extra": endless},
        {"edges": [{**edge("a.b -> c.d"), "x": endless}]},
    ):
        with pytest.raises(FormatError, match="nested more than 100 deep, or holding itself"):
            Graph.from_dict(data)


def test_an_integer_that_python_cannot_write_is_no_crash() -> None:
    for node in (
        {"type": "integer", "value": 10**5000},
        {"type": "custom", "x": [10**5000]},
        {"type": "noise", "id": 10**5000},
    ):
        try:
            graph = Graph.from_dict({"nodes": {"n": {"id": "n", **node}}})
        except FormatError:
            continue
        assert [str(problem) for problem in graph.problems()]
        assert graph.diff(graph.copy()) == []
        repr(graph["n"])
    for data in ({10**5000: 1}, {"nodes": {10**5000: {}}}, {"nodes": {"n": {"type": 10**5000}}}, {"edges": 10**5000}):
        with pytest.raises(FormatError):
            Graph.from_dict(data)  # type: ignore[arg-type]


def test_a_graph_from_a_file_can_be_edited() -> None:
    data = {
        "id": "g",
        **graph_data({"n": {"type": "noise", "seed": 3}, "d": "denoise_latents"}, "n.noise -> d.noise"),
    }
    graph = Graph.from_dict(data)
    graph["n"].inputs["seed"] = 4
    denoise = graph[DenoiseLatents]
    denoise.noise = graph.add(Noise(seed=5)).noise
    denoise.inputs["steps"] = 9
    assert graph.to_dict() == {
        "id": "g",
        **graph_data(
            {
                "n": {"type": "noise", "seed": 4},
                "noise": {"type": "noise", "seed": 5},
                "d": {"type": "denoise_latents", "steps": 9},
            },
            "noise.noise -> d.noise",
        ),
    }


def test_setting_an_input_replaces_all_that_fed_it() -> None:
    graph = Graph.from_dict(AWKWARD["several edges into one input"])
    graph["n"].inputs["seed"] = 3
    assert graph.edges == []
    assert graph["n"].given == {"seed": 3}


def test_a_node_from_a_file_may_be_renamed() -> None:
    graph = Graph.from_dict({"nodes": {"k": {"id": "other", "type": "noise"}}, "edges": []})
    graph["k"].id = "other"
    assert graph.to_dict()["nodes"] == {"other": {"id": "other", "type": "noise"}}
    assert graph.problems() == []


def test_an_edge_that_ended_nowhere_is_no_problem_once_there_is_a_node() -> None:
    graph = Graph.from_dict(graph_data({"n": "noise"}, "i.value -> n.seed"))
    graph.add(Integer(id="i"))
    assert [str(edge) for edge in graph.edges] == ["i.value -> n.seed"]
    assert "dangling-edge" not in {problem.code for problem in graph.problems()}


def test_an_edge_that_ended_nowhere_is_no_problem_once_a_node_has_that_id() -> None:
    graph = Graph.from_dict(graph_data({"a": "integer", "n": "noise"}, "i.value -> n.seed"))
    graph["a"].id = "i"
    assert graph.to_dict() == graph_data({"i": "integer", "n": "noise"}, "i.value -> n.seed")
    assert graph.problems() == []


def test_thousands_of_edges_into_one_input_are_read_quickly() -> None:
    data = graph_data({"i": "integer", "c": "collect"}, *["i.value -> c.item"] * 5000)
    graph = Graph.from_dict(data)
    assert graph.to_dict() == data
    assert len(graph[Collect].inputs["item"].outputs) == 5000
