"""The server itself: what it runs on, its settings, its cache, and its custom nodes."""

from __future__ import annotations

import json
from typing import Any, Literal

from invokegraph.transport.errors import RequestRefused, UnexpectedAnswer, readable
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Repository, given, part

_NODE_PACKS = "/api/v2/custom_nodes"


class AppRepository(Repository):
    """The server itself; reach it as `client.app_repo`. On a multi-user server most of it is for administrators."""

    def get_dependencies(self) -> dict[str, str]:
        """The Python packages that the server runs with, and their versions."""
        return {name: str(version) for name, version in self._object("GET", "/app/app_deps").items()}

    def has_patchmatch(self) -> bool:
        """Whether infilling by PatchMatch is available."""
        return self._http.json("GET", "/app/patchmatch_status") is True

    def list_devices(self) -> list[Record]:
        """The devices that the server can generate on, each with `device` and `name`."""
        return [Record(device) for device in self._objects("GET", "/app/generation_device_options")]

    def get_config(self) -> Record:
        """The server's settings under `config`, and which of them were set under `set_fields`."""
        return Record(self._object("GET", "/app/runtime_config"))

    def update_config(self, **changes: object) -> Record:
        """Change settings of the running server, and write them to its configuration file.

        Args:
            **changes: New values for `generation_devices`, `image_subfolder_strategy` or `max_queue_history`.

        Raises:
            RequestRefused: A value is not what the server takes.
            ValueError: The server passes over a setting that it does not take here.
        """
        answer = Record(self._object("PATCH", "/app/runtime_config", json=changes))
        ignored = [name for name, value in changes.items() if answer["config"].get(name) != value]
        if ignored:
            raise ValueError(f"the server does not change {', '.join(ignored)} while it runs")
        return answer

    def get_log_level(self) -> int:
        """The least level that the server logs, as Python's logging counts: 10 for debug, 20 for info, and so on."""
        return self._level(self._http.json("GET", "/app/logging"))

    def set_log_level(self, level: Literal[0, 10, 20, 30, 40, 50]) -> int:
        """Change that until the server is started anew, and return it."""
        return self._level(self._http.json("POST", "/app/logging", json=level))

    def get_invocation_cache(self) -> Record:
        """How the cache of node outputs has done: `size`, `max_size`, `hits`, `misses`, and whether it is `enabled`."""
        return Record(self._object("GET", "/app/invocation_cache/status"))

    def clear_invocation_cache(self) -> None:
        """Empty the cache of node outputs."""
        self._http.request("DELETE", "/app/invocation_cache")

    def enable_invocation_cache(self) -> None:
        """Have the server keep node outputs, so that a node with the same inputs does not run again."""
        self._http.request("PUT", "/app/invocation_cache/enable")

    def disable_invocation_cache(self) -> None:
        """Have the server keep no node outputs."""
        self._http.request("PUT", "/app/invocation_cache/disable")

    def list_external_providers(self) -> list[Record]:
        """The services that generate elsewhere, each with `provider_id`, and whether it is `configured`."""
        return [Record(provider) for provider in self._objects("GET", "/app/external_providers/status")]

    def list_external_provider_configs(self) -> list[Record]:
        """Their settings: `api_key_configured` and `base_url`. For administrators."""
        return [Record(provider) for provider in self._objects("GET", "/app/external_providers/config")]

    def set_external_provider(
        self, provider_id: str, *, api_key: str | None = None, base_url: str | None = None
    ) -> Record:
        """Give the server the key or the address of such a service; what is left out stays."""
        body = given({"api_key": api_key, "base_url": base_url})
        return Record(self._object("POST", f"/app/external_providers/config/{part(provider_id)}", json=body))

    def reset_external_provider(self, provider_id: str) -> Record:
        """Have the server forget the key and the address of such a service, and its models."""
        return Record(self._object("DELETE", f"/app/external_providers/config/{part(provider_id)}"))

    def list_node_packs(self) -> list[Record]:
        """The packs of custom nodes, each with `name`, `node_count` and `node_types`."""
        return [Record(mapping(pack)) for pack in self._list_in("GET", f"{_NODE_PACKS}/", "node_packs")]

    def install_node_pack(self, source: str) -> Record:
        """Have the server clone a pack of custom nodes and load it, which runs its code.

        Args:
            source: The URL of a git repository.

        Raises:
            RequestRefused: It could not be installed.
        """
        return self._succeeded("POST", f"{_NODE_PACKS}/install", json={"source": source})

    def uninstall_node_pack(self, name: str) -> Record:
        """Have the server delete a pack of custom nodes.

        Raises:
            RequestRefused: It could not be deleted, or there is none of this name.
        """
        return self._succeeded("DELETE", f"{_NODE_PACKS}/{part(name)}")

    def reload_node_packs(self) -> str:
        """Have the server load packs that lie in its folder and are not loaded yet; returns what it says about it."""
        return str(self._object("POST", f"{_NODE_PACKS}/reload").get("status"))

    def _succeeded(self, method: str, endpoint: str, **kwargs: Any) -> Record:
        """The answer to a request, if it does not say that it failed: the server does so with status 200."""
        response = self._http.request(method, endpoint, **kwargs)
        answer = mapping(json.loads(response.content))
        if answer.get("success") is not True:
            detail = readable(str(answer.get("message")))
            raise RequestRefused(f"{method} {endpoint}: {detail}", detail=detail, response=response)
        return Record(answer)

    def _level(self, answer: object) -> int:
        if not isinstance(answer, int):
            raise UnexpectedAnswer("the server's answer is no log level")
        return answer
