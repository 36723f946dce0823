"""The models that a simulated server has, as the server writes them. There are no files behind them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, uuid5

from invokegraph.simulator.rest_schema import PREFIX, components

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.node_types import JSON


def model(name: str, base: str, type: str, format: str = "diffusers", **more: object) -> JSON:
    """A model as the server writes it.

    Args:
        name: Its name.
        base: The family that it belongs to, such as `sd-1`.
        type: Its kind, such as `main` or `lora`.
        format: How its files are laid out.
        **more: What models of its kind have beside, or another value for something that all have.

    Raises:
        ValueError: The server has no models of that kind.
    """
    own = _own_fields(schema_of(base, type, format, more.get("variant")))
    seed = f"{base}/{type}/{name}"
    key = str(uuid5(NAMESPACE_URL, seed))
    digest = (uuid5(NAMESPACE_URL, key).hex + uuid5(NAMESPACE_URL, f"{key}/hash").hex)[:64]
    path = f"models/{key}/{name}"
    return {
        "key": key,
        "hash": f"blake3:{digest}",
        "path": path,
        "file_size": 1,
        "name": name,
        "description": None,
        "source": path,
        "source_type": "path",
        "source_api_response": None,
        "source_url": None,
        "cover_image": None,
        "type": type,
        "format": format,
        "base": base,
        **own,
        **_settings(base, type),
        **more,
    }


@cache
def kinds() -> Mapping[tuple[str, str, str], list[str]]:
    """The names of the schemas of each kind of model, by base, type and format."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for each in components()["ModelsList"]["properties"]["models"]["items"]["oneOf"]:
        name = each["$ref"].removeprefix(PREFIX)
        fields = fields_of(name)
        if all("const" in fields[part] for part in ("base", "type", "format")):
            kind = (fields["base"]["const"], fields["type"]["const"], fields["format"]["const"])
            found.setdefault(kind, []).append(name)
    return found


def fields_of(schema: str) -> Mapping[str, JSON]:
    """The fields of a schema."""
    found: Mapping[str, JSON] = components()[schema]["properties"]
    return found


def schema_of(base: str, type: str, format: str, variant: object = None) -> str:
    """The name of the schema of a kind.

    Raises:
        ValueError: The server has no models of that kind.
    """
    choices = kinds().get((base, type, format))
    if not choices:
        others = sorted(other[2] for other in kinds() if other[:2] == (base, type))
        hint = f"formats of {base} {type}: {', '.join(others)}" if others else f"there is no {type} of {base}"
        raise ValueError(f"the server has no model {base} {type} {format}; {hint}")
    return next((each for each in choices if fields_of(each).get("variant", {}).get("const") == variant), choices[0])


def of_kind(model: JSON, schema: str) -> JSON:
    """A model with the fields of a schema and no others."""
    return {name: model[name] if name in model else _first(part) for name, part in fields_of(schema).items()}


def _own_fields(schema: str) -> JSON:
    return {name: _first(part) for name, part in fields_of(schema).items() if name not in _OF_ALL}


def _first(schema: JSON) -> Any:
    """The default of a field, or the first value that it takes."""
    if "default" in schema or "const" in schema:
        return schema.get("default", schema.get("const"))
    if "$ref" in schema:
        return _first(components()[schema["$ref"].removeprefix(PREFIX)])
    if "properties" in schema:
        parts: Mapping[str, JSON] = schema["properties"]
        return {name: _first(part) for name, part in parts.items()}
    if "anyOf" in schema:
        return None
    if schema.get("type") == "array":
        return []
    return schema["enum"][0] if "enum" in schema else "x" * int(schema.get("minLength", 0))


def _settings(base: str, type: str) -> JSON:
    """The settings that the server gives to new models."""
    if type == "main":
        side = _SIDES.get(base)
        return {"default_settings": {**dict.fromkeys(_SETTINGS), "width": side, "height": side}}
    if type == "lora":
        return {"default_settings": dict.fromkeys(("weight", "weight_min", "weight_max"))}
    if type in ("controlnet", "t2i_adapter", "control_lora"):
        return {"default_settings": dict.fromkeys(("preprocessor", "fp8_storage"))}
    return {}


_SETTINGS: Final = (
    *("vae", "vae_precision", "scheduler", "steps", "cfg_scale", "cfg_rescale_multiplier", "width", "height"),
    *("guidance", "cpu_only", "fp8_storage"),
)
_SIDES: Final = {"sd-1": 512, "sd-2": 768, "sdxl": 1024, "flux": 1024}
_OF_ALL: Final = frozenset({"type", "format", "base", "key", "hash", "path", "file_size", "name", "description"}) | {
    *("source", "source_type", "source_api_response", "source_url", "cover_image"),
}


def default_models() -> dict[str, JSON]:
    """One or two of each usual kind, by key."""
    models = [
        model("simulated-sd-1", "sd-1", "main"),
        model("simulated-sdxl", "sdxl", "main"),
        model("simulated-sdxl-refiner", "sdxl-refiner", "main"),
        model("simulated-flux", "flux", "main", "checkpoint", variant="dev"),
        model("simulated-vae-sd-1", "sd-1", "vae"),
        model("simulated-vae-sdxl", "sdxl", "vae"),
        model("simulated-vae-flux", "flux", "vae", "checkpoint"),
        model("simulated-lora-sd-1", "sd-1", "lora", "lycoris"),
        model("simulated-lora-sdxl", "sdxl", "lora", "lycoris"),
        model("simulated-lora-flux", "flux", "lora", "diffusers"),
        model("simulated-controlnet-sd-1", "sd-1", "controlnet"),
        model("simulated-controlnet-sdxl", "sdxl", "controlnet"),
        model("simulated-t2i-adapter-sd-1", "sd-1", "t2i_adapter"),
        model("simulated-ip-adapter-sd-1", "sd-1", "ip_adapter", "invokeai"),
        model("simulated-clip-vision", "any", "clip_vision"),
        model("simulated-t5-encoder", "any", "t5_encoder", "t5_encoder"),
        model("simulated-clip-embed", "any", "clip_embed", variant="large"),
        model("simulated-embedding-sd-1", "sd-1", "embedding", "embedding_file"),
        model("simulated-upscaler", "any", "spandrel_image_to_image", "checkpoint"),
    ]
    return {each["key"]: each for each in models}
