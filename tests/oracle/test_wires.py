"""Which outputs fit which inputs: all pairs of the catalog's ports, judged here and by the server's own function."""

from __future__ import annotations

import pytest

from invokegraph import Graph
from invokegraph.types import compatible
from nodes_catalog.index import TYPES

from .random_graphs import edge, giving, taking
from .server_process import ServerProcess

pytestmark = pytest.mark.live

ON_EVERY_NODE = ("is_intermediate", "use_cache")


def test_every_pair_of_ports_is_judged_as_the_server_judges_it(server: ServerProcess) -> None:
    outputs = {(type_, port.name): port.gives for type_ in TYPES for port in giving(type_)}
    inputs = {
        (type_, port.name): port.takes for type_ in TYPES for port in taking(type_) if port.name not in ON_EVERY_NODE
    }
    fitting = {
        (*source, *target)
        for source, gives in outputs.items()
        for target, takes in inputs.items()
        if gives and takes and compatible(gives, takes)
    }
    theirs = server.fitting_pairs()
    assert len(theirs) > 100_000
    assert sorted(fitting ^ theirs)[:5] == []


def _refused_here(data: dict[str, object]) -> bool:
    return any(problem.server_refuses for problem in Graph.from_dict(data).problems())


def _two_nodes(source: str, target: str) -> dict[str, object]:
    (from_type, _, output), (to_type, _, taken) = source.partition("."), target.partition(".")
    nodes = {"a": {"id": "a", "type": from_type}, "b": {"id": "b", "type": to_type}}
    return {"nodes": nodes, "edges": [edge("a", output, "b", taken)]}


@pytest.mark.parametrize(
    "target", ["integer.id", "integer.type", "core_metadata.id", "core_metadata.type", "core_metadata.anything"]
)
@pytest.mark.parametrize("source", ["string.value", "boolean.value", "noise.noise", "if.value"])
def test_a_wire_into_what_is_no_port_is_refused_where_the_server_refuses_it(
    server: ServerProcess, source: str, target: str
) -> None:
    data = _two_nodes(source, target)
    why = server.refusals([data])[0]
    assert _refused_here(data) == bool(why), why


@pytest.mark.parametrize("target", ["metadata_item.value", "collect.item", "string.value", "integer.id"])
@pytest.mark.parametrize("source", ["noise.type", "noise.output_meta"])
def test_a_wire_from_what_is_no_port_is_refused_where_the_server_refuses_it(
    server: ServerProcess, source: str, target: str
) -> None:
    data = _two_nodes(source, target)
    why = server.refusals([data])[0]
    assert _refused_here(data) == bool(why), why


@pytest.mark.parametrize(
    "source", ["if.value", "workflow_return_get.value", "workflow_return.values", "image_collection.collection"]
)
def test_what_may_be_prepended_to_a_collect_is_what_the_server_lets_in(server: ServerProcess, source: str) -> None:
    data = _two_nodes(source, "collect.collection")
    why = server.refusals([data])[0]
    assert _refused_here(data) == bool(why), why
