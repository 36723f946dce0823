from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from invokegraph import Graph
from invokegraph.cli import main
from nodes_catalog import Noise
from tests.cli.processes import PATIENCE, ROOT, started

WRONG = {"nodes": {"a": {"id": "a", "type": "add", "b": "x"}}, "edges": []}
PIPELINE = """
from invokegraph import Batch, Graph
from nodes_catalog import BlankImage, Noise

blank = BlankImage()
stray = Noise()
graph = Graph(blank, stray)

if __name__ == "__main__":
    raise SystemExit("a check does not run the main part")
"""


def written(folder: Path, name: str, content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / name).write_text(text, "utf-8")
    return name


def test_json_is_asked_for_as_elsewhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "wrong.json", WRONG)
    told = []
    for options in (["--json"], ["--format", "json"], ["--json", "--format", "json"]):
        assert main(["check", file, *options]) == 1
        told.append(capsys.readouterr().out)
    assert json.loads(told[0])[0]["source"] == "wrong.json"
    assert told == [told[0]] * 3
    assert main(["check", file, "--json", "--format", "github"]) == 2
    assert capsys.readouterr() == ("", "error: --json and --format github: say one of them\n")


FITS = "what fits: a graph, an enqueue request or a workflow as JSON, a PNG that InvokeAI made, or a Python file (.py)"
ONLY_PNG = "of pictures, only the PNG files that InvokeAI keeps carry what made them: fetch the original"
KINDS = {
    "page.html": (b"\n<!DOCTYPE html>", "an HTML page", "name the file that it was drawn from"),
    "drawing.svg": (b"<svg></svg>", "an SVG drawing", "name the file that it was drawn from"),
    "photo.jpg": (b"\xff\xd8\xff\xe0", "a JPEG", ONLY_PNG),
    "graph.json": (b" \n", "an empty file", FITS),
    "graph.yaml": (b"nodes: {}\n", "YAML", FITS),
    "rows.csv": (b"noise.seed\n1\n", "a table", "--csv takes it, beside a file with the graph"),
    "notes": (b"to do: draw", "text that is no JSON", FITS),
    "data.bin": (b"\x00\x01", "binary data", FITS),
    "graph.txt": (b"from invokegraph import Graph\n", "Python", "let its name end in .py"),
    "list.json": (b"[1]", "JSON, but no object with nodes and edges", FITS),
    "other.json": (b'{"a": 1}', "JSON without nodes", FITS),
    "notebook.ipynb": (b'{"nbformat": 4}', "a Jupyter notebook", "write its cells into a Python file"),
    "record.json": (
        b'{"workflow_id": "a", "workflow": {"nodes": []}}',
        "a workflow as the server keeps it",
        "`invokegraph workflows get ID` writes it as the editor does",
    ),
    "schema.json": (
        b'{"openapi": "3.1.0"}',
        "an openapi.json",
        "`invokegraph check FILE --schema openapi.json` judges by it",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_a_file_is_instead_of_a_graph_is_said(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, what, advice = KINDS[name]
    (tmp_path / name).write_bytes(content)
    assert main(["check", str(tmp_path / name)]) == 2
    assert capsys.readouterr() == ("", f"error: {tmp_path / name}: it is {what}, not a graph\n  {advice}\n")


def test_a_folder_and_a_typo_in_a_name_are_answered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pipeline.py").write_text("")
    assert main(["check", ".", "piepline.py"]) == 2
    assert capsys.readouterr().err == (
        "error: .: it is a folder: name a file in it\n"
        "error: piepline.py: No such file or directory; did you mean pipeline.py?\n"
    )


def test_what_a_file_without_a_graph_could_say_names_its_last_node(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "nodes.py").write_text("from nodes_catalog import Noise\nnoise = Noise()\n")
    assert main(["check", "nodes.py"]) == 2
    told = "nodes.py: no graph or batch at its top level, for example `graph = Graph(noise)`"
    assert capsys.readouterr().err == f"error: {told}\n"


def test_a_graph_comes_from_stdin_and_a_program_goes_to_stdout(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Graph(Noise()).to_json()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["code", "-", "--out", "-"]) == 0
    assert capsys.readouterr() == (Graph.from_json(text).to_python(), "")


def test_a_program_on_stdin_is_not_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"import sys\nsys.exit(9)\n")))
    assert main(["check", "-"]) == 2
    assert capsys.readouterr().err == ("error: -: it is Python, not a graph\n  a program is run from a file: name it\n")


