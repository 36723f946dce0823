"""A picture from a prompt, with Stable Diffusion 1.x or SDXL.

`invokegraph run` runs its `graph`. As a program of its own it checks the graph offline, draws it and writes its batch;
with `--url` it runs it on a server and saves the picture.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from invokegraph import Batch, Graph, InvokeAIClient, InvokegraphError, Model
from nodes_catalog import (
    Compel,
    DenoiseLatents,
    LatentsToImage,
    MainModelLoader,
    Noise,
    SDXLCompelPrompt,
    SDXLModelLoader,
)

PROMPT = "a lighthouse on a cliff at dusk, waves, warm light in the windows"
NEGATIVE = "blurry, low quality"


def stable_diffusion(model: Model, *, seed: int = 7, width: int = 512, height: int = 512, steps: int = 20) -> Graph:
    """Text to image with a Stable Diffusion 1.x model."""
    loader = MainModelLoader(model=model)
    positive = Compel(id="positive", prompt=PROMPT, clip=loader.clip)
    negative = Compel(id="negative", prompt=NEGATIVE, clip=loader.clip)
    noise = Noise(seed=seed, width=width, height=height)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=noise.noise,
        steps=steps,
        cfg_scale=7.5,
    )
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def sdxl(model: Model, *, seed: int = 7, width: int = 1024, height: int = 1024, steps: int = 20) -> Graph:
    """Text to image with an SDXL model, which reads its prompt with two encoders."""
    loader = SDXLModelLoader(model=model)
    positive = SDXLCompelPrompt(id="positive", prompt=PROMPT, style=PROMPT, clip=loader.clip, clip2=loader.clip2)
    negative = SDXLCompelPrompt(id="negative", prompt=NEGATIVE, style=NEGATIVE, clip=loader.clip, clip2=loader.clip2)
    noise = Noise(seed=seed, width=width, height=height)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=noise.noise,
        steps=steps,
        cfg_scale=6.0,
    )
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


graph = stable_diffusion(Model(base="sd-1", type="main"))  # what `invokegraph run` and `invokegraph check` find

FAMILIES = {"sd-1": stable_diffusion, "sdxl": sdxl}


def make(base: str, name: str | None, arguments: argparse.Namespace) -> Graph:
    """The graph for a family of models, with what the command line asks for."""
    asked = {part: getattr(arguments, part) for part in ("seed", "width", "height", "steps")}
    given = {part: value for part, value in asked.items() if value is not None}
    return FAMILIES[base](Model(name, base=base, type="main"), **given)


def write(made: Graph, out: Path) -> None:
    """Check a graph without a server; leave its drawing and its batch in `out`."""
    made.validate()
    batch = Batch(made)
    out.mkdir(parents=True, exist_ok=True)
    (out / "text_to_image.svg").write_text(made.draw(), encoding="utf-8")
    (out / "text_to_image.batch.json").write_text(json.dumps(batch.to_dict(), indent=2), encoding="utf-8")
    print(f"{made}: no problems")
    print(f"drawing: {out / 'text_to_image.svg'}\nbatch: {out / 'text_to_image.batch.json'}")


def run(client: InvokeAIClient, arguments: argparse.Namespace) -> None:
    """Run the graph on a server and save its picture in `arguments.out`."""
    base = arguments.base
    if arguments.model and not base:
        base = client.dnn_model_repo.find(name=arguments.model, type="main").base
    result = client.run(make(base or "sd-1", arguments.model, arguments), progress=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for picture in result.images():
        print(picture.save(arguments.out))


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a server to run on; without it nothing leaves this machine")
    parser.add_argument("--model", help="name of the main model; any of the family if left out")
    parser.add_argument("--base", choices=FAMILIES, help="family of the model; found out on the server, else sd-1")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for what is written")
    parser.add_argument("--seed", type=int, help="of the noise, from 0 to 4294967295")
    parser.add_argument("--width", type=int, help="in pixels, a multiple of 8")
    parser.add_argument("--height", type=int, help="in pixels, a multiple of 8")
    parser.add_argument("--steps", type=int, help="of denoising")
    arguments = parser.parse_args()
    try:
        if arguments.url:
            with InvokeAIClient.from_url(arguments.url) as client:
                run(client, arguments)
        else:
            write(make(arguments.base or "sd-1", arguments.model, arguments), arguments.out)
    except InvokegraphError as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
