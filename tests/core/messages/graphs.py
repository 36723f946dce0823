"""What the server refuses or drops, of whole graphs, nodes and wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph import Batch, Graph, UnknownNode
from nodes_catalog import Add, DenoiseLatents, Integer, LatentsToImage, Noise, Range

if TYPE_CHECKING:
    from . import Case


def read(nodes: dict[str, dict[str, Any]], *wires: str, **more: Any) -> Graph:
    """A graph as a file holds it; a wire is written `source.output target.input`."""
    edges = [[end.split(".") for end in wire.split()] for wire in wires]
    return Graph.from_dict(
        {
            "nodes": {id_: {"id": id_, **node} for id_, node in nodes.items()},
            "edges": [
                {
                    "source": dict(zip(("node_id", "field"), source, strict=True)),
                    "destination": dict(zip(("node_id", "field"), target, strict=True)),
                }
                for source, target in edges
            ],
            **more,
        }
    )


def add(**given: Any) -> dict[str, Any]:
    return {"type": "add", **given}


CASES: list[Case] = [
    (
        "empty-graph",
        lambda: Graph.from_dict(Batch(Graph(Noise())).to_dict()),
        "the graph has no nodes [empty-graph]\n    it seems to be a batch: Batch.from_dict reads it",
    ),
    ("empty-graph", Graph, "the graph has no nodes [empty-graph]\n    name what it should make: Graph(image)"),
    (
        "duplicate-id",
        lambda: Graph(Add(id="n"), Integer(id="n")),
        "integer and add have the same id 'n', the other at FILE:LINE [duplicate-id]\n    leave the id out, or give each node its own",
    ),
    (
        "id-mismatch",
        lambda: Graph.from_dict({"nodes": {"a": add(id="b")}}),
        "the node under the key 'a' has the id 'b' of its own [id-mismatch]\n    the server wants \"id\": 'a' in the node",
    ),
    (
        "id-mismatch",
        lambda: Graph.from_dict({"nodes": {"a": add()}}),
        "the node under the key 'a' has no id of its own [id-mismatch]\n    the server wants \"id\": 'a' in the node",
    ),
    ("graph-id", lambda: read({"a": add()}, id=7), "the id of the graph is a text, not 7 [graph-id]"),
    (
        "unsendable",
        lambda: read({"a": add(note="\ud800")}),
        "a.note: the text holds half of a surrogate pair, which is no character [unsendable]",
    ),
    (
        "dangling-edge",
        lambda: read({"a": add()}, "nowhere.value a.a"),
        "the edge nowhere.value -> a.a ends at 'nowhere', which is no node of the graph [dangling-edge]",
    ),
    (
        "cycle",
        lambda: read({"a": add(), "b": add()}, "a.value b.a", "b.value a.a"),
        "a -> b -> a is a cycle: each waits for the other [cycle]\n    one of these wires has to go, for example b.value -> a.a",
    ),
    ("node-rule", lambda: Graph(Range(start=5, stop=1)), "range: stop (1) has to be above start (5) [node-rule]"),
    (
        "unknown-node-type",
        lambda: Graph(UnknownNode("noize", id="n")),
        "n: there is no node type 'noize' [unknown-node-type]\n    did you mean noise?",
    ),
    (
        "editor-only-node",
        lambda: read({"n": {"type": "integer_batch"}}),
        "n: integer_batch exists for the editor only, the server cannot run it [editor-only-node]\n    sweep over its values with Batch",
    ),
    (
        "missing-input",
        lambda: Graph(LatentsToImage(latents=DenoiseLatents(noise=Noise().noise).latents)),
        "denoise_latents.positive_conditioning needs a wire of ConditioningField or list[ConditioningField] [missing-input]\n    no output in this graph fits",
    ),
    (
        "unknown-input",
        lambda: read({"n": {"type": "noise", "sead": 1}}),
        "n: noise has no input 'sead'; the server drops it without a word [unknown-input]\n    did you mean seed?",
    ),
    (
        "unknown-input",
        lambda: read({"n": {"type": "noise"}, "i": {"type": "integer"}}, "i.value n.sead"),
        "i.value -> n.sead: noise has no input 'sead' [unknown-input]\n    did you mean seed?",
    ),
    (
        "unknown-output",
        lambda: read({"n": {"type": "noise"}, "i": {"type": "integer"}}, "i.valeu n.seed"),
        "i.valeu -> n.seed: integer has no output 'valeu' [unknown-output]\n    did you mean value?",
    ),
    (
        "value-refused",
        lambda: read({"n": {"type": "noise", "width": 513}}),
        "n.width takes int above 0, a multiple of 8, not 513 [value-refused]",
    ),
    (
        "value-refused",
        lambda: read({"n": {"type": "noise", "noise_type": "gaussian"}}),
        "n.noise_type takes one of 'SD', 'FLUX', 'FLUX.2', 'SD3', 'CogView4', 'Z-Image', 'Anima', not 'gaussian' [value-refused]",
    ),
    (
        "incompatible-wire",
        lambda: read({"n": {"type": "noise"}, "f": {"type": "float"}, "i": {"type": "integer"}}, "f.value n.seed"),
        "f.value -> n.seed: the output gives float, the input takes int [incompatible-wire]\n    outputs in this graph that fit: i.value",
    ),
    (
        "several-wires",
        lambda: read({"a": add(), "i": {"type": "integer"}, "j": {"type": "integer"}}, "i.value a.a", "j.value a.a"),
        "a.a has 2 wires (i.value, j.value); the server runs all and uses the last [several-wires]\n    keep one wire, or gather them with collect",
    ),
    (
        "value-beside-wire",
        lambda: read({"a": add(a=7), "i": {"type": "integer"}}, "i.value a.a"),
        "a.a has the value 7 beside a wire, which overrides it [value-beside-wire]\n    leave out the value",
    ),
    (
        "wire-into-value-only",
        lambda: read({"a": add(), "b": {"type": "boolean"}}, "b.value a.use_cache"),
        "b.value -> a.use_cache: the input takes a value only; the wire would override it behind the editor's back [wire-into-value-only]",
    ),
]
