"""Every answer is one that the server's schema allows, whatever is asked."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from invokegraph.simulator import Simulator
from invokegraph.simulator.app import OPERATIONS
from invokegraph.simulator.rest_schema import paths
from tests.contract.asking import Asking

from .answers_of import faults
from .filled import fill
from .requests_of import Request, requests_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DOCUMENTED = [(m, p) for m, p in OPERATIONS if re.sub(":path}", "}", p) in paths()]
REMOVES = re.compile("DELETE|delete|clear|prune|pause")  # then there has to be something again
COUNTED: Counter[str] = Counter()
STATUSES: Counter[int] = Counter()


@pytest.fixture(scope="module")
def ask() -> Iterator[Asking]:
    with Simulator() as url, Asking(url) as asking:
        yield asking


@pytest.fixture(scope="module")
def known(ask: Asking) -> dict[str, Sequence[str]]:
    return fill(ask)


@pytest.mark.parametrize("operation", DOCUMENTED, ids=" ".join)
def test_every_answer_is_documented(ask: Asking, known: dict[str, Sequence[str]], operation: tuple[str, str]) -> None:
    COUNTED["operations"] += 1

    @settings(
        max_examples=10, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data())
    def ask_something(data: Any) -> None:
        request: Request = data.draw(requests_of(operation, known))
        response = request.send(ask)
        COUNTED["requests"] += 1
        STATUSES[response.status_code] += 1
        found = faults(operation, response)
        COUNTED["failures"] += bool(found)
        assert not found, f"{request}\n{response.status_code} {response.text[:500]}\n" + "\n".join(found)
        if response.ok and REMOVES.search(" ".join(operation)):
            known.update(fill(ask))

    ask_something()


def test_how_much_was_asked() -> None:
    spread = ", ".join(f"{count} × {status}" for status, count in sorted(STATUSES.items()))
    print(
        f"\nopenapi: {COUNTED['operations']} operations, {COUNTED['requests']} requests, {COUNTED['failures']} failures ({spread})"
    )
    assert COUNTED["failures"] == 0
