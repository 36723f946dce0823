"""Finding the models that a graph names on the server that is to run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from invokegraph.model import Model
from invokegraph.ports import declared_port
from invokegraph.transport.models import is_identifier, pick
from invokegraph.transport.record import mapping
from invokegraph.words import brief

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.transport.models import DnnModelRepository, ModelRecord


def resolved(graph: Graph, nodes: Mapping[str, Any], repository: DnnModelRepository) -> dict[str, Any]:
    """The nodes of a graph in the server's shape, with each model as the server knows it.

    A model without a key is found by what else it says; what the input takes narrows the search. One with a key has to
    be there. The server is asked once, and only if there is a model.

    Args:
        graph: The graph.
        nodes: Its nodes in the server's shape.
        repository: The server's models.

    Raises:
        ModelNotFound: No model fits, or more than one; the message names node and input.
    """
    models: list[ModelRecord] = []

    def fill(value: object, node_id: str, field: str) -> object:
        if isinstance(value, list):
            return [fill(item, node_id, field) for item in cast("list[object]", value)]
        if not isinstance(value, dict):
            return value
        fields = cast("dict[str, Any]", value)
        if not is_identifier(fields):
            return {key: fill(item, node_id, field) for key, item in fields.items()}
        if not models:
            models.extend(repository.list_models())
        found = pick(models, _wanted(fields, graph[node_id], field), f"{brief(node_id)}.{brief(field)}: ")
        return {**fields, **found.identifier()}

    return {
        node_id: {field: fill(value, node_id, field) for field, value in node.items()}
        for node_id, node in nodes.items()
    }


def name_models(workflow: Mapping[str, Any], nodes: Mapping[str, Any]) -> None:
    """Name the models in the workflow of a batch as its graph does, so that the editor finds them there: what has no
    key there, it drops.

    Args:
        workflow: The workflow, which is changed.
        nodes: The nodes of the graph in the server's shape, with the server's models.
    """
    for node in cast("list[object]", workflow.get("nodes") or ()):
        data = mapping(mapping(node).get("data"))
        run = mapping(nodes.get(str(data.get("id"))))
        for name, field in mapping(data.get("inputs")).items():
            if Model.from_dict(mapping(field).get("value")) and name in run:
                field["value"] = run[name]


def _wanted(fields: Mapping[str, Any], node: Node, field: str) -> dict[str, Collection[str]]:
    """For each part of an identifier that matters, the values that will do."""
    model = Model.from_dict({key: value for key, value in fields.items() if key != "submodel_type"})
    return {"key": (str(fields["key"]),)} if model is None else wanted_of(model, node, field)


def wanted_of(model: Model, node: Node, field: str) -> dict[str, Collection[str]]:
    """What a model for an input of a node is picked by: what was given, and what the input takes."""
    given = {"name": model.name, "base": model.base, "type": model.type, "hash": model.hash}
    return narrowed({part: (value,) for part, value in given.items() if value is not None}, node, field)


def narrowed(
    wanted: dict[str, Collection[str]], node: Node | type[Node] | None, field: str
) -> dict[str, Collection[str]]:
    """What a model is picked by, with what the input takes where nothing else is said of that; None stands for a node
    of an unknown type.
    """
    port = None if node is None else declared_port(node, field, "takes")
    if port is not None:
        for part, takes in (("base", port.model_bases), ("type", port.model_types)):
            if takes and "any" not in takes:
                wanted.setdefault(part, takes)
    return wanted
