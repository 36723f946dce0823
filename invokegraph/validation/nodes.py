"""Rules for one node at a time: its type, its inputs, and what feeds them."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from invokegraph.node import Node, UnknownNode
from invokegraph.ports import Output, Port, Wires
from invokegraph.problem import Edge, Problem
from invokegraph.types import STR, literal
from invokegraph.validation.overview import SEARCHED
from invokegraph.validation.rules import concerned, has_to_be_finite, rule_problems
from invokegraph.validation.seeds import is_wrapped, wrapped
from invokegraph.values import NotFinite, Unfit, why_unsendable
from invokegraph.wiring import SHOWN, place_of
from invokegraph.words import brief, did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from invokegraph.types import PortType
    from invokegraph.validation.overview import Overview

EDITOR_ONLY = frozenset(
    f"{kind}_{form}" for kind in ("image", "string", "integer", "float") for form in ("batch", "generator")
)
"""Node types that only the server's own editor understands: a graph that holds one is answered with a bare error
500.
"""


_BESIDE = 'the values of a node stand beside its "id" and "type", not in an object of their own'


class _Facts(NamedTuple):
    """What the rules ask of a node class, by the server's names.

    Attributes:
        inputs: Its inputs.
        required: The names of those that have to be given.
        attributes: What is no input, but what the server lets a wire into all the same.
        concerned: The inputs that rules of the class are about; None if they are always looked at.
    """

    inputs: dict[str, Port]
    required: tuple[str, ...]
    attributes: dict[str, Port]
    concerned: frozenset[str] | None


@cache
def _facts(cls: type[Node]) -> _Facts:
    inputs = {port.name: port for port in cls.ports().values() if port.takes is not None}
    attributes = {"id": Port.of_known("id", takes=STR), "type": Port.of_known("type", takes=literal(str(cls.type)))}
    return _Facts(inputs, tuple(name for name, port in inputs.items() if port.required), attributes, concerned(cls))


def input_of(node: Node, name: str) -> Port | None:
    """The port of what the server calls `name` in a node: an input, or what it lets a wire into all the same."""
    facts = _facts(node.__class__)
    return facts.inputs.get(name) or facts.attributes.get(name)


def node_problems(overview: Overview) -> list[Problem]:
    """The problems of all nodes, in their order."""
    problems: list[Problem] = []
    ids, swept = overview.ids, overview.swept
    dangling = {(edge.target, edge.target_field) for edge in overview.graph.remainder.dangling}
    for node, id_ in ids.items():
        facts = _facts(node.__class__)
        given = node.given
        problems += [
            _missing(overview, node, facts.inputs[name])
            for name in facts.required
            if given.get(name) is None and (node, name) not in swept and (id_, name) not in dangling
        ]
        if node.type in EDITOR_ONLY or not node.type or isinstance(node, UnknownNode):
            problems += _bad_type(node, id_, overview.server_types)
        if facts.concerned is None or not facts.concerned.isdisjoint(given):
            problems += rule_problems(node, id_)
        for name, held in given.items():
            port = facts.inputs.get(name) or facts.attributes.get(name)
            if held.__class__ is Output:
                if port is None or not port.suits(held) or port.input == "direct" or held.port.gives is None:
                    problems += _bad_wire(overview, node, name, port, held)
            elif held.__class__ is Wires:
                problems += _several(overview, node, name, port, held)
            elif port is None:
                problems += _unknown_input(node, id_, name)
            elif unfit := _unfit(port, held):
                problems += _bad_value(node, id_, port, held, unfit)
    return problems


def _unfit(port: Port, value: object) -> Unfit | None:
    """Why an input does not take a value."""
    try:
        port.check(value)
    except Unfit as unfit:
        return unfit
    return None


def _missing(overview: Overview, node: Node, port: Port) -> Problem:
    what = "a wire" if port.input == "connection" else "a value" if port.input == "direct" else "a value or a wire"
    return Problem(
        "missing-input",
        f"{brief(overview.ids[node])}.{port.name} needs {what} of {port.describe()}",
        node_id=overview.ids[node],
        field=port.name,
        location=node.location,
        suggestion=_fitting(node, port, overview) if port.input == "connection" else "",
        server_refuses=port.input == "direct",
    )


def _bad_type(node: Node, id_: str, server_types: Collection[str] | None) -> Iterator[Problem]:
    from invokegraph.catalog import known_types

    if node.type in EDITOR_ONLY:
        message = f"{brief(id_)}: {brief(node.type)} exists for the editor only, the server cannot run it"
        yield Problem(
            "editor-only-node",
            message,
            id_,
            location=node.location,
            suggestion="sweep over its values with Batch",
            server_refuses=True,
        )
        return
    if not type(node).type and not isinstance(node, UnknownNode):
        name = type(node).__name__
        message, hint = f"{name} names no node type", f'write class {name}(Node, type="...", version="1.0.0")'
    elif server_types is None:
        near, message = did_you_mean(node.type, known_types()), f"there is no node type {shorten(node.type)}"
        hint = near or "if it is a custom node, import its class; `invokegraph generate` makes one"
    elif node.type in server_types:
        return  # it has one of which nothing more is known
    else:
        near, message = did_you_mean(node.type, server_types), f"the server has no node type {shorten(node.type)}"
        hint = near or "it belongs to another release of the server, or to a node pack that this one does not have"
    yield Problem(
        "unknown-node-type",
        f"{brief(id_)}: {message}" if id_ else message,
        id_,
        location=node.location,
        suggestion=hint,
        server_refuses=True,
    )


def _unknown_input(node: Node, id_: str, name: str) -> Iterator[Problem]:
    if why := why_unsendable({name: node.given[name]}):
        at = Problem("unsendable", f"{brief(id_)}.{brief(name)}: {why}", id_, name, location=node.location_of(name))
        yield at._replace(server_refuses=node.takes_extra(name))  # what nobody knows is dropped before it is stored
    if node.takes_extra(name):
        return
    yield Problem(
        "unknown-input",
        f"{brief(id_)}: {brief(node.type)} has no input {shorten(name)}; the server drops it without a word",
        node_id=id_,
        field=name,
        location=node.location_of(name),
        suggestion=_BESIDE if name == "inputs" else _near(name, _facts(node.__class__).inputs),
    )


def _near(name: str, known: Mapping[str, object]) -> str:
    return did_you_mean(name, known) or f"it has {', '.join(known) or 'none'}"


def _bad_value(node: Node, id_: str, port: Port, value: object, unfit: Unfit) -> Iterator[Problem]:
    if value is None and port.required and port.input != "direct":
        return  # missing-input has said it
    if is_wrapped(node, port.name, value):
        at = Problem("", "", id_, port.name, location=node.location_of(port.name))
        yield wrapped(at, f"{brief(id_)}.{port.name}", value)
        return
    yield Problem(
        "value-refused",
        f"{brief(id_)}.{port.name} takes {port.describe()}, not {shorten(value)}{unfit}",
        node_id=id_,
        field=port.name,
        location=node.location_of(port.name),
        server_refuses=not _is_taken_as_a_number(node, port, unfit),
    )


def _is_taken_as_a_number(node: Node, port: Port, unfit: Unfit) -> bool:
    """Whether the server takes a text like "nan", runs the node, and then cannot read back what it has stored."""
    return isinstance(unfit, NotFinite) and not has_to_be_finite(node, port.name)


def _bad_wire(overview: Overview, node: Node, name: str, port: Port | None, output: Output[Any]) -> Iterator[Problem]:
    """What is wrong with one wire, if anything is."""
    edge = Edge(overview.ids[output.node], output.port.name, overview.ids[node], name)
    at = Problem("", "", edge.target, name, edge, node.location_of(name))
    if output.port.gives is None and not isinstance(output.node, UnknownNode):
        hint = _near(edge.source_field, output.node.outputs)
        message = f"{edge}: {brief(output.node.type)} has no output {shorten(edge.source_field)}"
        yield at._replace(code="unknown-output", message=message, suggestion=hint, server_refuses=True)
    if port is None:
        if why := why_unsendable(name):
            yield at._replace(code="unsendable", message=f"{edge}: {why}", server_refuses=True)
        if node.extra_inputs or not node.takes_extra(name):  # core_metadata takes further values, but no wires
            message = f"{edge}: {brief(node.type)} has no input {shorten(name)}"
            hint = _near(name, _facts(node.__class__).inputs)
            yield at._replace(code="unknown-input", message=message, suggestion=hint, server_refuses=True)
        return
    if not port.fits(output):
        gives, takes = cast("PortType", output.type), cast("PortType", port.takes)
        message = f"{edge}: the output gives {gives.without_none()}, the input takes {takes.without_none()}"
        hint = _fitting(node, port, overview)
        yield at._replace(code="incompatible-wire", message=message, suggestion=hint, server_refuses=True)
    elif port.input == "direct":
        message = f"{edge}: the input takes a value only; the wire would override it behind the editor's back"
        yield at._replace(code="wire-into-value-only", message=message)
    elif not port.suits(output) and node.type not in ("iterate", "collect"):  # these have rules of their own
        yield _misshapen(node, port, output, at)


def _misshapen(node: Node, port: Port, output: Output[Any], at: Problem) -> Problem:
    """A list where one value is taken, or one value where a list is."""
    gives, takes = cast("PortType", output.type).without_none(), cast("PortType", port.takes).without_none()
    message = (
        f"{at.edge}: the output gives {gives}, the input takes {takes}; the server lets it in and fails at run time"
    )
    source = place_of(output.node, output.name)
    if gives.is_list:
        hint = f"to use each item in turn, put a loop between: Iterate(collection={source}).item"
        return at._replace(code="list-into-item", message=message, suggestion=hint)
    hint = f"gather it: {place_of(node, port.attribute)} = [{source}]"
    return at._replace(code="item-into-list", message=message, suggestion=hint)


def _fitting(node: Node, port: Port, overview: Overview) -> str:
    """The first outputs of the graph that would fit an input."""
    fits = list(islice((name for giver, name in overview.fitting(port) if giver is not node), SHOWN))
    if not fits:
        return "no output in this graph fits" if len(overview.ids) <= SEARCHED else ""
    return f"outputs in this graph that fit: {', '.join(fits)}"


def _several(overview: Overview, node: Node, name: str, port: Port | None, held: Wires) -> Iterator[Problem]:
    """What is wrong with several wires into one input, or with a value beside them."""
    for output in held.outputs:
        yield from _bad_wire(overview, node, name, port, output)
    place = f"{brief(overview.ids[node])}.{brief(name)}"
    at = Problem("", "", overview.ids[node], name, location=node.location_of(name))
    if held.beside is not Wires.NOTHING:
        message = f"{place} has the value {shorten(held.beside)} beside a wire, which overrides it"
        yield at._replace(code="value-beside-wire", message=message, suggestion="leave out the value")
        if port is not None and (unfit := _unfit(port, held.beside)):
            yield from _bad_value(node, overview.ids[node], port, held.beside, unfit)
    if len(held.outputs) > 1 and not (node.type == "collect" and name == "item"):
        sources = [f"{brief(overview.ids[output.node])}.{brief(output.name)}" for output in held.outputs[:SHOWN]]
        shown = ", ".join([*sources, "…"] if len(held.outputs) > SHOWN else sources)
        message = f"{place} has {len(held.outputs)} wires ({shown}); the server runs all and uses the last"
        hint = "keep one wire, or gather them with collect"
        yield at._replace(code="several-wires", message=message, suggestion=hint)
