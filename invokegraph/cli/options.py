"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer


def _code(code: str) -> str:
    """A problem code: a typo in one would let nothing pass, without a word."""
    from invokegraph.validation import CODES
    from invokegraph.words import did_you_mean, shorten

    if code not in CODES:
        hint = did_you_mean(code, CODES) or "docs/problems.md lists them"
        raise typer.BadParameter(f"there is no problem code {shorten(code)}; {hint}")
    return code


def _codes(codes: list[str]) -> list[str]:
    return list(map(_code, codes))


def _known_codes(incomplete: str) -> list[str]:
    """How the shell may complete a problem code."""
    from invokegraph.validation import CODES

    return [code for code in CODES if code.startswith(incomplete)]


def or_stdout(out: Path | None) -> Path | None:
    """A file to write; None for `-`, which stands for stdout as no file at all does."""
    return None if out == Path("-") else out


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A graph, an enqueue request or a workflow of the editor as JSON, a picture that InvokeAI made, or a "
        "Python file, which is run.",
    ),
]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="The server, such as http://localhost:9090; else INVOKEGRAPH_URL."),
]
Simulate = Annotated[bool, typer.Option("--simulate", help="Use a simulated server, in this process.")]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Which graph or batch of a Python file.")]
Ignore = Annotated[
    list[str],
    typer.Option(
        "--ignore", metavar="CODE", callback=_codes, autocompletion=_known_codes, help="A problem code to let pass."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the result as JSON, for programs.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the pictures.", file_okay=False)]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, metavar="N", help="List so many at most.")]
Search = Annotated[
    list[str], typer.Argument(metavar="WORD", help="Only those with all these words in them.", show_default=False)
]
