"""`invokegraph code`: a file as a Python program."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.options import AsJson, File, Name, or_stdout

Target = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", callback=or_stdout, help="The file to write; else the program is shown."),
]
NoDefaults = Annotated[bool, typer.Option("--no-defaults", help="Leave out values that are the default anyway.")]
KeepId = Annotated[
    bool,
    typer.Option("--keep-id", help="Write the batch_id of a batch, too: a server runs that once, and never again."),
]


def code(
    file: File,
    *,
    out: Target = None,
    name: Name = None,
    no_defaults: NoDefaults = False,
    keep_id: KeepId = False,
    as_json: AsJson = False,
) -> None:
    """Write a graph or batch as a Python program.

    Running the program makes it again, to the last id and value, and saves its pictures.
    """
    import shlex

    from invokegraph.batch import Batch
    from invokegraph.cli.endings import CommandError
    from invokegraph.cli.loading import load_one
    from invokegraph.cli.tables import save_text, show_file, show_json
    from invokegraph.node import UnknownNode
    from invokegraph.words import in_lines

    if out is not None and out.suffix != ".py":
        raise CommandError(f"--out {out}: it is a Python program that is written: let its name end in .py")
    work, defaults = load_one(file, name).content, not no_defaults
    if isinstance(work, Batch):
        graph, program = work.graph, work.to_python(defaults=defaults, keep_id=keep_id)
    else:
        graph, program = work, work.to_python(defaults=defaults)
    if out is not None:
        save_text(program, out)
        to_run = f"invokegraph run {shlex.quote(str(out))} --url http://localhost:9090"
        sys.stderr.write(f"to run it: {in_lines(to_run)}\n")
    if as_json:
        unknown = {node.type: node.node_pack or None for node in graph.nodes if isinstance(node, UnknownNode)}
        show_json(
            {
                "file": out and str(out),
                "program": None if out else program,
                "left_out": [note._asdict() for note in graph.left_out],
                "unknown": [{"type": type_, "node_pack": node_pack} for type_, node_pack in unknown.items()],
            }
        )
    elif out is None:
        # What a terminal lacks stands in literals and comments, where an escape means the same.
        show_file(program)
