"""A place for pictures, and inputs that fit a node type."""

from __future__ import annotations

from typing import Any

from PIL import Image

from invokegraph.simulator.nodes import Call, runner
from invokegraph.simulator.nodes.call import NodeError
from invokegraph.simulator.nodes.schema import class_of, node_types

LEFT_OUT = {"id", "type", "is_intermediate", "use_cache", "board"}


class Shelf:
    """Pictures in memory."""

    def __init__(self) -> None:
        self.pictures: dict[str, Any] = {}
        self.texts: dict[str, Any] = {}
        self.categories: dict[str, str] = {}

    def load(self, image_name: str) -> Any:
        if image_name not in self.pictures:
            raise NodeError(f"Image file not found: {image_name}", type="ImageFileNotFoundException")
        return self.pictures[image_name]

    def save(self, image: Any, call: Call, *, category: str = "general", extra_text: Any = None) -> dict[str, Any]:
        name = f"picture-{len(self.pictures)}.png"
        self.pictures[name] = image
        self.texts[name], self.categories[name] = extra_text, category
        return {"image": {"image_name": name}, "width": image.width, "height": image.height}

    def add(self, size: tuple[int, int] = (96, 64), mode: str = "RGB") -> dict[str, str]:
        name = f"picture-{len(self.pictures)}.png"
        self.pictures[name] = Image.linear_gradient("L").resize(size).convert(mode)
        return {"image_name": name}


class Bench:
    """Runs single nodes and keeps what they tell."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.told: list[tuple[str, float | None]] = []
        self.is_cancelled = False

    def run(self, node_type: str, **given: Any) -> dict[str, Any]:
        run = runner(node_type)
        assert run is not None, node_type
        inputs = {**defaults(node_type), **given}
        tell = lambda message, part, *, image=None: self.told.append((message, part))  # noqa: E731
        return run(Call(node_type, inputs, "n", self.shelf, tell, lambda: self.is_cancelled))


def defaults(node_type: str) -> dict[str, Any]:
    properties = node_types()[node_type]["properties"]
    return {name: schema.get("default") for name, schema in properties.items() if name not in LEFT_OUT}


def model(name: str = "a model", base: str = "sd-1", type_: str = "main") -> dict[str, Any]:
    return {"key": f"key of {name}", "hash": "h", "name": name, "base": base, "type": type_, "submodel_type": None}


def fitting(node_type: str, bench: Bench) -> dict[str, Any]:
    """Values for the inputs that a node type requires."""
    properties = node_types()[node_type]["properties"]
    required = {name: part for name, part in properties.items() if part.get("orig_required") and name not in LEFT_OUT}
    values = {name: _value(name, part, bench) for name, part in required.items()}
    if node_type in NEEDS_NOISE:
        values["noise"] = _of_class("LatentsField", bench)
    if node_type == "img_watermark":
        values["image"] = bench.shelf.add((264, 256))
    return {**values, **SPECIAL.get(node_type, {})}


NEEDS_NOISE = ("denoise_latents", "denoise_latents_meta", "tiled_multi_diffusion_denoise_latents")


SPECIAL: dict[str, dict[str, Any]] = {
    "img_chan": {"channel": "R"},
    "div": {"b": 3},
    "string_split": {"delimiter": ","},
    "image_panel_layout": {"width": 64, "height": 64},
    "workflow_return_value": {"key": "a"},
    "workflow_return_get": {"key": "a", "values": {"a": 1}},
    "iterate": {"collection": [1, 2]},
    "metadata_field_extractor": {"key": "made_by"},
    "infill_tile": {"tile_size": 8},
}
LABELLED = {"metadata_item_linked", *(t for t in node_types() if "custom_label" in node_types()[t]["properties"])}
SPECIAL.update({t: {"custom_label": "mine"} for t in LABELLED})


def _value(name: str, schema: Any, bench: Bench) -> Any:
    made = _of_class(class_of(schema), bench)
    kinds = [part.get("type") for part in (schema, *schema.get("anyOf", []))]
    if made is not None:
        return [made] if "array" in kinds and not any("$ref" in part for part in schema.get("anyOf", [])) else made
    for part in (schema, *schema.get("anyOf", [])):
        if "enum" in part:
            return part["enum"][0]
    if "integer" in kinds or "number" in kinds:
        return 64
    if name == "file_path":
        return __file__
    return [] if "array" in kinds else {} if "object" in kinds and "string" not in kinds else "a word"


def _of_class(name: str, bench: Bench) -> Any:
    if name == "ImageField":
        image = bench.shelf.add()
        bench.shelf.pictures[image["image_name"]].info["invokeai_metadata"] = '{"made_by": "hand"}'
        return image
    if name == "LatentsField":
        return bench.run("noise", width=64, height=64, seed=3)["noise"]
    if name.endswith("ConditioningField") and name != "WanRefImageConditioningField":
        return bench.run("compel", prompt="a cat", clip=None)["conditioning"]
    if name == "TensorField":
        sizes = {"width": 96, "height": 64, "x_left": 4, "y_top": 4, "rectangle_width": 20, "rectangle_height": 20}
        return bench.run("rectangle_mask", **sizes)["mask"]
    if name == "VideoField":
        latents = bench.run("noise", width=64, height=64, seed=3)["noise"]
        return bench.run("wan_l2v", latents=latents, vae=None, fps=16)["video"]
    made = {
        "ModelIdentifierField": model(),
        "ColorField": {"r": 1, "g": 2, "b": 3, "a": 255},
        "Tile": {side: dict.fromkeys(("top", "bottom", "left", "right"), 0) for side in ("coords", "overlap")},
        "BoundingBoxField": {"x_min": 0, "x_max": 96, "y_min": 0, "y_max": 64, "score": None},
        "MetadataField": {"a": 1},
        "MetadataItemField": {"label": "a", "value": 1},
        "StylePresetField": {"style_preset_id": "x"},
        "LoRAField": {"lora": model("a lora", type_="lora"), "weight": 0.5},
        "WorkflowReturnValueField": {"key": "a", "value": 1},
        "SystemPromptField": {"system_prompt_id": "x"},
        "TransformerField": {"transformer": model(), "loras": []},
        "WanTransformerField": {"transformer": model(), "loras": [], "loras_low_noise": []},
        "UNetField": bench.run("main_model_loader", model=model())["unet"] if name == "UNetField" else None,
        "CLIPField": bench.run("main_model_loader", model=model())["clip"] if name == "CLIPField" else None,
        "VAEField": {"vae": model(), "seamless_axes": []},
    }
    if name == "TileWithImage":
        coords = {"top": 0, "bottom": 64, "left": 0, "right": 96}
        overlap = dict.fromkeys(coords, 0)
        return {"tile": {"coords": coords, "overlap": overlap}, "image": bench.shelf.add()}
    if name.endswith("EncoderField") or name == "PromptEnhancerField":
        return {"tokenizer": model(), "text_encoder": model(), "loras": []}
    return {"decoder": model()} if name == "PiDDecoderField" else made.get(name)
