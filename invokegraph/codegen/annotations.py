"""Port types as annotations of a node class: the values that an input takes, and the wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.codegen.text import quoted
from invokegraph.types import ANY, BOOL, FLOAT, INT, MODEL, NONE, STR, PortType, compatible, list_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invokegraph.codegen.facts import InputFacts
    from invokegraph.codegen.names import Names

_ALIASES: Final = {INT: "IntWire", FLOAT: "FloatWire", STR: "StrWire"}


class Annotations:
    """Writes annotations and remembers which names they mention.

    Attributes:
        names: The names of the package's classes.
        outputs: The types of the package's outputs, but for those with Any in them: a type checker lets these pass.
        used: The names mentioned so far.
    """

    def __init__(self, names: Names, outputs: Iterable[PortType]) -> None:
        self.names = names
        plain = {output.without_none() for output in outputs}
        self.outputs = sorted((output for output in plain if not _mentions_any(output)), key=str)
        self.used: set[str] = set()

    def type(self, type_: PortType, *, with_model: bool = False) -> str:
        """A port type as Python writes it.

        Args:
            type_: The type.
            with_model: Whether a `Model` may stand wherever the type asks for a model of one particular server.
        """
        match type_.kind:
            case "any":
                return self.use("Any")
            case "literal":
                if named := self.names.choices.get(type_):
                    return self.use(named)
                return f"{self.use('Literal')}[{', '.join(choices_of(type_))}]"
            case "class":
                text = self.use(self.names.models[type_.name]) if type_.name in self.names.models else type_.name
                return f"{text} | {self.use('Model')}" if with_model and type_ == MODEL else text
            case "list" | "dict":
                return f"{type_.kind}[{', '.join(self.type(arg, with_model=with_model) for arg in type_.args)}]"
            case "union" if ANY in type_.args:
                return self.use("Any")
            case "union":
                members = sorted(type_.members, key=NONE.__eq__)
                return " | ".join(self.type(member, with_model=with_model) for member in members)
            case "none":
                return "None"

    def values(self, facts: InputFacts) -> str:
        """The values that an input takes: the server's type, without the None that only marks an input as required."""
        type_ = facts.type.without_none() if facts.required and facts.kind != "direct" else facts.type
        return self.type(type_, with_model=True)

    def wires(self, facts: InputFacts) -> str:
        """The wires that an input takes: the outputs that the server takes, a list only where the input is one."""
        if facts.kind == "direct":
            return self.use("Never")
        usual, covered = self._usual_wires(facts.type)
        further = [
            output
            for output in self.outputs
            if takes_wire(output, facts.type) and not any(_covers(wire, output) for wire in covered)
        ]
        return " | ".join([usual, *(f"{self.use('Output')}[{self.type(output)}]" for output in further)])

    def _usual_wires(self, takes: PortType) -> tuple[str, set[PortType]]:
        if takes in _ALIASES:
            covers = {INT: {INT, BOOL}, FLOAT: {FLOAT, INT}, STR: {STR, INT, FLOAT}}
            return self.use(_ALIASES[takes]), covers[takes]
        plain = takes.without_none()
        members = plain.members
        if plain.kind == "list":
            return f"{self.use('ListWire')}[{self.type(plain.args[0])}]", {plain}
        singles = [member for member in members if member.kind != "list"]
        if len(members) == 2 and len(singles) == 1 and list_of(singles[0]) in members:  # noqa: PLR2004 - X and list[X]
            return f"{self.use('OneOrListWire')}[{self.type(singles[0])}]", {plain, *members}
        one_of = dict.fromkeys((*members, plain))
        return " | ".join(f"{self.use('Output')}[{self.type(member)}]" for member in one_of), set(one_of)

    def use(self, name: str) -> str:
        """Note that `name` is mentioned, and answer it."""
        self.used.add(name)
        return name


def takes_wire(output: PortType, takes: PortType) -> bool:
    """Whether a type checker should let an output of this type into an input of that one.

    The server's rules, and on top of them: no list into an input for one item, and no single item into an input for a
    list. Where `list[Any]` or `dict[str, Any]` is concerned, the server takes everything, because Any is among the
    arguments: there the two have to be of one form.
    """
    source, target = output.without_none(), takes.without_none()
    if ANY in source.members or ANY in target.members:
        return True
    if not all(fits_form(part, target) for part in source.members):
        return False
    return compatible(source, takes)


def fits_form(part: PortType, target: PortType) -> bool:
    """Whether the target takes a list, if the part is one; a dict, if it is one; else something that is neither."""
    forms = {member.kind if member.kind in ("list", "dict") else "single" for member in target.members}
    return (part.kind if part.kind in ("list", "dict") else "single") in forms


def choices_of(type_: PortType) -> list[str]:
    """The choices of an enumeration as Python source."""
    return [quoted(choice) if isinstance(choice, str) else repr(choice) for choice in type_.choices]


def _mentions_any(type_: PortType) -> bool:
    return type_ == ANY or any(map(_mentions_any, type_.args))


def _covers(wire: PortType, output: PortType) -> bool:
    """Whether a type checker lets `Output[output]` pass for `Output[wire]`."""
    if wire in (output, ANY):
        return True
    return wire.kind == output.kind and wire.kind in ("list", "dict") and all(map(_covers, wire.args, output.args))
