"""Rules for models: of which kind and family each is, and what of one family meets what of another on the way.

The server takes any model for any input when a graph is enqueued; what does not fit fails when it is loaded or used.
What is said here is only what the server's own code cannot run (6.14.2), or runs to no purpose: an SDXL model in
`main_model_loader`, for one, is fine as long as only its VAE is used.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.ports import Output
from invokegraph.problem import Problem
from invokegraph.validation.model_sources import (
    DEEPEST,
    HANDED_ON,
    LOADERS,
    UNTOLD,
    Models,
    Source,
    all_wired,
    given_model,
    origin,
    source_of,
)
from invokegraph.wiring import outputs_in
from invokegraph.words import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

_ADDED: Final = frozenset(
    {"control_lora", "controlnet", "embedding", "flux_redux", "ip_adapter", "lora", "spandrel_image_to_image"}
    | {"clip_vision", "external_image_generator", "siglip", "t2i_adapter"}
)
"""Kinds that no loader of main models can take apart."""

_LORAS: Final = frozenset({"lora", "control_lora"})
_WHOLE: Final = {
    "controlnet": frozenset({"controlnet"}),
    "external_image_generator": frozenset({"external_image_generator"}),
    "ip_adapter": frozenset({"ip_adapter"}),
    "lora": _LORAS,
    "control_lora": _LORAS,
    "spandrel_image_to_image": frozenset({"spandrel_image_to_image"}),
    "t2i_adapter": frozenset({"t2i_adapter"}),
}
"""For the kind that an input takes, the kinds that the server gets through with; any other fails when it is loaded."""

_SD: Final = frozenset({"sd-1", "sd-2", "sdxl", "sdxl-refiner"})
_SDXL: Final = frozenset({"sdxl", "sdxl-refiner"})

_TRANSFORMERS: Final[Mapping[str, frozenset[str]]] = {
    "anima_denoise": frozenset({"anima"}),
    "anima_denoise_meta": frozenset({"anima"}),
    "cogview4_denoise": frozenset({"cogview4"}),
    "flux2_denoise": frozenset({"flux2"}),
    "flux_denoise": frozenset({"flux", "flux2"}),
    "flux_denoise_meta": frozenset({"flux", "flux2"}),
    "qwen_image_denoise": frozenset({"qwen-image"}),
    "sd3_denoise": frozenset({"sd-3"}),
}
"""The families of transformers that a node takes, where its code looks at it."""

_UNETS: Final = frozenset({"denoise_latents", "denoise_latents_meta", "tiled_multi_diffusion_denoise_latents"})
_PROMPTS: Final[Mapping[str, frozenset[str]]] = {
    "compel": frozenset({"sd-1", "sd-2"}),
    "sdxl_compel_prompt": frozenset({"sdxl"}),
    "sdxl_refiner_compel_prompt": frozenset({"sdxl-refiner"}),
}
"""The families of UNets that can read what a prompt node makes."""

_ADAPTERS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "controlnet": ("control_model", frozenset({"sd-1", "sd-2", "sdxl", "sdxl-refiner"})),
    "t2i_adapter": ("t2i_adapter_model", frozenset({"sd-1", "sdxl"})),
}
"""The model of an adapter for UNets, and the families with which the code of the denoising node goes on."""

_COLLECTIONS: Final[Mapping[str, frozenset[str]]] = {
    "anima_lora_collection_loader": frozenset({"anima"}),
    "flux2_dev_lora_collection_loader": frozenset({"flux2"}),
    "flux2_klein_lora_collection_loader": frozenset({"flux2"}),
    "flux_lora_collection_loader": frozenset({"flux"}),
    "krea2_lora_collection_loader": frozenset({"krea-2"}),
    "lora_collection_loader": frozenset({"sd-1", "sd-2"}),
    "sdxl_lora_collection_loader": frozenset({"sdxl"}),
    "wan_lora_collection_loader": frozenset({"wan"}),
    "z_image_lora_collection_loader": frozenset({"z-image"}),
}
"""The families of LoRAs that a node asks for before it applies them."""

_LORA_LOADERS: Final = frozenset({"lora_loader", "sdxl_lora_loader"})
_FIXED_LORAS: Final = {"krea2_lora_loader": frozenset({"krea-2"}), "wan_lora_loader": frozenset({"wan"})}

_WITH_SECOND_CLIP: Final = frozenset({"sdxl_compel_prompt", "sdxl_refiner_compel_prompt"})
_DECODERS: Final = frozenset({"l2i"})
_JUDGED: Final = frozenset(
    {
        *_UNETS,
        *_PROMPTS,
        *_TRANSFORMERS,
        *_COLLECTIONS,
        *_FIXED_LORAS,
        *_LORA_LOADERS,
        *_DECODERS,
        *LOADERS,
        *_ADAPTERS,
    }
)
"""The node types that a rule is about."""

_AT_HOME_IN_SD1: Final = frozenset({*_UNETS, *_DECODERS, *_ADAPTERS, "compel", "lora_collection_loader"}) | {
    "main_model_loader",
    "vae_loader",
}
_AT_HOME: Final[Mapping[str, frozenset[str]]] = {
    "sd-1": _AT_HOME_IN_SD1,
    "sd-2": _AT_HOME_IN_SD1 - {"t2i_adapter"},
    "sdxl": frozenset({*_UNETS, *_DECODERS, *_ADAPTERS, "sdxl_compel_prompt", "sdxl_lora_collection_loader"})
    | {"sdxl_model_loader", "vae_loader"},
}
"""The node types that take each other's parts without a problem where all models are of one family."""


