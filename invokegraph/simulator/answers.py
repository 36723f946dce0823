"""What the server says to a request, and what a request says to the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData

    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.users import Caller

Place = tuple[str | int, ...]
UNPROCESSABLE: Final = 422


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
    """One request, which has been looked at: its values are of the types that the server's schema has.

    Args:
        path: What the path says.
        query: What the query says.
        body: The body, as JSON.
        form: The fields and files of a form; None where it is none.
        headers: The headers.
        caller: Who asks.
    """

    def __init__(
        self,
        path: Mapping[str, Any],
        query: Mapping[str, Any],
        body: Any,
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

    def text(self, name: str, default: str = "") -> str:
        """A text in the query."""
        value: str = self._query.get(name, default)
        return value

    def maybe(self, name: str) -> str | None:
        """A text in the query, if there is one."""
        value: str | None = self._query.get(name)
        return value

    def has(self, name: str) -> bool:
        """Whether the query has something of that name."""
        return name in self._query

    def texts(self, name: str) -> list[str] | None:
        """All texts of one name in the query; None if there is none."""
        values: list[str] | None = self._query.get(name)
        return values

    def number(self, name: str, default: int) -> int:
        """An integer in the query."""
        value: int = self._query.get(name, default)
        return value

    def flag(self, name: str, default: bool | None = None) -> bool | None:  # noqa: FBT001 - a value, not an option
        """A truth value in the query."""
        value: bool | None = self._query.get(name, default)
        return value

    def json(self) -> Any:
        """The body."""
        return self._body

    def fields(self) -> JSON:
        """The body, which is an object; none has no fields."""
        fields: JSON = self._body or {}
        return fields

    def field(self, name: str) -> Any:
        """One field of the body; None where it is left out."""
        return self.fields().get(name)
