# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category conditioning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Literal, Never

    from invokegraph.model import Model
    from invokegraph.ports import FloatWire, In, InOut, IntWire, ListWire, OneOrListWire, Out, Output, StrWire

    from .choices import (
        CLIPVisionModel,
        ControlMode,
        DownsamplingFunction,
        IPAdapterMethod,
        QuantizationMode,
        ResizeMode,
        StyleReferenceFit,
        StyleReferenceValueMode,
    )
    from .fields import (
        AnimaConditioningField,
        AnimaLLLiteField,
        BoardField,
        ControlField,
        ErnieImageConditioningField,
        FluxControlNetField,
        FluxFillConditioningField,
        FluxKontextConditioningField,
        FluxReduxConditioningField,
        Ideogram4ConditioningField,
        Ideogram4Region,
        ImageField,
        IPAdapterField,
        Krea2ConditioningField,
        Krea2StyleReferenceField,
        MetadataField,
        Mistral3EncoderField,
        ModelIdentifierField,
        PromptEnhancerField,
        Qwen3EncoderField,
        Qwen3VLEncoderField,
        QwenImageConditioningField,
        QwenVLEncoderField,
        T2IAdapterField,
        TensorField,
        VAEField,
        WanConditioningField,
        WanRefImageConditioningField,
        WanT5EncoderField,
        ZImageControlField,
    )


