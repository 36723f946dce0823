"""`/api/v1/utilities`, and pictures packed into one file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4
from zipfile import ZipFile

from invokegraph.simulator.access import check_board_is_seen, owns, sees_item
from invokegraph.simulator.answers import Answer, File, Refused, invalid
from invokegraph.simulator.nodes import NodeError
from invokegraph.simulator.pictures import NO_BOARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_MOST_PROMPTS: Final = 10_000
_USUAL_PROMPTS: Final = 1000
_DOWNLOADS: Final = "default"


def dynamic_prompts(_: State, question: Question) -> JSON:
    """The prompts that a template stands for."""
    from invokegraph.simulator.nodes.dynamic_prompts import prompts

    template: str = question.field("prompt", str)
    fields = question.fields()
    most = _whole(fields.get("max_prompts", _USUAL_PROMPTS), "max_prompts")
    if most < 1:
        said = "Input should be greater than or equal to 1"
        raise invalid("greater_than_equal", ("body", "max_prompts"), said, most, {"ge": 1})
    if most > _MOST_PROMPTS:
        said = f"Input should be less than or equal to {_MOST_PROMPTS}"
        raise invalid("less_than_equal", ("body", "max_prompts"), said, most, {"le": _MOST_PROMPTS})
    combinatorial: Any = fields.get("combinatorial", True)
    if not isinstance(combinatorial, bool):
        said = "Input should be a valid boolean, unable to interpret input"
        raise invalid("bool_parsing", ("body", "combinatorial"), said, combinatorial)
    if fields.get("seed") is not None:
        _whole(fields["seed"], "seed")
    try:
        found = prompts(template, most, combinatorial=combinatorial)
    except NodeError as error:
        return {"prompts": [template], "error": str(error)}
    return {"prompts": found or [""], "error": None}


def _whole(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lstrip("+-").isdecimal():
        return int(value)
    said = "Input should be a valid integer, unable to parse string as an integer"
    raise invalid("int_parsing", ("body", name), said, value)


def fonts(_: State, __: Question) -> JSON:
    """The fonts for drawing: there are none."""
    return {"fonts": []}


def font(_: State, __: Question) -> None:
    """The file of a font."""
    raise Refused(404, "Font file not found")


# Pictures packed into one file


def download(state: State, question: Question) -> Answer:
    """Pack pictures into a file, and tell when it is ready; it is fetched once."""
    names: list[str] = question.names("image_names") if question.fields().get("image_names") else []
    board_id: str | None = question.fields().get("board_id")
    if not names and board_id is None:
        raise Refused(400, "No images or board id specified.")
    if board_id:
        check_board_is_seen(state.boards, question.caller, board_id)
    for name in names:
        _check_is_seen(state, question, name)
    id_ = str(uuid4()) if board_id is None else f"{_title(state, board_id)}_{uuid4()}"
    user_id = question.caller.user_id
    file = f"{id_}.zip"
    told = {
        "bulk_download_id": _DOWNLOADS,
        "bulk_download_item_id": id_,
        "bulk_download_item_name": file,
        "user_id": user_id,
    }
    state.events.emit("bulk_download_started", told)
    if board_id:
        pictures = [p.name for p in state.pictures.all() if (state.boards.of(p.name) or NO_BOARD) == board_id]
        names = pictures
    packed = _packed(state, names)
    if packed is None:
        state.events.emit("bulk_download_error", {**told, "error": "Image record not found"})
    else:
        state.downloads[file] = (user_id, packed)
        state.events.emit("bulk_download_complete", told)
    return Answer(202, {"response": None, "bulk_download_item_name": file})


def get_download(state: State, question: Question) -> File:
    """The file; it is deleted as it is fetched."""
    name = question.path["bulk_download_item_name"]
    user_id, packed = state.downloads.get(name, ("", None))
    if packed is None:
        raise Refused(404, "Not Found")
    if not owns(question.caller, user_id):
        raise Refused(403, "Not authorized to access this download")
    state.downloads.pop(name, None)
    about = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "max-age=31536000"}
    return File(packed, "application/zip", about)


def _check_is_seen(state: State, question: Question, name: str) -> None:
    picture = state.pictures.get(name)
    if not sees_item(state.boards, question.caller, name, picture.user_id if picture else None):
        raise Refused(403 if picture else 404, "Not authorized to access this image" if picture else "Image not found")


def _title(state: State, board_id: str) -> str:
    if board_id == NO_BOARD:
        return "Uncategorized"
    board = state.boards.get(board_id)
    if board is None:
        raise Refused(500, "Internal Server Error")
    return "".join(letter for letter in board.name if letter.isalnum() or letter in " _-").rstrip()


def _packed(state: State, names: Sequence[str]) -> bytes | None:
    """A file with pictures in it; None if one of them is not there."""
    pictures = [state.pictures.get(name) for name in names]
    file = io.BytesIO()
    with ZipFile(file, "w") as packed:
        for picture in pictures:
            if picture is None:
                return None
            packed.writestr(f"{picture.category}/{picture.name}", picture.file)
    return file.getvalue()


_AT: Final = "/api/v1/utilities"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/dynamicprompts", dynamic_prompts),
    ("GET", f"{_AT}/fonts", fonts),
    ("GET", f"{_AT}/fonts/{{font_path:path}}", font),
    ("POST", "/api/v1/images/download", download),
    ("GET", "/api/v1/images/download/{bulk_download_item_name}", get_download),
]
