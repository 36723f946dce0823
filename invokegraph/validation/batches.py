"""Rules for batches, looked at once more before they are sent: the graph may have changed since a sweep was added, and
a batch that was read may hold anything.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final

from invokegraph.batch import as_item, times, why_not_together
from invokegraph.node import UnknownNode
from invokegraph.problem import Problem
from invokegraph.validation.nodes import input_of
from invokegraph.validation.overview import CONSTANTS, Overview
from invokegraph.validation.rules import breaches, concerned
from invokegraph.validation.seeds import is_wrapped, wrapped
from invokegraph.validation.workflows import parts_kept, why_no_workflow
from invokegraph.values import Unfit, to_json_value, why_unsendable
from invokegraph.wiring import outputs_in
from invokegraph.words import brief, did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from invokegraph.batch import Batch, Sweep
    from invokegraph.node import Node
    from invokegraph.ports import Port
    from invokegraph.validation.overview import Feed

_LOOKED_AT: Final = 10_000
"""How many combinations of one node's swept values are looked at, of those that are crossed by the million."""

_STANDS_STILL: Final = "the server would take it, and its queue would stand still at this session"


def sweep_problems(batch: Batch) -> Iterator[Problem]:
    """What is wrong with the sweeps of a batch."""
    ids = batch.graph.ids()
    yield from _rules(batch)
    yield from _twice(batch)
    for axis in batch.axes:
        yield from _together(axis, ids)
        for sweep in axis:
            yield from _one(sweep, ids)


def head_problems(batch: Batch) -> Iterator[Problem]:
    """What is wrong with a batch beside its graph and its sweeps; only one that was read has any of it."""
    if not times(batch.runs):
        message = f"runs is an integer from 1 up, not {shorten(batch.runs)}"
        yield Problem("batch-runs", message, field="runs", server_refuses=True)
    for name in ("batch_id", "origin", "destination"):
        text: object = getattr(batch, name)
        if not (isinstance(text, str) or (text is None and name != "batch_id")):
            message = f"{name} is a text, not {shorten(text)}"
            yield Problem("batch-text", message, field=name, server_refuses=True)
        elif why := why_unsendable(text):
            yield Problem("unsendable", f"{name} of the batch: {why}", field=name, server_refuses=True)
    if isinstance(batch.batch_id, str) and (batch.batch_id in ("", ".", "..") or "/" in batch.batch_id):  # pyright: ignore[reportUnnecessaryIsInstance] - it may have been read
        message = f"batch_id is {shorten(batch.batch_id)}, which no address of the server can name"
        hint = "give it another one: batch.batch_id = ..."
        yield Problem("batch-id", message, field="batch_id", suggestion=hint)
    workflow = batch.remainder.fields.get("workflow")
    if workflow is None:
        return
    if why := why_no_workflow(workflow):
        yield Problem("batch-workflow", f"workflow: {why}", field="workflow", server_refuses=True)
    elif why := why_unsendable(parts_kept(workflow)):
        yield Problem("unsendable", f"workflow of the batch: {why}", field="workflow", server_refuses=True)


def wire_problems(batch: Batch, overview: Overview) -> Iterator[Problem]:
    """What a sweep hands on, by way of a node that holds nothing but the value, to an input that refuses it."""
    for axis in batch.axes:
        for sweep in axis:
            output, name = CONSTANTS.get(sweep.node.type, ("", ""))
            if sweep.node not in overview.ids or sweep.field != name or outputs_in(sweep.node.given.get(name)):
                continue
            for feed in overview.feeds.get(sweep.node, []):
                if feed.output.name == output and outputs_in(feed.node.given.get(feed.field))[-1] == feed.output:
                    yield from _handed_on(sweep, feed, overview)


def _handed_on(sweep: Sweep, feed: Feed, overview: Overview) -> Iterator[Problem]:
    source, target = input_of(sweep.node, sweep.field), input_of(feed.node, feed.field)
    if source is None or target is None or not target.fits(feed.output):
        return
    at = Problem("", "", overview.ids[sweep.node], sweep.field, location=sweep.node.location)
    for value in sweep.values:
        try:
            held = source.check(as_item(to_json_value(value)))
        except Unfit:
            continue  # another rule tells it
        why = _why_not_brought(feed, target, held)
        if why is None:
            continue
        place = overview.name(feed.node, feed.field)
        if is_wrapped(feed.node, feed.field, held):
            yield wrapped(at, place, held)
            return
        message = (
            f"{overview.name(sweep.node, sweep.field)} is swept over {shorten(value)} and wired into {place}, "
            f"which takes {target.describe()}{why}"
        )
        hint = "the session would fail when it reaches the node"
        yield at._replace(code="sweep-wire-value", message=message, suggestion=hint)
        return


def _why_not_brought(feed: Feed, target: Port, value: object) -> str | None:
    """Why a value that a wire brings makes a node fail, or None if it does not."""
    try:
        target.check(value)
    except Unfit as unfit:
        return str(unfit)
    if sum(bool(outputs_in(held)) for held in feed.node.given.values()) > 1:
        return None  # the rules of the node may depend on what the other wires bring
    why = next(breaches(feed.node, {**feed.node.given, feed.field: value}), "")
    return f": {why}" if why else None


