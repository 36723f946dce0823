"""`invokegraph nodes`: the node types of the catalog."""

from typing import Annotated

import typer

from invokegraph.cli.groups import group
from invokegraph.cli.options import AsJson, Search


def _types(incomplete: str) -> list[str]:
    """How the shell may complete a node type."""
    from nodes_catalog.index import TYPES

    return [name for name in sorted(TYPES) if name.startswith(incomplete)]


NodeType = Annotated[
    str,
    typer.Argument(
        metavar="TYPE", autocompletion=_types, help="A type id, the name of its class, or its title: noise, Noise."
    ),
]

nodes = group(
    "List node types, or describe one.\n\nThey are those that come with invokegraph; no server is needed.",
    searches=True,
)


@nodes.command("list")
def list_(search: Search = [], *, as_json: AsJson = False) -> None:  # noqa: B006 - typer's default, which nobody changes
    """List node types."""
    from invokegraph.cli.node_types import all_types, fits, summary_of
    from invokegraph.cli.tables import show_json, show_table

    found = [summary_of(cls) for cls in all_types()]
    found = [about for about in found if fits(about, search)]
    if as_json:
        show_json(found)
    else:
        rows = [(each["type"], each["class"], each["category"], each["title"]) for each in found]
        show_table(("TYPE", "CLASS", "CATEGORY", "TITLE"), rows, if_none="no node type is called so")


@nodes.command()
def show(type: NodeType, *, as_json: AsJson = False) -> None:
    """Describe one: its inputs and outputs, and how it is written."""
    from invokegraph.cli.node_types import described, shown, type_called
    from invokegraph.cli.tables import show_json

    cls = type_called(type)
    if as_json:
        show_json(described(cls))
    else:
        shown(cls)
