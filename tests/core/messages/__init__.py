"""Golden texts: for each problem code, something that has the problem, and the problem as people read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invokegraph import Batch, Graph, Problem

    Case = tuple[str, Callable[[], Graph | Batch], str]
    """A code, what makes a thing that has such a problem, and the whole text of the problem."""


def text_of(problem: Problem) -> str:
    """The problem as people read it, but for the places in these files."""
    return re.sub(r" at \S+:\d+", " at FILE:LINE", str(problem._replace(location=None)))
