"""A picture made from another one.

`invokegraph run` makes it of two fields of colour, a sky above a sea. As a program of its own it takes a picture file:
`python image_to_image.py sketch.png --url http://localhost:9090`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from invokegraph import Graph, InvokeAIClient, Model, Output
from nodes_catalog import (
    BlankImage,
    ColorField,
    Compel,
    DenoiseLatents,
    ImageField,
    ImagePaste,
    ImageResize,
    ImageToLatents,
    LatentsToImage,
    MainModelLoader,
    Noise,
)


def sky_above_sea() -> Output[ImageField]:
    """Two fields of colour."""
    sky = BlankImage(width=512, height=512, color=ColorField(r=240, g=140, b=60, a=255), is_intermediate=True)
    sea = BlankImage(width=512, height=192, color=ColorField(r=20, g=40, b=90, a=255), is_intermediate=True)
    return ImagePaste(base_image=sky.image, image=sea.image, y=320, is_intermediate=True).image


def image_to_image(source: ImageField | Output[ImageField], *, strength: float = 0.7, side: int = 512) -> Graph:
    """Paint over a picture.

    Args:
        source: The name of a picture on the server, or an output of a node.
        strength: How much of it may change: at 0 nothing does, at 1 only its size is left.
        side: Width and height of the result.
    """
    loader = MainModelLoader(model=Model(base="sd-1", type="main"))
    positive = Compel(id="positive", prompt="a lighthouse at dusk, oil painting", clip=loader.clip)
    negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
    sized = ImageResize(image=source, width=side, height=side, is_intermediate=True)  # the noise is as large
    encode = ImageToLatents(image=sized.image, vae=loader.vae)
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        latents=encode.latents,
        noise=Noise(seed=7, width=side, height=side).noise,
        denoising_start=round(1 - strength, 3),
        steps=30,
    )
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


graph = image_to_image(sky_above_sea())


def main() -> None:
    """Upload a picture, paint over it, and save the result beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--url", default="http://localhost:9090", help="where the server is")
    parser.add_argument("--strength", type=float, default=0.7, help="how much may change, from 0 to 1")
    arguments = parser.parse_args()
    with InvokeAIClient.from_url(arguments.url) as client:
        uploaded = client.image_repo.upload_image(arguments.picture)
        source = ImageField(image_name=uploaded.image_name)
        result = client.run(image_to_image(source, strength=arguments.strength), progress=True)
        for picture in result.images():
            print(picture.save(arguments.picture.parent))


if __name__ == "__main__":
    main()
