from __future__ import annotations

import base64
import gzip
import threading
import time
import warnings
from typing import TYPE_CHECKING, Any, cast

import pytest

from invokegraph import Batch, Graph, InvalidGraph, NotInGraph
from invokegraph.problem import Problem
from invokegraph.transport import (
    AccessRefused,
    BatchNotFound,
    ConnectionFailed,
    GraphRefused,
    GraphWarning,
    InvokeAIClient,
    JobFailed,
    NoOutput,
    NotFound,
    RequestRefused,
    RunStatus,
    UnexpectedAnswer,
    answers,
    results,
)
from nodes_catalog import Add

from .fake_server import PATIENCE, Answer, FakeQueue, FakeServer, FakeSockets, Request, as_json
from .playing import LISTENING, SUM, look_for_reasons_alone, session, status_changed
from .standins import PlainBatch
from .test_checking import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

TOKEN, RENEWED = "eyJhbGciOi.first-token", "eyJhbGciOi.second-token"


def test_a_status_counts_the_items_of_the_batch(client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch(runs=3))
    queue.items[2]["status"] = "completed"
    status = run.status()
    assert status == RunStatus(pending=2, in_progress=0, waiting=0, completed=1, failed=0, canceled=0)
    assert (status.total, status.unfinished) == (3, 2)


def test_a_run_is_picked_up_by_its_id(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    add = Add(a=1, b=2)
    graph = Graph(add)
    batch_id = client.submit(Batch(graph, runs=2)).batch_id
    queue.finish(session=SUM)
    with InvokeAIClient.from_url(server.url) as other:
        run = other.attach(batch_id)
        assert run.item_ids == (1, 2)
        result = run.wait(timeout=PATIENCE)
        assert result.values("add", "value") == [3, 3]
        with pytest.raises(NotInGraph, match="give its id, or the graph to client"):
            result.output(add)
        assert other.attach(batch_id, graph).wait(timeout=PATIENCE).values(add, "value") == [3, 3]
        with pytest.raises(BatchNotFound, match="nothing of batch nonsense"):
            other.attach("nonsense")


def test_failures_can_be_collected(client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch(runs=3))
    queue.items[1] |= {"status": "completed", "session": SUM}
    queue.items[2] |= {"status": "failed", "error_type": "ValueError", "error_message": "no"}
    queue.finish("canceled")
    with pytest.raises(JobFailed):
        run.wait(timeout=PATIENCE)
    result = run.wait(timeout=PATIENCE, on_error="collect")
    assert [item.status for item in result.sessions] == ["completed", "failed", "canceled"]
    assert [(item.place, item.error_type) for item in result.failures] == [(1, "ValueError"), (2, "")]
    assert result.values("add", "value") == [3]
    assert repr(result).endswith(": 3 sessions: 1 completed, 1 failed, 1 canceled>")
    with pytest.raises(ValueError, match="on_error is 'raise' or 'collect', not 'ignore'"):
        run.wait(timeout=PATIENCE, on_error="ignore")  # type: ignore[arg-type]


def test_a_large_result_is_fetched_in_portions_when_asked_for(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue
) -> None:
    fetch = "/api/v1/queue/default/items_by_ids"
    count = 2 * results.PORTION + 1
    run = client.submit(PlainBatch(runs=count))
    queue.finish(session=SUM)
    result = run.wait(timeout=PATIENCE)
    assert server.count("POST", fetch) == 0
    assert result.output("add").value == 3
    assert server.count("POST", fetch) == 1
    assert result.values("add", "value") == [3] * count
    assert server.count("POST", fetch) == 3
    assert "graph" not in result.sessions[0].item.session


def test_what_was_removed_before_it_was_read(client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch(runs=results.PORTION + 1))
    queue.finish(session=SUM)
    result = run.wait(timeout=PATIENCE)
    queue.items.clear()
    with pytest.raises(NoOutput, match="the queue does not hold it any more"):
        result.output("add")


def test_images_of_all_sessions_are_saved(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, tmp_path: Path
) -> None:
    names = [f"{number}.png" for number in range(30)]
    for name in names:
        server.route("GET", f"/api/v1/images/i/{name}/full", Answer(name.encode(), kind="image/png"))
    run = client.submit(PlainBatch(runs=30))
    for item, name in zip(queue.items.values(), names, strict=True):
        item |= {"status": "completed", "session": session({"l2i#1": {"image": {"image_name": name}}})}
    result = run.wait(timeout=PATIENCE)
    saved = result.save_images(tmp_path / "new" / "folder", at_once=4)
    assert [path.name for path in saved] == names
    assert [path.read_text() for path in saved] == names
    assert result.save_images(tmp_path, "nobody") == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(bytes(1000), kind="image/png", missing=1000), ConnectionFailed),
        (as_json({"detail": "Image file not found"}, 404), NotFound),
        (as_json({}), UnexpectedAnswer),
    ],
    ids=["half", "gone", "no-image"],
)
def test_of_many_downloads_one_fails(
    server: FakeServer, queue: FakeQueue, tmp_path: Path, answer: Answer, error: type[Exception]
) -> None:
    whole = Answer(bytes(1000), kind="image/png")
    names = [f"{number}.png" for number in range(20)]
    for name in names:
        server.route("GET", f"/api/v1/images/i/{name}/full", answer if name == "7.png" else whole)
    with InvokeAIClient.from_url(server.url, max_retries=0) as client:
        run = client.submit(PlainBatch())
        queue.finish(session=session({"all#1": {"collection": [{"image_name": name} for name in names]}}))
        result = run.wait(timeout=PATIENCE)
        with pytest.raises(error):
            result.save_images(tmp_path, at_once=3)
        there = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
        assert there == dict.fromkeys(there, 1000)
        assert "7.png" not in there
        server.route("GET", "/api/v1/images/i/7.png/full", whole)
        assert len(result.save_images(tmp_path)) == 20


