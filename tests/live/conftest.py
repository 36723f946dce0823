from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient

from .operations import record
from .servers import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport.boards import BoardHandle

    from .operations import Operation
    from .servers import OwnServer


@pytest.fixture(scope="session", autouse=True)
def called() -> Iterator[dict[Operation, set[str]]]:
    """The operations that have succeeded, with the methods of the client that called them."""
    with pytest.MonkeyPatch.context() as patch:
        yield record(patch)


@pytest.fixture(scope="session")
def live_url() -> str:
    """The server that INVOKEGRAPH_LIVE_URL names."""
    url = os.environ.get("INVOKEGRAPH_LIVE_URL", "")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    return url


@pytest.fixture
def client(live_url: str) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(live_url, timeout=60.0) as client:
        yield client


@pytest.fixture(scope="session")
def own() -> Iterator[OwnServer]:
    """A server that nobody else uses, for what would disturb others."""
    with own_server(INVOKEAI_ALLOW_PRIVATE_DOWNLOAD_URLS="true", INVOKEAI_ALLOW_UNKNOWN_MODELS="false") as server:
        yield server


@pytest.fixture
def alone(own: OwnServer) -> Iterator[InvokeAIClient]:
    """A client of a server that nobody else uses."""
    with InvokeAIClient.from_url(own.url, timeout=60.0) as client:
        yield client


@pytest.fixture
def board(client: InvokeAIClient) -> Iterator[BoardHandle]:
    """A board that is deleted after the test, with all that is on it."""
    board = client.board_repo.create_board("a test's own ☂")
    yield board
    board.delete(include_images=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at all calls comes last."""
    items.sort(key=lambda item: item.get_closest_marker("live") is not None and "test_operations" in item.nodeid)
