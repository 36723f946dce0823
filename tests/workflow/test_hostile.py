"""Files that are damaged, or made to hurt: each gives a graph or an error that names the place, soon and in little memory."""

from __future__ import annotations

import copy
import json
import resource
import struct
import subprocess
import sys
import zlib
from collections import Counter
from random import Random
from time import thread_time
from typing import TYPE_CHECKING, Any, Final

import pytest

from invokegraph import Batch, FormatError, Graph, WorkflowDefinition

from .making import connector, edge, invocation, workflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEED: Final = 11
LONGEST: Final = 10.0
"""Seconds of work for the worst of the small files; what the machine does for others does not count."""
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


def message_of(read: Callable[[], Graph]) -> str:
    """What is said of a file that is refused; nothing if it is read."""
    try:
        read().problems()
    except FormatError as error:
        message = str(error)
        assert 0 < len(message) < 600, message[:1_000]
        return message
    return ""


class Tally:
    """What became of many files, and what the worst of them took."""

    def __init__(self) -> None:
        self.read = 0
        self.refused: Counter[str] = Counter()
        self.worst = 0.0
        self.what = ""

    def __call__(self, what: str, work: Callable[[], str]) -> str:
        start = thread_time()
        message = work()
        if (took := thread_time() - start) > self.worst:
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


def test_another_kind_at_any_place(capsys: pytest.CaptureFixture[str]) -> None:
    made, tally = real(), Tally()
    every = [(path, other) for path in paths_of(made) for other in OF_OTHER_KINDS]
    for path, other in Random(SEED).sample(every, 1_500):
        message = tally(f"{path} = {other!r:.30}", lambda: read_all(changed(made, path, other)))  # noqa: B023
        assert not message or path == ("nodes",) or any(str(key) in message for key in path), (path, other, message)
    with capsys.disabled():
        print(f"\nother kinds: {tally}")
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


