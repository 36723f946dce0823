"""Whole graphs run here as on a real server: the same copies in the same order, the same outputs, the same pictures."""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from invokegraph import Graph
from invokegraph.simulator import Simulator
from tests.contract.asking import Asking

from .node_cases import METADATA, Maker
from .own_server import ordered_server
from .sessions import Comparison, Side
from .suiting_values import LARGE, Kept
from .test_node_work import TOLERANCES, picture
from .whole_graphs import GraphMaker

pytestmark = pytest.mark.live

Data = dict[str, Any]
SEED = 6142
GRAPHS = int(os.environ.get("INVOKEGRAPH_WHOLE_GRAPHS", "2000"))
PICTURES = {
    f"picture-{number}": Kept(mode, size, look, METADATA[2] if number % 2 else None)
    for number, (mode, size, look) in enumerate(
        itertools.product(("RGB", "RGBA", "L"), ((32, 24), (40, 40), (51, 37)), ("noise", "blobs", "flat", "steps"))
    )
} | {"large": Kept("RGB", LARGE, "blobs", None), "large-with-alpha": Kept("RGBA", LARGE, "blobs", {})}
AT_ONCE = 250
STOPPING = {"wired-rule", "unsendable"}


@pytest.fixture(scope="module")
def ordered() -> Iterator[Asking]:
    python = os.environ.get("INVOKEGRAPH_SERVER_PYTHON", "")
    if not python:
        pytest.skip("INVOKEGRAPH_SERVER_PYTHON names no Python with the invokeai package")
    with ordered_server(python) as url, Asking(url) as ask:
        yield ask


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    """A simulator that gives copies the ids that the ordered server gives them."""
    numbers = itertools.count()
    monkeypatch.setattr("invokegraph.simulator.copies.uuid4", lambda: f"copy-{next(numbers):09d}")
    with Simulator() as url, Asking(url) as ask:
        yield ask


def graphs(count: int, seed: int = SEED) -> list[Data]:
    """Graphs that a server takes and that do not stop its queue."""
    random, found = Random(seed), list[Data]()
    while len(found) < count:
        graph = GraphMaker(random, PICTURES, set(TOLERANCES)).make()
        told = Graph.from_dict(graph).problems()
        if len(graph["nodes"]) >= 3 and not any(each.server_refuses or each.code in STOPPING for each in told):
            found.append(graph)
    return found


def side(ask: Asking) -> Side:
    """A server that has the pictures that the graphs name."""
    found = Side(ask)
    for name, kept in PICTURES.items():
        maker = Maker(Random(name))
        drawn = maker.picture(kept.mode, kept.size, look=kept.look)
        file = io.BytesIO()
        picture(maker.pictures[drawn["image_name"]]).save(file, "PNG")
        found.upload(name, file.getvalue(), kept.metadata)
    return found


def test_graphs_run_as_on_a_server_without_chance(ordered: Asking, simulated: Asking) -> None:
    given = graphs(GRAPHS)
    comparison = Comparison(side(ordered), side(simulated))
    differing: list[str] = []
    for start in range(0, len(given), AT_ONCE):
        differing += comparison.run(given[start : start + AT_ONCE])
    tally = comparison.tally
    print(
        f"\n{len(given)} graphs of {sum(len(graph['nodes']) for graph in given)} nodes (seed {SEED}): "
        f"{dict(tally.sessions)}, {tally.copies} node runs of {len(tally.types)} types, {tally.outputs} outputs compared, "
        f"{tally.images} images compared, {len(differing)} graphs differing\n"
        f"failures: {dict(tally.failures)}\n"
        f"worst pixel differences: { ({name: worst for name, worst in tally.worst.items() if worst}) }, otherwise 0"
    )
    assert not differing, f"{len(differing)} differ:\n" + "\n".join(differing[:20])
