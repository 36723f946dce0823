"""The page of a contact sheet: the grid, and the comparison of two pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph import Batch, Graph, InvokeAIClient, Model
from invokegraph.simulator import Simulator
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise
from tools.screenshots.camera import THEMES, WINDOWS
from tools.screenshots.drawings import PROMPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tools.screenshots.camera import Camera


def shoot(camera: Camera, folder: Path) -> None:
    """Take the pictures of contact sheets.

    Args:
        camera: The camera.
        folder: Where the pages are written.
    """
    write_sheets(folder)
    for theme in THEMES:
        for window in WINDOWS:
            with camera.page(theme, window) as page:
                for name, (sheet, use) in USES.items():
                    page.goto((folder / f"{sheet}.html").as_uri())
                    use(page)
                    camera.shoot(page, f"sheet-{name}-{theme}-{window}")


def write_sheets(folder: Path) -> None:
    """Write a sheet of prompts by seeds, with a picture that failed, and one whose single axis fills rows."""
    loader = MainModelLoader(model=Model(base="sd-1", type="main"))
    positive = Compel(id="positive", clip=loader.clip)
    noise = Noise(width=384, height=256)
    denoise = DenoiseLatents(unet=loader.unet, noise=noise.noise, steps=3)
    denoise.positive_conditioning = positive.conditioning
    denoise.negative_conditioning = Compel(id="negative", prompt="blurry", clip=loader.clip).conditioning
    graph = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))
    prompts = ["a lighthouse at dusk", PROMPT, "three ships in a storm, by night"]
    simulator = Simulator()
    simulator.start()
    try:
        with InvokeAIClient.from_url(simulator.url) as client:
            simulator.faults.fail("l2i", type="OutOfMemoryError", message="CUDA out of memory", times=1)
            grid = Batch(graph).sweep(positive, prompt=prompts).sweep(noise, seed=[7, 8, 9, 4294967295])
            client.run(grid, timeout=120, on_error="collect").sheet().save(folder / "grid.html")
            row = Batch(graph).sweep(noise, seed=range(10)).zip(positive, prompt=[*prompts, *prompts, *prompts, PROMPT])
            client.run(row, timeout=120).sheet().save(folder / "rows.html")
    finally:
        simulator.close()


def just_look(page: Page) -> None:
    """Do nothing."""


def compare(page: Page) -> None:
    """Choose two pictures; they lie over each other."""
    pictures = page.locator("td button")
    pictures.nth(1).click()
    pictures.nth(5).click()


def beside(page: Page) -> None:
    """Choose two pictures and put them side by side."""
    compare(page)
    page.locator("#beside").click()


USES: Final[dict[str, tuple[str, Callable[[Page], None]]]] = {
    "grid": ("grid", just_look),
    "rows": ("rows", just_look),
    "compared": ("grid", compare),
    "beside": ("rows", beside),
}
