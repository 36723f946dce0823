"""`invokegraph queue`: the queue of a server, which is everybody's."""

from typing import TYPE_CHECKING, Annotated

import typer

from invokegraph.cli.groups import group
from invokegraph.cli.options import AsJson, Limit, Url, Yes

if TYPE_CHECKING:
    from invokegraph.cli.queues import Done

Items = Annotated[
    list[int], typer.Argument(metavar="ITEM", help="The number of an item of the queue.", show_default=False)
]
Batch = Annotated[str | None, typer.Option("--batch", metavar="ID", help="All items of this batch.")]
Every = Annotated[float, typer.Option("--every", min=0.1, max=3600, metavar="SECONDS", help="How often to look.")]

queue = group("List the queue of a server, watch it, cancel, clear, retry.", searches=False)


@queue.command("list")
def list_(*, url: Url = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the items of the queue, the newest first, and say how it is."""
    import sys

    from invokegraph.cli.queues import state_of
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import minute, show_json, show_table

    with connected_to(url) as client:
        status, items = client.queue_repo.get_status(), client.queue_repo.list_items(limit=limit)
    if as_json:
        show_json({**status.to_dict(), "items": [item.to_dict() for item in items]})
        return
    rows = [(item.item_id, item.status, minute(item, "created_at"), item.batch_id) for item in items]
    show_table(("ITEM", "STATUS", "CREATED", "BATCH"), rows, if_none="nothing is in the queue")
    sys.stderr.write(f"{state_of(status)}\n")


@queue.command()
def watch(*, url: Url = None, every: Every = 1.0, as_json: AsJson = False) -> None:
    """Tell what happens in the queue until nothing is left to do.

    Each change is a line.
    """
    from invokegraph.cli.endings import Interrupted
    from invokegraph.cli.queues import changes
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.telling import after_ctrl_c, for_terminal, note

    with connected_to(url) as client:
        try:
            for item in changes(client, every):
                typer.echo(item.as_json() if as_json else for_terminal(item.as_text()))
        except KeyboardInterrupt:
            after_ctrl_c()
            raise Interrupted("stopped watching") from None
    note("nothing is left to do")


@queue.command()
def cancel(
    item: Items = [],  # noqa: B006 - typer's default, which nobody changes
    *,
    url: Url = None,
    batch: Batch = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Cancel items, or what is left of a batch. What has ended stays as it is."""
    from invokegraph.cli.asking import confirm
    from invokegraph.cli.queues import cancelled, named
    from invokegraph.cli.servers import connected_to

    which = named(item, batch)
    confirm(f"Cancel {which}?", yes=yes)
    with connected_to(url) as client:
        done = cancelled(client, item, batch)
    _tell("cancelled", done, "what has not ended is cancelled", as_json=as_json)


@queue.command()
def clear(*, url: Url = None, yes: Yes = False, as_json: AsJson = False) -> None:
    """Cancel what is running, and empty the queue.

    The queue is everybody's: what others wait for is gone, too.
    """
    from invokegraph.cli.asking import confirm
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_count
    from invokegraph.transport.repository import count
    from invokegraph.words import counted

    with connected_to(url) as client:
        total = count(client.queue_repo.get_status().to_dict()["queue"], "total")
        items = counted(total, "item")
        confirm(f"Cancel what runs and empty the queue of {items}, those of others too?", yes=yes)
        show_count("cleared", client.queue_repo.clear(), as_json=as_json)


@queue.command()
def retry(
    item: Items = [],  # noqa: B006 - typer's default, which nobody changes
    *,
    url: Url = None,
    batch: Batch = None,
    as_json: AsJson = False,
) -> None:
    """Run items that failed or were cancelled again, as new ones."""
    from invokegraph.cli.queues import named, retried
    from invokegraph.cli.servers import connected_to

    named(item, batch)
    with connected_to(url) as client:
        done = retried(client, item, batch)
    _tell("retried", done, "what failed or was cancelled is run again", as_json=as_json)


def _tell(what: str, done: "Done", only: str, *, as_json: bool) -> None:
    """Say to how many items something was done, and why not to others, and end."""
    import sys

    from invokegraph.cli.endings import FINE, PROBLEMS
    from invokegraph.cli.tables import show_count, show_json

    if as_json:
        left = [{"item_id": item.item_id, "status": item.status} for item in done.left]
        show_json({what: done.number, "left": left})
    else:
        show_count(what, done.number, as_json=False)
    sys.stderr.write("".join(f"{line}\n" for line in done.excuses(only)))
    raise typer.Exit(PROBLEMS if done.left else FINE)
