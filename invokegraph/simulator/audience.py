"""Who is told which event: its owner and the administrators all of it, everybody else as much as they may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from invokegraph.simulator.records import USER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invokegraph.simulator.node_types import JSON

ADMINS: Final = "admin"
SHARED: Final = "workflows:shared"


class Notice(NamedTuple):
    """An event as some are told it.

    Attributes:
        name: The event.
        data: What it says.
        rooms: The rooms whose clients are told, each once.
        but_users: The users that are not told, wherever they are.
        but_admins: Whether the administrators are not told.
    """

    name: str
    data: JSON
    rooms: list[str]
    but_users: frozenset[str] = frozenset()
    but_admins: bool = False


def room(user_id: str) -> str:
    """The room of all clients of a user."""
    return f"user:{user_id}"


def notices(name: str, data: JSON, *, multiuser: bool) -> list[Notice]:
    """What is told to whom when something happens."""
    if name in _MANY:
        return _many(name, data)
    if name.startswith("workflow_"):
        return _of_workflow(name, data, multiuser=multiuser)
    if name.startswith("bulk_download_"):
        own = [data["bulk_download_id"]] if data["user_id"] == USER else [room(data["user_id"]), ADMINS]
        return [Notice(name, data, own)]
    if name.startswith("llm_task_"):
        return [Notice(name, data, [own]) for own in (room(data["user_id"]), ADMINS)]
    if name.startswith(("model_install_", "download_")):
        return [Notice(name, data, [ADMINS])]
    user = data.get("user_id")
    if user is None:
        return [Notice(name, data, [data["queue_id"]])]
    if name == "invocation_progress":
        return [Notice(name, data, [room(user)])]
    full = Notice(name, data, [room(user), ADMINS])
    if name not in _VEILED:
        return [full]
    return [full, _veiled(name, data, [user])]


def _of_workflow(name: str, data: JSON, *, multiuser: bool) -> list[Notice]:
    """Workflows that are shared are everybody's business."""
    if not multiuser:
        return [Notice(name, data, [ADMINS])]
    told = Notice(name, data, [room(data["user_id"])])
    found = [told, Notice(name, data, [ADMINS])]
    if data.get("is_public") or data.get("new_is_public"):
        found.append(Notice(name, data, [SHARED]))
    elif data.get("old_is_public"):
        known = {part: data[part] for part in ("timestamp", "workflow_id", "user_id")}
        found.append(Notice("workflow_access_revoked", known, [SHARED]))
    return found


def _many(name: str, data: JSON) -> list[Notice]:
    """Items of several users: each is told of their own."""
    ids, by_user = _MANY[name], data[f"{_MANY[name]}_by_user"]
    found = [
        Notice(
            name,
            {**data, ids: own, "user_ids": [user], f"{ids}_by_user": {user: own}},
            [room(user)],
            but_admins=True,
        )
        for user, own in by_user.items()
    ]
    nothing: JSON = {**data, ids: [], "user_ids": [], f"{ids}_by_user": {}}
    veiled = Notice(name, nothing, [data["queue_id"]], frozenset(by_user), but_admins=True)
    return [*found, Notice(name, data, [ADMINS]), veiled]


def _veiled(name: str, data: JSON, users: Iterable[str]) -> Notice:
    shown = {**data, **_VEILED[name]}
    if "batch_status" in data:
        shown["batch_status"] = {**data["batch_status"], **_NO_BATCH}
        shown["queue_status"] = {**data["queue_status"], **dict.fromkeys(_OWN_STATUS)}
    return Notice(name, shown, [data["queue_id"]], frozenset(users), but_admins=True)


_MANY: Final = {"queue_items_canceled": "canceled_item_ids", "queue_items_retried": "retried_item_ids"}
_ERRORS: Final = ("error_type", "error_message", "error_traceback")
_OWN_STATUS: Final = ("item_id", "session_id", "batch_id", "user_pending", "user_in_progress")
_NO_BATCH: Final[JSON] = {"batch_id": "redacted", "origin": None, "destination": None}
_VEILED: Final[dict[str, JSON]] = {
    "queue_item_status_changed": {
        **dict.fromkeys(("user_id", "batch_id", "session_id"), "redacted"),
        **dict.fromkeys(("origin", "destination", *_ERRORS)),
    },
    "batch_enqueued": {"user_id": "redacted", "batch_id": "redacted", "origin": None},
    "queue_cleared": {"user_id": "redacted"},
}
"""What those whom an event does not concern are told instead."""
