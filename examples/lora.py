"""A picture with two LoRAs, one after the other.

A LoRA takes the model and the text encoder and gives them back changed: what used the loader's uses the LoRA's. How
strong each is, a sweep finds out: `invokegraph run lora.py --sweep lines.weight=0.4,0.7,1.0 --url URL`.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, LoRALoader, MainModelLoader, Noise

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
lines = LoRALoader(lora=Model("ink-lines", base="sd-1"), weight=0.7, unet=loader.unet, clip=loader.clip)
paper = LoRALoader(lora=Model("old-paper", base="sd-1"), weight=0.5, unet=lines.unet, clip=lines.clip)

positive = Compel(id="positive", prompt="a lighthouse, ink drawing on old paper", clip=paper.clip)
negative = Compel(id="negative", prompt="photo", clip=paper.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=paper.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)