def test_a_right_file_has_no_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = {"nodes": {"a": {"id": "a", "type": "add"}}, "edges": []}
    assert main(["check", written(folder, "right.json", right)]) == 0
    assert capsys.readouterr().out == "right.json: no problems\n"


def test_problems_are_told_as_a_compiler_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [written(folder, "wrong.json", WRONG), written(folder, "pipeline.py", PIPELINE)]
    assert main(["check", *files]) == 1
    assert capsys.readouterr().out == (
        "wrong.json: 1 problem; the server would refuse it\n"
        "a.b takes int, not 'x' [value-refused]\n"
        "pipeline.py: 1 problem; the server would run it\n"
        "pipeline.py:6: noise feeds nothing, and a result shows nothing of what it makes (width, height, noise) [dead-work]\n"
        "    wire one of its outputs, or take it out\n"
    )


def test_a_graph_is_told_with_the_batch_that_runs_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(
        folder, "pipeline.py", PIPELINE.replace("if __name__", "batch = Batch(graph, runs=2)\n\nif __name__")
    )
    main(["check", file])
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("pipeline.py: ")] == [
        "pipeline.py: 2 problems; the server would run it"
    ]


def test_a_session_that_fails_is_foretold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", written(folder, "l2i.json", {"nodes": {"a": {"id": "a", "type": "l2i"}}, "edges": []})])
    assert capsys.readouterr().out.startswith("l2i.json: 2 problems; the server would take it and fail\n")


def test_a_code_may_be_let_pass(folder: Path) -> None:
    assert main(["check", written(folder, "pipeline.py", PIPELINE), "--ignore", "dead-work"]) == 0


def test_programs_read_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(folder, "pipeline.py", PIPELINE), "--format", "json"]) == 1
    [checked] = json.loads(capsys.readouterr().out)
    [problem] = checked["problems"]
    assert checked["source"] == "pipeline.py"
    assert problem["reason"] == "the server spends time on what nobody sees"
    assert (problem["code"], problem["node_id"], problem["line"], problem["server_refuses"]) == (
        "dead-work",
        "noise",
        6,
        False,
    )


def test_github_shows_each_beside_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [written(folder, "a,b.json", WRONG), written(folder, "pipeline.py", PIPELINE)]
    assert main(["check", *files, "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=a%2Cb.json,title=value-refused::a.b takes int, not 'x'\n"
        "::warning file=pipeline.py,line=6,title=dead-work::noise feeds nothing, and a result shows nothing of what it makes "
        "(width, height, noise)%0Awire one of its outputs, or take it out\n"
    )


def test_what_a_file_holds_ends_no_annotation(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = {"nodes": {"a": {"id": "a", "type": "x\n::error::got%0A you"}}}
    main(["check", written(folder, "hostile.json", hostile), "--format", "github"])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_enqueue_request_is_checked_as_the_batch_that_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = [[{"node_path": "a", "field_name": "a", "items": ["x"]}]]
    graph = {"nodes": {"a": {"id": "a", "type": "add"}}, "edges": []}
    request = {"batch": {"graph": graph, "runs": 1, "data": data}, "prepend": False}
    assert main(["check", written(folder, "request.json", request)]) == 1
    assert "[sweep-value]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("no.json", "{", "no.json: not JSON"),
        ("list.json", [], "list.json: it is JSON, but no object"),
        ("none.py", "graph = None", "none.py: no graph or batch at its top level"),
        ("broken.py", "graph = 1 / 0", "broken.py: ZeroDivisionError: division by zero"),
    ],
)
def test_what_cannot_be_read_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: object, complaint: str
) -> None:
    assert main(["check", written(folder, name, content)]) == 2
    assert capsys.readouterr().err.startswith(f"error: {complaint}")


def test_a_server_without_the_node_would_refuse_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((ROOT / "nodes_catalog/schema.json").read_text("utf-8"))
    file, of_server = written(folder, "pipeline.py", PIPELINE), written(folder, "openapi.json", schema)
    assert main(["check", file, "--ignore", "dead-work", "--schema", of_server]) == 0
    del schema["components"]["schemas"]["NoiseInvocation"]
    assert main(["check", file, "--schema", written(folder, "openapi.json", schema)]) == 1
    assert "[unknown-node-type]" in capsys.readouterr().out
    assert main(["check", file, "--schema", written(folder, "openapi.json", {})]) == 2
    assert (
        capsys.readouterr().err
        == "error: openapi.json: not an openapi.json: it has no 'components' where components.schemas is expected\n"
    )


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.json"]) == 2
    assert capsys.readouterr().err == "error: nowhere.json: No such file or directory\n"