def model_problems(overview: Overview) -> Iterator[Problem]:
    """What is wrong with the models of a graph, each by itself and where two meet."""
    models = Models(overview)
    bases: set[str] = set()
    for node in models.ids:
        for name in _model_inputs(node.__class__):
            yield from _wrong_kind(models, node, name)
            if source := source_of(models, node, name):
                bases.add(source.base)
    if _is_of_one_family(bases - {""}, overview.types):
        return
    for node in overview.of_types(_RULES):
        yield from _RULES[node.type](models, node)


def _is_of_one_family(bases: set[str], types: AbstractSet[str]) -> bool:
    """Whether nothing can meet what it does not fit: most graphs need no closer look."""
    return not bases or (len(bases) == 1 and _JUDGED & types <= _AT_HOME.get(min(bases), frozenset[str]()))


@cache
def _model_inputs(cls: type[Node]) -> tuple[str, ...]:
    """The inputs of a node class that say which kind of model they take."""
    return tuple(port.name for port in cls.ports().values() if port.takes is not None and port.model_types)


def _one_of(bases: Collection[str]) -> str:
    return " or ".join(sorted(bases))


def _at(models: Models, code: str, node: Node, name: str, message: str, hint: str = "") -> Problem:
    location = node.location_of(name)
    return Problem(code, message, models.ids[node], name, location=location, suggestion=hint)


def _wrong_kind(models: Models, node: Node, name: str) -> Iterator[Problem]:
    """A LoRA for a main model, a main model for a ControlNet."""
    found = given_model(models, node, name)
    if found is None:
        return
    parts = found[0]
    kind, port = parts.get("type"), node.ports().get(name)
    if port is None or not isinstance(kind, str) or kind in UNTOLD or parts.get("submodel_type"):
        return
    if kind in port.model_types or not _cannot_stand_in(node, kind, port.model_types):
        return
    message = f"{models.name(node, name)} takes a model of type {_one_of(port.model_types)}, not {shorten(kind)}"
    where = "" if found[1] is node else f"it comes from {models.name(found[1], found[2])}"
    yield _at(models, "model-type", node, name, message, where)


def _cannot_stand_in(node: Node, kind: str, takes: tuple[str, ...]) -> bool:
    """Whether the server fails to use a model of this kind where it expects others."""
    if takes in (("main",), ("vae",)):
        return kind in _ADDED or (kind == "main" and node.type == "vae_loader")
    return all(kind not in _WHOLE.get(taken, (kind,)) for taken in takes)


