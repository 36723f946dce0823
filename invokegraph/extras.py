"""What to install for parts of this package that need more than the rest."""

from __future__ import annotations

from typing import Final

PACKAGES: Final = {
    "cli": "typer rich",
    "simulator": "starlette uvicorn python-multipart pillow numpy",
    "images": "pillow",
    "testing": "pytest starlette uvicorn python-multipart pillow numpy",
}
"""The packages of each extra, as `pyproject.toml` has them."""


def to_install(extra: str) -> str:
    """How to install what an extra holds, be this package a clone or from an index."""
    return f"pip install {PACKAGES[extra]}, or the extra {extra} of invokegraph"
