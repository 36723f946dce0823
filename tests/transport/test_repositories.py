from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invokegraph.transport import (
    BoardRecord,
    ImageRecord,
    InstallFailed,
    InvokeAIClient,
    NotFound,
    Page,
    QueueItem,
    Record,
    RequestRefused,
    UnexpectedAnswer,
    VideoRecord,
    WorkflowNotFound,
    WorkflowRecord,
)

from .fake_server import Answer, FakeServer, Request, as_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ODD = {"starred": None, "of_the_future": [{"a": None}], "image_category": "hologram", "width": None}


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (ImageRecord, "image_name"),
        (BoardRecord, "board_name"),
        (VideoRecord, "video_name"),
        (WorkflowRecord, "name"),
        (QueueItem, "status"),
    ],
)
def test_nothing_that_the_server_says_is_lost(record: Callable[[Any], Record], name: str) -> None:
    for value in (None, "a name", 3, ["x"]):
        data = {name: value, **ODD}
        made = record(data)
        assert made.to_dict() == data
        assert made[name] == value
        assert getattr(made, name) == (value if isinstance(value, str) else "")
        assert made.image_category == "hologram"
        assert made.of_the_future[0].a is None


def test_an_image_without_numbers() -> None:
    assert (ImageRecord(ODD).width, ImageRecord({}).height, ImageRecord({}).board_id) == (0, 0, "none")
    assert ImageRecord({"board_id": "b"}).board_id == "b"


def test_secrets_that_the_server_repeats_are_masked() -> None:
    record = Record({"source": {"url": "u", "access_token": "secret"}, "list": [{"token": "secret"}], "api_key": None})
    assert repr(record) == (
        "Record({'source': {'url': 'u', 'access_token': '***'}, 'list': [{'token': '***'}], 'api_key': None})"
    )
    assert "secret" not in repr(record.source)
    assert record.source.access_token == "secret"


def test_a_page_is_a_sequence_that_knows_whether_there_is_more() -> None:
    page = Page("abc", total=10, offset=7)
    assert (list(page), page[1], page[1:], len(page), page.has_more) == (["a", "b", "c"], "b", ("b", "c"), 3, False)
    assert repr(page) == "<Page of 3 of 10 items from 7>"
    assert Page([], total=0).has_more is False


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../boards", "a\\b"])
def test_what_is_no_id_is_not_sent(server: FakeServer, client: InvokeAIClient, name: str) -> None:
    for call in (
        client.board_repo.get_board,
        client.board_repo.delete_board,
        client.image_repo.get_image,
        client.image_repo.delete_image,
        client.dnn_model_repo.delete_model,
        client.workflow_repo.delete_workflow,
        client.queue_repo.delete_by_destination,
    ):
        with pytest.raises(ValueError, match="is no id or name"):
            call(name)
    assert server.requests == []


@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(name=st.text(min_size=1))
@example("ä b?c#d%2F")
@example("%2e%2e")
@example("none")
def test_an_id_arrives_as_it_is_or_not_at_all(server: FakeServer, client: InvokeAIClient, name: str) -> None:
    server.fallback = lambda request: as_json({"path": request.path})
    try:
        path = client.image_repo.get_image_urls(name).path
    except ValueError:
        assert name in (".", "..") or "/" in name or "\\" in name
    else:
        assert unquote(path) == f"/api/v1/images/i/{name}/urls"
        assert path.count("/") == 6


@pytest.mark.parametrize("answer", [[], None, 3, "text"])
def test_what_is_no_object(server: FakeServer, client: InvokeAIClient, answer: object) -> None:
    server.fallback = lambda _: as_json(answer)
    for call in (
        lambda: client.board_repo.get_board("b"),
        client.image_repo.list_images,
        lambda: client.image_repo.delete_images(["a"]),
        client.queue_repo.get_status,
        lambda: client.workflow_repo.get_workflow("w"),
        client.workflow_repo.list_workflows,
        client.dnn_model_repo.list_models,
        client.app_repo.get_config,
    ):
        with pytest.raises(UnexpectedAnswer):
            call()


