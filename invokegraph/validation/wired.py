"""Values that a node only hands on, and that do not fit where they arrive.

The server looks at what a wire brings when the node is about to run. A value that its input refuses fails the session.
A rule between inputs is worse: the server does not look at it, or looks too late, and stores a session that it cannot
load again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.ports import Output, declared_port
from invokegraph.problem import Edge, Problem
from invokegraph.types import ANY
from invokegraph.validation.overview import CONSTANTS, UNKNOWN
from invokegraph.validation.rules import breaches, concerned
from invokegraph.validation.seeds import is_wrapped, wrapped
from invokegraph.values import Unfit
from invokegraph.wiring import outputs_in
from invokegraph.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invokegraph.node import Node
    from invokegraph.validation.overview import Feed, Overview

_STEPS: Final = frozenset({"begin_step_percent", "end_step_percent"})
_POISONOUS: Final[Mapping[str, frozenset[str]]] = {
    "controlnet": _STEPS,
    "float_math": frozenset({"a"}),
    "flux_controlnet": _STEPS,
    "flux_ip_adapter": _STEPS,
    "image_panel_layout": frozenset({"num_cols", "num_rows"}),
    "ip_adapter": _STEPS,
    "range": frozenset({"start"}),
    "segment_anything": frozenset({"point_lists", "bounding_boxes"}),
    "t2i_adapter": _STEPS,
}
"""The inputs that the server sets by wire without a look at the rule that they are part of, or before it looks."""


def wired_problems(overview: Overview) -> Iterator[Problem]:
    """What is wrong with the values that come by wire and are known all the same."""
    ruled: dict[Node, None] = {}
    for node in overview.of_types(CONSTANTS):
        for feed in overview.feeds.get(node, ()):
            if feed.output.name == CONSTANTS[node.type][0] and feed.node.given.get(feed.field).__class__ is Output:
                yield from _misfit(overview, feed)
                if feed.node.type not in CONSTANTS:
                    ruled[feed.node] = None
    for node in ruled:
        yield from _broken_rules(overview, node)


def _misfit(overview: Overview, feed: Feed) -> Iterator[Problem]:
    port = declared_port(feed.node, feed.field, "takes")
    value = overview.known(feed.output.node, CONSTANTS[feed.output.node.type][1])
    if port is None or port.takes is None or port.takes == ANY or value is UNKNOWN or value is None:
        return
    if not port.suits(feed.output):
        return  # a problem of the wire itself has said it
    try:
        port.check(value)
    except Unfit as unfit:
        edge = Edge(overview.ids[feed.output.node], feed.output.name, overview.ids[feed.node], feed.field)
        at = Problem("wired-value", "", edge.target, feed.field, edge, feed.node.location_of(feed.field))
        if is_wrapped(feed.node, feed.field, value):
            yield wrapped(at, str(edge), value)
            return
        message = f"{edge} brings {shorten(value)}, the input takes {port.describe()}{unfit}"
        yield at._replace(message=message)


def _broken_rules(overview: Overview, node: Node) -> Iterator[Problem]:
    """The rules of a node's class that its values break, some of which come by wire."""
    about = concerned(node.__class__)
    if about is not None and not about:
        return
    given = _known(overview, node)
    if given is None:
        return
    literal = set(breaches(node, node.given))
    poisonous = _POISONOUS.get(node.type, frozenset())
    checked = {
        name: value for name, value in given.items() if name not in poisonous or not outputs_in(node.given[name])
    }
    in_time = set(breaches(node, checked))
    at = Problem("wired-value", "", overview.ids[node], location=node.location)
    for why in breaches(node, given):
        message = f"{overview.name(node)}: {why}"
        if why in in_time - literal:
            yield at._replace(message=message)
        elif why not in literal:
            message += "; the server cannot load such a session again, and its queue stands still for everybody"
            yield at._replace(code="wired-rule", message=message)


def _known(overview: Overview, node: Node) -> Mapping[str, Any] | None:
    """What a node is given, with what wires bring; None if something that a rule may ask for is not known."""
    given: dict[str, Any] = {}
    for name, held in node.given.items():
        port = node.ports().get(name)
        if port is None or port.takes is None:
            continue
        value = overview.known(node, name)
        if value is not UNKNOWN:
            given[name] = value
        elif port.input != "connection" and not _is_part(held):
            return None
    return given


def _is_part(held: object) -> bool:
    """Whether a wire brings a thing that no rule asks the value of: a picture, a mask."""
    return isinstance(held, Output) and held.name in ("image", "mask", "model")
