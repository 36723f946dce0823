"""`python -m invokegraph.codegen`: make the node classes anew.

Without arguments, the catalog that comes with invokegraph, from the schema beside it. With `--schema`, a package of
your own.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.package import CATALOG, MARK, render
from invokegraph.codegen.schema import read
from invokegraph.codegen.slim import dump, slim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SCHEMA = "schema.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 1 where `--check` finds a difference or the schema is of no use."""
    options = _parser().parse_args(arguments)
    out: Path = options.out or Path(__file__).parents[2] / CATALOG
    try:
        schema = (options.schema or out / _SCHEMA).read_text("utf-8")
        files = generate(schema, options.package or out.resolve().name, options.server_version)
    except SchemaError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - a command's output
        return 1
    if options.check:
        differences = "".join(line for name in _names(files, out) for line in _difference(out / name, files.get(name)))
        print(differences, end="")  # noqa: T201 - a command's output
        return 1 if differences else 0
    write(files, out)
    return 0


def generate(text: str, package: str = CATALOG, server_version: str = "") -> dict[str, str]:
    """All files of a package of node classes, by name, with a slim copy of the schema among them.

    Args:
        text: An `openapi.json`, whole or slim.
        package: The name of the package.
        server_version: The server's version, where the schema does not say it.

    Raises:
        SchemaError: The schema is of no use.
    """
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"not an openapi.json: {error}") from error
    slimmed = slim(document, server_version)
    return render(read(slimmed), package) | {_SCHEMA: dump(slimmed)}


def write(files: Mapping[str, str], out: Path) -> None:
    """Write the files into the folder `out`, and take away generated ones that are no longer made."""
    out.mkdir(parents=True, exist_ok=True)
    for name in _names(files, out):
        if name in files:
            (out / name).write_text(files[name], "utf-8", newline="\n")
        else:
            (out / name).unlink()


def _names(files: Mapping[str, str], out: Path) -> list[str]:
    """Names of the files to be made and of generated ones that are there already."""
    stale = [path.name for path in out.glob("*.py") if path.read_text("utf-8").startswith(MARK)]
    return sorted({*files, *stale})


def _difference(path: Path, text: str | None) -> Iterator[str]:
    before = path.read_text("utf-8") if path.exists() else None
    if before != text:
        there, made = ((part or "").splitlines(keepends=True) for part in (before, text))
        yield from difflib.unified_diff(there, made, f"{path} (there)", f"{path} (from the schema)", n=1)


def _parser() -> argparse.ArgumentParser:
    about = "Make node classes from a server's openapi.json."
    parser = argparse.ArgumentParser(prog="python -m invokegraph.codegen", description=about)
    parser.add_argument("--schema", type=Path, help="the openapi.json; without it, the slim copy in the output folder")
    parser.add_argument("--out", type=Path, help="the folder of the package; without it, that of nodes_catalog")
    parser.add_argument("--package", default="", help="the package's name; without it, the folder's")
    parser.add_argument("--server-version", default="", help="the version of the server that the schema came from")
    parser.add_argument("--check", action="store_true", help="write nothing: show what would change, and exit with 1")
    return parser


if __name__ == "__main__":
    sys.exit(main())