class AnimaLLLite(
    Node,
    type="anima_lllite",
    version="1.0.0",
    category="conditioning",
    title="Anima ControlNet-LLLite",
    classification="prototype",
):
    """Node type `anima_lllite`, version 1.0.0, category conditioning, prototype.

    In the editor: Anima ControlNet-LLLite.

    Args:
        image: Required.
        control_model: Required, base anima, type controlnet.
        weight: From -10 to 10, default 1.0.
        begin_step_percent: From 0 to 1, default 0.0.
        end_step_percent: From 0 to 1, default 1.0.

    Gives:
        control (AnimaLLLiteField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    control_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("anima",), model_types=("controlnet",)
    )
    mask: In[ImageField | None, Output[ImageField]] = port(default=None)
    weight: In[float, FloatWire] = port(default=1.0, ge=-10.0, le=10.0)
    begin_step_percent: In[float, FloatWire] = port(default=0.0, ge=0.0, le=1.0)
    end_step_percent: In[float, FloatWire] = port(default=1.0, ge=0.0, le=1.0)
    control: Out[AnimaLLLiteField] = out()


class AnimaTextEncoder(
    Node,
    type="anima_text_encoder",
    version="1.4.0",
    category="conditioning",
    title="Prompt - Anima",
    classification="prototype",
):
    """Node type `anima_text_encoder`, version 1.4.0, category conditioning, prototype.

    In the editor: Prompt - Anima.

    Args:
        prompt: Required.
        qwen3_encoder: Required, wire only.

    Gives:
        conditioning (AnimaConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    qwen3_encoder: In[Qwen3EncoderField, Output[Qwen3EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    conditioning: Out[AnimaConditioningField] = out()


class ControlNet(
    Node, type="controlnet", version="1.1.3", category="conditioning", title="ControlNet - SD1.5, SD2, SDXL"
):
    """Node type `controlnet`, version 1.1.3, category conditioning.

    In the editor: ControlNet - SD1.5, SD2, SDXL.

    Args:
        image: Required.
        control_model: Required, base sd-1 or sd-2 or sdxl, type controlnet.
        control_weight: Default 1.0.
        begin_step_percent: From 0 to 1, default 0.
        end_step_percent: From 0 to 1, default 1.
        control_mode: "balanced" or "more_prompt" or "more_control" or "unbalanced", default "balanced".
        resize_mode: "just_resize" or "crop_resize" or "fill_resize" or "just_resize_simple", default "just_resize".

    Gives:
        control (ControlField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    control_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sd-1", "sd-2", "sdxl"), model_types=("controlnet",)
    )
    control_weight: In[float | list[float], OneOrListWire[float]] = port(default=1.0)
    begin_step_percent: In[float, FloatWire] = port(default=0, ge=0, le=1)
    end_step_percent: In[float, FloatWire] = port(default=1, ge=0, le=1)
    control_mode: In[ControlMode, Output[ControlMode]] = port(default="balanced")
    resize_mode: In[ResizeMode, Output[ResizeMode]] = port(default="just_resize")
    control: Out[ControlField] = out()


class ErnieImagePromptEnhancer(
    Node,
    type="ernie_image_prompt_enhancer",
    version="1.0.0",
    category="conditioning",
    title="Prompt Enhancer - ERNIE-Image",
    classification="prototype",
):
    """Node type `ernie_image_prompt_enhancer`, version 1.0.0, category conditioning, prototype.

    In the editor: Prompt Enhancer - ERNIE-Image.

    Args:
        prompt: Required.
        prompt_enhancer: Wire only.
        width: Default 1024.
        height: Default 1024.
        temperature: From 0 to 2, default 0.6.
        top_p: From 0 to 1, default 0.95.

    Gives:
        value (str).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    prompt_enhancer: In[PromptEnhancerField | None, Output[PromptEnhancerField]] = port(
        default=None, input="connection"
    )
    width: In[int, IntWire] = port(default=1024)
    height: In[int, IntWire] = port(default=1024)
    temperature: In[float, FloatWire] = port(default=0.6, ge=0.0, le=2.0)
    top_p: In[float, FloatWire] = port(default=0.95, ge=0.0, le=1.0)
    value: Out[str] = out()


class ErnieImageTextEncoder(
    Node,
    type="ernie_image_text_encoder",
    version="2.0.0",
    category="conditioning",
    title="Prompt - ERNIE-Image",
    classification="prototype",
):
    """Node type `ernie_image_text_encoder`, version 2.0.0, category conditioning, prototype.

    In the editor: Prompt - ERNIE-Image.

    Args:
        prompt: Required.
        text_encoder: Required, wire only.

    Gives:
        conditioning (ErnieImageConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    text_encoder: In[Mistral3EncoderField, Output[Mistral3EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    conditioning: Out[ErnieImageConditioningField] = out()


class FluxControlNet(Node, type="flux_controlnet", version="1.0.0", category="conditioning", title="FLUX ControlNet"):
    """Node type `flux_controlnet`, version 1.0.0, category conditioning.

    In the editor: FLUX ControlNet.

    Args:
        image: Required.
        control_model: Required, base flux, type controlnet.
        control_weight: Default 1.0.
        begin_step_percent: From 0 to 1, default 0.
        end_step_percent: From 0 to 1, default 1.
        resize_mode: "just_resize" or "crop_resize" or "fill_resize" or "just_resize_simple", default "just_resize".
        instantx_control_mode: Default -1.

    Gives:
        control (FluxControlNetField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    control_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux",), model_types=("controlnet",)
    )
    control_weight: In[float | list[float], OneOrListWire[float]] = port(default=1.0)
    begin_step_percent: In[float, FloatWire] = port(default=0, ge=0, le=1)
    end_step_percent: In[float, FloatWire] = port(default=1, ge=0, le=1)
    resize_mode: In[ResizeMode, Output[ResizeMode]] = port(default="just_resize")
    instantx_control_mode: In[int | None, Output[int]] = port(default=-1)
    control: Out[FluxControlNetField] = out()


class FluxFill(
    Node,
    type="flux_fill",
    version="1.0.0",
    category="conditioning",
    title="FLUX Fill Conditioning",
    classification="beta",
):
    """Node type `flux_fill`, version 1.0.0, category conditioning, beta.

    In the editor: FLUX Fill Conditioning.

    Args:
        image: Required.
        mask: Required.

    Gives:
        fill_cond (FluxFillConditioningField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[TensorField, Output[TensorField]] = port(default=None, required=True)
    fill_cond: Out[FluxFillConditioningField] = out()


class FluxIPAdapter(Node, type="flux_ip_adapter", version="1.0.0", category="conditioning", title="FLUX IP-Adapter"):
    """Node type `flux_ip_adapter`, version 1.0.0, category conditioning.

    In the editor: FLUX IP-Adapter.

    Args:
        image: Required.
        ip_adapter_model: Required, base flux, type ip_adapter.
        clip_vision_model: "ViT-L", default "ViT-L".
        weight: Default 1.
        begin_step_percent: From 0 to 1, default 0.
        end_step_percent: From 0 to 1, default 1.

    Gives:
        ip_adapter (IPAdapterField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    ip_adapter_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux",), model_types=("ip_adapter",)
    )
    clip_vision_model: In[Literal["ViT-L"], Output[Literal["ViT-L"]]] = port(default="ViT-L")
    weight: In[float | list[float], OneOrListWire[float]] = port(default=1)
    begin_step_percent: In[float, FloatWire] = port(default=0, ge=0, le=1)
    end_step_percent: In[float, FloatWire] = port(default=1, ge=0, le=1)
    ip_adapter: Out[IPAdapterField] = out()


class FluxKontext(
    Node, type="flux_kontext", version="1.0.0", category="conditioning", title="Kontext Conditioning - FLUX"
):
    """Node type `flux_kontext`, version 1.0.0, category conditioning.

    In the editor: Kontext Conditioning - FLUX.

    Args:
        image: Required.

    Gives:
        kontext_cond (FluxKontextConditioningField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    kontext_cond: Out[FluxKontextConditioningField] = out()


class FluxKontextConcatenateImages(
    Node, type="flux_kontext_image_prep", version="1.0.0", category="conditioning", title="FLUX Kontext Image Prep"
):
    """Node type `flux_kontext_image_prep`, version 1.0.0, category conditioning.

    In the editor: FLUX Kontext Image Prep.

    Args:
        images: Required, of at least 1, of at most 10.
        use_preferred_resolution: Default True.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    images: In[list[ImageField], ListWire[ImageField]] = port(default=None, required=True, min_length=1, max_length=10)
    use_preferred_resolution: In[bool, Output[bool]] = port(default=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class FluxRedux(
    Node, type="flux_redux", version="2.1.0", category="conditioning", title="FLUX Redux", classification="beta"
):
    """Node type `flux_redux`, version 2.1.0, category conditioning, beta.

    In the editor: FLUX Redux.

    Args:
        image: Required.
        redux_model: Required, base flux, type flux_redux.
        downsampling_factor: From 1 to 9, default 1.
        downsampling_function: One of DownsamplingFunction, default "area".
        weight: From 0 to 1, default 1.0.

    Gives:
        redux_cond (FluxReduxConditioningField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    redux_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("flux",), model_types=("flux_redux",)
    )
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    downsampling_factor: In[int, IntWire] = port(default=1, ge=1, le=9)
    downsampling_function: In[DownsamplingFunction, Output[DownsamplingFunction]] = port(default="area")
    weight: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    redux_cond: Out[FluxReduxConditioningField] = out()


class Ideogram4CaptionBuilder(
    Node,
    type="ideogram4_caption_builder",
    version="1.0.0",
    category="conditioning",
    title="Caption Builder - Ideogram 4",
    classification="prototype",
):
    """Node type `ideogram4_caption_builder`, version 1.0.0, category conditioning, prototype.

    In the editor: Caption Builder - Ideogram 4.

    Args:
        prompt: Default "".
        regions: Default [].
        color_palette: Default [].

    Gives:
        value (str).
    """

    prompt: In[str, StrWire] = port(default="")
    regions: In[list[Ideogram4Region], ListWire[Ideogram4Region]] = port(default=[])
    color_palette: In[list[str], ListWire[str]] = port(default=[])
    value: Out[str] = out()


class Ideogram4TextEncoder(
    Node,
    type="ideogram4_text_encoder",
    version="1.0.0",
    category="conditioning",
    title="Prompt - Ideogram 4",
    classification="prototype",
):
    """Node type `ideogram4_text_encoder`, version 1.0.0, category conditioning, prototype.

    In the editor: Prompt - Ideogram 4.

    Args:
        prompt: Required.
        qwen3_encoder: Required, wire only.

    Gives:
        conditioning (Ideogram4ConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    qwen3_encoder: In[Qwen3EncoderField, Output[Qwen3EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    conditioning: Out[Ideogram4ConditioningField] = out()


class IPAdapter(Node, type="ip_adapter", version="1.5.1", category="conditioning", title="IP-Adapter - SD1.5, SDXL"):
    """Node type `ip_adapter`, version 1.5.1, category conditioning.

    In the editor: IP-Adapter - SD1.5, SDXL.

    Args:
        image: Required.
        ip_adapter_model: Required, base sd-1 or sdxl, type ip_adapter.
        clip_vision_model: "ViT-H" or "ViT-G" or "ViT-L", default "ViT-H".
        weight: Default 1.
        method: One of IPAdapterMethod, default "full".
        begin_step_percent: From 0 to 1, default 0.
        end_step_percent: From 0 to 1, default 1.

    Gives:
        ip_adapter (IPAdapterField).
    """

    image: In[ImageField | list[ImageField], OneOrListWire[ImageField]] = port(default=None, required=True)
    ip_adapter_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sd-1", "sdxl"), model_types=("ip_adapter",)
    )
    clip_vision_model: In[CLIPVisionModel, Output[CLIPVisionModel]] = port(default="ViT-H")
    weight: In[float | list[float], OneOrListWire[float]] = port(default=1)
    method: In[IPAdapterMethod, Output[IPAdapterMethod]] = port(default="full")
    begin_step_percent: In[float, FloatWire] = port(default=0, ge=0, le=1)
    end_step_percent: In[float, FloatWire] = port(default=1, ge=0, le=1)
    mask: In[TensorField | None, Output[TensorField]] = port(default=None)
    ip_adapter: Out[IPAdapterField] = out()


class Krea2ConditioningRebalance(
    Node,
    type="krea2_conditioning_rebalance",
    version="1.1.0",
    category="conditioning",
    title="Conditioning Rebalance - Krea-2",
    classification="prototype",
):
    """Node type `krea2_conditioning_rebalance`, version 1.1.0, category conditioning, prototype.

    In the editor: Conditioning Rebalance - Krea-2.

    Args:
        conditioning: Required, wire only.
        per_layer_weights: Default "1.0,1.0,1.0,1.0,1.0,1.0,1.0,2.5,5.0,1.1,4.0,1.0".
        multiplier: Default 4.0.

    Gives:
        conditioning (Krea2ConditioningField).
    """

    conditioning: InOut[Krea2ConditioningField, Krea2ConditioningField, Output[Krea2ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    per_layer_weights: In[str, StrWire] = port(default="1.0,1.0,1.0,1.0,1.0,1.0,1.0,2.5,5.0,1.1,4.0,1.0")
    multiplier: In[float, FloatWire] = port(default=4.0)


class Krea2SeedVariance(
    Node,
    type="krea2_seed_variance",
    version="1.1.0",
    category="conditioning",
    title="Seed Variance - Krea-2",
    classification="prototype",
):
    """Node type `krea2_seed_variance`, version 1.1.0, category conditioning, prototype.

    In the editor: Seed Variance - Krea-2.

    Args:
        conditioning: Required, wire only.
        strength: From 0 to 2, default 0.1.
        randomize_percent: From 0 to 100, default 50.0.
        variance_seed: Default 0.

    Gives:
        conditioning (Krea2ConditioningField).
    """

    conditioning: InOut[Krea2ConditioningField, Krea2ConditioningField, Output[Krea2ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    strength: In[float, FloatWire] = port(default=0.1, ge=0.0, le=2.0)
    randomize_percent: In[float, FloatWire] = port(default=50.0, ge=0.0, le=100.0)
    variance_seed: In[int, IntWire] = port(default=0)


class Krea2StyleReference(
    Node,
    type="krea2_style_reference",
    version="1.0.0",
    category="conditioning",
    title="Style Reference - Krea-2",
    classification="prototype",
):
    """Node type `krea2_style_reference`, version 1.0.0, category conditioning, prototype.

    In the editor: Style Reference - Krea-2.

    Args:
        image: Required.
        vae: Required, wire only.
        width: Above 0, a multiple of 16, default 1024.
        height: Above 0, a multiple of 16, default 1024.
        fit: "crop" or "contain" or "stretch", default "crop".
        style_strength: From 0 to 2, default 1.0.
        blocks: Default "7-27".
        ref_k_strength: From 0 to 5, default 1.06.
        adain_strength: From 0 to 1, default 0.85.
        value_mode: One of StyleReferenceValueMode, default "target_adain_plus_ref".
        value_adain_strength: From 0 to 1.5, default 0.65.
        ref_value_mix: From 0 to 1, default 1.0.
        high_scale_start: Default 1.04.
        high_scale_end: Default 0.0.
        low_scale_start: Default 1.0.
        low_scale_end: Default 1.1.
        beta: Up to 20, above 0, default 2.5.

    Gives:
        style_reference (Krea2StyleReferenceField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    width: In[int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    height: In[int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    fit: In[StyleReferenceFit, Output[StyleReferenceFit]] = port(default="crop")
    style_strength: In[float, FloatWire] = port(default=1.0, ge=0.0, le=2.0)
    blocks: In[str, StrWire] = port(default="7-27")
    ref_k_strength: In[float, FloatWire] = port(default=1.06, ge=0.0, le=5.0)
    adain_strength: In[float, FloatWire] = port(default=0.85, ge=0.0, le=1.0)
    value_mode: In[StyleReferenceValueMode, Output[StyleReferenceValueMode]] = port(default="target_adain_plus_ref")
    value_adain_strength: In[float, FloatWire] = port(default=0.65, ge=0.0, le=1.5)
    ref_value_mix: In[float, FloatWire] = port(default=1.0, ge=0.0, le=1.0)
    high_scale_start: In[float, FloatWire] = port(default=1.04)
    high_scale_end: In[float, FloatWire] = port(default=0.0)
    low_scale_start: In[float, FloatWire] = port(default=1.0)
    low_scale_end: In[float, FloatWire] = port(default=1.1)
    beta: In[float, FloatWire] = port(default=2.5, gt=0.0, le=20.0)
    style_reference: Out[Krea2StyleReferenceField] = out()


class Krea2TextEncoder(
    Node,
    type="krea2_text_encoder",
    version="1.1.0",
    category="conditioning",
    title="Prompt - Krea-2",
    classification="prototype",
):
    """Node type `krea2_text_encoder`, version 1.1.0, category conditioning, prototype.

    In the editor: Prompt - Krea-2.

    Args:
        prompt: Required.
        qwen3_vl_encoder: Required, wire only.
        mask: Wire only.

    Gives:
        conditioning (Krea2ConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    qwen3_vl_encoder: In[Qwen3VLEncoderField, Output[Qwen3VLEncoderField]] = port(
        default=None, required=True, input="connection"
    )
    mask: In[TensorField | None, Output[TensorField]] = port(default=None, input="connection")
    conditioning: Out[Krea2ConditioningField] = out()


class QwenImageTextEncoder(
    Node,
    type="qwen_image_text_encoder",
    version="1.2.0",
    category="conditioning",
    title="Prompt - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_text_encoder`, version 1.2.0, category conditioning, prototype.

    In the editor: Prompt - Qwen Image.

    Args:
        prompt: Required.
        qwen_vl_encoder: Required, wire only.
        reference_images: Default [].
        quantization: "none" or "int8" or "nf4", default "none".

    Gives:
        conditioning (QwenImageConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    qwen_vl_encoder: In[QwenVLEncoderField, Output[QwenVLEncoderField]] = port(
        default=None, required=True, input="connection"
    )
    reference_images: In[list[ImageField], ListWire[ImageField]] = port(default=[])
    quantization: In[QuantizationMode, Output[QuantizationMode]] = port(default="none")
    conditioning: Out[QwenImageConditioningField] = out()


class T2IAdapter(Node, type="t2i_adapter", version="1.0.4", category="conditioning", title="T2I-Adapter - SD1.5, SDXL"):
    """Node type `t2i_adapter`, version 1.0.4, category conditioning.

    In the editor: T2I-Adapter - SD1.5, SDXL.

    Args:
        image: Required.
        t2i_adapter_model: Required, base sd-1 or sdxl, type t2i_adapter.
        weight: Default 1.
        begin_step_percent: From 0 to 1, default 0.
        end_step_percent: From 0 to 1, default 1.
        resize_mode: "just_resize" or "crop_resize" or "fill_resize" or "just_resize_simple", default "just_resize".

    Gives:
        t2i_adapter (T2IAdapterField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    t2i_adapter_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sd-1", "sdxl"), model_types=("t2i_adapter",)
    )
    weight: In[float | list[float], OneOrListWire[float]] = port(default=1)
    begin_step_percent: In[float, FloatWire] = port(default=0, ge=0, le=1)
    end_step_percent: In[float, FloatWire] = port(default=1, ge=0, le=1)
    resize_mode: In[ResizeMode, Output[ResizeMode]] = port(default="just_resize")
    t2i_adapter: Out[T2IAdapterField] = out()


class WanRefImageEncoder(
    Node,
    type="wan_ref_image_encoder",
    version="1.2.0",
    category="conditioning",
    title="Reference Image - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_ref_image_encoder`, version 1.2.0, category conditioning, prototype.

    In the editor: Reference Image - Wan 2.2.

    Args:
        image: Required.
        vae: Required, wire only.
        width: Above 0, a multiple of 16, default 1024.
        height: Above 0, a multiple of 16, default 1024.
        num_frames: From 1 up, default 1.

    Gives:
        ref_image (WanRefImageConditioningField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    width: In[int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    height: In[int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    num_frames: In[int, IntWire] = port(default=1, ge=1)
    end_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    ref_image: Out[WanRefImageConditioningField] = out()


class WanTextEncoder(
    Node,
    type="wan_text_encoder",
    version="1.0.0",
    category="conditioning",
    title="Prompt - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_text_encoder`, version 1.0.0, category conditioning, prototype.

    In the editor: Prompt - Wan 2.2.

    Args:
        prompt: Required.
        wan_t5_encoder: Required, wire only.

    Gives:
        conditioning (WanConditioningField).
    """

    prompt: In[str, Output[str]] = port(default=None, required=True)
    wan_t5_encoder: In[WanT5EncoderField, Output[WanT5EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    conditioning: Out[WanConditioningField] = out()


class ZImageControl(
    Node,
    type="z_image_control",
    version="1.1.0",
    category="conditioning",
    title="Z-Image ControlNet",
    classification="prototype",
):
    """Node type `z_image_control`, version 1.1.0, category conditioning, prototype.

    In the editor: Z-Image ControlNet.

    Args:
        image: Required.
        control_model: Required, base z-image, type controlnet.
        control_context_scale: From 0 to 2, default 0.75.
        begin_step_percent: From 0 to 1, default 0.0.
        end_step_percent: From 0 to 1, default 1.0.

    Gives:
        control (ZImageControlField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    control_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("z-image",), model_types=("controlnet",)
    )
    control_context_scale: In[float, FloatWire] = port(default=0.75, ge=0.0, le=2.0)
    begin_step_percent: In[float, FloatWire] = port(default=0.0, ge=0.0, le=1.0)
    end_step_percent: In[float, FloatWire] = port(default=1.0, ge=0.0, le=1.0)
    control: Out[ZImageControlField] = out()
