"""A picture from a prompt, with FLUX.

The main model is one file, so that the loader is told its other parts too. FLUX is guided by `guidance`; it has no
negative prompt, and its noise comes from the seed of the denoising itself.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import FluxDenoise, FluxModelLoader, FluxTextEncoder, FluxVaeDecode

loader = FluxModelLoader(
    model=Model(base="flux", type="main"),
    t5_encoder_model=Model(type="t5_encoder"),
    clip_embed_model=Model(type="clip_embed"),
    vae_model=Model(base="flux", type="vae"),
)
positive = FluxTextEncoder(
    id="positive",
    prompt="a lighthouse on a cliff at dusk, its beam drawn in the fog",
    clip=loader.clip,
    t5_encoder=loader.t5_encoder,
    t5_max_seq_len=loader.max_seq_len,
)
denoise = FluxDenoise(
    transformer=loader.transformer,
    positive_text_conditioning=positive.conditioning,
    width=1024,
    height=768,
    num_steps=28,
    guidance=3.5,
    seed=7,
)
image = FluxVaeDecode(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)
