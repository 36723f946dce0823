"""The field models of a server, beside those of the catalog."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from invokegraph.catalog import DEFAULT
from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.schema import read_model, schemas_of
from invokegraph.codegen.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from invokegraph.codegen.facts import FieldModelFacts
    from invokegraph.types import PortType


class FieldModels:
    """The field models of a server.

    Args:
        shapes: The schemas of the server's document.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._ours: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether the catalog has a field model of this name."""
        return name in _catalog().schemas

    def is_ours(self, name: str) -> bool:
        """Whether the server's field model of this name, and all that it is made of, is the same in the catalog."""
        if name not in self._ours:
            needed = {name: None}
            self._ours[name] = all(self._is_same(part, needed) for part in _growing(needed))
        return self._ours[name]

    def are_ours(self, types: Iterable[PortType]) -> bool:
        """Whether all field models in these types that the catalog has too are the same there."""
        return all(self.is_ours(name) for type_ in types for name in _classes(type_) if self.has(name))

    def _is_same(self, name: str, needed: dict[str, None]) -> bool:
        """Whether a field model has the same parts in the catalog; what it is made of is added to `needed`."""
        if not self.has(name):
            return False
        try:
            here, there = read_model(_catalog(), name), read_model(self._shapes, name)
        except (KeyError, SchemaError):
            return False
        needed.update(dict.fromkeys(name for part in here.parts for name in _classes(part.type) if self.has(name)))
        return _parts(here) == _parts(there)


def _growing(names: dict[str, None]) -> Iterator[str]:
    """The names, those included that are added on the way."""
    done = 0
    while done < len(names):
        yield list(names)[done]
        done += 1


@cache
def _catalog() -> Shapes:
    """What the catalog was made from."""
    from importlib.resources import files
    from json import loads

    return Shapes(schemas_of(loads(files(DEFAULT).joinpath("schema.json").read_text("utf-8"))))


def _parts(model: FieldModelFacts) -> dict[str, object]:
    """The parts by name: their order is no difference."""
    return {part.name: part for part in model.parts}


def _classes(type_: PortType) -> set[str]:
    """The names of the classes in a type."""
    return {type_.name} if type_.kind == "class" else {name for part in type_.args for name in _classes(part)}
