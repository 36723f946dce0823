"""Whole pipelines on a real server with tiny models: what the README promises, family by family."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invokegraph import Batch, Graph, Model
from invokegraph.transport.errors import JobFailed
from nodes_catalog import (
    BlankImage,
    Collect,
    ColorField,
    Compel,
    ControlNet,
    DenoiseLatents,
    Divide,
    ImageToLatents,
    IntegerCollection,
    Iterate,
    LatentsToImage,
    LoRACollectionLoader,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    Multiply,
    Noise,
    SDXLCompelPrompt,
    SDXLModelLoader,
)

from .pictures import png_size

if TYPE_CHECKING:
    from invokegraph import InvokeAIClient
    from invokegraph.transport.results import Picture

pytestmark = pytest.mark.live
EXAMPLE = Path(__file__).parents[2] / "examples" / "text_to_image.py"
SIDE = 128


def only(pictures: list[Picture]) -> bytes:
    assert len(pictures) == 1
    return pictures[0].bytes()


def sd1() -> tuple[MainModelLoader, Compel, Compel, DenoiseLatents, LatentsToImage]:
    """A small Stable Diffusion 1.x pipeline whose parts the tests rewire."""
    loader = MainModelLoader(model=Model("tiny-sd1"))
    positive = Compel(prompt="a lighthouse", clip=loader.clip)
    negative = Compel(prompt="blurry", clip=loader.clip)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=Noise(seed=7, width=SIDE, height=SIDE).noise,
        steps=3,
    )
    image = LatentsToImage(latents=denoise.latents, vae=loader.vae, use_cache=False)
    return loader, positive, negative, denoise, image


def test_text_to_image_sd1(client: InvokeAIClient) -> None:
    *_, image = sd1()
    assert png_size(only(client.run(Graph(image)).images(image))) == (SIDE, SIDE)


def test_text_to_image_sdxl(client: InvokeAIClient) -> None:
    loader = SDXLModelLoader(model=Model("tiny-sdxl"))
    positive = SDXLCompelPrompt(prompt="a lighthouse", style="oil", clip=loader.clip, clip2=loader.clip2)
    negative = SDXLCompelPrompt(prompt="blurry", style="", clip=loader.clip, clip2=loader.clip2)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=Noise(seed=7, width=SIDE, height=2 * SIDE).noise,
        steps=3,
    )
    image = LatentsToImage(latents=denoise.latents, vae=loader.vae, use_cache=False)
    assert png_size(only(client.run(Graph(image)).images(image))) == (SIDE, 2 * SIDE)


def test_lora(client: InvokeAIClient) -> None:
    loader, positive, negative, denoise, image = sd1()
    lora = LoRALoader(lora=Model("tiny-lora-sd1"), weight=0.8, unet=loader.unet, clip=loader.clip)
    positive.clip = negative.clip = lora.clip
    denoise.unet = lora.unet
    assert png_size(only(client.run(Graph(image)).images(image))) == (SIDE, SIDE)


def test_a_list_of_loras_is_gathered(client: InvokeAIClient) -> None:
    loader, positive, negative, denoise, image = sd1()
    selectors = [LoRASelector(lora=Model("tiny-lora-sd1"), weight=weight) for weight in (0.2, 0.4, 0.6)]
    loras = LoRACollectionLoader(loras=[selector.lora for selector in selectors], unet=loader.unet, clip=loader.clip)
    positive.clip = negative.clip = loras.clip
    denoise.unet = loras.unet
    result = client.run(Graph(image))
    gathered = result.output("collect_3")["collection"]
    assert [item["weight"] for item in gathered] == [0.2, 0.4, 0.6], "the order of the list is kept"


def test_controlnet(client: InvokeAIClient) -> None:
    _, _, _, denoise, image = sd1()
    edges = BlankImage(width=SIDE, height=SIDE, is_intermediate=True)
    denoise.control = ControlNet(image=edges.image, control_model=Model("tiny-controlnet-sd1")).control
    assert png_size(only(client.run(Graph(image)).images(image))) == (SIDE, SIDE)


def test_image_to_image(client: InvokeAIClient) -> None:
    loader, _, _, denoise, image = sd1()
    source = BlankImage(width=SIDE, height=SIDE, color=ColorField(r=200, g=80, b=20, a=255), is_intermediate=True)
    denoise.latents = ImageToLatents(image=source.image, vae=loader.vae).latents
    denoise.denoising_start = 0.4
    assert png_size(only(client.run(Graph(image)).images(image))) == (SIDE, SIDE)


def test_a_sweep_of_eight(client: InvokeAIClient) -> None:
    _, positive, _, denoise, image = sd1()
    noise = denoise.inputs["noise"].node
    batch = Batch(Graph(image)).sweep(noise, seed=[1, 2, 3, 4]).sweep(positive, prompt=["a lighthouse", "a harbour"])
    result = client.run(batch)
    assert len(batch) == len(result.sessions) == len(result.images(image)) == 8
    for session, planned in zip(result.sessions, batch.sessions(), strict=True):
        ran = {(value["node_path"], value["field_name"]): value["value"] for value in session.item["field_values"]}
        assert ran == planned.values


def test_iterate_and_collect(client: InvokeAIClient) -> None:
    numbers = IntegerCollection(collection=[1, 2, 3, 4])
    each = Iterate(collection=numbers.collection)
    tenfold = Multiply(a=each.item, b=10)
    gathered = Collect(item=tenfold.value)
    again = IntegerCollection(collection=gathered.collection)
    result = client.run(Graph(again))
    assert result.output(again)["collection"] == [10, 20, 30, 40]
    assert result.values(tenfold, "value") == [10, 20, 30, 40]


def test_a_failing_job_says_where_and_why(client: InvokeAIClient) -> None:
    by_zero = Divide(id="by_zero", a=1, b=0)
    with pytest.raises(JobFailed, match="by_zero") as failure:
        client.run(Graph(by_zero))
    assert "ZeroDivisionError" in str(failure.value)


@pytest.mark.parametrize("model", ["tiny-sd1", "tiny-sdxl"])
def test_the_example_writes_a_picture(live_url: str, model: str, tmp_path: Path) -> None:
    size = ["--width", "192", "--height", "128", "--steps", "2"]
    command = [sys.executable, str(EXAMPLE), "--url", live_url, "--model", model, "--out", str(tmp_path), *size]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    pictures = list(tmp_path.glob("*.png"))
    assert [png_size(picture.read_bytes()) for picture in pictures] == [(192, 128)]
