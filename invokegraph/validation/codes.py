"""The codes of all problems, and why each is one.

This is the one place that says where we are stricter than the server on purpose: `FAILS` and `SURPRISES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

REFUSED: Final[Mapping[str, str]] = {
    "duplicate-id": "an id names one node",
    "id-mismatch": "a node's own id is the key that it stands under",
    "graph-id": "the id of a graph is a text",
    "unsendable": "JSON cannot carry it; the server answers an error, keeps the item, and its queue stands still",
    "dangling-edge": "an edge joins two nodes of the graph",
    "cycle": "nodes that wait for each other never run",
    "node-rule": "the server's class for the node checks it",
    "unknown-node-type": "the server has no such node",
    "editor-only-node": "the server answers a bare error: these nodes are expanded by its editor",
    "unknown-output": "a wire comes from an output",
    "value-refused": "the server's class for the node checks it",
    "incompatible-wire": "the server compares the types of both ends",
    "iterate-collection": "a loop runs over one list",
    "iterate-item": "each item goes to where the loop leads",
    "collect-unwired": "there is nothing to gather",
    "collect-collection": "a collection is a list",
    "collect-mixed": "a list has items of one type",
    "collect-consumer": "the list goes to where the wire leads",
    "sweep-unknown": "a sweep is over an input of a node of the graph",
}
"""What the server answers with an error when it is enqueued."""

FAILS: Final[Mapping[str, str]] = {
    "missing-input": "the session fails when it reaches the node",
    "sweep-value": "the session cannot be loaded, and the queue stands still for everybody",
}
"""What the server takes and cannot run."""

SURPRISES: Final[Mapping[str, str]] = {
    "empty-graph": "the session ends at once and makes nothing",
    "unknown-input": "the value is dropped without a word, so that a typo leaves the default",
    "several-wires": "all that feed the input are run, and the last one is used",
    "value-beside-wire": "the wire wins, and the value misleads whoever reads it",
    "wire-into-value-only": "the wire overrides a value that the editor shows as fixed",
    "sweep-over-wire": "the wire wins: all sessions are the same",
}
"""What the server runs otherwise than whoever wrote it meant."""

STOPS: Final = frozenset(
    {
        *REFUSED,
        *FAILS,
        "empty-graph",
        "unknown-input",
        "several-wires",
        "value-beside-wire",
        "wire-into-value-only",
        "sweep-over-wire",
    }
)
"""What is not sent: nobody means it. A submission warns of the other codes and goes on."""

CODES: Final[Mapping[str, str]] = {**REFUSED, **FAILS, **SURPRISES}
"""Every code, with the reason why it is a problem."""
