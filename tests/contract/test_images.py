"""Pictures: how they come in, what is known of them, and how they go."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from tests.contract.asking import Asking, details, graph, node, outputs, png

IMAGES = "/api/v1/images"
FIELDS = [
    *("image_name", "image_url", "thumbnail_url", "image_origin", "image_category", "width", "height", "created_at"),
    *("updated_at", "deleted_at", "is_intermediate", "session_id", "node_id", "starred", "has_workflow"),
    *("image_subfolder", "board_id"),
]


def made(
    ask: Asking, *more: dict, wires: tuple[str, ...] = (), batch: dict[str, Any] | None = None, **fields: Any
) -> tuple[dict, str]:
    """A session that made a picture, and the picture's name."""
    written = {"width": 24, "height": 16, "use_cache": False, **fields}
    item = ask.run(graph(node("p", "blank_image", **written), *more, wires=wires), **(batch or {}))
    name = outputs(item, "p", "image")[0]["image_name"]
    ask._images.append(name)
    return item, name


def texts(ask: Asking, name: str) -> dict[str, str]:
    return Image.open(io.BytesIO(ask("GET", f"{IMAGES}/i/{name}/full").content)).text


def test_a_picture_that_a_node_made(ask: Asking) -> None:
    item, name = made(ask)
    picture = ask.json("GET", f"{IMAGES}/i/{name}")
    assert list(picture) == FIELDS
    assert (picture["width"], picture["height"], picture["image_category"], picture["image_origin"]) == (
        24,
        16,
        "general",
        "internal",
    )
    assert picture["image_url"] == f"api/v1/images/i/{name}/full"
    assert picture["session_id"] == item["session_id"]
    assert item["session"]["prepared_source_mapping"][picture["node_id"]] == "p"
    assert picture["has_workflow"] is True
    assert picture["is_intermediate"] is picture["starred"] is False
    assert name.endswith(".png")
    assert outputs(item, "p", "width") == [24]


def test_the_file_of_a_picture(ask: Asking) -> None:
    _, name = made(ask, color={"r": 9, "g": 8, "b": 7, "a": 255})
    answer = ask("GET", f"{IMAGES}/i/{name}/full")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "max-age=31536000"
    assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
    image = Image.open(io.BytesIO(answer.content))
    assert (image.size, image.mode, image.getpixel((3, 3))) == ((24, 16), "RGB", (9, 8, 7))
    head = ask("HEAD", f"{IMAGES}/i/{name}/full")
    assert (head.status_code, head.headers["content-type"], head.content) == (200, "image/png", b"")


def test_the_thumbnail_of_a_picture(ask: Asking) -> None:
    _, name = made(ask, width=512, height=256)
    answer = ask("GET", f"{IMAGES}/i/{name}/thumbnail")
    assert answer.headers["content-type"] == "image/webp"
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size) == ("WEBP", (256, 128))


def test_what_a_picture_carries(ask: Asking) -> None:
    item, name = made(ask)
    carried = texts(ask, name)
    assert set(carried) == {"invokeai_graph"}
    assert json.loads(carried["invokeai_graph"])["id"] == item["session"]["graph"]["id"]
    assert json.loads(carried["invokeai_graph"])["nodes"]["p"]["board"] is None
    assert ask.json("GET", f"{IMAGES}/i/{name}/metadata") is None
    assert ask.json("GET", f"{IMAGES}/i/{name}/workflow") == {"workflow": None, "graph": carried["invokeai_graph"]}


def test_metadata_of_a_picture(ask: Asking) -> None:
    _, name = made(ask, metadata={"mood": "calm", "n": 1})
    assert ask.json("GET", f"{IMAGES}/i/{name}/metadata") == {"mood": "calm", "n": 1}
    assert json.loads(texts(ask, name)["invokeai_metadata"]) == {"mood": "calm", "n": 1}


def test_a_workflow_goes_into_the_picture(ask: Asking) -> None:
    workflow = {
        **dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), "x"),
        "exposedFields": [],
        "meta": {"category": "user", "version": "3.0.0"},
        "nodes": [],
        "edges": [],
    }
    item, name = made(ask, batch={"workflow": {**workflow, "id": "a", "more": 1}})
    assert item["workflow"] == workflow
    carried = texts(ask, name)
    assert set(carried) == {"invokeai_workflow", "invokeai_graph"}
    assert json.loads(carried["invokeai_workflow"]) == {**workflow, "form": None}
    assert ask.json("GET", f"{IMAGES}/i/{name}/workflow")["workflow"] == carried["invokeai_workflow"]


def test_an_intermediate_picture(ask: Asking) -> None:
    before = ask.json("GET", f"{IMAGES}/intermediates")
    _, name = made(ask, is_intermediate=True)
    assert ask.json("GET", f"{IMAGES}/i/{name}")["is_intermediate"] is True
    assert ask.json("GET", f"{IMAGES}/intermediates") > before - 50


