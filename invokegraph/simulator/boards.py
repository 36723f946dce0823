"""The boards of the server, and which picture is pinned to which."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING
from uuid import uuid4

from invokegraph.simulator.records import USER, now

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON


@dataclass(slots=True)
class Board:
    """One board."""

    name: str
    board_id: str = field(default_factory=lambda: str(uuid4()))
    archived: bool = False
    visibility: str = "private"
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)


class Boards:
    """All boards."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._boards: dict[str, Board] = {}
        self._places: dict[str, str] = {}

    def get(self, board_id: str) -> Board | None:
        """The board of that id."""
        return self._boards.get(board_id)

    def all(self) -> list[Board]:
        """The boards, in the order in which they came."""
        with self._lock:
            return list(self._boards.values())

    def add(self, name: str) -> Board:
        """A new board."""
        board = Board(name)
        with self._lock:
            self._boards[board.board_id] = board
        return board

    def delete(self, board_id: str) -> list[str]:
        """Delete a board, and return the names of the pictures that were pinned to it."""
        with self._lock:
            del self._boards[board_id]
            names = self.names(board_id)
            for name in names:
                del self._places[name]
            return names

    def names(self, board_id: str) -> list[str]:
        """The names of the pictures on a board."""
        with self._lock:
            return [name for name, place in self._places.items() if place == board_id]

    def of(self, image_name: str) -> str | None:
        """The board that a picture is pinned to."""
        return self._places.get(image_name)

    def pin(self, board_id: str, image_name: str) -> str | None:
        """Pin a picture to a board, unless there is none of that id, and return where it was before."""
        with self._lock:
            before = self.unpin(image_name)
            if board_id in self._boards:
                self._places[image_name] = board_id
            return before

    def unpin(self, image_name: str) -> str | None:
        """Take a picture from its board, and return which one that was."""
        with self._lock:
            return self._places.pop(image_name, None)

    def to_dict(self, board: Board, images: int, assets: int, cover: str | None) -> JSON:
        """A board as the server writes it."""
        return {
            "board_id": board.board_id,
            "board_name": board.name,
            "user_id": USER,
            "created_at": board.created_at,
            "updated_at": board.updated_at,
            "deleted_at": None,
            "cover_image_name": cover,
            "archived": board.archived,
            "board_visibility": board.visibility,
            "cover_video_name": None,
            "image_count": images,
            "video_count": 0,
            "asset_count": assets,
            "owner_username": None,
        }
