from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from invokegraph import Graph, Model, ValueRefused
from nodes_catalog import ControlNet, MainModelLoader, Noise

from .data import graph_data


def test_a_model_shows_what_was_given() -> None:
    assert repr(Model("dreamy", base="sd-1")) == "Model(name='dreamy', base='sd-1')"


def test_a_model_that_names_nothing_is_refused() -> None:
    for nothing in ({}, {"name": ""}, {"base": None}):
        with pytest.raises(ValueError, match="names no model"):
            Model(**nothing)  # type: ignore[arg-type]


def test_parts_are_text() -> None:
    with pytest.raises(TypeError, match=r"Model\(type=\.\.\.\) takes a str, not 3"):
        Model(type=3)  # type: ignore[arg-type]


def test_a_model_does_not_change() -> None:
    model = Model("a")
    with pytest.raises(AttributeError, match="does not change"):
        model.name = "b"
    assert model.name == "a"


def test_models_are_equal_by_what_they_name() -> None:
    assert Model("a", base="any") == Model("a")
    assert hash(Model("a", base="any")) == hash(Model("a"))
    assert Model("a") != Model("b")
    assert Model("a") != "a"


def test_a_model_is_written_as_an_identifier_without_a_key() -> None:
    expected = {"key": "", "hash": "", "name": "a", "base": "sd-1", "type": "unknown"}
    graph = Graph(MainModelLoader(model=Model("a", base="sd-1")))
    assert graph.to_dict()["nodes"]["main_model_loader"]["model"] == expected
    assert graph.problems() == []


def test_a_model_comes_back_from_json_as_a_model() -> None:
    graph = Graph(MainModelLoader(model=Model("a", base="sd-1")))
    assert Graph.from_json(graph.to_json())[MainModelLoader].inputs["model"] == Model("a", base="sd-1")


@pytest.mark.parametrize(
    "change", [{"base": ""}, {"type": ""}, {"base": None}, {"submodel_type": None}, {"key": "k"}, {"name": ""}]
)
def test_an_identifier_in_a_file_stays_as_it_is(change: dict[str, Any]) -> None:
    identifier = {"key": "", "hash": "", "name": "a", "base": "sd-1", "type": "main", **change}
    data = graph_data({"m": {"type": "main_model_loader", "model": identifier}})
    assert Graph.from_dict(data).to_dict() == data


def test_a_model_is_refused_where_none_is_wanted() -> None:
    with pytest.raises(ValueRefused, match=r"noise\.seed takes int .* not Model\(name='a'\)"):
        Noise(seed=Model("a"))  # type: ignore[arg-type]


def test_a_model_may_stand_for_any_kind_of_model() -> None:
    assert ControlNet(control_model=Model("canny")).inputs["control_model"] == Model("canny")


def test_a_model_can_be_copied_and_pickled() -> None:
    model = Model("a", base="sd-1")
    assert copy.copy(model) == model
    assert copy.deepcopy(model) == model
    assert pickle.loads(pickle.dumps(model)) == model
