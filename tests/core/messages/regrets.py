"""Golden texts of the problems that the server takes and regrets: models, sizes, wired values, seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph import Graph, Model
from nodes_catalog import (
    BlankImage,
    Compel,
    ControlNet,
    DenoiseLatents,
    FluxDenoise,
    ImageToLatents,
    Integer,
    LatentsToImage,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    Noise,
    RandomInt,
    Range,
    SDXLCompelPrompt,
    SDXLLoRACollectionLoader,
    SDXLLoRALoader,
    SDXLModelLoader,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph import Batch

SD1 = Model("one", base="sd-1", type="main")
SDXL = Model("xl", base="sdxl", type="main")


def sd1(**denoise: Any) -> tuple[MainModelLoader, DenoiseLatents, LatentsToImage]:
    """A graph for sd-1 of which nothing is wrong."""
    loader = MainModelLoader(model=SD1)
    prompt = Compel(prompt="a lighthouse", clip=loader.clip)
    latents = DenoiseLatents(
        unet=loader.unet,
        noise=Noise(width=64, height=64).noise,
        positive_conditioning=prompt.conditioning,
        negative_conditioning=prompt.conditioning,
        steps=2,
        **denoise,
    )
    return loader, latents, LatentsToImage(latents=latents.latents, vae=loader.vae)


def sdxl(model: Model = SDXL) -> tuple[SDXLModelLoader, DenoiseLatents, LatentsToImage]:
    """A graph for sdxl of which nothing is wrong but perhaps the model."""
    loader = SDXLModelLoader(model=model)
    prompt = SDXLCompelPrompt(prompt="a lighthouse", clip=loader.clip, clip2=loader.clip2)
    latents = DenoiseLatents(
        unet=loader.unet,
        noise=Noise(width=64, height=64).noise,
        positive_conditioning=prompt.conditioning,
        negative_conditioning=prompt.conditioning,
        steps=2,
    )
    return loader, latents, LatentsToImage(latents=latents.latents, vae=loader.vae)


def _negative_seed() -> Graph:
    return Graph.from_dict({"nodes": {"noise": {"id": "noise", "type": "noise", "seed": -1}}, "edges": []})


def _wired_seed() -> Graph:
    return Graph(Noise(seed=Integer(value=2**32 + 7).value))


def _odd_width() -> Graph:
    return Graph(Noise(width=Integer(value=513).value))


def _late_start() -> Graph:
    return Graph(Range(start=Integer(value=10).value, stop=5))


def _lora_as_main() -> Graph:
    return Graph(MainModelLoader(model=Model("x", type="lora")))


def _sd1_in_sdxl() -> Graph:
    return Graph(sdxl(SD1)[2])


def _sd1_lora_of_sdxl() -> Graph:
    lora = LoRASelector(lora=Model("x", base="sd-1", type="lora"))
    return Graph(SDXLLoRACollectionLoader(loras=lora.lora, unet=SDXLModelLoader(model=SDXL).unet))


def _sdxl_with_compel() -> Graph:
    loader, _, image = sd1()
    loader.model = SDXL
    return Graph(image)


def _sd1_control_of_sdxl() -> Graph:
    _, denoise, image = sdxl()
    control = ControlNet(image=BlankImage().image, control_model=Model("x", base="sd-1", type="controlnet"))
    denoise.control = control.control
    return Graph(image)


def _foreign_lora() -> Graph:
    loader = SDXLModelLoader(model=SDXL)
    return Graph(SDXLLoRALoader(lora=Model("x", base="sd-1", type="lora"), unet=loader.unet))


def _lora_twice() -> Graph:
    model = Model("x", base="sd-1", type="lora")
    first = LoRALoader(lora=model, unet=MainModelLoader(model=SD1).unet)
    return Graph(LoRALoader(lora=model, unet=first.unet))


def _foreign_vae() -> Graph:
    _, _, image = sd1()
    image.vae = MainModelLoader(id="other", model=SDXL).vae
    return Graph(image)


def _picture_of_another_size() -> Graph:
    loader, denoise, image = sd1()
    denoise.latents = ImageToLatents(image=BlankImage(width=135, height=64).image, vae=loader.vae).latents
    return Graph(image)


def _noise_of_another_kind() -> Graph:
    return Graph(FluxDenoise(noise=Noise(width=1024, height=1024).noise))


CASES: list[tuple[str, Callable[[], Graph | Batch], str]] = [
    (
        "seed-wrapped",
        _negative_seed,
        (
            "noise.seed: the server makes -1 the seed 4294967295 without a word; seeds are from 0 to 4294967295 "
            "[seed-wrapped]\n"
            "    write 4294967295 if that is what you mean"
        ),
    ),
    (
        "seed-wrapped",
        _wired_seed,
        (
            "integer.value -> noise.seed: the server makes 4294967303 the seed 7 without a word; seeds are from "
            "0 to 4294967295 [seed-wrapped]\n"
            "    write 7 if that is what you mean"
        ),
    ),
    (
        "wired-value",
        _odd_width,
        "integer.value -> noise.width brings 513, the input takes int above 0, a multiple of 8 [wired-value]",
    ),
    (
        "wired-rule",
        _late_start,
        (
            "range: stop (5) has to be above start (10); the server cannot load such a session again, and its "
            "queue stands still for everybody [wired-rule]"
        ),
    ),
    (
        "run-rule",
        lambda: Graph(RandomInt(low=5, high=5)),
        "rand_int: low (5) has to be below high (5) [run-rule]",
    ),
    (
        "model-type",
        _lora_as_main,
        "main_model_loader.model takes a model of type main, not 'lora' [model-type]",
    ),
    (
        "model-base",
        _sd1_in_sdxl,
        (
            "sdxl_compel_prompt.clip2 needs the second CLIP of sdxl, and sd-1 has one only [model-base]\n"
            "    give sdxl_model_loader.model an sdxl model, or use main_model_loader and compel"
        ),
    ),
    (
        "model-base",
        _sd1_lora_of_sdxl,
        "sdxl_lora_collection_loader.loras takes LoRAs of sdxl, not sd-1 (from lora_selector) [model-base]",
    ),
    (
        "mixed-bases",
        _sdxl_with_compel,
        (
            "denoise_latents mixes sdxl (unet, from main_model_loader) with sd-1 or sd-2 "
            "(positive_conditioning, from compel) [mixed-bases]\n"
            "    sdxl needs sdxl_compel_prompt, with the CLIP of sdxl_model_loader and a model of sdxl"
        ),
    ),
    (
        "mixed-bases",
        _sd1_control_of_sdxl,
        (
            "denoise_latents mixes sdxl (unet, from sdxl_model_loader) with sd-1 (control, from controlnet) "
            "[mixed-bases]\n"
            "    give controlnet.control_model a model of sdxl"
        ),
    ),
    (
        "foreign-lora",
        _foreign_lora,
        (
            "sdxl_lora_loader.lora is a LoRA of sd-1, unet is of sdxl [foreign-lora]\n"
            "    layers that do not fit are left out with no more than a warning in the server's log"
        ),
    ),
    (
        "lora-twice",
        _lora_twice,
        (
            "lora_loader_2.lora applies the LoRA that lora_loader has applied already [lora-twice]\n"
            "    apply it once, with the sum of the weights"
        ),
    ),
    (
        "foreign-vae",
        _foreign_vae,
        (
            "l2i decodes latents of sd-1 (from denoise_latents) with a VAE of sdxl (from other) [foreign-vae]\n"
            "    use a VAE of sd-1"
        ),
    ),
    (
        "size-mismatch",
        _picture_of_another_size,
        "denoise_latents: noise is of 64 x 64 pixels, latents of 128 x 64; they have to be of one size [size-mismatch]",
    ),
    (
        "noise-type",
        _noise_of_another_kind,
        "flux_denoise.noise takes FLUX noise, noise makes SD noise [noise-type]\n    set noise.noise_type to 'FLUX'",
    ),
]
