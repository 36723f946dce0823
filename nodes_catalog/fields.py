# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.
# ruff: noqa: RUF012, TC001 - pydantic copies defaults, and reads annotations at run time

"""Values that have several parts: pictures by name, colours, models, and what loaders hand on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .choices import (
    CLIPVisionModel,
    ControlMode,
    IPAdapterMethod,
    ModelBase,
    ModelType,
    ResizeMode,
    SAMPointLabel,
    StyleReferenceValueMode,
    SubModelType,
)
from .rules import FieldModel, HasBox, HasControlWeight, HasCorners, HasSteps, HasWeight


class AnimaConditioningField(FieldModel, frozen=True):
    """The server's `AnimaConditioningField`."""

    conditioning_name: str
    mask: TensorField | None = None


class AnimaLLLiteField(FieldModel, frozen=True):
    """The server's `AnimaLLLiteField`."""

    image_name: str
    mask_name: str | None = None
    control_model: ModelIdentifierField
    weight: float = Field(default=1.0, ge=-10.0, le=10.0)
    begin_step_percent: float = Field(default=0.0, ge=0.0, le=1.0)
    end_step_percent: float = Field(default=1.0, ge=0.0, le=1.0)


class BoardField(FieldModel, frozen=True):
    """The server's `BoardField`."""

    board_id: str


class BoundingBoxField(HasCorners, frozen=True):
    """The server's `BoundingBoxField`."""

    x_min: int
    x_max: int
    y_min: int
    y_max: int
    score: Annotated[float, Field(ge=0.0, le=1.0)] | None = None


class CLIPField(FieldModel, frozen=True):
    """The server's `CLIPField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    skipped_layers: int
    loras: list[LoRAField]


class CogView4ConditioningField(FieldModel, frozen=True):
    """The server's `CogView4ConditioningField`."""

    conditioning_name: str


class ColorField(FieldModel, frozen=True):
    """The server's `ColorField`."""

    r: int = Field(ge=0, le=255)
    g: int = Field(ge=0, le=255)
    b: int = Field(ge=0, le=255)
    a: int = Field(ge=0, le=255)


class ConditioningField(FieldModel, frozen=True):
    """The server's `ConditioningField`."""

    conditioning_name: str
    mask: TensorField | None = None


class ControlField(HasControlWeight, HasSteps, frozen=True):
    """The server's `ControlField`."""

    image: ImageField
    control_model: ModelIdentifierField
    control_weight: float | list[float] = 1
    begin_step_percent: float = Field(default=0, ge=0, le=1)
    end_step_percent: float = Field(default=1, ge=0, le=1)
    control_mode: ControlMode = "balanced"
    resize_mode: ResizeMode = "just_resize"


class ControlLoRAField(FieldModel, frozen=True):
    """The server's `ControlLoRAField`."""

    lora: ModelIdentifierField
    weight: float
    img: ImageField


class ControlNetMetadataField(FieldModel, frozen=True):
    """The server's `ControlNetMetadataField`."""

    image: ImageField
    processed_image: ImageField | None = None
    control_model: ModelIdentifierField
    control_weight: float | list[float] = 1
    begin_step_percent: float = Field(default=0, ge=0, le=1)
    end_step_percent: float = Field(default=1, ge=0, le=1)
    control_mode: ControlMode = "balanced"
    resize_mode: ResizeMode = "just_resize"


class DenoiseMaskField(FieldModel, frozen=True):
    """The server's `DenoiseMaskField`."""

    mask_name: str
    masked_latents_name: str | None = None
    gradient: bool = False


class ErnieImageConditioningField(FieldModel, frozen=True):
    """The server's `ErnieImageConditioningField`."""

    conditioning_name: str


class FloatGeneratorField(FieldModel, frozen=True):
    """The server's `FloatGeneratorField`."""


class FluxConditioningField(FieldModel, frozen=True):
    """The server's `FluxConditioningField`."""

    conditioning_name: str
    mask: TensorField | None = None


class FluxControlNetField(HasControlWeight, HasSteps, frozen=True):
    """The server's `FluxControlNetField`."""

    image: ImageField
    control_model: ModelIdentifierField
    control_weight: float | list[float] = 1
    begin_step_percent: float = Field(default=0, ge=0, le=1)
    end_step_percent: float = Field(default=1, ge=0, le=1)
    resize_mode: ResizeMode = "just_resize"
    instantx_control_mode: int | None = -1


class FluxFillConditioningField(FieldModel, frozen=True):
    """The server's `FluxFillConditioningField`."""

    image: ImageField
    mask: TensorField


class FluxKontextConditioningField(FieldModel, frozen=True):
    """The server's `FluxKontextConditioningField`."""

    image: ImageField


