"""Models for a simulated server: one or two of each usual kind, and those that a graph names."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.model import Model
from invokegraph.ports import declared_port
from invokegraph.values import to_json_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node

_PARTS: Final = ("key", "hash", "name", "base", "type")
_BASES: Final = ("sd-1", "sdxl", "flux", "any")
"""What a model may be whose family nobody says, the likeliest first."""


def models_for(graph: Graph) -> list[dict[str, Any]]:
    """The usual models, and those that a graph names and that are none of them, as the server writes them."""
    from invokegraph.simulator.models import default_models, model

    models = list(default_models().values())
    for node in graph.nodes:
        for field, held in node.given.items():
            for wanted in _named(held, node, field):
                if not any(all(known[part] in fit for part, fit in wanted.items()) for known in models):
                    said = {part: next(iter(fit)) for part, fit in wanted.items()}
                    base = said.get("base", _BASES[0])
                    name, type_ = said.get("name", f"simulated-{base}"), said.get("type", "main")
                    more = {part: said[part] for part in ("key", "hash") if part in said}
                    with suppress(
                        ValueError
                    ):  # no server has such a model: that none fits is told when it is looked for
                        models.append(model(name, base, type_, **more))
    return models


def _named(held: object, node: Node, field: str) -> Iterator[Mapping[str, Collection[str]]]:
    """For each model that an input names, what it has to be: for each part that matters, the values that will do."""
    from invokegraph.transport.resolving import wanted_of

    value = to_json_value(held)
    for part in cast("list[object]", value) if isinstance(value, list) else [value]:
        if not isinstance(part, dict):
            continue
        parts = {name: said for name, said in cast("dict[str, Any]", part).items() if name != "submodel_type"}
        if parts.keys() != {*_PARTS} or not all(isinstance(said, str) for said in parts.values()):
            continue
        model = Model.from_dict(parts)
        port = declared_port(node, field, "takes")
        if model is not None:
            yield wanted_of(model, node, field)
        elif port is not None and node.category != "metadata":
            yield {name: (parts[name],) for name in _PARTS}
