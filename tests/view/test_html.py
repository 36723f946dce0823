from __future__ import annotations

import re
import time
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invokegraph import Graph, Model
from invokegraph.problem import edge_to_dict
from invokegraph.view.html import part
from nodes_catalog import Compel, Integer, MainModelLoader

from . import graphs
from .test_svg import HOSTILE, REAL


class Page(HTMLParser):
    """A page read back: its tags with the names of their attributes, the values of these, and its texts by tag."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.other: list[str] = []
        self._open = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(name, value or "") for name, value in attrs]
        self._open = tag

    def handle_data(self, data):
        self.texts.setdefault(self._open, []).append(data)

    def handle_comment(self, data):
        self.other.append(data)

    handle_pi = unknown_decl = handle_comment


def of(text: str, label: str) -> Graph:
    graph = graphs.read(
        {
            text: {"type": text, text: text, "list": [text], "deep": {text: text}},
            "b": {"type": "add"},
        },
        (text, text, "b", text),
        (f"{text} gone", "value", "b", "a"),
    )
    graph.labels = {text: label, "b": label}
    return graph


def assert_only_its_own_markup(source: str) -> None:
    page = Page(source)
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "input", "output", "span"),
        *("button", "main", "div", "svg", "rect", "path", "g", "text", "circle", "aside", "section", "p", "dl", "dt"),
        *("dd", "ul", "ol", "li", "small", "script"),
    }
    assert not page.other
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "href", "src")]
    assert page.texts["script"][0] == part("drawing.js")
    assert source.count("<script") == source.count("</script") == 1
    for name, value in page.attributes:
        if name not in ("content", "d", "transform", "viewbox", "placeholder", "aria-label", "xmlns"):
            assert re.fullmatch(r"[\w .%,=-]*", value, re.ASCII), (name, value)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_text_is_data(text, label):
    assert_only_its_own_markup(of(text, label).to_html())


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</script><script>alert(1)</script>", "</style>", "<!-- -->", '" onload="x']
)
def test_hostile_text_is_data(text):
    source = of(text, text).to_html()
    assert_only_its_own_markup(source)
    assert len(source) < 80_000
    assert not set("\x00\x01\x1b\x7f\u202e\u2066\u200f\ufffe\uffff") & set(source)


def test_the_policy_names_what_stands_there_and_nothing_else():
    source = graphs.controlled().to_html()
    page = Page(source)
    (policy,) = [value for name, value in page.attributes if name == "content" and value.startswith("default-src")]
    blocks = {name: re.findall(rf"<{name}>(.*?)</{name}>", source, re.DOTALL) for name in ("style", "script")}
    for name, texts in blocks.items():
        hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts]
        assert f"{name}-src {' '.join(hashes)};" in policy
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    assert source.count("http") == 2  # http-equiv, and the namespace of SVG


@pytest.mark.parametrize("make", REAL)
def test_every_node_has_its_card_and_every_problem_its_line(make):
    graph = make()
    source = graph.to_html()
    for place, id_ in enumerate(graph.ids().values()):
        assert f'<section id="card-{place}" hidden><h2>{id_}</h2>' in source
    assert source.count('<g class="ig-node') == source.count('<section id="card-')
    assert source.count('<li class="wrong">') == len(graph.problems())
    assert source.count("data-ends=") == len(graph.edges)


def test_values_are_there_whole():
    prompt = "two\n  lines, " + "a long text " * 100
    source = Graph(
        Compel(prompt=prompt, clip=MainModelLoader(model=Model("Dream", base="sd-1")).clip), Integer(value=3)
    ).to_html()
    assert f"<dt>prompt</dt><dd>{prompt}</dd>" in source
    assert "<dd>Model(name=&#x27;Dream&#x27;, base=&#x27;sd-1&#x27;)</dd>" in source
    assert "<dt>value</dt><dd>3</dd>" in source


def test_labels_are_titles():
    graph = graphs.text_to_image()
    graph.labels = {"noise": "Start"}
    source = graph.to_html()
    assert '<h2>Start</h2>\n<p class="quiet">Noise · noise</p>' in source
    assert '<text class="ig-id" x="14" y="20">Start</text>' in source


def test_the_empty_graph():
    source = Graph().to_html()
    assert "Graph of 0 nodes and 0 edges" in source
    assert "the graph has no nodes" in source


def test_a_page_and_a_picture_tell_how_large_the_graph_is_without_what_is_missing():
    document = {"nodes": {"sum": {"id": "sum", "type": "add"}}, "edges": [edge_to_dict("gone", "value", "sum", "a")]}
    graph = Graph.from_dict(document)
    assert "<title>Graph of 1 node and 1 edge</title>" in graph.to_html()
    assert 'aria-label="Graph of 1 node and 1 edge"' in graph.draw()


def test_the_same_graph_gives_the_same_page():
    assert graphs.variations().to_html() == graphs.variations().to_html()


def test_two_thousand_nodes_take_seconds():
    graph = graphs.variations(2000 // 6)
    start = time.thread_time()
    source = graph.to_html()
    taken = time.thread_time() - start
    print(f"to_html of {len(graph)} nodes, {len(graph.edges)} edges: {taken:.2f} s, {len(source) / 1e6:.1f} MB")
    assert taken < 6
    assert len(source) < 8_000_000
