"""A server with log-ins and a small queue."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from invokegraph.transport import AccessRefused, ConnectionFailed, InvokeAIClient, QueueFull
from nodes_catalog import Add
from tests.live.servers import ADMIN, OwnServer, own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live
ROOM = 5
EMAIL, PASSWORD = ADMIN


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server(MULTIUSER="1", MAX_QUEUE_SIZE=str(ROOM)) as server:
        yield server


@pytest.fixture
def client(server: OwnServer) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(server.url) as client:
        client.login(EMAIL, PASSWORD)
        yield client


def token_of(client: InvokeAIClient) -> str:
    return str(client._http.token.reveal())


def test_without_a_log_in(server: OwnServer) -> None:
    with InvokeAIClient.from_url(server.url) as client:
        assert client.health_check(), "the version is for everybody"
        with pytest.raises(AccessRefused) as caught:
            client.run(Graph(Add()), timeout=30)
        assert caught.value.status == 401
        with pytest.raises(AccessRefused) as caught:
            client.login(EMAIL, f"{PASSWORD}-wrong")
        error = caught.value
        shown = [*traceback.format_exception(error), repr(vars(error)), repr(vars(error.response.request))]
        assert PASSWORD not in "\n".join(shown)


def test_logged_in_events_arrive_and_the_token_shows_nowhere(
    server: OwnServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    add = Add(a=20, b=22)
    with InvokeAIClient.from_url(server.url) as client:
        client.login(EMAIL, PASSWORD)
        first = token_of(client)
        steps: list[object] = []
        assert client.run(Graph(add), timeout=60, progress=steps.append).output(add).value == 42
        assert client._events.connected
        assert steps

        async def listen() -> None:
            async with client.socketio_session() as sio:
                await sio.emit("subscribe_queue", {"queue_id": "default"})

        asyncio.run(listen())
        time.sleep(1.1)  # a token's times are in seconds
        client.submit(Batch(Graph(add))).wait(timeout=60)
        second = token_of(client)
        assert second != first, "the server renewed it, and it was adopted"
        assert client.run(Graph(add), timeout=60).output(add).value == 42
        shown = repr(client) + repr(vars(client)) + repr(vars(client._http)) + repr(vars(client._events))
    out = capsys.readouterr()
    for token in (first, second):
        assert token not in caplog.text + shown + out.out + out.err


def test_a_token_as_api_key(server: OwnServer, client: InvokeAIClient) -> None:
    add = Add(a=1, b=1)
    with InvokeAIClient.from_url(server.url, api_key=token_of(client)) as other:
        assert other.run(Graph(add), timeout=60).output(add).value == 2
        assert other._events.connected


def test_a_token_that_is_none(server: OwnServer) -> None:
    with InvokeAIClient.from_url(server.url, api_key="not-a-token") as client:
        with pytest.raises(AccessRefused):
            client.submit(Batch(Graph(Add())))
        with pytest.raises(ConnectionFailed, match=r"Socket\.IO at"):
            asyncio.run(client.connect_socketio())


def test_a_sweep_that_is_larger_than_the_queue(client: InvokeAIClient) -> None:
    add = Add()
    batch = Batch(Graph(add), runs=2).sweep(add, a=[1, 2, 3]).sweep(add, b=[10, 20])
    client.request("PUT", "/queue/default/processor/pause")
    with pytest.raises(QueueFull, match=f"the queue took {ROOM} of the 12 sessions") as caught:
        client.submit(batch)
    assert (caught.value.taken, caught.value.requested) == (ROOM, 12)
    with pytest.raises(QueueFull, match=f"the queue took {ROOM} of the 12 sessions"):
        client.submit(batch, room_timeout=1.0)
    assert client.attach(batch.batch_id).status().total == ROOM
    client.request("PUT", "/queue/default/processor/resume")
    result = client.run(batch, timeout=120)
    assert result.values(add, "value") == [11, 21, 12, 22, 13, 23] * 2
    assert [session.values for session in result.sessions] == [session.values for session in batch.sessions()]
    assert client.attach(batch.batch_id).status().total == 12
    again = client.run(Batch(Graph(add)).sweep(add, a=range(8)), timeout=120)
    assert again.values(add, "value") == list(range(8))
