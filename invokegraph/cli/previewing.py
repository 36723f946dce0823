"""A progress bar with a picture below it of how far the server is."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from rich.console import RenderHook
from rich.control import Control
from rich.progress import Progress
from rich.segment import ControlType, Segment

from invokegraph.cli.pictures import drawn, removed
from invokegraph.cli.terminals import Previews
from invokegraph.transport.errors import UnexpectedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderResult

    from invokegraph.cli.terminals import Terminal
    from invokegraph.transport.progress import Preview

_PAUSE: Final = 0.4
_LEAST_HEIGHT: Final = 16
_BELOW: Final = 1  # rows: some terminals go on to the next one


class PreviewedBar(Progress):
    """A progress bar that shows the latest preview where the terminal can.

    Args:
        terminal: The terminal.
        columns: The columns of the bar.
        options: What else rich's `Progress` takes.
    """

    def __init__(self, terminal: Terminal, *columns: Any, **options: Any) -> None:
        self._shows = terminal.shows is not Previews.OFF
        self._place = _Place(terminal)
        super().__init__(*columns, **options)

    def show(self, preview: Preview) -> None:
        """Have a preview shown below the bar soon, where there is room and it is a picture."""
        if self._shows:
            self._place.preview = preview
            self._place.is_due = True

    def start(self) -> None:
        """Begin to show the bar."""
        self.console.push_render_hook(self._place)
        super().start()

    def stop(self) -> None:
        """Take the bar away, and the picture."""
        super().stop()
        self.console.pop_render_hook()
        self.console.file.write(self._place.cleared())
        self.console.file.flush()

    def get_renderables(self) -> Iterable[RenderableType]:
        """The picture, and the bar."""
        if self._place.preview is not None:
            yield self._place
        yield from super().get_renderables()


class _Place(RenderHook):
    """The rows below the bar, where the picture is. It stays there until there is another one or lines move."""

    def __init__(self, terminal: Terminal) -> None:
        self.preview: Preview | None = None
        self.is_due = False
        self._terminal = terminal
        self._since = 0.0
        self._size: tuple[int, int] = (0, 0)
        self._taken: tuple[int, int] = (0, 0)

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """See whether lines are written above the bar, which moves down by them."""
        if not all(isinstance(each, Control) for each in renderables):
            self._size = (0, 0)
        return renderables

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # Which control it says does not matter: as one it has no width and goes out as it is.
        yield Segment(self._changes(console.size), None, [(ControlType.HOME,)])

    def cleared(self) -> str:
        """What takes the picture away, with the cursor at the beginning of the bar."""
        taken, self._taken = self._taken, (0, 0)
        return removed(self._terminal) if any(taken) else ""

    def _changes(self, size: tuple[int, int]) -> str:
        """What is to be written at the beginning of the bar; the cursor is there again afterwards."""
        moved = size != self._size
        if self.preview is None or not (moved or (self.is_due and monotonic() - self._since > _PAUSE)):
            return ""
        self._size, self.is_due, self._since = size, False, monotonic()
        width, height = size
        before = self.cleared() if moved else ""
        try:
            drawing = drawn(self.preview, self._terminal, width) if height >= _LEAST_HEIGHT else None
        except UnexpectedAnswer:
            drawing = None
        if drawing is None:
            return before
        if self._taken != (drawing.columns, drawing.rows):
            before += self.cleared()
            self._taken = drawing.columns, drawing.rows
        # There has to be room before it is drawn: a screen that scrolls then takes the bar along.
        rows = drawing.rows + _BELOW
        return before + "\n" * rows + f"\x1b[{rows}A\x1b7\x1b[1B{drawing.sent}\x1b8"
