# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.model import Model
    from invokegraph.ports import FloatWire, In, InOut, IntWire, ListWire, OneOrListWire, Out, Output, StrWire

    from .choices import (
        AnimaSchedulerName,
        BlankImageMode,
        BlendColorSpace,
        BlendMode,
        BlurType,
        ColorChannel,
        ColorCorrectSpace,
        DilateErodeMode,
        ExternalGenerationMode,
        HueColorSpace,
        ImageFileFormat,
        ImageMode,
        ImageNoiseType,
        OpenAIBackground,
        OpenAIInputFidelity,
        OpenAIQuality,
        ResampleMode,
        RGBAChannel,
        ThinkingLevel,
    )
    from .fields import (
        AnimaConditioningField,
        AnimaLLLiteField,
        BoardField,
        BoundingBoxField,
        ColorField,
        DenoiseMaskField,
        Gemma2EncoderField,
        ImageField,
        Krea2ConditioningField,
        Krea2StyleReferenceField,
        LatentsField,
        MetadataField,
        ModelIdentifierField,
        PiDDecoderField,
        QwenImageConditioningField,
        TransformerField,
        VAEField,
        VideoField,
        WanConditioningField,
        WanRefImageConditioningField,
        WanTransformerField,
    )


class AlibabaCloudImageGeneration(
    Node,
    type="alibabacloud_image_generation",
    version="1.0.0",
    category="image",
    title="Alibaba Cloud DashScope Image Generation",
):
    """Node type `alibabacloud_image_generation`, version 1.0.0, category image.

    In the editor: Alibaba Cloud DashScope Image Generation.

    Args:
        model: Required, base external, type external_image_generator.
        prompt: Required.
        mode: "txt2img" or "img2img" or "inpaint", default "txt2img".
        num_images: Above 0, default 1.
        width: Above 0, default 1024.
        height: Above 0, default 1024.
        reference_images: Default [].
        board: Value only.
        metadata: Wire only.

    Gives:
        collection (list[ImageField]).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("external",), model_types=("external_image_generator",)
    )
    prompt: In[str, Output[str]] = port(default=None, required=True)
    mode: In[ExternalGenerationMode, Output[ExternalGenerationMode]] = port(default="txt2img")
    seed: In[int | None, Output[int]] = port(default=None)
    num_images: In[int, IntWire] = port(default=1, gt=0)
    width: In[int, IntWire] = port(default=1024, gt=0)
    height: In[int, IntWire] = port(default=1024, gt=0)
    image_size: In[str | None, Output[str]] = port(default=None)
    init_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    mask_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    reference_images: In[list[ImageField], ListWire[ImageField]] = port(default=[])
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[ImageField]] = out()


class AnimaDenoise(
    Node, type="anima_denoise", version="1.8.0", category="image", title="Denoise - Anima", classification="prototype"
):
    """Node type `anima_denoise`, version 1.8.0, category image, prototype.

    In the editor: Denoise - Anima.

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

    Gives:
        latents (LatentsField), width (int), height (int).
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


class AnimaImageToLatents(
    Node,
    type="anima_i2l",
    version="1.0.1",
    category="image",
    title="Image to Latents - Anima",
    classification="prototype",
):
    """Node type `anima_i2l`, version 1.0.1, category image, prototype.

    In the editor: Image to Latents - Anima.

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


class BlankImage(Node, type="blank_image", version="1.2.2", category="image", title="Blank Image"):
    """Node type `blank_image`, version 1.2.2, category image.

    In the editor: Blank Image.

    Args:
        width: Default 512.
        height: Default 512.
        mode: "RGB" or "RGBA", default "RGB".
        color: Default {"r": 0, "g": 0, "b": 0, "a": 255}.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    width: InOut[int, int, IntWire] = port(default=512)
    height: InOut[int, int, IntWire] = port(default=512)
    mode: In[BlankImageMode, Output[BlankImageMode]] = port(default="RGB")
    color: In[ColorField, Output[ColorField]] = port(default={"r": 0, "g": 0, "b": 0, "a": 255})
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()


