"""Batches as dicts and JSON in the server's shape, in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from invokegraph.batch import Batch, Sweep
from invokegraph.errors import FormatError
from invokegraph.node import UnknownNode, blank
from invokegraph.serialization import copy_of, graph_from_dict, json_of, object_of, text_of
from invokegraph.values import own, to_json_value
from invokegraph.words import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.node import Node


def batch_to_dict(batch: Batch) -> dict[str, Any]:
    """The batch in the server's shape; see `Batch.to_dict`."""
    ids, rest = batch.ids(), batch.remainder
    data = [
        [
            {
                **own(rest.sweeps.get((row, column), {})),
                "node_path": ids[sweep.node],
                "field_name": sweep.field,
                "items": [own(to_json_value(value)) for value in sweep.values],
            }
            for column, sweep in enumerate(axis)
        ]
        for row, axis in enumerate(batch.axes)
    ]
    fields = {
        **own(rest.fields),
        "batch_id": own(batch.batch_id),
        "graph": batch.graph.to_dict(),
        "runs": own(batch.runs),
        "origin": own(batch.origin),
        "destination": own(batch.destination),
        "data": data or rest.fields.get("data"),
    }
    return {name: value for name, value in fields.items() if value is not None or name in rest.fields}


def batch_from_json(text: str | bytes) -> Batch:
    """Read a batch from JSON text; see `Batch.from_json`."""
    return batch_from_dict(json_of(text))


def batch_from_dict(data: Mapping[str, Any]) -> Batch:
    """Read a batch in the server's shape; see `Batch.from_dict`."""
    fields = object_of(data, "a batch", "a graph and what is swept")
    if "batch" in fields and "graph" not in fields:
        fields = object_of(fields["batch"], "batch", "a graph and what is swept")
    if "graph" not in fields:
        raise FormatError("a batch: it has no graph")
    graph = graph_from_dict(fields["graph"])
    batch = Batch(graph)
    groups = [] if fields.get("data") is None else _list(fields["data"], "data")
    # The graph and the groups are held elsewhere: here they keep their places.
    held: dict[str, Any] = {"graph": None, "data": None if fields.get("data") is None else []}
    read: dict[str, Any] = {
        name: held[name] if name in held else copy_of(value, name) for name, value in fields.items()
    }
    batch.remainder.fields = read
    batch.batch_id = read.get("batch_id", batch.batch_id)
    batch.runs = read.get("runs", 1)
    batch.origin, batch.destination = read.get("origin"), read.get("destination")
    nodes = {id_: node for node, id_ in graph.ids().items()}
    axes = [
        [
            _read_sweep(batch, nodes, (row, column), f"data[{row}][{column}]", written)
            for column, written in enumerate(_list(group, f"data[{row}]"))
        ]
        for row, group in enumerate(groups)
    ]
    batch.adopt(axes)
    return batch


def _read_sweep(batch: Batch, nodes: dict[str, Node], place: tuple[int, int], where: str, written: object) -> Sweep:
    fields = object_of(written, where, "node_path, field_name and items")
    node_id, field = (text_of(fields.get(name), f"{where}.{name}") for name in ("node_path", "field_name"))
    items = [copy_of(item, f"{where}.items") for item in _list(fields.get("items", []), f"{where}.items")]
    batch.remainder.sweeps[place] = {
        name: None if name in ("node_path", "field_name", "items") else copy_of(value, f"{where}.{name}")
        for name, value in fields.items()
    }
    if node_id not in nodes:
        nodes[node_id] = stranger = blank(UnknownNode, node_id)
        object.__setattr__(stranger, "type", "")
        batch.remainder.strangers.add(stranger)
    return Sweep(nodes[node_id], field, tuple(items))


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, (list, tuple)):
        raise FormatError(f"{where}: a list is needed, not {shorten(value)}")
    return list(cast("list[object]", value))
