"""What a running server makes of a graph, asked before it is submitted; it needs the models tiny-sd1 and tiny-sdxl."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from invokegraph import Batch, Graph, Model, ServerSchema, UnknownNode
from invokegraph.transport import InvokeAIClient, QueueFull
from invokegraph.transport.errors import JobFailed, ModelNotFound
from nodes_catalog import (
    Add,
    BlankImage,
    BoardField,
    Compel,
    DenoiseLatents,
    ImageField,
    ImageResize,
    LatentsToImage,
    MainModelLoader,
    ModelIdentifier,
    Noise,
    RandomInt,
)

from .servers import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live


def picture(name: str = "tiny-sd1") -> Graph:
    loader = MainModelLoader(model=Model(name))
    prompt = Compel(prompt="a lighthouse", clip=loader.clip)
    denoise = DenoiseLatents(
        unet=loader.unet,
        noise=Noise(seed=7, width=64, height=64).noise,
        positive_conditioning=prompt.conditioning,
        negative_conditioning=prompt.conditioning,
        steps=2,
    )
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def codes(client: InvokeAIClient, work: Graph | Batch) -> list[str]:
    return [problem.code for problem in client.check(work)]


def test_a_graph_that_runs(client: InvokeAIClient) -> None:
    graph = picture()
    assert client.check(graph) == []
    assert client.check(Batch(graph, runs=3), ignore={"cached-result"}) == []
    assert client.run(graph, timeout=120).images()


def test_the_schema_of_the_server_and_our_own_say_the_same(client: InvokeAIClient) -> None:
    graph = picture()
    graph.add(Noise(width=520))
    graph.add(LatentsToImage())
    schema = client.server_schema
    assert client.server_schema is schema
    assert graph.problems(schema=schema) == graph.problems()
    if client.version() == "6.14.2":
        assert len(schema.types) == 309
        assert schema.differences(graph) == []


def test_a_model_is_missing_ambiguous_or_there(client: InvokeAIClient) -> None:
    assert codes(client, picture("tiny-sd2")) == ["model-missing"]
    [problem] = client.check(Graph(ModelIdentifier(model=Model(type="main"))))
    assert problem.code == "model-ambiguous"
    assert "tiny-sd1" in problem.suggestion
    assert "tiny-sdxl" in problem.suggestion
    found = client.dnn_model_repo.find(name="tiny-sd1").identifier()
    assert codes(client, Graph(ModelIdentifier(model=found))) == []


def test_a_model_of_another_server_is_told_and_not_sent(client: InvokeAIClient) -> None:
    elsewhere = client.dnn_model_repo.find(name="tiny-sd1").identifier() | {"key": str(uuid4())}
    graph = Graph(ModelIdentifier(model=elsewhere))
    [problem] = client.check(graph)
    assert problem.code == "model-missing"
    assert "tiny-sd1" in problem.suggestion
    with pytest.raises(ModelNotFound, match="no model on the server fits"):
        client.run(graph, timeout=60)


def test_an_image_that_is_missing_is_told_and_would_fail(client: InvokeAIClient) -> None:
    blank = BlankImage(width=64, height=64, use_cache=False)
    name = client.run(Graph(blank), timeout=60).images(blank)[0].name
    assert codes(client, Graph(ImageResize(image=ImageField(image_name=name)))) == []
    graph = Graph(ImageResize(image=ImageField(image_name=f"{uuid4()}.png"), use_cache=False))
    assert codes(client, graph) == ["image-missing"]
    with pytest.raises(JobFailed):
        client.run(graph, timeout=60)


def test_a_picture_for_a_board_that_is_missing_is_on_none(client: InvokeAIClient) -> None:
    board = client.request("POST", "/boards/", params={"board_name": "check"}).json()["board_id"]
    try:
        assert codes(client, Graph(BlankImage(board=BoardField(board_id=board)))) == []
    finally:
        client.request("DELETE", f"/boards/{board}")
    blank = BlankImage(board=BoardField(board_id=board), width=64, height=64, use_cache=False)
    assert codes(client, Graph(blank)) == ["board-missing"]
    name = client.run(Graph(blank), timeout=60).images(blank)[0].name
    assert client.request("GET", f"/images/i/{name}").json().get("board_id") is None


def test_more_sessions_than_the_queue_takes(client: InvokeAIClient) -> None:
    assert codes(client, Batch(Graph(Add()), runs=100)) == []
    [problem] = client.check(Batch(Graph(Add()), runs=1_000_000))
    assert (problem.code, problem.suggestion) == (
        "queue-room",
        "submit it in parts, or raise the server's max_queue_size",
    )


def test_a_node_that_the_server_lacks_or_has_more(client: InvokeAIClient) -> None:
    assert codes(client, Graph(UnknownNode("my_filter"))) == ["unknown-node-type"]
    document = client.request("GET", "/openapi.json").json()
    entry = document["components"]["schemas"]["AddInvocation"]
    renamed = {"const": "my_filter", "default": "my_filter", "type": "string"}
    document["components"]["schemas"]["MyInvocation"] = {
        **entry,
        "properties": {**entry["properties"], "type": renamed},
    }
    schema = ServerSchema.from_openapi(document)
    assert Graph(UnknownNode("my_filter")).problems(schema=schema) == []
    del document["components"]["schemas"]["AddInvocation"]
    [problem] = Graph(Add()).problems(schema=ServerSchema.from_openapi(document))
    assert problem.message == "add: the server has no node type 'add'"


@pytest.fixture
def small_queue() -> Iterator[InvokeAIClient]:
    with (
        own_server(MAX_QUEUE_SIZE="5") as server,
        InvokeAIClient.from_url(server.url, timeout=60.0) as client,
    ):
        yield client


def test_what_waits_takes_room(small_queue: InvokeAIClient) -> None:
    assert codes(small_queue, Batch(Graph(Add()), runs=5)) == []
    assert codes(small_queue, Batch(Graph(Add()), runs=6)) == ["queue-room"]
    with pytest.raises(QueueFull) as full:
        small_queue.submit(Batch(Graph(Add()), runs=6))
    full.value.run.wait()
    small_queue.request("PUT", "/queue/default/processor/pause")
    try:
        run = small_queue.submit(Batch(Graph(*(RandomInt() for _ in range(3))), runs=4))
        assert codes(small_queue, Graph(Add())) == []
        [problem] = small_queue.check(Batch(Graph(Add()), runs=2))
        assert problem.message == "2 sessions for a queue that has room for 1: 4 of at most 5 are waiting in it"
        assert problem.suggestion == "wait for these"
        run.cancel()
        assert codes(small_queue, Batch(Graph(Add()), runs=5)) == []
    finally:
        small_queue.request("PUT", "/queue/default/processor/resume")
