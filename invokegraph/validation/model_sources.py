"""Which model a part of a model was taken from: followed through the wires, as far as that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.model import Model
from invokegraph.ports import Output
from invokegraph.wiring import outputs_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

UNTOLD: Final = ("", "any", "unknown")
"""Families and kinds that say nothing."""

DEEPEST: Final = 100
"""How many nodes a model is followed through: recursion has an end."""

LOADERS: Final[Mapping[str, Mapping[str, str]]] = {
    "cogview4_model_loader": {"transformer": "model", "vae": "model"},
    "flux2_dev_model_loader": {"transformer": "model"},
    "flux2_klein_model_loader": {"transformer": "model"},
    "flux_model_loader": {"transformer": "model"},
    "main_model_loader": {"unet": "model", "clip": "model", "vae": "model"},
    "qwen_image_model_loader": {"transformer": "model"},
    "sd3_model_loader": {"transformer": "model"},
    "sdxl_model_loader": {"unet": "model", "clip": "model", "clip2": "model", "vae": "model"},
    "sdxl_refiner_model_loader": {"unet": "model", "clip2": "model", "vae": "model"},
    "vae_loader": {"vae": "vae_model"},
    "z_image_model_loader": {"transformer": "model"},
    "anima_model_loader": {"transformer": "model"},
}
"""Of the outputs of a loader, the input from whose model each is taken."""

HANDED_ON: Final = frozenset(
    {"clip_skip", "freeu", "lora_loader", "lora_collection_loader", "sdxl_lora_loader", "sdxl_lora_collection_loader"}
    | {"flux_lora_loader", "flux_lora_collection_loader", "seamless"}
)
"""Nodes that give what they take under the same name, of the same family."""


class Source(NamedTuple):
    """A model, and where it comes into the graph.

    Attributes:
        base: Its family; empty if not known.
        key: What tells it from others; empty if not known.
        node: The node that loads it.
        given_to: The node that was given it: the same one, but for `model_identifier`.
        field: The input that was.
    """

    base: str
    key: str
    node: Node
    given_to: Node
    field: str


class Models:
    """A graph as the rules for models ask for it: what was found out about one wire holds for all that leave the same
    output.
    """

    def __init__(self, overview: Overview) -> None:
        self.ids = overview.ids
        self.name = overview.name
        self.swept = overview.swept
        self.origins: dict[tuple[Node, str], Source | None] = {}
        self.prompts: dict[tuple[Node, str], str] = {}


def given_model(models: Models, node: Node, name: str) -> tuple[Mapping[str, Any], Node, str] | None:
    """The identifier that an input holds or that a `model_identifier` node gives it, and where it was given."""
    for _ in range(DEEPEST):
        if (node, name) in models.swept:
            return None
        held = node.given.get(name)
        wires = outputs_in(held)
        if not wires:
            parts = _parts(held)
            return (parts, node, name) if parts is not None else None
        source = wires[-1]
        if source.node.type != "model_identifier" or source.name != "model":
            return None
        node, name = source.node, "model"
    return None


def _parts(held: object) -> Mapping[str, Any] | None:
    if isinstance(held, Model):
        return held.to_dict()
    if isinstance(held, dict):
        return cast("dict[str, Any]", held)
    if hasattr(held, "model_dump"):
        return cast("dict[str, Any]", cast("Any", held).model_dump(mode="json"))
    return None


def source_of(models: Models, node: Node, name: str) -> Source | None:
    """The model that an input of a loader holds, if one can be told."""
    found = given_model(models, node, name)
    if found is None:
        return None
    parts, given_to, field = found
    base, key = parts.get("base"), parts.get("key") or parts.get("name")
    told = base if isinstance(base, str) and base not in UNTOLD else _narrowed(node, name, parts)
    return Source(told, key if isinstance(key, str) else "", node, given_to, field)


def _narrowed(node: Node, name: str, parts: Mapping[str, Any]) -> str:
    """The family of a `Model` that does not say it: the client looks only for what the input takes."""
    port = node.ports().get(name)
    looked_up = parts.get("key") == "" and not outputs_in(node.given.get(name))
    return port.model_bases[0] if looked_up and port is not None and len(port.model_bases) == 1 else ""


def origin(models: Models, node: Node, name: str) -> Source | None:
    """The model that the part which an input is wired to was taken from, as far as that can be told."""
    held = node.given.get(name)
    if held.__class__ is not Output:
        return None
    output = cast("Output[Any]", held)
    key = (output.node, output.port.name)
    if key not in models.origins:
        models.origins[key] = _origin_of(models, output)
    return models.origins[key]


def _origin_of(models: Models, output: Output[Any]) -> Source | None:
    for _ in range(DEEPEST):
        node, name = output.node, output.name
        taken_from = LOADERS.get(node.type, {}).get(name)
        if taken_from:
            return source_of(models, node, taken_from)
        held = node.given.get(name) if node.type in HANDED_ON else None
        if held.__class__ is not Output:
            return None
        output = cast("Output[Any]", held)
    return None


def all_wired(node: Node, name: str) -> Iterator[Output[Any]]:
    """The outputs that feed an input, also those that `collect` nodes gather for it."""
    held = node.given.get(name)
    if held is None:
        return
    waiting: list[Output[Any]] = list(outputs_in(held))
    seen: set[Node] = set()
    for output in waiting:
        gathers = output.node.type == "collect"
        if not gathers:
            yield output
        elif output.node not in seen:
            seen.add(output.node)
            waiting += [*outputs_in(output.node.given.get("collection")), *outputs_in(output.node.given.get("item"))]
