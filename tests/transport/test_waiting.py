from __future__ import annotations

import io
import sys
import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from invokegraph import Graph
from invokegraph.transport import (
    ConnectionFailed,
    InvokeAIClient,
    JobCancelled,
    JobFailed,
    NoOutput,
    Preview,
    Progress,
    RequestRefused,
    WaitTimeout,
    progress,
    waiting,
)
from invokegraph.transport import client as client_module
from invokegraph.transport.progress import NotebookPrinter, Printer, printer, progress_of
from invokegraph.transport.sockets import Event
from nodes_catalog import Add

from .fake_server import PATIENCE, Answer, Drop, FakeQueue, FakeServer, FakeSockets, Request, as_json, until
from .playing import LISTENING, SUM, look_for_reasons_alone, play, session, status_changed
from .standins import PlainBatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUEUE = "/api/v1/queue/default"
SECRET = "eyJhbGciOi.very-secret"


@pytest.fixture
def later() -> Iterator[Callable[..., None]]:
    """Do something soon, on another thread, and let the test fail if it does."""
    with ThreadPoolExecutor(8) as pool:
        started = []

        def start(action: Callable[[], object], after: float = 0.1) -> None:
            started.append(pool.submit(lambda: (time.sleep(after), action())))

        yield start
        for future in started:
            future.result()


def test_without_a_socket_it_polls(client: InvokeAIClient, queue: FakeQueue, later: Callable[..., None]) -> None:
    run = client.submit(PlainBatch(runs=2))
    later(lambda: queue.finish(session=SUM), after=0.3)
    result = run.wait(timeout=PATIENCE)
    assert result.values("add", "value") == [3, 3]
    assert [item.status for item in result.sessions] == ["completed", "completed"]
    assert [item.place for item in result.sessions] == [0, 1]


def test_what_has_ended_before_is_seen_at_once(
    server: FakeServer, sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue
) -> None:
    run = client.submit(PlainBatch())
    queue.finish(session=SUM)
    assert run.wait(timeout=PATIENCE).output("add").value == 3
    assert server.count("GET", f"{QUEUE}/b/{run.batch_id}/status") == 2


