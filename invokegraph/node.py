"""Nodes: one class for each node type, wired by assigning outputs to inputs.

One rule for a node's attributes: reading gives the output of that name, or the input's value where there is no such
output; assigning sets the input; `node.inputs` always holds the inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from functools import partial
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar, cast, dataclass_transform

from invokegraph import catalog
from invokegraph.errors import NodeTypeError, ValueRefused
from invokegraph.location import calling_site, location_of
from invokegraph.ports import Output, Port, declared_port, out, output_of, port

if TYPE_CHECKING:
    from inspect import Signature
    from typing import Never

    from invokegraph.location import Location, Site
    from invokegraph.ports import In


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(port, out))
class NodeType(type):
    """The type of node classes: spares every node a dict of attributes, of which it has none but its ports."""

    def __new__(  # noqa: D102 - a class is made
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        **facts: Any,
    ) -> NodeType:
        namespace.setdefault("__slots__", ())
        return super().__new__(cls, name, bases, namespace, **facts)

    @property
    def __signature__(cls) -> Signature | None:
        """What `help` and notebooks show of the constructor: the inputs with their defaults."""
        return _signature(cast("type[Node]", cls))


class Node(metaclass=NodeType):
    """Base of every node class.

    Subclasses declare their ports (see `invokegraph.ports`) and say as class arguments what they are:

        class Reverse(Node, type="reverse_text", version="1.0.0", node_pack="my_pack"):
            text: In[str, StrWire] = port(default="")
            value: Out[str] = out()

    Args:
        id: The node's id in a graph. Left out, the graph gives it a readable one: `noise`, `noise_2`.
        is_intermediate: Keep the node's pictures out of the gallery. The server's default is False.
        use_cache: Let the server answer from its cache where it ran the same node with the same inputs before.

    Raises:
        UnknownName: An argument is no input of the node.
        WireError: An input does not take the output that it was given.
        ValueRefused: An input does not take the value that it was given.
    """

    if not TYPE_CHECKING:  # pyright takes a name in __slots__ for a conflict with its declaration below
        __slots__ = ("_site", "_sites", "given", "id")

    type: ClassVar[str] = ""
    version: ClassVar[str] = ""
    category: ClassVar[str] = ""
    title: ClassVar[str] = ""
    classification: ClassVar[str] = ""
    node_pack: ClassVar[str] = ""
    extra_inputs: ClassVar[bool] = False
    _ports: ClassVar[dict[str, Port] | None] = None

    is_intermediate: In[bool, Never] = port(default=False, input="direct")
    use_cache: In[bool, Never] = port(default=True, input="direct")

    if TYPE_CHECKING:
        id: str | None = port(default=None)

        @property
        def given(self) -> dict[str, Any]:
            """The inputs that were given, by name: values and wires, no defaults. To be read; `inputs` sets them."""
            ...

        _site: Site | None = out()
        _sites: dict[str, Site | None] | None = out()
    else:

        def __init__(self, *unnamed: object, id: str | None = None, **inputs: object) -> None:
            set_slot = object.__setattr__
            set_slot(self, "id", None if id is None else checked_id(id))
            set_slot(self, "_site", calling_site())
            set_slot(self, "_sites", None)
            given = {}
            set_slot(self, "given", given)
            if unnamed:
                from invokegraph.wiring import without_name

                raise without_name(self, unnamed[0])
            ports = self.ports()
            for name, value in inputs.items():
                found = ports.get(name) or input_port(self, name)
                if value is not None or found.takes is None:
                    given[found.name] = found.accept(self, value)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or name in Node.__slots__:
                raise AttributeError(name)
            if name in self.given:  # an input beyond those of the class
                return self.given[name]
            from invokegraph.wiring import unknown_name

            raise unknown_name(self, name, "input or output")

        def __setattr__(self, name: str, value: object) -> None:
            if name.startswith("__"):
                raise AttributeError(name)
            if name == "id":
                object.__setattr__(self, name, checked_id(value))
            elif name not in self.ports() and name not in Node.__slots__ and _is_settable(type(self), name):
                object.__setattr__(self, name, value)
            else:
                assign(self, self.ports().get(name) or input_port(self, name), value)

        def __delattr__(self, name: str) -> None:
            setattr(self, name, None)

        def __getstate__(self) -> dict[str, object]:
            """What a copy or a pickle needs: all slots that are filled; of places in the code, their lines."""
            held = {slot: getattr(self, slot) for slot in slots_of(type(self)) if hasattr(self, slot)}
            lines = {name: location_of(site) for name, site in (self._sites or {}).items()}
            return {**held, "given": dict(self.given), "_site": self.location, "_sites": lines}

        def __setstate__(self, state: dict[str, object]) -> None:
            for slot, value in state.items():
                object.__setattr__(self, slot, value)

    def __init_subclass__(
        cls,
        *,
        type: str = "",
        version: str = "",
        category: str = "",
        title: str = "",
        classification: str = "stable",
        node_pack: str = "invokeai",
        extra_inputs: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        _demand_free_names(cls)
        if cls.type and not type:
            _demand_server_defaults(cls)
        cls._ports = None
        if type:
            cls.type, cls.version, cls.category, cls.title = type, version, category, title
            cls.classification, cls.node_pack, cls.extra_inputs = classification, node_pack, extra_inputs
            catalog.register(cls)

    @classmethod
    def ports(cls) -> Mapping[str, Port]:
        """The ports of this node type by their name in Python: its own in the order of the class, then those that
        every node has.
        """
        if cls._ports is None:
            cls._ports = _read_ports(cls)
        return cls._ports

    @property
    def inputs(self) -> Inputs:
        """The inputs by name: what was given, or else the default. Assign to set one, delete to unset it."""
        return Inputs(self)

    @property
    def outputs(self) -> Mapping[str, Output[Any]]:
        """The outputs by name."""
        outputs = Outputs(self)
        outputs.update((port.name, Output(self, port)) for port in self.ports().values() if port.gives is not None)
        return outputs

    @property
    def location(self) -> Location | None:
        """The user's file and line that made the node."""
        return location_of(self._site)

    def location_of(self, name: str) -> Location | None:
        """The user's file and line that gave the input `name` its present value or wire."""
        return location_of((self._sites or {}).get(name, self._site))

    def takes_extra(self, name: str) -> bool:
        """Whether the server takes an input `name` that the node's class does not declare."""
        return self.extra_inputs or (self.type == "call_saved_workflow" and name.startswith("saved_workflow_input::"))

    def __repr__(self) -> str:
        given = {"id": self.id, **self.given} if self.id is not None else self.given
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in given.items())})"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from invokegraph.view.notebook import node_bundle

        return node_bundle(self)


