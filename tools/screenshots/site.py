"""Pages of the documentation."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import environ
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from tools.screenshots.camera import THEMES, WINDOWS, Look

if TYPE_CHECKING:
    from collections.abc import Generator

    from playwright.sync_api import Page

    from tools.screenshots.camera import Camera

ROOT: Final = Path(__file__).parents[2]
LOOK: Final = Look(whole=True, shortened=".md-header__topic")
PAGES: Final = {
    "front": "index.html",
    "how-to": "how-to/controlnet.html",
    "drawings": "drawings.html",
    "examples": "examples.html",
    "catalog": "catalog/latents.html",
    "catalog-index": "catalog/index.html",
    "reference": "reference/client.html",
    "problems": "problems.html",
}


def shoot(camera: Camera, folder: Path) -> None:
    """Take the pictures of the documentation.

    Args:
        camera: The camera.
        folder: Where the site is built.
    """
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        check=True,
        env={**environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    with served(folder) as host:
        for theme in THEMES:
            for window in WINDOWS:
                with camera.page(theme, window, host) as page:
                    for name, path in PAGES.items():
                        page.goto(f"http://{host}/{path}")
                        camera.shoot(page, f"site-{name}-{theme}-{window}", LOOK)
                    page.goto(f"http://{host}/index.html")
                    search(page, window)
                    camera.shoot(page, f"site-search-{theme}-{window}")


def search(page: Page, window: str) -> None:
    """Open the search and look for something."""
    if window == "narrow":
        page.locator("label[for=__search]").first.click()
    page.locator("input.md-search__input").click()
    page.keyboard.type("sweep")
    page.locator(".md-search-result__item").first.wait_for()
    if window == "narrow":  # until then the ground of the results grows beyond the page
        page.locator("[data-md-scrolllock]").wait_for()


@contextmanager
def served(folder: Path) -> Generator[str]:
    """Serve a folder on this machine, and yield host and port: the search of a page needs a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""
