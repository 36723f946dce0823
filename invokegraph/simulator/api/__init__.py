"""The operations of the REST API, one module for each part of it; `ROUTES` of each lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from invokegraph.simulator.answers import Question
from invokegraph.simulator.state import State

Handler = Callable[[State, Question], Any]
Routes = list[tuple[str, str, Handler]]
"""Method, path and what answers."""
