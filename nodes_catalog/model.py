# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.model import Model
    from invokegraph.ports import FloatWire, In, InOut, OneOrListWire, Out, Output

    from .choices import MaxSequenceLength, WanLoRATarget
    from .fields import (
        CLIPField,
        ControlLoRAField,
        Gemma2EncoderField,
        GlmEncoderField,
        ImageField,
        LoRAField,
        Mistral3EncoderField,
        MistralEncoderField,
        ModelIdentifierField,
        PiDDecoderField,
        PromptEnhancerField,
        Qwen3EncoderField,
        Qwen3VLEncoderField,
        QwenVLEncoderField,
        T5EncoderField,
        TransformerField,
        UNetField,
        VAEField,
        WanT5EncoderField,
        WanTransformerField,
    )


class AnimaLoRACollectionLoader(
    Node,
    type="anima_lora_collection_loader",
    version="1.0.1",
    category="model",
    title="Apply LoRA Collection - Anima",
    classification="prototype",
):
    """Node type `anima_lora_collection_loader`, version 1.0.1, category model, prototype.

    In the editor: Apply LoRA Collection - Anima.

    Args:
        loras: Base anima, type lora.
        transformer: Wire only.
        qwen3_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("anima",), model_types=("lora",)
    )
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_encoder: InOut[Qwen3EncoderField, Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class AnimaLoRALoader(
    Node,
    type="anima_lora_loader",
    version="1.0.0",
    category="model",
    title="Apply LoRA - Anima",
    classification="prototype",
):
    """Node type `anima_lora_loader`, version 1.0.0, category model, prototype.

    In the editor: Apply LoRA - Anima.

    Args:
        lora: Required, base anima, type lora.
        weight: Default 0.75.
        transformer: Wire only.
        qwen3_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("anima",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_encoder: InOut[Qwen3EncoderField, Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class AnimaModelLoader(
    Node,
    type="anima_model_loader",
    version="1.4.0",
    category="model",
    title="Main Model - Anima",
    classification="prototype",
):
    """Node type `anima_model_loader`, version 1.4.0, category model, prototype.

    In the editor: Main Model - Anima.

    Args:
        model: Required, value only, base anima, type main.
        vae_model: Required, value only, type vae.
        qwen3_encoder_model: Required, value only, type qwen3_encoder.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("anima",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_types=("vae",)
    )
    qwen3_encoder_model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_types=("qwen3_encoder",)
    )
    transformer: Out[TransformerField] = out()
    qwen3_encoder: Out[Qwen3EncoderField] = out()
    vae: Out[VAEField] = out()


class CogView4ModelLoader(
    Node,
    type="cogview4_model_loader",
    version="1.0.0",
    category="model",
    title="Main Model - CogView4",
    classification="prototype",
):
    """Node type `cogview4_model_loader`, version 1.0.0, category model, prototype.

    In the editor: Main Model - CogView4.

    Args:
        model: Required, value only, base cogview4, type main.

    Gives:
        transformer (TransformerField), glm_encoder (GlmEncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("cogview4",), model_types=("main",)
    )
    transformer: Out[TransformerField] = out()
    glm_encoder: Out[GlmEncoderField] = out()
    vae: Out[VAEField] = out()


class ErnieImageModelLoader(
    Node,
    type="ernie_image_model_loader",
    version="1.0.0",
    category="model",
    title="Main Model - ERNIE-Image",
    classification="prototype",
):
    """Node type `ernie_image_model_loader`, version 1.0.0, category model, prototype.

    In the editor: Main Model - ERNIE-Image.

    Args:
        model: Required, value only, base ernie-image, type main.
        use_prompt_enhancer: Default True.

    Gives:
        transformer (TransformerField), text_encoder (Mistral3EncoderField), vae (VAEField), prompt_enhancer
            (PromptEnhancerField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("ernie-image",), model_types=("main",)
    )
    use_prompt_enhancer: In[bool, Output[bool]] = port(default=True)
    transformer: Out[TransformerField] = out()
    text_encoder: Out[Mistral3EncoderField] = out()
    vae: Out[VAEField] = out()
    prompt_enhancer: Out[PromptEnhancerField] = out(optional=True)


class Flux2DevLoRACollectionLoader(
    Node,
    type="flux2_dev_lora_collection_loader",
    version="1.0.0",
    category="model",
    title="Apply LoRA Collection - FLUX.2 [dev]",
    classification="prototype",
):
    """Node type `flux2_dev_lora_collection_loader`, version 1.0.0, category model, prototype.

    In the editor: Apply LoRA Collection - FLUX.2 [dev].

    Args:
        transformer: Wire only.
        mistral_encoder: Wire only.

    Gives:
        transformer (TransformerField), mistral_encoder (MistralEncoderField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(default=None)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    mistral_encoder: InOut[MistralEncoderField, MistralEncoderField | None, Output[MistralEncoderField]] = port(
        default=None, input="connection", optional=True
    )


class Flux2DevLoRALoader(
    Node,
    type="flux2_dev_lora_loader",
    version="1.0.0",
    category="model",
    title="Apply LoRA - FLUX.2 [dev]",
    classification="prototype",
):
    """Node type `flux2_dev_lora_loader`, version 1.0.0, category model, prototype.

    In the editor: Apply LoRA - FLUX.2 [dev].

    Args:
        lora: Required, base flux2, type lora.
        weight: Default 0.75.
        transformer: Wire only.
        mistral_encoder: Wire only.

    Gives:
        transformer (TransformerField), mistral_encoder (MistralEncoderField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux2",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    mistral_encoder: InOut[MistralEncoderField, MistralEncoderField | None, Output[MistralEncoderField]] = port(
        default=None, input="connection", optional=True
    )


class Flux2DevModelLoader(
    Node,
    type="flux2_dev_model_loader",
    version="1.0.0",
    category="model",
    title="Main Model - FLUX.2 [dev]",
    classification="prototype",
):
    """Node type `flux2_dev_model_loader`, version 1.0.0, category model, prototype.

    In the editor: Main Model - FLUX.2 [dev].

    Args:
        model: Required, value only, base flux2, type main.
        vae_model: Value only, base flux2, type vae.
        mistral_encoder_model: Value only, type mistral_encoder.
        mistral_source_model: Value only, base flux2, type main.
        max_seq_len: 256 or 512, default 512.

    Gives:
        transformer (TransformerField), mistral_encoder (MistralEncoderField), vae (VAEField), max_seq_len
            (MaxSequenceLength).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("flux2",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("flux2",), model_types=("vae",)
    )
    mistral_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("mistral_encoder",)
    )
    mistral_source_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("flux2",), model_types=("main",)
    )
    max_seq_len: InOut[MaxSequenceLength, MaxSequenceLength, Output[MaxSequenceLength]] = port(default=512)
    transformer: Out[TransformerField] = out()
    mistral_encoder: Out[MistralEncoderField] = out()
    vae: Out[VAEField] = out()


class Flux2KleinLoRACollectionLoader(
    Node,
    type="flux2_klein_lora_collection_loader",
    version="1.0.1",
    category="model",
    title="Apply LoRA Collection - Flux2 Klein",
    classification="prototype",
):
    """Node type `flux2_klein_lora_collection_loader`, version 1.0.1, category model, prototype.

    In the editor: Apply LoRA Collection - Flux2 Klein.

    Args:
        loras: Base flux2, type lora.
        transformer: Wire only.
        qwen3_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("flux2",), model_types=("lora",)
    )
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_encoder: InOut[Qwen3EncoderField, Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class Flux2KleinLoRALoader(
    Node,
    type="flux2_klein_lora_loader",
    version="1.0.0",
    category="model",
    title="Apply LoRA - Flux2 Klein",
    classification="prototype",
):
    """Node type `flux2_klein_lora_loader`, version 1.0.0, category model, prototype.

    In the editor: Apply LoRA - Flux2 Klein.

    Args:
        lora: Required, base flux2, type lora.
        weight: Default 0.75.
        transformer: Wire only.
        qwen3_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux2",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_encoder: InOut[Qwen3EncoderField, Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class Flux2KleinModelLoader(
    Node,
    type="flux2_klein_model_loader",
    version="1.1.0",
    category="model",
    title="Main Model - Flux2 Klein",
    classification="prototype",
):
    """Node type `flux2_klein_model_loader`, version 1.1.0, category model, prototype.

    In the editor: Main Model - Flux2 Klein.

    Args:
        model: Required, value only, base flux2, type main.
        vae_model: Value only, base flux or flux2, type vae.
        qwen3_encoder_model: Value only, type qwen3_encoder.
        qwen3_source_model: Value only, base flux2, type main.
        max_seq_len: 256 or 512, default 512.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField), vae (VAEField), max_seq_len
            (MaxSequenceLength).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("flux2",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("flux", "flux2"), model_types=("vae",)
    )
    qwen3_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("qwen3_encoder",)
    )
    qwen3_source_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("flux2",), model_types=("main",)
    )
    max_seq_len: InOut[MaxSequenceLength, MaxSequenceLength, Output[MaxSequenceLength]] = port(default=512)
    transformer: Out[TransformerField] = out()
    qwen3_encoder: Out[Qwen3EncoderField] = out()
    vae: Out[VAEField] = out()


class FluxControlLoRALoader(
    Node, type="flux_control_lora_loader", version="1.1.1", category="model", title="Control LoRA - FLUX"
):
    """Node type `flux_control_lora_loader`, version 1.1.1, category model.

    In the editor: Control LoRA - FLUX.

    Args:
        lora: Required, base flux, type control_lora.
        image: Required.
        weight: Default 1.0.

    Gives:
        control_lora (ControlLoRAField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux",), model_types=("control_lora",)
    )
    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    weight: In[float, FloatWire] = port(default=1.0)
    control_lora: Out[ControlLoRAField] = out()


