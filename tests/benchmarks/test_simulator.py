"""What the simulator costs: from nothing to a picture, many sessions, and what it keeps of them."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from invokegraph.simulator import Faults, Simulator
from invokegraph.simulator.state import State
from invokegraph.simulator.store import Store
from invokegraph.transport import InvokeAIClient
from nodes_catalog import Add
from tests.benchmarks.measuring import with_bytecode
from tests.contract.asking import Asking, add, graph

if TYPE_CHECKING:
    from pathlib import Path

QUEUE = "/api/v1/queue/default"
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
    took = min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(10))
    print(f"\nfrom Simulator() to its first answer: {took * 1000:.0f} ms, imports included (bound 300)")
    assert took < 0.3


def test_from_nothing_to_a_picture() -> None:
    def seconds() -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", PICTURE], check=True, env=with_bytecode())
        return time.perf_counter() - begun

    took = min(seconds() for _ in range(5))
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


def test_a_thousand_sessions_with_a_file(tmp_path: Path) -> None:
    def run(state: Path | None) -> float:
        with Simulator(state=state) as url, Asking(url) as ask:
            begun = time.perf_counter()
            wires = tuple(f"n{place}.value -> n{place + 1}.a" for place in range(5))
            answer = ask.enqueue(
                graph(*(add(f"n{place}", use_cache=False) for place in range(6)), wires=wires), runs=1000
            )
            while ask.json("GET", f"{QUEUE}/b/{answer['batch']['batch_id']}/status")["completed"] < 1000:
                time.sleep(0.01)
            return time.perf_counter() - begun

    took = [(run(None), run(tmp_path / f"{turn}.sqlite")) for turn in range(3)]
    without, with_file = min(pair[0] for pair in took), min(pair[1] for pair in took)
    print(f"\n1,000 sessions of 6 nodes: {without:.2f} s in memory, {with_file:.2f} s with a file (bound 10)")
    assert with_file < 10


def test_ten_thousand_sessions_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    with Simulator(state=file) as url, Asking(url) as ask:
        ask.json("PUT", f"{QUEUE}/processor/pause")
        begun = time.perf_counter()
        ask.enqueue(graph(*(add(f"n{place}") for place in range(6))), runs=10_000)
        took = time.perf_counter() - begun
    size = file.stat().st_size
    begun = time.perf_counter()
    store = Store(file)
    pending = State(Faults(), None, 10_000, store=store).queue.counts("default")["pending"]
    opened = time.perf_counter() - begun
    store.close()
    assert pending == 10_000
    print(
        f"\n10,000 sessions of 6 nodes with a file: enqueued in {took:.2f} s (bound 8), {size / 1e6:.1f} MB, "
        f"opened again in {opened:.2f} s (bound 8)"
    )
    assert max(took, opened) < 8


@pytest.mark.parametrize("kept", ["memory", "file"])
def test_what_finished_sessions_hold(kept: str, tmp_path: Path) -> None:
    with Simulator(state=tmp_path / "state.sqlite" if kept == "file" else None) as url, Asking(url) as ask:

        def held_after(runs: int) -> int:
            ask.ended(ask.enqueue(graph(add(a=1)), runs=runs))
            gc.collect()
            return tracemalloc.get_traced_memory()[0]

        tracemalloc.start()
        try:
            held_after(100)
            before = held_after(300)
            after = held_after(900)
        finally:
            tracemalloc.stop()
    each = (after - before) / 900
    print(f"\na finished session of one node, {kept}: {each / 1024:.1f} KiB of memory (bound 16)", file=sys.stdout)
    assert each < 16 * 1024


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
