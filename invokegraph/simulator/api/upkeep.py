"""`/api/v2/custom_nodes`, `/api/v1/image_moves` and `/api/v1/app/external_providers`: what a server is kept up with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.answers import Answer, Refused

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

PROVIDERS: Final = ("alibabacloud", "gemini", "openai", "seedream")
_INVALID: Final = "Invalid node pack name."
_STILL: Final[JSON] = {
    "is_running": False,
    "operation": None,
    "active_job_id": None,
    "latest_job": None,
    "last_error": None,
    "needs_move_count": 0,
}


# Custom nodes


def node_packs(_: State, __: Question) -> JSON:
    """There are no custom nodes."""
    return {"node_packs": [], "custom_nodes_path": "nodes"}


def install_node_pack(_: State, question: Question) -> JSON:
    """Install custom nodes, which fails: code of others is not fetched, let alone run."""
    name = question.field("source").strip().rstrip("/").split("/")[-1].removesuffix(".git")
    said = "Git clone failed: the simulator fetches no nodes" if _is_pack(name) else _INVALID
    nothing = {"workflows_imported": 0, "requires_dependencies": False, "dependency_file": None}
    return {"name": name if _is_pack(name) else "", "success": False, "message": said, **nothing}


def reload_node_packs(_: State, __: Question) -> JSON:
    """Look for custom nodes, of which there are none."""
    return {"status": "Custom nodes reloaded successfully."}


def delete_node_pack(_: State, question: Question) -> JSON:
    """Delete custom nodes, of which there are none."""
    name = question.path["pack_name"]
    said = f"Node pack '{name}' not found." if _is_pack(name) else _INVALID
    return {"name": name, "success": False, "message": said}


def _is_pack(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) is not None


# The folders of pictures


def moves_status(_: State, __: Question) -> JSON:
    """Whether pictures are being moved, which they never are: there are no folders."""
    return _STILL


def start_moves(state: State, _: Question) -> Answer:
    """Move pictures to where they belong."""
    queue = state.queue.status("default")
    if queue["pending"] or queue["in_progress"]:
        raise Refused(409, "Cannot start image move while queue work is active")
    return Answer(202, {**_STILL, "operation": "move_all"})


def recover_moves(_: State, __: Question) -> Answer:
    """Finish moves that were interrupted."""
    return Answer(202, {**_STILL, "operation": "recovery"})


# External providers


def provider_status(state: State, _: Question) -> list[JSON]:
    """Which providers could be used."""
    return [
        {"provider_id": name, "configured": _provider(state, name)["api_key_configured"], "message": None}
        for name in PROVIDERS
    ]


def provider_configs(state: State, _: Question) -> list[JSON]:
    """The settings of the providers, without their keys."""
    return [_provider(state, name) for name in PROVIDERS]


def set_provider(state: State, question: Question) -> JSON:
    """Change the settings of a provider; the key itself is not kept."""
    name, fields = _known(question), question.fields()
    key, url = fields.get("api_key"), fields.get("base_url")
    if key is None and url is None:
        raise Refused(400, "No external provider config fields provided")
    provider = _provider(state, name)
    if key is not None:
        provider["api_key_configured"] = bool(key.strip())
    if url is not None:
        provider["base_url"] = url.strip() or None
    state.providers[name] = provider
    if key is not None and not key.strip():
        _forget_models(state, name)
    return provider


def reset_provider(state: State, question: Question) -> JSON:
    """Forget the settings of a provider, and its models."""
    name = _known(question)
    state.providers.pop(name, None)
    _forget_models(state, name)
    return _provider(state, name)


def _provider(state: State, name: str) -> JSON:
    return dict(state.providers.get(name) or {"provider_id": name, "api_key_configured": False, "base_url": None})


def _known(question: Question) -> str:
    name = question.path["provider_id"]
    if name not in PROVIDERS:
        raise Refused(404, f"Unknown external provider '{name}'")
    return name


def _forget_models(state: State, provider: str) -> None:
    for key in [key for key, model in state.models.items() if model.get("provider_id") == provider]:
        del state.models[key]


_PACKS: Final = "/api/v2/custom_nodes"
_MOVES: Final = "/api/v1/image_moves"
_PROVIDERS: Final = "/api/v1/app/external_providers"
ROUTES: Final[Routes] = [
    ("GET", f"{_PACKS}/", node_packs),
    ("POST", f"{_PACKS}/install", install_node_pack),
    ("POST", f"{_PACKS}/reload", reload_node_packs),
    ("DELETE", f"{_PACKS}/{{pack_name}}", delete_node_pack),
    ("GET", f"{_MOVES}/status", moves_status),
    ("POST", f"{_MOVES}/start", start_moves),
    ("POST", f"{_MOVES}/recover", recover_moves),
    ("GET", f"{_PROVIDERS}/status", provider_status),
    ("GET", f"{_PROVIDERS}/config", provider_configs),
    ("POST", f"{_PROVIDERS}/config/{{provider_id}}", set_provider),
    ("DELETE", f"{_PROVIDERS}/config/{{provider_id}}", reset_provider),
]
