"""Values that let a node do its work: sizes that fit each other, divisors that are not zero, fields that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple

from .node_cases import Inputs, Maker

LARGE = (256, 260)
SIDES = ("top", "bottom", "left", "right")


class Kept(NamedTuple):
    """A picture that both servers have."""

    mode: str
    size: tuple[int, int]
    look: str
    metadata: Inputs | None


class Values(Maker):
    """The values of `node_cases`, with pictures that there are.

    Args:
        random: Where chance comes from.
        pictures: The pictures, by name.
    """

    def __init__(self, random: Random, pictures: Mapping[str, Kept]) -> None:
        super().__init__(random)
        self.there = pictures
        self.sizes = sorted({kept.size for kept in pictures.values()} - {LARGE})

    def picture(
        self, mode: str | None = None, size: tuple[int, int] | None = None, metadata: Any = None, look: str = ""
    ) -> dict[str, str]:
        if size is None:
            sizes = self.sizes
        elif size[1] == LARGE[1]:
            sizes = [LARGE]
        else:  # the same one for the same size that is asked for
            sizes = [size if size in self.sizes else self.sizes[sum(size) % len(self.sizes)]]
        fitting = {name: kept for name, kept in self.there.items() if kept.size in sizes and mode in (None, kept.mode)}
        looking = [name for name, kept in fitting.items() if look == kept.look]
        return {"image_name": self.random.choice(looking or list(fitting) or list(self.there))}

    def mask(self) -> dict[str, str]:
        self.masks["mask"] = {"size": (32, 24)}
        return {"tensor_name": "mask"}

    def latents(self) -> dict[str, Any]:
        """Latents that another node makes."""
        return {"latents_name": "latents", "seed": None}

    def with_metadata(self) -> dict[str, str]:
        """A picture that tells how it was made."""
        return {"image_name": self.random.choice([name for name, kept in self.there.items() if kept.metadata])}


def _told_loras(m: Any) -> Inputs:
    lora = {"model": m.model("sd-1", "lora"), "weight": 0.5}
    return {"metadata": m.pick(None, {}, {"loras": [lora, lora]}), "loras": []}


MORE: dict[str, Callable[[Any], Inputs]] = {
    "rand_int": lambda m: {"low": (low := m.whole()), "high": low + m.whole(1, 9)},
    "rand_float": lambda m: {"low": (low := m.real()), "high": low + 1, "decimals": m.whole(0, 4)},
    "noise": lambda m: {
        "seed": m.whole(0, 2**31),
        **{name: m.whole(2, 9) * 8 for name in ("width", "height")},
        "use_cpu": True,
    },
    "metadata_to_lora_collection": _told_loras,
    "lresize": lambda m: {
        "latents": m.latents(),
        **{name: m.whole(8, 12) * 8 for name in ("width", "height")},
        "mode": m.pick("nearest", "bilinear", "bicubic", "area"),
        "antialias": False,
    },
    "lscale": lambda m: {
        "latents": m.latents(),
        "scale_factor": m.pick(0.5, 1.0, 1.7, 2.0),
        "mode": m.pick("nearest", "bilinear", "area"),
        "antialias": False,
    },
    "lblend": lambda m: {"latents_a": m.latents(), "latents_b": m.latents(), "alpha": m.real(0, 1)},
    "crop_latents": lambda m: {
        "latents": m.latents(),
        **{name: m.whole(0, 1) * 8 for name in ("x", "y")},
        **{name: m.whole(1, 4) * 8 for name in ("width", "height")},
    },
}
"""Further node types that need no model: those that `node_cases` cannot compare alone."""

BOUND: dict[str, set[str]] = {
    "range_of_size": {"step", "size"},
    "random_range": {"low", "high"},
    "div": {"b"},
    "float_to_int": {"multiple"},
    "string_replace": {"search_string", "replace_string", "use_regex"},
    "string_split": {"delimiter"},
    "workflow_return_get": {"key"},
    "bounding_box": {"x_min", "x_max", "y_min", "y_max"},
    "img_paste": {"image", "mask"},
    "img_mul": {"image1", "image2"},
    "img_chan": {"image"},
    "img_noise": {"image", "mask"},
    "img_conv": {"mode"},
    "paste_image_into_bounding_box": {"source_image", "target_image", "bounding_box"},
    "canvas_v2_mask_and_crop": {"source_image", "generated_image", "mask"},
    "canvas_paste_back": {"source_image", "target_image", "mask"},
    "apply_mask_to_image": {"image", "mask"},
    "apply_tensor_mask_to_image": {"image", "mask"},
    "color_correct": {"base_image", "mask"},
    "mask_combine": {"mask1", "mask2"},
    "merge_tiles_to_image": {"tiles_with_images", "blend_mode", "blend_amount"},
    "invokeai_img_val_thresholds": {"image"},
    "infill_tile": {"image"},
    "heuristic_resize": {"image"},
    "metadata_field_extractor": {"image", "key"},
    "invokeai_img_composite": {"chroma_key", "image_subject", "image_background"},
    "img_watermark": {"image"},
    "decode_watermark": {"image"},
    "prompt_from_file": {"file_path", "start_line", "max_prompts"},
    "workflow_return_value": {"key"},
    "workflow_return": {"values"},
    "lblend": {"latents_a", "latents_b"},
    "rand_int": {"low", "high"},
    "rand_float": {"low", "high"},
}
"""Inputs that suit each other as they are held, and no longer if one of them comes by a wire."""


def suiting(type_: str, m: Values, values: Inputs) -> Inputs:
    """The values, changed where the node could not do its work with them."""
    fit = FITS.get(type_)
    return {**values, **fit(m, values)} if fit else values


Fit = Callable[[Values, Inputs], Inputs]
FITS: dict[str, Fit] = {
    "div": lambda _, v: {"b": v["b"] or 2},
    "blank_image": lambda _, v: {"width": max(v["width"], 1)},
    "img_crop": lambda _, v: {"width": max(v["width"], 1)},
    "img_resize": lambda _, v: {"width": max(v["width"], 1)},
    "heuristic_resize": lambda m, v: {"width": max(v["width"], 1), "image": m.picture(look=m.pick("noise", "blobs"))},
    "img_conv": lambda m, _: {"mode": m.pick("L", "RGB", "RGBA")},
    "img_chan": lambda m, _: {"image": m.picture("RGBA")},
    "img_mul": lambda m, _: {"image1": m.picture(mode := m.pick("RGB", "L")), "image2": m.picture(mode)},
    "range": lambda _, v: {"step": v["step"] or 1},
    "range_of_size": lambda _, v: {"step": v["step"] or 1},
    "random_range": lambda _, v: {"low": min(v["low"], v["high"]), "high": max(v["low"], v["high"]) + 1},
    "float_range": lambda _, v: {"steps": abs(v["steps"])},
    "integer_math": lambda _, v: {"b": abs(v["b"]) or 1},
    "float_math": lambda _, v: {"a": abs(v["a"]) or 0.5, "b": abs(v["b"]) or 1.5},
    "float_to_int": lambda _, v: {"multiple": v["multiple"] or 1},
    "bounding_box": lambda _, v: {
        **dict(zip(("x_min", "x_max"), sorted((v["x_min"], v["x_max"])), strict=True)),
        **dict(zip(("y_min", "y_max"), sorted((v["y_min"], v["y_max"])), strict=True)),
    },
    "invokeai_img_composite": lambda m, _: {"chroma_key": m.pick("", "red", "#00ff00", "(0, 255, 0)")},
    "calculate_image_tiles": lambda m, _: _tiling(m, "overlap"),
    "calculate_image_tiles_min_overlap": lambda m, _: _tiling(m, "min_overlap"),
    "calculate_image_tiles_even_split": lambda m, _: {
        **{name: m.whole(16, 40) * 8 for name in ("image_width", "image_height")},
        **{name: m.whole(1, 3) for name in ("num_tiles_x", "num_tiles_y")},
        "overlap": m.whole(0, 2) * 8,
    },
    "merge_tiles_to_image": lambda m, _: _two_tiles(m),
    "infill_tile": lambda m, v: {"tile_size": 1 + v["tile_size"] % 3, "image": m.picture("RGB", look="noise")},
    "paste_image_into_bounding_box": lambda m, _: _pasted(m),
    "canvas_v2_mask_and_crop": lambda m, _: _same_size(m, "source_image", "generated_image", "mask"),
    "canvas_paste_back": lambda m, _: _same_size(m, "source_image", "target_image", "mask"),
    "apply_mask_to_image": lambda m, _: _same_size(m, "image", "mask"),
    "mask_combine": lambda m, _: _same_size(m, "mask1", "mask2"),
    "color_correct": lambda m, _: _same_size(m, "base_image", "mask"),
    "img_noise": lambda m, _: _same_size(m, "image", "mask"),
    "metadata_field_extractor": lambda m, _: {"image": m.with_metadata(), "key": "positive_prompt"},
    "workflow_return_get": lambda m, _: {"key": m.pick("a", " b ")},
    "string_replace": lambda _, v: (
        {"use_regex": False} | ({"replace_string": "X"} if v["replace_string"] not in ("", "\\g<0>!") else {})
    ),
    "string_split": lambda m, _: {"delimiter": m.pick(",", " ", "|", "zz")},
    "workflow_return_value": lambda m, _: {"key": m.pick("k", " k ")},
    "workflow_return": lambda m, _: {"values": [{"key": "a", "value": m.whole()}, {"key": "b", "value": "x"}]},
    "prompt_from_file": lambda _, v: {"file_path": __file__, "start_line": v["start_line"]},
    "image_panel_layout": lambda m, v: {
        "panel_col_idx": m.whole(0, v["num_cols"] - 1),
        "panel_row_idx": m.whole(0, v["num_rows"] - 1),
    },
    "rectangle_mask": lambda m, _: {"width": 32, "height": 24} if m.random.random() < 0.9 else {},
    "noise": lambda m, _: {"width": 64, "height": 64} if m.random.random() < 0.9 else {},
    "invokeai_img_val_thresholds": lambda m, _: {"image": m.picture("RGB")},
    **{
        f"metadata_to_{kind}": lambda m, _: {"metadata": m.pick(None, {}, {"seed": 5})}
        for kind in ("string", "integer", "float", "bool", "scheduler")
    },
    **{
        f"metadata_to_{kind}_collection": lambda m, _: {
            "metadata": m.pick(None, {}, {"x": 5}),
            "label": "* CUSTOM LABEL *",
            "custom_label": "l",
        }
        for kind in ("string", "integer", "float", "bool")
    },
}
"""What makes values suit, by node type."""


def _same_size(m: Values, *names: str) -> Inputs:
    size = m.pick(*m.sizes)
    return {name: m.picture("L" if name.startswith("mask") else m.pick("RGB", "RGBA"), size) for name in names}


def _tiling(m: Values, overlap: str) -> Inputs:
    return {
        **{name: m.whole(100, 300) for name in ("image_width", "image_height")},
        **{name: m.whole(50, 100) for name in ("tile_width", "tile_height")},
        overlap: m.whole(0, 20),
    }


def _two_tiles(m: Values) -> Inputs:
    """Two pictures side by side, eight columns of which lie over each other."""
    none = dict.fromkeys(SIDES, 0)
    tiles = [
        {"coords": {"top": 0, "bottom": 24, "left": 0, "right": 32}, "overlap": {**none, "right": 8}},
        {"coords": {"top": 0, "bottom": 24, "left": 24, "right": 56}, "overlap": {**none, "left": 8}},
    ]
    pairs = [{"tile": tile, "image": m.picture(size=(32, 24))} for tile in tiles]
    return {"tiles_with_images": pairs, "blend_mode": m.pick("Linear", "Seam"), "blend_amount": m.pick(0, 4, 8)}


def _pasted(m: Values) -> Inputs:
    x, y = m.whole(0, 5), m.whole(0, 5)
    return {
        "source_image": m.picture(size=(32, 24)),
        "target_image": m.picture(size=(51, 37)),
        "bounding_box": {"x_min": x, "x_max": x + 32, "y_min": y, "y_max": y + 24, "score": None},
    }
