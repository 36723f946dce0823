"""What the sessions of a batch gave: outputs, and the pictures among them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from invokegraph.transport.downloads import download, opened, plain
from invokegraph.transport.errors import NoOutput, readable
from invokegraph.transport.http import chunks
from invokegraph.transport.record import Record, mapping

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Output
    from invokegraph.transport.http import Http


class Picture:
    """An image on the server; its bytes are fetched when asked for.

    Attributes:
        name: What the server calls it.
        width: Its width in pixels; None where the output does not say.
        height: Its height in pixels; None where the output does not say.
        node_id: The node that gave it, as the graph names it.
        session: The place of the session that gave it, counted from 0.
    """

    __slots__ = ("_http", "height", "name", "node_id", "session", "width")

    def __init__(
        self, http: Http, name: str, *, width: int | None, height: int | None, node_id: str, session: int
    ) -> None:
        self._http = http
        self.name = name
        self.width = width
        self.height = height
        self.node_id = node_id
        self.session = session

    def bytes(self) -> bytes:
        """The image file, a PNG unless the server changed its ways.

        Raises:
            RequestRefused: The server has no such image any more.
            ConnectionFailed: It did not arrive whole.
            UnexpectedAnswer: The answer is no image.
        """
        with opened(self._http, self._endpoint()) as response:
            return b"".join(chunks(response))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the image file and return its path. Until it is whole, nothing stands under that name.

        Args:
            path: The file, which is replaced if it exists; or a folder, for a file of the server's name in it.

        Raises:
            RequestRefused: The server has no such image any more.
            ConnectionFailed: It did not arrive whole.
            UnexpectedAnswer: The answer is no image, or a folder was given and the server's name is no plain file name.
            OSError: The file cannot be written.
        """
        endpoint, target = self._endpoint(), Path(path)
        return download(self._http, endpoint, target / self.name if target.is_dir() else target)

    def __repr__(self) -> str:
        size = f" {self.width}x{self.height}" if self.width and self.height else ""
        return f"<Picture {readable(self.name, 80)}{size} of {self.node_id}, session {self.session + 1}>"

    def _endpoint(self) -> str:
        return f"/images/i/{quote(plain(self.name), safe='')}/full"


class SessionResult:
    """One run of the graph on the server.

    Attributes:
        place: Its place in the batch, counted from 0, as in `Batch.sessions()`.
        item_id: The server's number for it.
        status: `"completed"`, `"failed"` or `"canceled"`; `"removed"` where the queue does not hold it any more.
        error_type: The name of the exception that a failed session ended with; empty otherwise.
        error_message: The exception's message.
        error_traceback: The exception's traceback on the server.
        item: All that the server says about it.
    """

    def __init__(self, http: Http, place: int, item_id: int, item: Mapping[str, Any]) -> None:
        self._http = http
        self.place = place
        self.item_id = item_id
        self.item = Record(item)
        self.status = str(item.get("status") or "removed")
        self.error_type = readable(str(item.get("error_type") or ""))
        self.error_message = readable(str(item.get("error_message") or ""))
        self.error_traceback = str(item.get("error_traceback") or "")
        self._state = mapping(item.get("session"))
        self._sources = mapping(self._state.get("prepared_source_mapping"))

    @property
    def failed_node_id(self) -> str | None:
        """The node that raised the error, as the graph names it."""
        return next((str(self._sources.get(copy, copy)) for copy in mapping(self._state.get("errors"))), None)

    def outputs(self, node_id: str | None = None) -> Iterator[tuple[str, Record]]:
        """The outputs with the ids of their nodes.

        Args:
            node_id: Only those of one node, one for each time that an Iterate ran it, in the order of the loop.
                Left out: those of all nodes, in the order in which they ran.
        """
        results = mapping(self._state.get("results"))
        copies: Sequence[str] = list(results)
        if node_id is not None:
            paths = mapping(self._state.get("prepared_iteration_paths"))
            copies = [copy for copy in copies if self._sources.get(copy, copy) == node_id]
            copies = sorted(copies, key=lambda copy: cast("list[int]", paths.get(copy) or []))
        for copy in copies:
            yield str(self._sources.get(copy, copy)), Record(mapping(results[copy]))

    def images(self, node_id: str | None = None) -> list[Picture]:
        """The images among the outputs, each once."""
        found: dict[str, Picture] = {}
        for source, output in self.outputs(node_id):
            for field in output:
                for name, alone in _image_names(output[field]):
                    width, height = (output.get(side) if alone else None for side in ("width", "height"))
                    picture = Picture(
                        self._http,
                        name,
                        width=width if isinstance(width, int) else None,
                        height=height if isinstance(height, int) else None,
                        node_id=source,
                        session=self.place,
                    )
                    found.setdefault(name, picture)
        return list(found.values())

    def __repr__(self) -> str:
        return f"<SessionResult {self.place}: item {self.item_id}, {self.status}>"


class Result:
    """What a batch gave.

    Attributes:
        batch_id: The batch.
        graph: Its graph.
        sessions: Its sessions, in the order in which they were created.
    """

    def __init__(self, batch_id: str, graph: Graph, sessions: Sequence[SessionResult]) -> None:
        self.batch_id = batch_id
        self.graph = graph
        self.sessions = tuple(sessions)

    def output(self, node: Node | Output[Any] | str) -> Record:
        """The output of a node in the first session; its fields are attributes: `result.output(add).value`.

        Args:
            node: A node of the graph, an output of it, or its id.

        Raises:
            NotInGraph: The graph has no such node.
            NoOutput: The node did not run, or ran more than once in a loop.
        """
        node_id = self.graph.id_of(node)
        outputs = [output for session in self.sessions[:1] for _, output in session.outputs(node_id)]
        if len(outputs) == 1:
            return outputs[0]
        if outputs:
            raise NoOutput(f"{node_id} ran {len(outputs)} times in a loop: outputs() has them all")
        raise NoOutput(f"{node_id} gave no output: an If or an empty loop may have left it out")

    def outputs(self, node: Node | Output[Any] | str) -> list[Record]:
        """All outputs of a node: session by session, and in the order of the loop where an Iterate ran it.

        Raises:
            NotInGraph: The graph has no such node.
        """
        node_id = self.graph.id_of(node)
        return [output for session in self.sessions for _, output in session.outputs(node_id)]

    def values(self, node: Node | Output[Any] | str, field: str) -> list[Any]:
        """One field of all outputs of a node.

        Raises:
            NotInGraph: The graph has no such node.
            KeyError: An output has no such field.
        """
        return [output[field] for output in self.outputs(node)]

    def images(self, node: Node | Output[Any] | str | None = None) -> list[Picture]:
        """The images among the outputs, session by session; each once per session.

        Args:
            node: Only those of one node. Left out: those of all nodes, in the order in which they ran.

        Raises:
            NotInGraph: The graph has no such node.
        """
        node_id = None if node is None else self.graph.id_of(node)
        return [picture for session in self.sessions for picture in session.images(node_id)]

    def __repr__(self) -> str:
        return f"<Result of batch {self.batch_id}: {len(self.sessions)} sessions>"


def _image_names(value: object) -> Iterator[tuple[str, bool]]:
    """The names of the images that a value is or lists, and whether it is just one."""
    several = isinstance(value, list)
    for item in cast("list[object]", value) if several else [value]:
        name = item.get("image_name") if isinstance(item, Record) else None
        if isinstance(name, str):
            yield name, not several
