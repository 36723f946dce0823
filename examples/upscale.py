"""A picture made small, enlarged fourfold, and painted over tile by tile, so that the card's memory is enough.

The enlargement is smooth; the second denoising, which starts late, adds the details. A tile ControlNet, as in
`controlnet.py`, would hold it closer to the small picture.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import (
    ESRGAN,
    Compel,
    DenoiseLatents,
    ImageToLatents,
    LatentsToImage,
    MainModelLoader,
    Noise,
    TiledMultiDiffusionDenoiseLatents,
)

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt="a lighthouse on a cliff, every stone of it", clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)

noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
)
small = LatentsToImage(latents=denoise.latents, vae=loader.vae, is_intermediate=True)

large = ESRGAN(image=small.image, model_name="RealESRGAN_x4plus.pth", is_intermediate=True)
encode = ImageToLatents(image=large.image, vae=loader.vae, tiled=True)
fresh_noise = Noise(id="fresh_noise", seed=8, width=large.width, height=large.height)  # as large as what it goes into
refine = TiledMultiDiffusionDenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    latents=encode.latents,
    noise=fresh_noise.noise,
    tile_width=512,
    tile_height=512,
    tile_overlap=64,
    denoising_start=0.65,
    steps=20,
)
image = LatentsToImage(latents=refine.latents, vae=loader.vae, tiled=True)

graph = Graph(image)
