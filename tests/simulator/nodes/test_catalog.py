"""Every node type that can be sent gives what it declares."""

from __future__ import annotations

from typing import Any

import pytest

from invokegraph.simulator.nodes import NodeError, runner
from invokegraph.simulator.nodes.refusals import EDITOR_ONLY
from invokegraph.simulator.nodes.schema import document, node_types, outputs_of

from .shelf import Bench, fitting

SENDABLE = sorted(set(node_types()) - set(EDITOR_ONLY))
JSON_TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def misfit(value: Any, schema: Any, where: str) -> str:
    """What of a value is not as its schema says, or an empty string."""
    if "$ref" in schema:
        return misfit(value, document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], where)
    if "anyOf" in schema:
        found = [misfit(value, part, where) for part in schema["anyOf"]]
        return "" if "" in found else found[0]
    if "enum" in schema:
        return "" if value in schema["enum"] else f"{where}: {value!r} is none of {schema['enum'][:5]}"
    kind = schema.get("type")
    if kind and (not isinstance(value, JSON_TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return f"{where}: {value!r} is no {kind}"
    if kind == "array":
        return next((told for part in value if (told := misfit(part, schema.get("items", {}), where))), "")
    missing = [name for name in schema.get("required", []) if isinstance(value, dict) and name not in value]
    if missing:
        return f"{where}: {missing} are missing in {value}"
    parts = schema.get("properties", {})
    return next(
        (
            told
            for name, part in parts.items()
            if name in value and (told := misfit(value[name], part, f"{where}.{name}"))
        ),
        "",
    )


@pytest.mark.parametrize("node_type", SENDABLE)
def test_a_node_gives_the_outputs_that_it_declares(node_type: str) -> None:
    bench = Bench()
    outputs = bench.run(node_type, **fitting(node_type, bench))
    declared = outputs_of(node_type)
    assert set(outputs) == set(declared)
    assert not [told for name, value in outputs.items() if (told := misfit(value, declared[name], name))]


@pytest.mark.parametrize("node_type", EDITOR_ONLY)
def test_what_cannot_be_run_says_so(node_type: str) -> None:
    with pytest.raises(NodeError) as raised:
        Bench().run(node_type)
    assert raised.value.type == "NotExecutableNodeError"


def test_unknown_types_have_no_runner() -> None:
    assert runner("a_custom_node") is None


def test_all_sendable_types_are_there() -> None:
    assert len(SENDABLE) == 301
