"""The catalog holds what its schema says: all of it, and nothing else. The schema is walked here a second way."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest

import nodes_catalog
from invokegraph import catalog
from invokegraph.codegen.__main__ import generate
from nodes_catalog import choices, fields, index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.node import Node
    from invokegraph.types import PortType

FOLDER = Path(nodes_catalog.__file__).parent
DOCUMENT = json.loads((FOLDER / "schema.json").read_text("utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
NODES = {key: schema for key, schema in SCHEMAS.items() if schema.get("class") == "invocation"}
BY_HAND = {"iterate", "collect", "if"}
BOUNDS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
}


def type_id(key: str) -> str:
    return SCHEMAS[key]["properties"]["type"]["const"]


def node_class(key: str) -> type[Node]:
    found = catalog.node_class(type_id(key))
    assert found is not None
    return found


def target(reference: str) -> str:
    return reference.rpartition("/")[2]


def members(schema: dict[str, Any]) -> Iterator[Any]:
    """The alternatives of a schema, each as a text or, for an enumeration, as the set of its values."""
    if "anyOf" in schema:
        for part in schema["anyOf"]:
            yield from members(part)
    elif "$ref" in schema:
        referred = SCHEMAS[target(schema["$ref"])]
        yield frozenset(referred["enum"]) if "enum" in referred else target(schema["$ref"])
    elif "enum" in schema or "const" in schema:
        yield frozenset(schema.get("enum", [schema.get("const")]))
    elif schema.get("type") == "array":
        yield ("list", frozenset(members(schema["items"])))
    elif schema.get("type") == "object":
        yield ("dict", frozenset({"Any"}))
    else:
        yield {"integer": "int", "number": "float", "string": "str", "boolean": "bool", "null": "None", None: "Any"}[
            schema.get("type")
        ]


def parts(type_: PortType) -> Iterator[Any]:
    """The same of a port type."""
    for member in type_.members:
        match member.kind:
            case "literal":
                yield frozenset(member.choices)
            case "list" | "dict":
                yield (member.kind, frozenset(parts(member.args[-1])))
            case _:
                yield str(member)


def limits(schema: dict[str, Any]) -> dict[str, float]:
    found = {name: schema[word] for word, name in BOUNDS.items() if word in schema}
    for part in schema.get("anyOf", []):
        found |= limits(part)
    return found


def test_the_files_are_what_the_generator_makes_of_the_schema_beside_them() -> None:
    made = generate((FOLDER / "schema.json").read_text("utf-8"))
    for name, text in made.items():
        assert (FOLDER / name).read_text("utf-8") == text, f"{name}: run python -m invokegraph.codegen"
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == {*made, "control.py", "rules.py"}


def test_every_node_type_has_a_class() -> None:
    types = {type_id(key) for key in NODES}
    assert len(types) == len(NODES) == 309
    assert set(index.TYPES) == types
    assert len({name for _, name in index.TYPES.values()}) == 309
    assert index.SERVER_VERSION == DOCUMENT["x-invokeai-version"] == "6.14.2"


@pytest.mark.parametrize("key", NODES)
def test_a_class_says_what_the_schema_says(key: str) -> None:
    schema, cls = NODES[key], node_class(key)
    assert (cls.type, cls.version, cls.category) == (type_id(key), schema["version"], schema.get("category", ""))
    assert (cls.classification, cls.node_pack) == (schema["classification"], schema["node_pack"])
    assert cls.extra_inputs is (schema.get("additionalProperties") is True)
    assert cls.__name__ == key.removesuffix("Invocation")
    assert getattr(nodes_catalog, cls.__name__) is cls


@pytest.mark.parametrize("key", NODES)
def test_a_class_has_the_inputs_of_the_schema(key: str) -> None:
    properties = {name: field for name, field in NODES[key]["properties"].items() if name not in ("id", "type")}
    ports = {port.name: port for port in node_class(key).ports().values() if port.takes is not None}
    assert ports.keys() == properties.keys()
    for name, field in properties.items():
        port = ports[name]
        attribute = field["field_kind"] == "node_attribute"
        required = field["orig_required"] and not attribute if "orig_required" in field else False
        assert port.required is required, name
        assert port.default == (None if required else field["default"]), name
        assert type(port.default) is type(None if required else field["default"]), name
        assert port.input == ("direct" if attribute else field["input"]) or type_id(key) in BY_HAND, name
        assert port.limits == limits(field), name
        assert port.model_bases == tuple(field.get("ui_model_base", ())), name
        assert port.model_types == tuple(field.get("ui_model_type", ())), name
        assert port.takes is not None
        expected = set(members(field))
        assert set(parts(port.takes)) == (expected if "Any" not in expected else {"Any"}), name


@pytest.mark.parametrize("key", NODES)
def test_a_class_has_the_outputs_of_the_schema(key: str) -> None:
    output = SCHEMAS[target(NODES[key]["output"]["$ref"])]
    properties = {name: field for name, field in output["properties"].items() if name != "type"}
    ports = {port.name: port for port in node_class(key).ports().values() if port.gives is not None}
    assert ports.keys() == properties.keys()
    for name, field in properties.items():
        gives = ports[name].gives
        assert gives is not None
        expected = set(members(field))
        assert set(parts(gives)) == (expected if "Any" not in expected else {"Any"}), name


@pytest.mark.parametrize("key", NODES)
def test_a_docstring_says_facts_only(key: str) -> None:
    schema, cls = NODES[key], node_class(key)
    text = inspect.cleandoc(cls.__doc__ or "").replace("\n        ", " ")
    summary = text.partition("\n")[0]
    assert summary.startswith(f"Node type `{cls.type}`, version {cls.version}")
    assert cls.title == ("" if schema["title"] == key else schema["title"])
    assert (f"\nIn the editor: {cls.title}.\n" in text) is (bool(cls.title) and cls.type not in BY_HAND)
    assert (f"category {cls.category}" in summary) is bool(cls.category)
    assert (cls.classification in summary) is (cls.classification != "stable")
    if cls.type in BY_HAND:
        return
    lines = dict(line.strip().split(": ", 1) for line in text.split("\n") if ": " in line)
    for name, field in schema["properties"].items():
        said = lines.get(name, "").lower()
        assert ("required" in said) is (field.get("orig_required", False) and name != "is_intermediate"), name
        assert ("wire only" in said) is (field.get("input") == "connection"), name
        default = field.get("default")
        if default is not None and field["field_kind"] != "node_attribute":
            assert "default" in said, name
        for word in ("minimum", "maximum"):
            if word in field:
                assert f"{float(field[word]):.15g}" in said, name
    for name in SCHEMAS[target(schema["output"]["$ref"])]["properties"].keys() - {"type"}:
        assert f"{name} (" in " ".join(text.split())


def test_every_enumeration_is_named_once() -> None:
    named = {name: get_args(alias) for name, alias in vars(choices).items() if get_origin(alias) is Literal}
    assert len({frozenset(values) for values in named.values()}) == len(named) == 64
    for name, values in named.items():
        assert name[0].isupper()
        assert getattr(nodes_catalog, name) is vars(choices)[name]
        assert len(values) > 1
    assert {"SchedulerName", "ResizeMode", "ResampleMode", "GenerationMode", "ModelBase", "ModelType"} <= named.keys()


def test_the_package_names_everything_it_has() -> None:
    assert set(nodes_catalog.__all__) <= set(dir(nodes_catalog))
    assert {name for _, name in index.TYPES.values()} <= set(nodes_catalog.__all__)
    for name in nodes_catalog.__all__:
        assert getattr(nodes_catalog, name) is not None
    assert nodes_catalog.ImageField is fields.ImageField
    with pytest.raises(AttributeError, match="no attribute 'Nois'"):
        nodes_catalog.Nois  # noqa: B018


def test_editors_see_what_the_package_loads() -> None:
    source = (FOLDER / "__init__.py").read_text("utf-8")
    for name in nodes_catalog.__all__:
        module = getattr(nodes_catalog, "_HOMES")[name]  # noqa: B009 - known at run time only
        assert f"    from .{module} import {name} as {name}\n" in source


LAZY = """
import sys
from nodes_catalog import Compel, Noise
noise = Noise(seed=7)
noise.width = 1024
Compel(prompt="a lighthouse")
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"pydantic", "networkx", "requests", "socketio", "json"}, loaded
assert "nodes_catalog.fields" not in sys.modules
assert "nodes_catalog.index" not in sys.modules
assert "nodes_catalog.image" not in sys.modules
"""


def test_only_what_is_named_is_loaded() -> None:
    subprocess.run([sys.executable, "-c", LAZY], check=True, cwd=FOLDER.parent)
