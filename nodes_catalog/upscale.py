# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category upscale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.model import Model
    from invokegraph.ports import FloatWire, In, InOut, IntWire, Out, Output

    from .choices import ESRGANModelName
    from .fields import BoardField, ImageField, MetadataField, ModelIdentifierField


class ESRGAN(Node, type="esrgan", version="1.3.2", category="upscale", title="Upscale (RealESRGAN)"):
    """Node type `esrgan`, version 1.3.2, category upscale.

    In the editor: Upscale (RealESRGAN).

    Args:
        image: Required.
        model_name: "RealESRGAN_x4plus.pth" or "RealESRGAN_x4plus_anime_6B.pth" or
            "ESRGAN_SRx4_DF2KOST_official-ff704c30.pth" or "RealESRGAN_x2plus.pth", default "RealESRGAN_x4plus.pth".
        tile_size: From 0 up, default 400.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    model_name: In[ESRGANModelName, Output[ESRGANModelName]] = port(default="RealESRGAN_x4plus.pth")
    tile_size: In[int, IntWire] = port(default=400, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class SpandrelImageToImage(
    Node, type="spandrel_image_to_image", version="1.3.0", category="upscale", title="Image-to-Image"
):
    """Node type `spandrel_image_to_image`, version 1.3.0, category upscale.

    In the editor: Image-to-Image.

    Args:
        image: Required.
        image_to_image_model: Required, type spandrel_image_to_image.
        tile_size: Default 512.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    image_to_image_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("spandrel_image_to_image",)
    )
    tile_size: In[int, IntWire] = port(default=512)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class SpandrelImageToImageAutoscale(
    Node,
    type="spandrel_image_to_image_autoscale",
    version="1.0.0",
    category="upscale",
    title="Image-to-Image (Autoscale)",
):
    """Node type `spandrel_image_to_image_autoscale`, version 1.0.0, category upscale.

    In the editor: Image-to-Image (Autoscale).

    Args:
        image: Required.
        image_to_image_model: Required, type spandrel_image_to_image.
        tile_size: Default 512.
        scale: Up to 16, above 0, default 4.0.
        fit_to_multiple_of_8: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    image_to_image_model: In[ModelIdentifierField | Model, Output[ModelIdentifierField]] = port(
        default=None, required=True, model_types=("spandrel_image_to_image",)
    )
    tile_size: In[int, IntWire] = port(default=512)
    scale: In[float, FloatWire] = port(default=4.0, gt=0.0, le=16.0)
    fit_to_multiple_of_8: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
