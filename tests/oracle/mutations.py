"""Every rule of the server broken by name: each mutation adds one mistake to a good batch and touches nothing that another one does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from invokegraph import Batch, Graph, Model, Output
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    DenoiseLatents,
    Image,
    ImageField,
    ImageResize,
    Integer,
    IntegerCollection,
    Iterate,
    LatentsToImage,
    MainModelLoader,
    Noise,
    String,
    StringJoin,
)

from .random_batches import RETURN, WORKFLOW
from .random_graphs import edge

Data = dict[str, Any]


class Mutation(NamedTuple):
    """One mistake.

    Attributes:
        name: What it is.
        code: The code of the problem that tells it.
        make: Adds it to a batch.
    """

    name: str
    code: str
    make: Callable[[Data], None]


def good_batches() -> dict[str, Data]:
    """Batches in the server's shape that have no problem."""
    loader = MainModelLoader(model=Model("m", base="sd-1"))
    noise = Noise(seed=3)
    positive, negative = Compel(prompt="a", clip=loader.clip), Compel(prompt="", clip=loader.clip)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=noise.noise,
    )
    picture = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))
    each: Output[int] = Iterate(collection=IntegerCollection(collection=[1, 2]).collection).outputs["item"]
    loop = Graph(Iterate(collection=Collect(item=Add(a=each, b=2).value).collection))
    text = String(value="b")
    resize = ImageResize(image=ImageField(image_name="a.png"), width=Integer(value=64).value, height=64)
    return {
        "a picture": Batch(picture).sweep(noise, seed=[1, 2]).sweep(positive, prompt=["a", "b"]).to_dict(),
        "a loop": Batch(loop, runs=2).to_dict(),
        "texts": Batch(Graph(StringJoin(string_left="a", string_right=text.value))).sweep(text, value=["c"]).to_dict(),
        "images": Batch(Graph(resize, Image(image=ImageField(image_name="b")))).sweep(resize, height=[8, 16]).to_dict(),
        "no sweep": Batch(Graph(Noise(), Noise(), String())).to_dict(),
    }


def _graph(nodes: Data, *edges: str) -> Callable[[Data], None]:
    """Add nodes, by id a type with values, and edges like `a.value -> b.value`."""

    def make(batch: Data) -> None:
        for id_, node in nodes.items():
            batch["graph"]["nodes"][id_] = {"id": id_, **node} if "id" not in node else dict(node)
        for text in edges:
            ends = [end.rpartition(".") for end in text.split(" -> ")]
            batch["graph"]["edges"].append(edge(ends[0][0], ends[0][2], ends[1][0], ends[1][2]))

    return make


def _sweep(*group: tuple[str, str, list[Any]], node: str = "integer", id_: str = "") -> Callable[[Data], None]:
    """Add a node and a group of sweeps over it: node, input and values."""

    def make(batch: Data) -> None:
        batch["graph"]["nodes"][id_] = {"id": id_, "type": node}
        added = [{"node_path": path, "field_name": name, "items": items} for path, name, items in group]
        batch["data"] = [*(batch.get("data") or []), added]

    return make


def _entry(name: str, value: object) -> Callable[[Data], None]:
    def make(batch: Data) -> None:
        batch[name] = value

    return make


def _graph_entry(name: str, value: object) -> Callable[[Data], None]:
    def make(batch: Data) -> None:
        batch["graph"][name] = value

    return make


def _no_id(batch: Data) -> None:
    batch["graph"]["nodes"]["m2"] = {"type": "string"}


def _twice(batch: Data) -> None:
    batch["graph"]["nodes"]["s1"] = {"id": "s1", "type": "integer"}
    datum = {"node_path": "s1", "field_name": "value", "items": [1]}
    batch["data"] = [*(batch.get("data") or []), [datum], [datum]]


