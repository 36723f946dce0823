"""One run of a graph: which copies of its nodes there are, which is next, and what they gave.

A node is copied when it is known how often it runs: once, or once for each item of the loops that it stands in. The
copies run as soon as what feeds them has run; those that are ready at the same time run type by type.
"""

from __future__ import annotations

import re
from itertools import product
from math import inf
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import NAMESPACE_OID, uuid4, uuid5

from invokegraph.simulator.node_types import JSON, node_type, without_nulls
from invokegraph.simulator.nodes.call import each
from invokegraph.simulator.plans import BRANCHES, Wire, first
from invokegraph.validation.rules import refuses
from invokegraph.values import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from invokegraph.simulator.plans import Plan

CALLED: Final = "saved_workflow_input::"
Path = tuple[int, ...]
Feeds = list[tuple[str, str]]
"""The nodes that feed a copy, each with the copy of it that does."""


_BOUNDS_OF_ONE: Final = {
    ("controlnet", "control_weight"): (-1, 2),
    ("flux_controlnet", "control_weight"): (-1, 2),
    ("t2i_adapter", "weight"): (0, 2),
}
"""Inputs that take lists, but whose bounds the server cannot compare with one."""

_BOUNDS_OF_EACH: Final = {
    **dict.fromkeys([("ip_adapter", "weight"), ("flux_ip_adapter", "weight")], (-1, 2)),
    **dict.fromkeys(
        [
            ("denoise_latents", "cfg_scale"),
            ("denoise_latents_meta", "cfg_scale"),
            ("tiled_multi_diffusion_denoise_latents", "cfg_scale"),
        ],
        (1, inf),
    ),
}
"""Inputs that take numbers and lists of such, each of which has to lie within the same bounds."""


class BadInput(ValueError):
    """A wire brings what the input does not take.

    Attributes:
        copy: The copy of the node.
    """

    def __init__(self, copy: str, field: str) -> None:
        super().__init__(f"Node {copy} has invalid incoming input for {field}")
        self.copy = copy


