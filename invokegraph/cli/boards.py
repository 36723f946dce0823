"""Boards by the names that people give them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from invokegraph.cli.endings import CommandError
from invokegraph.transport.repository import UNCATEGORIZED
from invokegraph.words import did_you_mean, listed, shorten

if TYPE_CHECKING:
    from invokegraph.transport import InvokeAIClient


def board_called(client: InvokeAIClient, name: str) -> str:
    """The id of the board of a name, or with that id; it is made if there is none.

    Raises:
        CommandError: Several are called so.
    """
    found = _found(client, name)
    if found is not None:
        return found
    sys.stderr.write(f"made the board {shorten(name)}\n")
    return client.board_repo.create_board(name).board_id


def board_there(client: InvokeAIClient, name: str) -> str:
    """The id of the board of a name, or with that id; `"none"` for the images that are on no board.

    Raises:
        CommandError: There is none, or several are called so.
    """
    found = _found(client, name) or (UNCATEGORIZED if name == UNCATEGORIZED else None)
    if found is None:
        known = [board.board_name for board in client.board_repo.list_boards(include_archived=True)]
        hint = did_you_mean(name, known) or "`invokegraph boards` lists them"
        raise CommandError(f"there is no board {shorten(name)}; {hint}")
    return found


def _found(client: InvokeAIClient, name: str) -> str | None:
    if not name.strip():  # such as a variable of the shell that is not set
        raise CommandError("--board is empty: say its name or id")
    boards = client.board_repo.list_boards(include_archived=True)
    found = [board.board_id for board in boards if board.board_name == name]
    found = found or [board.board_id for board in boards if board.board_id == name]
    if len(found) > 1:
        raise CommandError(f"{len(found)} boards are called {shorten(name)}: say which by its id: {listed(found)}")
    return found[0] if found else None