class FLUXLoRACollectionLoader(
    Node, type="flux_lora_collection_loader", version="1.3.2", category="model", title="Apply LoRA Collection - FLUX"
):
    """Node type `flux_lora_collection_loader`, version 1.3.2, category model.

    In the editor: Apply LoRA Collection - FLUX.

    Args:
        loras: Base flux, type lora.
        transformer: Wire only.
        clip: Wire only.
        t5_encoder: Wire only.

    Gives:
        transformer (TransformerField), clip (CLIPField), t5_encoder (T5EncoderField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("flux",), model_types=("lora",)
    )
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    t5_encoder: InOut[T5EncoderField, T5EncoderField | None, Output[T5EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class FluxLoRALoader(Node, type="flux_lora_loader", version="1.2.1", category="model", title="Apply LoRA - FLUX"):
    """Node type `flux_lora_loader`, version 1.2.1, category model.

    In the editor: Apply LoRA - FLUX.

    Args:
        lora: Required, base flux, type lora.
        weight: Default 0.75.
        transformer: Wire only.
        clip: Wire only.
        t5_encoder: Wire only.

    Gives:
        transformer (TransformerField), clip (CLIPField), t5_encoder (T5EncoderField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    t5_encoder: InOut[T5EncoderField, T5EncoderField | None, Output[T5EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class FluxModelLoader(Node, type="flux_model_loader", version="1.1.0", category="model", title="Main Model - FLUX"):
    """Node type `flux_model_loader`, version 1.1.0, category model.

    In the editor: Main Model - FLUX.

    Args:
        model: Required, base flux, type main.
        t5_encoder_model: Type t5_encoder.
        clip_embed_model: Type clip_embed.
        vae_model: Base flux, type vae.

    Gives:
        transformer (TransformerField), clip (CLIPField), t5_encoder (T5EncoderField), vae (VAEField), max_seq_len
            (MaxSequenceLength).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux",), model_types=("main",)
    )
    t5_encoder_model: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(
        default=None, model_types=("t5_encoder",)
    )
    clip_embed_model: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(
        default=None, model_types=("clip_embed",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(
        default=None, model_bases=("flux",), model_types=("vae",)
    )
    transformer: Out[TransformerField] = out()
    clip: Out[CLIPField] = out()
    t5_encoder: Out[T5EncoderField] = out()
    vae: Out[VAEField] = out()
    max_seq_len: Out[MaxSequenceLength] = out()


class FreeU(Node, type="freeu", version="1.0.2", category="model", title="Apply FreeU - SD1.5, SDXL"):
    """Node type `freeu`, version 1.0.2, category model.

    In the editor: Apply FreeU - SD1.5, SDXL.

    Args:
        unet: Required, wire only.
        b1: From -1 to 3, default 1.2.
        b2: From -1 to 3, default 1.4.
        s1: From -1 to 3, default 0.9.
        s2: From -1 to 3, default 0.2.

    Gives:
        unet (UNetField).
    """

    unet: InOut[UNetField, UNetField, Output[UNetField]] = port(default=None, required=True, input="connection")
    b1: In[float, FloatWire] = port(default=1.2, ge=-1, le=3)
    b2: In[float, FloatWire] = port(default=1.4, ge=-1, le=3)
    s1: In[float, FloatWire] = port(default=0.9, ge=-1, le=3)
    s2: In[float, FloatWire] = port(default=0.2, ge=-1, le=3)


class Gemma2EncoderLoader(
    Node,
    type="gemma2_encoder_loader",
    version="1.0.0",
    category="model",
    title="Gemma-2 Encoder - PiD",
    classification="prototype",
):
    """Node type `gemma2_encoder_loader`, version 1.0.0, category model, prototype.

    In the editor: Gemma-2 Encoder - PiD.

    Args:
        gemma2_model: Required, type gemma2_encoder.

    Gives:
        gemma2_encoder (Gemma2EncoderField).
    """

    gemma2_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("gemma2_encoder",)
    )
    gemma2_encoder: Out[Gemma2EncoderField] = out()


class Ideogram4ModelLoader(
    Node,
    type="ideogram4_model_loader",
    version="1.0.0",
    category="model",
    title="Main Model - Ideogram 4",
    classification="prototype",
):
    """Node type `ideogram4_model_loader`, version 1.0.0, category model, prototype.

    In the editor: Main Model - Ideogram 4.

    Args:
        model: Required, value only, base ideogram-4, type main.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("ideogram-4",), model_types=("main",)
    )
    transformer: Out[TransformerField] = out()
    qwen3_encoder: Out[Qwen3EncoderField] = out()
    vae: Out[VAEField] = out()


class Krea2LoRACollectionLoader(
    Node, type="krea2_lora_collection_loader", version="1.0.0", category="model", title="Apply LoRA Collection - Krea-2"
):
    """Node type `krea2_lora_collection_loader`, version 1.0.0, category model.

    In the editor: Apply LoRA Collection - Krea-2.

    Args:
        transformer: Wire only.
        qwen3_vl_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_vl_encoder (Qwen3VLEncoderField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(default=None)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_vl_encoder: InOut[Qwen3VLEncoderField, Qwen3VLEncoderField | None, Output[Qwen3VLEncoderField]] = port(
        default=None, input="connection", optional=True
    )


class Krea2LoRALoader(Node, type="krea2_lora_loader", version="1.0.0", category="model", title="Apply LoRA - Krea-2"):
    """Node type `krea2_lora_loader`, version 1.0.0, category model.

    In the editor: Apply LoRA - Krea-2.

    Args:
        lora: Required, base krea-2, type lora.
        weight: Default 0.75.
        transformer: Wire only.
        qwen3_vl_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_vl_encoder (Qwen3VLEncoderField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("krea-2",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_vl_encoder: InOut[Qwen3VLEncoderField, Qwen3VLEncoderField | None, Output[Qwen3VLEncoderField]] = port(
        default=None, input="connection", optional=True
    )


class Krea2ModelLoader(
    Node,
    type="krea2_model_loader",
    version="1.0.0",
    category="model",
    title="Main Model - Krea-2",
    classification="prototype",
):
    """Node type `krea2_model_loader`, version 1.0.0, category model, prototype.

    In the editor: Main Model - Krea-2.

    Args:
        model: Required, value only, base krea-2, type main.
        vae_model: Value only, base qwen-image or anima, type vae.
        qwen3_vl_encoder_model: Value only, type qwen3_vl_encoder.

    Gives:
        transformer (TransformerField), qwen3_vl_encoder (Qwen3VLEncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("krea-2",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("qwen-image", "anima"), model_types=("vae",)
    )
    qwen3_vl_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("qwen3_vl_encoder",)
    )
    transformer: Out[TransformerField] = out()
    qwen3_vl_encoder: Out[Qwen3VLEncoderField] = out()
    vae: Out[VAEField] = out()


class LoRACollectionLoader(
    Node, type="lora_collection_loader", version="1.1.3", category="model", title="Apply LoRA Collection - SD1.5"
):
    """Node type `lora_collection_loader`, version 1.1.3, category model.

    In the editor: Apply LoRA Collection - SD1.5.

    Args:
        loras: Base sd-1 or sd-2, type lora.
        unet: Wire only.
        clip: Wire only.

    Gives:
        unet (UNetField), clip (CLIPField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("sd-1", "sd-2"), model_types=("lora",)
    )
    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)


class LoRALoader(Node, type="lora_loader", version="1.0.4", category="model", title="Apply LoRA - SD1.5"):
    """Node type `lora_loader`, version 1.0.4, category model.

    In the editor: Apply LoRA - SD1.5.

    Args:
        lora: Required, base sd-1, type lora.
        weight: Default 0.75.
        unet: Wire only.
        clip: Wire only.

    Gives:
        unet (UNetField), clip (CLIPField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sd-1",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)


class LoRASelector(Node, type="lora_selector", version="1.0.3", category="model", title="Select LoRA"):
    """Node type `lora_selector`, version 1.0.3, category model.

    In the editor: Select LoRA.

    Args:
        lora: Required, type lora.
        weight: Default 0.75.

    Gives:
        lora (LoRAField).
    """

    lora: InOut[LoRAField, ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)


class MainModelLoader(
    Node, type="main_model_loader", version="1.0.4", category="model", title="Main Model - SD1.5, SD2"
):
    """Node type `main_model_loader`, version 1.0.4, category model.

    In the editor: Main Model - SD1.5, SD2.

    Args:
        model: Required, base sd-1 or sd-2, type main.

    Gives:
        vae (VAEField), clip (CLIPField), unet (UNetField).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sd-1", "sd-2"), model_types=("main",)
    )
    vae: Out[VAEField] = out()
    clip: Out[CLIPField] = out()
    unet: Out[UNetField] = out()


class ModelIdentifier(Node, type="model_identifier", version="1.0.1", category="model", title="Any Model"):
    """Node type `model_identifier`, version 1.0.1, category model.

    In the editor: Any Model.

    Args:
        model: Required.

    Gives:
        model (ModelIdentifierField).
    """

    model: InOut[ModelIdentifierField, ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True
    )


class PiDDecoderLoader(
    Node,
    type="pid_decoder_loader",
    version="1.0.0",
    category="model",
    title="PiD Decoder - FLUX / FLUX.2 / SD3 / SDXL / Qwen-Image",
    classification="prototype",
):
    """Node type `pid_decoder_loader`, version 1.0.0, category model, prototype.

    In the editor: PiD Decoder - FLUX / FLUX.2 / SD3 / SDXL / Qwen-Image.

    Args:
        pid_decoder_model: Required, type pid_decoder.

    Gives:
        pid_decoder (PiDDecoderField).
    """

    pid_decoder_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("pid_decoder",)
    )
    pid_decoder: Out[PiDDecoderField] = out()


class QwenImageLoRACollectionLoader(
    Node,
    type="qwen_image_lora_collection_loader",
    version="1.0.1",
    category="model",
    title="Apply LoRA Collection - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_lora_collection_loader`, version 1.0.1, category model, prototype.

    In the editor: Apply LoRA Collection - Qwen Image.

    Args:
        loras: Base qwen-image, type lora.
        transformer: Wire only.

    Gives:
        transformer (TransformerField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("qwen-image",), model_types=("lora",)
    )
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )


class QwenImageLoRALoader(
    Node,
    type="qwen_image_lora_loader",
    version="1.0.0",
    category="model",
    title="Apply LoRA - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_lora_loader`, version 1.0.0, category model, prototype.

    In the editor: Apply LoRA - Qwen Image.

    Args:
        lora: Required, base qwen-image, type lora.
        weight: Default 1.0.
        transformer: Wire only.

    Gives:
        transformer (TransformerField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("qwen-image",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=1.0)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )


class QwenImageModelLoader(
    Node,
    type="qwen_image_model_loader",
    version="1.2.0",
    category="model",
    title="Main Model - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_model_loader`, version 1.2.0, category model, prototype.

    In the editor: Main Model - Qwen Image.

    Args:
        model: Required, value only, base qwen-image, type main.
        vae_model: Value only, base qwen-image, type vae.
        qwen_vl_encoder_model: Value only, type qwen_vl_encoder.
        component_source: Value only, base qwen-image, type main.

    Gives:
        transformer (TransformerField), qwen_vl_encoder (QwenVLEncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("qwen-image",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("qwen-image",), model_types=("vae",)
    )
    qwen_vl_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("qwen_vl_encoder",)
    )
    component_source: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("qwen-image",), model_types=("main",)
    )
    transformer: Out[TransformerField] = out()
    qwen_vl_encoder: Out[QwenVLEncoderField] = out()
    vae: Out[VAEField] = out()


class Sd3ModelLoader(Node, type="sd3_model_loader", version="1.0.1", category="model", title="Main Model - SD3"):
    """Node type `sd3_model_loader`, version 1.0.1, category model.

    In the editor: Main Model - SD3.

    Args:
        model: Required, value only, base sd-3, type main.
        t5_encoder_model: Value only, type t5_encoder.
        clip_l_model: Value only, type clip_embed.
        clip_g_model: Value only, type clip_embed.
        vae_model: Base sd-3, type vae.

    Gives:
        transformer (TransformerField), clip_l (CLIPField), clip_g (CLIPField), t5_encoder (T5EncoderField), vae
            (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("sd-3",), model_types=("main",)
    )
    t5_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("t5_encoder",)
    )
    clip_l_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("clip_embed",)
    )
    clip_g_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("clip_embed",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(
        default=None, model_bases=("sd-3",), model_types=("vae",)
    )
    transformer: Out[TransformerField] = out()
    clip_l: Out[CLIPField] = out()
    clip_g: Out[CLIPField] = out()
    t5_encoder: Out[T5EncoderField] = out()
    vae: Out[VAEField] = out()


class SDXLLoRACollectionLoader(
    Node, type="sdxl_lora_collection_loader", version="1.1.3", category="model", title="Apply LoRA Collection - SDXL"
):
    """Node type `sdxl_lora_collection_loader`, version 1.1.3, category model.

    In the editor: Apply LoRA Collection - SDXL.

    Args:
        loras: Base sdxl, type lora.
        unet: Wire only.
        clip: Wire only.
        clip2: Wire only.

    Gives:
        unet (UNetField), clip (CLIPField), clip2 (CLIPField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("sdxl",), model_types=("lora",)
    )
    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    clip2: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)


class SDXLLoRALoader(Node, type="sdxl_lora_loader", version="1.0.5", category="model", title="Apply LoRA - SDXL"):
    """Node type `sdxl_lora_loader`, version 1.0.5, category model.

    In the editor: Apply LoRA - SDXL.

    Args:
        lora: Required, base sdxl, type lora.
        weight: Default 0.75.
        unet: Wire only.
        clip: Wire only.
        clip2: Wire only.

    Gives:
        unet (UNetField), clip (CLIPField), clip2 (CLIPField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sdxl",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    clip2: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)


class SDXLModelLoader(Node, type="sdxl_model_loader", version="1.0.4", category="model", title="Main Model - SDXL"):
    """Node type `sdxl_model_loader`, version 1.0.4, category model.

    In the editor: Main Model - SDXL.

    Args:
        model: Required, base sdxl, type main.

    Gives:
        unet (UNetField), clip (CLIPField), clip2 (CLIPField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sdxl",), model_types=("main",)
    )
    unet: Out[UNetField] = out()
    clip: Out[CLIPField] = out()
    clip2: Out[CLIPField] = out()
    vae: Out[VAEField] = out()


class SDXLRefinerModelLoader(
    Node, type="sdxl_refiner_model_loader", version="1.0.4", category="model", title="Refiner Model - SDXL"
):
    """Node type `sdxl_refiner_model_loader`, version 1.0.4, category model.

    In the editor: Refiner Model - SDXL.

    Args:
        model: Required, base sdxl-refiner, type main.

    Gives:
        unet (UNetField), clip2 (CLIPField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sdxl-refiner",), model_types=("main",)
    )
    unet: Out[UNetField] = out()
    clip2: Out[CLIPField] = out()
    vae: Out[VAEField] = out()


class SeamlessMode(Node, type="seamless", version="1.0.2", category="model", title="Apply Seamless - SD1.5, SDXL"):
    """Node type `seamless`, version 1.0.2, category model.

    In the editor: Apply Seamless - SD1.5, SDXL.

    Args:
        unet: Wire only.
        vae: Wire only.
        seamless_y: Default True.
        seamless_x: Default True.

    Gives:
        unet (UNetField), vae (VAEField).
    """

    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    vae: InOut[VAEField, VAEField | None, Output[VAEField]] = port(default=None, input="connection", optional=True)
    seamless_y: In[bool, Output[bool]] = port(default=True)
    seamless_x: In[bool, Output[bool]] = port(default=True)


class VAELoader(
    Node, type="vae_loader", version="1.0.4", category="model", title="VAE Model - SD1.5, SD2, SDXL, SD3, FLUX"
):
    """Node type `vae_loader`, version 1.0.4, category model.

    In the editor: VAE Model - SD1.5, SD2, SDXL, SD3, FLUX.

    Args:
        vae_model: Required, base sd-1 or sd-2 or sdxl or sd-3 or flux or flux2, type vae.

    Gives:
        vae (VAEField).
    """

    vae_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sd-1", "sd-2", "sdxl", "sd-3", "flux", "flux2"), model_types=("vae",)
    )
    vae: Out[VAEField] = out()


class WanLoRACollectionLoader(
    Node,
    type="wan_lora_collection_loader",
    version="1.0.1",
    category="model",
    title="Apply LoRA Collection - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_lora_collection_loader`, version 1.0.1, category model, prototype.

    In the editor: Apply LoRA Collection - Wan 2.2.

    Args:
        loras: Base wan, type lora.
        transformer: Wire only.

    Gives:
        transformer (WanTransformerField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("wan",), model_types=("lora",)
    )
    transformer: InOut[WanTransformerField, WanTransformerField | None, Output[WanTransformerField]] = port(
        default=None, input="connection", optional=True
    )


class WanLoRALoader(
    Node,
    type="wan_lora_loader",
    version="1.0.1",
    category="model",
    title="Apply LoRA - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_lora_loader`, version 1.0.1, category model, prototype.

    In the editor: Apply LoRA - Wan 2.2.

    Args:
        lora: Required, base wan, type lora.
        weight: Default 0.75.
        target: "auto" or "both" or "high" or "low", default "auto".
        transformer: Wire only.

    Gives:
        transformer (WanTransformerField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("wan",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    target: In[WanLoRATarget, Output[WanLoRATarget]] = port(default="auto")
    transformer: InOut[WanTransformerField, WanTransformerField | None, Output[WanTransformerField]] = port(
        default=None, input="connection", optional=True
    )


class WanModelLoader(
    Node,
    type="wan_model_loader",
    version="1.0.1",
    category="model",
    title="Main Model - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_model_loader`, version 1.0.1, category model, prototype.

    In the editor: Main Model - Wan 2.2.

    Args:
        model: Required, value only, base wan, type main.
        transformer_low_noise_model: Value only, base wan, type main.
        vae_model: Value only, base wan, type vae.
        wan_t5_encoder_model: Value only, type wan_t5_encoder.
        component_source: Value only, base wan, type main.

    Gives:
        transformer (WanTransformerField), wan_t5_encoder (WanT5EncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("wan",), model_types=("main",)
    )
    transformer_low_noise_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("wan",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("wan",), model_types=("vae",)
    )
    wan_t5_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("wan_t5_encoder",)
    )
    component_source: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("wan",), model_types=("main",)
    )
    transformer: Out[WanTransformerField] = out()
    wan_t5_encoder: Out[WanT5EncoderField] = out()
    vae: Out[VAEField] = out()


class ZImageLoRACollectionLoader(
    Node,
    type="z_image_lora_collection_loader",
    version="1.0.1",
    category="model",
    title="Apply LoRA Collection - Z-Image",
):
    """Node type `z_image_lora_collection_loader`, version 1.0.1, category model.

    In the editor: Apply LoRA Collection - Z-Image.

    Args:
        loras: Base z-image, type lora.
        transformer: Wire only.
        qwen3_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField).
    """

    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(
        default=None, model_bases=("z-image",), model_types=("lora",)
    )
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_encoder: InOut[Qwen3EncoderField, Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class ZImageLoRALoader(
    Node, type="z_image_lora_loader", version="1.0.0", category="model", title="Apply LoRA - Z-Image"
):
    """Node type `z_image_lora_loader`, version 1.0.0, category model.

    In the editor: Apply LoRA - Z-Image.

    Args:
        lora: Required, base z-image, type lora.
        weight: Default 0.75.
        transformer: Wire only.
        qwen3_encoder: Wire only.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField).
    """

    lora: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("z-image",), model_types=("lora",)
    )
    weight: In[float, FloatWire] = port(default=0.75)
    transformer: InOut[TransformerField, TransformerField | None, Output[TransformerField]] = port(
        default=None, input="connection", optional=True
    )
    qwen3_encoder: InOut[Qwen3EncoderField, Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(
        default=None, input="connection", optional=True
    )


class ZImageModelLoader(
    Node,
    type="z_image_model_loader",
    version="3.1.0",
    category="model",
    title="Main Model - Z-Image",
    classification="prototype",
):
    """Node type `z_image_model_loader`, version 3.1.0, category model, prototype.

    In the editor: Main Model - Z-Image.

    Args:
        model: Required, value only, base z-image, type main.
        vae_model: Value only, base flux, type vae.
        qwen3_encoder_model: Value only, type qwen3_encoder.
        qwen3_source_model: Value only, base z-image, type main.

    Gives:
        transformer (TransformerField), qwen3_encoder (Qwen3EncoderField), vae (VAEField).
    """

    model: In[ModelIdentifierField | Model, Never] = port(
        default=None, required=True, input="direct", model_bases=("z-image",), model_types=("main",)
    )
    vae_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("flux",), model_types=("vae",)
    )
    qwen3_encoder_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_types=("qwen3_encoder",)
    )
    qwen3_source_model: In[ModelIdentifierField | Model | None, Never] = port(
        default=None, input="direct", model_bases=("z-image",), model_types=("main",)
    )
    transformer: Out[TransformerField] = out()
    qwen3_encoder: Out[Qwen3EncoderField] = out()
    vae: Out[VAEField] = out()
