"""A picture in the style of another one, by an IP-Adapter.

Both are made here, so that the example needs no file: the first is the reference of the second. For a picture of your
own, give the adapter its name on the server: `IPAdapter(image=ImageField(image_name="..."), ...)`.
"""

from __future__ import annotations

from invokegraph import Graph, Model, Output
from nodes_catalog import (
    Compel,
    DenoiseLatents,
    IPAdapter,
    IPAdapterField,
    LatentsToImage,
    MainModelLoader,
    Noise,
)

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)


def picture(prompt: Compel, seed: int, adapter: Output[IPAdapterField] | None = None) -> LatentsToImage:
    """A picture of a prompt, with or without a reference."""
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=prompt.conditioning,
        negative_conditioning=negative.conditioning,
        noise=Noise(seed=seed, width=512, height=512).noise,
        ip_adapter=adapter,
        steps=20,
    )
    return LatentsToImage(latents=denoise.latents, vae=loader.vae)


style = Compel(id="style", prompt="woodcut of a stormy sea, two colours", clip=loader.clip)
reference = picture(style, seed=1)
reference.is_intermediate = True

adapter = IPAdapter(
    image=reference.image,
    ip_adapter_model=Model(base="sd-1", type="ip_adapter"),
    method="style",  # its colours and strokes, not what is in it
    weight=0.8,
)
positive = Compel(id="positive", prompt="a lighthouse", clip=loader.clip)
image = picture(positive, seed=7, adapter=adapter.ip_adapter)

graph = Graph(image)