def test_a_picture_on_a_board(ask: Asking) -> None:
    board = ask.board()["board_id"]
    _, name = made(ask, board={"board_id": board})
    assert ask.json("GET", f"{IMAGES}/i/{name}")["board_id"] == board
    assert ask.json("GET", f"/api/v1/boards/{board}/image_names") == [name]


def test_a_board_that_there_is_not(ask: Asking) -> None:
    item, name = made(ask, board={"board_id": "nonsense"})
    assert item["status"] == "completed"
    assert ask.json("GET", f"{IMAGES}/i/{name}")["board_id"] is None


def test_a_picture_is_loaded_by_a_node(ask: Asking) -> None:
    picture = ask.upload((32, 16))
    resize = node("r", "img_resize", image={"image_name": picture["image_name"]}, width=10, height=12)
    item = ask.run(graph(resize))
    (made_,) = outputs(item, "r", "image")
    ask._images.append(made_["image_name"])
    assert (outputs(item, "r", "width"), outputs(item, "r", "height")) == ([10], [12])
    assert ask.json("GET", f"{IMAGES}/i/{made_['image_name']}")["width"] == 10


def test_a_picture_that_there_is_not_is_not_loaded(ask: Asking) -> None:
    item = ask.run(graph(node("r", "img_resize", image={"image_name": "nonsense.png"})))
    assert (item["status"], item["error_type"]) == ("failed", "ImageRecordNotFoundException")


def test_an_uploaded_picture_is_told_in_full(ask: Asking) -> None:
    picture = ask.upload((30, 20), image_category="user", is_intermediate=True)
    assert list(picture) == FIELDS
    assert (picture["width"], picture["height"], picture["image_category"]) == (30, 20, "user")
    assert (picture["image_origin"], picture["is_intermediate"], picture["has_workflow"]) == ("external", True, False)
    assert picture["session_id"] is picture["node_id"] is picture["board_id"] is None
    assert ask.json("GET", f"{IMAGES}/i/{picture['image_name']}") == picture


def test_uploading_to_a_board(ask: Asking) -> None:
    board = ask.board()["board_id"]
    assert ask.upload(board_id=board)["board_id"] == board
    asked = {"image_category": "general", "is_intermediate": False, "board_id": "nonsense"}
    answer = ask("POST", f"{IMAGES}/upload", params=asked, files={"file": ("a.png", png(), "image/png")})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Board not found"})


def uploaded(ask: Asking, file: bytes, **form: str) -> dict:
    asked = {"image_category": "general", "is_intermediate": False}
    answer = ask("POST", f"{IMAGES}/upload", params=asked, files={"file": ("a.png", file, "image/png")}, data=form)
    assert answer.status_code == 201, answer.text
    ask._images.append(answer.json()["image_name"])
    return answer.json()


def test_an_uploaded_picture_keeps_its_texts(ask: Asking) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("invokeai_metadata", '{"a":1}')
    info.add_text("invokeai_graph", '{"id":"g","nodes":{},"edges":[]}')
    picture = uploaded(ask, png(pnginfo=info))
    assert ask.json("GET", f"{IMAGES}/i/{picture['image_name']}/metadata") == {"a": 1}
    assert picture["has_workflow"] is True
    assert json.loads(ask.json("GET", f"{IMAGES}/i/{picture['image_name']}/workflow")["graph"])["id"] == "g"


WORKFLOW = dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), "") | {
    "exposedFields": [],
    "meta": {"version": "3.0.0", "category": "user"},
    "nodes": [],
    "edges": [],
}


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("invokeai_metadata", "[1]", False),
        ("invokeai_metadata", "null", False),
        ("invokeai_metadata", "a", False),
        ("invokeai_workflow", json.dumps(WORKFLOW), True),
        ("invokeai_workflow", '{"name":"a"}', False),
        ("invokeai_workflow", "[]", False),
        ("invokeai_graph", '{"nodes":{},"edges":[]}', True),
        ("invokeai_graph", '{"nodes":{}}', False),
        ("invokeai_graph", '{"nodes":[],"edges":[]}', False),
    ],
)
def test_an_uploaded_picture_keeps_only_texts_that_are_what_they_are_to_be(
    ask: Asking, key: str, text: str, *, kept: bool
) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text(key, text)
    picture = uploaded(ask, png(pnginfo=info))
    file = ask("GET", f"{IMAGES}/i/{picture['image_name']}/full").content
    assert dict(Image.open(io.BytesIO(file)).info) == ({key: text} if kept else {})
    assert picture["has_workflow"] is (kept and key != "invokeai_metadata")


