"""`invokegraph models`: the models of a server."""

from typing import Annotated

import typer

from invokegraph.cli.groups import group
from invokegraph.cli.options import AsJson, Search, Url

Base = Annotated[str | None, typer.Option("--base", metavar="BASE", help="Only those of this family, such as sdxl.")]
Kind = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only those of this kind, such as lora.")]

models = group("List the models of a server.", searches=True)


@models.command("list")
def list_(
    search: Search = [],  # noqa: B006 - typer's default, which nobody changes
    *,
    url: Url = None,
    base: Base = None,
    type: Kind = None,
    as_json: AsJson = False,
) -> None:
    """List the models of a server."""
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_records, with_words

    with connected_to(url) as client:
        found = client.dnn_model_repo.list_models(base=base, type=type)
    found = with_words(found, search, ("name", "base", "type", "format", "key"))
    found.sort(key=lambda model: (model.base, model.type, model.name.lower()))
    rows = [(model.name, model.base, model.type, model.get("format"), model.key) for model in found]
    columns = ("MODEL", "BASE", "TYPE", "FORMAT", "KEY")
    show_records("models", found, columns, rows, is_all=not (search or base or type), as_json=as_json)
