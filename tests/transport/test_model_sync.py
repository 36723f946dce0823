"""The models of a workflow replaced by those of a server."""

from __future__ import annotations

from typing import Any

import pytest

from invokegraph.transport import AmbiguousModel, ModelNotFound, ModelRecord
from invokegraph.transport.model_sync import ModelChange, sync_models
from invokegraph.workflow.document import Document
from tests.workflow.making import edge, invocation, workflow


def record(key: str, name: str = "dreams", base: str = "sd-1", type: str = "main", hash: str = "") -> ModelRecord:
    return ModelRecord({"key": key, "hash": hash or f"hash of {key}", "name": name, "base": base, "type": type})


def there(name: str = "dreams", base: str = "sd-1", type: str = "main", hash: str = "h", **more: Any) -> dict[str, Any]:
    """A model of another server."""
    return {"key": "elsewhere", "hash": hash, "name": name, "base": base, "type": type, **more}


def loading(value: object, type: str = "main_model_loader", field: str = "model") -> Document:
    node = invocation("loader", type, **{field: value})
    if value is None:
        del node["data"]["inputs"][field]["value"]
    return Document(workflow([node]))


def sync(document: Document, *models: ModelRecord, by_name: bool = True, by_base: bool = False) -> list[ModelChange]:
    return sync_models(document, models, by_name=by_name, by_base=by_base)


def value_in(document: Document, field: str = "model") -> Any:
    return document.nodes["loader"].value(field)


def test_a_known_key_stays_whatever_else_is_said() -> None:
    document = loading({**there(name="another name"), "key": "a"})
    assert sync(document, record("a"), by_base=True) == []
    assert value_in(document)["name"] == "another name"


def test_a_hash_tells_more_than_a_name() -> None:
    document = loading(there(hash="same", submodel_type="unet"))
    (change,) = sync(document, record("a"), record("b", "other", hash="same"))
    assert (change.node_id, change.field, change.new.key) == ("loader", "model", "b")
    assert change.old == there(hash="same", submodel_type="unet")
    assert value_in(document) == {**record("b", "other", hash="same").identifier(), "submodel_type": "unet"}


def test_two_with_one_hash_are_told_apart_by_their_names() -> None:
    models = record("a", "one", hash="same"), record("b", "dreams", hash="same"), record("c", "dreams")
    (change,) = sync(loading(there(hash="same")), *models)
    assert change.new.key == "b"
    with pytest.raises(AmbiguousModel, match="2 models on the server fit"):
        sync(loading(there(hash="same")), record("a", hash="same"), record("b", hash="same"))


def test_a_name_counts_with_family_and_kind() -> None:
    models = record("a", base="sdxl"), record("b", type="vae"), record("c")
    (change,) = sync(loading(there()), *models)
    assert change.new.key == "c"
    with pytest.raises(ModelNotFound, match="no model on the server fits"):
        sync(loading(there()), *models[:2])
    with pytest.raises(ModelNotFound):
        sync(loading(there()), *models, by_name=False)


def test_the_only_one_of_family_and_kind() -> None:
    models = record("a", "other"), record("b", "other", "sdxl")
    with pytest.raises(ModelNotFound, match="name 'dreams'"):
        sync(loading(there()), *models)
    (change,) = sync(loading(there()), *models, by_base=True)
    assert change.new.key == "a"
    with pytest.raises(AmbiguousModel) as caught:
        sync(loading(there()), *models, record("c", "third"), by_base=True)
    assert [candidate.key for candidate in caught.value.candidates] == ["a", "c"]


def test_nothing_is_replaced_where_something_is_missing() -> None:
    nodes = [invocation(id_, "lora_loader", lora=there(id_, type="lora")) for id_ in ("ink", "oil", "chalk")]
    document = Document(workflow([*nodes, invocation("loader", "main_model_loader")]))
    document.nodes["loader"].inputs["model"] = {"name": "model", "label": ""}
    before = {id_: node.value("lora") for id_, node in document.nodes.items() if id_ != "loader"}
    models = record("a", "ink", type="lora"), record("b", "pencil", "sdxl", type="lora"), record("m")
    with pytest.raises(ModelNotFound) as caught:
        sync(document, *models)
    message = str(caught.value)
    assert message.startswith("2 models of the workflow cannot be found:\noil.lora: no model on the server fits")
    assert "\nchalk.lora: " in message
    assert before == {id_: node.value("lora") for id_, node in document.nodes.items() if id_ != "loader"}
    assert "value" not in document.nodes["loader"].inputs["model"]


def test_models_by_what_is_the_same_everywhere() -> None:
    """`Model(base="sd-1")` in a graph, and the models of the oldest workflows, have no key."""
    blank = {"key": "", "hash": "", "name": "", "base": "any", "type": "unknown"}
    (change,) = sync(loading({**blank, "name": "dreams"}), record("a", type="vae"), record("b"))
    assert change.new.key == "b"
    document = loading({**blank, "base": "sd-1"})
    assert sync(document, record("a")) == []  # it is looked up when the workflow is submitted
    assert [change.new.key for change in sync(document, record("a"), by_base=True)] == ["a"]


def test_an_input_that_needs_a_model_and_has_none() -> None:
    assert sync(loading(None), record("a")) == []
    document = loading(None)
    (change,) = sync(document, record("a"), record("b", base="sdxl"), record("c", type="vae"), by_base=True)
    assert (change.old, change.new.key) == ({}, "a")
    assert value_in(document) == record("a").identifier()
    for models in ([record("a"), record("b")], []):  # nobody can say which, and the missing input is told later
        document = loading(None)
        assert sync(document, *models, by_base=True) == []
        assert "value" not in document.nodes["loader"].inputs["model"]


def test_models_in_lists_and_in_nodes_that_nobody_knows() -> None:
    held = {"first": [{"lora": there("ink", type="lora"), "weight": 0.5}], "second": there("oil")}
    document = loading(held, "somebodys_loader", "many")
    changes = sync(document, record("a", "ink", type="lora"), record("b", "oil"))
    assert [(change.field, change.new.key) for change in changes] == [("many", "a"), ("many", "b")]
    assert value_in(document, "many")["first"][0] == {
        "lora": record("a", "ink", type="lora").identifier(),
        "weight": 0.5,
    }


def test_what_is_no_model_stays() -> None:
    for value in (there(name=5), {"key": "elsewhere"}, "elsewhere", [1, None], {**there(), "weight": 1}):
        document = loading(value, "somebodys_loader")
        assert sync(document, record("a"), by_base=True) == []
        assert value_in(document) == value


def test_a_model_beside_a_wire_does_not_count() -> None:
    nodes = [invocation("loader", "main_model_loader", model=there()), invocation("source", "model_identifier")]
    document = Document({**workflow(nodes), "edges": [edge("source.model -> loader.model")]})
    assert sync(document, by_base=True) == []
