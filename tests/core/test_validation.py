"""Every code of a problem, with the whole of what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, NamedTuple

import pytest

from invokegraph import Edge, Graph, Node, UnknownNode
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    DenoiseLatents,
    Integer,
    IntegerCollection,
    Iterate,
    LatentsToImage,
    Noise,
    String,
)
from tests.work import takes_less_than

from .data import graph_data
from .own_nodes import Untyped


class Case(NamedTuple):
    """A graph and the one problem that is looked at."""

    data: dict[str, Any]
    code: str
    message: str
    suggestion: str = ""
    node_id: str | None = None
    field: str | None = None
    edge: tuple[str, str, str, str] | None = None
    server_refuses: bool = True


CASES: dict[str, Case] = {
    "nothing": Case(
        {"nodes": {}, "edges": []},
        "empty-graph",
        "the graph has no nodes",
        "name what it should make: Graph(image)",
        server_refuses=False,
    ),
    "no wire": Case(
        graph_data({"d": {"type": "l2i"}}),
        "missing-input",
        "d.latents needs a wire of LatentsField",
        "no output in this graph fits",
        "d",
        "latents",
        server_refuses=False,
    ),
    "neither value nor wire": Case(
        graph_data({"b": "img_blur"}),
        "missing-input",
        "b.image needs a value or a wire of ImageField",
        "",
        "b",
        "image",
        server_refuses=False,
    ),
    "no value": Case(
        graph_data({"m": "z_image_model_loader"}),
        "missing-input",
        "m.model needs a value of ModelIdentifierField",
        "",
        "m",
        "model",
    ),
    "null for what is required": Case(
        graph_data({"b": {"type": "img_blur", "image": None}}),
        "missing-input",
        "b.image needs a value or a wire of ImageField",
        "",
        "b",
        "image",
        server_refuses=False,
    ),
    "a node of the editor": Case(
        graph_data({"b": {"type": "image_batch", "images": [{"image_name": "a"}]}}),
        "editor-only-node",
        "b: image_batch exists for the editor only, the server cannot run it",
        "sweep over its values with Batch",
        "b",
    ),
    "a misspelt type": Case(
        graph_data({"n": "nois"}),
        "unknown-node-type",
        "n: there is no node type 'nois'",
        "did you mean noise or img_noise?",
        "n",
    ),
    "a type of somebody else": Case(
        graph_data({"n": "qqqqqq"}),
        "unknown-node-type",
        "n: there is no node type 'qqqqqq'",
        "if it is a custom node, import its class; `invokegraph generate` makes one",
        "n",
    ),
    "a value for a misspelt input": Case(
        graph_data({"n": {"type": "noise", "sed": 3}}),
        "unknown-input",
        "n: noise has no input 'sed'; the server drops it without a word",
        "did you mean seed?",
        "n",
        "sed",
        server_refuses=False,
    ),
    "a wire into a misspelt input": Case(
        graph_data({"i": "integer", "n": "noise"}, "i.value -> n.sed"),
        "unknown-input",
        "i.value -> n.sed: noise has no input 'sed'",
        "did you mean seed?",
        "n",
        "sed",
        ("i", "value", "n", "sed"),
    ),
    "a misspelt output": Case(
        graph_data({"i": "integer", "n": "noise"}, "i.valeu -> n.seed"),
        "unknown-output",
        "i.valeu -> n.seed: integer has no output 'valeu'",
        "did you mean value?",
        "n",
        "seed",
        ("i", "valeu", "n", "seed"),
    ),
    "a wire of the wrong type": Case(
        graph_data({"s": "string", "i": "integer", "n": "noise"}, "s.value -> n.seed"),
        "incompatible-wire",
        "s.value -> n.seed: the output gives str, the input takes int",
        "outputs in this graph that fit: i.value",
        "n",
        "seed",
        ("s", "value", "n", "seed"),
    ),
    "a wire that nothing could replace": Case(
        graph_data({"s": "string", "d": "denoise_latents"}, "s.value -> d.noise"),
        "incompatible-wire",
        "s.value -> d.noise: the output gives str, the input takes LatentsField",
        "no output in this graph fits",
        "d",
        "noise",
        ("s", "value", "d", "noise"),
    ),
    "a wire where a value belongs": Case(
        graph_data({"b": "boolean", "n": "noise"}, "b.value -> n.use_cache"),
        "wire-into-value-only",
        "b.value -> n.use_cache: the input takes a value only; the wire would override it behind the editor's back",
        "",
        "n",
        "use_cache",
        ("b", "value", "n", "use_cache"),
        server_refuses=False,
    ),
    "a value beside a wire": Case(
        graph_data({"i": "integer", "n": {"type": "noise", "seed": 3}}, "i.value -> n.seed"),
        "value-beside-wire",
        "n.seed has the value 3 beside a wire, which overrides it",
        "leave out the value",
        "n",
        "seed",
        server_refuses=False,
    ),
    "two wires into one input": Case(
        graph_data({"i": "integer", "j": "integer", "n": "noise"}, "i.value -> n.seed", "j.value -> n.seed"),
        "several-wires",
        "n.seed has 2 wires (i.value, j.value); the server runs all and uses the last",
        "keep one wire, or gather them with collect",
        "n",
        "seed",
        server_refuses=False,
    ),
    "a value out of range": Case(
        graph_data({"n": {"type": "noise", "width": -8}}),
        "value-refused",
        "n.width takes int above 0, a multiple of 8, not -8",
        "",
        "n",
        "width",
    ),
    "null where it is no value": Case(
        graph_data({"n": {"type": "noise", "seed": None}}),
        "value-refused",
        "n.seed takes int from 0 to 4294967295, not None",
        "",
        "n",
        "seed",
    ),
    "an edge from nowhere": Case(
        graph_data({"n": "noise"}, "i.value -> n.seed"),
        "dangling-edge",
        "the edge i.value -> n.seed ends at 'i', which is no node of the graph",
        edge=("i", "value", "n", "seed"),
    ),
    "an edge between nothing": Case(
        graph_data({}, "i.value -> n.seed"),
        "dangling-edge",
        "the edge i.value -> n.seed ends at 'i' and 'n', which is no node of the graph",
        edge=("i", "value", "n", "seed"),
    ),
    "another id": Case(
        {"nodes": {"k": {"id": "other", "type": "noise"}}},
        "id-mismatch",
        "the node under the key 'k' has the id 'other' of its own",
        "the server wants \"id\": 'k' in the node",
        "k",
    ),
    "no id": Case(
        {"nodes": {"k": {"type": "noise"}}},
        "id-mismatch",
        "the node under the key 'k' has no id of its own",
        "the server wants \"id\": 'k' in the node",
        "k",
    ),
    "a node that waits for itself": Case(
        graph_data({"a": "add"}, "a.value -> a.a"),
        "cycle",
        "a -> a is a cycle: each waits for the other",
        "one of these wires has to go, for example a.value -> a.a",
        "a",
        "a",
        ("a", "value", "a", "a"),
    ),
    "iterate over nothing": Case(
        graph_data({"i": "iterate"}),
        "iterate-collection",
        "i.collection needs exactly one wire and has nothing",
        "put the values into a collection node, for example IntegerCollection, and wire its output",
        "i",
    ),
    "iterate over a value": Case(
        graph_data({"i": {"type": "iterate", "collection": [1]}}),
        "iterate-collection",
        "i.collection needs exactly one wire and has a value",
        "put the values into a collection node, for example IntegerCollection, and wire its output",
        "i",
    ),
    "iterate over two lists": Case(
        graph_data(
            {"i": "iterate", "c": "integer_collection", "d": "integer_collection"},
            "c.collection -> i.collection",
            "d.collection -> i.collection",
        ),
        "iterate-collection",
        "i.collection needs exactly one wire and has 2 wires",
        "",
        "i",
    ),
    "iterate over anything": Case(
        graph_data({"i": "iterate", "c": "if"}, "c.value -> i.collection"),
        "iterate-collection",
        "i.collection needs a list; c.value gives Any",
        "iterate over a collection node",
        "i",
    ),
    "an item of the wrong type": Case(
        graph_data(
            {"c": "string_collection", "i": "iterate", "n": "noise"}, "c.collection -> i.collection", "i.item -> n.seed"
        ),
        "iterate-item",
        "each item of i is str, n.seed takes int",
        "",
        "i",
    ),
    "a gathered item of the wrong type": Case(
        graph_data(
            {"s": "string", "c": "collect", "i": "iterate", "n": "noise"},
            "s.value -> c.item",
            "c.collection -> i.collection",
            "i.item -> n.seed",
        ),
        "iterate-item",
        "each gathered item of i is str, n.seed takes int",
        "",
        "i",
    ),
    "an item for a workflow that is called": Case(
        graph_data(
            {"r": "range", "i": "iterate", "c": "call_saved_workflow"},
            "r.collection -> i.collection",
            "i.item -> c.saved_workflow_input::n::f",
        ),
        "iterate-item",
        "each item of i goes to c.saved_workflow_input::n::f, an input whose type the server does not know",
        "put a node for one value between, for example integer",
        "i",
    ),
    "a gathered list for a workflow that is called": Case(
        graph_data(
            {"i": "integer", "g": "collect", "c": "call_saved_workflow"},
            "i.value -> g.item",
            "g.collection -> c.saved_workflow_input::n::f",
        ),
        "collect-consumer",
        "what g gathers goes to c.saved_workflow_input::n::f, an input whose type the server does not know",
        "put a node for a list between, for example integer_collection",
        "g",
    ),
    "a collect of nothing": Case(
        graph_data({"c": "collect"}),
        "collect-unwired",
        "c gathers nothing: it needs a wire into item or collection",
        "take the node out",
        "c",
    ),
    "a collect behind no list": Case(
        graph_data({"i": "integer", "c": "collect"}, "i.value -> c.collection"),
        "collect-collection",
        "c.collection needs a list; i.value gives int",
        "wire it to c.item",
        "c",
    ),
    "a collect of two types": Case(
        graph_data({"i": "integer", "s": "string", "c": "collect"}, "i.value -> c.item", "s.value -> c.item"),
        "collect-mixed",
        "c gathers int and str: all items must be of one type",
        "use a collect node for each type",
        "c",
    ),
    "a chain of collects of two types": Case(
        graph_data(
            {"i": "integer", "s": "string", "c": "collect", "d": "collect"},
            "i.value -> c.item",
            "c.collection -> d.collection",
            "s.value -> d.item",
        ),
        "collect-mixed",
        "d gathers int and str: all items must be of one type",
        "use a collect node for each type",
        "d",
    ),
    "a list of the wrong type": Case(
        graph_data({"i": "integer", "c": "collect", "d": "string_collection"}, "i.value -> c.item", "c.collection -> d.collection"),
        "collect-consumer",
        "c gathers items of type int, d.collection takes list[str]",
        "",
        "c",
    ),
    "a list of anything": Case(
        graph_data({"i": "if", "c": "collect", "d": "string_collection"}, "i.value -> c.item", "c.collection -> d.collection"),
        "collect-consumer",
        "c gathers items of a type that only the run will show, d.collection takes list[str]",
        "put a node with a typed output between iterate and collect",
        "c",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_problem_says_all_that_is_known(name: str) -> None:
    case = CASES[name]
    found = [problem for problem in Graph.from_dict(case.data).problems() if problem.code == case.code]
    problem = next((problem for problem in found if problem.message == case.message), found[0])
    assert problem.message == case.message
    assert problem.suggestion == case.suggestion
    assert (problem.node_id, problem.field) == (case.node_id, case.field)
    assert problem.edge == (Edge(*case.edge) if case.edge else None)
    assert problem.server_refuses == case.server_refuses
    assert problem.location is None


@pytest.mark.parametrize("name", CASES)
def test_a_problem_is_left_out_when_its_code_is_ignored(name: str) -> None:
    case = CASES[name]
    graph = Graph.from_dict(case.data)
    kept = graph.problems(ignore={case.code})
    assert kept == [problem for problem in graph.problems() if problem.code != case.code]
    assert len(kept) < len(graph.problems())


def test_two_nodes_of_one_id_are_a_problem_that_names_the_lines() -> None:
    one, two = Noise(id="n"), Integer(id="n")
    [problem] = Graph(one, two).problems()
    assert problem.code == "duplicate-id"
    assert problem.message == f"integer and noise have the same id 'n', the other at {one.location}"
    assert (problem.node_id, problem.location, problem.server_refuses) == ("n", two.location, True)


def test_a_choice_that_does_not_exist_is_a_problem() -> None:
    [problem] = Graph.from_dict(graph_data({"n": {"type": "scheduler", "scheduler": "eulr"}})).problems()
    assert problem.code == "value-refused"
    assert problem.message.startswith("n.scheduler takes one of 'ddim', ")
    assert problem.message.endswith("not 'eulr'")


def test_what_is_no_plain_type_cannot_be_gathered() -> None:
    data = graph_data({"s": "scheduler", "c": "collect"}, "s.scheduler -> c.item")
    [problem] = Graph.from_dict(data).problems()
    assert problem.code == "collect-mixed"
    assert problem.message.startswith("c cannot gather Literal['ddim', ")
    assert problem.message.endswith("the server takes items of one plain type")


def test_a_problem_of_a_wire_is_at_the_line_that_made_it() -> None:
    node = IntegerCollection(collection=[Integer().value, Integer().value])
    collect = next(node for node in Graph(node) if node.type == "collect")
    collect.given["item"] = String().value
    problems = Graph(node).problems()
    assert {str(problem.location) for problem in problems} != {"None"}
    denoise = DenoiseLatents()
    denoise.noise = Noise().noise
    denoise.given["noise"] = Compel().conditioning
    found = [problem for problem in Graph(denoise).problems() if problem.code == "incompatible-wire"]
    assert [problem.location for problem in found] == [denoise.location_of("noise")]


def test_a_cycle_is_one_problem_that_names_its_way() -> None:
    one, two = Add(), Add()
    one.a, two.a, two.b = two.value, one.value, one.value
    [problem] = Graph(one).problems()
    assert problem.code == "cycle"
    assert "is a cycle" in problem.message
    assert problem.location in {one.location_of("a"), two.location_of("a"), two.location_of("b")}


def test_every_knot_is_a_problem_of_its_own() -> None:
    data = graph_data(
        dict.fromkeys("abcd", "add"), "a.value -> b.a", "b.value -> a.a", "c.value -> d.a", "d.value -> c.a"
    )
    assert [problem.code for problem in Graph.from_dict(data).problems()] == ["cycle", "cycle"]


def test_the_same_cycle_is_told_in_the_same_words_every_time() -> None:
    program = (
        "from invokegraph import Graph; from nodes_catalog import Add; nodes = [Add(id=name) for name in 'abcdef']\n"
        "for node, before in zip(nodes, [nodes[-1], *nodes]): node.a = before.value\n"
        "print([(p.message, p.node_id) for p in Graph(nodes[0]).problems()])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(told) == 1


def test_problems_come_in_the_order_of_the_nodes() -> None:
    data = graph_data({name: {"type": "noise", "seed": -1} for name in "cab"})
    assert [problem.node_id for problem in Graph.from_dict(data).problems()] == ["c", "a", "b"]


def test_problems_does_not_change_the_graph() -> None:
    for case in CASES.values():
        graph = Graph.from_dict(case.data)
        before = graph.to_dict()
        assert graph.problems() == graph.problems()
        assert graph.to_dict() == before


@pytest.mark.parametrize("cls", [Node, Untyped])
def test_a_node_without_a_type_is_a_problem(cls: type[Node]) -> None:
    assert any(problem.server_refuses for problem in Graph(cls()).problems())


@pytest.mark.parametrize("source", ["i.value", "l.collection"])
def test_what_is_wired_right_is_no_problem(source: str) -> None:
    numbers = IntegerCollection(collection=[1, 2])
    item = Iterate(collection=numbers.collection).item
    total = Add(a=item, b=1)
    gathered = Collect(item=total.value, collection=numbers.collection)
    assert Graph(IntegerCollection(collection=gathered.collection)).problems() == [], source


def test_a_long_chain_of_collects_is_no_trouble() -> None:
    nodes: dict[str, Any] = {"i": "integer", **{f"c{place}": "collect" for place in range(1100)}}
    edges = [f"c{place - 1}.collection -> c{place}.collection" for place in range(1, 1100)]
    data = graph_data(nodes, *edges, *(f"i.value -> c{place}.item" for place in range(1100)))
    with takes_less_than(2):
        assert Graph.from_dict(data).problems() == []


def test_collects_that_are_wired_twice_are_looked_at_once() -> None:
    nodes: dict[str, Any] = {"i": "integer", **{f"c{place}": "collect" for place in range(20)}}
    edges = [f"c{place - 1}.collection -> c{place}.collection" for place in range(1, 20) for _ in range(2)]
    with takes_less_than(2):
        problems = Graph.from_dict(graph_data(nodes, "i.value -> c0.item", *edges)).problems()
    assert {problem.code for problem in problems} == {"several-wires"}


def test_a_thousand_wrong_wires_are_told_quickly() -> None:
    nodes = {"i": "integer", **{f"d{place}": "denoise_latents" for place in range(1000)}}
    graph = Graph.from_dict(graph_data(nodes, *(f"i.value -> d{place}.noise" for place in range(1000))))
    with takes_less_than(2):
        problems = graph.problems()
    assert sum(problem.code == "incompatible-wire" for problem in problems) == 1000


def test_messages_stay_short_and_printable_whatever_the_names() -> None:
    long, odd = "n" * 10_000, "a\nb\x1b[31m\ud800"
    data = graph_data({long: {"type": "add", "a": "x"}, odd: {"type": long, odd: odd}}, f"{odd}.{odd} -> {long}.{odd}")
    for problem in Graph.from_dict(data).problems():
        assert len(problem.message) < 1000, problem.code
        assert "\x1b" not in problem.message, problem.code
        problem.message.encode()


def test_a_class_that_names_no_node_type_is_a_problem() -> None:
    class Abstract(Node):
        """Has nodes below it."""

    (problem,) = Graph(Abstract()).problems()
    assert (problem.code, problem.message) == ("unknown-node-type", "Abstract names no node type")
    assert problem.suggestion == 'write class Abstract(Node, type="...", version="1.0.0")'


def test_an_edge_from_a_mistyped_node_is_one_problem_with_the_near_name() -> None:
    data = Graph(Add(a=Integer(id="seed").value)).to_dict()
    missing = Graph(LatentsToImage(latents=Noise(id="sky").noise)).to_dict()
    missing["edges"][0]["source"]["node_id"] = "skyy"
    missing["nodes"]["l2i"]["vae"] = {"vae": {}}
    data["edges"][0]["source"]["node_id"] = "sed"
    [problem] = Graph.from_dict(data).problems()
    assert (problem.code, problem.suggestion) == ("dangling-edge", "did you mean seed?")
    dangling = [problem for problem in Graph.from_dict(missing).problems() if problem.field != "vae"]
    assert [(problem.code, problem.suggestion) for problem in dangling] == [("dangling-edge", "did you mean sky?")]


def test_values_in_an_object_of_their_own_are_told_where_they_belong() -> None:
    [problem] = Graph.from_dict({"nodes": {"a": {"id": "a", "type": "add", "inputs": {"a": 3}}}}).problems()
    assert (problem.code, problem.field) == ("unknown-input", "inputs")
    assert problem.suggestion == 'the values of a node stand beside its "id" and "type", not in an object of their own'


def test_a_long_chain_of_values_is_gone_along_once() -> None:
    last = Integer(value=1)
    for _ in range(20_000):
        last = Integer(value=last.value)
    graph = Graph(Add(a=last.value))
    with takes_less_than(10):  # from each node anew it takes minutes
        assert graph.problems() == []


def test_a_cycle_among_many_nodes_is_found_quickly() -> None:
    nodes = {f"a{place}": {"id": f"a{place}", "type": "add"} for place in range(20_000)}
    edges = [Edge(f"a{place}", "value", f"a{place + 1}", "a").to_dict() for place in range(19_999)]
    graph = Graph.from_dict({"nodes": nodes, "edges": [*edges, Edge("a5", "value", "a4", "b").to_dict()]})
    with takes_less_than(10):  # each node beside each edge takes half a minute
        assert [problem.code for problem in graph.problems()] == ["cycle"]


def test_a_loop_may_feed_a_node_that_only_the_server_knows() -> None:
    item = Iterate(collection=IntegerCollection(collection=[1]).collection).item
    stamp = UnknownNode("my_stamp")
    stamp.inputs.update(one=item, all=Collect(item=[item]).collection)
    assert Graph(stamp).problems(ignore={"unknown-node-type"}) == []