@pytest.mark.parametrize("answer", [{}, {"items": None}, {"items": []}, {"items": [], "total": "many"}])
def test_what_is_no_page(server: FakeServer, client: InvokeAIClient, answer: object) -> None:
    server.fallback = lambda _: as_json(answer)
    for call in (client.image_repo.list_images, client.video_repo.list_videos, client.workflow_repo.list_workflows):
        with pytest.raises(UnexpectedAnswer):
            call()


@pytest.mark.parametrize("number", [None, "a", [], {}])
def test_what_is_no_number_of_an_item(server: FakeServer, client: InvokeAIClient, number: object) -> None:
    server.fallback = lambda _: as_json({"item_ids": [number], "retried_item_ids": [number]})
    for call in (
        client.queue_repo.list_item_ids,
        client.queue_repo.list_items,
        lambda: client.queue_repo.retry_items(1),
    ):
        with pytest.raises(UnexpectedAnswer, match="holds an item whose number is none"):
            call()


def test_a_style_preset_without_prompts(server: FakeServer, client: InvokeAIClient) -> None:
    server.fallback = lambda _: as_json({"id": "a"})
    assert client.style_preset_repo.get_style_preset("a").apply("a mill") == ("a mill", "")


def test_the_page_of_the_gui_is_no_answer(client: InvokeAIClient) -> None:
    for call in (client.board_repo.list_boards, client.queue_repo.get_status, client.app_repo.get_dependencies):
        with pytest.raises(UnexpectedAnswer, match="HTML page"):
            call()


def test_a_mistyped_filter_is_an_error(server: FakeServer, client: InvokeAIClient) -> None:
    with pytest.raises(TypeError, match="no filter 'board', but board_id, categories"):
        client.image_repo.list_images(board="b")  # type: ignore[call-arg]
    assert server.requests == []


