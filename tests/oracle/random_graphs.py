"""Small random graphs in the server's shape: mostly right, most of them with one thing or two that may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from invokegraph import Node
from invokegraph.catalog import node_class
from invokegraph.ports import Port
from invokegraph.types import compatible
from nodes_catalog.index import TYPES

from .literals import literals_for, required_literals

Data = dict[str, Any]

LOOPS = ("iterate", "collect")
OFTEN = (
    "iterate", "iterate", "collect", "collect", "collect", "if", "integer", "integer_collection", "float", "float_collection",
    "string", "string_collection", "boolean", "boolean_collection", "image", "image_collection", "add", "range", "string_join",
    "denoise_latents", "compel", "noise", "lora_selector", "lora_collection_loader", "main_model_loader", "scheduler", "l2i", "img_resize",
    "conditioning_collection", "controlnet", "t2i_adapter", "metadata_item", "metadata", "merge_metadata", "core_metadata",
    "metadata_item_linked", "workflow_return_value", "workflow_return", "workflow_return_get", "call_saved_workflow", "string_split",
    "bounding_box", "face_off", "latents_collection", "calculate_image_tiles", "merge_tiles_to_image", "float_math", "rand_int",
    "dynamic_prompt", "prompt_from_file", "tile_to_properties", "random_range", "flux_controlnet", "ip_adapter",
)  # fmt: skip


def random_graph(random: Random, refused_early: frozenset[str]) -> Data:
    """A graph of two to seven nodes.

    Args:
        random: Where chance comes from.
        refused_early: Node types to leave out, because no graph that holds one is taken.
    """
    types = [type_ for type_ in TYPES if type_ not in refused_early]
    chosen = [random.choice(OFTEN if random.random() < 0.8 else types) for _ in range(random.randint(2, 7))]
    nodes = {f"n{place}": _node(random, f"n{place}", type_) for place, type_ in enumerate(chosen)}
    graph: Data = {"nodes": nodes, "edges": []}
    for _ in range(random.randint(1, 2 * len(nodes))):
        _add_edge(random, graph)
    _feed_the_loops(random, graph)
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        random.choice(MUTATIONS)(random, graph)
    return graph


def class_of(type_: str) -> type[Node]:
    cls = node_class(type_)
    assert cls is not None
    return cls


def taking(type_: str) -> list[Port]:
    return [port for port in class_of(type_).ports().values() if port.takes is not None]


def giving(type_: str) -> list[Port]:
    return [port for port in class_of(type_).ports().values() if port.gives is not None]


def edge(source: str, output: str, target: str, taken: str) -> Data:
    return {"source": {"node_id": source, "field": output}, "destination": {"node_id": target, "field": taken}}


def _node(random: Random, id_: str, type_: str) -> Data:
    return {"id": id_, "type": type_, **required_literals(class_of(type_)), **_label(type_)}


def _label(type_: str) -> Data:
    return {"custom_label": "label"} if "custom_label" in class_of(type_).ports() else {}


def _add_edge(random: Random, graph: Data) -> None:
    """An edge forward in the order of the nodes, nearly always between ports that fit."""
    ids = list(graph["nodes"])
    target = random.choice(ids[1:])
    source = random.choice(ids[: ids.index(target)])
    types = graph["nodes"][source]["type"], graph["nodes"][target]["type"]
    pairs = [(given, taken) for given in giving(types[0]) for taken in taking(types[1]) if taken.input != "direct"]
    if random.random() < 0.98:
        pairs = [(given, taken) for given, taken in pairs if compatible(given.gives, taken.takes)]
    if pairs:
        given, taken = random.choice(pairs)
        graph["edges"].append(edge(source, given.name, target, taken.name))


def _feed_the_loops(random: Random, graph: Data) -> None:
    """A wire into each `iterate` and `collect` that has none, where an earlier node gives something that fits."""
    ids = list(graph["nodes"])
    fed = {end["destination"]["node_id"] for end in graph["edges"]}
    for place, id_ in enumerate(ids):
        if _type(graph, id_) not in LOOPS or id_ in fed:
            continue
        taken = "collection" if _type(graph, id_) == "iterate" else "item"
        outputs = [(source, port) for source in ids[:place] for port in giving(_type(graph, source))]
        if taken == "collection":
            outputs = [(source, port) for source, port in outputs if port.gives and port.gives.kind == "list"]
        if outputs:
            source, port = random.choice(outputs)
            graph["edges"].append(edge(source, port.name, id_, taken))


def _turn_an_edge(random: Random, graph: Data) -> None:
    if graph["edges"]:
        turned = random.choice(graph["edges"])
        source, target = turned["destination"]["node_id"], turned["source"]["node_id"]
        given, taken = (
            random.choice(giving(_type(graph, source)) or [None]),
            random.choice(taking(_type(graph, target))),
        )
        if given:
            graph["edges"].append(edge(source, given.name, target, taken.name))


def _type(graph: Data, id_: str) -> str:
    type_ = graph["nodes"].get(id_, {}).get("type", "noise")
    return type_ if type_ in TYPES else "noise"


def _loop_on_oneself(random: Random, graph: Data) -> None:
    id_ = random.choice(list(graph["nodes"]))
    if given := giving(_type(graph, id_)):
        graph["edges"].append(edge(id_, random.choice(given).name, id_, random.choice(taking(_type(graph, id_))).name))


def _misname_an_end(random: Random, graph: Data) -> None:
    if graph["edges"]:
        end = random.choice(graph["edges"])[random.choice(("source", "destination"))]
        end[random.choice(("node_id", "field"))] = random.choice(
            ("nowhere", "", "value", "item", "collection", "n0", "id", "type")
        )


def _lead_into_what_every_node_has(random: Random, graph: Data) -> None:
    source, target = random.choice(list(graph["nodes"])), random.choice(list(graph["nodes"]))
    output = random.choice(("output_meta", "type", *(port.name for port in giving(_type(graph, source)))))
    graph["edges"].append(
        edge(source, output, target, random.choice(("id", "is_intermediate", "use_cache", "type", "index")))
    )


def _repeat_an_edge(random: Random, graph: Data) -> None:
    if graph["edges"]:
        graph["edges"].append(random.choice(graph["edges"]))


def _misname_a_type(random: Random, graph: Data) -> None:
    random.choice(list(graph["nodes"].values()))["type"] = random.choice(
        ("nois", "", "Noise", "string_batch", "image_generator")
    )


def _change_an_id(random: Random, graph: Data) -> None:
    node = random.choice(list(graph["nodes"].values()))
    if random.random() < 0.5:
        node.pop("id", None)
    else:
        node["id"] = random.choice(("n0", "other", "", None, 3))


def _set_an_unknown_field(random: Random, graph: Data) -> None:
    random.choice(list(graph["nodes"].values()))[random.choice(("cfg", "collectoin", "", "inputs"))] = random.choice(
        (1, None, "x", [], {})
    )


def _set_a_value(random: Random, graph: Data) -> None:
    node = random.choice(list(graph["nodes"].values()))
    port = random.choice(taking(_type(graph, node.get("id", ""))) if isinstance(node.get("id", ""), str) else [None])
    if port and port.takes:
        node[port.name] = random.choice(literals_for(port.takes, port.limits, random))


def _leave_out_what_is_required(random: Random, graph: Data) -> None:
    node = random.choice(list(graph["nodes"].values()))
    for name in required_literals(class_of(_type(graph, str(node.get("id", ""))))):
        node.pop(name, None)


def _iterate_over_a_collect(random: Random, graph: Data) -> None:
    """What the server looks at twice: the items of a collect, by way of an iterate, at their consumer."""
    last = max(graph["nodes"], key=lambda id_: len(taking(_type(graph, id_))))
    source = random.choice(list(graph["nodes"]))
    if given := giving(_type(graph, source)):
        graph["nodes"] |= {"c": {"id": "c", "type": "collect"}, "i": {"id": "i", "type": "iterate"}}
        graph["edges"] += [
            edge(source, random.choice(given).name, "c", "item"),
            edge("c", "collection", "i", "collection"),
        ]
        graph["edges"].append(edge("i", "item", last, random.choice(taking(_type(graph, last))).name))


def _chain_collects(random: Random, graph: Data) -> None:
    known = list(graph["nodes"])
    before = None
    for place in range(random.randint(2, 3)):
        id_ = f"c{place}"
        graph["nodes"][id_] = {"id": id_, "type": "collect"}
        source = random.choice(known)
        if given := giving(_type(graph, source)):
            field = random.choice(("item", "item", "collection"))
            graph["edges"].append(edge(source, random.choice(given).name, id_, field))
        if before:
            graph["edges"].append(edge(before, "collection", id_, random.choice(("collection", "collection", "item"))))
        before = id_
    last = random.choice(known)
    lists = [port for port in taking(_type(graph, last)) if port.takes and port.takes.takes_list] or taking(
        _type(graph, last)
    )
    if before:
        graph["edges"].append(edge(before, "collection", last, random.choice(lists).name))


def _feed_a_called_workflow(random: Random, graph: Data) -> None:
    """A wire from a loop into an input of a workflow that is called, which no node class declares."""
    types = {"list": "integer_collection", "loop": random.choice(LOOPS), "call": "call_saved_workflow"}
    graph["nodes"] |= {id_: {"id": id_, "type": type_} for id_, type_ in types.items()}
    source = random.choice(("list", "loop", "loop"))
    taken = random.choice(("saved_workflow_input::n::value", "saved_workflow_input::", "saved_workflow_inputs"))
    graph["edges"].append(edge("list", "collection", "loop", "collection"))
    graph["edges"].append(edge(source, random.choice(giving(types[source])).name, "call", taken))


MUTATIONS: tuple[Callable[[Random, Data], None], ...] = (
    _turn_an_edge,
    _loop_on_oneself,
    _misname_an_end,
    _lead_into_what_every_node_has,
    _repeat_an_edge,
    _misname_a_type,
    _change_an_id,
    _set_an_unknown_field,
    _set_a_value,
    _set_a_value,
    _leave_out_what_is_required,
    _iterate_over_a_collect,
    _chain_collects,
    _iterate_over_a_collect,
    _chain_collects,
    _feed_a_called_workflow,
)