class Session:
    """One run of a graph.

    Args:
        id: The server's name for it.
        graph: The graph, in the server's shape.
        plan: Its order.

    Attributes:
        nodes: The copies, by their ids.
        results: What the copies gave.
        errors: What went wrong, by copy.
        sources: The node that each copy is one of.
        copies: The copies of each node.
        paths: For each copy the places in the loops that it stands in, outer loops first.
    """

    def __init__(self, id: str, graph: JSON, plan: Plan) -> None:
        self.id = id
        self.graph = graph
        self.nodes: dict[str, JSON] = {}
        self.results: dict[str, JSON] = {}
        self.errors: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.copies: dict[str, list[str]] = {}
        self.paths: dict[str, Path] = {}
        self._plan = plan
        self._executed: dict[str, None] = {}
        self._history: list[str] = []
        self._open: dict[str, int] = {}
        self._inputs: dict[str, list[Wire]] = {}
        self._outputs: dict[str, list[Wire]] = {}
        self._upstream: dict[str, frozenset[str]] = {}
        self._skipped: set[str] = set()
        self._chosen: dict[str, str] = {}
        self._ready: dict[str, list[str]] = {}
        self._draining = ""
        self._uncopied = list(plan.order)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to run."""
        return bool(self.errors) or all(id_ in self._executed for id_ in self._plan.types)

    def next(self) -> str | None:
        """The copy that runs next, with its inputs filled in; None if there is none.

        Raises:
            BadInput: A wire brings what the input does not take.
            TypeError: A wire brings what the server cannot even compare with what the input takes.
        """
        copy = self._next_ready()
        if copy is None:
            progress = self._copy_next()
            while progress:
                progress = self._copy_next()
                copy = copy or self._next_ready()
        if copy is not None:
            self._fill(copy)
        return copy

    def complete(self, copy: str, output: JSON) -> None:
        """Keep what a copy gave, and let those run that wait for it."""
        self.results[copy] = output
        node = self.nodes[copy]
        if node["type"] in ("iterate", "collect"):
            node["collection"] = []
        self._executed[copy] = None
        self._end(self.sources[copy])
        for wire in list(self._outputs.get(copy, ())):  # deciding takes wires away
            self._open[wire.target] -= 1
            self._decide(wire.target)
            self._release(wire.target)
        if len(self._history) == len(self._plan.types):
            self._forget()

    def to_dict(self) -> JSON:
        """The session in the server's shape."""
        # It may be running on: what is handed out are copies.
        wires = [wire for wires in list(self._inputs.values()) for wire in list(wires)]
        copies = {id_: list(copies) for id_, copies in dict(self.copies).items()}
        return {
            **pending_dict(self.id, self.graph),
            "execution_graph": {
                "id": _execution_id(self.id),
                "nodes": {copy: dict(node) for copy, node in dict(self.nodes).items()},
                "edges": [wire.to_dict() for wire in wires],
            },
            "executed": list(self._executed),
            "executed_history": list(self._history),
            "results": dict(self.results),
            "errors": dict(self.errors),
            "prepared_source_mapping": dict(self.sources),
            "source_prepared_mapping": copies,
            "prepared_iteration_paths": {copy: list(path) for copy, path in dict(self.paths).items()},
            "indegree": dict(self._open),
        }

    # Making copies

    def _copy_next(self) -> bool:
        """Copy the next node that can be; whether there was one."""
        id_ = first(self._uncopied, self._can_be_copied)
        if id_ is None:
            return False
        self._uncopied.remove(id_)
        self.copies[id_] = []
        if self._plan.types[id_] == "collect":
            for path, feeds in self._gathered(id_):
                self._add(id_, feeds, path)
        else:
            for feeds in self._joined(id_) if self._plan.loops[id_] else self._aligned(self._plan.parents[id_]):
                path = None
                if not self._plan.loops[id_]:
                    path = max((self.paths[copy] for _, copy in feeds), key=lambda p: (len(p), p), default=())
                self._add(id_, feeds, path)
        if not self.copies[id_]:
            self._executed[id_] = None
            self._history.append(id_)
        return True

    def _can_be_copied(self, id_: str) -> bool:
        plan = self._plan
        if plan.types[id_] == "iterate" and not all(parent in self._executed for parent in plan.parents[id_]):
            return False
        return all(loop in self._executed for loop in plan.behind[id_])

    def _add(self, id_: str, feeds: Feeds, path: Path | None) -> None:
        """Add the copies of a node that are fed alike: one, or one for each item of a loop."""
        if self._plan.types[id_] != "iterate":
            self._add_one(id_, feeds, None, path)
            return
        for index in range(self._length(id_, feeds)):
            self._add_one(id_, feeds, index, None if path is None else (*path, index))

    def _length(self, id_: str, feeds: Feeds) -> int:
        wire = next(wire for wire in self._plan.inputs[id_] if wire.target_field == "collection")
        copy = next(copy for source, copy in feeds if source == wire.source)
        return len(self.results[copy][wire.source_field])

    def _add_one(self, id_: str, feeds: Feeds, index: int | None, path: Path | None) -> None:
        copy = str(uuid4())
        node = {**self.graph["nodes"][id_], "id": copy}
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
        self.nodes[copy], self.sources[copy], self._inputs[copy] = node, id_, wires
        self.copies[id_].append(copy)
        upstream = self._upstream[copy] = self._items_behind(copy)
        self.paths[copy] = self._path(id_, feeds, index, upstream - {copy}) if path is None else path
        for wire in wires:
            self._outputs.setdefault(wire.source, []).append(wire)
        self._open[copy] = sum(wire.source not in self._executed for wire in wires)
        self._decide(copy)
        self._release(copy)

    def _items_behind(self, copy: str) -> frozenset[str]:
        """The items of loops that lead to a copy, itself included if it is one."""
        found = frozenset[str]().union(*(self._upstream[wire.source] for wire in self._inputs[copy]))
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
                changed += [wire.target for wire in self._outputs.get(copy, ())]

    def _path(self, id_: str, feeds: Feeds, index: int | None, upstream: frozenset[str]) -> Path:
        """Where a copy stands in the loops around it."""
        own = () if index is None else (index,)
        outer = [(self.paths[copy], tuple(self._plan.axes(source))) for source, copy in feeds if self.paths[copy]]
        paths, axes = {path for path, _ in outer}, {axis for _, axis in outer}
        if len(paths) <= 1 and len(axes) <= 1:
            return (*next(iter(paths), ()), *own)
        around = [copy for loop in self._plan.loops[id_] for copy in self.copies[loop] if copy in upstream]
        return (*(self.nodes[copy]["index"] for copy in around), *own)

    def _running(self, id_: str) -> list[str]:
        """The copies of a node that are not left out, in the order of the loops."""
        copies = (copy for copy in self.copies[id_] if copy not in self._skipped)
        return sorted(copies, key=self.paths.__getitem__)

    def _joined(self, id_: str) -> Iterator[Feeds]:
        """What feeds each copy of a node in a loop: every combination of the items of the loops around it."""
        plan = self._plan
        rounds = [sorted(self.copies[loop], key=self.paths.__getitem__) for loop in plan.loops[id_]]
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

    # Collecting

    def _gathered(self, id_: str) -> Iterator[tuple[Path, Feeds]]:
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
                group,
                [
                    (source, copy)
                    for is_item, source, copy, path in found
                    if _starts(group, path) or (is_item and _starts(path, group))
                ],
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

    # What is ready

    def _release(self, copy: str) -> None:
        """Put a copy among those that are ready, if it is."""
        if self._open[copy] or copy in self._executed or self._is_deferred(copy):
            return
        type_ = node_type(self.nodes[copy]["type"])
        ready = self._ready.setdefault(type_.class_name if type_ else "", [])
        if copy not in ready:
            path = self.paths[copy]
            place = next((place for place, other in enumerate(ready) if self.paths[other] > path), len(ready))
            ready.insert(place, copy)

    def _next_ready(self) -> str | None:
        """The first copy that is ready, of the type that is being run as long as there are any of that."""
        if not self._ready.get(self._draining):
            self._draining = first(sorted(self._ready), lambda name: bool(self._ready[name])) or ""
        ready = self._ready.get(self._draining)
        return ready.pop(0) if ready else None

    def _end(self, id_: str) -> None:
        """Note that a node is done if all its copies are."""
        if id_ not in self._executed and all(copy in self._executed for copy in self.copies[id_]):
            self._executed[id_] = None
            self._history.append(id_)

    # If

    def _is_deferred(self, copy: str) -> bool:
        """Whether an If has not decided yet whether the copy runs."""
        path = self.paths[copy]
        for decider in self._plan.deferred.get(self.sources[copy], ()):
            deciding = [other for other in self.copies.get(decider, ()) if self.paths.get(other) == path]
            if not deciding or any(other not in self._chosen for other in deciding):
                return True
        return False

    def _decide(self, copy: str) -> None:
        """Choose the branch of an If as soon as its condition is known."""
        node = self.nodes[copy]
        if node["type"] != "if" or copy in self._chosen:
            return
        conditions = [wire for wire in self._inputs[copy] if wire.target_field == "condition"]
        if any(wire.source not in self._executed for wire in conditions):
            return
        for wire in conditions:
            node["condition"] = self.results[wire.source][wire.source_field]
        chosen, other = BRANCHES if node["condition"] else BRANCHES[::-1]
        self._chosen[copy] = chosen
        left_out = [wire for wire in self._inputs[copy] if wire.target_field == other]
        for wire in left_out:
            self._open[copy] -= wire.source not in self._executed
            self._outputs[wire.source].remove(wire)
            self._inputs[copy].remove(wire)
        if left_out:
            self._trace(copy)
        branches = self._plan.branches[self.sources[copy]]
        for rival, source in self.sources.items():
            if rival in self._executed or self.paths.get(rival) != self.paths[copy]:
                continue
            if source in branches[chosen]:
                self._release(rival)
            elif source in branches[other]:
                self._skip(rival)
        self._release(copy)

    def _skip(self, copy: str) -> None:
        for ready in self._ready.values():
            if copy in ready:
                ready.remove(copy)
        self._skipped.add(copy)
        self._executed[copy] = None
        self._end(self.sources[copy])

    # Inputs

    def _fill(self, copy: str) -> None:
        """Give a copy what its wires bring."""
        node, wires = self.nodes[copy], self._inputs[copy]
        match node["type"]:
            case "collect":
                node["collection"] = self._collected(wires)
                return
            case "iterate":
                wire = first_wire(wires, "collection")
                node["collection"] = self._brought(wire)
                return
            case _:
                type_ = node_type(node["type"])
        for wire in wires:
            if wire.target_field.startswith(CALLED):
                continue
            brought = self._brought(wire)
            place = (node["type"], wire.target_field)
            if isinstance(brought, list) and place in _BOUNDS_OF_ONE:
                raise TypeError(f"Unable to apply constraint 'ge' to supplied value {brought}")
            try:
                parsed: Any = type_.parsed(wire.target_field, brought) if type_ else cast("Any", brought)
            except Unfit as unfit:
                raise BadInput(copy, wire.target_field + _part_in(unfit)) from None
            if not _lies_within(_BOUNDS_OF_ONE.get(place) or _BOUNDS_OF_EACH.get(place), parsed):
                raise BadInput(copy, wire.target_field)
            if refuses(node["type"], wire.target_field, {**node, wire.target_field: parsed}):
                raise BadInput(copy, wire.target_field)
            node[wire.target_field] = parsed

    def called_with(self, copy: str) -> JSON:
        """What wires bring for the inputs of the workflow that a copy calls."""
        wires = [wire for wire in self._inputs[copy] if wire.target_field.startswith(CALLED)]
        return {wire.target_field: self._brought(wire) for wire in wires}

    def _collected(self, wires: Sequence[Wire]) -> list[Any]:
        found: list[Any] = []
        in_order = sorted(wires, key=lambda wire: (self.paths[wire.source], wire.source))
        for wire in in_order:
            if wire.target_field == "collection":
                brought = self._brought(wire)
                found += brought if isinstance(brought, list) else [brought]
        found += [self._brought(wire) for wire in in_order if wire.target_field == "item"]
        return found

    def _brought(self, wire: Wire) -> Any:
        return self.results[wire.source][wire.source_field]

    def _forget(self) -> None:
        """Let go of what only a running session needs."""
        self._outputs, self._upstream, self._ready = {}, {}, {}


