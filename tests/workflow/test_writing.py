"""From graphs to workflows that the editor opens."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from invokegraph import Graph, InvalidGraph, Model, NotInGraph, UnknownName, UnknownNode
from invokegraph.validation.nodes import EDITOR_ONLY
from nodes_catalog import (
    Add,
    CallSavedWorkflow,
    Compel,
    CoreMetadata,
    DenoiseLatents,
    Integer,
    LatentsToImage,
    MainModelLoader,
    Noise,
    WorkflowReturnGet,
)
from tests.core.data import graph_data
from tests.oracle.random_graphs import random_graph


def text_to_image() -> Graph:
    loader = MainModelLoader(model=Model("dreams", base="sd-1", type="main"))
    positive = Compel(id="positive", prompt="a lighthouse", clip=loader.clip)
    negative = Compel(id="negative", prompt="", clip=loader.clip)
    noise = Noise(seed=7, width=512, use_cache=True)
    denoise = DenoiseLatents(
        unet=loader.unet,
        noise=noise.noise,
        positive_conditioning=[positive.conditioning, negative.conditioning],
        negative_conditioning=negative.conditioning,
    )
    graph = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))
    graph.labels = {"positive": "What to see", "noise": "Noise"}
    return graph


def back(graph: Graph, **more: Any) -> Graph:
    return Graph.from_workflow(json.dumps(graph.to_workflow(**more)))


def test_reading_back_gives_the_same_graph() -> None:
    graph = text_to_image()
    again = back(graph)
    assert again == graph
    assert again.diff(graph) == []
    assert again.to_dict() == graph.to_dict()
    assert again.labels == graph.labels
    assert again.left_out == ()


def test_what_only_files_hold_comes_back() -> None:
    custom = UnknownNode("my_filter", id="f", version="1.2.3", node_pack="my_pack")
    custom.inputs["strength"] = 0.5
    custom.inputs["source"] = Integer().value
    call = CallSavedWorkflow(workflow_id="w")
    call.inputs["workflow_inputs"] = {"saved_workflow_input::n::value": 5}
    metadata = CoreMetadata(seed=3)
    metadata.inputs["mine"] = {"a": [1, None]}
    graph = Graph(custom, call, metadata)
    again = back(graph)
    assert again == graph
    found = again["f"]
    assert isinstance(found, UnknownNode)
    assert (found.version, found.node_pack) == ("1.2.3", "my_pack")


def test_values_beside_wires_and_unknown_inputs_come_back() -> None:
    graph = Graph.from_dict(graph_data({"i": "integer", "a": "add"}, "i.value -> a.a"))
    graph["a"].given["b"] = 0
    data = graph.to_dict()
    data["nodes"]["a"] |= {"a": 5, "typo": 1, "is_intermediate": False}
    data["nodes"]["i"] |= {"value": 0, "use_cache": True}
    odd = Graph.from_dict(data)
    assert back(odd).diff(odd) == []


def test_random_graphs_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(6)
    count = 0
    while count < 5_000:
        graph = Graph.from_dict(random_graph(random, EDITOR_ONLY))
        if any(problem.server_refuses for problem in graph.problems()) or len(set(graph.edges)) < len(graph.edges):
            continue  # a wire that is there twice is there once in the editor
        count += 1
        assert back(graph) == graph, graph.to_json()
    with capsys.disabled():
        print(f"\n{count} random graphs -> workflow -> graph: all equal")


def test_the_form_shows_what_is_asked_for() -> None:
    graph = text_to_image()
    positive, noise = graph["positive"], graph[Noise]
    made = graph.to_workflow(
        "Lighthouse", form=["What", (positive, "prompt"), (noise, "seed", "Luck"), ("noise", "width")]
    )
    elements = made["form"]["elements"]
    shown = [elements[name] for name in elements["root"]["data"]["children"]]
    assert [element["type"] for element in shown] == ["heading", "node-field", "node-field", "node-field"]
    assert all(element["parentId"] == "root" for element in shown)
    assert shown[2]["data"]["fieldIdentifier"] == {"nodeId": "noise", "fieldName": "seed"}
    inputs = next(node for node in made["nodes"] if node["id"] == "noise")["data"]["inputs"]
    assert inputs["seed"] == {"name": "seed", "label": "Luck", "value": 7}
    assert inputs["height"] == {"name": "height", "label": "", "value": 512}
    assert made["name"] == "Lighthouse"
    assert Graph.from_workflow(made) == graph


def test_a_form_that_shows_what_is_not_there() -> None:
    graph = text_to_image()
    with pytest.raises(NotInGraph):
        graph.to_workflow(form=[(Noise(), "seed")])
    with pytest.raises(UnknownName, match="sead"):
        graph.to_workflow(form=[("noise", "sead")])
    with pytest.raises(TypeError, match="the form shows headings and inputs"):
        graph.to_workflow(form=[5])  # type: ignore[list-item]


def test_graphs_that_cannot_be_written() -> None:
    for graph in (
        Graph(Add(id="a"), Add(id="a")),
        Graph.from_dict(graph_data({"a": "add"}, "x.value -> a.a")),
        Graph.from_dict({"nodes": {"a": {"id": "b", "type": "add"}}, "edges": []}),
    ):
        with pytest.raises(InvalidGraph):
            graph.to_workflow()


def test_nodes_stand_right_of_what_they_depend_on() -> None:
    chain = [Add()]
    for _ in range(20):
        chain.append(Add(a=chain[-1].value))
    made = Graph(chain[-1]).to_workflow()
    xs = [node["position"]["x"] for node in made["nodes"]]
    assert all(right - left > 320 for left, right in pairwise(xs))


def test_inputs_that_the_editor_does_not_know_are_left_out() -> None:
    made = Graph.from_dict(graph_data({"i": "iterate"})).to_workflow()
    assert list(made["nodes"][0]["data"]["inputs"]) == ["collection"]


def test_values_that_the_editor_would_misread_are_left_out_where_they_are_defaults() -> None:
    made = Graph(WorkflowReturnGet(), CallSavedWorkflow()).to_workflow()
    get, call = (node["data"]["inputs"] for node in made["nodes"])
    assert get["values"] == {"name": "values", "label": ""}
    assert "workflow_inputs" not in call
    given = Graph(WorkflowReturnGet(values={"a": 1}))
    assert given.to_workflow()["nodes"][0]["data"]["inputs"]["values"]["value"] == {"a": 1}
    assert back(given) == given


def test_the_editor_is_told_the_types_of_inputs_of_a_called_workflow() -> None:
    values = {"n": 9, "x": 1.0, "t": "text", "o": True, "list": [1], "large": 2**60, "": 1}
    inputs = {f"saved_workflow_input::{name}": value for name, value in values.items()}
    graph = Graph(CallSavedWorkflow(workflow_id="w", workflow_inputs=inputs))
    told = graph.to_workflow()["nodes"][0]["data"]["dynamicInputTemplates"]
    assert {name.partition("::")[2]: each["type"]["name"] for name, each in told.items()} == {
        "n": "IntegerField",
        "x": "FloatField",
        "t": "StringField",
        "o": "BooleanField",
        "": "IntegerField",
    }
    assert all(each["title"] and each["name"] == name for name, each in told.items())
    assert back(graph) == graph
