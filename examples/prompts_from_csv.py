"""A picture for each row of a table.

The columns of `prompts.csv` advance together. A value that its input does not take is told before anything is sent.
Where the columns are called after inputs (`positive.prompt,noise.seed`), no program is needed: `invokegraph run
text_to_image.py --csv table.csv --url URL`.
"""

from __future__ import annotations

import csv
from pathlib import Path

from invokegraph import Batch, BatchError, Graph, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise

TABLE = Path(__file__).with_name("prompts.csv")

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt="", clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
)
graph = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def from_table(table: Path) -> Batch:
    """A batch with a session for each row of a table.

    Raises:
        BatchError: An input does not take what a column holds.
    """
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return (
            Batch(graph)
            .sweep(positive, prompt=[row["prompt"] for row in rows])
            .zip(noise, seed=[int(row["seed"]) for row in rows])
            .zip(denoise, steps=[int(row["steps"]) for row in rows])
        )
    except (KeyError, ValueError) as error:
        raise BatchError(f"{table}: {error}") from error


batch = from_table(TABLE)
