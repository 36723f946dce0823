"""Denoisers: they keep what the picture is made of, and tell their steps."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.nodes.call import NodeError, Table, each
from invokegraph.simulator.nodes.schema import outputs_of, types_giving
from invokegraph.simulator.nodes.stand_ins.known import known, merged, prompt
from invokegraph.simulator.nodes.stand_ins.latents import GRID, latents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.simulator.nodes.call import Call, Inputs, Outputs
    from invokegraph.simulator.nodes.handles import Facts

NODES: Final = Table()

_OWN: Final = {
    "seed": "seed",
    "steps": "steps",
    "num_steps": "steps",
    "num_inference_steps": "steps",
    "cfg_scale": "cfg",
    "guidance": "guidance",
    "guidance_scale": "guidance",
    "scheduler": "scheduler",
    "sampler_preset": "scheduler",
}
"""What the inputs of a denoiser are called in a picture's facts."""

_DENOISERS: Final = [
    node_type for node_type in types_giving("LatentsOutput", "LatentsMetaOutput") if "denoise" in node_type
]
_ADAPTER_PORTS: Final = ("control", "ip_adapter", "t2i_adapter", "control_lllite")

_OF_SECOND_ORDER: Final = {"heun", "heun_k", "kdpm_2", "kdpm_2_k", "kdpm_2_a", "kdpm_2_a_k"}
"""Schedulers that ask the model twice for each step but the last."""

_TELL_THE_BEGINNING: Final = {
    *("denoise_latents", "denoise_latents_meta", "tiled_multi_diffusion_denoise_latents"),
    *("cogview4_denoise", "krea2_denoise", "qwen_image_denoise", "sd3_denoise"),
}

_TOLD: Final = {
    "denoise_latents_meta": {
        **dict.fromkeys(
            ("steps", "cfg_scale", "cfg_rescale_multiplier", "denoising_start", "denoising_end", "scheduler")
        ),
        **dict.fromkeys(("hidiffusion", "hidiffusion_raunet", "hidiffusion_window_attn")),
        **dict.fromkeys(("hidiffusion_t1_ratio", "hidiffusion_t2_ratio")),
    },
    "flux_denoise_meta": {
        "num_steps": "steps",
        **dict.fromkeys(("guidance", "denoising_start", "denoising_end", "cfg_scale")),
        **dict.fromkeys(("cfg_scale_start_step", "cfg_scale_end_step")),
    },
    "z_image_denoise_meta": {
        "guidance_scale": "guidance",
        **dict.fromkeys(("steps", "denoising_start", "denoising_end", "scheduler")),
    },
    "anima_denoise_meta": {
        "guidance_scale": "cfg_scale",
        **dict.fromkeys(("steps", "denoising_start", "denoising_end", "scheduler")),
    },
}
"""The inputs that a denoiser tells in its metadata, and what they are called there if not as the inputs."""


@NODES.add(*_DENOISERS)
def _denoise(call: Call) -> Outputs:
    given = call.inputs
    facts = merged({name: value for name, value in given.items() if "conditioning" not in name})
    facts.update({fact: given[name] for name, fact in _OWN.items() if given.get(name) is not None})
    noise = known(given.get("noise"))
    if noise:
        facts["seed"] = noise[-1].get("seed", facts.get("seed"))
    for sign, fact in (("positive", "prompt"), ("negative", "negative")):
        prompts = [prompt(value) for name, value in given.items() if name.startswith(sign) and value]
        if any(prompts):
            facts[fact] = " + ".join(filter(None, prompts))
    if given.get("denoising_start"):
        facts["start"] = given["denoising_start"]
    facts.update(_of_models(given))
    width, height = _size(given, noise)
    if "num_frames" in given:
        facts["frames"] = given["num_frames"]
    _step(call, facts.get("steps"), (width, height))
    outputs = latents(call, facts, width, height)
    if "metadata" in outputs_of(call.type):
        outputs["metadata"] = _told(given, facts, width, height)
    return outputs