@pytest.mark.parametrize("metadata", ["[1]", "x", "null"])
def test_metadata_beside_an_uploaded_picture_that_are_none(ask: Asking, metadata: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("invokeai_metadata", '{"a":1}')
    name = uploaded(ask, png(pnginfo=info), metadata=metadata)["image_name"]
    assert ask.json("GET", f"{IMAGES}/i/{name}/metadata") is None


def test_metadata_beside_an_uploaded_picture(ask: Asking) -> None:
    name = uploaded(ask, png(), metadata='{"b":2}')["image_name"]
    assert ask.json("GET", f"{IMAGES}/i/{name}/metadata") == {"b": 2}


def test_numbers_that_json_has_not_are_told_as_null(ask: Asking) -> None:
    name = uploaded(ask, png(), metadata='{"a":NaN,"b":[-Infinity,1]}')["image_name"]
    answer = ask("GET", f"{IMAGES}/i/{name}/metadata")
    assert answer.text == '{"a":null,"b":[null,1]}'


def test_an_uploaded_picture_is_resized(ask: Asking) -> None:
    picture = uploaded(ask, png((32, 32)), resize_to='{"width": 8, "height": 4}')
    assert (picture["width"], picture["height"]) == (8, 4)


@pytest.mark.parametrize(
    "size", ["x", "[]", '{"width": 1}', '{"width": 0, "height": 1}', '{"width": 5000, "height": 5000}']
)
def test_a_size_that_cannot_be(ask: Asking, size: str) -> None:
    asked = {"image_category": "general", "is_intermediate": True}
    answer = ask(
        "POST",
        f"{IMAGES}/upload",
        params=asked,
        files={"file": ("a.png", png(), "image/png")},
        data={"resize_to": size},
    )
    assert (answer.status_code, answer.json()["detail"]) == (400, "Invalid resize_to format or size")


@pytest.mark.parametrize(
    ("kind", "said"), [("text/plain", "Not an image"), ("image/png", "Failed to read image")], ids=["text", "broken"]
)
def test_uploading_what_is_no_picture(ask: Asking, kind: str, said: str) -> None:
    asked = {"image_category": "general", "is_intermediate": True}
    answer = ask("POST", f"{IMAGES}/upload", params=asked, files={"file": ("a", b"abc", kind)})
    assert (answer.status_code, answer.json()) == (415, {"detail": said})


def test_uploading_nothing(ask: Asking) -> None:
    told = details(ask("POST", f"{IMAGES}/upload"))
    assert [each["loc"] for each in told] == [
        ["query", "image_category"],
        ["query", "is_intermediate"],
        ["body", "file"],
    ]


@pytest.mark.parametrize("path", ["", "/full", "/thumbnail", "/metadata", "/workflow"])
def test_a_picture_that_there_is_not(ask: Asking, path: str) -> None:
    answer = ask("GET", f"{IMAGES}/i/nonsense{path}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_urls_of_what_there_is_not(ask: Asking) -> None:
    assert ask.json("GET", f"{IMAGES}/i/nonsense/urls") == {
        "image_name": "nonsense",
        "image_url": "api/v1/images/i/nonsense/full",
        "thumbnail_url": "api/v1/images/i/nonsense/thumbnail",
    }


def test_changing_a_picture(ask: Asking) -> None:
    name = ask.upload()["image_name"]
    picture = ask.json(
        "PATCH", f"{IMAGES}/i/{name}", json={"starred": True, "is_intermediate": True, "image_category": "mask"}
    )
    assert (picture["starred"], picture["is_intermediate"], picture["image_category"]) == (True, True, "mask")
    assert ask.json("GET", f"{IMAGES}/i/{name}")["image_category"] == "mask"
    answer = ask("PATCH", f"{IMAGES}/i/nonsense", json={"starred": True})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Failed to update image"})


@pytest.mark.parametrize(
    ("verb", "field", "starred"), [("star", "starred_images", True), ("unstar", "unstarred_images", False)]
)
def test_starring(ask: Asking, verb: str, field: str, *, starred: bool) -> None:
    name = ask.upload()["image_name"]
    answer = ask.json("POST", f"{IMAGES}/{verb}", json={"image_names": [name, "nonsense"]})
    assert answer == {"affected_boards": ["none"], field: [name], "failed_images": []}
    assert ask.json("GET", f"{IMAGES}/i/{name}")["starred"] is starred


def test_deleting_a_picture(ask: Asking) -> None:
    board = ask.board()["board_id"]
    name = ask.upload(board_id=board)["image_name"]
    answer = ask.json("DELETE", f"{IMAGES}/i/{name}")
    assert answer == {"affected_boards": [board], "deleted_images": [name], "failed_images": []}
    answer = ask("DELETE", f"{IMAGES}/i/{name}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Image not found"})
    assert ask.json("GET", f"/api/v1/boards/{board}/image_names") == []


def test_deleting_pictures(ask: Asking) -> None:
    names = [ask.upload()["image_name"] for _ in range(2)]
    answer = ask.json("POST", f"{IMAGES}/delete", json={"image_names": [*names, "nonsense"]})
    assert sorted(answer["deleted_images"]) == sorted(names)
    assert answer["affected_boards"] == ["none"]


def test_pictures_by_names(ask: Asking) -> None:
    names = [ask.upload()["image_name"] for _ in range(3)]
    found = ask.json("POST", f"{IMAGES}/images_by_names", json={"image_names": [names[2], "nonsense", names[0]]})
    assert [picture["image_name"] for picture in found] == [names[2], names[0]]


@pytest.mark.parametrize("path", ["delete", "star", "unstar", "images_by_names"])
def test_names_are_needed(ask: Asking, path: str) -> None:
    (told,) = details(ask("POST", f"{IMAGES}/{path}", json={}))
    assert (told["type"], told["loc"]) == ("missing", ["body", "image_names"])


def on_board(ask: Asking) -> tuple[str, list[str]]:
    board = ask.board()["board_id"]
    categories = ("general", "mask", "user")
    return board, [ask.upload(board_id=board, image_category=category)["image_name"] for category in categories]


def test_listing_pictures(ask: Asking) -> None:
    board, names = on_board(ask)
    page = ask.json("GET", f"{IMAGES}/", params={"board_id": board})
    assert (page["limit"], page["offset"], page["total"]) == (10, 0, 3)
    assert sorted(picture["image_name"] for picture in page["items"]) == sorted(names)
    page = ask.json("GET", f"{IMAGES}/", params={"board_id": board, "limit": 1, "offset": 2})
    assert (page["total"], len(page["items"])) == (3, 1)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"categories": "mask"}, 1),
        ({"categories": ["mask", "user"]}, 2),
        ({"is_intermediate": False}, 3),
        ({"is_intermediate": True}, 0),
        ({"image_origin": "external"}, 3),
        ({"image_origin": "internal"}, 0),
        ({"search_term": "nonsense"}, 0),
        ({"limit": 0}, 3),
    ],
)
def test_selecting_pictures(ask: Asking, query: dict, count: int) -> None:
    board, _ = on_board(ask)
    assert ask.json("GET", f"{IMAGES}/", params={"board_id": board, **query})["total"] == count


