# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category llm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from invokegraph.model import Model
    from invokegraph.ports import In, IntWire, Out, Output, StrWire

    from .fields import ModelIdentifierField, SystemPromptField


class TextLLM(Node, type="text_llm", version="1.1.0", category="llm", title="Text LLM", classification="beta"):
    """Node type `text_llm`, version 1.1.0, category llm, beta.

    In the editor: Text LLM.

    Args:
        text_llm_model: Required, type text_llm.
        prompt: Default "".
        system_prompt: Default "You are an expert prompt writer for AI image generation. ...".
        max_tokens: From 1 to 2048, default 300.
        seed: From 0 to 4294967295, default 0.

    Gives:
        value (str).
    """

    text_llm_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("text_llm",)
    )
    prompt: In[str, StrWire] = port(default="")
    system_prompt: In[str, StrWire] = port(
        default=(
            "You are an expert prompt writer for AI image generation. Given a brief description, expand it into a"
            " detailed, vivid prompt suitable for generating high-quality images. Only output the expanded "
            "prompt, nothing else."
        ),
    )
    max_tokens: In[int, IntWire] = port(default=300, ge=1, le=2048)
    seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
    value: Out[str] = out()


class TextLLMWithPreset(
    Node,
    type="text_llm_with_preset",
    version="1.1.0",
    category="llm",
    title="Text LLM (with System Prompt Preset)",
    classification="beta",
):
    """Node type `text_llm_with_preset`, version 1.1.0, category llm, beta.

    In the editor: Text LLM (with System Prompt Preset).

    Args:
        system_prompt: Required.
        text_llm_model: Required, type text_llm.
        prompt: Default "".
        max_tokens: From 1 to 2048, default 300.
        seed: From 0 to 4294967295, default 0.

    Gives:
        value (str).
    """

    system_prompt: In[SystemPromptField, Output[SystemPromptField]] = port(default=None, required=True)
    text_llm_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("text_llm",)
    )
    prompt: In[str, StrWire] = port(default="")
    max_tokens: In[int, IntWire] = port(default=300, ge=1, le=2048)
    seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
    value: Out[str] = out()
