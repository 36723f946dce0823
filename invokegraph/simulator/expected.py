"""What an operation takes, as the server's schema has it; what does not fit is told as the server tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, cast

from pydantic import (
    AfterValidator,
    AnyUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    TypeAdapter,
    ValidationError,
    create_model,
)
from starlette.datastructures import FormData, UploadFile

from invokegraph.simulator.answers import UNPROCESSABLE, Refused, complaint
from invokegraph.simulator.rest_schema import PREFIX, components, paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import QueryParams

    from invokegraph.simulator.answers import Place
    from invokegraph.simulator.node_types import JSON

_LOOKED_AT_ELSEWHERE: Final = frozenset({"Batch", "JsonValue"})


def _web_address(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("source_url must be a string")  # noqa: TRY004 - of which pydantic makes a complaint
    if not value.startswith(("https://", "http://")):
        raise ValueError("source_url must be an http or https URL")
    return value


def _validate_weight_bounds(settings: BaseModel) -> BaseModel:
    """The default weight of a LoRA is within its bounds; the server names this function in its answers."""
    fields = settings.model_dump(by_alias=True)
    least = -1.0 if fields["weight_min"] is None else fields["weight_min"]
    most = 2.0 if fields["weight_max"] is None else fields["weight_max"]
    weight = fields["weight"]
    if least >= most:
        raise ValueError(f"effective weight range is invalid: min ({least}) must be less than max ({most})")
    if weight is not None and not least <= weight <= most:
        raise ValueError(f"weight ({weight}) must be within the effective range [{least}, {most}]")
    return settings


_CHECKED_AFTERWARDS: Final = {"LoraModelDefaultSettings": _validate_weight_bounds}
_CHECKED: Final[Mapping[tuple[str, str], Any]] = {
    ("ModelRecordChanges", "source_url"): Annotated[Any, BeforeValidator(_web_address)],
    ("ImageRecordChanges", "is_intermediate"): StrictBool | None,
    ("ImageRecordChanges", "starred"): StrictBool | None,
}
_UNWRITTEN: Final[Mapping[tuple[str, str], JSON]] = {  # what the server's schema says otherwise than it acts
    ("UpdateAppGenerationSettingsRequest", "generation_devices"): {
        "anyOf": [{"const": "auto"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}]
    },
    ("UpdateAppGenerationSettingsRequest", "image_subfolder_strategy"): {
        "anyOf": [{"enum": ["flat", "date", "type", "hash"]}, {"type": "null"}]
    },
}
_DEFAULTS: Final[Mapping[tuple[str, str], Any]] = {("ExternalModelCapabilities", "modes"): ["txt2img"]}
_LIMITS: Final = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A parameter, or one of several fields that make a body."""

    name: str
    is_needed: bool
    is_many: bool
    is_file: bool
    type: TypeAdapter[Any]

    def complaints(self, place: Place, given: Any) -> list[JSON]:
        if given is None:
            return [complaint("missing", place, "Field required")] if self.is_needed else []
        if self.is_file and not isinstance(given, UploadFile):
            said = f"Value error, Expected UploadFile, received: {type(given)}"
            return [complaint("value_error", place, said, given)]
        return [] if self.is_file else _complaints(self.type, place, given)


class Expected:
    """What an operation takes.

    Args:
        operation: What the schema says of it.
    """

    def __init__(self, operation: JSON) -> None:
        self._parameters = {
            where: [
                _part(each["name"], each["schema"], needed=each["required"])
                for each in operation.get("parameters", [])
                if each["in"] == where
            ]
            for where in ("path", "query")
        }
        body: JSON = operation.get("requestBody", {})
        content: Mapping[str, JSON] = body.get("content", {})
        self.takes_form = "multipart/form-data" in content
        self.takes_json = bool(content) and not self.takes_form
        self._parts: list[_Part] = []
        self._body: _Part | None = None
        for described in content.values():
            self._look_at_body(described["schema"], needed=bool(body.get("required")))

    def _look_at_body(self, schema: JSON, *, needed: bool) -> None:
        name = str(schema.get("$ref", "")).removeprefix(PREFIX)
        if not self.takes_form and not name.startswith("Body_"):
            self._body = _part("", schema, needed=needed)
            return
        fields = components()[name] if name else schema
        self._parts = [
            _part(each, part, needed=each in fields.get("required", ())) for each, part in fields["properties"].items()
        ]

    def check(self, path: Mapping[str, str], query: QueryParams, body: Any) -> None:
        """Look at a request; the body is a form, JSON, bytes that are neither, or None if it is empty.

        Raises:
            Refused: It does not fit, with all that is wrong.
        """
        found = [e for part in self._parameters["path"] for e in part.complaints(("path", part.name), path[part.name])]
        for part in self._parameters["query"]:
            several = query.getlist(part.name) or None
            found += part.complaints(("query", part.name), several if part.is_many else query.get(part.name))
        if self._body:
            found += self._body.complaints(("body",), body)
        for part in self._parts:
            found += self._complaints_of_part(part, body)
        if found:
            raise Refused(UNPROCESSABLE, found)

    def _complaints_of_part(self, part: _Part, body: Any) -> list[JSON]:
        place = ("body", part.name)
        if body is None or isinstance(body, bytes):
            return part.complaints(place, None)
        if isinstance(body, FormData):
            return part.complaints(place, body.get(part.name) or None)
        if isinstance(body, dict):
            return part.complaints(place, cast("JSON", body).get(part.name))
        return [complaint("missing", place, "Field required")]  # the server misses even what may be left out


