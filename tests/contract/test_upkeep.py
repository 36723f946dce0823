"""Custom nodes, the folders of pictures, external providers and settings: only what disturbs nobody."""

from __future__ import annotations

import pytest

from tests.contract.asking import Asking, details

PACKS = "/api/v2/custom_nodes"
PROVIDERS = "/api/v1/app/external_providers"


def test_the_custom_nodes(ask: Asking) -> None:
    assert set(ask.json("GET", f"{PACKS}/")) == {"node_packs", "custom_nodes_path"}


@pytest.mark.parametrize(
    ("source", "name", "said"),
    [
        ("/nonsense/contract-pack.git", "contract-pack", "Git clone failed: "),
        ("", "", "Invalid node pack name."),
        ("https://host/..", "", "Invalid node pack name."),
    ],
)
def test_nodes_that_cannot_be_installed(ask: Asking, source: str, name: str, said: str) -> None:
    answer = ask.json("POST", f"{PACKS}/install", json={"source": source})
    assert (answer["name"], answer["success"], answer["workflows_imported"]) == (name, False, 0)
    assert (answer["requires_dependencies"], answer["dependency_file"]) == (False, None)
    assert answer["message"].startswith(said)


@pytest.mark.parametrize(
    ("name", "said"), [("nonsense", "Node pack 'nonsense' not found."), ("a b", "Invalid node pack name.")]
)
def test_nodes_that_there_are_not(ask: Asking, name: str, said: str) -> None:
    assert ask.json("DELETE", f"{PACKS}/{name}") == {"name": name, "success": False, "message": said}


def test_moving_pictures(ask: Asking) -> None:
    status = ask.json("GET", "/api/v1/image_moves/status")
    assert set(status) == {"is_running", "operation", "active_job_id", "latest_job", "last_error", "needs_move_count"}


def test_the_providers(ask: Asking) -> None:
    names = ["alibabacloud", "gemini", "openai", "seedream"]
    assert [each["provider_id"] for each in ask.json("GET", f"{PROVIDERS}/status")] == names
    configs = ask.json("GET", f"{PROVIDERS}/config")
    assert [each["provider_id"] for each in configs] == names
    assert set(configs[0]) == {"provider_id", "api_key_configured", "base_url"}


def test_a_provider_that_there_is_not(ask: Asking) -> None:
    path = f"{PROVIDERS}/config/nonsense"
    for answer in (ask("POST", path, json={"base_url": "x"}), ask("DELETE", path)):
        assert (answer.status_code, answer.json()) == (404, {"detail": "Unknown external provider 'nonsense'"})


def test_a_provider_without_a_change(ask: Asking) -> None:
    answer = ask("POST", f"{PROVIDERS}/config/openai", json={})
    assert (answer.status_code, answer.json()) == (400, {"detail": "No external provider config fields provided"})


@pytest.mark.parametrize("name", ["image_subfolder_strategy", "generation_devices"])
def test_a_setting_that_may_not_be_null(ask: Asking, name: str) -> None:
    (told,) = details(ask("PATCH", "/api/v1/app/runtime_config", json={name: None}))
    assert (told["type"], told["loc"], told["msg"]) == ("value_error", ["body"], f"Value error, {name} may not be null")


@pytest.mark.parametrize(
    ("devices", "said"),
    [([], "generation_devices cannot be an empty list."), (["x"], "Invalid generation device 'x'.")],
)
def test_devices_that_there_are_not(ask: Asking, devices: list, said: str) -> None:
    (told,) = details(ask("PATCH", "/api/v1/app/runtime_config", json={"generation_devices": devices}))
    assert told["loc"] == ["body", "generation_devices"]
    assert told["msg"].startswith(f"Value error, {said}")
