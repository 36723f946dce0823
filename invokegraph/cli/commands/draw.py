"""`invokegraph draw`: a graph as a drawing."""

from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from invokegraph.cli.options import AsJson, File, Name, or_stdout


class _Drawing(NamedTuple):
    """How a graph is drawn.

    Attributes:
        method: The method of `Graph` that does it.
        suffixes: How the names of such files end.
    """

    method: str
    suffixes: tuple[str, ...]


FORMATS: Final = {
    "svg": _Drawing("draw", (".svg",)),
    "html": _Drawing("to_html", (".html", ".htm")),
    "mermaid": _Drawing("to_mermaid", (".mmd", ".mermaid")),
    "dot": _Drawing("to_dot", (".dot", ".gv")),
}


_PIXELS: Final = (
    "for a PNG, write a .dot and run `dot -Tpng -O graph.dot` (Graphviz); for a PDF, print the .html from a browser"
)


def _known(format: str | None) -> str | None:
    if format is not None and format not in FORMATS:
        raise typer.BadParameter(f"there is no format {format!r}, but {', '.join(FORMATS)}\n  {_PIXELS}")
    return format


def _fitting(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        callback=_known,
        autocompletion=_fitting,
        help="How to draw it; else as the name of the file to write says, or as SVG.",
    ),
]
Target = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", callback=or_stdout, help="The file to write; else the drawing is shown."),
]
Open = Annotated[bool, typer.Option("--open", help="Open the file in the browser.")]


def draw(
    file: File,
    *,
    format: Format = None,
    out: Target = None,
    open: Open = False,
    name: Name = None,
    as_json: AsJson = False,
) -> None:
    """Draw a graph.

    What is wrong with it is marked.
    """
    from invokegraph.cli.endings import CommandError
    from invokegraph.cli.loading import load_one
    from invokegraph.cli.opening import opened
    from invokegraph.cli.tables import save_text, show_file, show_json
    from invokegraph.report import entries

    if open and out is None:
        raise CommandError("--open opens the file that is written: name it by --out FILE")
    how = format or _format_of(out)
    graph = load_one(file, name).graph
    text = getattr(graph, FORMATS[how].method)()
    if out is not None:
        save_text(text, out)
    if as_json:
        told = {"format": how, "file": out and str(out), "drawing": None if out else text}
        counts = {"nodes": len(graph), "edges": len(graph.edges)}
        show_json({**told, **counts, "problems": entries(graph.problems())})
    elif out is None:
        show_file(text)
    if out is not None and open:
        opened(out)


def _format_of(out: Path | None) -> str:
    from invokegraph.cli.endings import CommandError

    if out is None:
        return "svg"
    for name, drawing in FORMATS.items():
        if out.suffix.lower() in drawing.suffixes:
            return name
    endings = ", ".join(drawing.suffixes[0] for drawing in FORMATS.values())
    raise CommandError(
        f"--out {out}: its name does not say how to draw it: let it end in one of {endings}\n  {_PIXELS}"
    )
