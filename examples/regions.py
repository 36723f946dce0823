"""Two prompts, each for one half of the picture.

A prompt with a mask holds within it. A list of outputs given to an input is gathered in that order, here with a prompt
for the whole picture in front.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise, RectangleMask

WIDTH, HEIGHT = 768, 512


def half(name: str, x_left: int, prompt: str) -> Compel:
    """A prompt for one half."""
    mask = RectangleMask(
        id=f"{name}_half",
        width=WIDTH,
        height=HEIGHT,
        x_left=x_left,
        y_top=0,
        rectangle_width=WIDTH // 2,
        rectangle_height=HEIGHT,
    )
    return Compel(id=name, prompt=prompt, clip=loader.clip, mask=mask.mask)


loader = MainModelLoader(model=Model(base="sd-1", type="main"))
everywhere = Compel(id="everywhere", prompt="a coast, oil painting", clip=loader.clip)
left = half("left", 0, "a lighthouse in the sun")
right = half("right", WIDTH // 2, "a ship in a storm")
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=WIDTH, height=HEIGHT)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=[everywhere.conditioning, left.conditioning, right.conditioning],
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=25,
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)
