"""A graph of 12 nodes for InvokeAI."""

from invokegraph import Graph, InvokeAIClient, Model
from nodes_catalog import (
    Compel,
    DenoiseLatents,
    Image,
    ImageField,
    ImageResize,
    ImageToLatents,
    LatentsToImage,
    LoRALoader,
    MainModelLoader,
    ModelIdentifierField,
    Noise,
    SaveImage,
)

loader = MainModelLoader(
    model=ModelIdentifierField(
        key="0f7f4f6e-2f6c-4b7a-9d57-6f3f0c5d1e42",
        hash="blake3:1c2d3e",
        name="Dreamshaper 8",
        base="sd-1",
        type="main",
    ),
)
lora = LoRALoader(
    lora=Model("film grain", base="sd-1"),
    weight=0.6,
    unet=loader.unet,
    clip=loader.clip,
)
lora_2 = LoRALoader(
    lora=Model("ink", base="sd-1"),
    weight=0.35,
    unet=lora.unet,
    clip=lora.clip,
)
positive = Compel(
    prompt=(
        "a harbour town at dawn, fishing boats along the quay, gulls above the "
        "roofs, long shadows, wet cobblestones, warm light in a few windows, "
        "mist over the water, drawn in ink and washed with sepia"
    ),
    clip=lora_2.clip,
)
negative = Compel(prompt='photo, text, "signature"', clip=lora_2.clip)
source = Image(image=ImageField(image_name="3f2c1c2e-6a1f-4b52-9a08-6d2c9e0f6d1e.png"))
resize = ImageResize(image=source.image, width=768, height=512)
noise = Noise(seed=11, width=resize.width, height=resize.height)
encoded = ImageToLatents(image=resize.image, vae=loader.vae)
denoise = DenoiseLatents(
    unet=lora_2.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    latents=encoded.latents,
    denoising_start=0.35,
)
decoded = LatentsToImage(latents=denoise.latents, vae=loader.vae)
image = SaveImage(image=decoded.image)

graph = Graph(image)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)
