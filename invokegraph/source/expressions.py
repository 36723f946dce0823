"""JSON values as Python expressions: literals, models, and field models where these make the same JSON."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from json import dumps
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from invokegraph.catalog import DEFAULT
from invokegraph.codegen.text import number
from invokegraph.model import Model
from invokegraph.source.layout import Piece, group, quoted, text, with_prefix
from invokegraph.values import Unfit, to_json_value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from invokegraph.ports import Port
    from invokegraph.types import PortType

_SCALARS: Final = frozenset({str, int, float, bool})
_ORDER: Final = ("name", "base", "type", "hash", "key")
Candidates = tuple[type[Any], ...]


class Expressions:
    """Writes values, and notes what the program has to import for them.

    Attributes:
        imports: Names to import, by module.
    """

    def __init__(self) -> None:
        self.imports: dict[str, set[str]] = {}

    def need(self, module: str, name: str) -> str:
        """The name, which the program imports."""
        self.imports.setdefault(module, set()).add(name)
        return name

    def join(self, others: Expressions) -> None:
        """Note what other values need to be imported as well."""
        for module, names in others.imports.items():
            self.imports.setdefault(module, set()).update(names)

    def given(self, port: Port, value: object) -> Piece | None:
        """The expression that an input has to be given so that it holds `value`; None where it would refuse or convert
        every such expression.
        """
        if value is None:
            return None
        if isinstance(value, Model):
            return self.model(value)
        plain, takes = to_json_value(value), port.takes
        if takes is None or plain.__class__ in _SCALARS:
            return self.literal(plain) if _is_taken(port, plain, plain) else None
        if takes.takes_model and (model := Model.from_dict(plain)):
            return self.model(model)
        made = _made(plain, _candidates(takes))
        shown = next((each for each in (made, plain) if _is_taken(port, each, plain)), None)
        return None if shown is None else self._expression(shown)

    def model(self, model: Model) -> Piece:
        """`Model(...)`."""
        parts = [(part, getattr(model, part)) for part in _ORDER if getattr(model, part) is not None]
        named = [with_prefix("" if part == "name" else f"{part}=", text(value)) for part, value in parts]
        return group(f"{self.need('invokegraph', 'Model')}(", named, ")")

    def literal(self, value: object) -> Piece:
        """A value in plain JSON types."""
        return self._expression(value)

    def _expression(self, value: object) -> Piece:
        if isinstance(value, str):
            return text(value)
        if isinstance(value, float) and not isfinite(value):
            return group("float(", [quoted(repr(value))], ")")
        if value is None or isinstance(value, (bool, int, float)):
            return number(_bare(value))
        if isinstance(value, list):
            return group("[", map(self._expression, cast("list[object]", value)), "]")
        if isinstance(value, dict):
            entries = cast("dict[str, object]", value).items()
            return group("{", (with_prefix(f"{quoted(key)}: ", self._expression(part)) for key, part in entries), "}")
        cls = type(value)
        parts = ((name, getattr(value, name)) for name in _ordered(cls, cast("Any", value).model_fields_set))
        name = self.need(DEFAULT, cls.__name__)
        return group(f"{name}(", (with_prefix(f"{part}=", self._expression(held)) for part, held in parts), ")")


def _bare(value: float | None) -> float | None:
    """A number of a class of the user's own, such as a member of an enumeration, as the number that it is."""
    if value is None or isinstance(value, bool):
        return value
    return int.__int__(value) if isinstance(value, int) else float.__float__(value)


def exactly(value: object) -> str:
    """What two values have in common if they are the same JSON: 1, 1.0 and true are three values."""
    return dumps(value, sort_keys=True)


def _is_taken(port: Port, value: object, wanted: object) -> bool:
    """Whether an input that is given `value` holds the JSON `wanted`."""
    try:
        held = port.check(value)
    except Unfit:
        return False
    return held is wanted or exactly(to_json_value(held)) == exactly(wanted)


def _ordered(cls: type[Any], names: set[str]) -> Iterable[str]:
    return (name for name in cls.model_fields if name in names)


@cache
def _candidates(type_: PortType) -> Candidates:
    """The field models of the catalog that a type mentions."""
    fields = import_module(f"{DEFAULT}.fields")
    found: list[Any] = [getattr(fields, name, None) for name in dict.fromkeys(_names(type_))]
    return tuple(cls for cls in found if hasattr(cls, "model_fields") and cls.__module__ == fields.__name__)


def _names(type_: PortType) -> Iterable[str]:
    yield type_.name
    for part in type_.args:
        yield from _names(part)


def _made(value: object, candidates: Candidates) -> object:
    """`value` with field models in it where one of the candidates makes the same JSON; else itself."""
    if isinstance(value, list):
        parts = cast("list[object]", value)
        made = [_made(part, candidates) for part in parts]
        return made if any(new is not old for new, old in zip(made, parts, strict=True)) else parts
    if isinstance(value, dict):
        models = (_as_model(cast("dict[str, object]", value), cls) for cls in candidates)
        return next((model for model in models if model is not None), cast("object", value))
    return value


def _as_model(parts: Mapping[str, object], cls: Any) -> object | None:
    fields = cls.model_fields
    if not parts or not parts.keys() <= fields.keys() or any(field.alias for field in fields.values()):
        return None
    given = {name: _made(part, _mentioned(cls)[name]) for name, part in parts.items()}
    try:
        model = cls(**given)
        made = to_json_value(model)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    return model if exactly(made) == exactly(parts) else None


@cache
def _mentioned(cls: Hashable) -> dict[str, Candidates]:
    """The field models that the annotations of a field model mention, by its parts."""
    model = cast("Any", cls)
    model.model_rebuild()  # it is put off until it is needed; before that, annotations are bare names
    return {name: tuple(dict.fromkeys(_classes_in(part.annotation))) for name, part in model.model_fields.items()}


def _classes_in(annotation: Any) -> Iterable[type[Any]]:
    if hasattr(annotation, "model_fields") and annotation.model_fields:
        yield annotation
    for part in get_args(annotation):
        yield from _classes_in(part)
