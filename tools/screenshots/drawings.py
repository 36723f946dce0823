"""The HTML page of a graph, as it opens and as it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from invokegraph import Batch, Graph, Model
from invokegraph.cli.loading import load_one
from nodes_catalog import (
    Compel,
    DenoiseLatents,
    LatentsToImage,
    MainModelLoader,
    Noise,
)
from tests.view.graphs import variations
from tools.screenshots.camera import THEMES, WINDOWS, Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tools.screenshots.camera import Camera

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
LOOK: Final = Look(panned="#stage", boxes=((".ig-node", ".ig-box"),), inactive=".ig-dim")
FAR: Final = Look(panned="#stage", boxes=LOOK.boxes, inactive=".ig-dim", smallest=0)
"""For what was zoomed out: its texts are as small as they are."""

PROMPT: Final = (
    "a lighthouse on a cliff at dusk, waves breaking on black rocks, warm light in the windows, gulls, volumetric fog, "
    "oil on canvas in the manner of the 19th century, (impasto:1.3), soft rim light, маяк на скале"
)


def shoot(camera: Camera, folder: Path) -> None:
    """Take the pictures of drawings.

    Args:
        camera: The camera.
        folder: Where the pages are written.
    """
    for name, graph in graphs().items():
        (folder / f"{name}.html").write_text(graph.to_html(), encoding="utf-8")
    for theme in THEMES:
        for window in WINDOWS:
            with camera.page(theme, window) as page:
                for name in graphs():
                    page.goto((folder / f"{name}.html").as_uri())
                    camera.shoot(page, f"drawing-{name}-{theme}-{window}", LOOK)
                for name, (drawn, use, look) in USES.items():
                    page.goto((folder / f"{drawn}.html").as_uri())
                    use(page)
                    camera.shoot(page, f"drawing-{name}-{theme}-{window}", look)


def graphs() -> dict[str, Graph]:
    """The graphs that are drawn, by name."""
    return {
        "small": example("text_to_image"),
        "regions": example("regions"),
        "upscale": example("upscale"),
        "long-values": long_values(),
        "many-nodes": variations(32),
        "problems": problems(),
    }


def example(name: str) -> Graph:
    """The graph of an example."""
    work = load_one(EXAMPLES / f"{name}.py").work
    return work.graph if isinstance(work, Batch) else work


def long_values() -> Graph:
    """Prompts of a paragraph, names of models as they are found in the wild, and long titles."""
    loader = MainModelLoader(
        model=Model("juggernautXL_ragnarokBy-RunDiffusion_v13_fp16_pruned", base="sd-1", type="main")
    )
    positive = Compel(id="positive_prompt_of_the_first_pass", prompt=PROMPT, clip=loader.clip)
    negative = Compel(id="negative", prompt="blurry, " * 40, clip=loader.clip)
    denoise = DenoiseLatents(
        unet=loader.unet,
        noise=Noise(seed=4294967295, width=1216, height=832).noise,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        steps=30,
        cfg_scale=[7.5 - step / 10 for step in range(30)],
    )
    graph = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))
    graph.labels = {"denoise_latents": "First pass: composition, at the size that the model was trained with, then up"}
    return graph


def problems() -> Graph:
    """Inputs that are missing, a number out of range, a size that does not fit, an unknown node, a cycle."""
    return Graph.from_dict(
        {
            "nodes": {
                "loader": {"type": "main_model_loader", "id": "loader"},
                "prompt": {"type": "compel", "id": "prompt", "prompt": PROMPT},
                "noise": {"type": "noise", "id": "noise", "width": 500, "height": 512, "seed": -1},
                "denoise": {"type": "denoise_latents", "id": "denoise", "steps": 0, "scheduler": "dpm_fastest"},
                "mine": {"type": "sharpen_by_my_own_custom_node", "id": "mine", "strength": [0.1, 0.2]},
                "one": {"type": "add", "id": "one"},
                "two": {"type": "add", "id": "two"},
            },
            "edges": [
                edge("loader", "unet", "denoise", "unet"),
                edge("loader", "clip", "denoise", "noise"),
                edge("prompt", "conditioning", "denoise", "positive_conditioning"),
                edge("denoise", "latents", "mine", "latents"),
                edge("gone", "image", "mine", "image"),
                edge("one", "value", "two", "a"),
                edge("two", "value", "one", "a"),
            ],
        }
    )


def edge(source: str, output: str, target: str, input_: str) -> dict[str, dict[str, str]]:
    """An edge in the server's words."""
    return {
        "source": {"node_id": source, "field": output},
        "destination": {"node_id": target, "field": input_},
    }


def open_node(page: Page) -> None:
    """Click on the node with the long prompt."""
    page.locator(".ig-node", has_text="positive_prompt").first.click()


def open_problem(page: Page) -> None:
    """Click on the first problem of the list."""
    page.locator("aside ol button").first.click()


def search(page: Page) -> None:
    """Look for a word, and go to the second hit."""
    page.keyboard.press("/")
    page.keyboard.type("lighthouse 1")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def zoom_in(page: Page) -> None:
    """Zoom in twice."""
    for _ in range(2):
        page.locator("#in").click()


def see_all(page: Page) -> None:
    """Show the whole graph."""
    page.locator("#fit").click()


def walk(page: Page) -> None:
    """Reach the third node by keys alone, and open it."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.querySelectorAll('.ig-node')[2]"):
            break
    page.keyboard.press("Enter")


USES: Final[dict[str, tuple[str, Callable[[Page], None], Look]]] = {
    "opened": ("long-values", open_node, LOOK),
    "problem-opened": ("problems", open_problem, LOOK),
    "searched": ("many-nodes", search, LOOK),
    "zoomed-in": ("regions", zoom_in, LOOK),
    "zoomed-out": ("many-nodes", see_all, FAR),
    "by-keyboard": ("regions", walk, LOOK),
}