def _met_at_unet(models: Models, node: Node) -> Iterator[Problem]:
    """What a UNet meets: its prompts and its ControlNets, which have to be made for its family."""
    unet = origin(models, node, "unet")
    if unet is None or not unet.base:
        return
    if unet.base not in _SD:
        message = f"{models.name(node)} takes a UNet of {_one_of(_SD)}, not {_told(models, unet)}"
        yield _at(models, "model-base", node, "unet", message)
        return
    seen: set[Node] = set()
    for name in ("positive_conditioning", "negative_conditioning"):
        held = node.given.get(name)
        if held.__class__ is Output and models.prompts.get((cast("Output[Any]", held).node, unet.base)) == "":
            continue
        for output in all_wired(node, name):
            prompt = output.node
            base = "" if prompt in seen else _prompt_base(models, prompt, unet.base)
            seen.add(prompt)
            if base:
                made = f"{base} ({name}, from {models.name(prompt)})"
                message = f"{models.name(node)} mixes {_told(models, unet)} with {made}"
                yield _at(models, "mixed-bases", node, name, message, _right_prompt(unet.base))
    for name in node.given.keys() & {"control", "t2i_adapter"}:
        for output in all_wired(node, name):
            yield from _adapter(models, node, name, output, unet)


def _told(models: Models, unet: Source) -> str:
    return f"{unet.base} (unet, from {models.name(unet.node)})"


def _prompt_base(models: Models, prompt: Node, unet: str) -> str:
    """The family of a prompt if a UNet of the family `unet` cannot read it; else an empty string."""
    if (prompt, unet) not in models.prompts:
        models.prompts[prompt, unet] = _unreadable(models, prompt, unet)
    return models.prompts[prompt, unet]


def _unreadable(models: Models, prompt: Node, unet: str) -> str:
    reads = _PROMPTS.get(prompt.type)
    if reads is None or (prompt.type in _WITH_SECOND_CLIP and _lone_clip(models, prompt) is not None):
        return ""
    if unet not in reads:
        return _one_of(reads)
    clip = origin(models, prompt, "clip") if prompt.type == "compel" else None
    # The first CLIP of SDXL is that of sd-1, and the server runs it for both.
    made_for = {"sdxl": "sd-1"}.get(clip.base, clip.base) if clip else ""
    return made_for if made_for in ("sd-1", "sd-2") and made_for != unet else ""


def _right_prompt(base: str) -> str:
    prompt, loader = {
        "sdxl": ("sdxl_compel_prompt", "sdxl_model_loader"),
        "sdxl-refiner": ("sdxl_refiner_compel_prompt", "sdxl_refiner_model_loader"),
    }.get(base, ("compel", "main_model_loader"))
    return f"{base} needs {prompt}, with the CLIP of {loader} and a model of {base}"


def _adapter(models: Models, node: Node, name: str, output: Output[Any], unet: Source) -> Iterator[Problem]:
    field, takes = _ADAPTERS.get(output.node.type, ("", frozenset[str]()))
    source = source_of(models, output.node, field) if field else None
    if source is None or not source.base:
        return
    from_node = f"from {models.name(output.node)}"
    if source.base not in takes:
        message = f"{models.name(node, name)} takes a model of {_one_of(takes)}, not {source.base} ({from_node})"
        yield _at(models, "model-base", node, name, message)
    elif source.base != unet.base and name == "control" and not _SDXL.issuperset((source.base, unet.base)):
        message = f"{models.name(node)} mixes {_told(models, unet)} with {source.base} ({name}, {from_node})"
        yield _at(
            models,
            "mixed-bases",
            node,
            name,
            message,
            f"give {models.name(output.node, field)} a model of {unet.base}",
        )


def _wrong_transformer(models: Models, node: Node) -> Iterator[Problem]:
    source = origin(models, node, "transformer")
    takes = _TRANSFORMERS[node.type]
    if source is not None and source.base and source.base not in takes:
        message = (
            f"{models.name(node, 'transformer')} takes a model of {_one_of(takes)},"
            f" not {source.base} (from {models.name(source.node)})"
        )
        yield _at(models, "model-base", node, "transformer", message)


def _wrong_loras(models: Models, node: Node) -> Iterator[Problem]:
    """LoRAs that the node looks at one by one: the first of another family ends the session."""
    takes = _COLLECTIONS[node.type]
    for output in dict.fromkeys(all_wired(node, "loras")):
        source = source_of(models, output.node, "lora") if output.node.type == "lora_selector" else None
        if source is not None and source.base and source.base not in takes:
            message = (
                f"{models.name(node, 'loras')} takes LoRAs of {_one_of(takes)},"
                f" not {source.base} (from {models.name(output.node)})"
            )
            yield _at(models, "model-base", node, "loras", message)


