"""What the golden programs are made of."""

from __future__ import annotations

import runpy
from pathlib import Path

from invokegraph import Batch, Graph, LeftOut, Model, UnknownNode
from nodes_catalog import (
    Boolean,
    CannyEdgeDetection,
    Collect,
    Compel,
    ControlNet,
    CoreMetadata,
    DenoiseLatents,
    DepthAnythingDepthEstimation,
    If,
    Image,
    ImageField,
    ImageResize,
    ImageToLatents,
    Iterate,
    LatentsToImage,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    ModelIdentifierField,
    Noise,
    RandomRange,
    SaveImage,
    SDXLCompelPrompt,
    SDXLLoRACollectionLoader,
    SDXLModelLoader,
    String,
)

_EXAMPLE = Path(__file__).parents[2] / "examples" / "text_to_image.py"
_FAMILIES = runpy.run_path(str(_EXAMPLE), run_name="example")["FAMILIES"]


def stable_diffusion() -> Graph:
    return _FAMILIES["sd-1"](Model(base="sd-1", type="main"))


def sdxl() -> Graph:
    return _FAMILIES["sdxl"](Model("Juggernaut XL", base="sdxl", type="main"))


def loras() -> Graph:
    """Two LoRAs in a row, image to image, a long prompt, a model of one server."""
    model = ModelIdentifierField(
        key="0f7f4f6e-2f6c-4b7a-9d57-6f3f0c5d1e42", hash="blake3:1c2d3e", name="Dreamshaper 8", base="sd-1", type="main"
    )
    loader = MainModelLoader(model=model)
    grain = LoRALoader(lora=Model("film grain", base="sd-1"), weight=0.6, unet=loader.unet, clip=loader.clip)
    ink = LoRALoader(lora=Model("ink", base="sd-1"), weight=0.35, unet=grain.unet, clip=grain.clip)
    prompt = (
        "a harbour town at dawn, fishing boats along the quay, gulls above the roofs, long shadows, wet cobblestones, "
        "warm light in a few windows, mist over the water, drawn in ink and washed with sepia"
    )
    photo = Image(image=ImageField(image_name="3f2c1c2e-6a1f-4b52-9a08-6d2c9e0f6d1e.png"))
    small = ImageResize(image=photo.image, width=768, height=512)
    denoise = DenoiseLatents(
        unet=ink.unet,
        positive_conditioning=Compel(prompt=prompt, clip=ink.clip).conditioning,
        negative_conditioning=Compel(prompt='photo, text, "signature"', clip=ink.clip).conditioning,
        noise=Noise(seed=11, width=small.width, height=small.height).noise,
        latents=ImageToLatents(image=small.image, vae=loader.vae).latents,
        denoising_start=0.35,
    )
    return Graph(SaveImage(image=LatentsToImage(latents=denoise.latents, vae=loader.vae).image))


def styled() -> Graph:
    """SDXL with a list of LoRAs and one of ControlNets."""
    loader = SDXLModelLoader(model=Model("Juggernaut XL", base="sdxl"))
    selected = [LoRASelector(lora=Model(name, base="sdxl"), weight=0.5).lora for name in ("film grain", "ink")]
    loras = SDXLLoRACollectionLoader(loras=selected, unet=loader.unet, clip=loader.clip, clip2=loader.clip2)
    photo = ImageField(image_name="3f2c1c2e-6a1f-4b52-9a08-6d2c9e0f6d1e.png")
    edges, depth = CannyEdgeDetection(image=photo), DepthAnythingDepthEstimation(image=photo)
    controls = [
        ControlNet(image=image, control_model=Model(name, base="sdxl"), control_weight=0.6).control
        for name, image in (("canny", edges.image), ("depth", depth.image))
    ]
    denoise = DenoiseLatents(
        unet=loras.unet,
        positive_conditioning=SDXLCompelPrompt(
            prompt="a harbour", style="ink", clip=loras.clip, clip2=loras.clip2
        ).conditioning,
        negative_conditioning=SDXLCompelPrompt(prompt="blurry", clip=loras.clip, clip2=loras.clip2).conditioning,
        noise=Noise(seed=3, width=1024, height=1024).noise,
        control=controls,
    )
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def loop() -> Graph:
    """A picture for each of some seeds, gathered, and saved one by one."""
    loader = MainModelLoader(model=Model("Dreamshaper 8", base="sd-1"))
    positive, stormy = Compel(prompt="a lighthouse", clip=loader.clip), Compel(prompt="stormy sky", clip=loader.clip)
    negative = Compel(prompt="blurry", clip=loader.clip)
    seed = Iterate(collection=RandomRange(size=4, seed=7).collection)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=[positive.conditioning, stormy.conditioning],
        negative_conditioning=negative.conditioning,
        noise=Noise(seed=seed.item, width=768).noise,
    )
    images = Collect(item=LatentsToImage(latents=denoise.latents, vae=loader.vae).image)
    return Graph(SaveImage(image=Iterate(collection=images.collection).item))


