"""A graph of 6 nodes for InvokeAI."""

from invokegraph import Graph, InvokeAIClient, Model
from nodes_catalog import (
    DenoiseLatents,
    LatentsToImage,
    Noise,
    SDXLCompelPrompt,
    SDXLModelLoader,
)

loader = SDXLModelLoader(model=Model("Juggernaut XL", base="sdxl", type="main"))
positive = SDXLCompelPrompt(
    id="positive",
    prompt="a lighthouse on a cliff at dusk, waves, warm light in the windows",
    style="a lighthouse on a cliff at dusk, waves, warm light in the windows",
    clip=loader.clip,
    clip2=loader.clip2,
)
negative = SDXLCompelPrompt(
    id="negative",
    prompt="blurry, low quality",
    style="blurry, low quality",
    clip=loader.clip,
    clip2=loader.clip2,
)
noise = Noise(seed=7, width=1024, height=1024)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
    cfg_scale=6.0,
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)
