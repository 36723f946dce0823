from __future__ import annotations

import io
import pickle
import re
from typing import TYPE_CHECKING, Any

import pytest
import urllib3

from invokegraph.transport import (
    ConnectionFailed,
    InvokeAIClient,
    NoOutput,
    Record,
    RequestRefused,
    Result,
    UnexpectedAnswer,
)
from invokegraph.transport.downloads import _came_quickly

from .fake_server import PATIENCE, Answer, FakeQueue, FakeServer, as_json
from .standins import PlainBatch

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG" + bytes(200_000)

LOOP = {
    "results": {
        "range#1": {"type": "integer_collection_output", "collection": [0, 1]},
        "mul#c": {"type": "integer_output", "value": 11},
        "mul#a": {"type": "integer_output", "value": 0},
        "mul#b": {"type": "integer_output", "value": 1},
        "mul#d": {"type": "integer_output", "value": 10},
    },
    "prepared_source_mapping": {"range#1": "range", **{f"mul#{copy}": "mul" for copy in "abcd"}},
    "prepared_iteration_paths": {"range#1": [], "mul#a": [0, 0], "mul#b": [0, 1], "mul#d": [1, 0], "mul#c": [1, 1]},
}
PICTURES = {
    "results": {
        "l2i#1": {"type": "image_output", "image": {"image_name": "a.png"}, "width": 64, "height": 32},
        "mask#1": {"type": "mask_of_the_future", "mask": {"image_name": "b.png"}, "video": {"video_name": "v.mp4"}},
        "all#1": {
            "type": "x",
            "collection": [{"image_name": "a.png"}, {"image_name": "c.png"}, {"image_name": None}, 3],
        },
    },
    "prepared_source_mapping": {"l2i#1": "l2i", "mask#1": "mask", "all#1": "all"},
}


def result_of(client: InvokeAIClient, queue: FakeQueue, *sessions: Any) -> Result:
    run = client.submit(PlainBatch(runs=len(sessions)))
    for item_id, session in zip(run.item_ids, sessions, strict=True):
        queue.items[item_id] |= {"status": "completed", "session": session}
    return run.wait(timeout=PATIENCE)


@pytest.fixture
def result(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> Result:
    for name in "abc":
        server.route("GET", f"/api/v1/images/i/{name}.png/full", Answer(PNG, kind="image/png"))
    return result_of(client, queue, PICTURES, PICTURES)


def test_outputs_in_the_order_of_sessions_and_loops(client: InvokeAIClient, queue: FakeQueue) -> None:
    result = result_of(client, queue, LOOP, LOOP)
    assert result.values("mul", "value") == [0, 1, 10, 11] * 2
    assert result.output("range").collection == [0, 1]
    assert len(result.outputs("range")) == 2
    with pytest.raises(NoOutput, match=r"mul ran 4 times in a loop: outputs\(\) has them all"):
        result.output("mul")
    with pytest.raises(NoOutput, match="skipped gave no output"):
        result.output("skipped")
    assert result.outputs("skipped") == []


def test_an_output_is_read_only_and_pleasant(result: Result) -> None:
    output = result.output("l2i")
    assert output.image.image_name == output["image"]["image_name"] == "a.png"
    assert dict(output) == {"type": "image_output", "image": {"image_name": "a.png"}, "width": 64, "height": 32}
    assert output.to_dict()["image"] == {"image_name": "a.png"}
    assert "width" in dir(output)
    with pytest.raises(AttributeError, match="no 'nonsense' among 'type', 'image'"):
        _ = output.nonsense
    with pytest.raises(AttributeError, match="does not change"):
        output.width = 3


def test_a_key_that_is_a_method_of_mappings() -> None:
    assert Record({"values": 3})["values"] == 3


def test_images_of_any_node_type(result: Result) -> None:
    assert [(picture.name, picture.node_id, picture.session) for picture in result.images()] == [
        ("a.png", "l2i", 0),
        ("b.png", "mask", 0),
        ("c.png", "all", 0),
        ("a.png", "l2i", 1),
        ("b.png", "mask", 1),
        ("c.png", "all", 1),
    ]
    assert [picture.name for picture in result.images("all")] == ["a.png", "c.png"] * 2
    picture = result.images("l2i")[0]
    assert (picture.width, picture.height) == (64, 32)
    assert repr(picture) == "<Picture a.png 64x32 of l2i, session 1>"
    assert result.images("all")[0].width is None


@pytest.mark.parametrize("session", [None, [], {"results": None}, {"results": {"x": 3}}])
def test_a_session_that_is_not_what_it_should_be(client: InvokeAIClient, queue: FakeQueue, session: object) -> None:
    result = result_of(client, queue, session)
    assert result.images() == []
    assert result.outputs("add") == []


@pytest.mark.parametrize("item", [None, {}, {"item_id": "1"}, {"item_id": None}, {"item_id": 1e999}])
def test_an_item_without_a_number(server: FakeServer, client: InvokeAIClient, queue: FakeQueue, item: object) -> None:
    server.route("POST", "/api/v1/queue/default/items_by_ids", as_json([item]))
    with pytest.raises(UnexpectedAnswer, match="without a number"):
        result_of(client, queue, {})


def test_facts_that_are_not_what_they_should_be(client: InvokeAIClient, queue: FakeQueue) -> None:
    state = {"results": {"x": {"value": 1}, "y": {"value": 2}}, "prepared_source_mapping": {"x": "add", "y": "add"}}
    odd = {**state, "prepared_iteration_paths": {"x": "odd", "y": [None, 1]}}
    result = result_of(client, queue, odd, odd)
    assert result.values("add", "value") == [1, 2] * 2
    queue.items[1]["field_values"], queue.items[2]["field_values"] = 5, [3, {"value": 1}]
    again = client.attach(result.batch_id).wait(timeout=PATIENCE)
    assert [session.values for session in again.sessions] == [{}, {}]


def test_what_holds_a_connection_is_not_pickled(server: FakeServer, queue: FakeQueue) -> None:
    with InvokeAIClient.from_url(server.url, api_key="hunter2") as client:
        result = result_of(client, queue, PICTURES)
        for bound in (result, result.images()[0], client.queue_repo, client.attach(result.batch_id)):
            with pytest.raises(TypeError, match="would carry its token along"):
                pickle.dumps(bound)


def test_a_picture_gives_its_bytes(result: Result) -> None:
    assert result.images("l2i")[0].bytes() == PNG


def test_a_picture_is_saved_as_a_file_or_into_a_folder(result: Result, tmp_path: Path) -> None:
    picture = result.images("l2i")[0]
    (tmp_path / "old.png").write_bytes(b"old")
    assert picture.save(tmp_path / "old.png").read_bytes() == PNG
    assert picture.save(str(tmp_path)) == tmp_path / "a.png"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "old.png"]
    assert (tmp_path / "a.png").stat().st_mode == (tmp_path / "old.png").stat().st_mode


