"""What the simulator costs: from nothing to a picture, many sessions, and what it keeps of them."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
import tracemalloc

import pytest

from invokegraph import Batch, Graph
from invokegraph.simulator import Simulator
from invokegraph.transport import InvokeAIClient
from nodes_catalog import Add
from tests.benchmarks.measuring import process_seconds
from tests.contract.asking import Asking, add, graph

pytestmark = pytest.mark.benchmark

PICTURE = """
from invokegraph import Graph, InvokeAIClient
from invokegraph.simulator import Simulator
from nodes_catalog import BlankImage
with Simulator() as url, InvokeAIClient.from_url(url) as client:
    image = BlankImage(width=64, height=64)
    (picture,) = client.run(Graph(image)).images()
    assert picture.bytes().startswith(b"\\x89PNG")
"""
START = """
from time import perf_counter
from invokegraph.simulator import Simulator
begun = perf_counter()
simulator = Simulator()
simulator.start()
print(perf_counter() - begun)
"""


def six() -> Graph:
    node = Add(a=1)
    for _ in range(5):
        node = Add(a=node.value, b=1)
    return Graph(node)


def test_ready_in_a_moment() -> None:
    command = [sys.executable, "-c", START]
    took = min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(5))
    print(f"\nfrom Simulator() to its first answer: {took * 1000:.0f} ms, imports included (bound 300)")
    assert took < 0.3


def test_from_nothing_to_a_picture() -> None:
    took = min(process_seconds(PICTURE) for _ in range(3))
    print(f"\nfrom python to a finished simulated picture: {took:.2f} s (bound 1.5)")
    assert took < 1.5


@pytest.mark.parametrize("cached", [True, False])
def test_a_thousand_sessions(*, cached: bool) -> None:
    work = six()
    for node in work.nodes:
        node.use_cache = cached
    with Simulator() as url, InvokeAIClient.from_url(url) as client:
        begun = time.perf_counter()
        result = client.run(Batch(work, runs=1000), timeout=60, ignore={"cached-result"})
        took = time.perf_counter() - begun
    assert len(result.sessions) == 1000
    print(f"\n1,000 sessions of 6 nodes, cached {cached}, results read: {took:.1f} s (bound 20)")
    assert took < 20


def test_what_is_pruned_is_let_go() -> None:
    with Simulator() as url, Asking(url) as ask:

        def work_and_prune() -> int:
            ask.ended(ask.enqueue(graph(add(a=1)), runs=300))
            ask.json("PUT", "/api/v1/queue/default/prune")
            gc.collect()
            return tracemalloc.get_traced_memory()[0]

        tracemalloc.start()
        try:
            before = [work_and_prune() for _ in range(2)][-1]
            after = [work_and_prune() for _ in range(3)][-1]
        finally:
            tracemalloc.stop()
    print(f"\nmemory after 900 more sessions that were pruned: {(after - before) / 1024:+.0f} KiB", file=sys.stdout)
    assert after - before < 512 * 1024
