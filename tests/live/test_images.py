"""Images on a running server."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from PIL import Image

from invokegraph import Graph, InvokeAIClient
from invokegraph.transport import ImageRecord, NotFound, RequestRefused
from nodes_catalog import BlankImage

from .pictures import png, png_size
from .workflows import workflow

if TYPE_CHECKING:
    from invokegraph.transport import BoardHandle

pytestmark = pytest.mark.live
METADATA = {"positive_prompt": "a lighthouse ☂", "seed": 7, "unknown": {"of the future": [None, 1]}}
GRAPH = {"id": "g", "nodes": {"add": {"id": "add", "type": "add", "a": 1, "b": 2}}, "edges": []}


@pytest.fixture
def names(board: BoardHandle) -> list[str]:
    return [board.upload_image(png(colour=(shade, 0, 0))).image_name for shade in (10, 20, 30)]


def test_whatever_can_be_uploaded(client: InvokeAIClient, board: BoardHandle, tmp_path: Path) -> None:
    data = png(24, 16)
    path = tmp_path / "ein Bild ☂.png"
    path.write_bytes(data)
    jpeg = io.BytesIO()
    Image.new("RGB", (24, 16)).save(jpeg, format="JPEG")
    with path.open("rb") as file:
        for source in (path, str(path), data, memoryview(data), file, Image.open(path), jpeg.getvalue()):
            image = board.upload_image(source)
            assert (image.width, image.height, image.board_id) == (24, 16, board.board_id)
            assert (image.image_category, image.image_origin, image.is_intermediate) == ("user", "external", False)
            assert png_size(client.image_repo.download_image(image.image_name)) == (24, 16)
    with pytest.raises(RequestRefused, match=r"415 .*: Failed to read image"):
        board.upload_image(b"no picture")
    with pytest.raises(NotFound, match="Board not found"):
        client.image_repo.upload_image(data, board_id=str(uuid4()))


def test_upload_options(client: InvokeAIClient, board: BoardHandle) -> None:
    image = client.image_repo.upload_image(
        png(64, 32),
        board_id=board.board_id,
        image_category="mask",
        is_intermediate=True,
        session_id="a session",
        metadata=METADATA,
        resize_to=(16, 24),
        crop_visible=True,
    )
    assert (image.width, image.height, image.image_category) == (16, 24, "mask")
    assert (image.is_intermediate, image.session_id) == (True, "a session")
    assert client.image_repo.get_image_metadata(image.image_name) == METADATA
    uncategorised = client.image_repo.upload_image(png(), board_id="none")
    assert uncategorised["board_id"] is None
    client.image_repo.delete_image(uncategorised.image_name)


def test_what_a_picture_holds_is_kept(client: InvokeAIClient, board: BoardHandle) -> None:
    holds = png(invokeai_metadata=METADATA, invokeai_workflow=workflow("w"), invokeai_graph=GRAPH)
    name = board.upload_image(holds).image_name
    images = client.image_repo
    assert images.get_image_metadata(name) == METADATA
    assert images.get_image_workflow(name) == workflow("w")
    assert images.get_image_graph(name) == GRAPH
    assert images.get_image(name).has_workflow is True
    plain = board.upload_image(png()).image_name
    assert images.get_image_metadata(plain) is images.get_image_workflow(plain) is images.get_image_graph(plain) is None


def test_the_graph_of_an_image_is_a_graph(client: InvokeAIClient) -> None:
    node = BlankImage(width=64, height=64, use_cache=False)
    (picture,) = client.run(Graph(node), timeout=60).images(node)
    kept = client.image_repo.get_image_graph(picture.name)
    assert kept is not None
    assert Graph.from_dict(kept).problems() == []
    client.image_repo.delete_image(picture.name)


def test_records_and_urls_are_read(client: InvokeAIClient, board: BoardHandle, names: list[str]) -> None:
    images = client.image_repo
    assert images.get_image(names[0]).image_name == names[0]
    assert [image.image_name for image in images.get_images([names[2], "unknown.png", names[0]])] == [
        names[2],
        names[0],
    ]
    assert images.get_image_urls(names[0]).image_url == f"api/v1/images/i/{names[0]}/full"
    with pytest.raises(NotFound) as caught:
        images.get_image("unknown.png")
    assert caught.value.status == 404
    assert isinstance(caught.value, LookupError)


def test_lists_and_pages(client: InvokeAIClient, board: BoardHandle, names: list[str]) -> None:
    images = client.image_repo
    page = images.list_images(board_id=board.board_id, limit=2)
    assert [image.image_name for image in page] == names[:0:-1]
    assert (len(page), page.total, page.has_more) == (2, 3, True)
    last = images.list_images(board_id=board.board_id, limit=2, offset=2)
    assert ([image.image_name for image in last], last.has_more) == ([names[0]], False)
    oldest = images.list_images(board_id=board.board_id, descending=False, categories=["user"], origin="external")
    assert [image.image_name for image in oldest] == names
    assert images.list_images(board_id=board.board_id, categories=["mask"]).total == 0
    assert images.list_images(board_id=board.board_id, is_intermediate=True).total == 0
    assert [image.image_name for image in images.iter_images(board_id=board.board_id)] == names[::-1]
    assert images.list_item_names(board_id=board.board_id, descending=False) == names
    items = images.list_items(board_id=board.board_id, limit=1)
    assert (items[0].kind, items[0].name, items.total) == ("image", names[2], 3)
    with pytest.raises(RequestRefused, match=r"limit: .*less than or equal to 1000"):
        images.list_images(limit=1001)


def test_pictures_are_searched_by_their_prompt(client: InvokeAIClient, board: BoardHandle) -> None:
    word = f"word{uuid4().hex}"
    name = board.upload_image(png(), metadata={"positive_prompt": f"a {word}"}).image_name
    assert [image.image_name for image in client.image_repo.list_images(search_term=word)] == [name]
    assert client.image_repo.list_item_names(search_term=word) == [name]


def test_starred_pictures_come_first(client: InvokeAIClient, board: BoardHandle, names: list[str]) -> None:
    images = client.image_repo
    starred = images.star_images([*names[:2], "unknown.png"])
    assert (sorted(starred.starred_images), starred.failed_images) == (sorted(names[:2]), [])
    assert [image.image_name for image in images.list_images(board_id=board.board_id)] == [names[1], names[0], names[2]]
    newest = images.list_images(board_id=board.board_id, starred_first=False)
    assert [image.image_name for image in newest] == names[::-1]
    assert images.unstar_images(names[0]).unstarred_images == [names[0]]
    assert [image.starred for image in images.get_images(names)] == [False, True, False]


def test_a_picture_is_changed(client: InvokeAIClient, names: list[str]) -> None:
    changed = client.image_repo.update_image(names[0], image_category="control", starred=True)
    assert (changed.image_category, changed.starred, changed.is_intermediate) == ("control", True, False)
    with pytest.raises(RequestRefused, match="400"):
        client.image_repo.update_image("unknown.png", starred=True)


def test_thumbnails_and_files(client: InvokeAIClient, board: BoardHandle, names: list[str], tmp_path: Path) -> None:
    images = client.image_repo
    big = board.upload_image(png(512, 512)).image_name
    with Image.open(io.BytesIO(images.download_image(big, full_resolution=False))) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (256, 256))
    saved = images.save_image(big, tmp_path)
    assert (saved, png_size(saved.read_bytes())) == (tmp_path / big, (512, 512))
    assert images.save_image(big, tmp_path / "x.webp", full_resolution=False).read_bytes()[8:12] == b"WEBP"
    paths = images.save_images([*names, names[0]], tmp_path / "new" / "folder", at_once=2)
    assert [path.name for path in paths] == names
    assert [Image.open(path).getpixel((0, 0)) for path in paths] == [(10, 0, 0), (20, 0, 0), (30, 0, 0)]
    with pytest.raises(NotFound):
        images.save_images([names[0], "unknown.png"], tmp_path)
    assert not (tmp_path / "unknown.png").exists()
    assert not list(tmp_path.rglob("*.part"))


def test_moving_and_deleting(client: InvokeAIClient, board: BoardHandle, names: list[str]) -> None:
    images, other = client.image_repo, client.board_repo.create_board("another")
    assert sorted(images.move_images(names[:2], other.board_id).added_images) == sorted(names[:2])
    assert sorted(other.list_images()) == sorted(names[:2])
    assert images.move_images(names[0], "none").removed_images == [names[0]]
    assert images.get_image(names[0]).board_id == "none"
    assert images.delete_image(names[0]).deleted_images == [names[0]]
    assert images.delete_images([names[1], names[1], "unknown.png"]).deleted_images == [names[1]]
    assert images.get_images(names) == [images.get_image(names[2])]
    with pytest.raises(NotFound):
        images.delete_image(names[0])
    other.delete()


def test_more_than_one_request_takes(client: InvokeAIClient, names: list[str]) -> None:
    many = [f"{number}.png" for number in range(1001)]
    assert client.image_repo.star_images([*many, names[0]]).starred_images == [names[0]]
    assert [image.image_name for image in client.image_repo.get_images([*many, names[0]])] == [names[0]]
    assert client.image_repo.star_images([]).starred_images == []


def test_what_would_disturb_others(alone: InvokeAIClient) -> None:
    images = alone.image_repo
    name = images.upload_image(png()).image_name
    images.upload_image(png(), is_intermediate=True)
    assert images.count_intermediates() == 1
    assert images.delete_intermediates() == 1
    assert images.count_intermediates() == 0
    assert images.delete_uncategorized_images().deleted_images == [name]
    assert list(images.list_images()) == []


def test_an_image_record_is_what_the_server_says(client: InvokeAIClient, names: list[str]) -> None:
    raw = client.request("GET", f"/images/i/{names[0]}").json()
    assert client.image_repo.get_image(names[0]).to_dict() == raw
    assert isinstance(client.image_repo.get_image(names[0]), ImageRecord)
