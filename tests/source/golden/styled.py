"""A graph of 17 nodes for InvokeAI."""

from invokegraph import Graph, InvokeAIClient, Model
from nodes_catalog import (
    CannyEdgeDetection,
    ControlNet,
    DenoiseLatents,
    DepthAnythingDepthEstimation,
    ImageField,
    LatentsToImage,
    LoRASelector,
    Noise,
    SDXLCompelPrompt,
    SDXLLoRACollectionLoader,
    SDXLModelLoader,
)

lora = LoRASelector(lora=Model("film grain", base="sdxl"), weight=0.5)
lora_2 = LoRASelector(lora=Model("ink", base="sdxl"), weight=0.5)
loader = SDXLModelLoader(model=Model("Juggernaut XL", base="sdxl"))
loras = SDXLLoRACollectionLoader(
    loras=[lora.lora, lora_2.lora],
    unet=loader.unet,
    clip=loader.clip,
    clip2=loader.clip2,
)
positive = SDXLCompelPrompt(
    prompt="a harbour",
    style="ink",
    clip=loras.clip,
    clip2=loras.clip2,
)
negative = SDXLCompelPrompt(prompt="blurry", clip=loras.clip, clip2=loras.clip2)

noise = Noise(seed=3, width=1024, height=1024)
canny_edge_detection = CannyEdgeDetection(
    image=ImageField(image_name="3f2c1c2e-6a1f-4b52-9a08-6d2c9e0f6d1e.png"),
)
control = ControlNet(
    image=canny_edge_detection.image,
    control_model=Model("canny", base="sdxl"),
    control_weight=0.6,
)
depth_anything_depth = DepthAnythingDepthEstimation(
    image=ImageField(image_name="3f2c1c2e-6a1f-4b52-9a08-6d2c9e0f6d1e.png"),
)
control_2 = ControlNet(
    image=depth_anything_depth.image,
    control_model=Model("depth", base="sdxl"),
    control_weight=0.6,
)
denoise = DenoiseLatents(
    unet=loras.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    control=[control.control, control_2.control],
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)
