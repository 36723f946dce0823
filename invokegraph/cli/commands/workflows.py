"""`invokegraph workflows`: the workflows that a server keeps."""

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from invokegraph.cli.groups import group
from invokegraph.cli.options import AsJson, Search, Url, or_stdout

Own = Annotated[bool, typer.Option("--own", help="Leave out those that come with the server.")]
Workflow = Annotated[str, typer.Argument(metavar="ID", help="The workflow, by its id or its name.")]
Target = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", callback=or_stdout, help="The file to write; else the workflow is shown."),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A workflow, as the editor saves it.")]

workflows = group("List the workflows of a server, fetch one, or put one there.", searches=True)


@workflows.command("list")
def list_(
    search: Search = [],  # noqa: B006 - typer's default, which nobody changes
    *,
    url: Url = None,
    own: Own = False,
    as_json: AsJson = False,
) -> None:
    """List the workflows of a server."""
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_records, with_words

    with connected_to(url) as client:
        found = list(client.workflow_repo.all_workflows(categories="user" if own else None))
    found = with_words(found, search, ("name", "description", "tags", "workflow_id"))
    rows = [(each.name, each.get("category"), each.workflow_id) for each in found]
    columns = ("WORKFLOW", "CATEGORY", "ID")
    show_records("workflows", found, columns, rows, is_all=not (search or own), as_json=as_json)


@workflows.command()
def get(workflow: Workflow, *, url: Url = None, out: Target = None, as_json: AsJson = False) -> None:
    """Fetch a workflow, as the editor saves it to a file."""
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import json_text, save_text, show_json

    with connected_to(url) as client:
        found = client.workflow_repo.find_workflow(workflow)
    definition = found.definition().to_dict()
    if out is not None:
        save_text(json_text(definition), out)
    if as_json:
        show_json(found.to_dict())
    elif out is None:
        show_json(definition)


@workflows.command()
def put(file: File, *, url: Url = None, as_json: AsJson = False) -> None:
    """Put a workflow among the server's, as a new one, and write its id."""
    from invokegraph.cli.endings import CommandError
    from invokegraph.cli.loading import read_json
    from invokegraph.cli.servers import connected_to
    from invokegraph.cli.tables import show_json, show_line

    definition = read_json(file)
    if not isinstance(definition, dict) or "nodes" not in definition:
        raise CommandError(f"{file}: it is no workflow: a JSON object with nodes is")
    if not isinstance(cast("dict[str, Any]", definition)["nodes"], list):
        raise CommandError(f"{file}: it is no workflow, but a graph: graph.to_workflow() makes one of it")
    with connected_to(url) as client:
        made = client.workflow_repo.save_workflow(cast("dict[str, Any]", definition))
    if as_json:
        show_json(made.to_dict())
    else:
        show_line(made.workflow_id)
