"""Model loaders: no model is loaded, they say which model each part comes from, as the server's do.

What only a model's own files can tell (its variant, whether it brings its parts along) is not known here: a part that
no input names comes from the main model.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from .call import NodeError, Table, each, parts

if TYPE_CHECKING:
    from .call import Call, Inputs, Outputs

NODES: Final = Table()

_SUBMODELS: Final = {
    "clip2": ("tokenizer_2", "text_encoder_2"),
    "clip_g": ("tokenizer_2", "text_encoder_2"),
    "t5_encoder": ("tokenizer_2", "text_encoder_2"),
    "prompt_enhancer": ("pe_tokenizer", "pe"),
}
"""The submodels of encoders that are not a model's first."""

_SOURCES: Final = {"clip": "clip_embed_model", "gemma2_encoder": "gemma2_model"}
"""The inputs that name a port's model where the input is not called after the port."""

_WHOLE_SOURCES: Final = ("component_source", "qwen3_source_model", "mistral_source_model")
"""Inputs that name a model to take all parts but the transformer from."""

_WITHOUT_LORAS: Final = {"glm_encoder", "qwen_vl_encoder", "text_encoder", "prompt_enhancer", "gemma2_encoder"}

_SUFFIX: Final = "_model_loader"

_PORTS: Final = {
    "main_model_loader": ("vae", "clip", "unet"),
    "sdxl_model_loader": ("unet", "clip", "clip2", "vae"),
    "sdxl_refiner_model_loader": ("unet", "clip2", "vae"),
    "metadata_to_model": ("unet", "vae", "clip"),
    "metadata_to_sdxl_model": ("unet", "clip", "clip2", "vae"),
    f"flux{_SUFFIX}": ("transformer", "clip", "t5_encoder", "vae"),
    f"flux2_dev{_SUFFIX}": ("transformer", "mistral_encoder", "vae"),
    f"flux2_klein{_SUFFIX}": ("transformer", "qwen3_encoder", "vae"),
    f"sd3{_SUFFIX}": ("transformer", "clip_l", "clip_g", "t5_encoder", "vae"),
    f"cogview4{_SUFFIX}": ("transformer", "glm_encoder", "vae"),
    f"ernie_image{_SUFFIX}": ("transformer", "text_encoder", "vae", "prompt_enhancer"),
    f"ideogram4{_SUFFIX}": ("transformer", "qwen3_encoder", "vae"),
    f"krea2{_SUFFIX}": ("transformer", "qwen3_vl_encoder", "vae"),
    f"qwen_image{_SUFFIX}": ("transformer", "qwen_vl_encoder", "vae"),
    f"wan{_SUFFIX}": ("transformer", "wan_t5_encoder", "vae"),
    f"z_image{_SUFFIX}": ("transformer", "qwen3_encoder", "vae"),
    f"anima{_SUFFIX}": ("transformer", "qwen3_encoder", "vae"),
}
"""What main models are taken apart into."""

_SCHNELL_LENGTH: Final = 256
_LENGTH: Final = 512


def of_main_model(node_type: str, model: Outputs) -> Outputs:
    """The parts of a main model that a loader of this type gives."""
    return {port: _part(node_type, port, {"model": model}) for port in _PORTS[node_type]}


@NODES.add(*(node_type for node_type in _PORTS if node_type.endswith(_SUFFIX)))
def _load(call: Call) -> Outputs:
    loaded: Outputs = {port: _part(call.type, port, call.inputs) for port in _PORTS[call.type]}
    if call.type == f"ernie_image{_SUFFIX}" and not call.inputs["use_prompt_enhancer"]:
        loaded["prompt_enhancer"] = None
    if call.type == f"flux{_SUFFIX}":
        is_fast = "schnell" in call.inputs["model"]["name"].lower()
        loaded["max_seq_len"] = _SCHNELL_LENGTH if is_fast else _LENGTH
    elif "max_seq_len" in call.inputs:
        loaded["max_seq_len"] = call.inputs["max_seq_len"]
    return loaded


def _part(node_type: str, port: str, inputs: Inputs) -> Outputs:
    source = _source(port, inputs)
    if port == "unet":
        return {
            "unet": _submodel(source, "unet"),
            "scheduler": _submodel(source, "scheduler"),
            "loras": [],
            "seamless_axes": [],
            "freeu_config": None,
        }
    if port == "vae":
        return {"vae": _submodel(source, "vae"), "seamless_axes": []}
    if port == "transformer":
        return _transformer(node_type, source, inputs)
    return _encoder(port, source, inputs.get("model"))


def _source(port: str, inputs: Inputs) -> Outputs:
    own = inputs.get(_SOURCES.get(port, f"{port}_model"))
    others = () if port in ("transformer", "unet") else _WHOLE_SOURCES
    found = next((model for model in (own, *(inputs.get(name) for name in others), inputs.get("model")) if model), None)
    if found is None:
        raise NodeError(f"There is no model to take the {port} from.")
    return dict(found)


def _submodel(model: Outputs, name: str) -> Outputs:
    return {**model, "submodel_type": name}


def _transformer(node_type: str, source: Outputs, inputs: Inputs) -> Outputs:
    part: Outputs = {"transformer": _submodel(source, "transformer"), "loras": []}
    if node_type != f"wan{_SUFFIX}":
        return part
    second = inputs.get("transformer_low_noise_model")
    low_noise = _submodel(second, "transformer") if second else None
    return {**part, "transformer_low_noise": low_noise, "loras_low_noise": [], "boundary_ratio": 0.875}


