"""docs/rest.md has every REST operation, and the methods that it names exist."""

from __future__ import annotations

import re
from pathlib import Path

from invokegraph.transport import InstallJob, InvokeAIClient
from tests.live.operations import OPERATIONS, PATTERNS, operation_of, table

PAGE = Path(__file__).parents[2] / "docs" / "rest.md"


def test_every_operation_stands_in_the_table_once() -> None:
    assert [operation for operation, _ in table()] == OPERATIONS


def test_the_methods_of_the_table_exist() -> None:
    with InvokeAIClient() as client:
        for _, name in table():
            if name is not None:
                first, *path = name.split(".")
                found: object = {"client": client, "InstallJob": InstallJob}[first]
                for step in path:
                    found = getattr(found, step)
                assert callable(found), name


def test_the_counts_are_right() -> None:
    wrapped = sum(name is not None for _, name in table())
    assert re.search(r"Of (\d+) operations, (\d+) have", PAGE.read_text()).groups() == (
        str(len(OPERATIONS)),
        str(wrapped),
    )


def test_a_request_is_known_by_its_operation() -> None:
    for method, path, _ in PATTERNS:
        assert operation_of(method, re.sub(r"\{\w+\}", "x%2Fy", path)) == (method, path)
    assert operation_of("get", "/boards/abc?x=1") == ("GET", "/api/v1/boards/{board_id}")
    assert operation_of("GET", "/boards/abc/x") is None
