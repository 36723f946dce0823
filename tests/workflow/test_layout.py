"""Where the editor draws the nodes of workflows that we write: none over another."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

import pytest

from invokegraph import Graph, Node
from invokegraph.catalog import node_class
from invokegraph.validation.nodes import EDITOR_ONLY
from invokegraph.workflow.writing import node_height
from nodes_catalog import Add, Collect, Integer
from tests.benchmarks.test_large_graphs import made as pictures
from tests.oracle.random_graphs import random_graph

WIDTH: Final = 320
HEIGHTS: Final[dict[str, int]] = json.loads(Path(__file__).with_name("node_heights.json").read_text("utf-8"))
"""How high the editor of InvokeAI 6.14.2 draws a node of each type that is wired to nothing, in pixels; all are as wide."""


def overlapping(made: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of nodes that cover each other."""
    boxes = sorted(
        (node["position"]["x"], node["position"]["y"], HEIGHTS.get(node["data"]["type"], 100), node["id"])
        for node in made["nodes"]
    )
    found = []
    for place, (x, y, height, id_) in enumerate(boxes):
        for other_x, other_y, other_height, other in boxes[place + 1 :]:
            if other_x >= x + WIDTH:
                break
            if y < other_y + other_height and other_y < y + height:
                found.append((id_, other))
    return found


@pytest.mark.parametrize("type_", HEIGHTS)
def test_room_for_a_node_is_as_high_as_the_editor_draws_it(type_: str) -> None:
    cls = node_class(type_)
    assert cls is not None
    node: Node = cls()
    assert HEIGHTS[type_] <= node_height(node)


def test_not_much_more_room_than_needed() -> None:
    room = sum(node_height(cls()) for cls in map(node_class, HEIGHTS) if cls is not None)
    assert room < 1.3 * sum(HEIGHTS.values())


def test_random_graphs_and_large_ones(capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(9)
    graphs = [Graph.from_dict(random_graph(random, EDITOR_ONLY)) for _ in range(300)]
    graphs = [graph for graph in graphs if not any(problem.server_refuses for problem in graph.problems())][:200]
    chain = [Add()]
    for _ in range(1_999):
        chain.append(Add(a=chain[-1].value))
    large = [
        pictures(500),
        Graph(chain[-1]),
        Graph(*(Add() for _ in range(2_000))),
        Graph(Collect(item=[Integer(value=number).value for number in range(40)])),
    ]
    start = perf_counter()
    assert [overlapping(graph.to_workflow()) for graph in (*graphs, *large)] == [[]] * (len(graphs) + 4)
    with capsys.disabled():
        print(f"\n{len(graphs)} random graphs and three of 2,000 nodes laid out in {perf_counter() - start:.1f} s")
