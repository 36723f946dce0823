"""What the server takes and regrets: each graph with a problem fails as it was told to, and its right twin runs.

A rule that is broken by wire (`wired-rule`) stops the queue of the server for everybody: it is proven by the server's
code alone, in `tests/oracle`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Graph, Model
from invokegraph.transport import InvokeAIClient, JobFailed
from nodes_catalog import (
    BlankImage,
    Compel,
    ControlNet,
    DenoiseLatents,
    Float,
    ImageToLatents,
    Integer,
    LatentsToImage,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    ModelIdentifier,
    Noise,
    RandomInt,
    Range,
    SDXLCompelPrompt,
    SDXLLoRACollectionLoader,
    SDXLLoRALoader,
    SDXLModelLoader,
    VAELoader,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph import Node
    from invokegraph.transport import Result

pytestmark = pytest.mark.live

SD1 = Model("tiny-sd1", base="sd-1", type="main")
SDXL = Model("tiny-sdxl", base="sdxl", type="main")
LORA = Model("tiny-lora-sd1", base="sd-1", type="lora")
CONTROL = Model("tiny-controlnet-sd1", base="sd-1", type="controlnet")


def noise(**inputs: Any) -> Noise:
    return Noise(**{"seed": time.time_ns() % 2**32, "width": 64, "height": 64, **inputs})


def sd1(model: Model = SD1, **inputs: Any) -> tuple[MainModelLoader, DenoiseLatents, LatentsToImage]:
    loader = MainModelLoader(model=model)
    prompt = Compel(prompt="a lighthouse", clip=loader.clip)
    return loader, *_pictured(loader, prompt, **inputs)


def sdxl(model: Model = SDXL) -> tuple[SDXLModelLoader, DenoiseLatents, LatentsToImage]:
    loader = SDXLModelLoader(model=model)
    prompt = SDXLCompelPrompt(prompt="a lighthouse", clip=loader.clip, clip2=loader.clip2)
    return loader, *_pictured(loader, prompt)


def _pictured(loader: Any, prompt: Any, **inputs: Any) -> tuple[DenoiseLatents, LatentsToImage]:
    wires = {"unet": loader.unet, "noise": noise().noise, "steps": 2}
    read = prompt.conditioning
    denoise = DenoiseLatents(**{**wires, "positive_conditioning": read, "negative_conditioning": read, **inputs})
    return denoise, LatentsToImage(latents=denoise.latents, vae=loader.vae)


def image_to_image(width: int) -> Node:
    loader, denoise, image = sd1()
    picture = BlankImage(width=width, height=64)
    denoise.latents = ImageToLatents(image=picture.image, vae=loader.vae).latents
    return image


def controlled(make: Callable[[], Any], model: Model) -> Node:
    _, denoise, image = make()
    picture = BlankImage(width=64, height=64)
    denoise.control = ControlNet(image=picture.image, control_model=model).control
    return image


def with_loras(*loras: Model) -> Node:
    loader, denoise, image = sd1()
    unet = loader.unet
    for lora in loras:
        unet = LoRALoader(lora=lora, unet=unet).unet
    denoise.unet = unet
    return image


def without_noise() -> Node:
    _, denoise, image = sd1()
    denoise.noise = None
    return image


def model_by_wire(model: Model) -> Node:
    loader, _, image = sd1()
    loader.model = ModelIdentifier(model=model).model
    return image


def with_vae(model: Model) -> Node:
    _, _, image = sd1()
    image.vae = VAELoader(vae_model=model).vae
    return image


def gathered_lora() -> Node:
    loader, denoise, image = sdxl()
    denoise.unet = SDXLLoRACollectionLoader(loras=LoRASelector(lora=LORA).lora, unet=loader.unet).unet
    return image


FAILING: list[tuple[str, Callable[[], Node], str]] = [
    ("model-type", lambda: sd1(LORA)[2], "no submodels in a LoRA model"),
    ("model-type", lambda: sd1(CONTROL)[2], "no submodels in models of type"),
    ("model-type", lambda: model_by_wire(LORA), "no submodels in a LoRA model"),
    ("model-type", lambda: with_loras(SD1), "A submodel type must be provided"),
    ("model-type", lambda: with_vae(SD1), "A submodel type must be provided"),
    ("model-type", lambda: with_vae(LORA), "AssertionError"),
    ("model-type", lambda: controlled(sd1, LORA), "AssertionError"),
    ("model-base", lambda: sdxl(SD1)[2], "submodel is not available for this model"),
    ("model-base", gathered_lora, "AssertionError"),
    ("mixed-bases", lambda: sd1(SDXL)[2], "TypeError"),
    ("mixed-bases", lambda: controlled(sdxl, CONTROL), "shapes cannot be multiplied"),
    ("lora-twice", lambda: with_loras(LORA, LORA), "already applied to unet"),
    ("noise-type", lambda: sd1(noise=noise(noise_type="FLUX").noise)[2], "shapes cannot be multiplied"),
    ("size-mismatch", lambda: image_to_image(128), "Incompatible 'noise' and 'latents' shapes"),
    ("run-rule", without_noise, "'latents' or 'noise' must be provided"),
    ("run-rule", lambda: sd1(cfg_scale=[2.0, 2.0, 2.0])[2], "same length as the number of steps"),
    ("run-rule", lambda: RandomInt(low=5, high=5), "low >= high"),
    ("run-rule", lambda: Range(step=0), "must not be zero"),
    ("run-rule", lambda: noise(noise_type="FLUX", width=72), "must be a multiple of 16"),
    ("wired-value", lambda: noise(width=Integer(value=65).value), "invalid incoming input for width"),
    ("wired-value", lambda: sd1(cfg_scale=Float(value=0.5).value)[2], "invalid incoming input for cfg_scale"),
]

RIGHT: list[tuple[str, Callable[[], Node]]] = [
    ("sd1", lambda: sd1()[2]),
    ("sdxl", lambda: sdxl()[2]),
    ("model by wire", lambda: model_by_wire(SD1)),
    ("controlnet", lambda: controlled(sd1, CONTROL)),
    ("lora", lambda: with_loras(LORA)),
    ("picture cut to the size of the noise", lambda: image_to_image(70)),
    ("a scale for each step", lambda: sd1(cfg_scale=[2.0, 2.0])[2]),
    ("numbers", lambda: RandomInt(low=5, high=6)),
    ("range", lambda: Range(step=2)),
    ("noise of flux", lambda: noise(noise_type="FLUX", width=80)),
    ("width by wire", lambda: noise(width=Integer(value=72).value)),
    ("scale by wire", lambda: sd1(cfg_scale=Float(value=1.5).value)[2]),
]


@pytest.mark.parametrize(("code", "make", "why"), FAILING, ids=[f"{case[0]}-{at}" for at, case in enumerate(FAILING)])
def test_what_is_told_fails(client: InvokeAIClient, code: str, make: Callable[[], Node], why: str) -> None:
    graph = Graph(make())
    told = graph.problems()
    assert {problem.code for problem in told} == {code}
    assert not any(problem.server_refuses for problem in told)
    with pytest.raises(JobFailed) as failure:
        client.run(graph, timeout=120, ignore={code})
    assert why in str(failure.value)


@pytest.mark.parametrize(("name", "make"), RIGHT, ids=[name for name, _ in RIGHT])
def test_the_right_twin_runs(client: InvokeAIClient, name: str, make: Callable[[], Node]) -> None:
    graph = Graph(make())
    assert graph.problems() == [], name
    client.run(graph, timeout=120)


@pytest.mark.parametrize(("seed", "used"), [(-5, 2**32 - 5), (2**32 + 7, 7)])
def test_a_seed_is_wrapped(client: InvokeAIClient, seed: int, used: int) -> None:
    wired = noise(seed=Integer(value=seed).value)
    graph = Graph(wired)
    [problem] = graph.problems()
    assert (problem.code, f"the seed {used} " in problem.message) == ("seed-wrapped", True)
    result: Result = client.run(graph, timeout=120, ignore={"seed-wrapped"})
    assert result.output(wired)["noise"]["seed"] == used


def test_a_foreign_vae_decodes_all_the_same(client: InvokeAIClient) -> None:
    _, _, image = sd1()
    image.vae = MainModelLoader(model=SDXL).vae
    assert [problem.code for problem in Graph(image).problems()] == ["foreign-vae"]
    assert client.run(Graph(image), timeout=120, ignore={"foreign-vae"}).images(image)


def test_a_foreign_lora_is_taken_without_a_word(client: InvokeAIClient) -> None:
    loader, denoise, image = sdxl()
    denoise.unet = SDXLLoRALoader(lora=LORA, unet=loader.unet).unet
    assert [problem.code for problem in Graph(image).problems()] == ["foreign-lora"]
    assert client.run(Graph(image), timeout=120, ignore={"foreign-lora"}).images(image)
