"""Rules for the sweeps of a batch, looked at once more before it is sent: its graph may have changed since they were
added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.batch import why_not_swept
from invokegraph.errors import UnknownName
from invokegraph.node import input_port
from invokegraph.problem import Problem
from invokegraph.wiring import outputs_in
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.batch import Batch, Sweep


def sweep_problems(batch: Batch) -> Iterator[Problem]:
    """What is wrong with the sweeps of a batch."""
    ids = batch.graph.ids()
    for axis in batch.axes:
        for sweep in axis:
            if sweep.node not in ids:
                message = f"the sweep over {sweep.node.type}.{sweep.field} is for a node that the graph no longer holds"
                yield Problem(
                    "sweep-unknown", message, field=sweep.field, location=sweep.node.location, server_refuses=True
                )
            else:
                yield from _one(sweep, ids[sweep.node])


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
    refused = [(value, why) for value in sweep.values if (why := why_not_swept(port, value))]
    for value, why in refused:
        yield Problem(
            "sweep-value",
            f"{where} cannot be swept over {shorten(value)}: {why}",
            node_id=id_,
            field=sweep.field,
            location=sweep.node.location,
            suggestion="the server would take it, and its queue would stand still at this session",
        )
