# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category latents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, OneOrListWire, Out, Output

    from .choices import (
        ColorCompensation,
        DyPEPreset,
        FlowSchedulerName,
        Ideogram4SamplerPreset,
        LatentsResizeMode,
        NoiseType,
        SchedulerName,
    )
    from .fields import (
        BoardField,
        CogView4ConditioningField,
        ConditioningField,
        ControlField,
        ControlLoRAField,
        DenoiseMaskField,
        ErnieImageConditioningField,
        FluxConditioningField,
        FluxControlNetField,
        FluxFillConditioningField,
        FluxKontextConditioningField,
        FluxReduxConditioningField,
        Gemma2EncoderField,
        Ideogram4ConditioningField,
        ImageField,
        IPAdapterField,
        LatentsField,
        MetadataField,
        PiDDecoderField,
        SD3ConditioningField,
        T2IAdapterField,
        TransformerField,
        UNetField,
        VAEField,
        VideoField,
        WanConditioningField,
        WanRefImageConditioningField,
        WanTransformerField,
        ZImageConditioningField,
        ZImageControlField,
    )


class AnimaLatentsToImage(
    Node,
    type="anima_l2i",
    version="1.0.3",
    category="latents",
    title="Latents to Image - Anima",
    classification="prototype",
):
    """Node type `anima_l2i`, version 1.0.3, category latents, prototype.

    In the editor: Latents to Image - Anima.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class BlendLatents(Node, type="lblend", version="1.1.0", category="latents", title="Blend Latents"):
    """Node type `lblend`, version 1.1.0, category latents.

    In the editor: Blend Latents.

    Args:
        latents_a: Required, wire only.
        latents_b: Required, wire only.
        alpha: From 0 up, default 0.5.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    latents_a: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    latents_b: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    mask: In[ImageField | None, Output[ImageField]] = port(default=None)
    alpha: In[float, FloatWire] = port(default=0.5, ge=0)
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class CogView4Denoise(
    Node,
    type="cogview4_denoise",
    version="1.1.0",
    category="latents",
    title="Denoise - CogView4",
    classification="prototype",
):
    """Node type `cogview4_denoise`, version 1.1.0, category latents, prototype.

    In the editor: Denoise - CogView4.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        negative_conditioning: Required, wire only.
        latents: Wire only.
        noise: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        cfg_scale: Default 3.5.
        width: A multiple of 32, default 1024.
        height: A multiple of 32, default 1024.
        steps: Above 0, default 25.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[CogView4ConditioningField, Output[CogView4ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    negative_conditioning: In[CogView4ConditioningField, Output[CogView4ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=3.5)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=32)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=32)
    steps: In[int, IntWire] = port(default=25, gt=0)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class CogView4ImageToLatents(
    Node,
    type="cogview4_i2l",
    version="1.0.0",
    category="latents",
    title="Image to Latents - CogView4",
    classification="prototype",
):
    """Node type `cogview4_i2l`, version 1.0.0, category latents, prototype.

    In the editor: Image to Latents - CogView4.

    Args:
        image: Required.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class CogView4LatentsToImage(
    Node,
    type="cogview4_l2i",
    version="1.0.0",
    category="latents",
    title="Latents to Image - CogView4",
    classification="prototype",
):
    """Node type `cogview4_l2i`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - CogView4.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class CropLatentsCore(Node, type="crop_latents", version="1.0.2", category="latents", title="Crop Latents"):
    """Node type `crop_latents`, version 1.0.2, category latents.

    In the editor: Crop Latents.

    Args:
        latents: Required, wire only.
        x: Required, from 0 up, a multiple of 8.
        y: Required, from 0 up, a multiple of 8.
        width: Required, from 1 up, a multiple of 8.
        height: Required, from 1 up, a multiple of 8.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    latents: InOut[LatentsField, LatentsField, Output[LatentsField]] = port(
        default=None, required=True, input="connection"
    )
    x: In[int, Output[int]] = port(default=None, required=True, ge=0, multiple_of=8)
    y: In[int, Output[int]] = port(default=None, required=True, ge=0, multiple_of=8)
    width: InOut[int, int, Output[int]] = port(default=None, required=True, ge=1, multiple_of=8)
    height: InOut[int, int, Output[int]] = port(default=None, required=True, ge=1, multiple_of=8)


