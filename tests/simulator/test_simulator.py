"""What only a simulator does: begin, end, and go wrong on request."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import requests
import socketio

from invokegraph import Batch, Graph, Model
from invokegraph.simulator import Simulator
from invokegraph.simulator.models import model
from invokegraph.simulator.nodes import Call, NodeError
from invokegraph.transport import (
    ConnectionFailed,
    InvokeAIClient,
    JobCancelled,
    JobFailed,
    QueueFull,
    RequestRefused,
)
from nodes_catalog import Add, Compel, Iterate, MainModelLoader, Multiply, RandomInt, Range
from tests.contract.asking import PATIENCE, Asking, add, graph, node, sweep, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invokegraph.simulator.faults import Faults

ENQUEUE = "*/enqueue_batch"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    simulator = Simulator()
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def client(simulator: Simulator) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(simulator.url, timeout=PATIENCE, max_retries=2) as client:
        yield client


@pytest.fixture
def ask(simulator: Simulator) -> Iterator[Asking]:
    with Asking(simulator.url) as asking:
        yield asking


def test_it_begins_and_ends() -> None:
    simulator = Simulator()
    with pytest.raises(RuntimeError, match="has not been started"):
        _ = simulator.url
    assert repr(simulator) == "<Simulator, not started>"
    with simulator as url:
        assert simulator.start() == url == simulator.url
        assert url.startswith("http://127.0.0.1:")
        assert requests.get(f"{url}/api/v1/app/version", timeout=PATIENCE).json() == {"version": "6.14.2"}
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/api/v1/app/version", timeout=PATIENCE)
    simulator.close()


def test_it_begins_once_however_many_threads_start_it() -> None:
    simulator = Simulator()
    together = threading.Barrier(8)

    def start() -> str:
        together.wait()
        return simulator.start()

    with ThreadPoolExecutor(8) as pool:
        urls = {future.result() for future in [pool.submit(start) for _ in range(8)]}
    simulator.close()
    assert len(urls) == 1
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{urls.pop()}/api/v1/app/version", timeout=5)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"host is empty: .* 0\.0\.0\.0 for all"):
        Simulator(host="")
    for port in (-1, 65536):
        with pytest.raises(ValueError, match=f"port is from 0 to 65535, not {port}"):
            Simulator(port=port)


def test_several_at_once() -> None:
    with Simulator() as one, Simulator() as other:
        assert one != other
        with Asking(one) as ask:
            ask.run(graph(add()))
        with Asking(other) as ask:
            assert ask.json("GET", "/api/v1/queue/default/status")["queue"]["total"] == 0


def test_a_port_that_is_taken(simulator: Simulator) -> None:
    with pytest.raises(OSError, match="in use"):
        Simulator(port=int(simulator.url.rpartition(":")[2])).start()


def test_models_of_ones_own() -> None:
    mine = model("mine", "sd-1", "main")
    with Simulator(models=[mine]) as url, InvokeAIClient.from_url(url) as client:
        assert [found.name for found in client.dnn_model_repo.list_models()] == ["mine"]


def test_checking_a_graph(client: InvokeAIClient) -> None:
    loader = MainModelLoader(model=Model(type="main", base="sd-1"))
    assert client.check(Graph(Compel(prompt="a", clip=loader.clip))) == []


def test_a_sweep_over_a_loop(client: InvokeAIClient) -> None:
    multiply = Multiply(a=Iterate(collection=Range(start=0, stop=3).collection).item)
    batch = Batch(Graph(multiply)).sweep(multiply, b=[2, 3])
    assert client.run(batch).values(multiply, "value") == [0, 2, 4, 0, 3, 6]


def test_the_queue_is_full(simulator: Simulator, client: InvokeAIClient, ask: Asking) -> None:
    simulator.max_queue_size = 2
    ask.json("PUT", "/api/v1/queue/default/processor/pause")
    answer = ask.enqueue(graph(add()), runs=5)
    assert (answer["enqueued"], answer["requested"], len(answer["item_ids"])) == (2, 5, 2)
    assert ask.enqueue(graph(add()))["enqueued"] == 0
    with pytest.raises(QueueFull):
        client.submit(Batch(Graph(Add()), runs=3))


def test_nothing_starts_during_a_pause(ask: Asking) -> None:
    assert ask.json("PUT", "/api/v1/queue/default/processor/pause")["is_started"] is False
    answer = ask.enqueue(graph(add()))
    time.sleep(0.1)
    assert ask.item(answer["item_ids"][0])["status"] == "pending"
    assert ask.json("PUT", "/api/v1/queue/default/processor/resume")["is_started"] is True
    assert ask.ended(answer)[0]["status"] == "completed"


def test_priority_beside_a_pause(ask: Asking) -> None:
    ask.json("PUT", "/api/v1/queue/default/processor/pause")
    answers = [ask.enqueue(graph(add())), *(ask.enqueue(graph(add()), prepend=True) for _ in range(2))]
    assert [answer["priority"] for answer in answers] == [0, 1, 2]
    listed = [item["item_id"] for item in ask.json("GET", "/api/v1/queue/default/list_all")]
    assert listed == [answer["item_ids"][0] for answer in reversed(answers)]
    ask.json("PUT", "/api/v1/queue/default/processor/resume")
    items = [ask.ended(answer)[0] for answer in answers]
    assert items[2]["completed_at"] <= items[1]["started_at"] <= items[0]["started_at"]


def test_a_node_is_cancelled_in_the_middle(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def until_cancelled(call: Call) -> dict[str, int]:
        begun.set()
        while not call.cancelled():
            time.sleep(0.001)
        raise NodeError("cancelled", type="CanceledException")

    monkeypatch.setattr("invokegraph.simulator.engine.runner", lambda _: until_cancelled)
    ask.listen()
    answer = ask.enqueue(graph(add("a", use_cache=False), add("b"), wires=("a.value -> b.a",)))
    number = answer["item_ids"][0]
    assert begun.wait(PATIENCE)
    assert ask.json("GET", "/api/v1/queue/default/current")["item_id"] == number
    assert ask.json("GET", "/api/v1/queue/default/status")["processor"]["is_processing"] is True
    assert ask.json("PUT", f"/api/v1/queue/default/i/{number}/cancel")["status"] == "canceled"
    item = ask.ended(answer)[0]
    assert (item["status"], item["session"]["results"], item["session"]["errors"]) == ("canceled", {}, {})
    told = [data.get("status", name) for name, data in ask.told(number, "canceled")]
    assert told == ["in_progress", "invocation_started", "canceled"]


def test_a_value_that_cannot_be_read_back_stops_the_queue(ask: Asking) -> None:
    poison = ask.enqueue(graph(add()), data=[[sweep("add", "a", "x")]])
    behind = ask.enqueue(graph(add()))
    time.sleep(0.1)
    number = poison["item_ids"][0]
    assert (
        ask.json("POST", "/api/v1/queue/default/item_summaries_by_ids", json={"item_ids": [number]})[0]["status"]
        == "pending"
    )
    for method, path in (
        ("GET", f"i/{number}"),
        ("DELETE", f"i/{number}"),
        ("PUT", f"i/{number}/cancel"),
        ("GET", "list_all"),
    ):
        assert ask(method, f"/api/v1/queue/default/{path}").status_code == 500
    assert ask.item(behind["item_ids"][0])["status"] == "pending"
    ask.json("PUT", "/api/v1/queue/default/cancel_by_batch_ids", json={"batch_ids": [poison["batch"]["batch_id"]]})
    assert ask.ended(behind)[0]["status"] == "completed"


# Faults


def test_a_node_fails_on_request(simulator: Simulator, client: InvokeAIClient) -> None:
    simulator.faults.fail("add", type="OutOfMemoryError", message="CUDA out of memory", times=1)
    with pytest.raises(JobFailed, match=r"node add: OutOfMemoryError: CUDA out of memory") as caught:
        client.run(Graph(Add(a=1)))
    assert caught.value.error_type == "OutOfMemoryError"
    assert caught.value.error_traceback.endswith("OutOfMemoryError: CUDA out of memory\n")
    assert client.run(Graph(Add(a=1))).output("add").value == 1


def test_a_status_on_request(simulator: Simulator, client: InvokeAIClient) -> None:
    simulator.faults.status(503, "*/app/version", times=1)
    assert client.version() == "6.14.2"
    simulator.faults.status(403, "*/app/version")
    with pytest.raises(RequestRefused, match="403"):
        client.version()
    simulator.faults.clear()
    assert client.version() == "6.14.2"


def test_an_answer_takes_long_on_request(simulator: Simulator, client: InvokeAIClient) -> None:
    simulator.faults.delay(0.3, "*/app/version", times=1)
    begun = time.monotonic()
    client.version()
    assert time.monotonic() - begun >= 0.3


def test_a_connection_is_closed_on_request(simulator: Simulator, ask: Asking) -> None:
    simulator.faults.drop("*/app/version", times=1)
    with pytest.raises(requests.ConnectionError):
        ask("GET", "/api/v1/app/version")
    assert ask("GET", "/api/v1/app/version").status_code == 200


@pytest.mark.parametrize("late", [False, True])
def test_a_batch_is_run_once_whatever_becomes_of_the_answer(
    simulator: Simulator, client: InvokeAIClient, *, late: bool
) -> None:
    simulator.faults.drop(ENQUEUE, times=1, late=late)
    result = client.run(Batch(Graph(Add(a=3)), runs=2))
    assert result.values("add", "value") == [3, 3]
    assert client.request("GET", "/queue/default/status").json()["queue"]["total"] == 2


@pytest.mark.parametrize("late", [False, True])
def test_a_gateway_error_may_hide_a_batch(simulator: Simulator, client: InvokeAIClient, *, late: bool) -> None:
    simulator.faults.status(502, ENQUEUE, times=1, late=late)
    client.run(Graph(Add(a=4)))
    assert client.request("GET", "/queue/default/status").json()["queue"]["total"] == 1


def test_faults_come_one_after_the_other(simulator: Simulator, ask: Asking) -> None:
    simulator.faults.status(500, "*/app/version", method="GET", times=1)
    simulator.faults.status(404, "*/app/version", times=1)
    assert [ask("GET", "/api/v1/app/version").status_code for _ in range(3)] == [500, 404, 200]


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (
            lambda faults: faults.status(503, "enqueue_batch"),
            r"no path begins like 'enqueue_batch': .* \*/enqueue_batch",
        ),
        (lambda faults: faults.drop("api/v1/app/version"), "no path begins like 'api/v1/app/version'"),
        (lambda faults: faults.delay(-1), "an answer takes 0 seconds or more, not -1"),
        (lambda faults: faults.delay(float("nan")), "an answer takes 0 seconds or more, not nan"),
        (lambda faults: faults.status(0), "an error has a status from 400 to 599, not 0"),
        (lambda faults: faults.status(200), "an error has a status from 400 to 599, not 200"),
    ],
    ids=["end-of-a-path", "path", "negative", "nan", "none", "no-error"],
)
def test_a_fault_that_cannot_happen(simulator: Simulator, cause: Callable[[Faults], None], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cause(simulator.faults)
    assert requests.get(f"{simulator.url}/api/v1/app/version", timeout=30).status_code == 200


def test_a_restart_keeps_what_waits(simulator: Simulator, ask: Asking) -> None:
    ask.json("PUT", "/api/v1/queue/default/processor/pause")
    answer = ask.enqueue(graph(add()), runs=3)
    url = simulator.url
    simulator.restart()
    assert simulator.url == url
    ask.session.close()
    assert ask.json("GET", "/api/v1/queue/default/status")["queue"]["pending"] == 3
    ask.json("PUT", "/api/v1/queue/default/processor/resume")
    assert {item["status"] for item in ask.ended(answer)} == {"completed"}


def test_a_client_survives_a_restart(simulator: Simulator, client: InvokeAIClient) -> None:
    run = client.submit(Batch(Graph(*(RandomInt() for _ in range(20))), runs=300))
    simulator.restart(0.2)
    try:
        statuses = {session.status for session in run.wait(PATIENCE).sessions}
    except JobCancelled as error:
        statuses = {session.status for session in error.result.sessions}
    assert statuses <= {"completed", "canceled"}
    assert "completed" in statuses


def test_nobody_answers_after_the_end(simulator: Simulator, client: InvokeAIClient) -> None:
    assert client.health_check()
    simulator.close()
    assert not client.health_check()
    with pytest.raises(ConnectionFailed):
        client.version()


def test_serving_as_a_process() -> None:
    command = [sys.executable, "-m", "invokegraph", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            url = next(word.rstrip(".") for word in said.split() if word.startswith("http://"))
            with Asking(url) as ask:
                assert ask.run(graph(node("a", "add", a=1, b=1)))["status"] == "completed"
        finally:
            process.terminate()


def test_a_port_that_cannot_be_served_at(simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    from invokegraph.cli import main

    assert main(["serve", "--port", simulator.url.rpartition(":")[2]]) == 2
    assert "cannot serve at 127.0.0.1" in capsys.readouterr().err


def test_listeners_do_not_disturb_the_end(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    broken: list[object] = []
    monkeypatch.setattr(threading, "excepthook", broken.append)
    connected = threading.Semaphore(0)
    listener = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.1)
    listener.on("connect", connected.release)
    listener.connect(simulator.url, transports=["websocket"], socketio_path="/ws/socket.io", wait_timeout=60)
    assert connected.acquire(timeout=PATIENCE)
    simulator.restart()
    assert connected.acquire(timeout=PATIENCE)
    listener.disconnect()
    simulator.close()
    assert broken == []


def test_a_signal_that_another_thread_got_ends_the_wait(simulator: Simulator) -> None:
    def interrupt() -> None:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    def wait() -> None:
        threading.Timer(0.3, interrupt).start()
        simulator.wait()

    with pytest.raises(KeyboardInterrupt):
        wait()


def test_the_end_does_not_wait_for_who_tells_of_something(
    simulator: Simulator, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("invokegraph.simulator.sockets._PATIENCE_SECONDS", 10 * PATIENCE)
    ask.listen()
    events, over = simulator._state.events, threading.Event()

    def tell() -> None:
        while not over.is_set():
            events.emit("queue_cleared", {"queue_id": "default", "user_id": None})

    telling = [threading.Thread(target=tell) for _ in range(3)]
    for thread in telling:
        thread.start()
    time.sleep(0.2)
    began = time.monotonic()
    simulator.close()
    took = time.monotonic() - began
    over.set()
    for thread in telling:
        thread.join()
    assert took < PATIENCE


def test_what_is_to_go_wrong_no_times_does_not(simulator: Simulator, ask: Asking) -> None:
    simulator.faults.status(503, times=0)
    simulator.faults.fail("add", times=0)
    assert ask.run(graph(add()))["status"] == "completed"


def test_methods_are_written_as_one_likes(simulator: Simulator, ask: Asking) -> None:
    simulator.faults.status(503, "*/version", method="get", times=1)
    assert ask("GET", "/api/v1/app/version").status_code == 503


def test_faults_are_counted_whoever_asks(simulator: Simulator) -> None:
    simulator.faults.status(503, "*/version", times=7)
    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda _: requests.get(f"{simulator.url}/api/v1/app/version", timeout=PATIENCE), range(40))
        assert sum(answer.status_code == 503 for answer in answers) == 7


def test_what_names_no_queue_is_dropped(simulator: Simulator, ask: Asking, caplog: pytest.LogCaptureFixture) -> None:
    listener = socketio.Client(reconnection=False)
    heard = threading.Event()
    listener.on("queue_cleared", lambda _: heard.set())
    listener.connect(simulator.url, transports=["websocket"], socketio_path="/ws/socket.io", wait_timeout=60)
    for data in (None, "x", {}, {"queue_id": 1}, [1], {"queue_id": "default"}):
        listener.call("subscribe_queue", data)
    ask.json("PUT", "/api/v1/queue/default/clear")
    assert heard.wait(PATIENCE)
    listener.disconnect()
    gc.collect()
    assert "never retrieved" not in caplog.text


def test_a_model_that_lacks_what_every_model_has() -> None:
    with pytest.raises(ValueError, match=r"a model has no key, hash: .*models\.model\(\) makes whole ones"):
        Simulator(models=[{"name": "mine", "base": "sd-1", "type": "main"}])


def test_language_models_say_that_they_are_simulated() -> None:
    models = [model("writer", "any", "text_llm"), model("viewer", "any", "llava_onevision")]
    with Simulator(models=models) as url, Asking(url) as ask:
        ask.listen()
        name = ask.upload()["image_name"]
        written = {"prompt": "a mill", "model_key": models[0]["key"], "max_tokens": 4, "task_id": "one"}
        first = ask.json("POST", "/api/v1/utilities/expand-prompt", json=written)
        assert ask.json("POST", "/api/v1/utilities/expand-prompt", json=written) == first
        assert first["expanded_prompt"].startswith("SIMULATED answer ")
        assert first["expanded_prompt"].endswith(" to: a mill")
        seeded = ask.json("POST", "/api/v1/utilities/expand-prompt", json={**written, "seed": 7})
        assert (seeded["seed"], seeded["expanded_prompt"] != first["expanded_prompt"]) == (7, True)
        seen = {"image_name": name, "model_key": models[1]["key"]}
        assert ask.json("POST", "/api/v1/utilities/image-to-prompt", json=seen)["prompt"].startswith("SIMULATED answer")
        missing = ask("POST", "/api/v1/utilities/image-to-prompt", json={**seen, "image_name": "nonsense.png"})
        assert (missing.status_code, missing.json()) == (500, {"detail": "Image record not found"})

        def told_of_one() -> list[tuple[str, Any]]:
            return [(name, data) for name, data in ask.events if data.get("task_id") == "one"]

        until(lambda: len(told_of_one()) >= 6)
        told = told_of_one()
    assert [(name, data.get("phase"), data.get("percentage")) for name, data in told[:6:2]] == [
        ("llm_task_progress", "loading_model", None),
        ("llm_task_progress", "generating", 1.0),
        ("llm_task_complete", None, None),
    ]
