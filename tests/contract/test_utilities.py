"""Templates of prompts, fonts, packed pictures, and styles in files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

from tests.contract.asking import details, graph, outputs, png, until

if TYPE_CHECKING:
    from tests.contract.asking import Asking
    from tests.contract.people import People

PROMPTS = "/api/v1/utilities/dynamicprompts"
PACKED = "/api/v1/images/download"
PRESETS = "/api/v1/style_presets"


@pytest.mark.parametrize(
    ("prompt", "found", "error"),
    [
        ("a {b|c}", ["a b", "a c"], None),
        ("", [""], None),
        ("{2$$a|b|c}", ["a,b", "a,c", "b,a", "b,c", "c,a"], None),
        ("a {{b|c}|d} e", ["a b e", "a c e", "a d e"], None),
        ("a __x__ b", ["a __x__ b"] * 5, None),
        ("{a|__x__}", ["{a|__x__}"], "No values found for wildcard(s): x"),
        ("a {b|", ["a {b|"], "Expected end of text, found '{'  (at char 2), (line:1, col:3)"),
    ],
)
def test_templates_of_prompts(ask: Asking, prompt: str, found: list[str], error: str | None) -> None:
    told = ask.json("POST", PROMPTS, json={"prompt": prompt, "max_prompts": 5})
    assert told == {"prompts": found, "error": error}


def test_prompts_at_random(ask: Asking) -> None:
    told = ask.json("POST", PROMPTS, json={"prompt": "{a|b}", "combinatorial": False, "seed": 1, "max_prompts": 9})
    assert len(told["prompts"]) == 9
    assert set(told["prompts"]) <= {"a", "b"}


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("max_prompts", 0, "greater_than_equal"),
        ("max_prompts", 10_001, "less_than_equal"),
        ("max_prompts", "x", "int_parsing"),
        ("seed", "x", "int_parsing"),
        ("combinatorial", "x", "bool_parsing"),
        ("prompt", 5, "string_type"),
    ],
)
def test_templates_that_are_refused(ask: Asking, field: str, value: object, kind: str) -> None:
    (detail,) = details(ask("POST", PROMPTS, json={"prompt": "a", field: value}))
    assert (detail["type"], detail["loc"], detail["input"]) == (kind, ["body", field], value)


LANGUAGE = [
    ("/api/v1/utilities/expand-prompt", {"prompt": "a"}, "TextLLM"),
    ("/api/v1/utilities/image-to-prompt", {"image_name": "nonsense.png"}, "LLaVA OneVision"),
]


@pytest.mark.parametrize(("path", "body", "kind"), LANGUAGE)
def test_models_that_are_no_language_models(ask: Asking, path: str, body: dict[str, Any], kind: str) -> None:
    ask.listen()
    model = next(model for model in ask.json("GET", "/api/v2/models/")["models"] if model["type"] == "main")
    wrong = f"Model '{model['key']}' is not a {kind} model (got ModelType.Main)"
    for key, status, said, told in (
        (model["key"], 422, wrong, wrong),
        ("nonsense", 404, "Model 'nonsense' not found", "Model not found"),
    ):
        task = str(uuid4())
        answer = ask("POST", path, json={**body, "model_key": key, "task_id": task})
        assert (answer.status_code, answer.json()) == (status, {"detail": said})
        assert (
            told_of(ask, task, 2) == [("llm_task_error", {"task_id": task, "user_id": "system", "error": told})] * 2
        )  # as the user and as the administrator


def told_of(ask: Asking, task: str, count: int) -> list[tuple[str, dict[str, Any]]]:
    def found() -> list[tuple[str, dict[str, Any]]]:
        return [(name, data) for name, data in ask.events if data.get("task_id") == task]

    until(lambda: len(found()) >= count)
    return [(name, {key: value for key, value in data.items() if key != "timestamp"}) for name, data in found()]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (LANGUAGE[0][0], {"prompt": "a"}),
        (LANGUAGE[0][0], {"prompt": "a", "model_key": "b", "max_tokens": 2049}),
        (LANGUAGE[0][0], {"prompt": "a", "model_key": "b", "seed": -1}),
        (LANGUAGE[1][0], {"image_name": "a"}),
        (LANGUAGE[1][0], {"image_name": "a", "model_key": 5}),
    ],
)
def test_questions_to_language_models_that_are_refused(ask: Asking, path: str, body: dict[str, Any]) -> None:
    (detail,) = details(ask("POST", path, json=body))
    assert detail["loc"][0] == "body"


def test_pictures_of_others_are_not_described(people: People) -> None:
    owner, other = people.new(), people.new()
    name = owner.upload()["image_name"]
    for asked, status, said in (
        (name, 403, "Not authorized to access this image"),
        ("nonsense.png", 404, "Image not found"),
    ):
        answer = other("POST", LANGUAGE[1][0], json={"image_name": asked, "model_key": "nonsense"})
        assert (answer.status_code, answer.json()) == (status, {"detail": said})


def test_fonts(ask: Asking) -> None:
    assert "fonts" in ask.json("GET", "/api/v1/utilities/fonts")
    answer = ask("GET", "/api/v1/utilities/fonts/nonsense.ttf")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Font file not found"})


# Packed pictures


def fetched(ask: Asking, name: str) -> dict[str, Any]:
    ends = ("bulk_download_complete", "bulk_download_error")
    return until(
        lambda: [
            {"told": told, **data}
            for told, data in ask.events
            if told in ends and data["bulk_download_item_name"] == name
        ]
    )[0]


def test_pictures_are_packed_and_fetched_once(ask: Asking) -> None:
    ask.listen()
    name = ask.upload()["image_name"]
    answer = ask("POST", PACKED, json={"image_names": [name]})
    file = answer.json()["bulk_download_item_name"]
    assert (answer.status_code, answer.json()) == (202, {"response": None, "bulk_download_item_name": file})
    done = fetched(ask, file)
    assert {key: done[key] for key in done if key != "timestamp"} == {
        "told": "bulk_download_complete",
        "bulk_download_id": "default",
        "bulk_download_item_id": file.removesuffix(".zip"),
        "bulk_download_item_name": file,
        "user_id": "system",
    }
    packed = ask("GET", f"{PACKED}/{file}")
    assert packed.headers["content-type"] == "application/zip"
    with ZipFile(io.BytesIO(packed.content)) as opened:
        assert opened.namelist() == [f"general/{name}"]
        assert opened.read(f"general/{name}") == ask("GET", f"/api/v1/images/i/{name}/full").content
    until(lambda: ask("GET", f"{PACKED}/{file}").status_code == 404)
    again = ask("GET", f"{PACKED}/{file}")
    assert (again.status_code, again.json()) == (404, {"detail": "Not Found"})


def test_the_pictures_of_a_board_are_packed(ask: Asking) -> None:
    ask.listen()
    board = ask.board("contract: ä/b")["board_id"]
    name = ask.upload(board_id=board)["image_name"]
    file = ask.json("POST", PACKED, json={"board_id": board})["bulk_download_item_name"]
    assert file.startswith("contract äb_")
    assert fetched(ask, file)["told"] == "bulk_download_complete"
    with ZipFile(io.BytesIO(ask("GET", f"{PACKED}/{file}").content)) as opened:
        assert opened.namelist() == [f"general/{name}"]


def test_what_cannot_be_packed(ask: Asking) -> None:
    ask.listen()
    for body in ({}, {"image_names": []}):
        answer = ask("POST", PACKED, json=body)
        assert (answer.status_code, answer.json()) == (400, {"detail": "No images or board id specified."})
    answer = ask("POST", PACKED, json={"board_id": "nonsense"}, headers={"Connection": "close"})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    file = ask.json("POST", PACKED, json={"image_names": ["nonsense.png"]})["bulk_download_item_name"]
    failed = fetched(ask, file)
    assert (failed["told"], failed["error"]) == ("bulk_download_error", "Image record not found")
    assert ask("GET", f"{PACKED}/{file}").status_code == 404


def test_packed_pictures_of_others(people: People) -> None:
    owner, other = people.new(), people.new()
    owner.listen()
    name = owner.upload()["image_name"]
    answer = other("POST", PACKED, json={"image_names": [name]})
    assert (answer.status_code, answer.json()) == (403, {"detail": "Not authorized to access this image"})
    file = owner.json("POST", PACKED, json={"image_names": [name]})["bulk_download_item_name"]
    assert fetched(owner, file)["told"] == "bulk_download_complete"
    answer = other("GET", f"{PACKED}/{file}")
    assert (answer.status_code, answer.json()) == (403, {"detail": "Not authorized to access this download"})
    assert owner("GET", f"{PACKED}/{file}").status_code == 200


# Pictures as they are uploaded


@pytest.mark.parametrize("size", ['{"width": 0, "height": 4}', "[4, 4]", "nonsense", '{"width": 9999, "height": 9999}'])
def test_sizes_that_are_refused(ask: Asking, size: str) -> None:
    asked = {"image_category": "general", "is_intermediate": True}
    files = {"file": ("a.png", png(), "image/png")}
    answer = ask("POST", "/api/v1/images/upload", params=asked, files=files, data={"resize_to": size})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Invalid resize_to format or size"})


def test_pictures_get_the_size_that_is_asked_for(ask: Asking) -> None:
    asked = {"image_category": "general", "is_intermediate": True}
    files = {"file": ("a.png", png(), "image/png")}
    size = '{"width": 8, "height": 24}'
    made = ask.json("POST", "/api/v1/images/upload", params=asked, files=files, data={"resize_to": size})
    assert (made["width"], made["height"]) == (8, 24)
    ask("DELETE", f"/api/v1/images/i/{made['image_name']}")


# Styles in files


@pytest.fixture
def marker(ask: Asking) -> Any:
    mark = f"contract {uuid4()}"
    yield mark
    for preset in ask.json("GET", f"{PRESETS}/"):
        if preset["name"].startswith(mark):
            ask("DELETE", f"{PRESETS}/i/{preset['id']}")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text/csv", 'name,prompt,negative_prompt\n{0} a ,"x, {{prompt}}",bad\n{0} b,y,\n'),
        (
            "application/json",
            """[{{"name": "{0} a", "prompt": "x, {{prompt}}", "negative_prompt": "bad"}},
                {{"name": "{0} b", "positive_prompt": "y"}}]""",
        ),
    ],
)
def test_styles_come_in_and_go_out(ask: Asking, marker: str, kind: str, text: str) -> None:
    answer = ask("POST", f"{PRESETS}/import", files={"file": ("styles", text.format(marker, prompt="{prompt}"), kind)})
    assert (answer.status_code, answer.json()) == (200, None)
    found = {p["name"]: p for p in ask.json("GET", f"{PRESETS}/") if p["name"].startswith(marker)}
    assert found[f"{marker} a"]["preset_data"] == {"positive_prompt": "x, {prompt}", "negative_prompt": "bad"}
    assert found[f"{marker} b"]["preset_data"] == {"positive_prompt": "y", "negative_prompt": ""}
    assert {p["type"] for p in found.values()} == {"user"}
    table = ask("GET", f"{PRESETS}/export")
    assert table.headers["content-disposition"] == "attachment; filename=prompt_templates.csv"
    lines = table.text.splitlines()
    assert lines[0] == "name,prompt,negative_prompt"
    assert f'{marker} a,"x, {{prompt}}",bad' in lines


@pytest.mark.parametrize(
    ("kind", "text", "status", "said"),
    [
        ("text/plain", "x", 415, ""),
        ("text/csv", "name,prompt,negative_prompt,more\na,b,c,d\n", 400, "Invalid CSV format"),
        ("text/csv", "prompt\na\n", 400, "Invalid CSV format"),
        ("application/json", "{", 400, "Invalid JSON format"),
        ("application/json", '[{"name": "", "prompt": "b"}]', 400, "Invalid JSON format"),
        ("application/json", '[{"name": 5, "prompt": "b"}]', 400, "Invalid JSON format"),
    ],
)
def test_files_that_hold_no_styles(ask: Asking, kind: str, text: str, status: int, said: str) -> None:
    answer = ask("POST", f"{PRESETS}/import", files={"file": ("styles", text, kind)})
    assert answer.status_code == status
    assert answer.json()["detail"].startswith(said)


def test_a_node_puts_prompts_into_a_style(ask: Asking, marker: str) -> None:
    data = f'{{"name": "{marker}", "positive_prompt": "{{prompt}}, oil {{prompt}}", "negative_prompt": "x", "type": "user"}}'
    made = ask.json("POST", f"{PRESETS}/", files={"data": (None, data)})
    node = {"id": "style", "type": "prompt_template", "style_preset": {"style_preset_id": made["id"]}}
    item = ask.run(graph({**node, "positive_prompt": "a cat", "negative_prompt": "b"}))
    assert outputs(item, "style", "positive_prompt") == ["a cat, oil a cat"]
    assert outputs(item, "style", "negative_prompt") == ["x"]
    unknown = ask.run(graph({**node, "style_preset": {"style_preset_id": "nonsense"}}))
    assert (unknown["error_type"], unknown["error_message"]) == (
        "StylePresetNotFoundError",
        "Style preset with id nonsense not found",
    )
