"""Node types in words and as JSON."""

from __future__ import annotations

import sys
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

from invokegraph.catalog import node_class
from invokegraph.cli.endings import CommandError
from invokegraph.cli.tables import show_table
from invokegraph.cli.telling import for_terminal
from invokegraph.node import Node
from invokegraph.values import to_json_value
from invokegraph.words import did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invokegraph.ports import Port
    from invokegraph.types import PortType

_FEW: Final = 8
"""So many choices stand in the table; if there are more, all of them stand below it."""
_ASIDE: Final = ("batch", "mask", "metadata", "primitives")
"""Categories of nodes that are no first example of what makes something."""


def all_types() -> list[type[Node]]:
    """The classes of all node types of the catalog, in the order of their type ids."""
    from nodes_catalog.index import TYPES

    return [cls for type_id in sorted(TYPES) if (cls := node_class(type_id))]


def type_called(name: str) -> type[Node]:
    """The class of a node type, by its type id, by its own name, or by its title in the editor.

    Raises:
        CommandError: There is none.
    """
    known = {cls.title: cls for cls in all_types() if cls.title}
    known |= {cls.__name__: cls for cls in all_types()}
    known |= {cls.type: cls for cls in known.values()}
    if name not in known:
        hint = did_you_mean(name, known) or "`invokegraph nodes` lists them"
        raise CommandError(f"there is no node type {shorten(name)}; {hint}")
    return known[name]


def fits(about: dict[str, Any], words: Iterable[str]) -> bool:
    """Whether all words of a search are in what a node type is called, or in its category."""
    text = " ".join((about["type"], about["class"], about["title"], about["category"])).lower()
    return all(word.lower() in text for word in words)


def summary_of(cls: type[Node]) -> dict[str, Any]:
    """What a node type is, without its inputs and outputs, for programs."""
    return {
        "type": cls.type,
        "class": cls.__name__,
        "title": cls.title,
        "category": cls.category,
        "version": cls.version,
        "classification": cls.classification,
    }


def described(cls: type[Node]) -> dict[str, Any]:
    """All about a node type, for programs."""
    return {
        **summary_of(cls),
        "inputs": [_input(port) for port in _inputs(cls)],
        "outputs": [
            {"name": port.name, "attribute": port.attribute, "type": str(port.gives)} for port in _outputs(cls)
        ],
        "example": example(cls),
    }


def shown(cls: type[Node]) -> None:
    """Write all about a node type to stdout."""
    category = f", category {cls.category}" if cls.category else ""
    stage = "" if cls.classification == "stable" else f", {cls.classification}"
    title = f'"{cls.title}" in the editor, ' if cls.title else ""
    about = f"{cls.__name__}: {title}node type {cls.type}, version {cls.version}{category}{stage}"
    sys.stdout.write(f"{for_terminal(about)}\n\n")
    rows = [(port.attribute, _told(port), _default(port), _kind(port)) for port in _inputs(cls)]
    show_table(("INPUT", "TAKES", "DEFAULT", ""), rows, if_none="no inputs")
    sys.stdout.write("\n")
    show_table(("OUTPUT", "GIVES"), [(port.attribute, port.gives) for port in _outputs(cls)], if_none="no outputs")
    for port in _inputs(cls):
        if _is_long(port):
            sys.stdout.write(f"\n{fill(f'{port.attribute}: {_choices(port)}', 80, subsequent_indent='  ')}\n")
    sys.stdout.write(f"\n{example(cls)}")


def example(cls: type[Node]) -> str:
    """How the node is written, with what it cannot do without."""
    needed = [port for port in _inputs(cls) if port.required]
    lines = [f"    {port.attribute}=...,  # {_giver(port) or port.describe()}" for port in needed]
    inside = "".join(f"\n{line}" for line in lines) + "\n" if lines else ""
    return f"from {cls.__module__.partition('.')[0]} import {cls.__name__}\n\nnode = {cls.__name__}({inside})\n"


def _inputs(cls: type[Node]) -> list[Port]:
    """The inputs: those that every node has last."""
    ports = [port for port in cls.ports().values() if port.takes is not None]
    return sorted(ports, key=lambda port: port.name in Node.ports())


def _outputs(cls: type[Node]) -> list[Port]:
    return [port for port in cls.ports().values() if port.gives is not None]


def _giver(port: Port) -> str:
    """An output that gives what an input takes, of the node that takes least to make it; empty where there is none."""
    wanted = _single(port.takes)
    made = (
        f"{cls.__name__}(...).{output.attribute}"
        for cls in sorted(all_types(), key=lambda cls: (len(_inputs(cls)), len(cls.__name__)))
        for output in _outputs(cls)
        if output.gives == wanted and cls.category not in _ASIDE and not _takes(cls, wanted)
    )
    return next(made, "") if wanted else ""


def _takes(cls: type[Node], wanted: PortType | None) -> bool:
    return any(_single(port.takes) == wanted for port in _inputs(cls))


def _single(type_: PortType | None) -> PortType | None:
    """The field model that an input takes; None where it takes plain values or several forms of things."""
    members = () if type_ is None else type_.without_none().members
    singles = [member for member in members if member.kind == "class" and member.name.endswith("Field")]
    return singles[0] if len(singles) == 1 else None


def _input(port: Port) -> dict[str, Any]:
    return {
        "name": port.name,
        "attribute": port.attribute,
        "type": str(port.takes),
        "in_words": port.describe(),
        "required": port.required,
        "default": to_json_value(port.default),
        "takes": {"any": "value or wire", "connection": "wire", "direct": "value"}[port.input],
        "limits": dict(port.limits),
        "choices": list(port.takes.choices) if port.takes else [],
        "model_bases": list(port.model_bases),
        "model_types": list(port.model_types),
    }


def _told(port: Port) -> str:
    return f"one of {len(port.takes.choices)}, see below" if port.takes and _is_long(port) else port.describe()


def _is_long(port: Port) -> bool:
    return port.takes is not None and len(port.takes.choices) > _FEW


def _choices(port: Port) -> str:
    return ", ".join(map(repr, port.takes.choices)) if port.takes else ""


def _default(port: Port) -> str:
    return "" if port.required or port.default is None else shorten(to_json_value(port.default))


def _kind(port: Port) -> str:
    words = ["required"] if port.required else []
    words += {"any": [], "connection": ["wire only"], "direct": ["value only"]}[port.input]
    return ", ".join(words)
