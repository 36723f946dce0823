"""From workflows of the editor to graphs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Batch, FormatError, Graph, UnknownNode, WorkflowDefinition
from invokegraph.workflow.document import Document

from .making import connector, edge, invocation, workflow

if TYPE_CHECKING:
    from pathlib import Path

ADD = invocation("a", "add", a=1, b=2)


def edges(*args: Any, **more: Any) -> list[str]:
    return [str(each) for each in Graph.from_workflow(workflow(*args, **more)).edges]


def test_from_a_dict_a_text_and_a_file(tmp_path: Path) -> None:
    made = workflow([ADD])
    path = tmp_path / "add.json"
    path.write_text(json.dumps(made))
    graph = Graph.from_workflow(made)
    assert graph.to_dict() == {"nodes": {"a": {"id": "a", "type": "add", "a": 1, "b": 2}}, "edges": []}
    text = json.dumps(made)
    for source in (text, text.encode(), f"\n {text}", f"\ufeff{text}".encode(), path, str(path), {"workflow": made}):
        assert Graph.from_workflow(source) == graph


def test_defaults_are_not_repeated() -> None:
    node = invocation("n", "noise", seed=0, width=512, height=768, use_cpu=True)
    assert Graph.from_workflow(workflow([node])).to_dict()["nodes"]["n"] == {"id": "n", "type": "noise", "height": 768}


def test_a_default_as_javascript_writes_it_and_what_only_looks_like_one() -> None:
    one = invocation("f", "float", value=0)
    other = invocation("i", "integer", value=False)
    nodes = Graph.from_workflow(workflow([one, other])).to_dict()["nodes"]
    assert nodes == {"f": {"id": "f", "type": "float"}, "i": {"id": "i", "type": "integer", "value": False}}


def test_flags_of_a_node() -> None:
    node = invocation("a", "add")
    node["data"] |= {"isIntermediate": True, "useCache": False}
    assert Graph.from_workflow(workflow([node]))["a"].given == {"is_intermediate": True, "use_cache": False}


def test_what_a_wire_feeds_has_no_value() -> None:
    graph = Graph.from_workflow(workflow([invocation("i", "integer", value=3), ADD], "i.value -> a.a"))
    assert graph.to_dict()["nodes"]["a"] == {"id": "a", "type": "add", "b": 2}


def test_connectors_are_resolved() -> None:
    nodes = [invocation("i", "integer"), ADD, *map(connector, "xyz")]
    assert edges(nodes, "i.value -> x.in", "x.out -> y.in", "y.out -> a.a", "x.out -> a.b") == [
        "i.value -> a.a",
        "i.value -> a.b",
    ]
    assert edges(nodes, "i.value -> x.in", "x.out -> a.a", "i.value -> a.a") == ["i.value -> a.a"]


def test_connectors_that_lead_nowhere() -> None:
    ring = workflow([ADD, connector("x"), connector("y")], "x.out -> y.in", "y.out -> x.in", "x.out -> a.a")
    for made in (ring, workflow([ADD, connector("x")], "x.out -> a.a")):
        graph = Graph.from_workflow(made)
        assert not graph.edges
        assert graph["a"].given == {"a": 1, "b": 2}
        assert [str(each) for each in graph.left_out] == ["the wire x.out -> a.a: x leads to no node"]


def test_ten_thousand_connectors_in_a_chain() -> None:
    count = 10_000
    chain = [f"c{place}.out -> c{place + 1}.in" for place in range(count - 1)]
    nodes = [invocation("i", "integer"), ADD, *(connector(f"c{place}") for place in range(count))]
    assert edges(nodes, *reversed(chain), "i.value -> c0.in", f"c{count - 1}.out -> a.a") == ["i.value -> a.a"]


def test_edges_that_are_only_drawn_and_edges_to_nowhere() -> None:
    made = workflow([ADD, invocation("i", "integer")], "i.value -> gone.a")
    made["edges"] += [{"id": "x", "type": "collapsed", "source": "i", "target": "a"}]
    made["edges"] += [edge("i.value -> a.a", hidden=True)]
    graph = Graph.from_workflow(made)
    assert [str(each) for each in graph.edges] == ["i.value -> a.a"]
    assert [str(each) for each in graph.left_out] == ["the wire i.value -> gone.a: gone leads to no node"]


def test_notes_and_the_current_image_are_left_out() -> None:
    note = {"id": "n", "type": "notes", "data": {"id": "n", "type": "notes", "notes": "Look\nhere"}}
    shown = {"id": "c", "type": "current_image", "data": {}}
    add = invocation("a", "add")
    add["data"] |= {"label": "The sum", "notes": "of two"}
    graph = Graph.from_workflow(workflow([note, shown, add]))
    assert [str(each) for each in graph.left_out] == [
        "a note: Look\\nhere",
        "a node that the editor only draws, 'current_image'",
        "the note at The sum: of two",
    ]
    assert graph.labels == {"a": "The sum"}


@pytest.mark.parametrize(
    ("value", "board"),
    [
        ({"board_id": "b"}, {"board_id": "b"}),
        ("auto", {"board_id": "mine"}),
        (None, {"board_id": "mine"}),
        ("none", None),
    ],
)
def test_the_board_of_the_editor_is_the_one_given_or_none(value: Any, board: Any) -> None:
    made = workflow([invocation("p", "blank_image", board=value)])
    assert Graph.from_workflow(made, board_id="mine")["p"].given.get("board") == board
    kept = board if value == board else None
    assert Graph.from_workflow(made)["p"].given.get("board") == kept


def test_inputs_that_the_node_type_has_not() -> None:
    graph = Graph.from_workflow(workflow([invocation("a", "add", a=1, c=5), invocation("m", "core_metadata", mine=1)]))
    assert graph["a"].given == {"a": 1}
    assert graph["m"].given == {"mine": 1}
    assert [str(each) for each in graph.left_out] == ["add has no longer an input c: the value was dropped"]


def test_unknown_types_stay() -> None:
    node = invocation("u", "my_filter", strength=0.5)
    node["data"] |= {"version": "2.1.0", "nodePack": "my_pack"}
    graph = Graph.from_workflow(workflow([node, ADD], "u.value -> a.a"))
    unknown = graph["u"]
    assert isinstance(unknown, UnknownNode)
    assert (unknown.type, unknown.version, unknown.node_pack) == ("my_filter", "2.1.0", "my_pack")
    assert unknown.given["strength"] == 0.5


def test_the_inputs_of_a_called_workflow() -> None:
    field = "saved_workflow_input::n::value"
    node = invocation(
        "c", "call_saved_workflow", workflow_id="w", workflow_inputs={"stale": 1}, **{field: 5, f"{field}2": 6}
    )
    graph = Graph.from_workflow(workflow([node]))
    assert graph["c"].given["workflow_inputs"] == {field: 5, f"{field}2": 6}
    graph = Graph.from_workflow(workflow([node, invocation("i", "integer")], f"i.value -> c.{field}"))
    assert graph.to_dict()["nodes"]["c"]["workflow_inputs"] == {f"{field}2": 6}


def test_a_workflow_of_version_1_is_brought_up_to_date() -> None:
    field = {"id": "x", "name": "model", "type": "MainModelField", "fieldKind": "input", "label": ""}
    model = {"model_name": "dreams", "base_model": "sd-1"}
    node = invocation("m", "main_model_loader")
    node["data"] = {
        "id": "m",
        "type": "main_model_loader",
        "inputs": {"model": {**field, "value": model}},
        "outputs": {},
    }
    made = {"meta": {"version": "1.0.0"}, "nodes": [{**node, "width": 320, "height": 100}], "edges": []}
    graph = Graph.from_workflow(made)
    assert repr(graph["m"].given["model"]) == "Model(name='dreams', base='sd-1', type='main')"
    assert Document(made).data["nodes"][0]["data"].keys() & {"outputs", "embedWorkflow"} == set()


def test_image_collections_of_before() -> None:
    images = [{"image_name": "one.png"}]
    node = invocation("c", "image_collection", collection=images)
    old = workflow([node])
    old["nodes"][0]["data"]["version"] = "1.0.1"
    assert Graph.from_workflow(old).to_dict()["nodes"]["c"].get("images") == images


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"meta": {}},
            r"meta.version: the version .* is needed(.|\n)*InvokeAI's editor writes it into all that it saves",
        ),
        ({"meta": {"version": "5.0.0"}}, r"3.0.0, 4.0.0, not '5.0.0'.*\n  a newer invokegraph may know that one"),
        ({"nodes": 5}, "nodes: a list is needed, not 5"),
        ({"nodes": {}}, "Graph.from_dict reads it"),
        ({"nodes": [5]}, r"nodes\[0\]: an object is needed"),
        ({"nodes": [{"id": "a"}]}, r"nodes\[0\].type: a text is needed, not None"),
        ({"nodes": [ADD, ADD]}, r"nodes\[1\]: a second node with the id 'a'"),
        ({"nodes": [{**ADD, "data": {"type": "add", "inputs": []}}]}, r"nodes\[0\].data.inputs: an object is needed"),
        (
            {"nodes": [{**ADD, "data": {"type": "add", "useCache": 1}}]},
            r"data.useCache: true or false is needed, not 1",
        ),
        ({"nodes": [{**ADD, "data": {"type": "add", "inputs": {"a": 1}}}]}, r"data.inputs.a: an object is needed"),
        ({"edges": [{"source": "a"}]}, r"edges\[0\].sourceHandle: a text is needed"),
        ({"exposedFields": [{"nodeId": 1}]}, r"exposedFields\[0\].nodeId: a text is needed"),
    ],
)
def test_what_is_no_workflow(change: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Graph.from_workflow({**workflow([ADD]), **change})


def test_what_is_given_as_content_is_never_a_path(tmp_path: Path) -> None:
    path = tmp_path / "workflow.json"
    path.write_text(json.dumps(workflow([ADD])))
    for content in (str(path), "[]", "5", ""):
        for read in (WorkflowDefinition.from_json, Graph.from_workflow, Batch.from_workflow):
            with pytest.raises(FormatError, match=r"^(not JSON|a workflow: an object is needed)"):
                read(content.encode())
        with pytest.raises(FormatError, match=r"^(not JSON|a workflow: an object is needed)"):
            WorkflowDefinition.from_json(content)
    with pytest.raises(FormatError, match=r"^not JSON: .*BOM"):
        Graph.from_workflow("\ufeff{}")
    assert Graph.from_workflow(b"\xef\xbb\xbf" + path.read_bytes()) == Graph.from_workflow(path)


def test_what_powershell_has_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "workflow.json"
    text = json.dumps(workflow([ADD]))
    for encoding in ("utf-16", "utf-8-sig"):
        path.write_text(text, encoding)
        assert Graph.from_workflow(path) == Graph.from_workflow(text)
    with pytest.raises(FormatError, match=r"^not JSON: "):
        Graph.from_workflow(text.encode("utf-16")[:-1])


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        Graph.from_workflow(tmp_path / "none.json")
    with pytest.raises(FormatError, match="directory"):
        Graph.from_workflow(tmp_path)
    with pytest.raises(FormatError, match="null"):
        Graph.from_workflow("a\0b")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(FormatError, match=r"a picture, not a workflow: Graph\.from_image reads"):
        Graph.from_workflow(picture)
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(workflow([ADD]))[:-20])
    with pytest.raises(FormatError, match="not JSON"):
        Graph.from_workflow(broken)
