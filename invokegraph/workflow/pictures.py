"""From a picture that InvokeAI made to the graph that made it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from invokegraph.errors import FormatError
from invokegraph.serialization import graph_from_dict, json_of, object_of
from invokegraph.words import shorten
from invokegraph.workflow.chunks import texts_of
from invokegraph.workflow.document import Document, errors_of
from invokegraph.workflow.metadata import graph_of_metadata
from invokegraph.workflow.reading import graph_of, without_defaults

if TYPE_CHECKING:
    import os

    from invokegraph.graph import Graph

GRAPH, WORKFLOW, METADATA = _KEYWORDS = ("invokeai_graph", "invokeai_workflow", "invokeai_metadata")


def graph_of_picture(source: str | bytes | os.PathLike[str]) -> Graph:
    """The graph of a picture; see `Graph.from_image`."""
    if isinstance(source, bytes):
        return _graph_in(BytesIO(source))
    path = Path(source)
    with errors_of(path), path.open("rb") as file:
        return _graph_in(file)


def _graph_in(file: IO[bytes]) -> Graph:
    held = {keyword: _json_of(keyword, text) for keyword, text in texts_of(file, _KEYWORDS).items()}
    workflow = held.get(WORKFLOW)
    document = Document(cast("dict[str, Any]", workflow)) if isinstance(workflow, dict) else None
    if isinstance(held.get(GRAPH), dict):
        graph = graph_from_dict(_as_given(held[GRAPH]))
        if document is not None:
            ids = set(graph.ids().values())
            graph.labels = {id_: node.label for id_, node in document.nodes.items() if node.label and id_ in ids}
        return graph
    if document is not None:
        return graph_of(document)
    if isinstance(held.get(METADATA), dict):
        return graph_of_metadata(held[METADATA])
    raise FormatError(
        "the picture holds neither graph nor workflow nor metadata of InvokeAI: thumbnails, and files that another"
        " program has saved anew, have lost them"
    )


def _json_of(keyword: str, text: str) -> Any:
    try:
        return json_of(text)
    except FormatError as error:
        error.args = (f"{keyword}: {error}",)
        raise


def _as_given(graph: Any) -> dict[str, Any]:
    """The graph of a picture without what the server has filled in: all defaults, nulls, and an id of its own."""
    fields = object_of(graph, "the graph of the picture", "nodes and edges")
    fields.pop("id", None)
    nodes = object_of(fields.get("nodes", {}), "nodes", "nodes by their ids")
    for id_, node in nodes.items():
        written = object_of(node, f"nodes[{shorten(id_)}]", "the node's type and inputs")
        given = {name: value for name, value in written.items() if value is not None}
        nodes[id_] = without_defaults(given) if isinstance(given.get("type"), str) else given
    return {**fields, "nodes": nodes}
