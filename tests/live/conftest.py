from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient

if TYPE_CHECKING:
    from collections.abc import Iterator


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
