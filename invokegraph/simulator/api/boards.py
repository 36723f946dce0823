"""`/api/v1/boards` and `/api/v1/board_images`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.answers import Answer, Refused, invalid
from invokegraph.simulator.api.images import wanted_categories
from invokegraph.simulator.pictures import NO_BOARD
from invokegraph.simulator.records import now

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.boards import Board
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_LONGEST_NAME: Final = 300


def create(state: State, question: Question) -> Answer:
    """A new board."""
    name = question.text("board_name")
    if len(name) > _LONGEST_NAME:
        said = f"String should have at most {_LONGEST_NAME} characters"
        raise invalid("string_too_long", ("query", "board_name"), said, name, {"max_length": _LONGEST_NAME})
    return Answer(201, _dto(state, state.boards.add(name)))


def list_boards(state: State, question: Question) -> object:
    """All boards, or one page of them."""
    archived = question.flag("include_archived", default=False)
    order = question.choice("order_by", ("created_at", "board_name"), "created_at")
    direction = question.choice("direction", ("ASC", "DESC"), "DESC")
    found = [board for board in state.boards.all() if archived or not board.archived]
    if order == "board_name":
        found.sort(key=lambda board: board.name.lower())
    if direction == "DESC":
        found.reverse()
    if question.flag("all", default=False):
        return [_row(state, board) for board in found]
    if not (question.has("offset") and question.has("limit")):
        raise Refused(400, "Invalid request: Must provide either 'all' or both 'offset' and 'limit'")
    offset, limit = question.number("offset", 0), question.number("limit", 0)
    page = [_row(state, board) for board in found[offset : offset + limit]]
    return {"limit": limit, "offset": offset, "total": len(found), "items": page}


def get_board(state: State, question: Question) -> JSON:
    """One board."""
    return _dto(state, _known(state, question.path["board_id"]))


def update(state: State, question: Question) -> Answer:
    """Change a board."""
    from invokegraph.simulator.shapes import BoardChanges

    changes: BoardChanges = question.whole(BoardChanges)
    board = _known(state, question.path["board_id"])
    if changes.cover_image_name is not None and state.pictures.get(changes.cover_image_name) is None:
        raise Refused(500, "Failed to update board", wrapped=True)
    for name, attribute in _CHANGEABLE.items():
        if (change := getattr(changes, name)) is not None:
            setattr(board, attribute, change)
    board.updated_at = now().partition(".")[0]  # the database's own clock, which counts whole seconds
    return Answer(201, _dto(state, board))


def delete(state: State, question: Question) -> JSON:
    """Delete a board, with its pictures if that is wanted."""
    with_images = question.flag("include_images", default=False)
    board = _known(state, question.path["board_id"])
    names = state.boards.delete(board.board_id)
    deleted = state.pictures.delete(names)[0] if with_images else []
    return {
        "board_id": board.board_id,
        "deleted_board_images": [] if with_images else names,
        "deleted_images": deleted,
        "deleted_board_videos": [],
        "deleted_videos": [],
        "failed_images": [],
        "failed_videos": [],
    }


def image_names(state: State, question: Question) -> list[str]:
    """The names of the pictures on a board."""
    board_id = question.path["board_id"]
    categories, intermediate = wanted_categories(question), question.flag("is_intermediate")
    if board_id != NO_BOARD:
        _known(state, board_id)
    return [
        picture.name
        for picture in state.pictures.all()
        if (state.boards.of(picture.name) or NO_BOARD) == board_id
        and (categories is None or picture.category in categories)
        and (intermediate is None or picture.is_intermediate == intermediate)
    ]


def add_image(state: State, question: Question) -> Answer:
    """Pin a picture to a board."""
    board_id, name = question.parts(board_id=str, image_name=str)
    _known(state, board_id)
    if state.pictures.get(name) is None:
        raise Refused(500, "Failed to add image to board", wrapped=True)
    return _pinned(state, board_id, [name])


def add_images(state: State, question: Question) -> Answer:
    """Pin pictures to a board."""
    from invokegraph.simulator.shapes import NAMES

    board_id, names = question.parts(board_id=str, image_names=NAMES)
    _known(state, board_id)
    return _pinned(state, board_id, names)


def remove_image(state: State, question: Question) -> Answer:
    """Take a picture from its board."""
    name = question.field("image_name", str)
    if state.pictures.get(name) is None:
        raise Refused(500, "Failed to remove image from board", wrapped=True)
    return _unpinned(state, [name])


def remove_images(state: State, question: Question) -> Answer:
    """Take pictures from their boards."""
    return _unpinned(state, question.names("image_names"))


def _pinned(state: State, board_id: str, names: list[str]) -> Answer:
    found = state.pictures.known(names)
    affected = {board_id} if found else set[str]()
    affected |= {state.boards.pin(board_id, name) or NO_BOARD for name in found}
    return Answer(201, {"affected_boards": sorted(affected), "added_images": found, "failed_images": []})


def _unpinned(state: State, names: list[str]) -> Answer:
    found = state.pictures.known(names)
    affected = {NO_BOARD} if found else set[str]()
    affected |= {state.boards.unpin(name) or NO_BOARD for name in found}
    return Answer(201, {"affected_boards": sorted(affected), "removed_images": found, "failed_images": []})


def _known(state: State, board_id: str) -> Board:
    board = state.boards.get(board_id)
    if board is None:
        raise Refused(404, "Board not found")
    return board


def _dto(state: State, board: Board) -> JSON:
    pictures = [p for name in state.boards.names(board.board_id) if (p := state.pictures.get(name))]
    shown = [picture for picture in pictures if not picture.is_intermediate]
    images = sum(picture.category == "general" for picture in shown)
    cover = max(shown, key=lambda picture: (picture.starred, picture.created_at), default=None)
    return state.boards.to_dict(board, images, len(shown) - images, cover.name if cover else None)


def _row(state: State, board: Board) -> JSON:
    return {**_dto(state, board), "owner_username": "System"}


_CHANGEABLE: Final = {
    "board_name": "name",
    "archived": "archived",
    "board_visibility": "visibility",
}
_AT: Final = "/api/v1/boards"
_PINS: Final = "/api/v1/board_images"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/", create),
    ("GET", f"{_AT}/", list_boards),
    ("GET", f"{_AT}/{{board_id}}", get_board),
    ("PATCH", f"{_AT}/{{board_id}}", update),
    ("DELETE", f"{_AT}/{{board_id}}", delete),
    ("GET", f"{_AT}/{{board_id}}/image_names", image_names),
    ("POST", f"{_PINS}/", add_image),
    ("DELETE", f"{_PINS}/", remove_image),
    ("POST", f"{_PINS}/batch", add_images),
    ("POST", f"{_PINS}/batch/delete", remove_images),
]
