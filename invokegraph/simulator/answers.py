"""What the server says to a request, and what a request says to the server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import FormData, QueryParams

    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.users import Caller

Place = tuple[str | int, ...]
UNPROCESSABLE: Final = 422
MOST_NAMES: Final = 1000


class Refused(Exception):
    """The server answers with an error status.

    Args:
        status: The status.
        detail: What it says; a text alone for a status of 500.
        wrapped: Whether the text is wrapped into JSON.
        headers: What the answer says beside that.
    """

    def __init__(
        self,
        status: int,
        detail: str | list[JSON],
        *,
        wrapped: bool | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.wrapped = wrapped if wrapped is not None else not isinstance(detail, str) or status != 500  # noqa: PLR2004


def complaint(type: str, place: Place, message: str, given: object = None, context: JSON | None = None) -> JSON:
    """One thing that is wrong with a request, as the server tells it."""
    told: JSON = {"type": type, "loc": list(place), "msg": message, "input": given}
    if context is None and type == "value_error":
        context = {"error": {}}
    return {**told, "ctx": context} if context else told


def invalid(type: str, place: Place, message: str, given: object = None, context: JSON | None = None) -> Refused:
    """A request that has one thing wrong with it."""
    return Refused(UNPROCESSABLE, [complaint(type, place, message, given, context)])


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    content: bytes
    type: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    status: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with a status other than 200, or with headers of its own."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Question:
    """One request.

    Args:
        path: What the path says.
        query: What the query says.
        body: The body.
        form: The fields and files of a form; None where it is none.
        headers: The headers.
        caller: Who asks.
    """

    def __init__(
        self,
        path: Mapping[str, str],
        query: QueryParams,
        body: bytes,
        form: FormData | None,
        headers: Mapping[str, str],
        caller: Caller,
    ) -> None:
        self.path = path
        self._query = query
        self._body = body
        self.form = form
        self.headers = headers
        self.caller = caller

    def number_in_path(self, name: str) -> int:
        """An integer in the path."""
        return _integer(self.path[name], ("path", name))

    def text(self, name: str, default: str | None = None) -> str:
        """A text in the query, which has to be there if there is no default."""
        value = self._query.get(name, default)
        if value is None:
            raise invalid("missing", ("query", name), "Field required")
        return value

    def has(self, name: str) -> bool:
        """Whether the query has something of that name."""
        return name in self._query

    def texts(self, name: str) -> list[str] | None:
        """All texts of one name in the query; None if there is none."""
        return self._query.getlist(name) or None

    def number(self, name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
        """An integer in the query."""
        if name not in self._query:
            return default
        value, place = _integer(self._query[name], ("query", name)), ("query", name)
        if least is not None and value < least:
            said = f"Input should be greater than or equal to {least}"
            raise invalid("greater_than_equal", place, said, self._query[name], {"ge": least})
        if most is not None and value > most:
            said = f"Input should be less than or equal to {most}"
            raise invalid("less_than_equal", place, said, self._query[name], {"le": most})
        return value

    def flag(self, name: str, default: bool | None = None) -> bool | None:  # noqa: FBT001 - a value, not an option
        """A truth value in the query."""
        text = self._query.get(name)
        if text is None:
            return default
        if text.lower() not in _TRUTH:
            said = "Input should be a valid boolean, unable to interpret input"
            raise invalid("bool_parsing", ("query", name), said, text)
        return _TRUTH[text.lower()]

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        """One of some words in the query."""
        value = self._query.get(name, default)
        if value not in choices:
            raise not_one_of(("query", name), choices, value)
        return value

    def json(self) -> Any:
        """The body."""
        try:
            return json.loads(self._body) if self._body else None
        except (ValueError, RecursionError):
            raise invalid("json_invalid", ("body", 0), "JSON decode error", {}, {"error": "not JSON"}) from None

    def fields(self) -> JSON:
        """The body, which has to be an object."""
        body = self.json()
        if body is None:
            raise invalid("missing", ("body",), "Field required")
        if not isinstance(body, dict):
            said = "Input should be a valid dictionary or object to extract fields from"
            raise invalid("model_attributes_type", ("body",), said, body)
        return body  # pyright: ignore[reportUnknownVariableType] - JSON

    def field(self, name: str, kind: type = object) -> Any:
        """One field of the body, which has to be there."""
        fields = self.fields()
        if name not in fields:
            raise invalid("missing", ("body", name), "Field required", fields or None)
        if not isinstance(fields[name], kind):
            said, code = _KINDS[kind]
            raise invalid(code, ("body", name), said, fields[name])
        return fields[name]

    def names(self, name: str, kind: type = str) -> list[Any]:
        """A list of texts or integers in the body, which has to be there, and not too long."""
        values: list[Any] = self.field(name, list)
        if len(values) > MOST_NAMES:
            said = f"List should have at most {MOST_NAMES} items after validation, not {len(values)}"
            context = {"field_type": "List", "max_length": MOST_NAMES, "actual_length": len(values)}
            raise invalid("too_long", ("body", name), said, values, context)
        for place, value in enumerate(values):
            if not isinstance(value, kind) or isinstance(value, bool):
                said, code = _KINDS[kind]
                raise invalid(code, ("body", name, place), said, value)
        return values


_TRUTH: Final = {
    **dict.fromkeys(("true", "1", "yes", "on", "t", "y"), True),
    **dict.fromkeys(("false", "0", "no", "off", "f", "n"), False),
}
_KINDS: Final[Mapping[type, tuple[str, str]]] = {
    str: ("Input should be a valid string", "string_type"),
    int: ("Input should be a valid integer", "int_type"),
    bool: ("Input should be a valid boolean", "bool_type"),
    list: ("Input should be a valid list", "list_type"),
    dict: ("Input should be a valid dictionary", "dict_type"),
}


def not_one_of(place: Place, choices: Sequence[str], given: object) -> Refused:
    """A word that is none of those that fit."""
    quoted = [f"'{choice}'" for choice in choices]
    expected = f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    return invalid("enum", place, f"Input should be {expected}", given, {"expected": expected})


def _integer(text: str, place: Place) -> int:
    try:
        return int(text)
    except ValueError:
        said = "Input should be a valid integer, unable to parse string as an integer"
        raise invalid("int_parsing", place, said, text) from None
