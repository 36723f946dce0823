"""A process that holds the server's package and answers with its verdicts."""

from __future__ import annotations

import json
import subprocess
from collections import deque
from pathlib import Path
from threading import Thread
from typing import IO, Any

SCRIPT = Path(__file__).with_name("server_side.py")
_AT_ONCE = 2_000


class ServerProcess:
    """The server's own judgement of graphs and batches; close it when done."""

    def __init__(self, python: str, script: Path = SCRIPT) -> None:
        self._process = subprocess.Popen(
            [python, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._complaints: deque[str] = deque(maxlen=20)
        self._reader = Thread(target=self._read_complaints, args=(self._process.stderr,), daemon=True)
        self._reader.start()

    def refusals(self, graphs: list[dict[str, Any]]) -> list[str]:
        """For each graph why the server refuses it, or an empty string."""
        return self._all("graphs", graphs)

    def batch_refusals(self, batches: list[dict[str, Any]]) -> list[str]:
        """For each batch why the server refuses it, or an empty string."""
        return self._all("batches", batches)

    def workflow_differences(self, cases: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[str]:
        """For each workflow and graph, where that is not what the server makes of the workflow, or an empty string."""
        return self._all("workflows", cases)

    def wired(self, cases: list[tuple[str, dict[str, Any], str, Any]]) -> list[tuple[str, bool]]:
        """What becomes of nodes when a wire sets an input: why the server refuses it, or an empty string, and whether it
        can load the node again. A case is the node's type, what it was given, the input and the value.
        """
        return [(refused, loads) for refused, loads in self._ask({"wired": cases})]

    def fitting_pairs(self) -> set[tuple[str, str, str, str]]:
        """All pairs of ports that fit: type, output, type, input."""
        return {(source, output, target, taken) for source, output, target, taken in self._ask({"pairs": True})}

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._reader.join()

    def _all(self, what: str, things: list[Any]) -> list[str]:
        parts = [things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE)]
        return [why for part in parts for why in self._ask({what: part})]

    def _ask(self, request: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the server's process has ended:\n" + "".join(self._complaints)
        return json.loads(answer)

    def _read_complaints(self, stream: IO[str] | None) -> None:
        assert stream is not None
        self._complaints.extend(stream)
