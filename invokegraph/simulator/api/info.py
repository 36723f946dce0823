"""`/api/v1/app` and `/openapi.json`: the server about itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.answers import UNPROCESSABLE, Refused, invalid
from invokegraph.simulator.rest_schema import components, paths
from invokegraph.simulator.state import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State


def version(_: State, __: Question) -> JSON:
    """The version that is simulated."""
    return {"version": VERSION}


def openapi(_: State, __: Question) -> JSON:
    """The operations and node types, as the server describes them."""
    info = {"title": "Invoke - Community Edition", "version": "1.0.0"}
    return {"openapi": "3.1.0", "info": info, "paths": paths(), "components": {"schemas": components()}}


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
    """The settings: those that something depends on here, and the server's defaults for the others."""
    fixed = {
        "schema_version": "4.0.3",
        "multiuser": state.users.multiuser,
        "device": "cpu",
        "max_queue_size": state.queue.most_pending,
        "node_cache_size": state.cache.status()["max_size"],
    }
    defaults = {name: part.get("default") for name, part in _fields("InvokeAIAppConfig").items()}
    return {"set_fields": sorted(state.settings), "config": {**defaults, **fixed, **state.settings}}


def update_config(state: State, question: Question) -> JSON:
    """Change the settings that can be; others are passed over."""
    given = question.fields()
    changes = {name: given[name] for name in _fields("UpdateAppGenerationSettingsRequest") if name in given}
    for name in ("image_subfolder_strategy", "generation_devices"):
        if name in changes and changes[name] is None:
            raise invalid("value_error", ("body",), f"Value error, {name} may not be null", given)
    devices = changes.get("generation_devices")
    if devices is not None:
        _check_devices(devices)
    state.settings.update(changes)
    return get_config(state, question)


def _check_devices(devices: Any) -> None:
    """Only the processor is there to make pictures on."""
    place = ("body", "generation_devices")
    if devices == "auto":
        return
    if devices == []:
        said = "Value error, generation_devices cannot be an empty list. Use 'auto' or a list of devices."
        raise invalid("value_error", place, said, devices)
    for device in devices:
        if not re.fullmatch(r"cpu|mps|(cuda|xpu)(:\d+)?", device):
            said = (
                f"Value error, Invalid generation device '{device}'. Valid values are 'auto', 'cpu', 'mps', 'cuda', "
                "'cuda:N', 'xpu', or 'xpu:N'."
            )
            raise invalid("value_error", place, said, devices)
        if device != "cpu":
            raise Refused(UNPROCESSABLE, f"Invalid device '{device}'")


def _fields(name: str) -> Mapping[str, JSON]:
    found: Mapping[str, JSON] = components()[name]["properties"]
    return found


def get_log_level(state: State, _: Question) -> int:
    """How much is logged."""
    return state.log_level


def set_log_level(state: State, question: Question) -> int:
    """Log more or less."""
    state.log_level = question.json()
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
    """Remember nothing more; what is remembered is not lost."""
    state.cache.enabled = False


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
]
