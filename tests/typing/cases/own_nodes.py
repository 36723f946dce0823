"""Node classes of one's own, beside the catalog's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_type

from invokegraph import Node, Output, out, port
from nodes_catalog import Float, Image, ImageField, Integer, SaveImage, String

if TYPE_CHECKING:
    from invokegraph import In, InOut, Out
    from invokegraph.ports import FloatWire, IntWire, ListWire

Edge: TypeAlias = Literal["left", "right"]


class Tilt(Node, type="tilt", version="1.0.0", node_pack="tests"):
    """Tilts pictures."""

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    angle: In[float, FloatWire] = port(default=0.0, ge=-90, le=90)
    times: In[int, IntWire] = port(default=1)
    edge: In[Edge, Output[Edge]] = port(default="left")
    more: In[list[ImageField], ListWire[ImageField]] = port(default=[])
    score: Out[float] = out()


photo = Image(image=ImageField(image_name="photo.png"))
tilt = Tilt(image=photo.image, angle=30, edge="right")
tilt.angle = Integer(value=3).value
tilt.times = 2
tilt.more = [photo.image, photo.image]
saved = SaveImage(image=tilt.image)
score = Float(value=tilt.score)

assert_type(tilt.image, Output[ImageField])
assert_type(tilt.score, Output[float])
assert_type(Tilt().times, int | Output[int] | Output[bool] | None)

tilt.image = tilt.score  # wrong: float to image
tilt.angle = "steep"  # wrong: text to float
tilt.times = tilt.score  # wrong: float to int
tilt.edge = "top"  # wrong: no such edge
tilt.edge = String(value="left").value  # wrong: any text to one of two
tilt.more = photo.image  # wrong: one image to images
tilt.score = 0.5  # wrong: an output
tilt.angel = 3  # wrong: no such input
Tilt(angel=3)  # wrong: no such input
Tilt(score=0.5)  # wrong: an output is no argument
Integer(value=tilt.score)  # wrong: float to int