def test_filters_as_the_server_spells_them(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("GET", "/api/v1/images/", as_json({"items": [], "total": 0}))
    server.route("GET", "/api/v1/gallery/item_names", as_json({"item_names": []}))
    filters: dict[str, Any] = {
        "board_id": "none",
        "categories": ["user", "mask"],
        "origin": "external",
        "descending": False,
        "is_intermediate": False,
    }
    client.image_repo.list_images(offset=5, limit=7, **filters)
    common = {
        "board_id": ["none"],
        "categories": ["user", "mask"],
        "order_dir": ["ASC"],
        "is_intermediate": ["False"],
    }
    assert server.requests[-1].query == {**common, "image_origin": ["external"], "offset": ["5"], "limit": ["7"]}
    assert list(client.image_repo.iter_images(**filters)) == []
    assert server.requests[-1].query == {**common, "origin": ["external"]}


def test_many_names_are_sent_in_portions(server: FakeServer, client: InvokeAIClient) -> None:
    def star(request: Request) -> Answer:
        names = request.body["image_names"]
        return as_json({"starred_images": names[:1], "failed_images": [], "affected_boards": ["none"]})

    server.route("POST", "/api/v1/images/star", star)
    answer = client.image_repo.star_images(f"{number}.png" for number in [*range(2500), 1, 2])
    assert [len(request.body["image_names"]) for request in server.requests] == [1000, 1000, 500]
    assert answer.to_dict() == {
        "starred_images": ["0.png", "1000.png", "2000.png"],
        "failed_images": [],
        "affected_boards": ["none"],
    }
    client.image_repo.star_images("one.png")
    assert server.requests[-1].body == {"image_names": ["one.png"]}


def test_an_upload_tells_nothing_of_this_machine(server: FakeServer, client: InvokeAIClient, tmp_path: Path) -> None:
    server.route("POST", "/api/v1/images/upload", as_json({"image_name": "a.png"}, 201))
    path = tmp_path / "very private.jpeg"
    path.write_bytes(b"data")
    client.image_repo.upload_image(path, board_id="none", metadata={"a": None})
    request = server.requests[-1]
    assert b"private" not in request.body
    assert b"image/jpeg" in request.body
    assert b'{"a": null}' in request.body
    assert request.query == {"image_category": ["user"], "is_intermediate": ["False"], "crop_visible": ["False"]}


def test_what_can_be_uploaded(server: FakeServer, client: InvokeAIClient) -> None:
    class Picture:
        def save(self, fp: Any, format: str) -> None:
            fp.write(f"as {format}".encode())

    server.route("POST", "/api/v1/images/upload", as_json({"image_name": "a.png"}, 201))
    for source, sent in [
        (b"bytes", b"bytes"),
        (bytearray(b"array"), b"array"),
        (io.BytesIO(b"file"), b"file"),
        (Picture(), b"as PNG"),
    ]:
        client.image_repo.upload_image(source)
        assert b"\r\n\r\n" + sent + b"\r\n" in server.requests[-1].body
    asked = len(server.requests)
    for wrong in (3, None, io.StringIO("text")):
        with pytest.raises(TypeError, match="a path, bytes, a file opened in binary mode or a Pillow image"):
            client.image_repo.upload_image(wrong)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        client.image_repo.upload_image("missing.png")
    assert len(server.requests) == asked


@pytest.mark.parametrize("text", ["[]", "nonsense", 3, "[" * 100_000])
def test_a_graph_that_is_none(server: FakeServer, client: InvokeAIClient, text: object) -> None:
    server.route("GET", "/api/v1/images/i/a.png/workflow", as_json({"graph": text, "workflow": None}))
    assert client.image_repo.get_image_workflow("a.png") is None
    with pytest.raises(UnexpectedAnswer, match="no JSON object"):
        client.image_repo.get_image_graph("a.png")


def test_names_of_the_server_are_no_paths(server: FakeServer, client: InvokeAIClient, tmp_path: Path) -> None:
    for name in ("../evil.png", "C:evil.png", ".bashrc"):
        with pytest.raises((UnexpectedAnswer, ValueError)):
            client.image_repo.save_image(name, tmp_path)
        with pytest.raises((UnexpectedAnswer, ValueError)):
            client.image_repo.save_images([name], tmp_path)
        with pytest.raises((UnexpectedAnswer, ValueError)):
            client.video_repo.save_video(name, tmp_path)
    assert (server.requests, list(tmp_path.iterdir())) == ([], [])


def test_downloads_that_fail(server: FakeServer, client: InvokeAIClient, tmp_path: Path) -> None:
    server.route("GET", "/api/v1/images/i/a.png/full", Answer(b"data", kind="image/png"))
    server.route("GET", "/api/v1/images/i/b.png/full", as_json({"detail": "Not Found"}, 404))
    with pytest.raises(NotFound):
        client.image_repo.save_images(["a.png", "b.png"], tmp_path / "new", at_once=1)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.png"]


def test_a_new_version_of_a_workflow_goes_by_the_id_that_is_given(server: FakeServer, client: InvokeAIClient) -> None:
    server.fallback = lambda _: as_json({})
    client.workflow_repo.update_workflow("this", {"id": "other", "name": "n"})
    client.workflow_repo.save_workflow({"id": "other", "name": "n"})
    assert [request.body for request in server.requests] == [
        {"workflow": {"id": "this", "name": "n"}},
        {"workflow": {"name": "n"}},
    ]


def test_failures_that_come_with_status_200(server: FakeServer, client: InvokeAIClient) -> None:
    answer = {"name": "", "success": False, "message": "Git clone failed: \x1b[31mno"}
    server.route("POST", "/api/v2/custom_nodes/install", as_json(answer))
    with pytest.raises(RequestRefused, match=r"Git clone failed: \\x1b\[31mno") as caught:
        client.app_repo.install_node_pack("https://example.com/pack.git")
    assert caught.value.status == 200
    server.route("POST", "/api/v1/utilities/dynamicprompts", as_json({"prompts": ["{a"], "error": "Expected '}'"}))
    with pytest.raises(RequestRefused, match=r"cannot be read: Expected '\}'"):
        client.prompt_repo.expand_dynamic_prompt("{a")


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({"status": "error", "error_reason": "InvalidModel", "error": "no weights"}, "InvalidModel: no weights"),
        ({"status": "error", "error_reason": None}, "error"),
        ({"status": "cancelled"}, "cancelled"),
    ],
)
def test_an_installation_that_fails(
    server: FakeServer, client: InvokeAIClient, job: dict[str, Any], message: str
) -> None:
    job = {"id": 3, "source": {"type": "url", "url": "https://example.com/x", "access_token": "secret"}, **job}
    server.route("POST", "/api/v2/models/install", as_json({"id": 3, "status": "waiting"}, 201))
    server.route("GET", "/api/v2/models/install/3", as_json(job))
    with pytest.raises(InstallFailed, match=f"^https://example.com/x was not installed: {message}$") as caught:
        client.dnn_model_repo.install_model("https://example.com/x", access_token="secret").wait()
    assert caught.value.job.record.to_dict() == job
    assert "secret" not in repr(caught.value.job) + repr(caught.value.job.record) + str(caught.value)


