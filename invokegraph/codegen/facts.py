"""What a server's schema says about its nodes, as plain immutable facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invokegraph.errors import InvokegraphError

if TYPE_CHECKING:
    from invokegraph.ports import InputKind
    from invokegraph.types import PortType

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Limits = tuple[tuple[str, int | float], ...]


class SchemaError(InvokegraphError, ValueError):
    """A schema that no node classes can be made from; the message names the schema key and the field."""


@dataclass(frozen=True, slots=True)
class InputFacts:
    """One input of a node type.

    Attributes:
        name: Its name on the server.
        type: The server's annotation, the None that the server appends to required inputs included.
        required: Whether a value or wire has to be given.
        kind: `"any"`, `"connection"` (wire only) or `"direct"` (value only).
        default: What the server uses where nothing is given.
        limits: The bounds of a value, as keyword arguments of `port()`.
        model_bases: For a model, the families that fit.
        model_types: For a model, the kinds that fit.
    """

    name: str
    type: PortType
    required: bool = False
    kind: InputKind = "any"
    default: Json = None
    limits: Limits = ()
    model_bases: tuple[str, ...] = ()
    model_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """One output of a node type: its name and the server's annotation."""

    name: str
    type: PortType


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """One node type.

    Attributes:
        key: The schema's name for it, such as `NoiseInvocation`.
        type: Its type id, such as `noise`.
        title: What the editor calls it, empty where the schema has none of its own.
        version: Its version, empty where the schema has none.
        category: Its category, empty where the schema has none.
        classification: `"stable"`, `"beta"`, `"prototype"`, ...
        node_pack: The pack that it came with; `"invokeai"` for the server's own.
        inputs: Its inputs, in the order of the schema.
        outputs: Its outputs, in the order of the schema.
        extra_inputs: Whether the server takes inputs beyond those listed.
        attributes: Defaults of `is_intermediate` and `use_cache` that differ from the usual ones.
    """

    key: str
    type: str
    title: str = ""
    version: str = ""
    category: str = ""
    classification: str = "stable"
    node_pack: str = "invokeai"
    inputs: tuple[InputFacts, ...] = ()
    outputs: tuple[OutputFacts, ...] = ()
    extra_inputs: bool = False
    attributes: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One part of a field model.

    Attributes:
        name: Its name on the server.
        type: Its type.
        required: Whether it has to be given.
        default: What it is where it is not given.
        limits: The bounds of its value.
        item_limits: The bounds of each item, for a list.
    """

    name: str
    type: PortType
    required: bool
    default: Json = None
    limits: Limits = ()
    item_limits: Limits = ()


@dataclass(frozen=True, slots=True)
class FieldModelFacts:
    """A value of several parts, such as `ColorField`: the schema's name for it and its parts."""

    key: str
    parts: tuple[PartFacts, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a schema says about nodes.

    Attributes:
        server_version: The version of the server that the schema came from.
        nodes: The node types, by schema key.
        models: The field models that nodes mention, directly or within others, by schema key.
        enums: Enumerations that the schema itself names, by type.
    """

    server_version: str
    nodes: tuple[NodeFacts, ...]
    models: tuple[FieldModelFacts, ...]
    enums: dict[PortType, str]
