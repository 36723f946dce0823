"""What the server sent, as it came, behind pleasant access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

_SECRETS = frozenset({"access_token", "api_key", "password", "token"})


class Record(Mapping[str, Any]):
    """A JSON object: read-only, its keys as attributes too, and nothing of it lost or converted.

    A key that is also a method of mappings (`values`, `items`, `keys`, `get`) is read as `record["values"]`.

    Example:
        >>> Record({"image": {"image_name": "a.png"}}).image.image_name
        'a.png'
    """

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_data", dict(data))

    _data: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return _wrapped(self._data[key])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._data:
            raise AttributeError(f"there is no {name!r} among {', '.join(map(repr, self._data))}")
        return self[name]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} is what the server sent: it does not change")

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._data]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({_shown(self._data)!r})"

    def __reduce__(self) -> tuple[type[Record], tuple[dict[str, Any]]]:
        return type(self), (self._data,)

    def to_dict(self) -> dict[str, Any]:
        """A copy in plain dicts and lists."""
        from copy import deepcopy

        return deepcopy(self._data)

    def _text(self, key: str) -> str:
        """A text; empty where the server says null or something else."""
        value = self._data.get(key)
        return value if isinstance(value, str) else ""

    def _integer(self, key: str) -> int:
        """A whole number; 0 where the server says null or something else."""
        value = self._data.get(key)
        return value if isinstance(value, int) else 0


def mapping(value: object) -> dict[str, Any]:
    """`value` if it is a JSON object, else an empty one: for reading what a server may have left out."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _shown(value: object) -> object:
    """A value as it may stand in a log: tokens and passwords that the server repeats are masked."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {key: "***" if item and key in _SECRETS else _shown(item) for key, item in fields.items()}
    if isinstance(value, list):
        return [_shown(item) for item in cast("list[object]", value)]
    return value


def _wrapped(value: object) -> object:
    if isinstance(value, dict):
        return Record(cast("dict[str, Any]", value))
    if isinstance(value, list):
        return [_wrapped(item) for item in cast("list[object]", value)]
    return value