MUTATIONS = (
    Mutation("another id", "id-mismatch", _graph({"m1": {"id": "other", "type": "string"}})),
    Mutation("no id", "id-mismatch", _no_id),
    Mutation("a graph id of another kind", "graph-id", _graph_entry("id", 3)),
    Mutation("half a character as id", "unsendable", _graph({"\ud800": {"type": "string"}})),
    Mutation("half a character as destination", "unsendable", _entry("destination", "\udc00")),
    Mutation("an edge from nowhere", "dangling-edge", _graph({"d1": {"type": "integer"}}, "nowhere.value -> d1.value")),
    Mutation("an edge to nowhere", "dangling-edge", _graph({"d2": {"type": "integer"}}, "d2.value -> nowhere.value")),
    Mutation("a cycle", "cycle", _graph({"y1": {"type": "add"}, "y2": {"type": "add"}}, "y1.value -> y2.a", "y2.value -> y1.a")),
    Mutation("a wire to oneself", "cycle", _graph({"y3": {"type": "add"}}, "y3.value -> y3.a")),
    Mutation("a range that ends early", "node-rule", _graph({"r1": {"type": "range", "start": 3, "stop": 3}})),
    Mutation("a division by zero", "node-rule", _graph({"r2": {"type": "integer_math", "operation": "DIV", "b": 0}})),
    Mutation("a step range that is turned", "node-rule", _graph({"r3": {"type": "ip_adapter", "begin_step_percent": 0.9, "end_step_percent": 0.1}})),
    Mutation("no custom label", "node-rule", _graph({"r4": {"type": "metadata_item_linked"}})),
    Mutation("a type that nobody knows", "unknown-node-type", _graph({"t1": {"type": "nois"}})),
    Mutation("no type", "unknown-node-type", _graph({"t2": {"type": ""}})),
    Mutation("a batch node of the editor", "editor-only-node", _graph({"e1": {"type": "string_batch"}})),
    Mutation("a generator of the editor", "editor-only-node", _graph({"e2": {"type": "image_generator"}})),
    Mutation("an output that is not there", "unknown-output", _graph({"o1": {"type": "noise"}, "o2": {"type": "integer"}}, "o1.seed -> o2.value")),
    Mutation("an input that is not there", "unknown-input", _graph({"o3": {"type": "integer"}, "o4": {"type": "noise"}}, "o3.value -> o4.sed")),
    Mutation("a required value left out", "missing-input", _graph({"o5": {"type": "sd3_model_loader"}})),
    Mutation("a value of another kind", "value-refused", _graph({"v1": {"type": "noise", "width": "wide"}})),
    Mutation("a value out of range", "value-refused", _graph({"v2": {"type": "noise", "width": 0}})),
    Mutation("a value off the step", "value-refused", _graph({"v3": {"type": "noise", "width": 513}})),
    Mutation("a choice that is none", "value-refused", _graph({"v4": {"type": "denoise_latents", "scheduler": "quick"}})),
    Mutation("a null for a value", "value-refused", _graph({"v5": {"type": "noise", "seed": None}})),
    Mutation("half a character as value", "value-refused", _graph({"v6": {"type": "string", "value": "\ud800"}})),
    Mutation("a list for one value", "value-refused", _graph({"v7": {"type": "noise", "seed": [1]}})),
    Mutation("a text for a number", "incompatible-wire", _graph({"w1": {"type": "string"}, "w2": {"type": "noise"}}, "w1.value -> w2.seed")),
    Mutation("a fraction for an integer", "incompatible-wire", _graph({"w3": {"type": "float"}, "w4": {"type": "noise"}}, "w3.value -> w4.seed")),
    Mutation("noise for an image", "incompatible-wire", _graph({"w5": {"type": "noise"}, "w6": {"type": "img_resize"}}, "w5.noise -> w6.image")),
    Mutation("a loop over nothing", "iterate-collection", _graph({"i1": {"type": "iterate"}})),
    Mutation("a loop over a value", "iterate-collection", _graph({"i2": {"type": "iterate", "collection": [1]}})),
    Mutation("a loop over what may be a list", "iterate-collection", _graph({"i3": {"type": "if"}, "i4": {"type": "iterate"}}, "i3.value -> i4.collection")),
    Mutation("a loop over two lists", "iterate-collection", _graph({"i5": {"type": "integer_collection"}, "i6": {"type": "iterate"}}, "i5.collection -> i6.collection", "i5.collection -> i6.collection")),
    Mutation("an item where it does not fit", "iterate-item", _graph({"i7": {"type": "string_collection"}, "i8": {"type": "iterate"}, "i9": {"type": "noise"}}, "i7.collection -> i8.collection", "i8.item -> i9.seed")),
    Mutation("a collect of nothing", "collect-unwired", _graph({"c1": {"type": "collect"}})),
    Mutation("a collect of what is no list", "collect-collection", _graph({"c2": {"type": "integer"}, "c3": {"type": "collect"}}, "c2.value -> c3.collection")),
    Mutation("a collect of two kinds", "collect-mixed", _graph({"c4": {"type": "integer"}, "c5": {"type": "string"}, "c6": {"type": "collect"}}, "c4.value -> c6.item", "c5.value -> c6.item")),
    Mutation("a collect of schedulers", "collect-mixed", _graph({"c7": {"type": "scheduler"}, "c8": {"type": "collect"}}, "c7.scheduler -> c8.item")),
    Mutation("a collect for others", "collect-consumer", _graph({"c9": {"type": "integer"}, "ca": {"type": "collect"}, "cb": {"type": "float_collection"}}, "c9.value -> ca.item", "ca.collection -> cb.collection")),
    Mutation("no runs", "batch-runs", _entry("runs", 0)),
    Mutation("a batch id of another kind", "batch-text", _entry("batch_id", None)),
    Mutation("an origin of another kind", "batch-text", _entry("origin", 3)),
    Mutation("a workflow without parts", "batch-workflow", _entry("workflow", {})),
    Mutation("a sweep of no node", "sweep-unknown", _sweep(("nowhere", "value", [1]), id_="s2")),
    Mutation("a sweep of no input", "sweep-unknown", _sweep(("s3", "number", [1]), id_="s3")),
    Mutation("a sweep of further metadata", "sweep-unknown", _sweep(("s4", "number", [1]), node="core_metadata", id_="s4")),
    Mutation("an input swept twice", "sweep-twice", _twice),
    Mutation("lengths that differ", "sweep-lengths", _sweep(("s5", "seed", [1, 2]), ("s5", "width", [8]), node="noise", id_="s5")),
    Mutation("nothing beside something", "sweep-lengths", _sweep(("s6", "seed", []), ("s6", "width", [8]), node="noise", id_="s6")),
    Mutation("a model as item", "sweep-item", _sweep(("s7", "value", [{"key": "k"}]), id_="s7")),
    Mutation("a null as item", "sweep-item", _sweep(("s8", "value", [1, None]), id_="s8")),
    Mutation("items of two kinds", "sweep-item", _sweep(("s9", "value", [1, "a"]), node="metadata_item", id_="s9")),
    Mutation("lists in lists", "sweep-item", _sweep(("sa", "collection", [[[1]]]), node="integer_collection", id_="sa")),
    Mutation("half a character as item", "unsendable", _sweep(("sb", "value", ["\ud800"]), node="string", id_="sb")),
)  # fmt: skip

OTHER_WORKFLOWS: dict[str, Any] = {
    "a list": [],
    "two returns": {**WORKFLOW, "nodes": [RETURN, RETURN]},
    "a version that is none": {**WORKFLOW, "meta": {"version": "3", "category": "user"}},
    "a category that is none": {**WORKFLOW, "meta": {"version": "3.0.0", "category": "mine"}},
    "nodes by their ids": {**WORKFLOW, "nodes": {}},
    "a form that is none": {**WORKFLOW, "form": []},
    "a field that is none": {**WORKFLOW, "exposedFields": [{"nodeId": "n"}]},
}
"""Workflows that the server refuses, each for another reason."""
