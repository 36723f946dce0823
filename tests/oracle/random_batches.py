"""Random batches in the server's shape over nodes of the whole catalog: mostly right, many with a thing or two that may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from invokegraph.batch import why_not_swept
from invokegraph.validation.nodes import EDITOR_ONLY
from nodes_catalog.index import TYPES

from .literals import OBJECTS, SCALARS, literals_for, required_literals
from .random_graphs import LOOPS, OFTEN, class_of, random_graph, taking

Data = dict[str, Any]

SWEPT = sorted(set(TYPES) - EDITOR_ONLY - set(LOOPS) - {"prompt_from_file"})
ALIKE: tuple[tuple[Any, ...], ...] = (
    (0, 1, 2, -7, 10**30, 0.5, 1e300, True, False),
    ("", "a", "7", "nan", "ä", "\ud800", "x" * 300),
    ({"image_name": "a"}, {"image_name": "b", "width": 1}, {"image_name": "c", "video_name": "c"}, {"image_name": "d", "video_name": 3}),
    ({"video_name": "a"}, {"video_name": "b", "x": None}, {"image_name": None, "video_name": "c"}),
    ([], [1], [1, "a"], [{"image_name": "a"}], [True], ["a", 0.5, {"video_name": "v"}]),
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None,
    [None],
    [[1]],
    [[]],
    {},
    {"a": 1},
    {"image_name": 3},
    {"board_id": "b"},
    [{"a": 1}],
    {"image_name": None},
)
WORKFLOW: Data = {
    "name": "", "author": "", "description": "", "version": "", "contact": "", "tags": "", "notes": "", "exposedFields": [],
    "meta": {"version": "3.0.0", "category": "user"}, "nodes": [], "edges": [], "form": None,
}  # fmt: skip
RETURN: Data = {"type": "invocation", "data": {"type": "workflow_return"}}


def random_batch(random: Random) -> Data:
    """A batch of up to four axes over a graph of one to four nodes, now and then over one with wires and mistakes."""
    graph = random_graph(random, EDITOR_ONLY) if random.random() < 0.15 else _nodes(random)
    data = [[_datum(random, graph) for _ in range(random.choice((1, 1, 2)))] for _ in range(random.randint(1, 4))]
    taken: set[tuple[str, str]] = set()
    for group in data:
        group[:] = [datum for datum in group if (pair := (datum["node_path"], datum["field_name"])) not in taken and not taken.add(pair)]  # fmt: skip
        shortest = min((len(datum["items"]) for datum in group), default=0)
        for datum in group:
            datum["items"] = datum["items"][:shortest]
    batch: Data = {"graph": graph, "runs": random.choice((1, 1, 2, 10**6)), "data": [group for group in data if group]}
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        random.choice(MUTATIONS)(random, batch)
    return batch


def _nodes(random: Random) -> Data:
    types = [random.choice(SWEPT if random.random() < 0.7 else OFTEN) for _ in range(random.randint(1, 4))]
    types = [type_ for type_ in types if type_ in SWEPT] or ["integer"]
    label = {"custom_label": "label"}
    return {
        "nodes": {
            f"n{place}": {
                "id": f"n{place}",
                "type": type_,
                **required_literals(class_of(type_)),
                **(label if "custom_label" in class_of(type_).ports() else {}),
            }
            for place, type_ in enumerate(types)
        },
        "edges": [],
    }


def _datum(random: Random, graph: Data) -> Data:
    id_ = random.choice([*graph["nodes"]])
    type_ = graph["nodes"][id_].get("type", "")
    port = random.choice(taking(type_ if type_ in TYPES else "noise"))
    assert port.takes is not None
    count = random.randint(1, 4)
    some = literals_for(port.takes, port.limits, random)
    fitting = [value for value in some if not why_not_swept(port, value)]
    match random.randint(0, 4):
        case 0:
            items = [random.choice(some)] * count
        case 1:
            items = random.choices(random.choice(ALIKE), k=count)
        case _:
            items = [random.choice(fitting or some)] * count
    return {"node_path": id_, "field_name": port.name, "items": items}


def _some_datum(random: Random, batch: Data) -> Data:
    data = [datum for group in batch.get("data") or [] if isinstance(group, list) for datum in group]
    return random.choice([datum for datum in data if isinstance(datum, dict)] or [{"items": []}])


def _an_odd_item(random: Random, batch: Data) -> None:
    items = _some_datum(random, batch).get("items")
    if isinstance(items, list):
        items.insert(random.randint(0, len(items)), random.choice((*ODD, *SCALARS, *OBJECTS)))


def _another_item(random: Random, batch: Data) -> None:
    items = _some_datum(random, batch).get("items")
    if isinstance(items, list) and items:
        items[random.randrange(len(items))] = random.choice((*ODD, *SCALARS, *OBJECTS))


def _odd_items(random: Random, batch: Data) -> None:
    _some_datum(random, batch)["items"] = random.choice(
        ([], None, "abc", {}, 3, [1, 2.5, True], ["a", 1], [[1], "a"], [{"image_name": "a"}, {"video_name": "a"}])
    )


def _no_items(random: Random, batch: Data) -> None:
    _some_datum(random, batch).pop("items", None)


def _misname_a_node(random: Random, batch: Data) -> None:
    _some_datum(random, batch)["node_path"] = random.choice(("nowhere", "", "n0", "n1", None, 3, "\ud800"))


def _misname_a_field(random: Random, batch: Data) -> None:
    _some_datum(random, batch)["field_name"] = random.choice(
        (
            "id",
            "type",
            "use_cache",
            "is_intermediate",
            "board",
            "metadata",
            "nothing",
            "",
            None,
            0,
            "image",
            "collection",
            "index",
            "model_config",
        )
    )


def _sweep_twice(random: Random, batch: Data) -> None:
    if isinstance(batch.get("data"), list):
        batch["data"].append([dict(_some_datum(random, batch))])


def _join_axes(random: Random, batch: Data) -> None:
    data = batch.get("data")
    if isinstance(data, list) and len(data) > 1 and all(isinstance(group, list) for group in data[:2]):
        data[:2] = [data[0] + data[1]]


def _say_more(random: Random, batch: Data) -> None:
    random.choice((batch, _some_datum(random, batch)))[random.choice(("more", "", "workflow_id"))] = random.choice(
        SCALARS
    )


def _odd_data(random: Random, batch: Data) -> None:
    batch["data"] = random.choice((None, [], [[]], {}, "x", [None], [{}], [[None]], [["x"]], [[[]]], [[{}]], [[], []]))


def _odd_runs(random: Random, batch: Data) -> None:
    batch["runs"] = random.choice(
        (0, -1, 1.0, 1.5, True, False, "2", " 2 ", "x", "", "0", None, [], {}, 10**30, 1e300, "1e3")
    )


def _no_runs(random: Random, batch: Data) -> None:
    batch.pop("runs", None)


def _odd_text(random: Random, batch: Data) -> None:
    batch[random.choice(("batch_id", "origin", "destination"))] = random.choice(
        ("", "a", "a/b", ".", "\ud800", "ä", None, 3, 1.5, True, [], {})
    )


def _workflow(random: Random, batch: Data) -> None:
    batch["workflow"] = workflow = {**WORKFLOW, "more": "\ud800"}
    match random.randint(0, 5):
        case 0:
            batch["workflow"] = random.choice((None, {}, [], "x", 3))
        case 1:
            workflow.pop(random.choice([*WORKFLOW]))
        case 2:
            workflow[random.choice([*WORKFLOW])] = random.choice(
                (None, 3, [], {}, "x", "\ud800", [{}], ["x"], [{"nodeId": "n", "fieldName": "f"}], [{"nodeId": "n"}], [{"a": [None, {"b": "\ud800"}]}])
            )  # fmt: skip
        case 3:
            workflow["meta"] = random.choice(
                (
                    {}, {"version": "1"}, {"version": "1.0.0", "category": "mine"}, {"version": "1.0.0", "category": "default", "x": 1},
                    *({"version": text, "category": "user"} for text in ("1.0", "1.0.0-a.1+b", "01.0.0", "1.0.0\n", " 1.0.0", "v1.0.0", "1.0.0-01", "1.0.0-", "", "٧.0.0", 3)),
                )
            )  # fmt: skip
        case 4:
            workflow["nodes"] = random.choice(
                ([RETURN], [RETURN, RETURN], [RETURN, {"data": RETURN["data"]}], [RETURN, {**RETURN, "data": None}])
            )
        case _:
            pass


def _empty_graph(random: Random, batch: Data) -> None:
    batch["graph"] = random.choice(({"nodes": {}, "edges": []}, {}, {"id": 3}, {"edges": []}))


MUTATIONS: tuple[Callable[[Random, Data], None], ...] = (
    _an_odd_item, _an_odd_item, _another_item, _another_item, _odd_items, _no_items, _misname_a_node, _misname_a_field, _misname_a_field,
    _sweep_twice, _join_axes, _say_more, _odd_data, _odd_runs, _no_runs, _odd_text, _workflow, _workflow, _empty_graph,
)  # fmt: skip
