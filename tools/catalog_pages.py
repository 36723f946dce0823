"""The reference of the node catalog: a page for each category, made of the node classes."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING

from invokegraph.node import Node
from nodes_catalog.index import SERVER_VERSION, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invokegraph.ports import Port

CATEGORIES = {"control": "loops and branches", "llm": "language models", "controlnet_preprocessors": "preprocessors"}
HOW = {"any": "", "connection": "wire only", "direct": "value only"}


def pages() -> dict[str, str]:
    """All pages, in Markdown, by their paths in the documentation."""
    modules: dict[str, list[type[Node]]] = defaultdict(list)
    for module, name in TYPES.values():
        modules[module].append(getattr(import_module(f"nodes_catalog.{module}"), name))
    made = {f"catalog/{module}.md": _page(module, classes) for module, classes in modules.items()}
    return {"catalog/index.md": _overview(modules), **made}


def _overview(modules: dict[str, list[type[Node]]]) -> str:
    lines = [
        "# The catalog",
        "",
        f"All {len(TYPES)} node types of InvokeAI {SERVER_VERSION}, as classes of `nodes_catalog`. Every node has the",
        "inputs `is_intermediate` and `use_cache` as well; see [`Node`](../reference/nodes.md).",
        "",
        "| node type | class | in the editor | category |",
        "| --- | --- | --- | --- |",
    ]
    for type_, (module, name) in sorted(TYPES.items()):
        title = getattr(import_module(f"nodes_catalog.{module}"), name).title
        lines.append(f"| `{type_}` | [`{name}`]({module}.md#{type_}) | {_cell(title)} | {_title(module)} |")
    categories = [f"[{_title(module)}]({module}.md) ({len(modules[module])})" for module in sorted(modules)]
    return "\n".join([*lines[:5], "Categories: " + ", ".join(categories), "", *lines[5:]]) + "\n"


def _page(module: str, classes: Sequence[type[Node]]) -> str:
    ordered = sorted(classes, key=lambda cls: cls.__name__)
    return f"# Nodes: {_title(module)}\n\n" + "\n".join(line for cls in ordered for line in _node(cls))


def _title(module: str) -> str:
    return CATEGORIES.get(module, module.replace("_", " "))


def _node(cls: type[Node]) -> Iterator[str]:
    inherited = Node.ports()
    ports = [port for name, port in cls.ports().items() if name not in inherited]
    yield f"## {cls.__name__} {{ #{cls.type} }}"
    yield ""
    yield ", ".join(
        part
        for part in (
            _cell(cls.title),
            f"node type `{cls.type}`",
            f"version {cls.version}",
            _unless_stable(cls.classification),
        )
        if part
    )
    yield ""
    takes = [port for port in ports if port.takes is not None]
    if takes:
        yield "| input | takes | default | |"
        yield "| --- | --- | --- | --- |"
        yield from map(_input, takes)
        yield ""
    gives = [f"`{port.attribute}` ({_cell(str(port.gives))})" for port in ports if port.gives is not None]
    yield f"Gives {', '.join(gives)}." if gives else "Gives nothing."
    yield ""


def _unless_stable(classification: str) -> str:
    return "" if classification in ("", "stable") else classification


def _input(port: Port) -> str:
    takes = _cell(port.describe())
    if models := " or ".join(part for part in (*port.model_bases, *port.model_types)):
        takes = f"{takes}: {models}"
    default = "required" if port.required else f"`{json.dumps(port.default)}`".replace("|", "\\|")
    return f"| `{port.attribute}` | {takes} | {default} | {HOW[port.input]} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[")
