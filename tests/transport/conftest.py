from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient, asyncio_sockets, events, sockets

from .fake_server import PATIENCE, FakeQueue, FakeServer, FakeSockets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    yield fake
    fake.close()


@pytest.fixture
def queue(server: FakeServer) -> FakeQueue:
    return FakeQueue(server)


@pytest.fixture(name="sockets")
def _sockets(server: FakeServer) -> FakeSockets:
    """The events of the fake server, which has none without."""
    server.sockets = FakeSockets()
    return server.sockets


@pytest.fixture
def client(server: FakeServer) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(server.url) as client:
        yield client


@pytest.fixture(autouse=True)
def _connections_may_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy must not make clients do without a socket where a test is about one."""
    for module in (asyncio_sockets, events, sockets):
        monkeypatch.setattr(module, "CONNECT_SECONDS", PATIENCE)


@pytest.fixture(autouse=True)
def _without_the_users_network_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "REQUESTS_CA_BUNDLE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
