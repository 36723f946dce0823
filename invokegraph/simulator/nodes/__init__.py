"""What each node type does: `runner` finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from PIL.Image import Image


class NodeError(Exception):
    """A node fails as the server's would.

    Args:
        message: What the server's error says.
        type: Name of the class of the server's exception.
    """

    def __init__(self, message: str, type: str = "ValueError") -> None:
        super().__init__(message)
        self.type = type


class Pictures(Protocol):
    """The pictures of the server that a node runs in."""

    def load(self, image_name: str) -> Image:
        """The picture of that name."""
        ...

    def save(
        self, image: Image, call: Call, *, category: str = "general", extra_text: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Keep a picture: the outputs `image`, `width` and `height` of the node that made it."""
        ...


@dataclass(frozen=True)
class Call:
    """One node about to run.

    Attributes:
        type: The node type.
        inputs: All inputs by name, defaults filled in and wires resolved, as plain JSON values.
        node_id: The node's id in the user's graph.
        pictures: The pictures of the server.
        progress: To be told a message and how much of the work is done, from 0 to 1, or None.
        cancelled: Whether the work is no longer wanted.
    """

    type: str
    inputs: Mapping[str, Any]
    node_id: str
    pictures: Pictures
    progress: Callable[[str, float | None], None]
    cancelled: Callable[[], bool]


Runner = Callable[[Call], dict[str, Any]]


def runner(node_type: str) -> Runner | None:
    """What nodes of this type do; None for a type that cannot be run."""
    from invokegraph.simulator.nodes.basics import NODES

    return NODES.get(node_type)
