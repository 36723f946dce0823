"""`invokegraph code`: a file as a program."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from invokegraph.cli import main
from invokegraph.simulator import Simulator
from nodes_catalog import Add, BlankImage, IntegerBatch, Noise, String
from tests.cli.processes import ROOT
from tests.source.programs import look_through, run

if TYPE_CHECKING:
    from pathlib import Path


def test_a_graph_becomes_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = Graph(Noise(id="n", seed=0))
    (tmp_path / "graph.json").write_text(graph.to_json())
    assert main(["code", str(tmp_path / "graph.json")]) == 0
    program = capsys.readouterr().out
    assert program == Graph.from_dict(graph.to_dict()).to_python()
    assert run(program)["graph"] == graph
    assert main(["code", str(tmp_path / "graph.json"), "--no-defaults"]) == 0
    assert 'Noise(id="n")' in capsys.readouterr().out


def test_programs_are_told_what_a_program_lacks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workflow = json.loads((ROOT / "examples/lighthouse.workflow.json").read_text("utf-8"))
    workflow["nodes"][0]["data"] |= {"type": "my_filter", "nodePack": "my-nodes", "notes": "of my own"}
    (folder / "workflow.json").write_text(json.dumps(workflow))
    graph = Graph.from_workflow(workflow)
    assert main(["code", "workflow.json", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "file": None,
        "program": graph.to_python(),
        "left_out": [note._asdict() for note in graph.left_out],
        "unknown": [{"type": "my_filter", "node_pack": "my-nodes"}],
    }
    assert "of my own" in told["left_out"][0]["message"]
    assert main(["code", "workflow.json", "--json", "--out", "program.py"]) == 0
    assert json.loads(capsys.readouterr().out) == {**told, "file": "program.py", "program": None}
    assert (folder / "program.py").read_text("utf-8") == graph.to_python()


def test_a_batch_becomes_a_program_in_a_file_that_can_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = Batch(Graph(Noise(id="n"))).sweep("n", seed=[1, 2])
    (tmp_path / "request.json").write_text(json.dumps({"prepend": False, "batch": batch.to_dict()}))
    out = tmp_path / "program.py"
    assert main(["code", str(tmp_path / "request.json"), "--out", str(out), "--keep-id"]) == 0
    assert capsys.readouterr() == (
        "",
        f"to run it: invokegraph run {shlex.quote(str(out))} --url http://localhost:9090\n",
    )
    assert run(out.read_text(encoding="utf-8"))["batch"].to_dict() == batch.to_dict()
    assert main(["check", str(out)]) == 0


@pytest.mark.parametrize("content", [None, "", "[]", '{"nodes": 3}', '{"graph": 1}'])
def test_what_is_no_graph_is_told(content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "graph.json"
    if content is not None:
        file.write_text(content)
    assert main(["code", str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"error: {file}: ")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "graph.json").write_text(Graph(Noise()).to_json())
    (tmp_path / "program.py").mkdir()
    assert main(["code", str(tmp_path / "graph.json"), "--out", str(tmp_path / "program.py")]) == 2
    assert capsys.readouterr().err == f"error: {tmp_path / 'program.py'}: Is a directory\n"


def test_a_program_takes_the_place_of_no_other_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Graph(Noise()).to_json()
    (folder / "graph.json").write_text(text)
    assert main(["code", "graph.json", "--out", "graph.json"]) == 2
    assert "let its name end in .py" in capsys.readouterr().err
    assert (folder / "graph.json").read_text() == text
    assert main(["code", "graph.json", "--out", "nowhere/graph.py"]) == 2
    assert capsys.readouterr().err == "error: nowhere/graph.py: there is no folder nowhere\n"


def test_several_graphs_are_not_one_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "graphs.py"
    file.write_text("from invokegraph import Graph\na, b = Graph(), Graph()\n")
    assert main(["code", str(file)]) == 2
    assert "it holds 2 graphs and batches" in capsys.readouterr().err


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", ["code", "draw"])
def test_a_file_is_utf_8_whatever_the_system_writes_otherwise(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph.json").write_text(Graph(String(value="灯台, é")).to_json())
    file = io.BytesIO()
    redirected = io.TextIOWrapper(file, encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", redirected)
    assert main([command, str(tmp_path / "graph.json")]) == 0
    redirected.flush()
    assert "灯台, é" in file.getvalue().decode("utf-8")


def test_a_terminal_that_lacks_a_character_gets_its_escape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a lighthouse, 灯台, 🗼, é"
    graph = Graph(String(value=text))
    (tmp_path / "graph.json").write_text(graph.to_json())
    terminal = _Terminal(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["code", str(tmp_path / "graph.json")]) == 0
    terminal.seek(0)
    program = terminal.read()
    assert "é" in program
    look_through(program)
    assert run(program)["graph"] == Graph.from_json(graph.to_json())


def test_it_runs_as_a_process(tmp_path: Path) -> None:
    (tmp_path / "graph.json").write_text(Graph(Noise()).to_json())
    command = [sys.executable, "-m", "invokegraph", "code", str(tmp_path / "graph.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('"""A graph of 1 node for InvokeAI."""\n')


def test_the_program_of_a_workflow_makes_its_graph_and_holds_no_copy_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = Graph(Noise(id="n", seed=3))
    (folder / "workflow.json").write_text(json.dumps(graph.to_workflow("Noises")))
    assert main(["code", "workflow.json"]) == 0
    assert capsys.readouterr().out == graph.to_python()


def test_the_program_of_a_workflow_has_its_sweeps(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = Graph(Noise(id="n", seed=IntegerBatch(integers=[1, 2]).value))
    (folder / "workflow.json").write_text(json.dumps(graph.to_workflow("Noises")))
    assert main(["code", "workflow.json", "--out", "program.py"]) == 0
    batch = run((folder / "program.py").read_text(encoding="utf-8"))["batch"]
    assert [session.values for session in batch.sessions()] == [{("n", "seed"): 1}, {("n", "seed"): 2}]
    assert batch.to_dict().keys().isdisjoint({"workflow", "origin", "destination"})
    assert main(["diff", "workflow.json", "program.py"]) == 0


def test_the_program_of_a_request_that_holds_more_is_one_batch(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = {"batch": {**Batch(Graph(Noise(id="n"))).to_dict(), "workflow": {"name": "x"}}}
    (folder / "request.json").write_text(json.dumps(request))
    assert main(["code", "request.json", "--out", "program.py"]) == 0
    capsys.readouterr()
    assert main(["diff", "request.json", "program.py"]) == 0
    assert capsys.readouterr() == ("", "")


def test_each_run_of_a_program_is_a_batch_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "batch.json").write_text(Batch(Graph(Add(id="n", a=1)), batch_id="mine").to_json())
    with Simulator() as url:
        ids: list[str] = []
        for options in ([], ["--keep-id"]):
            assert main(["code", "batch.json", "--out", "my batch.py", *options]) == 0
            assert "invokegraph run 'my batch.py' --url" in capsys.readouterr().err
            for _ in range(2):
                assert main(["run", "my batch.py", "--url", url, "--json"]) == 0
                ids.append(json.loads(capsys.readouterr().out)["batch_id"])
    assert len(set(ids)) == 3
    assert ids[2:] == ["mine", "mine"]


def test_the_program_saves_its_pictures_when_it_is_run_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "graph.json").write_text(Graph(BlankImage(width=64, height=48)).to_json())
    assert main(["code", "graph.json"]) == 0
    with Simulator() as url:
        program = capsys.readouterr().out.replace("http://localhost:9090", url)
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    (picture,) = (folder / "out").iterdir()
    assert capsys.readouterr().out == f"out/{picture.name}\n"
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
