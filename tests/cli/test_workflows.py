"""Workflows of the editor, and pictures, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Graph, WorkflowDefinition
from invokegraph.cli import main
from invokegraph.cli.loading import inputs_in
from invokegraph.simulator import Simulator
from invokegraph.transport import InvokeAIClient
from nodes_catalog import Add, BlankImage, ImageResize, Integer
from tests.workflow.making import invocation, workflow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Simulator() as url:
        yield url


def written(folder: Path, data: object, name: str = "workflow.json") -> str:
    (folder / name).write_text(json.dumps(data), "utf-8")
    return name


def picture() -> dict[str, Any]:
    """A blank picture, made larger; the form shows how much, and the height is wired."""
    high = Integer(value=9)
    blank = BlankImage(width=8, height=8, is_intermediate=True)
    large = ImageResize(image=blank.image, width=16, height=high.value, use_cache=False, id="large")
    graph = Graph(large)
    graph.labels["large"] = "The large one"
    return graph.to_workflow("picture", form=[(large, "width", "How wide"), (large, "resample_mode")])


def run(url: str, *arguments: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["run", "workflow.json", "--url", url, "--json", *arguments]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def kept(url: str, told: Any) -> dict[str, Any] | None:
    """The workflow that the first picture carries."""
    (output,) = told["items"][0]["outputs"]["large"]
    with InvokeAIClient.from_url(url) as client:
        return client.image_repo.get_image_workflow(output["image"]["image_name"])


def sides(told: Any) -> list[tuple[int, int]]:
    outputs = [item["outputs"]["large"][0] for item in told["items"]]
    return [(output["width"], output["height"]) for output in outputs]


@pytest.mark.parametrize("name", ["How wide", "how_wide", "large.width", "The large one.width"])
def test_an_input_is_set_by_its_label(folder: Path, url: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, picture())
    told = run(url, "--set", f"{name}=24", capsys=capsys)
    assert (sides(told), len(told["files"])) == ([(24, 9)], 1)
    workflow = kept(url, told)
    assert workflow is not None
    assert WorkflowDefinition.from_dict(workflow)["How wide"].value == 24


def test_sweeps_and_tables(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, picture())
    assert sides(run(url, "--sweep", "How wide=24,25", capsys=capsys)) == [(24, 9), (25, 9)]
    (folder / "rows.csv").write_text("How wide,resample_mode\n10,nearest\n11,box\n")
    assert sides(run(url, "--csv", "rows.csv", capsys=capsys)) == [(10, 9), (11, 9)]


def test_an_input_that_a_wire_feeds(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, picture())
    told = run(url, "--set", "large.height=5", "--set", "How wide=6", capsys=capsys)
    assert sides(told) == [(6, 5)]
    assert kept(url, told) is None  # the workflow has the wire, and made no such picture


def made_by_the_editor(folder: Path, name: str = "editor.json", **inputs: Any) -> str:
    """A workflow whose nodes have ids as the editor makes them: two sums, of which one has a title, and a picture."""
    first, second = (Add(id=f"0000000{place}-fb65-45a6-a5d7-f20109f88b49", a=1) for place in (1, 2))
    blank = BlankImage(id="00000003-fb65-45a6-a5d7-f20109f88b49", width=8, height=8)
    graph = Graph(first, second, blank)
    graph.labels[str(first.id)] = "The sum"
    for field, value in inputs.items():
        for node in (first, second, blank):
            if field in node.inputs:
                node.inputs.keep({field: value})
    return written(folder, graph.to_workflow("made"), name)


def test_nodes_are_called_by_what_the_editor_shows_and_not_by_its_ids(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = made_by_the_editor(folder), made_by_the_editor(folder, "wrong.json", a="x", height="y")
    lines = [
        "The sum.a takes int, not 'x'",
        "add.a takes int, not 'x'",
        "blank_image.height takes int, not 'y'",
    ]
    assert main(["check", wrong]) == 1
    assert [line.removesuffix(" [value-refused]") for line in capsys.readouterr().out.splitlines()[1:]] == lines
    assert main(["check", wrong, "--format", "github"]) == 1
    assert [line.rpartition("::")[2] for line in capsys.readouterr().out.splitlines()] == lines
    assert main(["check", wrong, "--format", "json"]) == 1
    (told, *_), *_ = (each["problems"] for each in json.loads(capsys.readouterr().out))
    assert (told["node_id"], told["message"]) == (
        "00000001-fb65-45a6-a5d7-f20109f88b49",
        "The sum.a takes int, not 'x'",
    )
    assert main(["run", wrong, "--url", url]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.removesuffix(" [value-refused]") for line in said[1:-1]] == lines
    assert said[-1] == "error: nothing was run"
    assert main(["diff", right, wrong]) == 1
    assert capsys.readouterr().out == "The sum.a: 1 -> 'x'\nadd.a: 1 -> 'x'\nblank_image.height: 8 -> 'y'\n"
    assert (
        main(["run", right, "--url", url, "--set", "The sum.b=2", "--sweep", "add.b=3,4", "--ignore", "dead-work"]) == 0
    )
    sums = [line for line in capsys.readouterr().out.splitlines() if "value" in line]
    assert sums[0::2] == ["The sum.value = 3  add.b=3", "The sum.value = 3  add.b=4"]
    assert sums[1::2] == ["add.value = 4  add.b=3", "add.value = 5  add.b=4"]


def test_a_folder_keeps_its_name_though_a_node_has_it_for_its_id(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = "00000003-fb65-45a6-a5d7-f20109f88b49"
    assert main(["run", made_by_the_editor(folder), "--url", url, "--ignore", "dead-work", "--out", out]) == 0
    files = [line for line in capsys.readouterr().out.splitlines() if line.endswith(".png")]
    assert files == [f"{out}/{file.name}" for file in (folder / out).iterdir()]


def test_a_file_keeps_its_name_though_a_node_has_it_for_its_id(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = "00000001-fb65-45a6-a5d7-f20109f88b49"
    graph = Graph(Add(id=id_))
    graph[id_].inputs.keep(a="x")
    graph.labels[id_] = "sum,line=9"
    file = written(folder, graph.to_workflow("named"), f"{id_}.json")
    assert main(["check", file]) == 1
    assert capsys.readouterr().out.startswith(f"{file}: ")
    assert main(["check", file, "--format", "github"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first == f"::error file={file},title=value-refused::sum,line=9.a takes int, not 'x'"


def test_nodes_that_are_called_alike_are_told_apart_by_their_ids(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [f"0000000{place}-fb65-45a6-a5d7-f20109f88b49" for place in (1, 2)]
    graph = Graph(*(Add(id=id_) for id_ in ids), BlankImage(id="blank"))
    for id_ in ids:
        graph[id_].inputs.keep(a="x")
    assert main(["check", written(folder, graph.to_workflow("alike"))]) == 1
    told = [line.partition(".")[0] for line in capsys.readouterr().out.splitlines()[1:] if "value-refused" in line]
    assert told == [f"add ({id_})" for id_ in ids]
    assert main(["run", "workflow.json", "--simulate", "--set", "add.a=1"]) == 2
    assert f"there are: add ({ids[0]}), add ({ids[1]}), blank" in capsys.readouterr().err


def test_a_name_that_means_two_nodes_sets_neither(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Messages call a node by its type that is the title of another, or the label of another's input."""
    id_ = "00000001-fb65-45a6-a5d7-f20109f88b49"
    graph = Graph(sum_ := Add(id=id_), other := Add(id="other"))
    graph.labels["other"] = "add"
    written(folder, graph.to_workflow("names"))
    assert main(["run", "workflow.json", "--simulate", "--set", "add.a=1"]) == 2
    assert f"2 nodes are called 'add': say which by its id: {id_}, other" in capsys.readouterr().err
    del graph.labels["other"]
    written(folder, graph.to_workflow("labels", form=[(other, "a", "add.a"), (sum_, "b", "other.c")]))
    assert main(["run", "workflow.json", "--simulate", "--ignore", "dead-work", "--set", "add.a=5"]) == 0
    assert capsys.readouterr().out == "add.value = 5\nother.value = 0\n"
    assert main(["run", "workflow.json", "--simulate", "--ignore", "dead-work", "--set", "other.c=5"]) == 0
    assert capsys.readouterr().out == "add.value = 5\nother.value = 0\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "How high",
            "no input 'How high'; did you mean How wide? it shows 2: How wide, resample_mode\n  or write it as",
        ),
        ("small.width", "--set small.width: no node 'small' in the graph"),
        ("large.wide", "--set large.wide: "),
        ("", "names no input: write it as node.field or label"),
    ],
)
def test_inputs_that_are_not_there(folder: Path, name: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, picture())
    assert main(["run", "workflow.json", "--simulate", "--set", f"{name}=24"]) == 2
    assert message in capsys.readouterr().err


