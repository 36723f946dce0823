"""`/api/v1/boards` and `/api/v1/board_images`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.access import check_filling, fills_board, owns, sees_board
from invokegraph.simulator.answers import Answer, Refused
from invokegraph.simulator.collation import small
from invokegraph.simulator.pictures import NO_BOARD
from invokegraph.simulator.records import now
from invokegraph.simulator.videos import Video

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.boards import Board
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.pictures import Picture
    from invokegraph.simulator.state import State


def create(state: State, question: Question) -> Answer:
    """A new board."""
    return Answer(201, dto(state, state.boards.add(question.text("board_name"), question.caller.user_id)))


def list_boards(state: State, question: Question) -> object:
    """All boards, or one page of them."""
    archived = question.flag("include_archived", default=False)
    order = question.text("order_by", "created_at")
    direction = question.text("direction", "DESC")
    seen = [board for board in state.boards.all() if sees_board(question.caller, board)]
    found = [board for board in seen if archived or not board.archived]
    everything = question.flag("all", default=False)
    if order == "board_name":  # only the whole list takes capitals for small letters
        found.sort(key=lambda board: small(board.name) if everything else board.name)
    if direction == "DESC":
        found.reverse()
    if everything:
        return [_row(state, question, board) for board in found]
    if not (question.has("offset") and question.has("limit")):
        raise Refused(400, "Invalid request: Must provide either 'all' or both 'offset' and 'limit'")
    offset, limit = question.number("offset", 0), question.number("limit", 0)
    page = [_row(state, question, board) for board in found[offset : offset + limit]]
    return {"limit": limit, "offset": offset, "total": len(page), "items": page}  # of the page: the server's own count


def get_board(state: State, question: Question) -> JSON:
    """One board."""
    return dto(state, _seen(state, question, question.path["board_id"]))


def update(state: State, question: Question) -> Answer:
    """Change a board."""
    board = _known(state, question.path["board_id"])
    if not owns(question.caller, board.user_id):
        raise Refused(403, "Not authorized to update this board")
    cover = question.field("cover_image_name")
    if cover is not None and state.pictures.get(cover) is None:
        raise Refused(500, "Failed to update board", wrapped=True)
    changes = {name: change for name in _CHANGEABLE if (change := question.field(name)) is not None}
    for name, change in changes.items():
        setattr(board, _CHANGEABLE[name], change)
    if changes or cover is not None:
        board.updated_at = now().partition(".")[0]  # the database's own clock, which counts whole seconds
    state.boards.keep(board)
    return Answer(201, dto(state, board))


def delete(state: State, question: Question) -> JSON:
    """Delete a board, with what is on it if that is wanted and belongs to whoever wants it."""
    with_items = question.flag("include_images", default=False)
    board = _known(state, question.path["board_id"])
    if not owns(question.caller, board.user_id):
        raise Refused(403, "Not authorized to delete this board")
    names = state.boards.delete(board.board_id)
    images = [picture for name in names if (picture := state.pictures.get(name))]
    videos = [video for name in names if (video := state.videos.get(name))]
    deleted_images: list[str] = []
    deleted_videos: list[str] = []
    if with_items:
        unwanted = [picture.name for picture in images if owns(question.caller, picture.user_id)]
        deleted_images = state.pictures.delete(unwanted)[0]
        deleted_videos = [video.name for video in videos if owns(question.caller, video.user_id)]
        for name in deleted_videos:
            state.videos.delete(name)
    return {
        "board_id": board.board_id,
        "deleted_board_images": [] if with_items else [picture.name for picture in images],
        "deleted_images": deleted_images,
        "deleted_board_videos": [] if with_items else [video.name for video in videos],
        "deleted_videos": deleted_videos,
        "failed_images": [],
        "failed_videos": [],
    }


def image_names(state: State, question: Question) -> list[str]:
    """The names of the pictures on a board."""
    board_id = question.path["board_id"]
    categories, intermediate = question.texts("categories"), question.flag("is_intermediate")
    if board_id != NO_BOARD:
        _seen(state, question, board_id)
    found = [
        picture
        for picture in _on(state, board_id, by_pin=categories is None or intermediate is None)
        if (board_id != NO_BOARD or owns(question.caller, picture.user_id))
        and (categories is None or picture.category in categories)
        and (intermediate is None or picture.is_intermediate == intermediate)
    ]
    # Nobody asks the server's database for an order: this is the one in which its indices give them.
    if categories is not None and (board_id == NO_BOARD or intermediate is not None):
        found.sort(key=lambda picture: picture.category)
    elif board_id == NO_BOARD and intermediate is None:
        found.sort(key=lambda picture: picture.name)
    return [picture.name for picture in found]


def _on(state: State, board_id: str, *, by_pin: bool) -> list[Picture]:
    """The pictures on a board or on none, as they were pinned to it or as they were made."""
    if by_pin and board_id != NO_BOARD:
        return [picture for name in state.boards.names(board_id) if (picture := state.pictures.get(name))]
    return [picture for picture in state.pictures.all() if (state.boards.of(picture.name) or NO_BOARD) == board_id]


def add_image(state: State, question: Question) -> Answer:
    """Pin a picture to a board."""
    board_id, name = question.field("board_id"), question.field("image_name")
    check_filling(state.boards, question.caller, board_id)
    if not _may_move(state, question, name):
        raise Refused(403, "Not authorized to move this image")
    if state.pictures.get(name) is None:
        raise Refused(500, "Failed to add image to board", wrapped=True)
    return _pinned(state, question, board_id, [name])


def add_images(state: State, question: Question) -> Answer:
    """Pin pictures to a board."""
    board_id = question.field("board_id")
    check_filling(state.boards, question.caller, board_id)
    return _pinned(state, question, board_id, question.field("image_names"))


def remove_image(state: State, question: Question) -> Answer:
    """Take a picture from its board."""
    name = question.field("image_name")
    board_id = state.boards.of(name)
    if board_id:
        check_filling(state.boards, question.caller, board_id)
    if state.pictures.get(name) is None:
        raise Refused(500, "Failed to remove image from board", wrapped=True)
    return _unpinned(state, question, [name])


def remove_images(state: State, question: Question) -> Answer:
    """Take pictures from their boards."""
    return _unpinned(state, question, question.field("image_names"))


def _pinned(state: State, question: Question, board_id: str, names: list[str]) -> Answer:
    found = state.pictures.known(name for name in names if _may_move(state, question, name))
    affected = {board_id} if found else set[str]()
    affected |= {state.boards.pin(board_id, name) or NO_BOARD for name in found}
    return Answer(201, {"affected_boards": sorted(affected), "added_images": found, "failed_images": []})


def _unpinned(state: State, question: Question, names: list[str]) -> Answer:
    boards = {name: state.boards.get(state.boards.of(name) or "") for name in names}
    free = [name for name, board in boards.items() if board is None or fills_board(question.caller, board)]
    found = state.pictures.known(free)
    affected = {NO_BOARD} if found else set[str]()
    affected |= {state.boards.unpin(name) or NO_BOARD for name in found}
    return Answer(201, {"affected_boards": sorted(affected), "removed_images": found, "failed_images": []})


def _may_move(state: State, question: Question, name: str) -> bool:
    """Whether a picture is the caller's own: a board that it is on does not make it so."""
    picture = state.pictures.get(name)
    return owns(question.caller, picture.user_id if picture else "")


