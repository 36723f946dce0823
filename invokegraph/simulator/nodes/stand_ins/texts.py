"""Answers of language models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import Table
from invokegraph.simulator.nodes.handles import mark_of

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call, Outputs

NODES: Final = Table()


@NODES.add("text_llm", "text_llm_with_preset", "llava_onevision_vllm", "ernie_image_prompt_enhancer")
def _answer(call: Call) -> Outputs:
    return {"value": f"SIMULATED answer {mark_of(call)[:8]} to: {call.inputs['prompt']}"}
