"""Nothing that stands in a graph becomes code, and nothing that stands in it makes its program fail."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invokegraph import Batch, FormatError, Graph, LeftOut, Model, UnknownNode
from nodes_catalog import Add, Compel, MainModelLoader, String
from tests.source.programs import MODULES, NotAllowed, again, is_same, look_through, run

often = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

NASTY = (
    '"""', "'''", '"', "'", "\\", "\\\\", '\\"', "\\N{DASH}", "\\x", "\\u12", "{x}", "{", "}}", "%s", "\n", "\r\n", "\x0b", "\x0c", "\x00", "\x1b[2J",
    "\u2028", "\u2029", "\x85", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\udfff", "\U0010ffff", "ﬁ", "ª", "ſelf", "é", "漢" * 50, "😀",
    "__import__('os').system('false')", "__class__", "__import__", "class", "None", "True", "from", "match", "print", "id", "self", "graph", "batch",
    "client", "rest", "Graph", "Model", "Noise", "l", "type", "# noqa", "# type: ignore", "# fmt: off", "-*- coding: utf-7 -*-", "a" * 5000,
    "word " * 60, "\\" * 300, '"' * 300, "\n" * 200, ") + 1", "x=1", "x: int", "lambda: 0", "", " ", "_", "a.b", "a b", "1", "1a", "é" * 100, "a\\\nb",
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of which one can be a trap; a strategy of a name, since the list above in each failure's report is too long."""
    nasty = st.sampled_from(NASTY)
    return draw(nasty | st.text(st.characters(), max_size=8) | st.lists(nasty, max_size=3).map("".join))


TEXT = texts()
VALUE = st.recursive(
    TEXT
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([10**3999, -(10**3999), 5e-324, 1e300, -0.0]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
TYPE = st.sampled_from(
    [
        "add",
        "string",
        "collect",
        "iterate",
        "if",
        "core_metadata",
        "image",
        "color",
        "compel",
        "call_saved_workflow",
        "main_model_loader",
    ]
)
PORTS = st.sampled_from(
    [
        "a",
        "b",
        "value",
        "item",
        "collection",
        "image",
        "conditioning",
        "prompt",
        "saved_workflow_input::x",
        "id",
        "type",
        "use_cache",
    ]
)
IDS = st.sampled_from(["a", "b", "c", "add", "add_2"])
END = st.fixed_dictionaries({"node_id": IDS | TEXT, "field": PORTS | TEXT})
EDGE = st.fixed_dictionaries({"source": END, "destination": END}, optional={"more": VALUE})
NODE = st.dictionaries(TEXT | PORTS, VALUE, max_size=4)


@st.composite
def hostile_graphs(draw: st.DrawFn) -> dict[str, Any]:
    """Graphs in the server's shape in which everything else is as it pleases."""
    nodes: dict[str, Any] = {}
    for id_ in draw(st.lists(IDS | TEXT, max_size=5, unique=True)):
        nodes[id_] = {**draw(NODE), "type": draw(TYPE | TEXT)}
        nodes[id_]["id"] = draw(st.just(id_) | st.just(id_) | st.just(id_) | VALUE)
        if draw(st.integers(0, 9)) == 0:
            del nodes[id_]["id"]
    return {"nodes": nodes, "edges": draw(st.lists(EDGE, max_size=6)), **draw(st.dictionaries(TEXT, VALUE, max_size=1))}


tried = {"graphs": 0, "batches": 0}


@often
@given(hostile_graphs(), st.dictionaries(IDS | TEXT, TEXT, max_size=4), st.lists(st.builds(LeftOut, TEXT), max_size=2))
def test_any_graph_comes_back_and_its_program_has_no_other_parts(
    data: Any, labels: dict[str, str], left_out: list[LeftOut]
) -> None:
    try:
        graph = Graph.from_dict(data)
    except FormatError:
        return
    graph.labels, graph.left_out = labels, tuple(left_out)
    assert is_same(graph, again(graph))
    look_through(graph.to_python(defaults=False))
    run(graph.to_python(defaults=False))
    tried["graphs"] += 1


def test_an_input_that_cannot_be_spelt_names_no_variable() -> None:
    nodes = {"a": {"id": "a", "type": "integer", "value": 3}, "b": {"id": "b", "type": "of another server"}}
    edge = {"source": {"node_id": "a", "field": "value"}, "destination": {"node_id": "b", "field": "日本"}}
    graph = Graph.from_dict({"nodes": nodes, "edges": [edge]})
    assert is_same(graph, again(graph))


SWEEP = st.fixed_dictionaries(
    {"node_path": IDS | TEXT, "field_name": PORTS | TEXT, "items": st.lists(VALUE, max_size=5)},
    optional={"more": VALUE},
)


@often
@given(
    hostile_graphs(),
    st.lists(st.lists(SWEEP, max_size=2), max_size=2),
    st.dictionaries(
        st.sampled_from(["runs", "batch_id", "origin", "destination", "workflow"]) | TEXT, VALUE, max_size=3
    ),
)
def test_any_batch_comes_back_and_its_program_has_no_other_parts(graph: Any, data: Any, more: dict[str, Any]) -> None:
    try:
        batch = Batch.from_dict({**more, "graph": graph, "data": data})
    except FormatError:
        return
    assert is_same(batch, again(batch))
    tried["batches"] += 1


def test_how_many_were_tried() -> None:
    print(f"\n{tried['graphs']} hostile graphs and {tried['batches']} hostile batches came back")
    assert min(tried.values()) > 50 or not any(tried.values())


@often
@given(TEXT, TEXT, TEXT, TEXT)
@example("class", "1.0", "x\n# y", '"""')
def test_unknown_nodes_are_data_from_end_to_end(type_: str, version: str, pack: str, field: str) -> None:
    node = UnknownNode(type_, id="n", version=version, node_pack=pack)
    node.inputs.keep({field: type_} if field else {})
    graph = Graph(Compel(prompt=node.output(field)))
    assert is_same(graph, again(graph))


@pytest.mark.parametrize(
    "value", ["x" * 1_000_000, "a b " * 100_000, ["y"] * 10_000, 10**3999], ids=["line", "words", "list", "int"]
)
def test_what_is_huge_comes_back(value: Any) -> None:
    graph = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "string", "value": value}}, "edges": []})
    assert is_same(graph, again(graph))


