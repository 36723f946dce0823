"""`invokegraph diff`: what changes from one file to another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from invokegraph.cli import main
from nodes_catalog import Add, Noise

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    """Graphs, batches and programs to compare."""
    graph, other = Graph(Noise(id="n", seed=1)), Graph(Noise(id="n", seed=2), Add(id="sum"))
    (folder / "graph.json").write_text(graph.to_json())
    (folder / "other.json").write_text(other.to_json())
    (folder / "batch.json").write_text(json.dumps({"batch": Batch(graph, runs=3).to_dict()}))
    (folder / "graph.py").write_text(graph.to_python())
    (folder / "several.py").write_text(
        "from invokegraph import Graph\nfrom nodes_catalog import Noise\n"
        'a, b = Graph(Noise(id="n", seed=1)), Graph(Noise(id="n", seed=2))\n'
    )


def test_what_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "graph.json", "graph.py"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["diff", "batch.json", "batch.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"differences": []}


def test_each_difference_is_a_line_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "graph.json", "other.json"]) == 1
    assert capsys.readouterr() == ("n.seed: 1 -> 2\nsum: added (add)\n", "")
    assert main(["diff", "other.json", "graph.json", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"differences": ["sum: removed (add)", "n.seed: 2 -> 1"]}


def test_a_graph_is_a_batch_that_runs_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "graph.json", "batch.json"]) == 1
    assert capsys.readouterr().out == "runs: 1 -> 3\n"


def test_the_name_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "graph.json", "several.py", "--name", "a"]) == 0
    assert main(["diff", "several.py", "graph.json", "--name", "b"]) == 1
    assert capsys.readouterr().out == "n.seed: 2 -> 1\n"
    assert main(["diff", "graph.json", "several.py"]) == 2
    assert "say which by --name: a, b" in capsys.readouterr().err


def test_each_program_has_what_lies_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = "from helpers import SEED\nfrom invokegraph import Graph\nfrom nodes_catalog import Noise\n"
    for name, seed in (("old", 1), ("new", 2)):
        (folder / name).mkdir()
        (folder / name / "helpers.py").write_text(f"SEED = {seed}\n")
        (folder / name / "pipeline.py").write_text(f'{program}graph = Graph(Noise(id="n", seed=SEED))\n')
    assert main(["diff", "old/pipeline.py", "new/pipeline.py"]) == 1
    assert capsys.readouterr().out == "n.seed: 1 -> 2\n"
    assert main(["diff", "new/pipeline.py", "old/pipeline.py"]) == 1


def test_what_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "graph.json", "none.json"]) == 2
    assert capsys.readouterr() == ("", "error: none.json: No such file or directory\n")


def test_names_from_a_file_are_shown_and_not_obeyed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = {"nodes": {"\x1b[2J": {"id": "\x1b[2J", "type": "add\x07"}}, "edges": []}
    (folder / "hostile.json").write_text(json.dumps(hostile))
    assert main(["diff", "graph.json", "hostile.json"]) == 1
    assert capsys.readouterr().out == "n: removed (noise)\n\\x1b[2J: added (add\\x07)\n"


def test_a_workflow_is_the_graph_that_it_was_made_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workflow = Graph(Noise(id="n", seed=1)).to_workflow()
    (folder / "workflow.json").write_text(json.dumps(workflow))
    assert main(["diff", "workflow.json", "graph.json"]) == 0
    assert capsys.readouterr() == ("", "")
