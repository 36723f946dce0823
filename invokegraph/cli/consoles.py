"""The console of rich that a progress bar is shown on."""

from __future__ import annotations

from typing import Final

from rich.console import Console, ConsoleOptions
from rich.theme import Theme

_MARGIN: Final = 4
"""Room for the `^C` that a terminal shows: on a row of its own, it would leave a bar behind that nobody wipes away."""
_STYLES: Final = {
    "bar.back": "bright_black",
    "bar.complete": "green",
    "bar.finished": "green",
    "progress.elapsed": "none",
    "progress.remaining": "none",
}
"""Colours of the terminal's own, which can be read on light and on dark."""


class BarConsole(Console):
    """A console on stderr that leaves the last columns of a terminal free."""

    def __init__(self) -> None:
        super().__init__(stderr=True, theme=Theme(_STYLES))

    @property
    def options(self) -> ConsoleOptions:
        """How much room there is for what is shown."""
        options = super().options
        return options.update_width(max(options.max_width - _MARGIN, 1))