def _known(state: State, board_id: str) -> Board:
    board = state.boards.get(board_id)
    if board is None:
        raise Refused(404, "Board not found")
    return board


def _seen(state: State, question: Question, board_id: str) -> Board:
    board = _known(state, board_id)
    if not sees_board(question.caller, board):
        raise Refused(403, "Not authorized to access this board")
    return board


def dto(state: State, board: Board) -> JSON:
    """A board as the server writes it."""
    return state.boards.to_dict(board, summary(state, state.boards.names(board.board_id)))


def summary(state: State, names: Iterable[str]) -> JSON:
    """How many pictures, assets and videos there are, and what they are shown by: what is starred, then what is new."""
    images: Counter[str] = Counter()
    covers: list[tuple[bool, str, str]] = []
    for name in names:
        item = state.pictures.get(name) or state.videos.get(name)
        if item and not item.is_intermediate:
            images["video" if isinstance(item, Video) else "image" if item.category == "general" else "asset"] += 1
            covers.append((item.starred, item.created_at, name))
    cover = max(covers, key=lambda found: found[:2], default=(False, "", None))[2]
    is_video = cover is not None and state.videos.get(cover) is not None
    return {
        "cover_image_name": None if is_video else cover,
        "cover_video_name": cover if is_video else None,
        **{f"{kind}_count": images[kind] for kind in ("image", "video", "asset")},
    }


def _row(state: State, question: Question, board: Board) -> JSON:
    name = state.users.shown_name(board.user_id) if question.caller.is_admin else None
    return {**dto(state, board), "owner_username": name}


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
