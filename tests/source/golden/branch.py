"""A graph of 11 nodes for InvokeAI."""

from invokegraph import Graph, InvokeAIClient, Model
from nodes_catalog import (
    Boolean,
    Compel,
    CoreMetadata,
    DenoiseLatents,
    If,
    LatentsToImage,
    MainModelLoader,
    Noise,
    String,
)

loader = MainModelLoader(model=Model("Dreamshaper 8", base="sd-1"))
condition = Boolean(value=True)
by_day = String(value="the old bridge at noon")
by_night = String(value="the old bridge at night, lanterns")
day_or_night = If(
    condition=condition.value,
    true_input=by_day.value,
    false_input=by_night.value,
)
positive = Compel(prompt=day_or_night.value, clip=loader.clip)
negative = Compel(clip=loader.clip)
noise = Noise(seed=3)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
)
metadata = CoreMetadata(positive_prompt=day_or_night.value, seed=3)
image = LatentsToImage(
    latents=denoise.latents,
    vae=loader.vae,
    metadata=metadata.metadata,
)

graph = Graph(image)
graph.labels = {"string": "By Day", "string_2": "By Night", "if": "Day or Night?"}

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)
