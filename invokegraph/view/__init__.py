"""Drawings of graphs: SVG, an HTML page, Mermaid and DOT."""

from invokegraph.view.dot import to_dot
from invokegraph.view.drawing import to_html
from invokegraph.view.mermaid import to_mermaid
from invokegraph.view.svg import to_svg

__all__ = ["to_dot", "to_html", "to_mermaid", "to_svg"]
