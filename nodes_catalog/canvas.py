# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import In, InOut, IntWire, Out, Output

    from .fields import BoardField, ImageField, MetadataField


class CanvasOutput(Node, type="canvas_output", version="1.0.0", category="canvas", title="Canvas Output"):
    """Node type `canvas_output`, version 1.0.0, category canvas.

    In the editor: Canvas Output.

    Args:
        image: Required.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    width: Out[int] = out()
    height: Out[int] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class CanvasPasteBack(Node, type="canvas_paste_back", version="1.0.1", category="canvas", title="Canvas Paste Back"):
    """Node type `canvas_paste_back`, version 1.0.1, category canvas.

    In the editor: Canvas Paste Back.

    Args:
        source_image: Required.
        target_image: Required.
        mask: Required.
        mask_blur: From 0 up, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    source_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    target_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    mask_blur: In[int, IntWire] = port(default=0, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class CanvasV2MaskAndCrop(
    Node,
    type="canvas_v2_mask_and_crop",
    version="1.0.0",
    category="canvas",
    title="Canvas V2 Mask and Crop",
    classification="deprecated",
):
    """Node type `canvas_v2_mask_and_crop`, version 1.0.0, category canvas, deprecated.

    In the editor: Canvas V2 Mask and Crop.

    Args:
        generated_image: Required.
        mask: Required.
        mask_blur: From 0 up, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    generated_image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    source_image: In[ImageField | None, Output[ImageField]] = port(default=None)
    mask_blur: In[int, IntWire] = port(default=0, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ImagePanelLayout(
    Node,
    type="image_panel_layout",
    version="1.0.0",
    category="canvas",
    title="Image Panel Layout",
    classification="prototype",
):
    """Node type `image_panel_layout`, version 1.0.0, category canvas, prototype.

    In the editor: Image Panel Layout.

    Args:
        width: Required.
        height: Required.
        num_cols: From 1 up, default 1.
        num_rows: From 1 up, default 1.
        panel_col_idx: From 0 up, default 0.
        panel_row_idx: From 0 up, default 0.

    Gives:
        x_left (int), y_top (int), width (int), height (int).
    """

    width: InOut[int, int, Output[int]] = port(default=None, required=True)
    height: InOut[int, int, Output[int]] = port(default=None, required=True)
    num_cols: In[int, IntWire] = port(default=1, ge=1)
    num_rows: In[int, IntWire] = port(default=1, ge=1)
    panel_col_idx: In[int, IntWire] = port(default=0, ge=0)
    panel_row_idx: In[int, IntWire] = port(default=0, ge=0)
    x_left: Out[int] = out()
    y_top: Out[int] = out()
