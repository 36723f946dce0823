"""A notebook that runs in JupyterLab against the simulator; then what nbconvert makes of it, and VS Code's ground."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from html import escape
from os import environ
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import TimeoutError  # noqa: A004 - its own, which is no other

from tools.screenshots.camera import THEMES, Finding, Look
from tools.screenshots.drawings import PROMPT

if TYPE_CHECKING:
    from collections.abc import Generator

    from playwright.sync_api import Locator, Page

    from tools.screenshots.camera import Camera

ROOT: Final = Path(__file__).parents[2]
CELLS: Final = (
    """\
from invokegraph import Batch, Graph, InvokeAIClient, Model
from invokegraph.simulator import Simulator
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise

simulator = Simulator()
client = InvokeAIClient.from_url(simulator.start())""",
    f"""\
loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt={PROMPT!r}, clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=384, height=256)
denoise = DenoiseLatents(unet=loader.unet, noise=noise.noise, steps=1000, cfg_scale=7.5)
denoise.positive_conditioning = positive.conditioning
denoise.negative_conditioning = negative.conditioning
positive""",
    "denoise",
    "graph = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))\ngraph",
    "graph.problems()",
    "Graph(DenoiseLatents(id='first', noise=noise.noise), Compel(id='lost')).problems()",
    """\
