"""Ports: the typed inputs and outputs of a node class.

A node class says its ports as annotations, and a type checker and the running program read the same text:

    class Noise(Node, type="noise", version="1.1.0", category="latents"):
        seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
        width: InOut[int, int, IntWire] = port(default=512, gt=0, multiple_of=8)
        noise: Out[LatentsField] = out()

`In[V, W]` is an input that takes values of type V and wires of type W, `Out[O]` an output of type O, and `InOut[O, V,
W]` an output and an input of one name. The module of a node class needs `from __future__ import annotations`: the
text is read when the class is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, TypeVar, cast

from invokegraph.errors import NodeTypeError
from invokegraph.types import PortType, compatible, literal, parse_type, well_shaped
from invokegraph.values import Unfit, checker, why_unsendable
from invokegraph.words import brief, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Never, TypeAlias, overload

    from typing_extensions import TypeVar as DefaultTypeVar

    from invokegraph.node import Node

T = TypeVar("T")
_SCALARS: Final = frozenset({str, int, float, bool})
_LIMITS: Final = frozenset({"ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length"})
InputKind = Literal["any", "connection", "direct"]


class Output(Generic[T]):
    """One output of one node. Assign it to an input to wire the two.

    Attributes:
        node: The node that gives it.
        port: How its class declares it.
    """

    __slots__ = ("node", "port")

    if TYPE_CHECKING:
        # A mutable attribute makes Output invariant, as the server's rules are: an int output is no float output.
        _value: T

    def __init__(self, node: Node, port: Port) -> None:
        self.node = node
        self.port = port

    @property
    def name(self) -> str:
        """The output's name."""
        return self.port.name

    @property
    def type(self) -> PortType | None:
        """The server's type of this output; None where the node's class is not known."""
        return self.port.gives

    def __reduce__(self) -> tuple[Any, ...]:
        """An output is pickled as its node and its name: a class holds its ports itself."""
        return output_of, (self.node, self.port.name)

    if not TYPE_CHECKING:  # type checkers refuse `noise.width == 512`, unless a class says how it compares

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Output) and self.node is other.node and self.port.name == other.port.name

    def __hash__(self) -> int:
        return hash((id(self.node), self.port.name))

    def __format__(self, spec: str) -> str:
        """Refuse: what stands in a text would be this object, not the value that the server gives.

        Raises:
            TypeError: Always.
        """
        from invokegraph.wiring import place_of

        given = f"\n  what its input was given is .inputs[{self.name!r}]" if self.port.takes is not None else ""
        raise TypeError(
            f"{place_of(self.node, self.name)} has no value before the graph runs, so no text can hold it{given}\n"
            "  on the server StringJoin and StringReplace put texts together; {...!r} shows the output"
        )

    def __repr__(self) -> str:
        return f"<Output {brief(self.node.id or self.node.type)}.{brief(self.name)}: {self.type or 'unknown'}>"


def declared_port(node: Node | type[Node], name: str, side: Literal["takes", "gives"]) -> Port | None:
    """The input ("takes") or output ("gives") that the server calls `name`, as the node's class declares it."""
    ports = node.ports()
    usual = ports.get(name)  # nearly always the name in Python is the server's
    if usual is not None and usual.name == name and getattr(usual, side) is not None:
        return usual
    return next((port for port in ports.values() if port.name == name and getattr(port, side) is not None), None)


def output_of(node: Node, name: str) -> Output[Any]:
    """The output of a node that the server calls `name`; one of unknown type where the node's class has none."""
    declared = declared_port(node, name, "gives")
    if declared is None and isinstance(type(node).type, str):  # pyright: ignore[reportUnnecessaryIsInstance] - UnknownNode has it per node
        if name == "output_meta":
            declared = Port.of_known(name, gives=parse_type("dict[str, JsonValue] | None"))
        elif name == "type":
            declared = Port.of_known(name, gives=literal(f"type of the output of {node.type}"))
    return Output(node, declared or Port.of_unknown(name))


