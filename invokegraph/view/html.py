"""HTML pages that need nothing but themselves and may do nothing else."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def page(title: str, body: Iterable[str], *, name: str, styles: Iterable[str] = ()) -> str:
    """A page. Its policy lets run and style it only what this package wrote, and lets nothing be loaded: data that
    were taken for markup would still do nothing.

    Args:
        title: What it is called.
        body: Lines of markup, in which all data is escaped.
        name: What its style sheet and its script are called in this folder.
        styles: Further style sheets that stand in the body.
    """
    style, script = part(f"{name}.css"), part(f"{name}.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {' '.join(map(_hash, (style, *styles)))}; "
        f"script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    lines = (
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *body,
        f"<script>{script}</script>",
        "</body>",
        "</html>",
    )
    return "\n".join(lines) + "\n"


@cache
def part(name: str) -> str:
    """A style sheet or script of this folder."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
