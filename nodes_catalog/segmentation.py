# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category segmentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, ListWire, Out, Output, StrWire

    from .choices import GroundingDinoModel, MaskFilter, SegmentAnythingModel
    from .fields import BoardField, BoundingBoxField, ImageField, MetadataField, SAMPointsField, TensorField


class FaceIdentifier(Node, type="face_identifier", version="1.2.2", category="segmentation", title="FaceIdentifier"):
    """Node type `face_identifier`, version 1.2.2, category segmentation.

    In the editor: FaceIdentifier.

    Args:
        image: Required.
        minimum_confidence: Default 0.5.
        chunk: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    minimum_confidence: In[float, FloatWire] = port(default=0.5)
    chunk: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class FaceMask(Node, type="face_mask_detection", version="1.2.2", category="segmentation", title="FaceMask"):
    """Node type `face_mask_detection`, version 1.2.2, category segmentation.

    In the editor: FaceMask.

    Args:
        image: Required.
        face_ids: Default "".
        minimum_confidence: Default 0.5.
        x_offset: Default 0.0.
        y_offset: Default 0.0.
        chunk: Default False.
        invert_mask: Default False.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int), mask (ImageField).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    face_ids: In[str, StrWire] = port(default="")
    minimum_confidence: In[float, FloatWire] = port(default=0.5)
    x_offset: In[float, FloatWire] = port(default=0.0)
    y_offset: In[float, FloatWire] = port(default=0.0)
    chunk: In[bool, Output[bool]] = port(default=False)
    invert_mask: In[bool, Output[bool]] = port(default=False)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
    mask: Out[ImageField] = out()


class FaceOff(Node, type="face_off", version="1.2.2", category="segmentation", title="FaceOff"):
    """Node type `face_off`, version 1.2.2, category segmentation.

    In the editor: FaceOff.

    Args:
        image: Required.
        face_id: From 0 up, default 0.
        minimum_confidence: Default 0.5.
        x_offset: Default 0.0.
        y_offset: Default 0.0.
        padding: Default 0.
        chunk: Default False.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int), mask (ImageField), x (int), y (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    face_id: In[int, IntWire] = port(default=0, ge=0)
    minimum_confidence: In[float, FloatWire] = port(default=0.5)
    x_offset: In[float, FloatWire] = port(default=0.0)
    y_offset: In[float, FloatWire] = port(default=0.0)
    padding: In[int, IntWire] = port(default=0)
    chunk: In[bool, Output[bool]] = port(default=False)
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
    mask: Out[ImageField] = out()
    x: Out[int] = out()
    y: Out[int] = out()


class GroundingDino(
    Node,
    type="grounding_dino",
    version="1.0.0",
    category="segmentation",
    title="Grounding DINO (Text Prompt Object Detection)",
):
    """Node type `grounding_dino`, version 1.0.0, category segmentation.

    In the editor: Grounding DINO (Text Prompt Object Detection).

    Args:
        model: Required, "grounding-dino-tiny" or "grounding-dino-base".
        prompt: Required.
        image: Required.
        detection_threshold: From 0 to 1, default 0.3.

    Gives:
        collection (list[BoundingBoxField]).
    """

    model: In[GroundingDinoModel, Output[GroundingDinoModel]] = port(default=None, required=True)
    prompt: In[str, Output[str]] = port(default=None, required=True)
    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    detection_threshold: In[float, FloatWire] = port(default=0.3, ge=0.0, le=1.0)
    collection: Out[list[BoundingBoxField]] = out()


class SegmentAnything(
    Node, type="segment_anything", version="1.3.0", category="segmentation", title="Segment Anything"
):
    """Node type `segment_anything`, version 1.3.0, category segmentation.

    In the editor: Segment Anything.

    Args:
        model: Required, one of SegmentAnythingModel.
        image: Required.
        apply_polygon_refinement: Default True.
        mask_filter: "all" or "largest" or "highest_box_score", default "all".

    Gives:
        mask (TensorField), width (int), height (int).
    """

    model: In[SegmentAnythingModel, Output[SegmentAnythingModel]] = port(default=None, required=True)
    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    bounding_boxes: In[list[BoundingBoxField] | None, ListWire[BoundingBoxField]] = port(default=None)
    point_lists: In[list[SAMPointsField] | None, ListWire[SAMPointsField]] = port(default=None)
    apply_polygon_refinement: In[bool, Output[bool]] = port(default=True)
    mask_filter: In[MaskFilter, Output[MaskFilter]] = port(default="all")
    mask: Out[TensorField] = out()
    width: Out[int] = out()
    height: Out[int] = out()
