from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invokegraph import Batch, Graph, UnknownNode
from invokegraph.problem import Problem, Problems
from nodes_catalog import Add, Compel, Integer, Noise

from . import graphs
from .test_html import Page
from .test_svg import HOSTILE


def shown(thing) -> dict[str, str]:
    return thing._repr_mimebundle_(include=None, exclude=None)


def unset(source: str) -> str:
    """A table without the words that set its cells to the left."""
    return source.replace(' style="text-align:left;padding:0.3em 0.7em"', "")


def test_a_graph_is_its_drawing():
    graph = graphs.text_to_image()
    assert shown(graph) == {"text/plain": "<Graph of 6 nodes, 8 edges>", "image/svg+xml": graph.draw()}


def test_a_large_graph_is_not_drawn():
    assert shown(graphs.web(201)) == {"text/plain": "<Graph of 201 nodes, 0 edges>"}


def test_a_node_is_what_it_was_given():
    noise = Noise(seed=Integer(id="seed", value=1).value, width=512)
    bundle = shown(noise)
    assert bundle["text/plain"] == "Noise\n  seed  ← seed.value\n  width  512"
    assert "<tr><td>seed</td><td>← seed.value</td></tr><tr><td>width</td><td>512</td></tr>" in unset(
        bundle["text/html"]
    )
    assert shown(Add())["text/html"] == "<div><strong>Add</strong></div>"
    assert shown(UnknownNode("mine"))["text/plain"] == "mine"


def test_a_batch_is_its_sweeps():
    noise, compel = Noise(), Compel(id="positive")
    batch = Batch(Graph(noise, compel), batch_id="b").sweep(noise, seed=range(9), width=[64] * 9)
    bundle = shown(batch.sweep(compel, prompt=["a", "<b>"]))
    assert bundle["text/plain"] == "<Batch b: 18 sessions of 2 nodes>"
    assert "<td>noise.seed</td><td>1</td><td>9</td><td>0, 1, 2, 3, 4, 5, …</td>" in unset(bundle["text/html"])
    assert "<td>positive.prompt</td><td>2</td><td>2</td><td>a, &lt;b&gt;</td>" in unset(bundle["text/html"])


def test_of_long_prompts_the_beginning_of_each_is_told():
    compel = Compel(id="positive")
    prompts = ["a lighthouse, " * 20, "three ships, " * 20]
    source = unset(shown(Batch(Graph(compel)).sweep(compel, prompt=prompts))["text/html"])
    assert "a lighthouse, a lighthouse, a lighthouse, a l…, three ships, three ships" in source


def test_problems_are_a_list_that_shows_as_a_table():
    problems = graphs.broken().problems()
    assert isinstance(problems, list)
    assert isinstance(graphs.broken().problems(ignore={"cycle"}), Problems)
    bundle = shown(problems)
    assert bundle["text/plain"] == "\n".join(map(str, problems))
    assert bundle["text/html"].startswith("<div><strong>8 problems</strong><table>")
    assert bundle["text/html"].count("<tr>") == 9
    assert pickle.loads(pickle.dumps(problems)) == problems


def test_a_notebook_says_so_when_there_are_no_problems():
    problems = graphs.text_to_image().problems()
    assert problems == []
    assert shown(problems) == {"text/plain": "no problems", "text/html": "<div><strong>No problems</strong></div>"}


def test_many_problems_are_counted():
    problems = Problems([Problem("cycle", "x" * 10_000)] * 5_000)
    bundle = shown(problems)
    assert bundle["text/plain"].endswith("and 4950 more")
    assert bundle["text/html"].count("<tr>") == 51
    assert len(bundle["text/html"]) < 30_000


def assert_table(source: str) -> None:
    assert {tag for tag, _ in Page(source).tags} <= {"div", "strong", "table", "thead", "tbody", "tr", "th", "td", "p"}
    assert set(Page(source).attributes) <= {("style", "text-align:left;padding:0.3em 0.7em")}


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_text_is_data(text):
    assert_tables(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data(text):
    assert_tables(text)


def assert_tables(text: str) -> None:
    graph = graphs.read({text: {"type": text, text: text}, "b": {"type": "add"}}, (text, text, "b", text))
    for thing in (*graph, graph.problems()):
        bundle = shown(thing)
        assert_table(bundle["text/html"])
        assert len(bundle["text/html"]) < 20_000


def test_ipython_prints_problems_as_text():
    class Printer:
        def text(self, text: str) -> None:
            self.told = text

    problems, printer = Graph().problems(), Printer()
    problems._repr_pretty_(printer, cycle=False)
    assert printer.told == str(problems[0])