def test_damaged_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Cut off anywhere, with some bytes that are others."""
    random, tally = Random(SEED), Tally()
    text = json.dumps(real(), ensure_ascii=False).encode()
    for _ in range(500):
        damaged = bytearray(text[: random.randrange(len(text) + 1)] if random.random() < 0.5 else text)
        for _ in range(random.choice((0, 1, 1, 1, 3, 20))):
            if damaged:
                damaged[random.randrange(len(damaged))] = random.choice((random.randrange(256), *b'"[]{},:\\0'))
        if damaged[:1] == b"{":
            tally(str(bytes(damaged[:40])), lambda: read_all(bytes(damaged)))  # noqa: B023
    with capsys.disabled():
        print(f"\ndamaged texts: {tally}")
    assert tally.read
    assert tally.refused
    assert tally.worst < LONGEST


DEEP = "[" * 100_000
TEXTS = {
    "nested": '{"meta":{"version":"4.0.0"},"nodes":' + DEEP,
    "nested and closed": '{"meta":{"version":"4.0.0"},"nodes":' + DEEP + "]" * 100_000 + "}",
    "nested a little": json.dumps({**workflow([]), "form": json.loads("[" * 200 + "]" * 200)}),
    "a huge number": '{"meta":{"version":"4.0.0"},"nodes":[' + "9" * 10_000 + "]}",
    "not a number": json.dumps(workflow([invocation("a", "add", a=float("nan"), b=float("inf"))])),
    "half a surrogate": json.dumps(workflow([invocation("\ud800", "add", a="\udfff")])),
    "an id twice": json.dumps(workflow([invocation("a", "add"), invocation("a", "integer")])),
    "a key twice": '{"nodes":[],"nodes":[5],"meta":{"version":"4.0.0"}}',
    "no text": "\x00" * 1_000,
    "a list": "[1]",
    "a text": '"nodes"',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_odd_files_are_read_or_refused_by_name_and_soon(text: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    start = thread_time()
    message = message_of(lambda: Graph.from_workflow(path))
    assert not message or "odd.json" in message
    assert thread_time() - start < LONGEST


def test_rings_of_connectors_and_of_forms() -> None:
    names = [f"c{number}" for number in range(5_000)]
    ring = [edge(f"{one}.out -> {other}.in") for one, other in zip(names, names[1:] + names[:1], strict=True)]
    made = workflow([invocation("add", "add"), *map(connector, names)])
    made["edges"] = [*ring, *(edge(f"{name}.out -> add.a") for name in names)]
    chain = copy.deepcopy(made)
    chain["edges"][4_999] = edge("source.value -> c0.in")
    chain["nodes"].append(invocation("source", "integer", value=3))
    start = thread_time()
    assert not Graph.from_workflow(made).edges
    assert len(Graph.from_workflow(chain).edges) == 1
    elements = {f"e{n}": {"id": f"e{n}", "type": "container", "data": {"children": names}} for n in range(200)}
    made["form"] = {"rootElementId": "e0", "elements": {**elements, **dict.fromkeys(names[:50], elements["e1"])}}
    assert WorkflowDefinition.from_dict(made).inputs == []
    assert thread_time() - start < LONGEST


def test_files_that_are_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(2**40)  # a hole, which takes no room on the disk
    with pytest.raises(FormatError, match=r"large\.json.: more than 64 MiB"):
        Graph.from_workflow(path)


def limited(work: str, seconds: int, mebibytes: int) -> str:
    """Run Python code in a process that ends if it takes more than that; what it prints."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({mebibytes} * 2**20,) * 2)\n"
    ran = subprocess.run(
        [sys.executable, "-c", limit + work], capture_output=True, text=True, timeout=seconds, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    return ran.stdout


@pytest.mark.parametrize(
    "nodes",
    ["[{}] * 10**6", "[{'id': str(n), 'type': 'connector'} for n in range(10**6)]", "['x' * 10**8]"],
    ids=["empty", "connectors", "a text"],
)
def test_a_million_nodes(nodes: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = limited(
        f"""
from time import perf_counter
from invokegraph import FormatError, Graph
data = {{"meta": {{"version": "4.0.0"}}, "nodes": {nodes}, "edges": []}}
start = perf_counter()
try:
    Graph.from_workflow(data)
    said = "read"
except FormatError as error:
    said = str(error)
print(f"{{perf_counter() - start:.1f}} s, {{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}} MiB: {{said}}")
""",
        seconds=120,
        mebibytes=4_000,
    )
    with capsys.disabled():
        print(f"\n{nodes[:30]}: {said.strip()}")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAPH = b'{"nodes": {"a": {"id": "a", "type": "add"}}, "edges": []}'
BOMB = zlib.compress(b" " * 200_000_000, 9)
PICTURES = {
    "cut off in a length": SIGNATURE + b"\0\0",
    "an absurd length": SIGNATURE + b"\xff\xff\xff\xfftEXt" + b"invokeai_graph\0{}",
    "an absurd length of pixels": SIGNATURE + b"\xff\xff\xff\xffIDAT" + b"x",
    "a bomb in zTXt": SIGNATURE + chunk(b"zTXt", b"invokeai_graph\0\0" + BOMB),
    "a bomb in iTXt": SIGNATURE + chunk(b"iTXt", b"invokeai_graph\0\1\0\0\0" + BOMB),
    "bombs that nobody asked for": SIGNATURE
    + b"".join(chunk(b"zTXt", b"x%d\0\0" % n + BOMB) for n in range(50))
    + chunk(b"tEXt", b"invokeai_graph\0" + GRAPH),
    "many chunks": SIGNATURE + chunk(b"tEXt", b"a\0b") * 300_000,
    "no JSON": SIGNATURE + chunk(b"tEXt", b"invokeai_graph\0{"),
    "deep": SIGNATURE + chunk(b"tEXt", b"invokeai_graph\0" + b"[" * 100_000),
    "a list": SIGNATURE + chunk(b"tEXt", b"invokeai_graph\0[]") + chunk(b"tEXt", b"invokeai_workflow\0null"),
    "nodes are a list": SIGNATURE + chunk(b"tEXt", b'invokeai_graph\0{"nodes": [1]}'),
    "a broken workflow": SIGNATURE + chunk(b"tEXt", b'invokeai_workflow\0{"nodes": [1]}'),
    "metadata": SIGNATURE + chunk(b"tEXt", b'invokeai_metadata\0{"model": {"base": "sd-1"}, "loras": [5]}'),
    "a jpeg": b"\xff\xd8\xff\xe0" + b"x" * 100,
    "nothing": b"",
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_odd_pictures_are_read_or_refused_by_name_and_soon(picture: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(picture)
    start = thread_time()
    message = message_of(lambda: Graph.from_image(path))
    assert not message or "odd.png" in message
    assert thread_time() - start < LONGEST


def test_damaged_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    random, tally = Random(SEED), Tally()
    packed = zlib.compress(json.dumps(real()).encode())
    whole = (
        SIGNATURE
        + chunk(b"iTXt", b"invokeai_workflow\0\1\0\0\0" + packed)
        + chunk(b"zTXt", b"invokeai_graph\0\0" + zlib.compress(GRAPH))
        + chunk(b"IEND", b"")
    )

    for _ in range(500):
        damaged = bytearray(whole[: random.randrange(len(whole))] if random.random() < 0.3 else whole)
        for _ in range(random.choice((1, 1, 3, 20))):
            if damaged:
                damaged[random.randrange(len(damaged))] = random.randrange(256)
        tally(str(bytes(damaged[:40])), lambda: message_of(lambda: Graph.from_image(bytes(damaged))))  # noqa: B023
    with capsys.disabled():
        print(f"\ndamaged pictures: {tally}")
    assert tally.read
    assert tally.refused
    assert tally.worst < LONGEST
