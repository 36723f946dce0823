"""Literal values of inputs: what the server's parser takes, and as JSON.

The usual values are judged by a comparison or two; everything else goes to pydantic with the server's own settings,
so that what is converted and what is refused is the same here and there.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.model import Model
from invokegraph.types import ANY, BOOL, FLOAT, INT, STR, PortType
from invokegraph.words import LONGEST_INT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from pydantic import TypeAdapter

    Check: TypeAlias = Callable[[object], object]
    Limits: TypeAlias = Mapping[str, float]

_SAFE_INT: Final = 10**18
DEEPEST: Final = 100
_NUMERIC: Final = ("ge", "gt", "le", "lt", "multiple_of")
PLAIN: Final = frozenset({str, int, float, bool, type(None)})
NAMED_BY: Final = {"ImageField": "image_name", "VideoField": "video_name", "BoardField": "board_id"}
"""Field models that a text may stand for where people set inputs, and the part of each that the text is."""


class Unfit(ValueError):
    """A value that an input does not take; the message says why, and is empty where `describe` has said it."""

    def __str__(self) -> str:
        return f": {self.args[0]}" if self.args[0] else ""


class NotFinite(Unfit):
    """A text like "nan" or "1e400", of which the server's parser makes a number that JSON cannot carry back.

    Attributes:
        parsed: What the parser makes of the value.
    """

    def __init__(self, why: str, parsed: object) -> None:
        super().__init__(why)
        self.parsed = parsed


def checker(type_: PortType, limits: Limits, fields: str) -> Check:
    """A function that returns a value as the input would hold it, or raises Unfit.

    Args:
        type_: The input's type.
        limits: Its bounds.
        fields: Name of the module that holds the field models which `type_` mentions.
    """
    plain = type_.without_none()

    def slow(value: object) -> object:
        return _parse(type_, tuple(sorted(limits.items())), fields, value)

    if plain == INT:
        return _int_check(limits, slow)
    if FLOAT in plain.members and "multiple_of" not in limits:
        return _float_check(limits, slow)
    if plain == BOOL:
        return lambda value: value if value.__class__ is bool else slow(value)
    if plain == STR and not limits:
        return _text_check(slow)
    if plain.kind == "literal":
        words = frozenset(choice for choice in plain.choices if isinstance(choice, str))
        return lambda value: value if value.__class__ is str and value in words else slow(value)
    return slow


# What follows judges the usual values, a few hundred thousand of them in a large graph; all others take the slow way.


def _int_check(limits: Limits, slow: Check) -> Check:
    low = int(max(limits.get("ge", -_SAFE_INT), limits.get("gt", -_SAFE_INT) + 1))
    high = int(min(limits.get("le", _SAFE_INT), limits.get("lt", _SAFE_INT) - 1))
    step = int(limits.get("multiple_of", 1))

    def check(value: Any) -> object:
        return value if value.__class__ is int and low <= value <= high and not value % step else slow(value)

    return check


def _float_check(limits: Limits, slow: Check) -> Check:
    low = max(limits.get("ge", -inf), limits.get("gt", -inf))
    high = min(limits.get("le", inf), limits.get("lt", inf))
    allowed = (limits.get("ge"), limits.get("le"))

    def check(value: Any) -> object:
        kind = value.__class__
        return value if (kind is float or kind is int) and (low < value < high or value in allowed) else slow(value)

    return check


def _text_check(slow: Check) -> Check:
    def check(value: Any) -> object:
        return value if value.__class__ is str and value.isascii() else slow(value)

    return check


def _parse(type_: PortType, limits: tuple[tuple[str, float], ...], fields: str, value: object) -> object:
    if isinstance(value, Model):
        if type_.takes_model or type_ == ANY:
            return value
        raise Unfit(f"{value!r} names a model")
    unsendable = why_unsendable(value)
    if unsendable:
        raise Unfit(unsendable)
    from pydantic import ValidationError

    if _is_field_model(value):  # a package made for another server has field models of its own
        value = _as_its_own(type_, fields, value)
    try:
        parsed: object = _adapter(type_, limits, fields).validate_python(value)
    except ValidationError as error:
        said = type_.without_none()
        raise Unfit(
            "" if said.kind == "literal" or said in (INT, FLOAT, STR, BOOL) else _reason(error, value)
        ) from None
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise Unfit(str(error)) from None
    if parsed is not value and (unsendable := why_unsendable(parsed)):  # "nan" is text that becomes a number
        raise NotFinite(unsendable, parsed)
    return own(parsed)


def _as_its_own(type_: PortType, fields: str, value: Any) -> object:
    """A field model as it is if it is one of those that the type names, else the dict of its parts."""
    from importlib import import_module

    classes = [
        getattr(import_module(fields), part.name, None) for member in type_.members for part in (member, *member.args)
    ]
    return value if type(value) in classes else to_json_value(value)


def _reason(error: Any, value: object) -> str:
    """The first thing that pydantic objects to, and where in the value; empty where the value is no object at all, and
    thus not of the type that the message names.
    """
    first = error.errors(include_url=False, include_context=False)[0]
    if first["type"] == "model_type" and first["input"] is value:
        return ""
    hidden = ("int", "float", "str", "bool")
    where = ".".join(str(part) for part in first["loc"] if part not in hidden and "[" not in str(part))
    return f"{where}: {first['msg']}" if where else str(first["msg"])


@cache
def _adapter(type_: PortType, limits: tuple[tuple[str, float], ...], fields: str) -> TypeAdapter[Any]:
    """One validator for each distinct port type, with the server's settings for nodes."""
    from importlib import import_module

    from pydantic import ConfigDict, TypeAdapter

    # A model class has a configuration of its own and refuses this one; numbers within it convert by its own rule.
    bare_model = type_.kind == "class" and type_.name not in ("int", "float", "str", "bool")
    config = None if bare_model else ConfigDict(coerce_numbers_to_str=True)
    return TypeAdapter(_annotation(type_, dict(limits), import_module(fields)), config=config)


