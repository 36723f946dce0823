"""Whether a graph will run on a server: what is asked, what is told, and what is left alone where the server does not tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import nodes_catalog
from invokegraph import Batch, Graph, Model, UnknownNode
from invokegraph.transport import InvokeAIClient, UnexpectedAnswer, checking
from nodes_catalog import (
    Add,
    BlankImage,
    BoardField,
    CoreMetadata,
    ImageField,
    ImageResize,
    MainModelLoader,
    ModelIdentifier,
    ShowImage,
)

from .fake_server import Answer, FakeServer, Request, as_json

SCHEMA = (Path(nodes_catalog.__file__).parent / "schema.json").read_bytes()
TINY = {"key": "k1", "hash": "h1", "name": "tiny", "base": "sd-1", "type": "main"}
OTHER = {"key": "k2", "hash": "h2", "name": "other", "base": "sd-1", "type": "main"}
LORA = {"key": "k3", "hash": "h3", "name": "ink", "base": "sd-1", "type": "lora"}


@pytest.fixture(autouse=True)
def a_server_that_tells(server: FakeServer) -> None:
    server.route("GET", "/openapi.json", Answer(SCHEMA))
    server.route("GET", "/api/v2/models/", as_json({"models": [TINY, OTHER, LORA]}))
    server.route("GET", "/api/v1/app/runtime_config", as_json({"config": {"max_queue_size": 5}}))
    server.route("GET", "/api/v1/queue/default/status", as_json({"queue": {"pending": 2}}))
    server.route("GET", "/api/v1/boards/b1", as_json({"board_id": "b1"}))
    server.route("GET", "/api/v1/boards/b2", as_json({"detail": "Board not found"}, 404))
    server.route("POST", "/api/v1/images/images_by_names", images_by_names)


def images_by_names(request: Request) -> Answer:
    return as_json([{"image_name": name} for name in request.body["image_names"] if name == "there.png"])


def told(client: InvokeAIClient, work: Graph | Batch, **options: Any) -> list[str]:
    return [str(problem._replace(location=None)) for problem in client.check(work, **options)]


def showing(name: str, board: str | None = None) -> Graph:
    resized = ImageResize(image=ImageField(image_name=name))
    if board:
        resized.board = BoardField(board_id=board)
    return Graph(resized)


MESSAGES: list[tuple[str, Graph | Batch, str]] = [
    (
        "model-missing",
        Graph(MainModelLoader(model=Model("tinny"))),
        "main_model_loader.model: no model on the server fits (name 'tinny', base 'sd-1' or 'sd-2', type 'main') [model-missing]\n    there are: 'tiny' (sd-1 main, key k1), 'other' (sd-1 main, key k2)",
    ),
    (
        "model-missing",
        Graph(ModelIdentifier(model={**TINY, "key": "elsewhere"})),
        "model_identifier.model: the server has no model with the key 'elsewhere' ('tiny') [model-missing]\n    there are: 'tiny' (sd-1 main, key k1)",
    ),
    (
        "model-ambiguous",
        Graph(MainModelLoader(model=Model(base="sd-1"))),
        "main_model_loader.model: 2 models on the server fit (base 'sd-1', type 'main'); name, hash or key tells them apart [model-ambiguous]\n    there are: 'tiny' (sd-1 main, key k1), 'other' (sd-1 main, key k2)",
    ),
    (
        "image-missing",
        showing("gone.png"),
        "img_resize.image: the server has no image 'gone.png' [image-missing]\n    upload it first",
    ),
    (
        "board-missing",
        showing("there.png", "b2"),
        "img_resize.board: the server has no board 'b2' [board-missing]\n    make it first, or leave the board out",
    ),
    (
        "queue-room",
        Batch(Graph(Add()), runs=4),
        "4 sessions for a queue that has room for 3: 2 of at most 5 are waiting in it [queue-room]\n    wait for these",
    ),
    (
        "queue-room",
        Batch(Graph(Add()), runs=6),
        "6 sessions for a queue that has room for 3: 2 of at most 5 are waiting in it [queue-room]\n    submit it in parts, or raise the server's max_queue_size",
    ),
]


@pytest.mark.parametrize(
    ("code", "work", "text"), MESSAGES, ids=[f"{code}-{place}" for place, (code, *_) in enumerate(MESSAGES)]
)
def test_what_is_told(client: InvokeAIClient, code: str, work: Graph | Batch, text: str) -> None:
    assert told(client, work) == [text]
    assert told(client, work, ignore={code}) == []


def test_the_place_is_the_users(client: InvokeAIClient) -> None:
    loader = MainModelLoader(id="l", model=Model("tinny"))
    [problem] = client.check(Graph(loader))
    assert (problem.node_id, problem.field, problem.location) == ("l", "model", loader.location)
    assert problem.location
    assert not problem.server_refuses


def test_what_runs_has_no_problems_and_nothing_is_submitted(client: InvokeAIClient, server: FakeServer) -> None:
    loader = MainModelLoader(model=Model("tiny"))
    graph = Graph(loader, ModelIdentifier(model=TINY), *showing("there.png", "b1").nodes)
    assert client.check(Batch(graph, runs=3), ignore={"dead-work", "cached-result"}) == []
    assert {request.path for request in server.requests if request.method != "GET"} == {
        "/api/v1/images/images_by_names"
    }


def test_only_what_the_graph_needs_is_asked_and_the_schema_once(client: InvokeAIClient, server: FakeServer) -> None:
    assert client.check(Graph(Add())) == client.check(Graph(Add(a=2))) == []
    assert server.count("GET", "/openapi.json") == 1
    assert {request.path for request in server.requests} == {
        "/openapi.json",
        "/api/v1/app/runtime_config",
        "/api/v1/queue/default/status",
    }


def test_the_schema_is_at_the_root_below_a_proxys_path(server: FakeServer) -> None:
    for path in ("/openapi.json", "/api/v1/app/runtime_config", "/api/v1/queue/default/status"):
        server.routes["GET", f"/invoke{path}"] = server.routes.pop(("GET", path))
    with InvokeAIClient.from_url(f"{server.url}/invoke/api/v1") as client:
        assert client.check(Graph(Add())) == []
        assert len(client.server_schema.types) == 309


def test_a_node_that_the_server_lacks(client: InvokeAIClient) -> None:
    assert told(client, Graph(UnknownNode("nois"))) == [
        "nois: the server has no node type 'nois' [unknown-node-type]\n    did you mean noise or img_noise?"
    ]


def test_names_that_are_only_noted_down_are_not_looked_for(client: InvokeAIClient, server: FakeServer) -> None:
    elsewhere = {**TINY, "key": "elsewhere"}
    metadata = CoreMetadata(model=elsewhere, init_image="gone.png", canvas={"image_name": "gone.png"})
    assert client.check(Graph(metadata)) == []
    assert server.count("POST", "/api/v1/images/images_by_names") == 0


def test_swept_images_are_looked_for_and_what_they_replace_is_not(client: InvokeAIClient, server: FakeServer) -> None:
    resized = ImageResize(image=ImageField(image_name="replaced.png"))
    batch = Batch(Graph(resized)).sweep(resized, image=[{"image_name": name} for name in ("there.png", "gone.png")])
    assert [problem.message for problem in client.check(batch)] == [
        "img_resize.image: the server has no image 'gone.png'"
    ]
    [request] = [request for request in server.requests if request.method == "POST"]
    assert request.body == {"image_names": ["there.png", "gone.png"]}


def test_many_images_are_asked_for_in_pages_up_to_a_bound(client: InvokeAIClient, server: FakeServer) -> None:
    named = [ImageResize(image=ImageField(image_name=f"{number}.png")) for number in range(1500)]
    named.append(ImageResize(image=ImageField(image_name="x" * 256)))
    assert len(client.check(Graph(*named))) == 1501
    sizes = [len(request.body["image_names"]) for request in server.requests if request.method == "POST"]
    assert sizes == [1000, 500]


@pytest.mark.parametrize("board_id", ["", ".", "..", "../boards/b1", "a/b", "b1?x=1"])
def test_a_board_id_is_no_path(client: InvokeAIClient, server: FakeServer, board_id: str) -> None:
    server.fallback = lambda request: as_json({"detail": "Board not found"}, 404) if "boards" in request.path else None
    graph = Graph(BlankImage(board=BoardField(board_id=board_id)))
    assert [problem.code for problem in client.check(graph)] == ["board-missing"]
    assert server.count("GET", "/api/v1/boards/b1") == 0


def test_what_a_server_does_not_tell_is_no_problem(client: InvokeAIClient, server: FakeServer) -> None:
    del server.routes["POST", "/api/v1/images/images_by_names"]
    del server.routes["GET", "/api/v1/boards/b2"]
    for refused in (as_json({"detail": "Admin privileges required"}, 403), as_json({}), as_json([1])):
        server.route("GET", "/api/v1/app/runtime_config", refused)
        graph = showing("gone.png", "b2")
        assert client.check(Batch(graph, runs=100), ignore={"cached-result"}) == []
    server.route("POST", "/api/v1/images/images_by_names", as_json({}))
    assert client.check(showing("gone.png")) == []


def test_a_server_without_models(client: InvokeAIClient, server: FakeServer) -> None:
    server.route("GET", "/api/v2/models/", as_json({"models": []}))
    [problem] = client.check(Graph(MainModelLoader(model=Model("tiny"))))
    assert (problem.code, problem.suggestion) == ("model-missing", "the server has no models at all")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(b"<html>", kind="text/html"), "HTML page"),
        (Answer(b"nonsense"), "GET /openapi.json: the answer is not JSON"),
        (Answer(b"[1]"), "GET /openapi.json: not an openapi.json"),
        (as_json({"components": {"schemas": {}}}), "GET /openapi.json: the document describes no node types"),
        (Answer(b"[" * 200_000), "GET /openapi.json: the answer is not JSON"),
    ],
    ids=["html", "text", "list", "empty", "deep"],
)
def test_what_is_no_schema(client: InvokeAIClient, server: FakeServer, answer: Answer, message: str) -> None:
    server.route("GET", "/openapi.json", answer)
    with pytest.raises(UnexpectedAnswer, match=message):
        client.check(Graph(Add()))


def test_a_schema_that_does_not_end(client: InvokeAIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_MOST_BYTES", 100_000)
    with pytest.raises(UnexpectedAnswer, match="larger than 100000 bytes"):
        client.check(Graph(Add()))


def test_the_schema_of_a_client_serves_for_graphs_too(client: InvokeAIClient, server: FakeServer) -> None:
    document = json.loads(SCHEMA)
    del document["components"]["schemas"]["AddInvocation"]
    server.route("GET", "/openapi.json", as_json(document))
    assert [problem.code for problem in Graph(Add()).problems(schema=client.server_schema)] == ["unknown-node-type"]
    assert Graph(ShowImage()).problems(schema=client.server_schema)
