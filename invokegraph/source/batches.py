"""The statements that make a batch from a graph."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

from invokegraph.batch import Batch
from invokegraph.errors import BatchError, InvokegraphError
from invokegraph.ports import declared_port
from invokegraph.source.expressions import Expressions, exactly
from invokegraph.source.layout import Piece, comment, group, lines_of, quoted, with_prefix
from invokegraph.source.program import AS_FOUND, OWN
from invokegraph.values import to_json_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invokegraph.batch import Sweep
    from invokegraph.node import Node
    from invokegraph.source.program import Program

_SHORTEST_RANGE: Final = 4


def statements(program: Program, batch: Batch, *, keep_id: bool) -> list[str]:
    """The statements that make the batch from the graph, with its id or with a new one each time."""
    probe, calls = _probed(program, batch)
    facts = {"batch_id": probe.batch_id if keep_id else None, "origin": probe.origin, "destination": probe.destination}
    arguments = [
        "graph",
        *([f"runs={probe.runs}"] if probe.runs != 1 else []),
        *(with_prefix(f"{fact}=", program.says.literal(value)) for fact, value in facts.items() if value is not None),
    ]
    lines = lines_of(group(f"batch = {program.says.need(OWN, 'Batch')}(", arguments, ")"))
    lines += [line for call in calls for line in lines_of(call)]
    wanted, had = batch.to_dict(), probe.to_dict()
    apart = {"graph"} if keep_id else {"graph", "batch_id"}
    rest = {name: value for name, value in wanted.items() if name not in apart and not _same(name, value, had)}
    if rest:
        entries = [with_prefix(f"{quoted(name)}: ", program.says.literal(value)) for name, value in rest.items()]
        whole = group("{", ["**batch.to_dict()", *entries], "}")
        lines += [*comment(AS_FOUND), *lines_of(group("batch = Batch.from_dict(", [whole], ")"))]
    return lines


def _probed(program: Program, batch: Batch) -> tuple[Batch, list[Piece]]:
    """A batch as constructor and `sweep` make it, as near to the given one as they come; and the calls of `sweep`
    and `zip`.
    """
    facts = {name: getattr(batch, name) for name in ("runs", "batch_id", "origin", "destination")}
    taken: dict[str, Any] = {"batch_id": "batch"}
    for name, value in facts.items():
        try:
            Batch(batch.graph, **{**taken, name: value})
        except (InvokegraphError, TypeError):
            continue
        taken[name] = value
    probe, says = Batch(batch.graph, **taken), Expressions()
    try:
        calls = [call for axis in batch.axes for call in _swept(program, says, probe, axis)]
    except InvokegraphError:
        calls = []
    if not calls or exactly(probe.to_dict().get("data")) != exactly(batch.to_dict().get("data")):
        return Batch(batch.graph, **taken), []
    program.says.join(says)
    return probe, calls


def _swept(program: Program, says: Expressions, probe: Batch, axis: Sequence[Sweep]) -> Iterator[Piece]:
    """The calls that add an axis, each made on `probe` as well."""
    for count, (node, sweeps) in enumerate(groupby(axis, key=lambda sweep: sweep.node)):
        values = {_swept_name(sweep): sweep.values for sweep in sweeps}
        method = "zip" if count else "sweep"
        getattr(probe, method)(node, **values)
        named = (with_prefix(f"{name}=", _items(says, node, name, items)) for name, items in values.items())
        yield group(f"batch.{method}(", [_swept_node(program, node), *named], ")")


def _swept_name(sweep: Sweep) -> str:
    declared = declared_port(sweep.node, sweep.field, "takes")
    if declared is None:
        raise BatchError(f"{sweep.field} is no input that can be swept")
    return declared.attribute


def _swept_node(program: Program, node: Node) -> Piece:
    return program.names[node] if node in program.names else program.says.literal(program.plan.ids[node])


def _items(says: Expressions, node: Node, name: str, items: Sequence[Any]) -> Piece:
    """The values of a sweep: numbers in equal steps as a range."""
    if len(items) >= _SHORTEST_RANGE and all(item.__class__ is int for item in items):
        steps = {after - before for before, after in pairwise(items)}
        if len(steps) == 1 and (step := steps.pop()):
            ends = [items[0], items[-1] + step, step]
            shown = ends[1:2] if (items[0], step) == (0, 1) else ends[:2] if step == 1 else ends
            return group("range(", map(str, shown), ")")
    port = node.ports()[name]
    return group("[", (says.given(port, item) or says.literal(to_json_value(item)) for item in items), "]")


def _same(name: str, value: object, had: dict[str, Any]) -> bool:
    return name in had and exactly(had[name]) == exactly(value)
