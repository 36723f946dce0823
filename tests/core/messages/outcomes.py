"""What comes of a graph: nothing to see, or less than was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph import Batch, Graph
from nodes_catalog import BlankImage, ImageBlur, Noise

if TYPE_CHECKING:
    from . import Case


def hidden() -> Graph:
    blank = BlankImage(is_intermediate=True)
    return Graph(ImageBlur(image=blank.image, is_intermediate=True))


def swept() -> Batch:
    blank = BlankImage()
    noise = Noise()
    return Batch(Graph(blank, noise)).sweep(noise, seed=[1, 2, 3]).sweep(blank, width=[64, 72])


CASES: list[Case] = [
    (
        "dead-work",
        lambda: Graph(BlankImage(), Noise()),
        "noise feeds nothing, and a result shows nothing of what it makes (width, height, noise) [dead-work]\n    wire one of its outputs, or take it out",
    ),
    (
        "all-intermediate",
        hidden,
        "every node that makes a picture is intermediate, img_blur the last: the gallery stays empty [all-intermediate]\n    img_blur.is_intermediate = False shows its picture",
    ),
    (
        "cached-result",
        lambda: Batch(Graph(BlankImage()), runs=3),
        "blank_image makes 1 picture in 3 sessions: what goes into it is the same again, so the server answers from its cache [cached-result]\n    sweep over a seed instead of using runs; use_cache=False makes the same picture again",
    ),
    (
        "cached-result",
        swept,
        "blank_image makes 2 pictures in 6 sessions: what goes into it is the same again, so the server answers from its cache [cached-result]\n    sweep over a seed instead of using runs; use_cache=False makes the same picture again",
    ),
]
