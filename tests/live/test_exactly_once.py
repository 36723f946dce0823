"""A batch is neither lost nor doubled, whatever happens to a real server or on the way to it."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from invokegraph.transport import InvokeAIClient, JobCancelled, Result, WaitTimeout
from nodes_catalog import Add, BlankImage
from tests.live.servers import OwnServer, own_server
from tests.transport.faulty_proxy import AFTER, BEFORE, NONE, TWICE, Fault, FaultyProxy, slow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.live
BATCHES = 1000
TIMEOUT = 4.0
FAULTS = [*BEFORE, *AFTER, *slow(TIMEOUT + 0.5), TWICE]


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


def chosen(seed: int) -> Callable[[str, str], Fault]:
    """Half of the submissions and a tenth of the questions go wrong, in every way in turn."""
    chance, number = random.Random(seed), 0

    def choose(method: str, path: str) -> Fault:
        nonlocal number
        if path.endswith("/enqueue_batch") and chance.random() < 0.5:
            number += 1
            return FAULTS[number % len(FAULTS)]
        if method == "GET" and chance.random() < 0.1:
            return chance.choice([*BEFORE, *AFTER])
        return NONE

    return choose


def test_a_thousand_submissions_through_a_faulty_proxy(server: OwnServer) -> None:
    proxy = FaultyProxy(server.port, chosen(7))
    batches = [Batch(Graph(Add(a=number)), runs=2) for number in range(BATCHES)]
    with InvokeAIClient.from_url(server.url) as direct:
        direct.request("PUT", "/queue/default/processor/pause")  # so that all of them are there to be counted
        started = time.monotonic()
        try:
            with InvokeAIClient.from_url(proxy.url, timeout=TIMEOUT, max_retries=8) as client:
                with ThreadPoolExecutor(24) as pool:
                    runs = list(pool.map(client.submit, batches))
                seconds = time.monotonic() - started
                time.sleep(1.0)  # whatever was held back is there by now
        finally:
            proxy.close()
        ids = direct.request("GET", "/queue/default/item_ids").json()["item_ids"]
        found = []
        for start in range(0, len(ids), 1000):
            body = {"item_ids": ids[start : start + 1000]}
            found += direct.request("POST", "/queue/default/item_summaries_by_ids", json=body).json()
        live = Counter(item["batch_id"] for item in found if item["status"] == "pending")
        waiting = {item["item_id"] for item in found if item["status"] == "pending"}
        faults = {name: count for name, count in sorted(proxy.tally.items()) if name != "none"}
        print(f"\n{BATCHES} submissions, {sum(faults.values())} faults in {seconds:.0f} s: {faults}")
        print(f"on the server: {len(live)} batches, {len(found) - len(waiting)} surplus sessions cancelled")
        assert live == {batch.batch_id: 2 for batch in batches}
        assert {item_id for run in runs for item_id in run.item_ids} == waiting
        assert set(proxy.tally) >= {fault.name for fault in FAULTS}, "every fault happened"
        direct.request("PUT", "/queue/default/clear")
        direct.request("PUT", "/queue/default/processor/resume")


def answering_since(url: str) -> float:
    """Wait until the server answers, and say when that was."""
    with InvokeAIClient.from_url(url, max_retries=0, timeout=1.0) as probe:
        deadline = time.monotonic() + 120
        while not probe.health_check() and time.monotonic() < deadline:
            time.sleep(0.05)
    return time.monotonic()


def test_a_server_that_dies_and_comes_back(server: OwnServer, caplog: pytest.LogCaptureFixture) -> None:
    def outcome(work: Callable[[], object]) -> tuple[object, float]:
        try:
            return work(), time.monotonic()
        except Exception as error:  # noqa: BLE001 - it is looked at below
            return error, time.monotonic()

    long = Batch(Graph(*(BlankImage(width=4096, height=4096, use_cache=False) for _ in range(40))))
    later = Batch(Graph(Add(a=1, b=2)), runs=2)
    with InvokeAIClient.from_url(server.url, timeout=10.0) as client, ThreadPoolExecutor(8) as pool:
        running = client.submit(long)
        pending = client.submit(later)
        events = iter(running.events())
        next(events)
        waits = [pool.submit(outcome, running.wait) for _ in range(3)]
        short = pool.submit(outcome, lambda: running.wait(timeout=6.0))
        queued = pool.submit(outcome, pending.wait)
        time.sleep(0.5)
        server.kill()
        back = pool.submit(answering_since, server.url)
        time.sleep(7.0)
        gone, _ = short.result()
        assert isinstance(gone, WaitTimeout)
        assert "the server has not answered for" in str(gone)
        server.start()
        lags = []
        for wait in waits:
            error, ended = wait.result(timeout=60)
            assert isinstance(error, JobCancelled), error
            assert "was canceled: the server went away in the meantime" in str(error)
            lags.append(ended - back.result())
        result, ended = queued.result(timeout=60)
        assert isinstance(result, Result)
        assert result.values("add", "value") == [3, 3]
        assert [step.state for step in events if step.node_id is None] == ["canceled"]
    print(
        f"\nafter the server's return: waits ended within {max(lags):.2f} s, what was pending ran {ended - back.result():.2f} s later"
    )
    assert max(lags) < 5
    told = [record.getMessage() for record in caplog.records if record.name == "invokegraph.transport"]
    assert [message for message in told if "does not answer, waiting for it" in message] == told[:1]
    assert [message for message in told if "answers again" in message] == told[1:]
    assert len(told) == 2
