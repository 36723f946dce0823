"""Commands that have commands of their own: `invokegraph queue cancel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.shell_completion import CompletionItem


class _Listing(TyperGroup):
    """Lists where nothing else is said: `queue` is `queue list`."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        is_completed = ctx.resilient_parsing and not args  # by the name of a command, perhaps
        return super().parse_args(ctx, args if is_completed or self._names_command(args) else ["list", *args])

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Name the commands, and the options of the one that stands for all."""
        if incomplete.startswith("-"):
            return self.commands["list"].shell_complete(ctx, incomplete)
        return super().shell_complete(ctx, incomplete)

    def _names_command(self, args: list[str]) -> bool:
        return bool(args) and (args[0] == "--help" or not args[0].startswith("-"))


class _Searching(_Listing):
    """Takes a word that is none of its commands for one to search: `nodes latents` is `nodes list latents`."""

    def _names_command(self, args: list[str]) -> bool:
        return bool(args) and (args[0] == "--help" or args[0] in self.commands)


def group(about: str, *, searches: bool) -> typer.Typer:
    """An application for a command with commands of its own, one of which is `list`.

    Args:
        about: What it says of itself; its first sentence is its summary.
        searches: Whether its list takes a word to search for.
    """
    cls = _Searching if searches else _Listing
    return typer.Typer(help=about, cls=cls, epilog="Without a command, list is meant.", rich_markup_mode=None)