@cache
def expected(method: str, path: str) -> Expected | None:
    """What an operation takes; None if the schema does not know it."""
    plain = re.sub(r":path}", "}", path)
    operation = paths().get(plain, {}).get(method.lower())
    return Expected(operation) if operation else None


def parsed(schema: str, value: JSON) -> JSON:
    """What fits a schema, with all its fields and in their types."""
    held: JSON = TypeAdapter(_component(schema)).validate_python(value).model_dump(mode="json", by_alias=True)
    return held


def unfit(schema: str, value: JSON) -> str | None:
    """What keeps something from being what a schema describes."""
    try:
        TypeAdapter(_component(schema)).validate_python(value)
    except ValidationError as error:
        return str(error)
    return None


def _part(name: str, schema: JSON, *, needed: bool) -> _Part:
    kinds = [schema, *schema.get("anyOf", ())]
    return _Part(
        name=name,
        is_needed=needed,
        is_many=any(kind.get("type") == "array" for kind in kinds),
        is_file=any("contentMediaType" in kind for kind in kinds),
        type=TypeAdapter(_type(schema)),
    )


def _complaints(type: TypeAdapter[Any], place: Place, given: Any) -> list[JSON]:
    try:
        type.validate_python(given, from_attributes=True)
    except ValidationError as error:
        return [
            complaint(each["type"], (*place, *each["loc"]), each["msg"], each["input"], each.get("ctx"))
            for each in error.errors(include_url=False)
        ]
    return []


def _type(schema: JSON) -> Any:
    limits: dict[str, Any] = {_LIMITS[name]: _limit(schema, value) for name, value in schema.items() if name in _LIMITS}
    plain = _unlimited(schema)
    return Annotated[plain, Field(**limits)] if limits else plain


def _limit(schema: JSON, value: float) -> float:
    return value if schema.get("type") == "number" else int(value)


def _unlimited(schema: JSON) -> Any:
    if "$ref" in schema:
        return _component(schema["$ref"].removeprefix(PREFIX))
    if "anyOf" in schema:
        return _any_of(schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return Literal[tuple(schema.get("enum", (schema.get("const"),)))]
    if schema.get("type") == "array":
        many: Any = set if schema.get("uniqueItems") else list
        return many[_type(schema.get("items", {}))]
    if schema.get("type") == "object":
        values, table = schema.get("additionalProperties"), cast("Any", dict)
        return table[str, _type(cast("JSON", values)) if isinstance(values, dict) else Any]
    if schema.get("format") == "uri":
        return AnyUrl
    return _PLAIN.get(schema.get("type", ""), Any)


_PLAIN: Final[Mapping[str, Any]] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}


def _any_of(schemas: Sequence[JSON]) -> Any:
    types = [_type(each) for each in schemas if each.get("type") != "null"]
    if len(types) < len(schemas):
        types.append(None)
    return cast("Any", Union)[tuple(types)]


@cache
def _component(name: str) -> Any:
    """A schema that others name: an enumeration, or a model of its fields."""
    schema = components()[name]
    if name in _LOOKED_AT_ELSEWHERE:
        return Any
    if "enum" in schema:
        return Enum(name, {f"choice_{place}": value for place, value in enumerate(schema["enum"])})
    if "properties" not in schema:
        return _type(schema)
    needed = schema.get("required", ())
    properties: Mapping[str, JSON] = schema["properties"]
    fields: dict[str, Any] = {
        f"field_{place}": (
            _CHECKED.get((name, field)) or _type(_UNWRITTEN.get((name, field), part)),
            Field(alias=field)
            if field in needed
            else Field(default=part.get("default", _DEFAULTS.get((name, field))), alias=field),
        )
        for place, (field, part) in enumerate(properties.items())
    }
    extra: Literal["forbid", "ignore"] = "forbid" if schema.get("additionalProperties") is False else "ignore"
    made = create_model(name, __config__=ConfigDict(extra=extra), **fields)
    return Annotated[made, AfterValidator(_CHECKED_AFTERWARDS[name])] if name in _CHECKED_AFTERWARDS else made
