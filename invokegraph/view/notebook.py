"""What notebooks show for objects of this package: never long, and all data escaped."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from invokegraph.node import UnknownNode
from invokegraph.view.sketch import brief_value
from invokegraph.view.text import cleaned
from invokegraph.wiring import outputs_in
from invokegraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.problem import Problem

    Bundle: TypeAlias = dict[str, Any]

_MOST_NODES: Final = 200
_MOST_ROWS: Final = 50
_TEXT: Final = 300
_BRIEF: Final = 60
_LEFT: Final = 'style="text-align:left;padding:0.3em 0.7em"'


def graph_bundle(graph: Graph) -> Bundle:
    """The drawing of a graph; of a large one that it is there."""
    text = {"text/plain": repr(graph)}
    return {**text, "image/svg+xml": graph.draw()} if len(graph) <= _MOST_NODES else text


def node_bundle(node: Node) -> Bundle:
    """What a node was given: values, and the outputs that are wired to it."""
    rows = [(name, _given(held)) for name, held in islice(node.given.items(), _MOST_ROWS + 1)]
    return bundle(node.type if isinstance(node, UnknownNode) else type(node).__name__, ("input", "given"), rows)


def batch_bundle(batch: Batch) -> Bundle:
    """What a batch sweeps over, an axis after the other."""
    ids = batch.graph.ids()
    rows = [
        (
            f"{ids.get(sweep.node, sweep.node.id or sweep.node.type)}.{sweep.field}",
            str(axis + 1),
            str(len(sweep.values)),
            ", ".join(cleaned(brief_value(value), _BRIEF) for value in sweep.values[:6])
            + (", …" if len(sweep.values) > 6 else ""),  # noqa: PLR2004
        )
        for axis, sweeps in enumerate(batch.axes)
        for sweep in sweeps
    ]
    title = f"{counted(batch.size, 'session')} of {counted(len(batch.graph), 'node')}"
    return bundle(title, ("input", "axis", "values", "which"), rows, repr(batch))


def problems_bundle(problems: Sequence[Problem]) -> Bundle:
    """What is wrong, as a compiler would tell it and as a table."""
    shown = problems[:_MOST_ROWS]
    more = [f"and {len(problems) - len(shown)} more"] if len(problems) > len(shown) else []
    text = "\n".join([*map(str, shown), *more]) or "no problems"
    title = counted(len(problems), "problem") if problems else "No problems"
    rows = [
        (problem.message, problem.suggestion, problem.code, str(problem.location or ""))
        for problem in problems[: _MOST_ROWS + 1]
    ]
    return bundle(title, ("problem", "what to do", "code", "where"), rows, text)


def bundle(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], text: str = "") -> Bundle:
    """A table as HTML, and a text for where there is none.

    Args:
        title: What stands above the table.
        head: The names of its columns.
        rows: The texts of its rows, which are cut; beyond the first ones it says that there are more.
        text: The text; left out, it is made from title and rows.
    """
    lines = [[cleaned(cell, _TEXT) for cell in row] for row in rows[:_MOST_ROWS]]
    more = len(rows) > len(lines)
    body = "".join(_row("td", line) for line in lines)
    table = f"<table><thead>{_row('th', head)}</thead><tbody>{body}</tbody></table>" if lines else ""
    rest = "<p>…</p>" if more else ""
    plain = "\n".join([cleaned(title, _TEXT), *(f"  {'  '.join(line)}" for line in lines), *(["  …"] if more else [])])
    return {
        "text/plain": text or plain,
        "text/html": f"<div><strong>{escape(cleaned(title, _TEXT))}</strong>{table}{rest}</div>",
    }


def _row(tag: str, cells: Iterable[str]) -> str:
    # Where nobody says so, notebooks set the cells of a table to the right.
    return f"<tr>{''.join(f'<{tag} {_LEFT}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _given(held: Any) -> str:
    """A value, or the outputs that feed the input."""
    outputs = outputs_in(held)
    if outputs:
        return ", ".join(
            f"← {output.node.id or output.node.type}.{output.port.name}" for output in outputs[:_MOST_ROWS]
        )
    return brief_value(held)