def _size(given: Inputs, noise: list[Facts]) -> tuple[int, int]:
    """The size of the latents that go in, otherwise the one that is asked for."""
    for facts in [*known(given.get("latents")), *noise]:
        return facts["width"], facts["height"]
    if "width" not in given:
        raise NodeError("'latents' or 'noise' must be provided!")
    return given["width"] // GRID * GRID, given["height"] // GRID * GRID


def _of_models(given: Inputs) -> Facts:
    """Names of the model and of what changes it."""
    facts: Facts = {}
    part: Any = given.get("unet") or given.get("transformer") or {}
    model = part.get("unet") or part.get("transformer")
    if model:
        facts["model"] = model["name"]
    loras = [f"{lora['lora']['name']} {lora['weight']:g}" for lora in each(part.get("loras"))]
    if loras:
        facts["loras"] = loras
    adapters = [adapter for name in _ADAPTER_PORTS for adapter in each(given.get(name))]
    control = [
        model["name"] for adapter in adapters for name, model in adapter.items() if name.endswith("_model") and model
    ]
    if control:
        facts["control"] = list(dict.fromkeys(control))
    return facts


def _step(call: Call, steps: Any, size: tuple[int, int]) -> None:
    """Tell each step, with what the picture would look like by then: it is gray here."""
    is_ideogram = call.type == "ideogram4_denoise"
    image = None if is_ideogram else _preview(*size)
    for part in _parts(call, steps if isinstance(steps, int) else 1):
        if call.cancelled():
            raise NodeError("", type="CanceledException")
        call.progress("Running Ideogram 4 denoising" if is_ideogram else "Denoising", part, image=image)


def _parts(call: Call, steps: int) -> Iterator[float]:
    """How much of the work is done at each step, as the server counts."""
    given = call.inputs
    done = given.get("denoising_end", 1.0) - given.get("denoising_start", 0.0)
    count = max(round(steps * done), 1)
    first = 0 if call.type in _TELL_THE_BEGINNING else 1
    if given.get("scheduler") in _OF_SECOND_ORDER:
        for step in range(first, 2 * count):
            yield step // 2 / (count - 1) if count > 1 else 0.0
    else:
        for step in range(first, count + 1):
            yield step / count


@cache
def _preview(width: int, height: int) -> Outputs:
    """A picture as the server's events bring it: the size that it will have, and a gray one of an eighth of that."""
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (max(width // GRID, 1), max(height // GRID, 1)), (128, 128, 128)).save(file, "JPEG")
    data = b64encode(file.getvalue()).decode()
    return {"width": width, "height": height, "dataURL": f"data:image/jpeg;base64,{data}"}


def _told(given: Inputs, facts: Facts, width: int, height: int) -> Outputs:
    node_type = next(node_type for node_type, names in _TOLD.items() if set(names) <= set(given))
    part = given.get("unet") or given.get("transformer")
    told: Outputs = {**(given.get("metadata") or {}), "width": width, "height": height}
    told.update({label or name: given[name] for name, label in _TOLD[node_type].items()})
    told["model"] = part and (part.get("unet") or part.get("transformer"))
    for name, label in (("control", "controlnets"), ("ip_adapter", "ipAdapters"), ("t2i_adapter", "t2iAdapters")):
        if node_type == "denoise_latents_meta" and each(given.get(name)):
            told[label] = each(given[name])
    if part and part["loras"]:
        told["loras"] = [{"model": lora["lora"], "weight": lora["weight"]} for lora in part["loras"]]
    for name, inner in (("vae", "vae"), ("qwen3_encoder", "text_encoder")):
        if node_type == "anima_denoise_meta" and given.get(name):
            told[name] = given[name][inner]
    if node_type != "denoise_latents_meta" or given.get("noise"):
        told["seed"] = facts.get("seed")
    return told
