"""The commands that there are. Each is a module in `commands`, which imports what it works with when it is called:
`invokegraph --help` loads them all.
"""

from typing import Annotated

import typer

from invokegraph.cli.commands.check import check
from invokegraph.cli.commands.run import run
from invokegraph.cli.commands.serve import serve

COMMANDS = (run, check, serve)
_HELP = "Pipelines for InvokeAI: run them, check them, try them out."
_EXIT_CODES = (
    "Exit codes: 0 fine, 1 problems in a graph or a session that did not complete, 2 wrong usage or a file that cannot "
    "be read, 3 no server or one that refuses, 130 interrupted."
)

# What rich would make of the help takes longer than all else.
app = typer.Typer(
    help=_HELP, epilog=_EXIT_CODES, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)


def _version(*, wanted: bool) -> None:
    if wanted:
        from invokegraph import __version__

        typer.echo(f"invokegraph {__version__}")
        raise typer.Exit


@app.callback()
def _whole(
    *, version: Annotated[bool, typer.Option("--version", callback=_version, help="Show the version and exit.")] = False
) -> None: ...


for command in COMMANDS:
    app.command()(command)