@pytest.mark.parametrize(
    "wrap",
    [lambda inner: [inner], lambda inner: {"a": inner}, lambda inner: {"a": [inner]}],
    ids=["list", "dict", "both"],
)
@pytest.mark.parametrize("type_", ["string", "strange", "metadata_item"])
def test_what_is_nested_as_deep_as_a_graph_may_be_comes_back(wrap: Any, type_: str) -> None:
    value: Any = 1
    for depth in range(200):
        nodes = {"n": {"id": "n", "type": type_, "value": value}, "": {"id": "", "type": type_, "value": value}}
        try:
            graph = Graph.from_dict({"nodes": nodes, "edges": [], "more": value})
        except FormatError:
            assert depth > 45
            return
        if depth % 25 == 9 or depth > 94:
            assert is_same(graph, again(graph))
        value = wrap(value)
    pytest.fail("nothing is too deep")


def test_texts_come_back_whatever_pieces_they_are_in() -> None:
    for nasty in NASTY:
        for text in (nasty * 40, f"{'word ' * 20}{nasty}" * 5, f"{'x' * 71}{nasty}" * 5):
            graph = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "string", "value": text}}, "edges": []})
            assert is_same(graph, again(graph))


def test_a_program_shows_every_character_that_it_holds() -> None:
    graph = Graph(String(value="a\u202eb\u2066c\u200b\ud7ff\x1b"), UnknownNode("\u202etype", node_pack="\u2066pack"))
    graph.labels = {"string": "\u202elabel"}
    graph.left_out = (LeftOut("\u202eleft\x1b out"),)
    source = graph.to_python()
    assert all(character.isprintable() or character == "\n" for character in source)
    assert is_same(graph, again(graph))


def test_names_of_variables_are_never_those_of_anything_else() -> None:
    labels = [
        "class",
        "None",
        "print",
        "__import__",
        "Graph",
        "graph",
        "Add",
        "l",
        "ﬁ",
        "日本",
        "self",
        "match",
        "a" * 300,
        "1 2 3",
        "x\ny",
        "x y",
        "x-y",
    ]
    nodes = [Add(id=f"n{place}") for place in range(len(labels))]
    graph = Graph(*nodes)
    graph.labels = {f"n{place}": label for place, label in enumerate(labels)}
    names = [name for name, value in run(graph.to_python()).items() if isinstance(value, Add)]
    assert names == [
        "class_node", "none", "print_node", "import_node", "graph_node", "graph_node_2", "add", "l_node", "fi", "total", "self", "match_node", "a" * 30,
        "node_1_2_3", "x_y", "x_y_2", "x_y_3",
    ]  # fmt: skip


def test_running_a_program_reaches_for_no_server() -> None:
    before = set(sys.modules)
    run(Graph(MainModelLoader(model=Model("m"))).to_python())
    assert not {"requests", "socketio"} & (set(sys.modules) - before)


@pytest.mark.parametrize(
    "line",
    [
        "import os", "from os import system", "x = __import__('os')", "x = Graph.__class__", "x = open('y')", "x = Graph(y)", "Graph = 1", "x = f'{Graph}'",
        "x = [y for y in []]", "x = lambda: 0", "class X: pass", "def f(): pass", "del Graph", "x: int = 1", "print = 1", "x = Graph\nx.__dict__ = 1",
        "x = Graph\nx.inputs[Graph] = 1", "x = 1 + 1", "graph.run()", "exec('1')", "x = ...", "x = Graph(*[])", "for x in []: pass", "pass",
    ],
)  # fmt: skip
def test_the_look_through_lets_nothing_else_pass(line: str) -> None:
    source = Graph(Add()).to_python()
    look_through(source)
    with pytest.raises(NotAllowed):
        look_through(source.replace("graph = Graph(total)", f"graph = Graph(total)\n{line}"))
    assert MODULES == ("invokegraph", "nodes_catalog")