class FluxReduxConditioningField(FieldModel, frozen=True):
    """The server's `FluxReduxConditioningField`."""

    conditioning: TensorField
    mask: TensorField | None = None


class FreeUConfig(FieldModel, frozen=True):
    """The server's `FreeUConfig`."""

    s1: float = Field(ge=-1, le=3)
    s2: float = Field(ge=-1, le=3)
    b1: float = Field(ge=-1, le=3)
    b2: float = Field(ge=-1, le=3)


class Gemma2EncoderField(FieldModel, frozen=True):
    """The server's `Gemma2EncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField


class GlmEncoderField(FieldModel, frozen=True):
    """The server's `GlmEncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField


class Ideogram4ConditioningField(FieldModel, frozen=True):
    """The server's `Ideogram4ConditioningField`."""

    conditioning_name: str


class Ideogram4Region(HasBox, frozen=True):
    """The server's `Ideogram4Region`."""

    prompt: str
    bbox: Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(min_length=4, max_length=4)] | None = None


class ImageField(FieldModel, frozen=True):
    """The server's `ImageField`."""

    image_name: str


class ImageGeneratorField(FieldModel, frozen=True):
    """The server's `ImageGeneratorField`."""


class IntegerGeneratorField(FieldModel, frozen=True):
    """The server's `IntegerGeneratorField`."""


class IPAdapterField(HasWeight, HasSteps, frozen=True):
    """The server's `IPAdapterField`."""

    image: ImageField | list[ImageField]
    ip_adapter_model: ModelIdentifierField
    image_encoder_model: ModelIdentifierField
    weight: float | list[float] = 1
    target_blocks: list[str] = []
    method: str = "full"
    begin_step_percent: float = Field(default=0, ge=0, le=1)
    end_step_percent: float = Field(default=1, ge=0, le=1)
    mask: TensorField | None = None


class IPAdapterMetadataField(FieldModel, frozen=True):
    """The server's `IPAdapterMetadataField`."""

    image: ImageField
    ip_adapter_model: ModelIdentifierField
    clip_vision_model: CLIPVisionModel
    method: IPAdapterMethod
    weight: float | list[float]
    begin_step_percent: float
    end_step_percent: float


class Krea2ConditioningField(FieldModel, frozen=True):
    """The server's `Krea2ConditioningField`."""

    conditioning_name: str
    mask: TensorField | None = None


class Krea2StyleReferenceField(FieldModel, frozen=True):
    """The server's `Krea2StyleReferenceField`."""

    reference_latents_name: str
    width: int
    height: int
    style_strength: float = 1.0
    blocks: str = "7-27"
    ref_k_strength: float = 1.06
    adain_strength: float = 0.85
    value_mode: StyleReferenceValueMode = "target_adain_plus_ref"
    value_adain_strength: float = 0.65
    ref_value_mix: float = 1.0
    high_scale_start: float = 1.04
    high_scale_end: float = 0.0
    low_scale_start: float = 1.0
    low_scale_end: float = 1.1
    beta: float = 2.5


class LatentsField(FieldModel, frozen=True):
    """The server's `LatentsField`."""

    latents_name: str
    seed: int | None = None


class LoRAField(FieldModel, frozen=True):
    """The server's `LoRAField`."""

    lora: ModelIdentifierField
    weight: float


class LoRAMetadataField(FieldModel, frozen=True):
    """The server's `LoRAMetadataField`."""

    model: ModelIdentifierField
    weight: float


class MetadataField(FieldModel, frozen=True):
    """The server's `MetadataField`."""


class MetadataItemField(FieldModel, frozen=True):
    """The server's `MetadataItemField`."""

    label: str
    value: Any


class Mistral3EncoderField(FieldModel, frozen=True):
    """The server's `Mistral3EncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField


class MistralEncoderField(FieldModel, frozen=True):
    """The server's `MistralEncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    loras: list[LoRAField] = []


class ModelIdentifierField(FieldModel, frozen=True):
    """The server's `ModelIdentifierField`."""

    key: str
    hash: str
    name: str
    base: ModelBase
    type: ModelType
    submodel_type: SubModelType | None = None


class PiDDecoderField(FieldModel, frozen=True):
    """The server's `PiDDecoderField`."""

    decoder: ModelIdentifierField


class PromptEnhancerField(FieldModel, frozen=True):
    """The server's `PromptEnhancerField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField


class Qwen3EncoderField(FieldModel, frozen=True):
    """The server's `Qwen3EncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    loras: list[LoRAField] = []


class Qwen3VLEncoderField(FieldModel, frozen=True):
    """The server's `Qwen3VLEncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    loras: list[LoRAField] = []


class QwenImageConditioningField(FieldModel, frozen=True):
    """The server's `QwenImageConditioningField`."""

    conditioning_name: str


