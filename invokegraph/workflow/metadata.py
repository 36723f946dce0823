"""From the metadata of a picture to a graph that makes such a picture, for pictures that hold no graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.errors import FormatError
from invokegraph.problem import LeftOut, edge_to_dict
from invokegraph.serialization import graph_from_dict, object_of
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from invokegraph.graph import Graph


class Family(NamedTuple):
    """The nodes by which a family of models makes a picture from text."""

    loader: str
    lora: str
    encoder: str
    clips: tuple[str, ...]


_SD: Final = Family("main_model_loader", "lora_loader", "compel", ("clip",))
_SDXL: Final = Family("sdxl_model_loader", "sdxl_lora_loader", "sdxl_compel_prompt", ("clip", "clip2"))
_FAMILIES: Final = {"sd-1": _SD, "sd-2": _SD, "sdxl": _SDXL}
_MODES: Final = (None, "txt2img", "sdxl_txt2img")
_OF_DENOISING: Final = ("steps", "cfg_scale", "cfg_rescale_multiplier", "scheduler")
_OF_NOISE: Final = ("seed", "width", "height")
_FOLLOWED: Final = frozenset(
    {"app_version", "generation_mode", "model", "positive_prompt", "negative_prompt", "vae", "clip_skip", "loras"}
    | {"positive_style_prompt", "negative_style_prompt", *_OF_DENOISING, *_OF_NOISE}
)


def graph_of_metadata(metadata: Any) -> Graph:
    """A graph for what InvokeAI wrote of a picture from text by a Stable Diffusion model. What of that it does not
    follow, `left_out` lists.

    Raises:
        FormatError: It is of another kind of picture.
    """
    data = {
        name: value
        for name, value in object_of(metadata, "the metadata of the picture", "how it was made").items()
        if value is not None
    }
    model: Any = data.get("model")
    base = cast("dict[str, Any]", model).get("base") if isinstance(model, dict) else None
    family = _FAMILIES.get(base) if isinstance(base, str) else None
    if family is None or data.get("generation_mode") not in _MODES:
        made = f"generation_mode {shorten(data.get('generation_mode'))}, model {shorten(cast('object', model))}"
        raise FormatError(
            f"the picture holds no graph, only metadata ({made}), and those make one only for pictures from text by a"
            f" model of {', '.join(_FAMILIES)}"
        )
    graph = graph_from_dict(_Recipe(family, data).written())
    graph.left_out = tuple(
        LeftOut(f"metadata {brief(name)}: {shorten(value)}") for name, value in data.items() if name not in _FOLLOWED
    )
    return graph


class _Recipe:
    """The graph, put together step by step."""

    def __init__(self, family: Family, data: dict[str, Any]) -> None:
        self._data = data
        self._family = family
        self._nodes: dict[str, dict[str, Any]] = {}
        self._edges: list[dict[str, Any]] = []
        self._at: dict[str, tuple[str, str]] = {}

    def written(self) -> dict[str, Any]:
        """The graph in the API's shape."""
        family, data = self._family, self._data
        self._put("loader", family.loader, model=data["model"])
        self._at = {port: ("loader", port) for port in ("unet", "vae", *family.clips)}
        if "vae" in data:
            self._put("vae", "vae_loader", vae_model=data["vae"])
            self._at["vae"] = ("vae", "vae")
        for number, lora in enumerate(_loras(data.get("loras")), 1):
            self._through(f"lora_{number}", family.lora, ("unet", *family.clips), **lora)
        if "clip_skip" in data and family is _SD:
            self._through("skip", "clip_skip", ("clip",), skipped_layers=data["clip_skip"])
        for name in ("positive", "negative"):
            prompt = data.get(f"{name}_prompt", "")
            style = {"style": data.get(f"{name}_style_prompt", prompt)} if family is _SDXL else {}
            self._put(name, family.encoder, prompt=prompt, **style)
            for clip in family.clips:
                self._wire(*self._at[clip], name, clip)
        self._put("noise", "noise", **{part: data[part] for part in _OF_NOISE if part in data})
        self._put("denoise", "denoise_latents", **{part: data[part] for part in _OF_DENOISING if part in data})
        self._wire(*self._at["unet"], "denoise", "unet")
        self._wire("noise", "noise", "denoise", "noise")
        for name in ("positive", "negative"):
            self._wire(name, "conditioning", "denoise", f"{name}_conditioning")
        self._put("image", "l2i")
        self._wire("denoise", "latents", "image", "latents")
        self._wire(*self._at["vae"], "image", "vae")
        return {"nodes": self._nodes, "edges": self._edges}

    def _put(self, id_: str, type_id: str, **given: Any) -> None:
        self._nodes[id_] = {"id": id_, "type": type_id, **given}

    def _wire(self, source: str, output: str, target: str, field: str) -> None:
        self._edges.append(edge_to_dict(source, output, target, field))

    def _through(self, id_: str, type_id: str, ports: tuple[str, ...], **given: Any) -> None:
        """Put a node behind what gives some outputs so far, and go on from it."""
        self._put(id_, type_id, **given)
        for port in ports:
            self._wire(*self._at[port], id_, port)
            self._at[port] = (id_, port)


def _loras(written: Any) -> list[dict[str, Any]]:
    """The LoRAs of metadata, each with its weight."""
    found: list[dict[str, Any]] = []
    for lora in cast("list[Any]", written) if isinstance(written, list) else []:
        parts = object_of(lora, "loras", "a model and its weight")
        found.append({"lora": parts.get("model"), "weight": parts.get("weight", 0.75)})
    return found
