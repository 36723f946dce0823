"""Names and values in a schema are data: what comes out is a clear error or a harmless file."""

from __future__ import annotations

import ast
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invokegraph.codegen import SchemaError
from invokegraph.codegen.__main__ import generate, main
from invokegraph.codegen.package import render
from invokegraph.codegen.schema import read
from invokegraph.codegen.slim import slim
from invokegraph.errors import InvokegraphError
from invokegraph.types import ANY, PortType, union

from .documents import STRING, assert_harmless, document, load, model, node, output, ref, rendered

if TYPE_CHECKING:
    from pathlib import Path

EVIL = [
    'x"]\nimport os',
    "lambda",
    "__init__",
    "__class__",
    "_private",
    "inputs",
    "outputs",
    "ports",
    "given",
    "id_",
    "location",
    "self",
    "class",
    "None",
    "int",
    "list",
    "port",
    "out",
    "In",
    "Any",
    "Node",
    "../../etc/passwd",
    "..",
    "",
    " ",
    "1st",
    "a b",
    "a-b",
    "a.b",
    "a\\",
    '"""',
    "'''",
    '\\"""\nimport os\n',
    "\u202ename",
    "\u2028",
    "\x00",
    "ﬁeld",
    "名前",
    "Model",
    "x | Model",
    "a, b]",
    "{0}{x!r}%s",
    "# coding: utf-7",
    "x" * 300,
    "con",
    "match",
    "type",
    "saved::input",
]
FIELD_NAMES = [name for name in EVIL if name not in ("", "type")]


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_a_field_of_any_name_keeps_that_name(name: str, tmp_path: Path) -> None:
    fields = {name: {"type": "integer", "default": 3, "maximum": 9}}
    outputs = {name: {"type": "integer"}}
    made = load(
        {"ThingInvocation": node(properties=fields), "ThingOutput": output(outputs)},
        tmp_path,
        f"made_field_{EVIL.index(name)}",
    )
    ports = {port.name: port for port in made.Thing.ports().values()}
    assert set(ports) == {*fields, "is_intermediate", "use_cache"}
    for port in (ports[field] for field in fields):
        assert (port.default, str(port.takes), str(port.gives), port.limits) == (3, "int", "int", {"le": 9})
        thing = made.Thing(**{port.attribute: 5})
        assert thing.inputs[name] == 5
        assert getattr(thing, port.attribute).name == name


@pytest.mark.parametrize("name", EVIL)
def test_a_choice_of_any_text_survives(name: str, tmp_path: Path) -> None:
    one, two = {"type": "string", "enum": [name]}, {"type": "string", "enum": [name, "other"], "default": name}
    made = load(
        {"ThingInvocation": node(properties={"one": one, "two": two}), "ThingOutput": output({"one": one})},
        tmp_path,
        f"made_choice_{EVIL.index(name)}",
    )
    ports = made.Thing.ports()
    assert ports["one"].takes.choices == (name,)
    assert ports["one"].gives.choices == (name,)
    assert ports["two"].takes.choices == (name, "other")
    assert ports["two"].default == name


@pytest.mark.parametrize("name", EVIL)
def test_every_other_text_is_kept_as_data(name: str) -> None:
    about = dict.fromkeys(("version", "category", "node_pack", "classification"), name)
    schema = node(name, {"a": STRING | {"default": name}}, **about)
    if name == "":
        with pytest.raises(SchemaError, match="ThingInvocation: it states no type id"):
            rendered({"ThingInvocation": schema})
        return
    files = rendered({"ThingInvocation": schema})
    [definition] = [
        statement
        for text in files.values()
        for statement in ast.parse(text).body
        if isinstance(statement, ast.ClassDef) and statement.name == "Thing"
    ]
    said = {keyword.arg: ast.literal_eval(keyword.value) for keyword in definition.keywords}
    assert {said["type"], said["version"], said["category"]} == {name}
    assert said.get("node_pack", "invokeai") == (name or "invokeai")


