"""`invokegraph code`: a file as a Python program."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.options import File

Target = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The file to write; else the program is shown.")
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Which graph or batch of a Python file.")]
NoDefaults = Annotated[bool, typer.Option("--no-defaults", help="Leave out values that are the default anyway.")]


def code(file: File, *, out: Target = None, name: Name = None, no_defaults: NoDefaults = False) -> None:
    """Write a graph or batch as a Python program.

    Running the program makes it again, to the last id and value.
    """
    from invokegraph.cli.loading import load_one
    from invokegraph.cli.tables import save_text

    program = load_one(file, name).content.to_python(defaults=not no_defaults)
    if out is None:
        encoding = sys.stdout.encoding or "utf-8"
        # What the terminal lacks stands in literals and comments, where an escape means the same.
        sys.stdout.write(program.encode(encoding, "backslashreplace").decode(encoding))
    else:
        save_text(program, out)
