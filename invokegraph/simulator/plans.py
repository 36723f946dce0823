"""What a graph says about the order in which it runs; all sessions of a batch share one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from invokegraph.problem import edge_to_dict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

JSON = dict[str, Any]
BRANCHES: Final = ("true_input", "false_input")


class Wire(NamedTuple):
    """An edge of a graph, or of what is made of it when it runs."""

    source: str
    source_field: str
    target: str
    target_field: str

    def to_dict(self) -> JSON:
        """The edge in the server's shape."""
        return edge_to_dict(*self)

    @classmethod
    def of(cls, edge: Mapping[str, Mapping[str, str]]) -> Wire:
        """The edge of a graph in the server's shape."""
        source, target = edge["source"], edge["destination"]
        return cls(source["node_id"], source["field"], target["node_id"], target["field"])


class Plan:
    """The order of a graph.

    Attributes:
        types: The node types by node id.
        order: The node ids, each after those that it depends on.
        inputs: The wires into each node, in the order of the graph.
        parents: The nodes that feed each node.
        behind: All Iterates that each node depends on.
        loops: Those of them whose items have not been collected on the way, outer ones first.
        branches: For each If and each of its branches, the nodes that nothing else needs.
        deferred: The Ifs that decide whether a node runs at all.
    """

    def __init__(self, graph: JSON) -> None:
        self.types: dict[str, str] = {id_: node["type"] for id_, node in graph["nodes"].items()}
        wires = [Wire.of(edge) for edge in graph["edges"]]
        self.inputs: dict[str, list[Wire]] = {id_: [] for id_ in self.types}
        self.outputs: dict[str, list[Wire]] = {id_: [] for id_ in self.types}
        for wire in wires:
            self.inputs[wire.target].append(wire)
            self.outputs[wire.source].append(wire)
        self.parents = {id_: list(dict.fromkeys(wire.source for wire in self.inputs[id_])) for id_ in self.types}
        self.order = _in_order(self.types, self.parents, self.outputs)
        self.behind = self._iterates(self.parents)
        live = {id_: [] if self.types[id_] == "collect" else sources for id_, sources in self.parents.items()}
        reached = self._iterates(live)
        place = {id_: number for number, id_ in enumerate(_in_order(self.types, live, self.outputs))}
        self.loops = {id_: sorted(found, key=place.__getitem__) for id_, found in reached.items()}
        self.branches = {id_: self._branches(id_) for id_, type_ in self.types.items() if type_ == "if"}
        self.deferred: dict[str, list[str]] = {}
        for decider, branches in self.branches.items():
            for id_ in branches["true_input"] | branches["false_input"]:
                self.deferred.setdefault(id_, []).append(decider)

    def axes(self, id_: str) -> list[str]:
        """The Iterates whose items tell the copies of a node apart."""
        return [*self.loops[id_], id_] if self.types[id_] == "iterate" else self.loops[id_]

    def _iterates(self, parents: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
        """The Iterates that each node depends on, by the parents that count."""
        found: dict[str, set[str]] = {}
        for id_ in self.order:
            found[id_] = set[str]().union(*(found[parent] for parent in parents[id_]))
            found[id_] |= {parent for parent in parents[id_] if self.types[parent] == "iterate"}
        return found

    def _branches(self, decider: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for field in BRANCHES:
            nodes = self._ancestors(wire.source for wire in self.inputs[decider] if wire.target_field == field)
            while outside := {id_ for id_ in nodes if not self._stays(id_, nodes, decider, field)}:
                nodes -= outside
            found[field] = nodes
        return found

    def _ancestors(self, ids: Iterable[str]) -> set[str]:
        """The nodes, and all that they depend on."""
        found: set[str] = set()
        todo = list(ids)
        while todo:
            id_ = todo.pop()
            if id_ not in found:
                found.add(id_)
                todo += self.parents[id_]
        return found

    def _stays(self, id_: str, nodes: set[str], decider: str, field: str) -> bool:
        return all(
            wire.target in nodes or (wire.target, wire.target_field) == (decider, field) for wire in self.outputs[id_]
        )


def _in_order(
    ids: Iterable[str], parents: Mapping[str, Sequence[str]], outputs: Mapping[str, Sequence[Wire]]
) -> list[str]:
    """The nodes, generation by generation."""
    open_ = {id_: len(parents[id_]) for id_ in ids}
    generation = [id_ for id_, count in open_.items() if not count]
    order: list[str] = []
    while generation:
        order += generation
        following: list[str] = []
        for id_ in generation:
            for target in dict.fromkeys(wire.target for wire in outputs[id_]):
                if open_[target] and id_ in parents[target]:
                    open_[target] -= 1
                    if not open_[target]:
                        following.append(target)
        generation = following
    return order


def first(ids: Iterable[str], holds: Callable[[str], bool]) -> str | None:
    """The first of some that something holds for."""
    return next((id_ for id_ in ids if holds(id_)), None)
