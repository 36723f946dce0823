"""A loop on the server: a picture for each way to read a prompt, side by side in one sheet.

What an `Iterate` feeds runs once for each item of its list, within one session; a `Collect` gathers what comes out. A
batch is the better choice where the pictures have nothing to do with one another: its sessions end one by one.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import (
    Collect,
    Compel,
    DenoiseLatents,
    DynamicPrompt,
    FluxKontextConcatenateImages,
    Iterate,
    LatentsToImage,
    MainModelLoader,
    Noise,
)

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
prompts = DynamicPrompt(prompt="a lighthouse {at dawn|in a storm|under the stars}", max_prompts=3, combinatorial=True)
each = Iterate(collection=prompts.collection)
positive = Compel(id="positive", prompt=each.item, clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
)
picture = LatentsToImage(latents=denoise.latents, vae=loader.vae, is_intermediate=True)
pictures = Collect(item=picture.image)
sheet = FluxKontextConcatenateImages(images=pictures.collection, use_preferred_resolution=False)

graph = Graph(sheet)
