"""`/api/v1/auth`: logging in, and the users."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.access import COOKIE, bearer
from invokegraph.simulator.answers import Answer, Refused
from invokegraph.simulator.users import Unacceptable, lifetime, shown

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_LETTERS: Final = string.ascii_letters + string.digits + string.punctuation
_PASSWORD_LENGTH: Final = 16


def status(state: State, _: Question) -> JSON:
    """Whether people log in, and whether anybody can."""
    many = state.users.multiuser
    return {
        "setup_required": many and not state.users.has_admin(),
        "multiuser_enabled": many,
        "strict_password_checking": False,
        "admin_email": None,
    }


def set_up(state: State, question: Question) -> JSON:
    """Make the first user, who may do everything."""
    email, password, name = _new_user(question)
    if not state.users.multiuser:
        raise Refused(403, "Multiuser mode is disabled. Admin setup is not required in single-user mode.")
    if state.users.has_admin():
        raise Refused(400, "Administrator account already configured")
    return {"success": True, "user": shown(_added(state, email, name, password, is_admin=True))}


def log_in(state: State, question: Question) -> Answer:
    """Give a token to whoever knows a password."""
    email, password, _ = _new_user(question)
    remember_me = bool(question.field("remember_me"))
    if not state.users.multiuser:
        raise Refused(403, "Multiuser mode is disabled. Authentication is not required in single-user mode.")
    row = state.users.log_in(email, password)
    if row is None:
        raise Refused(401, "Incorrect email or password", headers={"WWW-Authenticate": "Bearer"})
    if not row["is_active"]:
        raise Refused(403, "User account is disabled")
    token, seconds = state.users.token(row, remember_me=remember_me), lifetime(remember_me=remember_me)
    return Answer(200, {"token": token, "user": shown(row), "expires_in": seconds}, _cookie(token, seconds))


def log_out(_: State, __: Question) -> Answer:
    """Take the cookie away; the token stays good."""
    return Answer(200, {"success": True}, _cookie('""', 0))


def media_cookie(state: State, question: Question) -> Answer:
    """Give a browser the token as a cookie."""
    token = bearer(question.headers)
    if not state.users.multiuser or token is None:
        return Answer(200, {"success": True})
    return Answer(200, {"success": True}, _cookie(token, lifetime(remember_me=question.caller.remember_me)))


def get_me(state: State, question: Question) -> JSON:
    """Who is asking."""
    return shown(_user(state, question.caller.user_id))


def update_me(state: State, question: Question) -> Answer:
    """Change one's own name or password; all other log-ins end with the old password."""
    wanted, row = question.fields(), _user(state, question.caller.user_id)
    if wanted.get("new_password") is not None:
        if not wanted.get("current_password"):
            raise Refused(400, "Current password is required to set a new password")
        if state.users.log_in(row["email"], wanted["current_password"]) is None:
            raise Refused(400, "Current password is incorrect")
    return _changed(
        state, question, row, {"display_name": wanted.get("display_name"), "password": wanted.get("new_password")}
    )


def generate_password(_: State, __: Question) -> JSON:
    """A password that nobody guesses."""
    while True:
        password = "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))
        if all(any(map(kind, password)) for kind in (str.isupper, str.islower, str.isdigit)):
            return {"password": password}


def list_users(state: State, _: Question) -> list[JSON]:
    """All users."""
    return [shown(row) for row in state.users.people()]


def create_user(state: State, question: Question) -> Answer:
    """A new user."""
    email, password, name = _new_user(question)
    is_admin = bool(question.field("is_admin"))
    return Answer(201, shown(_added(state, email, name, password, is_admin=is_admin)))


def get_user(state: State, question: Question) -> JSON:
    """One user."""
    return shown(_user(state, question.path["user_id"]))


def update_user(state: State, question: Question) -> Answer:
    """Change a user."""
    changes, row = question.fields(), _user(state, question.path["user_id"])
    wanted = ("display_name", "password", "is_admin", "is_active")
    return _changed(state, question, row, {name: changes.get(name) for name in wanted})


def delete_user(state: State, question: Question) -> Answer:
    """Delete a user; what belonged to them stays."""
    row = _user(state, question.path["user_id"])
    try:
        state.users.delete(row)
    except Unacceptable as error:
        raise Refused(400, str(error)) from None
    state.users.changed(row["user_id"])
    return Answer(204)


def _new_user(question: Question) -> tuple[str, str, str | None]:
    return question.field("email"), question.field("password"), question.field("display_name")


def _added(state: State, email: str, name: str | None, password: str, *, is_admin: bool) -> JSON:
    try:
        return state.users.add(email, name, password, is_admin=is_admin)
    except Unacceptable as error:
        raise Refused(400, str(error)) from None


def _changed(state: State, question: Question, row: JSON, changes: JSON) -> Answer:
    before = {name: row[name] for name in ("is_admin", "is_active", "token_epoch")}
    try:
        row = state.users.change(row, changes)
    except Unacceptable as error:
        raise Refused(400, str(error)) from None
    if before != {name: row[name] for name in before}:
        state.users.changed(row["user_id"])
    headers: dict[str, str] = {}
    if row["token_epoch"] != before["token_epoch"] and row["user_id"] == question.caller.user_id and row["is_active"]:
        remember_me = question.caller.remember_me
        token = state.users.token(row, remember_me=remember_me)
        headers = {"X-Refreshed-Token": token, **_cookie(token, lifetime(remember_me=remember_me))}
    return Answer(200, shown(row), headers)


def _user(state: State, user_id: str) -> JSON:
    row = state.users.get(user_id)
    if row is None:
        raise Refused(404, "User not found")
    return row


def _cookie(token: str, seconds: int) -> dict[str, str]:
    return {"Set-Cookie": f"{COOKIE}={token}; HttpOnly; Max-Age={seconds}; Path=/api/v1; SameSite=lax"}


_AT: Final = "/api/v1/auth"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/status", status),
    ("POST", f"{_AT}/setup", set_up),
    ("POST", f"{_AT}/login", log_in),
    ("POST", f"{_AT}/logout", log_out),
    ("POST", f"{_AT}/media-cookie", media_cookie),
    ("GET", f"{_AT}/me", get_me),
    ("PATCH", f"{_AT}/me", update_me),
    ("GET", f"{_AT}/generate-password", generate_password),
    ("GET", f"{_AT}/users", list_users),
    ("POST", f"{_AT}/users", create_user),
    ("GET", f"{_AT}/users/{{user_id}}", get_user),
    ("PATCH", f"{_AT}/users/{{user_id}}", update_user),
    ("DELETE", f"{_AT}/users/{{user_id}}", delete_user),
]
