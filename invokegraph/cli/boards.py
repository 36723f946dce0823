"""Boards by the names that people give them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from invokegraph.cli.endings import CommandError
from invokegraph.words import listed, shorten

if TYPE_CHECKING:
    from invokegraph.transport import InvokeAIClient


def board_called(client: InvokeAIClient, name: str) -> str:
    """The id of the board of a name, or with that id; it is made if there is none.

    Raises:
        CommandError: Several are called so.
    """
    boards = client.board_repo.list_boards(include_archived=True)
    found = [board.board_id for board in boards if board.board_name == name]
    found = found or [board.board_id for board in boards if board.board_id == name]
    if len(found) > 1:
        raise CommandError(f"{len(found)} boards are called {shorten(name)}: say which by its id: {listed(found)}")
    if found:
        return found[0]
    sys.stderr.write(f"made the board {shorten(name)}\n")
    return client.board_repo.create_board(name).board_id
