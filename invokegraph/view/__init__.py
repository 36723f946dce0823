"""Drawings of graphs: SVG and Mermaid."""

from invokegraph.view.mermaid import to_mermaid
from invokegraph.view.svg import to_svg

__all__ = ["to_mermaid", "to_svg"]
