"""`invokegraph run`: a graph or batch run, and its pictures saved."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.endings import PROBLEMS
from invokegraph.cli.options import AsJson, Ignore, Out, Simulate, Url
from invokegraph.cli.terminals import Previews


def _inputs(context: typer.Context, incomplete: str) -> list[str]:
    """How the shell may complete what names an input."""
    from invokegraph.cli.loading import inputs_in

    file = context.params.get("file") or next(iter(context.args), None)  # which is not read yet
    known = inputs_in(Path(file)) if file else []
    return [f"{name}=" for name in known if name.startswith(incomplete)]


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A Python file, which is run, with a graph or batch at its top level or a function that makes one; a "
        "graph, an enqueue request or a workflow of the editor as JSON; or a picture that InvokeAI made.",
    ),
]
Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Which one, where a Python file holds several.")
]
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="NODE.FIELD=VALUE",
        autocompletion=_inputs,
        help="Set an input; one that a workflow shows also by its label. The value is JSON if it can be, else text.",
    ),
]
Sweeps = Annotated[
    list[str],
    typer.Option(
        "--sweep",
        metavar="NODE.FIELD=A,B,C",
        autocompletion=_inputs,
        help="Run with each of these values; several sweeps are crossed. A JSON list does for values with commas.",
    ),
]
Table = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help="Run once for each row of a table with NODE.FIELD above each column."),
]
Runs = Annotated[int | None, typer.Option("--runs", min=1, metavar="N", help="Repeat everything N times.")]
Board = Annotated[
    str | None,
    typer.Option("--board", metavar="NAME", help="Put the pictures on this board; it is created if it does not exist."),
]
Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", metavar="FILE", help="Write all pictures as a contact sheet: a PNG, or an HTML page."),
]
Open = Annotated[bool, typer.Option("--open", help="Open the sheet in the browser.")]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", min=0, metavar="SECONDS", help="Cancel what is still running after this time."),
]
Preview = Annotated[
    Previews,
    typer.Option(
        "--preview",
        metavar="HOW",
        envvar="INVOKEGRAPH_PREVIEW",
        help="How previews are shown: auto asks the terminal; kitty, iterm and sixel are what it may take; or off.",
    ),
]


def run(  # noqa: PLR0913 - every option is one
    file: File,
    *,
    url: Url = None,
    simulate: Simulate = False,
    out: Out = Path("out"),
    name: Name = None,
    set: Sets = [],  # noqa: B006 - typer's default, which nobody changes
    sweep: Sweeps = [],  # noqa: B006
    table: Table = None,
    runs: Runs = None,
    board: Board = None,
    sheet: Sheet = None,
    open: Open = False,
    ignore: Ignore = [],  # noqa: B006
    timeout: Timeout = None,
    preview: Preview = Previews.AUTO,
    as_json: AsJson = False,
) -> None:
    """Run a graph or batch on a server, and save its pictures."""
    from invokegraph.cli.boards import board_called
    from invokegraph.cli.changes import changed, givers, put_on_board
    from invokegraph.cli.endings import CommandError
    from invokegraph.cli.following import follow
    from invokegraph.cli.loading import lacks_lists, load_one, with_lists
    from invokegraph.cli.opening import opened
    from invokegraph.cli.outcome import folder_for, saved, told_missing
    from invokegraph.cli.servers import chosen, connected
    from invokegraph.cli.sheets import checked_sheet, written
    from invokegraph.cli.tables import show_json
    from invokegraph.report import Checked, as_text, entries
    from invokegraph.validation.codes import STOPS
    from invokegraph.words import in_lines

    checked_sheet(sheet, is_opened=open)
    wanted = chosen(url, simulate=simulate)
    loaded = load_one(file, name)
    batch = changed(loaded, sets=set, sweeps=sweep, table=table, runs=runs, board=board)
    if board is not None and not givers(loaded.graph):
        raise CommandError(f"--board {board}: the graph has no node that puts a picture on a board")
    with connected(wanted, loaded.graph) as client:
        if lacks_lists(loaded):
            loaded = with_lists(loaded, client)
            batch = changed(loaded, sets=set, sweeps=sweep, table=table, runs=runs, board=board)
        # What the queue has no room for is sent as room appears.
        problems = client.check(batch, ignore=[*ignore, "queue-room"])
        sys.stderr.write(as_text([Checked(str(file), problems, name or "")]) if problems else "")
        told = {"problems": entries(problems)}
        if any(problem.code in STOPS for problem in problems):
            if as_json:
                show_json({"batch_id": None, "items": [], "files": [], **told})
            sys.stderr.write("error: nothing was run\n")
            raise typer.Exit(PROBLEMS)
        folder = folder_for(out)
        if board is not None:
            put_on_board(givers(loaded.graph), board_called(client, board))
        # A program that wants JSON may be at the terminal itself.
        shown = Previews.OFF if as_json and preview is Previews.AUTO else preview
        outcome = saved(follow(client, batch, timeout, shown), loaded.graph, folder)
        if as_json:
            show_json({**outcome.as_dict(), **told})
        else:
            sys.stdout.write(outcome.as_text())
        if sheet is not None:
            written(sheet, outcome.result)
    told_apart = [*outcome.failures(), *told_missing(outcome.missing)]
    sys.stderr.write("".join(f"error: {in_lines(line)}\n" for line in told_apart))
    if sheet is not None and open:
        opened(sheet)
    raise typer.Exit(outcome.exit_code)
