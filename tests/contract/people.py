"""The users of a server where people log in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

import requests

from tests.contract.asking import Asking
from tests.live.servers import ADMIN

if TYPE_CHECKING:
    from types import TracebackType

PASSWORD = "Contract-1"


class People:
    """The administrator, and the users that a test has made; those go when it ends."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._asking: list[Asking] = []
        self._users: list[str] = []
        self.admin = self.logged_in(*ADMIN)

    def log_in(self, email: str, password: str, **more: Any) -> requests.Response:
        body = {"email": email, "password": password, **more}
        return requests.post(f"{self.url}/api/v1/auth/login", json=body, timeout=60)

    def logged_in(self, email: str, password: str) -> Asking:
        answer = self.log_in(email, password)
        assert answer.status_code == 200, answer.text
        return self.asking(answer.json()["token"])

    def asking(self, token: str = "") -> Asking:
        asking = Asking(self.url, token)
        self._asking.append(asking)
        return asking

    def user(self, **more: Any) -> dict[str, Any]:
        body = {"email": f"{uuid4()}@example.com", "password": PASSWORD, **more}
        answer = self.admin("POST", "/api/v1/auth/users", json=body)
        assert answer.status_code == 201, answer.text
        self._users.append(answer.json()["user_id"])
        return answer.json()

    def new(self, **more: Any) -> Asking:
        """A user, logged in."""
        return self.logged_in(self.user(**more)["email"], PASSWORD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for asking in self._asking[::-1]:
            asking.__exit__(kind, error, traceback)
        for user in self._users:
            requests.delete(
                f"{self.url}/api/v1/auth/users/{user}",
                headers={"Authorization": f"Bearer {self.admin.token}"},
                timeout=60,
            )