class QwenVLEncoderField(FieldModel, frozen=True):
    """The server's `QwenVLEncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField


class SAMPoint(FieldModel, frozen=True):
    """The server's `SAMPoint`."""

    x: int
    y: int
    label: SAMPointLabel


class SAMPointsField(FieldModel, frozen=True):
    """The server's `SAMPointsField`."""

    points: list[SAMPoint] = Field(min_length=1)


class SD3ConditioningField(FieldModel, frozen=True):
    """The server's `SD3ConditioningField`."""

    conditioning_name: str


class StringGeneratorField(FieldModel, frozen=True):
    """The server's `StringGeneratorField`."""


class StylePresetField(FieldModel, frozen=True):
    """The server's `StylePresetField`."""

    style_preset_id: str


class SystemPromptField(FieldModel, frozen=True):
    """The server's `SystemPromptField`."""

    system_prompt_id: str


class T2IAdapterField(HasWeight, HasSteps, frozen=True):
    """The server's `T2IAdapterField`."""

    image: ImageField
    t2i_adapter_model: ModelIdentifierField
    weight: float | list[float] = 1
    begin_step_percent: float = Field(default=0, ge=0, le=1)
    end_step_percent: float = Field(default=1, ge=0, le=1)
    resize_mode: ResizeMode = "just_resize"


class T2IAdapterMetadataField(FieldModel, frozen=True):
    """The server's `T2IAdapterMetadataField`."""

    image: ImageField
    processed_image: ImageField | None = None
    t2i_adapter_model: ModelIdentifierField
    weight: float | list[float] = 1
    begin_step_percent: float = Field(default=0, ge=0, le=1)
    end_step_percent: float = Field(default=1, ge=0, le=1)
    resize_mode: ResizeMode = "just_resize"


class T5EncoderField(FieldModel, frozen=True):
    """The server's `T5EncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    loras: list[LoRAField]


class TBLR(FieldModel, frozen=True):
    """The server's `TBLR`."""

    top: int
    bottom: int
    left: int
    right: int


class TensorField(FieldModel, frozen=True):
    """The server's `TensorField`."""

    tensor_name: str


class Tile(FieldModel, frozen=True):
    """The server's `Tile`."""

    coords: TBLR
    overlap: TBLR


class TileWithImage(FieldModel, frozen=True):
    """The server's `TileWithImage`."""

    tile: Tile
    image: ImageField


class TransformerField(FieldModel, frozen=True):
    """The server's `TransformerField`."""

    transformer: ModelIdentifierField
    loras: list[LoRAField]


class UNetField(FieldModel, frozen=True):
    """The server's `UNetField`."""

    unet: ModelIdentifierField
    scheduler: ModelIdentifierField
    loras: list[LoRAField]
    seamless_axes: list[str] = []
    freeu_config: FreeUConfig | None = None


class VAEField(FieldModel, frozen=True):
    """The server's `VAEField`."""

    vae: ModelIdentifierField
    seamless_axes: list[str] = []


class VideoField(FieldModel, frozen=True):
    """The server's `VideoField`."""

    video_name: str


class WanConditioningField(FieldModel, frozen=True):
    """The server's `WanConditioningField`."""

    conditioning_name: str


class WanRefImageConditioningField(FieldModel, frozen=True):
    """The server's `WanRefImageConditioningField`."""

    condition_tensor_name: str
    width: int
    height: int
    num_frames: int = 1


class WanT5EncoderField(FieldModel, frozen=True):
    """The server's `WanT5EncoderField`."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    loras: list[LoRAField] = []


class WanTransformerField(FieldModel, frozen=True):
    """The server's `WanTransformerField`."""

    transformer: ModelIdentifierField
    transformer_low_noise: ModelIdentifierField | None = None
    loras: list[LoRAField] = []
    loras_low_noise: list[LoRAField] = []
    boundary_ratio: float = Field(default=0.875, ge=0.0, le=1.0)


class WorkflowReturnValueField(FieldModel, frozen=True):
    """The server's `WorkflowReturnValueField`."""

    key: str
    value: Any = None


class ZImageConditioningField(FieldModel, frozen=True):
    """The server's `ZImageConditioningField`."""

    conditioning_name: str
    mask: TensorField | None = None


class ZImageControlField(FieldModel, frozen=True):
    """The server's `ZImageControlField`."""

    image_name: str
    control_model: ModelIdentifierField
    control_context_scale: float = Field(default=0.75, ge=0.0, le=2.0)
    begin_step_percent: float = Field(default=0.0, ge=0.0, le=1.0)
    end_step_percent: float = Field(default=1.0, ge=0.0, le=1.0)