class CenterPadCrop(Node, type="img_pad_crop", version="1.0.0", category="image", title="Center Pad or Crop Image"):
    """Node type `img_pad_crop`, version 1.0.0, category image.

    In the editor: Center Pad or Crop Image.

    Args:
        image: Required.
        left: Default 0.
        right: Default 0.
        top: Default 0.
        bottom: Default 0.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    left: In[int, IntWire] = port(default=0)
    right: In[int, IntWire] = port(default=0)
    top: In[int, IntWire] = port(default=0)
    bottom: In[int, IntWire] = port(default=0)
    width: Out[int] = out()
    height: Out[int] = out()


class ColorCorrect(Node, type="color_correct", version="2.0.0", category="image", title="Color Correct"):
    """Node type `color_correct`, version 2.0.0, category image.

    In the editor: Color Correct.

    Args:
        base_image: Required.
        color_reference: Required.
        colorspace: "RGB" or "YCbCr" or "YCbCr-Chroma" or "YCbCr-Luma", default "RGB".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    base_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    color_reference: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField | None, Output[ImageField]] = port(default=None)
    colorspace: In[ColorCorrectSpace, Output[ColorCorrectSpace]] = port(default="RGB")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class CropImageToBoundingBox(
    Node, type="crop_image_to_bounding_box", version="1.0.0", category="image", title="Crop Image to Bounding Box"
):
    """Node type `crop_image_to_bounding_box`, version 1.0.0, category image.

    In the editor: Crop Image to Bounding Box.

    Args:
        image: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    bounding_box: In[BoundingBoxField | None, Output[BoundingBoxField]] = port(default=None)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class DecodeInvisibleWatermark(
    Node, type="decode_watermark", version="1.0.0", category="image", title="Decode Invisible Watermark"
):
    """Node type `decode_watermark`, version 1.0.0, category image.

    In the editor: Decode Invisible Watermark.

    Args:
        image: Required.
        length: Default 8.

    Gives:
        value (str).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    length: In[int, IntWire] = port(default=8)
    value: Out[str] = out()


