# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category multimodal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from invokegraph.model import Model
    from invokegraph.ports import In, OneOrListWire, Out, Output, StrWire

    from .fields import ImageField, ModelIdentifierField


class LlavaOnevisionVllm(
    Node,
    type="llava_onevision_vllm",
    version="1.0.0",
    category="multimodal",
    title="LLaVA OneVision VLLM",
    classification="beta",
):
    """Node type `llava_onevision_vllm`, version 1.0.0, category multimodal, beta.

    In the editor: LLaVA OneVision VLLM.

    Args:
        vllm_model: Required, type llava_onevision.
        images: Of at most 3.
        prompt: Default "".

    Gives:
        value (str).
    """

    vllm_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("llava_onevision",)
    )
    images: In[list[ImageField] | ImageField | None, OneOrListWire[ImageField]] = port(default=None, max_length=3)
    prompt: In[str, StrWire] = port(default="")
    value: Out[str] = out()
