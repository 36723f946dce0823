"""What clients have a server keep for their user."""

from __future__ import annotations

from invokegraph.transport.repository import Repository

_STATE = "/client_state/default"  # it is the user's, whatever queue stands there


class ClientStateRepository(Repository):
    """Texts by key that a server keeps for its user; reach it as `client.client_state_repo`.

    The GUI keeps its own there.

    Example:
        >>> client.client_state_repo.set_value("my-tool:last", "42")  # doctest: +SKIP
        >>> client.client_state_repo.get_value("my-tool:last")  # doctest: +SKIP
        '42'
    """

    def get_value(self, key: str) -> str | None:
        """The text under a key; None if there is none."""
        value = self._http.json("GET", f"{_STATE}/get_by_key", params={"key": key})
        return None if value is None else str(value)

    def set_value(self, key: str, value: str) -> None:
        """Keep a text under a key, in place of what was there."""
        self._http.request("POST", f"{_STATE}/set_by_key", params={"key": key}, json=value)

    def list_keys(self, prefix: str = "") -> list[str]:
        """The keys that begin with a text."""
        return [str(key) for key in self._list("GET", f"{_STATE}/get_keys_by_prefix", params={"prefix": prefix})]

    def delete_value(self, key: str) -> None:
        """Forget what is under a key."""
        self._http.request("POST", f"{_STATE}/delete_by_key", params={"key": key})

    def delete_all(self) -> None:
        """Forget everything, the settings of the GUI too."""
        self._http.request("POST", f"{_STATE}/delete")
