"""One source, two servers: the simulator in every run, and a real one where INVOKEGRAPH_LIVE_URL names it.

No test asks which of them it talks to.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import requests

from invokegraph.simulator import Simulator
from invokegraph.transport import InvokeAIClient
from tests.contract.asking import Asking
from tests.contract.people import People
from tests.live.servers import ADMIN, own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVERS = ["simulated", pytest.param("real", marks=pytest.mark.live)]
COUNTED: Counter[str] = Counter()


@pytest.fixture(scope="session")
def simulated_url() -> Iterator[str]:
    with Simulator() as url:
        yield url


@pytest.fixture(params=SERVERS)
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "simulated":
        COUNTED["simulated"] += 1
        return request.getfixturevalue("simulated_url")
    live_url = os.environ.get("INVOKEGRAPH_LIVE_URL", "")
    if not live_url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    COUNTED["real"] += 1
    return live_url


@pytest.fixture(scope="session")
def simulated_multiuser_url() -> Iterator[str]:
    with Simulator(multiuser=True) as url:
        email, password = ADMIN
        answer = requests.post(
            f"{url}/api/v1/auth/setup",
            json={"email": email, "password": password, "display_name": "admin"},
            timeout=60,
        )
        assert answer.json()["success"] is True
        yield url


@pytest.fixture(scope="session")
def real_multiuser_url() -> Iterator[str]:
    """The server that INVOKEGRAPH_LIVE_MULTIUSER_URL names, else one of the tests' own."""
    url = os.environ.get("INVOKEGRAPH_LIVE_MULTIUSER_URL", "")
    if url:
        yield url
        return
    with own_server(MULTIUSER="1") as server:
        yield server.url


@pytest.fixture(params=SERVERS)
def people(request: pytest.FixtureRequest) -> Iterator[People]:
    """The users of a server where people log in, of whom only the administrator outlasts the test."""
    url = request.getfixturevalue(f"{request.param}_multiuser_url")
    COUNTED[request.param] += 1
    with People(url) as people:
        yield people


@pytest.fixture
def invokeai(url: str) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(url, timeout=60.0) as client:
        yield client


@pytest.fixture
def ask(url: str) -> Iterator[Asking]:
    with Asking(url) as asking:
        yield asking


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if COUNTED:
        counts = ", ".join(f"{count} against the {name} server" for name, count in COUNTED.items())
        terminalreporter.write_line(f"contract: {counts}")
