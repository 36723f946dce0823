# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Any, Never

    from invokegraph.model import Model
    from invokegraph.ports import FloatWire, In, InOut, IntWire, ListWire, OneOrListWire, Out, Output

    from .choices import (
        AnimaSchedulerName,
        BoolMetadataLabel,
        DyPEPreset,
        FloatMetadataLabel,
        FlowSchedulerName,
        GenerationMode,
        IntegerMetadataLabel,
        MetadataLabel,
        ModelMetadataLabel,
        SchedulerMetadataLabel,
        SchedulerName,
        StringMetadataLabel,
        VAEMetadataLabel,
    )
    from .fields import (
        AnimaConditioningField,
        AnimaLLLiteField,
        CLIPField,
        ConditioningField,
        ControlField,
        ControlLoRAField,
        ControlNetMetadataField,
        DenoiseMaskField,
        FluxConditioningField,
        FluxControlNetField,
        FluxFillConditioningField,
        FluxKontextConditioningField,
        FluxReduxConditioningField,
        ImageField,
        IPAdapterField,
        IPAdapterMetadataField,
        LatentsField,
        LoRAField,
        LoRAMetadataField,
        MetadataField,
        MetadataItemField,
        ModelIdentifierField,
        Qwen3EncoderField,
        T2IAdapterField,
        T2IAdapterMetadataField,
        TransformerField,
        UNetField,
        VAEField,
        ZImageConditioningField,
        ZImageControlField,
    )