def _annotation(type_: PortType, limits: Limits, fields: object) -> Any:
    """The Python annotation that `type_` stands for, with the bounds on the members that they are meant for."""
    from typing import Annotated, Literal

    from pydantic import Field

    bounds: dict[str, Any] = {}
    match type_.kind:
        case "any":
            return Any
        case "none":
            return None
        case "literal":
            return Literal[type_.choices]
        case "union":
            members = [_annotation(member, limits, fields) for member in type_.args]
            joined = members[0]
            for member in members[1:]:
                joined = joined | member
            return joined
        case "dict":
            annotation: Any = dict[_annotation(type_.args[0], {}, fields), _annotation(type_.args[1], {}, fields)]  # type: ignore[misc]  # built at run time
        case "list":
            annotation = list[_annotation(type_.args[0], {}, fields)]  # type: ignore[misc]  # built at run time
            bounds = {name: int(limits[name]) for name in ("min_length", "max_length") if name in limits}
        case "class":
            scalars: dict[str, type] = {"int": int, "float": float, "str": str, "bool": bool}
            annotation = scalars.get(type_.name) or getattr(fields, type_.name, Any)
            if type_ in (INT, FLOAT):
                bounds = {name: limits[name] for name in _NUMERIC if name in limits}
            elif type_ == STR:
                bounds = {name: int(limits[name]) for name in ("min_length", "max_length") if name in limits}
    return Annotated[annotation, Field(**bounds)] if bounds else annotation


def why_unsendable(value: object, depth: int = 0) -> str:
    """Why `value` cannot be sent as JSON, or an empty string if it can be."""
    match value:
        case None | bool():
            return ""
        case str():
            return "" if str.isascii(value) else _why_no_text(value)
        case int():
            return "" if -LONGEST_INT < int.__int__(value) < LONGEST_INT else "the integer has more than 4,000 digits"
        case float():
            return "" if isfinite(value) else f"JSON has no {value}"
        case Model():
            return ""
        case _ if depth > DEEPEST:
            return f"the value is nested more than {DEEPEST} deep, or holds itself"
        case list() | tuple():
            parts = cast("list[object]", value)
            return next((why for part in parts if (why := why_unsendable(part, depth + 1))), "")
        case dict():
            return _why_no_object(cast("dict[object, object]", value), depth)
        case _ if _is_field_model(value):
            return why_unsendable(to_json_value(value), depth + 1)
        case _:
            return f"JSON has no {type(value).__name__}{_what_may_do(value)}"


def _what_may_do(value: object) -> str:
    """What JSON has in place of a value that a program often holds."""
    cls = type(value)
    if hasattr(cls, "tolist"):
        return f" of {cls.__module__}; its tolist() may do"
    if hasattr(cls, "__fspath__"):
        return "; str() of it may do"
    if hasattr(cls, "__float__"):
        return "; float() of it may do"
    return "; list() of it may do" if isinstance(value, (AbstractSet, Iterator)) else ""


def _why_no_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return "the text holds half of a surrogate pair, which is no character"
    return ""


def _why_no_object(value: dict[object, object], depth: int) -> str:
    for key, part in value.items():
        if not isinstance(key, str):
            return f"JSON has no key {key!r}: keys are text"
        if why := _why_no_text(key) or why_unsendable(part, depth + 1):
            return why
    return ""


def complaints(type_: PortType, limits: Limits, fields: str, value: object) -> list[dict[str, Any]]:
    """What the server's parser has against a value, as it tells it: nothing if an input of that type takes it."""
    from pydantic import ValidationError

    try:
        _adapter(type_, tuple(sorted(limits.items())), fields).validate_python(value)
    except ValidationError as error:
        return [dict(told) for told in error.errors(include_url=False)]
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        pass  # what the parser itself fails at has no words of the server's
    return []


def _is_field_model(value: object) -> bool:
    return hasattr(type(value), "model_dump")


def to_json_value(value: Any) -> Any:
    """`value` in plain JSON types: field models and models become dicts of what was set in them."""
    if value.__class__ in PLAIN:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [to_json_value(part) for part in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: to_json_value(part) for key, part in cast("dict[str, object]", value).items()}
    if _is_field_model(value):
        return value.model_dump(mode="json", exclude_unset=True, by_alias=True)
    return value


def own(value: Any) -> Any:
    """`value`, but lists and dicts copied, so that nobody else can change what a node holds."""
    if isinstance(value, list):
        return [own(part) for part in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: own(part) for key, part in cast("dict[str, Any]", value).items()}
    return value
