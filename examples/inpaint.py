"""A part of a picture made anew, and the rest kept.

What may change is black in the mask. Its edge is graded, so that the new part grows into the old one, and in the end
the new picture is laid over the old one through the same mask: outside of it not a pixel differs.
"""

from __future__ import annotations

from invokegraph import Graph, Model, Output
from nodes_catalog import (
    BlankImage,
    ColorField,
    Compel,
    CreateGradientMask,
    DenoiseLatents,
    ExpandMaskWithFade,
    ImageField,
    ImagePaste,
    ImageToLatents,
    InvokeImageBlend,
    LatentsToImage,
    MainModelLoader,
    Noise,
)

SIDE = 512


def field(color: ColorField, width: int = SIDE, height: int = SIDE) -> Output[ImageField]:
    """A field of one colour, which stays out of the gallery."""
    return BlankImage(width=width, height=height, color=color, is_intermediate=True).image


sky = field(ColorField(r=240, g=140, b=60, a=255))
sea = field(ColorField(r=20, g=40, b=90, a=255), height=192)
source = ImagePaste(id="source", base_image=sky, image=sea, y=320, is_intermediate=True)

kept = field(ColorField(r=255, g=255, b=255, a=255))
hole = field(ColorField(r=0, g=0, b=0, a=255), width=128, height=320)
mask = ImagePaste(id="mask", base_image=kept, image=hole, x=192, y=96, is_intermediate=True)

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt="a lighthouse at dusk", clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=SIDE, height=SIDE)
encode = ImageToLatents(image=source.image, vae=loader.vae)
graded = CreateGradientMask(
    mask=mask.image, image=source.image, unet=loader.unet, vae=loader.vae, edge_radius=16, is_intermediate=True
)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    latents=encode.latents,
    denoise_mask=graded.denoise_mask,
    noise=noise.noise,
    steps=30,
)
painted = LatentsToImage(latents=denoise.latents, vae=loader.vae, is_intermediate=True)
faded = ExpandMaskWithFade(mask=graded.expanded_mask_area, fade_size_px=16, is_intermediate=True)
image = InvokeImageBlend(layer_base=source.image, layer_upper=painted.image, mask=faded.image)

graph = Graph(image)