def test_an_event_ends_the_wait(
    server: FakeServer,
    sockets: FakeSockets,
    client: InvokeAIClient,
    queue: FakeQueue,
    later: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_for_reasons_alone(monkeypatch)
    run = client.submit(PlainBatch(runs=2))

    def finish() -> None:
        queue.wait_for_looks(run.batch_id, LISTENING)
        sockets.send("queue_item_status_changed", status_changed(run, 0))
        queue.finish(session=SUM)
        sockets.send("queue_item_status_changed", status_changed(run, 1))

    later(finish)
    assert run.wait(timeout=PATIENCE).values("add", "value") == [3, 3]
    assert sockets.emitted == [["subscribe_queue", {"queue_id": "default"}]]
    assert server.count("GET", f"{QUEUE}/b/{run.batch_id}/status") == LISTENING


@pytest.mark.parametrize("name", ["queue_items_canceled", "queue_cleared"])
def test_bulk_events_say_nothing_of_items(
    sockets: FakeSockets,
    client: InvokeAIClient,
    queue: FakeQueue,
    later: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    look_for_reasons_alone(monkeypatch)
    run = client.submit(PlainBatch())

    def end() -> None:
        assert sockets.subscribed.wait(PATIENCE)
        if name == "queue_cleared":
            queue.items.clear()
        else:
            queue.finish("canceled")
        sockets.send(name, {"queue_id": "default"})

    later(end)
    with pytest.raises(JobCancelled, match="removed from the queue" if name == "queue_cleared" else "was canceled"):
        run.wait(timeout=PATIENCE)


def test_a_missed_event_is_not_missed_for_long(
    sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue, later: Callable[..., None]
) -> None:
    run = client.submit(PlainBatch())
    later(lambda: queue.finish(session=SUM), after=0.3)
    assert run.wait(timeout=PATIENCE).output("add").value == 3


def test_a_lost_connection_is_a_reason_to_look(
    sockets: FakeSockets,
    client: InvokeAIClient,
    queue: FakeQueue,
    later: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_for_reasons_alone(monkeypatch)
    run = client.submit(PlainBatch())

    def lose() -> None:
        assert sockets.subscribed.wait(PATIENCE)
        queue.finish(session=SUM)
        sockets.drop()

    later(lose)
    assert run.wait(timeout=PATIENCE).output("add").value == 3


def test_many_waiters_share_one_connection(
    sockets: FakeSockets, client: InvokeAIClient, queue: FakeQueue, later: Callable[..., None]
) -> None:
    batches = [client.submit(PlainBatch()) for _ in range(4)]
    later(lambda: queue.finish(session=SUM), after=0.3)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda run: run.wait(timeout=PATIENCE), batches * 2))
    assert [result.output("add").value for result in results] == [3] * 8
    assert len(sockets.paths) == 1


def test_the_socket_keeps_the_sub_path_and_gets_the_token(server: FakeServer) -> None:
    server.sockets = FakeSockets(token=SECRET)
    with InvokeAIClient.from_url(f"{server.url}/invoke", api_key=SECRET) as client:
        for _ in range(2):
            with client._events.listen("some-batch"):
                assert client._events.connected
    assert server.sockets.paths == ["/invoke/ws/socket.io/"]
    assert server.sockets.auth == [{"token": SECRET}]


def test_a_refused_socket_is_polling(server: FakeServer, queue: FakeQueue, later: Callable[..., None]) -> None:
    server.sockets = FakeSockets(token=SECRET)
    with InvokeAIClient.from_url(server.url, api_key="another") as client:
        run = client.submit(PlainBatch())
        later(lambda: queue.finish(session=SUM))
        assert run.wait(timeout=PATIENCE).output("add").value == 3
        assert not client._events.connected


def test_closing_leaves_no_thread(server: FakeServer, sockets: FakeSockets, queue: FakeQueue) -> None:
    before = set(threading.enumerate())
    with InvokeAIClient.from_url(server.url) as client:
        with client._events.listen("some-batch"):
            pass
        assert set(threading.enumerate()) - before
    until(lambda: not set(threading.enumerate()) - before)
    client.close()
    assert not client._events.connected
    with pytest.raises(ConnectionFailed, match="the client was closed"):
        client.submit(PlainBatch()).wait()


@pytest.mark.parametrize("with_socket", [False, True])
def test_a_wait_ends_in_time(
    server: FakeServer,
    client: InvokeAIClient,
    queue: FakeQueue,
    monkeypatch: pytest.MonkeyPatch,
    with_socket: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    look_for_reasons_alone(monkeypatch)
    monkeypatch.setattr(waiting, "_LEAST_TIMEOUT", PATIENCE)
    server.sockets = FakeSockets() if with_socket else None
    run = client.submit(PlainBatch(runs=2))
    started = time.monotonic()
    with pytest.raises(TimeoutError, match=f"batch {run.batch_id} had not ended after 0.3 s: 2 pending") as caught:
        run.wait(timeout=0.3)
    assert isinstance(caught.value, WaitTimeout)
    assert time.monotonic() - started < PATIENCE
    assert caught.value.run is run
    assert run.cancel() == 2
    with pytest.raises(JobCancelled):
        run.wait(timeout=0)


def test_a_server_that_hangs_does_not_hang_the_wait(server: FakeServer, sockets: FakeSockets, queue: FakeQueue) -> None:
    with InvokeAIClient.from_url(server.url, timeout=10 * PATIENCE, max_retries=0) as client:
        run = client.submit(PlainBatch())
        over = threading.Event()

        def hang(_: Request) -> Answer:
            over.wait(10 * PATIENCE)
            raise Drop

        server.fallback = hang
        started = time.monotonic()
        with pytest.raises(WaitTimeout, match=r"had not ended after 0\.1 s: the server has not said"):
            run.wait(timeout=0.1)
        over.set()
        assert time.monotonic() - started < PATIENCE


def test_a_failed_session(client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch(runs=2))
    queue.items[1] |= {"status": "completed", "session": SUM}
    queue.finish(
        "failed",
        session=session({}, {"div#7": "ZeroDivisionError: division by zero"}),
        error_type="ZeroDivisionError",
        error_message="division by zero",
        error_traceback="Traceback (most recent call last): ...",
    )
    with pytest.raises(JobFailed) as caught:
        run.wait(timeout=PATIENCE)
    error = caught.value
    assert str(error) == "session 2 of 2 failed at node div: ZeroDivisionError: division by zero"
    assert (error.node_id, error.error_type, error.error_message) == ("div", "ZeroDivisionError", "division by zero")
    assert error.error_traceback.startswith("Traceback")
    assert error.session.item_id == 2
    assert error.result.outputs("add")[0].value == 3


def test_an_outage_is_borne(server: FakeServer, queue: FakeQueue, later: Callable[..., None]) -> None:
    with InvokeAIClient.from_url(server.url, max_retries=0) as client:
        run = client.submit(PlainBatch())
        working = server.fallback

        def drop(_: Request) -> Answer:
            raise Drop

        def recover() -> None:
            server.fallback = working

        server.fallback = drop
        queue.finish(session=SUM)
        later(recover, after=0.5)
        assert run.wait(timeout=PATIENCE).output("add").value == 3


def test_an_outage_is_not_borne_for_ever(server: FakeServer, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_OUTAGE_SECONDS", 0.3)
    with InvokeAIClient.from_url(server.url, max_retries=0) as client:
        run = client.submit(PlainBatch())

        def drop(_: Request) -> Answer:
            raise Drop

        server.fallback = drop
        with pytest.raises(ConnectionFailed):
            run.wait()


def test_a_refusal_while_waiting_is_told(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch())
    server.fallback = lambda _: as_json({"detail": "token expired"}, 401)
    with pytest.raises(RequestRefused, match="token expired") as caught:
        run.wait(timeout=PATIENCE)
    note = f'batch {run.batch_id} may go on without you: client.attach("{run.batch_id}") picks it up'
    assert caught.value.__notes__ == [note]


def test_progress_to_a_function(
    sockets: FakeSockets,
    client: InvokeAIClient,
    queue: FakeQueue,
    later: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_for_reasons_alone(monkeypatch)
    run = client.submit(PlainBatch())
    later(lambda: play(sockets, queue, run), after=0)
    seen: list[Progress] = []
    run.wait(timeout=PATIENCE, progress=seen.append)
    assert seen[:5] == [
        Progress(0, 1, None, "in_progress"),
        Progress(0, 1, "add", "started"),
        Progress(0, 1, "add", "running", 0.5, "Denoising"),
        Progress(0, 1, "add", "running", None, "Saving"),
        Progress(0, 1, "add", "complete"),
    ]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("screen", [Screen(), io.StringIO()], ids=["terminal", "file"])
def test_progress_on_stderr(
    sockets: FakeSockets,
    client: InvokeAIClient,
    queue: FakeQueue,
    later: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    screen: io.StringIO,
) -> None:
    monkeypatch.setattr(sys, "stderr", screen)
    look_for_reasons_alone(monkeypatch)
    run = client.submit(PlainBatch())
    later(lambda: play(sockets, queue, run), after=0)
    run.wait(timeout=PATIENCE, progress=True)
    lines = screen.getvalue().split("\r\x1b[K")
    assert lines[-1].startswith("1 session: 1 completed, ")
    assert lines[-1].endswith(" s\n")
    assert ("session 1 of 1: add 50% Denoising" in lines) == screen.isatty()
    assert ("session 1 of 1: add done" in lines) == screen.isatty()
    assert len(lines) > 1 or not screen.isatty()


class Display:
    """IPython's `display`, as far as it is used: keeps what a cell shows."""

    def __init__(self) -> None:
        self.shown: list[dict[str, str]] = []

    def __call__(self, thing: Any, *, display_id: bool) -> Display:
        assert display_id
        self.update(thing)
        return self

    def update(self, thing: Any) -> None:
        self.shown.append(thing._repr_mimebundle_(include=None, exclude=None))


def test_progress_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PAUSE", 60.0)  # a moment that does not pass meanwhile
    display = Display()
    shown = NotebookPrinter(display)
    assert display.shown[0]["text/html"] == '<div><progress max="1" value="0"></progress> waiting in the queue</div>'
    held = io.BytesIO()
    Image.new("RGB", (8, 4)).save(held, "JPEG")
    picture = Preview(64, 32, f"data:image/jpeg;base64,{b64encode(held.getvalue()).decode()}")
    shown._drawn = -60.0
    shown(Progress(0, 2, "<b>", "running", 0.5, "Denoising", picture))
    assert '<progress max="2" value="0.5"></progress> session 1 of 2: &lt;b&gt; 50%' in display.shown[-1]["text/html"]
    assert 'Denoising</div><img alt="preview" width="256" src=' in display.shown[-1]["text/html"]
    count = len(display.shown)
    shown(Progress(0, 2, "add", "running", 0.6))  # a moment later
    assert len(display.shown) == count
    shown(Progress(0, 2, None, "completed"))
    assert '<progress max="2" value="1"></progress>' in display.shown[-1]["text/html"]
    shown._drawn = -60.0
    shown(Progress(1, 2, "add", "running", preview=Preview(1, 1, 'data:image/svg+xml;base64,"><script>')))
    assert "script" not in display.shown[-1]["text/html"]
    shown.finish("2 sessions: 2 completed, 1.0 s")
    assert display.shown[-1]["text/plain"] == "2 sessions: 2 completed, 1.0 s"
    assert "img" not in display.shown[-1]["text/html"]


def test_outside_a_notebook_progress_is_text() -> None:
    assert isinstance(printer(), Printer)


def test_a_huge_preview_is_none() -> None:
    image = {"width": 8, "height": 4, "dataURL": "x" * 8_000_000}
    event = Event("invocation_progress", {"item_id": 1, "invocation_source_id": "add", "image": image})
    step = progress_of(event, {1: 0}, 1)
    assert step is not None
    assert step.preview is None


def test_an_item_of_somebody_else_that_has_the_number_now_is_not_ours(client: InvokeAIClient, queue: FakeQueue) -> None:
    """A server that was started with an empty database counts its items from 1 again."""
    run = client.submit(PlainBatch())
    queue.items[1] = {**queue.items[1], "batch_id": "of-somebody-else", "status": "completed", "session": SUM}
    with pytest.raises(JobCancelled, match="was removed from the queue") as caught:
        run.wait(timeout=PATIENCE)
    assert list(caught.value.result.sessions[0].item) == []


def test_a_result_does_not_take_what_somebody_else_has_under_the_number_now(
    client: InvokeAIClient, queue: FakeQueue
) -> None:
    run = client.submit(PlainBatch(runs=101))  # so many that nothing is fetched before it is asked for
    queue.finish(session=SUM)
    result = run.wait(timeout=PATIENCE)
    queue.items[1] = {**queue.items[1], "batch_id": "of-somebody-else"}
    with pytest.raises(NoOutput, match="does not hold it any more"):
        result.output("add")


def test_being_asked_to_slow_down_is_no_reason_to_give_up(
    server: FakeServer, queue: FakeQueue, later: Callable[..., None]
) -> None:
    with InvokeAIClient.from_url(server.url, max_retries=0) as client:
        run = client.submit(PlainBatch())
        working = server.fallback

        def recover() -> None:
            server.fallback = working

        server.fallback = lambda _: as_json({"detail": "too many requests"}, 429)
        queue.finish(session=SUM)
        later(recover, after=0.5)
        assert run.wait(timeout=PATIENCE).output("add").value == 3


def test_a_run_ends_in_time_with_all_that_belongs_to_it(
    server: FakeServer, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = 0.0

    def clock() -> float:
        return time.monotonic() + passed

    def slowly(request: Request) -> Answer:
        nonlocal passed
        passed += 700  # seconds, of which nobody waits for one
        return queue.enqueue(request)

    monkeypatch.setattr(client_module, "monotonic", clock)
    monkeypatch.setattr(waiting, "monotonic", clock)
    monkeypatch.setattr(waiting, "_LEAST_TIMEOUT", PATIENCE)
    server.route("POST", queue.enqueue_path, slowly)
    with InvokeAIClient.from_url(server.url) as client:
        started = time.monotonic()
        with pytest.raises(WaitTimeout, match=r"had not ended after 700 s: 1 pending"):
            client.run(Graph(Add(a=1, b=2)), timeout=700)
        assert time.monotonic() - started < PATIENCE


def test_a_wait_ends_in_time_whatever_question_hangs(server: FakeServer, queue: FakeQueue) -> None:
    def hang(_: Request) -> Answer:
        over.wait(10 * PATIENCE)
        raise Drop

    over = threading.Event()
    server.route("POST", f"{QUEUE}/item_summaries_by_ids", hang)
    with InvokeAIClient.from_url(server.url, timeout=10 * PATIENCE) as client:
        run = client.submit(PlainBatch(runs=2))
        queue.finish("failed")
        started = time.monotonic()
        with pytest.raises(WaitTimeout):
            run.wait(timeout=0.2)
        over.set()
        assert time.monotonic() - started < PATIENCE
