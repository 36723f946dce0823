"""A picture with a LoRA, in three strengths.

A LoRA takes the model and the text encoder and gives them back changed: what used the loader's uses the LoRA's. A
second one would take them from the first.
"""

from __future__ import annotations

from invokegraph import Batch, Graph, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, LoRALoader, MainModelLoader, Noise

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
lora = LoRALoader(lora=Model(base="sd-1", type="lora"), weight=0.7, unet=loader.unet, clip=loader.clip)

positive = Compel(id="positive", prompt="a lighthouse, ink drawing on old paper", clip=lora.clip)
negative = Compel(id="negative", prompt="photo", clip=lora.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=lora.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

batch = Batch(Graph(image)).sweep(lora, weight=[0.4, 0.7, 1.0])
