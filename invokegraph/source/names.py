"""Variable names for nodes: their titles in the editor, ids that say something, or what the nodes are for."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node

_LONGEST: Final = 30
_TAKEN: Final = frozenset(
    {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "batch", "client", "file", "graph", "l", "rest"}
)
_WORD: Final = re.compile(r"(?!n\d|node)[a-z][a-z0-9_]{2,29}", re.ASCII)
_VALUES: Final = frozenset(
    {
        *("string", "integer", "float", "boolean", "color", "bounding_box", "rand_int", "rand_float"),
        *("add", "sub", "mul", "div", "float_math", "integer_math", "float_to_int", "round_float"),
    }
)
_VAGUE: Final = frozenset({"a", "b", "x", "y", "value", "item", "collection", "true_input", "false_input"})
_SIDES: Final = ("positive", "negative")
_USUAL: Final = {
    "add": "total",
    "sub": "difference",
    "mul": "product",
    "div": "quotient",
    "controlnet": "control",
    "core_metadata": "metadata",
    "if": "chosen",
    "iterate": "each",
    "range": "numbers",
    "range_of_size": "numbers",
}


def named(
    graph: Graph, nodes: Iterable[Node], uses: Mapping[Node, list[tuple[Node, str]]], taken: Collection[str]
) -> dict[Node, str]:
    """A name for each node, each different from the others.

    Args:
        graph: The graph, which knows ids and labels.
        nodes: The nodes in the order of the program.
        uses: What each node feeds: nodes and their inputs.
        taken: Names that the program has for other things.
    """
    ids, ordered = graph.ids(), list(nodes)
    wanted: dict[Node, str] = {}
    leads: dict[Node, str] = {}
    for node in reversed(ordered):  # what a node is for depends on what it feeds
        fed = uses.get(node, [])
        fields = {field for _, field in fed}
        only = fields.pop() if len(fields) == 1 else ""
        leads[node] = leads.get(fed[0][0], "") if only and fed[0][0].type == "collect" else only
        role = _role(
            node, leads[node], wanted.get(fed[0][0], "") if fed else "", _stem(ids[node], node), is_sink=not fed
        )
        wanted[node] = _from_label(graph.labels.get(ids[node])) or _from_id(ids[node], node) or role
    names: dict[Node, str] = {}
    counts: dict[str, int] = {}
    used = {*_TAKEN, *taken}
    for node in ordered:
        base = wanted[node] if wanted[node] not in _TAKEN and wanted[node] not in taken else f"{wanted[node]}_node"
        count = counts.get(base, 0) + 1
        while (name := base if count == 1 else f"{base}_{count}") in used:
            count += 1
        counts[base] = count
        used.add(name)
        names[node] = name
    return names


def spelt(words: str) -> str:
    """Words as a name of ASCII letters, digits and underscores; empty where nothing of them is left."""
    plain = unicodedata.normalize("NFKD", words[: 4 * _LONGEST]).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("_")[0] or name[:_LONGEST]
    return f"node_{name}"[:_LONGEST] if name[:1].isdigit() else name


def _from_label(label: object) -> str:
    return spelt(label) if isinstance(label, str) else ""


def _from_id(id_: str, node: Node) -> str:
    """The id itself where a person has chosen it."""
    return "" if is_automatic(id_, node) or not _WORD.fullmatch(id_) else id_.strip("_")


def _stem(id_: str, node: Node) -> str:
    """What stands before the colon of an id such as `positive_prompt:9dY3fj0p2W`, as InvokeAI's own tabs make them."""
    stem, colon, _ = id_.partition(":")
    return _from_id(stem, node) if colon else ""


def is_automatic(id_: str, node: Node) -> bool:
    """Whether a graph may give a node this id by itself: `noise`, `noise_2`."""
    count = id_.removeprefix(node.type)
    return id_.startswith(node.type) and (not count or (count[0] == "_" and count[1:].isdecimal()))


def _role(node: Node, only: str, consumer: str, stem: str, *, is_sink: bool) -> str:
    """What a node is for.

    Args:
        node: The node.
        only: The one input that it leads to, be it by way of `collect` nodes; empty where there are several or none.
        consumer: The name of a node that it feeds.
        stem: What its id says where nothing better is known.
        is_sink: Whether it feeds none.
    """
    type_ = node.type
    side = next((side for side in _SIDES if only.startswith(f"{side}_")), "")
    if side and any("conditioning" in str(output.type).lower() for output in node.outputs.values()):
        return side
    if only and only not in _VAGUE and (type_ in _VALUES or type_ == "collect"):
        side = next((side for side in _SIDES if consumer.startswith(side)), "")
        if name := spelt(f"{side} {only}"):
            return name
    known = _USUAL.get(type_) or _by_kind(node, type_, is_sink=is_sink) or stem
    return known or spelt(type_.removeprefix("img_")) or "node"


def _by_kind(node: Node, type_: str, *, is_sink: bool) -> str:
    if type_.endswith("model_loader"):
        return "loader"
    if "lora" in type_ and type_.endswith(("loader", "selector")):
        return "loras" if "collection" in type_ else "lora"
    if type_ == "vae_loader":
        return "vae"
    if re.search(r"denoise(_latents)?(_meta)?$", type_):
        return "denoise"
    if is_sink and "image" in node.outputs:
        return "image"
    if is_sink and "video" in node.outputs:
        return "video"
    if re.search(r"(^|_)(l2i|vae_decode)$", type_):
        return "decoded"
    if re.search(r"(^|_)(i2l|vae_encode)$", type_):
        return "encoded"
    return "source" if type_ == "image" else ""