class EndedSession:
    """A run of a graph that has ended, as it is kept.

    Args:
        kept: The sessions by the numbers of their items: what tells each from one that has not begun.
        number: The number of its item.
        id: The server's name for it.
        graph: The graph, in the server's shape.
    """

    def __init__(self, kept: Mapping[int, JSON], number: int, id: str, graph: JSON) -> None:
        self._kept = kept
        self._number = number
        self._id = id
        self._graph = graph

    def to_dict(self) -> JSON:
        """The session in the server's shape."""
        return {**pending_dict(self._id, self._graph), **self._kept.get(self._number, {})}


def first_wire(wires: Sequence[Wire], field: str) -> Wire:
    """The first wire into a field."""
    return next(wire for wire in wires if wire.target_field == field)


def pending_dict(id: str, graph: JSON) -> JSON:
    """A session that has not begun, in the server's shape."""
    empty: JSON = {"id": _execution_id(id), "nodes": {}, "edges": []}
    return {
        "id": id,
        "graph": graph,
        "execution_graph": empty,
        "executed": [],
        "executed_history": [],
        "results": {},
        "errors": {},
        "workflow_call_stack": [],
        "workflow_call_history": [],
        "workflow_call_parent": None,
        "waiting_workflow_call": None,
        "waiting_workflow_call_execution": None,
        "waiting_workflow_call_child_session": None,
        "max_workflow_call_depth": 4,
        "prepared_source_mapping": {},
        "source_prepared_mapping": {},
        "prepared_iteration_paths": {},
        "ready_order": [],
        "indegree": {},
    }