def test_what_is_written_like_a_folder_is_one(result: Result, tmp_path: Path) -> None:
    assert result.images("l2i")[0].save(f"{tmp_path}/new/folder/") == tmp_path / "new" / "folder" / "a.png"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(PNG, kind="image/png", missing=1000), ConnectionFailed),
        (as_json({"detail": "Image file not found"}, 404), RequestRefused),
        (as_json({}), UnexpectedAnswer),
    ],
    ids=["half", "gone", "no-image"],
)
def test_a_failed_download_leaves_things_as_they_were(
    server: FakeServer, result: Result, tmp_path: Path, answer: Answer, error: type[Exception]
) -> None:
    server.route("GET", "/api/v1/images/i/a.png/full", answer)
    (tmp_path / "old.png").write_bytes(b"old")
    picture = result.images("l2i")[0]
    for path in (tmp_path, tmp_path / "new.png", tmp_path / "old.png"):
        with pytest.raises(error):
            picture.save(path)
    with pytest.raises(error):
        picture.bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["old.png"]
    assert (tmp_path / "old.png").read_bytes() == b"old"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../evil.png",
            "/etc/passwd",
            "..",
            ".",
            "",
            ".bashrc",
            "a\\b.png",
            "C:evil.png",
            "a\n.png",
            "x" * 300,
            "con. ",
        ),
        *("é" * 200, "nul", "CON.png", "com1.tar.png", "Lpt9.png"),
    ],
)
def test_a_name_from_the_server_is_no_path(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, tmp_path: Path, name: str
) -> None:
    result = result_of(client, queue, {"results": {"x": {"image": {"image_name": name}}}})
    asked = len(server.requests)
    for path in (tmp_path, tmp_path / "safe.png"):
        with pytest.raises(UnexpectedAnswer, match="no plain file name"):
            result.images()[0].save(path)
    assert list(tmp_path.iterdir()) == []
    assert len(server.requests) == asked


def test_a_notebook_shows_sessions_and_pictures(server: FakeServer, result: Result) -> None:
    bundle = result._repr_mimebundle_(include=None)
    assert bundle["text/plain"] == repr(result)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", bundle["text/html"])
    assert cells[:4] == ["1", "completed", "", "a.png, b.png, c.png"]
    picture = result.images()[0]
    assert picture._repr_mimebundle_() == {"text/plain": repr(picture)}  # it only looks like a PNG
    server.route("GET", "/api/v1/images/i/a.png/full", Answer(b"\x89PNG\r\n\x1a\n", kind="image/png"))
    assert picture._repr_mimebundle_() == {"text/plain": repr(picture), "image/png": "iVBORw0KGgo="}
    server.route("GET", "/api/v1/images/i/a.png/full", Answer(b"no", 404))
    assert picture._repr_mimebundle_() == {"text/plain": repr(picture)}


@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "", "4 "])
def test_what_announces_an_odd_length_takes_no_short_cut(tmp_path: Path, length: str) -> None:
    headers = {"Content-Type": "image/png", "Content-Length": length}
    answer = urllib3.HTTPResponse(io.BytesIO(PNG), headers=headers, status=200, preload_content=False)
    assert not _came_quickly(lambda _: answer, "/images/i/a.png/full", tmp_path / "a.png", "image/")
    assert list(tmp_path.iterdir()) == []
