"""What of a graph a program says by constructors, in which order, under which ids; and what it cannot say so."""

from __future__ import annotations

import builtins
import sys
from importlib import import_module
from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING, Any, Final

from invokegraph.catalog import DEFAULT
from invokegraph.graph import Graph, reach
from invokegraph.node import Node, UnknownNode, blank
from invokegraph.ports import Output, Wires, declared_port
from invokegraph.problem import edge_to_dict
from invokegraph.serialization import given_values
from invokegraph.source.names import is_automatic
from invokegraph.values import own, why_unsendable
from invokegraph.wiring import fits_as_item, outputs_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OWN_CLASSES: Final = frozenset({"Batch", "Graph", "InvokeAIClient", "Model", "UnknownNode"})
"""What a program imports from this package."""
_ROUNDS: Final = 6
_COLLECT: Final = ("collection", "item")


class Plan:
    """How a program says a graph.

    Attributes:
        graph: The graph.
        ids: The ids of its nodes.
        wires: What constructors and assignments wire: the outputs, by node and input. Only a `collect` has several.
        nodes: The nodes that the program makes, in its order: those that others depend on first.
        sinks: The nodes that the program makes its graph from.
        late: Inputs that are wired when all nodes are there, because the wires go round in a circle.
        inputs: By node, the names of its inputs in the order of the program.
        explicit: The nodes whose id has to be written.
        gathered: For an input that the program gives a list of outputs, the `collect` nodes that gather them, which it
            does not write.
        folded: All of these `collect` nodes.
        rest: What no constructor says, in the shape of a graph.
    """

    def __init__(self, graph: Graph, needed: Iterable[Node]) -> None:
        """Plan the program for a graph, whose nodes `needed` have to be variables."""
        self.graph = graph
        self.ids: Mapping[Node, str] = graph.ids()
        self._classes: dict[str, type[Node]] = {}
        self.made = {node: None for node, id_ in self.ids.items() if self._is_makeable(node, id_)}
        self.wires: Mapping[tuple[Node, str], Sequence[Output[Any]]] = {}
        self.rest: dict[str, Any] = {}
        self._split()
        self.inputs = {node: self._in_order(node) for node in self.made}
        self.sinks = self._sinks()
        self._order()
        self.gathered: dict[tuple[Node, str], list[Node]] = {}
        self.folded: set[Node] = set()
        self._fold({*needed, *self.sinks})
        self.explicit = self._number()

    def _is_makeable(self, node: Node, id_: str) -> bool:
        """Whether a constructor can make the node under its id."""
        written = self.graph.remainder.written_ids
        if not id_ or why_unsendable(id_) or (node in written and written[node] != id_):
            return False
        cls = type(node)
        return cls is UnknownNode or (module_of(cls) != "" and self._classes.setdefault(cls.__name__, cls) is cls)

    def _split(self) -> None:
        """Part the edges in those that constructors say and the rest, and keep what else stands beside."""
        nodes = {id_: node for node, id_ in self.ids.items()}
        edges = self.graph.remainder.edges_in_order(self.graph.edges)
        places = {id_: place for place, id_ in enumerate(nodes)}
        self._by_target = all(
            places.get(one.target, 0) <= places.get(other.target, 0) for (one, _), (other, _) in pairwise(edges)
        )
        wires = {
            (node, name): outputs
            for node in self.made
            for name, held in node.given.items()
            if (outputs := outputs_in(held))
        }
        odd = {
            (edge.target, edge.target_field)
            for edge, written in edges
            if written is not None or edge.source not in nodes or edge.target not in nodes
        }
        odd |= {
            (self.ids[node], name)
            for (node, name), outputs in wires.items()
            if not self._is_sayable(node, name, outputs)
        }
        self.wires = {
            (node, name): outputs for (node, name), outputs in wires.items() if (self.ids[node], name) not in odd
        }
        loose = [
            own(written) or edge_to_dict(*edge)
            for edge, written in edges
            if (edge.target, edge.target_field) in odd or nodes.get(edge.target) not in self.made
        ]
        self.rest = own(self.graph.remainder.fields)
        apart = self._nodes_apart()
        if apart or loose:
            self.rest |= {"nodes": apart, "edges": loose}

    def _nodes_apart(self) -> dict[str, dict[str, Any]]:
        """The nodes that no constructor makes, as they are written."""
        apart = {
            id_: {"id": id_, "type": node.type, **given_values(node)}
            for node, id_ in self.ids.items()
            if node not in self.made
        }
        for node, written_id in self.graph.remainder.written_ids.items():
            if node in self.ids and node not in self.made:
                entry = apart[self.ids[node]]
                if written_id is Wires.NOTHING:
                    del entry["id"]
                else:
                    entry["id"] = own(written_id)
        return apart

    def _is_sayable(self, node: Node, name: str, outputs: Sequence[Output[Any]]) -> bool:
        held = node.given[name]
        port = declared_port(node, name, "takes")
        if (isinstance(held, Wires) and held.beside is not Wires.NOTHING) or not (port or node.takes_extra(name)):
            return False
        if len(outputs) > 1 and (node.type != "collect" or name != "item"):
            return False
        return all(
            output.node in self.made
            and has_output(output)
            and (port is None or (port.input != "direct" and port.fits(output)))
            for output in outputs
        )

    def _in_order(self, node: Node) -> list[str]:
        """The inputs of a node as they were given or, from a file, as its class declares them; undeclared ones last.

        Where a graph has written the file, its wires go on following each other as they did, so that they will again.
        """
        declared = [port.name for port in node.ports().values() if port.takes is not None]
        if node.type == "collect":
            declared = [*_COLLECT, *declared]  # as a list of outputs makes it
        places = {name: place for place, name in enumerate(dict.fromkeys(declared))}
        names = [name for name, held in node.given.items() if (node, name) in self.wires or has_value(held)]
        if isinstance(node, UnknownNode):
            return names
        if node in self.graph.remainder.nodes:
            wired = iter([name for name in names if (node, name) in self.wires])
            names.sort(key=lambda name: places.get(name, len(places)))
            if self._by_target:
                names = [next(wired) if (node, name) in self.wires else name for name in names]
        return sorted(names, key=lambda name: name not in places)

    def _outputs(self, node: Node) -> Iterable[Output[Any]]:
        return (output for name in self.inputs[node] for output in self.wires.get((node, name), ()))

    def _sinks(self) -> list[Node]:
        """The nodes that lead to all others: those of the user, or those that feed no other."""
        fed = {output.node for outputs in self.wires.values() for output in outputs}
        own_sinks = [] if self.graph.remainder.nodes else [node for node in self.graph.sinks if node in self.made]
        sinks = own_sinks or [node for node in self.made if node not in fed]
        reached: set[Node] = set()
        for sink in sinks:
            self._reach(sink, reached)
        for node in self.made:  # what only goes round in a circle
            if node not in reached:
                sinks.append(node)
                self._reach(node, reached)
        return sinks

    def _reach(self, node: Node, reached: set[Node]) -> None:
        waiting = [node]
        while waiting:
            found = waiting.pop()
            if found not in reached:
                reached.add(found)
                waiting += (output.node for output in self._outputs(found))

    def _order(self) -> None:
        """Put the nodes in order, and find what has to wait until all of them are there."""
        self._shadows = {node: blank(UnknownNode, None) for node in self.made}
        for node, shadow in self._shadows.items():
            object.__setattr__(shadow, "type", node.type)
            self._shade(node, self.inputs[node])
        nodes = {shadow: node for node, shadow in self._shadows.items()}
        self.nodes = [nodes[shadow] for shadow in reach([self._shadows[sink] for sink in self.sinks])[0]]
        places = {node: place for place, node in enumerate(self.nodes)}
        self.late = [
            (node, name)
            for node in self.nodes
            for name in self.inputs[node]
            if any(places[output.node] >= places[node] for output in self.wires.get((node, name), ()))
        ]
        last: dict[Node, list[str]] = {}
        for node, name in self.late:
            last.setdefault(node, []).append(name)
        for node, names in last.items():
            self.inputs[node] = [name for name in self.inputs[node] if name not in names]
            self._shade(node, [*self.inputs[node], *names])

    def _shade(self, node: Node, names: Iterable[str]) -> None:
        """Wire the stand-in of a node as the program wires the node."""
        given = self._shadows[node].given
        given.clear()
        for name in names:
            if outputs := self.wires.get((node, name)):
                given[name] = Wires([Output(self._shadows[output.node], output.port) for output in outputs])

    def _fold(self, needed: set[Node]) -> None:
        """Find the chains of `collect` nodes that the program writes as a list of outputs."""
        uses: dict[Node, int] = {}
        for outputs in self.wires.values():
            for output in outputs:
                uses[output.node] = uses.get(output.node, 0) + 1
        late = set(self.late)
        kept = needed | {node for node, _ in late} | {node for node in self.made if uses.get(node, 0) != 1}
        kept |= {node for node in self.made if self.ids[node] in self.graph.labels}
        for (node, name), outputs in self.wires.items():
            if (node, name) in late or (node.type == "collect" and name in ("item", "collection")):
                continue
            port = declared_port(node, name, "takes")
            chain = self._chain(outputs[0], kept)
            takes_list = port is None or port.takes is None or port.takes.takes_list
            if chain and takes_list and all(port is None or fits_as_item(port, self._item_of(link)) for link in chain):
                self.gathered[node, name] = chain
                self.folded.update(chain)
        for link in self.folded:
            self._shade(link, _COLLECT)

    def listed(self, node: Node, name: str) -> list[Output[Any]]:
        """The outputs that an input is given as a list; empty where it is given none."""
        return [self._item_of(link) for link in self.gathered.get((node, name), ())]

    def _item_of(self, link: Node) -> Output[Any]:
        """What a `collect` node of a chain adds to it."""
        return self.wires[link, "item"][0]

    def sources(self, node: Node) -> set[Node]:
        """The nodes that a node takes from when it is made."""
        listed = {output.node for name in self.inputs[node] for output in self.listed(node, name)}
        return listed | {output.node for output in self._outputs(node)}

    def _chain(self, output: Output[Any], kept: set[Node]) -> list[Node]:
        """The `collect` nodes that a list of outputs would make before this output, the first one first.

        A single one is written out: it may gather what a loop gives, and a list of one output would not look like it.
        """
        chain: list[Node] = []
        while output.node.type == "collect" and output.name == "collection" and output.node not in kept:
            items, more = (self.wires.get((output.node, name), ()) for name in ("item", "collection"))
            if len(items) != 1 or len(output.node.given) != (2 if more else 1):
                return []
            chain.append(output.node)
            if not more:
                return chain[::-1] if len(chain) > 1 else []
            output = more[0]
        return []

    def _number(self) -> set[Node]:
        """The nodes whose id differs from the one that the graph of the program gives them."""
        explicit = {node for node in self.nodes if not is_automatic(self.ids[node], node)}
        for turn in count():
            for node in explicit:
                object.__setattr__(self._shadows[node], "id", self.ids[node])
            numbered = Graph(*(self._shadows[sink] for sink in self.sinks)).ids()
            wrong = [node for node in self.nodes if numbered[self._shadows[node]] != self.ids[node]]
            if not wrong:
                break
            first = {node.type: node for node in reversed(wrong)}
            # The first of a type may settle the others. If it does not, all of them get their ids.
            explicit.update(first.values() if turn < _ROUNDS else (node for node in self.nodes if node.type in first))
        self._unfold(explicit)
        return explicit

    def _unfold(self, explicit: set[Node]) -> None:
        """Write out the chains of `collect` nodes of which one needs an id."""
        for place, chain in list(self.gathered.items()):
            if not explicit.isdisjoint(chain):
                del self.gathered[place]
                self.folded.difference_update(chain)
                for link in chain:
                    self.inputs[link].sort(key=_COLLECT.index)


def has_value(held: object) -> bool:
    """Whether a node holds a value in an input, be it beside wires."""
    return held.beside is not Wires.NOTHING if isinstance(held, Wires) else not isinstance(held, Output)


def has_output(output: Output[Any]) -> bool:
    """Whether a program can name an output."""
    return isinstance(output.node, UnknownNode) or declared_port(output.node, output.name, "gives") is not None


def module_of(cls: type[Node]) -> str:
    """The module that a program imports a node class from, its package where that has it; empty where it cannot."""
    catalog = import_module(DEFAULT)
    if getattr(catalog, cls.__name__, None) is cls:
        return DEFAULT
    packages = accumulate(cls.__module__.split("."), "{}.{}".format)
    home = next((name for name in packages if getattr(sys.modules.get(name), cls.__name__, None) is cls), "__main__")
    is_taken = cls.__name__ in OWN_CLASSES or any(hasattr(taken, cls.__name__) for taken in (catalog, builtins))
    return "" if home == "__main__" or is_taken else home
