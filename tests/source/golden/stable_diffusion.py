"""A graph of 6 nodes for InvokeAI."""

from invokegraph import Graph, InvokeAIClient, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(
    id="positive",
    prompt="a lighthouse on a cliff at dusk, waves, warm light in the windows",
    clip=loader.clip,
)
negative = Compel(id="negative", prompt="blurry, low quality", clip=loader.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
    cfg_scale=7.5,
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)
