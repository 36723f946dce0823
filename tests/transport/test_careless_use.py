"""Clients that are forked, dropped, interrupted and left in loops that end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from invokegraph.transport import InvokeAIClient

from .fake_server import PATIENCE, Answer, FakeQueue, FakeServer, FakeSockets, Request, as_json, until
from .playing import SUM, status_changed
from .standins import PlainBatch

ENQUEUE = "/api/v1/queue/default/enqueue_batch"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_processes_do_not_read_each_others_answers(server: FakeServer, client: InvokeAIClient) -> None:
    def echo(request: Request) -> Answer:
        time.sleep(0.01)
        return as_json(request.query)

    server.route("GET", "/api/v1/echo", echo)
    client.request("GET", "/echo")  # there is a connection now
    children = []
    for name in ("a", "b", "c"):
        if not (child := os.fork()):
            try:
                fine = all(
                    client.request("GET", "/echo", params={"who": f"{name}{n}"}).json() == {"who": [f"{name}{n}"]}
                    for n in range(20)
                )
            except Exception:  # noqa: BLE001 - the child must not come back
                fine = False
            os._exit(0 if fine else 1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert client.request("GET", "/echo", params={"who": "me"}).json() == {"who": ["me"]}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_has_its_own_events(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    server.sockets = FakeSockets()
    with client._events.listen("some-batch"):
        assert client._events.connected
        if not (child := os.fork()):
            fine = False
            try:
                with client._events.listen("other-batch"):
                    fine = client._events.connected
                client.close()
            finally:
                os._exit(0 if fine else 1)
        assert os.waitpid(child, 0)[1] == 0
        time.sleep(0.2)
        assert client._events.connected  # the child did not end it
    assert len(server.sockets.paths) == 2


def test_a_client_that_is_dropped_leaves_its_run_alone(server: FakeServer, queue: FakeQueue) -> None:
    run = InvokeAIClient.from_url(server.url).submit(PlainBatch())
    gc.collect()
    queue.finish(session=SUM)
    assert run.wait(timeout=PATIENCE).output("add").value == 3


def test_a_loop_that_is_closed_while_something_waits(client: InvokeAIClient, queue: FakeQueue) -> None:
    run = client.submit(PlainBatch())
    loop = asyncio.new_event_loop()
    wait = loop.create_task(run.wait_async())
    loop.run_until_complete(asyncio.to_thread(queue.wait_for_looks, run.batch_id, 2))
    loop.close()
    watch = threading.Timer(PATIENCE, queue.finish, kwargs={"session": SUM})
    watch.start()
    wait._log_destroy_pending = False  # type: ignore[attr-defined] # it is meant to be dropped
    del wait
    gc.collect()
    watch.cancel()
    assert queue.items[1]["status"] == "pending"  # which nothing has waited for the end of


def test_a_slow_reader_of_events_holds_only_so_many(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue
) -> None:
    server.sockets = FakeSockets()
    run = client.submit(PlainBatch())

    async def main() -> int:
        assert server.sockets
        steps = run.events_async(timeout=PATIENCE)
        first = asyncio.ensure_future(anext(steps))
        await asyncio.to_thread(server.sockets.subscribed.wait, PATIENCE)
        node = {**status_changed(run), "invocation_source_id": "add"}
        for _ in range(5000):
            server.sockets.send("invocation_progress", {**node, "message": "x" * 100})
        await first
        await asyncio.sleep(1)
        queue.finish(session=SUM)
        server.sockets.send("queue_item_status_changed", status_changed(run))
        return sum([1 async for _ in steps])

    assert asyncio.run(main()) < 2500


INTERRUPTED = """
import asyncio, sys, threading, time  # once its import is interrupted, Python cannot import asyncio again
from invokegraph import Batch, Graph
from invokegraph.transport import InvokeAIClient
from nodes_catalog import Add
client = InvokeAIClient.from_url(sys.argv[1])
batch = Batch(Graph(Add(a=1, b=2)), runs=3)
while True:
    try:
        print("go", flush=True)
        run = client.submit(batch)
        break
    except KeyboardInterrupt:
        print("interrupted", flush=True)
try:
    print("wait", flush=True)
    run.wait()
except KeyboardInterrupt:
    print("interrupted", flush=True)
client.close()
print(run.batch_id, sorted(run.item_ids), [t.name for t in threading.enumerate()], flush=True)
"""


@pytest.mark.parametrize("after", [0.05, 0.3, 0.6])
def test_a_submission_that_is_interrupted_and_repeated_runs_once(
    server: FakeServer, queue: FakeQueue, after: float
) -> None:
    sent = taken = 0

    def slowly(request: Request) -> Answer:
        nonlocal sent, taken
        sent += 1
        time.sleep(0.2)
        answer = queue.enqueue(request)
        taken += 1
        time.sleep(0.2)
        return answer

    server.route("POST", ENQUEUE, slowly)
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED, server.url], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "go\n"
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    lines = []
    while (line := process.stdout.readline()) and line != "wait\n":
        lines.append(line)
    if lines:  # else it was the wait that was interrupted
        assert lines[0] == "interrupted\n"
        time.sleep(0.5)  # for what may be on its way
        until(lambda: sent == taken)
        until(lambda: all(item["status"] == "canceled" for item in list(queue.items.values())[3:]))
        process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert rest.startswith("interrupted\n"), (lines, rest)
    assert rest.endswith("['MainThread']\n")
    assert len(queue.items) == 3 or {item["status"] for item in list(queue.items.values())[3:]} == {"canceled"}


def test_many_threads_on_one_client(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    server.sockets = FakeSockets()
    over = threading.Event()

    def finish() -> None:
        while not over.wait(0.05):
            queue.finish(session=SUM)

    finishing = threading.Thread(target=finish)
    finishing.start()
    try:
        with ThreadPoolExecutor(40) as pool:
            values = list(
                pool.map(lambda _: client.submit(PlainBatch()).wait(timeout=PATIENCE).output("add").value, range(80))
            )
    finally:
        over.set()
        finishing.join()
    assert values == [3] * 80
    assert server.count("POST", ENQUEUE) == 80


LEFT = """
import asyncio, sys
from invokegraph.transport import InvokeAIClient
client = InvokeAIClient.from_url(sys.argv[1])
loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(client.attach(sys.argv[2]).wait_async())
except KeyboardInterrupt:
    print("interrupted", flush=True)
if sys.argv[3] == "close":
    loop.close()
"""


@pytest.mark.parametrize("ending", ["close", "leave"])
def test_a_program_with_a_loop_of_its_own_ends_when_interrupted(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, ending: str
) -> None:
    run = client.submit(PlainBatch())
    path = f"{queue.status_path}{run.batch_id}/status"
    before = server.count("GET", path)
    command = [sys.executable, "-c", LEFT, server.url, run.batch_id, ending]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        until(lambda: server.count("GET", path) >= before + 2)
        time.sleep(0.3)  # a loop that is interrupted just before it begins to wait does not notice
        process.send_signal(signal.SIGINT)
        try:
            assert process.communicate(timeout=PATIENCE)[0] == "interrupted\n"
        finally:
            process.kill()
