"""A workflow out of the editor, changed in Python and written back."""

from __future__ import annotations

import copy
from typing import Any

from invokegraph import Batch, Graph, WorkflowDefinition
from nodes_catalog import Integer

from .making import invocation, workflow
from .test_hostile import OF_OTHER_KINDS, changed, paths_of, real


def drawn() -> dict[str, Any]:
    made = real()
    for place, node in enumerate(made["nodes"]):
        node["position"] = {"x": 100.5 * place, "y": -7}
    made["nodes"][0]["data"] |= {"notes": "Why", "isOpen": False, "label": "Sum"}
    made["nodes"][0]["data"]["inputs"]["b"] |= {"label": "Second", "description": "What to add"}
    return {**made, "name": "Mine", "tags": "a, b"}


def by_id(made: dict[str, Any]) -> dict[str, Any]:
    return {node["id"]: node for node in made["nodes"]}


def test_what_the_editor_had_stays() -> None:
    definition = WorkflowDefinition.from_dict(drawn())
    before = definition.to_dict()
    graph = definition.graph()
    graph["image"].inputs["tiled"] = True
    made = definition.with_graph(graph).to_dict()
    old, new = by_id(before), by_id(made)
    assert set(old) - set(new) == {"x", "y", "now"}, "connectors lead wires around, current_image is only drawn"
    assert {id_: node["position"] for id_, node in new.items()} == {id_: old[id_]["position"] for id_ in new}
    data = new["add"]["data"]
    assert (data["notes"], data["isOpen"], data["label"]) == ("Why", False, "Sum")
    assert (data["inputs"]["b"]["label"], data["inputs"]["b"]["description"]) == ("Second", "What to add")
    assert new["note"] == old["note"]
    assert made["form"] == before["form"]
    assert (made["name"], made["tags"], made["exposedFields"]) == ("Mine", "a, b", before["exposedFields"])
    assert Graph.from_workflow(made) == graph
    assert Batch.from_workflow(made).to_dict()["data"] == Batch.from_workflow(before).to_dict()["data"]


def test_new_nodes_and_nodes_that_are_gone() -> None:
    definition = WorkflowDefinition.from_dict(drawn())
    graph = definition.graph().copy()
    graph.add(Integer(id="new", value=3))
    made = definition.with_graph(graph).to_dict()
    assert by_id(made)["new"]["position"]["y"] > 500
    less = Graph(Integer(id="new"))
    made = definition.with_graph(less).to_dict()
    assert set(by_id(made)) == {"new", "one", "two", "g", "note"}
    assert made["form"]["elements"]["box"]["data"]["children"] == ["text"]
    assert made["exposedFields"] == []
    assert Graph.from_workflow(made) == less


def test_another_type_with_the_same_id_is_another_node() -> None:
    definition = WorkflowDefinition.from_dict(workflow([invocation("a", "add", a=1)]))
    made = definition.with_graph(Graph(Integer(id="a", value=3))).to_dict()
    assert made["nodes"][0]["data"]["type"] == "integer"


def test_odd_workflows_can_be_changed() -> None:
    made = drawn()
    for path in paths_of(made):
        if path[0] in ("form", "meta") or "position" in path:
            for other in OF_OTHER_KINDS:
                odd = changed(copy.deepcopy(made), path, other)
                if path[:2] == ("meta", "version") or path == ("meta",):
                    continue
                definition = WorkflowDefinition.from_dict(odd)
                definition.with_graph(definition.graph())


def test_the_types_of_inputs_of_a_called_workflow_stay() -> None:
    made = workflow([invocation("c", "call_saved_workflow", workflow_id="w", **{"saved_workflow_input::x": [1]})])
    made["nodes"][0]["data"]["dynamicInputTemplates"] = {"saved_workflow_input::x": {"type": {"name": "IntegerField"}}}
    definition = WorkflowDefinition.from_dict(made)
    kept = definition.with_graph(definition.graph()).to_dict()["nodes"][0]["data"]
    assert kept["dynamicInputTemplates"] == made["nodes"][0]["data"]["dynamicInputTemplates"]
