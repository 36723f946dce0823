# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category primitives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, ListWire, Out, Output, StrWire

    from .fields import BoundingBoxField, ColorField, ConditioningField, ImageField, LatentsField, VideoField


class Boolean(Node, type="boolean", version="1.0.1", category="primitives", title="Boolean Primitive"):
    """Node type `boolean`, version 1.0.1, category primitives.

    In the editor: Boolean Primitive.

    Args:
        value: Default False.

    Gives:
        value (bool).
    """

    value: InOut[bool, bool, Output[bool]] = port(default=False)


class BooleanCollection(
    Node, type="boolean_collection", version="1.0.2", category="primitives", title="Boolean Collection Primitive"
):
    """Node type `boolean_collection`, version 1.0.2, category primitives.

    In the editor: Boolean Collection Primitive.

    Args:
        collection: Default [].

    Gives:
        collection (list[bool]).
    """

    collection: InOut[list[bool], list[bool], ListWire[bool]] = port(default=[])


class BoundingBox(Node, type="bounding_box", version="1.0.0", category="primitives", title="Bounding Box"):
    """Node type `bounding_box`, version 1.0.0, category primitives.

    In the editor: Bounding Box.

    Args:
        x_min: Default 0.
        y_min: Default 0.
        x_max: Default 0.
        y_max: Default 0.

    Gives:
        bounding_box (BoundingBoxField).
    """

    x_min: In[int, IntWire] = port(default=0)
    y_min: In[int, IntWire] = port(default=0)
    x_max: In[int, IntWire] = port(default=0)
    y_max: In[int, IntWire] = port(default=0)
    bounding_box: Out[BoundingBoxField] = out()


class Color(Node, type="color", version="1.0.1", category="primitives", title="Color Primitive"):
    """Node type `color`, version 1.0.1, category primitives.

    In the editor: Color Primitive.

    Args:
        color: Default {"r": 0, "g": 0, "b": 0, "a": 255}.

    Gives:
        color (ColorField).
    """

    color: InOut[ColorField, ColorField, Output[ColorField]] = port(default={"r": 0, "g": 0, "b": 0, "a": 255})


class Conditioning(Node, type="conditioning", version="1.0.1", category="primitives", title="Conditioning Primitive"):
    """Node type `conditioning`, version 1.0.1, category primitives.

    In the editor: Conditioning Primitive.

    Args:
        conditioning: Required, wire only.

    Gives:
        conditioning (ConditioningField).
    """

    conditioning: InOut[ConditioningField, ConditioningField, Output[ConditioningField]] = port(
        default=None, required=True, input="connection"
    )


class ConditioningCollection(
    Node,
    type="conditioning_collection",
    version="1.0.2",
    category="primitives",
    title="Conditioning Collection Primitive",
):
    """Node type `conditioning_collection`, version 1.0.2, category primitives.

    In the editor: Conditioning Collection Primitive.

    Args:
        collection: Default [].

    Gives:
        collection (list[ConditioningField]).
    """

    collection: InOut[list[ConditioningField], list[ConditioningField], ListWire[ConditioningField]] = port(default=[])


class Float(Node, type="float", version="1.0.1", category="primitives", title="Float Primitive"):
    """Node type `float`, version 1.0.1, category primitives.

    In the editor: Float Primitive.

    Args:
        value: Default 0.0.

    Gives:
        value (float).
    """

    value: InOut[float, float, FloatWire] = port(default=0.0)


class FloatCollection(
    Node, type="float_collection", version="1.0.2", category="primitives", title="Float Collection Primitive"
):
    """Node type `float_collection`, version 1.0.2, category primitives.

    In the editor: Float Collection Primitive.

    Args:
        collection: Default [].

    Gives:
        collection (list[float]).
    """

    collection: InOut[list[float], list[float], ListWire[float]] = port(default=[])


class Image(Node, type="image", version="1.0.2", category="primitives", title="Image Primitive"):
    """Node type `image`, version 1.0.2, category primitives.

    In the editor: Image Primitive.

    Args:
        image: Required.

    Gives:
        image (ImageField), width (int), height (int).
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    width: Out[int] = out()
    height: Out[int] = out()


class ImageCollection(
    Node, type="image_collection", version="1.0.2", category="primitives", title="Image Collection Primitive"
):
    """Node type `image_collection`, version 1.0.2, category primitives.

    In the editor: Image Collection Primitive.

    Args:
        collection: Wire only.
        images: Value only.

    Gives:
        collection (list[ImageField]).
    """

    collection: InOut[list[ImageField], list[ImageField] | None, ListWire[ImageField]] = port(
        default=None, input="connection"
    )
    images: In[list[ImageField] | None, Never] = port(default=None, input="direct")


class Integer(Node, type="integer", version="1.0.1", category="primitives", title="Integer Primitive"):
    """Node type `integer`, version 1.0.1, category primitives.

    In the editor: Integer Primitive.

    Args:
        value: Default 0.

    Gives:
        value (int).
    """

    value: InOut[int, int, IntWire] = port(default=0)


class IntegerCollection(
    Node, type="integer_collection", version="1.0.2", category="primitives", title="Integer Collection Primitive"
):
    """Node type `integer_collection`, version 1.0.2, category primitives.

    In the editor: Integer Collection Primitive.

    Args:
        collection: Default [].

    Gives:
        collection (list[int]).
    """

    collection: InOut[list[int], list[int], ListWire[int]] = port(default=[])


class Latents(Node, type="latents", version="1.0.2", category="primitives", title="Latents Primitive"):
    """Node type `latents`, version 1.0.2, category primitives.

    In the editor: Latents Primitive.

    Args:
        latents: Required, wire only.

    Gives:
        latents (LatentsField), width (int), height (int).
    """

    latents: InOut[LatentsField, LatentsField, Output[LatentsField]] = port(
        default=None, required=True, input="connection"
    )
    width: Out[int] = out()
    height: Out[int] = out()


class LatentsCollection(
    Node, type="latents_collection", version="1.0.1", category="primitives", title="Latents Collection Primitive"
):
    """Node type `latents_collection`, version 1.0.1, category primitives.

    In the editor: Latents Collection Primitive.

    Args:
        collection: Required.

    Gives:
        collection (list[LatentsField]).
    """

    collection: InOut[list[LatentsField], list[LatentsField], ListWire[LatentsField]] = port(
        default=None, required=True
    )


class String(Node, type="string", version="1.0.1", category="primitives", title="String Primitive"):
    """Node type `string`, version 1.0.1, category primitives.

    In the editor: String Primitive.

    Args:
        value: Default "".

    Gives:
        value (str).
    """

    value: InOut[str, str, StrWire] = port(default="")


class StringCollection(
    Node, type="string_collection", version="1.0.2", category="primitives", title="String Collection Primitive"
):
    """Node type `string_collection`, version 1.0.2, category primitives.

    In the editor: String Collection Primitive.

    Args:
        collection: Default [].

    Gives:
        collection (list[str]).
    """

    collection: InOut[list[str], list[str], ListWire[str]] = port(default=[])


class Video(Node, type="video", version="1.0.0", category="primitives", title="Video Primitive"):
    """Node type `video`, version 1.0.0, category primitives.

    In the editor: Video Primitive.

    Args:
        video: Required.

    Gives:
        video (VideoField), width (int), height (int), num_frames (int), fps (float), duration (float).
    """

    video: InOut[VideoField, VideoField, Output[VideoField]] = port(default=None, required=True)
    width: Out[int] = out()
    height: Out[int] = out()
    num_frames: Out[int] = out()
    fps: Out[float] = out()
    duration: Out[float] = out()
