"""What an input makes of what it is given: a wire, a value, or a list of outputs to gather; and the errors when it
takes neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from invokegraph.errors import UnknownName, ValueRefused, WireError
from invokegraph.node import Node, NodeType, UnknownNode
from invokegraph.ports import Output, Port, Wires
from invokegraph.types import ANY, BOOL, INT
from invokegraph.values import Unfit
from invokegraph.words import brief, did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 6
"""How many names of a longer list a message shows."""


def label_of(node: Node) -> str:
    """What messages call a node: its id, or its type where it has none of its own."""
    return brief(node.id or node.type or type(node).__name__)


def place_of(node: Node, name: str) -> str:
    """What messages call an input or an output of a node."""
    return f"{label_of(node)}.{brief(name)}"


def judge(node: Node, port: Port, value: object) -> object:
    """What `node` holds in its input `port` once it is given `value`.

    Returns:
        The output, for a wire; the value, converted as the server would; for a list of outputs, the end of a chain of
        `collect` nodes.

    Raises:
        UnknownName: The port is an output.
        WireError: The input does not take this output.
        ValueRefused: The input does not take this value.
    """
    if port.takes is None and port.gives is not None:
        raise UnknownName(f"{place_of(node, port.name)} is an output: it cannot be assigned")
    if isinstance(value, Output):
        return _wire(node, port, cast("Output[Any]", value))
    if isinstance(value, Sequence) and any(isinstance(part, Output) for part in cast("Sequence[object]", value)):
        return _gather(node, port, cast("Sequence[object]", value))
    if isinstance(value, Node):
        raise WireError(_node_for_output(node, port, value))
    return _value(node, port, cast("object", value))


def _value(node: Node, port: Port, value: object) -> object:
    try:
        return port.check(value)
    except Unfit as unfit:
        message = f"{place_of(node, port.name)} takes {port.describe()}, not {shorten(value)}{unfit}"
        raise ValueRefused(message + hint_for(node, port, value)) from None


def unknown_name(node: Node, name: str, what: str) -> UnknownName:
    """The error for a name that a node does not have, with the near ones."""
    attributes = {port.name: port.attribute for port in node.ports().values()}
    names = [*(node.inputs if "input" in what else ()), *(node.outputs if "output" in what else ())]
    known = list(dict.fromkeys(attributes.get(own, own) for own in names))
    if what == "input" and name in node.outputs:
        hint = f"{brief(name)} is an output"
    elif "output" in what and isinstance(node, UnknownNode):
        hint = f"its class is not known: output({shorten(name)}) gives an output of that name"
    else:
        hint = did_you_mean(name, known) or f"it has {', '.join(map(brief, known)) or 'none'}"
    return UnknownName(f"{label_of(node)} ({type(node).__name__}) has no {what} {shorten(name)}\n  {hint}")


def without_name(node: Node, value: object) -> UnknownName:
    """The error for an argument without a name, with the inputs that take it."""
    ports = [port for port in node.ports().values() if port.takes is not None and _takes_it(node, port, value)]
    fits = [f"{port.attribute}=..." for port in ports[:SHOWN]]
    hint = f"write {' or '.join(fits)}" if fits else "no input of it takes that"
    name = type(node).__name__
    return UnknownName(f"{name}(...) takes inputs by their names, and {shorten(value)} has none\n  {hint}")


def _takes_it(node: Node, port: Port, value: object) -> bool:
    try:
        judge(node, port, value)
    except (WireError, ValueRefused):
        return False
    return True


def _wire(node: Node, port: Port, output: Output[Any]) -> Output[Any]:
    if port.input == "direct":
        raise WireError(
            f"{place_of(node, port.name)} takes a value only, no wire: {place_of(output.node, output.name)}"
        )
    if not port.fits(output):
        raise WireError(wire_message(node, port, output) + _fitting(node, port, output))
    return output


def wire_message(node: Node, port: Port, output: Output[Any]) -> str:
    """In one line, why an output does not fit an input."""
    gives = output.type.without_none() if output.type else "something unknown"
    source, target = place_of(output.node, output.name), place_of(node, port.name)
    return f"{source} gives {gives}, {target} takes {_takes(port)}"


def _takes(port: Port) -> str:
    return str(port.takes.without_none()) if port.takes and port.takes.kind != "literal" else port.describe()


def _fitting(node: Node, port: Port, output: Output[Any]) -> str:
    """Two lines below the error: what the source has, and which outputs upstream of both nodes would fit."""
    has = ", ".join(f"{brief(name)} ({other.type})" for name, other in output.node.outputs.items())
    fit = (
        place_of(near, name)
        for near in upstream(node, output.node)
        if near is not node
        for name, other in near.outputs.items()
        if port.fits(other)
    )
    fits = [name for _, name in zip(range(SHOWN), dict.fromkeys(fit), strict=False)]
    lines = [f"{label_of(output.node)} has: {has}", f"outputs upstream that fit: {', '.join(fits) or 'none'}"]
    return "".join(f"\n  {line}" for line in lines)


def upstream(*nodes: Node) -> Iterator[Node]:
    """The nodes and all that feed them, each once, nearest first."""
    seen = dict.fromkeys(nodes)
    waiting = list(seen)
    for node in waiting:
        yield node
        for value in node.given.values():
            for output in outputs_in(value):
                if output.node not in seen:
                    seen[output.node] = None
                    waiting.append(output.node)


def outputs_in(held: object) -> tuple[Output[Any], ...]:
    """The wires in what a node holds for one input."""
    if isinstance(held, Output):
        return (cast("Output[Any]", held),)
    return held.outputs if isinstance(held, Wires) else ()


def _gather(node: Node, port: Port, parts: Sequence[object]) -> object:
    """Wires for a list of outputs.

    `Collect.item` takes them as they are. Any other input gets a chain of `collect` nodes, one for each output: the
    server gathers the siblings of one collect in random order, but always puts what comes by `collection` before the
    item.
    """
    outputs: list[Output[Any]] = [part for part in parts if isinstance(part, Output)]
    if len(outputs) != len(parts):
        other = next(part for part in parts if not isinstance(part, Output))
        raise WireError(
            f"{place_of(node, port.name)} was given a list in which {shorten(other)} is no output\n"
            "  wrap the value in a node, for example Image, Integer or String, and put its output into the list"
        )
    if node.type == "collect" and port.name == "item":
        return outputs[0] if len(outputs) == 1 else Wires([_wire(node, port, output) for output in outputs])
    if port.input == "direct":
        raise WireError(f"{place_of(node, port.name)} takes a value only, no wires")
    if port.takes is not None and not port.takes.takes_list:
        raise WireError(f"{place_of(node, port.name)} takes one {_takes(port)}, not a list of {len(outputs)} outputs")
    for output in outputs:
        if not fits_as_item(port, output):
            source, target = place_of(output.node, output.name), place_of(node, port.name)
            problem = f"{source} gives {output.type}, which cannot be an item of {target} ({_takes(port)})"
            raise WireError(problem + _fitting(node, port, output))
    return _chain(outputs)


def fits_as_item(port: Port, output: Output[Any]) -> bool:
    """Whether an output may be one item of the list that a port takes."""
    if port.takes is None or output.type is None:
        return True
    items = [member.args[0] for member in port.takes.members if member.kind == "list"]
    given = output.type.without_none()
    if given.kind == "list":  # the server would make a list of lists
        return False
    # What is gathered is not converted: the server refuses a list of int outputs for a list of floats.
    return not items or any(given == item or ANY in (given, item) or (given is BOOL and item is INT) for item in items)


def _chain(outputs: Sequence[Output[Any]]) -> Output[Any]:
    from invokegraph.catalog import node_class

    collect = node_class("collect")
    assert collect is not None, "every catalog has collect"
    gathered: Output[Any] | None = None
    for output in outputs:
        given: dict[str, Any] = {"item": output} if gathered is None else {"collection": gathered, "item": output}
        gathered = collect(**given).outputs["collection"]
    assert gathered is not None, "a list without outputs is a value"
    return gathered


def _node_for_output(node: Node, port: Port, given: Node) -> str:
    fits = [place_of(given, name) for name, output in given.outputs.items() if port.fits(output)]
    hint = f"its output {' or '.join(fits)} fits" if fits else f"none of its outputs fits {_takes(port)}"
    return f"{place_of(node, port.name)} takes an output of a node, not the node {label_of(given)}\n  {hint}"


def hint_for(node: Node, port: Port, value: object) -> str:
    """A line below the error for a value that an input does not take: what may have been meant."""
    hint = ""
    if isinstance(value, (Port, NodeType)):
        hint = "that belongs to a class: make a node of it and give an output of that node"
    elif port.input == "connection":
        hint = "give it an output of a node"
    elif isinstance(value, str):
        choices = port.takes.without_none().choices if port.takes else ()
        hint = did_you_mean(repr(str.__str__(value)), map(repr, choices))
    if not hint and port.takes_model and isinstance(value, str):
        hint = f"write Model({shorten(value)}) to name a model"
    hint = hint or _as_field(node, port, value)
    return f"\n  {hint}" if hint else ""


def _as_field(node: Node, port: Port, value: object) -> str:
    """How to write the field model that an input takes."""
    from importlib import import_module

    from invokegraph.catalog import fields_module

    if port.takes is None or isinstance(value, dict) or hasattr(type(value), "model_dump"):
        return ""
    fields = import_module(fields_module(type(node)))
    for member in port.takes.members:
        model = getattr(fields, member.name, None) if member.kind == "class" else None
        needed = [name for name, field in getattr(model, "model_fields", {}).items() if field.is_required()]
        if needed:
            given = [shorten(value) if isinstance(value, str) and len(needed) == 1 else "..."] * len(needed)
            written = ", ".join(f"{name}={part}" for name, part in zip(needed, given, strict=True))
            upload = (
                " for a picture on the server; client.image_repo.upload_image() takes a file there"
                if member.name == "ImageField"
                else ""
            )
            return f"write {member.name}({written}){upload}"
    return ""
