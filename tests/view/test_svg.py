from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import combinations
from math import dist
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import text_to_image as example
from invokegraph import Graph, Model
from invokegraph.view import to_svg
from nodes_catalog import Compel, Integer, MainModelLoader, SDXLCompelPrompt

from . import graphs
from .drawing import Drawing, drawn

REAL = [graphs.text_to_image, graphs.sdxl, graphs.controlled, graphs.variations, graphs.wide, graphs.broken]
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "]]> &amp; <![CDATA[",
    "two\nlines\r\n\tand a tab",
    "\u202eright to left\u202c\u2066\u200f",
    "\x00\x01\x1b[31m\x7f\ufffe\uffff",
    "</text></svg>",
    "end",
    "שלום مرحبا",
    "漢字" * 40,
    "x" * 1_000_000,
]


def assert_sound(drawing: Drawing) -> None:
    """Nothing is cut, no two boxes overlap, no line runs through a box, and every line goes from dot to dot."""
    dots = [dot for box in drawing.boxes for dot in box.dots]
    for box in drawing.boxes:
        assert box.left > 0
        assert box.top > 0
        assert box.right < drawing.width
        assert box.bottom < drawing.height
    for one, other in combinations(drawing.boxes, 2):
        assert not one.overlaps(other), (one.title, other.title)
    for line in drawing.lines:
        for end in (line.points[0], line.points[-1]):
            assert any(dist(end, dot) < 0.3 for dot in dots), line.title
        for x, y in line.points:
            assert 0 < x < drawing.width, line.title
            assert 0 < y < drawing.height, line.title
            crossed = [box.title for box in drawing.boxes if box.covers(x, y)]
            assert not crossed, (line.title, crossed)


@pytest.mark.parametrize("make", REAL)
def test_everything_is_there_once_and_in_nothings_way(make):
    graph = make()
    drawing = drawn(graph)
    missing = [box for box in drawing.boxes if "ig-missing" in box.classes]
    assert sorted(box.texts[0] for box in drawing.boxes if box not in missing) == sorted(graph.ids().values())
    expected = [f"{edge.source}.{edge.source_field} → {edge.target}.{edge.target_field}" for edge in graph.edges]
    assert sorted(line.title.splitlines()[0] for line in drawing.lines) == sorted(expected)
    assert_sound(drawing)


@pytest.mark.parametrize("make", [example.stable_diffusion, example.sdxl])
def test_the_examples_are_drawn_soundly(make):
    assert_sound(drawn(make(Model("any"))))


def test_a_card_shows_class_ports_and_values():
    box = drawn(graphs.text_to_image()).box("denoise_latents")
    inputs = ["positive_conditioning", "negative_conditioning", "unet", "noise"]
    assert box.texts == ["denoise_latents", "DenoiseLatents", *inputs, "latents", "steps", "20", "cfg_scale", "7.5"]
    assert box.title == "denoise_latents (denoise_latents)"


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (MainModelLoader(model=Model("Dreamshaper 8", base="sd-1")), ["model", "Dreamshaper 8"]),
        (MainModelLoader(model=Model(base="sd-1", type="main")), ["model", "sd-1 main"]),
        (Integer(value=10**17), ["value", "100000000000000000"]),
        (Compel(prompt=""), ["prompt", '""']),
        (Compel(prompt="a\n\nb", is_intermediate=True), ["prompt", "a b", "is_intermediate", "True"]),
    ],
)
def test_values_are_shown_in_few_words(node, shown):
    box = drawn(Graph(node)).boxes[0]
    assert [text for text in box.texts[2:] if text != "!"] == shown


def test_a_long_value_is_cut_and_shows_whole_on_hover():
    prompt = "a red fox in fresh snow, golden hour, 85mm, shallow depth of field"
    svg = to_svg(Graph(Compel(prompt=prompt)))
    assert f"…<title>{prompt}</title>" in svg


def test_more_values_than_fit_are_counted():
    graph = graphs.read({"a": {"type": "mystery", **{f"input_{n}": n for n in range(25)}}})
    assert "… and 15 more" in drawn(graph).boxes[0].texts


def test_wires_have_the_colour_of_what_they_carry():
    families = {
        line.title.split(" ")[0]: next(iter(line.classes - {"ig-wire"})) for line in drawn(graphs.controlled()).lines
    }
    assert families["main_model_loader.unet"] == "ig-unet"
    assert families["compel.conditioning"] == "ig-conditioning"
    assert families["noise.noise"] == "ig-latents"
    assert families["photo.image"] == "ig-image"
    assert families["img_resize.width"] == "ig-integer"
    assert families["collect.collection"] == "ig-control"  # what goes into it


def test_lists_have_square_dots():
    svg = to_svg(graphs.wide())
    assert svg.count('<rect class="ig-dot ig-control"') == 1  # what collect gives


