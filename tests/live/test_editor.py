"""The editor that the server serves, in a browser: what it queues for a workflow, and what it says of those that we
write. Nothing that it posts gets to the server.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Graph, Model
from invokegraph.validation.nodes import EDITOR_ONLY
from nodes_catalog import CallSavedWorkflow
from tests.oracle.random_graphs import random_graph
from tests.workflow import editor_cases
from tests.workflow.editor_cases import CASES, differences, form
from tests.workflow.making import invocation, workflow

pytest.importorskip("playwright", reason="playwright is not installed: pip install 'invokegraph[screens]'")

from playwright.sync_api import Error

from tests.view.graphs import controlled, sdxl, text_to_image
from tools.editor.editor import Editor, editor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invokegraph.transport import InvokeAIClient

pytestmark = pytest.mark.live

ANSWERS = Path(editor_cases.__file__).with_name("editor_answers.json")
FIELDS = [("n", "value"), ("t", "value"), ("x", "value"), ("o", "value")]
SEED = 4
RANDOM = 8
SOME = 8
"""How many are compared: all take minutes."""
GONE = {"canny_image_processor", "midas_depth_image_processor"}
"""Node types of shipped workflows that the server has no longer: the editor leaves the nodes out, we keep them."""

OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".react-flow__node")].map((node) => node.getBoundingClientRect());
    const cover = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return [boxes.length, boxes.some((box, place) => boxes.slice(place + 1).some((other) => cover(box, other)))];
}"""


@pytest.fixture(scope="module")
def gui(live_url: str) -> Iterator[Editor]:
    try:
        with editor(live_url) as started:
            yield started
    except Error as error:
        pytest.skip(f"no editor opens here: {str(error).splitlines()[0]}")


LATE_SCHEMA = """
    const fetched = window.fetch;
    window.fetch = async (asked, ...more) => {
        if ((asked.url ?? String(asked)).endsWith("/openapi.json")) await new Promise((go) => setTimeout(go, 2000));
        return fetched(asked, ...more);
    };
"""
"""A server that is slow to tell its node types."""


def test_the_editor_is_ready_only_with_its_node_types(gui: Editor, live_url: str) -> None:
    browser = gui.page.context.browser
    assert browser is not None
    page = browser.new_page()
    page.add_init_script(LATE_SCHEMA)
    assert Editor(page, live_url).load(text_to_image().to_workflow()).warnings == []
    page.close()


def answer(gui: Editor, made: dict[str, Any]) -> dict[str, Any]:
    """What the editor says of a workflow, and what it queues for it."""
    warnings = gui.load(made).warnings
    batch = gui.invoke()["batch"]
    graph = {"nodes": batch["graph"]["nodes"], "edges": batch["graph"]["edges"]}
    return {"warnings": warnings, "graph": graph, "data": batch["data"]}


def test_answers_are_still_those_of_the_editor(gui: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    names = list(CASES)
    kept = json.loads(ANSWERS.read_text("utf-8")) if ANSWERS.exists() else {}
    if not os.environ.get("INVOKEGRAPH_KEEP_ANSWERS"):
        names = sorted(Random(SEED).sample(names, 2 * SOME))
    now = {name: answer(gui, CASES[name]) for name in names}
    if os.environ.get("INVOKEGRAPH_KEEP_ANSWERS"):
        ANSWERS.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
        return
    with capsys.disabled():
        print(f"\n{len(names)} of {len(CASES)} workflows loaded into the editor and queued there")
    assert now == {name: kept[name] for name in names}


def test_shipped_workflows(gui: Editor, client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = list(client.workflow_repo.all_workflows(categories="default"))
    found = {}
    for record in Random(SEED).sample(shipped, SOME):
        made = client.workflow_repo.get_workflow(record.workflow_id).to_dict()["workflow"]
        gone = {node["id"] for node in made["nodes"] if node["data"].get("type") in GONE}
        rest = {**made, "nodes": [node for node in made["nodes"] if node["id"] not in gone]}
        rest["edges"] = [each for each in made["edges"] if gone.isdisjoint((each["source"], each["target"]))]
        found[record.name] = differences(rest, answer(gui, made))
    with capsys.disabled():
        print(
            f"\n{SOME} of {len(shipped)} shipped workflows, {sum(map(bool, found.values()))} queued otherwise than by the editor"
        )
    assert not any(found.values()), found
    assert len(shipped) >= 20


@pytest.mark.parametrize("make", [text_to_image, sdxl, controlled])
def test_graphs_open_as_they_are(gui: Editor, make: Callable[[], Graph]) -> None:
    """Without a warning, with form, labels, and wires; and no node covers another."""
    graph = with_models(make())
    node, id_ = next(
        (node, id_) for node, id_ in graph.ids().items() if node.type.endswith(("compel", "compel_prompt"))
    )
    graph.labels[id_] = "What to see"
    made = graph.to_workflow("Name", form=["Picture", (node, "prompt", "The prompt")])
    loaded = gui.load(made)
    assert loaded.warnings == []
    assert loaded.state["form"] == made["form"]
    assert {each["id"]: each["data"]["label"] for each in loaded.state["nodes"]}[id_] == "What to see"
    assert len(loaded.state["edges"]) == len(made["edges"])
    assert differences(made, gui.invoke()["batch"]) == []
    gui.page.get_by_text("Workflow Editor", exact=True).first.click()
    gui.page.wait_for_function("() => document.querySelectorAll('.react-flow__edge').length > 0")
    assert gui.page.evaluate(OVERLAPS) == [len(made["nodes"]), False]


def with_models(graph: Graph) -> Graph:
    """The graph with models that a server would know; the editor shows none for those that it has to look up."""
    for node in graph:
        for port in node.ports().values():
            if isinstance(node.given.get(port.name), Model):
                node.inputs[port.name] = Model(port.name, key="k", hash="h", base="sd-1", type="main")
    return graph


def test_random_graphs(gui: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(SEED)
    compared = 0
    while compared < RANDOM:
        graph = Graph.from_dict(random_graph(random, EDITOR_ONLY))
        if graph.problems() or sum(node.type == "workflow_return" for node in graph) > 1:
            continue  # nor does the editor open a workflow with several of those
        made = graph.to_workflow()
        if gui.load(made).warnings:
            continue  # wires that the editor does not draw, such as an integer for a text
        assert differences(made, gui.invoke()["batch"]) == []
        compared += 1
    with capsys.disabled():
        print(f"\n{compared} random graphs (seed {SEED}) written, opened and queued by the editor: all equal")


def test_inputs_of_called_workflows_are_kept(gui: Editor, client: InvokeAIClient) -> None:
    """The editor takes a value that is written only where it finds its type beside it."""
    nodes = [
        invocation("n", "integer", value=3),
        invocation("t", "string", value="hello"),
        invocation("x", "float", value=0.5),
        invocation("o", "boolean", value=False),
        invocation("value", "workflow_return_value", key="sum"),
        invocation("return", "workflow_return"),
    ]
    callee = workflow(nodes, "n.value -> value.value", "value.value -> return.values", form=form(*FIELDS))
    record = client.workflow_repo.save_workflow({**callee, "name": "called by a test"})
    try:
        inputs = dict(
            zip((f"saved_workflow_input::{id_}::value" for id_, _ in FIELDS), (9, "text", 0.75, True), strict=True)
        )
        made = Graph(CallSavedWorkflow(workflow_id=record.workflow_id, workflow_inputs=inputs)).to_workflow()
        assert gui.load(made).warnings == []
        assert differences(made, gui.invoke()["batch"]) == []
    finally:
        client.workflow_repo.delete_workflow(record.workflow_id)
