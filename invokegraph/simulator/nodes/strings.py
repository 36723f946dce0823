"""Work on strings and prompts."""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .call import BAD_INPUT, NodeError, Table

if TYPE_CHECKING:
    from .call import Call, Inputs, Outputs

NODES: Final = Table()
_HEX_COLOR: Final = re.compile(r"#[0-9A-F]{6}")
_LARGEST_FILE: Final = 16 * 2**20


@NODES.gives("value", "string_join")
def _join(inputs: Inputs) -> str:
    return (inputs["string_left"] or "") + (inputs["string_right"] or "")


@NODES.gives("value", "string_join_three")
def _join_three(inputs: Inputs) -> str:
    return (inputs["string_left"] or "") + (inputs["string_middle"] or "") + (inputs["string_right"] or "")


@NODES.add("string_split")
def _split(call: Call) -> Outputs:
    first, *rest = call.inputs["string"].split(call.inputs["delimiter"], 1)
    return {"string_1": first, "string_2": rest[0] if rest else ""}


@NODES.add("string_split_neg")
def _split_negative(call: Call) -> Outputs:
    positive, negative, depth, escaped = "", "", 0, False
    for letter in call.inputs["string"] or "":
        if letter == "[" and not escaped:
            negative += " "
            depth += 1
        elif letter == "]" and not escaped:
            depth -= 1
        elif depth > 0:
            negative += letter
        else:
            positive += letter
        escaped = letter == "\\" and not escaped
    return {"positive_string": positive, "negative_string": negative}


@NODES.gives("value", "string_replace")
def _replace(inputs: Inputs) -> str:
    pattern, text = inputs["search_string"] or "", inputs["string"] or ""
    if not pattern:
        return text
    expression = pattern if inputs["use_regex"] else f"(?i){re.escape(pattern)}"
    try:
        return re.sub(expression, inputs["replace_string"] or "", text)
    except re.error as error:
        raise NodeError(str(error), type="error") from error  # so on a server; Python 3.13 has another name for it


@NODES.gives("collection", "dynamic_prompt")
def _dynamic(inputs: Inputs) -> list[str]:
    from .dynamic_prompts import prompts

    return prompts(inputs["prompt"], inputs["max_prompts"], combinatorial=inputs["combinatorial"])


@NODES.gives("collection", "prompt_from_file")
def _from_file(inputs: Inputs) -> list[str]:
    path = Path(inputs["file_path"])
    if not path.exists():
        raise NodeError("<class 'FileNotFoundError'>", type=BAD_INPUT)
    if path.stat().st_size > _LARGEST_FILE:
        raise NodeError(f"{path.name} is larger than the simulator reads", type="MemoryError")
    start, most = inputs["start_line"] - 1, inputs["max_prompts"]
    before, after = inputs["pre_prompt"] or "", inputs["post_prompt"] or ""
    with path.open(encoding="utf-8") as lines:
        return [before + line.strip() + after for line in islice(lines, start, start + most if most > 0 else None)]


@NODES.gives("value", "ideogram4_caption_builder")
def _caption(inputs: Inputs) -> str:
    prompt = inputs["prompt"].strip()
    if prompt.startswith("{"):
        return str(inputs["prompt"])
    elements = [_element(region) for region in inputs["regions"] if region["prompt"].strip()]
    colors = [color.upper() for color in inputs["color_palette"] if _HEX_COLOR.fullmatch(color.upper())]
    caption: dict[str, Any] = {"high_level_description": prompt}
    if colors:
        caption["style_description"] = {"color_palette": colors}
    caption["compositional_deconstruction"] = {
        "background": "",
        "elements": elements or [{"type": "obj", "bbox": [100, 100, 900, 900], "desc": prompt}],
    }
    return json.dumps(caption, separators=(",", ":"), ensure_ascii=False)


def _element(region: Inputs) -> dict[str, Any]:
    box = region.get("bbox")
    place = {} if box is None else {"bbox": box}
    return {"type": "obj", **place, "desc": region["prompt"]}
