from __future__ import annotations

from invokegraph import Graph
from invokegraph.naming import names_in
from invokegraph.report import Checked, as_github, as_text

ONE, OTHER = (f"0f3c5e1a-0000-4000-8000-00000000000{number}" for number in (1, 2))


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
