"""Works the queue off: one session after the other, node by node."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.calls import Calls, end
from invokegraph.simulator.node_types import node_type
from invokegraph.simulator.nodes import Call, NodeError, runner
from invokegraph.simulator.nodes.lookups import check_models, with_known_loras
from invokegraph.simulator.pictures import ItemPictures, compact
from invokegraph.simulator.sessions import Session
from invokegraph.simulator.state_file import StateError
from invokegraph.simulator.wired_values import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.caching import NodeCache
    from invokegraph.simulator.events import Events
    from invokegraph.simulator.faults import Faults
    from invokegraph.simulator.library import Library
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.pictures import PictureStore
    from invokegraph.simulator.queue import Queue
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.users import Users

_LOOK_SECONDS: Final = 1.0
_LOG: Final = logging.getLogger(__name__)


class Engine:
    """The thread that runs what is in the queue.

    Attributes:
        queue: Where the sessions are taken from.
        events: Told of each node.
        pictures: What nodes load from and save to.
        cache: What nodes gave before.
        faults: Which nodes are to fail.
        users: Whom the sessions belong to.
        library: The styles and workflows that nodes use.
        calls: What becomes of calls of workflows.
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
        *,
        users: Users,
        library: Library,
        models: Mapping[str, JSON],
    ) -> None:
        self.is_processing = False
        self.library = library
        self.calls = Calls(library, queue, users)
        self.queue = queue
        self.events = events
        self.pictures = pictures
        self.cache = cache
        self.faults = faults
        self.users = users
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
            try:
                with self.queue.changed:
                    item = self.queue.take()
                    if item is None and not stopping.is_set():
                        self.queue.changed.wait(_LOOK_SECONDS)
                if item:
                    self._work_off(item, stopping)
            except StateError as error:
                _LOG.error("%s", error)
                self._give_up(error)
                stopping.wait(_LOOK_SECONDS)

    def _work_off(self, item: Item, stopping: Event) -> None:
        if not self.may_run(item):
            self.queue.cancel_one(item)
            return
        self.is_processing = True
        try:
            _Run(self, item, stopping).run()
            if item.parent_item_id is not None:
                self._return(item)
        finally:
            self.is_processing = False

    def _give_up(self, error: StateError) -> None:
        """Fail what is running, as it cannot be kept; that is written as soon as anything can be."""
        item = self.queue.running
        if item:
            kind = type(error).__name__
            with suppress(StateError):
                self.queue.end(
                    item, "failed", error_type=kind, error_message=str(error), error_traceback=_traceback(kind, error)
                )

    def _return(self, child: Item) -> None:
        """Go on with the session that has called another one, as that has ended."""
        parent = self.queue.get(child.parent_item_id or 0)
        if parent is None or parent.has_ended:
            return
        if child.status == "canceled":
            self.queue.cancel_one(parent)
        elif child.status == "failed":
            self._fail_call(parent, child, child.error_message or "")
        elif child.status == "completed":
            try:
                given = self.calls.completed(parent, child)
            except ValueError as error:
                self._fail_call(parent, child, str(error))
                return
            if given:
                self._go_on(parent, *given)
            else:
                self.queue.keep(parent)

    def _go_on(self, item: Item, copy: str, values: JSON) -> None:
        """Go on after a call of a workflow, with what that gave."""
        session, type_ = item.session, node_type("call_saved_workflow")
        assert isinstance(session, Session), "it waits"
        assert type_, "the queue takes known types only"
        output = type_.output(values)
        session.complete(copy, output)
        self.events.invocation(
            "complete", item, session.copies.nodes[copy], session.copies.sources[copy], result=output
        )
        if not session.is_complete:
            self.queue.move(item, "pending")
            return
        self.queue.end(item, "completed")
        if item.parent_item_id is not None:
            self._return(item)

    def _fail_call(self, parent: Item, child: Item, message: str) -> None:
        execution = end(parent, "failed", message)
        self.queue.cancel_called(execution["id"], child)
        self.fail(parent, execution["prepared_call_node_id"], "ValueError", message, message)
        if parent.parent_item_id is not None:
            self._return(parent)

    def fail(self, item: Item, copy: str, kind: str, message: str, traceback: str) -> None:
        """End a session with the error of one of its nodes."""
        session = item.session
        assert isinstance(session, Session), "it has begun"
        told = {"error_type": kind, "error_message": message, "error_traceback": traceback}
        session.errors[copy] = f"{kind}: {message}"
        self.queue.end(item, "failed", **told)
        self.events.invocation("error", item, session.copies.nodes[copy], session.copies.sources[copy], **told)

    def may_run(self, item: Item) -> bool:
        """Whether the owner of an item may still have anything done."""
        return not self.users.multiuser or self.users.active(item.user_id) is not None

    def check_owner(self, user_id: str) -> None:
        """Cancel what is running for a user who may not have anything done any more."""
        item = self.queue.running
        if item and item.user_id == user_id and not self.may_run(item):
            self.queue.cancel_one(item)


