"""The codes of all problems, and why each is one.

This is the one place that says where we are stricter than the server on purpose: `FAILS`, `IGNORED` and `SURPRISES`.
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
    "batch-runs": "a batch is run once or more",
    "batch-text": "the id, origin and destination of a batch are texts",
    "batch-workflow": "the server keeps a workflow of one shape only",
    "sweep-unknown": "a sweep is over an input of a node of the graph",
    "sweep-twice": "an input has one value in each session",
    "sweep-lengths": "what advances together ends together",
    "sweep-item": "the server sweeps over numbers, texts, images and videos only, and over one of them at a time",
}
"""What the server answers with an error when it is enqueued."""

FAILS: Final[Mapping[str, str]] = {
    "missing-input": "the session fails when it reaches the node",
    "list-into-item": "the session fails when it reaches the node",
    "item-into-list": "the session fails when it reaches the node",
    "branch-type": "the session fails when the branch is chosen",
    "branch-condition": "the session cannot be loaded again, and the queue stands still for everybody",
    "null-output": "the session cannot be loaded again, and the queue stands still for everybody",
    "image-missing": "the session fails when it reaches the node",
    "model-missing": "the session fails when it reaches the node; the client does not send it",
    "model-ambiguous": "nobody knows which one is meant; the client does not send it",
    "queue-room": "the server takes what fits and drops the rest; a client that waits sends it later",
    "wired-value": "the node looks at what a wire brings when it runs, and the session fails",
    "wired-rule": "the session cannot be loaded again, and the queue stands still for everybody",
    "run-rule": "the node's code gives up, and the session fails",
    "noise-type": "noise has the channels of one family, and the session fails",
    "size-mismatch": "tensors of different sizes cannot be added, and the session fails",
    "model-type": "what the loader makes of the model is not what the node needs, and the session fails",
    "model-base": "the node's code cannot use a model of that family, and the session fails",
    "mixed-bases": "tensors of one family do not fit the model of another, and the session fails",
    "lora-twice": "the node refuses a LoRA that was applied before, and the session fails",
    "sweep-value": "the session cannot be loaded, and the queue stands still for everybody",
    "sweep-wire-value": "the session fails at the node that the value is wired into",
}
"""What the server takes and cannot run."""

IGNORED: Final[Mapping[str, str]] = {
    "seed-wrapped": "another seed is used, and the picture is found under that one",
    "empty-graph": "the session ends at once and makes nothing",
    "unknown-input": "the value is dropped without a word, so that a typo leaves the default",
    "several-wires": "all that feed the input are run, and the last one is used",
    "value-beside-wire": "the wire wins, and the value misleads whoever reads it",
    "wire-into-value-only": "the wire overrides a value that the editor shows as fixed",
    "foreign-lora": "layers that do not fit are left out with no more than a warning in the server's log",
    "foreign-vae": "the VAE of another family makes a wrong picture of the latents",
    "batch-id": "the server's addresses cannot name the batch, so that its state cannot be asked for",
    "sweep-empty": "there are no sessions: the server takes the batch and runs nothing",
    "sweep-over-wire": "the wire wins: all sessions are the same",
}
"""What the server takes and then leaves out."""

SURPRISES: Final[Mapping[str, str]] = {
    "schema-drift": "a node of the server differs from ours in something that the graph relies on",
    "board-missing": "the pictures are kept, but on no board",
    "random-order": "the list is in another order each time that the graph is run",
    "nested-loops": "what comes after runs several times, with a part of the items each time",
    "unreachable-branch": "the nodes that feed the branch are never run",
    "dead-work": "the server spends time on what nobody sees",
    "all-intermediate": "no picture shows up in the gallery",
    "cached-result": "sessions end at once with a picture that is there already",
}
"""What the server runs as it is written, which is hardly what was meant."""

STOPS: Final = frozenset({*REFUSED, *FAILS, *IGNORED})
"""What is not sent: nobody means it. A submission warns of the other codes and goes on."""

CODES: Final[Mapping[str, str]] = {**REFUSED, **FAILS, **IGNORED, **SURPRISES}
"""Every code, with the reason why it is a problem."""
