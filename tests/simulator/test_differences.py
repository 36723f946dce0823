"""The same requests to the simulator and to a real server: both take and refuse the same, in the same words.

Only what changes nothing is asked: everything that reads, and of the rest what the simulator refuses.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from invokegraph.simulator import Simulator
from invokegraph.simulator.rest_schema import paths, rest_components, slim
from tests.contract.asking import Asking
from tests.live.servers import own_server

from .requests_of import Request, requests_of
from .test_openapi import DOCUMENTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

pytestmark = pytest.mark.live
ASKS_OTHERS = {"/api/v2/models/hugging_face", "/api/v2/models/install/huggingface"}
EXAMPLES = int(os.environ.get("INVOKEGRAPH_EXAMPLES", "15"))
READ = [each for each in DOCUMENTED if each[0] in ("GET", "HEAD") and each[1] not in ASKS_OTHERS]
WRITE = [each for each in DOCUMENTED if each[0] not in ("GET", "HEAD")]
COUNTED: Counter[str] = Counter()


@pytest.fixture
def simulated() -> Iterator[Asking]:
    with Simulator() as url, Asking(url) as asking:
        yield asking


@pytest.fixture(scope="module")
def shared() -> Iterator[Asking]:
    url = os.environ.get("INVOKEGRAPH_LIVE_URL", "")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    with Asking(url) as asking:
        yield asking


@pytest.fixture(scope="module")
def own() -> Iterator[Asking]:
    """A server of this test's own: what the simulator refuses, a real one might do."""
    with own_server() as server, Asking(server.url) as asking:
        yield asking


def test_the_schema_is_the_servers(shared: Asking) -> None:
    document = shared.json("GET", "/openapi.json")
    assert slim(document) == {"paths": paths(), "components": {"schemas": rest_components()}}


@pytest.mark.parametrize("operation", READ, ids=" ".join)
def test_reading_is_answered_as_by_the_real_one(simulated: Asking, shared: Asking, operation: tuple[str, str]) -> None:
    @_asking(operation)
    def ask_both(request: Request) -> None:
        _compare(request, request.send(simulated), shared)

    ask_both()


@pytest.mark.parametrize("operation", WRITE, ids=" ".join)
def test_what_is_refused(simulated: Asking, own: Asking, operation: tuple[str, str]) -> None:
    @_asking(operation)
    def ask_both(request: Request) -> None:
        said = request.send(simulated)
        if said.status_code == 422 or (not said.ok and not operation[1].endswith("/install")):
            _compare(request, said, own)

    ask_both()


def _asking(operation: tuple[str, str]) -> Callable[[Callable[[Request], None]], Callable[[], None]]:
    COUNTED["operations"] += 1

    def decorate(function: Callable[[Request], None]) -> Callable[[], None]:
        @settings(
            max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(request=requests_of(operation, {}, there=False))
        def ask(request: Request) -> None:
            function(request)

        return ask

    return decorate


def _compare(request: Request, said: requests.Response, server: Asking) -> None:
    COUNTED["requests"] += 1
    server.session.headers["Connection"] = "close"  # which the server does anyway after it has stumbled
    answer = request.send(server)
    same = _shape(said) == _shape(answer)
    COUNTED["differences"] += not same
    assert same, f"{request}\nsimulated: {said.text[:1500]}\nreal: {answer.text[:1500]}"


def test_how_much_was_compared() -> None:
    print(
        f"\ndifferences: {COUNTED['operations']} operations, {COUNTED['requests']} requests, {COUNTED['differences']} differences"
    )


def _shape(response: requests.Response) -> object:
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind != "application/json" or not response.content:
        return response.status_code, kind
    said = response.json()
    if response.ok:
        named = sorted(said) if isinstance(said, dict) and not response.url.endswith("/app_deps") else None
        return response.status_code, kind, type(said).__name__, named
    detail = said.get("detail")
    if isinstance(detail, str):
        return response.status_code, kind, re.sub(r"/\S+", "/…", detail)
    return response.status_code, kind, sorted((each["type"], str(each["loc"])) for each in detail)
