"""What people read: every code has its golden text."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest

from invokegraph.validation import CODES

from . import messages
from .messages import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph import Batch, Graph

    from .messages import Case

CASES: list[Case] = [
    case
    for module in iter_modules(messages.__path__)
    for case in import_module(f"{messages.__name__}.{module.name}").CASES
]

TESTS = Path(__file__).parents[1]
TOLD_BY_A_SERVER = ("core/server_schema_messages.py", "transport/test_checking.py")
"""Where the texts stand that need more than a graph or batch."""


@pytest.mark.parametrize(("code", "make", "text"), CASES)
def test_a_problem_reads_so(code: str, make: Callable[[], Graph | Batch], text: str) -> None:
    assert text in [text_of(problem) for problem in make().problems() if problem.code == code]


def test_every_code_has_a_golden_text() -> None:
    elsewhere = "".join((TESTS / name).read_text() for name in TOLD_BY_A_SERVER)
    assert {code for code in CODES if f"[{code}]" not in elsewhere} <= {code for code, _, _ in CASES}


@pytest.mark.parametrize("code", CODES)
def test_every_code_can_be_switched_off(code: str) -> None:
    for own, make, _ in CASES:
        if own == code:
            made = make()
            rest = [problem for problem in made.problems() if problem.code != code]
            assert made.problems(ignore={code}) == rest
