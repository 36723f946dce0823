"""Schema shapes: the port type, the bounds and the plain values that a piece of JSON schema states."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final, cast

from invokegraph.codegen.facts import Json, SchemaError
from invokegraph.types import ANY, BOOL, FLOAT, INT, NONE, STR, PortType, dict_of, list_of, literal, named, union

if TYPE_CHECKING:
    from invokegraph.codegen.facts import Limits
    from invokegraph.types import Choice

Schema = dict[str, object]

LIMITS: Final = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "minItems": "min_length",
    "maxLength": "max_length",
    "maxItems": "max_length",
}
_LENGTHS: Final = ("min_length", "max_length")
_LOWER: Final = ("ge", "gt", "min_length")
_SCALARS: Final = {"integer": INT, "number": FLOAT, "string": STR, "boolean": BOOL, "null": NONE}
_PLAIN_TYPES: Final = {"int": INT, "float": FLOAT, "str": STR, "bool": BOOL, "NoneType": NONE}
_OWN_MEANING: Final = {ANY, *_SCALARS.values()}
REFERENCE: Final = "#/components/schemas/"
_DEEPEST: Final = 32
_LONGEST_INT: Final = 1 << 1024


class Shapes:
    """Reads port types, following references into `components.schemas`.

    Attributes:
        schemas: `components.schemas` of the document.
        mentioned: Keys of the field models met so far.
        enums: Enumerations met so far that have a name in the document.
    """

    def __init__(self, schemas: dict[str, object]) -> None:
        self.schemas = schemas
        self.mentioned: dict[str, None] = {}
        self.enums: dict[PortType, str] = {}
        self._aliases: dict[str, PortType] = {}

    def follow(self, schema: object, where: str) -> tuple[str, object]:
        """Key and schema that a `$ref` leads to.

        Raises:
            SchemaError: It leads nowhere.
        """
        target = cast("Schema", schema).get("$ref") if isinstance(schema, dict) else None
        if not isinstance(target, str) or not target.startswith(REFERENCE):
            raise SchemaError(f"{where}: {target!r} is no reference into components.schemas")
        key = target.removeprefix(REFERENCE)
        if key not in self.schemas:
            raise SchemaError(f"{where}: it refers to {key!r}, which the document does not have")
        return key, self.schemas[key]

    def type_of(self, schema: object, where: str, depth: int = 0) -> PortType:
        """The port type of a schema.

        Raises:
            SchemaError: The schema is not what it should be.
        """
        if schema is True:
            return ANY
        if not isinstance(schema, dict):
            raise SchemaError(f"{where}: a schema was expected, not {schema!r:.60}")
        if depth > _DEEPEST:
            raise SchemaError(f"{where}: nested more than {_DEEPEST} deep, or a reference to itself")
        stated = cast("Schema", schema)
        if "$ref" in stated:
            return self._referred(stated, where, depth)
        if "enum" in stated or "const" in stated:
            return _choices(stated.get("enum", [stated.get("const")]), where)
        for word in ("anyOf", "oneOf"):
            if word in stated:
                return union(*(self.type_of(member, where, depth + 1) for member in _members(stated[word], where)))
        if "allOf" in stated:
            members = _members(stated["allOf"], where)
            return self.type_of(members[0], where, depth + 1) if len(members) == 1 else ANY
        return self._by_word(stated, where, depth)

    def _referred(self, schema: Schema, where: str, depth: int) -> PortType:
        key, target = self.follow(schema, where)
        stated = _object(target)
        if stated.get("type") == "object":
            if named(key) in _OWN_MEANING:
                raise SchemaError(f"{where}: a field model cannot be called {key!r}")
            self.mentioned[key] = None
            return named(key)
        if key not in self._aliases:
            self._aliases[key] = self.type_of(target, where, depth + 1)
        if "enum" in stated:
            self.enums.setdefault(self._aliases[key].without_none(), key)
        return self._aliases[key]

    def _by_word(self, schema: Schema, where: str, depth: int) -> PortType:
        word = schema.get("type")
        if isinstance(word, list):
            alternatives = [schema | {"type": one} for one in _members(cast("object", word), where)]
            return union(*(self.type_of(alternative, where, depth + 1) for alternative in alternatives))
        if word is None:
            return ANY
        if word == "array":
            return list_of(self.type_of(schema.get("items", True), where, depth + 1))
        if word == "object":
            values = schema.get("additionalProperties", True)
            return dict_of(STR, ANY if isinstance(values, bool) else self.type_of(values, where, depth + 1))
        if isinstance(word, str) and word in _SCALARS:
            return _SCALARS[word]
        raise SchemaError(f"{where}: there is no type {word!r:.60}")


def limits_of(schema: Schema, where: str) -> Limits:
    """The bounds that a schema states, be it itself or in the members of its `anyOf`.

    A bound that only some members of a kind have is left out, and of two different ones the wider is taken: what the
    server takes is never refused.
    """
    return tuple(_limits(schema, where, 0).items())


def _limits(schema: Schema, where: str, depth: int) -> dict[str, int | float]:
    if depth > _DEEPEST:
        raise SchemaError(f"{where}: nested more than {_DEEPEST} deep")
    members = [_object(member) for member in _listed(schema.get("anyOf"))]
    numbers = [_own_limits(member, where) for member in members if member.get("type") in ("integer", "number")]
    sized = [_own_limits(member, where) for member in members if member.get("type") in ("string", "array")]
    unions = [_limits(member, where, depth + 1) for member in members if "anyOf" in member]
    return _common(numbers) | _common(sized) | _common(unions) | _own_limits(schema, where)


def item_limits_of(schema: Schema, where: str) -> Limits:
    """The bounds of each item of the list that a schema states."""
    for member in (schema, *_listed(schema.get("anyOf"))):
        if items := _object(_object(member).get("items")):
            return tuple(_own_limits(items, where).items())
    return ()


def plain_json(value: object, where: str, depth: int = 0) -> Json:
    """A default or choice, checked to be plain, finite JSON of a reasonable size.

    Raises:
        SchemaError: It is not.
    """
    if depth > _DEEPEST:
        raise SchemaError(f"{where}: a value is nested more than {_DEEPEST} deep")
    match value:
        case None | bool():
            return value
        case str() if is_sendable(value):
            return value
        case int() if abs(value) < _LONGEST_INT:
            return value
        case float() if isfinite(value):
            return value
        case list():
            return [plain_json(part, where, depth + 1) for part in cast("list[object]", value)]
        case dict() if all(isinstance(key, str) and is_sendable(key) for key in cast("dict[object, object]", value)):
            return {key: plain_json(part, where, depth + 1) for key, part in cast("Schema", value).items()}
        case _:
            raise SchemaError(f"{where}: there is something other than a plain, finite JSON value")


def text_of(schema: Schema, word: str, where: str) -> str:
    """The text that a schema has under `word`, empty where it has none.

    Raises:
        SchemaError: It has something other than text there.
    """
    value = schema.get(word)
    if value is None or (isinstance(value, str) and is_sendable(value)):
        return value or ""
    raise SchemaError(f"{where}: {word} is {value!r:.60}, a text was expected")


def texts_of(schema: Schema, word: str, where: str) -> tuple[str, ...]:
    """The texts that a schema lists under `word`, none where it has no such list.

    Raises:
        SchemaError: It has something other than a list of texts there.
    """
    value = schema.get(word)
    parts = _listed(value)
    texts = tuple(part for part in parts if isinstance(part, str) and is_sendable(part))
    if value is None or (isinstance(value, list) and len(texts) == len(parts)):
        return texts
    raise SchemaError(f"{where}: {word} is {value!r:.60}, a list of texts was expected")


def is_sendable(text: str) -> bool:
    """Whether a text can be written as UTF-8: half of a surrogate pair cannot."""
    return text.isascii() or text == text.encode(errors="ignore").decode()


def _object(value: object) -> Schema:
    return cast("Schema", value) if isinstance(value, dict) else {}


def _listed(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _members(value: object, where: str) -> list[object]:
    if members := _listed(value):
        return members
    raise SchemaError(f"{where}: a list of schemas was expected, not {value!r:.60}")


def _choices(value: object, where: str) -> PortType:
    choices = [plain_json(choice, where) for choice in _members(value, where)]
    if any(isinstance(choice, (list, dict)) for choice in choices):
        raise SchemaError(f"{where}: an enumeration holds something other than text, numbers and booleans")
    if any(isinstance(choice, float) for choice in choices):  # Python has no Literal of a float
        return union(*(_PLAIN_TYPES[type(choice).__name__] for choice in choices))
    unique = dict.fromkeys((type(choice), choice) for choice in choices if choice is not None)
    type_ = literal(*(cast("Choice", choice) for _, choice in unique)) if unique else NONE
    return type_.or_none() if None in choices else type_


def _own_limits(schema: Schema, where: str) -> dict[str, int | float]:
    limits: dict[str, int | float] = {}
    for word, name in LIMITS.items():
        value = schema.get(word)
        if value is None or isinstance(value, bool):  # a boolean exclusiveMinimum is an older dialect of JSON schema
            continue
        if not isinstance(value, (int, float)) or not abs(value) < _LONGEST_INT:
            raise SchemaError(f"{where}: {word} is {value!r:.60}, a number was expected")
        if (name in _LENGTHS and (value < 0 or value % 1)) or (name == "multiple_of" and value <= 0):
            raise SchemaError(f"{where}: {word} is {value!r:.60}, which nothing can fulfil")
        limits[name] = value
    return limits


def _common(members: list[dict[str, int | float]]) -> dict[str, int | float]:
    if not members:
        return {}
    common: dict[str, int | float] = {}
    for name in members[0]:
        values = [member[name] for member in members if name in member]
        if len(values) == len(members) and (name != "multiple_of" or len(set(values)) == 1):
            common[name] = min(values) if name in _LOWER else max(values)
    return common
