"""What the editor itself queued for workflows, and what we make of them.

`editor_answers.json` holds what it posted: `tests/live/test_editor.py` compares it with what a server's editor posts
now, and writes it anew where `INVOKEGRAPH_KEEP_ANSWERS` is set.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .editor_cases import CASES, OTHERWISE, SAME, differences

ANSWERS: dict[str, Any] = json.loads(Path(__file__).with_name("editor_answers.json").read_text("utf-8"))


def test_there_is_an_answer_for_each() -> None:
    assert ANSWERS.keys() == CASES.keys()


@pytest.mark.parametrize("name", SAME)
def test_workflows_are_queued_as_the_editor_does(name: str) -> None:
    assert differences(SAME[name], ANSWERS[name]) == []


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_read_otherwise_is_listed(name: str) -> None:
    why, made = OTHERWISE[name]
    assert why
    assert differences(made, ANSWERS[name]) != []
