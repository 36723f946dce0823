"""Models: what is known of them, what belongs to them, and how they are installed."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.contract.asking import Asking, png, until

MODELS = "/api/v2/models"
RELATIONSHIPS = "/api/v1/model_relationships"
ENDED = ("completed", "error", "cancelled")


def safetensors(path: Path, *names: str) -> Path:
    """A file with the tensors of these names, a number each."""
    tensors = {name: {"dtype": "F32", "shape": [1], "data_offsets": [4 * n, 4 * n + 4]} for n, name in enumerate(names)}
    header = json.dumps(tensors).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 4 * len(names))
    return path


def install(ask: Asking, source: str, config: dict | None = None, **query: Any) -> dict[str, Any]:
    """Install, and return the job once it has ended."""
    job = ask.json("POST", f"{MODELS}/install", params={"source": source, "inplace": True, **query}, json=config or {})
    place = f"{MODELS}/install/{job['id']}"
    until(lambda: ask.json("GET", place)["status"] in ENDED)
    return ask.json("GET", place)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return safetensors(tmp_path / f"contract-{uuid4()}.safetensors", f"nothing.{uuid4()}")


@pytest.fixture
def model(ask: Asking, file: Path) -> Iterator[dict[str, Any]]:
    """A model of which nobody knows what it is."""
    job = install(ask, str(file), {"description": "a contract's"})
    assert job["status"] == "completed", job
    yield job["config_out"]
    ask("DELETE", f"{MODELS}/i/{job['config_out']['key']}")


@pytest.fixture
def other(ask: Asking, tmp_path: Path) -> Iterator[dict[str, Any]]:
    path = safetensors(tmp_path / f"other-{uuid4()}.safetensors", f"nothing.{uuid4()}")
    made = install(ask, str(path))["config_out"]
    yield made
    ask("DELETE", f"{MODELS}/i/{made['key']}")


def test_a_file_becomes_a_model(ask: Asking, file: Path, model: dict) -> None:
    assert (model["base"], model["type"], model["format"]) == ("unknown", "unknown", "unknown")
    assert (model["name"], model["description"]) == (file.stem, "a contract's")
    assert (model["path"], model["source"], model["source_type"]) == (str(file), str(file), "path")
    assert model["file_size"] == file.stat().st_size
    assert model["hash"].startswith("blake3:")
    assert ask.json("GET", f"{MODELS}/i/{model['key']}") == model
    assert file.exists()


def test_what_a_job_says(ask: Asking, file: Path, model: dict) -> None:
    (job,) = [job for job in ask.json("GET", f"{MODELS}/install") if job["source"].get("path") == str(file)]
    assert job["source"] == {"path": str(file), "inplace": True, "type": "local"}
    assert (job["status"], job["inplace"], job["local_path"]) == ("completed", True, str(file))
    assert job["bytes"] == job["total_bytes"] == file.stat().st_size
    assert (job["error"], job["error_reason"], job["download_parts"]) == (None, None, [])
    assert job["config_in"]["description"] == "a contract's"
    assert job["config_in"]["source_type"] == "path"
    assert job["config_out"] == model


def test_what_is_told_of_an_installation(ask: Asking, file: Path) -> None:
    ask.listen()
    job = install(ask, str(file), {"name": "told"})

    def told() -> list[tuple[str, dict]]:
        return [
            (name, data) for name, data in ask.events if name.startswith("model_install") and data["id"] == job["id"]
        ]

    until(lambda: len(told()) == 2)
    (started, first), (complete, last) = told()
    assert (started, complete) == ("model_install_started", "model_install_complete")
    assert set(first) == {"timestamp", "id", "source"}
    assert set(last) == {"timestamp", "id", "source", "key", "total_bytes", "config"}
    assert last["config"] == job["config_out"]
    assert last["config"]["name"] == "told"
    ask("DELETE", f"{MODELS}/i/{last['key']}")


def test_the_same_file_once_more(ask: Asking, file: Path, model: dict) -> None:
    job = install(ask, str(file))
    assert (job["status"], job["error_reason"], job["config_out"]) == ("error", "DuplicateModelException", None)
    assert job["error"] == f"A model with path '{file}' is already installed"
    assert job["error_traceback"].startswith("Traceback (most recent call last):\n")


def test_what_is_no_model(ask: Asking, tmp_path: Path) -> None:
    suffixes = ".bin, .ckpt, .gguf, .onnx, .pt, .pth, .safetensors"
    text = tmp_path / "a.txt"
    text.write_text("nothing")
    job = install(ask, str(text))
    assert (job["status"], job["error_reason"]) == ("error", "ValueError")
    assert job["error"] == f"File extension .txt is not a recognized model format. Expected one of: {suffixes}"
    folder = tmp_path / "empty"
    folder.mkdir()
    assert install(ask, str(folder))["error"] == (
        f"No model files or config files found in directory {folder}. Expected to find model files with extensions: "
        f"{suffixes} or config files: config.json, model_index.json"
    )


@pytest.mark.parametrize("source", ["nonsense", "/nonsense/x.safetensors", "a/b/c", "ftp://host/file"])
def test_a_source_that_is_none(ask: Asking, source: str) -> None:
    answer = ask("POST", f"{MODELS}/install", params={"source": source}, json={})
    assert (answer.status_code, answer.json()) == (409, {"detail": f"Unsupported model source: '{source}'"})


def test_an_external_source_that_is_none(ask: Asking) -> None:
    answer = ask("POST", f"{MODELS}/install", params={"source": "external://x"}, json={})
    assert (answer.status_code, answer.json()) == (409, {"detail": "Invalid external model source: 'external://x'"})


def test_a_model_of_others(ask: Asking) -> None:
    name = f"contract-{uuid4()}"
    made = install(ask, f"external://nobody/{name}")["config_out"]
    assert (made["key"], made["base"], made["type"]) == (f"nobody-{name}", "external", "external_image_generator")
    assert (made["path"], made["source_type"], made["hash"]) == (
        f"external://nobody/{name}",
        "external",
        f"external:nobody:{name}",
    )
    assert (made["provider_id"], made["provider_model_id"], made["capabilities"]["modes"]) == (
        "nobody",
        name,
        ["txt2img"],
    )
    assert ask("DELETE", f"{MODELS}/i/{made['key']}").status_code == 204


def test_a_key_has_to_be_a_name(ask: Asking, file: Path) -> None:
    answer = ask("POST", f"{MODELS}/install", params={"source": str(file)}, json={"key": "a/b"})
    assert (answer.status_code, answer.json()) == (
        422,
        {"detail": "Invalid model key 'a/b': it must be a plain filename"},
    )


def test_a_download_from_this_machine(ask: Asking) -> None:
    url = f"http://127.0.0.1:1/{uuid4()}.safetensors"
    job = install(ask, url, inplace=False)
    assert (job["status"], job["source"]) == ("error", {"url": url, "access_token": None, "type": "url"})
    assert job["error_reason"] == "UnsafeDownloadURLException"
    assert job["error"].startswith("Refusing to download from '127.0.0.1': it resolves to a non-public address.")
    restarted = ask("POST", f"{MODELS}/install/{job['id']}/restart_failed")
    assert (restarted.status_code, restarted.json()["status"]) == (201, "error")


@pytest.mark.parametrize("what", ["pause", "resume", "restart_failed"])
def test_a_job_that_has_ended(ask: Asking, file: Path, model: dict, what: str) -> None:
    (job,) = [job for job in ask.json("GET", f"{MODELS}/install") if job["source"].get("path") == str(file)]
    answer = ask("POST", f"{MODELS}/install/{job['id']}/{what}")
    assert (answer.status_code, answer.json()["status"]) == (201, "completed")


@pytest.mark.parametrize(
    ("method", "what", "status"),
    [
        ("GET", "", 404),
        ("DELETE", "", 415),
        ("POST", "/pause", 415),
        ("POST", "/resume", 415),
        ("POST", "/restart_failed", 415),
    ],
)
def test_a_job_that_there_is_not(ask: Asking, method: str, what: str, status: int) -> None:
    answer = ask(method, f"{MODELS}/install/987654321{what}")
    assert (answer.status_code, answer.json()) == (status, {"detail": "No job with id 987654321 known"})


def test_what_is_in_a_folder(ask: Asking, file: Path, model: dict) -> None:
    (file.parent / "notes.txt").write_text("nothing")
    free = safetensors(file.parent / "free.safetensors", "x")
    found = ask.json("GET", f"{MODELS}/scan_folder", params={"scan_path": str(file.parent)})
    assert sorted(found, key=lambda each: each["path"]) == [
        {"path": str(file), "is_installed": True},
        {"path": str(free), "is_installed": False},
    ]


@pytest.mark.parametrize(("query", "named"), [({}, "None"), ({"scan_path": "/nonsense"}, "/nonsense")])
def test_a_folder_that_there_is_not(ask: Asking, query: dict, named: str) -> None:
    answer = ask("GET", f"{MODELS}/scan_folder", params=query)
    assert (answer.status_code, answer.json()) == (400, {"detail": f"The search path '{named}' could not be scanned"})


def test_changing_a_model(ask: Asking, model: dict) -> None:
    path = f"{MODELS}/i/{model['key']}"
    changed = ask.json("PATCH", path, json={"name": "other", "description": None})
    assert changed == {**model, "name": "other", "description": None}
    assert ask.json("PATCH", path, json={"key": model["key"]}) == changed
    answer = ask("PATCH", path, json={"key": "other"})
    assert (answer.status_code, answer.json()) == (422, {"detail": "A model's key cannot be changed"})
    assert ask("PATCH", path, json={"type": "nonsense"}).status_code == 422
    assert ask("PATCH", path, json={"type": "vae"}).status_code == 409
    assert ask.json("GET", path) == changed


def test_making_it_a_model_of_another_kind(ask: Asking, model: dict) -> None:
    changes = {"base": "sd-1", "type": "lora", "format": "lycoris", "trigger_phrases": ["word"]}
    changed = ask.json("PATCH", f"{MODELS}/i/{model['key']}", json=changes)
    assert set(changed) == {*model, "trigger_phrases", "default_settings"}
    assert (changed["type"], changed["trigger_phrases"], changed["default_settings"]) == ("lora", ["word"], None)


def test_looking_anew_at_a_model(ask: Asking, model: dict) -> None:
    assert ask.json("POST", f"{MODELS}/i/{model['key']}/reidentify") == model
    answer = ask.json("POST", f"{MODELS}/i/bulk_reidentify", json={"keys": [model["key"], "nonsense"]})
    assert answer == {"succeeded": [model["key"]], "failed": [{"key": "nonsense", "error": "model not found"}]}


def test_deleting_models(ask: Asking, model: dict, file: Path) -> None:
    answer = ask.json("POST", f"{MODELS}/i/bulk_delete", json={"keys": [model["key"], "nonsense"]})
    assert answer == {"deleted": [model["key"]], "failed": [{"key": "nonsense", "error": "model not found"}]}
    assert ask("DELETE", f"{MODELS}/i/{model['key']}").status_code == 404
    assert file.exists()


def test_what_cannot_be_converted(ask: Asking, model: dict) -> None:
    answer = ask("PUT", f"{MODELS}/convert/{model['key']}")
    assert answer.status_code == 400
    assert answer.json() == {"detail": f"The model with key {model['key']} is not a main SD 1/2/XL checkpoint model."}
    assert ask("PUT", f"{MODELS}/convert/nonsense").status_code == 424


@pytest.mark.parametrize(
    ("method", "what"), [("PATCH", ""), ("DELETE", ""), ("POST", "/reidentify"), ("PATCH", "/image")]
)
def test_a_model_that_there_is_not(ask: Asking, method: str, what: str) -> None:
    sent: dict[str, Any] = {"files": {"image": ("a.png", png(), "image/png")}} if what == "/image" else {"json": {}}
    answer = ask(method, f"{MODELS}/i/nonsense{what}", **sent)
    assert (answer.status_code, answer.json()) == (404, {"detail": "model not found"})


def test_the_picture_of_a_model(ask: Asking, model: dict) -> None:
    path = f"{MODELS}/i/{model['key']}"
    assert ask.json("PATCH", f"{path}/image", files={"image": ("a.png", png(), "image/png")}) is None
    answer = ask("GET", f"{path}/image")
    assert (answer.status_code, answer.headers["content-type"], answer.content[8:12]) == (200, "image/png", b"WEBP")
    assert ask.json("GET", path)["cover_image"].startswith(f"api/v2/models/i/{model['key']}/image?")
    for sent, said in (("text/plain", "Not an image"), ("image/png", "Failed to read image")):
        refused = ask("PATCH", f"{path}/image", files={"image": ("a.png", b"x", sent)})
        assert (refused.status_code, refused.json()) == (415, {"detail": said})
    assert ask("DELETE", f"{path}/image").status_code == 204
    answer = ask("DELETE", f"{path}/image")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Model image file not found"})
    assert ask.json("GET", path)["cover_image"] is None


def test_a_picture_that_there_is_not(ask: Asking) -> None:
    answer = ask("GET", f"{MODELS}/i/nonsense/image", headers={"Connection": "close"})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_models_that_belong_together(ask: Asking, model: dict, other: dict) -> None:
    one, two = model["key"], other["key"]
    pair = {"model_key_1": one, "model_key_2": two}
    for _ in range(2):
        assert ask("POST", f"{RELATIONSHIPS}/", json=pair).status_code == 204
    assert ask.json("GET", f"{RELATIONSHIPS}/i/{one}") == [two]
    assert ask.json("GET", f"{RELATIONSHIPS}/i/{two}") == [one]
    both = ask.json("POST", f"{RELATIONSHIPS}/batch", json={"model_keys": [one, two, "nonsense"]})
    assert sorted(both) == sorted([one, two])
    for _ in range(2):
        assert ask("DELETE", f"{RELATIONSHIPS}/", json=pair).status_code == 204
    assert ask.json("GET", f"{RELATIONSHIPS}/i/{one}") == []


def test_a_model_that_is_deleted_belongs_to_none(ask: Asking, model: dict, other: dict) -> None:
    ask("POST", f"{RELATIONSHIPS}/", json={"model_key_1": model["key"], "model_key_2": other["key"]})
    ask("DELETE", f"{MODELS}/i/{model['key']}")
    assert ask.json("GET", f"{RELATIONSHIPS}/i/{other['key']}") == []


@pytest.mark.parametrize(
    ("method", "said"), [("POST", "Cannot relate a model to itself."), ("DELETE", "Cannot unlink a model from itself.")]
)
def test_a_model_does_not_belong_to_itself(ask: Asking, method: str, said: str) -> None:
    answer = ask(method, f"{RELATIONSHIPS}/", json={"model_key_1": "a", "model_key_2": "a"})
    assert (answer.status_code, answer.json()) == (400, {"detail": said})


def test_belonging_to_what_there_is_not(ask: Asking) -> None:
    pair = {"model_key_1": "nonsense", "model_key_2": "other"}
    answer = ask("POST", f"{RELATIONSHIPS}/", json=pair, headers={"Connection": "close"})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_what_hugging_face_is_asked(ask: Asking) -> None:
    assert ask.json("GET", f"{MODELS}/hf_login") in ("valid", "invalid", "unknown")


def test_folders_without_a_model(ask: Asking) -> None:
    assert isinstance(ask.json("GET", f"{MODELS}/sync/orphaned"), list)
    answer = ask.json("DELETE", f"{MODELS}/sync/orphaned", json={"paths": ["nonsense", "../x"]})
    assert answer == {
        "deleted": [],
        "errors": {"nonsense": "error: path does not exist", "../x": "error: path is not under models directory"},
    }


def test_the_models_that_are_proposed(ask: Asking) -> None:
    assert set(ask.json("GET", f"{MODELS}/starter_models")) == {"starter_models", "starter_bundles"}


@pytest.mark.parametrize("order", ["default", "type", "base", "name", "format", "size", "path"])
def test_the_order_of_models(ask: Asking, order: str) -> None:
    up = ask.json("GET", f"{MODELS}/", params={"order_by": order})["models"]
    field = {"default": "type", "size": "file_size"}.get(order, order)
    values = [each[field].lower() if isinstance(each[field], str) else each[field] for each in up]
    assert values == sorted(values)
    down = ask.json("GET", f"{MODELS}/", params={"order_by": order, "direction": "DESC"})["models"]
    assert down[0][field] == up[-1][field]
