"""The command `invokegraph`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import TYPE_CHECKING, Final

from invokegraph.cli.loading import LoadError, load, load_schema
from invokegraph.cli.serving import serve
from invokegraph.report import Checked, as_github, as_json, as_text
from invokegraph.validation import CODES
from invokegraph.words import did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_FORMATS: Final[dict[str, Callable[[Iterable[Checked]], str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
_RIGHT, _PROBLEMS, _UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 where all is right, 1 where there are problems, 2 where something
    cannot be read.
    """
    options = _parser().parse_args(arguments)
    if options.command == "serve":
        return serve(options.host, options.port, options.state)
    checked: list[Checked] = []
    unreadable: list[LoadError] = []
    try:
        schema = load_schema(options.schema) if options.schema else None
    except LoadError as error:
        sys.stderr.write(f"error: {error}\n")
        return _UNREADABLE
    for file in options.files:
        try:
            found = list(load(file))
        except LoadError as error:
            unreadable.append(error)
            continue
        checked += [Checked(file, work.problems(ignore=options.ignore, schema=schema), name) for name, work in found]
    sys.stdout.write(_FORMATS[options.format](checked))
    sys.stderr.write("".join(f"error: {error}\n" for error in unreadable))
    if unreadable:
        return _UNREADABLE
    return _PROBLEMS if any(each.problems for each in checked) else _RIGHT


def _code(text: str) -> str:
    """A problem code: a typo in one would let nothing pass, without a word."""
    if text not in CODES:
        raise ArgumentTypeError(" ".join([f"there is no problem code {shorten(text)};", did_you_mean(text, CODES)]))
    return text


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="invokegraph", description="Pipelines for InvokeAI.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    check = commands.add_parser("check", help="find what is wrong with graphs and batches, offline")
    what = (
        "a graph or an enqueue request as JSON, or a Python file with graphs or batches at its top level, which is run"
    )
    check.add_argument("files", nargs="+", metavar="FILE", help=what)
    check.add_argument("--format", choices=_FORMATS, default="text", help="how to tell it")
    check.add_argument(
        "--ignore", action="append", default=[], type=_code, metavar="CODE", help="a problem code to let pass"
    )
    against = "the openapi.json of a server: judge by its node types instead of those that come with invokegraph"
    check.add_argument("--schema", metavar="FILE", help=against)
    serving = commands.add_parser("serve", help="be an InvokeAI server without GPU and models, for trying things out")
    serving.add_argument("--port", type=int, default=9090, help="the port; 0 for any that is free (default: 9090)")
    reach = "the address to listen at (default: 127.0.0.1, which only this machine reaches)"
    serving.add_argument("--host", default="127.0.0.1", help=reach)
    kept = "a file to keep everything in, so that it is there again the next time (default: everything is forgotten)"
    serving.add_argument("--state", metavar="FILE", help=kept)
    return parser
