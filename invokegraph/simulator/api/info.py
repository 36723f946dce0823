"""`/api/v1/app`, `/api/v1/auth/status`, `/api/v2/custom_nodes` and `/openapi.json`: the server about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.answers import Refused, invalid
from invokegraph.simulator.node_types import schemas
from invokegraph.simulator.state import VERSION

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_LEVELS: Final = (0, 10, 20, 30, 40, 50)


def version(_: State, __: Question) -> JSON:
    """The version that is simulated."""
    return {"version": VERSION}


def openapi(_: State, __: Question) -> JSON:
    """The node types, as the server describes them."""
    info = {"title": "Invoke - Community Edition", "version": "1.0.0"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas()}}


def dependencies(_: State, __: Question) -> JSON:
    """The packages that the server runs on."""
    return {}


def has_patchmatch(_: State, __: Question) -> bool:
    """Whether there is PatchMatch."""
    return False


def devices(_: State, __: Question) -> list[JSON]:
    """What pictures are made on."""
    return [{"device": "cpu", "name": "CPU"}]


def get_config(state: State, _: Question) -> JSON:
    """The settings, as far as they mean anything here."""
    fixed = {
        "schema_version": "4.0.3",
        "host": "127.0.0.1",
        "multiuser": False,
        "device": "cpu",
        "pil_compress_level": 1,
        "max_queue_size": state.queue.most_pending,
        "node_cache_size": state.cache.status()["max_size"],
    }
    return {"set_fields": [], "config": {**fixed, **state.settings}}


def update_config(state: State, question: Question) -> JSON:
    """Change the settings that can be."""
    changes = question.fields()
    for name, value in changes.items():
        if name not in ("image_subfolder_strategy", "max_queue_history", "generation_devices"):
            raise invalid("extra_forbidden", ("body", name), "Extra inputs are not permitted", value)
    state.settings.update(changes)
    return get_config(state, question)


def get_log_level(state: State, _: Question) -> int:
    """How much is logged."""
    return state.log_level


def set_log_level(state: State, question: Question) -> int:
    """Log more or less."""
    level = question.json()
    if level not in _LEVELS:
        said = "Input should be 0, 10, 20, 30, 40 or 50"
        raise invalid("enum", ("body",), said, level, {"expected": "0, 10, 20, 30, 40 or 50"})
    state.log_level = level
    return state.log_level


def cache_status(state: State, _: Question) -> JSON:
    """How the cache of nodes is used."""
    return state.cache.status()


def clear_cache(state: State, _: Question) -> None:
    """Forget what nodes gave."""
    state.cache.clear()


def enable_cache(state: State, _: Question) -> None:
    """Remember what nodes give."""
    state.cache.enabled = True


def disable_cache(state: State, _: Question) -> None:
    """Remember nothing."""
    state.cache.enabled = False
    state.cache.clear()


def auth_status(_: State, __: Question) -> JSON:
    """There is one user."""
    flags = dict.fromkeys(("setup_required", "multiuser_enabled", "strict_password_checking"), False)
    return {**flags, "admin_email": None}


def not_signed_in(_: State, __: Question) -> None:
    """There is nobody to be."""
    raise Refused(401, "Missing authentication credentials")


def node_packs(_: State, __: Question) -> JSON:
    """There are no custom nodes."""
    return {"node_packs": [], "custom_nodes_path": "nodes"}


_AT: Final = "/api/v1/app"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/version", version),
    ("GET", "/openapi.json", openapi),
    ("GET", f"{_AT}/app_deps", dependencies),
    ("GET", f"{_AT}/patchmatch_status", has_patchmatch),
    ("GET", f"{_AT}/generation_device_options", devices),
    ("GET", f"{_AT}/runtime_config", get_config),
    ("PATCH", f"{_AT}/runtime_config", update_config),
    ("GET", f"{_AT}/logging", get_log_level),
    ("POST", f"{_AT}/logging", set_log_level),
    ("GET", f"{_AT}/invocation_cache/status", cache_status),
    ("DELETE", f"{_AT}/invocation_cache", clear_cache),
    ("PUT", f"{_AT}/invocation_cache/enable", enable_cache),
    ("PUT", f"{_AT}/invocation_cache/disable", disable_cache),
    ("GET", "/api/v1/auth/status", auth_status),
    ("GET", "/api/v1/auth/me", not_signed_in),
    ("GET", "/api/v2/custom_nodes/", node_packs),
]
