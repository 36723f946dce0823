"""Graphs judged by the schema of a server: the same verdict where it is ours, and what came and went where it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invokegraph import Batch, Graph, InvalidGraph, Model, Problem, ServerSchema, UnknownNode
from invokegraph.catalog import known_types, node_class
from invokegraph.codegen import SchemaError
from invokegraph.node import blank
from nodes_catalog import Add, Color, ColorField, Compel, Integer, LatentsToImage, MainModelLoader, Noise, Scheduler
from nodes_catalog.index import TYPES
from tests.core.data import graph_data
from tests.core.server_schema_messages import CASES, Made
from tests.core.server_schemas import document, node, output, schemas, with_node, without
from tests.oracle.random_graphs import random_graph

OURS = ServerSchema.from_openapi(document())


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def of_known_types(problems: list[Problem]) -> list[Problem]:
    """The problems, but for the words about a type that nobody has: they say whom that is about."""
    return [
        problem._replace(message="", suggestion="") if problem.code == "unknown-node-type" else problem
        for problem in problems
    ]


@pytest.mark.parametrize(("code", "maker", "text"), CASES, ids=lambda case: getattr(case, "__name__", None))
def test_what_is_told(code: str, maker: Callable[[], Made], text: str) -> None:
    graph, schema = maker()
    problem = next(problem for problem in graph.problems(schema=schema) if problem.code == code)
    assert str(problem._replace(location=None)) == text


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_by_our_own_schema_the_verdict_is_the_same(start: int) -> None:
    for seed in range(start, start + 500):
        graph = Graph.from_dict(random_graph(Random(seed), frozenset()))
        assert of_known_types(graph.problems(schema=OURS)) == of_known_types(graph.problems()), seed


@pytest.mark.parametrize("start", range(0, 1000, 500))
def test_by_a_server_that_has_an_input_more_everywhere_the_verdict_is_the_same(start: int) -> None:
    edited = document()
    for entry in schemas(edited).values():
        if entry.get("class") == "invocation":
            entry["properties"]["zz_new"] = {"type": "integer", "default": 0, "input": "any", "orig_required": False}
    newer = ServerSchema.from_openapi(edited)
    for seed in range(start, start + 500):
        graph = Graph.from_dict(random_graph(Random(seed), frozenset()))
        here, there = of_known_types(graph.problems()), of_known_types(graph.problems(schema=newer))
        assert [problem._replace(suggestion="") for problem in there] == [
            problem._replace(suggestion="") for problem in here
        ], seed


def test_our_own_schema_differs_in_nothing() -> None:
    graph = Graph(*(blank(cls, None) for type_id in TYPES if (cls := node_class(type_id))))
    assert len(graph) == len(TYPES)
    assert OURS.differences(graph) == []
    assert graph.problems(schema=OURS) == graph.problems()


def test_the_document_may_be_given_as_it_is() -> None:
    graph = Graph(Add())
    graph.validate(schema=document())
    Batch(graph).validate(schema=document())
    with pytest.raises(InvalidGraph, match="the server has no node type 'add'"):
        graph.validate(schema=without("add"))
    with pytest.raises(InvalidGraph, match="the server has no node type 'add'"):
        Batch(graph).validate(schema=without("add"))
    graph.validate(schema=without("add"), ignore={"unknown-node-type"})


def test_what_the_graph_does_not_use_is_told_and_stops_nobody() -> None:
    edited = document()
    entry = node(edited, "noise")
    del entry["properties"]["noise_type"]
    entry["properties"]["colour"] = {"type": "string", "default": "white"}
    entry["version"] = "2.0.0"
    schema, graph = ServerSchema.from_openapi(edited), Graph(Noise(seed=7))
    assert graph.problems(schema=schema) == []
    assert schema.differences(graph) == [
        "noise: version 1.1.0 -> 2.0.0",
        "noise: the input noise_type is gone",
        "noise: the input colour is new",
    ]
    assert schema.differences(Batch(Graph(Add()))) == []


def test_a_default_that_is_given_or_swept_may_change() -> None:
    edited = document()
    node(edited, "noise")["properties"]["width"]["default"] = 1024
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, width=[512, 640])
    assert codes(Graph(noise).problems(schema=edited)) == ["schema-drift"]
    assert Graph(Noise(width=512)).problems(schema=edited) == []
    assert batch.problems(schema=edited) == []


def test_a_node_type_is_told_once() -> None:
    edited = document()
    node(edited, "noise")["properties"]["width"]["default"] = 1024
    graph = Graph(Noise(id="a"), Noise(id="b"))
    [problem] = graph.problems(schema=edited)
    assert (problem.code, problem.node_id, problem.server_refuses) == ("schema-drift", "a", False)
    assert problem.location == graph["a"].location


def test_everything_stays_in_its_place() -> None:
    edited = document()
    node(edited, "noise")["properties"]["width"]["multipleOf"] = 64
    noise = Noise(seed=7)
    noise.width = 520
    loader = MainModelLoader(id="x", model=Model("a"))
    [refused, _] = Graph(noise, loader).problems(schema=edited)
    assert (refused.code, refused.location) == ("value-refused", noise.location_of("width"))
    assert noise.location_of("width") != noise.location
    assert codes(Graph(noise, Add(id="x"), loader).problems(schema=edited)) == [
        "duplicate-id",
        "value-refused",
        "schema-drift",
    ]


def test_what_only_a_file_holds_is_judged_as_it_stands() -> None:
    data = graph_data(
        {"i": "integer", "j": "integer", "n": {"type": "noise", "width": 520}},
        "i.value -> n.width",
        "j.value -> n.width",
        "i.value -> gone.a",
    )
    data["nodes"]["i"]["id"] = "other"
    edited = document()
    node(edited, "noise")["properties"]["width"]["multipleOf"] = 64
    found = codes(Graph.from_dict(data).problems(schema=edited))
    assert found == [
        "id-mismatch",
        "dangling-edge",
        "value-beside-wire",
        "value-refused",
        "several-wires",
        "schema-drift",
    ]


def custom() -> dict[str, Any]:
    fields = {
        "text": {"type": "string", "orig_required": True, "input": "any", "field_kind": "input"},
        "strength": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5},
        "thing": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}], "default": None},
        "things": {"type": "array", "items": {"$ref": "#/components/schemas/Field"}, "default": []},
        "model": {"anyOf": [{"$ref": "#/components/schemas/ModelIdentifierField"}, {"type": "null"}], "default": None},
    }
    models = {name: {"type": "object", "properties": {"a": {"type": "integer"}}} for name in ("Thing", "Field")}
    return with_node("my_filter", fields, {"image": {"$ref": "#/components/schemas/ImageField"}}, models)


def filtered(**inputs: Any) -> UnknownNode:
    made = UnknownNode("my_filter")
    made.inputs.update(inputs)
    return made


def test_a_custom_node_is_judged_by_the_schema() -> None:
    schema = ServerSchema.from_openapi(custom())
    right = filtered(text="a", strength=1, thing={"b": 1}, things=[3, {}], model=Model("m", base="sd-1"))
    assert Graph(right).problems(schema=schema) == []
    assert schema.differences(Graph(right)) == []
    assert codes(Graph(right).problems()) == ["unknown-node-type"]
    assert codes(Graph(filtered()).problems(schema=schema)) == ["missing-input"]
    assert codes(Graph(filtered(text="a", strength=2)).problems(schema=schema)) == ["value-refused"]
    assert codes(Graph(filtered(text="a", strenght=1)).problems(schema=schema)) == ["unknown-input"]
    assert codes(Graph(filtered(text="a", model="m")).problems(schema=schema)) == ["value-refused"]
    wired = LatentsToImage(latents=right.output("image"), vae=right.output("vae"))
    assert codes(Graph(wired).problems(schema=schema)) == ["incompatible-wire", "unknown-output"]


def test_a_field_model_that_has_changed_takes_any_parts_and_still_no_text() -> None:
    edited = document()
    schemas(edited)["ColorField"]["properties"]["r"]["maximum"] = 1023
    assert Graph(Color(color=ColorField(r=1, g=2, b=3, a=4))).problems(schema=edited) == []
    for color, found in (({"r": 1000, "g": 0, "b": 0, "a": 0}, []), ("red", ["value-refused"])):
        graph = Graph.from_dict(graph_data({"c": {"type": "color", "color": color}}))
        assert codes(graph.problems(schema=edited)) == found


def test_a_model_is_named_whatever_identifiers_look_like_on_the_server() -> None:
    edited = document()
    schemas(edited)["ModelIdentifierField"]["properties"]["quality"] = {"type": "string", "default": ""}
    graph = Graph(MainModelLoader(model=Model("a")))
    assert graph.problems(schema=edited) == []
    assert codes(Graph.from_json(graph.to_json()).problems(schema=edited)) == []
    written = json.loads(graph.to_json())
    written["nodes"]["main_model_loader"]["model"] = "a"
    assert codes(Graph.from_dict(written).problems(schema=edited)) == ["value-refused"]


def test_sweeps_are_judged_by_the_server() -> None:
    edited = document()
    field = node(edited, "scheduler")["properties"]["scheduler"]
    field["enum"].remove("lms")
    chosen, noise = Scheduler(scheduler="ddim"), Noise()
    batch = Batch(Graph(chosen, noise)).sweep(chosen, scheduler=["lms", "euler"])
    assert codes(batch.problems()) == []
    assert codes(batch.problems(schema=edited)) == ["sweep-value", "schema-drift"]
    del node(edited, "noise")["properties"]["noise_type"]
    batch = Batch(Graph(noise)).sweep(noise, noise_type=["SD", "FLUX"])
    assert codes(batch.problems(schema=edited)) == ["sweep-unknown", "schema-drift"]
    assert batch.graph.problems() == []


def test_nothing_is_registered() -> None:
    before = known_types()
    Graph(filtered(text="a")).problems(schema=custom())
    assert known_types() == before
    assert node_class("my_filter") is None
    assert codes(Graph(filtered(text="a")).problems()) == ["unknown-node-type"]


def test_the_same_document_twice_leads_to_the_same_classes() -> None:
    """Rules remember what they know of a class: a program that asks often must not fill the memory."""
    graph = Graph(filtered(text="a"))
    first, second = (ServerSchema.from_openapi(custom())._type_of(graph.nodes[0]).cls for _ in range(2))
    assert first is second


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "components"),
        ({"components": {"schemas": []}}, "components.schemas is no object"),
        ({"components": {"schemas": {"A": {"type": "object"}}}}, "describes no node types"),
    ],
    ids=["empty", "list", "no-nodes"],
)
def test_what_is_no_schema_is_told(given: Any, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        Graph(Add()).problems(schema=given)


def _doubling() -> dict[str, Any]:
    """A type of a few hundred characters that would be written in 2**30 parts."""
    edited = document()
    for level in range(30):
        below = {"$ref": f"#/components/schemas/D{level + 1}"}
        pair = {"type": "array", "items": {"type": "array", "items": below}}
        schemas(edited)[f"D{level}"] = {"anyOf": [{"type": "array", "items": below}, pair]}
    schemas(edited)["D30"] = {"type": "integer"}
    node(edited, "add")["properties"]["a"] = {"$ref": "#/components/schemas/D0"}
    return edited


def _circular() -> dict[str, Any]:
    edited = document()
    schemas(edited)["D"] = {"anyOf": [{"$ref": "#/components/schemas/D"}]}
    node(edited, "add")["properties"]["a"] = {"$ref": "#/components/schemas/D"}
    return edited


def _lost_reference() -> dict[str, Any]:
    edited = document()
    node(edited, "add")["properties"]["a"] = {"$ref": "#/components/schemas/Nowhere"}
    return edited


@pytest.mark.parametrize("maker", [_doubling, _circular, _lost_reference])
def test_a_node_that_cannot_be_read_is_one_that_takes_anything(maker: Callable[[], dict[str, Any]]) -> None:
    add = Add(a=1)
    graph = Graph(Noise(width=add.value), Noise(width=520))
    assert graph.problems(schema=maker()) == []
    assert codes(Graph(Noise(width=add.value), Compel()).problems(schema=maker())) == ["missing-input"]
    lines = ServerSchema.from_openapi(maker()).differences(graph)
    assert lines == ["add: what the server's schema says of it cannot be read"]


def test_rules_of_a_type_hold_but_for_inputs_that_have_changed() -> None:
    graph = Graph.from_dict(graph_data({"m": {"type": "integer_math", "operation": "DIV", "b": 0}}))
    assert codes(graph.problems()) == ["node-rule"]
    edited = document()
    fields = node(edited, "integer_math")["properties"]
    del fields["a"]
    assert codes(graph.problems(schema=edited)) == ["node-rule"]
    fields["b"] = {"type": "string", "default": ""}
    assert codes(graph.problems(schema=edited)) == []
    fields["b"] = {"type": "integer", "default": 1}
    del fields["operation"]
    assert codes(graph.problems(schema=edited)) == ["unknown-input", "schema-drift"]


def test_drift_is_told_of_problems_that_are_not_let_pass() -> None:
    edited = document()
    del node(edited, "noise")["properties"]["noise_type"]
    graph = Graph(Noise(noise_type="FLUX"))
    assert codes(graph.problems(schema=edited)) == ["unknown-input", "schema-drift"]
    graph.validate(schema=edited, ignore={"unknown-input"})


ODD: list[Any] = [
    None, True, 0, "", [], {}, {"type": "integer"}, {"type": "string", "minLength": 2**60}, {"type": "boolean"}, {"type": "array"},
    {"type": "integer", "multipleOf": 0.5}, {"type": "integer", "minimum": 0.5, "maximum": 1e300}, {"enum": [1, "a", None, 2.5]},
    {"type": "integer", "orig_required": True, "input": "direct"}, {"type": "string", "orig_required": True, "input": "connection"},
    {"$ref": "#/components/schemas/ImageField"}, {"type": "number", "default": "x"}, {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    {"type": "object"}, {"const": 3}, {"type": "null"},
]  # fmt: skip
USED = ("noise", "add", "range", "float_math", "denoise_latents", "image_panel_layout", "metadata_to_string", "collect", "iterate")  # fmt: skip


class Edits:
    """Changes to a schema, and what they took away."""

    def __init__(self) -> None:
        self.document = document()
        self.types: set[str] = set()
        self.inputs: set[tuple[str, str]] = set()

    def make(self, data: st.DataObject, type_id: str) -> None:
        """One change to a node type."""
        entry = node(self.document, type_id)
        fields = [name for name in entry["properties"] if name not in ("id", "type", "is_intermediate", "use_cache")]
        change = data.draw(st.sampled_from(("no type", "no field", "odd field", "odd output", "version")))
        if change == "no type":
            self.types.add(type_id)
            self.document = without_type(self.document, type_id)
        elif change == "version":
            entry["version"] = data.draw(st.one_of(st.text(max_size=5), st.sampled_from(ODD)))
        elif change == "odd output":
            names = output(self.document, type_id)["properties"]
            names[data.draw(st.sampled_from(sorted(names)))] = data.draw(st.sampled_from(ODD))
        elif fields:
            field = data.draw(st.sampled_from(fields))
            del entry["properties"][field]
            self.inputs.add((type_id, field))
            if change == "odd field":
                entry["properties"][field] = data.draw(st.sampled_from(ODD))
                self.inputs.discard((type_id, field))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_a_server_has_changed_nothing_raises_and_what_is_gone_is_told(data: st.DataObject) -> None:
    written = random_graph(Random(data.draw(st.integers(0, 5000))), frozenset())
    for place, type_id in enumerate(data.draw(st.lists(st.sampled_from(USED), max_size=2))):
        more = {"b": 0, "stop": -3, "cfg_scale": 0.5, "num_cols": 3}
        written["nodes"][f"m{place}"] = {"id": f"m{place}", "type": type_id, **more}
    graph = Graph.from_dict(written)
    types = sorted({node.type for node in graph.nodes if node.type in TYPES})
    edits = Edits()
    for type_id in data.draw(st.lists(st.sampled_from(types), max_size=4)) if types else []:
        if type_id not in edits.types:
            edits.make(data, type_id)
    schema = ServerSchema.from_openapi(edits.document)
    found = graph.problems(schema=schema)
    assert all(map(str, found))
    assert all(map(str, schema.differences(graph)))
    for one, id_ in graph.ids().items():
        of_node = {problem.code for problem in found if problem.node_id == id_}
        assert one.type not in edits.types or of_node & {"unknown-node-type", "editor-only-node"}
        readable = schema._type_of(one).cls is not UnknownNode and not one.takes_extra("x")
        for name in one.given if readable else ():
            told = {problem.code for problem in found if (problem.node_id, problem.field) == (id_, name)}
            assert (one.type, name) not in edits.inputs or "unknown-input" in told


def without_type(edited: dict[str, Any], type_id: str) -> dict[str, Any]:
    entry = node(edited, type_id)
    edited["components"]["schemas"] = {key: other for key, other in schemas(edited).items() if other is not entry}
    return edited


def test_a_wire_from_a_lost_output_and_an_own_class_that_stays() -> None:
    edited = document()
    del output(edited, "integer")["properties"]["value"]
    graph = Graph(Add(a=Integer(value=3).value))
    assert codes(graph.problems(schema=edited)) == ["unknown-output", "schema-drift"]
    assert graph.problems() == []


@pytest.mark.parametrize(("seed", "code"), [(11, "value-refused"), (-1, "seed-wrapped"), (10**400, "seed-wrapped")])
def test_a_seed_is_wrapped_only_where_the_server_makes_another_of_it(seed: int, code: str) -> None:
    """A server that takes fewer seeds refuses those beyond, but for what it wraps."""
    narrower = document()
    node(narrower, "noise")["properties"]["seed"]["maximum"] = 10
    graph = Graph.from_dict(graph_data({"n": {"type": "noise", "seed": seed}}))
    assert code in [problem.code for problem in graph.problems(schema=narrower)]


@pytest.mark.parametrize("start", [{"type": "integer"}, {"type": "integer", "default": "x"}])
def test_a_rule_about_an_input_without_a_usable_default_is_not_judged(start: dict[str, Any]) -> None:
    edited = document()
    node(edited, "range")["properties"]["start"] = start
    graph = Graph.from_dict({"nodes": {"r": {"id": "r", "type": "range", "stop": -3}}})
    assert "node-rule" not in codes(graph.problems(schema=edited))
