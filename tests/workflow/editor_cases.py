"""Workflows that the editor and we have to read alike, and some that we read otherwise, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph import WorkflowDefinition
from invokegraph.workflow.reading import without_defaults

from .making import connector, edge, invocation, workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

Workflow = dict[str, Any]

MODEL: Final = {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "main"}
THREE: Final = invocation("a", "integer", value=3)
ADD: Final = invocation("b", "add", a=1, b=2)


def of_version(node: Workflow, version: str) -> Workflow:
    return {**node, "data": {**node["data"], "version": version}}


def with_data(node: Workflow, **data: Any) -> Workflow:
    return {**node, "data": {**node["data"], **data}}


def batch_node(id_: str, kind: str, items: list[Any], group: str | None = "None") -> Workflow:
    grouped = {} if group is None else {"batch_group_id": group}
    return invocation(id_, f"{kind}_batch", **{f"{kind}s": items}, **grouped)


def generated(kind: str, value: Workflow) -> Workflow:
    """A generator, its batch node, and what that is wired to."""
    target, field = {"integer": ("add", "a"), "float": ("float", "value"), "string": ("string", "value")}[kind]
    nodes = [
        batch_node("i", kind, []),
        invocation(
            "g", f"{kind}_generator", generator={"type": f"{kind}_generator_{value['type']}"} | without_type(value)
        ),
        invocation("b", target),
    ]
    return workflow(nodes, f"g.{kind}s -> i.{kind}s", f"i.value -> b.{field}")


def without_type(value: Workflow) -> Workflow:
    return {name: each for name, each in value.items() if name != "type"}


def old(node: Workflow, version: str, **types: str | Workflow) -> Workflow:
    """A node as the first versions of the format had it."""
    data = {**node["data"], "outputs": {}}
    if version == "1.0.0":
        data = {name: value for name, value in data.items() if name != "nodePack"} | {"embedWorkflow": False}
    data["inputs"] = {
        name: {**field, "id": f"id-{name}", "fieldKind": "input", "type": types[name]}
        for name, field in data["inputs"].items()
    }
    return {**node, "width": 320, "height": 200, "data": data}


def type_2(name: str) -> Workflow:
    return {"name": name, "isCollection": False, "isCollectionOrScalar": False}


def form(*fields: tuple[str, str]) -> Workflow:
    elements: Workflow = {
        f"f{place}": {
            "id": f"f{place}",
            "type": "node-field",
            "parentId": "root",
            "data": {"fieldIdentifier": {"nodeId": node, "fieldName": field}, "showDescription": False},
        }
        for place, (node, field) in enumerate(fields)
    }
    root = {"id": "root", "type": "container", "data": {"layout": "column", "children": list(elements)}}
    return {"rootElementId": "root", "elements": {"root": root, **elements}}


def images(version: str, **inputs: list[str]) -> Workflow:
    named = {name: [{"image_name": each} for each in names] for name, names in inputs.items()}
    return of_version(invocation("h", "image_collection", **named), version)


NOTE: Final = {
    "id": "n",
    "type": "notes",
    "position": {"x": 0, "y": 0},
    "data": {"id": "n", "type": "notes", "label": "Note", "isOpen": True, "notes": "hello"},
}

SAME: Final[dict[str, Workflow]] = {
    "connectors": workflow(
        [THREE, ADD, invocation("c", "add", a=5, b=6), connector("x"), connector("y"), connector("z")],
        "a.value -> x.in", "x.out -> y.in", "y.out -> b.a", "x.out -> c.b", "z.out -> c.a",
    ),
    "a connector that is fed twice": workflow(
        [THREE, invocation("a2", "integer", value=4), ADD, connector("x")],
        "a.value -> x.in", "a2.value -> x.in", "x.out -> b.a",
    ),
    "connectors against the order": workflow(
        [THREE, ADD, connector("x"), connector("y")], "y.out -> b.a", "x.out -> y.in", "a.value -> x.in"
    ),
    "one wire, straight and around": workflow(
        [THREE, ADD, connector("x")], "a.value -> x.in", "x.out -> b.a", "a.value -> b.a"
    ),
    "a ring of connectors": workflow(
        [ADD, connector("x"), connector("y")], "x.out -> y.in", "y.out -> x.in", "y.out -> b.a"
    ),
    "a note": workflow([THREE, NOTE]),
    "a loop": workflow(
        [invocation("r", "range", start=0, stop=3), invocation("i", "iterate"), ADD, invocation("c", "collect")],
        "r.collection -> i.collection", "i.item -> b.a", "b.value -> c.item",
    ),
    "the same wire twice": workflow([THREE, ADD], "a.value -> b.a", "a.value -> b.a"),
    "drawn wires": workflow([THREE, ADD], "a.value -> b.a")
    | {"edges": [edge("a.value -> b.a", hidden=True), {"id": "e", "type": "collapsed", "source": "a", "target": "b"}]},
    "inputs that are missing": workflow([invocation("b", "add"), invocation("n", "noise", seed=5)]),
    "inputs that are missing in a node of today": workflow([of_version(invocation("b", "add"), "1.0.1")]),
    "inputs that there are no longer": workflow([invocation("b", "add", a=1, c=7)]),
    "null": workflow([invocation("b", "add", a=None, b=3), invocation("p", "compel", prompt=None)]),
    "null for a model": workflow([invocation("g", "main_model_loader", model=None)]),
    "numbers of the other kind": workflow([invocation("f", "float", value=1), invocation("g", "integer", value=2.5)]),
    "a text for a number": workflow([invocation("g", "integer", value="7")]),
    "lists": workflow(
        [
            invocation("g", "float_collection", collection=[1, 2.5]),
            invocation("h", "string_collection", collection=["a", "b"]),
            invocation("i", "integer_collection", collection=[]),
        ]
    ),
    "objects": workflow(
        [
            invocation("g", "color", color={"r": 1, "g": 2, "b": 3, "a": 4}),
            invocation("i", "image", image={"image_name": "x.png"}),
            invocation("m", "main_model_loader", model={**MODEL, "submodel_type": "unet"}),
            invocation("l", "lora_collection_loader", loras=[{"lora": {**MODEL, "type": "lora"}, "weight": 0.5}]),
        ]
    ),
    "boards": workflow(
        [
            invocation("a", "l2i", board="auto"),
            invocation("b", "l2i", board="none"),
            invocation("c", "l2i"),
            invocation("d", "l2i", board=None),
        ]
    ),
    "metadata": workflow(
        [
            invocation(
                "m", "core_metadata", seed=7, extra="x", nothing=None, controlnets=None, loras=[{"model": MODEL, "weight": 0.5}]
            )
        ]
    ),
    "flags": workflow(
        [with_data(ADD, useCache=False, isIntermediate=True), invocation("c", "add", use_cache=False, is_intermediate=True)]
    ),
    "nodes of another major version": workflow(
        [
            of_version(invocation("d", "denoise_latents", steps=3, gone=4), "0.9.0"),
            of_version(invocation("f", "flux_denoise", num_steps=3, gone=4), "99.0.0"),
        ]
    ),
    "images of before": workflow([images("1.0.0", images=["x.png"])]),
    "images where a wire feeds the collection": workflow(
        [
            of_version(invocation("r", "image_collection", images=[{"image_name": "x.png"}]), "1.0.2"),
            images("1.0.1", collection=["y.png"]),
        ],
        "r.collection -> h.collection",
    ),
    "images beside a collection": workflow([images("1.0.0", collection=["y.png"], images=["x.png"])]),
    "images of today": workflow([images("1.0.2", collection=["y.png"])]),
    "a batch": workflow([batch_node("i", "integer", [1, 2]), ADD], "i.value -> b.a"),
    "a batch for two inputs": workflow([batch_node("i", "integer", [1, 2]), ADD], "i.value -> b.a", "i.value -> b.b"),
    "batches in groups": workflow(
        [
            batch_node("i", "integer", [1, 2], "Group 1"),
            batch_node("s", "string", ["x", "y"], "Group 1"),
            batch_node("f", "float", [0.5, 1], "Group 2"),
            batch_node("g", "image", [{"image_name": "x.png"}]),
            ADD,
            invocation("t", "string", value="v"),
            invocation("n", "float", value=0.1),
            invocation("p", "image"),
        ],
        "i.value -> b.a", "s.value -> t.value", "f.value -> n.value", "g.image -> p.image", "i.value -> b.b",
    ),
    "batches that name no group": workflow(
        [batch_node("i", "integer", [1, 2], None), batch_node("j", "integer", [3, 4], None), ADD],
        "i.value -> b.a", "j.value -> b.b",
    ),
    "batches in a group of another name": workflow(
        [batch_node("i", "integer", [1, 2], "Group 7"), batch_node("j", "integer", [3, 4], "Group 7"), ADD],
        "i.value -> b.a", "j.value -> b.b",
    ),
    "a batch wired to nothing": workflow([batch_node("i", "integer", [1, 2]), ADD]),
    "integers for a number": workflow(
        [batch_node("i", "integer", [1, 2]), invocation("b", "float", value=1)], "i.value -> b.value"
    ),
    "a batch of nothing": workflow([batch_node("i", "integer", []), ADD], "i.value -> b.a"),
    "a form": workflow([THREE], form=form(("a", "value"))),
    "exposed fields": workflow([THREE]) | {"exposedFields": [{"nodeId": "a", "fieldName": "value"}]},
    "version 3": workflow([THREE], version="3.0.0"),
    "version 2": workflow(
        [
            old(THREE, "2.0.0", value=type_2("IntegerField")),
            old(invocation("i", "image", image={"image_name": "x.png"}), "2.0.0", image=type_2("ImageField")),
        ],
        version="2.0.0",
    ),
    "version 1": workflow(
        [
            old(THREE, "1.0.0", value="integer"),
            old(invocation("p", "compel", prompt="hello"), "1.0.0", prompt="string"),
            old(invocation("s", "scheduler", scheduler="ddim"), "1.0.0", scheduler="Scheduler"),
        ],
        version="1.0.0",
    ),
    **{
        f"generator {place} of {kind}s": generated(kind, value)
        for kind, values in {
            "integer": [
                {"type": "arithmetic_sequence"},
                {"type": "arithmetic_sequence", "start": 3, "step": -2, "count": 4},
                {"type": "arithmetic_sequence", "start": 1, "step": 0, "count": 5},
                {"type": "linear_distribution", "start": 0, "end": 5, "count": 3},
                {"type": "linear_distribution", "start": 0, "end": -5, "count": 3},
                {"type": "linear_distribution", "start": 2, "end": 7, "count": 0},
                {"type": "random_distribution_uniform", "min": 0, "max": 9, "count": 700, "seed": 7},
                {"type": "random_distribution_uniform", "min": 0, "max": 9, "seed": -1},
                {"type": "parse_string"},
                {"type": "parse_string", "input": "1, 2,x, 3.7,,4e2,5px,-6,+7", "splitOn": ","},
                {"type": "parse_string", "input": "1\n2\n-3", "splitOn": "\\n"},
                {"type": "parse_string", "input": " 1_000 , inf , nan,0x10, 1.", "splitOn": ","},
            ],
            "float": [
                {"type": "arithmetic_sequence"},
                {"type": "arithmetic_sequence", "values": [1, 2.5]},
                {"type": "linear_distribution", "start": 0, "end": 5, "count": 4},
                {"type": "linear_distribution", "count": 0},
                {"type": "random_distribution_uniform", "min": 0, "max": 9, "count": 4, "seed": 4294967295},
                {"type": "parse_string"},
                {"type": "parse_string", "input": "1, .5, 2.,x, 3.7,,4e2,5px,-6,1e,1_0", "splitOn": ","},
            ],
            "string": [
                {"type": "parse_string"},
                {"type": "parse_string", "input": "a, b ,,c"},
                {"type": "parse_string", "input": "a||b", "splitOn": "||"},
                {"type": "parse_string", "input": "a\tb", "splitOn": "\\t"},
                {"type": "parse_string", "input": "ab", "splitOn": ""},
                {"type": "parse_string", "input": 'a"b', "splitOn": '"'},
                {"type": "parse_string", "input": "", "splitOn": ","},
            ],
        }.items()
        for place, value in enumerate(values)
    },
}  # fmt: skip
"""Workflows of which we make the batch that the editor queues."""

OTHERWISE: Final[dict[str, tuple[str, Workflow]]] = {
    "two wires into one input": (
        "the editor drops the second; we keep both, and `problems` tells of them",
        workflow([THREE, invocation("a2", "integer", value=4), ADD], "a.value -> b.a", "a2.value -> b.a"),
    ),
    "a wire of another type": (
        "the editor drops wires that it would not draw, some of which the server takes; we keep them",
        workflow([invocation("a", "boolean", value=True), ADD], "a.value -> b.a"),
    ),
    "a node type that is unknown": (
        "the editor leaves the node out; we keep it, and `problems` tells of it",
        workflow([THREE, invocation("u", "no_such_node", x=3)], "a.value -> u.x"),
    ),
    "a list of booleans": (
        "the editor has no such value and drops it",
        workflow([invocation("g", "boolean_collection", collection=[True, False])]),
    ),
    "an object of another type": (
        "the editor takes an object without a type that it does not know for a generator of numbers",
        workflow(
            [invocation("g", "crop_image_to_bounding_box", bounding_box={"x_min": 0, "y_min": 0, "x_max": 5, "y_max": 5})]
        ),
    ),
    "a model without a key": (
        "the editor takes it for no model; we keep its name, by which a server may know it",
        workflow([invocation("g", "main_model_loader", model={**MODEL, "key": ""})]),
    ),
    "images that moved": (
        "the editor leaves an empty list where they were; we leave nothing, which is the same to the node",
        workflow([images("1.0.0", collection=["y.png"])]),
    ),
    "a batch through a connector": (
        "the editor sends the id of the connector, and the server refuses the batch; we follow the wire",
        workflow([batch_node("i", "integer", [1, 2]), connector("x"), ADD], "i.value -> x.in", "x.out -> b.a"),
    ),
    "a batch for a list": (
        "the editor does not draw such a wire; the server takes lists of numbers from it",
        workflow(
            [batch_node("i", "integer", [1, 2]), invocation("b", "integer_collection", collection=[1])],
            "i.value -> b.collection",
        ),
    ),
    "models of version 1": (
        "the editor makes generators of numbers of them; we keep the name",
        workflow(
            [
                old(
                    invocation("m", "main_model_loader", model={"model_name": "abc", "base_model": "sd-1", "model_type": "main"}),
                    "1.0.0",
                    model="MainModelField",
                )
            ],
            version="1.0.0",
        ),
    ),
    "models of version 2": (
        "the editor drops them; we keep them",
        workflow([old(invocation("m", "main_model_loader", model=MODEL), "2.0.0", model=type_2("MainModelField"))], version="2.0.0"),
    ),
}  # fmt: skip
"""Workflows that we read otherwise, with the reason."""

CASES: Final = SAME | {name: made for name, (_, made) in OTHERWISE.items()}


def differences(made: Workflow, answer: Mapping[str, Any]) -> list[str]:
    """What our batch has otherwise than that which the editor posted."""
    batch = WorkflowDefinition.from_dict(made).batch().to_dict()
    ours: Workflow = batch["graph"]
    nodes, expected = _nodes(ours), _nodes(answer["graph"])
    found = [f"{id_} is only in one" for id_ in sorted(nodes.keys() ^ expected.keys())]
    for id_ in nodes.keys() & expected.keys():
        here, there = nodes[id_], expected[id_]
        found += [
            f"{id_}.{name}: {here.get(name, 'nothing')!r} is not {there.get(name, 'nothing')!r}"
            for name in sorted(here.keys() | there.keys())
            if repr(here.get(name, "nothing")) != repr(there.get(name, "nothing"))
        ]
    if (edges := _edges(ours)) != (theirs := _edges(answer["graph"])):
        found.append(f"edges: {edges} are not {theirs}")
    if repr(data := _plain(batch.get("data") or [])) != repr(axes := _plain(answer["data"] or [])):
        found.append(f"data: {data} is not {axes}")
    return found


def _nodes(graph: Workflow) -> Workflow:
    """The nodes without what is default, which the editor writes and we do not."""
    return {id_: _plain(without_defaults(node)) for id_, node in graph["nodes"].items()}


def _edges(graph: Workflow) -> list[tuple[str, ...]]:
    ends = [(each["source"], each["destination"]) for each in graph["edges"]]
    return sorted((source["node_id"], source["field"], to["node_id"], to["field"]) for source, to in ends)


def _plain(value: Any) -> Any:
    """A value whose numbers are as JavaScript has them: 1.0 is 1; and whose objects are in order."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(value[name]) for name in sorted(value)}
    return [_plain(each) for each in value] if isinstance(value, list) else value
