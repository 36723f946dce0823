# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, Out, Output, StrWire

    from .choices import MaxSequenceLength
    from .fields import (
        CLIPField,
        CogView4ConditioningField,
        ConditioningField,
        FluxConditioningField,
        GlmEncoderField,
        MistralEncoderField,
        Qwen3EncoderField,
        SD3ConditioningField,
        StylePresetField,
        T5EncoderField,
        TensorField,
        ZImageConditioningField,
    )


class CLIPSkip(Node, type="clip_skip", version="1.1.1", category="prompt", title="Apply CLIP Skip - SD1.5, SDXL"):
    """Node type `clip_skip`, version 1.1.1, category prompt.

    In the editor: Apply CLIP Skip - SD1.5, SDXL.

    Args:
        clip: Required, wire only.
        skipped_layers: From 0 up, default 0.

    Gives:
        clip (CLIPField).
    """

    clip: InOut[CLIPField, CLIPField, Output[CLIPField]] = port(
        default=None, required=True, input="connection", optional=True
    )
    skipped_layers: In[int, IntWire] = port(default=0, ge=0)


class CogView4TextEncoder(
    Node,
    type="cogview4_text_encoder",
    version="1.0.0",
    category="prompt",
    title="Prompt - CogView4",
    classification="prototype",
):
    """Node type `cogview4_text_encoder`, version 1.0.0, category prompt, prototype.

    In the editor: Prompt - CogView4.

    Args:
        prompt: Required.
        glm_encoder: Required, wire only.

    Gives:
        conditioning (CogView4ConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    glm_encoder: In[GlmEncoderField, Output[GlmEncoderField]] = port(default=None, required=True, input="connection")
    conditioning: Out[CogView4ConditioningField] = out()


class Compel(Node, type="compel", version="1.2.1", category="prompt", title="Prompt - SD1.5"):
    """Node type `compel`, version 1.2.1, category prompt.

    In the editor: Prompt - SD1.5.

    Args:
        clip: Required.
        prompt: Default "".

    Gives:
        conditioning (ConditioningField).
    """

    clip: In[CLIPField, Output[CLIPField]] = port(default=None, required=True)
    prompt: In[str, StrWire] = port(default="")
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[ConditioningField] = out()


class DynamicPrompt(Node, type="dynamic_prompt", version="1.0.1", category="prompt", title="Dynamic Prompt"):
    """Node type `dynamic_prompt`, version 1.0.1, category prompt.

    In the editor: Dynamic Prompt.

    Args:
        prompt: Required.
        max_prompts: Default 1.
        combinatorial: Default False.

    Gives:
        collection (list[str]).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    max_prompts: In[int, IntWire] = port(default=1)
    combinatorial: In[bool, Output[bool]] = port(default=False)
    collection: Out[list[str]] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class Flux2DevTextEncoder(
    Node,
    type="flux2_dev_text_encoder",
    version="1.0.1",
    category="prompt",
    title="Prompt - FLUX.2 [dev]",
    classification="prototype",
):
    """Node type `flux2_dev_text_encoder`, version 1.0.1, category prompt, prototype.

    In the editor: Prompt - FLUX.2 [dev].

    Args:
        prompt: Required.
        mistral_encoder: Required, wire only.
        max_seq_len: 256 or 512, default 512.

    Gives:
        conditioning (FluxConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    mistral_encoder: In[MistralEncoderField, Output[MistralEncoderField]] = port(
        default=None, required=True, input="connection"
    )
    max_seq_len: In[MaxSequenceLength, Output[MaxSequenceLength]] = port(default=512)
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[FluxConditioningField] = out()


class Flux2KleinTextEncoder(
    Node,
    type="flux2_klein_text_encoder",
    version="1.1.1",
    category="prompt",
    title="Prompt - Flux2 Klein",
    classification="prototype",
):
    """Node type `flux2_klein_text_encoder`, version 1.1.1, category prompt, prototype.

    In the editor: Prompt - Flux2 Klein.

    Args:
        prompt: Required.
        qwen3_encoder: Required, wire only.
        max_seq_len: 256 or 512, default 512.

    Gives:
        conditioning (FluxConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    qwen3_encoder: In[Qwen3EncoderField, Output[Qwen3EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    max_seq_len: In[MaxSequenceLength, Output[MaxSequenceLength]] = port(default=512)
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[FluxConditioningField] = out()


class FluxTextEncoder(Node, type="flux_text_encoder", version="1.1.2", category="prompt", title="Prompt - FLUX"):
    """Node type `flux_text_encoder`, version 1.1.2, category prompt.

    In the editor: Prompt - FLUX.

    Args:
        clip: Required, wire only.
        t5_encoder: Required, wire only.
        t5_max_seq_len: Required, 256 or 512.
        prompt: Required.

    Gives:
        conditioning (FluxConditioningField).
    """

    clip: In[CLIPField, Output[CLIPField]] = port(default=None, required=True, input="connection")
    t5_encoder: In[T5EncoderField, Output[T5EncoderField]] = port(default=None, required=True, input="connection")
    t5_max_seq_len: In[MaxSequenceLength, Output[MaxSequenceLength]] = port(default=None, required=True)
    prompt: In[str, Output[str]] = port(default=None, required=True)
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[FluxConditioningField] = out()


class PromptsFromFile(Node, type="prompt_from_file", version="1.0.2", category="prompt", title="Prompts from File"):
    """Node type `prompt_from_file`, version 1.0.2, category prompt.

    In the editor: Prompts from File.

    Args:
        file_path: Required.
        start_line: From 1 up, default 1.
        max_prompts: From 0 up, default 1.

    Gives:
        collection (list[str]).
    """

    file_path: In[str, Output[str]] = port(default=None, required=True)
    pre_prompt: In[str | None, Output[str]] = port(default=None)
    post_prompt: In[str | None, Output[str]] = port(default=None)
    start_line: In[int, IntWire] = port(default=1, ge=1)
    max_prompts: In[int, IntWire] = port(default=1, ge=0)
    collection: Out[list[str]] = out()


class PromptTemplate(Node, type="prompt_template", version="1.0.0", category="prompt", title="Prompt Template"):
    """Node type `prompt_template`, version 1.0.0, category prompt.

    In the editor: Prompt Template.

    Args:
        style_preset: Required.
        positive_prompt: Default "".
        negative_prompt: Default "".

    Gives:
        positive_prompt (str), negative_prompt (str).
    """

    style_preset: In[StylePresetField, Output[StylePresetField]] = port(default=None, required=True)
    positive_prompt: InOut[str, str, StrWire] = port(default="")
    negative_prompt: InOut[str, str, StrWire] = port(default="")


class Sd3TextEncoder(Node, type="sd3_text_encoder", version="1.0.1", category="prompt", title="Prompt - SD3"):
    """Node type `sd3_text_encoder`, version 1.0.1, category prompt.

    In the editor: Prompt - SD3.

    Args:
        clip_l: Required, wire only.
        clip_g: Required, wire only.
        prompt: Required.
        t5_encoder: Wire only.

    Gives:
        conditioning (SD3ConditioningField).
    """

    clip_l: In[CLIPField, Output[CLIPField]] = port(default=None, required=True, input="connection")
    clip_g: In[CLIPField, Output[CLIPField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    t5_encoder: In[T5EncoderField | None, Output[T5EncoderField]] = port(default=None, input="connection")
    conditioning: Out[SD3ConditioningField] = out()


class SDXLCompelPrompt(Node, type="sdxl_compel_prompt", version="1.2.1", category="prompt", title="Prompt - SDXL"):
    """Node type `sdxl_compel_prompt`, version 1.2.1, category prompt.

    In the editor: Prompt - SDXL.

    Args:
        clip: Required, wire only.
        clip2: Required, wire only.
        prompt: Default "".
        style: Default "".
        original_width: Default 1024.
        original_height: Default 1024.
        crop_top: Default 0.
        crop_left: Default 0.
        target_width: Default 1024.
        target_height: Default 1024.

    Gives:
        conditioning (ConditioningField).
    """

    clip: In[CLIPField, Output[CLIPField]] = port(default=None, required=True, input="connection")
    clip2: In[CLIPField, Output[CLIPField]] = port(default=None, required=True, input="connection")
    prompt: In[str, StrWire] = port(default="")
    style: In[str, StrWire] = port(default="")
    original_width: In[int, IntWire] = port(default=1024)
    original_height: In[int, IntWire] = port(default=1024)
    crop_top: In[int, IntWire] = port(default=0)
    crop_left: In[int, IntWire] = port(default=0)
    target_width: In[int, IntWire] = port(default=1024)
    target_height: In[int, IntWire] = port(default=1024)
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[ConditioningField] = out()


class SDXLRefinerCompelPrompt(
    Node, type="sdxl_refiner_compel_prompt", version="1.1.2", category="prompt", title="Prompt - SDXL Refiner"
):
    """Node type `sdxl_refiner_compel_prompt`, version 1.1.2, category prompt.

    In the editor: Prompt - SDXL Refiner.

    Args:
        clip2: Required, wire only.
        style: Default "".
        original_width: Default 1024.
        original_height: Default 1024.
        crop_top: Default 0.
        crop_left: Default 0.
        aesthetic_score: Default 6.0.

    Gives:
        conditioning (ConditioningField).
    """

    clip2: In[CLIPField, Output[CLIPField]] = port(default=None, required=True, input="connection")
    style: In[str, StrWire] = port(default="")
    original_width: In[int, IntWire] = port(default=1024)
    original_height: In[int, IntWire] = port(default=1024)
    crop_top: In[int, IntWire] = port(default=0)
    crop_left: In[int, IntWire] = port(default=0)
    aesthetic_score: In[float, FloatWire] = port(default=6.0)
    conditioning: Out[ConditioningField] = out()


class ZImageSeedVarianceEnhancer(
    Node,
    type="z_image_seed_variance_enhancer",
    version="1.0.0",
    category="prompt",
    title="Seed Variance Enhancer - Z-Image",
    classification="prototype",
):
    """Node type `z_image_seed_variance_enhancer`, version 1.0.0, category prompt, prototype.

    In the editor: Seed Variance Enhancer - Z-Image.

    Args:
        conditioning: Required, wire only.
        seed: From 0 up, default 0.
        strength: From 0 to 2, default 0.1.
        randomize_percent: From 1 to 100, default 50.0.

    Gives:
        conditioning (ZImageConditioningField).
    """

    conditioning: InOut[ZImageConditioningField, ZImageConditioningField, Output[ZImageConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    seed: In[int, IntWire] = port(default=0, ge=0)
    strength: In[float, FloatWire] = port(default=0.1, ge=0.0, le=2.0)
    randomize_percent: In[float, FloatWire] = port(default=50.0, ge=1.0, le=100.0)


class ZImageTextEncoder(
    Node,
    type="z_image_text_encoder",
    version="1.1.0",
    category="prompt",
    title="Prompt - Z-Image",
    classification="prototype",
):
    """Node type `z_image_text_encoder`, version 1.1.0, category prompt, prototype.

    In the editor: Prompt - Z-Image.

    Args:
        prompt: Required.
        qwen3_encoder: Required, wire only.

    Gives:
        conditioning (ZImageConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    qwen3_encoder: In[Qwen3EncoderField, Output[Qwen3EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[ZImageConditioningField] = out()
