"""Every prompt with every seed: six pictures from one graph.

Values that belong together, a prompt and its number of steps, are zipped; what `sweep` adds is crossed with all before.
As a program of its own it names each picture after what made it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from invokegraph import Batch, Graph, InvokeAIClient, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise

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
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

batch = (
    Batch(Graph(image))
    .sweep(positive, prompt=["a lighthouse at dawn", "a lighthouse in a storm"])
    .zip(denoise, steps=[20, 30])  # the storm needs more
    .sweep(noise, seed=[7, 8, 9])
)


def main() -> None:
    """Run the batch and save its pictures as `seed-7 steps-20.png`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://localhost:9090", help="where the server is")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the pictures")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with InvokeAIClient.from_url(arguments.url) as client:
        for session in client.run(batch, progress=True).sessions:
            seed, steps = session.values[("noise", "seed")], session.values[("denoise_latents", "steps")]
            for picture in session.images():
                print(picture.save(arguments.out / f"seed-{seed} steps-{steps}.png"))


if __name__ == "__main__":
    main()
