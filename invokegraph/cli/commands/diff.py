"""`invokegraph diff`: what differs between two graphs or batches."""

from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.endings import FINE, PROBLEMS
from invokegraph.cli.options import AsJson, File

After = Annotated[Path, typer.Argument(metavar="OTHER", help="The file to compare it with.")]
Name = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="Which graph or batch of a Python file; of both, if both are."),
]


def diff(file: File, other: After, *, name: Name = None, as_json: AsJson = False) -> None:
    """Show what changes from one graph or batch to another.

    The exit code is 1 if they differ.
    """
    import sys

    from invokegraph.batch import Batch
    from invokegraph.cli.loading import load_one
    from invokegraph.cli.tables import show_json
    from invokegraph.cli.telling import for_terminal, note
    from invokegraph.diff import work_differences
    from invokegraph.naming import names_in, renamed

    before, after = (load_one(each, name if each.suffix == ".py" else None).content for each in (file, other))
    lines = work_differences(before, after)
    if as_json:
        show_json({"differences": lines})
    else:
        names = names_in(*(work.graph if isinstance(work, Batch) else work for work in (before, after)))
        sys.stdout.write(for_terminal("".join(f"{renamed(line, names)}\n" for line in lines)))
    if not lines:
        note("no differences")
    raise typer.Exit(PROBLEMS if lines else FINE)
