"""The results of a batch's sessions: outputs, and the pictures among them."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from invokegraph.errors import InvokegraphError, NotInGraph
from invokegraph.transport.answers import chunks
from invokegraph.transport.downloads import AT_ONCE, download, download_all, image_endpoint, opened, place
from invokegraph.transport.errors import NoOutput, UnexpectedAnswer, readable
from invokegraph.transport.events import QUEUE
from invokegraph.transport.record import Record, mapping
from invokegraph.words import brief, counted, listed, shorten

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Output
    from invokegraph.transport.http import Http
    from invokegraph.transport.sheets import Inputs, Sheet


PORTION = 100
_ROWS = 20
_SHOWN = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_MOST_SHOWN = 16_000_000
_LARGE = frozenset({"graph", "execution_graph"})


class Picture:
    """An image on the server; its bytes are fetched when asked for.

    Attributes:
        name: The server's name for it.
        width: Its width in pixels; None if the output does not say.
        height: Its height in pixels; None if the output does not say.
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
        """The bytes of the image file, a PNG.

        Raises:
            RequestRefused: The server no longer has the image.
            ConnectionFailed: It did not arrive completely.
            UnexpectedAnswer: The answer is not an image.
        """
        with opened(self._http, image_endpoint(self.name)) as response:
            return b"".join(chunks(response))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the image file and return its path. An incomplete download leaves no file under that name.

        Args:
            path: The file, which is replaced if it exists; or a folder, which is made if the path ends with a
                slash, for a file of the server's name in it.

        Raises:
            RequestRefused: The server no longer has the image.
            ConnectionFailed: It did not arrive completely.
            UnexpectedAnswer: The answer is no image, or a folder was given and the server's name is no plain file name.
            OSError: The file cannot be written.
        """
        return download(self._http, image_endpoint(self.name), place(path, self.name))

    def __repr__(self) -> str:
        size = f" {self.width}x{self.height}" if self.width and self.height else ""
        return f"<Picture {readable(self.name, 80)}{size} of {brief(self.node_id)}, session {self.session + 1}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """The picture itself where it is a file that browsers show and can be had, else its name."""
        text = {"text/plain": repr(self)}
        try:
            file = self.bytes()
        except InvokegraphError:
            return text
        kind = next((kind for head, kind in _SHOWN.items() if file.startswith(head)), None)
        return {**text, kind: b64encode(file).decode()} if kind and len(file) <= _MOST_SHOWN else text


class Items:
    """The queue items of a batch, fetched many at a time when one of them is looked at.

    Args:
        http: To ask the server with.
        batch_id: The batch.
        item_ids: Their numbers, in the order of the sessions.
    """

    def __init__(self, http: Http, batch_id: str, item_ids: Sequence[int]) -> None:
        self.http = http
        self._batch_id = batch_id
        self.ids = tuple(item_ids)
        self._found: dict[int, dict[str, Any]] = {}
        self._fetched: set[int] = set()
        self._fetching = Lock()

    def __getitem__(self, place: int) -> dict[str, Any]:
        """What the server says about the item at a place; empty where it does not hold it any more.

        Graphs and workflow are left out: they are large, and who asks has them.
        """
        with self._fetching:
            portion = place // PORTION
            if portion not in self._fetched:
                body = {"item_ids": self.ids[portion * PORTION : (portion + 1) * PORTION]}
                answer = self.http.json("POST", f"{QUEUE}/items_by_ids", json=body)
                if not isinstance(answer, list):
                    raise UnexpectedAnswer("POST items_by_ids: the answer is no list of queue items")
                for item in map(mapping, cast("list[object]", answer)):
                    item_id = item.get("item_id")
                    if not isinstance(item_id, int):
                        raise UnexpectedAnswer("POST items_by_ids: the answer holds a queue item without a number")
                    session = {name: part for name, part in mapping(item.get("session")).items() if name not in _LARGE}
                    if item.get("batch_id") == self._batch_id:  # and not of others, on a server with a new database
                        self._found[item_id] = {**item, "session": session, "workflow": None}
                self._fetched.add(portion)
        return self._found.get(self.ids[place], {})


class SessionResult:
    """One run of the graph on the server.

    Attributes:
        place: Its place in the batch, counted from 0, as in `Batch.sessions()`.
        item_id: The server's number for it.
        status: `"completed"`, `"failed"` or `"canceled"`; `"removed"` where the queue does not hold it any more.
    """

    def __init__(self, items: Items, place: int, status: str) -> None:
        self._items = items
        self.place = place
        self.item_id = items.ids[place]
        self.status = status

    @property
    def item(self) -> Record:
        """Everything that the server says about it, except its graph and workflow."""
        return Record(self._items[self.place])

    @property
    def error_type(self) -> str:
        """The name of the exception that a failed session ended with; empty otherwise."""
        return readable(str(self._items[self.place].get("error_type") or ""))

    @property
    def error_message(self) -> str:
        """The exception's message."""
        return readable(str(self._items[self.place].get("error_message") or ""))

    @property
    def error_traceback(self) -> str:
        """The exception's traceback on the server."""
        return str(self._items[self.place].get("error_traceback") or "")

    @property
    def failed_node_id(self) -> str | None:
        """The node that raised the error, as the graph names it."""
        return next((str(self._sources.get(copy, copy)) for copy in mapping(self._state.get("errors"))), None)

    @property
    def values(self) -> dict[tuple[str, str], Any]:
        """The swept values that it ran with, by node id and input."""
        known: Any = self._items[self.place].get("field_values")
        values = [mapping(value) for value in cast("list[object]", known)] if isinstance(known, list) else []
        return {
            (str(value["node_path"]), str(value["field_name"])): value.get("value")
            for value in values
            if value.keys() >= {"node_path", "field_name"}
        }

    @property
    def _state(self) -> dict[str, Any]:
        item = self._items[self.place]
        if not item and self.status != "removed":
            raise NoOutput(
                f"session {self.place + 1} {self.status}, but the queue does not hold it any more: "
                "what it gave cannot be read"
            )
        return mapping(item.get("session"))

    @property
    def _sources(self) -> dict[str, Any]:
        return mapping(self._state.get("prepared_source_mapping"))

    def outputs(self, node_id: str | None = None) -> Iterator[tuple[str, Record]]:
        """The outputs with the ids of their nodes.

        Args:
            node_id: Only those of one node, one for each time that an Iterate ran it, in the order of the loop.
                Left out: those of all nodes, in the order in which they ran.

        Raises:
            NoOutput: The session is no longer in the queue.
        """
        yield from outputs_of(self._state, node_id)

    def images(self, node_id: str | None = None) -> list[Picture]:
        """The images among the outputs, each once."""
        found: dict[str, Picture] = {}
        for source, output in self.outputs(node_id):
            for field in output:
                for name, alone in _image_names(output[field]):
                    width, height = (output.get(side) if alone else None for side in ("width", "height"))
                    picture = Picture(
                        self._items.http,
                        name,
                        width=width if isinstance(width, int) else None,
                        height=height if isinstance(height, int) else None,
                        node_id=source,
                        session=self.place,
                    )
                    found.setdefault(name, picture)
        return list(found.values())

    def __repr__(self) -> str:
        return f"<SessionResult {self.place}: item {self.item_id}, {brief(self.status)}>"


