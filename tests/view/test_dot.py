from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invokegraph import Graph

from . import graphs
from .test_svg import HOSTILE, REAL

TEXT_TO_IMAGE = """\
digraph {
    rankdir=LR
    node [shape=box fontname="Helvetica"]
    edge [fontname="Helvetica" fontsize=10]
    n0 [label="main_model_loader\\nMainModelLoader" style="rounded"]
    n1 [label="noise\\nNoise" style="rounded"]
    n2 [label="compel\\nCompel" style="rounded"]
    n3 [label="compel_2\\nCompel" style="rounded"]
    n4 [label="denoise_latents\\nDenoiseLatents" style="rounded"]
    n5 [label="l2i\\nLatentsToImage" style="rounded"]
    n0 -> n2 [label="clip" color="#2f855a"]
    n0 -> n3 [label="clip" color="#2f855a"]
    n0 -> n4 [label="unet" color="#c53030"]
    n1 -> n4 [label="noise" color="#b83280"]
    n2 -> n4 [label="conditioning → positive_conditioning" color="#0987a0"]
    n3 -> n4 [label="conditioning → negative_conditioning" color="#0987a0"]
    n4 -> n5 [label="latents" color="#b83280"]
    n0 -> n5 [label="vae" color="#2b6cb0"]
}
"""
TEXT = r'"(?:[^"\\]|\\.)*"'
LINE = re.compile(rf"    n\d+(?: -> n\d+)? \[(?:\w+={TEXT} ?)+\]")


def test_text_to_image():
    assert graphs.text_to_image().to_dot() == TEXT_TO_IMAGE


def test_the_empty_graph():
    assert Graph().to_dot().endswith("fontsize=10]\n}\n")


def test_what_is_wrong_is_marked():
    drawn = graphs.read({"a": {"type": "add"}}, ("gone", "value", "a", "b")).to_dot()
    assert 'n1 [label="gone\\nnot in the graph" style="rounded,dashed"]' in drawn
    assert 'n1 -> n0 [label="value → b" color="#d92d20" penwidth="2" tooltip="the edge gone.value -> a.b ends' in drawn


def test_labels_are_titles():
    graph = graphs.text_to_image()
    graph.labels = {"noise": "Start"}
    assert 'n1 [label="Start\\nNoise · noise" style="rounded"]' in graph.to_dot()


def assert_lines(drawn: str) -> None:
    lines = drawn.splitlines()
    assert (lines[0], lines[-1]) == ("digraph {", "}")
    assert all(LINE.fullmatch(line) for line in lines[4:-1]), drawn


@settings(max_examples=80, deadline=None)
@given(st.text(min_size=1, max_size=80), st.text(max_size=80))
def test_text_is_data(text, label):
    graph = graphs.read({text: {"type": text}, "b": {"type": "add"}}, (text, text, "b", text))
    graph.labels = {text: label}
    assert_lines(graph.to_dot())


@pytest.mark.parametrize("text", [*HOSTILE, 'a"] b [label="', "ends with \\", "\\N\\G", "&lt;b&gt;"])
def test_hostile_text_is_data(text):
    assert_lines(graphs.read({text: {"type": text}, "b": {"type": "add"}}, (text, text, "b", text)).to_dot())


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize(
    "text", ['quoted "a"', "back\\slash", "\\N", "ends with \\", "&lt;b&gt;", "a<b>&c", "漢字 שלום"]
)
def test_graphviz_reads_what_was_written(text):
    graph = graphs.read({text: {"type": "add"}, "b": {"type": "add"}}, (text, "value", "b", "a"))
    done = subprocess.run(["dot", "-Tjson"], input=graph.to_dot(), capture_output=True, text=True, check=True)
    texts = [part["text"] for part in json.loads(done.stdout)["objects"][0]["_ldraw_"] if part["op"] == "T"]
    assert texts == [text, "Add"]


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("make", REAL)
def test_graphviz_draws_it(make):
    graph = make()
    done = subprocess.run(["dot", "-Tsvg"], input=graph.to_dot(), capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.count('class="edge"') == len(graph.edges)
