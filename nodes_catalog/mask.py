# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, Out, Output

    from .choices import CoherenceMode
    from .fields import (
        BoardField,
        BoundingBoxField,
        ColorField,
        DenoiseMaskField,
        ImageField,
        MetadataField,
        TensorField,
        UNetField,
        VAEField,
    )


class AlphaMaskToTensor(
    Node, type="alpha_mask_to_tensor", version="1.0.0", category="mask", title="Alpha Mask to Tensor"
):
    """Node type `alpha_mask_to_tensor`, version 1.0.0, category mask.

    In the editor: Alpha Mask to Tensor.

    Args:
        image: Required.
        invert: Default False.

    Gives:
        mask (TensorField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    invert: In[bool, Output[bool]] = port(default=False)
    mask: Out[TensorField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ApplyMaskTensorToImage(
    Node, type="apply_tensor_mask_to_image", version="1.0.0", category="mask", title="Apply Tensor Mask to Image"
):
    """Node type `apply_tensor_mask_to_image`, version 1.0.0, category mask.

    In the editor: Apply Tensor Mask to Image.

    Args:
        mask: Required.
        image: Required.
        invert: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    mask: In[TensorField, Output[TensorField]] = port(default=None, required=True)
    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    invert: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ApplyMaskToImage(Node, type="apply_mask_to_image", version="1.0.0", category="mask", title="Apply Mask to Image"):
    """Node type `apply_mask_to_image`, version 1.0.0, category mask.

    In the editor: Apply Mask to Image.

    Args:
        image: Required.
        mask: Required.
        invert_mask: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    invert_mask: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class CreateDenoiseMask(
    Node, type="create_denoise_mask", version="1.0.2", category="mask", title="Create Denoise Mask"
):
    """Node type `create_denoise_mask`, version 1.0.2, category mask.

    In the editor: Create Denoise Mask.

    Args:
        vae: Required, wire only.
        mask: Required.
        tiled: Default False.
        fp32: Default False.

    Gives:
        denoise_mask (DenoiseMaskField).
    """

    vae: In[VAEField, Output[VAEField]] = port(default=None, required=True, input="connection")
    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    image: In[ImageField | None, Output[ImageField]] = port(default=None)
    tiled: In[bool, Output[bool]] = port(default=False)
    fp32: In[bool, Output[bool]] = port(default=False)
    denoise_mask: Out[DenoiseMaskField] = out()


class CreateGradientMask(
    Node, type="create_gradient_mask", version="1.3.0", category="mask", title="Create Gradient Mask"
):
    """Node type `create_gradient_mask`, version 1.3.0, category mask.

    In the editor: Create Gradient Mask.

    Args:
        mask: Required.
        edge_radius: From 0 up, default 16.
        coherence_mode: "Gaussian Blur" or "Box Blur" or "Staged", default "Gaussian Blur".
        minimum_denoise: From 0 to 1, default 0.0.
        unet: Wire only.
        vae: Wire only.
        tiled: Default False.
        fp32: Default False.

    Gives:
        denoise_mask (DenoiseMaskField), expanded_mask_area (ImageField).
    """

    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    edge_radius: In[int, IntWire] = port(default=16, ge=0)
    coherence_mode: In[CoherenceMode, Output[CoherenceMode]] = port(default="Gaussian Blur")
    minimum_denoise: In[float, FloatWire] = port(default=0.0, ge=0, le=1)
    image: In[ImageField | None, Output[ImageField]] = port(default=None)
    unet: In[UNetField | None, Output[UNetField]] = port(default=None, input="connection")
    vae: In[VAEField | None, Output[VAEField]] = port(default=None, input="connection")
    tiled: In[bool, Output[bool]] = port(default=False)
    fp32: In[bool, Output[bool]] = port(default=False)
    denoise_mask: Out[DenoiseMaskField] = out()
    expanded_mask_area: Out[ImageField] = out()


class ExpandMaskWithFade(
    Node, type="expand_mask_with_fade", version="1.0.1", category="mask", title="Expand Mask with Fade"
):
    """Node type `expand_mask_with_fade`, version 1.0.1, category mask.

    In the editor: Expand Mask with Fade.

    Args:
        mask: Required.
        threshold: From 0 to 255, default 0.
        fade_size_px: From 0 up, default 32.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    threshold: In[int, IntWire] = port(default=0, ge=0, le=255)
    fade_size_px: In[int, IntWire] = port(default=32, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class GetMaskBoundingBox(
    Node, type="get_image_mask_bounding_box", version="1.0.0", category="mask", title="Get Image Mask Bounding Box"
):
    """Node type `get_image_mask_bounding_box`, version 1.0.0, category mask.

    In the editor: Get Image Mask Bounding Box.

    Args:
        mask: Required.
        margin: Default 0.
        mask_color: Default {"r": 255, "g": 255, "b": 255, "a": 255}.

    Gives:
        bounding_box (BoundingBoxField).
    """

    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    margin: In[int, IntWire] = port(default=0)
    mask_color: In[ColorField, Output[ColorField]] = port(default={"r": 255, "g": 255, "b": 255, "a": 255})
    bounding_box: Out[BoundingBoxField] = out()


class ImageMaskToTensor(
    Node, type="image_mask_to_tensor", version="1.0.0", category="mask", title="Image Mask to Tensor"
):
    """Node type `image_mask_to_tensor`, version 1.0.0, category mask.

    In the editor: Image Mask to Tensor.

    Args:
        image: Required.
        cutoff: From 0 to 255, default 128.
        invert: Default False.
        metadata: Wire only.

    Gives:
        mask (TensorField), width (int), height (int).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    cutoff: In[int, IntWire] = port(default=128, ge=0, le=255)
    invert: In[bool, Output[bool]] = port(default=False)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    mask: Out[TensorField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class InvertTensorMask(Node, type="invert_tensor_mask", version="1.1.0", category="mask", title="Invert Tensor Mask"):
    """Node type `invert_tensor_mask`, version 1.1.0, category mask.

    In the editor: Invert Tensor Mask.

    Args:
        mask: Required.

    Gives:
        mask (TensorField), width (int), height (int).
    """

    mask: InOut[TensorField, TensorField, Output[TensorField]] = port(default=None, required=True)
    width: Out[int] = out()
    height: Out[int] = out()


class MaskCombine(Node, type="mask_combine", version="1.2.2", category="mask", title="Combine Masks"):
    """Node type `mask_combine`, version 1.2.2, category mask.

    In the editor: Combine Masks.

    Args:
        mask1: Required.
        mask2: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    mask1: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    mask2: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class MaskEdge(Node, type="mask_edge", version="1.2.2", category="mask", title="Mask Edge"):
    """Node type `mask_edge`, version 1.2.2, category mask.

    In the editor: Mask Edge.

    Args:
        image: Required.
        edge_size: Required.
        edge_blur: Required.
        low_threshold: Required.
        high_threshold: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    edge_size: In[int, Output[int]] = port(default=None, required=True)
    edge_blur: In[int, Output[int]] = port(default=None, required=True)
    low_threshold: In[int, Output[int]] = port(default=None, required=True)
    high_threshold: In[int, Output[int]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class MaskFromAlpha(Node, type="tomask", version="1.2.2", category="mask", title="Mask from Alpha"):
    """Node type `tomask`, version 1.2.2, category mask.

    In the editor: Mask from Alpha.

    Args:
        image: Required.
        invert: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    invert: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class MaskFromID(Node, type="mask_from_id", version="1.0.1", category="mask", title="Mask from Segmented Image"):
    """Node type `mask_from_id`, version 1.0.1, category mask.

    In the editor: Mask from Segmented Image.

    Args:
        image: Required.
        color: Required.
        threshold: Default 100.
        invert: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    color: In[ColorField, Output[ColorField]] = port(default=None, required=True)
    threshold: In[int, IntWire] = port(default=100)
    invert: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class MaskTensorToImage(
    Node, type="tensor_mask_to_image", version="1.1.0", category="mask", title="Tensor Mask to Image"
):
    """Node type `tensor_mask_to_image`, version 1.1.0, category mask.

    In the editor: Tensor Mask to Image.

    Args:
        mask: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    mask: In[TensorField, Output[TensorField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class RectangleMask(Node, type="rectangle_mask", version="1.0.1", category="mask", title="Create Rectangle Mask"):
    """Node type `rectangle_mask`, version 1.0.1, category mask.

    In the editor: Create Rectangle Mask.

    Args:
        width: Required.
        height: Required.
        x_left: Required.
        y_top: Required.
        rectangle_width: Required.
        rectangle_height: Required.
        metadata: Wire only.

    Gives:
        mask (TensorField), width (int), height (int).
    """

    width: InOut[int, int, Output[int]] = port(default=None, required=True)
    height: InOut[int, int, Output[int]] = port(default=None, required=True)
    x_left: In[int, Output[int]] = port(default=None, required=True)
    y_top: In[int, Output[int]] = port(default=None, required=True)
    rectangle_width: In[int, Output[int]] = port(default=None, required=True)
    rectangle_height: In[int, Output[int]] = port(default=None, required=True)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    mask: Out[TensorField] = out()
