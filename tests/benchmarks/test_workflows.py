"""Workflows of ten thousand nodes, written and read, against JSON alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from tests.benchmarks.measuring import in_turn, peak_bytes, seconds
from tests.benchmarks.test_large_graphs import PICTURES, made

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.benchmark

MOST_READ, MOST_WRITTEN = 16.0, 16.0
"""How many times longer than `json` reading and writing take at most."""
OFTEN = 8
"""How often JSON is read and written, so that it takes about as long and what else the machine does slows both alike."""


def test_ten_thousand_nodes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = made(PICTURES)
    path = tmp_path / "workflow.json"
    path.write_text(text := json.dumps(graph.to_workflow()), encoding="utf-8")
    read, loads = in_turn(
        lambda: seconds(lambda: Graph.from_workflow(path)),
        lambda: seconds(lambda: [json.loads(path.read_bytes()) for _ in range(OFTEN)]),
        3,
    )
    written, dumps = in_turn(
        lambda: seconds(lambda: json.dumps(graph.to_workflow())),
        lambda: seconds(lambda: [json.dumps(json.loads(text)) for _ in range(OFTEN)]),
        3,
    )
    loads /= OFTEN
    dumps /= OFTEN
    batch = seconds(lambda: Batch.from_workflow(path))
    peak = peak_bytes(lambda: Graph.from_workflow(path))
    with capsys.disabled():
        print(
            f"\na workflow of {len(graph):,} nodes, {len(text) / 2**20:.1f} MiB: read in {read:.2f} s"
            f" ({read / loads:.1f} times json), as a batch in {batch:.2f} s, peak {peak / 2**20:.0f} MiB;"
            f" written in {written:.2f} s ({written / dumps:.1f} times json)"
        )
    assert Graph.from_workflow(path) == graph
    assert read < MOST_READ * loads
    assert written < MOST_WRITTEN * dumps