def test_how_far_an_installation_is(server: FakeServer, client: InvokeAIClient) -> None:
    steps: list[dict[str, Any]] = [
        {"status": "waiting", "bytes": 0, "total_bytes": 0},
        {"status": "downloading", "bytes": 1, "total_bytes": 4},
        {"status": "a status of the future"},
        {"status": "completed", "bytes": 4, "total_bytes": 4, "config_out": {"key": "k", "type": "lora"}},
    ]
    remaining = iter(steps)
    server.route("POST", "/api/v2/models/install", as_json({"id": 0, **steps[0]}, 201))
    server.route("GET", "/api/v2/models/install/0", lambda _: as_json({"id": 0, **next(remaining)}))
    seen: list[tuple[str, float | None]] = []
    job = client.dnn_model_repo.install_model("owner/name", config={"name": "n"})
    model = job.wait(progress=lambda job: seen.append((job.status, job.percentage)))
    assert (model.key, model.type) == ("k", "lora")
    assert seen == [("waiting", None), ("downloading", 0.25), ("a status of the future", None), ("completed", 1.0)]
    assert server.requests[0].body == {"name": "n"}


def test_the_picture_of_a_style_preset_stays(server: FakeServer, client: InvokeAIClient) -> None:
    preset = {
        "id": "p",
        "name": "ink",
        "type": "user",
        "image": "api/v1/…",
        "preset_data": {"positive_prompt": "{prompt}", "negative_prompt": ""},
    }
    server.route("GET", "/api/v1/style_presets/i/p", as_json(preset))
    server.route("GET", "/api/v1/style_presets/i/p/image", Answer(b"picture", kind="image/png"))
    server.route("PATCH", "/api/v1/style_presets/i/p", as_json(preset))
    client.style_preset_repo.update_style_preset("p", name="other ☂")
    body = server.requests[-1].body
    assert b"\r\n\r\npicture\r\n" in body
    assert json.dumps("other ☂").encode() in body


