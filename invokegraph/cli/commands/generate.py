"""`invokegraph generate`: node classes for the node types of a server of one's own."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.options import AsJson, Url

Schema = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The openapi.json of a server, in place of the server itself.")
]
Package = Annotated[
    Path,
    typer.Option(
        "--out", metavar="DIR", help="The folder of the package; its name is the one to import.", file_okay=False
    ),
]
All = Annotated[bool, typer.Option("--all", help="Make classes for the node types that nodes_catalog has, too.")]


def generate(
    *, url: Url = None, schema: Schema = None, out: Package, all: All = False, as_json: AsJson = False
) -> None:
    """Make node classes for the custom nodes of a server.

    They are a package to import: from my_nodes import MyFilter
    """
    from invokegraph.cli.endings import CommandError
    from invokegraph.cli.loading import read_json
    from invokegraph.cli.packages import package_of, save
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_json
    from invokegraph.cli.telling import for_terminal

    if schema is not None and url is not None:
        raise CommandError("--url and --schema: say one of them")
    if schema is not None:
        document, source, version = read_json(schema), str(schema), ""
    else:
        with connected_to(url) as client:
            version, document = client.version(), client.request("GET", "/openapi.json").json()
            source = "the server's openapi.json"
    package = package_of(document, source, version, out, everything=all)
    save(package)
    if as_json:
        show_json(package.as_dict())
    else:
        sys.stdout.write(for_terminal(package.as_text()))
