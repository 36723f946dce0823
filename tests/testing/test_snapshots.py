"""Snapshots of any graph: what is written is read again, and what differs is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invokegraph import Graph
from invokegraph.testing.snapshots import GraphSnapshot, Shelf, _safe
from tests.core.data import edge, graph_data
from tests.core.test_properties import graphs

if TYPE_CHECKING:
    pass


class Item:
    """As much of a test as a snapshot looks at."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test_it.py"
        self.name = "test_it"

    def listchain(self) -> list[object]:
        return []


def snapshot(folder: Path, *, update: bool) -> GraphSnapshot:
    return GraphSnapshot(cast("pytest.Item", Item(folder)), Shelf(update=update), "x")


ODD = [
    graph_data({}),
    graph_data({"\ud800": {"type": "\x00", "\u202e": "\U0001f600"}, "a\nb": "add"}, "\ud800.é -> a\nb.\n"),
    {
        **graph_data({"a": {"type": "add", "a": float("nan"), "b": 1e400}}),
        "edges": [{**edge("x.y -> a.a"), "mine": [1]}],
    },
    {"nodes": {}, "edges": [], "id": "g", "nodes2": {"edges": []}},
]


@pytest.mark.parametrize("data", ODD)
def test_odd_graphs_are_read_as_they_were_written(data: dict[str, Any], tmp_path: Path) -> None:
    graph = Graph.from_dict(data)
    assert graph == snapshot(tmp_path, update=True)
    assert graph == snapshot(tmp_path, update=False)


@given(data=graphs())
def test_any_graph_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("graphs")
    graph = Graph.from_dict(data)
    assert graph == snapshot(folder, update=True)
    assert graph == snapshot(folder, update=False)
    (file,) = folder.rglob("*.json")
    assert json.loads(file.read_bytes()) == json.loads(json.dumps(graph.to_dict()))


@given(one=graphs(), two=graphs())
def test_what_is_not_equal_has_differences(one: dict[str, Any], two: dict[str, Any]) -> None:
    first, second = Graph.from_dict(one), Graph.from_dict(two)
    assert (first == second) == (not first.diff(second)) == (not second.diff(first))


@given(names=st.lists(st.text(), unique_by=str.casefold))
def test_names_of_files_are_safe_and_differ(names: list[str]) -> None:
    files = [_safe(f"test[{name}]") for name in names]
    assert len(set(files)) == len(files)
    assert all(len(file) < 100 and not set(file) & set('/\\:*?"<>| \n\0') for file in files)


def test_a_snapshot_is_no_snapshot_of_anything_else(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="a snapshot is compared with a graph, not with 3"):
        assert snapshot(tmp_path, update=True) == 3
