"""`invokegraph draw`: graphs as drawings."""

from __future__ import annotations

import importlib
import json
import webbrowser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from invokegraph import Batch, Graph
from invokegraph.cli import main
from invokegraph.cli.commands.draw import FORMATS
from nodes_catalog import Add, LatentsToImage, Noise

if TYPE_CHECKING:
    from pathlib import Path

GRAPH = Graph(Add(a=Noise(id="n").width))


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "graph.json").write_text(GRAPH.to_json())
    (folder / "batch.json").write_text(json.dumps({"batch": Batch(GRAPH).to_dict()}))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("file", ["graph.json", "batch.json"])
def test_every_format_is_what_the_graph_makes(name: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", file, "--format", name]) == 0
    assert capsys.readouterr().out == getattr(GRAPH, FORMATS[name].method)()


def test_svg_is_what_is_meant_where_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "graph.json"]) == 0
    assert ET.fromstring(capsys.readouterr().out).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(("out", "method"), [("a.svg", "draw"), ("a.MMD", "to_mermaid"), ("a.mermaid", "to_mermaid")])
def test_the_name_of_the_file_says_how(out: str, method: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "graph.json", "--out", out]) == 0
    assert capsys.readouterr() == ("", "")
    assert (folder / out).read_text("utf-8") == getattr(GRAPH, method)()


def test_a_drawing_is_opened(
    folder: Path, browsed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw", "graph.json", "--out", "my graph.html", "--open"]) == 0
    assert browsed.read_text() == f"{(folder / 'my graph.html').as_uri()}\n"
    assert main(["draw", "graph.json", "--open"]) == 2
    assert capsys.readouterr().err == "error: --open opens the file that is written: name it by --out FILE\n"
    monkeypatch.setenv("BROWSER", "no-such-browser %s")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("DISPLAY", raising=False)
    importlib.reload(webbrowser)
    assert main(["draw", "graph.json", "--out", "a.svg", "--open"]) == 2
    assert capsys.readouterr().err == "error: --open: no browser can be started here; a.svg is written\n"


def test_a_format_goes_before_a_name(folder: Path) -> None:
    assert main(["draw", "graph.json", "--format", "mermaid", "--out", "graph.md"]) == 0
    assert (folder / "graph.md").read_text("utf-8").startswith("flowchart LR\n")


def test_programs_are_told_what_was_drawn(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "graph.json", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "format": "svg",
        "file": None,
        "drawing": GRAPH.draw(),
        "nodes": 2,
        "edges": 1,
        "problems": [],
    }
    (folder / "wrong.json").write_text(Graph(LatentsToImage(id="picture")).to_json())
    assert main(["draw", "wrong.json", "--json", "--out", "wrong.mmd"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["file"], told["drawing"]) == ("mermaid", "wrong.mmd", None)
    assert [(each["code"], each["field"]) for each in told["problems"]] == [
        ("missing-input", "latents"),
        ("missing-input", "vae"),
    ]
    assert (folder / "wrong.mmd").read_text("utf-8").startswith("flowchart LR\n")


def test_what_cannot_be_drawn(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refused(*arguments: str) -> str:
        assert main(["draw", *arguments]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        return told.err

    assert refused("none.json") == "error: none.json: No such file or directory\n"
    assert refused("graph.json", "--out", "a.png") == (
        "error: --out a.png: its name does not say how to draw it: let it end in one of .svg, .html, .mmd, .dot\n"
        "  for a PNG, write a .dot and run `dot -Tpng -O graph.dot` (Graphviz); for a PDF, print the .html from a browser\n"
    )
    assert refused("graph.json", "--out", f"{folder}/no/a.svg").endswith(f"/no/a.svg: there is no folder {folder}/no\n")
    assert "there is no format 'png', but svg, html, mermaid, dot" in refused("graph.json", "--format", "png")
