"""Whatever is read, swept or made a batch of: an error on purpose or problems, never a crash, a hang or another error."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import IntEnum, StrEnum
from linecache import getline
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invokegraph import Batch, Graph, InvalidGraph, InvokegraphError
from nodes_catalog import Add, MetadataItem, Noise, String

tried: dict[str, int] = {"inputs": 0}


class _Odd:
    """An object that objects to everything."""

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    def __hash__(self) -> int:
        raise ZeroDivisionError

    def __str__(self) -> str:
        raise ZeroDivisionError

    __repr__ = __str__

    def __len__(self) -> int:
        raise ZeroDivisionError

    def __bool__(self) -> bool:
        raise ZeroDivisionError

    def __getattr__(self, name: str) -> Any:
        raise ZeroDivisionError


class _Text(str):
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    def __hash__(self) -> int:
        return str.__hash__(self)

    def __str__(self) -> str:
        raise ZeroDivisionError

    __repr__ = __str__


class _Number(int):
    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    def __hash__(self) -> int:
        raise ZeroDivisionError

    def __lt__(self, other: object) -> bool:
        raise ZeroDivisionError

    __le__ = __gt__ = __ge__ = __lt__

    def __repr__(self) -> str:
        raise ZeroDivisionError

    __str__ = __repr__


class _Object(dict[Any, Any]):
    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise ZeroDivisionError


class _Word(StrEnum):
    NOISE = "noise"


class _Digit(IntEnum):
    ONE = 1


def _circle() -> list[Any]:
    circle: list[Any] = []
    circle.append(circle)
    return circle


def _ring() -> dict[str, Any]:
    ring: dict[str, Any] = {}
    ring["ring"] = [ring]
    return ring


def _deep(opening: type[list[Any] | dict[str, Any]], depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if opening is list else {"a": value}
    return value


NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**400, -(10**5000), 0.5, float("nan"), float("inf"), -float("inf"), 1e308, 1j, b"", b"\xff", bytearray(b"x"),
    "", " ", "noise", "n", "nan", "\ud800", "\udfff", "\x00", "\x1b[31m", "\u202e", "x" * 10_000_000, [], {}, (), set(), frozenset({1}), range(3),
    object(), _Odd(), _Text("noise"), _Text("n"), _Number(1), _Object(), _Object(a=_Odd()), _Word.NOISE, _Digit.ONE, type, int, len, Ellipsis, NotImplemented,
    _circle(), _ring(), _deep(list, 99), _deep(list, 5_000), _deep(dict, 101), _deep(dict, 5_000), {1: 2}, {None: 1}, {(): 1}, {_Text("a"): _Number(1)},
    {b"a": 1}, {True: 1}, {"\ud800": "\ud800"}, {"": ""}, [None], [[]], [{}], [_Odd()], [float("nan")], [10**5000], [1, "a", None],
    {"image_name": "a"}, {"image_name": _Odd()}, {"image_name": "\ud800"}, {"video_name": 3}, [{"image_name": _Text("a")}], Noise(), Noise().noise,
    Graph(), Batch(Graph()), iter(()), memoryview(b"a"), "9" * 5_000, "1e400", ["x"] * 10_000, {str(number): number for number in range(10_000)},
    slice(1), Exception("x"), json, lambda: None,
)  # fmt: skip

GRAPH: dict[str, Any] = {
    "id": "g",
    "nodes": {"n": {"id": "n", "type": "noise", "seed": 1}, "a": {"id": "a", "type": "add", "a": 1}},
    "edges": [{"source": {"node_id": "n", "field": "width"}, "destination": {"node_id": "a", "field": "b"}}],
}
BATCH: dict[str, Any] = {
    "batch_id": "b", "origin": "o", "destination": "d", "runs": 2, "graph": GRAPH,
    "data": [[{"node_path": "n", "field_name": "seed", "items": [1, 2]}], [{"node_path": "a", "field_name": "a", "items": [3]}]],
    "workflow": {
        "name": "", "author": "", "description": "", "version": "", "contact": "", "tags": "", "notes": "",
        "exposedFields": [{"nodeId": "n", "fieldName": "seed"}], "meta": {"version": "3.0.0", "category": "user"}, "nodes": [{"type": "invocation", "data": {"type": "add"}}], "edges": [],
    },
}  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all parts of a value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in parts for place in _places(part, (*path, key)))]


def _with(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """A copy of a value in which another part stands at a path."""
    if not path:
        return part
    if isinstance(value, dict):
        return {key: _with(old, path[1:], part) if key == path[0] else old for key, old in value.items()}
    return [_with(old, path[1:], part) if place == path[0] else old for place, old in enumerate(value)]


def _try(make: Callable[[], Any]) -> None:
    """Make something of an input and ask it everything; what is not on purpose comes out of this."""
    tried["inputs"] += 1
    try:
        made = make()
    except (InvokegraphError, TypeError, ValueError) as error:
        if not _on_purpose(error) or len(str(error)) >= 1_000:
            raise
    else:
        _ask(made)


def _on_purpose(error: BaseException) -> bool:
    """Whether an error was raised by a line of this package that says so."""
    if isinstance(error, InvokegraphError):
        return True
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None or not frame.tb_frame.f_globals["__name__"].startswith("invokegraph"):
        return False
    return getline(frame.tb_frame.f_code.co_filename, frame.tb_lineno).strip().startswith("raise ")


def _ask(made: Graph | Batch) -> None:
    for problem in made.problems():
        assert len(str(problem)) < 2_000
    assert len(repr(made)) < 11_000_000
    if isinstance(made, Batch):
        assert made.size >= 0
    else:
        assert len(made) >= 0
    try:
        written = made.to_dict()
    except InvalidGraph:
        return
    made.to_json()
    again = type(made).from_dict(written)
    assert json.dumps(again.to_dict()) == json.dumps(written)
    if isinstance(made, Batch):
        for session, _ in zip(_sessions(made), range(3), strict=False):
            assert session.place >= 0


def _sessions(batch: Batch) -> Any:
    try:
        yield from batch.sessions()
    except InvalidGraph:
        return


@pytest.fixture(autouse=True, scope="module")
def told() -> Any:
    """Print the number of inputs, and hold it, once all have been tried."""
    yield
    print(f"\n{tried['inputs']} hostile inputs")


@pytest.mark.parametrize("path", _places(GRAPH), ids=str)
def test_a_graph_with_anything_anywhere(path: tuple[Any, ...]) -> None:
    for nasty in NASTY:
        _try(lambda nasty=nasty: Graph.from_dict(_with(GRAPH, path, nasty)))


@pytest.mark.parametrize("path", _places(BATCH), ids=str)
def test_a_batch_with_anything_anywhere(path: tuple[Any, ...]) -> None:
    for nasty in NASTY:
        _try(lambda nasty=nasty: Batch.from_dict(_with(BATCH, path, nasty)))


@pytest.mark.parametrize("key", ["\ud800", "", "id", "type", "x" * 100_000, 1, None, (), True, _Text("x")], ids=lambda key: str.__str__(key)[:9] if isinstance(key, str) else repr(key))  # fmt: skip
def test_any_key_anywhere(key: Any) -> None:
    for path in _places(BATCH):
        part: Any = BATCH
        for step in path:
            part = part[step]
        if isinstance(part, dict):
            for value in (1, "x", None, {}, _Odd()):
                _try(
                    lambda part=part, path=path, value=value: Batch.from_dict(_with(BATCH, path, {**part, key: value}))
                )


def test_any_text_is_read_or_refused_in_words() -> None:
    texts: list[Any] = [
        *NASTY,
        json.dumps(BATCH)[:-1],
        json.dumps(BATCH) + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
        "NaN",
        "1e999",
        "9" * 5_000,
    ]
    texts += [text.encode("utf-16") for text in ("{}", json.dumps(GRAPH))]
    texts += [json.dumps(_with(BATCH, path, "§")).replace('"\\u00a7"', put) for path in _places(BATCH) for put in ("NaN", "1e999", "-" + "9" * 4_400, "[" * 2_000 + "]" * 2_000, '"\\ud800"')]  # fmt: skip
    for text in texts:
        _try(lambda text=text: Graph.from_json(text))
        _try(lambda text=text: Batch.from_json(text))


@pytest.mark.parametrize("name", ["graph", "runs", "batch_id", "origin", "destination"])
def test_a_batch_made_of_anything(name: str) -> None:
    for nasty in NASTY:
        given_: dict[str, Any] = {"graph": Graph(Noise()), name: nasty}
        _try(lambda given_=given_: Batch(**given_))


@pytest.mark.parametrize(
    "name", ["seed", "width", "prompt", "value", "", "\ud800", "x" * 10_000, "type", "id", "noise"]
)
def test_a_sweep_over_anything(name: str) -> None:
    noise, metadata, text = Noise(), MetadataItem(), String()
    for nasty in NASTY:
        for node in (noise, metadata, text):
            for values in (nasty, [nasty], [nasty, nasty], [1, nasty]):
                _try(lambda node=node, values=values: Batch(Graph(noise, metadata, text)).sweep(node, **{name: values}))
        _try(lambda nasty=nasty: Batch(Graph(noise)).sweep(nasty, **{name: [1]}))
        _try(lambda nasty=nasty: Batch(Graph(noise, text)).sweep(noise, seed=[1]).zip(text, value=[nasty]))


ODD = st.sampled_from([*range(len(NASTY))]).map(lambda place: NASTY[place])
PATHS = st.lists(st.sampled_from(_places(BATCH)[1:]), min_size=1, max_size=5)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(PATHS, st.lists(ODD, min_size=5, max_size=5))
def test_a_batch_with_several_things_wrong(paths: list[tuple[Any, ...]], parts: list[Any]) -> None:
    data: Any = BATCH
    for path, part in zip(sorted(paths, key=len, reverse=True), parts, strict=False):
        data = _with(data, path, part)
    _try(lambda: Batch.from_dict(data))


def test_what_was_tried_is_enough() -> None:
    before = tried["inputs"]
    _try(lambda: Graph(Add()))
    assert before > 2_000 or before == 0
