"""The images that the nodes of a workflow gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from invokegraph.transport.record import mapping
from invokegraph.transport.results import Result, image_names, outputs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from invokegraph.transport.queue import QueueItem
    from invokegraph.transport.record import Record


class WorkflowOutput(NamedTuple):
    """A node of a workflow whose pictures or videos go to the gallery.

    Attributes:
        node_id: Its id.
        node_type: Its type.
        node_label: Its title; empty where that is only that of its type.
    """

    node_id: str
    node_type: str
    node_label: str


class OutputImages(TypedDict):
    """The images that one node of a workflow gave in one session.

    Attributes:
        node_id: The node.
        node_type: Its type.
        node_label: Its title; empty where that is only that of its type.
        item_id: The queue item of the session.
        image_names: The images; none where the node did not run.
    """

    node_id: str
    node_type: str
    node_label: str
    item_id: int
    image_names: list[str]


def images_of(nodes: Sequence[WorkflowOutput], ended: QueueItem | Result) -> list[OutputImages]:
    """The images of some nodes; see `WorkflowHandle.map_outputs_to_images`."""
    if isinstance(ended, Result):
        return [entry for each in ended.sessions for entry in _of_session(nodes, each.item_id, each.outputs())]
    session = mapping(ended.to_dict().get("session"))
    return list(_of_session(nodes, ended.item_id, outputs_of(session)))


def _of_session(
    nodes: Sequence[WorkflowOutput], item_id: int, outputs: Iterable[tuple[str, Record]]
) -> Iterator[OutputImages]:
    names: dict[str, dict[str, None]] = {}
    for node_id, output in outputs:
        names.setdefault(node_id, {}).update(dict.fromkeys(image_names(output)))
    for node in nodes:
        yield {
            "node_id": node.node_id,
            "node_type": node.node_type,
            "node_label": node.node_label,
            "item_id": item_id,
            "image_names": list(names.get(node.node_id, ())),
        }
