from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from invokegraph.errors import InvalidGraph
from invokegraph.problem import Problem
from invokegraph.transport import (
    ConnectionFailed,
    InvokeAIClient,
    JobCancelled,
    QueueFull,
    RequestRefused,
    UnexpectedAnswer,
    WaitTimeout,
    submission,
    waiting,
)
from invokegraph.transport import client as client_module
from invokegraph.transport.submission import part_of

from .fake_server import HTML, PATIENCE, Answer, Drop, FakeQueue, FakeServer, Request, Route, as_json, sessions_of
from .standins import PlainBatch

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(submission, "_LOOK_SECONDS", 0.05)


@pytest.fixture
def client(server: FakeServer) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(server.url, timeout=PATIENCE, max_retries=1) as client:
        yield client


def in_turn(*routes: Route) -> Route:
    """Each request is answered by the next route, the last one answers the rest."""
    rest = list(routes)

    def answer(request: Request) -> Answer:
        return (rest.pop(0) if len(rest) > 1 else rest[0])(request)

    return answer


def drop(_: Request) -> Answer:
    raise Drop


def test_a_batch_is_sent_as_it_is_written(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch(runs=3)
    run = client.submit(batch)
    assert run.batch_id == batch.batch_id
    assert run.item_ids == (1, 2, 3)
    sent = next(request for request in server.requests if request.path == queue.enqueue_path)
    assert sent.body == {"batch": batch.to_dict(), "prepend": False}


def test_what_has_problems_is_not_sent(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch()
    batch.found = [Problem("missing-input", "add.a is missing")]
    with pytest.raises(InvalidGraph):
        client.submit(batch)
    assert not server.requests
    client.submit(batch, ignore={"missing-input"})
    assert len(queue.items) == 1


def test_lost_before_it_was_taken(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    server.route("POST", queue.enqueue_path, in_turn(drop, queue.enqueue))
    assert client.submit(PlainBatch(runs=2)).item_ids == (1, 2)
    assert len(queue.items) == 2


@pytest.mark.parametrize("fate", ["dropped", "cut", "late", "502", "503", "504", "page"])
def test_lost_after_it_was_taken(server: FakeServer, client: InvokeAIClient, queue: FakeQueue, fate: str) -> None:
    given_up = threading.Event()
    if fate == "late":
        client._http.timeout = 2.0

    def take_and_lose(request: Request) -> Answer:
        taken = queue.enqueue(request)
        match fate:
            case "dropped":
                raise Drop
            case "cut":
                taken.missing = 5
            case "late":
                client._http.timeout = PATIENCE  # as of now: nothing else is to be late
                given_up.wait(PATIENCE)
            case "page":
                return Answer(HTML, kind="text/html")
            case _:
                return as_json({"detail": "bad gateway"}, int(fate))
        return taken

    server.route("POST", queue.enqueue_path, take_and_lose)
    assert client.submit(PlainBatch(runs=2)).item_ids == (1, 2)
    given_up.set()
    assert len(queue.items) == 2
    assert server.count("POST", queue.enqueue_path) == 1


def test_taken_late_while_we_ask(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "_LOOK_SECONDS", 30.0)
    late: list[Request] = []

    def remember(request: Request) -> Answer:
        late.append(request)
        raise Drop

    def status(request: Request) -> Answer | None:
        if late and server.count("GET", request.path) == 3:
            queue.enqueue(late.pop())
        return about_one(request)

    about_one = server.fallback
    server.fallback = status
    server.route("POST", queue.enqueue_path, in_turn(remember, queue.enqueue))
    assert client.submit(PlainBatch()).item_ids == (1,)
    assert server.count("POST", queue.enqueue_path) == 1


def test_of_two_that_arrived_the_second_is_cancelled(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue
) -> None:
    late: list[Request] = []

    def remember(request: Request) -> Answer:
        late.append(request)
        raise Drop

    def take_both(request: Request) -> Answer:
        queue.enqueue(late.pop())
        return queue.enqueue(request)

    server.route("POST", queue.enqueue_path, in_turn(remember, take_both))
    assert client.submit(PlainBatch(runs=2)).item_ids == (1, 2)
    assert [item["status"] for item in queue.items.values()] == ["pending", "pending", "canceled", "canceled"]


def test_lost_again_and_again(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    server.route("POST", queue.enqueue_path, drop)
    with pytest.raises(ConnectionFailed):
        client.submit(PlainBatch())
    assert server.count("POST", queue.enqueue_path) == 2


def test_nobody_to_ask(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch()

    def die(_: Request) -> Answer:
        server.fallback = drop
        raise Drop

    server.route("POST", queue.enqueue_path, die)
    with pytest.raises(ConnectionFailed, match=f"whether batch {batch.batch_id} arrived cannot be asked"):
        client.submit(batch)
    assert server.count("POST", queue.enqueue_path) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (as_json({"detail": "Unexpected error while enqueuing batch: no"}, 500), RequestRefused),
        (as_json({"detail": [{"loc": ["body"], "msg": "Value error, cycle"}]}, 422), RequestRefused),
        (Answer(HTML, kind="text/html"), UnexpectedAnswer),
        (as_json({"enqueued": "1"}), UnexpectedAnswer),
    ],
    ids=["500", "422", "page", "odd"],
)
def test_a_refusal_is_final(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, answer: Answer, error: type[Exception]
) -> None:
    server.route("POST", queue.enqueue_path, answer)
    with pytest.raises(error):
        client.submit(PlainBatch())
    assert server.count("POST", queue.enqueue_path) == 1


def swept() -> PlainBatch:
    """Two repetitions of two crossed axes, the second one of two inputs that advance together."""
    batch = PlainBatch(runs=2)
    batch.data = [
        [{"node_path": "add", "field_name": "a", "items": [1, 2, 3]}],
        [
            {"node_path": "add", "field_name": "b", "items": [10, 20]},
            {"node_path": "add", "field_name": "c", "items": ["x", "y"]},
        ],
    ]
    return batch


@pytest.mark.parametrize("start", range(12))
def test_a_part_of_a_batch_holds_its_sessions(start: int) -> None:
    data = swept().to_dict()
    for stop in range(start + 1, 13):
        assert list(sessions_of(part_of(data, start, stop))) == list(sessions_of(data))[start:stop]


def test_a_full_queue_is_not_silent(client: InvokeAIClient, queue: FakeQueue) -> None:
    queue.room = 2
    batch = PlainBatch(runs=5)
    with pytest.raises(QueueFull, match=f"2 of the 5 sessions of batch {batch.batch_id}") as caught:
        client.submit(batch)
    error = caught.value
    assert (error.batch_id, error.taken, error.requested) == (batch.batch_id, 2, 5)
    assert error.run.item_ids == (1, 2)
    assert error.run.cancel() == 2
    assert {item["status"] for item in queue.items.values()} == {"canceled"}
    with pytest.raises(JobCancelled):
        error.run.wait(timeout=PATIENCE)
    assert len(queue.items) == 2, "what was given up is not sent later"


def test_a_full_queue_is_not_silent_when_the_answer_is_lost(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue
) -> None:
    def take_and_drop(request: Request) -> Answer:
        queue.enqueue(request)
        raise Drop

    queue.room = 2
    server.route("POST", queue.enqueue_path, take_and_drop)
    with pytest.raises(QueueFull) as caught:
        client.submit(PlainBatch(runs=5))
    assert caught.value.taken == 2


def finish_in_turn(queue: FakeQueue, over: threading.Event) -> None:
    """A server that is at work: whatever is pending ends soon."""
    while not over.wait(0.02):
        queue.finish()


@pytest.mark.parametrize("lose", [False, True], ids=["heard", "unheard"])
@pytest.mark.parametrize("room", [1, 2, 5])
def test_the_rest_is_sent_as_room_appears(
    server: FakeServer,
    client: InvokeAIClient,
    queue: FakeQueue,
    room: int,
    lose: bool,  # noqa: FBT001 - a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "_PAUSE_WHILE_FULL", 0.01)

    def take_and_drop(request: Request) -> Answer:
        queue.enqueue(request)
        raise Drop

    queue.room = room
    if lose:
        server.route("POST", queue.enqueue_path, in_turn(*[queue.enqueue, take_and_drop] * 6))
    over = threading.Event()
    working = threading.Thread(target=finish_in_turn, args=(queue, over))
    working.start()
    try:
        batch = swept()
        with pytest.raises(QueueFull) as caught:
            client.submit(batch)
        result = caught.value.run.wait(timeout=PATIENCE)
    finally:
        over.set()
        working.join()
    ran = [queue.items[session.item_id]["field_values"] for session in result.sessions]
    assert ran == list(sessions_of(batch.to_dict()))
    assert len(queue.items) == len(batch) == 12


def test_the_same_batch_again_sends_the_rest(client: InvokeAIClient, queue: FakeQueue) -> None:
    queue.room, batch = 5, swept()
    with pytest.raises(QueueFull):
        client.submit(batch)
    queue.finish()
    with pytest.raises(QueueFull) as caught:
        client.submit(batch)
    assert caught.value.taken == 10
    queue.finish()
    assert len(client.submit(batch).item_ids) == 12
    assert [item["field_values"] for item in queue.items.values()] == list(sessions_of(batch.to_dict()))


def test_submit_can_wait_for_room(client: InvokeAIClient, queue: FakeQueue) -> None:
    queue.room = 5
    over = threading.Event()
    working = threading.Thread(target=finish_in_turn, args=(queue, over))
    working.start()
    try:
        assert len(client.submit(swept(), room_timeout=PATIENCE).item_ids) == 12
    finally:
        over.set()
        working.join()


def test_the_same_batch_again_is_the_same_run(client: InvokeAIClient, queue: FakeQueue) -> None:
    client.submit(PlainBatch(runs=2))
    batch = PlainBatch(runs=2)
    assert client.submit(batch).item_ids == client.submit(batch).item_ids == (3, 4)
    assert len(queue.items) == 4


def test_two_runs_of_one_batch_go_on_together(client: InvokeAIClient, queue: FakeQueue) -> None:
    queue.room, batch = 5, swept()
    with pytest.raises(QueueFull) as caught:
        client.submit(batch)
    queue.finish()
    queue.room = 100
    again = client.submit(batch)
    queue.finish()
    for run in (caught.value.run, again):
        assert {session.status for session in run.wait(timeout=PATIENCE).sessions} == {"completed"}
    assert [item["field_values"] for item in queue.items.values()] == list(sessions_of(batch.to_dict()))


@pytest.mark.parametrize("clients", [1, 3])
def test_one_batch_from_many_threads_while_the_queue_is_full(
    server: FakeServer, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch, clients: int
) -> None:
    monkeypatch.setattr(client_module, "_PAUSE_WHILE_FULL", 0.01)
    queue.room, batch = 5, swept()
    over = threading.Event()
    working = threading.Thread(target=finish_in_turn, args=(queue, over))
    working.start()
    try:
        with ExitStack() as stack:
            several = [stack.enter_context(InvokeAIClient.from_url(server.url)) for _ in range(clients)]
            with ThreadPoolExecutor(3) as pool:
                runs = pool.map(lambda n: several[n % clients].submit(batch, room_timeout=PATIENCE), range(3))
                results = [run.wait(timeout=PATIENCE) for run in runs]
    finally:
        over.set()
        working.join()
    assert [item["field_values"] for item in queue.items.values()] == list(sessions_of(batch.to_dict()))
    assert [len(result.sessions) for result in results] == [12, 12, 12]


def test_what_somebody_ran_again_is_not_taken_for_the_rest(client: InvokeAIClient, queue: FakeQueue) -> None:
    queue.room = 2
    with pytest.raises(QueueFull) as caught:
        client.submit(PlainBatch(runs=3))
    queue.finish()
    queue.items[3] = {**queue.items[2], "item_id": 3, "retried_from_item_id": 2}
    with pytest.raises(WaitTimeout):
        caught.value.run.wait(timeout=0.2)
    assert caught.value.run.item_ids == (1, 2, 4)


def test_closing_ends_the_wait_for_room(client: InvokeAIClient, queue: FakeQueue) -> None:
    queue.room = 2
    with ThreadPoolExecutor(1) as pool:
        submitting = pool.submit(client.submit, PlainBatch(runs=3), room_timeout=PATIENCE)
        while len(queue.items) < 2:
            time.sleep(0.01)
        client.close()
        with pytest.raises(QueueFull):
            submitting.result(timeout=PATIENCE)


def test_a_closed_client_submits_nothing(client: InvokeAIClient, queue: FakeQueue) -> None:
    client.close()
    with pytest.raises(ConnectionFailed, match="the client was closed"):
        client.submit(PlainBatch())
    assert not queue.items


def test_a_slow_answer_is_asked_for_again_before_a_batch_is_in_doubt(
    server: FakeServer, queue: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "_LOOK_SECONDS", 0.1)
    answering, asked = server.fallback, 0

    def slowly(request: Request) -> Answer | None:
        nonlocal asked
        if request.path.startswith(queue.status_path):
            asked += 1
            if asked in (2, 3):  # the first one is asked before anything is sent
                time.sleep(0.8)
        return answering(request)

    def lose(request: Request) -> Answer:
        client._http.timeout = 0.4  # as of now, when something is late on purpose
        queue.enqueue(request)
        raise Drop

    server.fallback = slowly
    server.route("POST", queue.enqueue_path, lose)
    with InvokeAIClient.from_url(server.url) as client:
        assert client.submit(PlainBatch()).item_ids == (1,)
    assert server.count("POST", queue.enqueue_path) == 1
