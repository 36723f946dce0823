"""Rules for `iterate` and `collect` that are about what they gather and in which order, beyond what the server asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.graph import reach
from invokegraph.ports import Output, Wires
from invokegraph.problem import Problem
from invokegraph.wiring import SHOWN, outputs_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

_IN_ANY_ORDER: Final = frozenset(
    {"ControlField", "FluxControlNetField", "IPAdapterField", "LoRAField", "MetadataItemField", "T2IAdapterField"}
    | {"AnimaLLLiteField", "WorkflowReturnValueField"}
)
"""Types of which the server takes several to do the same whatever their order: it adds them up, or names them."""

_Loops = tuple["Node", ...]
"""The `iterate` nodes that a node runs within, outermost first."""


def order_problems(overview: Overview) -> Iterator[Problem]:
    """Lists whose order changes from run to run, and loops within loops that a single collect does not flatten."""
    for node in overview.of_types(["collect"]):
        yield from _random_order(overview, node)
    if "collect" in overview.types and len(overview.by_type.get("iterate", ())) > 1:
        yield from _nested_loops(overview)


def _random_order(overview: Overview, node: Node) -> Iterator[Problem]:
    held = node.given.get("item")
    if not isinstance(held, Wires) or len(held.outputs) < 2 or all(map(_order_is_free, held.outputs)):  # noqa: PLR2004
        return
    sources = [overview.name(output.node, output.name) for output in held.outputs[:SHOWN]]
    shown = ", ".join([*sources, "…"] if len(held.outputs) > SHOWN else sources)
    yield Problem(
        "random-order",
        f"{overview.name(node)}.item has {len(held.outputs)} wires ({shown}): the server gathers them in random order",
        overview.ids[node],
        "item",
        location=node.location_of("item"),
        suggestion="give the list of outputs to the input that the list is for, which makes a chain of collect nodes",
    )


def _order_is_free(output: Output[object]) -> bool:
    name = output.type.without_none().name if output.type else ""
    ordered = name == "FluxKontextConditioningField"  # the reference pictures are laid out side by side
    return name in _IN_ANY_ORDER or (name.endswith("ConditioningField") and not ordered)


def _nested_loops(overview: Overview) -> Iterator[Problem]:
    nodes = reach(overview.ids)[0]
    place = {node: number for number, node in enumerate(nodes)}
    gathered: dict[Node, _Loops] = {}
    within: dict[Node, _Loops] = {}
    for node in nodes:
        loops = _around(node.given.values(), within, place)
        if node.type == "iterate":
            loops = (*loops, node)
        elif node.type == "collect":
            gathered[node] = _around([node.given.get("item")], within, place)
            loops = _around([node.given.get("collection")], within, place) or gathered[node][:-1]
        within[node] = loops
    told: set[Node] = set()
    for node, loops in gathered.items():
        if any(output.node in told for output in outputs_in(node.given.get("collection"))):
            told.add(node)  # the next of a chain that gathers one list
        elif len(loops) > 1 and not _gathered_further(overview, node, loops[:-1], gathered):
            told.add(node)
            shown = [*map(overview.name, loops[:SHOWN]), *(["…"] if len(loops) > SHOWN else [])]
            names = " and ".join(shown)
            yield Problem(
                "nested-loops",
                f"{overview.name(node)} stands behind the loops {names} and gathers the innermost alone: "
                "it gives several lists, not one",
                overview.ids[node],
                location=node.location,
                suggestion="to have one list, make one loop of them: the server has no node that joins lists",
            )


def _around(given: Iterable[object], within: Mapping[Node, _Loops], place: Mapping[Node, int]) -> _Loops:
    """The loops that what is wired into some inputs runs within."""
    loops = {loop for value in given for output in outputs_in(value) for loop in within.get(output.node, ())}
    return tuple(sorted(loops, key=place.__getitem__))


def _gathered_further(overview: Overview, node: Node, outer: _Loops, gathered: Mapping[Node, _Loops]) -> bool:
    """Whether something behind a collect node gathers the loops around it: then the lists are meant to be several."""
    behind, waiting = {node}, [node]
    for current in waiting:
        for feed in overview.feeds.get(current, ()):
            if feed.node not in behind:
                behind.add(feed.node)
                waiting.append(feed.node)
                if feed.field == "item" and any(loop in outer for loop in gathered.get(feed.node, ())):
                    return True
    return False
