"""`/api/v1/workflows`: the library of workflows."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.access import owns
from invokegraph.simulator.answers import File, Refused, invalid
from invokegraph.simulator.api.uploads import sent_picture
from invokegraph.simulator.called import count_returns
from invokegraph.simulator.collation import holds
from invokegraph.simulator.library import Workflow
from invokegraph.simulator.records import now

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State


def create_workflow(state: State, question: Question) -> JSON:
    """A new workflow, which everybody sees where nobody logs in."""
    user_id, is_public = question.caller.user_id, not state.users.multiuser
    workflow = Workflow(_workflow_body(question), user_id, is_public=is_public)
    if workflow.category == "default":
        raise Refused(500, "Internal Server Error")
    state.library.workflows[workflow.workflow_id] = workflow
    state.events.workflow_changed("created", workflow)
    return workflow.record()


def list_workflows(state: State, question: Question) -> JSON:
    """The workflows, or one page of them."""
    order = question.text("order_by", "name")
    direction = question.text("direction", "ASC")
    page, per_page = question.number("page", 0), question.number("per_page", 0)
    found = sorted(
        _workflows(state, question),
        key=lambda workflow: str(workflow.head()[order] or ""),
        reverse=direction == "DESC",
    )
    rows = [workflow.row(state.calls.compatibility(workflow)) for workflow in found]
    callable_ = question.flag("callable")
    if callable_ is not None:
        rows = [row for row in rows if row["call_saved_workflow_compatibility"]["is_callable"] == callable_]
    return {
        "page": page,
        "pages": ceil(len(rows) / per_page) if per_page else 1,
        "per_page": per_page or len(rows),
        "total": len(rows),
        "items": rows[page * per_page : (page + 1) * per_page] if per_page else rows,
    }


def _workflows(state: State, question: Question) -> list[Workflow]:
    tags, term = question.texts("tags"), question.text("query", "").strip()
    return [
        workflow
        for workflow in _visible(state, question)
        if (tags is None or any(workflow.has_tag(tag) for tag in tags))
        and (not term or any(holds(workflow.body.get(part), term) for part in ("name", "description", "tags")))
    ]


def _visible(state: State, question: Question) -> list[Workflow]:
    """The workflows that the caller lists: their own, or those that are shared if these are asked for."""
    categories = question.texts("categories")
    opened_before, public = question.flag("has_been_opened"), question.flag("is_public")
    asks_for_own = not public and (not categories or "user" in categories)
    own_only = state.users.multiuser and asks_for_own and not question.caller.is_admin
    return [
        workflow
        for workflow in state.library.workflows.values()
        if (categories is None or workflow.category in categories)
        and (opened_before is None or (workflow.opened_at is not None) == opened_before)
        and (public is None or workflow.is_public == public)
        and (not own_only or workflow.user_id == question.caller.user_id or workflow.category == "default")
    ]


def get_workflow(state: State, question: Question) -> JSON:
    """One workflow."""
    workflow = _workflow(state, question)
    if not (owns(question.caller, workflow.user_id) or workflow.is_public or workflow.category == "default"):
        raise Refused(403, "Not authorized to access this workflow")
    return workflow.full_record(state.calls.compatibility(workflow))


def update_workflow(state: State, question: Question) -> JSON:
    """Put another body into the place of a workflow's: of the one that the body names, whatever the path says."""
    body = _workflow_body(question)
    workflow = _own_workflow(state, question, str(body["id"]), "update")
    workflow.keep(body)
    _keep(state, workflow)
    _tell_changed(state, workflow, was_public=workflow.is_public)
    return workflow.record()


def delete_workflow(state: State, question: Question) -> None:
    """Delete a workflow."""
    workflow = _own_workflow(state, question, question.path["workflow_id"], "delete")
    del state.library.workflows[workflow.workflow_id]
    state.events.workflow_changed("deleted", workflow)


