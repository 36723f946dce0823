"""One workflow as the editor wrote it in each version of the format: all give the same graph."""

from __future__ import annotations

from typing import Any

import pytest

from invokegraph import Graph

MODELS = {
    "1.0.0": {"model_name": "dreams", "base_model": "sd-1", "model_type": "main"},
    "2.0.0": {"key": "k", "hash": "h", "name": "dreams", "base": "sd-1", "type": "main"},
}
TYPES = {"model": ("MainModelField", False, False), "prompt": ("StringField", False, False)}


def field(version: str, name: str, **value: Any) -> dict[str, Any]:
    """An input: version 1 names its type, version 2 describes it, later ones leave it out."""
    written = {"name": name, "label": "", **value}
    kind, is_collection, is_either = TYPES.get(name, ("ClipField", False, False))
    described = {"name": kind, "isCollection": is_collection, "isCollectionOrScalar": is_either}
    if version in ("1.0.0", "2.0.0"):
        type_ = kind if version == "1.0.0" else described
        written |= {"id": f"field-{name}", "fieldKind": "input", "type": type_}
    return written


def node(version: str, id_: str, type_: str, *fields: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": id_,
        "type": type_,
        "label": "Title",
        "isOpen": True,
        "notes": "",
        "isIntermediate": True,
        "useCache": True,
        "version": "1.0.0",
        "inputs": {each["name"]: each for each in fields},
    }
    made: dict[str, Any] = {"id": id_, "type": "invocation", "data": data, "position": {"x": 1, "y": 2}}
    if version in ("1.0.0", "2.0.0"):
        made |= {"width": 320, "height": 219}
        type_of_output = "ClipField" if version == "1.0.0" else {"name": "ClipField", "isCollection": False}
        data["outputs"] = {"clip": {"id": "o", "name": "clip", "type": type_of_output, "fieldKind": "output"}}
    if version == "1.0.0":
        data["embedWorkflow"] = False
    else:
        data["nodePack"] = "invokeai"
    return made


def written(version: str) -> dict[str, Any]:
    model = MODELS["1.0.0" if version == "1.0.0" else "2.0.0"]
    ends = {"source": "loader", "sourceHandle": "clip", "target": "prompt", "targetHandle": "clip"}
    texts = dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), "")
    return {
        **(texts if version != "1.0.0" else {"name": "Old"}),
        "meta": {"version": version} | ({} if version == "1.0.0" else {"category": "user"}),
        "exposedFields": [{"nodeId": "prompt", "fieldName": "prompt"}],
        "nodes": [
            node(version, "loader", "main_model_loader", field(version, "model", value=model)),
            node(version, "prompt", "compel", field(version, "prompt", value="a sea"), field(version, "clip")),
        ],
        "edges": [{"id": "reactflow__edge-1", "type": "default", **ends}],
        **({"form": {"elements": {}, "rootElementId": "root"}} if version == "4.0.0" else {}),
    }


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0", "3.0.0", "4.0.0"])
def test_every_version_gives_the_same_graph(version: str) -> None:
    graph = Graph.from_workflow(written(version))
    assert [str(edge) for edge in graph.edges] == [str(edge) for edge in Graph.from_workflow(written("4.0.0")).edges]
    assert graph.labels == {"loader": "Title", "prompt": "Title"}
    assert graph.left_out == ()
    nodes = graph.to_dict()["nodes"]
    assert nodes["prompt"] == {"id": "prompt", "type": "compel", "is_intermediate": True, "prompt": "a sea"}
    model = nodes["loader"]["model"]
    assert (model["name"], model["base"], model["type"]) == ("dreams", "sd-1", "main")
    assert model["key"] == ("" if version == "1.0.0" else "k")
