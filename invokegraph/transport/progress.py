"""What happens to a batch while it runs, and showing it."""

from __future__ import annotations

import base64
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from time import monotonic
from typing import TYPE_CHECKING, Any

from invokegraph.transport.errors import UnexpectedAnswer, readable
from invokegraph.transport.record import Record, mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from invokegraph.transport.sockets import Event

FINISHED = ("completed", "failed", "canceled", "removed")
"""How a session has ended."""
_MOST = 8_000_000
"""Characters of a preview; a larger one is none."""
_MOST_PIXELS = 4096 * 4096
"""Pixels of a preview at most: each takes memory until it is small."""
_PAUSE = 0.1
"""Seconds between two updates of a notebook."""
_SHOWN = 256
"""The longest side of a preview in a notebook, in pixels: the server sends an eighth of the picture."""
_STATES = {
    "invocation_started": "started",
    "invocation_progress": "running",
    "invocation_complete": "complete",
    "invocation_error": "failed",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A small picture of how far a node is.

    Attributes:
        width: The width in pixels that it stands for.
        height: The height in pixels that it stands for.
        data_url: The picture as the server sends it, a JPEG in base64.
    """

    width: int
    height: int
    data_url: str

    def small(self, longest: int = 256, kind: str = "JPEG") -> bytes:
        """The picture read and written anew, so that nothing but a picture gets to a screen. Pillow has to be
        installed.

        Args:
            longest: Its longest side at most, in pixels.
            kind: `"JPEG"` or `"PNG"`.

        Raises:
            UnexpectedAnswer: The server sent something else.
        """
        from invokegraph.view.grid import rewritten

        try:
            return rewritten(self.bytes(), longest, kind, _MOST_PIXELS)
        except ValueError as error:
            raise UnexpectedAnswer(f"the preview that the server sent is {error}") from error

    def bytes(self) -> bytes:
        """The picture file.

        Raises:
            UnexpectedAnswer: The server sent something else.
        """
        _, marker, encoded = self.data_url.partition(";base64,")
        try:
            if marker:
                return base64.b64decode(encoded, validate=True)
        except ValueError:
            pass
        raise UnexpectedAnswer("the preview that the server sent is no picture in base64")

    def image(self) -> Image:
        """The picture for Pillow, which has to be installed."""
        from io import BytesIO

        from PIL import Image

        return Image.open(BytesIO(self.bytes()))

    def __repr__(self) -> str:
        return f"<Preview {self.width}x{self.height}>"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a batch.

    Attributes:
        session: Which session, counted from 0.
        sessions: How many there are.
        node_id: The node, as the graph names it; None where it is about the session as a whole.
        state: Of a node `"started"`, `"running"`, `"complete"` or `"failed"`; of a session its status on the server,
            and `"removed"` where the queue does not hold it any more.
        percentage: How much of the node is done, from 0 to 1; None where the server does not say.
        message: What the server says about it, possibly nothing; of a failure the type and message of the error.
        preview: A picture of how far the node is, where the server sends one.
        output: What the node gave, once it is complete.
    """

    session: int
    sessions: int
    node_id: str | None
    state: str
    percentage: float | None = None
    message: str = ""
    preview: Preview | None = None
    output: Record | None = None

    def __str__(self) -> str:
        part = "" if self.percentage is None else f" {self.percentage:.0%}"
        what = f"{self.node_id}{part}" if self.node_id else self.state
        done = "done" if self.node_id and self.state == "complete" else self.message
        return f"session {self.session + 1} of {self.sessions}: {what} {done}".rstrip()


Report = Callable[[Progress], object]


def progress_of(event: Event, places: Mapping[int, int], sessions: int) -> Progress | None:
    """What an event says about the progress of a batch; None if nothing.

    Args:
        event: The event.
        places: The places of the batch's sessions, by the numbers of their items.
        sessions: How many sessions the batch has.
    """
    item_id = event.data.get("item_id")
    place = places.get(item_id) if isinstance(item_id, int) else None
    if place is None:
        return None
    if event.name == "queue_item_status_changed":
        return Progress(place, sessions, None, str(event.data.get("status")), message=_message(event.data))
    if event.name not in _STATES:
        return None
    node_id = event.data.get("invocation_source_id") or mapping(event.data.get("invocation")).get("id")
    percentage, output = event.data.get("percentage"), event.data.get("result")
    return Progress(
        place,
        sessions,
        str(node_id),
        _STATES[event.name],
        float(percentage) if isinstance(percentage, (int, float)) and 0 <= percentage <= 1 else None,
        _message(event.data),
        _preview(event.data.get("image")),
        Record(mapping(output)) if output else None,
    )


def _message(data: Mapping[str, Any]) -> str:
    if error_type := data.get("error_type"):
        return readable(f"{error_type}: {data.get('error_message') or ''}")
    return readable(str(data.get("message") or ""))


def _preview(image: object) -> Preview | None:
    width, height, data_url = (mapping(image).get(part) for part in ("width", "height", "dataURL"))
    if isinstance(width, int) and isinstance(height, int) and isinstance(data_url, str) and len(data_url) < _MOST:
        return Preview(width, height, data_url)
    return None


def printer() -> Printer | NotebookPrinter:
    """What shows progress here: in a notebook a line that changes with a preview, elsewhere text on stderr."""
    ipython: Any = sys.modules.get("IPython")  # where it runs it is loaded
    if ipython is None or not hasattr(ipython.get_ipython(), "kernel"):
        return Printer()
    return NotebookPrinter(ipython.display.display)


class NotebookPrinter:
    """Shows progress in the output of a notebook's cell, in one place that changes.

    Args:
        display: IPython's function of that name.
    """

    def __init__(self, display: Callable[..., Any]) -> None:
        self._text = "waiting in the queue"
        self._preview = ""
        self._ended: set[int] = set()
        self._part = 0.0
        self._sessions = 1
        self._drawn = 0.0
        self._handle = display(self, display_id=True)

    def __call__(self, progress: Progress) -> None:
        """Show a step."""
        self._text, self._sessions = readable(str(progress)), progress.sessions
        ends = progress.node_id is None and progress.state in FINISHED
        if ends:
            self._ended.add(progress.session)
        self._part = 0.0 if ends else max(self._part, progress.percentage or 0.0)
        if not ends and monotonic() - self._drawn < _PAUSE:
            return
        if progress.preview is not None:
            self._preview = _image_of(progress.preview) or self._preview
        self._draw()

    def finish(self, summary: str) -> None:
        """Say how it ended."""
        self._text, self._preview = summary, ""
        self._draw()

    def _draw(self) -> None:
        self._drawn = monotonic()
        self._handle.update(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bar = f'<progress max="{self._sessions}" value="{len(self._ended) + self._part:g}"></progress>'
        return {
            "text/plain": self._text,
            "text/html": f"<div>{bar} {escape(self._text)}</div>{self._preview}",
        }


def _image_of(preview: Preview) -> str:
    """A preview as markup, as large as `_SHOWN`; empty where it is none, or where Pillow is not installed."""
    try:
        file = preview.small()
    except (ImportError, UnexpectedAnswer):
        return ""
    width = min(_SHOWN, max(1, _SHOWN * preview.width // max(1, preview.height)))
    return f'<img alt="preview" width="{width}" src="data:image/jpeg;base64,{base64.b64encode(file).decode()}">'


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
