"""What differs between a node class and the same node type on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from invokegraph.node import Node
from invokegraph.types import ANY
from invokegraph.words import brief, listed, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from invokegraph.ports import Port
    from invokegraph.types import Choice, PortType

_LONGEST: Final = 100


class Change(NamedTuple):
    """One thing in which the server's node type differs.

    Attributes:
        name: The input or output.
        words: The difference, as a message tells it.
        of_default: Whether it is what an input is where nothing is given.
    """

    name: str
    words: str
    of_default: bool = False


def changes(here: type[Node], there: type[Node]) -> tuple[Change, ...]:
    """What changes in inputs and outputs from a node class to that of a server."""
    return (*_inputs(_taking(here), _taking(there)), *_outputs(_giving(here), _giving(there)))


def _taking(cls: type[Node]) -> dict[str, Port]:
    """The inputs but for those that every node has: these change nothing in what a node makes."""
    every = Node.ports()
    return {port.name: port for port in cls.ports().values() if port.takes is not None and port.name not in every}


def _giving(cls: type[Node]) -> dict[str, Port]:
    return {port.name: port for port in cls.ports().values() if port.gives is not None}


def _inputs(here: Mapping[str, Port], there: Mapping[str, Port]) -> Iterator[Change]:
    yield from (Change(name, f"the input {brief(name)} is gone") for name in here if name not in there)
    for name, port in there.items():
        shown = brief(name)
        if name not in here:
            yield Change(name, f"the {'required ' if port.required else ''}input {shown} is new")
            continue
        was = here[name]
        if port.required != was.required:
            yield Change(name, f"{shown} is {'required' if port.required else 'no longer required'}")
        elif not port.required and port.default != was.default:
            words = f"{shown} is {shorten(port.default)} where nothing is given, not {shorten(was.default)}"
            yield Change(name, words, of_default=True)
        if words := _retaken(was, port):
            yield Change(name, f"{shown} {words}")


def _outputs(here: Mapping[str, Port], there: Mapping[str, Port]) -> Iterator[Change]:
    yield from (Change(name, f"the output {brief(name)} is gone") for name in here if name not in there)
    for name, port in there.items():
        if name not in here:
            yield Change(name, f"the output {brief(name)} is new")
        elif words := _retyped("gives", _plain(here[name].gives), _plain(port.gives)):
            yield Change(name, f"{brief(name)} {words}")


def _plain(type_: PortType | None) -> PortType:
    return type_.without_none() if type_ else ANY


def _retaken(was: Port, port: Port) -> str:
    """How what an input takes has changed; empty where it has not.

    Whether the editor offers a field for a value beside the wire makes no difference to the server.
    """
    if (port.input == "direct") != (was.input == "direct"):
        return "takes a value only" if port.input == "direct" else "takes wires too"
    before, after = _plain(was.takes), _plain(port.takes)
    if before == after and port.limits != was.limits:
        return f"takes {brief(port.describe(), _LONGEST)}, not {brief(was.describe(), _LONGEST)}"
    return _retyped("takes", before, after)


def _retyped(verb: str, before: PortType, after: PortType) -> str:
    if "literal" == before.kind == after.kind:
        lost, gained = _beyond(before.choices, after.choices), _beyond(after.choices, before.choices)
        changed = (("has lost", lost), ("has gained", gained))
        return " and ".join(f"{change} {listed(names)}" for change, names in changed if names)
    if before == after:
        return ""
    return f"{verb} {brief(str(after), _LONGEST)}, not {brief(str(before), _LONGEST)}"


def _beyond(choices: Sequence[Choice], others: Sequence[Choice]) -> list[str]:
    known = {(type(choice), choice) for choice in others}
    return [shorten(choice) for choice in choices if (type(choice), choice) not in known]