def test_starred_pictures_come_first(ask: Asking) -> None:
    board, names = on_board(ask)
    ask.json("POST", f"{IMAGES}/star", json={"image_names": [names[0]]})
    assert ask.json("GET", f"{IMAGES}/", params={"board_id": board})["items"][0]["image_name"] == names[0]
    listed = ask.json("GET", f"{IMAGES}/names", params={"board_id": board})
    assert (listed["image_names"][0], listed["starred_count"], listed["total_count"]) == (names[0], 1, 3)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"limit": 1001}, "less_than_equal"),
        ({"offset": -1}, "greater_than_equal"),
        ({"categories": "x"}, "enum"),
        ({"order_dir": "x"}, "enum"),
        ({"is_intermediate": "x"}, "bool_parsing"),
    ],
)
def test_what_cannot_be_listed(ask: Asking, query: dict, kind: str) -> None:
    (told,) = details(ask("GET", f"{IMAGES}/", params=query))
    assert told["type"] == kind


def test_what_the_server_has_not_got(ask: Asking) -> None:
    answer = ask("POST", f"{IMAGES}/", json={"width": 8, "height": 8})
    assert (answer.status_code, answer.json()) == (501, {"detail": "Not implemented"})


def test_the_gallery(ask: Asking) -> None:
    board, names = on_board(ask)
    ask.json("POST", f"{IMAGES}/star", json={"image_names": [names[1]]})
    listed = ask.json("GET", "/api/v1/gallery/item_names", params={"board_id": board})
    assert set(listed) == {"item_names", "starred_count", "total_count"}
    assert (listed["item_names"][0], listed["starred_count"], listed["total_count"]) == (names[1], 1, 3)
    page = ask.json("GET", "/api/v1/gallery/items/", params={"board_id": board, "limit": 1})
    assert (page["total"], len(page["items"])) == (3, 1)
    (item,) = page["items"]
    assert set(item) == {
        *("kind", "name", "full_url", "thumbnail_url", "width", "height", "category", "starred", "is_intermediate"),
        *("board_id", "created_at", "duration", "fps"),
    }
    assert (item["kind"], item["name"], item["category"]) == ("image", names[1], "mask")
    today, other = item["created_at"][:10], "2001-01-01"
    for date, count in ((today, 3), (other, 0)):
        found = ask.json("GET", "/api/v1/gallery/item_names", params={"board_id": board, "created_date": date})
        assert found["total_count"] == count
