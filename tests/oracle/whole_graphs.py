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
from invokegraph.ports import Port
from invokegraph.simulator.nodes.lookups import LOOKED_UP
from invokegraph.types import INT, PortType, compatible, list_of, well_shaped

from .node_cases import GENERATORS
from .random_graphs import edge
from .suiting_values import BOUND, MORE, Kept, Values, suiting

Data = dict[str, Any]

SELDOM = tuple(
    name
    for name in sorted(GENERATORS)
    if "watermark" in name  # needs large pictures, and seconds
    or name in {*LOOKED_UP, "metadata_to_model", "metadata_to_sdxl_model", "metadata_to_vae"}  # there are no models
    or name in {"metadata_to_controlnets", "metadata_to_t2i_adapters"}
)
ADDED_IN_ANOTHER_WAY = {"if", "collect", "iterate"}
CHANCE = {"rand_int", "rand_float"}
"""Give something else each time: nothing is done with that."""
OFTEN = ("add", "mul", "integer_math", "string_join", "string_replace", "img_resize", "img_crop", "blank_image", "tomask",
         "metadata_item", "merge_metadata", "invert_tensor_mask", "tensor_mask_to_image", "img_paste", "div", "image",
         "range", "boolean", "integer_collection", "image_collection")  # fmt: skip
VALUES = {**GENERATORS, **MORE}
TYPES = tuple(sorted(set(VALUES) - ADDED_IN_ANOTHER_WAY - set(SELDOM)))
LIFTED = {bool: "boolean", int: "integer", float: "float", str: "string"}
SIZES = {"size", "steps", "width", "height", "max_prompts", "b", "scale_factor", "num_cols", "num_rows"}
"""Inputs that only take values that are made for them: others would take all time or memory."""
NEVER_WIRED = {
    "dynamic_prompt": {"combinatorial"},
    "range": {"start", "stop", "step"},
    "float_math": {"a", "b"},
    "image_panel_layout": {"num_cols", "num_rows", "panel_col_idx", "panel_row_idx"},
    "integer_math": {"a", "b"},
    "workflow_return_get": {"values"},
}
"""Inputs under a rule between inputs: the server stops its queue, or refuses the wire in words of its own. And the one
that leaves prompts to chance.
"""
MAKING = {"tensor_name": ("rectangle_mask", "mask"), "latents_name": ("noise", "noise")}
"""What makes masks and latents where no earlier node gives one."""
SUITING = 0.97
"""How many nodes are given what suits them."""
PLAIN = {"bool", "int", "float", "str", "ImageField"}
"""What goes into inputs that take anything, such as those of metadata. Not models: the server leaves out what is null
in them as long as the session has not been stored, and keeps it afterwards.
"""
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
        pictures: The pictures that there are, by name.
        last: Node types whose pictures are not worked on: what is off by a little here may be off by far there.
    """

    def __init__(self, random: Random, pictures: dict[str, Kept], last: set[str]) -> None:
        self.random = random
        self.graph: Data = {"nodes": {}, "edges": []}
        self._last = last
        self._values = Values(random, pictures)
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
                types = OFTEN if chance < 0.46 else TYPES if chance < 0.996 else SELDOM
                self._any(self.random.choice(types))
        return self.graph

    # Nodes

    def _add(self, type_: str, loops: frozenset[str] = frozenset(), **fields: Any) -> str:
        id_ = f"{type_}_{len(self.graph['nodes'])}"
        self.graph["nodes"][id_] = {"id": id_, "type": type_, **fields}
        cls = _class_of(type_)
        held = next((len(value) for value in fields.values() if isinstance(value, list)), UNKNOWN_LENGTH)
        for port in cls.ports().values():
            if port.gives and type_ not in CHANCE and (type_ not in self._last or port.gives.name == "int"):
                self._given.append(Given(id_, port.name, port.gives, loops, held))
        return id_

    def _any(self, type_: str) -> None:
        ports = _class_of(type_).ports()
        values = VALUES[type_](self._values)
        suits = self.random.random() < SUITING
        if suits:
            values = suiting(type_, self._values, values)
        stay = NEVER_WIRED.get(type_, set()) | (BOUND.get(type_, set()) if suits else set())
        held, wires = Data(), list[tuple[Given, str]]()
        for name, value in _without_nulls(type_, values).items():
            stays = ports[name].input == "direct" or name in stay or name.endswith("_step_percent")
            given = None if stays and not _names_made(value) else self._wired(ports[name], value, wires, suits=suits)
            if given is None:
                held[name] = value
            else:
                wires.append((given, name))
        held["use_cache"] = self.random.random() < 0.7
        held["is_intermediate"] = self.random.random() < 0.7
        self._wire(self._add(type_, frozenset[str]().union(*(given.loops for given, _ in wires)), **held), wires)

    def _wired(self, port: Port, value: Any, wires: list[tuple[Given, str]], *, suits: bool) -> Given | None:
        """Where an input has its value from, if not from itself."""
        takes, around = port.takes, [given for given, _ in wires]
        if takes is None:
            return None
        if type(value) in LIFTED and takes.name in ("bool", "int", "float", "str", ""):
            if takes.kind == "literal" or self.random.random() < 0.65:
                return None
            if port.name in SIZES or (suits and port.limits) or self.random.random() < 0.5:
                return self._lifted(value, around, other=value if port.limits else None)
            return self._earlier(takes, around)
        if made := _names_made(value):
            found = None if suits and self.random.random() < 0.7 else self._earlier(takes, around)
            return found or self._made(made)
        return self._earlier(takes, around) if self.random.random() < 0.6 else None

    def _made(self, kind: str) -> Given:
        """A mask or latents, from a node that makes such."""
        type_, output = MAKING[kind]
        id_ = self._add(type_, **suiting(type_, self._values, VALUES[type_](self._values)))
        return next(given for given in self._given if given.node == id_ and given.name == output)

    def _lifted(self, value: Any, around: list[Given], other: Any = None) -> Given:
        """A node that gives a value, or a loop over that value and another one."""
        type_ = LIFTED[type(value)]
        if self._copies(around) * 2 <= MOST_COPIES and self.random.random() < 0.35:
            if other is None:
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
            if not takes.is_any or given.type.name in PLAIN
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
        # Tiles neither: the server cannot compare its own with null, and does not come through what holds one.
        branches = [
            given
            for given in self._given
            if not given.type.is_any and given.node not in self._decided and given.type.name != "Tile"
        ]
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
        if self.random.random() < SUITING and _chooses_outside_its_loop(wires):
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


def _chooses_outside_its_loop(wires: list[tuple[Given, str]]) -> bool:
    """Whether an item of a loop decides on nodes outside of that loop: such a session never ends."""
    loops = {name: given.loops for given, name in wires}
    return any(
        loops.get("condition", frozenset()) - loops.get(name, frozenset()) for name in ("true_input", "false_input")
    )


def _names_made(value: Any) -> str:
    """What a value names that nodes make: a mask, latents or nothing."""
    names = (name for name in MAKING if isinstance(value, dict) and name in value)
    return next(names, "")
