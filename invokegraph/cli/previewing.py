"""A progress bar with a picture below it of how far the server is."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from rich.progress import Progress
from rich.segment import ControlType, Segment

from invokegraph.cli.terminals import Shown, drawn
from invokegraph.transport.errors import UnexpectedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from invokegraph.transport.progress import Preview

_PAUSE: Final = 0.25
_LEAST_HEIGHT: Final = 20


class PreviewedBar(Progress):
    """A progress bar that shows the latest preview where the terminal can.

    Args:
        by: The protocol of the terminal; empty where it can show no pictures.
        columns: The columns of the bar.
        options: What else rich's `Progress` takes.
    """

    def __init__(self, by: str, *columns: Any, **options: Any) -> None:
        self._by = by
        self._picture: _Picture | None = None
        self._read = 0.0
        super().__init__(*columns, **options)

    def show(self, preview: Preview) -> None:
        """Show a preview below the bar, where there is room and it is a picture."""
        if not self._by or self.console.height < _LEAST_HEIGHT or monotonic() - self._read < _PAUSE:
            return
        self._read = monotonic()
        try:
            self._picture = _Picture(drawn(preview, self._by))
        except UnexpectedAnswer:
            return
        except ImportError:
            self._by = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar, and the picture."""
        yield from super().get_renderables()
        if self._picture is not None:
            yield self._picture


class _Picture:
    """The place of a picture among lines of text."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._to_send = shown.sent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # Which control it says does not matter: as one it has no width and goes out as it is.
        yield Segment(self._to_send + self._shown.placed, None, [(ControlType.HOME,)])
        self._to_send = ""
        for _ in range(self._shown.rows):
            yield Segment.line()