def test_a_label_of_two_inputs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = Add(), Add()
    written(folder, Graph(one, two).to_workflow(form=[(one, "a"), (two, "a")]))
    assert main(["run", "workflow.json", "--simulate", "--set", "a=1"]) == 2
    assert "2 inputs are called 'a'" in capsys.readouterr().err


def test_lists_that_only_a_server_knows(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with InvokeAIClient.from_url(url) as client:
        board = client.board_repo.create_board("of a command line")
        client.run(Graph(BlankImage(width=8, height=7, board={"board_id": board.board_id})), timeout=60)
    generator = {"type": "image_generator_images_from_board", "board_id": board.board_id}
    nodes = [
        invocation("list", "image_generator", generator=generator),
        invocation("each", "image_batch", images=[]),
        invocation("large", "img_scale", scale_factor=2.0),
    ]
    edges = ("list.images -> each.images", "each.image -> large.image")
    written(folder, workflow(nodes, *edges))
    assert sides(run(url, "--set", "large.scale_factor=3", capsys=capsys)) == [(24, 21)]
    written(folder, workflow(nodes, edges[0]))
    assert main(["run", "workflow.json", "--url", url, "--ignore", "missing-input"]) == 2
    assert "workflow.json: the batch node each: it is wired to nothing" in capsys.readouterr().err


def test_a_picture_is_made_again(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, picture())
    told = run(url, "--set", "How wide=24", capsys=capsys)
    again = str(folder / told["files"][0])
    assert main(["check", again]) == 0
    assert main(["run", again, "--url", url, "--json", "--set", "The large one.width=25"]) == 0
    assert sides(json.loads(capsys.readouterr().out.partition("no problems\n")[2])) == [(25, 9)]
    assert "large.width" in inputs_in(folder / told["files"][0])


def test_check_tells_what_is_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = {"id": "n", "type": "notes", "data": {"id": "n", "type": "notes", "notes": "see\x1b[31m ::there"}}
    written(folder, workflow([invocation("add", "add", a=1, b=2), note]))
    assert main(["check", "workflow.json"]) == 0
    assert capsys.readouterr().out == "workflow.json: no problems\nnote: left out: a note: see\\x1b[31m ::there\n"
    assert main(["check", "workflow.json", "--format", "json"]) == 0
    [checked] = json.loads(capsys.readouterr().out)
    assert checked["left_out"] == [{"message": "a note: see\x1b[31m ::there", "node_id": "n", "field": None}]
    assert main(["check", "workflow.json", "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith("::notice file=workflow.json,title=left-out::a note: see")


def test_problems_of_a_workflow(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, workflow([invocation("image", "l2i")]))
    assert main(["check", "workflow.json"]) == 1
    assert "missing-input" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"nodes": [], "edges": []}, "file: meta.version: the version of the workflow format is needed"),
        ({"nodes": [5], "edges": [], "meta": {"version": "4.0.0"}}, "file: nodes[0]: "),
        (b"\x89PNG\r\n\x1a\n\0\0", "file: "),
    ],
)
def test_what_cannot_be_read(folder: Path, content: Any, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "file").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    assert main(["check", "file"]) == 2
    assert f"error: {message}" in capsys.readouterr().err


def test_completion_offers_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, picture())
    offered = inputs_in(folder / "workflow.json")
    assert offered[:2] == ["how_wide", "resample_mode"]
    assert "large.width" in offered
    for name in offered[:2]:
        assert main(["run", "workflow.json", "--simulate", "--set", f"{name}=x"]) == 2
        assert "no input" not in capsys.readouterr().err


def test_completion_offers_nothing_that_a_shell_would_run(folder: Path) -> None:
    ids = ["$(touch a)", "\\$(touch a)", "`touch a`", "a;touch b", "a\nb", "'", '"', "*", "a b", "-a", "sum-1", "größe"]
    written(folder, {"nodes": {id_: {"id": id_, "type": "add"} for id_ in ids}, "edges": []}, "graph.json")
    assert {name.rpartition(".")[0] for name in inputs_in(folder / "graph.json")} == {"sum-1", "größe"}


def test_a_workflow_without_a_form_has_no_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, Graph(Add(id="add")).to_workflow())
    assert main(["run", "workflow.json", "--simulate", "--set", "a=1"]) == 2
    assert capsys.readouterr().err == (
        "error: --set a: 'a' names no input: write it as node.field\n  there is: add.a\n"
    )