def _signature(cls: type[Node]) -> Signature | None:
    """The signature of a node class; None if it has a constructor of its own."""
    from inspect import Parameter, Signature

    if next(base for base in cls.__mro__ if "__init__" in vars(base)) is not Node:
        return None
    inputs = {port.attribute: port.default for port in cls.ports().values() if port.takes is not None}
    arguments = {"id": None, **inputs}.items()
    return Signature([Parameter(name, Parameter.KEYWORD_ONLY, default=default) for name, default in arguments])


def _demand_free_names(cls: type[Node]) -> None:
    """Complain of a port that is called as what every node has, and of a value that is called as a port, before either
    takes the place of the other.
    """
    mixed_in: list[type] = [base for base in cls.__mro__ if not issubclass(base, Node)]
    for base in (cls, *mixed_in):  # the others have been through this
        for name, value in vars(base).items():
            if isinstance(value, Port) and not isinstance(getattr(Node, name, value), Port):
                raise NodeTypeError(
                    f'{base.__name__}.{name}: every node has {name}; write another name = port(name="{name}")'
                )
    for name, value in vars(cls).items():
        if not (name.startswith("__") or isinstance(value, (Port, property))) and _inherited_port(cls, name):
            hint = "give it another name" if callable(value) else "give the value in the constructor"
            raise NodeTypeError(f"{cls.__name__}.{name} would hide the port {name} of every {cls.type}: {hint}")