def test_many_downloads_carry_the_token(server: FakeServer, queue: FakeQueue, tmp_path: Path) -> None:
    server.route("GET", "/api/v1/images/i/a.png/full", Answer(b"PNG", kind="image/png"))
    with log_in(server) as client:
        run = client.submit(PlainBatch())
        queue.finish(session=session({"l2i#1": {"image": {"image_name": "a.png"}}}))
        run.wait(timeout=PATIENCE).save_images(tmp_path)
    (asked,) = (request for request in server.requests if request.path.endswith("/full"))
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_copy_that_arrives_late_is_cancelled(
    server: FakeServer, sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue
) -> None:
    batch = PlainBatch(runs=2)
    run = client.submit(batch)
    sent = next(request for request in server.requests if request.path == queue.enqueue_path)
    queue.enqueue(sent)  # a proxy had kept a copy
    queue.items[5] = {**queue.items[2], "item_id": 5, "retried_from_item_id": 2}
    queue.items[1]["status"] = queue.items[2]["status"] = "completed"
    run.wait(timeout=PATIENCE)
    assert [item["status"] for item in queue.items.values()] == [
        "completed",
        "completed",
        "canceled",
        "canceled",
        "pending",
    ], "what somebody retried is no copy"


def test_a_packed_answer_does_not_fill_the_disk(
    server: FakeServer, queue: FakeQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_BYTES", 1 << 20)
    bomb = Answer(gzip.compress(bytes(1 << 24)), kind="image/png", headers={"Content-Encoding": "gzip"})
    server.route("GET", "/api/v1/images/i/a.png/full", bomb)
    with InvokeAIClient.from_url(server.url) as client, pytest.raises(UnexpectedAnswer, match="larger than"):
        client.image_repo.save_images(["a.png"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_events_tell_all_about_a_node(
    sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = client.submit(PlainBatch())
    data_url = f"data:image/jpeg;base64,{base64.b64encode(b'jpeg').decode()}"
    node = {**status_changed(run), "status": None, "invocation_source_id": "add"}

    look_for_reasons_alone(monkeypatch)

    def play() -> None:
        queue.wait_for_looks(run.batch_id, LISTENING)
        image = {"width": 8, "height": 4, "dataURL": data_url}
        sockets.send("invocation_progress", {**node, "percentage": 0.5, "message": "Denoising", "image": image})
        sockets.send("invocation_progress", {**node, "image": {"width": 8, "height": 4, "dataURL": "data:,x"}})
        sockets.send("invocation_complete", {**node, "result": {"type": "integer_output", "value": 3}})
        sockets.send("invocation_error", {**node, "error_type": "ValueError", "error_message": "no"})
        queue.finish(session=SUM)
        sockets.send("queue_item_status_changed", status_changed(run))

    playing = threading.Thread(target=play)
    playing.start()
    half, odd, complete, failed, ended = run.events(timeout=PATIENCE)
    playing.join()
    assert half.preview is not None
    assert (half.preview.width, half.preview.bytes(), repr(half.preview)) == (8, b"jpeg", "<Preview 8x4>")
    assert odd.preview is not None
    with pytest.raises(UnexpectedAnswer):
        odd.preview.bytes()
    assert complete.output is not None
    assert complete.output.value == 3
    assert (failed.state, failed.message) == ("failed", "ValueError: no")
    assert ended.state == "completed"


@pytest.mark.parametrize("percentage", [10**400, -1, float("nan"), "0.5"], ids=["huge", "negative", "nan", "text"])
def test_a_percentage_that_is_none(
    sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue, percentage: object
) -> None:
    run = client.submit(PlainBatch())
    steps = run.events(timeout=PATIENCE)

    def tell() -> None:
        assert sockets.subscribed.wait(PATIENCE)
        facts = {"batch_id": run.batch_id, "item_id": 1, "invocation_source_id": "add", "percentage": percentage}
        sockets.send("invocation_progress", facts)

    telling = threading.Thread(target=tell)
    telling.start()
    step = next(steps)
    telling.join()
    assert (step.node_id, step.percentage) == ("add", None)
    queue.finish()
    assert [step.state for step in steps] == ["completed"]


def test_what_was_missed_is_told_from_the_queue(
    sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = client.submit(PlainBatch(runs=3))

    def play() -> None:
        assert sockets.subscribed.wait(PATIENCE)
        sockets.subscribed.clear()
        sockets.send("queue_item_status_changed", status_changed(run, 0))
        queue.items[1] |= {"status": "completed", "session": SUM}
        queue.items[2] |= {"status": "completed", "session": SUM}
        sockets.drop()
        assert sockets.subscribed.wait(PATIENCE), "it connects and subscribes again"
        queue.finish(session=SUM)
        sockets.send("queue_item_status_changed", status_changed(run, 2))

    playing = threading.Thread(target=play)
    playing.start()
    steps = list(run.events(timeout=PATIENCE))
    playing.join()
    assert sorted((step.session, step.state) for step in steps) == [
        (0, "completed"),
        (1, "completed"),
        (2, "completed"),
    ]
    assert len(sockets.paths) == 2


def test_a_refused_socket_is_told_once(server: FakeServer, queue: FakeQueue, caplog: pytest.LogCaptureFixture) -> None:
    with InvokeAIClient.from_url(server.url) as client:
        for _ in range(2):
            run = client.submit(PlainBatch())
            queue.finish(session=SUM)
            run.wait(timeout=PATIENCE)
            time.sleep(0.6)
    told = [record.getMessage() for record in caplog.records if record.name == "invokegraph.transport"]
    assert len(told) == 1
    assert told[0].startswith(f"no events from {server.url} (Handshake status 200 OK): "), "and nothing of the page"


def soft(code: str) -> Problem:
    return Problem(code, f"what {code} says")


def test_what_only_surprises_is_a_warning(client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch()
    batch.found = [soft("some-surprise"), soft("another-one")]
    with pytest.warns(GraphWarning) as caught:
        client.submit(batch)
    (warning,) = caught
    assert warning.filename == __file__
    assert str(warning.message) == (
        "the server will run this, though perhaps not as it was meant:\n"
        "what some-surprise says [some-surprise]\nwhat another-one says [another-one]\n"
        'ignore={"some-surprise", "another-one"} silences this'
    )
    assert len(queue.items) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = PlainBatch()
        again.found = batch.found
        client.submit(again, ignore={"some-surprise", "another-one"})


@pytest.mark.parametrize("code", ["unknown-input", "empty-graph", "missing-input", "sweep-value", "cycle"])
def test_what_nobody_means_is_not_sent(client: InvokeAIClient, queue: FakeQueue, code: str) -> None:
    batch = PlainBatch()
    batch.found = [soft("some-surprise"), soft(code)]
    with pytest.raises(InvalidGraph) as caught:
        client.submit(batch)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert not queue.items


def test_a_refused_graph_names_its_nodes(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    place = ["body", "batch", "graph", "nodes", "first", "add", "a"]
    complaints = [
        {"type": "int_parsing", "loc": place, "msg": "Input should be a valid integer", "input": "x" * 5000},
        {"type": "float_parsing", "loc": place, "msg": "Input should be a valid number"},
        {"type": "value_error", "loc": ["body", "batch", "graph"], "msg": "Value error, Something of the future"},
    ]
    server.route("POST", queue.enqueue_path, as_json({"detail": complaints}, 422))
    graph = Graph(Add(id="first"))
    with pytest.raises(GraphRefused) as caught:
        client.submit(Batch(graph))
    first, second = caught.value.problems
    assert (first.code, first.node_id, first.field, first.server_refuses) == ("value-refused", "first", "a", True)
    assert first.location is not None
    assert first.location.file == __file__
    assert (second.code, second.node_id) == ("node-rule", None)
    assert "batch.graph: Something of the future" in str(caught.value)
    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"no", 422, "text/plain"),
        Answer(b"[" * 200_000, 422),
        Answer(b'{"detail": [', 422, missing=9),
        as_json({"detail": [None, {"loc": 5, "msg": None}]}, 422),
        Answer(status=302, headers={"Location": "http://[::"}),
    ],
    ids=["text", "deep", "half", "odd", "nowhere"],
)
def test_a_refusal_that_cannot_be_read(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, answer: Answer
) -> None:
    server.route("POST", queue.enqueue_path, answer)
    with pytest.raises(RequestRefused):
        client.submit(Batch(Graph(Add())))


def log_in(server: FakeServer) -> InvokeAIClient:
    server.route("POST", "/api/v1/auth/login", as_json({"token": TOKEN, "user": {}, "expires_in": 86400}))
    client = InvokeAIClient.from_url(server.url)
    client.login("me@example.com", "hunter2")
    return client


def test_a_log_in_gives_the_token_that_is_sent(server: FakeServer) -> None:
    with log_in(server) as client:
        assert server.requests[-1].body == {"email": "me@example.com", "password": "hunter2", "remember_me": False}
        assert "Authorization" not in server.requests[-1].headers
        client.version()
        assert server.requests[-1].headers["Authorization"] == f"Bearer {TOKEN}"
        assert "hunter2" not in repr(vars(client)) + repr(vars(client._http))


def test_a_renewed_token_is_adopted(server: FakeServer) -> None:
    renewing = Answer(b"{}", headers={"X-Refreshed-Token": RENEWED})
    server.route("POST", "/api/v1/x", renewing)
    with log_in(server) as client:
        client.request("POST", "/x")
        client.version()
        assert server.requests[-1].headers["Authorization"] == f"Bearer {RENEWED}"
    with InvokeAIClient.from_url(server.url) as client:
        client.request("POST", "/x")
        client.version()
        assert "Authorization" not in server.requests[-1].headers, "who has no token is given none"


def test_the_token_of_somebody_else_is_not_adopted(server: FakeServer) -> None:
    server.route("POST", "/api/v1/x", Answer(b"{}", headers={"X-Refreshed-Token": RENEWED}))
    with log_in(server) as client:
        client.request("POST", "/x", headers={"Authorization": "Bearer another"})
        client.version()
    assert [request.headers["Authorization"] for request in server.requests[-2:]] == [
        "Bearer another",
        f"Bearer {TOKEN}",
    ]


def test_another_host_cannot_renew_the_token(server: FakeServer) -> None:
    other = FakeServer()
    try:
        other.route("GET", "/there", Answer(b"{}", headers={"X-Refreshed-Token": RENEWED}))
        server.route("GET", "/api/v1/x", Answer(status=302, headers={"Location": f"{other.url}/there"}))
        with log_in(server) as client:
            client.request("GET", "/x")
            client.version()
        assert server.requests[-1].headers["Authorization"] == f"Bearer {TOKEN}"
    finally:
        other.close()


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_log_in_keeps_the_password(server: FakeServer, status: int) -> None:
    complaint = {"loc": ["body", "email"], "msg": "wrong", "input": "hunter2"}
    server.route("POST", "/api/v1/auth/login", as_json({"detail": [complaint]}, status))
    with InvokeAIClient.from_url(server.url) as client, pytest.raises(AccessRefused) as caught:
        client.login("me@example.com", "hunter2")
    error = caught.value
    assert error.status == status
    assert error.response is not None
    assert "hunter2" not in repr(error) + repr(vars(error.response)) + repr(vars(error.response.request))


def test_headers_of_ones_own_go_to_this_host_only(server: FakeServer, sockets: FakeSockets) -> None:
    seen: list[Request] = []
    other = FakeServer()
    try:
        other.route("GET", "/there", as_json({}))
        server.route("GET", "/api/v1/x", Answer(status=302, headers={"Location": f"{other.url}/there"}))
        with InvokeAIClient.from_url(server.url, headers={"X-Pass": "secret"}) as client:
            client.request("GET", "/x")
            assert "secret" not in repr(client) + repr(vars(client)) + repr(vars(client._events))
        seen = [*server.requests, *other.requests]
        assert [request.headers.get("X-Pass") for request in seen] == ["secret", None]
    finally:
        other.close()


def test_arguments_that_there_are_not() -> None:
    with pytest.raises(TypeError, match=r"takes no max_retry; beside the parameters it takes headers, proxies, cert"):
        InvokeAIClient(max_retry=3)  # type: ignore[call-arg]


def test_arguments_are_looked_at_before_anything_is_sent(client: InvokeAIClient, queue: FakeQueue) -> None:
    graph, untyped = Graph(Add()), cast("Any", client)
    with pytest.raises(ValueError, match="on_error is 'raise' or 'collect', not 'ignore'"):
        untyped.run(graph, on_error="ignore")
    for seconds in ("5", float("nan"), True):
        with pytest.raises(ValueError, match="a timeout is a number of seconds or None, not"):
            untyped.run(graph, timeout=seconds)
        with pytest.raises(ValueError, match="a timeout is a number of seconds or None, not"):
            untyped.submit(Batch(graph), room_timeout=seconds)
    with pytest.raises(TypeError, match=r"submit takes a batch, .*: submit\(Batch\(graph\)\)"):
        untyped.submit(graph)
    for batch_id in ("", "../x"):
        with pytest.raises(ValueError, match="is no id or name"):
            client.attach(batch_id)
    assert not queue.items


def test_who_may_not_ask_is_told_how(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    unknown = as_json({"detail": "Authentication required"}, 401)
    server.route("GET", "/api/v1/queue/default/status", unknown)
    server.route("POST", "/api/v1/auth/login", unknown)
    server.route("GET", "/openapi.json", Answer(SCHEMA))
    with pytest.raises(AccessRefused, match=r"Authentication required. Log in with client.login\(\), or give"):
        client.check(Graph(Add()))
    with pytest.raises(AccessRefused, match=r"Authentication required$"):
        client.login("me@example.com", "wrong")
