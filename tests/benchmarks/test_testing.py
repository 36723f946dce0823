"""What the pytest plugin costs: those who use it, and those who only have it installed. Whole pytest processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.measuring import in_turn, process_work
from tests.testing.installing import ROOT, install

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.benchmark

TESTS = """
import pytest
from invokegraph import Graph
from invokegraph.testing import assert_graph
from nodes_catalog import BlankImage, ImageResize

@pytest.mark.parametrize("width", range(64, 84))
def test_resize(invokeai, graph_snapshot, width):
    image = ImageResize(image=BlankImage(width=width).image, width=width * 2)
    graph = Graph(image)
    assert_graph(graph).valid().has(ImageResize, width=width * 2).wired(BlankImage, image)
    assert graph == graph_snapshot
    (picture,) = [picture for picture in invokeai.run(graph).images() if picture.node_id == graph.id_of(image)]
    assert picture.width == width * 2
"""
NOTHING = "def test_nothing(): assert 1 + 1 == 2\n"


class Runs:
    """pytest over one file, in an installation as `pip install` makes it, with all bytecode at hand."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        (self.folder / "test_it.py").write_text(code, "utf-8")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        path = os.pathsep.join([str(ROOT), str(install(folder, files=True))])
        self.env = {**kept, "PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}

    def seconds(self, *options: str) -> float:
        begun = time.perf_counter()
        subprocess.run(self._command(*options), cwd=self.folder, env=self.env, check=True, capture_output=True)
        return time.perf_counter() - begun

    def work(self, *options: str) -> float:
        return process_work(self._command(*options), self.env, self.folder)

    def _command(self, *options: str) -> list[str]:
        others = ["-pno:hypothesispytest", "-pno:anyio", "-pno:cacheprovider"]
        return [sys.executable, "-m", "pytest", "-q", "-Werror", *others, *options]


def test_twenty_tests_with_a_simulator_each(tmp_path: Path) -> None:
    runs = Runs(tmp_path, TESTS)
    runs.seconds("--update-graphs")
    took = min(runs.seconds() for _ in range(10))
    print(
        f"\n20 tests, each with a simulator, a run and a snapshot: {took:.2f} s from python to the end of pytest (bound 2)"
    )
    assert took < 2


def test_who_does_not_use_it(tmp_path: Path) -> None:
    runs = Runs(tmp_path, NOTHING)
    without, beside = in_turn(lambda: runs.work("-pno:invokegraph"), runs.work, 10)
    print(
        f"\npytest in a project that does not use the plugin: {(beside - without) * 1000:+.0f} ms ({without:.2f} s without it)"
    )
    assert beside - without < 0.05
