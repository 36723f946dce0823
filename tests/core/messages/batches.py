"""The whole text of what batches are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from invokegraph import Batch, Graph
from nodes_catalog import Integer, IntegerMath, Noise


def _read(data: Any = None, **fields: Any) -> Callable[[], Batch]:
    """A batch over a noise node called `n` and an image node called `i`, as it is read."""
    nodes = {"n": {"id": "n", "type": "noise"}, "i": {"id": "i", "type": "image"}}
    return lambda: Batch.from_dict({"batch_id": "b", "graph": {"nodes": nodes, "edges": []}, "data": data, **fields})


def _sweep(node: str, field: str, *items: Any) -> dict[str, Any]:
    return {"node_path": node, "field_name": field, "items": [*items]}


def _swept_width() -> Batch:
    width = Integer(id="width")
    return Batch(Graph(Noise(id="n", width=width.value))).sweep(width, value=[512, 513])


def _swept_divisor() -> Batch:
    divisor = Integer(id="divisor")
    return Batch(Graph(IntegerMath(id="half", operation="DIV", a=1, b=divisor.value))).sweep(divisor, value=[1, 0])


STILL = "\n    the server would take it, and its queue would stand still at this session"


def _wired_after() -> Batch:
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, seed=[1, 2])
    noise.seed = Integer(value=3).value
    return batch


CASES: list[tuple[str, Callable[[], Graph | Batch], str]] = [
    ("batch-runs", _read(runs=0), "runs is an integer from 1 up, not 0 [batch-runs]"),
    ("batch-runs", _read(runs="many"), "runs is an integer from 1 up, not 'many' [batch-runs]"),
    ("batch-text", _read(origin=3), "origin is a text, not 3 [batch-text]"),
    ("batch-text", _read(batch_id=None), "batch_id is a text, not None [batch-text]"),
    ("batch-workflow", _read(workflow={"name": "w"}), "workflow: author is missing [batch-workflow]"),
    ("batch-workflow", _read(workflow=[]), "workflow: an object is needed, not [] [batch-workflow]"),
    (
        "batch-id",
        _read(batch_id="a/b"),
        (
            "batch_id is 'a/b', which no address of the server can name [batch-id]\n"
            "    give it another one: batch.batch_id = ..."
        ),
    ),
    (
        "unsendable",
        _read(origin="\ud800"),
        "origin of the batch: the text holds half of a surrogate pair, which is no character [unsendable]",
    ),
    (
        "sweep-unknown",
        _read([[_sweep("nn", "seed", 1)]]),
        "the sweep over nn.seed is for a node that the graph does not hold [sweep-unknown]\n    did you mean n?",
    ),
    (
        "sweep-unknown",
        _read([[_sweep("n", "sed", 1)]]),
        "n.sed is swept, and noise has no input 'sed' [sweep-unknown]\n    did you mean seed?",
    ),
    (
        "sweep-twice",
        _read([[_sweep("n", "seed", 1)], [_sweep("n", "seed", 2)]]),
        "n.seed is swept more than once [sweep-twice]\n    name all its values in one sweep",
    ),
    (
        "sweep-lengths",
        _read([[_sweep("n", "seed", 1, 2), _sweep("n", "width", 8)]]),
        "n.width has 1 values, n.seed on the same axis 2 [sweep-lengths]\n    sweep crosses what differs in length",
    ),
    (
        "sweep-item",
        _read([[_sweep("i", "image", {"image_name": "a"}, {"video_name": "a"})]]),
        "i.image: a sweep has values of one type, not image and video [sweep-item]",
    ),
    ("sweep-empty", _read([[]]), "an axis has no sweeps, so that the batch has no sessions [sweep-empty]"),
    (
        "sweep-empty",
        _read([[_sweep("n", "seed")]]),
        "n.seed is swept over no values, so that the batch has no sessions [sweep-empty]",
    ),
    (
        "sweep-over-wire",
        _wired_after,
        "noise.seed is swept and fed by a wire, which overrides the sweep [sweep-over-wire]\n    sweep over what feeds it",
    ),
    (
        "sweep-value",
        _read([[_sweep("n", "id", "m")]]),
        f"n.id cannot be swept over 'm': the id of the node is 'n' [sweep-value]{STILL}",
    ),
    (
        "sweep-wire-value",
        _swept_width,
        (
            "width.value is swept over 513 and wired into n.width, which takes int above 0, a multiple of 8"
            " [sweep-wire-value]\n    the session would fail when it reaches the node"
        ),
    ),
    (
        "sweep-wire-value",
        _swept_divisor,
        (
            "divisor.value is swept over 0 and wired into half.b, which takes int: DIV by b = 0 is a division by zero"
            " [sweep-wire-value]\n    the session would fail when it reaches the node"
        ),
    ),
]
