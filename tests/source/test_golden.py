"""Whole programs, as they have been read and found good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from invokegraph import Batch, Graph
from tests.source.made import GOLDEN
from tests.source.programs import again, is_same

FOLDER = Path(__file__).parent / "golden"


@pytest.mark.parametrize("make", GOLDEN, ids=lambda make: make.__name__)
def test_a_program_is_as_it_should_be(make: Callable[[], Graph | Batch]) -> None:
    assert make().to_python() == (FOLDER / f"{make.__name__}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("make", GOLDEN, ids=lambda make: make.__name__)
def test_it_gives_what_it_was_made_of(make: Callable[[], Graph | Batch]) -> None:
    work = make()
    assert is_same(work, again(work))


@pytest.mark.parametrize("make", GOLDEN[:-1], ids=lambda make: make.__name__)
def test_it_comes_back_from_json_as_well(make: Callable[[], Graph | Batch]) -> None:
    work = make()
    graph = Graph.from_json((work.graph if isinstance(work, Batch) else work).to_json())
    assert is_same(graph, again(graph))


def test_every_golden_program_has_its_maker() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == {make.__name__ for make in GOLDEN}
