"""A branch: the picture as it is, or enlarged and sharpened.

`If` hands on one of two values, and what only the other one needs does not run: drafts cost no enlargement. The
condition is a node, so that a batch or a command line can choose: `invokegraph run branch.py --set final.value=true`.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import (
    ESRGAN,
    Boolean,
    Compel,
    DenoiseLatents,
    If,
    LatentsToImage,
    MainModelLoader,
    Noise,
    SaveImage,
    UnsharpMask,
)

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt="a lighthouse", clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
)
draft = LatentsToImage(id="draft", latents=denoise.latents, vae=loader.vae, is_intermediate=True)
large = ESRGAN(image=draft.image, model_name="RealESRGAN_x2plus.pth", is_intermediate=True)
sharp = UnsharpMask(image=large.image, radius=2, strength=60, is_intermediate=True)

final = Boolean(id="final", value=False)
chosen = If(condition=final.value, true_input=sharp.image, false_input=draft.image)
image = SaveImage(image=chosen.value)

graph = Graph(image)
