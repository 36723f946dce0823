"""Trouble on request: what a test wants to go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import inf
from threading import Lock
from typing import Final

_FOR_EVER: Final = 1 << 60
_ERRORS: Final = range(400, 600)


@dataclass(slots=True)
class Trouble:
    """Something that goes wrong with requests.

    Attributes:
        method: The HTTP method, or `*`.
        path: The path from the root of the server, with `*` for any characters.
        left: How many more requests it happens to.
        seconds: How long the answer takes.
        status: The status of the answer; 0 for the server's own.
        drops: Whether the connection is closed instead of an answer.
        late: Whether the server has done what it was asked for when it goes wrong.
    """

    method: str
    path: str
    left: int
    seconds: float = 0.0
    status: int = 0
    drops: bool = False
    late: bool = False


@dataclass(slots=True)
class BrokenNode:
    """A node that fails.

    Attributes:
        node: Its id in the graph, or its node type.
        type: Name of the exception's class.
        message: The exception's message.
        left: How many more times it fails.
    """

    node: str
    type: str
    message: str
    left: int


class Faults:
    """What goes wrong in a simulator. Each goes wrong `times` times, or for as long as it is not cleared.

    Only requests go wrong, not the event stream: that breaks when the simulator is restarted.

    Paths are those from the root of the server, such as `/api/v1/queue/default/enqueue_batch`; `*` stands for any
    characters.

    Example:
        >>> faults = Faults()
        >>> faults.status(503, "*/enqueue_batch", times=1)  # the first attempt is refused
        >>> faults.drop("*/enqueue_batch", times=1, late=True)  # the second is taken, and the answer lost
        >>> faults.fail("denoise_latents", type="OutOfMemoryError", message="CUDA out of memory")
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._troubles: list[Trouble] = []
        self._broken: list[BrokenNode] = []

    def delay(self, seconds: float, path: str = "*", *, method: str = "*", times: int | None = None) -> None:
        """Let answers take longer.

        Raises:
            ValueError: It is no time, or the path is none.
        """
        if not 0 <= seconds < inf:
            raise ValueError(f"an answer takes 0 seconds or more, not {seconds!r}")
        self._add(Trouble(method, path, _left(times), seconds=seconds))

    def status(
        self, status: int, path: str = "*", *, method: str = "*", times: int | None = None, late: bool = False
    ) -> None:
        """Answer with an error status.

        Args:
            status: The HTTP status.
            path: The requests that are answered so.
            method: The HTTP method of these requests.
            times: How many of them.
            late: Whether the server does what it is asked for all the same.

        Raises:
            ValueError: It is the status of no error, or the path is none.
        """
        if status not in _ERRORS:
            raise ValueError(f"an error has a status from {_ERRORS[0]} to {_ERRORS[-1]}, not {status!r}")
        self._add(Trouble(method, path, _left(times), status=status, late=late))

    def drop(self, path: str = "*", *, method: str = "*", times: int | None = None, late: bool = False) -> None:
        """Close the connection instead of answering; `late` as for `status`.

        Raises:
            ValueError: The path is none.
        """
        self._add(Trouble(method, path, _left(times), drops=True, late=late))

    def fail(
        self, node: str, *, type: str = "RuntimeError", message: str = "it was asked to fail", times: int | None = None
    ) -> None:
        """Let a node fail.

        Args:
            node: Its id in the graph, or a node type for all of that type.
            type: Name of the class of the server's exception.
            message: Its message.
            times: How many times it fails.
        """
        if (left := _left(times)) > 0:
            with self._lock:
                self._broken.append(BrokenNode(node, type, message, left))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._troubles.clear()
            self._broken.clear()

    def of_request(self, method: str, path: str) -> list[Trouble]:
        """What goes wrong with a request; it counts as having happened."""
        if not self._troubles:
            return []
        with self._lock:
            found = [t for t in self._troubles if fnmatchcase(method, t.method) and fnmatchcase(path, t.path)]
            delays = [trouble for trouble in found if trouble.seconds]
            # One answer goes wrong in one way: what stands behind waits for the next request.
            happening = delays + [trouble for trouble in found if not trouble.seconds][:1]
            for trouble in happening:
                trouble.left -= 1
            self._troubles = [trouble for trouble in self._troubles if trouble.left > 0]
            return happening

    def of_node(self, node_id: str, node_type: str) -> BrokenNode | None:
        """How a node fails, if it does; it counts as having failed."""
        if not self._broken:
            return None
        with self._lock:
            broken = next((broken for broken in self._broken if broken.node in (node_id, node_type)), None)
            if broken:
                broken.left -= 1
                self._broken = [broken for broken in self._broken if broken.left > 0]
            return broken

    def _add(self, trouble: Trouble) -> None:
        if not trouble.path.startswith(("/", "*", "?", "[")):
            raise ValueError(f"no path begins like {trouble.path!r}: name all of it, or */{trouble.path} for any end")
        trouble.method = trouble.method.upper()
        if trouble.left > 0:
            with self._lock:
                self._troubles.append(trouble)


def _left(times: int | None) -> int:
    return _FOR_EVER if times is None else times
