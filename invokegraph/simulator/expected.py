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
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic_core import PydanticKnownError
from starlette.datastructures import FormData, UploadFile

from invokegraph.simulator.addresses import address
from invokegraph.simulator.answers import UNPROCESSABLE, Refused, complaint
from invokegraph.simulator.node_types import known_types
from invokegraph.simulator.rest_schema import PREFIX, components, paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import QueryParams

    from invokegraph.simulator.answers import Place
    from invokegraph.simulator.node_types import JSON

_LOOKED_AT_ELSEWHERE: Final = frozenset({"Batch", "JsonValue"})
_READS_ITS_FORM_ITSELF: Final = "upload_video"


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


def _node(value: object) -> object:
    """A node of a graph, of which no more is looked at than its type."""
    if not isinstance(value, dict):
        raise PydanticKnownError("model_attributes_type")
    if "type" not in value:
        raise PydanticKnownError("union_tag_not_found", {"discriminator": "'type'"})
    tag: Any = cast("JSON", value)["type"]
    if not isinstance(tag, str):
        known = ", ".join(f"'{name}'" for name in known_types())
        context = {"discriminator": "'type'", "tag": str(tag), "expected_tags": known}
        raise PydanticKnownError("union_tag_invalid", context)
    return cast("object", value)


_CHECKED_AFTERWARDS: Final = {"LoraModelDefaultSettings": _validate_weight_bounds}
_STRICT: Final = Annotated[bool | None, Field(strict=True)]
_ACCOUNTS: Final = ("SetupRequest", "LoginRequest", "AdminUserCreateRequest")
_CHECKED: Final[Mapping[tuple[str, str], Any]] = {
    ("Graph", "nodes"): dict[str, Annotated[Any, BeforeValidator(_node)]],
    ("ModelRecordChanges", "source_url"): Annotated[Any, BeforeValidator(_web_address)],
    **{(form, "email"): Annotated[str, AfterValidator(address)] for form in _ACCOUNTS},
    ("ImageRecordChanges", "is_intermediate"): _STRICT,
    ("ImageRecordChanges", "starred"): _STRICT,
    ("VideoRecordChanges", "is_intermediate"): _STRICT,
    ("VideoRecordChanges", "starred"): _STRICT,
}
_UNWRITTEN: Final[Mapping[tuple[str, str], JSON]] = {  # what the server's schema says otherwise than it acts
    ("UpdateAppGenerationSettingsRequest", "generation_devices"): {
        "anyOf": [{"const": "auto"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}]
    },
    ("UpdateAppGenerationSettingsRequest", "image_subfolder_strategy"): {
        "anyOf": [{"enum": ["flat", "date", "type", "hash"]}, {"type": "null"}]
    },
}
_MAY_BE_LEFT_OUT: Final = frozenset({("Batch", "runs")})  # though the server's schema says otherwise
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

    def read(self, place: Place, given: Any, refused: list[JSON]) -> Any:
        """What is given, in its type; what is wrong with it goes to what is refused."""
        if given is None:
            if self.is_needed:
                refused.append(complaint("missing", place, "Field required"))
            return None
        if self.is_file:
            if not isinstance(given, UploadFile):
                said = f"Value error, Expected UploadFile, received: {type(given)}"
                refused.append(complaint("value_error", place, said, given))
            return given
        try:
            return _plain(self.type.validate_python(given, from_attributes=True))
        except ValidationError as error:
            refused += [
                complaint(each["type"], (*place, *each["loc"]), each["msg"], each["input"], each.get("ctx", {}))
                for each in error.errors(include_url=False)
            ]
            return None


@dataclass(slots=True)
class Asked:
    """A request that fits, with its values in their types; a form is as it was sent."""

    path: dict[str, Any]
    query: dict[str, Any]
    body: Any


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
        if operation.get("operationId") == _READS_ITS_FORM_ITSELF:
            return
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

    def read(self, path: Mapping[str, str], query: QueryParams, body: Any) -> Asked:
        """Look at a request; the body is a form, JSON, bytes that are neither, or None if it is empty.

        Raises:
            Refused: It does not fit, with all that is wrong.
        """
        refused: list[JSON] = []
        asked = Asked({}, {}, body)
        for part in self._parameters["path"]:
            asked.path[part.name] = part.read(("path", part.name), path[part.name], refused)
        for part in self._parameters["query"]:
            given = query.getlist(part.name) or None if part.is_many else query.get(part.name)
            value = part.read(("query", part.name), given, refused)
            if given is not None:
                asked.query[part.name] = value
        if self._body:
            asked.body = self._body.read(("body",), body, refused)
        if self._parts:
            asked.body = {
                part.name: value for part in self._parts if (value := self._part_of(part, body, refused)) is not None
            }
        if refused:
            raise Refused(UNPROCESSABLE, refused)
        return asked

    def _part_of(self, part: _Part, body: Any, refused: list[JSON]) -> Any:
        place = ("body", part.name)
        if body is None or isinstance(body, bytes):
            return part.read(place, None, refused)
        if isinstance(body, FormData):
            return part.read(place, body.get(part.name) or None, refused)
        if isinstance(body, dict):
            return part.read(place, cast("JSON", body).get(part.name), refused)
        refused.append(complaint("missing", place, "Field required"))  # the server misses even what may be left out
        return None


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


def check_batch(written: object) -> None:
    """Refuse a batch for its shape; what is inside of its nodes is not looked at.

    Raises:
        Refused: It has not the shape of a batch.
    """
    refused: list[JSON] = []
    batch = _Part(name="batch", is_needed=True, is_many=False, is_file=False, type=_batch())
    batch.read(("body", "batch"), written, refused)
    if refused:
        raise Refused(UNPROCESSABLE, refused)


@cache
def _batch() -> TypeAdapter[Any]:
    return TypeAdapter(_fields("Batch"))


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


def _plain(value: Any) -> Any:
    """A value that fits as JSON, of objects only the fields that are given."""
    match value:
        case BaseModel():
            aliases = {name: str(field.alias) for name, field in type(value).model_fields.items()}
            return {
                alias: _plain(getattr(value, name)) for name, alias in aliases.items() if name in value.model_fields_set
            }
        case list() | set():
            return [_plain(each) for each in cast("list[Any]", value)]
        case dict():
            return {key: _plain(each) for key, each in cast("JSON", value).items()}
        case Enum():
            return value.value
        case AnyUrl():
            return str(value)
        case _:
            return value


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
    return _fields(name) if "properties" in schema else _type(schema)


def _fields(name: str) -> Any:
    """A schema as a model of its fields."""
    schema = components()[name]
    needed = [field for field in schema.get("required", ()) if (name, field) not in _MAY_BE_LEFT_OUT]
    described: Mapping[str, JSON] = schema["properties"]
    fields: dict[str, Any] = {
        f"field_{place}": (
            _CHECKED.get((name, field)) or _type(_UNWRITTEN.get((name, field), part)),
            Field(alias=field)
            if field in needed
            else Field(default=part.get("default", _DEFAULTS.get((name, field))), alias=field),
        )
        for place, (field, part) in enumerate(described.items())  # the order in which the server complains
    }
    extra: Literal["forbid", "ignore"] = "forbid" if schema.get("additionalProperties") is False else "ignore"
    made = create_model(name, __config__=ConfigDict(extra=extra), **fields)
    return Annotated[made, AfterValidator(_CHECKED_AFTERWARDS[name])] if name in _CHECKED_AFTERWARDS else made
