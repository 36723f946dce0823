"""What a failing `assert graph == other` says."""

from __future__ import annotations

from textwrap import wrap

from invokegraph.batch import Batch
from invokegraph.diff import batch_differences, node_differences
from invokegraph.graph import Graph
from invokegraph.node import Node
from invokegraph.testing.snapshots import GraphSnapshot
from invokegraph.words import counted


def compared(left: object, right: object, width: int) -> list[str] | None:
    """The lines for pytest: both sides in short, then what differs; None if they are not of one kind.

    Args:
        left: The left side of the comparison.
        right: The right side.
        width: How many characters fit on a line.
    """
    if isinstance(left, GraphSnapshot):
        left, right = right, left
    if isinstance(left, Graph) and isinstance(right, GraphSnapshot):
        lines = right.explain(left)
    elif isinstance(left, Graph) and isinstance(right, Graph):
        lines = _counted(left.diff(right))
    elif isinstance(left, Batch) and isinstance(right, Batch):
        alike = ["they differ in nothing but their ids: no two batches are equal"]
        lines = _counted(batch_differences(left, right)) or alike
    elif isinstance(left, Node) and isinstance(right, Node):
        alike = ["they hold the same, but no two nodes are equal: compare their graphs"]
        lines = _counted(node_differences(left, right)) or alike
    else:
        return None
    folded = (part for line in lines for part in (_folded(line, width) if line.startswith(" ") else [line]))
    return [f"{_brief(left)} == {_brief(right)}", *folded]


def _counted(lines: list[str]) -> list[str]:
    """Differences below a line that says how many and in which direction they are to be read."""
    if not lines:
        return []
    return [
        f"{counted(len(lines), 'difference')}, left -> right:",
        *(f"  {line}" for line in lines),
    ]


def _brief(side: object) -> str:
    if isinstance(side, Batch):
        return f"<Batch of {counted(side.size, 'session')}>"
    return f"<{type(side).__name__} {side.id or side.type}>" if isinstance(side, Node) else repr(side)


def _folded(line: str, width: int) -> list[str]:
    """A line as several, of which a terminal shows that they are one."""
    return wrap(line, width, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False) or [line]
