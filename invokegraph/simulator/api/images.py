"""`/api/v1/images`."""

from __future__ import annotations

import json
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, Field

from invokegraph.simulator.access import changes_item, check_upload, owns, sees_item
from invokegraph.simulator.answers import Answer, File, Refused
from invokegraph.simulator.api.gallery import cached, change, page, selected, totals
from invokegraph.simulator.pictures import NO_BOARD, texts_of, thumbnail, urls

if TYPE_CHECKING:
    from collections.abc import Generator

    from PIL.Image import Image

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.pictures import Picture
    from invokegraph.simulator.state import State

_MOST_PIXELS: Final = 4096 * 4096


class _Size(BaseModel):
    """How large a picture is to be."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)


def upload(state: State, question: Question) -> Answer:
    """Keep a picture that is sent."""
    form: Any = question.form
    file, board_id = form["file"], question.maybe("board_id")
    if board_id is not None:
        check_upload(state.boards, question.caller, board_id)
    if not (file.content_type or "").startswith("image"):
        raise Refused(415, "Not an image")
    image = _read(file.file.read())
    with _failing("Failed to crop image"):
        if question.flag("crop_visible", default=False):
            image = image.crop(image.getbbox())
    texts = texts_of(image, form.get("metadata") or None)
    if form.get("resize_to"):
        size = _size(str(form["resize_to"]))
        with _failing("Failed to resize image"):
            image = image.convert("RGBA").resize(size)
    with _failing("Failed to create image"):
        picture = state.pictures.add(
            image,
            texts,
            board_id,
            origin="external",
            category=question.text("image_category"),
            is_intermediate=bool(question.flag("is_intermediate")),
            session_id=question.maybe("session_id"),
            user_id=question.caller.user_id,
        )
    dto = state.pictures.dto(picture)
    return Answer(201, dto, {"Location": dto["image_url"]})


def _read(content: bytes) -> Image:
    from PIL import Image

    try:
        return Image.open(BytesIO(content))
    except Exception:  # noqa: BLE001 - Pillow raises many kinds of errors for what is no picture
        raise Refused(415, "Failed to read image") from None


@contextmanager
def _failing(said: str) -> Generator[None]:
    """Say what the server says when Pillow fails at a picture, for example because its file is cut off."""
    try:
        yield
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - Pillow raises many kinds of errors
        raise Refused(500, said, wrapped=True) from None


def _size(text: str) -> tuple[int, int]:
    try:
        size = _Size.model_validate_json(text)
    except (ValueError, RecursionError):
        raise Refused(400, "Invalid resize_to format or size") from None
    if size.width * size.height > _MOST_PIXELS:
        raise Refused(400, "Invalid resize_to format or size")
    return size.width, size.height


def list_images(state: State, question: Question) -> JSON:
    """One page of pictures."""
    found = selected(state, question, state.pictures.all())
    return page(question, found, state.pictures.dto)


def names(state: State, question: Question) -> JSON:
    """The names of pictures."""
    found = selected(state, question, state.pictures.all())
    return {"image_names": [picture.name for picture in found], **totals(question, found)}


def get_image(state: State, question: Question) -> JSON:
    """What is known of a picture."""
    return state.pictures.dto(_known(state, question))


def get_urls(state: State, question: Question) -> JSON:
    """Where a picture is found, which administrators are told whether there is one or not."""
    name = question.path["image_name"]
    return urls(name if question.caller.is_admin else _known(state, question).name)


def get_full(state: State, question: Question) -> File:
    """The file of a picture."""
    name = _known(state, question).name
    return File(_file(state, name), "image/png", {**cached(state), "Content-Disposition": f'inline; filename="{name}"'})


def get_thumbnail(state: State, question: Question) -> File:
    """A small version of a picture."""
    return File(thumbnail(_file(state, _known(state, question).name)), "image/webp", cached(state))


def get_metadata(state: State, question: Question) -> Any:
    """What the graph said about a picture."""
    metadata = _known(state, question).metadata
    return json.loads(metadata) if metadata else None


def get_workflow(state: State, question: Question) -> JSON:
    """The workflow and the graph that made a picture."""
    picture = _known(state, question)
    return {"workflow": picture.workflow, "graph": picture.graph}


def update(state: State, question: Question) -> JSON:
    """Change what is known of a picture."""
    picture = _own(state, question)
    if picture is None:
        raise Refused(400, "Failed to update image")
    change(question, picture, "image_category")
    state.pictures.keep(picture)
    return state.pictures.dto(picture)


def delete(state: State, question: Question) -> JSON:
    """Delete a picture."""
    if _own(state, question) is None:
        raise Refused(404, "Image not found")
    return _deleted(state, [question.path["image_name"]])


def delete_some(state: State, question: Question) -> JSON:
    """Delete pictures."""
    return _deleted(state, [name for name in question.field("image_names") if _may_change(state, question, name)])


def delete_uncategorized(state: State, question: Question) -> JSON:
    """Delete all pictures that are on no board."""
    loose = [p.name for p in state.pictures.all() if state.boards.of(p.name) is None]
    return _deleted(state, [name for name in loose if _may_change(state, question, name)])


def _deleted(state: State, wanted: list[str]) -> JSON:
    deleted, affected = state.pictures.delete(wanted)
    return {"affected_boards": sorted(affected), "deleted_images": deleted, "failed_images": []}


def count_intermediates(state: State, question: Question) -> int:
    """How many pictures are only steps on the way."""
    return sum(p.is_intermediate and owns(question.caller, p.user_id) for p in state.pictures.all())


def delete_intermediates(state: State, question: Question) -> int:
    """Delete the pictures that are only steps on the way."""
    if not question.caller.is_admin:
        raise Refused(403, "Only admins can clear all intermediates")
    return len(state.pictures.delete([p.name for p in state.pictures.all() if p.is_intermediate])[0])


def star(state: State, question: Question) -> JSON:
    """Mark pictures."""
    return _starred(state, question, "starred_images", starred=True)


def unstar(state: State, question: Question) -> JSON:
    """Take the mark from pictures."""
    return _starred(state, question, "unstarred_images", starred=False)


def _starred(state: State, question: Question, name: str, *, starred: bool) -> JSON:
    wanted = [name for name in question.field("image_names") if _may_change(state, question, name)]
    found = [picture for each in dict.fromkeys(wanted) if (picture := state.pictures.get(each))]
    for picture in found:
        picture.starred = starred
        state.pictures.keep(picture)
    affected = sorted({state.boards.of(picture.name) or NO_BOARD for picture in found})
    return {"affected_boards": affected, name: [picture.name for picture in found], "failed_images": []}


def by_names(state: State, question: Question) -> list[JSON]:
    """What is known of pictures."""
    found = (state.pictures.get(name) for name in question.field("image_names"))
    return [state.pictures.dto(picture) for picture in found if picture and _may_see(state, question, picture)]


def not_implemented(_: State, __: Question) -> None:
    """What the server has not got either."""
    raise Refused(501, "Not implemented")


def _file(state: State, name: str) -> bytes:
    file = state.pictures.file(name)
    if file is None:
        raise Refused(404, "Not Found")
    return file


def _known(state: State, question: Question) -> Picture:
    """The picture that a path names.

    Raises:
        Refused: There is none, or the caller must not see it.
    """
    picture = state.pictures.get(question.path["image_name"])
    if picture is None:
        raise Refused(404, "Not Found" if question.caller.is_admin else "Image not found")
    if not _may_see(state, question, picture):
        raise Refused(403, "Not authorized to access this image")
    return picture


def _own(state: State, question: Question) -> Picture | None:
    """The picture that a path names, if there is one.

    Raises:
        Refused: The caller may not change it.
    """
    name = question.path["image_name"]
    if not _may_change(state, question, name):
        raise Refused(403, "Not authorized to modify this image")
    return state.pictures.get(name)


def _may_see(state: State, question: Question, picture: Picture) -> bool:
    return sees_item(state.boards, question.caller, picture.name, picture)


def _may_change(state: State, question: Question, name: str) -> bool:
    return changes_item(state.boards, question.caller, name, state.pictures.get(name))


_AT: Final = "/api/v1/images"
_ONE: Final = f"{_AT}/i/{{image_name}}"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/upload", upload),
    ("GET", f"{_AT}/", list_images),
    ("POST", f"{_AT}/", not_implemented),
    ("GET", f"{_AT}/names", names),
    ("GET", f"{_AT}/intermediates", count_intermediates),
    ("DELETE", f"{_AT}/intermediates", delete_intermediates),
    ("DELETE", f"{_AT}/uncategorized", delete_uncategorized),
    ("POST", f"{_AT}/delete", delete_some),
    ("POST", f"{_AT}/star", star),
    ("POST", f"{_AT}/unstar", unstar),
    ("POST", f"{_AT}/images_by_names", by_names),
    ("GET", _ONE, get_image),
    ("PATCH", _ONE, update),
    ("DELETE", _ONE, delete),
    ("GET", f"{_ONE}/full", get_full),
    ("HEAD", f"{_ONE}/full", get_full),
    ("GET", f"{_ONE}/thumbnail", get_thumbnail),
    ("GET", f"{_ONE}/metadata", get_metadata),
    ("GET", f"{_ONE}/workflow", get_workflow),
    ("GET", f"{_ONE}/urls", get_urls),
]
