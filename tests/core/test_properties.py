"""What holds for every graph, type and batch, tried on random ones."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from invokegraph import Batch, FormatError, Graph
from invokegraph.types import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    PortType,
    dict_of,
    list_of,
    literal,
    named,
    parse_type,
    union,
)
from nodes_catalog import Add, Noise, String

quick = settings(max_examples=150)

ANY_TEXT = st.text(st.characters(), max_size=6)  # half characters included
NAMES = st.sampled_from(["a", "b", "c", "", "é"])
FIELDS = st.sampled_from(["a", "b", "value", "seed", "item", "collection", "noise", "id", "type", ""])
TYPES = st.sampled_from(
    [
        "add",
        "integer",
        "noise",
        "collect",
        "iterate",
        "if",
        "image",
        "core_metadata",
        "scheduler",
        "custom",
        "",
        "image_batch",
    ]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3), max_leaves=8
)

NODE = st.fixed_dictionaries(
    {"type": TYPES}, optional=dict.fromkeys(("a", "b", "value", "seed", "collection", "image", "x"), JSON)
)
EDGE = st.fixed_dictionaries(
    {
        "source": st.fixed_dictionaries({"node_id": NAMES, "field": FIELDS}),
        "destination": st.fixed_dictionaries({"node_id": NAMES, "field": FIELDS}),
    }
)


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """Graphs that have the right shape, and anything wrong within it."""
    nodes = draw(st.dictionaries(NAMES, NODE, max_size=4))
    for id_, node in nodes.items():
        match draw(st.integers(0, 5)):
            case 0:
                node["id"] = draw(JSON)
            case 1:
                pass
            case _:
                node["id"] = id_
    more = draw(st.dictionaries(st.sampled_from(["id", "version", "meta"]), JSON, max_size=2))
    return {**more, "nodes": nodes, "edges": draw(st.lists(EDGE, max_size=8))}


@quick
@given(graphs())
def test_a_graph_comes_out_of_dict_and_json_as_it_went_in(data: dict[str, Any]) -> None:
    graph = Graph.from_dict(data)
    assert graph.to_dict() == data
    assert json.loads(graph.to_json()) == json.loads(json.dumps(data))
    assert Graph.from_json(graph.to_json()) == graph


@quick
@given(graphs())
def test_problems_and_edits_run_on_every_graph(data: dict[str, Any]) -> None:
    graph = Graph.from_dict(data)
    assert graph.problems() == graph.problems()
    copy = graph.copy()
    assert copy == graph
    assert copy.to_dict() == data
    assert graph.diff(copy) == []
    assert not set(copy.nodes) & set(graph.nodes)
    assert graph.prune(*graph.nodes).ids().keys().__len__() == len(graph)
    assert len(graph.networkx().nodes - set(data["nodes"])) <= 2 * len(data["edges"])
    repr(graph), [repr(node) for node in graph], [str(problem) for problem in graph.problems()]


@quick
@given(graphs(), st.data())
def test_what_is_done_to_a_copy_does_not_show_in_the_original(data: dict[str, Any], draws: st.DataObject) -> None:
    graph = Graph.from_dict(data)
    copy = graph.copy()
    for node in copy.nodes:
        name = draws.draw(FIELDS)
        node.given[name] = "changed"
        node.id = f"{node.id}-changed"
    assert graph.to_dict() == data


ODD = (
    PLAIN
    | st.floats()
    | st.binary(max_size=3)
    | st.sampled_from([10**400, float("nan"), object(), 1j, "x" * 1_000_000, {1, 2}])
)
GARBAGE = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT | st.integers(), inner, max_size=3),
    max_leaves=6,
)
SHAPED = st.fixed_dictionaries(
    {},
    optional={
        "nodes": GARBAGE | st.dictionaries(NAMES | ODD.filter(lambda key: key.__hash__ is not None), GARBAGE | st.fixed_dictionaries({"type": TYPES | GARBAGE}, optional={"seed": GARBAGE, "value": GARBAGE, "id": GARBAGE}), max_size=3),
        "edges": GARBAGE | st.lists(EDGE | GARBAGE | st.fixed_dictionaries({"source": GARBAGE, "destination": GARBAGE}), max_size=3),
        "more": GARBAGE,
    },
)  # fmt: skip


@quick
@given(GARBAGE | SHAPED)
def test_garbage_is_no_graph_or_one_with_problems(data: Any) -> None:
    try:
        graph = Graph.from_dict(data)
    except FormatError as error:
        message = str(error)
    else:
        message = ""
        _look_at_all(graph)
    assert len(message) < 1000


def _look_at_all(graph: Graph) -> None:
    [str(problem) for problem in graph.problems()]
    graph.to_dict()
    assert graph.diff(graph.copy()) == []


@quick
@given(ANY_TEXT | GARBAGE.map(repr) | st.binary(max_size=20) | st.builds(json.dumps, JSON))
def test_any_text_is_no_graph_or_one_with_problems(text: str | bytes) -> None:
    try:
        graph = Graph.from_json(text)
    except FormatError:
        return
    graph.problems()


@quick
@given(st.integers(1, 3000), st.sampled_from(["[", '{"a":']))
def test_text_that_is_nested_deeply_is_no_graph(depth: int, opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    text = '{"nodes": {"n": {"id": "n", "type": "noise", "seed": ' + opening * depth + "1" + closing * depth + "}}}"
    try:
        graph = Graph.from_json(text)
    except FormatError:
        assert depth > 90
        return
    assert graph.to_dict() == json.loads(text) | {"edges": []}
    graph.problems()


CHOICE = st.text(max_size=4) | st.integers(-9, 9) | st.booleans()
SCALAR = st.sampled_from([INT, FLOAT, STR, BOOL, ANY, NONE, named("ImageField"), named("a_b1")])
PORT_TYPES = st.recursive(
    SCALAR
    | st.lists(CHOICE, min_size=1, max_size=4, unique_by=lambda choice: (type(choice), choice)).map(
        lambda choices: literal(*choices)
    ),
    lambda inner: (
        inner.map(list_of)
        | st.builds(dict_of, inner, inner)
        | st.lists(inner, min_size=1, max_size=3).map(lambda members: union(*members))
    ),
    max_leaves=6,
)


@quick
@given(PORT_TYPES)
def test_every_type_is_read_as_it_is_written(type_: PortType) -> None:
    assert parse_type(str(type_)) == type_
    assert str(parse_type(str(type_))) == str(type_)


@quick
@given(st.text("intlsdc[]|, 'Literal\"\\1.-_Any", max_size=20))
def test_any_text_is_a_type_or_a_value_error(text: str) -> None:
    try:
        type_ = parse_type(text)
    except ValueError:
        return
    assert parse_type(str(type_)) == type_


AXIS = st.integers(1, 4).flatmap(
    lambda length: st.lists(st.lists(st.integers(0, 99), min_size=length, max_size=length), min_size=1, max_size=2)
)


@quick
@given(st.lists(AXIS, max_size=3), st.integers(1, 3))
def test_sessions_are_the_product_of_the_axes_repeated(axes: list[list[list[int]]], runs: int) -> None:
    nodes = [Add(id=f"n{place}") for place in range(len(axes))]
    batch = Batch(Graph(*nodes), runs=runs)
    expected_axes = []
    for node, axis in zip(nodes, axes, strict=True):
        names = ("a", "b")[: len(axis)]
        batch.sweep(node, **dict(zip(names, axis, strict=True)))
        rows = zip(*axis, strict=True)
        expected_axes.append([{(node.id, name): value for name, value in zip(names, row, strict=True)} for row in rows])
    expected = [
        (run, {key: value for part in parts for key, value in part.items()})
        for run in range(runs)
        for parts in product(*expected_axes)
    ]
    sessions = list(batch.sessions())
    assert [(session.run, session.values) for session in sessions] == expected
    assert [session.place for session in sessions] == list(range(len(batch)))


@quick
@given(st.lists(st.sampled_from([None, "noise", "noise_2", "noise_3", "string"]), min_size=1, max_size=6))
def test_ids_are_unique_and_stay(wanted: list[str | None]) -> None:
    explicit = {id_ for id_ in wanted if id_}
    nodes = [Noise(id=id_) for id_ in dict.fromkeys(explicit)] + [
        Noise() if place % 2 else String() for place in range(len(wanted))
    ]
    graph = Graph(*nodes)
    ids = dict(graph.ids())
    assert len(set(ids.values())) == len(nodes)
    assert dict(graph.ids()) == ids
    assert list(graph.copy().ids().values()) == list(ids.values())
    assert {graph.copy().id_of(node) for node in nodes} == set(ids.values())
