from __future__ import annotations

from invokegraph import Edge, Location, Problem, Problems


def test_a_problem_is_a_line_with_its_place_and_code() -> None:
    problem = Problem("some-code", "something is wrong", location=Location("pipeline.py", 14), suggestion="do this")
    assert str(problem) == "pipeline.py:14: something is wrong [some-code]\n    do this"
    assert str(Problem("some-code", "something is wrong")) == "something is wrong [some-code]"


def test_problems_are_printed_a_line_each() -> None:
    problems = Problems([Problem("one", "this is wrong", suggestion="do that"), Problem("two", "that is wrong")])
    assert str(problems) == "this is wrong [one]\n    do that\nthat is wrong [two]"
    assert str(Problems()) == "no problems"
    assert repr(Problems()) == "[]"


def test_a_problem_has_what_checks_rely_on() -> None:
    names = {"code", "message", "node_id", "field", "server_refuses", "location", "suggestion", "edge"}
    assert set(Problem._fields) == names
    assert Problem("c", "m").server_refuses is False


def test_an_edge_is_written_in_the_servers_shape() -> None:
    edge = Edge("a", "b", "c", "d")
    assert str(edge) == "a.b -> c.d"
    assert edge.to_dict() == {"source": {"node_id": "a", "field": "b"}, "destination": {"node_id": "c", "field": "d"}}


def test_what_the_users_file_is_called_does_not_steer_a_terminal() -> None:
    assert str(Problem("c", "m", location=Location("\x1b[2J.py", 1))) == r"\x1b[2J.py:1: m [c]"
