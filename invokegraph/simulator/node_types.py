"""The node types that the simulated server knows: their fields in the server's order, defaults, and outputs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.catalog import DEFAULT, node_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.ports import Port

JSON = dict[str, Any]
_PREFIX: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class NodeType:
    """One node type.

    Attributes:
        type: Its name in graphs.
        class_name: The server's class: what is ready to run is sorted by it.
        defaults: All fields in the server's order, with what they hold where nothing is given.
        needs: The inputs that a node cannot run without, each with the way that it is given.
        output_type: The `type` of what it gives.
        outputs: The fields of what it gives.
        ports: Those of its fields whose values are parsed.
    """

    type: str
    class_name: str
    defaults: Mapping[str, Any]
    needs: tuple[tuple[str, str], ...]
    output_type: str
    outputs: tuple[str, ...]
    ports: Mapping[str, Port]

    def parsed(self, name: str, value: Any) -> Any:
        """A value as the field holds it, in JSON types.

        Raises:
            Unfit: The field does not take it.
        """
        port = self.ports.get(name)
        if port is None or (value is None and self.defaults[name] is None):
            return value
        held = as_json(port.check(value))
        is_float = port.takes is not None and str(port.takes.without_none()) == "float"
        return float(held) if is_float and type(held) is int else held

    def filled(self, written: Mapping[str, Any]) -> JSON:
        """A node as the server holds it: every field that there is and no other.

        Raises:
            Unfit: A field does not take what it was given.
        """
        held: JSON = {
            name: self.parsed(name, written[name]) if name in written else default
            for name, default in self.defaults.items()
        }
        if self.type == "core_metadata":  # the one type that keeps what it has no field for
            held |= {name: value for name, value in written.items() if name not in held}
        return held

    def output(self, given: Mapping[str, Any]) -> JSON:
        """What a node gives, as the server writes it."""
        fields = {name: given.get(name) for name in self.outputs}
        return {"output_meta": None, **fields, "type": self.output_type}


@cache
def schemas() -> Mapping[str, JSON]:
    """The schemas of the server's node types and of what they give, by class name."""
    document = json.loads(files(DEFAULT).joinpath("schema.json").read_bytes())
    found: Mapping[str, JSON] = document["components"]["schemas"]
    return found


@cache
def _class_names() -> Mapping[str, str]:
    return {
        schema["properties"]["type"]["default"]: name
        for name, schema in schemas().items()
        if schema.get("class") == "invocation"
    }


def known_types() -> list[str]:
    """All node types, in the order of their names."""
    return sorted(_class_names())


@cache
def node_type(name: str) -> NodeType | None:
    """The node type of that name; None if the server has none."""
    class_name = _class_names().get(name)
    cls = node_class(name)
    if class_name is None or cls is None:
        return None
    schema = schemas()[class_name]
    properties: dict[str, JSON] = schema["properties"]
    output = schemas()[schema["output"]["$ref"].removeprefix(_PREFIX)]["properties"]
    return NodeType(
        type=name,
        class_name=class_name,
        defaults={field: part.get("default") for field, part in properties.items()},
        needs=tuple(
            (field, part["input"])
            for field, part in properties.items()
            if part.get("orig_required") and part.get("default") is None and part.get("input") in ("any", "connection")
        ),
        output_type=output["type"]["default"],
        outputs=tuple(field for field in output if field not in ("type", "output_meta")),
        ports={field: port for field, port in cls.ports().items() if port.takes is not None},
    )


def as_json(value: Any) -> Any:
    """A parsed value in JSON types, with the defaults of field models written out."""
    if isinstance(value, list):
        return [as_json(part) for part in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in cast("JSON", value).items()}
    if hasattr(cast("object", type(value)), "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    return value


def _is_free(name: str, part: Any) -> bool:
    """Whether a value may have any keys, so that null is a value there."""
    return name == "metadata" or (name == "values" and isinstance(part, dict) and "key" not in part)


def without_nulls(value: Any, *, keep: bool = False) -> Any:
    """A value as the server stores it: without what is null, but for what may have any keys."""
    if isinstance(value, dict):
        return {
            key: part if keep else without_nulls(part, keep=_is_free(key, part))
            for key, part in cast("JSON", value).items()
            if part is not None or keep
        }
    if isinstance(value, list):
        return [without_nulls(part, keep=keep) for part in cast("list[Any]", value)]
    return value
