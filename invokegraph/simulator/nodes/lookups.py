"""Models that a node asks the server for first: an unknown one fails it, each type in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .call import NodeError, each, parts

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from .call import Inputs, Outputs

CUSTOM: Final = "* CUSTOM LABEL *"
"""The label of metadata that stands for the one in `custom_label`."""
IDENTIFYING: Final = ("key", "hash", "name", "base", "type")
"""The parts of what identifies a model."""
LOOKED_UP: Final[dict[str, tuple[str, str, str]]] = {
    "model_identifier": ("model", "Exception", "Unknown model {}"),
    "main_model_loader": ("model", "Exception", "Unknown model {}"),
    "sdxl_model_loader": ("model", "Exception", "Unknown model: {}"),
    "sdxl_refiner_model_loader": ("model", "Exception", "Unknown model: {}"),
    "flux_model_loader": ("model t5_encoder_model clip_embed_model vae_model", "ValueError", "Unknown model: {}"),
    "vae_loader": ("vae_model", "Exception", "Unknown vae: {}!"),
    "gemma2_encoder_loader": ("gemma2_model", "Exception", "Unknown Gemma2 model: {}"),
    "pid_decoder_loader": ("pid_decoder_model", "Exception", "Unknown PiD decoder: {}"),
    "flux_control_lora_loader": ("lora", "ValueError", "Unknown lora: {}!"),
    "lora_loader": ("lora", "Exception", "Unknown lora: {}!"),
    "sdxl_lora_loader": ("lora", "Exception", "Unknown lora: {}!"),
    "lora_collection_loader": ("loras", "Exception", "Unknown lora: {}!"),
    "sdxl_lora_collection_loader": ("loras", "Exception", "Unknown lora: {}!"),
    "ideal_size": ("unet", "UnknownModelException", "model not found"),
    **{
        f"{family}_lora_loader": ("lora", "ValueError", "Unknown lora: {}!")
        for family in ("flux", "flux2_dev", "flux2_klein", "qwen_image", "wan", "z_image", "anima", "krea2")
    },
    **{
        f"{family}_lora_collection_loader": ("loras", "Exception", "Unknown lora: {}!")
        for family in ("flux", "flux2_dev", "flux2_klein", "qwen_image", "z_image")
    },
    **{
        f"{family}_lora_collection_loader": ("loras", "ValueError", "Unknown lora: {}!")
        for family in ("wan", "anima", "krea2")
    },
    **{
        f"{family}_model_loader": ("model", "UnknownModelException", "model not found")
        for family in ("ernie_image", "flux2_dev", "flux2_klein", "krea2", "qwen_image", "wan", "z_image")
    },
}
"""The inputs that name models, and how a node fails that names one that there is not."""

_TOLD: Final = {"metadata_to_model": "model", "metadata_to_sdxl_model": "model", "metadata_to_vae": "vae"}
"""The labels of the models that metadata tell."""

_ADAPTERS: Final = {
    "metadata_to_controlnets": ("controlnets", "control_model"),
    "metadata_to_t2i_adapters": ("t2iAdapters", "t2i_adapter_model"),
    "metadata_to_ip_adapters": ("ipAdapters", "ip_adapter_model"),
}
"""Where metadata tell adapters, and where each of those tells its model."""


_LORAS: Final = {"metadata_to_loras", "metadata_to_sdlx_loras", "metadata_to_lora_collection"}


def with_known_loras(node_type: str, inputs: Inputs, models: Mapping[str, Outputs]) -> Inputs:
    """The inputs of a node, where metadata tell no LoRA but those that there are.

    Args:
        node_type: The type of the node.
        inputs: Its inputs.
        models: The models that there are, by key.
    """
    metadata = inputs.get("metadata")
    if node_type not in _LORAS or not metadata:
        return inputs
    is_collection = node_type == "metadata_to_lora_collection"
    label = (inputs["custom_label"].strip() if is_collection else "") or "loras"
    loras: list[Outputs] = []
    for lora in each(metadata.get(label)):
        model = _found(lora.get("model"), models) or (_found(lora.get("lora"), models) if is_collection else None)
        if model:
            loras.append({**lora, "model": {name: model[name] for name in IDENTIFYING} | {"submodel_type": None}})
    return {**inputs, "metadata": {**metadata, label: loras}}


def _found(told: Any, models: Mapping[str, Outputs]) -> Outputs | None:
    """The LoRA that metadata tell, by its key or else by its name."""
    if not told:
        return None
    if told.get("key") in models:
        return models[told["key"]]
    names = [told[part] for part in ("name", "model_name") if part in told]
    return next(
        (model for name in names for model in models.values() if (model["name"], model["type"]) == (name, "lora")), None
    )


def check_models(node_type: str, inputs: Inputs, known: Container[str]) -> None:
    """Fail as the server's node does that names a model that there is not.

    Args:
        node_type: The type of the node.
        inputs: Its inputs.
        known: The keys of the models that there are.

    Raises:
        NodeError: A model is unknown.
    """
    if node_type in _TOLD:
        _check_told(inputs, _TOLD[node_type], known)
    if node_type in _ADAPTERS:
        _check_adapters(inputs, *_ADAPTERS[node_type], known)
    if node_type not in LOOKED_UP:
        return
    if node_type == "ernie_image_model_loader" and not inputs["use_prompt_enhancer"]:
        return  # which is all that it would ask the model for
    names, error, message = LOOKED_UP[node_type]
    for key in (_key(model) for name in names.split() for model in each(inputs.get(name))):
        if key not in known:
            raise NodeError(message.format(key), type=error)


def _check_told(inputs: Inputs, label: str, known: Container[str]) -> None:
    """Fail if neither the model that metadata tell is there nor the one that stands in for it."""
    if inputs["label"] == CUSTOM:
        label = str(inputs.get("custom_label") or "")
    told = parts(parts(inputs.get("metadata")).get(label))
    default = parts(inputs.get("default_value"))
    key: Any = told["key"] if told.get("key", "") in known else parts(default.get("vae") or default).get("key", "")
    if key not in known:
        raise NodeError(f"Unknown model: {key}", type="Exception")


def _check_adapters(inputs: Inputs, label: str, name: str, known: Container[str]) -> None:
    """Fail if the model of an adapter that metadata tell is not there."""
    for adapter in each(parts(inputs.get("metadata")).get(label)):
        if parts(adapter.get(name)).get("key", "") not in known:
            raise NodeError("Unknown model: ", type="Exception")


def _key(named: Any) -> str:
    """The key of a model, or of the model that a LoRA or a UNet is of."""
    model = named.get("lora") or named.get("unet") or named
    return str(model["key"])
