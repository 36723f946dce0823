"""The schema of the catalog's node types, as far as running them needs it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

_PLAIN: Final = {"type", "output_meta"}
_LIMITS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
Schema = dict[str, Any]


@cache
def document() -> Schema:
    """The schema that the catalog was made from."""
    from importlib.resources import files

    loaded: Schema = json.loads(files("nodes_catalog").joinpath("schema.json").read_text("utf-8"))
    return loaded


@cache
def node_types() -> dict[str, Schema]:
    """The schema of every node type."""
    schemas = document()["components"]["schemas"].values()
    return {schema["properties"]["type"]["const"]: schema for schema in schemas if schema.get("class") == "invocation"}


def types_giving(*outputs: str) -> list[str]:
    """The node types that give one of these classes of outputs."""
    classes = {f"#/components/schemas/{name}" for name in outputs}
    return [node_type for node_type, schema in node_types().items() if schema["output"]["$ref"] in classes]


@cache
def outputs_of(node_type: str) -> dict[str, Schema]:
    """The schemas of a node type's outputs by name."""
    properties = referred(node_types()[node_type]["output"])["properties"]
    return {name: schema for name, schema in properties.items() if name not in _PLAIN}


def choices(node_type: str, name: str) -> list[str]:
    """What an input takes that takes one of some words."""
    schema = referred(node_types()[node_type]["properties"][name])
    return next(part["enum"] for part in (schema, *schema.get("anyOf", [])) if "enum" in part)


@cache
def limits_of(node_type: str) -> list[tuple[str, str, float]]:
    """The limits of a node type's numbers: input, kind of limit, value."""
    found: list[tuple[str, str, float]] = []
    for name, schema in node_types()[node_type]["properties"].items():
        for part in (schema, *schema.get("anyOf", [])):
            found.extend((name, kind, part[kind]) for kind in _LIMITS if kind in part)
    return found


def part_names(node_type: str, output: str) -> set[str]:
    """Names of the parts of the objects that an output gives."""
    return set(referred(outputs_of(node_type)[output]).get("properties", {}))


def class_of(schema: Schema) -> str:
    """Name of the field model that a schema refers to, in a list or beside null too; otherwise an empty string."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = [*schema.get("anyOf", []), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return next((name for name in map(class_of, inner) if name), "")


def referred(schema: Schema) -> Schema:
    """The schema itself, or of the field model that it refers to."""
    name = class_of(schema)
    found: Schema = document()["components"]["schemas"][name] if name else schema
    return found
