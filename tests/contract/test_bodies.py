"""What the server has against bodies that are not what they should be."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.contract.asking import Asking, add, details, graph, png

QUEUE = "/api/v1/queue/default"
BATCH = ["body", "batch"]
NOT_AN_OBJECT = "model_attributes_type"


def told(ask: Asking, method: str, path: str, body: Any) -> list[tuple[str, list[Any]]]:
    return [(each["type"], each["loc"]) for each in details(ask(method, path, json=body))]


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        (None, [("missing", [])]),
        ({"graph": None}, [(NOT_AN_OBJECT, ["graph"])]),
        ({"graph": "x"}, [(NOT_AN_OBJECT, ["graph"])]),
        ({"graph": {"nodes": []}}, [("dict_type", ["graph", "nodes"])]),
        ({"graph": {"edges": {}}}, [("list_type", ["graph", "edges"])]),
        ({"graph": {"id": 3}}, [("string_type", ["graph", "id"])]),
        ({"graph": {"nodes": {"a": None}}}, [(NOT_AN_OBJECT, ["graph", "nodes", "a"])]),
        ({"graph": {"nodes": {"a": {"id": "a"}}}}, [("union_tag_not_found", ["graph", "nodes", "a"])]),
        ({"graph": {"nodes": {"a": {"id": "a", "type": []}}}}, [("union_tag_invalid", ["graph", "nodes", "a"])]),
        (
            {"graph": {"edges": [{}]}},
            [("missing", ["graph", "edges", 0, "source"]), ("missing", ["graph", "edges", 0, "destination"])],
        ),
        ({"graph": {"edges": [None]}}, [(NOT_AN_OBJECT, ["graph", "edges", 0])]),
        ({"graph": {}, "runs": 1.5}, [("int_from_float", ["runs"])]),
        ({"graph": {}, "data": {}}, [("list_type", ["data"])]),
        ({"graph": {}, "data": [None]}, [("list_type", ["data", 0])]),
        (
            {"graph": {}, "data": [[{}]]},
            [("missing", ["data", 0, 0, "node_path"]), ("missing", ["data", 0, 0, "field_name"])],
        ),
        ({"graph": {}, "workflow": "x"}, [(NOT_AN_OBJECT, ["workflow"])]),
        ({"graph": {}, "batch_id": 5, "runs": 0}, [("string_type", ["batch_id"]), ("greater_than_equal", ["runs"])]),
        (
            {"runs": 0, "graph": {"edges": 1, "nodes": 1, "id": 1}, "data": 1, "destination": 1, "origin": 1},
            [
                ("string_type", ["origin"]),
                ("string_type", ["destination"]),
                ("list_type", ["data"]),
                ("string_type", ["graph", "id"]),
                ("dict_type", ["graph", "nodes"]),
                ("list_type", ["graph", "edges"]),
                ("greater_than_equal", ["runs"]),
            ],
        ),
        (
            {"origin": 1, "runs": 0},
            [("string_type", ["origin"]), ("missing", ["graph"]), ("greater_than_equal", ["runs"])],
        ),
        (
            {"graph": {}, "data": [[{"items": 1, "field_name": 1}]]},
            [
                ("missing", ["data", 0, 0, "node_path"]),
                ("string_type", ["data", 0, 0, "field_name"]),
                ("list_type", ["data", 0, 0, "items"]),
            ],
        ),
    ],
    ids=str,
)
def test_the_shape_of_a_batch(ask: Asking, batch: Any, expected: list[tuple[str, list[Any]]]) -> None:
    found = told(ask, "POST", f"{QUEUE}/enqueue_batch", {"batch": batch})
    assert found == [(kind, BATCH + place) for kind, place in expected]


def test_all_that_a_workflow_lacks_is_told(ask: Asking) -> None:
    found = told(ask, "POST", f"{QUEUE}/enqueue_batch", {"batch": {"graph": {}, "workflow": {}}})
    parts = [
        "name",
        "author",
        "description",
        "version",
        "contact",
        "tags",
        "notes",
        "exposedFields",
        "meta",
        "nodes",
        "edges",
    ]
    assert found == [("missing", [*BATCH, "workflow", part]) for part in parts]


def test_what_fits_into_no_sweep(ask: Asking) -> None:
    data = [[{"node_path": "add", "field_name": "a", "items": [None]}]]
    found = [
        each[1][-1] for each in told(ask, "POST", f"{QUEUE}/enqueue_batch", {"batch": {"graph": {}, "data": data}})
    ]
    assert found[:3] == ["str", "float", "int"]
    assert set(found[3:5]) == {"ImageField", "VideoField"}


@pytest.mark.parametrize(
    ("prepend", "kind"), [("maybe", "bool_parsing"), (2, "bool_parsing"), ([], "bool_type")], ids=str
)
def test_prepend_is_a_truth_value(ask: Asking, prepend: object, kind: str) -> None:
    body = {"batch": {"graph": graph(add())}, "prepend": prepend}
    assert told(ask, "POST", f"{QUEUE}/enqueue_batch", body) == [(kind, ["body", "prepend"])]


def test_empty_ids_are_kept(ask: Asking) -> None:
    answer = ask.enqueue(graph(add(), id=""), batch_id="")
    assert (answer["batch"]["batch_id"], answer["batch"]["graph"]["id"]) == ("", "")


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [(b'{"a":', 5, "Expecting value"), (b'{"a" 1}', 5, "Expecting ':' delimiter")],
    ids=["cut off", "no colon"],
)
def test_where_json_is_broken(ask: Asking, body: bytes, place: int, said: str) -> None:
    answer = ask("POST", f"{QUEUE}/enqueue_batch", data=body, headers={"Content-Type": "application/json"})
    (complaint,) = details(answer)
    assert (complaint["type"], complaint["loc"]) == ("json_invalid", ["body", place])
    assert complaint["ctx"] == {"error": said}


@pytest.mark.parametrize("body", [b'{"a": "\xff"}', b"[" * 200_000, b"9" * 5000], ids=["bytes", "depth", "digits"])
def test_json_that_cannot_be_parsed(ask: Asking, body: bytes) -> None:
    answer = ask("POST", f"{QUEUE}/enqueue_batch", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"detail": "There was an error parsing the body"})


def test_json_by_another_name(ask: Asking) -> None:
    body = b'{"batch_ids": []}'
    answer = ask("PUT", f"{QUEUE}/cancel_by_batch_ids", data=body, headers={"Content-Type": "application/x+json"})
    assert answer.json() == {"canceled": 0}
    plain = ask("PUT", f"{QUEUE}/cancel_by_batch_ids", data=body, headers={"Content-Type": "text/plain"})
    assert plain.status_code == 422


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (["x"], [("int_parsing", ["body", 0])]),
        ([1.5, None], [("int_from_float", ["body", 0]), ("int_type", ["body", 1])]),
        ([[], {}], [("int_type", ["body", 0]), ("int_type", ["body", 1])]),
        ({}, [("list_type", ["body"])]),
        (None, [("missing", ["body"])]),
    ],
    ids=str,
)
def test_what_cannot_be_retried(ask: Asking, body: Any, expected: object) -> None:
    answer = ask("PUT", f"{QUEUE}/retry_items_by_id", json=body) if body is not None else None
    answer = answer if answer is not None else ask("PUT", f"{QUEUE}/retry_items_by_id")
    assert [(each["type"], each["loc"]) for each in details(answer)] == expected


def test_numbers_of_items_are_parsed(ask: Asking) -> None:
    number = ask.enqueue(graph(add()))["item_ids"][0]
    for written in (str(number), float(number)):
        (row,) = ask.json("POST", f"{QUEUE}/item_summaries_by_ids", json={"item_ids": [written]})
        assert row["item_id"] == number
    assert ask.json("GET", f"{QUEUE}/i/+{number}.0")["item_id"] == number
    assert details(ask("GET", f"{QUEUE}/i/\u0661"))[0]["type"] == "int_parsing"


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", f"{QUEUE}/items_by_ids", [1], [("missing", "item_ids")]),
        ("POST", f"{QUEUE}/items_by_ids", {"item_ids": None}, [("missing", "item_ids")]),
        ("POST", "/api/v1/images/star", [], [("missing", "image_names")]),
        ("POST", "/api/v1/board_images/", {}, [("missing", "board_id"), ("missing", "image_name")]),
        (
            "POST",
            "/api/v1/board_images/batch",
            {"board_id": 1},
            [("string_type", "board_id"), ("missing", "image_names")],
        ),
    ],
    ids=str,
)
def test_all_that_is_missing_is_told(ask: Asking, method: str, path: str, body: Any, expected: list[Any]) -> None:
    assert told(ask, method, path, body) == [(kind, ["body", name]) for kind, name in expected]


def test_any_number_of_batches_can_be_cancelled(ask: Asking) -> None:
    assert ask.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": ["x"] * 1500}) == {"canceled": 0}


@pytest.mark.parametrize("verb", ["delete", "star", "unstar", "images_by_names"])
def test_names_of_pictures_are_short(ask: Asking, verb: str) -> None:
    found = told(ask, "POST", f"/api/v1/images/{verb}", {"image_names": ["x" * 256]})
    assert found == [("string_too_long", ["body", "image_names", 0])]


def test_a_picture_is_marked_once(ask: Asking) -> None:
    name = ask.upload()["image_name"]
    answer = ask.json("POST", "/api/v1/images/star", json={"image_names": [name, "nobody", name]})
    assert answer["starred_images"] == [name]


def test_pinning_what_there_is_not(ask: Asking) -> None:
    board, name = ask.board()["board_id"], ask.upload()["image_name"]
    pins = "/api/v1/board_images"
    one = ask("POST", f"{pins}/", json={"board_id": board, "image_name": "nobody"})
    assert (one.status_code, one.json()) == (500, {"detail": "Failed to add image to board"})
    some = ask.json("POST", f"{pins}/batch", json={"board_id": board, "image_names": ["nobody", name, name]})
    assert (some["added_images"], some["failed_images"]) == ([name], [])
    some = ask.json("POST", f"{pins}/batch/delete", json={"image_names": ["nobody", name, name]})
    assert (some["removed_images"], some["failed_images"]) == ([name], [])
    one = ask("DELETE", f"{pins}/", json={"image_name": "nobody"})
    assert (one.status_code, one.json()) == (500, {"detail": "Failed to remove image from board"})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"starred": "x"}, [("bool_type", ["body", "starred"])]),
        ({"session_id": 1}, [("string_type", ["body", "session_id"])]),
        ([], [(NOT_AN_OBJECT, ["body"])]),
    ],
    ids=str,
)
def test_what_cannot_be_changed_of_a_picture(ask: Asking, changes: object, expected: object) -> None:
    assert told(ask, "PATCH", "/api/v1/images/i/nobody", changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"board_name": "x" * 301}, [("string_too_long", ["body", "board_name"])]),
        ({"color": "red"}, [("extra_forbidden", ["body", "color"])]),
        ([], [(NOT_AN_OBJECT, ["body"])]),
    ],
    ids=["long name", "unknown", "list"],
)
def test_what_cannot_be_changed_of_a_board(ask: Asking, changes: object, expected: object) -> None:
    assert told(ask, "PATCH", "/api/v1/boards/nobody", changes) == expected


def test_a_cover_that_there_is_not(ask: Asking) -> None:
    board = ask.board()["board_id"]
    answer = ask("PATCH", f"/api/v1/boards/{board}", json={"cover_image_name": "nobody"})
    assert (answer.status_code, answer.json()) == (500, {"detail": "Failed to update board"})


def uploaded(ask: Asking, content: bytes, form: dict[str, str] | None = None, **query: str) -> Any:
    asked = {"image_category": "general", "is_intermediate": "true", **query}
    files = {"file": ("a.png", content, "image/png")}
    answer = ask("POST", "/api/v1/images/upload", params=asked, files=files, data=form)
    if answer.status_code == 201:
        ask("DELETE", f"/api/v1/images/i/{answer.json()['image_name']}")
    return answer


def picture(mode: str, kind: str) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (64, 64)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [picture("CMYK", "JPEG"), picture("F", "TIFF"), png((200, 200))[:-40]],
    ids=["CMYK", "floats", "cut off"],
)
def test_a_picture_that_cannot_be_kept(ask: Asking, content: bytes) -> None:
    answer = uploaded(ask, content)
    assert (answer.status_code, answer.json()) == (500, {"detail": "Failed to create image"})


def test_where_an_uploaded_picture_is(ask: Asking) -> None:
    answer = uploaded(ask, png())
    assert answer.headers["Location"] == answer.json()["image_url"]


def test_the_board_without_a_name_is_none(ask: Asking) -> None:
    assert uploaded(ask, png(), board_id="").status_code == 404
    assert ask.json("GET", "/api/v1/images/", params={"board_id": ""})["total"] == 0


def test_a_file_is_a_file(ask: Asking) -> None:
    asked = {"image_category": "general", "is_intermediate": "true"}
    answer = ask("POST", "/api/v1/images/upload", params=asked, files={"file": (None, "abc")})
    (complaint,) = details(answer)
    assert (complaint["type"], complaint["loc"], complaint["input"]) == ("value_error", ["body", "file"], "abc")


@pytest.mark.parametrize(
    ("size", "status"),
    [('{"width": "8", "height": 8.0}', 201), ('{"width": 8.5, "height": 8}', 400), ("[8, 8]", 400)],
    ids=["parsed", "fraction", "list"],
)
def test_a_size_is_parsed(ask: Asking, size: str, status: int) -> None:
    assert uploaded(ask, png(), {"resize_to": size}).status_code == status


def test_a_resized_picture_has_an_alpha_channel(ask: Asking) -> None:
    files = {"file": ("a.png", png(), "image/png")}
    asked = {"image_category": "general", "is_intermediate": "true"}
    form = {"resize_to": '{"width": 8, "height": 8}'}
    name = ask.json("POST", "/api/v1/images/upload", params=asked, files=files, data=form)["image_name"]
    file = ask("GET", f"/api/v1/images/i/{name}/full").content
    ask("DELETE", f"/api/v1/images/i/{name}")
    assert Image.open(io.BytesIO(file)).mode == "RGBA"


@pytest.mark.parametrize("path", ["/api/v1/app/version", f"{QUEUE}/status", "/api/v1/images/i/nobody/thumbnail"])
def test_the_head_of_an_operation_is_that_of_the_page(ask: Asking, path: str) -> None:
    answer = ask("HEAD", path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_categories_on_a_board_are_words(ask: Asking) -> None:
    answer = ask("GET", "/api/v1/boards/none/image_names", params={"categories": "zz"})
    assert details(answer)[0]["loc"] == ["query", "categories", 0]


def test_a_graph_may_leave_out_its_nodes(ask: Asking) -> None:
    answer = ask.json("POST", f"{QUEUE}/enqueue_batch", json={"batch": {"graph": {"edges": []}}})
    assert answer["batch"]["graph"]["nodes"] == {}
    assert answer["enqueued"] == 1
