"""Snapshots of any graph: what is written is read again, and what differs is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invokegraph import Graph
from invokegraph.testing.snapshots import GraphSnapshot, Shelf, safe, written
from tests.core.data import edge, graph_data
from tests.core.test_properties import graphs, quick

ODD = [
    graph_data({}),
    graph_data({"\ud800": {"type": "\x00", "\u202e": "\U0001f600"}, "a\nb": "add"}, "\ud800.é -> a\nb.\n"),
    {**graph_data({"a": {"type": "add", "b": 1e400}}), "edges": [{**edge("x.y -> a.a"), "mine": [1]}]},
    {"nodes": {}, "edges": [], "id": "g", "nodes2": {"edges": []}},
]


@pytest.mark.parametrize("data", ODD)
def test_odd_graphs_are_read_as_they_were_written(data: dict[str, Any]) -> None:
    graph = Graph.from_dict(data)
    assert Graph.from_json(written(graph)) == graph
    assert json.loads(written(graph)) == data


@quick
@given(graphs())
def test_any_graph_is_read_as_it_was_written(data: dict[str, Any]) -> None:
    graph = Graph.from_dict(data)
    assert Graph.from_json(written(graph)) == graph
    assert json.loads(written(graph)) == json.loads(json.dumps(data))


@quick
@given(graphs(), graphs())
def test_what_is_not_equal_has_differences(one: dict[str, Any], two: dict[str, Any]) -> None:
    first, second = Graph.from_dict(one), Graph.from_dict(two)
    assert (first == second) == (not first.diff(second)) == (not second.diff(first))


@quick
@given(st.lists(st.text(st.characters()), unique_by=str.casefold))
def test_names_of_files_are_safe_and_differ(names: list[str]) -> None:
    files = [safe(f"test[{name}]") for name in names]
    assert len(set(files)) == len(files)
    assert all(len(file) < 100 and not set(file) & set('/\\:*?"<>| \n\0') for file in files)


def test_a_snapshot_is_no_snapshot_of_anything_else(request: pytest.FixtureRequest) -> None:
    with pytest.raises(TypeError, match="a snapshot is compared with a graph, not with 3"):
        assert GraphSnapshot(request.node, Shelf(update=True)) == 3
