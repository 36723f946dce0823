"""The documentation site builds without a warning and without the network, has every page, and loads nothing from elsewhere."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from nodes_catalog.index import TYPES

ROOT = Path(__file__).parents[1]
LOADED = re.compile(r"""<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)=["']?(https?:)?//[^>]*>""")
IN_STYLES = re.compile(r"""(?:@import|url\()\s*["']?(?:https?:)?//[^)]*""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        # Whoever asks the network gets no answer.
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "https_proxy": "http://127.0.0.1:9",
            "http_proxy": "http://127.0.0.1:9",
        },
    )
    assert (built.returncode, built.stdout + built.stderr) == (0, "")
    return folder


def test_every_page_is_there(site: Path) -> None:
    pages = {str(page.relative_to(ROOT / "docs").with_suffix(".html")) for page in (ROOT / "docs").rglob("*.md")}
    built = {str(page.relative_to(site)) for page in site.rglob("*.html")}
    assert pages | {"index.html", "examples.html", "contributing.html", "changes.html"} <= built


def test_every_node_type_has_its_place(site: Path) -> None:
    pages = {page.stem: page.read_text("utf-8") for page in (site / "catalog").glob("*.html")}
    assert [type_ for type_, (module, _) in TYPES.items() if f'id="{type_}"' not in pages[module]] == []
    assert [
        type_ for type_, (module, _) in TYPES.items() if f'href="{module}.html#{type_}"' not in pages["index"]
    ] == []


def test_every_node_type_is_found_by_its_title(site: Path) -> None:
    documents = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    texts = {document["location"]: document["text"] for document in documents}
    for type_, (module, name) in TYPES.items():
        title = getattr(import_module(f"nodes_catalog.{module}"), name).title
        assert html.escape(title, quote=False) in texts[f"catalog/{module}.html#{type_}"]


def test_every_example_is_shown(site: Path) -> None:
    page = (site / "examples.html").read_text("utf-8")
    assert [file.name for file in (ROOT / "examples").glob("*.py") if f">{file.name}<" not in page] == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        links = [found[0] for found in LOADED.finditer(page.read_text("utf-8")) if 'rel="canonical"' not in found[0]]
        assert links == [], page
    for style in site.rglob("*.css"):
        assert IN_STYLES.findall(style.read_text("utf-8")) == [], style
