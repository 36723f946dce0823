"""Stand-ins for the models that a graph names and that a simulated server has not got."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.model import Model
from invokegraph.ports import declared_port
from invokegraph.simulator.models import model
from invokegraph.values import to_json_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.simulator.node_types import JSON

_BASES: Final = ("sd-1", "sdxl", "flux", "any")
"""What a model may be whose family nobody says, the likeliest first."""


def missing_models(graph: Graph, models: Iterable[JSON]) -> list[JSON]:
    """A model for each that a graph names and that none of the models is, as the server writes them.

    A model that no server can have is left out: that none fits is told when it is looked for.
    """
    known = list(models)
    made: list[JSON] = []
    for node in graph.nodes:
        for field, held in node.given.items():
            for wanted in _named(held, node, field):
                if not any(all(one[part] in fit for part, fit in wanted.items()) for one in (*known, *made)):
                    with suppress(ValueError):
                        made.append(_made(wanted))
    return made


def _made(wanted: Mapping[str, Collection[str]]) -> JSON:
    said = {part: next(iter(fit)) for part, fit in wanted.items()}
    base = said.get("base", _BASES[0])
    more = {part: said[part] for part in ("key", "hash") if part in said}
    return model(said.get("name", f"simulated-{base}"), base, said.get("type", "main"), **more)


def _named(held: object, node: Node, field: str) -> Iterator[Mapping[str, Collection[str]]]:
    """For each model that an input names, what it has to be: for each part that matters, the values that will do."""
    from invokegraph.transport.models import PARTS, is_identifier
    from invokegraph.transport.resolving import wanted_of

    value = to_json_value(held)
    for part in cast("list[object]", value) if isinstance(value, list) else [value]:
        if not isinstance(part, dict) or not is_identifier(cast("dict[str, Any]", part)):
            continue
        parts = {name: said for name, said in cast("dict[str, Any]", part).items() if name in PARTS}
        if not all(isinstance(said, str) for said in parts.values()):
            continue
        named = Model.from_dict(parts)
        port = declared_port(node, field, "takes")
        if named is not None:
            yield wanted_of(named, node, field)
        elif port is not None and node.category != "metadata":
            yield {name: (parts[name],) for name in PARTS}
