"""`/api/v1/images/download` and `/api/v1/virtual_boards`: many pictures at once, and the pictures of a day."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import uuid4
from zipfile import ZipFile

from invokegraph.simulator.answers import Answer, File, Refused
from invokegraph.simulator.pictures import NO_BOARD
from invokegraph.simulator.records import USER

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
    id_ = str(uuid4()) if board_id is None else f"{_clean_name(state, board_id)}_{uuid4()}"
    file_name = f"{id_}.zip"
    about: JSON = {
        "bulk_download_id": ROOM,
        "bulk_download_item_id": id_,
        "bulk_download_item_name": file_name,
        "user_id": USER,
    }
    state.events.emit("bulk_download_started", about)
    if board_id is not None:
        names = [p.name for p in state.pictures.all() if (state.boards.of(p.name) or NO_BOARD) == board_id]
    pictures = [picture for name in names if (picture := state.pictures.get(name))]
    if len(pictures) < len(names):
        state.events.emit("bulk_download_error", {**about, "error": "Image record not found"})
    else:
        state.downloads[file_name] = _zipped(pictures)
        state.events.emit("bulk_download_complete", about)
    return Answer(202, {"response": None, "bulk_download_item_name": file_name})


def fetch(state: State, question: Question) -> File:
    """A zip file, which is gone once it has been fetched."""
    name = question.path["bulk_download_item_name"]
    content = state.downloads.pop(name, None)
    if content is None:
        raise Refused(404, "Not Found")
    quoted = quote(name)
    said = f'inline; filename="{name}"' if quoted == name else f"inline; filename*=utf-8''{quoted}"
    return File(content, "application/zip", {"Content-Disposition": said, "Cache-Control": "max-age=31536000"})


def _zipped(pictures: list[Picture]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for picture in pictures:
            archive.writestr(f"{picture.category}/{picture.name}", picture.file)
    return file.getvalue()


def _clean_name(state: State, board_id: str) -> str:
    if board_id == NO_BOARD:
        return "Uncategorized"
    board = state.boards.get(board_id)
    if board is None:
        raise Refused(500, "Internal Server Error")
    return "".join(letter for letter in board.name if letter.isalpha() or letter.isdigit() or letter in " _-").rstrip()


def days(state: State, _: Question) -> list[JSON]:
    """The days on which there were pictures, the last one first."""
    found: dict[str, list[Picture]] = {}
    for picture in state.pictures.all():
        if not picture.is_intermediate:
            found.setdefault(picture.created_at[:10], []).append(picture)
    return [_day(date, found[date]) for date in sorted(found, reverse=True)]


def _day(date: str, pictures: list[Picture]) -> JSON:
    images = sum(picture.category == "general" for picture in pictures)
    return {
        "virtual_board_id": f"by_date:{date}",
        "board_name": date,
        "date": date,
        "image_count": images,
        "asset_count": len(pictures) - images,
        "video_count": 0,
        "cover_image_name": max(pictures, key=lambda picture: picture.created_at).name,
        "cover_video_name": None,
    }


def image_names_of_day(state: State, question: Question) -> JSON:
    """The names of the pictures of a day."""
    found, starred = _of_day(state, question)
    return {
        "image_names": [picture.name for picture in found],
        "starred_count": starred,
        "total_count": len(found),
    }


def item_names_of_day(state: State, question: Question) -> JSON:
    """What was made on a day."""
    found, starred = _of_day(state, question)
    items = [{"kind": "image", "name": picture.name} for picture in found]
    return {"items": items, "starred_count": starred, "total_count": len(found)}


def _of_day(state: State, question: Question) -> tuple[list[Picture], int]:
    date, categories = question.path["date"], question.texts("categories")
    term = question.text("search_term", "").lower()
    found = [
        picture
        for picture in state.pictures.all()
        if picture.created_at[:10] == date
        and not picture.is_intermediate
        and (categories is None or picture.category in categories)
        and (not term or term in (picture.metadata or "").lower() or term in picture.created_at)
    ]
    if question.text("order_dir", "DESC") == "DESC":
        found.reverse()
    if not question.flag("starred_first", default=True):
        return found, 0
    return sorted(found, key=lambda picture: not picture.starred), sum(picture.starred for picture in found)


_DOWNLOADS: Final = "/api/v1/images/download"
_DAYS: Final = "/api/v1/virtual_boards/by_date"
ROUTES: Final[Routes] = [
    ("POST", _DOWNLOADS, pack),
    ("GET", f"{_DOWNLOADS}/{{bulk_download_item_name}}", fetch),
    ("GET", _DAYS, days),
    ("GET", f"{_DAYS}/{{date}}/image_names", image_names_of_day),
    ("GET", f"{_DAYS}/{{date}}/item_names", item_names_of_day),
]
