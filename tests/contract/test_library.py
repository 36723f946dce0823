"""Workflows, styles, prompts and values of the editor."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.contract.asking import Asking, details, png

WORKFLOWS = "/api/v1/workflows"
PRESETS = "/api/v1/style_presets"
STATE = "/api/v1/client_state/default"
BODY = {
    **dict.fromkeys(("author", "description", "version", "contact", "tags", "notes"), ""),
    "name": "contract",
    "exposedFields": [],
    "meta": {"category": "user", "version": "3.0.0"},
    "nodes": [],
    "edges": [],
}


@pytest.fixture
def workflow(ask: Asking) -> Iterator[dict[str, Any]]:
    made = ask.json("POST", f"{WORKFLOWS}/", json={"workflow": BODY})
    yield made
    ask("DELETE", f"{WORKFLOWS}/i/{made['workflow_id']}")


def test_a_new_workflow(ask: Asking, workflow: dict[str, Any]) -> None:
    assert list(workflow) == [
        *("workflow_id", "name", "created_at", "updated_at", "opened_at", "user_id", "is_public", "workflow"),
    ]
    assert (workflow["name"], workflow["is_public"], workflow["opened_at"]) == ("contract", True, None)
    assert workflow["workflow"] == {**BODY, "form": None, "id": workflow["workflow_id"]}
    found = ask.json("GET", f"{WORKFLOWS}/i/{workflow['workflow_id']}")
    assert set(found) == {*workflow, "thumbnail_url", "call_saved_workflow_compatibility"}
    assert found["thumbnail_url"] is None


def test_listing_workflows(ask: Asking, workflow: dict[str, Any]) -> None:
    page = ask.json("GET", f"{WORKFLOWS}/", params={"query": "contract", "categories": "user"})
    assert set(page) == {"page", "pages", "per_page", "total", "items"}
    (row,) = [row for row in page["items"] if row["workflow_id"] == workflow["workflow_id"]]
    assert "workflow" not in row
    assert row["category"] == "user"


def test_changing_a_workflow(ask: Asking, workflow: dict[str, Any]) -> None:
    body = {**BODY, "id": workflow["workflow_id"], "name": "other"}
    changed = ask.json("PATCH", f"{WORKFLOWS}/i/whatever", json={"workflow": body})
    assert (changed["workflow_id"], changed["name"]) == (workflow["workflow_id"], "other")
    assert ask.json("GET", f"{WORKFLOWS}/i/{workflow['workflow_id']}")["workflow"]["name"] == "other"


def test_what_is_noted_of_a_workflow(ask: Asking, workflow: dict[str, Any]) -> None:
    path = f"{WORKFLOWS}/i/{workflow['workflow_id']}"
    assert ask.json("PATCH", f"{path}/is_public", json={"is_public": False})["is_public"] is False
    ask.json("PUT", f"{path}/opened_at")
    assert ask.json("GET", path)["opened_at"] is not None


def test_the_picture_of_a_workflow(ask: Asking, workflow: dict[str, Any]) -> None:
    path = f"{WORKFLOWS}/i/{workflow['workflow_id']}"
    assert ask("PUT", f"{path}/thumbnail", files={"image": ("a.png", png(), "image/png")}).status_code == 200
    assert ask("GET", f"{path}/thumbnail").headers["content-type"].startswith("image/")
    assert ask.json("GET", path)["thumbnail_url"].startswith(f"api/v1/workflows/i/{workflow['workflow_id']}/thumbnail")
    assert ask("DELETE", f"{path}/thumbnail").status_code == 200
    answer = ask("PUT", f"{path}/thumbnail", files={"image": ("a.txt", b"x", "text/plain")})
    assert (answer.status_code, answer.json()) == (415, {"detail": "Not an image"})


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_workflow_that_there_is_not(ask: Asking, method: str) -> None:
    answer = ask(method, f"{WORKFLOWS}/i/nonsense")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Workflow not found"})


def test_a_workflow_needs_its_parts(ask: Asking) -> None:
    told = details(ask("POST", f"{WORKFLOWS}/", json={"workflow": {"name": "x"}}))
    assert {
        "type": "missing",
        "loc": ["body", "workflow", "author"],
        "msg": "Field required",
        "input": {"name": "x"},
    } in told


def test_default_workflows_are_not_made(ask: Asking) -> None:
    body = {**BODY, "meta": {"category": "default", "version": "3.0.0"}}
    answer = ask("POST", f"{WORKFLOWS}/", json={"workflow": body})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_counting_workflows(ask: Asking, workflow: dict[str, Any]) -> None:
    counts = ask.json("GET", f"{WORKFLOWS}/counts_by_category", params={"categories": ["user"]})
    assert counts["user"] >= 1
    assert ask.json("GET", f"{WORKFLOWS}/counts_by_tag", params={"tags": ["nonsense"]}) == {"nonsense": 0}


def test_styles(ask: Asking) -> None:
    data = {
        "name": f"contract {uuid4()}",
        "positive_prompt": "{prompt}, oil",
        "negative_prompt": "photo",
        "type": "user",
    }
    made = ask.json("POST", f"{PRESETS}/", files={"data": (None, json.dumps(data))})
    path = f"{PRESETS}/i/{made['id']}"
    assert (made["name"], made["preset_data"]["positive_prompt"], made["image"]) == (
        data["name"],
        "{prompt}, oil",
        None,
    )
    assert ask.json("GET", path) == made
    assert made["id"] in [preset["id"] for preset in ask.json("GET", f"{PRESETS}/")]
    changed = {**data, "name": f"{data['name']} 2"}
    picture = {"data": (None, json.dumps(changed)), "image": ("a.png", png(), "image/png")}
    assert ask.json("PATCH", path, files=picture)["name"] == changed["name"]
    assert ask("GET", f"{path}/image").headers["content-type"].startswith("image/")
    assert ask("DELETE", path).status_code == 200
    assert ask("GET", path).json() == {"detail": "Style preset not found"}


@pytest.mark.parametrize("data", ["{", "{}", "[]"])
def test_a_style_needs_its_parts(ask: Asking, data: str) -> None:
    answer = ask("POST", f"{PRESETS}/", files={"data": (None, data)})
    if data != "[]":  # a list makes the server stumble
        assert (answer.status_code, answer.json()) == (400, {"detail": "Invalid preset data"})


def test_values(ask: Asking) -> None:
    key = f"contract-{uuid4()}"
    assert ask.json("GET", f"{STATE}/get_by_key", params={"key": key}) is None
    assert ask.json("POST", f"{STATE}/set_by_key", params={"key": key}, json="value") == "value"
    assert ask.json("GET", f"{STATE}/get_by_key", params={"key": key}) == "value"
    assert ask.json("GET", f"{STATE}/get_keys_by_prefix", params={"prefix": key[:20]}) == [key]
    ask.json("POST", f"{STATE}/delete_by_key", params={"key": key})
    assert ask.json("GET", f"{STATE}/get_by_key", params={"key": key}) is None


def test_prompts(ask: Asking) -> None:
    path = "/api/v1/system_prompts"
    made = ask.json("POST", f"{path}/", json={"name": f"contract {uuid4()}", "content": "be brief"})
    assert {"name", "content", "id", "user_id", "is_public", "created_at", "updated_at"} == set(made)
    assert ask.json("GET", f"{path}/i/{made['id']}")["content"] == "be brief"
    assert ask.json("PATCH", f"{path}/i/{made['id']}", json={"content": "be long"})["content"] == "be long"
    assert ask("DELETE", f"{path}/i/{made['id']}").status_code < 300
    answer = ask("GET", f"{path}/i/{made['id']}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "System prompt not found"})


def test_the_order_of_workflows(ask: Asking) -> None:
    tag = str(uuid4())
    made = {}
    for name in ("b", "C", "a"):
        body = {**BODY, "name": name, "tags": tag}
        made[name] = ask.json("POST", f"{WORKFLOWS}/", json={"workflow": body})["workflow_id"]
    ask("PUT", f"{WORKFLOWS}/i/{made['C']}/opened_at")

    def listed(order: str, direction: str = "ASC") -> str:
        query = {"tags": tag, "order_by": order, "direction": direction, "categories": "user"}
        return "".join(row["name"] for row in ask.json("GET", f"{WORKFLOWS}/", params=query)["items"])

    try:
        assert listed("name") == "Cab"
        assert listed("name", "DESC") == "baC"
        assert listed("opened_at")[2] == listed("opened_at", "DESC")[0] == "C"
    finally:
        for workflow_id in made.values():
            ask("DELETE", f"{WORKFLOWS}/i/{workflow_id}")


@pytest.mark.parametrize(
    ("term", "is_found"),
    [("CÖNTRACT", True), ("cöntract", False), ("c_NTRACT", True), ("c%t", True), ("c__NTRACT", False)],
)
def test_what_is_looked_for_in_workflows(ask: Asking, term: str, *, is_found: bool) -> None:
    made = ask.json("POST", f"{WORKFLOWS}/", json={"workflow": {**BODY, "name": "cÖntract"}})["workflow_id"]
    try:
        found = ask.json("GET", f"{WORKFLOWS}/", params={"query": term, "categories": "user"})["items"]
        assert (made in [row["workflow_id"] for row in found]) == is_found
    finally:
        ask("DELETE", f"{WORKFLOWS}/i/{made}")


def test_keys_that_begin_with_something(ask: Asking) -> None:
    place, prefix = "/api/v1/client_state/default", f"contract{uuid4().hex}"
    for key in ("-a", "-B", "-a"):
        ask("POST", f"{place}/set_by_key", params={"key": prefix + key}, json="value")
        time.sleep(0.005)
    found = ask.json("GET", f"{place}/get_keys_by_prefix", params={"prefix": prefix.upper()})
    assert found == [f"{prefix}-a", f"{prefix}-B"]
    for key in found:
        ask("POST", f"{place}/delete_by_key", params={"key": key})
