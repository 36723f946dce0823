"""Rules for the sweeps of a batch, looked at once more before it is sent: its graph may have changed since they were
added.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Final

from invokegraph.batch import why_not_swept
from invokegraph.errors import UnknownName
from invokegraph.node import input_port
from invokegraph.problem import Problem
from invokegraph.validation.rules import breaches
from invokegraph.wiring import outputs_in
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.batch import Batch, Sweep
    from invokegraph.node import Node

_LOOKED_AT: Final = 10_000
"""How many combinations of one node's swept values are looked at, of those that are crossed by the million."""


def sweep_problems(batch: Batch) -> Iterator[Problem]:
    """What is wrong with the sweeps of a batch."""
    ids = batch.graph.ids()
    yield from _rules(batch)
    for axis in batch.axes:
        for sweep in axis:
            if sweep.node not in ids:
                message = f"the sweep over {sweep.node.type}.{sweep.field} is for a node that the graph no longer holds"
                yield Problem(
                    "sweep-unknown", message, field=sweep.field, location=sweep.node.location, server_refuses=True
                )
            else:
                yield from _one(sweep, ids[sweep.node])


def _rules(batch: Batch) -> Iterator[Problem]:
    """What some session would hold that the server's own rules for the node's type refuse."""
    ids = batch.graph.ids()
    for node in dict.fromkeys(sweep.node for axis in batch.axes for sweep in axis if sweep.node in ids):
        axes = [[sweep for sweep in axis if sweep.node is node] for axis in batch.axes]
        rows = [list(zip(*(sweep.values for sweep in axis), strict=True)) for axis in axes if axis]
        names = [sweep.field for axis in axes for sweep in axis]
        for row in islice(product(*rows), _LOOKED_AT):
            swept = dict(zip(names, (value for part in row for value in part), strict=True))
            if why := next(breaches(node, {**node.given, **swept}), ""):
                yield _poison(node, ids[node], None, swept, why)
                break


def _poison(node: Node, id_: str, field: str | None, value: object, why: str) -> Problem:
    where = f"{brief(id_)}.{brief(field)}" if field else brief(id_)
    return Problem(
        "sweep-value",
        f"{where} cannot be swept over {shorten(value)}: {why}",
        node_id=id_,
        field=field,
        location=node.location,
        suggestion="the server would take it, and its queue would stand still at this session",
    )


def _one(sweep: Sweep, id_: str) -> Iterator[Problem]:
    where = f"{brief(id_)}.{brief(sweep.field)}"
    if outputs_in(sweep.node.given.get(sweep.field)):
        yield Problem(
            "sweep-over-wire",
            f"{where} is swept and fed by a wire, which overrides the sweep",
            node_id=id_,
            field=sweep.field,
            location=sweep.node.location_of(sweep.field),
            suggestion="sweep over what feeds it",
        )
    try:
        port = input_port(sweep.node, sweep.field)
    except UnknownName as error:
        yield Problem("sweep-unknown", str(error), id_, sweep.field, location=sweep.node.location, server_refuses=True)
        return
    for value in sweep.values:
        if why := why_not_swept(port, value):
            yield _poison(sweep.node, id_, sweep.field, value, why)
