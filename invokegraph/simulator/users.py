"""Who may use the server: its users, their passwords, and the tokens that they show."""

from __future__ import annotations

import binascii
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import scrypt
from threading import RLock
from time import time
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from invokegraph.simulator.records import USER

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.store import Store

DAY: Final = 24 * 60 * 60
_LONG_DAYS: Final = 7
_HEADER: Final = {"alg": "HS256", "typ": "JWT"}
_HIDDEN: Final = "password_hash"
_TOKENS: Final = "tokens"
LAST_ADMIN: Final = "Cannot remove the last administrator"
PROTECTED: Final = "The system user cannot be deleted, deactivated, promoted to administrator, or given a password"


class Unacceptable(ValueError):
    """A user cannot be made, changed or deleted like that."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever makes a request.

    Attributes:
        remember_me: Whether the log-in is to last for a week.
        token_epoch: How often the password had been changed when the token was given.
    """

    user_id: str = USER
    email: str = "system@system.invokeai"
    is_admin: bool = True
    remember_me: bool = False
    token_epoch: int = 0

    @property
    def scope(self) -> str | None:
        """The user whose things alone this caller may change; None for those of everybody."""
        return None if self.is_admin else self.user_id


class Users:
    """All users; where there is only one, that is `system`, whom everything belongs to.

    Args:
        store: Where they are kept.
        multiuser: Whether people have to log in.

    Attributes:
        rows: What is known of each user, by id. A row that was changed is assigned again.
        on_change: Called with the id of each user who may do other things than before.
    """

    def __init__(self, store: Store, *, multiuser: bool) -> None:
        self.multiuser = multiuser
        self.rows = store.values("users", dict[str, Any])
        kept = store.files("secrets")
        if USER not in self.rows:
            with store.transaction():
                self.rows[USER] = _row(USER, "system@system.invokeai", "System", "", is_admin=False)
                kept[_TOKENS] = secrets.token_bytes(32)
        self._store = store
        self._secret = kept[_TOKENS]
        self.on_change: list[Callable[[str], None]] = []
        self._lock = RLock()

    # What is there

    def get(self, user_id: str) -> JSON | None:
        """What is known of a user."""
        return self.rows.get(user_id)

    def active(self, user_id: str) -> JSON | None:
        """What is known of a user who may do anything at all."""
        row = self.rows.get(user_id)
        return row if row and row["is_active"] else None

    def is_admin(self, user_id: str) -> bool:
        """Whether a user may do everything."""
        return not self.multiuser or bool((self.active(user_id) or {}).get("is_admin"))

    def people(self) -> list[JSON]:
        """All users but `system`, new ones first."""
        with self._lock:
            return [row for row in list(self.rows.values())[::-1] if row["user_id"] != USER]

    def has_admin(self) -> bool:
        """Whether there is anybody who may do everything."""
        return bool(self._admins())

    def shown_name(self, user_id: str) -> str | None:
        """What a user is called."""
        row = self.rows.get(user_id)
        return (row["display_name"] or row["email"]) if row else None

    def owner(self, user_id: str) -> JSON:
        """The owner of a queue item, as its fields tell."""
        row = self.rows.get(user_id, {})
        return {"user_display_name": row.get("display_name"), "user_email": row.get("email")}

    def _admins(self) -> list[JSON]:
        return [row for row in self.rows.values() if row["is_admin"] and row["is_active"]]

    # Changing them

    def add(self, email: str, name: str | None, password: str, *, is_admin: bool) -> JSON:
        """A new user.

        Raises:
            Unacceptable: There is one of that address, or the password is empty.
        """
        _check_password(password)
        hashed = _hashed(password)
        with self._lock:
            if any(row["email"] == email for row in self.rows.values()):
                raise Unacceptable(f"User with email {email} already exists")
            row = _row(str(uuid4()), email, name, hashed, is_admin=is_admin)
            self.rows[row["user_id"]] = row
            return row

    def change(self, row: JSON, changes: JSON) -> JSON:
        """Give some fields of a user other values; null leaves one as it is. A new password ends all log-ins.

        Raises:
            Unacceptable: It would leave nobody who may do everything, or the password is empty.
        """
        changes = {name: value for name, value in changes.items() if value is not None}
        if row["user_id"] == USER and (
            "password" in changes or changes.get("is_admin") or changes.get("is_active") is False
        ):
            raise Unacceptable(PROTECTED)
        if "password" in changes:
            _check_password(changes["password"])
            changes[_HIDDEN] = _hashed(changes.pop("password"))
            changes["token_epoch"] = row["token_epoch"] + 1
        with self._lock:
            if changes.get("is_admin") is False or changes.get("is_active") is False:
                self._keep_an_admin(row)
            if changes:
                row |= changes
                row["updated_at"] = _moment()
                self.rows[row["user_id"]] = row
        return row

    def delete(self, row: JSON) -> None:
        """Delete a user.

        Raises:
            Unacceptable: It would leave nobody who may do everything.
        """
        if row["user_id"] == USER:
            raise Unacceptable(PROTECTED)
        with self._lock:
            self._keep_an_admin(row)
            self.rows.pop(row["user_id"], None)

    def _keep_an_admin(self, row: JSON) -> None:
        if [each["user_id"] for each in self._admins()] == [row["user_id"]]:
            raise Unacceptable(LAST_ADMIN)

    def changed(self, user_id: str) -> None:
        """Tell those who want to know that a user may do other things than before."""
        for told in list(self.on_change):
            told(user_id)

    # Logging in

    def log_in(self, email: str, password: str) -> JSON | None:
        """The user of that address, if that is the password."""
        row = next((row for row in self.rows.values() if row["email"] == email and row["user_id"] != USER), None)
        if row is None or not _fits(password, row[_HIDDEN]):
            return None
        row["updated_at"] = _moment()
        row["last_login_at"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self.rows[row["user_id"]] = row
        return row

    def token(self, row: JSON, *, remember_me: bool) -> str:
        """A token for a user."""
        claims = {name: row[name] for name in ("user_id", "email", "is_admin", "token_epoch")}
        expires = {"exp": int(time()) + lifetime(remember_me=remember_me)}
        head, body = _packed(_HEADER), _packed({**claims, "remember_me": remember_me, **expires})
        return f"{head}.{body}.{self._signature(f'{head}.{body}')}"

    def bearer(self, token: str) -> JSON | None:
        """The claims of a token; None for one that is not ours or has expired."""
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(self._signature(signed).encode(), signature.encode("utf-8", "replace")):
            return None
        try:
            claims: JSON = json.loads(_unpacked(signed.partition(".")[2]))
        except (ValueError, binascii.Error):
            return None
        return claims if claims["exp"] > time() else None

    def caller(self, claims: JSON) -> Caller | None:
        """Whom a token stands for: None if the user has gone, may not log in, or has another password now.

        What the user may do is what is known of the user, not what the token says.
        """
        row = self.active(claims["user_id"])
        if row is None or row["user_id"] == USER or row["token_epoch"] != claims["token_epoch"]:
            return None
        known = {name: row[name] for name in ("user_id", "email", "is_admin", "token_epoch")}
        return Caller(**known, remember_me=claims["remember_me"])

    def _signature(self, signed: str) -> str:
        return _text(hmac.digest(self._secret, signed.encode("utf-8", "replace"), "sha256"))

    def __repr__(self) -> str:
        return f"<Users: {len(self.rows)}>"


def lifetime(*, remember_me: bool) -> int:
    """For how many seconds a token is good."""
    return DAY * _LONG_DAYS if remember_me else DAY


def shown(row: JSON) -> JSON:
    """A user as the server writes one."""
    return {name: value for name, value in row.items() if name != _HIDDEN}


def _row(user_id: str, email: str, name: str | None, password_hash: str, *, is_admin: bool) -> JSON:
    moment = _moment()
    return {
        "user_id": user_id,
        "email": email,
        "display_name": name,
        "is_admin": is_admin,
        "is_active": True,
        "created_at": moment,
        "updated_at": moment,
        "last_login_at": None,
        "token_epoch": 0,
        _HIDDEN: password_hash,
    }


def _moment() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "000"


def _check_password(password: str) -> None:
    if not password:
        raise Unacceptable("Password cannot be empty")


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_stretched(password, salt)}"


def _fits(password: str, hashed: str) -> bool:
    salt, _, expected = hashed.partition("$")
    return hmac.compare_digest(_stretched(password, bytes.fromhex(salt)), expected)


def _stretched(password: str, salt: bytes) -> str:
    return scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=2**14, r=8, p=1).hex()


def _packed(value: Any) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
