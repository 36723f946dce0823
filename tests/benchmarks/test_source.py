"""Programs of ten thousand nodes, against the time that it takes to read such a graph from JSON."""

from __future__ import annotations

import pytest

from invokegraph import Graph, Output
from nodes_catalog import ImageBlur
from tests.benchmarks.measuring import in_turn, seconds
from tests.benchmarks.test_large_graphs import PICTURES, made
from tests.source.programs import run

pytestmark = pytest.mark.benchmark


def chain(count: int) -> Graph:
    image: Output[object] | None = None
    for number in range(count):
        image = ImageBlur(image=image, radius=number / 7).image  # type: ignore[arg-type, assignment]
    return Graph(image)  # type: ignore[arg-type]


def renamed(graph: Graph) -> Graph:
    """The graph as the editor would hold it: every id one that no program would give."""
    data = graph.to_dict()
    data["nodes"] = {f"{id_}:0": {**node, "id": f"{id_}:0"} for id_, node in data["nodes"].items()}
    for edge in data["edges"]:
        for end in edge.values():
            end["node_id"] += ":0"
    return Graph.from_dict(data)


@pytest.mark.parametrize("shape", ["pictures", "pictures from the editor", "a chain"])
def test_ten_thousand_nodes(shape: str) -> None:
    graph = chain(4 * PICTURES) if shape == "a chain" else made(PICTURES)
    if shape == "pictures from the editor":
        graph = renamed(graph)
    text = graph.to_json()
    own, reading = in_turn(lambda: seconds(graph.to_python), lambda: seconds(lambda: Graph.from_json(text)), 3)
    source = graph.to_python()
    running = seconds(lambda: run(source))
    lines = len(source.splitlines())
    print(f"\n{shape}: {own:.2f} s for a program of {lines} lines, {own / reading:.1f} x reading the JSON (bound 6)")
    print(f"    running it: {running:.2f} s")
    assert run(source)["graph"] == graph
    assert own <= 6 * reading
    assert own < 5
