"""Node classes made while the program runs, from what the schema of a server says.

They are known to nobody but the schema that they were made for: no catalog lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.catalog import DEFAULT
from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.nodes import inputs_in_order
from invokegraph.model import Model
from invokegraph.node import Node
from invokegraph.ports import Port
from invokegraph.types import ANY, BOOL, FLOAT, INT, STR, PortType, dict_of, list_of, union
from invokegraph.values import checker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.codegen.facts import InputFacts, Limits, NodeFacts, OutputFacts
    from invokegraph.server_schema.models import FieldModels
    from invokegraph.values import Check

_SCALARS: Final = (INT, FLOAT, STR, BOOL)
_FIELDS: Final = f"{DEFAULT}.fields"
_LENGTHS: Final = ("min_length", "max_length")
_LONGEST: Final = 1 << 53
_MOST_PARTS: Final = 20_000
_MOST_CLASSES: Final = 5_000
_MADE: Final[dict[str, type[Node]]] = {}


def class_of(facts: NodeFacts, models: FieldModels) -> type[Node]:
    """The node class for some facts.

    Rules remember facts of a class for as long as the program runs, so the same facts lead to the same class.

    Raises:
        SchemaError: A type in it is too large to be told.
    """
    _check_size(facts)
    judged = [_judged(put.type, models) for put in facts.inputs]
    key = repr((facts, judged))
    if key not in _MADE:
        if len(_MADE) >= _MOST_CLASSES:
            _MADE.clear()
        _MADE[key] = _made(facts, models)
    return _MADE[key]


def _made(facts: NodeFacts, models: FieldModels) -> type[Node]:
    outputs = {output.name: output for output in facts.outputs}
    ports = {put.name: _input(put, outputs.pop(put.name, None), models) for put in inputs_in_order(facts)}
    ports |= {name: _named(Port(), name, gives=_as_written(output.type)) for name, output in outputs.items()}
    for name, default in facts.attributes:
        ports[name] = _named(Port(default, input="direct"), name, takes=BOOL)
        ports[name].check = checker(BOOL, {}, _FIELDS)
    ports = {**ports, **{name: port for name, port in Node.ports().items() if name not in ports}}

    class ServerNode(Node):
        @classmethod
        def ports(cls) -> Mapping[str, Port]:
            return ports

    ServerNode.type, ServerNode.version, ServerNode.category = facts.type, facts.version, facts.category
    ServerNode.title = facts.title
    ServerNode.classification, ServerNode.node_pack = facts.classification, facts.node_pack
    ServerNode.extra_inputs = facts.extra_inputs
    return ServerNode


def _input(put: InputFacts, output: OutputFacts | None, models: FieldModels) -> Port:
    port = Port(
        None if put.required else put.default,
        required=put.required,
        input=put.kind,
        model_bases=put.model_bases,
        model_types=put.model_types,
    )
    port.limits = dict(put.limits)
    _named(port, put.name, takes=_as_written(put.type), gives=_as_written(output.type) if output else None)
    judged = _judged(put.type, models)
    check = checker(judged, _usable(put.type, put.limits), _FIELDS)
    port.check = _or_a_model(check) if judged != put.type and put.type.takes_model else check
    return port


def _named(port: Port, name: str, *, takes: PortType | None = None, gives: PortType | None = None) -> Port:
    port.name = port.attribute = name
    port.takes, port.gives = takes, gives
    return port


def _as_written(type_: PortType) -> PortType:
    """A type as a node class would have it: a union with Any in it is Any."""
    match type_.kind:
        case "union":
            return ANY if ANY in type_.args else union(*map(_as_written, type_.args))
        case "list" | "dict":
            return PortType(type_.kind, args=tuple(map(_as_written, type_.args)))
        case _:
            return type_


def _or_a_model(check: Check) -> Check:
    """A check that lets a `Model` pass, whatever the server's own identifiers of models look like."""
    return lambda value: value if isinstance(value, Model) else check(value)


def _judged(type_: PortType, models: FieldModels) -> PortType:
    """The type that values are judged by: of a field model that the catalog has otherwise, any parts will do, and of
    one that it does not have, anything.
    """
    match type_.kind:
        case "class" if type_ not in _SCALARS and not models.is_ours(type_.name):
            return dict_of(STR, ANY) if models.has(type_.name) else ANY
        case "union":
            members = [_judged(member, models) for member in type_.args]
            return ANY if ANY in members else union(*members)
        case "list":
            return list_of(_judged(type_.args[0], models))
        case "dict":
            return dict_of(type_.args[0], _judged(type_.args[1], models))
        case _:
            return type_


def _usable(type_: PortType, limits: Limits) -> Mapping[str, Any]:
    """The bounds that mean something for a type: a schema may state others."""
    whole = INT in type_.members
    return {
        name: int(limit) if whole or name in _LENGTHS else limit
        for name, limit in limits
        if (name not in _LENGTHS or limit < _LONGEST) and (not whole or limit % 1 == 0)
    }


def _check_size(facts: NodeFacts) -> None:
    sizes: dict[PortType, int] = {}

    def size(type_: PortType) -> int:
        """In how many parts a type is written. A part that stands in several places is counted for each and looked at
        once: a short document may state a type that no memory holds.
        """
        if type_ not in sizes:
            sizes[type_] = 1 + len(type_.choices) + sum(map(size, type_.args))
        return sizes[type_]

    types = [(put.name, put.type) for put in facts.inputs] + [(output.name, output.type) for output in facts.outputs]
    for name, type_ in types:
        if size(type_) > _MOST_PARTS:
            raise SchemaError(f"{facts.key}.{name}: its type has more than {_MOST_PARTS} parts")
