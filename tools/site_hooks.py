"""What the documentation site has beside the pages in `docs/`: pages made of facts while it is built.

- The front page, the contributor's page and the list of changes are the files at the top of the repository.
- The catalog has a page for each category of nodes, made of the node classes.
- Every example stands on a page with its program and its drawing.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # mkdocs loads this file by its path

from tools.catalog_pages import pages as catalog_pages  # noqa: E402 - found by the line above
from tools.example_pages import page as example_page  # noqa: E402

FRONT = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changes.md"}
MOVED = {**FRONT, "examples/": "examples.md"}
WIDE = "---\nhide: [toc]\n---\n\n"  # a front page has no need of a table of contents, but of room for its program
LINK = re.compile(r"(?<=\]\()[^)#]+")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    made = {target: _moved((ROOT / source).read_text("utf-8")) for source, target in FRONT.items()}
    made["index.md"] = WIDE + made["index.md"]
    made |= catalog_pages()
    made["examples.md"] = example_page(ROOT / "examples")
    for path, content in made.items():
        files.append(File.generated(config, path, content=content))
    return files


def _moved(text: str) -> str:
    """A page from the top of the repository, with links as they are within the site."""
    return LINK.sub(lambda link: MOVED.get(link[0], link[0].removeprefix("docs/")), text)
