from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph.transport import ConnectionFailed, InvokeAIClient

from .fake_server import FakeServer, FakeSockets

if TYPE_CHECKING:
    from collections.abc import Iterator

CERTIFICATE = str(Path(__file__).with_name("certificate.pem"))  # for 127.0.0.1, signed by itself, with its key


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer(CERTIFICATE)
    fake.sockets = FakeSockets()
    yield fake
    fake.close()


def test_a_certificate_that_nobody_vouches_for(server: FakeServer) -> None:
    with InvokeAIClient.from_url(server.url, max_retries=0) as client:
        with pytest.raises(ConnectionFailed, match="CERTIFICATE_VERIFY_FAILED"):
            client.version()
        with client._events.listen("some-batch"):
            assert not client._events.connected
    assert not server.requests


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_it_can_be_let_pass(server: FakeServer) -> None:
    with InvokeAIClient.from_url(server.url, verify_ssl=False) as client:
        assert client.version() == "6.14.2"
        with client._events.listen("some-batch"):
            assert client._events.connected


def test_the_users_own_authority_is_believed(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", CERTIFICATE)
    with InvokeAIClient.from_url(server.url) as client:
        assert client.version() == "6.14.2"
        with client._events.listen("some-batch"):
            assert client._events.connected


def test_a_certificate_of_the_client_is_shown(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", CERTIFICATE)
    with InvokeAIClient.from_url(server.url, cert=CERTIFICATE) as client:
        assert client.version() == "6.14.2"
        with client._events.listen("some-batch"):
            assert client._events.connected


def test_connections_for_asyncio_believe_the_same(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def is_connected(**kwargs: Any) -> bool:
        async with (
            InvokeAIClient.from_url(server.url, **kwargs) as client,
            client.socketio_session() as connection,
        ):
            return bool(connection.connected)

    with pytest.raises(ConnectionFailed):
        asyncio.run(is_connected())
    assert asyncio.run(is_connected(verify_ssl=False))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", CERTIFICATE)
    assert asyncio.run(is_connected())
    assert asyncio.run(is_connected(cert=CERTIFICATE))
