"""Random graphs that can be run: of 3 to 25 nodes of the types that need no model, most of which do their work.

What a node type takes comes from `node_cases`. Part of the values stay where they are, part of them come by wires: from
nodes that hold them, from a loop over a few of them, or from whatever earlier nodes give.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from random import Random
from typing import Any

from invokegraph import Node
from invokegraph.catalog import node_class
from invokegraph.types import INT, PortType, compatible, list_of, well_shaped

from .node_cases import GENERATORS, Maker
from .random_graphs import edge

Data = dict[str, Any]

SLOW = {"img_watermark", "decode_watermark"}
"""Taken seldom: they need large pictures, and seconds."""
LEFT_OUT = {
    *("prompt_from_file", "show_image"),  # reach out of the server
    *("if", "collect", "iterate"),  # are added in another way
    "heuristic_resize",  # pictures in two colors are not thinned here
    *("metadata_to_loras", "metadata_to_sdlx_loras"),  # LoRAs that there are not are left out there, kept here
}
OFTEN = ("add", "mul", "integer_math", "string_join", "string_replace", "img_resize", "img_crop", "blank_image", "tomask",
         "metadata_item", "merge_metadata", "invert_tensor_mask", "tensor_mask_to_image", "img_paste", "div", "image",
         "range", "boolean", "integer_collection", "image_collection")  # fmt: skip
TYPES = tuple(sorted(set(GENERATORS) - LEFT_OUT - SLOW))
LIFTED = {bool: "boolean", int: "integer", float: "float", str: "string"}
SIZES = {"size", "steps", "width", "height", "max_prompts", "b", "scale_factor", "num_cols", "num_rows"}
"""Inputs that only take values that are made for them: others would take all time or memory."""
NEVER_WIRED = {
    "range": {"start", "stop", "step"},
    "float_math": {"a", "b"},
    "image_panel_layout": {"num_cols", "num_rows", "panel_col_idx", "panel_row_idx"},
    "integer_math": {"a", "b"},
    "workflow_return_get": {"values"},
}
"""Inputs under a rule between inputs: the server stops its queue, or refuses the wire in words of its own."""
MOST_COPIES = 12
UNKNOWN_LENGTH = 4


@dataclass(frozen=True)
class Given:
    """An output that may be wired on.

    Attributes:
        node: Its node.
        name: Its name.
        type: What it gives, the items of a loop included.
        loops: The loops that it stands in.
        length: About how long it is, if it is a list.
    """

    node: str
    name: str
    type: PortType
    loops: frozenset[str]
    length: int


class GraphMaker:
    """Makes one graph.

    Args:
        random: Where chance comes from.
        pictures: The names of the pictures that there are, by mode and size.
        models: The models that there are.
        last: Node types whose pictures are not worked on: what is off by a little here may be off by far there.
    """

    def __init__(
        self, random: Random, pictures: dict[str, tuple[str, tuple[int, int]]], models: list[Data], last: set[str]
    ) -> None:
        self.random = random
        self.graph: Data = {"nodes": {}, "edges": []}
        self._last = last
        self._values = _Values(random, pictures, models)
        self._given: list[Given] = []
        self._lengths: dict[str, int] = {}
        self._decided: set[str] = set()  # nodes behind an If whose condition is wired

    def make(self) -> Data:
        """The graph."""
        most = self.random.choice((4, 6, 9, 14, 20))
        while len(self.graph["nodes"]) < most:
            chance = self.random.random()
            if chance < 0.08:
                self._iterate()
            elif chance < 0.18:
                self._collect()
            elif chance < 0.28:
                self._if()
            else:
                type_ = self.random.choice(OFTEN if self.random.random() < 0.25 else TYPES)
                if "model" in type_ or "_loader" in type_:  # fails most graphs: the models are not there
                    type_ = self.random.choice(TYPES) if self.random.random() < 0.9 else type_
                self._any(type_)
        return self.graph

    # Nodes

    def _add(self, type_: str, loops: frozenset[str] = frozenset(), **fields: Any) -> str:
        id_ = f"{type_}_{len(self.graph['nodes'])}"
        self.graph["nodes"][id_] = {"id": id_, "type": type_, **fields}
        cls = _class_of(type_)
        held = next((len(value) for value in fields.values() if isinstance(value, list)), UNKNOWN_LENGTH)
        for port in cls.ports().values():
            if port.gives and (type_ not in self._last or port.gives.name == "int"):
                self._given.append(Given(id_, port.name, port.gives, loops, held))
        return id_

    def _any(self, type_: str) -> None:
        taken = _class_of(type_).ports()
        held: Data = {}
        wires: list[tuple[Given, str]] = []
        for name, value in _without_nulls(type_, GENERATORS[type_](self._values)).items():
            port = taken[name]
            stays = port.input == "direct" or name in NEVER_WIRED.get(type_, ()) or name.endswith("_step_percent")
            given = None if stays or port.takes is None else self._wired(port.takes, name, value, wires)
            if given is None:
                held[name] = value
            else:
                wires.append((given, name))
        held["use_cache"] = self.random.random() < 0.7
        held["is_intermediate"] = self.random.random() < 0.7
        self._wire(self._add(type_, frozenset[str]().union(*(given.loops for given, _ in wires)), **held), wires)

    def _wired(self, takes: PortType, name: str, value: Any, wires: list[tuple[Given, str]]) -> Given | None:
        """Where an input has its value from, if not from itself."""
        kind = type(value)
        if kind in LIFTED and takes.name in ("bool", "int", "float", "str", ""):
            if takes.kind == "literal" or self.random.random() < 0.65:
                return None
            around = [given for given, _ in wires]
            if name in SIZES or self.random.random() < 0.5:
                return self._lifted(value, around)
            return self._earlier(takes, around) or None
        if self.random.random() < (1.0 if _names_a_tensor(value) else 0.6):
            found = self._earlier(takes, [given for given, _ in wires])
            if found is None and _names_a_tensor(value):
                mask = self._add(
                    "rectangle_mask", width=32, height=24, x_left=3, y_top=4, rectangle_width=9, rectangle_height=8
                )
                return next(given for given in self._given if given.node == mask and given.name == "mask")
            return found
        return None

    def _lifted(self, value: Any, around: list[Given]) -> Given:
        """A node that gives a value, or a loop over that value and another one."""
        type_ = LIFTED[type(value)]
        if self._copies(around) * 2 <= MOST_COPIES and self.random.random() < 0.35:
            other = value if type(value) is str else type(value)(value + self.random.choice((0, 1)))
            items = self._add(f"{type_}_collection", collection=[value, other][: self.random.choice((1, 2, 2))])
            return self._loop(next(given for given in self._given if given.node == items))
        id_ = self._add(type_, value=value)
        return next(given for given in self._given if given.node == id_)

    def _earlier(self, takes: PortType, around: list[Given]) -> Given | None:
        fitting = [
            given
            for given in self._given
            if not given.type.is_any and compatible(given.type, takes) and well_shaped(given.type, takes)
        ]
        fitting = [given for given in fitting if self._copies([*around, given]) <= MOST_COPIES]
        return self.random.choice(fitting[-8:]) if fitting else None

    def _copies(self, givens: list[Given]) -> int:
        return prod(self._lengths[loop] for loop in frozenset[str]().union(*(given.loops for given in givens)))

    # Loops and branches

    def _loop(self, items: Given) -> Given:
        id_ = self._add("iterate", items.loops)
        loops = items.loops | {id_}
        self._lengths[id_] = max(items.length, 1)
        self._wire(id_, [(items, "collection")])
        self._given = [given for given in self._given if given.node != id_]
        item = Given(id_, "item", items.type.args[0], loops, UNKNOWN_LENGTH)
        self._given += [item, *(Given(id_, name, INT, loops, 1) for name in ("index", "total"))]
        return item

    def _iterate(self) -> None:
        lists = [
            given
            for given in self._given
            if given.type.kind == "list"
            and given.name != "value"
            and str(given.type.args[0]) in ("int", "float", "str", "bool", "ImageField", "Tile")
            and self._copies([given]) * given.length <= MOST_COPIES
        ]
        if lists:
            self._loop(self.random.choice(lists))

    def _collect(self) -> None:
        if not self._given:
            return
        first = self.random.choice(self._given[-8:])
        alike = [given for given in self._given if given.type == first.type]
        items = [first, *self.random.sample(alike, min(len(alike), self.random.choice((0, 0, 0, 1, 2))))]
        items = [given for place, given in enumerate(items) if self._copies(items[: place + 1]) <= MOST_COPIES]
        if not items or (first.type.kind == "list" and self.random.random() < 0.7):
            return
        id_ = self._add("collect")
        self._given = [given for given in self._given if given.node != id_]
        wires = [(given, "item") for given in dict.fromkeys(items)]
        lists = [given for given in self._given if given.type == list_of(first.type)]
        if lists and self.random.random() < 0.3:
            wires.append((self.random.choice(lists), "collection"))
        self._wire(id_, wires)
        outer = frozenset[str]().union(*(given.loops for given, _ in wires))
        innermost = max(outer, key=list(self.graph["nodes"]).index, default="")
        length = self._lengths.get(innermost, 1) * len(items)
        self._given.append(Given(id_, "collection", list_of(first.type), outer - {innermost}, length))

    def _if(self) -> None:
        # An If that is left out along with what decides it breaks the server: its queue stops.
        branches = [given for given in self._given if not given.type.is_any and given.node not in self._decided]
        if not branches:
            return
        first = self.random.choice(branches[-8:])
        second = self.random.choice([given for given in branches if given.type == first.type])
        wires = [(first, "true_input"), (second, "false_input")]
        gives_null = self.random.random() < 0.1
        if gives_null:
            wires.pop()
        conditions = [given for given in self._given if given.type.name == "bool" and given.type.kind == "class"]
        held: Data = {}
        if conditions and self.random.random() < 0.6:
            wires.append((self.random.choice(conditions), "condition"))
        elif self.random.random() < 0.5:
            wires.append((self._lifted(self.random.random() < 0.5, [given for given, _ in wires]), "condition"))
        else:
            held["condition"] = self.random.random() < 0.5
        if self._copies([given for given, _ in wires]) > MOST_COPIES:
            return
        id_ = self._add("if", **held)
        if "condition" not in held:
            self._decided.add(id_)
        self._wire(id_, wires)
        self._given = [given for given in self._given if given.node != id_]
        loops = frozenset[str]().union(*(given.loops for given, _ in wires))
        if not gives_null:
            self._given.append(Given(id_, "value", first.type, loops, first.length))

    def _wire(self, id_: str, wires: list[tuple[Given, str]]) -> None:
        if any(given.node in self._decided for given, _ in wires):
            self._decided.add(id_)
        self.graph["edges"] += [edge(given.node, given.name, id_, name) for given, name in wires]


class _Values(Maker):
    """The values of `node_cases`, with pictures and models that there are."""

    def __init__(self, random: Random, pictures: dict[str, tuple[str, tuple[int, int]]], models: list[Data]) -> None:
        super().__init__(random)
        self._there = pictures
        self._models = models

    def picture(
        self, mode: str | None = None, size: tuple[int, int] | None = None, metadata: Any = None, look: str = ""
    ) -> dict[str, str]:
        fitting = [
            name
            for name, (its_mode, its_size) in self._there.items()
            if mode in (None, its_mode) and size in (None, its_size)
        ]
        return {"image_name": self.random.choice(fitting or list(self._there))}

    def mask(self) -> dict[str, str]:
        self.masks["mask"] = {"size": (32, 24)}
        return {"tensor_name": "mask"}

    def model(self, base: str = "sd-1", type_: str = "main") -> Data:
        there = [model for model in self._models if (model["base"], model["type"]) == (base, type_)]
        return {**self.random.choice(there), "submodel_type": None} if there else super().model(base, type_)


def _without_nulls(type_: str, values: Data) -> Data:
    """The values but those that make a node give null where the server cannot read it back: that stops its queue."""
    if type_ == "integer":  # none of the size of a planet: it may become the width of a picture
        return {"value": min(values["value"], 60)}
    if type_ == "workflow_return_get":
        return {**values, "values": {"a": 3, "b": [1]}}
    return {**values, "value": values["value"] or 0} if type_ in ("metadata_item", "metadata_item_linked") else values


def _class_of(type_: str) -> type[Node]:
    cls = node_class(type_)
    assert cls is not None
    return cls


def _names_a_tensor(value: Any) -> bool:
    return isinstance(value, dict) and "tensor_name" in value
