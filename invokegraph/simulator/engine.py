"""Works the queue off: one session after the other, node by node."""

from __future__ import annotations

import traceback
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.node_types import node_type
from invokegraph.simulator.nodes import Call, NodeError, runner
from invokegraph.simulator.nodes.lookups import check_models, with_known_loras
from invokegraph.simulator.pictures import ItemPictures, compact
from invokegraph.simulator.sessions import BadInput, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.caching import NodeCache
    from invokegraph.simulator.events import Events
    from invokegraph.simulator.faults import Faults
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.pictures import PictureStore
    from invokegraph.simulator.queue import Queue
    from invokegraph.simulator.records import Item

_LOOK_SECONDS: Final = 1.0


class Engine:
    """The thread that runs what is in the queue.

    Attributes:
        queue: Where the sessions are taken from.
        events: Told of each node.
        pictures: What nodes load from and save to.
        cache: What nodes gave before.
        faults: Which nodes are to fail.
        models: The models that nodes may name, by key.
        is_processing: Whether a session is running.
    """

    def __init__(
        self,
        queue: Queue,
        events: Events,
        pictures: PictureStore,
        cache: NodeCache,
        faults: Faults,
        models: Mapping[str, JSON],
    ) -> None:
        self.is_processing = False
        self.queue = queue
        self.events = events
        self.pictures = pictures
        self.cache = cache
        self.faults = faults
        self.models = models
        self._stopping = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self._stopping.clear()
        self._thread = Thread(target=self._work, args=(self._stopping,), name="invokegraph-simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the node that is running."""
        self._stopping.set()
        with self.queue.changed:
            self.queue.changed.notify_all()
        if self._thread:
            self._thread.join()
            self._thread = None

    def _work(self, stopping: Event) -> None:
        while not stopping.is_set():
            with self.queue.changed:
                item = self.queue.take()
                if item is None and not stopping.is_set():
                    self.queue.changed.wait(_LOOK_SECONDS)
            if item is None:
                continue
            self.is_processing = True
            try:
                _Run(self, item, stopping).run()
            finally:
                self.is_processing = False


class _Run:
    """One session being run."""

    def __init__(self, engine: Engine, item: Item, stopping: Event) -> None:
        self._engine = engine
        self._item = item
        self._stopping = stopping
        self._session = item.session = Session(item.session_id, item.graph, item.plan)
        self._graph_text = ""

    def run(self) -> None:
        """Run node after node until the session is complete, has failed, or is not wanted any more."""
        while not self._is_cancelled():
            try:
                copy = self._session.next()
            except BadInput as error:
                self._fail(error.copy, "NodeInputError", error)
                return
            except TypeError as error:  # no failure of the node: the item has failed, its session knows nothing of it
                self._engine.queue.move(self._item, "failed", **_told("TypeError", error))
                return
            if copy is None or self._is_cancelled():
                break
            try:
                self._run_node(copy)
            except NodeError as error:
                if error.type == "CanceledException":
                    continue
                self._fail(copy, error.type, error)
                return
            except Exception as error:  # noqa: BLE001 - whatever a node raises is its failure
                self._fail(copy, type(error).__name__, error)
                return
        if self._session.is_complete:
            self._engine.queue.move(self._item, "completed")

    def _is_cancelled(self) -> bool:
        return self._item.has_ended or self._stopping.is_set()

    def _run_node(self, copy: str) -> None:
        node, source = self._session.nodes[copy], self._session.sources[copy]
        self._engine.events.invocation("started", self._item, node, source)
        output = self._output(copy, node, source)
        self._session.complete(copy, output)
        self._engine.events.invocation("complete", self._item, node, source, result=output)

    def _output(self, copy: str, node: JSON, source: str) -> JSON:
        """What a node gives: what it gave before if it is the same, else what it is run for."""
        broken = self._engine.faults.of_node(source, node["type"])
        if broken:
            raise NodeError(broken.message, type=broken.type)
        _check_needs(node)
        if not node["use_cache"]:
            return self._given(copy, node, source)
        key = self._engine.cache.key(node)
        output = self._engine.cache.get(key)
        if output is None:
            output = self._given(copy, node, source)
            self._engine.cache.keep(key, output)
        return output

    def _given(self, copy: str, node: JSON, source: str) -> JSON:
        type_ = node_type(node["type"])
        assert type_, "the queue takes known types only"
        match node["type"]:
            case "iterate":
                items = node["collection"]
                return type_.output({"item": items[node["index"]], "index": node["index"], "total": len(items)})
            case "collect":
                return type_.output({"collection": list(node["collection"])})
            case "if":
                return type_.output({"value": node["true_input" if node["condition"] else "false_input"]})
            case _:
                run = runner(node["type"])
        if run is None:
            raise NodeError(f"the simulator does not know what {node['type']} does", type="NotImplementedError")

        def progress(message: str, percentage: float | None, *, image: JSON | None = None) -> None:
            told = {"message": message, "percentage": percentage, "image": image, "device": None}
            self._engine.events.invocation("progress", self._item, node, source, **told)

        check_models(node["type"], node, self._engine.models)
        pictures = ItemPictures(self._engine.pictures, self._item, copy, self._graph)
        inputs = with_known_loras(node["type"], node, self._engine.models)
        return type_.output(run(Call(node["type"], inputs, source, pictures, progress, self._is_cancelled)))

    def _graph(self) -> str:
        """The graph as pictures carry it."""
        self._graph_text = self._graph_text or compact(self._item.graph)
        return self._graph_text

    def _fail(self, copy: str, kind: str, error: Exception) -> None:
        told = _told(kind, error)
        self._session.errors[copy] = f"{kind}: {error}"
        self._engine.queue.move(self._item, "failed", **told)
        self._engine.events.invocation(
            "error", self._item, self._session.nodes[copy], self._session.sources[copy], **told
        )


def _check_needs(node: JSON) -> None:
    """Fail where an input that a node needs has no value."""
    type_ = node_type(node["type"])
    for name, how in type_.needs if type_ else ():
        if node[name] is None:
            if how == "connection":
                message = f"Node {node['type']} missing connections for field {name}"
                raise NodeError(message, type="RequiredConnectionException")
            message = f"Node {node['type']} missing value or connection for field {name}"
            raise NodeError(message, type="MissingInputException")


def _told(kind: str, error: Exception) -> JSON:
    return {"error_type": kind, "error_message": str(error), "error_traceback": _traceback(kind, error)}


def _traceback(kind: str, error: Exception) -> str:
    return "".join([*traceback.format_exception(error)[:-1], f"{kind}: {error}\n"])