@pytest.mark.parametrize("name", EVIL)
def test_keys_become_class_names_or_an_error(name: str) -> None:
    schemas = {
        name: node("first", {"value": ref(f"{name}Field")}),
        f"{name}Field": model({name: {"type": "integer"}, "list": STRING}, ["list"]),
    }
    if name == "" or len(name) > 80:
        with pytest.raises(SchemaError, match=r"is no name of a field|is taken by another class"):
            rendered(schemas)
        return
    files = rendered(schemas)
    assert files["fields.py"].count("class ") == 1
    assert files["other.py"].count("class ") == 1


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_parts_of_a_field_model_keep_their_names(name: str, tmp_path: Path) -> None:
    made = load(
        {"ThingInvocation": node(properties={"value": ref("BoxField")}), "BoxField": model({name: STRING}, [name])},
        tmp_path,
        f"made_part_{EVIL.index(name)}",
    )
    assert made.BoxField(**{name: "a"}).model_dump(by_alias=True) == {name: "a"}
    with pytest.raises(ValueError, match="validation error"):
        made.BoxField()


NAN = float("nan")
HUGE = 10**4000
HALF = "\ud800"  # of a surrogate pair

REFUSED_FIELDS: dict[str, tuple[Any, str]] = {
    "a list": ([], "an object was expected"),
    "a text": ("int", "an object was expected"),
    "a type that does not exist": ({"type": "float"}, "there is no type"),
    "a type that is an object": ({"type": {}}, "there is no type"),
    "a list of types, one of which does not exist": ({"type": ["string", "x"]}, "there is no type"),
    "an unknown input kind": (STRING | {"input": "both"}, "input is 'both'"),
    "an input kind that is a number": (STRING | {"input": 1}, "input is 1"),
    "a reference that is a number": ({"$ref": 1}, "1 is no reference"),
    "a reference elsewhere": ({"$ref": "http://x/"}, "'http://x/' is no reference"),
    "a loop": (ref("Loop"), "nested more"),
    "a list of itself": (ref("Endless"), "nested more"),
    "a field model called int": (ref("int"), "a field model cannot be called 'int'"),
    "an empty union": ({"anyOf": []}, "a list of schemas was expected"),
    "a union of texts": ({"anyOf": ["a"]}, "a schema was expected"),
    "an empty enumeration": ({"enum": []}, "a list of schemas"),
    "an enumeration of lists": ({"enum": [[1], [2]]}, "an enumeration holds"),
    "an enumeration that is text": ({"enum": "ab"}, "a list of schemas"),
    "a choice that is NaN": ({"enum": [NAN]}, "there is something other than"),
    "a choice of half a character": ({"enum": [HALF]}, "there is something other than"),
    "a default that is NaN": ({"default": NAN}, "there is something other than"),
    "a default that is endless": ({"default": -float("inf")}, "there is something other than"),
    "a default that is huge": ({"default": HUGE}, "there is something other than"),
    "a default of half a character": ({"default": [{"x": HALF}]}, "there is something other than"),
    "a default with a key of half a character": ({"default": {HALF: 1}}, "there is something other than"),
    "a bound that is text": (STRING | {"minLength": "3"}, "minLength is '3'"),
    "a bound that is NaN": ({"minimum": NAN}, "minimum is nan"),
    "a bound that is huge": ({"maximum": HUGE}, "maximum is"),
    "a step of zero": ({"multipleOf": 0}, "multipleOf is 0"),
    "a length below zero": ({"minItems": -1}, "minItems is -1"),
    "a length that is no whole number": ({"minItems": 1.5}, "minItems is 1.5"),
    "bases that are no list": (STRING | {"ui_model_base": "sd-1"}, "ui_model_base is 'sd-1'"),
    "types that are numbers": (STRING | {"ui_model_type": [1]}, "ui_model_type is [1]"),
}


@pytest.mark.parametrize("case", REFUSED_FIELDS)
def test_an_input_that_cannot_be_read_is_named_in_the_error(case: str) -> None:
    field, message = REFUSED_FIELDS[case]
    further = {"Loop": ref("Back"), "Back": ref("Loop"), "Endless": {"type": "array", "items": ref("Endless")}}
    with pytest.raises(SchemaError) as caught:
        render(read(document({"A": node(properties={"x": field}), "int": model(), **further}), "1.0"))
    assert str(caught.value).startswith(f"A.x: {message}")
    assert len(str(caught.value)) < 300


