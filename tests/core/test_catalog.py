from __future__ import annotations

import subprocess
import sys

import pytest

import nodes_catalog
from invokegraph import Node
from invokegraph.catalog import fields_module, known_types, node_class
from invokegraph.values import to_json_value
from nodes_catalog.index import TYPES

from .own_nodes import Escaped, Untyped


@pytest.mark.parametrize("type_", list(TYPES))
def test_every_class_of_the_catalog_can_be_used(type_: str) -> None:
    cls = node_class(type_)
    assert cls is not None
    assert issubclass(cls, Node)
    assert cls.type == type_
    assert cls.version
    assert {"is_intermediate", "use_cache"} <= cls.ports().keys()
    for port in cls.ports().values():
        assert port.declared
        if port.default is not None:
            assert to_json_value(port.check(port.default)) == to_json_value(port.default), port


def test_an_unknown_type_has_no_class() -> None:
    assert node_class("no_such_node") is None


def test_a_class_of_ones_own_is_found_by_its_type() -> None:
    assert node_class("test_escaped") is Escaped
    assert "test_escaped" in known_types()


def test_a_class_without_a_type_of_its_own_is_not_listed() -> None:
    assert Untyped.type == ""
    assert "" not in known_types()


def test_a_subclass_does_not_take_the_place_of_the_catalogs_class() -> None:
    class Special(nodes_catalog.Noise):
        pass

    assert Special.type == "noise"
    assert node_class("noise") is nodes_catalog.Noise


def test_field_models_come_from_the_catalog_unless_there_are_some_beside_the_class() -> None:
    assert fields_module(Escaped) == "nodes_catalog.fields"


def test_the_core_needs_neither_requests_nor_socketio_nor_networkx_nor_pydantic() -> None:
    program = (
        "import sys; from invokegraph import Graph; from nodes_catalog import Add, Noise; "
        "graph = Graph(Add(a=1), Noise(seed=3, width=64)); graph.problems(); graph.to_json(); "
        "print([name for name in ('requests', 'socketio', 'networkx', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
