"""Metadata of pictures: collecting it, and taking values out of it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from .call import BAD_INPUT, NodeError, Table, each, parts, require
from .lookups import CUSTOM, IDENTIFYING
from .models import of_main_model, with_loras

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call, Inputs, Outputs

NODES: Final = Table()
METADATA: Final = "invokeai_metadata"
_BASES: Final = {
    "any": "Any",
    "sd-1": "StableDiffusion1",
    "sd-2": "StableDiffusion2",
    "sd-3": "StableDiffusion3",
    "sdxl": "StableDiffusionXL",
    "sdxl-refiner": "StableDiffusionXLRefiner",
}
"""What the server calls the architectures of models within."""
_EVERYWHERE: Final = ("id", "type", "is_intermediate", "use_cache")


@cache
def app_version() -> str:
    """Version of the server that is simulated."""
    from .schema import document

    version: str = document()["x-invokeai-version"]
    return version


@NODES.gives("item", "metadata_item")
def _item(inputs: Inputs) -> Outputs:
    return {"label": inputs["label"], "value": inputs["value"]}


@NODES.gives("metadata", "metadata")
def _metadata(inputs: Inputs) -> Outputs:
    return {**{item["label"]: item["value"] for item in each(inputs["items"])}, "app_version": app_version()}


@NODES.gives("metadata", "merge_metadata")
def _merge(inputs: Inputs) -> Outputs:
    merged: Outputs = {}
    for metadata in inputs["collection"]:
        merged.update(metadata)
    return merged


@NODES.gives("metadata", "core_metadata")
def _core(inputs: Inputs) -> Outputs:
    given = {name: _without_none(value) for name, value in inputs.items() if name not in _EVERYWHERE}
    return {**_without_none(given), "app_version": app_version()}


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(part) for name, part in parts(value).items() if part is not None}
    return [_without_none(part) for part in each(value)] if isinstance(value, list) else value


@NODES.gives("metadata", "metadata_item_linked")
def _item_linked(inputs: Inputs) -> Outputs:
    value = inputs["value"]
    is_vae = isinstance(value, dict) and set(parts(value)) == {"vae", "seamless_axes"}
    return {
        **(inputs["metadata"] or {}),
        _label(inputs): value["vae"] if is_vae else value,
        "app_version": app_version(),
    }


@NODES.add("metadata_from_image")
def _from_image(call: Call) -> Outputs:
    return {"metadata": _of_picture(call) or {}}


@NODES.add("metadata_field_extractor")
def _field(call: Call) -> Outputs:
    metadata, name, key = _of_picture(call), call.inputs["image"]["image_name"], call.inputs["key"]
    if metadata is None:
        raise NodeError(f"No metadata found on image {name}")
    if key not in metadata:
        raise NodeError(f"No key '{key}' found in the metadata for {name}")
    if not isinstance(metadata[key], str):
        raise NodeError(f"Metadata at key '{key}' must be a string")
    return {"value": metadata[key]}


def _of_picture(call: Call) -> Outputs | None:
    """The metadata in a picture's PNG text, which may be anything."""
    text = call.pictures.load(call.inputs["image"]["image_name"]).info.get(METADATA)
    try:
        metadata = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return parts(metadata) if isinstance(metadata, dict) else None


def _taken(inputs: Inputs) -> Any:
    return parts(inputs["metadata"]).get(_label(inputs), inputs["default_value"])


def _label(inputs: Inputs) -> str:
    if inputs["label"] != CUSTOM:
        return str(inputs["label"])
    if not (inputs["custom_label"] or "").strip():
        raise NodeError("You must enter a Custom Label", type=BAD_INPUT)
    return str(inputs["custom_label"])


@NODES.gives("value", "metadata_to_string")
def _string(inputs: Inputs) -> str:
    return str(_taken(inputs))


@NODES.gives("value", "metadata_to_integer")
def _integer(inputs: Inputs) -> int:
    return int(_taken(inputs))


@NODES.gives("value", "metadata_to_float")
def _float(inputs: Inputs) -> float:
    return float(_taken(inputs))


