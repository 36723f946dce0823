from __future__ import annotations

import copy
import pickle
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import invokegraph
from invokegraph import Batch, Graph, InvalidGraph, InvokegraphError, errors
from invokegraph.words import brief
from nodes_catalog import Add, LatentsToImage

from .data import graph_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.node import Node

HOSTILE = "\x1b[2J\u202e\nfake"
ESCAPED = r"\x1b[2J\u202e\nfake"


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("WireError", (TypeError,)),
        ("ValueRefused", (ValueError,)),
        ("UnknownName", (TypeError, AttributeError, KeyError)),
        ("NodeTypeError", (TypeError,)),
        ("FormatError", (ValueError,)),
        ("NotInGraph", (KeyError,)),
        ("InvalidGraph", (ValueError,)),
        ("BatchError", (ValueError,)),
    ],
)
def test_every_error_has_one_root_and_the_builtin_that_fits(name: str, bases: tuple[type, ...]) -> None:
    error = getattr(errors, name)
    assert issubclass(error, InvokegraphError)
    assert all(issubclass(error, base) for base in bases)
    assert name in (errors.__doc__ or "")


def test_not_in_graph_reads_as_a_sentence() -> None:
    assert str(errors.NotInGraph("no node 'x'")).startswith("no node 'x' (")


def test_an_invalid_graph_lists_all_of_its_problems() -> None:
    graph = Graph.from_dict(graph_data({"n": {"type": "noise", "seed": -1}, "m": "nois"}))
    with pytest.raises(InvalidGraph) as caught:
        graph.validate()
    first, *rest = str(caught.value).splitlines()
    assert first == "2 problems"
    assert rest == [line for problem in graph.problems() for line in str(problem).splitlines()]
    assert caught.value.problems == graph.problems()


def test_a_single_problem_is_counted_in_the_singular() -> None:
    assert str(InvalidGraph(Graph().problems())).startswith("1 problem\n")


@pytest.mark.parametrize(
    "name", ["WireError", "ValueRefused", "UnknownName", "FormatError", "NotInGraph", "BatchError"]
)
def test_an_error_says_at_the_end_of_its_first_line_where_it_happened(name: str) -> None:
    error = getattr(errors, name)("what happened\n  what would fit")
    first, second = str(error).splitlines()
    assert first.startswith("what happened (")
    assert "test_errors.py:" in first
    assert second == "  what would fit"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_an_invalid_graph_can_be_pickled() -> None:
    error = InvalidGraph(Graph().problems())
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("name", invokegraph.__all__)
def test_every_exported_name_can_be_imported(name: str) -> None:
    assert getattr(import_module("invokegraph"), name) is not None


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Grahp'"):
        _ = invokegraph.Grahp  # type: ignore[attr-defined]


def test_the_package_lists_its_names() -> None:
    assert set(invokegraph.__all__) <= set(dir(invokegraph))


def test_of_many_problems_the_text_tells_the_first() -> None:
    graph = Graph(*(LatentsToImage() for _ in range(40)))
    with pytest.raises(InvalidGraph) as caught:
        graph.validate()
    assert len(caught.value.problems) == 80
    assert str(caught.value).splitlines()[0] == "80 problems"
    assert str(caught.value).splitlines()[-1] == "and 30 more, which `problems` of this error holds"


@pytest.mark.parametrize(
    "mistake",
    [
        lambda graph, add, _: graph[HOSTILE + "2"],
        lambda graph, _, __: graph[Add],
        lambda graph, _, __: graph.id_of(Add(id=HOSTILE)),
        lambda _, add, __: add.inputs.update(a=HOSTILE),
        lambda _, add, __: add.inputs.update(a=add),
        lambda _, add, __: add.inputs.update(a=[add.value, 1]),
        lambda _, add, __: add.inputs.update({HOSTILE: 1}),
        lambda _, add, __: LatentsToImage(latents=add.given["a"], vae=Add(id=HOSTILE).value),
        lambda graph, _, odd: graph.substitute(odd, graph["b"]),
        lambda graph, add, _: Batch(graph).sweep(add, a=[]),
        lambda graph, add, _: Batch(graph).sweep(add, a=[HOSTILE]),
        lambda graph, _, odd: Batch(graph).sweep(odd, **{HOSTILE: [1]}),
        lambda _, __, ___: Batch.from_dict({"batch_id": "b", "graph": {"nodes": {HOSTILE: {"type": 1}}}}),
    ],
)
def test_what_files_call_things_is_shown_in_messages_and_not_obeyed(
    mistake: Callable[[Graph, Node, Node], object],
) -> None:
    graph = Graph.from_dict(
        {
            "nodes": {
                name: {"id": name, "type": kind} for name, kind in {HOSTILE: "add", "b": "add", "c": HOSTILE}.items()
            },
            "edges": [
                {"source": {"node_id": "c", "field": HOSTILE}, "destination": {"node_id": HOSTILE, "field": "a"}}
            ],
        }
    )
    with pytest.raises(InvokegraphError) as caught:
        mistake(graph, graph[HOSTILE], graph["c"])
    assert ESCAPED in str(caught.value)
    assert "".join(str(caught.value).splitlines()).isprintable()
    assert "\nfake" not in str(caught.value)


def test_what_no_message_escapes_the_error_does() -> None:
    for error in (
        InvokegraphError("a\x1b[2J\n\tb"),
        errors.NotInGraph("a\x1b[2J\n\tb"),
        errors.FormatError("a\x1b[2J\n\tb"),
    ):
        assert str(error).startswith(r"a\x1b[2J")
        assert str(error).endswith("\n\tb")
    assert str(InvokegraphError()) == ""


@pytest.mark.parametrize("text", ["👩\u200d🎨 мир 日本\u3000語", "می\u200cخواهم", "עברית ❤️ e\u0301"])
def test_letters_and_emoji_stay_as_they_are(text: str) -> None:
    assert str(InvokegraphError(text)) == brief(text) == text


def test_joiners_are_shown_where_they_would_hide() -> None:
    assert brief("a\u200db \u200c") == r"a\u200db \u200c"


@pytest.mark.parametrize("restored", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy])
def test_an_error_keeps_its_notes(restored: Callable[[Exception], Exception]) -> None:
    error = errors.FormatError("what happened")
    error.add_note("while reading")
    assert restored(error).__notes__ == ["while reading"]
