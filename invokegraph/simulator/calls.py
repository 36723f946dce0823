"""Sessions that call saved workflows: they wait until the sessions of these have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from invokegraph.simulator.called import TOO_MANY, NotCallable, count_returns, sessions
from invokegraph.simulator.nodes import NodeError
from invokegraph.simulator.session_records import pending_dict

if TYPE_CHECKING:
    from invokegraph.simulator.library import Library, Workflow
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.queue import Queue
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.sessions import Session
    from invokegraph.simulator.users import Users

_DEEPEST: Final = 4


class Calls:
    """What becomes of calls.

    Args:
        library: Where the workflows are.
        queue: Where their sessions wait.
        users: Whom they belong to.
    """

    def __init__(self, library: Library, queue: Queue, users: Users) -> None:
        self._library = library
        self._queue = queue
        self._users = users

    def compatibility(self, workflow: Workflow) -> JSON:
        """Whether a workflow can be called, and why not."""
        if not count_returns(workflow.body):
            said = "The workflow must contain exactly one workflow_return node."
            return _verdict("missing_workflow_return", said)
        try:
            sessions(workflow.body, {}, self._queue.most_pending)
        except NotCallable as error:
            return _verdict(error.reason, str(error))
        return _verdict("ok", None)

    def begin(self, item: Item, session: Session, copy: str) -> None:
        """Put the sessions of the workflow that a node calls into the queue, and let its own session wait for them.

        Raises:
            NodeError: There is no such workflow, or it cannot be called.
        """
        node = session.copies.nodes[copy]
        workflow = self._selected(item, node["workflow_id"])
        room = self._queue.most_pending - self._queue.counts(item.queue_id)["pending"]
        if room <= 0:
            raise NodeError(TOO_MANY, type="ValueError")
        frame = _frame(item, session, copy, workflow.workflow_id)
        inputs = {**node["workflow_inputs"], **session.called_with(copy)}
        try:
            called = sessions(workflow.body, inputs, room)
        except NotCallable as error:
            raise NodeError(str(error), type=error.type) from None
        call_id = str(uuid4())
        parent = {"workflow_call_id": call_id, "parent_session_id": item.session_id, **frame}
        stack = [*item.call.get("workflow_call_stack", []), frame]
        for each in called:
            each["call"] = {"workflow_call_stack": stack, "workflow_call_parent": parent}
        ids = [each["session_id"] for each in called]
        execution: JSON = {
            "id": call_id,
            "parent_session_id": item.session_id,
            "child_session_id": ids[0],
            **frame,
            "status": "running_child",
            "error_message": None,
            "child_session_ids": ids,
            "child_item_ids": [],
            "expected_child_count": len(called),
            "completed_child_item_ids": [],
            "aggregated_values": {},
            "child_outputs": {},
        }
        first = {**pending_dict(ids[0], called[0]["graph"]), **called[0]["call"]}
        item.call = {
            **item.call,
            "waiting_workflow_call": frame,
            "waiting_workflow_call_execution": execution,
            "waiting_workflow_call_child_session": first if len(called) == 1 else None,
        }
        about = {"workflow_call_id": call_id, "workflow_call_depth": frame["depth"]}
        with self._queue.changing():
            execution["child_item_ids"] = [each.item_id for each in self._queue.call(item, about, called)]
            self._queue.wait(item)

    def completed(self, parent: Item, child: Item) -> tuple[str, JSON] | None:
        """Note what a session that was called gave, and end the call if it was the last one.

        Returns:
            The copy of the node that called, and what it gives; None as long as others are awaited.

        Raises:
            ValueError: The sessions of one call gave values under different names.
        """
        execution = parent.call["waiting_workflow_call_execution"]
        values, outputs = _returned(child), execution["child_outputs"]
        if any(set(values) != set(other) for other in outputs.values()):
            raise ValueError("Batched child workflows returned different workflow return keys.")
        execution["completed_child_item_ids"].append(child.item_id)
        outputs[str(child.item_id)] = values
        ids = [str(number) for number in execution["child_item_ids"] if str(number) in outputs]
        execution["aggregated_values"] = {key: [outputs[id_][key] for id_ in ids] for key in values}
        if len(outputs) < execution["expected_child_count"]:
            return None
        aggregated = execution["aggregated_values"]
        if execution["expected_child_count"] == 1:
            aggregated = {key: found[0] for key, found in aggregated.items()}
        end(parent, "completed")
        return execution["prepared_call_node_id"], {"values": aggregated}

    def _selected(self, item: Item, workflow_id: str) -> Workflow:
        if not workflow_id:
            said = "A saved workflow must be selected before executing call_saved_workflow."
            raise NodeError(said, type="ValueError")
        workflow = self._library.workflows.get(workflow_id)
        if workflow is None:
            raise NodeError(f"The selected saved workflow '{workflow_id}' could not be found.", type="ValueError")
        shared = workflow.is_public or workflow.category == "default" or workflow.user_id == item.user_id
        if not (shared or self._users.is_admin(item.user_id)):
            said = f"The selected saved workflow '{workflow_id}' is not accessible to this user."
            raise NodeError(said, type="ValueError")
        return workflow


def end(parent: Item, status: str, error: str | None = None) -> JSON:
    """Let a session wait no more, and return the call that it waited for."""
    execution: JSON = {**parent.call["waiting_workflow_call_execution"], "status": status, "error_message": error}
    waiting = ("waiting_workflow_call", "waiting_workflow_call_execution", "waiting_workflow_call_child_session")
    history = [*parent.call.get("workflow_call_history", []), execution]
    parent.call = {**parent.call, **dict.fromkeys(waiting), "workflow_call_history": history}
    return execution


def _frame(item: Item, session: Session, copy: str, workflow_id: str) -> JSON:
    depth = len(item.call.get("workflow_call_stack", [])) + 1
    if depth > _DEEPEST:
        said = f"Maximum workflow call depth exceeded ({_DEEPEST}) for workflow '{workflow_id}'"
        raise NodeError(said, type="ValueError")
    return {
        "prepared_call_node_id": copy,
        "source_call_node_id": session.copies.sources[copy],
        "workflow_id": workflow_id,
        "depth": depth,
    }


def _returned(child: Item) -> JSON:
    """What a session that was called gave back.

    Raises:
        ValueError: It ran its last node more than once, or not at all.
    """
    assert child.session, "it has run"
    session = child.session.to_dict()
    ends = [id_ for id_, node in session["graph"]["nodes"].items() if node["type"] == "workflow_return"]
    copies = session["source_prepared_mapping"].get(ends[0], [])
    if len(copies) != 1:
        raise ValueError("The selected saved workflow produced an unsupported number of workflow_return executions.")
    if copies[0] not in session["results"]:
        raise ValueError("The selected saved workflow did not produce a valid workflow_return output.")
    values: JSON = session["results"][copies[0]]["values"]
    return values


def _verdict(reason: str, message: str | None) -> JSON:
    return {"is_callable": message is None, "reason": reason, "message": message}
