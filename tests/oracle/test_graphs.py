"""Which graphs are refused: small random ones, with and without mistakes, judged here and by the server."""

from __future__ import annotations

import json
from random import Random

import pytest

from invokegraph.validation.nodes import EDITOR_ONLY

from .random_graphs import random_graph
from .server_process import ServerProcess
from .verdicts import Data, graph_refusals, is_excused

pytestmark = pytest.mark.live

SEED = 614
GRAPHS = 20_000


def test_a_graph_is_refused_if_the_server_refuses_it(server: ServerProcess, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(SEED)
    graphs: list[Data] = []
    while len(graphs) < GRAPHS:
        if not is_excused(data := random_graph(random, EDITOR_ONLY)):
            graphs.append(data)
    refusals = server.refusals(graphs)
    differing = [
        (data, why) for data, why in zip(graphs, refusals, strict=True) if bool(graph_refusals(data)) != bool(why)
    ]
    with capsys.disabled():
        refused = sum(map(bool, refusals))
        print(
            f"\n{len(graphs)} graphs (seed {SEED}), {refused} refused by the server, {len(differing)} judged otherwise here"
        )
    smallest = sorted(
        (_smallest(server, data) for data, _ in differing[:100]), key=lambda told: told.partition("\n")[0]
    )
    assert smallest == [], "\n\n".join(smallest[::10])


def _smallest(server: ServerProcess, data: Data) -> str:
    """The least part of a graph on which the verdicts still differ, with what each says of it."""
    differs = True
    while differs:
        differs = False
        for part in _parts(data):
            if bool(graph_refusals(part)) != bool(server.refusals([part])[0]):
                data, differs = part, True
                break
    here = "\n".join(map(str, graph_refusals(data))) or "nothing"
    return f"{json.dumps(data)}\nserver: {server.refusals([data])[0] or 'nothing'}\nhere: {here}"


def _parts(data: Data) -> list[Data]:
    """The graph without one of its edges, nodes or values."""
    nodes, edges = data["nodes"], data["edges"]
    ends = ("source", "destination")
    return [
        *({"nodes": nodes, "edges": edges[:place] + edges[place + 1 :]} for place in range(len(edges))),
        *(
            {
                "nodes": {id_: node for id_, node in nodes.items() if id_ != gone},
                "edges": [edge for edge in edges if all(edge[end]["node_id"] != gone for end in ends)],
            }
            for gone in nodes
        ),
        *(
            {"nodes": {**nodes, id_: {key: value for key, value in node.items() if key != name}}, "edges": edges}
            for id_, node in nodes.items()
            for name in node
            if name not in ("id", "type")
        ),
    ]
