"""What becomes of workflows: those that the server's package ships, and random ones, read here and by the server's own
converter.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest

from invokegraph import Graph, Model, UnknownNode
from invokegraph.validation.nodes import EDITOR_ONLY
from invokegraph.workflow.reading import FLAGS
from tests.source.programs import again as by_program
from tests.source.programs import is_same
from tests.workflow.making import connector, edge
from tests.workflow.test_layout import overlapping

from .random_graphs import random_graph
from .server_process import ServerProcess
from .verdicts import is_excused

pytestmark = pytest.mark.live

SEED = 4
RANDOM = 3_000
GONE = {"canny_image_processor", "midas_depth_image_processor"}
"""Node types of shipped workflows that the server has no longer. Its converter refuses the whole; the editor leaves the
nodes out; we keep them, and say so. Everything else in these workflows is compared."""

CHOSEN = {
    "ModelIdentifierField": Model("chosen"),
    "ImageField": {"image_name": "chosen.png"},
    "VideoField": {"video_name": "chosen.mp4"},
}


@pytest.fixture(scope="module")
def shipped(server: ServerProcess) -> dict[str, dict[str, Any]]:
    """The workflows that come with the server, by name; skipped with it."""
    place = "import invokeai.app.services.workflow_records as it; print(it.__path__[0])"
    python = os.environ["INVOKEGRAPH_SERVER_PYTHON"]
    found = subprocess.run([python, "-c", place], capture_output=True, text=True, check=True).stdout.split("\n")
    folder = Path(next(line for line in reversed(found) if line.strip())) / "default_workflows"
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def test_shipped_workflows(
    server: ServerProcess, shipped: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    graphs = {name: Graph.from_workflow(made) for name, made in shipped.items()}
    unknown = {name: [node for node in graph if isinstance(node, UnknownNode)] for name, graph in graphs.items()}
    gone = {node.type for nodes in unknown.values() for node in nodes}
    cases = []
    for name, made in shipped.items():
        ids = {node.id for node in unknown[name]}
        rest = {**made, "nodes": [node for node in made["nodes"] if node["id"] not in ids]}
        rest["edges"] = [each for each in made["edges"] if ids.isdisjoint((each["source"], each["target"]))]
        ours = Graph.from_workflow(rest).to_dict()
        for node in rest["nodes"]:
            if node["type"] == "invocation":
                node["data"]["inputs"] = _without_null(node["data"]["inputs"])
        cases.append((rest, ours))
    differences = server.workflow_differences(cases)
    with capsys.disabled():
        print(
            f"\n{len(shipped)} workflows that come with the server: {sum(map(bool, differences))} read otherwise,"
            f" {sum(map(bool, unknown.values()))} name node types that it has not ({', '.join(sorted(gone))})"
        )
    assert len(shipped) == 26
    assert gone == GONE
    assert dict(zip(shipped, differences, strict=True)) == dict.fromkeys(shipped, "")


def test_shipped_workflows_are_accepted(
    server: ServerProcess, shipped: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Once they have the models and pictures that whoever runs them has to choose."""
    graphs = []
    for made in shipped.values():
        graph = Graph.from_workflow(made)
        kept = [node for node in graph if not isinstance(node, UnknownNode)]
        for node in kept:
            for port in node.ports().values():
                if port.required and node.given.get(port.name) is None and port.takes is not None:
                    node.inputs[port.name] = CHOSEN[str(port.takes.without_none())]
            if node.type == "prompt_from_file":
                node.inputs["file_path"] = __file__  # the server looks whether there is such a file
        graphs.append(graph.to_dict() if len(kept) == len(graph) else _without_unknown(graph))
    refused = dict(zip(shipped, server.refusals(graphs), strict=True))
    with capsys.disabled():
        print(
            f"\n{len(graphs)} of their graphs sent to the server's parser: {sum(map(bool, refused.values()))} refused"
        )
    assert refused == dict.fromkeys(shipped, "")