def branch() -> Graph:
    """One of two prompts, chosen by a switch, and metadata beside the picture."""
    loader = MainModelLoader(model=Model("Dreamshaper 8", base="sd-1"))
    by_day, by_night = String(value="the old bridge at noon"), String(value="the old bridge at night, lanterns")
    prompt = If(condition=Boolean(value=True).value, true_input=by_day.value, false_input=by_night.value)
    noise = Noise(seed=3)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=Compel(prompt=prompt.value, clip=loader.clip).conditioning,
        negative_conditioning=Compel(clip=loader.clip).conditioning,
        noise=noise.noise,
    )
    metadata = CoreMetadata(positive_prompt=prompt.value, seed=3)
    image = LatentsToImage(latents=denoise.latents, vae=loader.vae, metadata=metadata.metadata)
    graph = Graph(image)
    graph.labels = {"string": "By Day", "string_2": "By Night", "if": "Day or Night?"}
    return graph


def sweeps() -> Batch:
    graph = stable_diffusion()
    batch = Batch(graph, runs=2, batch_id="lighthouses", origin="notebook")
    batch.sweep("positive", prompt=["a lighthouse at dusk", "a lighthouse in a storm"]).zip("noise", seed=[7, 8])
    return batch.sweep("denoise_latents", steps=range(10, 40, 10), cfg_scale=[5, 7.5, 9]).sweep(
        "noise", width=range(512, 1024, 128)
    )


def unknown() -> Graph:
    """Nodes of a package that is not here, as they come from the editor."""
    loader = MainModelLoader(id="6ef1c3f0-8d5e-4d0c-b9a4-0d2f6a1c7b11", model=Model("Dreamshaper 8", base="sd-1"))
    grid = UnknownNode("xy_grid", id="d9a1f7b2-3c44-4f0e-8a55-71a6f2f5c0aa", version="1.2.0", node_pack="grid_nodes")
    grid.inputs["columns"] = 3
    grid.inputs["labels"] = ["steps", "cfg scale", "seed"]
    grid.inputs["vae"] = loader.vae
    tone = UnknownNode("tone_map", id="9b8c5f6a-77a8-4f5d-9d0f-55b1c0b6a7e3")
    tone.inputs["image"] = grid.output("image")
    tone.inputs["curve from"] = {"shadows": 0.1, "highlights": 0.9}
    image = SaveImage(id="b61f1d1e-5a0a-4cf4-a7e8-0b8f5a7a54f0", image=tone.output("image"))
    graph = Graph(image)
    graph.left_out = (
        LeftOut("the note 'Read me first': notes are for people who look at the workflow", "n"),
        LeftOut("the note at Tone map: Brighter or darker.\n\n0 = as it is\n1 = \x1b[7mwhite\\n"),
        LeftOut("Tone map.strength: the value 0.5, because a wire feeds the input"),
    )
    return graph


def odd() -> Batch:
    """A request to a queue with all that no constructor says."""
    return Batch.from_dict(
        {
            "batch_id": "b1",
            "runs": 1,
            "origin": None,
            "graph": {
                "id": "session-graph",
                "nodes": {
                    "noise:aZ3": {"id": "noise:aZ3", "type": "noise", "seed": "7", "width": 512, "board": None},
                    "resize:9k": {"id": "resize:9k", "type": "img_resize", "image": None, "width": 640},
                    "blur": {"id": "blurred", "type": "img_blur"},
                },
                "edges": [
                    {
                        "source": {"node_id": "noise:aZ3", "field": "width"},
                        "destination": {"node_id": "resize:9k", "field": "height"},
                    },
                    {
                        "source": {"node_id": "blur", "field": "image"},
                        "destination": {"node_id": "resize:9k", "field": "image"},
                    },
                    {
                        "source": {"node_id": "gone", "field": "image"},
                        "destination": {"node_id": "blur", "field": "image"},
                    },
                ],
            },
            "data": [[{"node_path": "noise:aZ3", "field_name": "height", "items": [512, 640, 768]}]],
            "workflow": {"name": "Seeds", "nodes": [], "edges": []},
        }
    )


GOLDEN = (stable_diffusion, sdxl, loras, styled, loop, branch, sweeps, unknown, odd)
