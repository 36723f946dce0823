"""Finding node classes by their type id, and the field models beside them.

The core never imports a catalog: it looks one up by name, here and nowhere else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, TypeVar, get_args, get_origin

from invokegraph.types import ANY, PortType, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.node import Node

DEFAULT: Final = "nodes_catalog"
_OWN_CLASSES: Final[dict[str, type[Node]]] = {}


def register(cls: type[Node]) -> None:
    """Make a node class known by its type id: those of a user's own, which no catalog lists."""
    if not cls.__module__.startswith(f"{DEFAULT}."):
        _OWN_CLASSES[cls.type] = cls


def node_class(type_id: str) -> type[Node] | None:
    """The class of a node type: from the catalog, else a class of the user's own that has been imported; None if
    there is none.
    """
    types: Mapping[str, tuple[str, str]] = import_module(f"{DEFAULT}.index").TYPES
    if type_id in types:
        module, name = types[type_id]
        found: type[Node] = getattr(import_module(f"{DEFAULT}.{module}"), name)
        return found
    return _OWN_CLASSES.get(type_id)


def known_types() -> list[str]:
    """All type ids that `node_class` finds."""
    return list({**import_module(f"{DEFAULT}.index").TYPES, **_OWN_CLASSES})


def fields_module(cls: type[Node]) -> str:
    """Name of the module that holds the field models of a node class: `fields` beside it, else the catalog's."""
    beside = f"{cls.__module__.rpartition('.')[0]}.fields"
    return beside if beside in sys.modules or _exists(beside) else f"{DEFAULT}.fields"


def choice_type(cls: type[Node], name: str) -> PortType | None:
    """The type that a name in an annotation in the module of `cls` stands for: an enumeration (`SchedulerName`) or a
    type variable.

    None for all other names, which are those of field models.
    """
    package = cls.__module__.rpartition(".")[0]
    modules = [cls.__module__, *(f"{place}.choices" for place in dict.fromkeys((package, DEFAULT)) if place)]
    for module in modules:
        if module in sys.modules or _exists(module):
            alias = getattr(import_module(module), name, None)
            if get_origin(alias) is Literal:
                return literal(*get_args(alias))
            if isinstance(alias, TypeVar):  # a generic node takes anything; only a type checker knows more
                return ANY
    return None


def _exists(module: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
