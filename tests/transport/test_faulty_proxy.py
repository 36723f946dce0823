"""Submissions through a proxy that does to them what networks do. Against a real server: `tests/live`."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import ConnectionFailed, InvokeAIClient, RequestRefused, submission

from .faulty_proxy import AFTER, BEFORE, NONE, TWICE, Fault, FaultyProxy, slow
from .standins import PlainBatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fake_server import FakeQueue, FakeServer

TIMEOUT = 0.5  # where the answer is to be late
PATIENCE = 2.5  # where many come at once: a machine that is busy must not add timeouts to those that are made
LONG = 60.0  # elsewhere
FAULTS = [*BEFORE, *AFTER, *slow(TIMEOUT + 0.2), TWICE]
NAMES = [fault.name for fault in FAULTS]


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "_LOOK_SECONDS", 0.2)


@pytest.fixture
def proxy(server: FakeServer) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(server.port)
    yield proxy
    proxy.close()


def live(queue: FakeQueue) -> Counter[str]:
    return Counter(item["batch_id"] for item in queue.items.values() if item["status"] == "pending")


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
@pytest.mark.parametrize("times", [1, 2])
def test_whatever_fails_the_batch_is_enqueued_once(
    proxy: FaultyProxy, queue: FakeQueue, fault: Fault, times: int
) -> None:
    fates = [fault] * times

    def choose(_method: str, path: str) -> Fault:
        is_sent = path == queue.enqueue_path
        if is_late and (is_sent or len(fates) == times):  # of what it asks nothing else is to be late
            client._http.timeout = LONG if is_sent else TIMEOUT
        return fates.pop() if is_sent and fates else NONE

    is_late = fault.hold or fault.wait
    proxy.choose = choose
    batch = PlainBatch(runs=3)
    with InvokeAIClient.from_url(proxy.url, timeout=LONG) as client:
        run = client.submit(batch)
    assert live(queue) == {batch.batch_id: 3}
    assert [queue.items[item_id]["status"] for item_id in run.item_ids] == ["pending"] * 3


def test_many_at_once(proxy: FaultyProxy, queue: FakeQueue) -> None:
    sent, asked = count(), count()
    faults = [*BEFORE, *AFTER, *slow(PATIENCE + 0.2), TWICE]

    def choose(method: str, path: str) -> Fault:
        if path == queue.enqueue_path:
            number, odd = divmod(next(sent), 2)
            return faults[number % len(faults)] if odd else NONE
        number, rest = divmod(next(asked), 9) if method == "GET" else (0, 0)
        return BEFORE[number % len(BEFORE)] if rest == 8 else NONE

    proxy.choose = choose
    batches = [PlainBatch(runs=2) for _ in range(100)]
    with (  # by chance one batch may meet many faults in a row
        InvokeAIClient.from_url(proxy.url, timeout=PATIENCE, max_retries=20) as client,
        ThreadPoolExecutor(16) as pool,
    ):
        runs = list(pool.map(client.submit, batches))
    proxy.close()  # whatever was held back is there by now
    assert live(queue) == {batch.batch_id: 2 for batch in batches}
    assert sum(proxy.tally[name] for name in NAMES) > 50
    assert {*NAMES} <= proxy.tally.keys()
    assert len({item_id for run in runs for item_id in run.item_ids}) == 200


@pytest.mark.parametrize("fault", [fault for fault in BEFORE if not fault.status], ids=lambda fault: fault.name)
def test_a_line_that_stays_bad_is_an_error(proxy: FaultyProxy, queue: FakeQueue, fault: Fault) -> None:
    proxy.choose = lambda _, path: fault if path == queue.enqueue_path else NONE
    batch = PlainBatch()
    with InvokeAIClient.from_url(proxy.url, timeout=LONG, max_retries=1) as client:
        with pytest.raises(ConnectionFailed):
            client.submit(batch)
        assert not queue.items
        proxy.choose = lambda _method, _path: NONE
        assert client.submit(batch).item_ids == (1,)


def test_a_proxy_that_stays_broken_is_an_error(proxy: FaultyProxy, queue: FakeQueue) -> None:
    broken = next(fault for fault in BEFORE if fault.status == 502)
    proxy.choose = lambda _, path: broken if path == queue.enqueue_path else NONE
    with (
        InvokeAIClient.from_url(proxy.url, timeout=LONG, max_retries=1) as client,
        pytest.raises(RequestRefused, match="502"),
    ):
        client.submit(PlainBatch())
    assert proxy.tally[broken.name] == 2
