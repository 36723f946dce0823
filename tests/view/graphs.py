"""Graphs to draw."""

from __future__ import annotations

from typing import Any

from invokegraph import Graph, Model
from nodes_catalog import (
    Add,
    CannyEdgeDetection,
    Collect,
    Compel,
    ControlNet,
    DenoiseLatents,
    Image,
    ImageField,
    ImageResize,
    ImageToLatents,
    Integer,
    Iterate,
    LatentsToImage,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    Noise,
    SaveImage,
    SDXLCompelPrompt,
    SDXLLoRACollectionLoader,
    SDXLModelLoader,
    String,
)


def text_to_image() -> Graph:
    loader = MainModelLoader(model=Model(base="sd-1", type="main"))
    positive = Compel(prompt="a lighthouse at dusk", clip=loader.clip)
    negative = Compel(prompt="blurry", clip=loader.clip)
    noise = Noise(seed=7, width=512, height=512)
    denoise = DenoiseLatents(unet=loader.unet, noise=noise.noise, steps=20, cfg_scale=7.5)
    denoise.positive_conditioning = positive.conditioning
    denoise.negative_conditioning = negative.conditioning
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def sdxl() -> Graph:
    loader = SDXLModelLoader(model=Model("Juggernaut", base="sdxl", type="main"))
    width, height = Integer(id="width", value=1216), Integer(id="height", value=832)
    prompt = String(id="prompt", value="a red fox in fresh snow, golden hour, 85mm, shallow depth of field")
    positive = SDXLCompelPrompt(
        prompt=prompt.value,
        original_width=width.value,
        original_height=height.value,
        target_width=width.value,
        target_height=height.value,
        clip=loader.clip,
        clip2=loader.clip2,
    )
    negative = SDXLCompelPrompt(prompt="lowres", clip=loader.clip, clip2=loader.clip2)
    noise = Noise(seed=42, width=width.value, height=height.value)
    denoise = DenoiseLatents(unet=loader.unet, noise=noise.noise, scheduler="dpmpp_2m_k")
    denoise.positive_conditioning = positive.conditioning
    denoise.negative_conditioning = negative.conditioning
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def controlled() -> Graph:
    """Image to image with two LoRAs and two ControlNets: long wires, and a chain of collects."""
    loader = MainModelLoader(model=Model("Dreamshaper 8", base="sd-1"))
    first = LoRALoader(lora=Model("film grain", type="lora"), weight=0.6, unet=loader.unet, clip=loader.clip)
    second = LoRALoader(lora=Model("watercolour"), weight=0.4, unet=first.unet, clip=first.clip)
    photo = Image(id="photo", image=ImageField(image_name="3f2c1c2e-6a1f-4b52-9a08-6d2c9e0f6d1e.png"))
    small = ImageResize(image=photo.image, width=768, height=512)
    edges = CannyEdgeDetection(image=small.image)
    controls = [
        ControlNet(image=image, control_model=Model("canny"), control_weight=0.7)
        for image in (edges.image, small.image)
    ]
    denoise = DenoiseLatents(
        unet=second.unet,
        noise=Noise(seed=11, width=small.width, height=small.height).noise,
        latents=ImageToLatents(image=small.image, vae=loader.vae).latents,
        positive_conditioning=Compel(prompt="harbour town", clip=second.clip).conditioning,
        negative_conditioning=Compel(prompt="photo, text", clip=second.clip).conditioning,
        control=[control.control for control in controls],
    )
    return Graph(SaveImage(image=LatentsToImage(latents=denoise.latents, vae=loader.vae).image))


def variations(count: int = 8) -> Graph:
    """Many images from one model behind six LoRAs, gathered and saved one by one."""
    loader = MainModelLoader(model=Model(base="sd-1", type="main"))
    unet, clip = loader.unet, loader.clip
    for number in range(6):
        lora = LoRALoader(lora=Model(f"style {number}"), weight=0.1 * number, unet=unet, clip=clip)
        unet, clip = lora.unet, lora.clip
    negative = Compel(id="negative", prompt="blurry", clip=clip)
    seed = Integer(id="seed", value=5)
    images = []
    for number in range(count):
        noise = Noise(seed=Add(a=seed.value, b=number).value, width=512, height=512)
        denoise = DenoiseLatents(unet=unet, noise=noise.noise, negative_conditioning=negative.conditioning)
        denoise.positive_conditioning = Compel(prompt=f"lighthouse {number}", clip=clip).conditioning
        images.append(ImageResize(image=LatentsToImage(latents=denoise.latents, vae=loader.vae).image))
    gathered = Collect(item=[image.image for image in images])
    return Graph(SaveImage(image=Iterate(collection=gathered.collection).item))


def wide(count: int = 30) -> Graph:
    """Many LoRAs side by side, gathered by one node."""
    loader = SDXLModelLoader(model=Model(base="sdxl", type="main"))
    chosen = [LoRASelector(lora=Model(f"lora {number}"), weight=0.5) for number in range(count)]
    loras = Collect(item=[lora.lora for lora in chosen])
    styled = SDXLLoRACollectionLoader(loras=loras.collection, unet=loader.unet, clip=loader.clip, clip2=loader.clip2)
    conditioning = SDXLCompelPrompt(prompt="fox", clip=styled.clip, clip2=styled.clip2).conditioning
    denoise = DenoiseLatents(unet=styled.unet, noise=Noise(seed=1).noise, positive_conditioning=conditioning)
    denoise.negative_conditioning = conditioning
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def read(nodes: dict[str, dict[str, Any]], *edges: tuple[str, str, str, str]) -> Graph:
    """A graph in the server's shape, as it may come from elsewhere."""
    return Graph.from_dict(
        {
            "nodes": {id_: {"id": id_, **fields} for id_, fields in nodes.items()},
            "edges": [
                {
                    "source": {"node_id": source, "field": source_field},
                    "destination": {"node_id": target, "field": target_field},
                }
                for source, source_field, target, target_field in edges
            ],
        }
    )


def broken() -> Graph:
    """An unknown node, ends that are missing, several wires into one input, an unknown output, a loop, a cycle."""
    return read(
        {
            "a": {"type": "add", "a": 1},
            "b": {"type": "add"},
            "c": {"type": "my_custom_node", "numbers": [1, 2, 3]},
            "d": {"type": "l2i"},
        },
        ("a", "value", "b", "a"),
        ("a", "nothing", "b", "a"),
        ("b", "value", "a", "a"),
        ("b", "value", "b", "b"),
        ("c", "value", "a", "b"),
        ("c", "value", "a", "b"),
        ("c", "latents", "d", "latents"),
        ("gone", "vae", "d", "vae"),
        ("d", "image", "gone too", "image"),
    )


def web(count: int, *rows: tuple[int, int, str]) -> Graph:
    """Numbered nodes that add, and wires from one number to another."""
    return read(
        {f"n{number}": {"type": "add"} for number in range(count)},
        *((f"n{source}", "value", f"n{target}", name) for source, target, name in rows),
    )