def _execution_id(id: str) -> str:
    """The id of what is made of a session's graph when it runs: always the same one."""
    return str(uuid5(NAMESPACE_OID, id))


def stored(session: JSON) -> JSON:
    """A session as the server answers it where it leaves out what is null."""
    calls = {
        name: without_nulls(value) for name, value in session.items() if name.startswith(("workflow_call", "waiting"))
    }
    graphs = {
        name: {
            **session[name],
            "nodes": {id_: without_nulls(node) for id_, node in session[name]["nodes"].items()},
        }
        for name in ("graph", "execution_graph")
    }
    results = {copy: without_nulls(output) for copy, output in session["results"].items()}
    return {
        name: value for name, value in {**session, **graphs, **calls, "results": results}.items() if value is not None
    }


def _part_in(unfit: Unfit) -> str:
    """Which item of a list does not fit, as the server names it; nothing if it is no list."""
    item = re.match(r": (\d+): ", str(unfit))
    return f"[{item[1]}]" if item else ""


def _lies_within(bounds: tuple[float, float] | None, value: Any) -> bool:
    """Whether a number, or each of a list of such, lies within bounds, if there are any."""
    if bounds is None:
        return True
    return all(bounds[0] <= number <= bounds[1] for number in each(value))


def _starts(path: Path, beginning: Path) -> bool:
    return path[: len(beginning)] == beginning


def _longest(paths: set[Path]) -> list[Path]:
    """The paths that no other one begins with, in order."""
    return sorted(path for path in paths if not any(path != other and _starts(other, path) for other in paths))
