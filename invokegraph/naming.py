"""What people call nodes whose ids InvokeAI's editor made."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from invokegraph.problem import Problems
from invokegraph.words import brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.problem import Problem

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_made_up(id_: str) -> bool:
    """Whether an id is one that the editor made, which says nothing."""
    return _UUID.fullmatch(id_) is not None


def names_in(*graphs: Graph) -> dict[str, str]:
    """What to call the nodes of graphs that have such ids, by id: their titles in the editor, else their types; with
    the id behind it where that is what others are called, too. A title with such an id in it might mean another node,
    and is none.
    """
    called: dict[str, str] = {}
    for graph in graphs:
        for node, id_ in graph.ids().items():
            called.setdefault(id_, _name(node, graph.labels.get(id_)) if is_made_up(id_) else id_)
    times = Counter(called.values())
    return {id_: name if times[name] == 1 else f"{name} ({id_})" for id_, name in called.items() if is_made_up(id_)}


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text with names in place of such ids."""
    return _UUID.sub(lambda found: names.get(found[0], found[0]), text) if names else text


def in_names(problems: Iterable[Problem], graph: Graph) -> Problems:
    """Problems of a graph with names in place of such ids in what they say; `node_id` stays as it is."""
    found = Problems(problems)
    names = names_in(graph) if found else {}
    if not names:
        return found
    return Problems(
        problem._replace(message=renamed(problem.message, names), suggestion=renamed(problem.suggestion, names))
        for problem in found
    )


def _name(node: Node, title: str | None) -> str:
    return next((brief(name) for name in (title, node.type) if name and not _UUID.search(name)), "node")
