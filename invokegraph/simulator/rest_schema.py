"""What the server's openapi.json says of its REST operations: their parameters, bodies and answers.

The node types are in the catalog's schema. `python -m invokegraph.simulator.rest_schema openapi.json` writes the file
anew from what a server gives.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.simulator.node_types import schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.node_types import JSON

PREFIX: Final = "#/components/schemas/"
_FILE: Final = "rest.json"
_PROSE: Final = frozenset({"description", "examples", "example", "summary", "tags", "security"})


@cache
def paths() -> Mapping[str, Mapping[str, JSON]]:
    """The operations by path and method in small letters."""
    found: Mapping[str, Mapping[str, JSON]] = _document()["paths"]
    return found


@cache
def components() -> Mapping[str, JSON]:
    """All schemas by name, those of the node types among them."""
    return {**rest_components(), **schemas()}


def rest_components() -> Mapping[str, JSON]:
    """The schemas without those of the node types, by name."""
    found: Mapping[str, JSON] = _document()["components"]["schemas"]
    return found


@cache
def _document() -> JSON:
    document: JSON = json.loads(files("invokegraph.simulator").joinpath(_FILE).read_bytes())
    return document


def slim(document: JSON) -> JSON:
    """What `rest.json` holds of a server's openapi.json."""
    found: dict[str, JSON] = document["components"]["schemas"]
    wanted: set[str] = set()
    pending = list(_named(document["paths"]))
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending += _named(found[name])
    return {
        "paths": _without_prose(document["paths"]),
        "components": {"schemas": {name: _without_prose(found[name]) for name in sorted(wanted - set(schemas()))}},
    }


def _named(value: Any) -> list[str]:
    """The schemas that something refers to."""
    if isinstance(value, dict):
        parts = cast("JSON", value)
        own = [str(parts["$ref"]).removeprefix(PREFIX)] if isinstance(parts.get("$ref"), str) else []
        return own + [name for part in parts.values() for name in _named(part)]
    if isinstance(value, list):
        return [name for part in cast("list[Any]", value) for name in _named(part)]
    return []


def _without_prose(value: Any) -> Any:
    if isinstance(value, dict):
        parts = cast("JSON", value)
        return {
            name: _without_prose(part)
            for name, part in parts.items()
            if isinstance(part, dict) or (name not in _PROSE and name != "title")
        }
    if isinstance(value, list):
        return [_without_prose(part) for part in cast("list[Any]", value)]
    return value


def written(slimmed: JSON) -> str:
    """The text of `rest.json`, a line for each path and schema."""
    parts = {"paths": slimmed["paths"], "schemas": slimmed["components"]["schemas"]}
    lines = {
        name: ",\n".join(f"{json.dumps(key)}: {json.dumps(part, separators=(',', ':'))}" for key, part in each.items())
        for name, each in parts.items()
    }
    return f'{{"paths": {{\n{lines["paths"]}\n}},\n"components": {{"schemas": {{\n{lines["schemas"]}\n}}}}}}\n'


if __name__ == "__main__":
    read = json.loads(Path(sys.argv[1]).read_bytes())
    Path(__file__).with_name(_FILE).write_text(written(slim(read)), encoding="utf-8")
