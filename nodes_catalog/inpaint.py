# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category inpaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, Out, Output

    from .choices import ResampleMode
    from .fields import BoardField, ColorField, ImageField, MetadataField


class CV2Infill(Node, type="infill_cv2", version="1.2.2", category="inpaint", title="CV2 Infill"):
    """Node type `infill_cv2`, version 1.2.2, category inpaint.

    In the editor: CV2 Infill.

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


class CvInpaint(Node, type="cv_inpaint", version="1.3.1", category="inpaint", title="OpenCV Inpaint"):
    """Node type `cv_inpaint`, version 1.3.1, category inpaint.

    In the editor: OpenCV Inpaint.

    Args:
        image: Required.
        mask: Required.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    mask: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InfillColor(Node, type="infill_rgba", version="1.2.2", category="inpaint", title="Solid Color Infill"):
    """Node type `infill_rgba`, version 1.2.2, category inpaint.

    In the editor: Solid Color Infill.

    Args:
        image: Required.
        color: Default {"r": 127, "g": 127, "b": 127, "a": 255}.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    color: In[ColorField, Output[ColorField]] = port(default={"r": 127, "g": 127, "b": 127, "a": 255})
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InfillPatchMatch(Node, type="infill_patchmatch", version="1.2.2", category="inpaint", title="PatchMatch Infill"):
    """Node type `infill_patchmatch`, version 1.2.2, category inpaint.

    In the editor: PatchMatch Infill.

    Args:
        image: Required.
        downscale: Above 0, default 2.0.
        resample_mode: One of ResampleMode, default "bicubic".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    downscale: In[float, FloatWire] = port(default=2.0, gt=0)
    resample_mode: In[ResampleMode, Output[ResampleMode]] = port(default="bicubic")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class InfillTile(Node, type="infill_tile", version="1.2.3", category="inpaint", title="Tile Infill"):
    """Node type `infill_tile`, version 1.2.3, category inpaint.

    In the editor: Tile Infill.

    Args:
        image: Required.
        tile_size: From 1 up, default 32.
        seed: From 0 to 4294967295, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    tile_size: In[int, IntWire] = port(default=32, ge=1)
    seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class LaMaInfill(Node, type="infill_lama", version="1.2.2", category="inpaint", title="LaMa Infill"):
    """Node type `infill_lama`, version 1.2.2, category inpaint.

    In the editor: LaMa Infill.

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