class DenoiseLatents(Node, type="denoise_latents", version="1.6.0", category="latents", title="Denoise - SD1.5, SDXL"):
    """Node type `denoise_latents`, version 1.6.0, category latents.

    In the editor: Denoise - SD1.5, SDXL.

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

    Gives:
        latents (LatentsField), width (int), height (int).
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
    width: Out[int] = out()
    height: Out[int] = out()


class ErnieImageDenoise(
    Node,
    type="ernie_image_denoise",
    version="1.0.0",
    category="latents",
    title="Denoise - ERNIE-Image",
    classification="prototype",
):
    """Node type `ernie_image_denoise`, version 1.0.0, category latents, prototype.

    In the editor: Denoise - ERNIE-Image.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        negative_conditioning: Wire only.
        latents: Wire only.
        add_noise: Default True.
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        steps: Above 0, default 50.
        guidance_scale: From 1 up, default 4.0.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        seed: Default 0.
        scheduler: "euler" or "heun" or "lcm", default "euler".

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[ErnieImageConditioningField, Output[ErnieImageConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    negative_conditioning: In[ErnieImageConditioningField | None, Output[ErnieImageConditioningField]] = port(
        default=None, input="connection"
    )
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    add_noise: In[bool, Output[bool]] = port(default=True)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    steps: In[int, IntWire] = port(default=50, gt=0)
    guidance_scale: In[float, FloatWire] = port(default=4.0, ge=1.0)
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    seed: In[int, IntWire] = port(default=0)
    scheduler: In[FlowSchedulerName, Output[FlowSchedulerName]] = port(default="euler")


class ErnieImageVaeDecode(
    Node,
    type="ernie_image_vae_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - ERNIE-Image",
    classification="prototype",
):
    """Node type `ernie_image_vae_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - ERNIE-Image.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class Flux2Denoise(
    Node, type="flux2_denoise", version="1.6.0", category="latents", title="FLUX2 Denoise", classification="prototype"
):
    """Node type `flux2_denoise`, version 1.6.0, category latents, prototype.

    In the editor: FLUX2 Denoise.

    Args:
        transformer: Required, wire only.
        positive_text_conditioning: Required, wire only.
        vae: Required, wire only.
        latents: Wire only.
        noise: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        add_noise: Default True.
        negative_text_conditioning: Wire only.
        guidance: From 0 to 20, default 4.0.
        cfg_scale: Default 1.0.
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        num_steps: Default 4.
        scheduler: "euler" or "heun" or "lcm", default "euler".
        seed: Default 0.
        kontext_conditioning: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_text_conditioning: In[
        FluxConditioningField | list[FluxConditioningField], OneOrListWire[FluxConditioningField]
    ] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    add_noise: In[bool, Output[bool]] = port(default=True)
    negative_text_conditioning: In[FluxConditioningField | None, Output[FluxConditioningField]] = port(
        default=None, input="connection"
    )
    guidance: In[float, FloatWire] = port(default=4.0, ge=0, le=20)
    cfg_scale: In[float, FloatWire] = port(default=1.0)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    num_steps: In[int, IntWire] = port(default=4)
    scheduler: In[FlowSchedulerName, Output[FlowSchedulerName]] = port(default="euler")
    seed: In[int, IntWire] = port(default=0)
    kontext_conditioning: In[
        FluxKontextConditioningField | list[FluxKontextConditioningField] | None,
        OneOrListWire[FluxKontextConditioningField],
    ] = port(default=None, input="connection")


class Flux2PiDDecode(
    Node,
    type="flux2_pid_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - FLUX.2 + PiD (4x SR)",
    classification="prototype",
):
    """Node type `flux2_pid_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - FLUX.2 + PiD (4x SR).

    Args:
        latents: Required, wire only.
        prompt: Required.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        vae: Wire only.
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class Flux2VaeDecode(
    Node,
    type="flux2_vae_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - FLUX2",
    classification="prototype",
):
    """Node type `flux2_vae_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - FLUX2.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class Flux2VaeEncode(
    Node,
    type="flux2_vae_encode",
    version="1.0.0",
    category="latents",
    title="Image to Latents - FLUX2",
    classification="prototype",
):
    """Node type `flux2_vae_encode`, version 1.0.0, category latents, prototype.

    In the editor: Image to Latents - FLUX2.

    Args:
        image: Required.
        vae: Required, wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class FluxDenoise(Node, type="flux_denoise", version="4.6.0", category="latents", title="FLUX Denoise"):
    """Node type `flux_denoise`, version 4.6.0, category latents.

    In the editor: FLUX Denoise.

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

    Gives:
        latents (LatentsField), width (int), height (int).
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


class FluxPiDDecode(
    Node,
    type="flux_pid_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - FLUX + PiD (4x SR)",
    classification="prototype",
):
    """Node type `flux_pid_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - FLUX + PiD (4x SR).

    Args:
        latents: Required, wire only.
        prompt: Required.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class FluxVaeDecode(Node, type="flux_vae_decode", version="1.0.2", category="latents", title="Latents to Image - FLUX"):
    """Node type `flux_vae_decode`, version 1.0.2, category latents.

    In the editor: Latents to Image - FLUX.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class FluxVaeEncode(Node, type="flux_vae_encode", version="1.0.1", category="latents", title="Image to Latents - FLUX"):
    """Node type `flux_vae_encode`, version 1.0.1, category latents.

    In the editor: Image to Latents - FLUX.

    Args:
        image: Required.
        vae: Required, wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class IdealSize(Node, type="ideal_size", version="1.0.6", category="latents", title="Ideal Size - SD1.5, SDXL"):
    """Node type `ideal_size`, version 1.0.6, category latents.

    In the editor: Ideal Size - SD1.5, SDXL.

    Args:
        unet: Required.
        width: Default 1024.
        height: Default 576.
        multiplier: Default 1.0.

    Gives:
        width (int), height (int).
    """

    unet: In[UNetField, Output[UNetField]] = port(default=None, required=True)
    width: InOut[int, int, IntWire] = port(default=1024)
    height: InOut[int, int, IntWire] = port(default=576)
    multiplier: In[float, FloatWire] = port(default=1.0)


class Ideogram4Denoise(
    Node,
    type="ideogram4_denoise",
    version="1.0.0",
    category="latents",
    title="Denoise - Ideogram 4",
    classification="prototype",
):
    """Node type `ideogram4_denoise`, version 1.0.0, category latents, prototype.

    In the editor: Denoise - Ideogram 4.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        sampler_preset: "V4_QUALITY_48" or "V4_DEFAULT_20" or "V4_TURBO_12", default "V4_QUALITY_48".
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        seed: Default 0.
        steps: From 2 to 100.
        guidance_scale: From 1 to 20.
        mu: From -4 to 4.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[Ideogram4ConditioningField, Output[Ideogram4ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    sampler_preset: In[Ideogram4SamplerPreset, Output[Ideogram4SamplerPreset]] = port(default="V4_QUALITY_48")
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    seed: In[int, IntWire] = port(default=0)
    steps: In[int | None, Output[int]] = port(default=None, ge=2, le=100)
    guidance_scale: In[float | None, Output[float]] = port(default=None, ge=1.0, le=20.0)
    mu: In[float | None, Output[float]] = port(default=None, ge=-4.0, le=4.0)
    latents: Out[LatentsField] = out()


class Ideogram4LatentsToImage(
    Node,
    type="ideogram4_l2i",
    version="1.0.0",
    category="latents",
    title="Latents to Image - Ideogram 4",
    classification="prototype",
):
    """Node type `ideogram4_l2i`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - Ideogram 4.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ImageToLatents(Node, type="i2l", version="1.2.0", category="latents", title="Image to Latents - SD1.5, SDXL"):
    """Node type `i2l`, version 1.2.0, category latents.

    In the editor: Image to Latents - SD1.5, SDXL.

    Args:
        image: Required.
        vae: Required, wire only.
        tiled: Default False.
        tile_size: A multiple of 8, default 0.
        fp32: Default False.
        color_compensation: "None" or "SDXL", default "None".

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    tiled: In[bool, Output[bool]] = port(default=False)
    tile_size: In[int, IntWire] = port(default=0, multiple_of=8)
    fp32: In[bool, Output[bool]] = port(default=False)
    color_compensation: In[ColorCompensation, Output[ColorCompensation]] = port(default="None")
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class LatentsToImage(Node, type="l2i", version="1.3.2", category="latents", title="Latents to Image - SD1.5, SDXL"):
    """Node type `l2i`, version 1.3.2, category latents.

    In the editor: Latents to Image - SD1.5, SDXL.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        tiled: Default False.
        tile_size: A multiple of 8, default 0.
        fp32: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    tiled: In[bool, Output[bool]] = port(default=False)
    tile_size: In[int, IntWire] = port(default=0, multiple_of=8)
    fp32: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class Noise(Node, type="noise", version="1.1.0", category="latents", title="Create Latent Noise"):
    """Node type `noise`, version 1.1.0, category latents.

    In the editor: Create Latent Noise.

    Args:
        noise_type: One of NoiseType, default "SD".
        seed: From 0 to 4294967295, default 0.
        width: Above 0, a multiple of 8, default 512.
        height: Above 0, a multiple of 8, default 512.
        use_cpu: Default True.

    Gives:
        noise (LatentsField), width (int), height (int).
    """

    noise_type: In[NoiseType, Output[NoiseType]] = port(default="SD")
    seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
    width: InOut[int, int, IntWire] = port(default=512, gt=0, multiple_of=8)
    height: InOut[int, int, IntWire] = port(default=512, gt=0, multiple_of=8)
    use_cpu: In[bool, Output[bool]] = port(default=True)
    noise: Out[LatentsField] = out()


class QwenImageLatentsToImage(
    Node,
    type="qwen_image_l2i",
    version="1.1.0",
    category="latents",
    title="Latents to Image - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_l2i`, version 1.1.0, category latents, prototype.

    In the editor: Latents to Image - Qwen Image.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        tiled: Default False.
        tile_size: A multiple of 8, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    tiled: In[bool, Output[bool]] = port(default=False)
    tile_size: In[int, IntWire] = port(default=0, multiple_of=8)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class QwenImagePiDDecode(
    Node,
    type="qwen_image_pid_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - Qwen-Image + PiD (4x SR)",
    classification="prototype",
):
    """Node type `qwen_image_pid_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - Qwen-Image + PiD (4x SR).

    Args:
        latents: Required, wire only.
        prompt: Required.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        vae: Wire only.
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ResizeLatents(Node, type="lresize", version="1.0.2", category="latents", title="Resize Latents"):
    """Node type `lresize`, version 1.0.2, category latents.

    In the editor: Resize Latents.

    Args:
        latents: Required, wire only.
        width: Required, from 64 up, a multiple of 8.
        height: Required, from 64 up, a multiple of 8.
        mode: One of LatentsResizeMode, default "bilinear".
        antialias: Default False.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    latents: InOut[LatentsField, LatentsField, Output[LatentsField]] = port(
        default=None, required=True, input="connection"
    )
    width: InOut[int, int, Output[int]] = port(default=None, required=True, ge=64, multiple_of=8)
    height: InOut[int, int, Output[int]] = port(default=None, required=True, ge=64, multiple_of=8)
    mode: In[LatentsResizeMode, Output[LatentsResizeMode]] = port(default="bilinear")
    antialias: In[bool, Output[bool]] = port(default=False)


class ScaleLatents(Node, type="lscale", version="1.0.2", category="latents", title="Scale Latents"):
    """Node type `lscale`, version 1.0.2, category latents.

    In the editor: Scale Latents.

    Args:
        latents: Required, wire only.
        scale_factor: Required, above 0.
        mode: One of LatentsResizeMode, default "bilinear".
        antialias: Default False.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    latents: InOut[LatentsField, LatentsField, Output[LatentsField]] = port(
        default=None, required=True, input="connection"
    )
    scale_factor: In[float, Output[float]] = port(default=None, required=True, gt=0)
    mode: In[LatentsResizeMode, Output[LatentsResizeMode]] = port(default="bilinear")
    antialias: In[bool, Output[bool]] = port(default=False)
    width: Out[int] = out()
    height: Out[int] = out()


class Scheduler(Node, type="scheduler", version="1.0.0", category="latents", title="Scheduler"):
    """Node type `scheduler`, version 1.0.0, category latents.

    In the editor: Scheduler.

    Args:
        scheduler: One of SchedulerName, default "euler".

    Gives:
        scheduler (SchedulerName).
    """

    scheduler: InOut[SchedulerName, SchedulerName, Output[SchedulerName]] = port(default="euler")


class SD3Denoise(Node, type="sd3_denoise", version="1.2.0", category="latents", title="Denoise - SD3"):
    """Node type `sd3_denoise`, version 1.2.0, category latents.

    In the editor: Denoise - SD3.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        negative_conditioning: Required, wire only.
        latents: Wire only.
        noise: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        cfg_scale: Default 3.5.
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        steps: Above 0, default 10.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[SD3ConditioningField, Output[SD3ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    negative_conditioning: In[SD3ConditioningField, Output[SD3ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=3.5)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    steps: In[int, IntWire] = port(default=10, gt=0)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class SD3ImageToLatents(Node, type="sd3_i2l", version="1.0.1", category="latents", title="Image to Latents - SD3"):
    """Node type `sd3_i2l`, version 1.0.1, category latents.

    In the editor: Image to Latents - SD3.

    Args:
        image: Required.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class SD3LatentsToImage(Node, type="sd3_l2i", version="1.3.2", category="latents", title="Latents to Image - SD3"):
    """Node type `sd3_l2i`, version 1.3.2, category latents.

    In the editor: Latents to Image - SD3.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class SD3PiDDecode(
    Node,
    type="sd3_pid_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - SD3 + PiD (4x SR)",
    classification="prototype",
):
    """Node type `sd3_pid_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - SD3 + PiD (4x SR).

    Args:
        latents: Required, wire only.
        prompt: Required.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class SDXLPiDDecode(
    Node,
    type="sdxl_pid_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - SDXL + PiD (4x SR)",
    classification="prototype",
):
    """Node type `sdxl_pid_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - SDXL + PiD (4x SR).

    Args:
        latents: Required, wire only.
        prompt: Required.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        vae: Wire only.
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class TiledMultiDiffusionDenoiseLatents(
    Node,
    type="tiled_multi_diffusion_denoise_latents",
    version="1.0.1",
    category="latents",
    title="Tiled Multi-Diffusion Denoise - SD1.5, SDXL",
):
    """Node type `tiled_multi_diffusion_denoise_latents`, version 1.0.1, category latents.

    In the editor: Tiled Multi-Diffusion Denoise - SD1.5, SDXL.

    Args:
        positive_conditioning: Required, wire only.
        negative_conditioning: Required, wire only.
        unet: Required, wire only.
        noise: Wire only.
        latents: Wire only.
        tile_height: Above 0, a multiple of 8, default 1024.
        tile_width: Above 0, a multiple of 8, default 1024.
        tile_overlap: Above 0, a multiple of 8, default 32.
        steps: Above 0, default 18.
        cfg_scale: Default 6.0.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        scheduler: One of SchedulerName, default "euler".
        cfg_rescale_multiplier: From 0 up, below 1, default 0.
        control: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    positive_conditioning: In[ConditioningField, Output[ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    negative_conditioning: In[ConditioningField, Output[ConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    unet: In[UNetField, Output[UNetField]] = port(default=None, required=True, input="connection")
    noise: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    tile_height: In[int, IntWire] = port(default=1024, gt=0, multiple_of=8)
    tile_width: In[int, IntWire] = port(default=1024, gt=0, multiple_of=8)
    tile_overlap: In[int, IntWire] = port(default=32, gt=0, multiple_of=8)
    steps: In[int, IntWire] = port(default=18, gt=0)
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=6.0)
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    scheduler: In[SchedulerName, Output[SchedulerName]] = port(default="euler")
    cfg_rescale_multiplier: In[float, FloatWire] = port(default=0, ge=0, lt=1)
    control: In[ControlField | list[ControlField] | None, OneOrListWire[ControlField]] = port(
        default=None, input="connection"
    )
    width: Out[int] = out()
    height: Out[int] = out()


class WanLatentsToImage(
    Node,
    type="wan_l2i",
    version="1.0.0",
    category="latents",
    title="Latents to Image - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_l2i`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - Wan 2.2.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class WanLatentsToVideo(
    Node,
    type="wan_l2v",
    version="1.0.0",
    category="latents",
    title="Latents to Video - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_l2v`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Video - Wan 2.2.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        fps: From 1 to 120, default 16.
        board: Value only.
        metadata: Wire only.

    Gives:
        video (VideoField), width (int), height (int), num_frames (int), fps (float), duration (float).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    fps: InOut[float, int, IntWire] = port(default=16, ge=1, le=120)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    video: Out[VideoField] = out()
    width: Out[int] = out()
    height: Out[int] = out()
    num_frames: Out[int] = out()
    duration: Out[float] = out()


class WanVideoDenoise(
    Node,
    type="wan_video_denoise",
    version="1.0.0",
    category="latents",
    title="Denoise Video - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_video_denoise`, version 1.0.0, category latents, prototype.

    In the editor: Denoise Video - Wan 2.2.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        negative_conditioning: Wire only.
        ref_image: Wire only.
        guidance_scale: From 1 up, default 5.0.
        guidance_scale_low_noise: From 0 up, default 4.0.
        width: Above 0, a multiple of 16, default 832.
        height: Above 0, a multiple of 16, default 480.
        num_frames: From 5 up, default 81.
        steps: Above 0, default 40.
        seed: Default 0.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[WanTransformerField, Output[WanTransformerField]] = port(
        default=None, required=True, input="connection"
    )
    positive_conditioning: In[WanConditioningField, Output[WanConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    negative_conditioning: In[WanConditioningField | None, Output[WanConditioningField]] = port(
        default=None, input="connection"
    )
    ref_image: In[WanRefImageConditioningField | None, Output[WanRefImageConditioningField]] = port(
        default=None, input="connection"
    )
    guidance_scale: In[float, FloatWire] = port(default=5.0, ge=1.0)
    guidance_scale_low_noise: In[float | None, Output[float]] = port(default=4.0, ge=0.0)
    width: InOut[int, int, IntWire] = port(default=832, gt=0, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=480, gt=0, multiple_of=16)
    num_frames: In[int, IntWire] = port(default=81, ge=5)
    steps: In[int, IntWire] = port(default=40, gt=0)
    seed: In[int, IntWire] = port(default=0)
    latents: Out[LatentsField] = out()


class ZImageDenoise(
    Node,
    type="z_image_denoise",
    version="1.6.0",
    category="latents",
    title="Denoise - Z-Image",
    classification="prototype",
):
    """Node type `z_image_denoise`, version 1.6.0, category latents, prototype.

    In the editor: Denoise - Z-Image.

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

    Gives:
        latents (LatentsField), width (int), height (int).
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


class ZImageImageToLatents(
    Node,
    type="z_image_i2l",
    version="1.1.0",
    category="latents",
    title="Image to Latents - Z-Image",
    classification="prototype",
):
    """Node type `z_image_i2l`, version 1.1.0, category latents, prototype.

    In the editor: Image to Latents - Z-Image.

    Args:
        image: Required.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    latents: Out[LatentsField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ZImageLatentsToImage(
    Node,
    type="z_image_l2i",
    version="1.1.0",
    category="latents",
    title="Latents to Image - Z-Image",
    classification="prototype",
):
    """Node type `z_image_l2i`, version 1.1.0, category latents, prototype.

    In the editor: Latents to Image - Z-Image.

    Args:
        latents: Required, wire only.
        vae: Required, wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ZImagePiDDecode(
    Node,
    type="z_image_pid_decode",
    version="1.0.0",
    category="latents",
    title="Latents to Image - Z-Image + PiD (4x SR)",
    classification="prototype",
):
    """Node type `z_image_pid_decode`, version 1.0.0, category latents, prototype.

    In the editor: Latents to Image - Z-Image + PiD (4x SR).

    Args:
        latents: Required, wire only.
        prompt: Required.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        vae: Wire only.
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    latents: In[LatentsField, Output[LatentsField]] = port(default=None, required=True, input="connection")
    prompt: In[str, Output[str]] = port(default=None, required=True)
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()
