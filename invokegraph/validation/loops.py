"""What the server asks of `iterate` and `collect` beyond the types of single wires.

The rules are those of the server's graph module: `_is_iterator_connection_valid` and `_is_collector_connection_valid`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from invokegraph.graph import reach
from invokegraph.ports import Output, Wires
from invokegraph.problem import Problem
from invokegraph.types import ANY, BOOL, INT, NONE, PortType, compatible
from invokegraph.validation.nodes import input_of
from invokegraph.wiring import outputs_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview


class _Consumer(NamedTuple):
    """One input that a loop node feeds."""

    node: Node
    field: str
    takes: PortType | None

    @property
    def is_called(self) -> bool:
        """Whether it is an input of a workflow that is called: the server knows no type of it, and no type fits."""
        return self.takes is None and self.node.type == "call_saved_workflow" and self.node.takes_extra(self.field)


def loop_problems(overview: Overview) -> Iterator[Problem]:
    """What is wrong with the `iterate` and `collect` nodes of a graph."""
    ids = overview.ids
    loops = [node for node in ids if node.type in ("iterate", "collect")]
    if not loops:
        return
    around = _Around(overview, _consumers(ids), _gathered(loops))
    for node in loops:
        rule = _iterate if node.type == "iterate" else _collect
        for code, message, hint in rule(node, around):
            yield Problem(code, message, ids[node], location=node.location, suggestion=hint, server_refuses=True)


def _consumers(ids: Mapping[Node, str]) -> dict[tuple[Node, str], list[_Consumer]]:
    """For each output of a loop node, the inputs that it feeds."""
    fed: dict[tuple[Node, str], list[_Consumer]] = {}
    for node in ids:
        for name, held in node.given.items():
            if held.__class__ is Output or held.__class__ is Wires:
                for output in outputs_in(held):
                    if output.node.type in ("iterate", "collect"):
                        port = input_of(node, name)
                        consumer = _Consumer(node, name, port.takes if port else None)
                        fed.setdefault((output.node, output.name), []).append(consumer)
    return fed


class _Around(NamedTuple):
    """What the rules of one loop node need to know of the graph.

    Attributes:
        overview: The graph.
        fed: For each output of a loop node, the inputs that it feeds.
        gathered: For each collect node, the types of the items that it gathers.
    """

    overview: Overview
    fed: dict[tuple[Node, str], list[_Consumer]]
    gathered: dict[Node, set[PortType]]


_Finding = tuple[str, str, str]
_UNTYPED: Final = "an input whose type the server does not know"


def _iterate(node: Node, around: _Around) -> Iterator[_Finding]:
    id_ = around.overview.name(node)
    sources = outputs_in(node.given.get("collection"))
    if len(sources) != 1:
        what = f"{len(sources)} wires" if sources else "a value" if node.given.get("collection") else "nothing"
        hint = "put the values into a collection node, for example IntegerCollection, and wire its output"
        yield "iterate-collection", f"{id_}.collection needs exactly one wire and has {what}", "" if sources else hint
        return
    consumers = around.fed.get((node, "item"), [])
    for consumer in consumers:
        if consumer.is_called:
            message = f"each item of {id_} goes to {around.overview.name(consumer.node, consumer.field)}, {_UNTYPED}"
            yield "iterate-item", message, "put a node for one value between, for example integer"
    given = sources[0].type
    if given is None:
        return
    if given.kind != "list":
        where = around.overview.name(sources[0].node, sources[0].name)
        yield (
            "iterate-collection",
            f"{id_}.collection needs a list; {where} gives {given}",
            "iterate over a collection node",
        )
        return
    items = [("each item", given.args[0])]
    if sources[0].node.type == "collect":
        root = _root(around.gathered[sources[0].node])
        items += [("each gathered item", root)] if root else []
    for what, item in items:
        for consumer in consumers:
            if consumer.takes is not None and not compatible(item, consumer.takes):
                place = around.overview.name(consumer.node, consumer.field)
                yield "iterate-item", f"{what} of {id_} is {item}, {place} takes {consumer.takes.without_none()}", ""


def _collect(node: Node, around: _Around) -> Iterator[_Finding]:
    id_ = around.overview.name(node)
    items = outputs_in(node.given.get("item"))
    collections = outputs_in(node.given.get("collection"))
    if not items and not collections:
        yield "collect-unwired", f"{id_} gathers nothing: it needs a wire into item or collection", "take the node out"
        return
    for output in collections:
        if output.type is not None and not (_has_list(output.type) or output.type.is_any):
            where = around.overview.name(output.node, output.name)
            yield (
                "collect-collection",
                f"{id_}.collection needs a list; {where} gives {output.type}",
                f"wire it to {id_}.item",
            )
    types = around.gathered[node]
    named = types - {ANY}
    odd = sorted(str(type_) for type_ in named if type_.kind != "class")
    if odd and (len(named) > 1 or any(len(type_.choices) > 1 for type_ in named)):
        # The server's own check stumbles over these and answers a bare error 500.
        yield "collect-mixed", f"{id_} cannot gather {' and '.join(odd)}: the server takes items of one plain type", ""
        return
    roots = _roots(types)
    if len(roots) > 1:
        names = " and ".join(sorted(map(str, roots)))
        yield (
            "collect-mixed",
            f"{id_} gathers {names}: all items must be of one type",
            "use a collect node for each type",
        )
        return
    root = roots[0] if roots else None
    for consumer in around.fed.get((node, "collection"), []):
        if consumer.is_called:
            message = f"what {id_} gathers goes to {around.overview.name(consumer.node, consumer.field)}, {_UNTYPED}"
            yield "collect-consumer", message, "put a node for a list between, for example integer_collection"
        if consumer.takes is not None and not _takes_gathered(consumer, root, around):
            place = around.overview.name(consumer.node, consumer.field)
            what = f"items of type {root}" if root else "items of a type that only the run will show"
            hint = "" if root else "put a node with a typed output between iterate and collect"
            yield "collect-consumer", f"{id_} gathers {what}, {place} takes {consumer.takes.without_none()}", hint


def _takes_gathered(consumer: _Consumer, root: PortType | None, around: _Around) -> bool:
    """Whether an input takes the list that a collect node gathers, whose items are of type `root`."""
    takes = consumer.takes
    assert takes is not None, "the caller has looked"
    if not (_has_list(takes) or takes.is_any):
        return False
    first = takes.args[0] if takes.args else takes
    if root is None:
        if not takes.is_any and first is not ANY:
            return False
    elif not (takes.is_any or root in first.args or root == first or (root is BOOL and first is INT)):
        return False
    if consumer.node.type != "collect" or consumer.field != "collection":
        return True
    below = _root(around.gathered[consumer.node])
    return below is None or (below is ANY if root is None else compatible(root, below))


def _gathered(loops: list[Node]) -> dict[Node, set[PortType]]:
    """The types of the items that each collect node gathers, through chained ones; None and unknown types aside."""
    gathered: dict[Node, set[PortType]] = {}
    for node in reach(loops)[0]:
        if node.type != "collect":
            continue
        types: set[PortType] = set()
        for output in outputs_in(node.given.get("item")):
            if output.type is not None:
                types.update(output.type.args or (output.type,))
        for output in outputs_in(node.given.get("collection")):
            if output.node.type == "collect" and output.name == "collection":
                types |= gathered.get(output.node, set())  # in a cycle, what the other gathers is not known yet
            elif output.type is not None:
                types |= _item_types(output.type)
        gathered[node] = types - {NONE}
    return gathered


def _item_types(type_: PortType) -> set[PortType]:
    """The item types of the lists in a type."""
    if type_.is_any:
        return {ANY}
    return {item for member in type_.members if member.kind == "list" for item in member.args}


def _roots(types: set[PortType]) -> list[PortType]:
    """The types that no other one is a base of: of int and bool, int."""
    named = types - {ANY}
    return [type_ for type_ in named if not (type_ is BOOL and INT in named)]


def _root(types: set[PortType]) -> PortType | None:
    """The one type of all items; Any where there is none, None where nothing is known."""
    roots = _roots(types)
    return roots[0] if len(roots) == 1 else ANY if types else None


def _has_list(type_: PortType) -> bool:
    return any(member.kind == "list" for member in type_.members)
