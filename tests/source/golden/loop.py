"""A graph of 14 nodes for InvokeAI."""

from invokegraph import Graph, InvokeAIClient, Model
from nodes_catalog import (
    Collect,
    Compel,
    DenoiseLatents,
    Iterate,
    LatentsToImage,
    MainModelLoader,
    Noise,
    RandomRange,
    SaveImage,
)

loader = MainModelLoader(model=Model("Dreamshaper 8", base="sd-1"))
positive = Compel(prompt="a lighthouse", clip=loader.clip)
positive_2 = Compel(prompt="stormy sky", clip=loader.clip)
negative = Compel(prompt="blurry", clip=loader.clip)
random_range = RandomRange(size=4, seed=7)
each = Iterate(collection=random_range.collection)
noise = Noise(seed=each.item, width=768)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=[positive.conditioning, positive_2.conditioning],
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
)
decoded = LatentsToImage(latents=denoise.latents, vae=loader.vae)
collect = Collect(item=decoded.image)
each_2 = Iterate(collection=collect.collection)
image = SaveImage(image=each_2.item)

graph = Graph(image)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)