class Result:
    """The result of a batch: its sessions with their outputs and pictures.

    The outputs of up to 100 sessions come with it; those of a larger batch are fetched when they are asked for, 100
    sessions at a time.

    Attributes:
        batch_id: The batch.
        graph: Its graph; None where it was not at hand, and nodes are named by their ids.
        sessions: Its sessions, in the order in which they were created.
    """

    def __init__(self, http: Http, batch_id: str, graph: Graph | None, statuses: Mapping[int, str]) -> None:
        self._http = http
        self._items = Items(http, batch_id, tuple(statuses))
        self.batch_id = batch_id
        self.graph = graph
        self.sessions = tuple(
            SessionResult(self._items, place, status) for place, status in enumerate(statuses.values())
        )
        if 0 < len(self.sessions) <= PORTION:
            _ = self._items[0]

    @property
    def failures(self) -> list[SessionResult]:
        """The sessions that did not complete."""
        return [session for session in self.sessions if session.status != "completed"]

    def output(self, node: Node | Output[Any] | str) -> Record:
        """The output of a node in the first session; its fields are attributes: `result.output(add).value`.

        Args:
            node: A node of the graph, an output of it, or its id.

        Raises:
            NotInGraph: The graph has no such node.
            NoOutput: The node did not run, or ran more than once in a loop.
        """
        node_id = self.id_of(node)
        outputs = [output for session in self.sessions[:1] for _, output in session.outputs(node_id)]
        if len(outputs) == 1:
            return outputs[0]
        if outputs:
            raise NoOutput(f"{brief(node_id)} ran {len(outputs)} times in a loop: outputs() has them all")
        raise NoOutput(f"{brief(node_id)} gave no output: an If or an empty loop may have left it out")

    def outputs(self, node: Node | Output[Any] | str) -> list[Record]:
        """All outputs of a node: session by session, and in the order of the loop where an Iterate ran it.

        Raises:
            NotInGraph: The graph has no such node.
        """
        node_id = self.id_of(node)
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
        node_id = None if node is None else self.id_of(node)
        return [picture for session in self.sessions for picture in session.images(node_id)]

    def save_images(
        self, folder: str | os.PathLike[str], node: Node | Output[Any] | str | None = None, *, at_once: int = AT_ONCE
    ) -> list[Path]:
        """Write the images to a folder under the server's names, several at once, and return their paths.

        Args:
            folder: The folder; it is created if it does not exist.
            node: Only those of one node.
            at_once: The most downloads at the same time.

        Raises:
            NotInGraph: The graph has no such node.
            RequestRefused: The server no longer has one of the images.
            ConnectionFailed: One did not arrive completely; those that did are kept.
            UnexpectedAnswer: An answer is no image, or a name of the server's is no plain file name.
            OSError: A file cannot be written.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        names = dict.fromkeys(picture.name for picture in self.images(node))
        wanted = [(image_endpoint(name), target / name) for name in names]
        return download_all(self._http, wanted, at_once=at_once)

    def sheet(
        self,
        node: Node | Output[Any] | str | None = None,
        *,
        rows: Inputs | None = None,
        columns: Inputs | None = None,
    ) -> Sheet:
        """The pictures of a sweep as a contact sheet: a grid with the swept values as headings.

        By default, the axis that changes fastest runs across and all others run down; a single long one fills rows
        with the values below each picture. Repetitions of the batch and pictures of a loop are axes as well: "run" and
        "picture".

        Args:
            node: The node whose pictures are wanted. Left out, that which gave the last picture of a session.
            rows: The swept input that changes from row to row, as "noise.seed" or (noise, "seed"), or several.
            columns: The swept input that changes from column to column, or several.

        Raises:
            NotInGraph: The graph has no such node.
            BatchError: An input is the same for all pictures, or named for rows and for columns.

        Example:
            `result.sheet(rows="noise.seed", columns=(denoise, "cfg_scale")).save("sheet.png")`
        """
        from invokegraph.transport.sheets import sheet_of

        return sheet_of(self, node, rows, columns)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """The first sessions with what they ran with and gave."""
        from invokegraph.view.notebook import bundle

        try:
            rows = list(map(_row, self.sessions[:_ROWS]))
        except InvokegraphError:  # the server is not there any more
            return {"text/plain": repr(self)}
        more = len(self.sessions) - len(rows)
        rows += [(f"… and {more} more", "", "", "")] if more > 0 else []
        return bundle(summary(self), ("session", "status", "ran with", "pictures"), rows, repr(self))

    def id_of(self, node: Node | Output[Any] | str) -> str:
        """The id of a node of the batch's graph.

        Raises:
            NotInGraph: The graph has no such node.
        """
        if self.graph is not None:
            return self.graph.id_of(node)
        if isinstance(node, str):
            return node
        raise NotInGraph("this result has no graph to look the node up in: give its id, or the graph to client.attach")

    def __repr__(self) -> str:
        return f"<Result of batch {brief(self.batch_id)}: {summary(self)}>"


def outputs_of(session: Mapping[str, Any], node_id: str | None = None) -> Iterator[tuple[str, Record]]:
    """The outputs of a session as the server describes it, with the ids of their nodes; see `SessionResult.outputs`."""
    results, sources = mapping(session.get("results")), mapping(session.get("prepared_source_mapping"))
    copies: Sequence[str] = list(results)
    if node_id is not None:
        paths = mapping(session.get("prepared_iteration_paths"))
        copies = [copy for copy in copies if sources.get(copy, copy) == node_id]
        copies = sorted(copies, key=lambda copy: _iteration(paths.get(copy)))
    for copy in copies:
        yield str(sources.get(copy, copy)), Record(mapping(results[copy]))


def image_names(output: Record) -> list[str]:
    """The names of the images that an output holds."""
    return [name for field in output for name, _ in _image_names(output[field])]


def _row(session: SessionResult) -> tuple[str, str, str, str]:
    """A session in the table of a notebook."""
    values = ", ".join(f"{node_id}.{field}={shorten(value)}" for (node_id, field), value in session.values.items())
    status = f"{session.status}: {session.error_type}" if session.error_type else session.status
    pictures = [picture.name for picture in session.images()] if session.status == "completed" else []
    return str(session.place + 1), status, values, listed(pictures)


def _iteration(path: object) -> list[int]:
    """The rounds of the loops that a node ran in, the outermost first."""
    rounds = cast("list[object]", path) if isinstance(path, list) else []
    return [number for number in rounds if isinstance(number, int)]


def summary(result: Result) -> str:
    """How many sessions ended in which way."""
    statuses = [session.status for session in result.sessions]
    counts = [f"{statuses.count(status)} {brief(status)}" for status in dict.fromkeys(statuses)]
    return f"{counted(len(statuses), 'session')}: {', '.join(counts) or 'nothing to do'}"


def _image_names(value: object) -> Iterator[tuple[str, bool]]:
    """The names of the images that a value is or lists, and whether it is just one."""
    several = isinstance(value, list)
    for item in cast("list[object]", value) if several else [value]:
        name = item.get("image_name") if isinstance(item, Record) else None
        if isinstance(name, str):
            yield name, not several