def _wrong_lora(models: Models, node: Node) -> Iterator[Problem]:
    source, takes = source_of(models, node, "lora"), _FIXED_LORAS[node.type]
    if source is not None and source.base and source.base not in takes:
        message = f"{models.name(node, 'lora')} takes a LoRA of {_one_of(takes)}, not {source.base}"
        yield _at(models, "model-base", node, "lora", message)


def _lora_on(models: Models, node: Node) -> Iterator[Problem]:
    """A LoRA on a model of another family, and one that was applied before."""
    lora = source_of(models, node, "lora")
    if lora is None:
        return
    for name in ("unet", "clip", "clip2"):
        if lora.key and (before := _applied_before(models, node, name, lora.key)):
            message = f"{models.name(node, 'lora')} applies the LoRA that {models.name(before)} has applied already"
            yield _at(models, "lora-twice", node, "lora", message, "apply it once, with the sum of the weights")
            break
    for name in ("unet", "clip2"):
        base = source.base if (source := origin(models, node, name)) is not None else ""
        if lora.base and base and lora.base != base and not _SDXL.issuperset((lora.base, base)):
            message = f"{models.name(node, 'lora')} is a LoRA of {lora.base}, {name} is of {base}"
            hint = "layers that do not fit are left out with no more than a warning in the server's log"
            yield _at(models, "foreign-lora", node, "lora", message, hint)
            break


def _applied_before(models: Models, node: Node, name: str, key: str) -> Node | None:
    """The node further up that applies the same LoRA to the same part."""
    for _ in range(DEEPEST):
        wires = outputs_in(node.given.get(name))
        if len(wires) != 1 or wires[0].name != name or wires[0].node.type not in HANDED_ON:
            return None
        node = wires[0].node
        lora = source_of(models, node, "lora") if node.type in _LORA_LOADERS else None
        if lora is not None and lora.key == key:
            return node
    return None


def _no_second_clip(models: Models, node: Node) -> Iterator[Problem]:
    clip = _lone_clip(models, node)
    if clip is not None:
        message = f"{models.name(node, 'clip2')} needs the second CLIP of sdxl, and {clip.base} has one only"
        hint = f"give {models.name(clip.given_to, clip.field)} an sdxl model, or use main_model_loader and compel"
        yield _at(models, "model-base", node, "clip2", message, hint)


def _lone_clip(models: Models, prompt: Node) -> Source | None:
    """The model of sd-1 or sd-2 of which `sdxl_model_loader` is to make a second CLIP: they have one only."""
    clip = origin(models, prompt, "clip2")
    is_lone = clip is not None and clip.base in ("sd-1", "sd-2") and clip.node.type == "sdxl_model_loader"
    return clip if is_lone else None


def _foreign_vae(models: Models, node: Node) -> Iterator[Problem]:
    """Latents of one family that another family's VAE decodes: the picture is wrong."""
    vae = origin(models, node, "vae")
    wires = outputs_in(node.given.get("latents"))
    if vae is None or len(wires) != 1 or wires[0].node.type not in _UNETS:
        return
    denoise = wires[0].node
    unet = origin(models, denoise, "unet")
    if unet is None or vae.base not in _SD or unet.base not in _SD:
        return
    if (vae.base in _SDXL) != (unet.base in _SDXL):
        message = (
            f"{models.name(node)} decodes latents of {unet.base} (from {models.name(denoise)})"
            f" with a VAE of {vae.base} (from {models.name(vae.node)})"
        )
        yield _at(models, "foreign-vae", node, "vae", message, f"use a VAE of {unet.base}")


_RULES: Final[Mapping[str, Callable[[Models, Node], Iterator[Problem]]]] = {
    **dict.fromkeys(_UNETS, _met_at_unet),
    **dict.fromkeys(_TRANSFORMERS, _wrong_transformer),
    **dict.fromkeys(_COLLECTIONS, _wrong_loras),
    **dict.fromkeys(_FIXED_LORAS, _wrong_lora),
    **dict.fromkeys(_LORA_LOADERS, _lora_on),
    **dict.fromkeys(_WITH_SECOND_CLIP, _no_second_clip),
    **dict.fromkeys(_DECODERS, _foreign_vae),
}
"""The rules by node type."""
