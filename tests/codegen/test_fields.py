"""Field models take and refuse what the server's do, and lose nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import nodes_catalog
from nodes_catalog import fields
from nodes_catalog.fields import (
    BoundingBoxField,
    ColorField,
    ControlField,
    FluxControlNetField,
    Ideogram4Region,
    ImageField,
    IPAdapterField,
    LatentsField,
    MetadataField,
    ModelIdentifierField,
    SAMPointsField,
    T2IAdapterField,
    VAEField,
)
from nodes_catalog.rules import FieldModel

SCHEMAS: dict[str, Any] = json.loads((Path(nodes_catalog.__file__).parent / "schema.json").read_text("utf-8"))[
    "components"
]["schemas"]
MODELS = {key: schema for key, schema in SCHEMAS.items() if "class" not in schema and schema["type"] == "object"}


MODEL = {"key": "k", "hash": "h", "name": "n", "base": "sdxl", "type": "ip_adapter"}
IMAGE = {"image_name": "a"}
CONTROL = {"image": IMAGE, "control_model": MODEL}


def example(schema: dict[str, Any]) -> Any:
    """A value that the schema allows, with nothing in it that is optional."""
    if "$ref" in schema:
        return example(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return example(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: example(schema["properties"][name]) for name in schema.get("required", ())}
        case "array":
            return [example(schema["items"])] * schema.get("minItems", 1)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case _:
            return "text"


def test_every_field_model_is_there() -> None:
    made = {
        name
        for name, value in vars(fields).items()
        if isinstance(value, type) and issubclass(value, FieldModel) and value.__module__ == "nodes_catalog.fields"
    }
    assert made == set(MODELS)
    assert len(MODELS) == 69


@pytest.mark.parametrize("key", MODELS)
def test_a_field_model_has_the_parts_of_the_schema(key: str) -> None:
    schema, cls = MODELS[key], getattr(fields, key)
    parts = schema.get("properties", {})
    assert list(cls.model_fields) == list(parts)
    for name, part in parts.items():
        field = cls.model_fields[name]
        assert field.is_required() is (name in schema.get("required", ())), name
        if "default" in part:
            assert field.get_default(call_default_factory=True) == part["default"], name
    least = example(schema)
    value = cls.model_validate(least)
    assert value.model_dump(mode="json", exclude_unset=True) == least
    for name in schema.get("required", ()):
        with pytest.raises(ValidationError):
            cls.model_validate({part: given for part, given in least.items() if part != name})


@pytest.mark.parametrize("key", MODELS)
def test_the_bounds_of_the_schema_are_kept(key: str) -> None:
    cls, least = getattr(fields, key), example(MODELS[key])
    for name, part in MODELS[key].get("properties", {}).items():
        for stated in (part, *part.get("anyOf", ())):
            for word, step in (("minimum", -1), ("maximum", 1)):
                if word in stated:
                    assert getattr(cls.model_validate(least | {name: stated[word]}), name) == stated[word]
                    with pytest.raises(ValidationError):
                        cls.model_validate(least | {name: stated[word] + step})


@pytest.mark.parametrize(
    ("cls", "given"),
    [
        (ImageField, {}),
        (ImageField, {"image_name": None}),
        (ImageField, {"image_name": 5}),  # the server's field models do not make texts of numbers, its nodes do
        (ColorField, {"r": 256, "g": 0, "b": 0, "a": 0}),
        (ColorField, {"r": 1.5, "g": 0, "b": 0, "a": 0}),
        (LatentsField, {"latents_name": "x", "seed": "y"}),
        (BoundingBoxField, {"x_min": 0, "x_max": 1, "y_min": 0, "y_max": 1, "score": 1.1}),
        (SAMPointsField, {"points": []}),
        (SAMPointsField, {"points": [{"x": 1, "y": 1, "label": 2}]}),
        (Ideogram4Region, {"prompt": "x", "bbox": [0, 0, 1]}),
        (Ideogram4Region, {"prompt": "x", "bbox": [0, 0, 0, 1001]}),
        (ModelIdentifierField, {"key": "k", "hash": "h", "name": "n", "base": "sd-9", "type": "main"}),
        (BoundingBoxField, {"x_min": 2, "x_max": 1, "y_min": 0, "y_max": 1}),
        (BoundingBoxField, {"x_min": 0, "x_max": 1, "y_min": 2, "y_max": 1}),
        (Ideogram4Region, {"prompt": "x", "bbox": [2, 0, 1, 5]}),
        (Ideogram4Region, {"prompt": "x", "bbox": [0, 2, 5, 1]}),
        (ControlField, CONTROL | {"begin_step_percent": 0.6, "end_step_percent": 0.5}),
        (ControlField, CONTROL | {"control_weight": 2.1}),
        (FluxControlNetField, CONTROL | {"control_weight": [1, -1.1]}),
        (T2IAdapterField, {"image": IMAGE, "t2i_adapter_model": MODEL, "weight": [3]}),
        (T2IAdapterField, {"image": IMAGE, "t2i_adapter_model": MODEL, "begin_step_percent": 1, "end_step_percent": 0}),
    ],
)
def test_what_the_server_refuses(cls: type[BaseModel], given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        cls.model_validate(given)


@pytest.mark.parametrize(
    ("cls", "given", "held"),
    [
        (ColorField, {"r": "1", "g": 2.0, "b": True, "a": 255}, {"r": 1, "g": 2, "b": 1, "a": 255}),
        (BoundingBoxField, {"x_min": 0, "x_max": 1, "y_min": 0, "y_max": 1, "score": 0.5}, None),
        (Ideogram4Region, {"prompt": "x", "bbox": [0, 0, 0, 1000]}, None),
        (BoundingBoxField, {"x_min": 1, "x_max": 1, "y_min": 1, "y_max": 1, "score": None}, None),
        (MetadataField, {"model_config": 1, "copy": {"x": [1]}, "app": None}, None),
    ],
)
def test_what_the_server_takes(cls: type[BaseModel], given: dict[str, Any], held: dict[str, Any] | None) -> None:
    made = cls.model_validate(given).model_dump()
    assert made == (held or given)


def test_what_a_newer_server_adds_is_kept() -> None:
    value = ImageField.model_validate({"image_name": "a", "size": {"x": [1]}})
    assert value.model_dump() == {"image_name": "a", "size": {"x": [1]}}


def test_a_value_does_not_change_and_defaults_are_not_shared() -> None:
    key = ModelIdentifierField(key="k", hash="h", name="n", base="sd-1", type="vae")
    first, second = VAEField(vae=key), VAEField(vae=key)
    with pytest.raises(ValidationError):
        first.vae = key
    first.seamless_axes.append("x")
    assert second.seamless_axes == []
    assert hash(key) == hash(key.model_copy())
    assert key == key.model_copy()


def test_unions_and_lists_of_field_models() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(ImageField | list[ImageField] | None)
    assert adapter.validate_python([{"image_name": "a"}]) == [ImageField(image_name="a")]
    images = [{"image_name": "a"}, {"image_name": "b"}]
    made = IPAdapterField.model_validate({"image": images, "ip_adapter_model": MODEL, "image_encoder_model": MODEL})
    assert made.weight == 1
    assert made.image == [ImageField(image_name="a"), ImageField(image_name="b")]
    control = ControlField.model_validate(CONTROL | {"control_weight": [0.5, 1]})
    assert control.control_weight == [0.5, 1]
    assert control.resize_mode == "just_resize"
