"""`/api/v1/images`."""

from __future__ import annotations

import json
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.answers import Answer, File, Refused, complaint, not_one_of
from invokegraph.simulator.pictures import NO_BOARD, texts_of, thumbnail, urls
from invokegraph.simulator.records import now

if TYPE_CHECKING:
    from collections.abc import Generator

    from PIL.Image import Image

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.pictures import Picture
    from invokegraph.simulator.state import State

CATEGORIES: Final = ("general", "mask", "control", "user", "other")
_ORIGINS: Final = ("internal", "external")
_MOST_PIXELS: Final = 4096 * 4096
_CACHED: Final = {"Cache-Control": "max-age=31536000"}


def upload(state: State, question: Question) -> Answer:
    """Keep a picture that is sent."""
    category, is_intermediate, file = _upload_arguments(question)
    board_id = question.text("board_id") if question.has("board_id") else None
    if board_id is not None and state.boards.get(board_id) is None:
        raise Refused(404, "Board not found")
    if not (file.content_type or "").startswith("image"):
        raise Refused(415, "Not an image")
    image = _read(file.file.read())
    with _failing("Failed to crop image"):
        if question.flag("crop_visible", default=False):
            image = image.crop(image.getbbox())
    texts = texts_of(image)
    form: Any = question.form
    if form.get("metadata"):
        texts["invokeai_metadata"] = str(form["metadata"])
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
            category=category,
            is_intermediate=is_intermediate,
            session_id=question.text("session_id") if question.has("session_id") else None,
        )
    dto = state.pictures.dto(picture)
    return Answer(201, dto, {"Location": dto["image_url"]})


def _upload_arguments(question: Question) -> tuple[str, bool, Any]:
    refused = [
        complaint("missing", ("query", name), "Field required")
        for name in ("image_category", "is_intermediate")
        if not question.has(name)
    ]
    file: Any = question.form.get("file") if question.form else None
    if file is None:
        refused.append(complaint("missing", ("body", "file"), "Field required"))
    elif isinstance(file, str):
        said = "Value error, Expected UploadFile, received: <class 'str'>"
        refused.append(complaint("value_error", ("body", "file"), said, file))
    if refused:
        raise Refused(422, refused)
    flag = question.flag("is_intermediate")
    return question.choice("image_category", CATEGORIES, ""), bool(flag), file


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
    from invokegraph.simulator.shapes import Size, parsed

    try:
        size: Size = parsed(Size, json.loads(text))
    except (ValueError, RecursionError, Refused):
        raise Refused(400, "Invalid resize_to format or size") from None
    if size.width * size.height > _MOST_PIXELS:
        raise Refused(400, "Invalid resize_to format or size")
    return size.width, size.height


def list_images(state: State, question: Question) -> JSON:
    """One page of pictures."""
    offset, limit = question.number("offset", 0, least=0), question.number("limit", 10, least=0, most=1000)
    found = _selected(state, question)
    page = [state.pictures.dto(picture) for picture in found[offset : offset + limit]]
    return {"limit": limit, "offset": offset, "total": len(found), "items": page}


def names(state: State, question: Question) -> JSON:
    """The names of pictures."""
    found = _selected(state, question)
    starred = sum(picture.starred for picture in found) if question.flag("starred_first", default=True) else 0
    return {
        "image_names": [picture.name for picture in found],
        "starred_count": starred,
        "total_count": len(found),
    }


def gallery_items(state: State, question: Question) -> JSON:
    """One page of what the gallery shows."""
    offset, limit = question.number("offset", 0, least=0), question.number("limit", 10, least=0, most=1000)
    found = _selected(state, question, "origin")
    page = [_gallery_item(state, picture) for picture in found[offset : offset + limit]]
    return {"limit": limit, "offset": offset, "total": len(found), "items": page}


def gallery_names(state: State, question: Question) -> JSON:
    """The names of what the gallery shows."""
    found = _selected(state, question, "origin")
    starred = sum(picture.starred for picture in found) if question.flag("starred_first", default=True) else 0
    return {"item_names": [picture.name for picture in found], "starred_count": starred, "total_count": len(found)}


def _gallery_item(state: State, picture: Picture) -> JSON:
    dto = state.pictures.dto(picture)
    same = ("width", "height", "starred", "is_intermediate", "board_id", "created_at")
    return {
        "kind": "image",
        "name": picture.name,
        "full_url": dto["image_url"],
        "thumbnail_url": dto["thumbnail_url"],
        "category": picture.category,
        **{name: dto[name] for name in same},
        "duration": None,
        "fps": None,
    }


def wanted_categories(question: Question) -> list[str] | None:
    """The categories that a query asks for; None for all of them."""
    categories = question.texts("categories")
    for place, category in enumerate(categories or ()):
        if category not in CATEGORIES:
            raise not_one_of(("query", "categories", place), CATEGORIES, category)
    return categories


