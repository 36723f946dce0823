"""The boards of the server, and which picture or video is pinned to which."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING
from uuid import uuid4

from invokegraph.simulator.records import USER, now

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.store import Store


@dataclass(slots=True)
class Board:
    """One board."""

    name: str
    user_id: str = USER
    board_id: str = field(default_factory=lambda: str(uuid4()))
    archived: bool = False
    visibility: str = "private"
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)


class Boards:
    """All boards.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = RLock()
        self._boards = store.records("boards", Board)
        self._places = store.values("pins", str)

    def get(self, board_id: str) -> Board | None:
        """The board of that id."""
        return self._boards.get(board_id)

    def all(self) -> list[Board]:
        """The boards, in the order in which they came."""
        with self._lock:
            return list(self._boards.values())

    def add(self, name: str, user_id: str) -> Board:
        """A new board of a user."""
        board = Board(name, user_id)
        with self._lock:
            self._boards[board.board_id] = board
        return board

    def keep(self, board: Board) -> None:
        """Keep what has been changed about a board."""
        with self._lock:
            if board.board_id in self._boards:
                self._boards[board.board_id] = board

    def delete(self, board_id: str) -> list[str]:
        """Delete a board, and return the names of what was pinned to it."""
        with self._store.transaction(), self._lock:
            del self._boards[board_id]
            names = self.names(board_id)
            for name in names:
                del self._places[name]
            return names

    def names(self, board_id: str) -> list[str]:
        """The names of what is on a board."""
        with self._lock:
            return [name for name, place in self._places.items() if place == board_id]

    def of(self, name: str) -> str | None:
        """The board that a picture or video is pinned to."""
        return self._places.get(name)

    def pin(self, board_id: str, name: str) -> str | None:
        """Pin something to a board, unless there is none of that id, and return where it was before."""
        with self._store.transaction(), self._lock:
            if board_id not in self._boards:
                return self.unpin(name)
            before = self._places.get(name)
            self._places[name] = board_id  # in its old place if it was on a board: the server dates its pins once
            return before

    def unpin(self, name: str) -> str | None:
        """Take something from its board, and return which one that was."""
        with self._lock:
            return self._places.pop(name, None)

    def to_dict(self, board: Board, summary: JSON) -> JSON:
        """A board as the server writes it.

        Args:
            board: The board.
            summary: How much is on it, and what it is shown by.
        """
        return {
            "board_id": board.board_id,
            "board_name": board.name,
            "user_id": board.user_id,
            "created_at": board.created_at,
            "updated_at": board.updated_at,
            "deleted_at": None,
            "archived": board.archived,
            "board_visibility": board.visibility,
            **summary,
            "owner_username": None,
        }
