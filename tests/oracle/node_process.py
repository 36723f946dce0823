"""A process in which the server's own nodes do their work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .server_process import ServerProcess

SCRIPT = Path(__file__).with_name("nodes_side.py")
_AT_ONCE = 50


class NodeProcess(ServerProcess):
    """The server's own nodes; close it when done."""

    def __init__(self, python: str) -> None:
        super().__init__(python, SCRIPT)

    def run(self, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What becomes of each case: see `nodes_side`."""
        parts = [cases[start : start + _AT_ONCE] for start in range(0, len(cases), _AT_ONCE)]
        return [answer for part in parts for answer in self._ask(part)]
