"""What people call nodes whose ids the editor made: whoever takes a name from a message gets the node that it means."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invokegraph import Batch, Graph, InvalidGraph, NotInGraph
from invokegraph.naming import names_in, renamed
from invokegraph.report import Checked, as_github, as_text
from nodes_catalog import Add

IDS = [f"0000000{place}-fb65-45a6-a5d7-f20109f88b49" for place in range(4)]
TITLES = st.sampled_from(["", "add", "sum", "other", *IDS, f"add ({IDS[0]})", f"sum ({IDS[1]})", "s" * 70, "s" * 71])

ONE, OTHER = (f"0f3c5e1a-0000-4000-8000-00000000000{number}" for number in (1, 2))


def graph_of(titles: dict[str, str]) -> Graph:
    graph = Graph(*(Add(id=id_) for id_ in titles))
    graph.labels.update({id_: title for id_, title in titles.items() if title})
    return graph


@given(st.lists(TITLES, min_size=4, max_size=4), TITLES)
def test_a_name_means_one_node_and_never_looks_like_the_id_of_another(titles: list[str], title: str) -> None:
    graph = graph_of({**dict(zip(IDS, titles, strict=True)), "other": title})
    names = names_in(graph)
    assert names.keys() == {*IDS}
    called = [*names.values(), "other"]
    assert len({*called}) == len(called)
    for id_, name in names.items():
        assert not {*IDS, "other"} & {name} - {id_}
        with suppress(NotInGraph):  # where another node has the name for a title
            assert graph.id_of(name) == id_


def test_nodes_are_asked_for_by_title() -> None:
    graph = graph_of({IDS[0]: "The sum", IDS[1]: "", "other": "Twice", IDS[2]: "Twice"})
    assert graph["The sum"].id == IDS[0]
    assert graph["add"].id == graph.id_of("add") == IDS[1]
    assert graph.copy().id_of("The sum") == IDS[0]
    assert Batch(graph).sweep("The sum", a=[1, 2]).axes[0][0].node is graph[IDS[0]]
    with pytest.raises(NotInGraph, match=rf"the graph has 2 nodes of the title 'Twice', not one: other, {IDS[2]}"):
        graph["Twice"]
    with pytest.raises(NotInGraph, match="no node 'The sun' in the graph; did you mean The sum"):
        graph["The sun"]
    assert "The sum" not in graph


def test_an_id_goes_before_a_title() -> None:
    graph = graph_of({"first": "second", "second": "first"})
    assert graph["first"].id == "first"


def test_problems_are_told_by_title() -> None:
    graph = graph_of({IDS[0]: "The sum", IDS[1]: ""})
    graph["The sum"].inputs.keep(a="x")
    (problem,) = (problem for problem in graph.problems() if problem.code == "value-refused")
    assert (problem.node_id, problem.message) == (IDS[0], "The sum.a takes int, not 'x'")
    with pytest.raises(InvalidGraph, match=r"The sum\.a takes int, not 'x'"):
        graph.validate()


def test_a_title_that_holds_such_an_id_is_no_name() -> None:
    names = names_in(graph_of({IDS[0]: IDS[1], IDS[1]: "sum", IDS[2]: f"sum ({IDS[1]})"}))
    assert names == {IDS[0]: f"add ({IDS[0]})", IDS[1]: "sum", IDS[2]: f"add ({IDS[2]})"}
    assert renamed(f"{IDS[1]}.a", names) == "sum.a"


def test_long_titles_that_begin_alike_are_told_apart_by_their_ids() -> None:
    graph = Graph.from_dict({"nodes": {id_: {"id": id_, "type": "add"} for id_ in (ONE, OTHER)}})
    graph.labels = {ONE: "x" * 70 + "1", OTHER: "x" * 70 + "2"}
    shown = "x" * 59 + "…"
    assert names_in(graph) == {ONE: f"{shown} ({ONE})", OTHER: f"{shown} ({OTHER})"}


def test_a_file_that_is_called_like_a_node_keeps_its_name() -> None:
    graph = Graph.from_dict({"nodes": {ONE: {"id": ONE, "type": "hostile::text"}}})
    checked = [Checked(f"{ONE}.json", graph.problems(), names=names_in(graph))]
    (problem,) = graph.problems()
    message, hint = problem.message.replace(ONE, "hostile::text"), problem.suggestion
    assert "hostile::text: " in message
    assert as_text(checked) == (
        f"{ONE}.json: 1 problem; the server would refuse it\n{message} [unknown-node-type]\n    {hint}\n"
    )
    assert as_github(checked) == f"::error file={ONE}.json,title=unknown-node-type::{message}%0A{hint}\n"


def test_what_a_file_is_called_does_not_steer_a_terminal() -> None:
    assert as_text([Checked("\x1b[2J\udcff.json", [])]) == "\\x1b[2J\\udcff.json: no problems\n"
