"""`make drawings`: the pictures of the documentation, made by the examples."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from invokegraph import Batch, InvokeAIClient
from invokegraph.cli.loading import LoadError, load_one
from invokegraph.simulator import Simulator
from invokegraph.simulator.models import model

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """Write a drawing for each example that holds a graph or a batch, and the sheet of a simulated sweep."""
    for file in sorted((ROOT / "examples").glob("*.py")):
        try:
            graph = load_one(file).graph
        except LoadError:  # a program of another kind
            continue
        (IMAGES / f"{file.stem}.svg").write_text(graph.draw(), "utf-8")
    _draw_sheet(IMAGES / "sheet.png")


def _draw_sheet(path: Path) -> None:
    graph = load_one(ROOT / "examples" / "text_to_image.py").graph
    prompts = ["a lighthouse at dusk", "a lighthouse at dawn"]
    batch = Batch(graph).sweep(graph["positive"], prompt=prompts).sweep(graph["noise"], seed=[7, 8, 9])
    with Simulator(models=[model("simulated-sd-1", "sd-1", "main")]) as url, InvokeAIClient.from_url(url) as client:
        client.run(batch).sheet().save(path, size=224)
    Image.open(path).quantize(256).save(path, optimize=True)  # a third of the bytes, for a page that many load


if __name__ == "__main__":
    main()
