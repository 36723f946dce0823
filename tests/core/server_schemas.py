"""Schemas of servers that differ from the one of the catalog, made by editing its own."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import nodes_catalog

Document = dict[str, Any]


@cache
def _text() -> str:
    return (Path(nodes_catalog.__file__).parent / "schema.json").read_text("utf-8")


def document() -> Document:
    """The schema of the catalog, to be edited."""
    return json.loads(_text())


def schemas(edited: Document) -> dict[str, Any]:
    return edited["components"]["schemas"]


def node(edited: Document, type_id: str) -> dict[str, Any]:
    """The entry of a node type."""
    return next(entry for entry in schemas(edited).values() if _type(entry) == type_id)


def output(edited: Document, type_id: str) -> dict[str, Any]:
    """The entry of a node type's output, which other types may share."""
    return schemas(edited)[node(edited, type_id)["output"]["$ref"].rpartition("/")[2]]


def without(*type_ids: str) -> Document:
    """A server that lacks some node types."""
    edited = document()
    kept = {key: entry for key, entry in schemas(edited).items() if _type(entry) not in type_ids}
    edited["components"]["schemas"] = kept
    return edited


def with_node(
    type_id: str, inputs: dict[str, Any], outputs: dict[str, Any], models: Document | None = None
) -> Document:
    """A server with a node type more.

    Args:
        type_id: The type.
        inputs: JSON schemas by name.
        outputs: JSON schemas by name.
        models: JSON schemas of field models.
    """
    edited = document()
    made = deepcopy(node(edited, "add"))
    made["properties"] = {name: made["properties"][name] for name in ("id", "is_intermediate", "use_cache", "type")}
    made["properties"]["type"] = {"const": type_id, "type": "string", "default": type_id}
    made["properties"] |= inputs
    made |= {"node_pack": "my_pack", "output": {"$ref": "#/components/schemas/MyOutput"}}
    schemas(edited)["MyInvocation"] = made
    schemas(edited)["MyOutput"] = {"class": "output", "type": "object", "properties": outputs}
    schemas(edited).update(models or {})
    return edited


def _type(entry: Any) -> str | None:
    return entry["properties"]["type"]["const"] if entry.get("class") == "invocation" else None
