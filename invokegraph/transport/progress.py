"""Showing how far a batch is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invokegraph.transport.errors import readable
from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.transport.events import Event

_STATES = {"invocation_started": "started", "invocation_progress": "running", "invocation_complete": "complete"}


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a batch.

    Attributes:
        session: Which session, counted from 0.
        sessions: How many there are.
        node_id: The node, as the graph names it; None where it is about the session as a whole.
        state: Of a node `"started"`, `"running"` or `"complete"`; of a session its status on the server.
        percentage: How much of the node is done, from 0 to 1; None where the server does not say.
        message: What the server says about it, possibly nothing.
    """

    session: int
    sessions: int
    node_id: str | None
    state: str
    percentage: float | None = None
    message: str = ""

    def __str__(self) -> str:
        part = "" if self.percentage is None else f" {self.percentage:.0%}"
        what = f"{self.node_id}{part}" if self.node_id else self.state
        done = "done" if self.node_id and self.state == "complete" else self.message
        return f"session {self.session + 1} of {self.sessions}: {what} {done}".rstrip()


Report = Callable[[Progress], object]


def progress_of(event: Event, item_ids: Sequence[int]) -> Progress | None:
    """What an event says about the progress of a batch; None if nothing."""
    item_id = event.data.get("item_id")
    if item_id not in item_ids:
        return None
    place, count = item_ids.index(item_id), len(item_ids)
    if event.name == "queue_item_status_changed":
        return Progress(place, count, None, str(event.data.get("status")))
    if event.name not in _STATES:
        return None
    node_id = event.data.get("invocation_source_id") or mapping(event.data.get("invocation")).get("id")
    percentage = event.data.get("percentage")
    return Progress(
        place,
        count,
        str(node_id),
        _STATES[event.name],
        float(percentage) if isinstance(percentage, (int, float)) else None,
        str(event.data.get("message") or ""),
    )


class Printer:
    """Writes progress to stderr: one line that changes on a terminal, and elsewhere nothing but the last word."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._shown = ""

    def __call__(self, progress: Progress) -> None:
        """Show a step."""
        if self._terminal:
            self._show(str(progress))

    def finish(self, summary: str) -> None:
        """Say how it ended."""
        if self._terminal:
            self._show(summary)
            sys.stderr.write("\n")
        else:
            sys.stderr.write(f"{summary}\n")
        sys.stderr.flush()

    def _show(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        line = readable(text.replace("\n", " "))[:width]
        if line != self._shown:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
            self._shown = line
