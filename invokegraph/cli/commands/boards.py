"""`invokegraph boards`: the boards of a server."""

from typing import Annotated

import typer

from invokegraph.cli.groups import group
from invokegraph.cli.options import AsJson, Search, Url

Archived = Annotated[bool, typer.Option("--archived", help="List archived ones, too.")]

boards = group("List the boards of a server.", searches=True)


@boards.command("list")
def list_(
    search: Search = [],  # noqa: B006 - typer's default, which nobody changes
    *,
    url: Url = None,
    archived: Archived = False,
    as_json: AsJson = False,
) -> None:
    """List the boards of a server."""
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import minute, show_records, with_words

    with connected_to(url) as client:
        found = client.board_repo.list_boards(include_archived=archived)
    found = with_words(found, search, ("board_name", "board_id"))
    counts = ("image_count", "asset_count")
    rows = [(board.board_name, *map(board.get, counts), minute(board, "created_at"), board.board_id) for board in found]
    columns = ("BOARD", "IMAGES", "ASSETS", "CREATED", "ID")
    show_records("boards", found, columns, rows, is_all=not search, as_json=as_json)
