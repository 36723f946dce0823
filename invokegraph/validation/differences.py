"""Where the verdict on a graph or a batch differs from the server's on purpose: the whole list.

Everything else is judged alike: a problem that says `server_refuses` is one that the server answers with an error, and
what the server answers with an error has such a problem. (Problems that the server lets through are not verdicts: see
`FAILS` and `SURPRISES` in `codes`.)
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.values import to_json_value, why_unsendable

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.graph import Graph


class Difference(NamedTuple):
    """One kind of graph on which the verdicts may differ.

    Attributes:
        what: What the graph holds, and which of both refuses it.
        reason: Why the verdict is not made the server's.
        concerns: Whether a graph is of that kind.
    """

    what: str
    reason: str
    concerns: Callable[[Graph], bool]


def _reads_a_file(graph: Graph) -> bool:
    return any(node.type == "prompt_from_file" and "file_path" in node.given for node in graph)


def _holds_no_json(graph: Graph) -> bool:
    return any(_is_no_json(to_json_value(value)) for node in graph for value in node.given.values())


def _is_no_json(value: Any) -> bool:
    """Whether there is a number in a value that is not finite, or an object with half of a surrogate pair in it."""
    if isinstance(value, float):
        return not isfinite(value)
    if isinstance(value, list):
        return any(map(_is_no_json, cast("list[Any]", value)))
    if isinstance(value, dict):
        return bool(why_unsendable(cast("dict[str, Any]", value)))
    return False


DIFFERENCES: Final = (
    Difference(
        "a number that is not finite, or half of a surrogate pair in a part of a value that the server drops: refused"
        " here",
        "JSON has neither; the server's parser happens to read them",
        _holds_no_json,
    ),
    Difference(
        "prompt_from_file with a file_path that does not exist: refused by the server",
        "whether a file exists on the server's disk can only be known there",
        _reads_a_file,
    ),
)
"""All of them."""


def difference(graph: Graph) -> Difference | None:
    """The reason for which the verdicts on a graph may differ, if there is one."""
    return next((known for known in DIFFERENCES if known.concerns(graph)), None)