def test_settings_that_the_server_passes_over(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("PATCH", "/api/v1/app/runtime_config", as_json({"config": {"max_queue_history": 5}, "set_fields": []}))
    client.app_repo.update_config(max_queue_history=5)
    with pytest.raises(ValueError, match="does not change port while it runs"):
        client.app_repo.update_config(port=1)


def test_repositories_are_made_once(client: InvokeAIClient) -> None:
    assert client.board_repo is client.board_repo
    assert client.image_repo is client.image_repo


@pytest.mark.parametrize("workflow", [{"nodes": []}, 5, None])
def test_what_is_no_workflow_is_not_run(client: InvokeAIClient, workflow: Any) -> None:
    with pytest.raises(TypeError, match="WorkflowDefinition"):
        client.run_workflow(workflow)


def test_a_list_of_workflows_that_never_ends_is_an_error(
    server: FakeServer, client: InvokeAIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("invokegraph.transport.workflows._MOST_PAGES", 5)
    server.fallback = lambda request: as_json({"items": [{"name": "a"}], "total": 10**9})
    server.route("GET", "/api/v1/workflows/i/b", as_json({}, 404))
    for ask in (client.workflow_repo.find_workflow, lambda name: list(client.workflow_repo.all_workflows(query=name))):
        server.requests.clear()
        with pytest.raises(UnexpectedAnswer, match="the list does not end within 5 pages"):
            ask("b")
        assert len([request for request in server.requests if request.path == "/api/v1/workflows/"]) == 5


def test_all_workflows_are_listed_page_by_page(server: FakeServer, client: InvokeAIClient) -> None:
    def page(request: Request) -> Answer:
        first = 100 * int(request.query["page"][0])
        return as_json({"items": [{"name": str(n)} for n in range(first, min(first + 100, 250))], "total": 250})

    server.fallback = page
    assert [each.name for each in client.workflow_repo.all_workflows(categories="user")] == [*map(str, range(250))]
    assert [request.query["categories"] for request in server.requests] == [["user"]] * 3


def test_no_workflow_is_called_half_a_character(server: FakeServer, client: InvokeAIClient) -> None:
    server.fallback = lambda request: as_json({"items": [{"name": "mill"}], "total": 1})
    with pytest.raises(WorkflowNotFound, match=r"has the id or name '\\ud800'; there are: mill$"):
        client.run_workflow("\ud800")


def test_what_a_server_calls_things_is_shown_in_messages_and_not_obeyed(
    server: FakeServer, client: InvokeAIClient
) -> None:
    hostile = "\x1b[2J\u202e\nfake"
    model = dict.fromkeys(("key", "name", "base"), hostile) | {"type": "main"}
    workflow = {"name": hostile, "workflow_id": hostile, "category": hostile}
    server.route("GET", "/api/v2/models/", as_json({"models": [model, model]}))
    server.route("GET", "/api/v1/workflows/", as_json({"items": [workflow, workflow], "total": 2}))
    server.fallback = lambda request: as_json({}, 404)
    for ask in (
        lambda: client.dnn_model_repo.find(name="b"),
        lambda: client.dnn_model_repo.find(type="main"),
        lambda: client.workflow_repo.find_workflow("b"),
        lambda: client.workflow_repo.find_workflow(hostile),
    ):
        with pytest.raises(LookupError) as caught:
            ask()
        assert r"\x1b[2J\u202e\nfake" in str(caught.value)
        assert "".join(str(caught.value).splitlines()).isprintable()
        assert "\nfake" not in str(caught.value)


def test_categories_that_can_be_gone_through_once_hold_for_all_pages(
    server: FakeServer, client: InvokeAIClient
) -> None:
    server.fallback = lambda request: as_json({"items": [{"name": "a"}] * 100, "total": 200})
    assert len(list(client.workflow_repo.all_workflows(categories=iter(["user"])))) == 200
    assert [request.query["categories"] for request in server.requests] == [["user"]] * 2


@pytest.mark.parametrize("prefix", ["", "default_"])
def test_an_id_is_no_name(server: FakeServer, client: InvokeAIClient, prefix: str) -> None:
    """Whoever names a workflow by its id gets that one, and not one that somebody called like it."""
    id_ = f"{prefix}{uuid4()}"
    server.fallback = lambda request: as_json({"items": [{"name": id_, "workflow_id": "other"}], "total": 1})
    for each in (id_, "other"):
        server.route("GET", f"/api/v1/workflows/i/{each}", as_json({"workflow_id": each}))
    assert client.workflow_repo.find_workflow(id_).workflow_id == id_