def _rules(batch: Batch) -> Iterator[Problem]:
    """What some session would hold that the server's own rules for the node's type refuse."""
    ids = batch.graph.ids()
    for node in dict.fromkeys(sweep.node for axis in batch.axes for sweep in axis if sweep.node in ids):
        axes = [[sweep for sweep in axis if sweep.node is node] for axis in batch.axes]
        names = [sweep.field for axis in axes for sweep in axis]
        about = concerned(node.__class__)
        if about is not None and about.isdisjoint([*names, *node.given]):
            continue
        rows = [list(zip(*(sweep.values for sweep in axis), strict=False)) for axis in axes if axis]
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
        suggestion=_STANDS_STILL,
    )


def _twice(batch: Batch) -> Iterator[Problem]:
    seen: set[tuple[Node, str]] = set()
    for axis in batch.axes:
        for sweep in axis:
            if (sweep.node, sweep.field) in seen:
                id_ = batch.graph.ids().get(sweep.node) or str(sweep.node.id)
                message = f"{brief(id_)}.{brief(sweep.field)} is swept more than once"
                hint = "name all its values in one sweep"
                yield Problem("sweep-twice", message, id_, sweep.field, suggestion=hint, server_refuses=True)
            seen.add((sweep.node, sweep.field))


def _together(axis: Sequence[Sweep], ids: Mapping[Node, str]) -> Iterator[Problem]:
    """What is wrong with the numbers of values on one axis."""
    if not axis:
        yield Problem("sweep-empty", "an axis has no sweeps, so that the batch has no sessions")
        return
    first, *others = axis
    for sweep in others:
        if len(sweep.values) != len(first.values):
            yield Problem(
                "sweep-lengths",
                f"{_name(sweep, ids)} has {len(sweep.values)} values, "
                f"{_name(first, ids)} on the same axis {len(first.values)}",
                node_id=ids.get(sweep.node),
                field=sweep.field,
                location=sweep.node.location,
                suggestion="sweep crosses what differs in length",
                server_refuses=True,
            )
    if not first.values:
        message = f"{_name(first, ids)} is swept over no values, so that the batch has no sessions"
        yield Problem("sweep-empty", message, ids.get(first.node), first.field, location=first.node.location)


def _name(sweep: Sweep, ids: Mapping[Node, str]) -> str:
    return f"{brief(ids.get(sweep.node) or str(sweep.node.id))}.{brief(sweep.field)}"


def _one(sweep: Sweep, ids: Mapping[Node, str]) -> Iterator[Problem]:
    node, where = sweep.node, _name(sweep, ids)
    at = Problem("", "", ids.get(node), sweep.field, location=node.location)
    if node not in ids:
        yield _no_node(sweep, at, ids)
    yield from _items(sweep, where, at)
    if node not in ids:
        return
    if outputs_in(node.given.get(sweep.field)):
        message = f"{where} is swept and fed by a wire, which overrides the sweep"
        at_wire = at._replace(location=node.location_of(sweep.field), suggestion="sweep over what feeds it")
        yield at_wire._replace(code="sweep-over-wire", message=message)
    port = input_of(node, sweep.field)
    if port is None:
        if isinstance(node, UnknownNode):
            return  # unknown-node-type has said it
        hint = did_you_mean(sweep.field, node.inputs) or f"it has {', '.join(node.inputs)}"
        message = f"{where} is swept, and {brief(node.type)} has no input {shorten(sweep.field)}"
        yield at._replace(code="sweep-unknown", message=message, suggestion=hint, server_refuses=True)
        return
    for value in sweep.values:
        if why := _why_poison(port, ids[node], value):
            if is_wrapped(node, port.name, value):
                yield wrapped(at, where, value)
            else:
                yield _poison(node, ids[node], sweep.field, value, why)


def _no_node(sweep: Sweep, at: Problem, ids: Mapping[Node, str]) -> Problem:
    if sweep.node.type:
        message = f"the sweep over {sweep.node.type}.{sweep.field} is for a node that the graph no longer holds"
        return at._replace(code="sweep-unknown", message=message, server_refuses=True)
    message = f"the sweep over {_name(sweep, ids)} is for a node that the graph does not hold"
    hint = did_you_mean(str(sweep.node.id), ids.values())
    return at._replace(code="sweep-unknown", message=message, suggestion=hint, server_refuses=True)


def _items(sweep: Sweep, where: str, at: Problem) -> Iterator[Problem]:
    """What is wrong with swept values whatever input they are for."""
    items: list[object] = []
    for place, value in enumerate(sweep.values, 1):
        try:
            items.append(item := as_item(to_json_value(value)))
        except Unfit as unfit:
            message = f"{where}: value {place} of {len(sweep.values)}, {shorten(value)}, cannot be swept{unfit}"
            yield at._replace(code="sweep-item", message=message, server_refuses=True)
            continue
        if why := why_unsendable(item):
            message = f"{where}: value {place} of {len(sweep.values)}: {why}"
            yield at._replace(code="unsendable", message=message, server_refuses=True)
    if why := why_not_together(items):
        yield at._replace(code="sweep-item", message=f"{where}: {why}", server_refuses=True)


def _why_poison(port: Port, id_: str, value: Any) -> str:
    """Why a session cannot be loaded that has a value in an input, or an empty string if it can."""
    try:
        held = port.check(as_item(to_json_value(value)))
    except Unfit as unfit:
        return f"{port.name} takes {port.describe()}{unfit}"
    return f"the id of the node is {shorten(id_)}" if port.name == "id" and held != id_ else ""
