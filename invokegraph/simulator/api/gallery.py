"""`/api/v1/gallery` and `/api/v1/virtual_boards`: pictures and videos in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from invokegraph.simulator.access import check_board_is_seen, owns
from invokegraph.simulator.collation import holds
from invokegraph.simulator.pictures import NO_BOARD, Picture
from invokegraph.simulator.records import now
from invokegraph.simulator.videos import Video

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_DAY: Final = 10
_CHANGEABLE: Final = ("session_id", "is_intermediate", "starred")

Shown = TypeVar("Shown", Picture, Video, Picture | Video)


def list_items(state: State, question: Question) -> JSON:
    """One page of what the gallery shows."""
    return page(question, selected(state, question, _everything(state), "origin"), lambda item: _to_dict(state, item))


def item_names(state: State, question: Question) -> JSON:
    """The names of what the gallery shows."""
    found = selected(state, question, _everything(state), "origin", question.text("created_date", ""))
    return {"item_names": [item.name for item in found], **totals(question, found)}


def named_items(state: State, question: Question) -> JSON:
    """The kinds and names of what the gallery shows."""
    found = selected(state, question, _everything(state), "origin")
    return {"items": [_named(item) for item in found], **totals(question, found)}


def list_dates(state: State, question: Question) -> list[JSON]:
    """The days on which something was made, as boards."""
    days: dict[str, list[Picture | Video]] = {}
    for item in reversed(_everything(state)):
        if not item.is_intermediate and owns(question.caller, item.user_id):
            days.setdefault(item.created_at[:_DAY], []).append(item)
    return [_day(date, items) for date, items in days.items()]


def image_names_of_date(state: State, question: Question) -> JSON:
    """The names of the pictures of a day."""
    found = selected(state, question, state.pictures.all(), "", question.path["date"])
    found = [picture for picture in found if not picture.is_intermediate]
    return {"image_names": [picture.name for picture in found], **totals(question, found)}


def items_of_date(state: State, question: Question) -> JSON:
    """The kinds and names of the pictures and videos of a day."""
    found = selected(state, question, _everything(state), "", question.path["date"])
    found = [item for item in found if not item.is_intermediate]
    return {"items": [_named(item) for item in found], **totals(question, found)}


def selected(
    state: State, question: Question, items: Iterable[Shown], origin_name: str = "image_origin", date: str = ""
) -> list[Shown]:
    """Those of some pictures or videos that are asked for and that the caller may see, in order.

    Args:
        state: What the server holds.
        question: What is asked for.
        items: The pictures or videos, old ones first.
        origin_name: What the origin is called in the query; empty where nobody asks for it.
        date: The day that they are of.
    """
    origin = question.maybe(origin_name)
    categories = question.texts("categories")
    intermediate = question.flag("is_intermediate")
    board_id = question.maybe("board_id")
    term = question.text("search_term", "").lower()  # as the server makes it; the table does less
    direction = question.text("order_dir", "DESC")
    if board_id not in (None, NO_BOARD):
        check_board_is_seen(state.boards, question.caller, board_id)

    def fits(item: Picture | Video) -> bool:
        place = state.boards.of(item.name)
        return (
            (origin is None or item.origin == origin)
            and (categories is None or item.category in categories)
            and (intermediate is None or item.is_intermediate == intermediate)
            and (board_id is None or place == (None if board_id == NO_BOARD else board_id))
            and (board_id not in (None, NO_BOARD) or owns(question.caller, item.user_id))
            and item.created_at.startswith(date)
            and (not term or holds(item.metadata, term) or holds(item.created_at, term))
        )

    found = [item for item in items if fits(item)]
    if direction == "DESC":
        found.reverse()
    if question.flag("starred_first", default=True):
        found.sort(key=lambda item: not item.starred)
    return found


def page(question: Question, found: Sequence[Shown], told: Callable[[Shown], JSON]) -> JSON:
    """One page of what was found, each item as a function tells it."""
    offset, limit = question.number("offset", 0), question.number("limit", 10)
    items = [told(item) for item in found[offset : offset + limit]]
    return {"limit": limit, "offset": offset, "total": len(found), "items": items}


def change(question: Question, item: Picture | Video, category: str) -> None:
    """Change what a request says of a picture or video, whose category is called `category` there."""
    for name, attribute in ((category, "category"), *((same, same) for same in _CHANGEABLE)):
        if (value := question.field(name)) is not None:
            setattr(item, attribute, value)
    item.updated_at = now()


def totals(question: Question, found: Sequence[Picture | Video]) -> JSON:
    """How many there are, and how many of them are starred."""
    starred = sum(item.starred for item in found) if question.flag("starred_first", default=True) else 0
    return {"starred_count": starred, "total_count": len(found)}


def cached(state: State) -> dict[str, str]:
    """For how long a browser may keep what is shown."""
    return {"Cache-Control": "private, no-store" if state.users.multiuser else "max-age=31536000"}


def _everything(state: State) -> list[Picture | Video]:
    return sorted([*state.pictures.all(), *state.videos.all()], key=lambda item: item.created_at)


def _named(item: Picture | Video) -> JSON:
    return {"kind": "video" if isinstance(item, Video) else "image", "name": item.name}


def _day(date: str, items: list[Picture | Video]) -> JSON:
    kinds = [
        "video" if isinstance(item, Video) else "image" if item.category == "general" else "asset" for item in items
    ]
    cover = _named(items[0])
    return {
        "virtual_board_id": f"by_date:{date}",
        "board_name": date,
        "date": date,
        **{f"{kind}_count": kinds.count(kind) for kind in ("image", "asset", "video")},
        "cover_image_name": cover["name"] if cover["kind"] == "image" else None,
        "cover_video_name": cover["name"] if cover["kind"] == "video" else None,
    }


def _to_dict(state: State, item: Picture | Video) -> JSON:
    dto = state.videos.dto(item) if isinstance(item, Video) else state.pictures.dto(item)
    named = _named(item)
    same = ("thumbnail_url", "width", "height", "starred", "is_intermediate", "board_id", "created_at")
    return {
        **named,
        "full_url": dto[f"{named['kind']}_url"],
        "category": item.category,
        **{name: dto[name] for name in same},
        "duration": dto.get("duration"),
        "fps": dto.get("fps"),
    }


_AT: Final = "/api/v1/gallery"
_DATES: Final = "/api/v1/virtual_boards/by_date"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/items/", list_items),
    ("GET", f"{_AT}/items/names", named_items),
    ("GET", f"{_AT}/item_names", item_names),
    ("GET", _DATES, list_dates),
    ("GET", f"{_DATES}/{{date}}/image_names", image_names_of_date),
    ("GET", f"{_DATES}/{{date}}/item_names", items_of_date),
]
