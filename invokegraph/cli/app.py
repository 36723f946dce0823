"""The commands that there are. Each is a function in a module of its own name in `commands`.

Loading a command takes a while, and there are many: only those that the command line names are loaded. To add one,
write its module, whose docstring begins as its line here does, and its line. A command with commands of its own is a
`group` in place of a function.
"""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

COMMANDS: Final = {
    "run": "Run a graph or batch on a server, and save its pictures.",
    "check": "Find what is wrong with graphs and batches, offline.",
    "code": "Write a graph or batch as a Python program.",
    "diff": "Show what changes from one graph or batch to another.",
    "draw": "Draw a graph.",
    "generate": "Make node classes for the custom nodes of a server.",
    "nodes": "List node types, or describe one.",
    "models": "List the models of a server.",
    "queue": "List the queue of a server, watch it, cancel, clear, retry.",
    "images": "List the images of a server, fetch them, or put some there.",
    "boards": "List the boards of a server.",
    "workflows": "List the workflows of a server, fetch one, or put one there.",
    "doctor": "Check whether a server can be used.",
    "serve": "Simulate a server, for trying things out.",
}
_HELP: Final = "Pipelines for InvokeAI: run them, check them, try them out."
_EXIT_CODES: Final = (
    "Exit codes: 0 fine, 1 problems in a graph or a session that did not complete, 2 wrong usage or a file that cannot "
    "be read, 3 no server or one that refuses, 130 interrupted."
)


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The application, of which it is enough to do what some arguments ask for."""
    # What rich would make of the help takes longer than all else.
    app = typer.Typer(
        help=_HELP, epilog=_EXIT_CODES, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
    )
    app.callback()(_whole)
    completes = "_INVOKEGRAPH_COMPLETE" in os.environ  # the shell asks, and its line is not among the arguments
    for name, summary in COMMANDS.items():
        if completes or name in arguments:
            command = getattr(import_module(f"invokegraph.cli.commands.{name}"), name)
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name)
            else:
                app.command(name)(command)
        else:
            app.command(name, help=summary)(_not_loaded)
    return app


def _not_loaded() -> None:
    """Stands for a command that the arguments do not name."""


def _version(*, wanted: bool) -> None:
    if wanted:
        from invokegraph import __version__

        typer.echo(f"invokegraph {__version__}")
        raise typer.Exit


def _whole(
    *, version: Annotated[bool, typer.Option("--version", callback=_version, help="Show the version and exit.")] = False
) -> None: ...