def set_public(state: State, question: Question) -> JSON:
    """Share a workflow, or share it no more; a tag says so."""
    is_public = bool(question.field("is_public"))
    workflow = _own_workflow(state, question, question.path["workflow_id"], "update")
    was_public, workflow.is_public = workflow.is_public, is_public
    others = [tag for tag in workflow.tags if tag != "shared"]
    workflow.keep({**workflow.body, "tags": ", ".join([*others, "shared"] if is_public else others)})
    _keep(state, workflow)
    _tell_changed(state, workflow, was_public=was_public)
    return workflow.record()


def mark_opened(state: State, question: Question) -> None:
    """Note that a workflow is being looked at."""
    workflow = _own_workflow(state, question, question.path["workflow_id"], "update")
    workflow.opened_at = now()
    _keep(state, workflow)


def get_thumbnail(state: State, question: Question) -> File:
    """The picture of a workflow."""
    workflow = state.library.workflows.get(question.path["workflow_id"])
    if workflow is None or workflow.thumbnail is None:
        raise Refused(404, "Not Found")
    return File(workflow.thumbnail, "image/png")


def set_thumbnail(state: State, question: Question) -> None:
    """Give a workflow a picture."""
    workflow = _own_workflow(state, question, question.path["workflow_id"], "update")
    workflow.thumbnail = sent_picture(question)
    _keep(state, workflow)


def delete_thumbnail(state: State, question: Question) -> None:
    """Take the picture from a workflow."""
    workflow = _own_workflow(state, question, question.path["workflow_id"], "update")
    workflow.thumbnail = None
    _keep(state, workflow)


def list_tags(state: State, question: Question) -> list[str]:
    """All tags of workflows."""
    return sorted({tag for workflow in _visible(state, question) for tag in workflow.tags})


def counts_by_tag(state: State, question: Question) -> JSON:
    """How many workflows have which tag."""
    tags, found = question.texts("tags") or [], _visible(state, question)
    return {tag: sum(workflow.has_tag(tag) for workflow in found) for tag in tags}


def counts_by_category(state: State, question: Question) -> JSON:
    """How many workflows are in which category."""
    categories = question.texts("categories") or []
    found = [workflow.category for workflow in _visible(state, question)]
    return {category: found.count(category) for category in categories}


def _tell_changed(state: State, workflow: Workflow, *, was_public: bool) -> None:
    state.events.workflow_changed("updated", workflow, old_is_public=was_public, new_is_public=workflow.is_public)


def _workflow(state: State, question: Question) -> Workflow:
    workflow = state.library.workflows.get(question.path["workflow_id"])
    if workflow is None:
        raise Refused(404, "Workflow not found")
    return workflow


def _own_workflow(state: State, question: Question, workflow_id: str, doing: str) -> Workflow:
    workflow = state.library.workflows.get(workflow_id)
    if workflow is None:
        raise Refused(404, "Workflow not found")
    if not owns(question.caller, workflow.user_id):
        raise Refused(403, f"Not authorized to {doing} this workflow")
    return workflow


def _keep(state: State, workflow: Workflow) -> None:
    state.library.workflows[workflow.workflow_id] = workflow


def _workflow_body(question: Question) -> JSON:
    body: JSON = question.field("workflow")
    if count_returns(body) > 1:
        said = "Value error, A workflow may not contain more than one workflow_return node."
        raise invalid("value_error", ("body", "workflow", "nodes"), said, body["nodes"])
    return {**body, "form": body.get("form")}


_AT: Final = "/api/v1/workflows"
_ONE: Final = f"{_AT}/i/{{workflow_id}}"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/", create_workflow),
    ("GET", f"{_AT}/", list_workflows),
    ("GET", f"{_AT}/tags", list_tags),
    ("GET", f"{_AT}/counts_by_tag", counts_by_tag),
    ("GET", f"{_AT}/counts_by_category", counts_by_category),
    ("GET", _ONE, get_workflow),
    ("PATCH", _ONE, update_workflow),
    ("DELETE", _ONE, delete_workflow),
    ("PATCH", f"{_ONE}/is_public", set_public),
    ("PUT", f"{_ONE}/opened_at", mark_opened),
    ("GET", f"{_ONE}/thumbnail", get_thumbnail),
    ("PUT", f"{_ONE}/thumbnail", set_thumbnail),
    ("DELETE", f"{_ONE}/thumbnail", delete_thumbnail),
]