def _demand_server_defaults(cls: type[Node]) -> None:
    """Complain of another default for an input of the same node type: the server would not know of it."""
    for name, value in vars(cls).items():
        inherited = _inherited_port(cls, name) if isinstance(value, Port) else None
        if inherited and inherited.default != value.default:
            raise NodeTypeError(
                f"{cls.__name__}.{name}: a default is the server's, which has {inherited.default!r} for {cls.type};"
                f" give another value in the constructor: super().__init__({name}={value.default!r})"
            )


def _inherited_port(cls: type[Node], name: str) -> Port | None:
    found = (vars(base).get(name) for base in cls.__mro__[1:])
    return next((value for value in found if isinstance(value, Port)), None)


class UnknownNode(Node):
    """A node whose type has no class, as a file or a server describes it.

    It keeps all of its inputs, and `output` gives any output.

    Args:
        type_id: The node type, as the server calls it.
        id: The node's id in a graph.
        version: The version of the node type, if a file gives it.
        node_pack: The package that the type comes with on its server, if a file gives it.

    Example:
        >>> node = UnknownNode("my_filter")
        >>> node.inputs["strength"] = 0.5
        >>> node.output("image")
        <Output my_filter.image: unknown>
    """

    __slots__ = ("node_pack", "type", "version")

    def __init__(self, type_id: str, *, id: str | None = None, version: str = "", node_pack: str = "") -> None:
        _fill(self, checked_id(id), calling_site())
        for name, fact in (("type", type_id), ("version", version), ("node_pack", node_pack)):
            object.__setattr__(self, name, fact)

    def __repr__(self) -> str:
        return f"UnknownNode({self.type!r})"

    def takes_extra(self, name: str) -> bool:
        """Any input may exist on a type that nobody here knows."""
        return bool(name)

    def output(self, name: str) -> Output[Any]:
        """The output called `name`, which is taken to exist."""
        return output_of(self, name)


class Outputs(dict[str, Output[Any]]):
    """The outputs of one node, by name."""

    __slots__ = ("_node",)

    def __init__(self, node: Node) -> None:
        super().__init__()
        self._node = node

    def __missing__(self, name: str) -> Never:
        from invokegraph.wiring import unknown_name

        raise unknown_name(self._node, name, "output")


