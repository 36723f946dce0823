"""Every node type of the catalog, written in Python, is one that the server's parser takes."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from invokegraph import Graph, Node, Output
from invokegraph.ports import Port
from invokegraph.types import compatible
from invokegraph.validation.nodes import EDITOR_ONLY
from nodes_catalog.index import TYPES

from .literals import required_literals
from .random_graphs import class_of, giving
from .server_process import ServerProcess

pytestmark = pytest.mark.live

DEEPEST = 3


@cache
def _givers(port: Port) -> list[tuple[str, str]]:
    """The outputs of the catalog that fit an input: those of its very type first, those of nodes with few needs before others."""
    assert port.takes is not None
    outputs = [
        (type_, given)
        for type_ in TYPES
        if type_ not in (*EDITOR_ONLY, "iterate", "collect")
        for given in giving(type_)
        if given.gives and compatible(given.gives, port.takes)
    ]
    exact = port.takes.without_none().members

    def effort(entry: tuple[str, Port]) -> tuple[bool, int, str]:
        type_, given = entry
        return given.gives not in exact, sum(need.required for need in class_of(type_).ports().values()), type_

    return [(type_, given.name) for type_, given in sorted(outputs, key=effort)]


def _made(type_: str, depth: int = 0) -> Node:
    """A node with all that it requires: literals, and wires from nodes that have what they require, down to some depth."""
    cls = class_of(type_)
    label = {"custom_label": "label"} if "custom_label" in cls.ports() else {}
    node = cls(**required_literals(cls), **label)
    for port in cls.ports().values():
        if port.required and port.input != "direct" and depth < DEEPEST and (givers := _givers(port)):
            node.inputs[port.name] = _output(*givers[0], depth)
    if type_ == "collect":
        node.inputs["item"] = _output("integer", "value", depth)
    if type_ == "iterate":
        node.inputs["collection"] = _output("integer_collection", "collection", depth)
    return node


def _output(type_: str, name: str, depth: int) -> Output[Any]:
    return _made(type_, depth + 1).outputs[name]


def test_every_node_type_is_taken_by_the_server(server: ServerProcess, capsys: pytest.CaptureFixture[str]) -> None:
    graphs = {type_: Graph(_made(type_)) for type_ in TYPES if type_ not in EDITOR_ONLY}
    refusals = server.refusals([graph.to_dict() for graph in graphs.values()])
    refused = {type_: why for type_, why in zip(graphs, refusals, strict=True) if why}
    with capsys.disabled():
        wired = sum(bool(graph.edges) for graph in graphs.values())
        print(f"\n{len(graphs) - len(refused)} of {len(graphs)} node types taken, {wired} of them wired")
    assert refused == {}
    assert len(graphs) + len(EDITOR_ONLY) == len(TYPES)


def test_no_problem_is_found_in_what_the_server_takes(server: ServerProcess) -> None:
    found = {
        type_: problems
        for type_ in TYPES
        if type_ not in EDITOR_ONLY
        and (problems := [problem for problem in Graph(_made(type_)).problems() if problem.server_refuses])
    }
    assert found == {}


@pytest.mark.parametrize("type_", sorted(EDITOR_ONLY))
def test_a_node_of_the_editor_is_refused_by_both(server: ServerProcess, type_: str) -> None:
    data = {"nodes": {"n": {"id": "n", "type": type_}}, "edges": []}
    assert server.refusals([data])[0]
    assert "editor-only-node" in {problem.code for problem in Graph.from_dict(data).problems()}