def _without_unknown(graph: Graph) -> dict[str, Any]:
    made = graph.to_dict()
    ids = {id_ for node, id_ in graph.ids().items() if isinstance(node, UnknownNode)}
    nodes = {id_: node for id_, node in made["nodes"].items() if id_ not in ids}
    ends = [(each, {each["source"]["node_id"], each["destination"]["node_id"]}) for each in made["edges"]]
    return {"nodes": nodes, "edges": [each for each, both in ends if ids.isdisjoint(both)]}


def test_shipped_workflows_come_back(shipped: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    for made in shipped.values():
        graph = Graph.from_workflow(made)
        drawn = graph.to_workflow(made["name"])
        assert overlapping(drawn) == []
        again = Graph.from_workflow(json.dumps(drawn))
        assert again == graph
        assert again.labels == graph.labels
        assert is_same(graph, by_program(graph))
    with capsys.disabled():
        print(f"\n{len(shipped)} workflows -> graph -> workflow -> graph, and graph -> Python -> graph: all equal")


def test_random_workflows(server: ServerProcess, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(SEED)
    cases = []
    while len(cases) < RANDOM:
        data = random_graph(random, EDITOR_ONLY)
        graph = Graph.from_dict(data)
        if is_excused(data) or any(problem.server_refuses for problem in graph.problems()):
            continue
        if any(edge.target_field in ("id", "type") for edge in graph.edges):
            continue  # the server's converter then takes id or type from the node itself; we keep them
        if any(node.type == "range" and "stop" not in node.given for node in graph):
            continue  # the server judges a stop that is written, as in all workflows, and not one left to its default
        made = _led_around(random, graph.to_workflow())
        cases.append((made, Graph.from_workflow(made).to_dict()))
    differing = [
        f"{json.dumps(made)}\n{why}"
        for (made, _), why in zip(cases, server.workflow_differences(cases), strict=True)
        if why
    ]
    with capsys.disabled():
        print(f"\n{len(cases)} random workflows (seed {SEED}), {len(differing)} read otherwise")
    assert differing == [], "\n\n".join(sorted(differing, key=len)[:5])


def _without_null(inputs: dict[str, Any]) -> dict[str, Any]:
    """Inputs without values that are null: those are none to the editor, and so to us; the server takes them."""
    return {
        name: {part: value for part, value in field.items() if part != "value" or value is not None}
        for name, field in inputs.items()
    }


def _led_around(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    """A workflow with connectors in its wires, with drawn edges and notes."""
    for node in made["nodes"]:
        node["data"].pop("given", None)
        inputs = node["data"]["inputs"]
        for name in FLAGS:
            inputs.pop(name, None)  # the editor has no such inputs
        node["data"]["inputs"] = _without_null(inputs)
    for place, wire in enumerate(list(made["edges"])):
        if random.random() < 0.4:
            names = [f"connector-{place}-{step}" for step in range(random.randint(1, 3))]
            ends = [f"{wire['source']}.{wire['sourceHandle']}", *(f"{name}.out" for name in names)]
            taken = [*(f"{name}.in" for name in names), f"{wire['target']}.{wire['targetHandle']}"]
            made["nodes"] += map(connector, names)
            made["edges"].remove(wire)
            made["edges"] += [edge(f"{end} -> {into}") for end, into in zip(ends, taken, strict=True)]
        if random.random() < 0.1:
            ring = f"ring-{place}"
            made["nodes"].append(connector(ring))
            made["edges"] += [edge(f"{ring}.out -> {ring}.in"), edge(f"{ring}.out -> {wire['target']}.nothing")]
        if random.random() < 0.2:
            made["edges"].append(
                {"id": f"c{place}", "type": "collapsed", "source": wire["source"], "target": wire["target"]}
            )
    made["nodes"].append({"id": "note", "type": "notes", "data": {"id": "note", "type": "notes", "notes": "Note"}})
    random.shuffle(made["edges"])
    return made
