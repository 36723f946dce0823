"""Rules for `if` nodes, of which the server runs the branch that is chosen and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.ports import Output
from invokegraph.problem import Problem
from invokegraph.types import ANY, NONE, PortType, compatible, well_shaped
from invokegraph.validation.nodes import input_of
from invokegraph.validation.overview import UNKNOWN
from invokegraph.wiring import outputs_in, upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.node import Node
    from invokegraph.ports import Port
    from invokegraph.validation.overview import Overview

BRANCHES: Final = {True: "true_input", False: "false_input"}


def branch_problems(overview: Overview) -> Iterator[Problem]:
    """Branches that never run, and branches that give what a node behind them does not take."""
    for node in overview.of_types(["if"]):
        condition = overview.known(node, "condition")
        # A condition that is a wire may be a switch for somebody to turn, even where a node holds its value.
        if isinstance(condition, bool) and not outputs_in(node.given.get("condition")):
            yield from _unreachable(overview, node, condition)
        for chosen, branch in BRANCHES.items():
            if condition in (UNKNOWN, chosen):
                yield from _unfit(overview, node, branch)
            if condition in (UNKNOWN, not chosen):
                yield from _undecided(overview, node, branch)


def _unreachable(overview: Overview, node: Node, condition: bool) -> Iterator[Problem]:  # noqa: FBT001 - an input
    branch = BRANCHES[not condition]
    if not outputs_in(node.given.get(branch)):
        return
    always = "is always" if "condition" in node.given else "is not given, which means"
    yield Problem(
        "unreachable-branch",
        f"{overview.name(node)}.condition {always} {condition}: what feeds {branch} never runs",
        overview.ids[node],
        branch,
        location=node.location_of(branch),
        suggestion="wire the condition, or wire the other branch directly",
    )


def _unfit(overview: Overview, node: Node, branch: str) -> Iterator[Problem]:
    """What one branch gives, looked at by each input that the node feeds: the server knows it as Any."""
    held = node.given.get(branch)
    if held is None:
        gives, what = NONE, "is not given, so that the value is None"
    elif isinstance(held, Output) and held.type is not None and ANY not in held.type.members:
        gives, what = held.type, f"is {held.type.without_none()} ({overview.name(held.node, held.name)})"
    else:
        return
    for feed in overview.feeds.get(node, ()):
        port = input_of(feed.node, feed.field)
        if port is not None and port.takes is not None and not _takes(port, port.takes, gives):
            yield Problem(
                "branch-type",
                f"{overview.name(node)}.{branch} {what}, which goes on to {overview.name(feed.node, feed.field)}: "
                f"that takes {port.takes.without_none()}",
                overview.ids[node],
                branch,
                location=node.location_of(branch),
                suggestion="the session fails when this branch is chosen",
            )


def _undecided(overview: Overview, node: Node, branch: str) -> Iterator[Problem]:
    """Ifs within a branch that a node of the same branch decides on: where it is left out, nothing does."""
    inner = [
        other for other in overview.of_types(["if"]) if other is not node and outputs_in(other.given.get("condition"))
    ]
    if not inner or not outputs_in(node.given.get(branch)):
        return
    if any(other.type == "iterate" for other in upstream(node)):
        return  # what is in a loop may not be there yet when the branch is left out
    left_out = _only_for(overview, node, branch)
    for other in inner:
        for output in outputs_in(other.given.get("condition")):
            if other in left_out and output.node in left_out:
                yield Problem(
                    "branch-condition",
                    f"{overview.name(other)}.condition comes from {overview.name(output.node)}, which is left out with "
                    f"all of {overview.name(node)}.{branch}; the server then cannot load the session again, and its "
                    "queue stands still for everybody",
                    overview.ids[other],
                    "condition",
                    location=other.location_of("condition"),
                    suggestion="give the condition as a value, or wire one that is also used outside of the branch",
                )


def _only_for(overview: Overview, node: Node, branch: str) -> set[Node]:
    """Those of the nodes behind a branch that feed nothing else: the server leaves them out with the branch."""
    found = set(upstream(*(output.node for output in outputs_in(node.given.get(branch)))))
    while outside := {
        other
        for other in found
        if not all(feed.node in found or (feed.node is node and feed.field == branch) for feed in overview.feeds[other])
    }:
        found -= outside
    return found


def _takes(port: Port, takes: PortType, gives: PortType) -> bool:
    if gives is NONE:
        return not port.required and (NONE in takes.members or ANY in takes.members)
    return compatible(gives, takes) and well_shaped(gives, takes)