class AnimaDenoiseMeta(
    Node,
    type="anima_denoise_meta",
    version="1.0.0",
    category="metadata",
    title="Denoise - Anima + Metadata",
    classification="prototype",
):
    """Node type `anima_denoise_meta`, version 1.0.0, category metadata, prototype.

    In the editor: Denoise - Anima + Metadata.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        latents: Wire only.
        noise: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        add_noise: Default True.
        negative_conditioning: Wire only.
        guidance_scale: From 1 up, default 4.5.
        width: A multiple of 8, default 1024.
        height: A multiple of 8, default 1024.
        steps: Above 0, default 30.
        seed: Default 0.
        control_lllite: Wire only.
        scheduler: One of AnimaSchedulerName, default "euler".
        vae: Wire only.
        qwen3_encoder: Wire only.
        metadata: Wire only.

    Gives:
        metadata (MetadataField), latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[
        AnimaConditioningField | list[AnimaConditioningField], OneOrListWire[AnimaConditioningField]
    ] = port(default=None, required=True, input="connection")
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    add_noise: In[bool, Output[bool]] = port(default=True)
    negative_conditioning: In[
        AnimaConditioningField | list[AnimaConditioningField] | None, OneOrListWire[AnimaConditioningField]
    ] = port(default=None, input="connection")
    guidance_scale: In[float, FloatWire] = port(default=4.5, ge=1.0)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=8)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=8)
    steps: In[int, IntWire] = port(default=30, gt=0)
    seed: In[int, IntWire] = port(default=0)
    control_lllite: In[AnimaLLLiteField | list[AnimaLLLiteField] | None, OneOrListWire[AnimaLLLiteField]] = port(
        default=None, input="connection"
    )
    scheduler: In[AnimaSchedulerName, Output[AnimaSchedulerName]] = port(default="euler")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    qwen3_encoder: In[Qwen3EncoderField | None, Output[Qwen3EncoderField]] = port(default=None, input="connection")
    metadata: InOut[MetadataField, MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class CoreMetadata(
    Node,
    type="core_metadata",
    version="2.2.0",
    category="metadata",
    title="Core Metadata",
    classification="internal",
    extra_inputs=True,
):
    """Node type `core_metadata`, version 2.2.0, category metadata, internal.

    In the editor: Core Metadata.

    Args:
        generation_mode: One of GenerationMode.

    Gives:
        metadata (MetadataField).
    """

    generation_mode: In[GenerationMode | None, Output[GenerationMode]] = port(default=None)
    positive_prompt: In[str | None, Output[str]] = port(default=None)
    negative_prompt: In[str | None, Output[str]] = port(default=None)
    width: In[int | None, Output[int]] = port(default=None)
    height: In[int | None, Output[int]] = port(default=None)
    seed: In[int | None, Output[int]] = port(default=None)
    rand_device: In[str | None, Output[str]] = port(default=None)
    cfg_scale: In[float | None, Output[float]] = port(default=None)
    cfg_rescale_multiplier: In[float | None, Output[float]] = port(default=None)
    steps: In[int | None, Output[int]] = port(default=None)
    scheduler: In[str | None, Output[str]] = port(default=None)
    seamless_x: In[bool | None, Output[bool]] = port(default=None)
    seamless_y: In[bool | None, Output[bool]] = port(default=None)
    clip_skip: In[int | None, Output[int]] = port(default=None)
    model: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(default=None)
    controlnets: In[list[ControlNetMetadataField] | None, ListWire[ControlNetMetadataField]] = port(default=None)
    ipAdapters: In[list[IPAdapterMetadataField] | None, ListWire[IPAdapterMetadataField]] = port(default=None)
    t2iAdapters: In[list[T2IAdapterMetadataField] | None, ListWire[T2IAdapterMetadataField]] = port(default=None)
    loras: In[list[LoRAMetadataField] | None, ListWire[LoRAMetadataField]] = port(default=None)
    strength: In[float | None, Output[float]] = port(default=None)
    init_image: In[str | None, Output[str]] = port(default=None)
    vae: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(default=None)
    qwen3_encoder: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(default=None)
    mistral_encoder: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(default=None)
    ideogram4_caption: In[str | None, Output[str]] = port(default=None)
    hrf_enabled: In[bool | None, Output[bool]] = port(default=None)
    hrf_method: In[str | None, Output[str]] = port(default=None)
    hrf_strength: In[float | None, Output[float]] = port(default=None)
    positive_style_prompt: In[str | None, Output[str]] = port(default=None)
    negative_style_prompt: In[str | None, Output[str]] = port(default=None)
    refiner_model: In[ModelIdentifierField | Model | None, Output[ModelIdentifierField]] = port(default=None)
    refiner_cfg_scale: In[float | None, Output[float]] = port(default=None)
    refiner_steps: In[int | None, Output[int]] = port(default=None)
    refiner_scheduler: In[str | None, Output[str]] = port(default=None)
    refiner_positive_aesthetic_score: In[float | None, Output[float]] = port(default=None)
    refiner_negative_aesthetic_score: In[float | None, Output[float]] = port(default=None)
    refiner_start: In[float | None, Output[float]] = port(default=None)
    metadata: Out[MetadataField] = out()


class DenoiseLatentsMeta(
    Node, type="denoise_latents_meta", version="1.2.0", category="metadata", title="Denoise - SD1.5, SDXL + Metadata"
):
    """Node type `denoise_latents_meta`, version 1.2.0, category metadata.

    In the editor: Denoise - SD1.5, SDXL + Metadata.

    Args:
        positive_conditioning: Required, wire only.
        negative_conditioning: Required, wire only.
        unet: Required, wire only.
        noise: Wire only.
        steps: Above 0, default 10.
        cfg_scale: Default 7.5.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        scheduler: One of SchedulerName, default "euler".
        control: Wire only.
        ip_adapter: Wire only.
        t2i_adapter: Wire only.
        cfg_rescale_multiplier: From 0 up, below 1, default 0.
        hidiffusion: Default False.
        hidiffusion_raunet: Default True.
        hidiffusion_window_attn: Default True.
        hidiffusion_t1_ratio: From 0 to 1, default 0.4.
        hidiffusion_t2_ratio: From 0 to 1, default 0.0.
        latents: Wire only.
        denoise_mask: Wire only.
        metadata: Wire only.

    Gives:
        metadata (MetadataField), latents (LatentsField), width (int), height (int).
    """

    positive_conditioning: In[ConditioningField | list[ConditioningField], OneOrListWire[ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    negative_conditioning: In[ConditioningField | list[ConditioningField], OneOrListWire[ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    unet: In[UNetField, Output[UNetField]] = port(default=None, required=True, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    steps: In[int, IntWire] = port(default=10, gt=0)
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=7.5)
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    scheduler: In[SchedulerName, Output[SchedulerName]] = port(default="euler")
    control: In[ControlField | list[ControlField] | None, OneOrListWire[ControlField]] = port(
        default=None, input="connection"
    )
    ip_adapter: In[IPAdapterField | list[IPAdapterField] | None, OneOrListWire[IPAdapterField]] = port(
        default=None, input="connection"
    )
    t2i_adapter: In[T2IAdapterField | list[T2IAdapterField] | None, OneOrListWire[T2IAdapterField]] = port(
        default=None, input="connection"
    )
    cfg_rescale_multiplier: In[float, FloatWire] = port(default=0, ge=0, lt=1)
    hidiffusion: In[bool, Output[bool]] = port(default=False)
    hidiffusion_raunet: In[bool, Output[bool]] = port(default=True)
    hidiffusion_window_attn: In[bool, Output[bool]] = port(default=True)
    hidiffusion_t1_ratio: In[float, FloatWire] = port(default=0.4, ge=0, le=1)
    hidiffusion_t2_ratio: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    metadata: InOut[MetadataField, MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class FluxDenoiseLatentsMeta(
    Node, type="flux_denoise_meta", version="1.0.1", category="metadata", title="FLUX Denoise + Metadata"
):
    """Node type `flux_denoise_meta`, version 1.0.1, category metadata.

    In the editor: FLUX Denoise + Metadata.

    Args:
        transformer: Required, wire only.
        positive_text_conditioning: Required, wire only.
        latents: Wire only.
        noise: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        add_noise: Default True.
        control_lora: Wire only.
        negative_text_conditioning: Wire only.
        redux_conditioning: Wire only.
        fill_conditioning: Wire only.
        cfg_scale: Default 1.0.
        cfg_scale_start_step: Default 0.
        cfg_scale_end_step: Default -1.
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        num_steps: Default 4.
        scheduler: "euler" or "heun" or "lcm", default "euler".
        guidance: Default 4.0.
        seed: Default 0.
        control: Wire only.
        controlnet_vae: Wire only.
        ip_adapter: Wire only.
        kontext_conditioning: Wire only.
        dype_preset: One of DyPEPreset, default "off".
        dype_scale: From 0 to 8.
        dype_exponent: From 0 to 1000.
        metadata: Wire only.

    Gives:
        metadata (MetadataField), latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_text_conditioning: In[
        FluxConditioningField | list[FluxConditioningField], OneOrListWire[FluxConditioningField]
    ] = port(default=None, required=True, input="connection")
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    add_noise: In[bool, Output[bool]] = port(default=True)
    control_lora: In[ControlLoRAField | None, Output[ControlLoRAField]] = port(default=None, input="connection")
    negative_text_conditioning: In[
        FluxConditioningField | list[FluxConditioningField] | None, OneOrListWire[FluxConditioningField]
    ] = port(default=None, input="connection")
    redux_conditioning: In[
        FluxReduxConditioningField | list[FluxReduxConditioningField] | None, OneOrListWire[FluxReduxConditioningField]
    ] = port(default=None, input="connection")
    fill_conditioning: In[FluxFillConditioningField | None, Output[FluxFillConditioningField]] = port(
        default=None, input="connection"
    )
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=1.0)
    cfg_scale_start_step: In[int, IntWire] = port(default=0)
    cfg_scale_end_step: In[int, IntWire] = port(default=-1)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    num_steps: In[int, IntWire] = port(default=4)
    scheduler: In[FlowSchedulerName, Output[FlowSchedulerName]] = port(default="euler")
    guidance: In[float, FloatWire] = port(default=4.0)
    seed: In[int, IntWire] = port(default=0)
    control: In[FluxControlNetField | list[FluxControlNetField] | None, OneOrListWire[FluxControlNetField]] = port(
        default=None, input="connection"
    )
    controlnet_vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    ip_adapter: In[IPAdapterField | list[IPAdapterField] | None, OneOrListWire[IPAdapterField]] = port(
        default=None, input="connection"
    )
    kontext_conditioning: In[
        FluxKontextConditioningField | list[FluxKontextConditioningField] | None,
        OneOrListWire[FluxKontextConditioningField],
    ] = port(default=None, input="connection")
    dype_preset: In[DyPEPreset, Output[DyPEPreset]] = port(default="off")
    dype_scale: In[float | None, Output[float]] = port(default=None, ge=0.0, le=8.0)
    dype_exponent: In[float | None, Output[float]] = port(default=None, ge=0.0, le=1000.0)
    metadata: InOut[MetadataField, MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MergeMetadata(Node, type="merge_metadata", version="1.0.1", category="metadata", title="Metadata Merge"):
    """Node type `merge_metadata`, version 1.0.1, category metadata.

    In the editor: Metadata Merge.

    Args:
        collection: Required.

    Gives:
        metadata (MetadataField).
    """

    collection: In[list[MetadataField], ListWire[MetadataField]] = port(default=None, required=True)
    metadata: Out[MetadataField] = out()


class Metadata(Node, type="metadata", version="1.0.1", category="metadata", title="Metadata"):
    """Node type `metadata`, version 1.0.1, category metadata.

    In the editor: Metadata.

    Args:
        items: Required.

    Gives:
        metadata (MetadataField).
    """

    items: In[list[MetadataItemField] | MetadataItemField, OneOrListWire[MetadataItemField]] = port(
        default=None, required=True
    )
    metadata: Out[MetadataField] = out()


class MetadataFieldExtractor(
    Node,
    type="metadata_field_extractor",
    version="1.0.0",
    category="metadata",
    title="Metadata Field Extractor",
    classification="deprecated",
):
    """Node type `metadata_field_extractor`, version 1.0.0, category metadata, deprecated.

    In the editor: Metadata Field Extractor.

    Args:
        image: Required.
        key: Required.

    Gives:
        value (str).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    key: In[str, Output[str]] = port(default=None, required=True)
    value: Out[str] = out()


class MetadataFromImage(
    Node,
    type="metadata_from_image",
    version="1.0.1",
    category="metadata",
    title="Metadata From Image",
    classification="beta",
):
    """Node type `metadata_from_image`, version 1.0.1, category metadata, beta.

    In the editor: Metadata From Image.

    Args:
        image: Required.

    Gives:
        metadata (MetadataField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    metadata: Out[MetadataField] = out()


class MetadataItem(Node, type="metadata_item", version="1.0.1", category="metadata", title="Metadata Item"):
    """Node type `metadata_item`, version 1.0.1, category metadata.

    In the editor: Metadata Item.

    Args:
        label: Required.
        value: Required.

    Gives:
        item (MetadataItemField).
    """

    label: In[str, Output[str]] = port(default=None, required=True)
    value: In[Any, Output[Any]] = port(default=None, required=True)
    item: Out[MetadataItemField] = out()


class MetadataItemLinked(
    Node,
    type="metadata_item_linked",
    version="1.0.1",
    category="metadata",
    title="Metadata Item Linked",
    classification="beta",
):
    """Node type `metadata_item_linked`, version 1.0.1, category metadata, beta.

    In the editor: Metadata Item Linked.

    Args:
        value: Required.
        label: Value only, one of MetadataLabel, default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        metadata (MetadataField).
    """

    value: In[Any, Output[Any]] = port(default=None, required=True)
    label: In[MetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: InOut[MetadataField, MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MetadataToBool(
    Node, type="metadata_to_bool", version="1.0.0", category="metadata", title="Metadata To Bool", classification="beta"
):
    """Node type `metadata_to_bool`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To Bool.

    Args:
        default_value: Required.
        label: Value only, "* CUSTOM LABEL *" or "seamless_x" or "seamless_y", default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        value (bool).
    """

    default_value: In[bool, Output[bool]] = port(default=None, required=True)
    label: In[BoolMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    value: Out[bool] = out()


class MetadataToBoolCollection(
    Node,
    type="metadata_to_bool_collection",
    version="1.0.0",
    category="metadata",
    title="Metadata To Bool Collection",
    classification="beta",
):
    """Node type `metadata_to_bool_collection`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To Bool Collection.

    Args:
        default_value: Required.
        label: Value only, "* CUSTOM LABEL *" or "seamless_x" or "seamless_y", default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        collection (list[bool]).
    """

    default_value: In[list[bool], ListWire[bool]] = port(default=None, required=True)
    label: In[BoolMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[bool]] = out()


class MetadataToControlnets(
    Node,
    type="metadata_to_controlnets",
    version="1.2.0",
    category="metadata",
    title="Metadata To ControlNets",
    classification="beta",
):
    """Node type `metadata_to_controlnets`, version 1.2.0, category metadata, beta.

    In the editor: Metadata To ControlNets.

    Args:
        control_list: Wire only.
        metadata: Wire only.

    Gives:
        control_list (ControlField | list[ControlField]).
    """

    control_list: InOut[
        ControlField | list[ControlField], ControlField | list[ControlField] | None, OneOrListWire[ControlField]
    ] = port(default=None, input="connection", optional=True)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MetadataToFloat(
    Node,
    type="metadata_to_float",
    version="1.1.0",
    category="metadata",
    title="Metadata To Float",
    classification="beta",
):
    """Node type `metadata_to_float`, version 1.1.0, category metadata, beta.

    In the editor: Metadata To Float.

    Args:
        default_value: Required.
        label: Value only, "* CUSTOM LABEL *" or "cfg_scale" or "cfg_rescale_multiplier" or "guidance", default "*
            CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        value (float).
    """

    default_value: In[float, Output[float]] = port(default=None, required=True)
    label: In[FloatMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    value: Out[float] = out()


class MetadataToFloatCollection(
    Node,
    type="metadata_to_float_collection",
    version="1.0.0",
    category="metadata",
    title="Metadata To Float Collection",
    classification="beta",
):
    """Node type `metadata_to_float_collection`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To Float Collection.

    Args:
        default_value: Required.
        label: Value only, "* CUSTOM LABEL *" or "cfg_scale" or "cfg_rescale_multiplier" or "guidance", default "*
            CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        collection (list[float]).
    """

    default_value: In[list[float], ListWire[float]] = port(default=None, required=True)
    label: In[FloatMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[float]] = out()


class MetadataToInteger(
    Node,
    type="metadata_to_integer",
    version="1.0.0",
    category="metadata",
    title="Metadata To Integer",
    classification="beta",
):
    """Node type `metadata_to_integer`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To Integer.

    Args:
        default_value: Required.
        label: Value only, one of IntegerMetadataLabel, default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        value (int).
    """

    default_value: In[int, Output[int]] = port(default=None, required=True)
    label: In[IntegerMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    value: Out[int] = out()


class MetadataToIntegerCollection(
    Node,
    type="metadata_to_integer_collection",
    version="1.0.0",
    category="metadata",
    title="Metadata To Integer Collection",
    classification="beta",
):
    """Node type `metadata_to_integer_collection`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To Integer Collection.

    Args:
        default_value: Required.
        label: Value only, one of IntegerMetadataLabel, default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        collection (list[int]).
    """

    default_value: In[list[int], ListWire[int]] = port(default=None, required=True)
    label: In[IntegerMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[int]] = out()


class MetadataToIPAdapters(
    Node,
    type="metadata_to_ip_adapters",
    version="1.2.0",
    category="metadata",
    title="Metadata To IP-Adapters",
    classification="beta",
):
    """Node type `metadata_to_ip_adapters`, version 1.2.0, category metadata, beta.

    In the editor: Metadata To IP-Adapters.

    Args:
        ip_adapter_list: Wire only.
        metadata: Wire only.

    Gives:
        ip_adapter_list (IPAdapterField | list[IPAdapterField]).
    """

    ip_adapter_list: InOut[
        IPAdapterField | list[IPAdapterField],
        IPAdapterField | list[IPAdapterField] | None,
        OneOrListWire[IPAdapterField],
    ] = port(default=None, input="connection", optional=True)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MetadataToLoras(
    Node,
    type="metadata_to_loras",
    version="1.1.1",
    category="metadata",
    title="Metadata To LoRAs",
    classification="beta",
):
    """Node type `metadata_to_loras`, version 1.1.1, category metadata, beta.

    In the editor: Metadata To LoRAs.

    Args:
        unet: Wire only.
        clip: Wire only.
        metadata: Wire only.

    Gives:
        unet (UNetField), clip (CLIPField).
    """

    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MetadataToLorasCollection(
    Node,
    type="metadata_to_lora_collection",
    version="1.1.0",
    category="metadata",
    title="Metadata To LoRA Collection",
    classification="beta",
):
    """Node type `metadata_to_lora_collection`, version 1.1.0, category metadata, beta.

    In the editor: Metadata To LoRA Collection.

    Args:
        custom_label: Value only, default "loras".
        loras: Default [].
        metadata: Wire only.

    Gives:
        lora (list[LoRAField]).
    """

    custom_label: In[str, Never] = port(default="loras", input="direct")
    loras: In[LoRAField | list[LoRAField] | None, OneOrListWire[LoRAField]] = port(default=[])
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    lora: Out[list[LoRAField]] = out()


class MetadataToModel(
    Node,
    type="metadata_to_model",
    version="1.3.0",
    category="metadata",
    title="Metadata To Model",
    classification="beta",
):
    """Node type `metadata_to_model`, version 1.3.0, category metadata, beta.

    In the editor: Metadata To Model.

    Args:
        default_value: Required, type main.
        label: Value only, "* CUSTOM LABEL *" or "model", default "model".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        model (ModelIdentifierField), name (str), unet (UNetField), vae (VAEField), clip (CLIPField).
    """

    default_value: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("main",)
    )
    label: In[ModelMetadataLabel, Never] = port(default="model", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    model: Out[ModelIdentifierField] = out()
    name: Out[str] = out()
    unet: Out[UNetField] = out()
    vae: Out[VAEField] = out()
    clip: Out[CLIPField] = out()


class MetadataToScheduler(
    Node,
    type="metadata_to_scheduler",
    version="1.0.1",
    category="metadata",
    title="Metadata To Scheduler",
    classification="beta",
):
    """Node type `metadata_to_scheduler`, version 1.0.1, category metadata, beta.

    In the editor: Metadata To Scheduler.

    Args:
        label: Value only, "* CUSTOM LABEL *" or "scheduler", default "scheduler".
        custom_label: Value only.
        default_value: One of SchedulerName, default "euler".
        metadata: Wire only.

    Gives:
        scheduler (SchedulerName).
    """

    label: In[SchedulerMetadataLabel, Never] = port(default="scheduler", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    default_value: In[SchedulerName, Output[SchedulerName]] = port(default="euler")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    scheduler: Out[SchedulerName] = out()


class MetadataToSDXLLoras(
    Node,
    type="metadata_to_sdlx_loras",
    version="1.1.1",
    category="metadata",
    title="Metadata To SDXL LoRAs",
    classification="beta",
):
    """Node type `metadata_to_sdlx_loras`, version 1.1.1, category metadata, beta.

    In the editor: Metadata To SDXL LoRAs.

    Args:
        unet: Wire only.
        clip: Wire only.
        clip2: Wire only.
        metadata: Wire only.

    Gives:
        unet (UNetField), clip (CLIPField), clip2 (CLIPField).
    """

    unet: InOut[UNetField, UNetField | None, Output[UNetField]] = port(default=None, input="connection", optional=True)
    clip: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    clip2: InOut[CLIPField, CLIPField | None, Output[CLIPField]] = port(default=None, input="connection", optional=True)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MetadataToSDXLModel(
    Node,
    type="metadata_to_sdxl_model",
    version="1.3.0",
    category="metadata",
    title="Metadata To SDXL Model",
    classification="beta",
):
    """Node type `metadata_to_sdxl_model`, version 1.3.0, category metadata, beta.

    In the editor: Metadata To SDXL Model.

    Args:
        default_value: Required, base sdxl, type main.
        label: Value only, "* CUSTOM LABEL *" or "model", default "model".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        model (ModelIdentifierField), name (str), unet (UNetField), clip (CLIPField), clip2 (CLIPField), vae
            (VAEField).
    """

    default_value: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("sdxl",), model_types=("main",)
    )
    label: In[ModelMetadataLabel, Never] = port(default="model", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    model: Out[ModelIdentifierField] = out()
    name: Out[str] = out()
    unet: Out[UNetField] = out()
    clip: Out[CLIPField] = out()
    clip2: Out[CLIPField] = out()
    vae: Out[VAEField] = out()


class MetadataToString(
    Node,
    type="metadata_to_string",
    version="1.0.0",
    category="metadata",
    title="Metadata To String",
    classification="beta",
):
    """Node type `metadata_to_string`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To String.

    Args:
        default_value: Required.
        label: Value only, one of StringMetadataLabel, default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        value (str).
    """

    default_value: In[str, Output[str]] = port(default=None, required=True)
    label: In[StringMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    value: Out[str] = out()


class MetadataToStringCollection(
    Node,
    type="metadata_to_string_collection",
    version="1.0.0",
    category="metadata",
    title="Metadata To String Collection",
    classification="beta",
):
    """Node type `metadata_to_string_collection`, version 1.0.0, category metadata, beta.

    In the editor: Metadata To String Collection.

    Args:
        default_value: Required.
        label: Value only, one of StringMetadataLabel, default "* CUSTOM LABEL *".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        collection (list[str]).
    """

    default_value: In[list[str], ListWire[str]] = port(default=None, required=True)
    label: In[StringMetadataLabel, Never] = port(default="* CUSTOM LABEL *", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[str]] = out()


class MetadataToT2IAdapters(
    Node,
    type="metadata_to_t2i_adapters",
    version="1.2.0",
    category="metadata",
    title="Metadata To T2I-Adapters",
    classification="beta",
):
    """Node type `metadata_to_t2i_adapters`, version 1.2.0, category metadata, beta.

    In the editor: Metadata To T2I-Adapters.

    Args:
        t2i_adapter_list: Wire only.
        metadata: Wire only.

    Gives:
        t2i_adapter_list (T2IAdapterField | list[T2IAdapterField]).
    """

    t2i_adapter_list: InOut[
        T2IAdapterField | list[T2IAdapterField],
        T2IAdapterField | list[T2IAdapterField] | None,
        OneOrListWire[T2IAdapterField],
    ] = port(default=None, input="connection", optional=True)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class MetadataToVAE(
    Node, type="metadata_to_vae", version="1.2.1", category="metadata", title="Metadata To VAE", classification="beta"
):
    """Node type `metadata_to_vae`, version 1.2.1, category metadata, beta.

    In the editor: Metadata To VAE.

    Args:
        default_value: Required.
        label: Value only, "* CUSTOM LABEL *" or "vae", default "vae".
        custom_label: Value only.
        metadata: Wire only.

    Gives:
        vae (VAEField).
    """

    default_value: In[VAEField, Output[VAEField]] = port(default=None, required=True)
    label: In[VAEMetadataLabel, Never] = port(default="vae", input="direct")
    custom_label: In[str | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    vae: Out[VAEField] = out()


class ZImageDenoiseMeta(
    Node, type="z_image_denoise_meta", version="1.1.0", category="metadata", title="Denoise - Z-Image + Metadata"
):
    """Node type `z_image_denoise_meta`, version 1.1.0, category metadata.

    In the editor: Denoise - Z-Image + Metadata.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        latents: Wire only.
        noise: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        add_noise: Default True.
        negative_conditioning: Wire only.
        guidance_scale: From 1 up, default 1.0.
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        steps: Above 0, default 8.
        seed: Default 0.
        control: Wire only.
        vae: Wire only.
        shift: From 0 up.
        scheduler: "euler" or "heun" or "lcm", default "euler".
        metadata: Wire only.

    Gives:
        metadata (MetadataField), latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[
        ZImageConditioningField | list[ZImageConditioningField], OneOrListWire[ZImageConditioningField]
    ] = port(default=None, required=True, input="connection")
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    add_noise: In[bool, Output[bool]] = port(default=True)
    negative_conditioning: In[
        ZImageConditioningField | list[ZImageConditioningField] | None, OneOrListWire[ZImageConditioningField]
    ] = port(default=None, input="connection")
    guidance_scale: In[float, FloatWire] = port(default=1.0, ge=1.0)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    steps: In[int, IntWire] = port(default=8, gt=0)
    seed: In[int, IntWire] = port(default=0)
    control: In[ZImageControlField | None, Output[ZImageControlField]] = port(default=None, input="connection")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    shift: In[float | None, Output[float]] = port(default=None, ge=0.0)
    scheduler: In[FlowSchedulerName, Output[FlowSchedulerName]] = port(default="euler")
    metadata: InOut[MetadataField, MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