def _selected(state: State, question: Question, origin_name: str = "image_origin") -> list[Picture]:
    origin = question.choice(origin_name, _ORIGINS, "internal") if question.has(origin_name) else None
    categories = wanted_categories(question)
    intermediate = question.flag("is_intermediate")
    board_id = question.text("board_id") if question.has("board_id") else None
    date = question.text("created_date", "")
    term = question.text("search_term", "").lower()
    direction = question.choice("order_dir", ("ASC", "DESC"), "DESC")

    def fits(picture: Picture) -> bool:
        place = state.boards.of(picture.name)
        return (
            (origin is None or picture.origin == origin)
            and (categories is None or picture.category in categories)
            and (intermediate is None or picture.is_intermediate == intermediate)
            and (board_id is None or (place is None if board_id == NO_BOARD else place == board_id))
            and picture.created_at.startswith(date)
            and (not term or term in (picture.metadata or "").lower() or term in picture.created_at)
        )

    found = [picture for picture in state.pictures.all() if fits(picture)]
    if direction == "DESC":
        found.reverse()
    if question.flag("starred_first", default=True):
        found.sort(key=lambda picture: not picture.starred)
    return found


def get_image(state: State, question: Question) -> JSON:
    """What is known of a picture."""
    return state.pictures.dto(_known(state, question))


def get_urls(_: State, question: Question) -> JSON:
    """Where a picture is found, whether there is one or not."""
    return urls(question.path["image_name"])


def get_full(state: State, question: Question) -> File:
    """The file of a picture."""
    picture = _known(state, question)
    return File(picture.file, "image/png", {**_CACHED, "Content-Disposition": f'inline; filename="{picture.name}"'})


def get_thumbnail(state: State, question: Question) -> File:
    """A small version of a picture."""
    return File(thumbnail(_known(state, question).file), "image/webp", _CACHED)


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
    from invokegraph.simulator.shapes import ImageChanges

    changes: ImageChanges = question.whole(ImageChanges)
    picture = state.pictures.get(question.path["image_name"])
    if picture is None:
        raise Refused(400, "Failed to update image")
    for name, attribute in _CHANGEABLE.items():
        if (change := getattr(changes, name)) is not None:
            setattr(picture, attribute, change)
    picture.updated_at = now()
    return state.pictures.dto(picture)


def delete(state: State, question: Question) -> JSON:
    """Delete a picture."""
    if state.pictures.get(question.path["image_name"]) is None:
        raise Refused(404, "Image not found")
    return _deleted(state, [question.path["image_name"]])


def delete_some(state: State, question: Question) -> JSON:
    """Delete pictures."""
    return _deleted(state, question.names("image_names"))


def delete_uncategorized(state: State, _: Question) -> JSON:
    """Delete all pictures that are on no board."""
    return _deleted(state, [p.name for p in state.pictures.all() if state.boards.of(p.name) is None])


def _deleted(state: State, wanted: list[str]) -> JSON:
    deleted, affected = state.pictures.delete(wanted)
    return {"affected_boards": sorted(affected), "deleted_images": deleted, "failed_images": []}


def count_intermediates(state: State, _: Question) -> int:
    """How many pictures are only steps on the way."""
    return sum(picture.is_intermediate for picture in state.pictures.all())


def delete_intermediates(state: State, _: Question) -> int:
    """Delete the pictures that are only steps on the way."""
    return len(state.pictures.delete([p.name for p in state.pictures.all() if p.is_intermediate])[0])


def star(state: State, question: Question) -> JSON:
    """Mark pictures."""
    return _starred(state, question, "starred_images", starred=True)


def unstar(state: State, question: Question) -> JSON:
    """Take the mark from pictures."""
    return _starred(state, question, "unstarred_images", starred=False)


def _starred(state: State, question: Question, name: str, *, starred: bool) -> JSON:
    wanted = question.names("image_names")
    found = [picture for each in dict.fromkeys(wanted) if (picture := state.pictures.get(each))]
    for picture in found:
        picture.starred = starred
    affected = sorted({state.boards.of(picture.name) or NO_BOARD for picture in found})
    return {"affected_boards": affected, name: [picture.name for picture in found], "failed_images": []}


def by_names(state: State, question: Question) -> list[JSON]:
    """What is known of pictures."""
    found = (state.pictures.get(name) for name in question.names("image_names"))
    return [state.pictures.dto(picture) for picture in found if picture]


def not_implemented(_: State, __: Question) -> None:
    """What the server has not got either."""
    raise Refused(501, "Not implemented")


def _known(state: State, question: Question) -> Picture:
    picture = state.pictures.get(question.path["image_name"])
    if picture is None:
        raise Refused(404, "Not Found")
    return picture


_CHANGEABLE: Final = {
    "image_category": "category",
    "session_id": "session_id",
    "is_intermediate": "is_intermediate",
    "starred": "starred",
}
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
    ("GET", "/api/v1/gallery/items/", gallery_items),
    ("GET", "/api/v1/gallery/item_names", gallery_names),
]
