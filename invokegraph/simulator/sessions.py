"""One run of a graph: which copies of its nodes there are, which is next, and what they gave.

A node is copied when it is known how often it runs: once, or once for each item of the loops that it stands in. The
copies run as soon as what feeds them has run; those that are ready at the same time run type by type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.copies import Copies
from invokegraph.simulator.node_types import JSON, node_type
from invokegraph.simulator.plans import BRANCHES, first
from invokegraph.simulator.session_records import execution_id, pending_dict
from invokegraph.simulator.wired_values import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.simulator.copies import Feeds, Path
    from invokegraph.simulator.plans import Plan, Wire

CALLED: Final = "saved_workflow_input::"


class Session:
    """One run of a graph.

    Args:
        id: The server's name for it.
        graph: The graph, in the server's shape.
        plan: Its order.

    Attributes:
        copies: The copies of the nodes, so far.
        results: What the copies gave.
        errors: What went wrong, by copy.
    """

    def __init__(self, id: str, graph: JSON, plan: Plan) -> None:
        self.id = id
        self.graph = graph
        self.copies = Copies(graph, plan)
        self.results: dict[str, JSON] = {}
        self.errors: dict[str, str] = {}
        self._plan = plan
        self._executed: dict[str, None] = {}
        self._history: list[str] = []
        self._open: dict[str, int] = {}
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
        node = self.copies.nodes[copy]
        if node["type"] in ("iterate", "collect"):
            node["collection"] = []
        self._executed[copy] = None
        self._end(self.copies.sources[copy])
        for wire in list(self.copies.outputs.get(copy, ())):  # deciding takes wires away
            self._open[wire.target] -= 1
            self._decide(wire.target)
            self._release(wire.target)
        if len(self._history) == len(self._plan.types):
            self._forget()

    def to_dict(self) -> JSON:
        """The session in the server's shape."""
        # It may be running on: what is handed out are copies.
        wires = [wire for wires in list(self.copies.inputs.values()) for wire in list(wires)]
        copies = {id_: list(copies) for id_, copies in dict(self.copies.of).items()}
        return {
            **pending_dict(self.id, self.graph),
            "execution_graph": {
                "id": execution_id(self.id),
                "nodes": {copy: dict(node) for copy, node in dict(self.copies.nodes).items()},
                "edges": [wire.to_dict() for wire in wires],
            },
            "executed": list(self._executed),
            "executed_history": list(self._history),
            "results": dict(self.results),
            "errors": dict(self.errors),
            "prepared_source_mapping": dict(self.copies.sources),
            "source_prepared_mapping": copies,
            "prepared_iteration_paths": {copy: list(path) for copy, path in dict(self.copies.paths).items()},
            "indegree": dict(self._open),
        }

    # Making copies

    def _copy_next(self) -> bool:
        """Copy the next node that can be; whether there was one."""
        id_ = first(self._uncopied, self._can_be_copied)
        if id_ is None:
            return False
        self._uncopied.remove(id_)
        self.copies.of[id_] = []
        for feeds, path in self.copies.feeds(id_):
            self._add(id_, feeds, path)
        if not self.copies.of[id_]:
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
        copy = self.copies.add(id_, feeds, index, path)
        self._open[copy] = sum(wire.source not in self._executed for wire in self.copies.inputs[copy])
        self._decide(copy)
        self._release(copy)

    # What is ready

    def _release(self, copy: str) -> None:
        """Put a copy among those that are ready, if it is."""
        if self._open[copy] or copy in self._executed or self._is_deferred(copy):
            return
        type_ = node_type(self.copies.nodes[copy]["type"])
        ready = self._ready.setdefault(type_.class_name if type_ else "", [])
        if copy not in ready:
            path = self.copies.paths[copy]
            place = next((place for place, other in enumerate(ready) if self.copies.paths[other] > path), len(ready))
            ready.insert(place, copy)

    def _next_ready(self) -> str | None:
        """The first copy that is ready, of the type that is being run as long as there are any of that."""
        if not self._ready.get(self._draining):
            self._draining = first(sorted(self._ready), lambda name: bool(self._ready[name])) or ""
        ready = self._ready.get(self._draining)
        return ready.pop(0) if ready else None

    def _end(self, id_: str) -> None:
        """Note that a node is done if all its copies are."""
        if id_ not in self._executed and all(copy in self._executed for copy in self.copies.of[id_]):
            self._executed[id_] = None
            self._history.append(id_)

    # If

    def _is_deferred(self, copy: str) -> bool:
        """Whether an If has not decided yet whether the copy runs."""
        path = self.copies.paths[copy]
        for decider in self._plan.deferred.get(self.copies.sources[copy], ()):
            deciding = [other for other in self.copies.of.get(decider, ()) if self.copies.paths.get(other) == path]
            if not deciding or any(other not in self._chosen for other in deciding):
                return True
        return False

    def _decide(self, copy: str) -> None:
        """Choose the branch of an If as soon as its condition is known."""
        node = self.copies.nodes[copy]
        if node["type"] != "if" or copy in self._chosen:
            return
        conditions = [wire for wire in self.copies.inputs[copy] if wire.target_field == "condition"]
        if any(wire.source not in self._executed for wire in conditions):
            return
        for wire in conditions:
            node["condition"] = self.results[wire.source][wire.source_field]
        chosen, other = BRANCHES if node["condition"] else BRANCHES[::-1]
        self._chosen[copy] = chosen
        left_out = [wire for wire in self.copies.inputs[copy] if wire.target_field == other]
        self._open[copy] -= sum(wire.source not in self._executed for wire in left_out)
        if left_out:
            self.copies.cut(copy, left_out)
        branches = self._plan.branches[self.copies.sources[copy]]
        for rival, source in self.copies.sources.items():
            if rival in self._executed or self.copies.paths.get(rival) != self.copies.paths[copy]:
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
        self.copies.skipped.add(copy)
        self._executed[copy] = None
        self._end(self.copies.sources[copy])

    # Inputs

    def _fill(self, copy: str) -> None:
        """Give a copy what its wires bring."""
        node, wires = self.copies.nodes[copy], self.copies.inputs[copy]
        match node["type"]:
            case "collect":
                node["collection"] = self._collected(wires)
            case "iterate":
                node["collection"] = self._brought(_first_wire(wires, "collection"))
            case _:
                for wire in wires:
                    if not wire.target_field.startswith(CALLED):
                        node[wire.target_field] = parsed(copy, node, wire.target_field, self._brought(wire))

    def called_with(self, copy: str) -> JSON:
        """What wires bring for the inputs of the workflow that a copy calls."""
        wires = [wire for wire in self.copies.inputs[copy] if wire.target_field.startswith(CALLED)]
        return {wire.target_field: self._brought(wire) for wire in wires}

    def _collected(self, wires: Sequence[Wire]) -> list[Any]:
        found: list[Any] = []
        in_order = sorted(wires, key=lambda wire: (self.copies.paths[wire.source], wire.source))
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
        self.copies.forget()
        self._ready = {}


def _first_wire(wires: Sequence[Wire], field: str) -> Wire:
    """The first wire into a field."""
    return next(wire for wire in wires if wire.target_field == field)
