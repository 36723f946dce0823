"""`invokegraph images`: the images of a server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from invokegraph.cli.groups import group
from invokegraph.cli.options import AsJson, Limit, Out, Url

if TYPE_CHECKING:
    from invokegraph.transport.images import ImageRecord

Some = Annotated[
    list[str], typer.Argument(metavar="IMAGE", help="An image, by the server's name for it.", show_default=False)
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="A picture file.")]
Board = Annotated[
    str | None, typer.Option("--board", metavar="NAME", help="Only those of this board; none for those on no board.")
]
WholeBoard = Annotated[
    str | None, typer.Option("--board", metavar="NAME", help="All of this board; none for those on no board.")
]
OntoBoard = Annotated[
    str | None,
    typer.Option("--board", metavar="NAME", help="Put them on this board, which is made if there is none."),
]
Text = Annotated[
    str | None, typer.Option("--search", metavar="TEXT", help="Only those with this in their metadata or date.")
]

images = group("List the images of a server, fetch them, or put some there.", searches=False)


@images.command("list")
def list_(
    *, url: Url = None, board: Board = None, search: Text = None, limit: Limit = 20, as_json: AsJson = False
) -> None:
    """List images, the newest first."""
    from invokegraph.cli.listing import images_of
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import minute, show_more, show_records

    with connected_to(url) as client:
        page = images_of(client, board, search, limit)
    rows = [
        (image.image_name, f"{image.width}x{image.height}", image.get("image_category"), minute(image, "created_at"))
        for image in page
    ]
    columns = ("IMAGE", "SIZE", "CATEGORY", "CREATED")
    show_records("images", page, columns, rows, is_all=not (board or search), as_json=as_json)
    show_more(page)


@images.command()
def get(
    image: Some = [],  # noqa: B006 - typer's default, which nobody changes
    *,
    url: Url = None,
    board: WholeBoard = None,
    out: Out = Path("out"),
    as_json: AsJson = False,
) -> None:
    """Save images as files, under the server's names. Existing files are not overwritten."""
    import sys

    from invokegraph.cli.endings import FINE, CommandError, exit_code_of
    from invokegraph.cli.listing import names_of
    from invokegraph.cli.outcome import fetched, folder_for, told_missing
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_json, show_line
    from invokegraph.transport.repository import part
    from invokegraph.words import in_lines

    if bool(image) == (board is not None):
        raise CommandError("which images? Say their names, or --board NAME for all of a board")
    for name in image:
        part(name)  # complains of what is none before anything is fetched
    with connected_to(url) as client:
        names = names_of(client, board) if board is not None else list(dict.fromkeys(image))
        files, missing = fetched(client, names, folder_for(out))
    if as_json:
        show_json({name: str(files[name]) if name in files else None for name in names})
    else:
        for file in files.values():
            show_line(file)
    sys.stderr.write("".join(f"error: {in_lines(line)}\n" for line in told_missing(missing)))
    raise typer.Exit(max(map(exit_code_of, missing.values()), default=FINE))


@images.command()
def put(file: Files, *, url: Url = None, board: OntoBoard = None, as_json: AsJson = False) -> None:
    """Put picture files on the server, and write its names for them."""
    import sys

    from invokegraph.cli.boards import board_called
    from invokegraph.cli.endings import FINE, UNREACHABLE, CommandError
    from invokegraph.cli.listing import uploaded
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_json, show_line
    from invokegraph.words import printable

    for each in file:
        if not each.is_file():
            why = "it is a folder: name the files in it" if each.is_dir() else "there is no such file"
            raise CommandError(f"{each}: {why}")
    with connected_to(url) as client:
        board_id = None if board is None else board_called(client, board)
        made: list[ImageRecord] = []
        for each in file:
            record = uploaded(client, each, board_id)
            if record is None:
                sys.stderr.write(f"error: {printable(str(each))}: the server takes it for no picture\n")
                continue
            made.append(record)
            if not as_json:
                show_line(record.image_name)
    if as_json:
        show_json([record.to_dict() for record in made])
    raise typer.Exit(FINE if len(made) == len(file) else UNREACHABLE)
