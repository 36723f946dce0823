"""The page of the examples: what each is for, its drawing, its program."""

from __future__ import annotations

import ast
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
# Examples

Each example is a complete program in the folder `examples/`. Those with a drawing also run without a server:

```sh
invokegraph run examples/flux.py --simulate --out out
```
"""
FIRST = ("text_to_image", "flux", "lora", "controlnet", "image_to_image", "inpaint", "upscale", "ip_adapter", "regions")


def page(folder: Path) -> str:
    """The page, in Markdown."""
    names = sorted((file.stem for file in folder.glob("*.py")), key=_place)
    return HEAD + "".join(_section(folder / f"{name}.py") for name in names)


def _place(name: str) -> tuple[int, str]:
    """Pictures first, then what is done with many of them, then the rest."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _section(file: Path) -> str:
    program = file.read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(program)) or ""
    body = program.split('"""', 2)[2].strip("\n")
    drawing = file.parents[1] / "docs" / "images" / f"{file.stem}.svg"
    parts = [f"## {file.name}", docstring]
    if drawing.exists():
        parts.append(f"[![The graph of {file.name}](images/{drawing.name})](images/{drawing.name})")
    parts += ['??? example "The program"', indent(f"```python\n{body}\n```", "    ")]
    return "".join(f"\n{part}\n" for part in parts)
