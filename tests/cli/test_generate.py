"""`invokegraph generate`: packages of node classes for custom nodes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph.cli import main
from invokegraph.simulator import Simulator
from tests.core.server_schemas import document, node, with_node

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
WEIGHTS = {"type": "object", "properties": {"red": {"type": "number", "default": 1.0, "minimum": 0}}}
INPUTS = {
    "image": {"$ref": "#/components/schemas/ImageField", "orig_required": True, "input": "any"},
    "mode": {"enum": ["all", "red"], "type": "string", "default": "all"},
    "weights": {"$ref": "#/components/schemas/WeightsField", "default": {"red": 1.0}},
}
OUTPUTS = {"image": {"$ref": "#/components/schemas/ImageField"}}
PIPELINE = """
from invokegraph import Graph
from my_nodes import My, WeightsField
from nodes_catalog import BlankImage, ImageScale

blank = BlankImage(width=64, height=64)
mine = My(image=blank.image, mode="red", weights=WeightsField(red=2.0))
graph = Graph(ImageScale(image=mine.image, scale_factor=0.5))
"""


@pytest.fixture
def schema(folder: Path) -> str:
    """The openapi.json of a server with a custom node."""
    return _written(folder, with_node("my_filter", INPUTS, OUTPUTS, {"WeightsField": WEIGHTS}))


@pytest.fixture
def python(folder: Path) -> Callable[[str], str]:
    """Runs a program in the current folder, where the package is."""

    def run(program: str) -> str:
        code = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(folder)!r}]\n{program}"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_only_what_the_catalog_lacks_gets_classes(
    folder: Path, schema: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "--schema", schema, "--out", "my_nodes"]) == 0
    assert capsys.readouterr().out == "my_nodes: 1 node class, of InvokeAI 6.14.2\n  from my_nodes import My\n"
    text = (folder / "my_nodes/math.py").read_text("utf-8")
    assert text.count("\nclass ") == 1
    assert 'class My(Node, type="my_filter"' in text
    assert "from nodes_catalog.fields import ImageField as ImageField" in (folder / "my_nodes/fields.py").read_text()
    assert not (folder / "my_nodes/image.py").exists()


def test_the_classes_work_with_those_of_the_catalog(schema: str, python: Callable[[str], str]) -> None:
    assert main(["generate", "--schema", schema, "--out", "my_nodes"]) == 0
    told = python(f"{PIPELINE}print(graph.problems(), Graph.from_dict(graph.to_dict()) == graph)")
    assert told == "no problems True\n"


def test_a_file_is_read_as_the_classes_once_the_package_is_imported(
    schema: str, python: Callable[[str], str], folder: Path
) -> None:
    assert main(["generate", "--schema", schema, "--out", "my_nodes"]) == 0
    python(
        f"import json, pathlib\n{PIPELINE}\nfolder = pathlib.Path({str(folder)!r})\n"
        "(folder / 'workflow.json').write_text(json.dumps(graph.to_workflow('mine')))\n"
        "(folder / 'graph.json').write_text(graph.to_json())"
    )
    read = f"""
import json
from invokegraph import Graph
graphs = [Graph.from_workflow({str(folder / "workflow.json")!r}), Graph.from_json(open({str(folder / "graph.json")!r}).read())]
classes = [sorted(type(node).__name__ for node in graph.nodes) for graph in graphs]
assert classes == [["BlankImage", "ImageScale", "UnknownNode"]] * 2, classes
again = [Graph.from_workflow(graph.to_workflow()) for graph in graphs]
assert again == graphs  # nothing of the unknown node is lost
import my_nodes
for graph in graphs:
    assert [type(node) for node in Graph.from_dict(graph.to_dict()).nodes].count(my_nodes.My) == 1
