"""Which wires the annotations let through: what the server takes, and no list for an item.

Checked for every input and every type of output in the catalog.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from invokegraph import catalog
from invokegraph.codegen.annotations import Annotations, takes_wire
from invokegraph.codegen.facts import InputFacts
from invokegraph.codegen.names import Names
from invokegraph.types import ANY, BOOL, FLOAT, INT, STR, PortType, compatible, literal, parse_type, union
from nodes_catalog import choices, index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.ports import Port

# What the aliases in invokegraph.ports stand for.
ALIASES = {
    "IntWire": "Output[int] | Output[bool]",
    "FloatWire": "Output[float] | Output[int]",
    "StrWire": "Output[str] | Output[int] | Output[float]",
}
GENERIC = {"iterate", "collect", "if"}  # their wires are type variables, which these rules do not speak of


def ports() -> Iterator[tuple[str, Port, str]]:
    """Every input of every node type, with its annotation."""
    for type_id in index.TYPES:
        cls = catalog.node_class(type_id)
        assert cls is not None
        if type_id not in GENERIC:
            for attribute, port in cls.ports().items():
                if port.takes is not None and attribute in vars(cls):
                    yield f"{type_id}.{port.name}", port, vars(cls)["__annotations__"][attribute]


def output_types() -> set[PortType]:
    classes = [catalog.node_class(type_id) for type_id in index.TYPES]
    return {port.gives for cls in classes if cls for port in cls.ports().values() if port.gives is not None}


@cache
def static_wires(annotation: str) -> frozenset[PortType]:
    """The types X for which a type checker lets `Output[X]` into an input, as the annotation says."""
    wire = split(annotation[annotation.index("[") + 1 : -1])[-1]
    for alias, meaning in ALIASES.items():
        wire = wire.replace(alias, meaning)
    wire = re.sub(r"^ListWire\[(.*)\]$", r"Output[list[\1]]", wire)
    wire = re.sub(r"^OneOrListWire\[(.*)\]$", r"Output[\1] | Output[list[\1]] | Output[\1 | list[\1]]", wire)
    if wire == "Never":
        return frozenset()
    types = set()
    for part in split(wire, " | "):
        assert part.startswith("Output["), annotation
        types.add(parse_type(part[len("Output[") : -1], lookup))
    return frozenset(types)


def lookup(name: str) -> PortType | None:
    alias = getattr(choices, name, None)
    return literal(*alias.__args__) if alias is not None else None


def split(text: str, mark: str = ", ") -> list[str]:
    """The parts of a text between marks outside of brackets."""
    parts = [""]
    for piece in text.split(mark):
        is_open = parts[-1].count("[") > parts[-1].count("]")
        parts = [*parts[:-1], f"{parts[-1]}{mark}{piece}"] if is_open else [*parts, piece]
    return parts[1:]


def passes(output: PortType, wire: PortType) -> bool:
    """Whether `Output[output]` is a `Output[wire]` to a type checker: Output is invariant, and Any is any type."""
    if ANY in (output, wire):
        return True
    if output.kind == wire.kind and output.args:
        return len(output.args) == len(wire.args) and all(map(passes, output.args, wire.args))
    return output == wire


def mentions_any(type_: PortType) -> bool:
    return type_ == ANY or any(map(mentions_any, type_.args))


def form(type_: PortType) -> set[str]:
    return {member.kind if member.kind in ("list", "dict", "any") else "single" for member in type_.members}


def fits_in_number(output: PortType, takes: PortType) -> bool:
    """Whether a list goes only where a list may be, and one value only where one value may be."""
    source, target = form(output.without_none()), form(takes.without_none())
    return "any" in source | target or source <= target


INPUTS = list(ports())
OUTPUTS = sorted(output_types(), key=str)


def test_the_catalog_has_what_the_test_is_about() -> None:
    assert len(INPUTS) > 1500
    assert len(OUTPUTS) > 50
    assert any("OneOrListWire" in annotation for _, _, annotation in INPUTS)


@pytest.mark.parametrize("output", OUTPUTS, ids=str)
def test_a_type_checker_lets_through_what_the_server_takes(output: PortType) -> None:
    wrong: list[str] = []
    for name, port, annotation in INPUTS:
        assert port.takes is not None
        allowed = any(passes(output.without_none(), wire) for wire in static_wires(annotation))
        expected = compatible(output, port.takes) and fits_in_number(output, port.takes)
        if port.input == "direct":
            expected = False  # the server takes such an edge and overwrites the value that the node was built with
        if allowed != expected:
            wrong.append(f"{output} -> {name}: {annotation}")
    assert wrong == []


@pytest.mark.parametrize(
    ("takes", "wires"),
    [
        ("int", "IntWire"),
        ("int | None", "Output[int]"),
        ("float", "FloatWire"),
        ("float | None", "Output[float]"),
        ("str", "StrWire"),
        ("str | None", "Output[str]"),
        ("bool", "Output[bool]"),
        ("Any", "Output[Any]"),
        ("Any | None", "Output[Any]"),
        ("list[int]", "ListWire[int]"),
        ("list[int] | None", "ListWire[int]"),
        ("list[Any]", "ListWire[Any]"),
        ("float | list[float]", "OneOrListWire[float]"),
        ("list[Box] | Box | None", "OneOrListWire[Box]"),
        ("Box | None", "Output[Box]"),
        ("int | str", "Output[int] | Output[str] | Output[int | str]"),
        ("dict[str, Any]", "Output[dict[str, Any]]"),
        ("Literal['a']", 'Output[Literal["a"]]'),
        ("Literal['a', 'b']", 'Output[Ab] | Output[Literal["a"]]'),
    ],
)
def test_the_usual_forms(takes: str, wires: str) -> None:
    names = Names({literal("a", "b"): "Ab"}, {}, {})
    outputs = [INT, BOOL, FLOAT, STR, ANY, literal("a"), parse_type("list[Any]"), parse_type("dict[str, Any]")]
    annotations = Annotations(names, outputs)
    assert annotations.wires(InputFacts("x", parse_type(takes))) == wires
    assert annotations.wires(InputFacts("x", parse_type(takes), kind="direct")) == "Never"


def test_a_list_is_no_item() -> None:
    list_of_int = parse_type("list[int]")
    assert compatible(list_of_int, INT)
    assert not takes_wire(list_of_int, INT)
    assert not takes_wire(INT, list_of_int)
    assert not takes_wire(parse_type("dict[str, Any]"), INT)
    assert not takes_wire(union(INT, list_of_int), INT)
    assert takes_wire(union(INT, list_of_int), union(INT, list_of_int))
