"""What a client adds to what the server and the network take, measured against them in the same run."""

from __future__ import annotations

import json
import statistics
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from invokegraph import Batch, Graph
from invokegraph.transport import InvokeAIClient
from nodes_catalog import Add, BlankImage
from tests.live.servers import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.benchmark, pytest.mark.live]
ROUNDS = 20  # so many that each of those compared has the machine for itself in one of them


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with own_server() as server:  # tens of thousands of sessions would be in the way of others
        yield server.url


@pytest.fixture
def client(url: str) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(url, timeout=60.0) as client:
        yield client


def test_from_the_last_event_to_the_return(client: InvokeAIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[float] = []
    receive = client._events._receive

    def listen(event: object) -> None:
        if getattr(event, "data", {}).get("status") == "completed":
            heard.append(time.perf_counter())
        receive(event)  # type: ignore[arg-type]

    monkeypatch.setattr(client._events, "_receive", listen)
    lags = []
    for number in range(25):
        client.run(Graph(Add(a=number, b=time.time_ns() % 2**31)), timeout=60)
        lags.append((time.perf_counter() - heard[-1]) * 1000)
    print(
        f"\nfrom the completion event to the return: median {statistics.median(lags):.1f} ms, worst {max(lags):.1f} ms"
    )
    assert statistics.median(lags) < 10


def test_fifty_waiters_leave_nothing_behind(url: str) -> None:
    def left() -> tuple[int, int]:
        sockets = [link for link in Path("/proc/self/fd").iterdir() if "socket" in _target(link)]
        return threading.active_count(), len(sockets)

    before = left()
    adds = [Add(a=number, b=1000) for number in range(50)]
    with InvokeAIClient.from_url(url, timeout=60.0) as client:
        started = time.perf_counter()
        with ThreadPoolExecutor(50) as pool:
            results = list(pool.map(lambda add: client.run(Graph(add), timeout=120), adds))
        seconds = time.perf_counter() - started
    assert [result.output(add).value for result, add in zip(results, adds, strict=True)] == list(range(1000, 1050))
    deadline = time.monotonic() + 60
    while left() != before and time.monotonic() < deadline:
        time.sleep(0.01)
    print(f"\n50 waiters on one client: {seconds:.1f} s; threads and sockets before {before}, after {left()}")
    assert left() == before


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def test_two_hundred_images(client: InvokeAIClient, url: str, tmp_path: Path) -> None:
    count, curls = 200, 8
    image = BlankImage(width=512, height=512, use_cache=False)
    nodes = [BlankImage(width=512, height=512, use_cache=False) for _ in range(count - 1)]
    result = client.run(Graph(image, *nodes), timeout=300)
    names = [picture.name for picture in result.images()]
    assert len(names) == count
    rates: dict[str, list[float]] = {"curl": [], "ours": []}
    for attempt in range(ROUNDS):
        folder = tmp_path / f"curl-{attempt}"
        folder.mkdir()
        wanted = [["-o", str(folder / name), f"{url}/api/v1/images/i/{name}/full"] for name in names]
        commands = [["curl", "-sS", "--fail", *chain(*wanted[place::curls])] for place in range(curls)]
        started = time.perf_counter()
        running = [subprocess.Popen(command) for command in commands]
        assert [process.wait() for process in running] == [0] * curls
        rates["curl"].append(count / (time.perf_counter() - started))
        assert len(list(folder.iterdir())) == count
        started = time.perf_counter()
        saved = result.save_images(tmp_path / f"ours-{attempt}")
        rates["ours"].append(count / (time.perf_counter() - started))
        assert {path.name: path.read_bytes() for path in saved} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
    curl, ours = max(rates["curl"]), max(rates["ours"])  # noise only ever adds to the time
    print(f"\n{count} images: {ours:.0f} a second, {curls} curls {curl:.0f} a second, ratio {ours / curl:.2f}")
    assert ours >= 0.8 * curl


def test_ten_thousand_sessions(client: InvokeAIClient, url: str) -> None:
    add = Add()
    raw_seconds, own_seconds = list[float](), list[float]()
    for _ in range(ROUNDS // 2):
        batch = Batch(Graph(add)).sweep(add, a=range(100)).sweep(add, b=range(100))
        body = json.dumps({"batch": {**batch.to_dict(), "batch_id": f"raw-{batch.batch_id}"}, "prepend": False})
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        started = time.perf_counter()
        answer = requests.post(f"{url}/api/v1/queue/default/enqueue_batch", data=body, headers=headers, timeout=300)
        raw_seconds.append(time.perf_counter() - started)
        client.attach(f"raw-{batch.batch_id}").cancel()
        started = time.perf_counter()
        run = client.submit(batch)
        own_seconds.append(time.perf_counter() - started)
        run.cancel()
        assert len(answer.json()["item_ids"]) == len(run.item_ids) == 10_000
    started = time.perf_counter()
    result = run.wait(timeout=120, on_error="collect")
    waited = time.perf_counter() - started
    started = time.perf_counter()
    assert [session.values for session in result.sessions[:1000]] == [
        session.values for session in islice(batch.sessions(), 1000)
    ]
    bulk = time.perf_counter() - started
    started = time.perf_counter()
    for item_id in run.item_ids[:100]:
        client.request("GET", f"/queue/default/i/{item_id}")
    singly = (time.perf_counter() - started) * 10
    print(f"\nhow 10,000 sessions ended: {waited:.2f} s; 1,000 of them read: {bulk:.2f} s, one by one {singly:.2f} s")
    assert bulk < singly
    ours, raw = min(own_seconds), min(raw_seconds)  # noise only ever adds
    print(f"\n10,000 sessions: {ours:.2f} s, the bare request {raw:.2f} s, ratio {ours / raw:.2f}")
    assert ours <= 1.2 * raw
