"""From a picture that InvokeAI made to the graph that made it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from invokegraph.errors import FormatError
from invokegraph.serialization import graph_from_dict, json_of, object_of
from invokegraph.words import shorten
from invokegraph.workflow.chunks import texts_of
from invokegraph.workflow.document import Document
from invokegraph.workflow.metadata import graph_of_metadata
from invokegraph.workflow.reading import graph_of, without_defaults

if TYPE_CHECKING:
    import os

    from invokegraph.graph import Graph

GRAPH, WORKFLOW, METADATA = _KEYWORDS = ("invokeai_graph", "invokeai_workflow", "invokeai_metadata")


def graph_of_picture(source: str | bytes | os.PathLike[str]) -> Graph:
    """The graph of a picture; see `Graph.from_image`."""
    held = {keyword: json_of(text) for keyword, text in _texts(source).items()}
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


def _texts(source: str | bytes | os.PathLike[str]) -> dict[str, str]:
    if isinstance(source, bytes):
        return texts_of(BytesIO(source), _KEYWORDS)
    path = Path(source)
    try:
        with path.open("rb") as file:
            return texts_of(file, _KEYWORDS)
    except (OSError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        why = error.strerror if isinstance(error, OSError) else error
        raise FormatError(f"{shorten(str(path))}: {why}") from error


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
