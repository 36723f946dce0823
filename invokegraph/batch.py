"""Batches: one graph, run for each combination of swept inputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, cast

from invokegraph.errors import BatchError, InvalidGraph
from invokegraph.ports import Output, Wires
from invokegraph.remainder import BatchRemainder
from invokegraph.types import INT
from invokegraph.values import Unfit, checker, own, to_json_value, why_unsendable
from invokegraph.wiring import hint_for, label_of, outputs_in, place_of
from invokegraph.words import brief, counted, shorten

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Port
    from invokegraph.problem import Problem, Problems
    from invokegraph.server_schema import ServerSchema


class Sweep(NamedTuple):
    """The values that one input takes from session to session.

    Attributes:
        node: The node.
        field: The name of its input.
        values: One for each session of the axis that the sweep is on.
    """

    node: Node
    field: str
    values: tuple[Any, ...]


class Session(NamedTuple):
    """What one session of a batch will run with.

    Attributes:
        place: Its place in the batch, counted from 0; the server runs them in this order.
        run: Which repetition it belongs to, counted from 0.
        values: The swept values by node id and input.
    """

    place: int
    run: int
    values: Mapping[tuple[str, str], Any]


class Batch:
    """One graph to be run for each combination of swept inputs.

    Args:
        graph: The graph.
        runs: How many times everything is run, at least once.
        batch_id: The name of the batch on the server; a new UUID if it is left out.
        origin: A free text that the server keeps with the batch.
        destination: A free text that the server keeps with the batch; batches can be cancelled by it.

    Raises:
        BatchError: `runs` is not an integer from 1 up, or one of the texts cannot be sent.

    Example:
        >>> from invokegraph import Graph
        >>> from nodes_catalog import Add
        >>> add = Add()
        >>> batch = Batch(Graph(add)).sweep(add, a=[1, 2]).sweep(add, b=[10, 20, 30])
        >>> len(batch)
        6
    """

    def __init__(
        self,
        graph: Graph,
        runs: int = 1,
        *,
        batch_id: str | None = None,
        origin: str | None = None,
        destination: str | None = None,
    ) -> None:
        from invokegraph.graph import Graph

        if not isinstance(graph, Graph):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError(f"a batch runs a graph, not {shorten(graph)}: Batch(Graph(image))")
        if runs.__class__ is not int or runs < 1:
            raise BatchError(f"a batch runs once or more, not {shorten(runs)} times")
        if batch_id is not None and (batch_id.__class__ is not str or batch_id in ("", ".", "..") or "/" in batch_id):
            raise BatchError(f"a batch_id is a text without slashes that is not empty, not {shorten(batch_id)}")
        for name, text in {"batch_id": batch_id, "origin": origin, "destination": destination}.items():
            if text is not None and (text.__class__ is not str or why_unsendable(text)):
                raise BatchError(f"{name} is a text that can be sent, not {shorten(text)}")
        self.graph = graph
        self.runs = runs
        self.batch_id = _new_id() if batch_id is None else batch_id
        self.origin = origin
        self.destination = destination
        self.remainder = BatchRemainder()
        self._axes: list[list[Sweep]] = []

    def adopt(self, axes: Iterable[Iterable[Sweep]]) -> None:
        """Take over sweeps as they are, right or wrong. Called by what reads batches."""
        self._axes = [list(axis) for axis in axes]

    @property
    def axes(self) -> tuple[tuple[Sweep, ...], ...]:
        """The axes of the batch: sweeps of one axis advance together, axes are crossed, the last one changes
        fastest.
        """
        return tuple(tuple(axis) for axis in self._axes)

    def sweep(self, node: Node | str, /, **values: Iterable[Any]) -> Self:
        """Add an axis: every session so far runs with each of these values.

        Several inputs in one call advance together, like `zip`.

        Args:
            node: A node of the graph, or its id.
            values: For each swept input its values: numbers, texts, booleans, images, videos, or lists of these.
                A server can sweep over nothing else.

        Returns:
            The batch itself.

        Raises:
            BatchError: A wire feeds the input or another sweep sets it, a value is one that the input refuses, or the
                numbers of values differ. The batch is as it was before.
            NotInGraph: The node is not in the graph.
            UnknownName: The node has no such input.
        """
        self._axes.append(self._checked(node, values, []))
        return self

    def zip(self, node: Node | str, /, **values: Iterable[Any]) -> Self:
        """Add inputs to the latest axis: they advance together with what is there; see `sweep` for arguments and
        errors.
        """
        if not self._axes:
            raise BatchError("zip joins the axis of a sweep, and the batch has none: begin with sweep")
        self._axes[-1] += self._checked(node, values, self._axes[-1])
        return self

    @property
    def size(self) -> int:
        """The number of sessions, also where it is beyond what `len` can tell."""
        count = times(self.runs)
        for axis in self._axes:
            count *= len(axis[0].values) if axis else 0
        return count

    def __len__(self) -> int:
        """The number of sessions."""
        return self.size

    def sessions(self) -> Iterator[Session]:
        """What each session will run with, in the order in which the server makes them.

        Raises:
            InvalidGraph: A node that is swept has left the graph, or the batch was read and the numbers of values
                differ on an axis.
        """
        ids = self.ids()
        if uneven := [problem for problem in self._sweep_problems() if problem.code == "sweep-lengths"]:
            raise InvalidGraph(uneven)
        keys = [[(ids[sweep.node], sweep.field) for sweep in axis] for axis in self._axes]
        size, runs = self.size, times(self.runs)
        for place in range(size):
            run, rest = divmod(place, size // runs)
            values: dict[tuple[str, str], Any] = {}
            for axis, names in zip(reversed(self._axes), reversed(keys), strict=True):  # the last axis changes fastest
                rest, row = divmod(rest, len(axis[0].values))
                values = {key: sweep.values[row] for key, sweep in zip(names, axis, strict=True)} | values
            yield Session(place, run, values)

    def problems(
        self, *, ignore: Collection[str] = (), schema: ServerSchema | Mapping[str, Any] | None = None
    ) -> Problems:
        """Everything that is wrong with the graph and the sweeps, found without a server.

        Args:
            ignore: Codes of problems to leave out.
            schema: The `openapi.json` of the server that the batch is for, parsed, or the `ServerSchema` of it: its
                node types are then what the batch is judged by, rather than those of the catalog.

        Raises:
            SchemaError: It is not the `openapi.json` of a server.
        """
        if schema is not None:
            from invokegraph.server_schema import judged

            return judged(self, schema, ignore)
        from invokegraph.validation import batch_problems

        return batch_problems(self, ignore)

    def validate(self, *, ignore: Collection[str] = (), schema: ServerSchema | Mapping[str, Any] | None = None) -> None:
        """Raise an error if the batch has problems.

        Args:
            ignore: Codes of problems to let pass.
            schema: The server that the batch is for, as for `problems`.

        Raises:
            InvalidGraph: It has problems; the error holds them all.
            SchemaError: It is not the `openapi.json` of a server.
        """
        if problems := self.problems(ignore=ignore, schema=schema):
            raise InvalidGraph(problems)

    def to_python(self, *, defaults: bool = True, keep_id: bool = False) -> str:
        """The batch as a Python program, with `graph` and `batch` at its top level; see `Graph.to_python`.

        Args:
            defaults: Whether values that were given are written where they are the default as well.
            keep_id: Whether the `batch_id` is written. A server runs a batch once, however often it is submitted: with
                it, every run of the program is the same batch; without it, each is a new one.

        Raises:
            InvalidGraph: Two nodes have the same id, or a node that is swept has left the graph.
        """
        from invokegraph.source import batch_to_python

        return batch_to_python(self, defaults=defaults, keep_id=keep_id)

    def to_dict(self) -> dict[str, Any]:
        """The batch in the server's shape: what stands under `batch` in the body of `enqueue_batch`.

        Raises:
            InvalidGraph: Two nodes have the same id, or a node that is swept has left the graph.
        """
        from invokegraph.batch_serialization import batch_to_dict

        return batch_to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON text, indented by `indent` spaces or on one line.

        Raises:
            InvalidGraph: Two nodes have the same id, or a node that is swept has left the graph.
        """
        from json import dumps

        return dumps(self.to_dict(), indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Batch:
        """Read a batch in the server's shape: what stands under `batch` in the body of `enqueue_batch`, or the whole
        body. What is wrong with it, `problems()` tells; what is unknown in it is kept.

        A batch that has no `batch_id` gets a new one.

        Raises:
            FormatError: It is no batch at all; the message names the place.
        """
        from invokegraph.batch_serialization import batch_from_dict

        return batch_from_dict(data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Batch:
        """Read a batch from JSON text; see `from_dict`.

        Raises:
            FormatError: It is no JSON, or no batch.
        """
        from invokegraph.batch_serialization import batch_from_json

        return batch_from_json(text)

    @classmethod
    def from_workflow(
        cls,
        source: str | bytes | os.PathLike[str] | Mapping[str, Any],
        runs: int = 1,
        *,
        board_id: str | None = None,
    ) -> Batch:
        """Read a workflow of InvokeAI's editor with its batch nodes, as the editor queues it.

        Each batch node becomes a sweep over the inputs that it is wired to; those of one group advance together.
        `graph.left_out` lists what could not be taken over, such as a list that only a server knows.

        Args:
            source: The workflow; see `Graph.from_workflow`.
            runs: How many times the whole is repeated.
            board_id: The board for the pictures of nodes whose board is "auto".

        Raises:
            FormatError: It is not a workflow; the message names the place.
            BatchError: `runs` is not an integer from 1 up.
        """
        from invokegraph.workflow.batching import batch_of
        from invokegraph.workflow.document import read_document

        return batch_of(read_document(source), runs, board_id=board_id)

    def over(self, graph: Graph, copies: Mapping[Node, Node]) -> Batch:
        """The same batch over a copy of its graph.

        Args:
            graph: The copy.
            copies: For each node of this batch's graph, the one of the copy.
        """
        batch = Batch(graph, self.runs, batch_id=self.batch_id, origin=self.origin, destination=self.destination)
        batch.adopt([sweep._replace(node=copies.get(sweep.node, sweep.node)) for sweep in axis] for axis in self._axes)
        return batch

    def __repr__(self) -> str:
        is_text = isinstance(self.batch_id, str)  # pyright: ignore[reportUnnecessaryIsInstance] - a file may have anything
        named = brief(self.batch_id) if is_text else shorten(self.batch_id)
        return f"<Batch {named}: {counted(self.size, 'session')} of {counted(len(self.graph), 'node')}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from invokegraph.view.notebook import batch_bundle

        return batch_bundle(self)

    def ids(self) -> Mapping[Node, str]:
        """The ids of the nodes of the graph, and of those that the file it was read from names beside.

        Raises:
            InvalidGraph: A node that is swept has left the graph.
        """
        ids = self.graph.ids()
        if strangers := self.remainder.strangers:
            ids = {**ids, **{node: str(node.id) for node in strangers}}
        if any(sweep.node not in ids for axis in self._axes for sweep in axis):
            raise InvalidGraph([problem for problem in self._sweep_problems() if problem.code == "sweep-unknown"])
        return ids

    def _sweep_problems(self) -> Iterator[Problem]:
        from invokegraph.validation import sweep_problems

        return sweep_problems(self)

    def _checked(self, node: Node | str, values: Mapping[str, Iterable[Any]], axis: list[Sweep]) -> list[Sweep]:
        """The sweeps that `values` ask for on `node`; BatchError if any does not fit the graph, the axis or its
        input.
        """
        found = self.graph.named(node)
        taken = {(sweep.node, sweep.field) for other in self._axes for sweep in other}
        sweeps = [_sweep(found, name, items) for name, items in values.items()]
        if not sweeps:
            raise BatchError(f"no input of {label_of(found)} was named: sweep(node, seed=[1, 2, 3])")
        for sweep in sweeps:
            if (found, sweep.field) in taken:
                raise BatchError(f"{place_of(found, sweep.field)} is swept already")
            first = (axis or sweeps)[0]
            if len(sweep.values) != len(first.values):
                raise BatchError(
                    f"{place_of(found, sweep.field)} has {len(sweep.values)} values, "
                    f"{place_of(first.node, first.field)} on the same axis {len(first.values)}"
                )
        return sweeps


def times(runs: object) -> int:
    """How many times the server repeats a batch; 0 if it refuses the number."""
    try:
        return cast("int", checker(INT, {"ge": 1}, __name__)(runs))
    except Unfit:
        return 0


def _new_id() -> str:
    from uuid import uuid4

    return str(uuid4())


def _sweep(node: Node, name: str, items: Iterable[Any]) -> Sweep:
    """The sweep of one input, once every value has been judged."""
    from invokegraph.node import UnknownNode, input_port

    declared = node.ports().get(name)
    port = declared if declared is not None and declared.takes is not None else input_port(node, name)
    where = place_of(node, port.name)
    if outputs_in(node.given.get(port.name)):
        raise BatchError(f"{where} is fed by a wire, which would override the sweep: sweep over what feeds it")
    if isinstance(items, (str, bytes)) or not isinstance(items, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
        raise BatchError(f"{where}: a list of values is needed, not {shorten(items)}")
    if isinstance(items, (set, frozenset)):
        raise BatchError(f"{where}: the values of a set come in any order: sorted() makes a list of them")
    values = tuple(items)
    if not values:
        raise BatchError(f"{where}: a sweep needs at least one value, or the batch has no sessions")
    if isinstance(node, UnknownNode):
        raise BatchError(
            f"{where}: without the class of {brief(node.type)} nobody can tell which values would fit\n"
            "  import its class; `invokegraph generate` makes one"
        )
    if port.takes is None:
        raise BatchError(f"{where}: the server sweeps over declared inputs only, and {brief(name)} is none")
    for place, value in enumerate(values):
        if why := why_not_swept(port, value):
            said = f"{where}: value {place + 1} of {len(values)}, {shorten(value)}, cannot be swept: {why}"
            raise BatchError(said + ("" if port.takes_model else hint_for(node, port, value)))
    if why := why_not_together(values):
        raise BatchError(f"{where}: {why}")
    # What the input makes of each value is sent, not what was given: the server does not convert the values of a sweep.
    return Sweep(node, port.name, tuple(port.check(own(value)) for value in values))


_NO_ITEM: Final = "the server sweeps over numbers, texts, images and videos only"


def why_not_swept(port: Port, value: object) -> str:
    """Why a value cannot be one of a sweep over an input, or an empty string if it can be.

    The server takes numbers, texts, images, videos and lists of them. It does not look whether the input takes the
    value: one that does not leaves a session that cannot be loaded, which stops the queue for everybody.
    """
    if isinstance(value, (Output, Wires)):
        return "it is a wire"
    if port.takes_model:
        return "the server sweeps over no models: make a batch for each"
    if why := why_unsendable(value) or _why_no_item(to_json_value(value)):
        return why
    try:
        port.check(value)
    except Unfit as unfit:
        return f"{port.name} takes {port.describe()}{unfit}"
    return ""


def _why_no_item(value: object) -> str:
    try:
        as_item(value)
    except Unfit:
        return _NO_ITEM
    return ""


def as_item(value: object) -> object:
    """What the server makes of a swept value before a node sees it: truth values become numbers, and of an image or a
    video only the name is left.

    Raises:
        Unfit: It does not take the value in a sweep.
    """
    if isinstance(value, list):
        return [_as_scalar(part) for part in cast("list[object]", value)]
    return _as_scalar(value)


def _as_scalar(value: object) -> object:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        for name in ("image_name", "video_name"):
            if isinstance(text := cast("dict[str, object]", value).get(name), str):
                return {name: text}
    raise Unfit(_NO_ITEM)


def why_not_together(values: Iterable[object]) -> str:
    """Why values cannot stand in one sweep, or an empty string if they can: all of one type, but integers beside
    floats.
    """
    kinds = {_kind(value) for value in values}
    return f"a sweep has values of one type, not {' and '.join(sorted(kinds))}" if len(kinds) > 1 else ""


def _kind(value: object) -> str:
    item = as_item(to_json_value(value))
    if isinstance(item, dict):
        return "image" if "image_name" in item else "video"
    if isinstance(item, (int, float)):
        return "number"
    return "list" if isinstance(item, list) else "text"
