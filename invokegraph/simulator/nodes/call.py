"""What a node gets, what it gives, and how it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

if TYPE_CHECKING:
    from PIL.Image import Image

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]
BAD_INPUT: Final = "NodeInputError"
"""What the server raises when a wire brings a value that the node does not take."""
MOST_PIXELS: Final = 2**28
"""No node makes a larger picture: the server would take all of the machine's memory."""


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
        """The picture of that name, with its PNG texts in `info`.

        Raises:
            NodeError: There is none.
        """
        ...

    def save(
        self, image: Image, call: Call, *, category: str = "general", extra_text: Mapping[str, str] | None = None
    ) -> Outputs:
        """Keep a picture: the outputs `image`, `width` and `height` of the node that made it.

        Args:
            image: The picture.
            call: The node that made it.
            category: The server's image category.
            extra_text: What to write into the PNG beside the metadata.
        """
        ...


class Progress(Protocol):
    """To be told how far a node is."""

    def __call__(self, message: str, percentage: float | None, *, image: Outputs | None = None) -> None:
        """A node is further than before.

        Args:
            message: What it does.
            percentage: How much of the work is done, from 0 to 1, or None.
            image: What the picture looks like by now, as the server's events tell it: its size, and a smaller picture.
        """
        ...


@dataclass(frozen=True)
class Call:
    """One node about to run.

    Attributes:
        type: The node type.
        inputs: All inputs by name, defaults filled in and wires resolved, as plain JSON values.
        node_id: The node's id in the user's graph.
        pictures: The pictures of the server.
        progress: To be told how far it is.
        cancelled: Whether the work is no longer wanted.
    """

    type: str
    inputs: Inputs
    node_id: str
    pictures: Pictures
    progress: Progress
    cancelled: Callable[[], bool]


Runner = Callable[[Call], Outputs]
Work = Callable[[Inputs], Any]
Drawing = Callable[["Call"], "Image"]
_PNG_MODES: Final = {"1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"}


class Table(dict[str, Runner]):
    """What node types do, by node type."""

    def add(self, *types: str) -> Callable[[Runner], Runner]:
        """Register what node types do with a call."""

        def register(run: Runner) -> Runner:
            self.update(dict.fromkeys(types, failing_as_the_server(run)))
            return run

        return register

    def gives(self, output: str, *types: str) -> Callable[[Work], Work]:
        """Register how node types with one output make it of their inputs."""

        def register(work: Work) -> Work:
            self.add(*types)(lambda call: {output: work(call.inputs)})
            return work

        return register

    def hands_on(self, name: str, *types: str) -> None:
        """Register node types that give one of their inputs as it is, under the same name."""
        self.gives(name, *types)(itemgetter(name))

    def draws(self, *types: str, category: str = "general") -> Callable[[Drawing], Drawing]:
        """Register how node types draw the one picture that they give."""

        def register(draw: Drawing) -> Drawing:
            self.add(*types)(lambda call: keep(draw(call), call, category=category))
            return draw

        return register


def keep(
    image: Image, call: Call, *, category: str = "general", extra_text: Mapping[str, str] | None = None
) -> Outputs:
    """Save what a node has drawn."""
    if image.mode not in _PNG_MODES or 0 in image.size:
        raise NodeError("Image file not saved", type="ImageFileSaveException")
    return call.pictures.save(image, call, category=category, extra_text=extra_text)


def load(call: Call, name: str, mode: str | None = None) -> Image:
    """The picture that an input names, in that mode."""
    image = call.pictures.load(call.inputs[name]["image_name"])
    return image.convert(mode) if mode and mode != image.mode else image


def failing_as_the_server(run: Runner) -> Runner:
    """The same work, where every error is one of the node."""

    @wraps(run)
    def running(call: Call) -> Outputs:
        try:
            return run(call)
        except NodeError:
            raise
        except Exception as error:
            raise NodeError(str(error), type=type(error).__name__) from error

    return running


def each(value: Any) -> list[Any]:
    """The values of an input that takes one or several, or none."""
    if value is None:
        return []
    return list(cast("list[Any]", value)) if isinstance(value, list) else [value]


def parts(value: Any) -> Outputs:
    """The parts of an object, none if it is left out."""
    return {} if value is None else dict(value)


def require(holds: object) -> None:
    """Fail as the server's own assertions do, which say nothing."""
    if not holds:
        raise NodeError("", type="AssertionError")


def check_size(width: int, height: int) -> None:
    """Refuse a picture that would take all memory."""
    if width * height > MOST_PIXELS:
        raise NodeError(f"a picture of {width} x {height} pixels is larger than the simulator makes", "MemoryError")
