"""What differs between two graphs, two batches or two nodes, a sentence a difference."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any, cast

from invokegraph.graph import demand_graphs
from invokegraph.model import Model
from invokegraph.ports import Wires
from invokegraph.serialization import given_values, mismatched
from invokegraph.values import to_json_value
from invokegraph.wiring import label_of, outputs_in
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.node import Node

    Told: TypeAlias = dict[str, tuple[str, str]]
    """By the name of an input, what it was given: in short, and exactly."""

_OF_BATCHES = ("batch_id", "graph", "runs", "origin", "destination", "data")


def differences(graph: Graph, other: Graph) -> list[str]:
    """What changes from one graph to another, a sentence a change; see `Graph.diff`."""
    demand_graphs("diff", other)
    ids, ids_now = graph.ids(), other.ids()
    old = {id_: (brief(node.type), _told(node, ids)) for node, id_ in ids.items()}
    new = {id_: (brief(node.type), _told(node, ids_now)) for node, id_ in ids_now.items()}
    lines = [f"{brief(id_)}: removed ({old[id_][0]})" for id_ in old if id_ not in new]
    for id_, (type_id, inputs) in new.items():
        if id_ not in old:
            given = "".join(f", {brief(name)} = {words}" for name, (words, _) in inputs.items())
            lines.append(f"{brief(id_)}: added ({type_id}{given})")
            continue
        old_type, before = old[id_]
        if old_type != type_id:
            lines.append(f"{brief(id_)}: {old_type} -> {type_id}")
        lines += _of_inputs(f"{brief(id_)}.", before, inputs)
    lines += _loose_differences(graph, other)
    return lines if lines or graph == other else ["edges: some are there more often, or in another order"]


def node_differences(node: Node, other: Node) -> list[str]:
    """What changes from one node to another: its type and what its inputs were given."""
    type_now = [f"type: {brief(node.type)} -> {brief(other.type)}"] if node.type != other.type else []
    return [*type_now, *_of_inputs("", _told(node, {}), _told(other, {}))]


def batch_differences(batch: Batch, other: Batch) -> list[str]:
    """What changes from one batch to another, but for their ids."""
    lines = [
        f"{name}: {shorten(was)} -> {shorten(now)}"
        for name in ("runs", "origin", "destination")
        if (was := getattr(batch, name)) != (now := getattr(other, name))
    ]
    lines += differences(batch.graph, other.graph)
    old, new = dict(_sweeps(batch)), dict(_sweeps(other))
    for place in dict.fromkeys([*old, *new]):
        if place not in new:
            lines.append(f"sweep over {place}: removed")
        elif place not in old:
            axis, values, _ = new[place]
            lines.append(f"sweep over {place}: added ({values}, axis {axis})")
        else:
            lines += _of_sweep(place, old[place], new[place])
    if _unknown_entries(batch) != _unknown_entries(other):
        lines.append(f"batch: {shorten(_unknown_entries(batch))} -> {shorten(_unknown_entries(other))}")
    return lines


def work_differences(work: Graph | Batch, other: Graph | Batch) -> list[str]:
    """What changes from one graph or batch to another. A graph is to a batch what the batch is that runs it once."""
    from invokegraph.batch import Batch

    if not isinstance(work, Batch) and not isinstance(other, Batch):
        return differences(work, other)
    batch, other_batch = (each if isinstance(each, Batch) else Batch(each) for each in (work, other))
    return batch_differences(batch, other_batch)


def _of_inputs(prefix: str, before: Told, inputs: Told) -> Iterator[str]:
    unset = ("unset", "")
    for name in dict.fromkeys([*before, *inputs]):
        (was, exactly_was), (now, exactly_now) = before.get(name, unset), inputs.get(name, unset)
        if exactly_was == exactly_now:  # though one may be a model and the other a dict of the same
            continue
        if was != now:
            yield f"{prefix}{brief(name)}: {was} -> {now}"
        else:
            yield f"{prefix}{brief(name)}: {_where_they_differ(exactly_was, exactly_now)}"


def _loose_differences(graph: Graph, other: Graph) -> list[str]:
    """What differs beside nodes and wires: edges to nowhere, ids within nodes, and entries of the graph."""
    loose, loose_now = graph.remainder.dangling, other.remainder.dangling
    lines = [f"edge {edge}: removed" for edge in loose if edge not in loose_now]
    lines += [f"edge {edge}: added" for edge in loose_now if edge not in loose]
    ids, ids_now = graph.ids(), other.ids()
    written = {ids[node]: id_ for node, id_ in mismatched(graph, ids)}
    written_now = {ids_now[node]: id_ for node, id_ in mismatched(other, ids_now)}
    if written != written_now:
        lines.append("ids written in nodes: they differ")
    if graph.remainder.fields != other.remainder.fields:
        lines.append(f"graph: {shorten(graph.remainder.fields)} -> {shorten(other.remainder.fields)}")
    return lines


def _told(node: Node, ids: Mapping[Node, str]) -> Told:
    values = {name: dumps(value, sort_keys=True) for name, value in given_values(node).items()}
    told: Told = {}
    for name, held in node.given.items():
        words = in_words(held, ids)
        wires = words if outputs_in(held) else ""
        told[name] = (words, wires + values.get(name, ""))
    return told


def in_words(held: object, ids: Mapping[Node, str]) -> str:
    """What an input holds, as messages say it: a value cut to a line, or the outputs that feed it."""
    sources = [
        f"{brief(ids.get(output.node) or label_of(output.node))}.{brief(output.name)}" for output in outputs_in(held)
    ]
    if isinstance(held, Wires) and held.beside is not Wires.NOTHING:
        sources.append(shorten(held.beside))
    return " and ".join(sources) if sources else shorten(_known_model(held) or held)


def _known_model(held: object) -> Model | None:
    """What people know a model by that is named by its key on a server."""
    names = ("name", "base", "type", "hash", "key")
    if isinstance(held, dict):
        found = [*map(cast("dict[str, object]", held).get, names)]
    else:
        found = [getattr(held, name, None) for name in names]
    texts = [part for part in found if part and isinstance(part, str) and part.isprintable()]
    if isinstance(held, Model) or len(texts) < len(found):
        return None
    return Model(texts[0], base=texts[1], type=texts[2])


def _where_they_differ(was: str, now: str) -> str:
    """Two long values that begin and end alike, from shortly before the first difference."""
    first = next((place for place, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    start = max(first - 20, 0)
    return f"{shorten(was[start:])} -> {shorten(now[start:])}, from character {start}"


def _sweeps(batch: Batch) -> Iterator[tuple[str, tuple[int, str, str]]]:
    """By node and input, the axis of a sweep, counted from 1, and its values: in short, and exactly."""
    ids = batch.graph.ids()
    for number, axis in enumerate(batch.axes, 1):
        for sweep in axis:
            place = f"{brief(ids.get(sweep.node) or label_of(sweep.node))}.{brief(sweep.field)}"
            values = [to_json_value(value) for value in sweep.values]
            yield place, (number, shorten(values), dumps(values, sort_keys=True))


def _of_sweep(place: str, before: tuple[int, str, str], sweep: tuple[int, str, str]) -> Iterator[str]:
    (axis, was, exactly_was), (axis_now, now, exactly_now) = before, sweep
    if axis != axis_now:
        yield f"sweep over {place}: axis {axis} -> axis {axis_now}"
    if was != now:
        yield f"sweep over {place}: {was} -> {now}"
    elif exactly_was != exactly_now:
        yield f"sweep over {place}: {_where_they_differ(exactly_was, exactly_now)}"


def _unknown_entries(batch: Batch) -> dict[str, Any]:
    return {name: value for name, value in batch.remainder.fields.items() if name not in _OF_BATCHES}