def test_what_is_wrong_is_marked_and_said():
    drawing = drawn(graphs.broken())
    assert "there is no node type 'my_custom_node'" in drawing.box("c").title
    assert {"ig-unknown", "ig-wrong"} <= drawing.box("c").classes
    assert drawing.box("gone").texts[1] == "not in the graph"
    wrong = {line.title.splitlines()[0] for line in drawing.lines if "ig-wrong" in line.classes}
    assert {"a.nothing → b.a", "gone.vae → d.vae", "d.image → gone too.image"} <= wrong
    assert "c.latents → d.latents" not in wrong


def test_nothing_is_marked_in_a_graph_without_problems():
    assert 'ig-wrong"' not in to_svg(graphs.text_to_image())


def test_nodes_that_share_an_id_are_both_drawn():
    seed, other = Integer(id="same", value=1), Integer(id="same", value=2)
    prompt = SDXLCompelPrompt(original_width=seed.value, original_height=other.value)
    drawing = drawn(Graph(prompt))
    assert [box.texts[0] for box in drawing.boxes].count("same") == 2
    assert len(drawing.lines) == 2
    assert_sound(drawing)


def test_the_empty_graph_says_so():
    drawing = drawn(Graph())
    assert not drawing.boxes
    assert drawing.notes == ["⚠ the graph has no nodes"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_text_is_data(text):
    graph = graphs.read(
        {text: {"type": text, text: text, "list": [text], "deep": {text: text}}, "b": {"type": "add"}},
        (text, text, "b", text),
        (text * 2, "value", "b", "a"),
    )
    svg = to_svg(graph)
    assert len(svg) < 20_000
    assert not set("\x00\x01\x1b\x7f\u202e\u2066\u200f\ufffe\uffff") & set(svg)
    elements = {element.tag.partition("}")[2] for element in ElementTree.fromstring(svg).iter()}
    assert elements <= {"svg", "style", "rect", "g", "title", "text", "circle", "path"}
    assert_sound(drawn(graph))


def test_the_picture_needs_nothing_but_itself():
    svg = to_svg(graphs.controlled())
    assert "href" not in svg
    assert "url(" not in svg
    assert svg.count("http") == 1  # the namespace


def test_the_same_program_draws_the_same_picture_in_every_process():
    code = (
        "from tests.view import graphs; from invokegraph.view import to_svg, to_mermaid;"
        "graph = graphs.variations(); print(ascii(to_svg(graph) + to_mermaid(graph)))"
    )
    root = Path(__file__).parents[2]
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert to_svg(graphs.variations()) == to_svg(graphs.variations())


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 12).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(
                st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.sampled_from("ab")), max_size=30
            ),
        )
    )
)
def test_any_graph_is_drawn_soundly(case):
    count, rows = case
    drawing = drawn(graphs.web(count, *rows))
    assert len(drawing.boxes) == count
    assert len(drawing.lines) == len(rows)
    assert_sound(drawing)


def _web(kind: str, count: int) -> Graph:
    random = Random(1)
    chain = [(n, n + 1, "a") for n in range(count - 1)]
    match kind:
        case "chain, each fed by the first":
            return graphs.web(count, *chain, *((0, n, "b") for n in range(2, count)))
        case "chain, each feeding the last":
            return graphs.web(count, *chain, *((n, count - 1, "b") for n in range(count - 2)))
        case "chain with random wires":
            return graphs.web(count, *chain, *((random.randrange(n), n, "b") for n in range(1, count)))
        case "random, with cycles":
            return graphs.web(count, *((random.randrange(count), n, name) for n in range(count) for name in "ab"))
        case "ring":
            return graphs.web(count, *chain, (count - 1, 0, "a"))
        case "loose":
            return graphs.web(count)
        case _:
            return graphs.variations(count // 6)


@pytest.mark.parametrize(
    "kind",
    [
        "chain, each fed by the first",
        "chain, each feeding the last",
        "chain with random wires",
        "random, with cycles",
        "ring",
        "loose",
        "real",
    ],
)
def test_two_thousand_nodes_take_seconds(kind):
    graph = _web(kind, 2000)
    start = time.thread_time()
    svg = to_svg(graph)
    taken = time.thread_time() - start
    print(f"draw of {len(graph)} nodes, {len(graph.edges)} edges ({kind}): {taken:.2f} s, {len(svg) / 1e6:.1f} MB")
    assert taken < 5
    assert svg.count('<g class="ig-node') == len(graph)
    assert svg.count('class="ig-wire') == len(graph.edges)
    assert len(svg) < 5_000_000


@pytest.mark.parametrize("kind", ["chain with random wires", "random, with cycles"])
def test_lines_that_take_the_lane_run_through_nothing_either(kind, monkeypatch):
    monkeypatch.setattr("invokegraph.view.layout._MOST_POINTS", 40)
    assert_sound(drawn(_web(kind, 40)))


def test_ids_that_the_editor_made_are_no_titles():
    id_ = "54dd79ec-fb65-45a6-a5d7-f20109f88b49"
    graph = graphs.read({id_: {"type": "add"}, "b": {"type": "add"}})
    assert drawn(graph).boxes[0].texts[:2] == ["Add", "54dd79ec"]
    graph.labels = {id_: "Sum"}
    assert drawn(graph).boxes[0].texts[:2] == ["Sum", "Add · 54dd79ec"]
