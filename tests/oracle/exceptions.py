"""Where the verdicts on a single value differ, and why."""

from __future__ import annotations

from math import isfinite
from typing import Any

BY_NODE_CLASS: dict[tuple[str, str], str] = {
    ("controlnet", "control_weight"): "within -1 .. 2",
    ("flux_controlnet", "control_weight"): "within -1 .. 2",
    ("ip_adapter", "weight"): "within -1 .. 2",
    ("flux_ip_adapter", "weight"): "within -1 .. 2",
    ("t2i_adapter", "weight"): "within -1 .. 2",
    ("denoise_latents", "cfg_scale"): "1 or more",
    ("denoise_latents_meta", "cfg_scale"): "1 or more",
    ("tiled_multi_diffusion_denoise_latents", "cfg_scale"): "1 or more",
    ("image_panel_layout", "panel_col_idx"): "below num_cols",
    ("image_panel_layout", "panel_row_idx"): "below num_rows",
    ("face_mask_detection", "face_ids"): "integers separated by commas",
    ("range", "stop"): "above start",
    ("range", "start"): "below stop",
    ("prompt_from_file", "file_path"): "the file has to exist on the server",
    ("noise", "seed"): "a number is taken modulo 2**32 before anything else, a text is not",
    ("integer_math", "operation"): "depends on the operands",
    ("integer_math", "b"): "depends on the operation",
    ("float_math", "operation"): "depends on the operands",
    ("float_math", "b"): "depends on the operation",
    ("controlnet", "begin_step_percent"): "not above the end",
    ("controlnet", "end_step_percent"): "not below the begin",
    ("flux_controlnet", "begin_step_percent"): "not above the end",
    ("flux_controlnet", "end_step_percent"): "not below the begin",
    ("ip_adapter", "begin_step_percent"): "not above the end",
    ("ip_adapter", "end_step_percent"): "not below the begin",
    ("flux_ip_adapter", "begin_step_percent"): "not above the end",
    ("flux_ip_adapter", "end_step_percent"): "not below the begin",
    ("t2i_adapter", "begin_step_percent"): "not above the end",
    ("t2i_adapter", "end_step_percent"): "not below the begin",
    ("segment_anything", "bounding_boxes"): "as many as point lists",
    ("segment_anything", "point_lists"): "as many as boxes",
    ("ideogram4_caption_builder", "bbox"): "four numbers",
}
"""Rules that node classes carry in code, so that no schema tells them."""


def own_rule(type_: str, field: str) -> str:
    """The rule that a node class has for one of its inputs in its own code, or an empty string."""
    if field in ("label", "custom_label") and type_.startswith("metadata_"):
        return "a custom label where the label says so"
    return BY_NODE_CLASS.get((type_, field), "")


def holds_half_a_character(value: Any) -> bool:
    """Whether there is half of a surrogate pair in a value: the server's parser lets it in, and nothing can store it."""
    match value:
        case str():
            return any("\ud800" <= character <= "\udfff" for character in value)
        case list():
            return any(map(holds_half_a_character, value))
        case dict():
            return any(map(holds_half_a_character, [*value, *value.values()]))
    return False


def spells_no_finite_number(value: Any) -> bool:
    """Whether there is a text like "nan" or "1e400" in a value: the server makes a number of it that JSON cannot carry back."""
    match value:
        case str():
            try:
                return not isfinite(float(value))
            except ValueError:
                return False
        case list():
            return any(map(spells_no_finite_number, value))
    return False