def test_the_module_is_the_command(folder: Path) -> None:
    file = written(folder, "wrong.json", WRONG)
    command = [sys.executable, "-m", "invokegraph", "check", str(folder / file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, "")


def test_one_file_that_cannot_be_read_hides_nothing_of_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [written(folder, "no.json", "{"), written(folder, "wrong.json", WRONG)]
    assert main(["check", *files]) == 2
    told = capsys.readouterr()
    assert "a.b takes int, not 'x' [value-refused]" in told.out
    assert told.err.startswith("error: no.json: not JSON")


def test_a_file_that_ends_the_program_is_not_taken_for_right(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(folder, "ends.py", "import sys\n\nsys.exit(0)\n")]) == 2
    assert capsys.readouterr().err == (
        "error: ends.py: it ends the program before its graphs can be read (ends.py:3)\n"
    )


def test_an_error_in_a_file_names_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", written(folder, "broken.py", "\nx = {}['k']\n")])
    assert capsys.readouterr().err == "error: broken.py: KeyError: 'k' (broken.py:2)\n"


def test_what_is_no_graph_is_said_without_a_line_of_this_program(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", written(folder, "graph.json", {"nodes": 3})])
    assert capsys.readouterr().err == (
        "error: graph.json: nodes: an object is needed that holds nodes by their ids, not 3\n"
    )


def test_a_file_may_import_what_lies_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, "beside_it.py", "SIDE = 64\n")
    written(
        folder,
        "uses.py",
        "from beside_it import SIDE\nfrom invokegraph import Graph\nfrom nodes_catalog import BlankImage\n"
        "graph = Graph(BlankImage(width=SIDE))\n",
    )
    monkeypatch.chdir("/")
    assert main(["check", str(folder / "uses.py")]) == 0


def test_a_graph_is_told_once_and_with_its_batch(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = PIPELINE + "same = graph\nbatch = Batch(graph)\n"
    assert main(["check", written(folder, "pipeline.py", lines)]) == 1
    assert capsys.readouterr().out.count("[dead-work]") == 1


def test_github_is_told_the_file_alone_where_it_holds_several(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "from invokegraph import Graph\na = Graph()\nb = Graph()\n"
    main(["check", written(folder, "several.py", lines), "--format", "github"])
    assert capsys.readouterr().out.count("::error file=several.py,title=empty-graph::") == 2


def test_a_code_that_is_none_is_not_let_pass(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", written(folder, "pipeline.py", PIPELINE), "--ignore", "dead-wrok"]) == 2
    assert "there is no problem code 'dead-wrok'; did you mean dead-work?" in capsys.readouterr().err


@pytest.mark.filterwarnings("always")
def test_a_program_under_another_name_warns_of_nothing(folder: Path, recwarn: pytest.WarningsRecorder) -> None:
    (folder / "program").write_text('import os\nodd = "\\d"\n', "utf-8")
    assert main(["check", "program"]) == 2
    assert [*recwarn] == []


def test_what_a_file_and_its_programs_write_is_apart_from_the_result(folder: Path) -> None:
    file = written(
        folder,
        "graph.py",
        """
import os, sys
from invokegraph import Graph
from nodes_catalog import Noise

print("at the top", file=sys.__stdout__)
os.system("echo of a program")
os.write(1, b"of the file\\n")
def pipeline() -> Graph:
    os.system("echo of a function")
    return Graph(Noise())
""",
    )
    out, err = started(folder, "check", file, "--json").communicate(timeout=PATIENCE)
    assert json.loads(out)[0]["source"] == file
    assert sorted(err.splitlines()) == ["at the top", "of a function", "of a program", "of the file"]


def test_a_file_may_go_to_another_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "other").mkdir()
    file = written(folder, "graph.py", f"import os\nos.chdir('other')\n{PIPELINE}")
    assert main(["draw", file, "--out", "graph.svg"]) == 0
    assert (folder / "graph.svg").is_file()
    assert main(["check", file, file, "--ignore", "dead-work"]) == 0
    assert capsys.readouterr().out == "graph.py: no problems\n" * 2


def test_an_interruption_while_a_class_is_made_is_no_error_of_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "graph.py").write_text(
        "class Field:\n"
        "    def __set_name__(self, owner, name): raise KeyboardInterrupt\n"
        "class Node:\n"
        "    field = Field()\n"
    )
    assert main(["check", "graph.py"]) == 130
    assert capsys.readouterr() == ("", "")