prompts = ["a lighthouse at dusk", positive.prompt, "three ships in a storm, by night"]
batch = Batch(graph).sweep(positive, prompt=prompts).sweep(noise, seed=[7, 8, 9, 10])
batch""",
    "result = client.run(batch, progress=True)",
    "result",
    "result.images()[0]",
    "result.sheet()",
    "client.close()\nsimulator.close()",
)
RUNS: Final = next(place for place, cell in enumerate(CELLS) if "progress=True" in cell)
LOOK: Final = Look(root=".jp-OutputArea-output", boxes=((".ig-node", ".ig-box"),))
TALL: Final = 4600
_PATIENCE: Final = 120.0
_LEAST_TOLD: Final = 8
_LISTEN: Final = """() => {
  window.told = new Set();
  const look = () => {
    const bar = document.querySelector(".jp-OutputArea-output progress");
    if (bar) told.add(bar.parentElement.textContent);
  };
  new MutationObserver(look).observe(document.querySelector(".jp-Notebook"), { childList: true, subtree: true });
}"""
"""Keeps what the line of progress says, one after the other."""
_THEMES: Final = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def shoot(camera: Camera, folder: Path) -> None:
    """Take the pictures of a notebook.

    Args:
        camera: The camera.
        folder: Where the notebook and all that Jupyter writes go.
    """
    with jupyter(folder) as (host, token):
        for theme in THEMES:
            for window in ("wide", "half"):
                choose(folder, theme)
                notebook = folder / f"{theme}-{window}.ipynb"
                write_notebook(notebook)
                with camera.page(theme, window, host) as page:
                    page.goto(f"http://{host}/doc/tree/{notebook.name}?reset&token={token}")
                    run(camera, page, f"{theme}-{window}")
        with camera.page("light", "wide", host) as page:
            page.goto(f"http://{host}/doc/tree/dark-wide.ipynb?reset&token={token}")
            page.locator(".jp-OutputArea-output img").last.wait_for()
            stretch(page)
            camera.shoot(page, "notebook-dark-in-a-light-system", LOOK)
    for theme in THEMES:
        notebook = folder / f"{theme}-wide.ipynb"
        written = convert(notebook, theme)
        with camera.page(theme, "wide") as page:
            page.goto(written.as_uri())
            page.set_viewport_size({"width": 1440, "height": TALL})
            camera.shoot(page, f"notebook-nbconvert-{theme}", LOOK)
            (folder / "vscode.html").write_text(as_in_vs_code(notebook, theme), encoding="utf-8")
            page.goto((folder / "vscode.html").as_uri())
            camera.shoot(page, f"notebook-vscode-{theme}", Look(root=".output", boxes=LOOK.boxes))


def run(camera: Camera, page: Page, name: str) -> None:
    """Run the cells one after the other, and take pictures meanwhile and at the end."""
    cells = page.locator(".jp-CodeCell")
    start(page, cells.first)
    page.evaluate(_LISTEN)
    for place in range(len(CELLS)):
        if place:
            page.keyboard.press("Shift+Enter")
        if place == RUNS:
            watch(camera, page, name)
        done = cells.nth(place).locator(".jp-InputPrompt", has_text=f"[{place + 1}]:")
        done.wait_for(timeout=_PATIENCE * 1000)
    stretch(page)
    figures = camera.shoot(page, f"notebook-{name}", LOOK)
    if failed := page.locator(".jp-OutputArea-output[data-mime-type*=error]").all_inner_texts():
        figures.findings.extend(Finding("console", text, "a cell failed") for text in failed)
    if len(told := page.evaluate("[...told]")) < _LEAST_TOLD:
        figures.findings.append(Finding("lost", str(told), "the progress hardly changes while the batch runs"))
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)


def start(page: Page, cell: Locator) -> None:
    """Run the first cell, as often as it takes: what comes before the kernel is there is lost."""
    for _ in range(20):
        cell.locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        try:
            cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[[*1]\]")).wait_for(timeout=3000)
        except TimeoutError:
            continue
        return
    raise RuntimeError("the notebook's kernel does not start")


def stretch(page: Page) -> None:
    """Make the window so high that it shows the whole notebook."""
    size = page.viewport_size
    assert size, "the page has a size"
    page.set_viewport_size({"width": size["width"], "height": TALL})
    page.wait_for_timeout(300)
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")


def watch(camera: Camera, page: Page, name: str) -> None:
    """Take a picture while the batch runs, once there is a preview."""
    output = page.locator(".jp-CodeCell").nth(RUNS).locator(".jp-OutputArea-output")
    output.locator("img[alt=preview]").wait_for()
    output.scroll_into_view_if_needed()
    camera.shoot(page, f"notebook-running-{name}", LOOK)


def write_notebook(path: Path) -> None:
    """Write the cells as a notebook that has not run."""
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": text,
        }
        for place, text in enumerate(CELLS)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def choose(folder: Path, theme: str) -> None:
    """Set JupyterLab's theme, whatever the system's is, and let it ask nobody for news."""
    settings = {
        "apputils-extension/themes": {"theme": _THEMES[theme], "adaptive-theme": False},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in settings.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")


def surroundings(folder: Path) -> dict[str, str]:
    """An environment in which Jupyter keeps everything in a folder, and finds this repository."""
    own = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    return {**environ, **own, "JUPYTER_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}


@contextmanager
def jupyter(folder: Path) -> Generator[tuple[str, str]]:
    """A Jupyter server of its own; yields its host and port, and its token."""
    token = token_hex(16)
    options = {
        "IdentityProvider.token": token,
        "LabApp.user_settings_dir": folder / "settings",
        "LabApp.workspaces_dir": folder / "workspaces",
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": 0,
        "ServerApp.root_dir": folder,
    }
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    with (folder / "jupyter.log").open("w") as log:
        process = subprocess.Popen(
            [*command, *(f"--{name}={value}" for name, value in options.items())],
            env=surroundings(folder),
            stdout=log,
            stderr=log,
        )
        try:
            yield _address(folder, process), token
        finally:
            process.terminate()
            process.wait(30)


def _address(folder: Path, process: subprocess.Popen[bytes]) -> str:
    """Where a Jupyter server answers, as it writes into its folder when it does."""
    end = monotonic() + _PATIENCE
    while monotonic() < end and process.poll() is None:
        for file in (folder / "jupyter_runtime_dir").glob("jpserver-*.json"):
            try:
                return f"127.0.0.1:{json.loads(file.read_text())['port']}"
            except ValueError:  # not written to its end yet
                break
        sleep(0.1)
    raise RuntimeError(f"JupyterLab does not start: {(folder / 'jupyter.log').read_text()[-2000:]}")


def convert(notebook: Path, theme: str) -> Path:
    """The notebook that has run, as nbconvert's HTML."""
    nowhere = [f"--HTMLExporter.{part}_url=" for part in ("mathjax", "require_js", "jquery", "mermaid_js")]
    target = notebook.with_suffix(".html")
    subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--theme", theme, *nowhere, str(notebook)],
        env=surroundings(notebook.parent),
        check=True,
        capture_output=True,
    )
    return target


def as_in_vs_code(notebook: Path, theme: str) -> str:
    """The outputs on the ground of VS Code's notebooks, whose tables have no style but the browser's."""
    ground, ink = ("#1f1f1f", "#cccccc") if theme == "dark" else ("#ffffff", "#3b3b3b")
    style = f"body{{margin:24px;background:{ground};color:{ink};font:13px 'Segoe WPC','Segoe UI',sans-serif}}"
    outputs: list[dict[str, Any]] = [
        output["data"]
        for cell in json.loads(notebook.read_text())["cells"]
        for output in cell["outputs"]
        if "data" in output
    ]
    shown = "".join(f'<div class="output">{_markup(data)}</div><hr>' for data in outputs)
    return f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style><body class="vscode-{theme}">{shown}'


def _markup(data: dict[str, Any]) -> str:
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return "".join(data[kind])
    if "image/png" in data:
        return f'<img src="data:image/png;base64,{"".join(data["image/png"]).strip()}">'
    return f"<pre>{escape(''.join(data.get('text/plain', '')))}</pre>"