class Wires:
    """What feeds one input where that is more than one wire, or a wire beside a value.

    `Collect(item=[a, b])` is the one input that takes several. A graph that was made elsewhere may hold the rest: it
    is kept as it came and reported as a problem.
    """

    __slots__ = ("beside", "outputs")

    NOTHING: ClassVar = object()
    """What stands in `beside` where there is no value: None is a value in a file."""

    def __init__(self, outputs: Sequence[Output[Any]], beside: object = NOTHING) -> None:
        self.outputs = tuple(outputs)
        self.beside = beside

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wires) and self.outputs == other.outputs and self.beside == other.beside

    __hash__ = None  # type: ignore[assignment]  # holds values that need not be hashable

    def __repr__(self) -> str:
        return f"<Wires {', '.join(map(repr, self.outputs))}>"


class Port:
    """A port of a node class, as the class was declared; read it as `type(node).ports()[name]`.

    Attributes:
        name: The name on the server.
        attribute: The name in Python: the same, but for names that Python or the node class needs for itself.
        takes: The server's type of the input; None for an output.
        gives: The server's type of the output; None for an input.
        default: What the server uses if nothing is given; of mutable values you get a copy.
        required: Whether a value or wire has to be given.
        input: `"any"` for a value or a wire, `"connection"` where the editor offers only a wire, `"direct"` for a
            value only.
        limits: The bounds of a value: some of `ge`, `gt`, `le`, `lt`, `multiple_of`, `min_length`, `max_length`.
        model_bases: For a model, the families that fit, as far as the server says so.
        model_types: For a model, the kinds that fit, as far as the server says so.
    """

    __slots__ = (
        "_default",
        "_fits",
        "attribute",
        "check",
        "gives",
        "input",
        "limits",
        "model_bases",
        "model_types",
        "name",
        "optional",
        "required",
        "takes",
    )

    gives: PortType | None
    takes: PortType | None
    check: Callable[[object], object]

    def __init__(
        self,
        default: object = None,
        *,
        required: bool = False,
        input: InputKind = "any",
        optional: bool = False,
        name: str = "",
        model_bases: tuple[str, ...] = (),
        model_types: tuple[str, ...] = (),
        **limits: float,
    ) -> None:
        self._default = default
        self.required = required
        self.input: InputKind = input
        self.optional = optional
        self.name = name
        self.model_bases = model_bases
        self.model_types = model_types
        self.limits = limits
        self.takes = self.gives = None
        self.check = _check_unknown
        self._fits: set[Port] = set()

    @classmethod
    def of_unknown(cls, name: str) -> Port:
        """A port that no class declares and of which nothing but the name is known."""
        port = cls(name=name)
        port.attribute = name
        return port

    @classmethod
    def of_known(cls, name: str, *, takes: PortType | None = None, gives: PortType | None = None) -> Port:
        """A port that no class declares and that the server has all the same."""
        port = cls(name=name, input="direct")
        port.attribute, port.takes, port.gives = name, takes, gives
        return port

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute
        self.name = self.name or attribute

    @property
    def default(self) -> Any:
        """What the server uses where nothing is given: of a list or dict, a copy."""
        default = cast("list[Any] | dict[str, Any] | str | float | None", self._default)
        return default.copy() if isinstance(default, (list, dict)) else default

    def __get__(self, node: Node | None, owner: type[Node]) -> Any:
        if node is None:
            return self
        if self.gives is not None:
            output: Output[Any] = Output(node, self)
            return output
        return node.inputs[self.name]

    def __repr__(self) -> str:
        return f"<Port {brief(self.name)}: {self.describe()}>"

    def accept(self, node: Node, value: Any) -> Any:
        """What `node` holds in this input once it is given `value`; see `invokegraph.wiring.judge` for what it
        raises.
        """
        if value.__class__ is Output:
            if value.port in self._fits and self.input != "direct":
                return value
        elif value.__class__ in _SCALARS and self.takes is not None:
            try:
                return self.check(value)
            except Unfit:
                pass  # judged once more below, for the message
        from invokegraph.wiring import judge

        return judge(node, self, value)

    @property
    def declared(self) -> bool:
        """Whether the annotation has been read."""
        return self.takes is not None or self.gives is not None

    def declare(self, annotation: str, lookup: Callable[[str], PortType | None], fields: str) -> None:
        """Take the port's types from its annotation.

        Args:
            annotation: The text of the annotation.
            lookup: Answers the names of enumerations.
            fields: Name of the module that holds the field models.

        Raises:
            NodeTypeError: The annotation is not In[...], InOut[...] or Out[...] of port types, or there is a limit
                that no input has.
        """
        if strange := self.limits.keys() - _LIMITS:
            raise NodeTypeError(f"{self.attribute}: port() takes no {' and no '.join(sorted(strange))}")
        form, _, rest = annotation.partition("[")
        parts = _split(rest.removesuffix("]"))
        if (form, len(parts)) not in (("In", 2), ("InOut", 3), ("Out", 1)):
            raise NodeTypeError(f"{self.attribute}: {annotation} is none of In[V, W], InOut[O, V, W], Out[O]")
        try:
            if form != "In":
                gives = parse_type(parts[0], lookup)
                self.gives = gives.or_none() if self.optional else gives
            if form != "Out":
                takes = parse_type(_taken(*parts[-2:]), lookup)
                # The server appends None to the annotation of every required input that may be wired.
                self.takes = takes.or_none() if self.required and self.input != "direct" else takes
                self.check = checker(self.takes, self.limits, fields)
        except ValueError as error:
            raise NodeTypeError(f"{self.attribute}: {annotation}: {error}") from error

    @property
    def takes_model(self) -> bool:
        """Whether the input takes a model that the server has."""
        return self.takes is not None and self.takes.takes_model

    def fits(self, output: Output[Any]) -> bool:
        """Whether the server's type rules let `output` into this input. An output of unknown type is given the
        benefit of the doubt.
        """
        if output.port in self._fits:
            return True
        if self.takes is None or output.type is None:
            return True
        if not compatible(output.type, self.takes):
            return False
        if well_shaped(output.type, self.takes):
            self._fits.add(output.port)
        return True

    def suits(self, output: Output[Any]) -> bool:
        """Whether `output` fits and gives a list where this input takes one, and no list where it does not. The server
        looks at the first alone.
        """
        if output.port in self._fits:
            return True
        if not self.fits(output):
            return False
        return self.takes is None or output.type is None or well_shaped(output.type, self.takes)

    def describe(self) -> str:
        """The port's type and bounds in words, for people: `int from 0 to 4294967295`, `"fast" or "slow"`."""
        type_ = self.takes or self.gives
        return describe(type_.without_none(), self.limits) if type_ else "anything"


