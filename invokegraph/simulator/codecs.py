"""How values are written into the file that a simulated server keeps its state in, and read from it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast, get_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

V = TypeVar("V")

_KINDS: Final[dict[str, type]] = {kind.__name__: kind for kind in (str, int, bool, float, bytes, list, dict)} | {
    "None": type(None),
    "JSON": dict,
}


class Codec(NamedTuple, Generic[V]):
    """How values are written into a file, and read from it."""

    write: Callable[[V], str | bytes]
    read: Callable[[Any], V]


def as_text(value: object) -> str:
    """A value as JSON; what is none is written as answers have it."""
    return json.dumps(value, separators=(",", ":"), default=lambda _: {})


def json_codec(kind: type[V]) -> Codec[V]:
    """How JSON values of one kind are written."""
    wanted = get_origin(kind) or kind

    def read(text: str) -> V:
        value = json.loads(text)
        if not isinstance(value, wanted):
            raise TypeError(f"it is not of the type {wanted.__name__}")
        return cast("V", value)

    return Codec(as_text, read)


def record_codec(kind: type[V]) -> Codec[V]:
    """How the instances of a dataclass are written: their fields as JSON, bytes apart from the others."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - a dataclass

    def write(record: V) -> str:
        values = {name: getattr(record, name) for name in names}
        files = {name: b64encode(value).decode() for name, value in values.items() if isinstance(value, bytes)}
        return as_text({"fields": {name: values[name] for name in values if name not in files}, "bytes": files})

    def read(text: str) -> V:
        written = json.loads(text)
        values = written["fields"] | {name: b64decode(coded, validate=True) for name, coded in written["bytes"].items()}
        check_fields(kind, values)
        record = kind.__new__(kind)  # what the constructor does was done when it was made
        for name in names:
            setattr(record, name, values[name])
        return record

    return Codec(write, read)


def check_fields(kind: type, values: Mapping[str, object]) -> None:
    """Look whether values are of the kinds that the fields of a dataclass are annotated with.

    Raises:
        TypeError: One is not.
    """
    for field in fields(kind):
        if field.name in values and not _is(values[field.name], str(field.type)):
            raise TypeError(f"{field.name} is not of the type {field.type}")


def _is(value: object, annotation: str) -> bool:
    names = (part.strip().partition("[")[0] for part in annotation.split(" | "))
    return any(isinstance(value, _KINDS.get(name, object)) for name in names)


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("it is no file")
    return value


BYTES: Final = Codec(_bytes, _bytes)
