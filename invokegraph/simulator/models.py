"""The models that a simulated server has, as the server writes them. There are no files behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON


def model(name: str, base: str, type: str, format: str = "diffusers", **more: object) -> JSON:
    """A model as the server writes it.

    Args:
        name: Its name.
        base: The family that it belongs to, such as `sd-1`.
        type: Its kind, such as `main` or `lora`.
        format: How its files are laid out.
        **more: What models of its kind have beside, or another value for something that all have.
    """
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
        **_OF_TYPE.get(type, {}),
        **more,
    }


_OF_TYPE: dict[str, JSON] = {
    "main": {
        "trigger_phrases": None,
        "repo_variant": "",
        "prediction_type": "epsilon",
        "variant": "normal",
        "default_settings": {
            "vae": None,
            "vae_precision": None,
            "scheduler": None,
            "steps": None,
            "cfg_scale": None,
            "cfg_rescale_multiplier": None,
            "width": 512,
            "height": 512,
            "guidance": None,
            "cpu_only": None,
            "fp8_storage": None,
        },
    },
    "lora": {"trigger_phrases": None, "default_settings": {"weight": None, "weight_min": None, "weight_max": None}},
    "vae": {"repo_variant": "", "cpu_only": None},
    "controlnet": {"repo_variant": "", "default_settings": {"preprocessor": None, "fp8_storage": None}},
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
