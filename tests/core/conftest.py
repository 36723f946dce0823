from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20.0
"""Seconds of work that a test of many inputs may take; one input takes milliseconds."""


@pytest.fixture(autouse=True)
def _within_time() -> Iterator[None]:
    """Nothing hangs. What other programs do meanwhile does not count."""
    began = thread_time()
    yield
    assert thread_time() - began < LONGEST
