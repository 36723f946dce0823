"""Programs look as formatters make them, and linters and type checkers have nothing to say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invokegraph import Batch, FormatError, Graph
from tests.oracle.random_batches import random_batch
from tests.oracle.random_graphs import random_graph
from tests.source.made import GOLDEN
from tests.source.test_safety import NASTY, TEXT, hostile_graphs
from tests.view import graphs

ROOT = Path(__file__).parents[2]
TYPED = (*GOLDEN[:-1], graphs.text_to_image, graphs.sdxl, graphs.controlled, graphs.variations, graphs.wide)
FITS = st.text("abc \u00e9\u6f22\U0001f600'\"\\\n\u0301", min_size=50, max_size=140)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of programs: of all that is at hand, of random graphs and batches, and of hostile ones."""
    sources = [make().to_python() for make in (*GOLDEN, *TYPED, graphs.broken)]
    for seed in range(150):
        random = Random(seed)
        graph = Graph.from_dict(random_graph(random, frozenset()))
        sources += [graph.to_python(), graph.to_python(defaults=False)]
        try:
            sources.append(Batch.from_dict(random_batch(random)).to_python())
        except FormatError:
            continue

    @settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(hostile_graphs(), FITS, TEXT, st.lists(st.integers() | FITS, max_size=30))
    def add(data: dict[str, object], text: str, type_: str, some: list[object]) -> None:
        nodes = {
            "n": {"id": "n", "type": "string", "value": text},
            "u": {"id": "u", "type": type_, text: text, "b": some, "c": {text: text}},
        }
        try:
            sources.extend(
                Graph.from_dict(each).to_python() for each in (data, {"nodes": nodes, "edges": [], text: some})
            )
        except FormatError:
            return

    add()
    infinite = {"id": "i", "type": "odd", "given": {"x" * length: -float("inf") for length in range(50, 90, 3)}}
    sources.append(Graph.from_dict({"nodes": {"i": infinite}, "edges": []}).to_python())
    nasty = {
        "nodes": {
            f"n{place}": {"id": f"n{place}", "type": "string", "value": f"{text} {text * 9}"}
            for place, text in enumerate(NASTY)
        },
        "edges": [],
    }
    sources.append(Graph.from_dict(nasty).to_python())
    folder = tmp_path_factory.mktemp("programs")
    for place, source in enumerate(sources):
        (folder / f"program_{place}.py").write_text(source, encoding="utf-8")
    print(f"\n{len(sources)} programs")
    return folder


@pytest.mark.parametrize("width", [88, 120])
def test_ruff_would_format_nothing(programs: Path, width: int) -> None:
    told = _ruff(programs, "format", "--check", "--line-length", str(width))
    assert told == f"{len(list(programs.glob('*.py')))} files already formatted\n"


def test_ruff_has_nothing_to_say(programs: Path) -> None:
    rules = "F,I,E4,E7,E9,W,UP,B,C4,SIM,PIE,RET,N,ISC,PLC,PLE,FURB"
    assert _ruff(programs, "check", "--select", rules) == "All checks passed!\n"


def _ruff(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return done.stdout


def test_pyright_has_nothing_to_say(tmp_path: Path) -> None:
    for make in TYPED:
        (tmp_path / f"{make.__name__}.py").write_text(make().to_python(), encoding="utf-8")
    config = tmp_path / "pyrightconfig.json"
    config.write_text(json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.11", "extraPaths": [str(ROOT)]}))
    command = [
        sys.executable,
        "-m",
        "pyright",
        "--project",
        str(config),
        "--pythonpath",
        sys.executable,
        "--outputjson",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["generalDiagnostics"] == []
    assert report["summary"]["filesAnalyzed"] == len({make.__name__ for make in TYPED})
