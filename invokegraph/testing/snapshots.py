"""`graph_snapshot`: graphs compared with files that stand beside the tests."""

from __future__ import annotations

import os
import re
import shlex
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Final

import pytest

from invokegraph.errors import FormatError
from invokegraph.graph import Graph
from invokegraph.words import counted, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

FOLDER: Final = "__graphs__"
_LONGEST: Final = 80


class Shelf:
    """The snapshots of one run of pytest.

    Args:
        update: Whether snapshots are written rather than compared.

    Attributes:
        asked: The files that tests compared graphs with.
        written: Those of them that were written.
    """

    def __init__(self, *, update: bool) -> None:
        self.update = update
        self.asked: set[Path] = set()
        self.written: set[Path] = set()


class GraphSnapshot:
    """The graph of a test as it was when somebody last approved it. Compare it with `assert graph == graph_snapshot`.

    Call it with a name for each graph where one test has several: `graph_snapshot("after")`.
    """

    def __init__(self, item: pytest.Item, shelf: Shelf, name: str = "") -> None:
        self._item = item
        self._shelf = shelf
        self.path = snapshot_path(item, name)

    def __call__(self, name: str) -> GraphSnapshot:
        """The snapshot of this name of the same test."""
        return GraphSnapshot(self._item, self._shelf, name)

    def __eq__(self, other: object) -> bool:
        """Whether a graph is as it was; with `--update-graphs`, it is written down and is."""
        if not isinstance(other, Graph):
            raise TypeError(f"a snapshot is compared with a graph, not with {shorten(other)}")
        shelf, again = self._shelf, self.path in self._shelf.asked
        shelf.asked.add(self.path)
        before = self._read()
        if before == other:
            return True
        if not shelf.update:
            return False
        if again:
            raise ValueError(
                f"{self._item.name} compares two graphs with one snapshot:"
                ' name them, graph == graph_snapshot("before") and other == graph_snapshot("after")'
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(written(other))
        shelf.written.add(self.path)
        return True

    __hash__ = None  # type: ignore[assignment]  # it is equal to graphs, which change

    def __repr__(self) -> str:
        return f"<snapshot {self.path.name}>"

    def explain(self, graph: Graph) -> list[str]:
        """Why a graph is not as the snapshot, and what to do if it is right."""
        file, test = self._from_here(self.path), self._from_here(self._item.path)
        names = "::".join([test, *_names(self._item)])
        command = f"pytest {shlex.quote(names)} --update-graphs"
        before = self._read()
        if before is None:
            return [f"there is no snapshot {file}", f"to write it: {command}"]
        if isinstance(before, FormatError):
            return [f"{file} cannot be read: {before}", f"to write it anew: {command}"]
        lines = before.diff(graph)
        return [
            f"{counted(len(lines), 'difference')}, {file} -> graph",
            f"if the graph is right: {command}",
            *(f"  {line}" for line in lines),
        ]

    def _read(self) -> Graph | FormatError | None:
        """The graph in the file; an error if it holds none, and None if there is no file."""
        try:
            return Graph.from_json(self.path.read_bytes())
        except FileNotFoundError:
            return None
        except FormatError as error:
            return error

    def _from_here(self, path: Path) -> str:
        """A path as somebody would write it in the folder that pytest was started in."""
        return os.path.relpath(path, self._item.config.invocation_params.dir)


def snapshot_path(item: pytest.Item, name: str = "") -> Path:
    """Where the snapshot of a test is kept."""
    return item.path.parent / FOLDER / item.path.stem / f"{safe('.'.join(filter(None, [*_names(item), name])))}.json"


def obsolete(items: Collection[pytest.Item], passed: Collection[str], shelf: Shelf, *, whole: bool) -> Iterator[Path]:
    """The snapshots that no test needs any more.

    Args:
        items: The tests that were collected, those that were deselected included.
        passed: The ids of those that ran and passed: they asked for all that they need.
        shelf: What was asked for.
        whole: Whether all tests of a file were collected wherever one was.
    """
    owners: dict[Path, dict[str, bool]] = {}
    for item in items:
        path = snapshot_path(item)
        owners.setdefault(path.parent, {})[path.stem] = item.nodeid in passed
    for parent in sorted({folder.parent for folder in owners if folder.parent.is_dir()}):
        tests = {file.stem for file in parent.parent.iterdir() if file.is_file()}
        for file in sorted(parent.glob("*/*.json")):
            if file in shelf.asked:
                continue
            ran = owners.get(file.parent, {})
            owner = _owner(file.stem, ran)
            unowned = whole and ran and owner is None
            if file.parent.name not in tests or unowned or (owner is not None and ran[owner]):
                yield file


def _owner(stem: str, tests: Collection[str]) -> str | None:
    """The test that a snapshot is of: `test_lora.after` belongs to `test_lora`."""
    fitting = [test for test in tests if stem == test or stem.startswith(f"{test}.")]
    return max(fitting, key=len, default=None)


def _names(item: pytest.Item) -> list[str]:
    return [node.name for node in item.listchain() if isinstance(node, (pytest.Class, pytest.Item))]


def safe(name: str) -> str:
    """A test's name as the name of a file; one that had to be changed is kept apart from others by a checksum."""
    kept = re.sub(r"[^A-Za-z0-9_.,=\[\]-]", "_", name)[:_LONGEST]
    return kept if kept == name else f"{kept}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def written(graph: Graph) -> bytes:
    """A graph as JSON with a line for each value and for each edge, so that a diff of two files reads well."""
    fields = graph.to_dict()
    edges = fields.pop("edges")
    head = dumps(fields, indent=2, ensure_ascii=False).removesuffix("\n}")
    lines = ",".join(f"\n    {dumps(edge, ensure_ascii=False)}" for edge in edges)
    text = f'{head},\n  "edges": [{lines}\n  ]\n}}\n'
    return text.encode("utf-8", "backslashreplace")  # half of a surrogate pair becomes what JSON has for it
