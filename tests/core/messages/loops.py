"""What goes wrong around `iterate`, `collect` and `if`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph import Graph, Output
from nodes_catalog import Add, Collect, If, Integer, IntegerCollection, Iterate, MetadataToBool, Noise, String

if TYPE_CHECKING:
    from . import Case
from .graphs import add, read

LIST = {"type": "integer_collection"}
COLLECT = {"type": "collect"}
ITERATE = {"type": "iterate"}
NUMBER = {"type": "integer"}
TEXT = {"type": "string"}


def nested() -> Graph:
    one, two = (Iterate(collection=IntegerCollection(collection=[1, 2]).collection) for _ in range(2))
    return Graph(Collect(item=Add(a=one.item, b=two.item).value))


def seamless(label: str) -> Output[bool]:
    return MetadataToBool(label=label, default_value=True).value


def left_out() -> Graph:
    inner = If(condition=seamless("seamless_x"), true_input=Add(a=1, b=2).value, false_input=4)
    return chosen(If(condition=seamless("seamless_y"), true_input=inner.value, false_input=4))


def gathered_null() -> Graph:
    choice = If(condition=seamless("seamless_x"), true_input=Add(a=1, b=2).value)
    return Graph(Iterate(collection=Collect(item=[choice.value]).collection))


def chosen(chosen_: If[int]) -> Graph:
    last = Add(b=1)
    last.inputs["a"] = chosen_.value
    return Graph(last)


CASES: list[Case] = [
    (
        "iterate-collection",
        lambda: read({"i": ITERATE}),
        "i.collection needs exactly one wire and has nothing [iterate-collection]\n    put the values into a collection node, for example IntegerCollection, and wire its output",
    ),
    (
        "iterate-collection",
        lambda: read({"n": NUMBER, "i": ITERATE}, "n.value i.collection"),
        "i.collection needs a list; n.value gives int [iterate-collection]\n    iterate over a collection node",
    ),
    (
        "iterate-item",
        lambda: read(
            {"l": {"type": "string_collection"}, "i": ITERATE, "a": add()}, "l.collection i.collection", "i.item a.a"
        ),
        "each item of i is str, a.a takes int [iterate-item]",
    ),
    (
        "collect-unwired",
        lambda: read({"c": COLLECT}),
        "c gathers nothing: it needs a wire into item or collection [collect-unwired]\n    take the node out",
    ),
    (
        "collect-collection",
        lambda: read({"n": NUMBER, "c": COLLECT}, "n.value c.collection"),
        "c.collection needs a list; n.value gives int [collect-collection]\n    wire it to c.item",
    ),
    (
        "collect-mixed",
        lambda: read({"n": NUMBER, "t": TEXT, "c": COLLECT}, "n.value c.item", "t.value c.item"),
        "c gathers int and str: all items must be of one type [collect-mixed]\n    use a collect node for each type",
    ),
    (
        "collect-consumer",
        lambda: read({"t": TEXT, "c": COLLECT, "l": LIST}, "t.value c.item", "c.collection l.collection"),
        "c gathers items of type str, l.collection takes list[int] [collect-consumer]",
    ),
    (
        "list-into-item",
        lambda: Graph(Add(a=IntegerCollection(collection=[1, 2]).collection)),
        "integer_collection.collection -> add.a: the output gives list[int], the input takes int; the server lets it in and fails at run time [list-into-item]\n    to use each item in turn, put a loop between: Iterate(collection=integer_collection.collection).item",
    ),
    (
        "item-into-list",
        lambda: read({"n": NUMBER, "l": LIST}, "n.value l.collection"),
        "n.value -> l.collection: the output gives int, the input takes list[int]; the server lets it in and fails at run time [item-into-list]\n    gather it: l.collection = [n.value]",
    ),
    (
        "random-order",
        lambda: Graph(Collect(item=[Integer(value=1).value, Integer(value=2).value])),
        "collect.item has 2 wires (integer.value, integer_2.value): the server gathers them in random order [random-order]\n    give the list of outputs to the input that the list is for, which makes a chain of collect nodes",
    ),
    (
        "nested-loops",
        nested,
        "collect stands behind the loops iterate and iterate_2 and gathers the innermost alone: it gives several lists, not one [nested-loops]\n    to have one list, make one loop of them: the server has no node that joins lists",
    ),
    (
        "unreachable-branch",
        lambda: chosen(If(condition=True, true_input=Integer().value, false_input=Noise().width)),
        "if.condition is always True: what feeds false_input never runs [unreachable-branch]\n    wire the condition, or wire the other branch directly",
    ),
    (
        "unreachable-branch",
        lambda: chosen(If(true_input=Integer().value, false_input=4)),
        "if.condition is not given, which means False: what feeds true_input never runs [unreachable-branch]\n    wire the condition, or wire the other branch directly",
    ),
    (
        "branch-type",
        lambda: chosen(
            If(
                condition=MetadataToBool(label="seamless_x", default_value=True).value,
                true_input=String().value,
                false_input=4,
            )
        ),
        "if.true_input is str (string.value), which goes on to add.a: that takes int [branch-type]\n    the session fails when this branch is chosen",
    ),
    (
        "branch-type",
        lambda: chosen(If(condition=MetadataToBool(label="seamless_x", default_value=True).value, false_input=4)),
        "if.true_input is not given, so that the value is None, which goes on to add.a: that takes int [branch-type]\n    the session fails when this branch is chosen",
    ),
    (
        "branch-condition",
        left_out,
        "if.condition comes from metadata_to_bool_2, which is left out with all of if_2.true_input; the server then cannot load the session again, and its queue stands still for everybody [branch-condition]\n    give the condition as a value, or wire one that is also used outside of the branch",
    ),
    (
        "null-output",
        gathered_null,
        "if.false_input is not given, and iterate takes that null from collect as an item; the server cannot load such a session again, and its queue stands still for everybody [null-output]\n    give false_input",
    ),
    (
        "null-output",
        lambda: read({"g": {"type": "workflow_return_get", "values": {"a": None}, "key": " a "}}),
        "g takes 'a' out of values, where it is null; the server cannot load such a session again, and its queue stands still for everybody [null-output]",
    ),
]