def _encoder(port: str, source: Outputs, main: Outputs | None = None) -> Outputs:
    tokenizer, text_encoder = _SUBMODELS.get(port, ("tokenizer", "text_encoder"))
    if port == "t5_encoder" and source["base"] == "sd-3":
        tokenizer, text_encoder = "tokenizer_3", "text_encoder_3"
    words = main if main is not None and port in ("clip_l", "clip_g") else source
    part: Outputs = {"tokenizer": _submodel(words, tokenizer), "text_encoder": _submodel(source, text_encoder)}
    if port not in _WITHOUT_LORAS:
        part["loras"] = []
    return {**part, "skipped_layers": 0} if port.startswith("clip") else part


@NODES.gives("vae", "vae_loader")
def _vae(inputs: Inputs) -> Outputs:
    return {"vae": inputs["vae_model"], "seamless_axes": []}


@NODES.gives("gemma2_encoder", "gemma2_encoder_loader")
def _gemma(inputs: Inputs) -> Outputs:
    return _encoder("gemma2_encoder", inputs["gemma2_model"])


@NODES.gives("pid_decoder", "pid_decoder_loader")
def _pixel_decoder(inputs: Inputs) -> Outputs:
    return {"decoder": inputs["pid_decoder_model"]}


@NODES.gives("lora", "lora_selector")
def _selected(inputs: Inputs) -> Outputs:
    return {"lora": inputs["lora"], "weight": inputs["weight"]}


@NODES.gives("control_lora", "flux_control_lora_loader")
def _control_lora(inputs: Inputs) -> Outputs:
    return {"lora": inputs["lora"], "weight": inputs["weight"], "img": inputs["image"]}


_LORA_LOADERS: Final = tuple(
    f"{family}lora_{kind}"
    for family in (
        "",
        "sdxl_",
        "flux_",
        "flux2_dev_",
        "flux2_klein_",
        "qwen_image_",
        "wan_",
        "z_image_",
        "anima_",
        "krea2_",
    )
    for kind in ("loader", "collection_loader")
)


@NODES.add(*_LORA_LOADERS)
def _add_loras(call: Call) -> Outputs:
    if call.type.endswith("collection_loader"):
        once: dict[str, Outputs] = {}
        for lora in each(call.inputs["loras"]):
            once.setdefault(lora["lora"]["key"], lora)
        if call.type.startswith("krea2"):
            return with_loras(call.inputs, [_as_there(call.inputs, lora) for lora in once.values()])
        return with_loras(call.inputs, list(once.values()), again=True)
    lora = {"lora": call.inputs["lora"], "weight": call.inputs["weight"]}
    if call.type.startswith("krea2"):
        return with_loras(call.inputs, [_as_there(call.inputs, lora)])
    for port in _lora_ports(call.inputs):
        if _has(call.inputs[port] or {"loras": []}, lora):
            error = "Exception" if call.type in ("lora_loader", "sdxl_lora_loader") else "ValueError"
            raise NodeError(f'LoRA "{lora["lora"]["key"]}" already applied to {port}', type=error)
    return with_loras(call.inputs, [lora])


def _as_there(inputs: Inputs, lora: Outputs) -> Outputs:
    """The LoRA as the parts of a Krea-2 model have it already, otherwise as it is."""
    key = lora["lora"]["key"]
    there = [
        other
        for port in _lora_ports(inputs)
        for other in parts(inputs[port]).get("loras", [])
        if other["lora"]["key"] == key
    ]
    weights = {other["weight"] for other in there}
    if len(weights) > 1:
        raise NodeError(f"LoRA '{key}' has conflicting weights on the parts of the model.")
    return there[0] if there else lora


def with_loras(inputs: Inputs, loras: list[Outputs], *, again: bool = False) -> Outputs:
    """The parts of models among the inputs, each with these LoRAs on top of its own.

    Args:
        inputs: The inputs of a node.
        loras: The LoRAs to add.
        again: Whether to add those that a part has already.
    """
    target = inputs.get("target", "auto")
    return {port: _loaded(inputs[port], loras, target, again=again) for port in _lora_ports(inputs)}


def _loaded(part: Outputs | None, loras: list[Outputs], target: str, *, again: bool) -> Outputs | None:
    if part is None:
        return None
    loaded = copy.deepcopy(part)
    for lora in loras:
        if target != "low" and (again or not _has(loaded, lora)):
            loaded["loras"].append(lora)
        has_low_noise = target != "high" and loaded.get("transformer_low_noise")
        if has_low_noise and (again or not _has(loaded, lora, "loras_low_noise")):
            loaded["loras_low_noise"].append(lora)
    return loaded


def _has(part: Outputs, lora: Outputs, name: str = "loras") -> bool:
    return any(other["lora"]["key"] == lora["lora"]["key"] for other in part.get(name, []))


def _lora_ports(inputs: Inputs) -> list[str]:
    return [name for name in inputs if name in ("unet", "clip", "clip2", "transformer") or name.endswith("_encoder")]


@NODES.gives("unet", "freeu")
def _freeu(inputs: Inputs) -> Outputs:
    return {**inputs["unet"], "freeu_config": {name: inputs[name] for name in ("s1", "s2", "b1", "b2")}}


@NODES.add("seamless")
def _seamless(call: Call) -> Outputs:
    axes = [axis for axis in ("x", "y") if call.inputs[f"seamless_{axis}"]]
    given: dict[str, Any] = {name: call.inputs[name] for name in ("unet", "vae")}
    return {name: part and {**part, "seamless_axes": axes} for name, part in given.items()}


@NODES.gives("clip", "clip_skip")
def _skip(inputs: Inputs) -> Outputs:
    clip = inputs["clip"]
    return {**clip, "skipped_layers": clip["skipped_layers"] + inputs["skipped_layers"]}
