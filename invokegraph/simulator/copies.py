"""The copies of a graph's nodes that run: what feeds each, and where it stands in the loops."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from uuid import uuid4

from invokegraph.simulator.plans import Wire, first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.plans import Plan

Path = tuple[int, ...]
Feeds = list[tuple[str, str]]
"""The nodes that feed a copy, each with the copy of it that does."""


class Copies:
    """The copies of a graph's nodes, and the wires between them.

    Args:
        graph: The graph, in the server's shape.
        plan: Its order.

    Attributes:
        nodes: The copies, by their ids.
        of: The copies of each node.
        sources: The node that each copy is one of.
        paths: For each copy the places in the loops that it stands in, outer loops first.
        inputs: The wires into each copy.
        outputs: The wires out of each copy.
        skipped: The copies that stand in a branch that is left out.
    """

    def __init__(self, graph: JSON, plan: Plan) -> None:
        self.nodes: dict[str, JSON] = {}
        self.of: dict[str, list[str]] = {}
        self.sources: dict[str, str] = {}
        self.paths: dict[str, Path] = {}
        self.inputs: dict[str, list[Wire]] = {}
        self.outputs: dict[str, list[Wire]] = {}
        self.skipped: set[str] = set()
        self._graph = graph
        self._plan = plan
        self._upstream: dict[str, frozenset[str]] = {}

    def feeds(self, id_: str) -> Iterator[tuple[Feeds, Path | None]]:
        """What feeds each copy of a node, with the path of the copy unless that follows from what feeds it."""
        if self._plan.types[id_] == "collect":
            yield from self._gathered(id_)
        elif self._plan.loops[id_]:
            yield from ((feeds, None) for feeds in self._joined(id_))
        else:
            for feeds in self._aligned(self._plan.parents[id_]):
                yield feeds, max((self.paths[copy] for _, copy in feeds), key=lambda p: (len(p), p), default=())

    def add(self, id_: str, feeds: Feeds, index: int | None, path: Path | None) -> str:
        """Add a copy of a node.

        Args:
            id_: The node.
            feeds: What feeds the copy.
            index: Which item of its loop it is, if it is an Iterate.
            path: Where it stands in the loops; None if that follows from what feeds it.

        Returns:
            The id of the copy.
        """
        copy = str(uuid4())
        node = {**self._graph["nodes"][id_], "id": copy}
        if index is not None:
            node["index"] = index
        if index is not None or node["type"] == "collect":
            node["use_cache"] = False
        wires = [
            Wire(source, wire.source_field, copy, wire.target_field)
            for wire in self._plan.inputs[id_]
            for feeder, source in feeds
            if feeder == wire.source
        ]
        self.nodes[copy], self.sources[copy], self.inputs[copy] = node, id_, wires
        self.of[id_].append(copy)
        upstream = self._upstream[copy] = self._items_behind(copy)
        self.paths[copy] = self._path(id_, feeds, index, upstream - {copy}) if path is None else path
        for wire in wires:
            self.outputs.setdefault(wire.source, []).append(wire)
        return copy

    def cut(self, copy: str, wires: Iterable[Wire]) -> None:
        """Take wires into a copy away, and with them the items of loops that lead to it."""
        for wire in wires:
            self.outputs[wire.source].remove(wire)
            self.inputs[copy].remove(wire)
        self._trace(copy)

    def forget(self) -> None:
        """Let go of what only a running session needs."""
        self.outputs, self._upstream = {}, {}

    def _items_behind(self, copy: str) -> frozenset[str]:
        """The items of loops that lead to a copy, itself included if it is one."""
        found = frozenset[str]().union(*(self._upstream[wire.source] for wire in self.inputs[copy]))
        return found | {copy} if self.nodes[copy]["type"] == "iterate" else found

    def _trace(self, copy: str) -> None:
        """Work out again which items lead to a copy that has lost a wire, and to all behind it.

        Nodes behind it that are not there yet are made for those items only: none, if a branch was left out that was
        in a loop of its own.
        """
        changed = [copy]
        while changed:
            copy = changed.pop()
            found = self._items_behind(copy)
            if found != self._upstream[copy]:
                self._upstream[copy] = found
                changed += [wire.target for wire in self.outputs.get(copy, ())]

    def _path(self, id_: str, feeds: Feeds, index: int | None, upstream: frozenset[str]) -> Path:
        """Where a copy stands in the loops around it."""
        own = () if index is None else (index,)
        outer = [(self.paths[copy], tuple(self._plan.axes(source))) for source, copy in feeds if self.paths[copy]]
        paths, axes = {path for path, _ in outer}, {axis for _, axis in outer}
        if len(paths) <= 1 and len(axes) <= 1:
            return (*next(iter(paths), ()), *own)
        around = [copy for loop in self._plan.loops[id_] for copy in self.of[loop] if copy in upstream]
        return (*(self.nodes[copy]["index"] for copy in around), *own)

    def _running(self, id_: str) -> list[str]:
        """The copies of a node that are not left out, in the order of the loops."""
        copies = (copy for copy in self.of[id_] if copy not in self.skipped)
        return sorted(copies, key=self.paths.__getitem__)

    def _joined(self, id_: str) -> Iterator[Feeds]:
        """What feeds each copy of a node in a loop: every combination of the items of the loops around it."""
        plan = self._plan
        rounds = [sorted(self.of[loop], key=self.paths.__getitem__) for loop in plan.loops[id_]]
        running = {parent: self._running(parent) for parent in plan.parents[id_]}
        for items in product(*rounds):
            feeds: Feeds = []
            for parent in plan.parents[id_]:
                around = [
                    item for item in items if self.sources[item] == parent or self.sources[item] in plan.behind[parent]
                ]
                copy = self._feeding(running[parent], around)
                if copy is None:
                    break
                feeds.append((parent, copy))
            else:
                yield feeds

    def _feeding(self, copies: Sequence[str], around: Sequence[str]) -> str | None:
        """The copy that stands where some items of loops are: the only one there, else the first that all lead to."""
        target = max((self.paths[item] for item in around), key=len, default=())
        if all(_starts(target, self.paths[item]) for item in around):
            for length in range(len(target), -1, -1):
                there = [copy for copy in copies if self.paths[copy] == target[:length]]
                if len(there) == 1:
                    return there[0]
                if there:
                    break
        items = set(around)
        return first(copies, lambda copy: items <= self._upstream[copy])

    def _aligned(self, parents: Sequence[str]) -> Iterator[Feeds]:
        """What feeds each copy of a node outside of all loops, but perhaps behind a Collect inside of one."""
        running = {parent: self._running(parent) for parent in parents}
        paths = {path for copies in running.values() for path in map(self.paths.__getitem__, copies) if path}
        for path in _longest(paths) or [()]:
            feeds: Feeds = []
            for parent, copies in running.items():
                fitting = [copy for copy in copies if _starts(path, self.paths[copy])]
                if not fitting:
                    break
                feeds.append((parent, max(fitting, key=lambda copy: len(self.paths[copy]))))
            else:
                yield feeds

    def _gathered(self, id_: str) -> Iterator[tuple[Feeds, Path]]:
        """The copies of a Collect: one for each round of the loop outside of the one that it ends."""
        found: list[tuple[bool, str, str, Path]] = []
        groups: set[Path] = set()
        for wire in self._plan.inputs[id_]:
            is_item = wire.target_field == "item"
            groups |= self._rounds(wire.source, is_item=is_item)
            copies = self._running(wire.source)
            deepest = max((len(self.paths[copy]) for copy in copies), default=0)
            for copy in copies:
                path = self.paths[copy]
                groups.add(path[: max(deepest - 1, 0)] if is_item else path)
                found.append((is_item, wire.source, copy, path))
        for group in _longest(groups or {()}):
            yield (
                [
                    (source, copy)
                    for is_item, source, copy, path in found
                    if _starts(group, path) or (is_item and _starts(path, group))
                ],
                group,
            )

    def _rounds(self, source: str, *, is_item: bool) -> set[Path]:
        """The rounds that a Collect stands in, whether anything came out of them or not."""
        loops = self._plan.axes(source)
        depth = max(len(loops) - is_item, 0)
        groups: set[Path] = set()
        for loop in loops:
            if depth:
                groups |= {self.paths[copy][:depth] for copy in self._running(loop) if len(self.paths[copy]) >= depth}
            for wire in self._plan.inputs[loop]:
                if wire.target_field == "collection":
                    groups |= {self.paths[copy] for copy in self._running(wire.source)}
        return groups or ({()} if not depth else set())


def _starts(path: Path, beginning: Path) -> bool:
    return path[: len(beginning)] == beginning


def _longest(paths: set[Path]) -> list[Path]:
    """The paths that no other one begins with, in order."""
    return sorted(path for path in paths if not any(path != other and _starts(other, path) for other in paths))