@NODES.gives("value", "metadata_to_bool")
def _bool(inputs: Inputs) -> bool:
    return bool(_taken(inputs))


@NODES.gives("scheduler", "metadata_to_scheduler")
def _scheduler(inputs: Inputs) -> Any:
    from .schema import choices

    scheduler = _taken(inputs)
    if scheduler not in choices("metadata_to_scheduler", "default_value"):
        raise NodeError(f"{scheduler!r} is no scheduler", type="ValidationError")
    return scheduler


def _listed(convert: Callable[[Any], Any]) -> Callable[[Inputs], list[Any]]:
    def collection(inputs: Inputs) -> list[Any]:
        taken = _taken(inputs)
        if not isinstance(taken, list):
            raise NodeError(f"{taken!r} is no list", type="ValidationError")
        return [convert(value) for value in each(taken)]

    return collection


def _same_text(value: Any) -> str:
    if not isinstance(value, str):
        raise NodeError(f"{value!r} is no string", type="ValidationError")
    return value


def _truth(value: Any) -> bool:
    if value not in (True, False):
        raise NodeError(f"{value!r} is no boolean", type="ValidationError")
    return bool(value)


NODES.gives("collection", "metadata_to_string_collection")(_listed(_same_text))
NODES.gives("collection", "metadata_to_integer_collection")(_listed(int))
NODES.gives("collection", "metadata_to_float_collection")(_listed(float))
NODES.gives("collection", "metadata_to_bool_collection")(_listed(_truth))


@NODES.add("metadata_to_model", "metadata_to_sdxl_model")
def _model(call: Call) -> Outputs:
    model = _recalled(call.inputs)
    return {
        "model": model,
        "name": f"BaseModelType.{_BASES.get(model['base'], 'Unknown')}: {model['name']}",
        **of_main_model(call.type, model),
    }


@NODES.add("metadata_to_vae")
def _vae(call: Call) -> Outputs:
    default = call.inputs["default_value"]
    model = _recalled({**call.inputs, "default_value": default["vae"]})
    return {"vae": {**default, "vae": {**model, "submodel_type": "vae"}}}


def _recalled(inputs: Inputs) -> Outputs:
    """The model in the metadata if it is told in full: there are no models here to look up by a key or a name."""
    found = parts(inputs["metadata"]).get(_label(inputs))
    return parts(found if _is_model(found) else inputs["default_value"])


def _is_model(value: Any) -> bool:
    return isinstance(value, dict) and set(IDENTIFYING) <= set(parts(value))


@NODES.add("metadata_to_loras", "metadata_to_sdlx_loras")
def _loras(call: Call) -> Outputs:
    return with_loras(call.inputs, _loras_in(call.inputs, "loras"))


@NODES.gives("lora", "metadata_to_lora_collection")
def _lora_collection(inputs: Inputs) -> list[Outputs]:
    require(inputs["loras"] == [])  # the server takes none, and tells LoRAs twice that stand there twice
    return _loras_in(inputs, inputs["custom_label"].strip() or "loras")


def _loras_in(inputs: Inputs, key: str) -> list[Outputs]:
    listed = each(parts(inputs["metadata"]).get(key))
    return [{"lora": lora["model"], "weight": float(lora["weight"])} for lora in listed if _is_model(lora.get("model"))]


_ADAPTERS: Final = {
    "metadata_to_controlnets": ("controlnets", "control_list"),
    "metadata_to_ip_adapters": ("ipAdapters", "ip_adapter_list"),
    "metadata_to_t2i_adapters": ("t2iAdapters", "t2i_adapter_list"),
}


@NODES.add(*_ADAPTERS)
def _adapters(call: Call) -> Outputs:
    from .schema import part_names

    key, port = _ADAPTERS[call.type]
    given = call.inputs[port]
    names = part_names(call.type, port)
    told = each(parts(call.inputs["metadata"]).get(key))
    found = [{name: part for name, part in parts(adapter).items() if name in names} for adapter in told]
    return {port: given if given is not None and not found else [*each(given), *found]}