class Inputs(MutableMapping[str, Any]):
    """The inputs of one node, by name: a value, an `Output` that is wired to it, or the default where nothing was
    given.
    """

    __slots__ = ("_node",)

    def __init__(self, node: Node) -> None:
        self._node = node

    def __getitem__(self, name: str) -> Any:
        given = self._node.given
        return given[name] if name in given else input_port(self._node, name).default

    def __setitem__(self, name: str, value: object) -> None:
        assign(self._node, input_port(self._node, name), value)

    def __delitem__(self, name: str) -> None:
        assign(self._node, input_port(self._node, name), None)

    def update(self, *others: Any, **values: Any) -> None:
        """Set several inputs: all of them, or none if one is refused."""
        given = [(input_port(self._node, name), value) for name, value in dict(*others, **values).items()]
        judged = [(taker, None if value is None else taker.accept(self._node, value)) for taker, value in given]
        for taker, accepted in judged:
            _hold(self._node, taker, accepted)

    def keep(self, *others: Any, **values: Any) -> None:
        """Hold some values as a file does: as they are, whether the inputs take them or not, and None as a value that
        is written out. What is wrong with them, `problems()` tells.

        Raises:
            FormatError: A value is not of JSON; none is set.
        """
        from invokegraph.serialization import copy_of

        kept = {name: copy_of(value, name) for name, value in dict(*others, **values).items()}
        sites: dict[str, Site | None] = getattr(self._node, "_sites", None) or {}
        sites.update(dict.fromkeys(kept, calling_site()))
        object.__setattr__(self._node, "_sites", sites)
        self._node.given.update(kept)

    def clear(self) -> None:
        """Unset all inputs."""
        self._node.given.clear()

    def __iter__(self) -> Iterator[str]:
        declared = [port.name for port in self._node.ports().values() if port.takes is not None]
        return iter(dict.fromkeys([*declared, *self._node.given]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return any(name == own for own in self)

    def __repr__(self) -> str:
        return f"{{{', '.join(f'{name!r}: {value!r}' for name, value in self.items())}}}"


def _is_settable(cls: type[Node], name: str) -> bool:
    """Whether a subclass has a slot of this name, or a property that can be set."""
    attribute = getattr(cls, name, None)
    return isinstance(attribute, MemberDescriptorType) or (
        isinstance(attribute, property) and attribute.fset is not None
    )


def input_port(node: Node, name: str) -> Port:
    """The port of the input that the server calls `name`.

    Raises:
        UnknownName: The node has no such input.
    """
    if declared := declared_port(node, name, "takes"):
        return declared
    if node.takes_extra(name):
        return Port.of_unknown(name)
    from invokegraph.wiring import unknown_name

    raise unknown_name(node, name, "input")


def assign(node: Node, port: Port, value: object) -> None:
    """Set one input of a node from the user's code, or unset it with None. After an error the node is as it was."""
    unsets = value is None and (port.takes is not None or port.gives is None)
    _hold(node, port, None if unsets else port.accept(node, value))


def _hold(node: Node, port: Port, accepted: object) -> None:
    """Keep what an input made of a value, and where that was; None unsets it."""
    if accepted is None:
        node.given.pop(port.name, None)
        return
    sites: dict[str, Site | None] = getattr(node, "_sites", None) or {}
    sites[port.name] = calling_site()
    object.__setattr__(node, "_sites", sites)
    node.given[port.name] = accepted


def checked_id(id_: object) -> str | None:
    """A node id that can be sent.

    Raises:
        ValueRefused: It is neither None nor a text with something in it that can be written as UTF-8.
    """
    from invokegraph.values import why_unsendable
    from invokegraph.words import shorten

    if id_ is None or (isinstance(id_, str) and id_ and not why_unsendable(id_)):
        return id_
    raise ValueRefused(f"a node id is a text that is not empty, not {shorten(id_)}")


def slots_of(cls: type[Node]) -> list[str]:
    """The slots of a node class, its bases' included."""
    return [slot for base in cls.__mro__ for slot in base.__dict__.get("__slots__", ())]


def blank(cls: type[Node], id_: str | None) -> Node:
    """A node without inputs and without a place in the user's code, for readers and copies that fill it themselves."""
    node = object.__new__(cls)
    _fill(node, id_, None)
    if issubclass(cls, UnknownNode):
        for name in ("version", "node_pack"):
            object.__setattr__(node, name, "")
    return node


def _fill(node: Node, id_: str | None, site: Site | None) -> None:
    empty: dict[str, Any] = {}
    object.__setattr__(node, "id", id_)
    object.__setattr__(node, "given", empty)
    object.__setattr__(node, "_site", site)
    object.__setattr__(node, "_sites", None)


def _read_ports(cls: type[Node]) -> dict[str, Port]:
    """Collect the ports of a class and of its bases, and read the annotation of each that has not been read yet."""
    ports: dict[str, Port] = {}
    for base in cls.__mro__:
        annotations = getattr(base, "__annotations__", {})
        for name, annotation in annotations.items():
            is_port = isinstance(annotation, str) and annotation.startswith(("In[", "InOut[", "Out["))
            if is_port and not isinstance(vars(base).get(name), Port):
                raise NodeTypeError(f"{base.__name__}.{name}: {annotation} needs = port(), or = out() for an output")
        fields = catalog.fields_module(base) if any(isinstance(value, Port) for value in vars(base).values()) else ""
        for name, value in vars(base).items():
            if isinstance(value, Port) and name not in ports:
                annotation = annotations.get(name)
                if not isinstance(annotation, str):
                    raise NodeTypeError(
                        f"{base.__name__}.{name} needs an annotation such as In[int, IntWire],"
                        f" and {base.__module__} the line `from __future__ import annotations`"
                    )
                if not value.declared:
                    try:
                        value.declare(annotation, partial(catalog.choice_type, base), fields)
                    except NodeTypeError as error:
                        raise NodeTypeError(f"{base.__name__}.{error}") from error.__cause__
                ports[name] = value
    return ports
