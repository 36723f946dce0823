"""Random inputs for nodes that need no model."""

from __future__ import annotations

import base64
from collections.abc import Callable
from random import Random
from typing import Any

from invokegraph.simulator.nodes.schema import choices, node_types

Inputs = dict[str, Any]
Case = dict[str, Any]
WORDS = ["a cat", "[bad] good", "x\\[y", "a,b,c", "", "Ünïcode ✓", "one two  three", "a|b", "A (cat:1.2) [blur]"]
MODES = ["RGB", "RGBA", "L"]
PLAIN = {"id", "type", "is_intermediate", "use_cache", "board"}


class Maker:
    """Makes one case: values, and the pictures and masks that they name."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pictures: dict[str, Any] = {}
        self.masks: dict[str, Any] = {}

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def whole(self, low: int = -50, high: int = 50) -> int:
        return self.random.randint(low, high)

    def real(self, low: float = -10, high: float = 10) -> float:
        return round(self.random.uniform(low, high), self.whole(0, 6))

    def flag(self) -> bool:
        return self.random.random() < 0.5

    def text(self) -> str:
        return self.random.choice(WORDS)

    def size(self) -> tuple[int, int]:
        return self.whole(9, 70), self.whole(9, 70)

    def picture(
        self, mode: str | None = None, size: tuple[int, int] | None = None, metadata: Any = None, look: str = ""
    ) -> dict[str, str]:
        """A picture of random pixels, blobs or steps."""
        mode, size = mode or self.pick(*MODES), size or self.size()
        name = f"picture-{len(self.pictures)}"
        self.pictures[name] = {**stored(self._drawn(mode, size, look)), "metadata": metadata}
        return {"image_name": name}

    def mask(self) -> dict[str, str]:
        name = f"mask-{len(self.masks)}"
        self.masks[name] = stored(self._drawn("L", self.size(), "mask").point(lambda v: 255 * (v > 127)).convert("1"))
        return {"tensor_name": name}

    def _drawn(self, mode: str, size: tuple[int, int], look: str) -> Any:
        from PIL import Image, ImageDraw, ImageFilter

        look = look or self.pick("noise", "blobs", "blobs", "flat", "steps")
        image = Image.frombytes(mode, size, self.random.randbytes(size[0] * size[1] * len(mode)))
        if look == "noise":
            return image
        if look == "mask":
            image = Image.new("L", size, self.pick(0, 255)).convert(mode)
        elif look == "flat":
            return Image.new(
                mode, size, tuple(self.whole(0, 255) for _ in mode) if len(mode) > 1 else self.whole(0, 255)
            )
        elif look == "blobs":
            return image.filter(ImageFilter.BoxBlur(self.whole(1, 6)))
        draw = ImageDraw.Draw(image)
        for _ in range(self.whole(1, 5)):
            x, y = self.whole(0, size[0]), self.whole(0, size[1])
            color: Any = tuple(self.pick(0, 255, 128) for _ in mode) if len(mode) > 1 else self.pick(0, 255)
            color = self.pick(0, 255) if look == "mask" and mode == "L" else color
            draw.rectangle((x, y, x + self.whole(0, 40), y + self.whole(0, 40)), fill=color)
        return image

    def color(self) -> dict[str, int]:
        return {channel: self.whole(0, 255) for channel in "rgba"}

    def model(self, base: str = "sd-1", type_: str = "main") -> dict[str, Any]:
        key = f"key-{self.whole(0, 9)}-{base}-{type_}"
        return {"key": key, "hash": "h", "name": f"model {key}", "base": base, "type": type_, "submodel_type": None}


def stored(image: Any) -> dict[str, Any]:
    return {"mode": image.mode, "size": image.size, "data": base64.b64encode(image.tobytes()).decode()}


def case(node_type: str, random: Random) -> Case:
    """A node of that type with random inputs, the others being the defaults."""
    maker = Maker(random)
    given = GENERATORS[node_type](maker)
    properties = node_types()[node_type]["properties"]
    inputs = {name: schema.get("default") for name, schema in properties.items() if name not in PLAIN}
    return {"type": node_type, "inputs": {**inputs, **given}, "pictures": maker.pictures, "masks": maker.masks}


GENERATORS: dict[str, Callable[[Maker], Inputs]] = {}


def _one(names: str, make: Callable[[Maker], Inputs]) -> None:
    GENERATORS.update(dict.fromkeys(names.split(), make))


def _choice(node_type: str, name: str) -> Callable[[Maker], str]:
    return lambda m: m.pick(*choices(node_type, name))


_one("add sub mul div", lambda m: {"a": m.whole(), "b": m.whole(-3, 3)})
_one("integer", lambda m: {"value": m.pick(m.whole(), 10**20)})
_one("float", lambda m: {"value": m.real()})
_one("boolean", lambda m: {"value": m.flag()})
_one("string", lambda m: {"value": m.text()})
_one("integer_collection", lambda m: {"collection": [m.whole() for _ in range(m.whole(0, 4))]})
_one("float_collection", lambda m: {"collection": [m.real() for _ in range(m.whole(0, 4))]})
_one("boolean_collection", lambda m: {"collection": [m.flag() for _ in range(m.whole(0, 4))]})
_one("string_collection", lambda m: {"collection": [m.text() for _ in range(m.whole(0, 4))]})
_one(
    "image_collection",
    lambda m: {"collection": m.pick(None, [m.picture()]), "images": m.pick(None, [m.picture(), m.picture()])},
)
_one("color", lambda m: {"color": m.color()})
_one("scheduler", lambda m: {"scheduler": _choice("scheduler", "scheduler")(m)})
_one("bounding_box", lambda m: {name: m.whole(0, 40) for name in ("x_min", "x_max", "y_min", "y_max")})
_one("if", lambda m: {"condition": m.flag(), "true_input": m.text(), "false_input": m.whole()})
_one("image show_image save_image canvas_output", lambda m: {"image": m.picture()})
_one("conditioning", lambda m: {"conditioning": {"conditioning_name": "c", "mask": None}})
_one("conditioning_collection", lambda m: {"collection": [{"conditioning_name": m.text(), "mask": None}]})
_one("latents_collection", lambda m: {"collection": [{"latents_name": m.text(), "seed": m.pick(None, 3)}]})
_one("collect", lambda m: {"collection": [m.whole(), m.text()]})
_one("iterate", lambda m: {"collection": [m.whole(), m.text(), None], "index": m.whole(0, 2)})
_one(
    "integer_math",
    lambda m: {"operation": _choice("integer_math", "operation")(m), "a": m.whole(), "b": m.whole(-4, 9)},
)
_one(
    "float_math",
    lambda m: {
        "operation": m.pick("ADD", "SUB", "MUL", "DIV", "EXP", "ABS", "MIN", "MAX"),
        "a": m.pick(m.real(), 0.0),
        "b": m.pick(m.real(), 0.0),
    },
)
_one(
    "float_to_int",
    lambda m: {
        "value": m.pick(m.real(), m.real(-1e5, 1e5), m.whole() + 0.5),
        "multiple": m.whole(0, 9),
        "method": _choice("float_to_int", "method")(m),
    },
)
_one("round_float", lambda m: {"value": m.real(), "decimals": m.whole(-2, 5)})
_one("range", lambda m: {"start": m.whole(), "stop": m.whole(), "step": m.whole(-3, 7)})
_one("range_of_size", lambda m: {"start": m.whole(), "size": m.whole(0, 20), "step": m.whole(-3, 7)})
_one("random_range", lambda m: {"low": m.whole(), "high": m.whole(), "size": m.whole(0, 20), "seed": m.whole(0, 2**31)})
_one("float_range", lambda m: {"start": m.real(), "stop": m.real(), "steps": m.whole(-1, 12)})
_one(
    "image_panel_layout",
    lambda m: {
        **{name: m.whole(1, 500) for name in ("width", "height")},
        **{name: m.whole(1, 4) for name in ("num_cols", "num_rows")},
        **{name: m.whole(0, 3) for name in ("panel_col_idx", "panel_row_idx")},
    },
)
_one(
    "wan_i2v_ideal_dimensions wan_ti2v_ideal_dimensions",
    lambda m: {
        "width": m.whole(1, 3000),
        "height": m.whole(1, 3000),
        "target_resolution": m.pick("480p", "720p", "1080p"),
        "rounding": m.pick("nearest", "floor", "ceiling"),
    },
)


def _unet(m: Maker, base: str = "sd-1") -> Inputs:
    model = m.model(base)
    return {
        "unet": {**model, "submodel_type": "unet"},
        "scheduler": {**model, "submodel_type": "scheduler"},
        "loras": [_lora(m, base) for _ in range(m.whole(0, 1))],
        "seamless_axes": [],
        "freeu_config": None,
    }


def _encoder(m: Maker, base: str = "sd-1", name: str = "clip") -> Inputs:
    model = m.model(base)
    skipped = {"skipped_layers": m.whole(0, 3)} if name == "clip" else {}
    return {
        **skipped,
        "tokenizer": {**model, "submodel_type": "tokenizer"},
        "text_encoder": {**model, "submodel_type": "text_encoder"},
        "loras": [_lora(m, base) for _ in range(m.whole(0, 1))],
    }


def _transformer(m: Maker, base: str) -> Inputs:
    return {"transformer": m.model(base), "loras": [_lora(m, base) for _ in range(m.whole(0, 1))]}


def _lora(m: Maker, base: str = "sd-1") -> Inputs:
    return {"lora": m.model(base, "lora"), "weight": m.real(-1, 1)}


def _vae(m: Maker, base: str = "sd-1") -> Inputs:
    return {"vae": m.model(base, "vae"), "seamless_axes": []}


_one(
    "ideal_size",
    lambda m: {
        "width": m.whole(1, 3000),
        "height": m.whole(1, 3000),
        "multiplier": m.pick(1.0, m.real(0.1, 2)),
        "unet": _unet(m, m.pick("sd-1", "sd-2", "sdxl", "flux", "sd-3", "wan")),
    },
)
_one("string_join", lambda m: {"string_left": m.text(), "string_right": m.text()})
_one("string_join_three", lambda m: {f"string_{part}": m.text() for part in ("left", "middle", "right")})
_one("string_split", lambda m: {"string": m.text(), "delimiter": m.pick(",", " ", "", "|", "zz")})
_one("string_split_neg", lambda m: {"string": m.text() + m.pick("", "[", "]", "\\", "[x[y]z]") + m.text()})
_one(
    "string_replace",
    lambda m: {
        "string": m.text(),
        "search_string": m.pick("", "A", "a", ",", "(", "[a-c]", "(\\w+) (\\w+)", "|"),
        "replace_string": m.pick("", "X", "\\1", "\\g<0>!", "\\2-\\1"),
        "use_regex": m.flag(),
    },
)
TEMPLATES = [
    "{ a | b } x", "a {2$$x|y|z}", "{1-2$$ and $$x|y|z}", "{a|b} {c|d}", "{2::a|b}", "{a||b}", "{a}", "{}", "# c",
    "a # comment", "x // c", "{a|{b|c} d}", "__w__ {a|b}", "  a  ", "", "a__w__b", "{-2$$x|y}", "{2-$$x|y|z}", "{a|a}",
    "{0$$a|b}", "a $ b", "50% off", "a}b", "{ a|b}c", "{a |b}c", "{5$$a|b}", "http://x {a|b}", "/* c */a", "a | b",
    "{a|b|}", "a (b:1.2), [c]", "{2$$x|x|y}", "{a,|b},", "a\nb {c|\nd}", "{2$$a|{b|c}}", "{.5::a|1.5::b}", "{a//c|b}",
    "café {é|ü}", "a__b", "_a_", "{__w__|x}", "{a|b}{c|d}", "{3$$, $$a|b|c|d}", "a {b", "{a|b", "{{a|b}|c}",
]  # fmt: skip
_one(
    "dynamic_prompt",
    lambda m: {"prompt": m.pick(*TEMPLATES), "max_prompts": m.whole(0, 12), "combinatorial": True},
)
_one(
    "ideogram4_caption_builder",
    lambda m: {
        "prompt": m.pick(m.text(), ' {"a": 1}', "  spaced "),
        "regions": [{"prompt": m.text(), "bbox": m.pick(None, [0, 1, 2, 3])} for _ in range(m.whole(0, 2))],
        "color_palette": [m.pick("#ff00aa", "red", "#FFF", "#12345G") for _ in range(m.whole(0, 3))],
    },
)
_one("workflow_return_value", lambda m: {"key": m.pick("k", " k ", " "), "value": m.pick(1, "a", None, [1])})
_one(
    "workflow_return",
    lambda m: {
        "values": m.pick(
            [{"key": m.pick("a", "b", " "), "value": m.whole()}, {"key": m.pick("a", "b"), "value": 1}],
            {"key": " c ", "value": None},
            [],
        )
    },
)
_one("workflow_return_get", lambda m: {"values": {"a": m.whole(), "b": None}, "key": m.pick("a", " b ", "c", "")})

# Tiles
_one(
    "calculate_image_tiles",
    lambda m: {
        **{name: m.whole(1, 300) for name in ("image_width", "image_height")},
        **{name: m.whole(1, 200) for name in ("tile_width", "tile_height")},
        "overlap": m.whole(0, 60),
    },
)
_one(
    "calculate_image_tiles_even_split",
    lambda m: {
        **{name: m.whole(1, 40) * 8 + m.pick(0, 0, 0, 1) for name in ("image_width", "image_height")},
        **{name: m.whole(1, 4) for name in ("num_tiles_x", "num_tiles_y")},
        "overlap": m.whole(0, 8) * 8,
    },
)
_one(
    "calculate_image_tiles_min_overlap",
    lambda m: {
        **{name: m.whole(1, 300) for name in ("image_width", "image_height")},
        **{name: m.whole(1, 200) for name in ("tile_width", "tile_height")},
        "min_overlap": m.whole(0, 60),
    },
)


def _tile(m: Maker) -> Inputs:
    sides = ("top", "bottom", "left", "right")
    return {"coords": {side: m.whole(0, 99) for side in sides}, "overlap": {side: m.whole(0, 9) for side in sides}}


_one("tile_to_properties", lambda m: {"tile": _tile(m)})
_one("pair_tile_image", lambda m: {"tile": _tile(m), "image": m.picture()})


def _covered(m: Maker) -> Inputs:
    from invokegraph.simulator.nodes import runner

    width, height, overlap = m.whole(6, 14) * 8, m.whole(6, 14) * 8, m.pick(0, 8, 16)
    given = {"image_width": width, "image_height": height, "num_tiles_x": m.whole(1, 2), "num_tiles_y": m.whole(1, 2)}
    run: Any = runner("calculate_image_tiles_even_split")
    tiles = run(_Call({**given, "overlap": overlap}))["tiles"]
    pairs = []
    for tile in tiles:
        box = tile["coords"]
        size = (box["right"] - box["left"], box["bottom"] - box["top"])
        pairs.append({"tile": tile, "image": m.picture(size=size)})
    m.random.shuffle(pairs)
    return {
        "tiles_with_images": pairs,
        "blend_mode": m.pick("Linear", "Seam"),
        "blend_amount": m.pick(0, 3, 8, 8, 20) if overlap else 8,
    }


class _Call:
    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs


_one("merge_tiles_to_image", _covered)

# Metadata
METADATA = [None, {}, {"seed": 5, "positive_prompt": "p", "x": 1.5, "l": [1, 2], "seamless_x": True, "width": "64"}]
_one("metadata_item", lambda m: {"label": m.text(), "value": m.pick(1, "a", None, {"b": 2})})
_one(
    "metadata",
    lambda m: {
        "items": m.pick({"label": "a", "value": 1}, [{"label": m.text(), "value": m.whole()} for _ in range(2)])
    },
)
_one("merge_metadata", lambda m: {"collection": [m.pick(*METADATA[1:]), {"a": m.whole()}]})
_one(
    "core_metadata",
    lambda m: {
        "seed": m.pick(None, 7),
        "positive_prompt": m.pick(None, m.text()),
        "model": m.pick(None, m.model()),
        "cfg_scale": m.pick(None, 7.5),
        "loras": m.pick(None, [{"model": m.model("sd-1", "lora"), "weight": 0.5}]),
    },
)
_one(
    "metadata_item_linked",
    lambda m: {
        "label": m.pick("* CUSTOM LABEL *", "seed"),
        "custom_label": m.pick(None, "mine", " "),
        "value": m.pick(1, "a", None),
        "metadata": m.pick(*METADATA),
    },
)
_one("metadata_from_image", lambda m: {"image": m.picture(metadata=m.pick(*METADATA))})
_one(
    "metadata_field_extractor",
    lambda m: {"image": m.picture(metadata=m.pick(*METADATA)), "key": m.pick("positive_prompt", "seed", "none")},
)


def _taking(node_type: str, *defaults: Any) -> None:
    words = choices(node_type, "label")
    _one(
        node_type,
        lambda m: {
            "label": m.pick(*words),
            "custom_label": m.pick(None, "x", "l", "seed", " "),
            "default_value": m.pick(*defaults),
            "metadata": m.pick(*METADATA),
        },
    )


_taking("metadata_to_string", "d", "")
_taking("metadata_to_integer", 3, -4)
_taking("metadata_to_float", 3.5, 2)
_taking("metadata_to_bool", *[True, False])
_taking("metadata_to_scheduler", "euler", "ddim")
_taking("metadata_to_string_collection", ["a"], [])
_taking("metadata_to_integer_collection", [1, 2], [])
_taking("metadata_to_float_collection", [1.5], [])
_taking("metadata_to_bool_collection", [True], [])

# Models
_one("main_model_loader", lambda m: {"model": m.model()})
_one("sdxl_model_loader sdxl_refiner_model_loader", lambda m: {"model": m.model("sdxl")})
_one("model_identifier", lambda m: {"model": m.model()})
_one("vae_loader", lambda m: {"vae_model": m.model("sd-1", "vae")})
_one("lora_selector", _lora)
_one("cogview4_model_loader", lambda m: {"model": m.model("cogview4")})
_one("ideogram4_model_loader", lambda m: {"model": m.model("ideogram-4")})
_one(
    "ernie_image_model_loader",
    lambda m: {"model": m.model("ernie-image"), "use_prompt_enhancer": False},
)
_one("clip_skip", lambda m: {"clip": _encoder(m), "skipped_layers": m.whole(0, 5)})
_one("freeu", lambda m: {"unet": _unet(m), **{name: m.real(0.1, 1.1) for name in ("b1", "b2", "s1", "s2")}})
_one(
    "seamless",
    lambda m: {
        "unet": m.pick(None, _unet(m)),
        "vae": m.pick(None, _vae(m)),
        "seamless_x": m.flag(),
        "seamless_y": m.flag(),
    },
)
_one("metadata_to_model", lambda m: {"default_value": m.model(), "metadata": m.pick(None, {"model": m.model()})})
_one(
    "metadata_to_sdxl_model",
    lambda m: {"default_value": m.model("sdxl"), "metadata": m.pick(None, {"model": m.model("sdxl")})},
)
_one("lora_loader", lambda m: {**_lora(m), "unet": m.pick(None, _unet(m)), "clip": m.pick(None, _encoder(m))})
_one(
    "sdxl_lora_loader",
    lambda m: {
        **_lora(m, "sdxl"),
        "unet": m.pick(None, _unet(m, "sdxl")),
        "clip": m.pick(None, _encoder(m, "sdxl")),
        "clip2": m.pick(None, _encoder(m, "sdxl")),
    },
)
_one(
    "lora_collection_loader",
    lambda m: {
        "loras": m.pick(None, _lora(m), [_lora(m), _lora(m)]),
        "unet": m.pick(None, _unet(m)),
        "clip": m.pick(None, _encoder(m)),
    },
)
_one(
    "flux_control_lora_loader", lambda m: {"lora": m.model("flux", "control_lora"), "weight": 0.5, "image": m.picture()}
)
_one(
    "controlnet",
    lambda m: {
        "image": m.picture(),
        "control_model": m.model("sd-1", "controlnet"),
        "control_weight": m.pick(1, 0.5, 3),
        "begin_step_percent": m.pick(0, 0.5),
        "end_step_percent": m.pick(0.2, 1),
    },
)
_one(
    "t2i_adapter",
    lambda m: {"image": m.picture(), "t2i_adapter_model": m.model("sd-1", "t2i_adapter"), "weight": m.pick(1, 0.5, -3)},
)
_one("flux_kontext", lambda m: {"image": m.picture()})


def _loader(base: str, *names: str) -> Callable[[Maker], Inputs]:
    kinds = {name: name.removesuffix("_model") for name in names}
    kinds.update(dict.fromkeys({"clip_l_model", "clip_g_model"} & set(names), "clip_embed"))
    return lambda m: {"model": m.model(base), **{name: m.model(base, kind) for name, kind in kinds.items()}}


_one("sd3_model_loader", _loader("sd-3", "clip_l_model", "clip_g_model", "vae_model"))
_one("z_image_model_loader", _loader("z-image", "vae_model", "qwen3_encoder_model"))
_one("anima_model_loader", _loader("anima", "vae_model", "qwen3_encoder_model"))
_one(
    "krea2_model_loader",
    lambda m: {
        "model": m.model("krea-2"),
        "vae_model": m.model("qwen-image", "vae"),
        "qwen3_vl_encoder_model": m.model("any", "qwen3_vl_encoder"),
    },
)
_one("qwen_image_model_loader", _loader("qwen-image", "vae_model", "qwen_vl_encoder_model"))
_one(
    "flux2_klein_model_loader",
    lambda m: {**_loader("flux2", "vae_model", "qwen3_encoder_model")(m), "max_seq_len": 512},
)
_one(
    "flux2_dev_model_loader",
    lambda m: {**_loader("flux2", "vae_model", "mistral_encoder_model")(m), "max_seq_len": 512},
)
_one("gemma2_encoder_loader", lambda m: {"gemma2_model": m.model("any", "gemma2_encoder")})
_one("pid_decoder_loader", lambda m: {"pid_decoder_model": m.model("flux", "pid_decoder")})


def _loras(family: str, base: str, *encoders: str) -> None:
    def parts(m: Maker) -> Inputs:
        return {
            "transformer": m.pick(None, _transformer(m, base)),
            **{name: m.pick(None, _encoder(m, base, name)) for name in encoders},
        }

    _one(f"{family}_lora_loader", lambda m: {**_lora(m, base), **parts(m)})
    _one(
        f"{family}_lora_collection_loader",
        lambda m: {"loras": m.pick(None, _lora(m, base), [_lora(m, base), _lora(m, base)]), **parts(m)},
    )


_loras("flux", "flux", "clip", "t5_encoder")
_loras("flux2_klein", "flux2", "qwen3_encoder")
_loras("flux2_dev", "flux2", "mistral_encoder")
_loras("qwen_image", "qwen-image")
_loras("z_image", "z-image", "qwen3_encoder")
_loras("anima", "anima", "qwen3_encoder")
_loras("krea2", "krea-2", "qwen3_vl_encoder")
_one(
    "sdxl_lora_collection_loader",
    lambda m: {
        "loras": m.pick(None, [_lora(m, "sdxl"), _lora(m, "sdxl")]),
        **{name: m.pick(None, _encoder(m, "sdxl")) for name in ("clip", "clip2")},
        "unet": m.pick(None, _unet(m, "sdxl")),
    },
)


def _told_loras(m: Maker, base: str) -> Inputs:
    loras = [{"model": m.model(base, "lora"), "weight": m.real(-1, 1)} for _ in range(m.whole(0, 2))]
    return {"metadata": m.pick(None, {"loras": loras}), "unet": m.pick(None, _unet(m, base))}


_one("metadata_to_loras", lambda m: {**_told_loras(m, "sd-1"), "clip": m.pick(None, _encoder(m))})
_one(
    "metadata_to_sdlx_loras",
    lambda m: {**_told_loras(m, "sdxl"), **{name: m.pick(None, _encoder(m, "sdxl")) for name in ("clip", "clip2")}},
)
_one("metadata_to_vae", lambda m: {"default_value": _vae(m), "metadata": m.pick(None, {"vae": m.model("sd-1", "vae")})})


def _told_adapter(model: str, type_: str, weight: str) -> Callable[[Maker], Inputs]:
    def told(m: Maker) -> Inputs:
        adapter = {
            "image": m.picture(),
            model: m.model("sd-1", type_),
            weight: 0.5,
            "begin_step_percent": 0.1,
            "end_step_percent": 0.9,
            "control_mode": "balanced",
            "resize_mode": "just_resize",
        }
        key = {"controlnet": "controlnets", "t2i_adapter": "t2iAdapters"}[type_]
        return {"metadata": m.pick(None, {}, {key: [adapter]})}

    return told


_one("metadata_to_controlnets", _told_adapter("control_model", "controlnet", "control_weight"))
_one("metadata_to_t2i_adapters", _told_adapter("t2i_adapter_model", "t2i_adapter", "weight"))
_one(
    "flux_controlnet",
    lambda m: {"image": m.picture(), "control_model": m.model("flux", "controlnet"), "control_weight": m.pick(1, 0.3)},
)
_one("z_image_control", lambda m: {"image": m.picture(), "control_model": m.model("z-image", "controlnet")})
_one(
    "prompt_from_file",
    lambda m: {"file_path": m.pick(__file__, "/none"), "start_line": m.whole(0, 9), "max_prompts": m.whole(1, 4)},
)

# Pictures
_one(
    "blank_image",
    lambda m: {"width": m.whole(-1, 60), "height": m.whole(1, 60), "mode": m.pick("RGB", "RGBA"), "color": m.color()},
)
_one(
    "img_crop",
    lambda m: {"image": m.picture(), "x": m.whole(), "y": m.whole(), "width": m.whole(0, 60), "height": m.whole(1, 60)},
)
_one(
    "img_pad_crop",
    lambda m: {"image": m.picture(), **{side: m.whole(-12, 30) for side in ("left", "right", "top", "bottom")}},
)


def _pasting(m: Maker) -> Inputs:
    size = m.size()
    return {
        "base_image": m.picture(),
        "image": m.picture(size=size),
        "mask": m.pick(None, m.picture("L", size)),
        "x": m.whole(),
        "y": m.whole(),
        "crop": m.flag(),
    }


_one("img_paste", _pasting)
_one("img_mul", lambda m: {"image1": m.picture(mode := m.pick(*MODES)), "image2": m.picture(m.pick(mode, mode, "L"))})
_one("img_conv", lambda m: {"image": m.picture(), "mode": _choice("img_conv", "mode")(m)})
_one("img_chan", lambda m: {"image": m.picture(), "channel": m.pick("A", "R", "G", "B")})
_one(
    "heuristic_resize",
    lambda m: {
        "image": m.picture(look=m.pick("noise", "blobs", "flat")),
        "width": m.whole(0, 90),
        "height": m.whole(1, 90),
    },
)
_one(
    "img_resize",
    lambda m: {
        "image": m.picture(),
        "width": m.whole(0, 90),
        "height": m.whole(1, 90),
        "resample_mode": _choice("img_resize", "resample_mode")(m),
    },
)
_one(
    "img_scale",
    lambda m: {
        "image": m.picture(),
        "scale_factor": m.real(0.01, 3),
        "resample_mode": _choice("img_scale", "resample_mode")(m),
    },
)
_one("img_blur", lambda m: {"image": m.picture(), "radius": m.real(0, 9), "blur_type": m.pick("gaussian", "box")})
_one(
    "unsharp_mask unsharp_mask_oklab",
    lambda m: {"image": m.picture(), "radius": m.real(0.1, 5), "strength": m.real(0, 200)},
)
_one("img_lerp", lambda m: {"image": m.picture(), "min": m.whole(0, 255), "max": m.whole(0, 255)})
_one("img_ilerp", lambda m: {"image": m.picture(), "min": m.whole(0, 100), "max": m.whole(101, 255)})
_one(
    "img_noise",
    lambda m: {
        "image": m.picture(),
        "mask": m.pick(None, m.picture("L")),
        "seed": m.whole(0, 2**31),
        "noise_type": m.pick("gaussian", "salt_and_pepper"),
        "amount": m.pick(0.0, 1.0, m.real(0, 1)),
        "noise_color": m.flag(),
        "size": m.whole(1, 5),
    },
)
_one("crop_image_to_bounding_box", lambda m: {"image": m.picture(), "bounding_box": m.pick(None, _box(m, 0, 60))})


def _box(m: Maker, low: int, high: int) -> Inputs:
    x, y = m.whole(low, high), m.whole(low, high)
    return {"x_min": x, "x_max": x + m.whole(0, 30), "y_min": y, "y_max": y + m.whole(0, 30), "score": None}


def _boxed(m: Maker) -> Inputs:
    box = _box(m, 0, 20)
    size = (max(1, box["x_max"] - box["x_min"]), max(1, box["y_max"] - box["y_min"]))
    return {"source_image": m.picture(size=size), "target_image": m.picture(size=(64, 64)), "bounding_box": box}


_one("paste_image_into_bounding_box", _boxed)
_one(
    "flux_kontext_image_prep",
    lambda m: {
        "images": [m.picture() for _ in range(m.whole(1, 2))],
        "use_preferred_resolution": m.flag(),
    },
)
_one(
    "img_channel_offset",
    lambda m: {
        "image": m.picture(),
        "channel": _choice("img_channel_offset", "channel")(m),
        "offset": m.whole(-255, 255),
    },
)
_one(
    "img_channel_multiply",
    lambda m: {
        "image": m.picture(),
        "channel": _choice("img_channel_multiply", "channel")(m),
        "scale": m.real(0, 3),
        "invert_channel": m.flag(),
    },
)
_one("img_hue_adjust img_hue_adjust_oklch", lambda m: {"image": m.picture(), "hue": m.whole(-400, 400)})
_one(
    "color_correct",
    lambda m: {
        "base_image": m.picture(size=(40, 30)),
        "color_reference": m.picture(),
        "mask": m.pick(None, m.picture("L", (40, 30)), m.picture("L", (40, 31))),
        "colorspace": _choice("color_correct", "colorspace")(m),
    },
)
_one(
    "invokeai_img_hue_adjust_plus",
    lambda m: {
        "image": m.picture(),
        "space": m.pick(*(space for space in choices("invokeai_img_hue_adjust_plus", "space") if "UPLab" not in space)),
        "degrees": m.real(-400, 400),
        "preserve_lightness": m.flag(),
        "ok_adaptive_gamut": m.pick(0, 0.05, 0.5),
        "ok_high_precision": m.flag(),
    },
)
_one("invokeai_ealightness", lambda m: {"image": m.picture(m.pick("RGB", "L"))})
_one(
    "invokeai_img_enhance",
    lambda m: {
        "image": m.picture(),
        "invert": m.flag(),
        **{name: m.pick(1.0, m.real(0, 3)) for name in ("color", "contrast", "brightness", "sharpness")},
    },
)
_one(
    "invokeai_img_dilate_erode",
    lambda m: {
        "image": m.picture(),
        "lightness_only": m.flag(),
        "radius_w": m.whole(0, 7),
        "radius_h": m.whole(0, 7),
        "mode": m.pick("Dilate", "Erode"),
    },
)
_one(
    "invokeai_img_val_thresholds",
    lambda m: {
        "image": m.picture(size=m.pick(None, (32, 24))),
        "invert_output": m.flag(),
        "renormalize_values": m.flag(),
        "lightness_only": m.flag(),
        "threshold_upper": m.pick(0.5, m.real(0, 1)),
        "threshold_lower": m.pick(0.5, m.real(0, 1)),
    },
)
_one(
    "invokeai_img_composite",
    lambda m: {
        "image_subject": m.picture(look=m.pick("steps", "flat", "noise")),
        "image_background": m.picture(),
        "chroma_key": m.pick("", "", "red", "#00ff00", "(0, 255, 0)", "(1,2)", "zz"),
        "threshold": m.whole(0, 200),
        "fill_x": m.flag(),
        "fill_y": m.flag(),
        "x_offset": m.pick(0, m.whole()),
        "y_offset": m.pick(0, m.whole()),
    },
)


def _blending(*spaces: str) -> Callable[[Maker], Inputs]:
    def blending(m: Maker) -> Inputs:
        return {
            "layer_upper": m.picture(),
            "layer_base": m.picture(m.pick("RGB", "RGBA")),
            "blend_mode": _choice("invokeai_img_blend", "blend_mode")(m),
            "color_space": m.pick(*spaces),
            "opacity": m.pick(1.0, m.real(0, 1)),
            "mask": m.pick(None, m.picture("L")),
            "fit_to_width": m.flag(),
            "fit_to_height": True,
            "adaptive_gamut": m.pick(0.0, 0.0, 0.05),
            "high_precision": m.flag(),
        }

    return blending


PERCEPTUAL = ("Okhsl", "Okhsv", "Oklch (Oklab)", "LCh (CIELab)")
_one("invokeai_img_blend", _blending("RGB", "Linear RGB", "HSL (RGB)", "HSV (RGB)"))


def perceptual_case(random: Random) -> Case:
    """Two layers blended in a space where gray has no hue."""
    maker = Maker(random)
    given = _blending(*PERCEPTUAL)(maker)
    return {
        "type": "invokeai_img_blend",
        "inputs": {"metadata": None, **given},
        "pictures": maker.pictures,
        "masks": {},
    }


# Masks
_one("tomask", lambda m: {"image": m.picture(), "invert": m.flag()})
_one("mask_combine", lambda m: {"mask1": m.picture(size=(20, 30)), "mask2": m.picture(size=m.pick((20, 30), (10, 40)))})
_one(
    "mask_from_id",
    lambda m: {"image": m.picture(), "color": m.color(), "threshold": m.whole(0, 300), "invert": m.flag()},
)
_one(
    "apply_mask_to_image",
    lambda m: {
        "image": m.picture(size=(30, 20)),
        "mask": m.picture(size=m.pick((30, 20), (9, 9))),
        "invert_mask": m.flag(),
    },
)
_one(
    "get_image_mask_bounding_box",
    lambda m: {
        "mask": m.picture(look="mask"),
        "margin": m.whole(0, 9),
        "mask_color": {"r": (v := m.pick(0, 255)), "g": v, "b": v, "a": 255},
    },
)
_one(
    "mask_edge",
    lambda m: {
        "image": m.picture(look=m.pick("mask", "noise", "blobs")),
        "edge_size": m.whole(0, 9),
        "edge_blur": m.whole(0, 5),
        "low_threshold": m.whole(0, 255),
        "high_threshold": m.whole(0, 255),
    },
)
_one(
    "canvas_paste_back",
    lambda m: {
        "source_image": m.picture(m.pick("RGB", "RGBA"), (40, 40)),
        "target_image": m.picture(m.pick("RGB", "RGBA"), (40, 40)),
        "mask": m.picture(m.pick("L", "RGB"), (40, 40), look="mask"),
        "mask_blur": m.whole(0, 6),
    },
)
_one(
    "canvas_v2_mask_and_crop",
    lambda m: {
        "source_image": m.pick(None, m.picture("RGB", (40, 40))),
        "generated_image": m.picture(m.pick("RGB", "RGBA"), (40, 40)),
        "mask": m.picture(m.pick("L", "RGB"), (40, 40), look="mask"),
        "mask_blur": m.whole(0, 6),
    },
)
_one(
    "expand_mask_with_fade",
    lambda m: {
        "mask": m.picture("L", look=m.pick("mask", "mask", "noise")),
        "threshold": m.whole(0, 255),
        "fade_size_px": m.pick(0, 1, m.whole(2, 40)),
    },
)
_one(
    "rectangle_mask",
    lambda m: {
        **{name: m.whole(1, 40) for name in ("width", "height")},
        **{name: m.whole(-5, 30) for name in ("x_left", "y_top", "rectangle_width", "rectangle_height")},
    },
)
_one("alpha_mask_to_tensor", lambda m: {"image": m.picture(), "invert": m.flag()})
_one("image_mask_to_tensor", lambda m: {"image": m.picture(), "cutoff": m.whole(0, 255), "invert": m.flag()})
_one("invert_tensor_mask tensor_mask_to_image", lambda m: {"mask": m.mask()})


def _applied(m: Maker) -> Inputs:
    mask = m.mask()
    size = tuple(m.masks[mask["tensor_name"]]["size"])
    return {"mask": mask, "image": m.picture(size=size), "invert": m.flag()}


_one("apply_tensor_mask_to_image", _applied)
_one(
    "canny_edge_detection",
    lambda m: {"image": m.picture(), "low_threshold": m.whole(0, 255), "high_threshold": m.whole(0, 255)},
)
_one("color_map", lambda m: {"image": m.picture(), "tile_size": m.whole(1, 70)})
_one("infill_rgba", lambda m: {"image": m.picture(m.pick("RGBA", "RGBA", "RGB")), "color": m.color()})


def _holes(m: Maker) -> Inputs:
    image = m.picture("RGBA", look=m.pick("steps", "flat"))
    return {"image": image, "tile_size": m.whole(1, 12), "seed": m.whole(0, 2**31)}


_one("infill_tile", _holes)
_one(
    "img_watermark",
    lambda m: {
        "image": m.picture(m.pick("RGB", "RGBA"), (m.whole(250, 300), 260)),
        "text": m.pick("InvokeAI", "x", "Ünï"),
    },
)
_one("decode_watermark", lambda m: {"image": m.picture("RGB", (m.whole(250, 300), 260)), "length": m.whole(1, 9)})