print("read")
"""
    assert python(read) == "read\n"


def test_type_checkers_take_it(schema: str, folder: Path) -> None:
    assert main(["generate", "--schema", schema, "--out", "my_nodes"]) == 0
    (folder / "pipeline.py").write_text(PIPELINE)
    (folder / "wrong.py").write_text('from my_nodes import My\n\nMy(mode="blue")\n')
    settings = {"include": ["my_nodes", "pipeline.py", "wrong.py"], "extraPaths": [str(ROOT)]}
    (folder / "pyrightconfig.json").write_text(json.dumps({**settings, "typeCheckingMode": "strict"}))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    found = [(Path(each["file"]).name, each["rule"]) for each in json.loads(done.stdout)["generalDiagnostics"]]
    assert found == [("wrong.py", "reportArgumentType")], done.stdout


def test_all_of_them_on_request(folder: Path, schema: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--schema", schema, "--out", "everything", "--all", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["package"] == told["folder"] == "everything"
    assert (told["classes"]["noise"], told["classes"]["my_filter"]) == ("Noise", "My")
    assert sorted(told["files"]) == sorted(str(path.relative_to(folder)) for path in (folder / "everything").iterdir())


def test_made_again_it_follows_the_server(folder: Path, schema: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--schema", schema, "--out", "my_nodes"]) == 0
    changed = with_node("other_filter", {}, OUTPUTS)
    node(changed, "other_filter")["category"] = "filters"
    assert main(["generate", "--schema", _written(folder, changed), "--out", "my_nodes"]) == 0
    assert (folder / "my_nodes/filters.py").exists()
    assert not (folder / "my_nodes/math.py").exists()
    (folder / "my_nodes/filters.py").write_text("mine = 1\n")
    assert main(["generate", "--schema", schema, "--out", "my_nodes"]) == 2
    assert capsys.readouterr().err == (
        "error: my_nodes/filters.py: it is there and was not made by this command; choose another folder\n"
    )


def test_a_server_without_custom_nodes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Simulator() as url:
        assert main(["generate", "--url", url, "--out", "my_nodes"]) == 2
        assert capsys.readouterr().err == (
            "error: nothing to make: the server has no node types that nodes_catalog has not; --all makes those too\n"
        )
        assert not (folder / "my_nodes").exists()
        assert main(["generate", "--url", url, "--out", "my_nodes", "--all"]) == 0
    assert capsys.readouterr().out.startswith("my_nodes: 306 node classes, of InvokeAI 6.14.2\n")


@pytest.mark.parametrize("name", ["my-nodes", "class", "1st", "nodes_catalog", "invokegraph"])
def test_a_name_that_cannot_be_imported(
    name: str, folder: Path, schema: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "--schema", schema, "--out", name]) == 2
    assert capsys.readouterr().err.startswith(f"error: --out {name}: ")
    assert not (folder / name).exists()


def test_nothing_of_somebody_else_is_overwritten(folder: Path, schema: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine").mkdir()
    for name in ("__init__.py", "schema.json"):
        (folder / "mine" / name).write_text("mine = 1")
        assert main(["generate", "--schema", schema, "--out", "mine"]) == 2
        assert capsys.readouterr().err.startswith(f"error: mine/{name}: it is there")
        assert [path.read_text() for path in (folder / "mine").iterdir()] == ["mine = 1"]
        (folder / "mine" / name).unlink()


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "No such file"), ("{", "not JSON"), ("[]", "not an openapi.json"), ('{"components": {"schemas": {}}}', "")],
)
def test_what_is_no_schema(content: str | None, words: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (folder / "openapi.json").write_text(content)
    assert main(["generate", "--schema", "openapi.json", "--out", "my_nodes", "--all"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert words in told.err


def test_one_source_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--schema", "x.json", "--url", "http://localhost:1", "--out", "my_nodes"]) == 2
    assert capsys.readouterr().err == "error: --url and --schema: say one of them\n"
    assert main(["generate", "--url", "http://localhost:1", "--out", "my_nodes"]) == 3


def test_the_text_of_a_server_stays_data(
    folder: Path, capsys: pytest.CaptureFixture[str], python: Callable[[str], str]
) -> None:
    hostile = document()
    node(hostile, "add")["node_pack"] = '"""\nraise SystemExit("run")\n"""'
    node(hostile, "add")["properties"]["type"]["const"] = 'x"; raise SystemExit; "\x1b[2J'
    assert main(["generate", "--schema", _written(folder, hostile), "--out", "my_nodes"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    text = (folder / "my_nodes/math.py").read_text("utf-8")
    assert "\x1b" not in text
    assert python("import my_nodes; print(ascii(my_nodes.Add.type))") == ("'x\"; raise SystemExit; \"\\x1b[2J'\n")


def _written(folder: Path, document: Any) -> str:
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    return "openapi.json"
