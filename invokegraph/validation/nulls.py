"""Outputs that would be null where the server needs something: it stores such a session and cannot load it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.problem import Problem
from invokegraph.validation.branches import BRANCHES
from invokegraph.validation.overview import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

_STANDS_STILL: Final = "; the server cannot load such a session again, and its queue stands still for everybody"


def null_problems(overview: Overview) -> Iterator[Problem]:
    """Values that are null and taken out of what a workflow returns, and null among the items of a loop."""
    for node in overview.of_types(["workflow_return_get"]):
        values, key = overview.known(node, "values"), overview.known(node, "key")
        if not isinstance(values, dict) or not isinstance(key, str):
            continue
        if cast("dict[str, Any]", values).get(key.strip(), "") is None:
            message = f"{overview.name(node)} takes {key.strip()!r} out of values, where it is null{_STANDS_STILL}"
            yield Problem("null-output", message, overview.ids[node], "key", location=node.location_of("key"))
    for node in overview.of_types(["if"]):
        condition = overview.known(node, "condition")
        for chosen, branch in BRANCHES.items():
            if condition in (UNKNOWN, chosen) and node.given.get(branch) is None:
                yield from _among_items(overview, node, branch)


def _among_items(overview: Overview, node: Node, branch: str) -> Iterator[Problem]:
    for gathered in overview.feeds.get(node, ()):
        if (gathered.node.type, gathered.field) != ("collect", "item"):
            continue
        for looped in overview.feeds.get(gathered.node, ()):
            if looped.node.type == "iterate":
                way = f"{overview.name(looped.node)} takes that null from {overview.name(gathered.node)} as an item"
                message = f"{overview.name(node)}.{branch} is not given, and {way}{_STANDS_STILL}"
                at = node.location_of(branch) or node.location
                yield Problem(
                    "null-output", message, overview.ids[node], branch, location=at, suggestion=f"give {branch}"
                )
