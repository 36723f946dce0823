"""The users of a multi-user server."""

from __future__ import annotations

from invokegraph.transport.record import Record
from invokegraph.transport.repository import Repository, given, part


class UserRecord(Record):
    """A user as the server lists them. Whatever else the server says is there too: `user.last_login_at`."""

    __slots__ = ()

    @property
    def user_id(self) -> str:
        """What the server calls them."""
        return self._text("user_id")

    @property
    def email(self) -> str:
        """The address that they log in with."""
        return self._text("email")

    @property
    def is_admin(self) -> bool:
        """Whether they may do everything."""
        return self.get("is_admin") is True


class UserRepository(Repository):
    """The users of a multi-user server; reach it as `client.user_repo`. Other users are for administrators."""

    def get_status(self) -> Record:
        """Whether the server knows users, under `multiuser_enabled`, and whether it waits for the first one."""
        return Record(self._object("GET", "/auth/status"))

    def get_me(self) -> UserRecord:
        """The user whose token this client sends."""
        return UserRecord(self._object("GET", "/auth/me"))

    def update_me(
        self, *, display_name: str | None = None, current_password: str | None = None, new_password: str | None = None
    ) -> UserRecord:
        """Change one's own name or password; what is left out stays. A new password ends all tokens of before."""
        changes = {
            "display_name": display_name,
            "current_password": current_password,
            "new_password": new_password,
        }
        return UserRecord(self._object("PATCH", "/auth/me", json=given(changes)))

    def list_users(self) -> list[UserRecord]:
        """All users."""
        return [UserRecord(user) for user in self._objects("GET", "/auth/users")]

    def get_user(self, user_id: str) -> UserRecord:
        """One user."""
        return UserRecord(self._object("GET", f"/auth/users/{part(user_id)}"))

    def create_user(
        self, email: str, password: str, *, display_name: str | None = None, is_admin: bool = False
    ) -> UserRecord:
        """Make a user.

        Args:
            email: The address that they log in with.
            password: Their first password; `generate_password` makes a good one.
            display_name: The name that others see.
            is_admin: Whether they may do everything.
        """
        body = {"email": email, "password": password, "display_name": display_name, "is_admin": is_admin}
        return UserRecord(self._object("POST", "/auth/users", json=given(body)))

    def update_user(
        self,
        user_id: str,
        *,
        display_name: str | None = None,
        password: str | None = None,
        is_admin: bool | None = None,
        is_active: bool | None = None,
    ) -> UserRecord:
        """Change a user; what is left out stays as it is.

        Args:
            user_id: The user.
            display_name: The name that others see.
            password: A new password, which ends all their tokens of before.
            is_admin: Whether they may do everything.
            is_active: Whether they may log in.

        Raises:
            RequestRefused: Nobody would be left who may do everything (400).
        """
        changes = {
            "display_name": display_name,
            "password": password,
            "is_admin": is_admin,
            "is_active": is_active,
        }
        return UserRecord(self._object("PATCH", f"/auth/users/{part(user_id)}", json=given(changes)))

    def delete_user(self, user_id: str) -> None:
        """Delete a user.

        Raises:
            RequestRefused: Nobody would be left who may do everything (400).
        """
        self._http.request("DELETE", f"/auth/users/{part(user_id)}")

    def generate_password(self) -> str:
        """A password that nobody guesses."""
        return str(self._object("GET", "/auth/generate-password").get("password"))
