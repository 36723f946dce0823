"""The client against a running server, which needs the models tiny-sd1 and tiny-sdxl."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import pytest

from invokegraph import Batch, Graph, Model
from invokegraph.errors import InvalidGraph
from invokegraph.transport import (
    AmbiguousModel,
    BatchNotFound,
    InvokeAIClient,
    JobCancelled,
    JobFailed,
    ModelNotFound,
    NoOutput,
    Progress,
    RequestRefused,
    UnexpectedAnswer,
    WaitTimeout,
    events,
)
from invokegraph.transport.sockets import NoSocket
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    DenoiseLatents,
    Divide,
    Iterate,
    LatentsToImage,
    MainModelLoader,
    ModelIdentifier,
    Multiply,
    Noise,
    RandomInt,
    Range,
)
from tests.contract.asking import PATIENCE, until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.live


def picture_graph(**model: str) -> tuple[Graph, LatentsToImage, DenoiseLatents]:
    loader = MainModelLoader(model=Model(**model))
    prompt = Compel(prompt="a lighthouse", clip=loader.clip)
    noise = Noise(seed=time.time_ns() % 2**32, width=64, height=64)
    denoise = DenoiseLatents(
        unet=loader.unet,
        noise=noise.noise,
        positive_conditioning=prompt.conditioning,
        negative_conditioning=prompt.conditioning,
        steps=2,
        cfg_scale=7.5,
    )
    image = LatentsToImage(latents=denoise.latents, vae=loader.vae)
    return Graph(image), image, denoise


def no_socket(*_: object) -> NoReturn:
    raise NoSocket("there is none in this test")


def long_batch(runs: int = 200) -> Batch:
    return Batch(Graph(*(RandomInt() for _ in range(30))), runs=runs)


def test_version_and_health(client: InvokeAIClient) -> None:
    assert client.version().startswith(("5.", "6."))
    assert client.health_check()


def test_what_is_no_path_is_no_answer(client: InvokeAIClient) -> None:
    with pytest.raises(UnexpectedAnswer, match="trailing slash"):
        client.request("GET", "/api/v2/models")
    with pytest.raises(RequestRefused, match="405"):
        client.request("POST", "/nonsense")


def test_an_empty_204_is_an_answer(client: InvokeAIClient) -> None:
    assert client.request("DELETE", "/api/v2/models/install").status_code == 204


def test_a_refused_batch_is_told_in_short(client: InvokeAIClient) -> None:
    body = {"batch": {"graph": {"nodes": {"a": {"id": "a", "type": "add", "a": "x"}}, "edges": []}, "runs": 1}}
    with pytest.raises(RequestRefused, match=r"a\.add\.a: Input should be a valid integer") as caught:
        client.request("POST", "/queue/default/enqueue_batch", json=body)
    assert caught.value.status == 422


def test_models_are_listed_and_found(client: InvokeAIClient) -> None:
    names = {model.name for model in client.dnn_model_repo.list_models()}
    assert {"tiny-sd1", "tiny-sdxl"} <= names
    found = client.dnn_model_repo.find(name="tiny-sd1")
    assert (found.base, found.type, found.format) == ("sd-1", "main", "diffusers")
    assert client.dnn_model_repo.find(hash=found.hash, key=found.key) == found
    with pytest.raises(AmbiguousModel, match=r"tiny-sd1(.|\n)*tiny-sdxl"):
        client.dnn_model_repo.find(type="main")
    with pytest.raises(ModelNotFound, match=r"no model on the server fits \(name 'nonsense'\)"):
        client.dnn_model_repo.find(name="nonsense")


@pytest.mark.parametrize("polling", [False, True], ids=["socket", "polling"])
def test_a_sum_is_run_with_and_without_a_socket(
    client: InvokeAIClient, monkeypatch: pytest.MonkeyPatch, *, polling: bool
) -> None:
    if polling:
        monkeypatch.setattr(events, "Socket", no_socket)
    add = Add(a=2, b=3)
    result = client.run(Graph(add), timeout=PATIENCE)
    assert result.output(add).value == 5
    assert result.output(add.value).value == 5
    assert result.output("add").type == "integer_output"
    assert client._events.connected is not polling


def test_sessions_in_the_order_of_the_sweep(client: InvokeAIClient) -> None:
    add = Add()
    batch = Batch(Graph(add), runs=2).sweep(add, a=[1, 2]).sweep(add, b=[10, 20])
    result = client.run(batch, timeout=PATIENCE)
    assert result.values(add, "value") == [11, 21, 12, 22] * 2
    assert [session.place for session in result.sessions] == [session.place for session in batch.sessions()]


def test_the_same_batch_again_is_the_same_run(client: InvokeAIClient) -> None:
    batch = Batch(Graph(Add(a=1, b=1)), runs=3)
    first, second = client.submit(batch), client.submit(batch)
    assert first.item_ids == second.item_ids
    assert len(first.item_ids) == 3
    assert (
        second.wait(timeout=PATIENCE).values("add", "value")
        == first.wait(timeout=PATIENCE).values("add", "value")
        == [2, 2, 2]
    )


def test_a_loop_gives_an_output_for_each_item(client: InvokeAIClient) -> None:
    numbers = Range(start=0, stop=4, step=1)
    mul = Multiply(a=Iterate(collection=numbers.collection).item, b=10)
    collect = Collect(item=mul.value)
    result = client.run(Graph(collect), timeout=PATIENCE)
    assert result.values(mul, "value") == [0, 10, 20, 30]
    assert result.output(collect).collection == [0, 10, 20, 30]
    with pytest.raises(NoOutput, match="ran 4 times"):
        result.output(mul)


def test_a_failing_job(client: InvokeAIClient) -> None:
    add = Add(a=1, b=0)
    div = Divide(a=add.value, b=0)
    graph = Graph(div)
    with pytest.raises(
        JobFailed, match=r"session 1 of 2 failed at node div: ZeroDivisionError: division by zero"
    ) as caught:
        client.run(Batch(graph, runs=2), timeout=PATIENCE)
    error = caught.value
    assert (error.node_id, error.error_type, error.error_message) == ("div", "ZeroDivisionError", "division by zero")
    assert error.error_traceback.startswith("Traceback (most recent call last)")
    assert error.result.values(add, "value") == [1, 1]


def test_a_picture_is_made_with_progress_and_saved(client: InvokeAIClient, tmp_path: Path) -> None:
    graph, image, denoise = picture_graph(name="tiny-sd1")
    seen: list[Progress] = []
    result = client.run(graph, timeout=120, progress=seen.append)
    (picture,) = result.images(image)
    assert (picture.width, picture.height, picture.node_id, picture.session) == (64, 64, "l2i", 0)
    assert result.images()[0].name == picture.name
    assert result.images(denoise) == []
    saved = picture.save(tmp_path)
    assert saved.name == picture.name
    assert saved.read_bytes() == picture.bytes()
    assert saved.read_bytes().startswith(b"\x89PNG")
    steps = [step for step in seen if step.node_id == "denoise_latents"]
    assert {step.state for step in steps} == {"started", "running", "complete"}
    assert 1.0 in {step.percentage for step in steps}
    previews = [step.preview.bytes() for step in steps if step.preview]
    assert previews
    assert all(preview.startswith(b"\xff\xd8") for preview in previews), "JPEGs"
    assert [step.output.type for step in seen if step.node_id == "l2i" and step.output] == ["image_output"]
    assert [path.read_bytes() for path in result.save_images(tmp_path / "all", image)] == [picture.bytes()]


def test_the_loader_narrows_the_search(client: InvokeAIClient) -> None:
    graph, image, _ = picture_graph(base="sd-1")  # as are a LoRA and a ControlNet
    assert client.run(graph, timeout=120).images(image)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Model(base="sd-1"), r"^model_identifier\.model: \d+ models on the server fit"),
        (Model(name="nonsense"), r"^model_identifier\.model: no model on the server fits"),
    ],
    ids=["ambiguous", "missing"],
)
def test_a_model_that_cannot_be_told(client: InvokeAIClient, model: Model, message: str) -> None:
    batch = Batch(Graph(ModelIdentifier(model=model)))
    with pytest.raises(ModelNotFound, match=message):
        client.run(batch, timeout=PATIENCE)
    status = client.request("GET", f"/queue/default/b/{batch.batch_id}/status").json()
    assert status["total"] == 0


def test_what_is_wrong_is_not_sent(client: InvokeAIClient) -> None:
    batch = Batch(Graph(LatentsToImage()))
    with pytest.raises(InvalidGraph):
        client.submit(batch)
    assert client.request("GET", f"/queue/default/b/{batch.batch_id}/status").json()["total"] == 0


@pytest.mark.parametrize("polling", [False, True], ids=["socket", "polling"])
def test_who_waits_hears_of_a_cancelled_batch(
    client: InvokeAIClient, monkeypatch: pytest.MonkeyPatch, *, polling: bool
) -> None:
    if polling:
        monkeypatch.setattr(events, "Socket", no_socket)
    run = client.submit(long_batch())
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(run.wait, timeout=PATIENCE)
        time.sleep(0.3)
        started = time.monotonic()
        assert run.cancel() > 0
        with pytest.raises(JobCancelled, match="was canceled"):
            waiting.result()
    assert time.monotonic() - started < PATIENCE / 2


def test_a_wait_that_is_too_short(client: InvokeAIClient) -> None:
    batch = long_batch()
    with pytest.raises(WaitTimeout, match=f"batch {batch.batch_id} had not ended after 0.2 s: .*pending") as caught:
        client.run(batch, timeout=0.2)
    assert caught.value.run.cancel() > 0


def test_waiters_on_several_threads(client: InvokeAIClient) -> None:
    adds = [Add(a=number, b=100) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda add: client.run(Graph(add), timeout=PATIENCE), adds))
    assert [result.output(add).value for result, add in zip(results, adds, strict=True)] == list(range(100, 106))


def test_many_run_in_asyncio_and_one_is_given_up(live_url: str) -> None:
    before = set(threading.enumerate())
    adds = [Add(a=number, b=200) for number in range(8)]

    async def main() -> list[int]:
        async with InvokeAIClient.from_url(live_url, timeout=60.0) as client:
            tasks = [asyncio.create_task(client.run_async(Graph(add), timeout=PATIENCE)) for add in adds]
            endless = long_batch()
            given_up = asyncio.create_task(client.run_async(endless, timeout=PATIENCE))
            await asyncio.sleep(0.5)
            given_up.cancel()
            with pytest.raises(asyncio.CancelledError):
                await given_up
            with suppress(BatchNotFound):  # it was given up before it was sent
                client.attach(endless.batch_id).cancel()
            results = await asyncio.gather(*tasks)
            run = await client.submit_async(Batch(Graph(adds[0]), runs=2))
            states = [step.state async for step in run.events_async(timeout=PATIENCE) if step.node_id is None]
            assert states.count("completed") == 2
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return [result.output(add).value for result, add in zip(results, adds, strict=True)]

    assert asyncio.run(main()) == list(range(200, 208))
    assert {thread for thread in set(threading.enumerate()) - before if "asyncio" not in thread.name} == set()


def test_another_process_picks_a_run_up(client: InvokeAIClient, live_url: str) -> None:
    add = Add(a=5, b=6)
    batch_id = client.submit(Batch(Graph(add), runs=2)).batch_id
    code = f"""
from invokegraph import InvokeAIClient
with InvokeAIClient.from_url({live_url!r}) as client:
    print(client.attach({batch_id!r}).wait(timeout=120).values("add", "value"))
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[11, 11]\n"
    assert client.attach(batch_id, Graph(add)).wait(timeout=PATIENCE).values(add, "value") == [11, 11]


def test_a_key_that_is_not_on_the_server(client: InvokeAIClient) -> None:
    with pytest.raises(
        ModelNotFound, match=r"^model_identifier\.model: no model on the server fits \(key 'nonsense'\)"
    ):
        client.run(Graph(ModelIdentifier(model=Model(key="nonsense"))), timeout=PATIENCE)
    key = client.dnn_model_repo.find(name="tiny-sd1").key
    identify = ModelIdentifier(model=Model(key=key))
    assert client.run(Graph(identify), timeout=PATIENCE).output(identify).model.name == "tiny-sd1"


def test_no_thread_is_left(live_url: str) -> None:
    before = set(threading.enumerate())
    with InvokeAIClient.from_url(live_url) as client:
        client.run(Graph(Add()), timeout=PATIENCE)
    until(lambda: not set(threading.enumerate()) - before)
