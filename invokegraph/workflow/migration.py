"""Older versions of the editor's workflow format, brought to the current one."""

from __future__ import annotations

import re
from typing import Any, Final, cast

VERSIONS: Final = ("1.0.0", "2.0.0", "3.0.0", "4.0.0")
CURRENT: Final = VERSIONS[-1]

# Version 1 names a model by name and base; what kind it is stands in the type of the field.
_MODEL_TYPES: Final = {
    "MainModelField": "main",
    "SDXLMainModelField": "main",
    "SDXLRefinerModelField": "main",
    "ONNXModelField": "onnx",
    "VaeModelField": "vae",
    "LoRAModelField": "lora",
    "ControlNetModelField": "controlnet",
    "IPAdapterModelField": "ip_adapter",
    "T2IAdapterModelField": "t2i_adapter",
}
_OF_OLD_NODES: Final = ("embedWorkflow", "outputs")
_OF_OLD_INPUTS: Final = ("id", "type", "fieldKind")


def migrate(workflow: dict[str, Any], version: str) -> None:
    """Bring a workflow that has been checked in its shape to the current version, in place."""
    if version in ("1.0.0", "2.0.0"):
        for node in workflow["nodes"]:
            for name in ("width", "height"):
                node.pop(name, None)
            if node["type"] == "invocation":
                _migrate_node(node["data"])
    fed = {edge["target"] for edge in workflow["edges"] if edge.get("targetHandle") == "collection"}
    for node in workflow["nodes"]:
        if node["type"] == "invocation" and node["data"]["type"] == "image_collection":
            _migrate_image_collection(node["data"], fed)
    workflow["meta"]["version"] = CURRENT
    workflow["meta"].setdefault("category", "user")


def _migrate_node(data: dict[str, Any]) -> None:
    for name in _OF_OLD_NODES:
        data.pop(name, None)
    for field in data["inputs"].values():
        written = field.get("type")
        kind = cast("dict[str, Any]", written).get("name") if isinstance(written, dict) else written
        if "value" in field:
            field["value"] = _model(field["value"], kind)
        for name in _OF_OLD_INPUTS:
            field.pop(name, None)


def _model(value: Any, kind: object) -> Any:
    """A model as it is named today; any other value as it is."""
    if not isinstance(value, dict):
        return value
    old = cast("dict[str, Any]", value)
    if not {"model_name", "base_model"} <= old.keys() <= {"model_name", "base_model", "model_type"}:
        return old
    type_ = old.get("model_type") or (_MODEL_TYPES.get(kind) if isinstance(kind, str) else None) or "unknown"
    return {"key": "", "hash": "", "name": old["model_name"], "base": old["base_model"], "type": type_}


def _migrate_image_collection(data: dict[str, Any], fed: set[str]) -> None:
    """Before version 1.0.2 of the node, `collection` held what `images` holds now."""
    inputs = data["inputs"]
    before = inputs.get("collection", {}).get("value")
    now = inputs.get("images", {}).get("value")
    is_old = re.fullmatch(r"1\.0\.[01]|", data["version"]) is not None
    if is_old and data["id"] not in fed and isinstance(before, list) and not (isinstance(now, list) and now):
        inputs["images"] = {**inputs.pop("collection"), "name": "images"}
