"""From a picture that InvokeAI made to the graph that made it."""

from __future__ import annotations

from contextlib import suppress
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
    from collections.abc import Mapping

    from invokegraph.graph import Graph

GRAPH, WORKFLOW, METADATA = _KEYWORDS = ("invokeai_graph", "invokeai_workflow", "invokeai_metadata")

_MODEL = {"key", "hash", "name", "base", "type", "submodel_type"}


def graph_of_picture(source: str | bytes | os.PathLike[str]) -> Graph:
    """The graph of a picture; see `Graph.from_image`."""
    if isinstance(source, bytes):
        return _graph_in(BytesIO(source))
    path = Path(source)
    with errors_of(path), path.open("rb") as file:
        return _graph_in(file)


def _graph_in(file: IO[bytes]) -> Graph:
    texts = texts_of(file, _KEYWORDS)
    if given := _object_in(texts, GRAPH):
        graph = graph_from_dict(_as_given(given))
        with suppress(FormatError):  # without the workflow only titles are missing
            if workflow := _object_in(texts, WORKFLOW):
                ids, nodes = set(graph.ids().values()), Document(workflow).nodes
                graph.labels = {id_: node.label for id_, node in nodes.items() if node.label and id_ in ids}
        return graph
    if workflow := _object_in(texts, WORKFLOW):
        return graph_of(Document(workflow))
    if metadata := _object_in(texts, METADATA):
        return graph_of_metadata(metadata)
    raise FormatError(
        "the picture holds neither graph nor workflow nor metadata of InvokeAI: thumbnails, and files that another"
        " program has saved anew, have lost them"
    )


def _object_in(texts: Mapping[str, str], keyword: str) -> dict[str, Any] | None:
    """The JSON object that the picture holds under a keyword, None where it holds none."""
    try:
        held = json_of(texts[keyword]) if keyword in texts else None
    except FormatError as error:
        error.args = (f"{keyword}: {error}",)
        raise
    return cast("dict[str, Any]", held) if isinstance(held, dict) else None


def _as_given(graph: Any) -> dict[str, Any]:
    """The graph of a picture without what the server has filled in: all defaults, nulls, and an id of its own."""
    fields = object_of(graph, "the graph of the picture", "nodes and edges")
    fields.pop("id", None)
    nodes = object_of(fields.get("nodes", {}), "nodes", "nodes by their ids")
    for id_, node in nodes.items():
        written = object_of(node, f"nodes[{shorten(id_)}]", "the node's type and inputs")
        given = {name: _as_sent(value) for name, value in written.items() if value is not None}
        nodes[id_] = without_defaults(given) if isinstance(given.get("type"), str) else given
    return {**fields, "nodes": nodes}


def _as_sent(value: Any) -> Any:
    """A value without the part of a model that the server adds to every one."""
    if isinstance(value, dict) and value.keys() == _MODEL and cast("dict[str, Any]", value)["submodel_type"] is None:
        return {part: said for part, said in cast("dict[str, Any]", value).items() if part != "submodel_type"}
    return cast("Any", value)
