"""`/api/v1/images/download`: many pictures at once."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import uuid4
from zipfile import ZipFile

from invokegraph.simulator.access import check_board_is_seen, check_image_is_seen, owns
from invokegraph.simulator.answers import Answer, File, Refused
from invokegraph.simulator.pictures import NO_BOARD

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.pictures import Picture
    from invokegraph.simulator.state import State

ROOM: Final = "default"


def pack(state: State, question: Question) -> Answer:
    """Put pictures into a zip file; it is there before this is answered, other than on the server."""
    body: JSON = question.json() or {}
    names: list[str] = body.get("image_names") or []
    board_id: str | None = body.get("board_id")
    if not names and board_id is None:
        raise Refused(400, "No images or board id specified.")
    if board_id:
        check_board_is_seen(state.boards, question.caller, board_id)
    for name in names:
        check_image_is_seen(state, question.caller, name)
    id_ = str(uuid4()) if board_id is None else f"{_clean_name(state, board_id)}_{uuid4()}"
    file_name = f"{id_}.zip"
    about: JSON = {
        "bulk_download_id": ROOM,
        "bulk_download_item_id": id_,
        "bulk_download_item_name": file_name,
        "user_id": question.caller.user_id,
    }
    state.events.emit("bulk_download_started", about)
    if board_id is not None:
        names = [p.name for p in state.pictures.all() if (state.boards.of(p.name) or NO_BOARD) == board_id]
    pictures = [
        (picture, file)
        for name in names
        if (picture := state.pictures.get(name)) and (file := state.pictures.file(name))
    ]
    if len(pictures) < len(names):
        state.events.emit("bulk_download_error", {**about, "error": "Image record not found"})
    else:
        state.downloads[file_name] = (question.caller.user_id, _zipped(pictures))
        state.events.emit("bulk_download_complete", about)
    return Answer(202, {"response": None, "bulk_download_item_name": file_name})


def fetch(state: State, question: Question) -> File:
    """A zip file, which is gone once it has been fetched."""
    name = question.path["bulk_download_item_name"]
    user_id, content = state.downloads.get(name, ("", None))
    if content is None:
        raise Refused(404, "Not Found")
    if not owns(question.caller, user_id):
        raise Refused(403, "Not authorized to access this download")
    state.downloads.pop(name, None)
    quoted = quote(name)
    said = f'inline; filename="{name}"' if quoted == name else f"inline; filename*=utf-8''{quoted}"
    return File(content, "application/zip", {"Content-Disposition": said, "Cache-Control": "max-age=31536000"})


def _zipped(pictures: list[tuple[Picture, bytes]]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for picture, content in pictures:
            archive.writestr(f"{picture.category}/{picture.name}", content)
    return file.getvalue()


def _clean_name(state: State, board_id: str) -> str:
    if board_id == NO_BOARD:
        return "Uncategorized"
    board = state.boards.get(board_id)
    if board is None:
        raise Refused(500, "Internal Server Error")
    return "".join(letter for letter in board.name if letter.isalpha() or letter.isdigit() or letter in " _-").rstrip()


_DOWNLOADS: Final = "/api/v1/images/download"
ROUTES: Final[Routes] = [
    ("POST", _DOWNLOADS, pack),
    ("GET", f"{_DOWNLOADS}/{{bulk_download_item_name}}", fetch),
]