REFUSED: dict[str, tuple[Any, str]] = {
    "no document": ([], "not an openapi.json"),
    "no components": ({}, "not an openapi.json"),
    "schemas is a list": ({"components": {"schemas": []}}, "not an openapi.json"),
    "no type id": (document({"A": {"class": "invocation", "properties": {}}}), "A: it states no type id"),
    "a type id that is a number": (document({"A": node(7)}), "A: it states no type id"),
    "a type id of half a character": (document({"A": node(HALF)}), "A: it states no type id"),
    "two nodes of one type": (document({"A": node("x"), "B": node("x")}), "B: A has the same type id 'x'"),
    "properties is a list": (document({"A": node() | {"properties": [1]}}), "A.properties: an object was expected"),
    "a field without a name": (document({"A": node(properties={"": STRING})}), "A: '' is no name"),
    "a field named by half a character": (document({"A": node(properties={HALF: STRING})}), "A: '\\ud800' is no name"),
    "a reference to nothing": (document({"A": node(properties={"x": ref("B")})}), "A: it refers to 'B'"),
    "an output to nothing": (document({"A": node(output="B")}), "A: it refers to 'B'"),
    "an output elsewhere": (document({"A": node() | {"output": {"$ref": "http://x/"}}}), "A.output: 'http://x/' is no"),
    "an output that is text": (document({"A": node() | {"output": "B"}}), "A.output: None is no reference"),
    "a category that is a list": (document({"A": node(category=["x"])}), "A: category is ['x']"),
    "a category of half a character": (document({"A": node(category=HALF)}), "A: category is"),
    "a version that is a number": (document({"A": node(version=1.0)}), "A: version is 1.0"),
    "two field models of one name": (
        document({"A": node(properties={"x": ref("B-C"), "y": ref("B_C")}), "B-C": model(), "B_C": model()}),
        "field model 'B_C': its name B_C is taken",
    ),
    "a server version with code": (
        document({}) | {"x-invokeai-version": "6\nimport os"},
        "'6\\nimport os' is no version",
    ),
    "a server version like an encoding": (
        document({}) | {"x-invokeai-version": "coding: utf-7"},
        "'coding: utf-7' is no",
    ),
    "a server version that is a list": (
        document({}) | {"x-invokeai-version": [6]},
        "the document: x-invokeai-version is",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_document_that_cannot_be_read_is_an_error_that_says_where(case: str) -> None:
    given_document, message = REFUSED[case]
    with pytest.raises(SchemaError) as caught:
        render(read(slim(given_document)))
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, InvokegraphError)
    assert isinstance(caught.value, ValueError)


def test_deep_nesting_is_an_error_not_a_crash() -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"items": deep, "type": "array"}
    with pytest.raises(SchemaError):
        slim(document({"A": node(properties={"x": deep})}))
    with pytest.raises(SchemaError):
        generate("[" * 100_000)
    value: Any = 1
    for _ in range(100):
        value = [value]
    with pytest.raises(SchemaError, match=r"A\.x: a value is nested"):
        rendered({"A": node(properties={"x": {"default": value}})})


def test_references_that_fan_out_are_read_once() -> None:
    fan = {f"F{depth}": {"anyOf": [ref(f"F{depth + 1}")] * 9} for depth in range(14)}
    files = rendered({"AInvocation": node(properties={"x": ref("F0")}), "F14": STRING, **fan})
    assert "x: In[str, StrWire]" in files["other.py"]


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[1]", "null", "{}", '{"components": 3}', "\ufeff{}"])
def test_a_file_that_is_no_schema(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(text, "utf-8")
    assert main(["--schema", str(path), "--out", str(tmp_path / "made")]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert not (tmp_path / "made").exists()


def test_nothing_is_written_outside_of_the_folder(tmp_path: Path) -> None:
    schemas = {f"A{number}": node(f"a{number}", category=name) for number, name in enumerate(EVIL)}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document(schemas)), "utf-8")
    assert main(["--schema", str(path), "--out", str(tmp_path / "in" / "made")]) == 0
    assert {entry.name for entry in tmp_path.iterdir()} == {"openapi.json", "in"}
    assert {entry.name for entry in (tmp_path / "in").iterdir()} == {"made"}
    assert all(entry.is_file() for entry in (tmp_path / "in" / "made").iterdir())


