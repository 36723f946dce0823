"""What the server says to a request, and what a request says to the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import FormData, QueryParams

    from invokegraph.simulator.node_types import JSON

Place = tuple[str | int, ...]
UNPROCESSABLE: Final = 422
_LONG: Final = 18


class Refused(Exception):
    """The server answers with an error status.

    Args:
        status: The status.
        detail: What it says; a text alone for a status of 500.
        wrapped: Whether the text is wrapped into JSON.
    """

    def __init__(self, status: int, detail: str | list[JSON], *, wrapped: bool | None = None) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
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


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with a status other than 200."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Question:
    """One request.

    Args:
        path: What the path says.
        query: What the query says.
        body: The body, as JSON.
        form: The fields and files of a form; None where it is none.
    """

    def __init__(self, path: Mapping[str, str], query: QueryParams, body: Any, form: FormData | None) -> None:
        self.path = path
        self._query = query
        self._body = body
        self.form = form

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
        return self._body

    def whole(self, shape: object) -> Any:
        """The body, which has to have that shape."""
        body = self.json()
        if body is None:
            raise invalid("missing", ("body",), "Field required")
        from invokegraph.simulator.shapes import parsed

        return parsed(shape, body, "body")

    def fields(self) -> JSON:
        """The body, which has to be an object."""
        body = self.json()
        if body is None:
            raise invalid("missing", ("body",), "Field required")
        if not isinstance(body, dict):
            said = "Input should be a valid dictionary or object to extract fields from"
            raise invalid("model_attributes_type", ("body",), said, body)
        return body  # pyright: ignore[reportUnknownVariableType] - JSON

    def parts(self, **shapes: object) -> list[Any]:
        """Fields of the body, each of which has to be there and to have its shape."""
        from invokegraph.simulator.shapes import parsed

        body: Any = self.json()
        given: JSON = body if isinstance(body, dict) else {}  # pyright: ignore[reportUnknownVariableType] - JSON
        found: list[Any] = []
        refused: list[JSON] = []
        for name, shape in shapes.items():
            value = given.get(name)
            try:
                if value is None:
                    raise invalid("missing", ("body", name), "Field required")
                found.append(parsed(shape, value, "body", name))
            except Refused as error:
                refused += cast("list[JSON]", error.detail)
        if refused:
            raise Refused(UNPROCESSABLE, refused)
        return found

    def field(self, name: str, shape: object = Any) -> Any:
        """One field of the body, which has to be there."""
        return self.parts(**{name: shape})[0]

    def names(self, name: str) -> list[str]:
        """Names of pictures in the body, which have to be there, and not too many."""
        from invokegraph.simulator.shapes import NAMES

        names: list[str] = self.field(name, NAMES)
        return names


_TRUTH: Final = {
    **dict.fromkeys(("true", "1", "yes", "on", "t", "y"), True),
    **dict.fromkeys(("false", "0", "no", "off", "f", "n"), False),
}


def not_one_of(place: Place, choices: Sequence[str], given: object) -> Refused:
    """A word that is none of those that fit."""
    quoted = [f"'{choice}'" for choice in choices]
    expected = f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    return invalid("enum", place, f"Input should be {expected}", given, {"expected": expected})


def _integer(text: str, place: Place) -> int:
    if text.isascii() and text.isdigit() and len(text) < _LONG:
        return int(text)
    from invokegraph.simulator.shapes import parsed

    number: int = parsed(int, text, *place)
    return number
