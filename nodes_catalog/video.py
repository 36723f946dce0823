# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import In, InOut, IntWire, ListWire, Out, Output

    from .choices import DimensionRounding, VideoResolution, VideoTransition
    from .fields import BoardField, MetadataField, VideoField


class ExtractVideoRange(
    Node,
    type="extract_video_range",
    version="1.1.0",
    category="video",
    title="Frame Range from Video",
    classification="prototype",
):
    """Node type `extract_video_range`, version 1.1.0, category video, prototype.

    In the editor: Frame Range from Video.

    Args:
        video: Required.
        start_frame: Default 0.
        end_frame: Default -1.
        fps: From 0 to 120, default 0.
        board: Value only.
        metadata: Wire only.

    Gives:
        video (VideoField), width (int), height (int), num_frames (int), fps (float), duration (float), start_frame
            (int), end_frame (int).
    """

    video: InOut[VideoField, VideoField, Output[VideoField]] = port(default=None, required=True)
    start_frame: InOut[int, int, IntWire] = port(default=0)
    end_frame: InOut[int, int, IntWire] = port(default=-1)
    fps: InOut[float, int, IntWire] = port(default=0, ge=0, le=120)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    width: Out[int] = out()
    height: Out[int] = out()
    num_frames: Out[int] = out()
    duration: Out[float] = out()


class VideoConcat(
    Node, type="video_concat", version="1.0.0", category="video", title="Concatenate Videos", classification="prototype"
):
    """Node type `video_concat`, version 1.0.0, category video, prototype.

    In the editor: Concatenate Videos.

    Args:
        videos: Required, of at least 2.
        transition: "cut" or "crossfade" or "fade_through_black", default "cut".
        transition_frames: From 0 to 240, default 8.
        fps: From 1 to 120.
        board: Value only.
        metadata: Wire only.

    Gives:
        video (VideoField), width (int), height (int), num_frames (int), fps (float), duration (float).
    """

    videos: In[list[VideoField], ListWire[VideoField]] = port(default=None, required=True, min_length=2)
    transition: In[VideoTransition, Output[VideoTransition]] = port(default="cut")
    transition_frames: In[int, IntWire] = port(default=8, ge=0, le=240)
    fps: InOut[float, int | None, Output[int]] = port(default=None, ge=1, le=120)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    video: Out[VideoField] = out()
    width: Out[int] = out()
    height: Out[int] = out()
    num_frames: Out[int] = out()
    duration: Out[float] = out()


class WanI2VIdealDimensions(
    Node,
    type="wan_i2v_ideal_dimensions",
    version="1.1.0",
    category="video",
    title="Wan 2.2 I2V Ideal Dimensions (A14B)",
    classification="prototype",
):
    """Node type `wan_i2v_ideal_dimensions`, version 1.1.0, category video, prototype.

    In the editor: Wan 2.2 I2V Ideal Dimensions (A14B).

    Args:
        width: Above 0, default 1024.
        height: Above 0, default 1024.
        target_resolution: "480p" or "720p" or "1080p", default "720p".
        rounding: "nearest" or "floor" or "ceiling", default "nearest".

    Gives:
        width (int), height (int).
    """

    width: InOut[int, int, IntWire] = port(default=1024, gt=0)
    height: InOut[int, int, IntWire] = port(default=1024, gt=0)
    target_resolution: In[VideoResolution, Output[VideoResolution]] = port(default="720p")
    rounding: In[DimensionRounding, Output[DimensionRounding]] = port(default="nearest")


class WanTI2VIdealDimensions(
    Node,
    type="wan_ti2v_ideal_dimensions",
    version="1.0.0",
    category="video",
    title="Wan 2.2 TI2V Ideal Dimensions (5B)",
    classification="prototype",
):
    """Node type `wan_ti2v_ideal_dimensions`, version 1.0.0, category video, prototype.

    In the editor: Wan 2.2 TI2V Ideal Dimensions (5B).

    Args:
        width: Above 0, default 1024.
        height: Above 0, default 1024.
        target_resolution: "480p" or "720p" or "1080p", default "720p".
        rounding: "nearest" or "floor" or "ceiling", default "nearest".

    Gives:
        width (int), height (int).
    """

    width: InOut[int, int, IntWire] = port(default=1024, gt=0)
    height: InOut[int, int, IntWire] = port(default=1024, gt=0)
    target_resolution: In[VideoResolution, Output[VideoResolution]] = port(default="720p")
    rounding: In[DimensionRounding, Output[DimensionRounding]] = port(default="nearest")
