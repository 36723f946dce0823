"""Rules for what comes of a graph: work that nobody sees, and pictures that do not show up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from invokegraph.node import UnknownNode
from invokegraph.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.node import Node
    from invokegraph.ports import Port
    from invokegraph.validation.overview import Overview

_SEEN: Final = frozenset(
    {"int", "float", "str", "bool", "BoundingBoxField", "ColorField", "ImageField", "MetadataField"}
    | {"MetadataItemField", "Tile", "VideoField", "WorkflowReturnValueField"}
)
"""Types whose values say something to whoever reads a result. The others name what only a node can use: a model that
is loaded, latents, conditioning.
"""

_PICTURES: Final = frozenset({"ImageField", "VideoField"})
_SHOW_ELSEWHERE: Final = frozenset({"canvas_output", "save_image_to_file", "show_image", "workflow_return"})
"""Node types that show a picture somewhere else than in the gallery."""


def outcome_problems(overview: Overview) -> Iterator[Problem]:
    """Nodes that work for nothing, and a graph whose pictures all stay out of the gallery."""
    yield from _dead_work(overview)
    yield from _all_intermediate(overview)


def _dead_work(overview: Overview) -> Iterator[Problem]:
    if overview.graph.remainder.dangling:
        return  # what a node that feeds nothing was to feed, an edge with a wrong end may have said
    feeding = overview.feeding
    last = [node for node in overview.ids if node not in feeding]
    dead = [node for node in last if _shows_nothing(node.__class__)]
    if not dead or not any(_shows_pictures(node.__class__) for node in last):
        return  # half a pipeline, perhaps in a test: that it ends in latents is what was asked for
    for node in dead:
        outputs = ", ".join(node.outputs)
        yield Problem(
            "dead-work",
            f"{overview.name(node)} feeds nothing, and a result shows nothing of what it makes ({outputs})",
            overview.ids[node],
            location=node.location,
            suggestion="wire one of its outputs, or take it out",
        )


def _all_intermediate(overview: Overview) -> Iterator[Problem]:
    makers = [node for node in overview.ids if saves_pictures(node.__class__)]
    if not makers or not all(overview.known(node, "is_intermediate") is True for node in makers):
        return
    if overview.types & _SHOW_ELSEWHERE or any(map(_is_custom, overview.ids)):
        return
    node = makers[-1]
    yield Problem(
        "all-intermediate",
        f"every node that makes a picture is intermediate, {overview.name(node)} the last: the gallery stays empty",
        overview.ids[node],
        "is_intermediate",
        location=node.location_of("is_intermediate"),
        suggestion=f"{overview.name(node)}.is_intermediate = False shows its picture",
    )


@cache
def _shows_nothing(cls: type[Node]) -> bool:
    """Whether a node makes something that only other nodes can use, and no picture beside it."""
    names = {name for port in cls.ports().values() for name in _class_names(port)}
    return cls.node_pack == "invokeai" and bool(names - _SEEN) and not names & _PICTURES


@cache
def _shows_pictures(cls: type[Node]) -> bool:
    return any(_PICTURES.intersection(_class_names(port)) for port in cls.ports().values())


@cache
def saves_pictures(cls: type[Node]) -> bool:
    """Whether nodes of a class put pictures into the gallery, unless they are intermediate."""
    return "board" in cls.ports() and _shows_pictures(cls)


def _class_names(port: Port) -> Iterator[str]:
    """The names of the classes in what an output gives, those in lists included; an Any may be something to see."""
    for member in port.gives.without_none().members if port.gives else ():
        for part in (member, *member.args):
            if part.kind == "class":
                yield part.name


def _is_custom(node: Node) -> bool:
    return isinstance(node, UnknownNode) or node.node_pack != "invokeai"
