"""What all repositories share: asking the server, and believing only the shape of answer that the API gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload
from urllib.parse import quote

from invokegraph.errors import FormatError
from invokegraph.transport.errors import UnexpectedAnswer
from invokegraph.transport.record import Record, mapping
from invokegraph.words import has_half_character, shorten

if TYPE_CHECKING:
    from invokegraph.transport.http import Http

T = TypeVar("T")
UNCATEGORIZED = "none"
_MOST_AT_ONCE = 1000


class Repository:
    """One part of the server's API.

    Every method raises `RequestRefused` where the server refuses, `NotFound` where it has no such thing,
    `ConnectionFailed` where it does not answer, and `UnexpectedAnswer` where its answer is not what the API gives. Text
    that cannot be sent is a `FormatError`.
    """

    def __init__(self, http: Http) -> None:
        self._http = http

    def _object(self, method: str, endpoint: str, **kwargs: Any) -> dict[str, Any]:
        answer = self._http.json(method, endpoint, **kwargs)
        if not isinstance(answer, dict):
            raise UnexpectedAnswer(f"{method} {endpoint}: the answer is no JSON object")
        return cast("dict[str, Any]", answer)

    def _list(self, method: str, endpoint: str, **kwargs: Any) -> list[Any]:
        return _listed(self._http.json(method, endpoint, **kwargs), f"{method} {endpoint}")

    def _list_in(self, method: str, endpoint: str, field: str, **kwargs: Any) -> list[Any]:
        """The list that stands under a field of the answer."""
        return _listed(self._object(method, endpoint, **kwargs).get(field), f"{method} {endpoint}")

    def _objects(self, method: str, endpoint: str, **kwargs: Any) -> list[dict[str, Any]]:
        return [mapping(item) for item in self._list(method, endpoint, **kwargs)]

    def _page(self, endpoint: str, params: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int]:
        """The items of one page of a long list, and how many there are in all."""
        answer = self._object("GET", endpoint, params=params)
        items = [mapping(item) for item in _listed(answer.get("items"), f"GET {endpoint}")]
        return items, count(answer, "total")

    def _by_names(self, endpoint: str, field: str, names: str | Iterable[str], **body: Any) -> Record:
        """Do something to many, as many at a time as the server takes, and return its answers as one."""
        merged: dict[str, list[Any]] = {}
        for some in list(in_portions(listed(names))) or [[]]:  # the server says what nothing amounts to
            answer = self._object("POST", endpoint, json={**body, field: some})
            for key, value in answer.items():
                known = merged.setdefault(key, [])
                known.extend(item for item in _listed(value, f"POST {endpoint}") if item not in known)
        return Record(merged)


class Page(Sequence[T]):
    """Some items of a longer list.

    Attributes:
        total: How many items the whole list has.
        offset: The place of the first of these items in it.

    Example:
        >>> page = Page(["c", "d"], total=9, offset=2)
        >>> (list(page), page.total, page.has_more)
        (['c', 'd'], 9, True)
    """

    def __init__(self, items: Iterable[T], *, total: int, offset: int = 0) -> None:
        self._items = tuple(items)
        self.total = total
        self.offset = offset

    @property
    def has_more(self) -> bool:
        """Whether the list goes on after these items."""
        return self.offset + len(self._items) < self.total

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<Page of {len(self)} of {self.total} items from {self.offset}>"


def part(value: str | int) -> str:
    """An id or a name as one part of a path.

    Raises:
        FormatError: It cannot be one: it is empty, a dot or two, or holds a slash or half of a surrogate pair.
    """
    text = str(value)
    if text in ("", ".", "..") or "/" in text or "\\" in text or has_half_character(text):
        raise FormatError(
            f"{shorten(text)} is no id or name: it is empty, dots, or holds a slash or half of a surrogate pair"
        )
    return quote(text, safe="")


def listed(names: str | Iterable[str]) -> list[str]:
    """Names as a list, each once; a single one may be given by itself."""
    return [names] if isinstance(names, str) else list(dict.fromkeys(names))


def in_portions(items: Sequence[T], size: int = _MOST_AT_ONCE) -> Iterator[Sequence[T]]:
    """The items, as many at a time as one request may hold."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def ordering(*, descending: bool) -> str:
    """A sort direction as the server spells it."""
    return "DESC" if descending else "ASC"


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not None: what was left out stays as it is on the server."""
    return {key: value for key, value in values.items() if value is not None}


def count(answer: object, field: str) -> int:
    """A number of an answer.

    Raises:
        UnexpectedAnswer: It is not there.
    """
    value = mapping(answer).get(field)
    if not isinstance(value, int):
        raise UnexpectedAnswer(f"the server's answer holds no number {field!r}")
    return value


def _listed(value: object, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise UnexpectedAnswer(f"{what}: the answer holds no list where the API gives one")
    return cast("list[Any]", value)
