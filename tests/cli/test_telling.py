"""Lines and tables that fit a terminal, and keep all that is in them."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invokegraph.cli.tables import _fitting, show_table
from invokegraph.cli.telling import for_terminal, told_on_terminals
from tests.work import takes_less_than

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

WORDS = st.text(st.sampled_from("ab_-灯"), min_size=1, max_size=40)
LINES = st.lists(WORDS, max_size=12).map(" ".join)
CELLS = st.one_of(WORDS, LINES, st.sampled_from(["", "ok", "failed"]))
TABLES = st.integers(1, 5).flatmap(lambda count: st.lists(st.tuples(*[CELLS] * count), min_size=1, max_size=8))


@contextmanager
def terminal() -> Iterator[tuple[TextIO, int]]:
    """A terminal to write to, and where to read what is written."""
    ours, its = os.openpty()
    with os.fdopen(its, "w", encoding="utf-8") as stream:
        yield stream, ours
    os.close(ours)


def shown(stream: TextIO, ours: int) -> str:
    """What has been written to a terminal."""
    stream.write("END")
    stream.flush()
    read = b""
    while not read.endswith(b"END"):
        read += os.read(ours, 1 << 16)
    return read.decode().removesuffix("END")


def width(text: str) -> int:
    return sum(2 if character == "灯" else 1 for character in text)


@given(st.lists(LINES, max_size=3).map("\n".join), st.sampled_from([20, 80, 200]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_lines_fit_and_keep_their_words(monkeypatch: pytest.MonkeyPatch, text: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with terminal() as (stream, _):
        told = for_terminal(text, stream)
    assert told.split() == text.split()
    for line in told.split("\n"):
        assert width(line) < max(columns, 21) or len(line.split()) == 1


@pytest.mark.parametrize("said", ["0", "-5", "", "9" * 5000, "80 ", None])
def test_a_terminal_whose_size_nobody_knows_has_the_usual_one(
    said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")  # no colours
    if said is None:
        monkeypatch.delenv("COLUMNS")
    else:
        monkeypatch.setenv("COLUMNS", said)
    with terminal() as (stream, ours), monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        with told_on_terminals():
            assert [*map(len, for_terminal("a " * 100).split("\n"))] == [79, 79, 44]
            show_table(("NAME", "WORDS"), [("name", "word " * 20)], if_none="none")
        assert [*map(len, shown(stream, ours).splitlines())] == [11, 75, 35]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\tb " + "c" * 60 + " d e", "a       b " + "c" * 60 + " d e"),
        ("a\tb " + "c" * 66 + " d e", "a       b " + "c" * 66 + " d\n  e"),
        (" " * 100 + "a b", " " * 100 + "a\n" + " " * 39 + "b"),
    ],
)
def test_tabs_and_deep_lines_fit(text: str, told: str) -> None:
    with terminal() as (stream, _):
        assert for_terminal(text, stream) == told


def test_what_goes_to_no_terminal_is_left_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"error: {'word ' * 100}[missing-input]\n"
    with told_on_terminals():
        sys.stderr.write(text)
    assert capsys.readouterr().err == text == for_terminal(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("error: no\n", "\x1b[1;31merror:\x1b[0m no\n"),
        ("a.py: no problems", "a.py: \x1b[32mno problems\x1b[0m"),
        ("a is odd [dead-work]", "a is odd \x1b[33m[dead-work]\x1b[0m"),
        ("a lacks b [missing-input]", "a lacks b \x1b[1;31m[missing-input]\x1b[0m"),
        ("a [no-such-code]", "a [no-such-code]"),
        ("it was an error: no", "it was an error: no"),
        ("\x1b[?25lerror: as rich writes it", "\x1b[?25lerror: as rich writes it"),
    ],
)
def test_what_is_wrong_is_in_colours(text: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal() as (stream, _):
        assert for_terminal(text, stream) == shown
        monkeypatch.setenv("NO_COLOR", "1")
        assert for_terminal(text, stream) == text


def test_a_table_of_huge_cells_is_written_soon() -> None:
    rows = [("name", "x" * 36, "y" * 3_000_000)]
    with takes_less_than(2):
        assert sum(_fitting([*zip(("A", "B", "C"), *rows, strict=True)], 79)) < 80


@given(TABLES)
@example([("a" * 100, "b" * 100)])
@example([("name", "x" * 36, "some words that are many and go on and on"), ("n" * 30, "y" * 36, "short")])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_a_table_keeps_all_that_is_in_it(monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]]) -> None:
    monkeypatch.setenv("TERM", "dumb")  # no colours
    with terminal() as (stream, ours):
        monkeypatch.setattr(sys, "stdout", stream)
        show_table([f"C{place}" for place in range(len(rows[0]))], rows, if_none="none")
        lines = shown(stream, ours).splitlines()
    for cell in (cell for row in rows for cell in row if " " not in cell):
        assert any(cell in line for line in lines), "one word stays whole"
    for line in lines:
        assert width(line) < 80 or len(line.split()) == 1
