"""The port-type algebra: what may be wired into what, by the server's own rules.

A port's type is the annotation that the field has on the server. It is written as Python writes it (`int`,
`list[ImageField]`, `ConditioningField | list[ConditioningField] | None`), so that generated classes, error messages
and the rules below share one notation.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Kind = Literal["any", "none", "class", "list", "dict", "union", "literal"]
Choice = str | int | float | bool


class PortType:
    """One type of the algebra. Immutable; equal types hash alike, and a union is equal whatever the order of its
    members.

    Attributes:
        kind: Which form of type this is.
        name: For `class`, the class name: `int`, `float`, `str`, `bool` or a field model such as `ImageField`.
        args: The members of a union, the item of a list, key and value of a dict; empty otherwise.
        choices: For `literal`, the values that it allows.
    """

    __slots__ = ("_hash", "_key", "args", "choices", "kind", "name")

    def __init__(
        self, kind: Kind, name: str = "", args: tuple[PortType, ...] = (), choices: tuple[Choice, ...] = ()
    ) -> None:
        self.kind: Final = kind
        self.name: Final = name
        self.args: Final = args
        self.choices: Final = choices
        self._key = (
            kind,
            name,
            frozenset(args) if kind == "union" else args,
            frozenset((type(choice), choice) for choice in choices),
        )
        self._hash = hash(self._key)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, PortType) and self._key == other._key)

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"<PortType {self}>"

    def __str__(self) -> str:
        match self.kind:
            case "any":
                return "Any"
            case "none":
                return "None"
            case "class":
                return self.name
            case "list":
                return f"list[{self.args[0]}]"
            case "dict":
                return f"dict[{self.args[0]}, {self.args[1]}]"
            case "union":
                return " | ".join(map(str, self.args))
            case "literal":
                return f"Literal[{', '.join(map(repr, self.choices))}]"

    @property
    def members(self) -> tuple[PortType, ...]:
        """The members of a union; of any other type, the type itself."""
        return self.args if self.kind == "union" else (self,)

    @property
    def is_list(self) -> bool:
        """Whether every value of this type is a list (None aside)."""
        return all(member.kind == "list" for member in self.without_none().members)

    @property
    def takes_list(self) -> bool:
        """Whether a value of this type may be a list."""
        return any(member.kind in ("list", "any") for member in self.members)

    @property
    def takes_model(self) -> bool:
        """Whether a value of this type may be a model that the server has."""
        return MODEL in self.members

    @property
    def is_any(self) -> bool:
        """Whether the server takes this type for Any: Any itself, or a type with Any among its arguments, as
        `list[Any]`.
        """
        return self is ANY or ANY in self.args

    def without_none(self) -> PortType:
        """This type with None taken out of its union."""
        return union(*(member for member in self.members if member is not NONE)) if self.kind == "union" else self

    def or_none(self) -> PortType:
        """This type with None allowed."""
        return self if NONE in self.members or self.kind == "any" else union(*self.members, NONE)


ANY: Final = PortType("any")
NONE: Final = PortType("none")
INT: Final = PortType("class", "int")
FLOAT: Final = PortType("class", "float")
STR: Final = PortType("class", "str")
BOOL: Final = PortType("class", "bool")

_NAMED: Final = {"Any": ANY, "None": NONE, "int": INT, "float": FLOAT, "str": STR, "bool": BOOL}


@cache
def named(name: str) -> PortType:
    """The type called `name`: a scalar, `Any`, `None`, or a field model."""
    return _NAMED.get(name) or PortType("class", name)


MODEL: Final = named("ModelIdentifierField")


def list_of(item: PortType) -> PortType:
    """The type of a list of `item`."""
    return PortType("list", args=(item,))


def dict_of(key: PortType, value: PortType) -> PortType:
    """The type of a dict from `key` to `value`."""
    return PortType("dict", args=(key, value))


def literal(*choices: Choice) -> PortType:
    """The type whose values are exactly `choices`."""
    return PortType("literal", choices=choices)


def union(*members: PortType) -> PortType:
    """The union of `members`: flattened, each member once, a single member standing for itself."""
    flat = dict.fromkeys(part for member in members for part in member.members)
    return next(iter(flat)) if len(flat) == 1 else PortType("union", args=tuple(flat))


def parse_type(text: str, lookup: Callable[[str], PortType | None] = lambda _name: None) -> PortType:
    """Read a type from the notation that `str(type)` writes.

    Args:
        text: The type, for example `"ImageField | list[ImageField] | None"`.
        lookup: Answers names of its own, such as a named enumeration; None leaves a name to its usual meaning.

    Raises:
        ValueError: The text is not a type.
    """
    tokens = _tokens(text)
    parsed, rest = _parse_union(next(tokens), tokens, lookup)
    if rest is not None:
        raise ValueError(f"not a port type: {text!r} (unexpected {rest!r})")
    return parsed


@cache
def _token() -> re.Pattern[str]:
    """A name, a quoted text, a number or a mark. Compiled on first use: programs that only name node classes never
    parse a type.
    """
    name = r"[A-Za-z_](?:[\w.]|[^\x00-\x7f\s])*"  # names go on with characters that \w lacks, as in Hindi
    number, mark = r"-?\d[\d.e+-]*", r"[\[\],|]"
    quoted = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
    return re.compile(rf"\s*(?:{name}|{quoted}|{number}|{mark})")


def _tokens(text: str) -> Iterator[str | None]:
    position = 0
    while text[position:].strip():
        match = _token().match(text, position)
        if match is None:
            raise ValueError(f"not a port type: {text!r} (at character {position})")
        position = match.end()
        yield match[0].strip()
    while True:
        yield None


def _parse_union(
    word: str | None, tokens: Iterator[str | None], lookup: Callable[[str], PortType | None]
) -> tuple[PortType, str | None]:
    first, rest = _parse_member(word, tokens, lookup)
    members = [first]
    while rest == "|":
        member, rest = _parse_member(next(tokens), tokens, lookup)
        members.append(member)
    return union(*members), rest


def _parse_member(
    word: str | None, tokens: Iterator[str | None], lookup: Callable[[str], PortType | None]
) -> tuple[PortType, str | None]:
    if word is None or not (word[0].isalpha() or word[0] == "_"):
        raise ValueError(f"not a port type: a name was expected, not {word!r}")
    following = next(tokens)
    if following != "[":
        return lookup(word) or named(word), following
    if word == "Literal":
        return _parse_choices(tokens), next(tokens)
    args: list[PortType] = []
    mark: str | None = ","
    while mark == ",":
        arg, mark = _parse_union(next(tokens), tokens, lookup)
        args.append(arg)
    if mark != "]" or (word, len(args)) not in (("list", 1), ("dict", 2)):
        raise ValueError(f"not a port type: {word}[{', '.join(map(str, args))}")
    return PortType("list" if word == "list" else "dict", args=tuple(args)), next(tokens)


def _parse_choices(tokens: Iterator[str | None]) -> PortType:
    from ast import literal_eval

    choices: list[Choice] = []
    mark: str | None = ","
    while mark == ",":
        try:
            choices.append(literal_eval(next(tokens) or ""))
        except SyntaxError as error:
            raise ValueError("not a port type: a Literal that is not closed, or holds no values") from error
        mark = next(tokens)
    if mark != "]":
        raise ValueError(f"not a port type: Literal[ that is not closed, at {mark!r}")
    return literal(*choices)


@cache
def compatible(source: PortType, target: PortType) -> bool:
    """Whether the server takes an edge from an output of type `source` into an input of type `target`.

    These are the server's rules to the letter (`are_connection_types_compatible` in its graph module), its generosity
    towards lists included: an edge from `list[int]` to `int` passes here, and fails at run time.
    """
    if source == target or source.is_any or target.is_any:
        return True
    if source in target.args or target in source.args:
        return True
    if (source is INT and target is FLOAT) or (source in (INT, FLOAT) and target is STR):
        return True
    if source.kind == "class" and target.kind == "class":
        return source is BOOL and target is INT
    if source.kind == "literal":
        return target.kind == "literal" and set(source.choices) <= set(target.choices)
    return all(part in target.args for part in source.args) if source.args else source in target.args


@cache
def well_shaped(source: PortType, target: PortType) -> bool:
    """Whether a value of type `source` can be what an input of type `target` takes, as far as lists are concerned.

    `compatible` lets a list into an input that takes one value, and one value into an input that takes a list; the
    run then fails.
    """
    given, taken = source.without_none(), target.without_none()
    if ANY in given.members or ANY in taken.members:
        return True
    given_lists, taken_lists = ({member.kind == "list" for member in type_.members} for type_ in (given, taken))
    return bool(given_lists & taken_lists)
