"""Cutting an `openapi.json` down to what node classes are made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.schema import SERVER_VERSION_KEY, is_node, node_type, schemas_of
from invokegraph.codegen.shapes import LIMITS, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

Schema = dict[str, object]

_SHAPE: Final = ("$ref", "type", "enum", "const", "anyOf", "oneOf", "allOf", "items", "additionalProperties", *LIMITS)
_FIELD: Final = (*_SHAPE, "default", "field_kind", "input", "orig_required", "ui_model_base", "ui_model_type")
_ABOUT: Final = ("class", "version", "category", "classification", "node_pack")
_ENTRY: Final = (*_ABOUT, "output", "required", "properties", *_SHAPE)
_NODE: Final = ("title", *_ENTRY)


def slim(document: object, server_version: str = "", without: Container[str] = ()) -> Schema:
    """A smaller OpenAPI document that leads to the same node classes.

    Args:
        document: The parsed `openapi.json`.
        server_version: The server's version, to be noted in the result.
        without: Node types to be left out.

    Raises:
        SchemaError: The document is not what it should be.
    """
    try:
        kept = _kept(schemas_of(document), without)
    except RecursionError:
        raise SchemaError("the document is nested too deep") from None
    stated = cast("Schema", document)
    version = server_version or stated.get(SERVER_VERSION_KEY) or "unknown"
    in_order = {key: kept[key] for key in sorted(kept)}
    return {"openapi": stated.get("openapi", "3.1.0"), SERVER_VERSION_KEY: version, "components": {"schemas": in_order}}


def _kept(schemas: Schema, without: Container[str]) -> Schema:
    """The nodes, and all that they refer to."""
    kept: Schema = {}
    nodes = {key: cast("Schema", schema) for key, schema in schemas.items() if is_node(schema)}
    waiting = [(key, "") for key, schema in nodes.items() if node_type(key, schema) not in without]
    while waiting:
        key, user = waiting.pop()
        if key not in schemas:
            raise SchemaError(f"{user}: it refers to {key!r}, which the document does not have")
        if key not in kept:
            kept[key] = _entry(schemas[key])
            waiting += ((reference, key) for reference in _references(kept[key]))
    return kept


def dump(document: Schema) -> str:
    """A slim document as JSON text, one schema to a line."""
    components = cast("dict[str, dict[str, object]]", document["components"])
    head = [f"{_json(key)}: {_json(value)}," for key, value in document.items() if key != "components"]
    rows = [f"{_json(key)}: {_json(value)}" for key, value in components["schemas"].items()]
    return "\n".join(["{", *head, '"components": {"schemas": {', ",\n".join(rows), "}}}", ""])


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _entry(schema: object) -> object:
    if not isinstance(schema, dict):
        return schema
    stated = cast("Schema", schema)
    kept = _cut(stated, _NODE if is_node(stated) else _ENTRY)
    properties = kept.get("properties")
    if isinstance(properties, dict):
        kept["properties"] = {name: _shape(field, _FIELD) for name, field in cast("Schema", properties).items()}
    return kept


def _shape(schema: object, words: tuple[str, ...] = _SHAPE) -> object:
    if not isinstance(schema, dict):
        return schema
    kept = _cut(cast("Schema", schema), words)
    for word in ("anyOf", "oneOf", "allOf"):
        members = kept.get(word)
        if isinstance(members, list):
            kept[word] = [_shape(member) for member in cast("list[object]", members)]
    for word in ("items", "additionalProperties"):
        if word in kept:
            kept[word] = _shape(kept[word])
    return kept


def _cut(schema: Schema, words: tuple[str, ...]) -> Schema:
    return {word: value for word, value in schema.items() if word in words}


def _references(schema: object) -> Iterator[str]:
    """The keys that an entry or a field refers to."""
    if not isinstance(schema, dict):
        return
    stated = cast("Schema", schema)
    target, properties = stated.get("$ref"), stated.get("properties")
    if isinstance(target, str) and target.startswith(REFERENCE):
        yield target.removeprefix(REFERENCE)
    parts = [stated.get(word) for word in ("output", "items", "additionalProperties")]
    for members in (stated.get(word) for word in ("anyOf", "oneOf", "allOf")):
        parts += cast("list[object]", members) if isinstance(members, list) else []
    parts += cast("Schema", properties).values() if isinstance(properties, dict) else []
    for part in parts:
        yield from _references(part)
