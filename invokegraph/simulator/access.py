"""Who may do what: which operations need a log-in, and what of others each user sees and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from invokegraph.simulator.answers import Refused
from invokegraph.simulator.users import Caller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.boards import Board, Boards
    from invokegraph.simulator.pictures import Picture
    from invokegraph.simulator.state import State
    from invokegraph.simulator.users import Users
    from invokegraph.simulator.videos import Video

Need = Literal["nothing", "user", "upload", "admin", "media", "login", "admin login"]
"""What an operation asks of whoever calls it: `login` also where there is only one user."""

COOKIE: Final = "invokeai_media_token"
_OPEN: Final = frozenset(
    {
        ("GET", "/openapi.json"),
        ("GET", "/api/v1/app/version"),
        ("GET", "/api/v1/auth/status"),
        ("POST", "/api/v1/auth/login"),
        ("POST", "/api/v1/auth/setup"),
        ("GET", "/api/v1/workflows/i/{workflow_id}/thumbnail"),
        ("GET", "/api/v2/models/i/{key}/image"),
    }
)
_ADMIN: Final = frozenset(
    {
        ("GET", "/api/v1/app/runtime_config"),
        ("PATCH", "/api/v1/app/runtime_config"),
        ("GET", "/api/v1/app/logging"),
        ("POST", "/api/v1/app/logging"),
        ("POST", "/api/v1/model_relationships/"),
        ("DELETE", "/api/v1/model_relationships/"),
        ("PUT", "/api/v1/queue/{queue_id}/processor/pause"),
        ("PUT", "/api/v1/queue/{queue_id}/processor/resume"),
        ("GET", "/api/v1/style_presets/export"),
        ("POST", "/api/v1/style_presets/import"),
    }
)
_ADMIN_BELOW: Final = (
    "/api/v1/app/external_providers/config",
    "/api/v1/app/invocation_cache",
    "/api/v1/image_moves",
    "/api/v2/custom_nodes",
    "/api/v2/models",
)
_MODELS_FOR_ALL: Final = frozenset(
    f"/api/v2/models/{path}" for path in ("", "missing", "get_by_attrs", "get_by_hash", "i/{key}")
)
_LOGIN: Final = ("/api/v1/auth/me", "/api/v1/auth/generate-password", "/api/v1/auth/logout")
_MEDIA: Final = ("/full", "/thumbnail")


def need(method: str, path: str) -> Need:
    """What an operation asks of whoever calls it."""
    if (method, path) in _OPEN:
        return "nothing"
    if path == "/api/v1/videos/upload":
        return "upload"
    if path in _LOGIN:
        return "login"
    if path.startswith("/api/v1/auth/users"):
        return "admin login"
    if method in ("GET", "HEAD") and path.startswith(("/api/v1/images/i/", "/api/v1/videos/i/")):
        return "media" if path.endswith(_MEDIA) else "user"
    if (method, path) in _ADMIN or (
        path.startswith(_ADMIN_BELOW) and not (method == "GET" and path in _MODELS_FOR_ALL)
    ):
        return "admin"
    return "user"


def caller(users: Users, need: Need, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Caller:
    """Who makes a request.

    Raises:
        Refused: The operation asks for more.
    """
    must_log_in = need in ("login", "admin login")
    if need == "nothing" or not (users.multiuser or must_log_in):
        return Caller()
    token = bearer(headers) or (cookies.get(COOKIE) if need == "media" else None)
    if need == "upload" and not (token and users.bearer(token)):
        token = None  # what guards uploads does not tell a bad token from none
    found = _logged_in(users, token) if must_log_in else _known(users, token)
    if need in ("admin", "admin login") and not found.is_admin:
        raise Refused(403, "Admin privileges required")
    return found


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token that a request shows."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


def _logged_in(users: Users, token: str | None) -> Caller:
    asking = {"WWW-Authenticate": "Bearer"}
    if token is None:
        raise Refused(401, "Missing authentication credentials", headers=asking)
    claims = users.bearer(token)
    if claims is None:
        raise Refused(401, "Invalid or expired authentication token", headers=asking)
    found = users.caller(claims)
    if found is None:
        raise Refused(401, "User account is inactive or does not exist", headers=asking)
    return found


def _known(users: Users, token: str | None) -> Caller:
    if token is None:
        raise Refused(401, "Authentication required")
    claims = users.bearer(token)
    if claims is None:
        raise Refused(401, "Invalid or expired token")
    found = users.caller(claims)
    if found is None:
        raise Refused(401, "User not found or inactive")
    return found


# What belongs to somebody


def owns(caller: Caller, user_id: str) -> bool:
    """Whether something is the caller's, or the caller may do everything."""
    return caller.is_admin or user_id == caller.user_id


def sees_board(caller: Caller, board: Board) -> bool:
    """Whether the caller may look at a board."""
    return owns(caller, board.user_id) or board.visibility != "private"


def fills_board(caller: Caller, board: Board) -> bool:
    """Whether the caller may pin something to a board."""
    return owns(caller, board.user_id) or board.visibility == "public"


def check_board_is_seen(boards: Boards, caller: Caller, board_id: str) -> None:
    """Refuse to list a board that the caller must not see."""
    if caller.is_admin:
        return
    board = boards.get(board_id)
    if board is None:
        raise Refused(404, "Board not found")
    if not sees_board(caller, board):
        raise Refused(403, "Not authorized to access this board")


def check_upload(boards: Boards, caller: Caller, board_id: str) -> None:
    """Refuse to put something on a board that is not there or that the caller may not fill."""
    _check_fills(boards, caller, board_id, "Not authorized to upload to this board")


def check_filling(boards: Boards, caller: Caller, board_id: str) -> None:
    """Refuse to change what is on a board that is not there or that the caller may not fill."""
    _check_fills(boards, caller, board_id, "Not authorized to modify this board")


def _check_fills(boards: Boards, caller: Caller, board_id: str, refusal: str) -> None:
    board = boards.get(board_id)
    if board is None:
        raise Refused(404, "Board not found")
    if not fills_board(caller, board):
        raise Refused(403, refusal)


def sees_item(boards: Boards, caller: Caller, name: str, item: Picture | Video | None) -> bool:
    """Whether the caller may look at a picture or video of a name: at their own, and at those on boards that are
    shared.
    """
    if caller.is_admin or (item and item.user_id == caller.user_id):
        return True
    board = boards.get(boards.of(name) or "")
    return board is not None and board.visibility != "private"


def check_image_is_seen(state: State, caller: Caller, name: str) -> None:
    """Refuse what is about a picture that the caller may not look at, or, but for administrators, that is not there."""
    picture = state.pictures.get(name)
    if not sees_item(state.boards, caller, name, picture):
        raise Refused(403 if picture else 404, "Not authorized to access this image" if picture else "Image not found")


def changes_item(boards: Boards, caller: Caller, name: str, item: Picture | Video | None) -> bool:
    """Whether the caller may change a picture or video of a name: their own, those on their boards and on public
    ones.
    """
    if caller.is_admin or (item and item.user_id == caller.user_id):
        return True
    board = boards.get(boards.of(name) or "")
    return board is not None and fills_board(caller, board)
