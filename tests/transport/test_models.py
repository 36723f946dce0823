from __future__ import annotations

from typing import Any

import pytest

from invokegraph.ports import Port
from invokegraph.transport import AmbiguousModel, InvokeAIClient, ModelNotFound, UnexpectedAnswer

from .fake_server import FakeQueue, FakeServer, as_json
from .standins import PlainBatch

LIST = "/api/v2/models/"


def model(name: str, base: str = "sd-1", type: str = "main", **more: Any) -> dict[str, Any]:
    return {"key": f"key-{name}", "hash": f"blake3:{name}", "name": name, "base": base, "type": type, **more}


MODELS = [
    model("one", description=None, default_settings={"steps": 4, "new": [1]}, trigger_phrases=None),
    model("two", base="sdxl"),
    model("three", base="a-base-of-the-future", type="a-type-of-the-future"),
    {"key": "odd", "name": None, "type": "main"},
]


@pytest.fixture(autouse=True)
def _models(server: FakeServer) -> None:
    server.route("GET", LIST, as_json({"models": MODELS}))


def test_nothing_that_the_server_says_is_lost(client: InvokeAIClient) -> None:
    records = client.dnn_model_repo.list_models()
    assert [record.to_dict() for record in records] == MODELS
    first, _, third, odd = records
    assert (first.key, first.hash, first.name, first.base, first.type) == (
        "key-one",
        "blake3:one",
        "one",
        "sd-1",
        "main",
    )
    assert first["description"] is None
    assert first.default_settings.new == [1]
    assert (third.base, third.type) == ("a-base-of-the-future", "a-type-of-the-future")
    assert (odd["name"], odd.name, odd.base) == (None, "", "")
    with pytest.raises(AttributeError, match="does not change"):
        first.name = "x"


@pytest.mark.parametrize("answer", [{}, [], {"models": None}])
def test_no_list_of_models(server: FakeServer, client: InvokeAIClient, answer: object) -> None:
    server.route("GET", LIST, as_json(answer))
    with pytest.raises(UnexpectedAnswer, match=r"no list|no JSON object"):
        client.dnn_model_repo.list_models()


def test_a_model_is_found_by_any_of_its_parts(client: InvokeAIClient) -> None:
    find = client.dnn_model_repo.find
    assert find(name="one").key == "key-one"
    assert find(base="sdxl", type="main").key == "key-two"
    assert find(hash="blake3:three").key == find(key="key-three").key == "key-three"


def test_an_ambiguous_name_lists_the_candidates(client: InvokeAIClient) -> None:
    with pytest.raises(AmbiguousModel, match=r"3 models.*type 'main'.*\n.*'one' \(sd-1 main.*\n.*'two'") as caught:
        client.dnn_model_repo.find(type="main")
    assert [record.key for record in caught.value.candidates] == ["key-one", "key-two", "odd"]


def test_a_missing_model_lists_what_comes_near(client: InvokeAIClient) -> None:
    with pytest.raises(LookupError, match="no model on the server fits") as caught:
        client.dnn_model_repo.find(name="four", base="sdxl")
    assert isinstance(caught.value, ModelNotFound)
    assert not isinstance(caught.value, AmbiguousModel)
    assert [record.name for record in caught.value.candidates] == ["two"]


def test_without_any_model(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("GET", LIST, as_json({"models": []}))
    with pytest.raises(ModelNotFound, match="no models at all"):
        client.dnn_model_repo.find(name="four")


def blank(**given: str) -> dict[str, str]:
    return {"key": "", "hash": "", "name": "", "base": "any", "type": "unknown", **given}


def ports(*, model_bases: tuple[str, ...] = (), model_types: tuple[str, ...] = ()) -> dict[str, Port]:
    port = Port(name="model", model_bases=model_bases, model_types=model_types)
    port.declare(
        "In[ModelIdentifierField | Model, Output[ModelIdentifierField]]", lambda _: None, "nodes_catalog.fields"
    )
    return {"model_": port}


def test_models_without_a_key_are_found_at_submission(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue
) -> None:
    nodes = {
        "a": {"type": "main_model_loader", "model": blank(base="sdxl")},
        "b": {"type": "x", "lora": {"lora": blank(name="three"), "weight": 0.5}, "many": [blank(hash="blake3:one")]},
        "c": {"type": "main_model_loader", "model": {**blank(name="two"), "submodel_type": "unet"}},
        "d": {"type": "main_model_loader", "model": blank(key="key-one", name="stale")},
    }
    batch = PlainBatch(nodes)
    client.submit(batch)
    sent = queue.items[1]["session"]["graph"]["nodes"]
    one, two, three = MODELS[0], MODELS[1], MODELS[2]
    identifier = {part: one[part] for part in ("key", "hash", "name", "base", "type")}
    assert sent["a"]["model"] == two
    assert sent["b"] == {"id": "b", "type": "x", "lora": {"lora": three, "weight": 0.5}, "many": [identifier]}
    assert sent["c"]["model"] == {**two, "submodel_type": "unet"}
    assert sent["d"]["model"] == identifier
    assert server.count("GET", LIST) == 1


def test_a_key_that_is_not_on_the_server(client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch({"a": {"type": "main_model_loader", "model": blank(key="elsewhere", name="two")}})
    with pytest.raises(ModelNotFound, match=r"^a\.model: no model on the server fits \(key 'elsewhere'\)"):
        client.submit(batch)
    assert not queue.items


def test_models_are_not_asked_for_without_need(server: FakeServer, client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch()
    client.submit(batch)
    assert server.count("GET", LIST) == 0


def test_the_input_narrows_the_search(client: InvokeAIClient, queue: FakeQueue) -> None:
    batch = PlainBatch(
        {"a": {"type": "main_model_loader", "model": blank(type="main")}},
        ports=ports(model_bases=("sd-1", "sd-2"), model_types=("lora",)),
    )
    client.submit(batch)
    assert queue.items[1]["session"]["graph"]["nodes"]["a"]["model"]["key"] == "key-one"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (blank(type="main"), r"^loader\.model: 3 models"),
        (blank(name="four"), r"^loader\.model: no model .* \(name 'four'\)"),
    ],
)
def test_a_model_that_is_not_found_stops_the_submission(
    server: FakeServer, client: InvokeAIClient, queue: FakeQueue, wanted: dict[str, str], message: str
) -> None:
    batch = PlainBatch({"loader": {"type": "main_model_loader", "model": wanted}})
    with pytest.raises(ModelNotFound, match=message):
        client.submit(batch)
    assert server.count("POST", queue.enqueue_path) == 0
