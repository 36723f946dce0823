"""What people see at a terminal of 80 and of 200 columns: each command's help, its success and its failures.

The screens stand in `golden/terminal` as they were looked at. `python -m tools.terminals` shows them in tmux, and with
`--update` writes them anew.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from invokegraph.cli.app import COMMANDS
from tools.terminals.scenes import SCENES, commands
from tools.terminals.screens import SIZES, Played, Screen, golden, golden_text, play_all, steady

if TYPE_CHECKING:
    from collections.abc import Iterator

REMNANTS = re.compile(r"[\x00-\x1f\x7f-\x9f]|\[\??\d+(;\d+)*[A-Za-z]\b")
SPINNERS = re.compile(r"[\u2500-\u257f\u2800-\u28ff]")


@pytest.fixture(scope="module")
def played() -> dict[tuple[str, int], list[Played]]:
    """All that was played, by command and width."""
    found: dict[tuple[str, int], list[Played]] = {}
    for each in play_all(SCENES):
        found.setdefault((each.scene.command, each.screen.columns), []).append(each)
    return found


def every(played: dict[tuple[str, int], list[Played]]) -> Iterator[Played]:
    for some in played.values():
        yield from some


def cut_words(screen: Screen) -> list[str]:
    """The rows that end within a word which would have fit on a row of its own."""
    pairs = zip(screen.rows, screen.rows[1:], strict=False)
    return [row for row, following in pairs if len(row) == screen.columns and following[:1].strip() and " " in row]


def test_every_command_has_scenes() -> None:
    lines = {scene.line for scene in SCENES}
    for name in commands():
        assert f"{name} --help" in lines
        codes = {
            scene.code for scene in SCENES if scene.command == name.partition(" ")[0] and "--help" not in scene.line
        }
        assert 0 in codes, name
        assert codes - {0}, name


@pytest.mark.parametrize("columns", SIZES)
@pytest.mark.parametrize("command", ["invokegraph", *COMMANDS])
def test_screens_are_as_they_were_looked_at(
    command: str, columns: int, played: dict[tuple[str, int], list[Played]]
) -> None:
    assert golden_text(played[command, columns]) == golden(command, columns).read_text("utf-8")


def test_exit_codes_are_those_that_are_documented(played: dict[tuple[str, int], list[Played]]) -> None:
    assert [(each.scene.line, each.code) for each in every(played) if each.code != each.scene.code] == []


def test_no_word_is_cut_at_the_margin(played: dict[tuple[str, int], list[Played]]) -> None:
    told = [each for each in every(played) if not each.scene.is_data]
    assert {each.scene.line: cut for each in told if (cut := cut_words(each.screen))} == {}


def test_no_line_is_wider_than_the_terminal(played: dict[tuple[str, int], list[Played]]) -> None:
    assert all(len(row) <= shot.columns for each in every(played) for shot in each.shots for row in shot.rows)


def test_a_narrow_terminal_loses_nothing(played: dict[tuple[str, int], list[Played]]) -> None:
    for command in ("invokegraph", *COMMANDS):
        for narrow, wide in zip(played[command, 80], played[command, 200], strict=True):
            words = [Counter("".join(each.screen.text.split())) for each in (narrow, wide)]
            assert words[0] == words[1], narrow.scene.line


def test_nothing_is_left_behind(played: dict[tuple[str, int], list[Played]]) -> None:
    for each in every(played):
        assert each.screen.ready, f"{each.scene.line}: the prompt would not be visible at the beginning of a row"
        assert not REMNANTS.search(each.screen.text.replace("\n", "")), each.scene.line
        assert not SPINNERS.search(each.screen.text), each.scene.line


def test_an_error_is_said_once_and_in_red(played: dict[tuple[str, int], list[Played]]) -> None:
    for each in every(played):
        if each.code in (2, 3) and each.scene.line:
            errors = re.findall(r"^[Ee]rror: ", each.screen.text, re.MULTILINE)
            assert errors, each.scene.line
            assert {*errors} == {f"{shown} " for shown in each.screen.styles["bold red"] if shown.endswith(":")}


def test_colours_are_those_that_the_terminal_has_chosen_for_itself(
    played: dict[tuple[str, int], list[Played]],
) -> None:
    looks = {style for each in every(played) for shot in each.shots for style in shot.styles}
    assert looks <= {"bold", "bold red", "red", "green", "brown", "cyan", "magenta", "brightblack"}


def test_how_long_a_scene_takes_does_not_show() -> None:
    quick, slow = (steady(80, [f"3 sessions: 3 completed, {seconds} s"]) for seconds in ("0.4", "12.3"))
    assert quick == slow == ["3 sessions: 3 completed, 0.0 s"]


def test_the_figure(played: dict[tuple[str, int], list[Played]]) -> None:
    screens = sum(len(each.shots) for each in every(played))
    print(f"\n{len(SCENES)} scenes at {' and '.join(map(str, SIZES))} columns, {screens} screens")
    assert len([*every(played)]) == len(SCENES) * len(SIZES)
