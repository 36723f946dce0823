"""What the server says about itself, and to what it does not know."""

from __future__ import annotations

import pytest

from tests.contract.asking import Asking, add, details, graph


def test_the_version(ask: Asking) -> None:
    answer = ask.json("GET", "/api/v1/app/version")
    assert list(answer) == ["version"]
    assert answer["version"].startswith("6.")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nonsense",
        "/api/v1/nonsense",
        "/api/v1/boards",
        "/api/v2/models",
        "/api/v1/images",
        "/api/v1/queue/default/enqueue_batch",
    ],
)
def test_unknown_paths_give_a_page(ask: Asking, path: str) -> None:
    answer = ask("GET", path, allow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(
            ("POST", "/nonsense"),
            ("PUT", "/api/v1/nonsense"),
            ("POST", "/api/v1/boards"),
            ("DELETE", "/api/v1/app/version"),
        ),
        *(("PATCH", "/api/v1/queue/default/status"), ("OPTIONS", "/api/v1/app/version")),
    ],
)
def test_what_is_no_operation(ask: Asking, method: str, path: str) -> None:
    answer = ask(method, path)
    assert (answer.status_code, answer.json()) == (405, {"detail": "Method Not Allowed"})


def test_the_schema(ask: Asking) -> None:
    schema = ask.json("GET", "/openapi.json")
    assert schema["openapi"] == "3.1.0"
    add_node = schema["components"]["schemas"]["AddInvocation"]
    assert add_node["properties"]["type"]["default"] == "add"
    assert add_node["output"] == {"$ref": "#/components/schemas/IntegerOutput"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/app/patchmatch_status", bool),
        ("/api/v1/app/app_deps", dict),
        ("/api/v1/app/generation_device_options", list),
        ("/api/v1/app/logging", int),
        ("/api/v2/custom_nodes/", dict),
        ("/api/v2/models/missing", dict),
        ("/api/v2/models/install", list),
        ("/api/v2/models/stats", dict),
        ("/api/v1/style_presets/", list),
        ("/api/v1/system_prompts/", list),
        ("/api/v1/workflows/tags", list),
    ],
)
def test_what_kind_of_answer_there_is(ask: Asking, path: str, kind: type) -> None:
    assert isinstance(ask.json("GET", path), kind)


def test_the_settings(ask: Asking) -> None:
    settings = ask.json("GET", "/api/v1/app/runtime_config")
    assert set(settings) == {"set_fields", "config"}
    assert {"max_queue_size", "node_cache_size", "multiuser", "image_subfolder_strategy"} <= set(settings["config"])


def test_the_cache(ask: Asking) -> None:
    ask.run(graph(add()))
    status = ask.json("GET", "/api/v1/app/invocation_cache/status")
    assert set(status) == {"size", "hits", "misses", "enabled", "max_size"}
    assert (status["enabled"], status["max_size"]) == (True, 512)
    ask.run(graph(add()))
    assert ask.json("GET", "/api/v1/app/invocation_cache/status")["hits"] > status["hits"]


def test_there_is_one_user(ask: Asking) -> None:
    assert ask.json("GET", "/api/v1/auth/status")["multiuser_enabled"] is False
    answer = ask("GET", "/api/v1/auth/me")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Missing authentication credentials"})


def test_models(ask: Asking) -> None:
    models = ask.json("GET", "/api/v2/models/")["models"]
    assert {("sd-1", "main"), ("sdxl", "main"), ("sd-1", "lora"), ("sd-1", "controlnet")} <= {
        (m["base"], m["type"]) for m in models
    }
    for model in models:
        assert {
            "key",
            "hash",
            "path",
            "file_size",
            "name",
            "description",
            "base",
            "type",
            "format",
            "source",
            "source_type",
        } <= set(model)
        assert ask.json("GET", f"/api/v2/models/i/{model['key']}") == model


def test_selecting_models(ask: Asking) -> None:
    (one, *_) = ask.json("GET", "/api/v2/models/", params={"model_type": "main", "base_models": "sd-1"})["models"]
    assert (one["type"], one["base"]) == ("main", "sd-1")
    asked = {"model_name": one["name"], "base_models": ["sd-1", "sdxl"], "model_format": one["format"]}
    assert ask.json("GET", "/api/v2/models/", params=asked)["models"] == [one]
    assert ask.json("GET", "/api/v2/models/", params={"model_name": "nonsense"}) == {"models": []}
    found = ask.json("GET", "/api/v2/models/get_by_attrs", params={"name": one["name"], "type": "main", "base": "sd-1"})
    assert found["key"] == one["key"]
    assert ask.json("GET", "/api/v2/models/get_by_hash", params={"hash": one["hash"]})["key"] == one["key"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("i/nonsense", "model not found"),
        ("get_by_attrs?name=n&type=main&base=sd-1", "No model found with these attributes"),
        ("get_by_hash?hash=x", "No model found with this hash"),
    ],
)
def test_a_model_that_there_is_not(ask: Asking, path: str, said: str) -> None:
    answer = ask("GET", f"/api/v2/models/{path}")
    assert (answer.status_code, answer.json()) == (404, {"detail": said})


def test_a_family_that_there_is_not(ask: Asking) -> None:
    (told,) = details(ask("GET", "/api/v2/models/", params={"base_models": "nonsense"}))
    assert (told["type"], told["loc"]) == ("enum", ["query", "base_models", 0])
    assert told["msg"].startswith("Input should be 'any', 'sd-1', ")