def _taken(value: str, wire: str) -> str:
    """The annotation that the server has, from those of values and wires: an input that takes no value takes what its
    wires give.
    """
    if value == "Never" and wire.startswith("Output["):
        inside = wire[len("Output[") :]
        for position, character, depth in _outside_quotes(inside):
            if character == "]" and depth < 0:
                return inside[:position]
    return " | ".join(part for part in value.split(" | ") if part != "Model")


def _check_unknown(value: object) -> object:
    """The check of an input of which only the name is known: whatever can be sent."""
    if why := why_unsendable(value):
        raise Unfit(why)
    return value


def _split(text: str) -> list[str]:
    """The parts of `text` between the commas that stand outside of brackets."""
    parts: list[str] = []
    start = 0
    for position, character, depth in _outside_quotes(text):
        if character == "," and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]


def _outside_quotes(text: str) -> Iterator[tuple[int, str, int]]:
    """The characters of an annotation that are in no quoted text, each with its place and how many brackets are open
    after it.
    """
    depth, quote, escaped = 0, "", False
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote and not escaped else quote
            escaped = character == "\\" and not escaped
        elif character in "'\"":
            quote = character
        else:
            depth += (character in "[(") - (character in "])")
            yield position, character, depth


if TYPE_CHECKING:
    X = TypeVar("X")
    O_ = TypeVar("O_")
    V = DefaultTypeVar("V")
    W = DefaultTypeVar("W", default="Output[V]")

    IntWire: TypeAlias = Output[int] | Output[bool]
    FloatWire: TypeAlias = Output[float] | Output[int]
    StrWire: TypeAlias = Output[str] | Output[int] | Output[float]
    ListWire: TypeAlias = Output[list[X]] | Sequence[Output[X]]
    OneOrListWire: TypeAlias = Output[X] | Output[list[X]] | Output[X | list[X]] | Sequence[Output[X]]

    class In(Generic[V, W]):
        """An input: takes values of type V and wires of type W; reads as what was given."""

        @overload
        def __get__(self, obj: None, owner: type) -> Port: ...
        @overload
        def __get__(self, obj: Node, owner: type) -> V | W | None: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Node, value: V | W | None) -> None: ...

    class InOut(Generic[O_, V, W]):
        """An input and an output of one name: takes values of type V and wires of type W; reads as the output of type
        O.
        """

        @overload
        def __get__(self, obj: None, owner: type) -> Port: ...
        @overload
        def __get__(self, obj: Node, owner: type) -> Output[O_]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Node, value: V | W | None) -> None: ...

    class Out(Generic[O_]):
        """An output of type O."""

        @overload
        def __get__(self, obj: None, owner: type) -> Port: ...
        @overload
        def __get__(self, obj: Node, owner: type) -> Output[O_]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Node, value: Never) -> None: ...

    def port(  # noqa: PLR0913 - every fact of an input has its keyword
        *,
        default: Any = ...,
        required: bool = False,
        input: InputKind = "any",
        name: str = "",
        model_bases: tuple[str, ...] = (),
        model_types: tuple[str, ...] = (),
        optional: bool = False,
        ge: float | None = None,
        gt: float | None = None,
        le: float | None = None,
        lt: float | None = None,
        multiple_of: float | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
    ) -> Any:
        """Declare an input (or an input and output of one name).

        Args:
            default: What the server uses where nothing is given.
            required: Whether a value or wire has to be given.
            input: `"any"`, `"connection"` (wire only) or `"direct"` (value only).
            name: The server's name, where it differs from the attribute's.
            model_bases: For a model, the families that fit.
            model_types: For a model, the kinds that fit.
            optional: For the output side: None is given where the input is left open.
            ge: Least value.
            gt: Bound that a value must be above.
            le: Greatest value.
            lt: Bound that a value must be below.
            multiple_of: What a value must be a multiple of.
            min_length: Least number of items of a list, or characters of a text.
            max_length: Greatest number of items of a list, or characters of a text.
        """

    def out(*, optional: bool = False, name: str = "", init: Literal[False] = False) -> Any:
        """Declare an output.

        Args:
            optional: The output gives None where the input behind it is left open.
            name: The server's name, where it differs from the attribute's.
            init: Tells type checkers that an output is no argument of the constructor.
        """
else:
    port = Port

    def out(*, optional: bool = False, name: str = "", init: bool = False) -> Port:  # noqa: ARG001 - init is for type checkers
        """See the declaration for type checkers above."""
        return Port(optional=optional, name=name)

    class In:
        """What the annotation of a port says; only its text is read when the program runs."""

        def __class_getitem__(cls, _types: object) -> type:
            return cls

    class InOut(In):
        """See `In`."""

    class Out(In):
        """See `In`."""

    IntWire = FloatWire = StrWire = ListWire = OneOrListWire = Output