NAMES = st.one_of(st.sampled_from(EVIL), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), NAMES, st.just(HALF))
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
SHAPE_WORDS = ["type", "$ref", "enum", "const", "anyOf", "oneOf", "allOf", "items", "additionalProperties", "minimum"]
FIELD_WORDS = ["default", "multipleOf", "minItems", "input", "orig_required", "field_kind", "ui_model_base"]
NODE_WORDS = ["properties", "required", "output", "class", "category", "version", "node_pack"]
WORDS = st.sampled_from(SHAPE_WORDS + FIELD_WORDS + NODE_WORDS)
TYPE_WORDS = ["integer", "number", "string", "boolean", "object", "array", "null"]
TYPES = st.sampled_from([{"type": word} for word in TYPE_WORDS])
CHOICES = st.lists(st.one_of(NAMES, st.integers(-3, 3), st.none()), min_size=1, max_size=3)
SHAPES = st.recursive(
    st.one_of(TYPES, st.just(ref("BoxField")), st.builds(lambda choices: {"enum": choices}, CHOICES)),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"anyOf": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"type": "array", "items": part}, inner),
    ),
    max_leaves=5,
)
FIELDS = st.builds(lambda shape, more: shape | more, SHAPES, st.dictionaries(WORDS, JSON, max_size=2))
NODES = st.builds(
    lambda type_, fields, more: node(type_, fields) | more,
    NAMES,
    st.dictionaries(NAMES, st.one_of(SHAPES, FIELDS, JSON), max_size=3),
    st.one_of(st.just({}), st.dictionaries(WORDS, JSON, max_size=2)),
)
SCHEMAS = st.dictionaries(st.one_of(NAMES, st.just("AInvocation")), st.one_of(NODES, JSON), max_size=3)


@settings(max_examples=200, deadline=None)
@given(SCHEMAS, st.dictionaries(NAMES, FIELDS, max_size=3), st.dictionaries(NAMES, SHAPES, max_size=2))
def test_any_document_gives_an_error_or_harmless_files(
    schemas: dict[str, Any], parts: dict[str, Any], outputs: dict[str, Any]
) -> None:
    schemas = {"BoxField": model(parts), "ThingOutput": output(outputs)} | schemas
    try:
        slimmed = slim(document(schemas), "1.0")
        files = render(read(slimmed), "made")
    except SchemaError:
        return
    assert_harmless(files)
    assert slim(slimmed) == slimmed
    assert render(read(document(schemas), "1.0"), "made") == files


FIELD = st.builds(
    lambda shape, more: shape | more,
    SHAPES,
    st.fixed_dictionaries(
        {},
        optional={
            "input": st.sampled_from(["any", "connection", "direct"]),
            "orig_required": st.booleans(),
            "default": st.one_of(st.none(), NAMES, st.lists(NAMES, max_size=3)),
            "minimum": st.integers(-9, 9),
            "ui_model_base": st.lists(NAMES, max_size=2),
        },
    ),
)
FIELD_MAPS = st.dictionaries(NAMES.filter(lambda name: name and name not in NOT_PORTS), FIELD, max_size=4)
NOT_PORTS = {"id", "type", "is_intermediate", "use_cache", "output_meta"}
COUNTER = itertools.count()


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(FIELD_MAPS, FIELD_MAPS, FIELD_MAPS)
@example({"किताब": {"enum": ["a", "b"]}}, {"·": {"enum": ["a", "b"]}}, {})
def test_what_the_classes_say_at_run_time_is_what_the_schema_says(
    tmp_path: Path, inputs: dict[str, Any], outputs: dict[str, Any], parts: dict[str, Any]
) -> None:
    schemas = {"ThingInvocation": node(properties=inputs), "ThingOutput": output(outputs), "BoxField": model(parts)}
    [facts] = read(document(schemas), "1.0").nodes
    made = load(schemas, tmp_path, f"made_{next(COUNTER)}")
    ports = {port.name: port for port in made.Thing.ports().values()}
    assert ports.keys() - NOT_PORTS == {*inputs, *outputs}
    for put in facts.inputs:
        port = ports[put.name]
        assert (port.default, port.required, port.input) == (put.default, put.required, put.kind)
        assert (port.limits, port.model_bases) == (dict(put.limits), put.model_bases)
        assert port.takes == plain(put.type)
    for gives in facts.outputs:
        assert ports[gives.name].gives == plain(gives.type)


def plain(type_: PortType) -> PortType:
    """A type as an annotation says it: a union with Any is Any."""
    if type_.kind == "union":
        return ANY if ANY in type_.args else union(*map(plain, type_.args))
    return PortType(type_.kind, args=tuple(map(plain, type_.args))) if type_.kind == "list" else type_
