"""Files that are damaged, or made to hurt: each gives a graph or an error that names the place, soon and in little memory."""

from __future__ import annotations

import copy
import json
import resource
import struct
import sys
import zlib
from collections import Counter
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import pytest

from invokegraph import Batch, FormatError, Graph, WorkflowDefinition

from .making import connector, edge, invocation, workflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEED: Final = 11
LONGEST: Final = 10.0
"""Seconds for the worst of the small files, on a machine that does other things as well."""
OF_OTHER_KINDS: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    2**70,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "x" * 100_000,
    "\ud800",
    "__class__",
    [],
    [[]],
    ["x"],
    {},
    {"": {}},
    {"x": None},
)
"""What stands in the place of each value of a workflow in turn."""


def real() -> dict[str, Any]:
    """A workflow with one of all that the editor has: form, notes, connectors, a batch, a generator, a called workflow."""
    generator = {"type": "integer_generator_arithmetic_sequence", "start": 5, "step": 2, "count": 3}
    nodes = [
        invocation("add", "add", a=1, b=2),
        invocation("one", "integer_batch", integers=[1, 2], batch_group_id="Group 1"),
        invocation("g", "integer_generator", generator=generator),
        invocation("two", "integer_batch", integers=None, batch_group_id="Group 1"),
        invocation("image", "l2i", board="auto"),
        invocation("loader", "main_model_loader", model={"key": "k", "name": "m", "base": "sd-1", "type": "main"}),
        invocation("call", "call_saved_workflow", workflow_id="w", **{"saved_workflow_input::n::value": 5}),
        invocation("custom", "from_a_node_pack", strength=0.5),
        invocation("images", "image_collection", collection=[{"image_name": "a.png"}]),
        connector("x"),
        connector("y"),
        {"id": "note", "type": "notes", "data": {"id": "note", "type": "notes", "notes": "Note"}},
        {"id": "now", "type": "current_image", "data": {}},
    ]
    shown = {"fieldIdentifier": {"nodeId": "add", "fieldName": "b"}, "showDescription": True}
    elements = {
        "root": {"id": "root", "type": "container", "data": {"layout": "column", "children": ["box"]}},
        "box": {"id": "box", "type": "container", "parentId": "root", "data": {"children": ["field", "text"]}},
        "field": {"id": "field", "type": "node-field", "parentId": "box", "data": shown},
        "text": {"id": "text", "type": "heading", "parentId": "box", "data": {"content": "Text"}},
    }
    made = workflow(
        nodes,
        *("one.value -> x.in", "x.out -> y.in", "y.out -> add.a", "g.integers -> two.integers", "two.value -> add.b"),
        exposedFields=[{"nodeId": "add", "fieldName": "a"}],
        form={"rootElementId": "root", "elements": elements},
    )
    made["edges"].append({"id": "c", "type": "collapsed", "source": "one", "target": "add"})
    return made


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to all values of a JSON value."""
    if path:
        yield path
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths_of(part, (*path, key))


def changed(value: dict[str, Any], path: tuple[str | int, ...], other: Any) -> dict[str, Any]:
    made: Any = copy.deepcopy(value)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = copy.deepcopy(other)
    return made  # type: ignore[no-any-return]


def read_all(source: Any) -> str:
    """Read a workflow in every way, and do what people do with it; what comes out is all well, or a FormatError."""
    try:
        graph = Graph.from_workflow(source)
    except FormatError as error:
        with pytest.raises(FormatError):
            Batch.from_workflow(source)
        message = str(error)
        assert 0 < len(message) < 600, message[:1_000]
        message.encode("utf-8", "backslashreplace").decode()
        return message
    repr(graph)
    graph.problems()
    [str(each) for each in graph.left_out]
    batch = Batch.from_workflow(source)
    batch.problems()
    definition = WorkflowDefinition.from_dict(source if isinstance(source, dict) else json.loads(source))
    for field in definition.inputs:
        repr((field, field.value, field.required))
    repr((definition.outputs, definition.left_out, definition))
    assert Graph.from_workflow(definition.to_dict()) == graph
    return ""


class Tally:
    """What became of many files, and what the worst of them took."""

    def __init__(self) -> None:
        self.read = 0
        self.refused: Counter[str] = Counter()
        self.worst = 0.0
        self.what = ""

    def __call__(self, what: str, work: Callable[[], str]) -> str:
        start = perf_counter()
        message = work()
        if (took := perf_counter() - start) > self.worst:
            self.worst, self.what = took, what
        if message:
            self.refused[message] += 1
        else:
            self.read += 1
        return message

    def __str__(self) -> str:
        return (
            f"{self.read + self.refused.total()} files: {self.read} read, {self.refused.total()} refused with"
            f" {len(self.refused)} texts; the worst took {self.worst:.2f} s ({self.what});"
            f" peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
        )


def test_another_kind_at_every_place(capsys: pytest.CaptureFixture[str]) -> None:
    made, tally = real(), Tally()
    for path in paths_of(made):
        for other in OF_OTHER_KINDS:
            message = tally(f"{path} = {other!r:.30}", lambda: read_all(changed(made, path, other)))  # noqa: B023
            assert not message or any(str(key) in message for key in path), (path, other, message)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.read + tally.refused.total() > 2_000
    assert tally.worst < LONGEST


def test_nothing_at_every_place() -> None:
    """A value that is not there at all."""
    made, tally = real(), Tally()
    for path in paths_of(made):
        less = copy.deepcopy(made)
        at: Any = less
        for key in path[:-1]:
            at = at[key]
        del at[path[-1]]
        tally(str(path), lambda: read_all(less))  # noqa: B023
    assert tally.read
    assert tally.refused