class GeminiImageGeneration(
    Node, type="gemini_image_generation", version="1.0.0", category="image", title="Gemini Image Generation"
):
    """Node type `gemini_image_generation`, version 1.0.0, category image.

    In the editor: Gemini Image Generation.

    Args:
        model: Required, base external, type external_image_generator.
        prompt: Required.
        mode: "txt2img" or "img2img" or "inpaint", default "txt2img".
        num_images: Above 0, default 1.
        width: Above 0, default 1024.
        height: Above 0, default 1024.
        reference_images: Default [].
        temperature: From 0 to 2.
        thinking_level: "minimal" or "high".
        board: Value only.
        metadata: Wire only.

    Gives:
        collection (list[ImageField]).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("external",), model_types=("external_image_generator",)
    )
    prompt: In[str, Output[str]] = port(default=None, required=True)
    mode: In[ExternalGenerationMode, Output[ExternalGenerationMode]] = port(default="txt2img")
    seed: In[int | None, Output[int]] = port(default=None)
    num_images: In[int, IntWire] = port(default=1, gt=0)
    width: In[int, IntWire] = port(default=1024, gt=0)
    height: In[int, IntWire] = port(default=1024, gt=0)
    image_size: In[str | None, Output[str]] = port(default=None)
    init_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    mask_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    reference_images: In[list[ImageField], ListWire[ImageField]] = port(default=[])
    temperature: In[float | None, Output[float]] = port(default=None, ge=0.0, le=2.0)
    thinking_level: In[ThinkingLevel | None, Output[ThinkingLevel]] = port(default=None)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[ImageField]] = out()


class ImageBlur(Node, type="img_blur", version="1.2.2", category="image", title="Blur Image"):
    """Node type `img_blur`, version 1.2.2, category image.

    In the editor: Blur Image.

    Args:
        image: Required.
        radius: From 0 up, default 8.0.
        blur_type: "gaussian" or "box", default "gaussian".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    radius: In[float, FloatWire] = port(default=8.0, ge=0)
    blur_type: In[BlurType, Output[BlurType]] = port(default="gaussian")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageChannel(Node, type="img_chan", version="1.2.2", category="image", title="Extract Image Channel"):
    """Node type `img_chan`, version 1.2.2, category image.

    In the editor: Extract Image Channel.

    Args:
        image: Required.
        channel: "A" or "R" or "G" or "B", default "A".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    channel: In[RGBAChannel, Output[RGBAChannel]] = port(default="A")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageChannelMultiply(
    Node, type="img_channel_multiply", version="1.2.3", category="image", title="Multiply Image Channel"
):
    """Node type `img_channel_multiply`, version 1.2.3, category image.

    In the editor: Multiply Image Channel.

    Args:
        image: Required.
        channel: Required, one of ColorChannel.
        scale: From 0 up, default 1.0.
        invert_channel: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    channel: In[ColorChannel, Output[ColorChannel]] = port(default=None, required=True)
    scale: In[float, FloatWire] = port(default=1.0, ge=0.0)
    invert_channel: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageChannelOffset(
    Node, type="img_channel_offset", version="1.2.3", category="image", title="Offset Image Channel"
):
    """Node type `img_channel_offset`, version 1.2.3, category image.

    In the editor: Offset Image Channel.

    Args:
        image: Required.
        channel: Required, one of ColorChannel.
        offset: From -255 to 255, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    channel: In[ColorChannel, Output[ColorChannel]] = port(default=None, required=True)
    offset: In[int, IntWire] = port(default=0, ge=-255, le=255)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageConvert(Node, type="img_conv", version="1.2.2", category="image", title="Convert Image Mode"):
    """Node type `img_conv`, version 1.2.2, category image.

    In the editor: Convert Image Mode.

    Args:
        image: Required.
        mode: One of ImageMode, default "L".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    mode: In[ImageMode, Output[ImageMode]] = port(default="L")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageCrop(Node, type="img_crop", version="1.2.2", category="image", title="Crop Image"):
    """Node type `img_crop`, version 1.2.2, category image.

    In the editor: Crop Image.

    Args:
        image: Required.
        x: Default 0.
        y: Default 0.
        width: Above 0, default 512.
        height: Above 0, default 512.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    x: In[int, IntWire] = port(default=0)
    y: In[int, IntWire] = port(default=0)
    width: InOut[int, int, IntWire] = port(default=512, gt=0)
    height: InOut[int, int, IntWire] = port(default=512, gt=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class ImageHueAdjustment(Node, type="img_hue_adjust", version="1.2.2", category="image", title="Adjust Image Hue"):
    """Node type `img_hue_adjust`, version 1.2.2, category image.

    In the editor: Adjust Image Hue.

    Args:
        image: Required.
        hue: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    hue: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageInverseLerp(Node, type="img_ilerp", version="1.2.2", category="image", title="Inverse Lerp Image"):
    """Node type `img_ilerp`, version 1.2.2, category image.

    In the editor: Inverse Lerp Image.

    Args:
        image: Required.
        min: From 0 to 255, default 0.
        max: From 0 to 255, default 255.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    min: In[int, IntWire] = port(default=0, ge=0, le=255)
    max: In[int, IntWire] = port(default=255, ge=0, le=255)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageLerp(Node, type="img_lerp", version="1.2.2", category="image", title="Lerp Image"):
    """Node type `img_lerp`, version 1.2.2, category image.

    In the editor: Lerp Image.

    Args:
        image: Required.
        min: From 0 to 255, default 0.
        max: From 0 to 255, default 255.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    min: In[int, IntWire] = port(default=0, ge=0, le=255)
    max: In[int, IntWire] = port(default=255, ge=0, le=255)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageMultiply(Node, type="img_mul", version="1.2.2", category="image", title="Multiply Images"):
    """Node type `img_mul`, version 1.2.2, category image.

    In the editor: Multiply Images.

    Args:
        image1: Required.
        image2: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image1: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    image2: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ImageNoise(Node, type="img_noise", version="1.1.0", category="image", title="Add Image Noise"):
    """Node type `img_noise`, version 1.1.0, category image.

    In the editor: Add Image Noise.

    Args:
        image: Required.
        seed: From 0 to 4294967295, default 0.
        noise_type: "gaussian" or "salt_and_pepper", default "gaussian".
        amount: From 0 to 1, default 0.1.
        noise_color: Default True.
        size: From 1 up, default 1.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField | None, Output[ImageField]] = port(default=None)
    seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
    noise_type: In[ImageNoiseType, Output[ImageNoiseType]] = port(default="gaussian")
    amount: In[float, FloatWire] = port(default=0.1, ge=0, le=1)
    noise_color: In[bool, Output[bool]] = port(default=True)
    size: In[int, IntWire] = port(default=1, ge=1)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageNSFWBlur(Node, type="img_nsfw", version="1.2.3", category="image", title="Blur NSFW Image"):
    """Node type `img_nsfw`, version 1.2.3, category image.

    In the editor: Blur NSFW Image.

    Args:
        image: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImagePaste(Node, type="img_paste", version="1.2.2", category="image", title="Paste Image"):
    """Node type `img_paste`, version 1.2.2, category image.

    In the editor: Paste Image.

    Args:
        base_image: Required.
        image: Required.
        x: Default 0.
        y: Default 0.
        crop: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    base_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField | None, Output[ImageField]] = port(default=None)
    x: In[int, IntWire] = port(default=0)
    y: In[int, IntWire] = port(default=0)
    crop: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageResize(Node, type="img_resize", version="1.2.2", category="image", title="Resize Image"):
    """Node type `img_resize`, version 1.2.2, category image.

    In the editor: Resize Image.

    Args:
        image: Required.
        width: Above 0, default 512.
        height: Above 0, default 512.
        resample_mode: One of ResampleMode, default "bicubic".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    width: InOut[int, int, IntWire] = port(default=512, gt=0)
    height: InOut[int, int, IntWire] = port(default=512, gt=0)
    resample_mode: In[ResampleMode, Output[ResampleMode]] = port(default="bicubic")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class ImageScale(Node, type="img_scale", version="1.2.2", category="image", title="Scale Image"):
    """Node type `img_scale`, version 1.2.2, category image.

    In the editor: Scale Image.

    Args:
        image: Required.
        scale_factor: Above 0, default 2.0.
        resample_mode: One of ResampleMode, default "bicubic".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    scale_factor: In[float, FloatWire] = port(default=2.0, gt=0)
    resample_mode: In[ResampleMode, Output[ResampleMode]] = port(default="bicubic")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ImageWatermark(Node, type="img_watermark", version="1.2.2", category="image", title="Add Invisible Watermark"):
    """Node type `img_watermark`, version 1.2.2, category image.

    In the editor: Add Invisible Watermark.

    Args:
        image: Required.
        text: Default "InvokeAI".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    text: In[str, StrWire] = port(default="InvokeAI")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeAdjustImageHuePlus(
    Node, type="invokeai_img_hue_adjust_plus", version="1.2.0", category="image", title="Adjust Image Hue Plus"
):
    """Node type `invokeai_img_hue_adjust_plus`, version 1.2.0, category image.

    In the editor: Adjust Image Hue Plus.

    Args:
        image: Required.
        space: One of HueColorSpace, default "HSV / HSL / RGB".
        degrees: Default 0.0.
        preserve_lightness: Default False.
        ok_adaptive_gamut: From 0 up, default 0.05.
        ok_high_precision: Default True.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    space: In[HueColorSpace, Output[HueColorSpace]] = port(default="HSV / HSL / RGB")
    degrees: In[float, FloatWire] = port(default=0.0)
    preserve_lightness: In[bool, Output[bool]] = port(default=False)
    ok_adaptive_gamut: In[float, FloatWire] = port(default=0.05, ge=0)
    ok_high_precision: In[bool, Output[bool]] = port(default=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeEquivalentAchromaticLightness(
    Node, type="invokeai_ealightness", version="1.2.0", category="image", title="Equivalent Achromatic Lightness"
):
    """Node type `invokeai_ealightness`, version 1.2.0, category image.

    In the editor: Equivalent Achromatic Lightness.

    Args:
        image: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeImageBlend(Node, type="invokeai_img_blend", version="1.2.0", category="image", title="Image Layer Blend"):
    """Node type `invokeai_img_blend`, version 1.2.0, category image.

    In the editor: Image Layer Blend.

    Args:
        layer_upper: Required.
        layer_base: Required.
        blend_mode: One of BlendMode, default "Normal".
        opacity: From 0 up, default 1.0.
        fit_to_width: Default False.
        fit_to_height: Default True.
        color_space: One of BlendColorSpace, default "RGB".
        adaptive_gamut: From 0 up, default 0.0.
        high_precision: Default True.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    layer_upper: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    layer_base: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    blend_mode: In[BlendMode, Output[BlendMode]] = port(default="Normal")
    opacity: In[float, FloatWire] = port(default=1.0, ge=0)
    mask: In[ImageField | None, Output[ImageField]] = port(default=None)
    fit_to_width: In[bool, Output[bool]] = port(default=False)
    fit_to_height: In[bool, Output[bool]] = port(default=True)
    color_space: In[BlendColorSpace, Output[BlendColorSpace]] = port(default="RGB")
    adaptive_gamut: In[float, FloatWire] = port(default=0.0, ge=0)
    high_precision: In[bool, Output[bool]] = port(default=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeImageCompositor(
    Node, type="invokeai_img_composite", version="1.2.0", category="image", title="Image Compositor"
):
    """Node type `invokeai_img_composite`, version 1.2.0, category image.

    In the editor: Image Compositor.

    Args:
        image_subject: Required.
        image_background: Required.
        chroma_key: Default "".
        threshold: From 0 up, default 50.
        fill_x: Default False.
        fill_y: Default True.
        x_offset: Default 0.
        y_offset: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image_subject: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    image_background: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    chroma_key: In[str, StrWire] = port(default="")
    threshold: In[int, IntWire] = port(default=50, ge=0)
    fill_x: In[bool, Output[bool]] = port(default=False)
    fill_y: In[bool, Output[bool]] = port(default=True)
    x_offset: In[int, IntWire] = port(default=0)
    y_offset: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeImageDilateOrErode(
    Node, type="invokeai_img_dilate_erode", version="1.3.0", category="image", title="Image Dilate or Erode"
):
    """Node type `invokeai_img_dilate_erode`, version 1.3.0, category image.

    In the editor: Image Dilate or Erode.

    Args:
        image: Required.
        lightness_only: Default False.
        radius_w: From 0 up, default 4.
        radius_h: From 0 up, default 4.
        mode: "Dilate" or "Erode", default "Dilate".
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    lightness_only: In[bool, Output[bool]] = port(default=False)
    radius_w: In[int, IntWire] = port(default=4, ge=0)
    radius_h: In[int, IntWire] = port(default=4, ge=0)
    mode: In[DilateErodeMode, Output[DilateErodeMode]] = port(default="Dilate")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeImageEnhance(Node, type="invokeai_img_enhance", version="1.2.1", category="image", title="Enhance Image"):
    """Node type `invokeai_img_enhance`, version 1.2.1, category image.

    In the editor: Enhance Image.

    Args:
        image: Required.
        invert: Default False.
        color: From 0 up, default 1.0.
        contrast: From 0 up, default 1.0.
        brightness: From 0 up, default 1.0.
        sharpness: From 0 up, default 1.0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    invert: In[bool, Output[bool]] = port(default=False)
    color: In[float, FloatWire] = port(default=1.0, ge=0)
    contrast: In[float, FloatWire] = port(default=1.0, ge=0)
    brightness: In[float, FloatWire] = port(default=1.0, ge=0)
    sharpness: In[float, FloatWire] = port(default=1.0, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InvokeImageValueThresholds(
    Node, type="invokeai_img_val_thresholds", version="1.2.0", category="image", title="Image Value Thresholds"
):
    """Node type `invokeai_img_val_thresholds`, version 1.2.0, category image.

    In the editor: Image Value Thresholds.

    Args:
        image: Required.
        invert_output: Default False.
        renormalize_values: Default False.
        lightness_only: Default False.
        threshold_upper: Default 0.5.
        threshold_lower: Default 0.5.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    invert_output: In[bool, Output[bool]] = port(default=False)
    renormalize_values: In[bool, Output[bool]] = port(default=False)
    lightness_only: In[bool, Output[bool]] = port(default=False)
    threshold_upper: In[float, FloatWire] = port(default=0.5)
    threshold_lower: In[float, FloatWire] = port(default=0.5)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class Krea2Denoise(
    Node, type="krea2_denoise", version="1.3.0", category="image", title="Denoise - Krea-2", classification="prototype"
):
    """Node type `krea2_denoise`, version 1.3.0, category image, prototype.

    In the editor: Denoise - Krea-2.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        latents: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        negative_conditioning: Wire only.
        cfg_scale: Default 1.0.
        width: Above 0, a multiple of 16, default 1024.
        height: Above 0, a multiple of 16, default 1024.
        steps: Above 0, default 8.
        seed: Default 0.
        style_reference: Wire only.
        style_reference_conditioning: Wire only.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[
        Krea2ConditioningField | list[Krea2ConditioningField], OneOrListWire[Krea2ConditioningField]
    ] = port(default=None, required=True, input="connection")
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    negative_conditioning: In[
        Krea2ConditioningField | list[Krea2ConditioningField] | None, OneOrListWire[Krea2ConditioningField]
    ] = port(default=None, input="connection")
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=1.0)
    width: InOut[int, int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    steps: In[int, IntWire] = port(default=8, gt=0)
    seed: In[int, IntWire] = port(default=0)
    shift: In[float | None, Output[float]] = port(default=None)
    style_reference: In[Krea2StyleReferenceField | None, Output[Krea2StyleReferenceField]] = port(
        default=None, input="connection"
    )
    style_reference_conditioning: In[Krea2ConditioningField | None, Output[Krea2ConditioningField]] = port(
        default=None, input="connection"
    )
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class OklabUnsharpMask(
    Node, type="unsharp_mask_oklab", version="1.0.0", category="image", title="Unsharp Mask (Oklab)"
):
    """Node type `unsharp_mask_oklab`, version 1.0.0, category image.

    In the editor: Unsharp Mask (Oklab).

    Args:
        image: Required.
        radius: Above 0, default 2.
        strength: From 0 up, default 50.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    radius: In[float, FloatWire] = port(default=2, gt=0)
    strength: In[float, FloatWire] = port(default=50, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class OklchImageHueAdjustment(
    Node, type="img_hue_adjust_oklch", version="1.0.0", category="image", title="Adjust Image Hue (Oklch)"
):
    """Node type `img_hue_adjust_oklch`, version 1.0.0, category image.

    In the editor: Adjust Image Hue (Oklch).

    Args:
        image: Required.
        hue: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    hue: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class OpenAIImageGeneration(
    Node, type="openai_image_generation", version="1.0.0", category="image", title="OpenAI Image Generation"
):
    """Node type `openai_image_generation`, version 1.0.0, category image.

    In the editor: OpenAI Image Generation.

    Args:
        model: Required, base external, type external_image_generator.
        prompt: Required.
        mode: "txt2img" or "img2img" or "inpaint", default "txt2img".
        num_images: Above 0, default 1.
        width: Above 0, default 1024.
        height: Above 0, default 1024.
        reference_images: Default [].
        quality: "auto" or "high" or "medium" or "low", default "auto".
        background: "auto" or "transparent" or "opaque", default "auto".
        input_fidelity: "low" or "high".
        board: Value only.
        metadata: Wire only.

    Gives:
        collection (list[ImageField]).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("external",), model_types=("external_image_generator",)
    )
    prompt: In[str, Output[str]] = port(default=None, required=True)
    mode: In[ExternalGenerationMode, Output[ExternalGenerationMode]] = port(default="txt2img")
    seed: In[int | None, Output[int]] = port(default=None)
    num_images: In[int, IntWire] = port(default=1, gt=0)
    width: In[int, IntWire] = port(default=1024, gt=0)
    height: In[int, IntWire] = port(default=1024, gt=0)
    image_size: In[str | None, Output[str]] = port(default=None)
    init_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    mask_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    reference_images: In[list[ImageField], ListWire[ImageField]] = port(default=[])
    quality: In[OpenAIQuality, Output[OpenAIQuality]] = port(default="auto")
    background: In[OpenAIBackground, Output[OpenAIBackground]] = port(default="auto")
    input_fidelity: In[OpenAIInputFidelity | None, Output[OpenAIInputFidelity]] = port(default=None)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[ImageField]] = out()


class PasteImageIntoBoundingBox(
    Node, type="paste_image_into_bounding_box", version="1.0.0", category="image", title="Paste Image into Bounding Box"
):
    """Node type `paste_image_into_bounding_box`, version 1.0.0, category image.

    In the editor: Paste Image into Bounding Box.

    Args:
        source_image: Required.
        target_image: Required.
        bounding_box: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    source_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    target_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    bounding_box: In[BoundingBoxField, Output[BoundingBoxField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class PiDUpscale(
    Node,
    type="pid_upscale",
    version="1.0.0",
    category="image",
    title="PiD Upscale (4x) - FLUX VAE",
    classification="prototype",
):
    """Node type `pid_upscale`, version 1.0.0, category image, prototype.

    In the editor: PiD Upscale (4x) - FLUX VAE.

    Args:
        image: Required.
        vae: Required, wire only.
        gemma2_encoder: Required, wire only.
        pid_decoder: Required, wire only.
        prompt: Default "".
        num_inference_steps: From 1 to 4, default 4.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    gemma2_encoder: In[Gemma2EncoderField, Output[Gemma2EncoderField]] = port(
        default=None, required=True, input="connection"
    )
    pid_decoder: In[PiDDecoderField, Output[PiDDecoderField]] = port(default=None, required=True, input="connection")
    prompt: In[str, StrWire] = port(default="")
    num_inference_steps: In[int, IntWire] = port(default=4, ge=1, le=4)
    seed: In[int, IntWire] = port(default=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class QwenImageDenoise(
    Node,
    type="qwen_image_denoise",
    version="1.0.0",
    category="image",
    title="Denoise - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_denoise`, version 1.0.0, category image, prototype.

    In the editor: Denoise - Qwen Image.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        latents: Wire only.
        reference_latents: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        negative_conditioning: Wire only.
        cfg_scale: Default 4.0.
        width: A multiple of 16, default 1024.
        height: A multiple of 16, default 1024.
        steps: Above 0, default 40.
        seed: Default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    transformer: In[TransformerField, Output[TransformerField]] = port(default=None, required=True, input="connection")
    positive_conditioning: In[QwenImageConditioningField, Output[QwenImageConditioningField]] = port(
        default=None, required=True, input="connection"
    )
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    reference_latents: In[LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    negative_conditioning: In[QwenImageConditioningField | None, Output[QwenImageConditioningField]] = port(
        default=None, input="connection"
    )
    cfg_scale: In[float | list[float], OneOrListWire[float]] = port(default=4.0)
    width: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, multiple_of=16)
    steps: In[int, IntWire] = port(default=40, gt=0)
    seed: In[int, IntWire] = port(default=0)
    shift: In[float | None, Output[float]] = port(default=None)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")


class QwenImageImageToLatents(
    Node,
    type="qwen_image_i2l",
    version="1.1.0",
    category="image",
    title="Image to Latents - Qwen Image",
    classification="prototype",
):
    """Node type `qwen_image_i2l`, version 1.1.0, category image, prototype.

    In the editor: Image to Latents - Qwen Image.

    Args:
        image: Required.
        vae: Required, wire only.
        tiled: Default False.
        tile_size: A multiple of 8, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    tiled: In[bool, Output[bool]] = port(default=False)
    tile_size: In[int, IntWire] = port(default=0, multiple_of=8)
    width: InOut[int, int | None, Output[int]] = port(default=None)
    height: InOut[int, int | None, Output[int]] = port(default=None)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    latents: Out[LatentsField] = out()


class SaveImage(Node, type="save_image", version="1.2.2", category="image", title="Save Image"):
    """Node type `save_image`, version 1.2.2, category image.

    In the editor: Save Image.

    Args:
        image: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class SaveImageToFile(
    Node, type="save_image_to_file", version="1.0.0", category="image", title="Save Image (Gallery + File Export)"
):
    """Node type `save_image_to_file`, version 1.0.0, category image.

    In the editor: Save Image (Gallery + File Export).

    Args:
        image: Required.
        output_directory: Default "".
        prefix: Default "".
        suffix: Default "".
        file_format: "png" or "jpg" or "webp", default "png".
        quality: From 1 to 100, default 95.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    output_directory: In[str, StrWire] = port(default="")
    prefix: In[str, StrWire] = port(default="")
    suffix: In[str, StrWire] = port(default="")
    file_format: In[ImageFileFormat, Output[ImageFileFormat]] = port(default="png")
    quality: In[int, IntWire] = port(default=95, ge=1, le=100)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class SeedreamImageGeneration(
    Node, type="seedream_image_generation", version="1.1.0", category="image", title="Seedream Image Generation"
):
    """Node type `seedream_image_generation`, version 1.1.0, category image.

    In the editor: Seedream Image Generation.

    Args:
        model: Required, base external, type external_image_generator.
        prompt: Required.
        mode: "txt2img" or "img2img" or "inpaint", default "txt2img".
        num_images: Above 0, default 1.
        width: Above 0, default 1024.
        height: Above 0, default 1024.
        reference_images: Default [].
        watermark: Default False.
        optimize_prompt: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        collection (list[ImageField]).
    """

    model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_bases=("external",), model_types=("external_image_generator",)
    )
    prompt: In[str, Output[str]] = port(default=None, required=True)
    mode: In[ExternalGenerationMode, Output[ExternalGenerationMode]] = port(default="txt2img")
    seed: In[int | None, Output[int]] = port(default=None)
    num_images: In[int, IntWire] = port(default=1, gt=0)
    width: In[int, IntWire] = port(default=1024, gt=0)
    height: In[int, IntWire] = port(default=1024, gt=0)
    image_size: In[str | None, Output[str]] = port(default=None)
    init_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    mask_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    reference_images: In[list[ImageField], ListWire[ImageField]] = port(default=[])
    watermark: In[bool, Output[bool]] = port(default=False)
    optimize_prompt: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    collection: Out[list[ImageField]] = out()


class ShowImage(Node, type="show_image", version="1.0.1", category="image", title="Show Image"):
    """Node type `show_image`, version 1.0.1, category image.

    In the editor: Show Image.

    Args:
        image: Required.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    width: Out[int] = out()
    height: Out[int] = out()


class UnsharpMask(Node, type="unsharp_mask", version="1.2.2", category="image", title="Unsharp Mask"):
    """Node type `unsharp_mask`, version 1.2.2, category image.

    In the editor: Unsharp Mask.

    Args:
        image: Required.
        radius: Above 0, default 2.
        strength: From 0 up, default 50.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    radius: In[float, FloatWire] = port(default=2, gt=0)
    strength: In[float, FloatWire] = port(default=50, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class VideoFrameExtract(
    Node,
    type="video_frame_extract",
    version="1.1.0",
    category="image",
    title="Frame from Video",
    classification="prototype",
):
    """Node type `video_frame_extract`, version 1.1.0, category image, prototype.

    In the editor: Frame from Video.

    Args:
        video: Required.
        frame_index: Default -1.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    video: In[VideoField, Output[VideoField]] = port(default=None, required=True)
    frame_index: In[int, IntWire] = port(default=-1)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class WanDenoise(
    Node, type="wan_denoise", version="1.0.0", category="image", title="Denoise - Wan 2.2", classification="prototype"
):
    """Node type `wan_denoise`, version 1.0.0, category image, prototype.

    In the editor: Denoise - Wan 2.2.

    Args:
        transformer: Required, wire only.
        positive_conditioning: Required, wire only.
        negative_conditioning: Wire only.
        ref_image: Wire only.
        latents: Wire only.
        denoise_mask: Wire only.
        denoising_start: From 0 to 1, default 0.0.
        denoising_end: From 0 to 1, default 1.0.
        add_noise: Default True.
        guidance_scale: From 1 up, default 4.0.
        guidance_scale_low_noise: From 0 up.
        width: Above 0, a multiple of 16, default 1024.
        height: Above 0, a multiple of 16, default 1024.
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
    latents: InOut[LatentsField, LatentsField | None, Output[LatentsField]] = port(default=None, input="connection")
    denoise_mask: In[DenoiseMaskField | None, Output[DenoiseMaskField]] = port(default=None, input="connection")
    denoising_start: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    denoising_end: In[float, FloatWire] = port(default=1.0, ge=0, le=1)
    add_noise: In[bool, Output[bool]] = port(default=True)
    guidance_scale: In[float, FloatWire] = port(default=4.0, ge=1.0)
    guidance_scale_low_noise: In[float | None, Output[float]] = port(default=None, ge=0.0)
    width: InOut[int, int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    height: InOut[int, int, IntWire] = port(default=1024, gt=0, multiple_of=16)
    steps: In[int, IntWire] = port(default=40, gt=0)
    seed: In[int, IntWire] = port(default=0)


class WanImageToLatents(
    Node,
    type="wan_i2l",
    version="1.0.0",
    category="image",
    title="Image to Latents - Wan 2.2",
    classification="prototype",
):
    """Node type `wan_i2l`, version 1.0.0, category image, prototype.

    In the editor: Image to Latents - Wan 2.2.

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
