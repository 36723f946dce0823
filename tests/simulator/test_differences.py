"""The same requests to the simulator and to a real server: both take and refuse the same, in the same words.

Only what changes nothing is asked: everything that reads, and of the rest what the simulator refuses.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from invokegraph.simulator import Simulator
from tests.contract.asking import Asking

from .requests_of import Request, requests_of
from .test_openapi import DOCUMENTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

pytestmark = pytest.mark.live
ASKS_OTHERS = {"/api/v2/models/hugging_face", "/api/v2/models/install/huggingface"}
EXAMPLES = int(os.environ.get("INVOKEGRAPH_EXAMPLES", "15"))
COUNTED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def simulated() -> Iterator[Asking]:
    with Simulator() as url, Asking(url) as asking:
        yield asking


@pytest.fixture(scope="module")
def real() -> Iterator[Asking]:
    url = os.environ.get("INVOKEGRAPH_LIVE_URL", "")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    with Asking(url) as asking:
        yield asking


@pytest.mark.parametrize("operation", [each for each in DOCUMENTED if each[1] not in ASKS_OTHERS], ids=" ".join)
def test_both_say_the_same(simulated: Asking, real: Asking, operation: tuple[str, str]) -> None:
    COUNTED["operations"] += 1

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data())
    def ask_both(data: Any) -> None:
        request: Request = data.draw(requests_of(operation, {"queue_id": ["default"]}, there=True))
        said = request.send(simulated)
        if said.ok and operation[0] not in ("GET", "HEAD"):
            return
        COUNTED["requests"] += 1
        answer = request.send(real)
        assert _shape(said) == _shape(answer), f"{request}\nsimulated: {said.text[:1500]}\nreal: {answer.text[:1500]}"

    ask_both()


def test_how_much_was_compared() -> None:
    print(f"\ndifferences: {COUNTED['operations']} operations, {COUNTED['requests']} requests, 0 differences")


def _shape(response: requests.Response) -> object:
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind != "application/json":
        return response.status_code, kind
    said = response.json()
    if response.ok:
        return response.status_code, kind, type(said).__name__, sorted(said) if _has_fixed_fields(said) else None
    detail = said.get("detail")
    if isinstance(detail, str):
        return response.status_code, kind, re.sub(r"/\S+", "/…", detail)
    return response.status_code, kind, [(each["type"], each["loc"]) for each in detail]


def _has_fixed_fields(said: object) -> bool:
    return isinstance(said, dict) and "hash" not in said
