# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category controlnet_preprocessors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, Out, Output

    from .choices import BorderMode, DepthAnythingSize
    from .fields import BoardField, ImageField, MetadataField


class CannyEdgeDetection(
    Node,
    type="canny_edge_detection",
    version="1.0.0",
    category="controlnet_preprocessors",
    title="Canny Edge Detection",
):
    """Node type `canny_edge_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Canny Edge Detection.

    Args:
        image: Required.
        low_threshold: From 0 to 255, default 100.
        high_threshold: From 0 to 255, default 200.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    low_threshold: In[int, IntWire] = port(default=100, ge=0, le=255)
    high_threshold: In[int, IntWire] = port(default=200, ge=0, le=255)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ColorMap(Node, type="color_map", version="1.0.0", category="controlnet_preprocessors", title="Color Map"):
    """Node type `color_map`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Color Map.

    Args:
        image: Required.
        tile_size: From 1 up, default 64.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    tile_size: In[int, IntWire] = port(default=64, ge=1)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class ContentShuffle(
    Node, type="content_shuffle", version="1.0.0", category="controlnet_preprocessors", title="Content Shuffle"
):
    """Node type `content_shuffle`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Content Shuffle.

    Args:
        image: Required.
        scale_factor: From 0 up, default 256.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    scale_factor: In[int, IntWire] = port(default=256, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class DepthAnythingDepthEstimation(
    Node,
    type="depth_anything_depth_estimation",
    version="1.0.0",
    category="controlnet_preprocessors",
    title="Depth Anything Depth Estimation",
):
    """Node type `depth_anything_depth_estimation`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Depth Anything Depth Estimation.

    Args:
        image: Required.
        model_size: "large" or "base" or "small" or "small_v2", default "small_v2".
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    model_size: In[DepthAnythingSize, Output[DepthAnythingSize]] = port(default="small_v2")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class DWOpenposeDetection(
    Node,
    type="dw_openpose_detection",
    version="1.1.1",
    category="controlnet_preprocessors",
    title="DW Openpose Detection",
):
    """Node type `dw_openpose_detection`, version 1.1.1, category controlnet_preprocessors.

    In the editor: DW Openpose Detection.

    Args:
        image: Required.
        draw_body: Default True.
        draw_face: Default False.
        draw_hands: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    draw_body: In[bool, Output[bool]] = port(default=True)
    draw_face: In[bool, Output[bool]] = port(default=False)
    draw_hands: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class HEDEdgeDetection(
    Node, type="hed_edge_detection", version="1.0.0", category="controlnet_preprocessors", title="HED Edge Detection"
):
    """Node type `hed_edge_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: HED Edge Detection.

    Args:
        image: Required.
        scribble: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    scribble: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class HeuristicResize(
    Node,
    type="heuristic_resize",
    version="1.1.1",
    category="controlnet_preprocessors",
    title="Heuristic Resize",
    classification="prototype",
):
    """Node type `heuristic_resize`, version 1.1.1, category controlnet_preprocessors, prototype.

    In the editor: Heuristic Resize.

    Args:
        image: Required.
        width: From 1 up, default 512.
        height: From 1 up, default 512.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    width: InOut[int, int, IntWire] = port(default=512, ge=1)
    height: InOut[int, int, IntWire] = port(default=512, ge=1)


class LineartAnimeEdgeDetection(
    Node,
    type="lineart_anime_edge_detection",
    version="1.0.0",
    category="controlnet_preprocessors",
    title="Lineart Anime Edge Detection",
):
    """Node type `lineart_anime_edge_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Lineart Anime Edge Detection.

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


class LineartEdgeDetection(
    Node,
    type="lineart_edge_detection",
    version="1.0.0",
    category="controlnet_preprocessors",
    title="Lineart Edge Detection",
):
    """Node type `lineart_edge_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Lineart Edge Detection.

    Args:
        image: Required.
        coarse: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    coarse: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class MediaPipeFaceDetection(
    Node,
    type="mediapipe_face_detection",
    version="1.0.0",
    category="controlnet_preprocessors",
    title="MediaPipe Face Detection",
):
    """Node type `mediapipe_face_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: MediaPipe Face Detection.

    Args:
        image: Required.
        max_faces: From 1 up, default 1.
        min_confidence: From 0 to 1, default 0.5.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    max_faces: In[int, IntWire] = port(default=1, ge=1)
    min_confidence: In[float, FloatWire] = port(default=0.5, ge=0, le=1)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class MLSDDetection(
    Node, type="mlsd_detection", version="1.0.0", category="controlnet_preprocessors", title="MLSD Detection"
):
    """Node type `mlsd_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: MLSD Detection.

    Args:
        image: Required.
        score_threshold: From 0 up, default 0.1.
        distance_threshold: From 0 up, default 20.0.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    score_threshold: In[float, FloatWire] = port(default=0.1, ge=0)
    distance_threshold: In[float, FloatWire] = port(default=20.0, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()


class NormalMap(Node, type="normal_map", version="1.0.0", category="controlnet_preprocessors", title="Normal Map"):
    """Node type `normal_map`, version 1.0.0, category controlnet_preprocessors.

    In the editor: Normal Map.

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


class PBRMaps(Node, type="pbr_maps", version="1.0.0", category="controlnet_preprocessors", title="PBR Maps"):
    """Node type `pbr_maps`, version 1.0.0, category controlnet_preprocessors.

    In the editor: PBR Maps.

    Args:
        image: Required.
        tile_size: Default 512.
        border_mode: "none" or "seamless" or "mirror" or "replicate", default "none".
        board: Value only.
        metadata: Wire only.

    Gives:
        normal_map (ImageField), roughness_map (ImageField), displacement_map (ImageField).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    tile_size: In[int, IntWire] = port(default=512)
    border_mode: In[BorderMode, Output[BorderMode]] = port(default="none")
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    normal_map: Out[ImageField] = out()
    roughness_map: Out[ImageField] = out()
    displacement_map: Out[ImageField] = out()


class PiDiNetEdgeDetection(
    Node,
    type="pidi_edge_detection",
    version="1.0.0",
    category="controlnet_preprocessors",
    title="PiDiNet Edge Detection",
):
    """Node type `pidi_edge_detection`, version 1.0.0, category controlnet_preprocessors.

    In the editor: PiDiNet Edge Detection.

    Args:
        image: Required.
        quantize_edges: Default False.
        scribble: Default False.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    quantize_edges: In[bool, Output[bool]] = port(default=False)
    scribble: In[bool, Output[bool]] = port(default=False)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
