"""A batch is neither lost nor doubled, whatever happens on the way to a real server."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph
from invokegraph.transport import InvokeAIClient
from invokegraph.transport.submission import items_of
from nodes_catalog import Add
from tests.live.servers import OwnServer, own_server
from tests.transport.faulty_proxy import AFTER, BEFORE, NONE, TWICE, Fault, FaultyProxy, slow

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live
BATCHES = 1000
TIMEOUT = 2.0
FAULTS = [*BEFORE, *AFTER, *slow(TIMEOUT + 0.5), TWICE]


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


def chosen(seed: int) -> object:
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
    proxy = FaultyProxy(server.port, chosen(7))  # type: ignore[arg-type]
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
