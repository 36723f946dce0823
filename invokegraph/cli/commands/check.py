"""`invokegraph check`: what is wrong with graphs and batches, offline."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.endings import FINE, PROBLEMS, UNUSABLE, CommandError
from invokegraph.cli.options import AsJson, Ignore


class Format(StrEnum):
    """How it is told."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="A graph, an enqueue request or a workflow of the editor as JSON, a picture that InvokeAI made, or a "
        "Python file with graphs or batches at its top level, which is run.",
    ),
]
HowToTell = Annotated[Format | None, typer.Option("--format", help="The output format; text if left out.")]
Schema = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The openapi.json of a server: judge by its node types instead of those that come with invokegraph.",
    ),
]


def check(
    files: Files,
    *,
    format: HowToTell = None,
    as_json: AsJson = False,
    ignore: Ignore = [],  # noqa: B006 - typer's default, which nobody changes
    schema: Schema = None,
) -> None:
    """Find what is wrong with graphs and batches, offline."""
    from invokegraph.cli.loading import LoadError, load, load_schema
    from invokegraph.cli.telling import for_terminal
    from invokegraph.naming import names_in
    from invokegraph.report import Checked, as_github, as_text
    from invokegraph.report import as_json as told_as_json

    if as_json and format not in (None, Format.JSON):
        raise CommandError(f"--json and --format {format}: say one of them")
    of_server = load_schema(schema) if schema else None
    checked: list[Checked] = []
    unreadable: list[LoadError] = []
    for file in files:
        try:
            found = load(file)
        except LoadError as error:
            unreadable.append(error)
            continue
        for loaded in found:
            problems = loaded.work.problems(ignore=ignore, schema=of_server)
            name = loaded.name if len(found) > 1 else ""
            checked.append(Checked(str(file), problems, name, loaded.graph.left_out, names_in(loaded.graph)))
    how = Format.JSON if as_json else format or Format.TEXT
    told = {Format.TEXT: as_text, Format.JSON: told_as_json, Format.GITHUB: as_github}[how](checked)
    sys.stdout.write(for_terminal(told) if how is Format.TEXT else told)
    sys.stderr.write("".join(f"error: {error}\n" for error in unreadable))
    problems_found = any(each.problems for each in checked)
    raise typer.Exit(UNUSABLE if unreadable else PROBLEMS if problems_found else FINE)