class _Run:
    """One session being run."""

    def __init__(self, engine: Engine, item: Item, stopping: Event) -> None:
        self._engine = engine
        self._item = item
        self._stopping = stopping
        session = item.session
        if not isinstance(session, Session):
            session = item.session = Session(item.session_id, item.graph, item.template.plan)
        self._session = session
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
                self._engine.queue.end(self._item, "failed", **_told("TypeError", error))
                return
            if copy is None or self._is_cancelled():
                break
            if not self._engine.may_run(self._item):
                self._engine.queue.cancel_one(self._item)
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
        if self._item.status != "waiting":
            self._engine.queue.end(self._item, "completed" if self._session.is_complete else None)

    def _is_cancelled(self) -> bool:
        return self._item.has_ended or self._item.status == "waiting" or self._stopping.is_set()

    def _run_node(self, copy: str) -> None:
        node, source = self._session.copies.nodes[copy], self._session.copies.sources[copy]
        self._engine.events.invocation("started", self._item, node, source)
        if node["type"] == "call_saved_workflow":
            self._check_faults(node, source)
            self._engine.calls.begin(self._item, self._session, copy)
            return
        output = self._output(copy, node, source)
        self._session.complete(copy, output)
        self._engine.events.invocation("complete", self._item, node, source, result=output)

    def _output(self, copy: str, node: JSON, source: str) -> JSON:
        """What a node gives: what it gave before if it is the same, else what it is run for."""
        self._check_faults(node, source)
        _check_needs(node)
        if not node["use_cache"]:
            return self._given(copy, node, source)
        key = self._engine.cache.key(node)
        output = self._engine.cache.get(key)
        if output is None:
            output = self._given(copy, node, source)
            self._engine.cache.keep(key, output)
        return output

    def _check_faults(self, node: JSON, source: str) -> None:
        broken = self._engine.faults.of_node(source, node["type"])
        if broken:
            raise NodeError(broken.message, type=broken.type)

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
            case "prompt_template":
                return type_.output(self._styled(node))
            case _:
                run = runner(node["type"])
        if run is None:
            raise NodeError(f"the simulator does not know what {node['type']} does", type="NotImplementedError")

        def progress(message: str, percentage: float | None, *, image: JSON | None = None) -> None:
            told = {"message": message, "percentage": percentage, "image": image, "device": None}
            self._engine.events.invocation("progress", self._item, node, source, **told)

        check_models(node["type"], node, self._engine.models)
        pictures = ItemPictures(self._engine.pictures, self._item, copy, self._graph, self._engine.users)
        inputs = with_known_loras(node["type"], node, self._engine.models)
        return type_.output(run(Call(node["type"], inputs, source, pictures, progress, self._is_cancelled)))

    def _styled(self, node: JSON) -> JSON:
        """The prompts of a node in the style that it names."""
        id_ = node["style_preset"]["style_preset_id"]
        preset = self._engine.library.style_presets.get(id_)
        if preset is None:
            raise NodeError(f"Style preset with id {id_} not found", type="StylePresetNotFoundError")
        prompts = ("positive_prompt", "negative_prompt")
        return {name: preset.data[name].replace("{prompt}", node[name]) for name in prompts}

    def _graph(self) -> str:
        """The graph as pictures carry it."""
        self._graph_text = self._graph_text or compact(self._item.graph)
        return self._graph_text

    def _fail(self, copy: str, kind: str, error: Exception) -> None:
        self._engine.fail(self._item, copy, kind, str(error), _traceback(kind, error))


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
