"""`/api/v1/workflows`, `style_presets`, `system_prompts` and `client_state`."""

from __future__ import annotations

import csv
import json
from io import StringIO
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.access import owns
from invokegraph.simulator.answers import Answer, File, Refused, invalid
from invokegraph.simulator.called import count_returns
from invokegraph.simulator.collation import holds, small
from invokegraph.simulator.library import StylePreset, SystemPrompt, Workflow
from invokegraph.simulator.pictures import opened, png
from invokegraph.simulator.records import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_COLUMNS: Final = "'name', 'prompt', and 'negative_prompt' and name cannot be blank"
_IMPORTS: Final = {
    "text/csv": f"Invalid CSV format: must include columns {_COLUMNS}",
    "application/json": f"Invalid JSON format: must be a list of objects with keys {_COLUMNS}",
}
_PRESET_PARTS: Final = ("name", "positive_prompt", "negative_prompt", "type")


# Workflows


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
    workflow.thumbnail = _sent_picture(question)
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


# Style presets


def create_style_preset(state: State, question: Question) -> JSON:
    """A new style."""
    data = _preset_data(question)
    if data["type"] == "default" and not question.caller.is_admin:
        raise Refused(403, "Only admins can create default presets")
    preset = StylePreset(data, question.caller.user_id, image=_sent_picture(question))
    state.library.style_presets[preset.id] = preset
    return preset.to_dict()


def list_style_presets(state: State, question: Question) -> list[JSON]:
    """The styles: one's own, those that are shared, and those that everybody has."""
    found = [preset for preset in _presets(state) if _may_see_preset(question, preset)]
    return [preset.to_dict() for preset in found]


def get_style_preset(state: State, question: Question) -> JSON:
    """One style."""
    return _seen_preset(state, question).to_dict()


def update_style_preset(state: State, question: Question) -> JSON:
    """Change a style; without a picture in the request it loses its own."""
    data = _preset_data(question)
    preset = _own_preset(state, question)
    preset.data, preset.image = data, _sent_picture(question)
    state.library.style_presets[preset.id] = preset
    return preset.to_dict()


def delete_style_preset(state: State, question: Question) -> None:
    """Delete a style."""
    del state.library.style_presets[_own_preset(state, question).id]


def get_style_preset_image(state: State, question: Question) -> File:
    """The picture of a style."""
    preset = _seen_preset(state, question)
    if preset.image is None:
        raise Refused(404, "Not Found")
    return File(preset.image, "image/png")


def export_style_presets(state: State, _: Question) -> File:
    """The styles that users made, as a table."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(["name", "prompt", "negative_prompt"])
    for preset in _presets(state):
        if preset.data["type"] == "user":
            writer.writerow(preset.data[part] for part in ("name", "positive_prompt", "negative_prompt"))
    about = {"Content-Disposition": "attachment; filename=prompt_templates.csv"}
    return File(table.getvalue().encode(), "text/csv; charset=utf-8", about)


def import_style_presets(state: State, question: Question) -> None:
    """Take styles from a table or a JSON file."""
    file: Any = question.form.get("file") if question.form else None
    kinds: dict[str, Callable[[str], Any]] = {"text/csv": _table, "application/json": json.loads}
    if file.content_type not in kinds:
        raise Refused(415, "")
    try:
        rows = kinds[file.content_type](file.file.read().decode())
        presets = [_imported(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused(400, _IMPORTS[file.content_type]) from None
    for data in presets:
        preset = StylePreset(data, question.caller.user_id)
        state.library.style_presets[preset.id] = preset


def _table(text: str) -> list[Any]:
    return list(csv.DictReader(StringIO(text)))


def _imported(row: Any) -> JSON:
    """The style in one row, which has a name, perhaps prompts, and nothing else."""
    prompt = "positive_prompt" if "positive_prompt" in row else "prompt"
    if set(row) - {"name", prompt, "negative_prompt"}:
        raise ValueError("there is more than that")
    texts = (row["name"], row.get(prompt, ""), row.get("negative_prompt", ""))
    name, positive, negative = (text.strip() for text in texts)
    if not name:
        raise ValueError("there is no name")
    return {"name": name, "positive_prompt": positive, "negative_prompt": negative, "type": "user"}


def _presets(state: State) -> list[StylePreset]:
    return sorted(state.library.style_presets.values(), key=lambda preset: small(preset.data["name"]))


def _may_see_preset(question: Question, preset: StylePreset) -> bool:
    shared = preset.data["type"] == "default" or bool(preset.data.get("is_public"))
    return shared or owns(question.caller, preset.user_id)


def _preset(state: State, question: Question) -> StylePreset:
    preset = state.library.style_presets.get(question.path["style_preset_id"])
    if preset is None:
        raise Refused(404, "Style preset not found")
    return preset


def _seen_preset(state: State, question: Question) -> StylePreset:
    preset = _preset(state, question)
    if not _may_see_preset(question, preset):
        raise Refused(403, "Not authorized to access this style preset")
    return preset


def _own_preset(state: State, question: Question) -> StylePreset:
    preset = _preset(state, question)
    if preset.data["type"] == "default" and not question.caller.is_admin:
        raise Refused(403, "Default style presets cannot be modified")
    if not owns(question.caller, preset.user_id):
        raise Refused(403, "Not authorized to modify this style preset")
    return preset


def _preset_data(question: Question) -> JSON:
    try:
        data = json.loads(question.field("data"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or any(not isinstance(data.get(part), str) for part in _PRESET_PARTS):  # pyright: ignore[reportUnknownMemberType] - JSON
        raise Refused(400, "Invalid preset data")
    read: JSON = data  # pyright: ignore[reportUnknownVariableType] - JSON
    return read


def _sent_picture(question: Question) -> bytes | None:
    file: Any = question.form.get("image") if question.form else None
    if not file:
        return None
    if not (file.content_type or "").startswith("image"):
        raise Refused(415, "Not an image")
    try:
        return png(opened(file.file.read()), {})
    except Exception:  # noqa: BLE001 - Pillow raises many kinds of errors for what is no picture
        raise Refused(415, "Failed to read image") from None


# System prompts


def create_system_prompt(state: State, question: Question) -> Answer:
    """A new prompt, which everybody sees where nobody logs in."""
    name, content = question.field("name"), question.field("content")
    prompt = SystemPrompt(name, content, question.caller.user_id, is_public=not state.users.multiuser)
    state.library.system_prompts[prompt.id] = prompt
    return Answer(200, prompt.to_dict())


def list_system_prompts(state: State, question: Question) -> list[JSON]:
    """The prompts: one's own, and those that are shared."""
    found = [prompt for prompt in state.library.system_prompts.values() if _may_see_prompt(question, prompt)]
    return [prompt.to_dict() for prompt in sorted(found, key=lambda prompt: small(prompt.name))]


def get_system_prompt(state: State, question: Question) -> JSON:
    """One prompt."""
    prompt = _prompt(state, question)
    if not _may_see_prompt(question, prompt):
        raise Refused(403, "Not authorized to access this system prompt")
    return prompt.to_dict()


def update_system_prompt(state: State, question: Question) -> JSON:
    """Change a prompt."""
    prompt = _own_prompt(state, question, "update")
    prompt.change(**{name: value for name, value in question.fields().items() if name in ("name", "content")})
    state.library.system_prompts[prompt.id] = prompt
    return prompt.to_dict()


def delete_system_prompt(state: State, question: Question) -> None:
    """Delete a prompt."""
    del state.library.system_prompts[_own_prompt(state, question, "delete").id]


def _may_see_prompt(question: Question, prompt: SystemPrompt) -> bool:
    return prompt.is_public or owns(question.caller, prompt.user_id)


def _prompt(state: State, question: Question) -> SystemPrompt:
    prompt = state.library.system_prompts.get(question.path["system_prompt_id"])
    if prompt is None:
        raise Refused(404, "System prompt not found")
    return prompt


def _own_prompt(state: State, question: Question, doing: str) -> SystemPrompt:
    prompt = _prompt(state, question)
    if not owns(question.caller, prompt.user_id):
        raise Refused(403, f"Not authorized to {doing} this system prompt")
    return prompt


# Values of the editor


def get_value(state: State, question: Question) -> str | None:
    """What is kept under a key."""
    return state.library.values_of(question.caller.user_id).get(question.text("key"))


def set_value(state: State, question: Question) -> str:
    """Keep something under a key."""
    key = question.text("key")
    value: str = question.json()
    user_id = question.caller.user_id
    others = {name: old for name, old in state.library.values_of(user_id).items() if name != key}
    state.library.keep_values(user_id, {**others, key: value})
    return value


def list_keys(state: State, question: Question) -> list[str]:
    """The keys that begin with something, those that were set last at the head."""
    prefix = small(question.text("prefix"))
    kept = state.library.values_of(question.caller.user_id)
    return [key for key in reversed(kept) if small(key).startswith(prefix)]


def delete_value(state: State, question: Question) -> None:
    """Forget what is kept under a key."""
    unwanted, user_id = question.text("key"), question.caller.user_id
    kept = {key: value for key, value in state.library.values_of(user_id).items() if key != unwanted}
    state.library.keep_values(user_id, kept)


def delete_values(state: State, question: Question) -> None:
    """Forget all that is kept."""
    state.library.keep_values(question.caller.user_id, {})


_WORKFLOWS: Final = "/api/v1/workflows"
_WORKFLOW: Final = f"{_WORKFLOWS}/i/{{workflow_id}}"
_PRESETS: Final = "/api/v1/style_presets"
_PRESET: Final = f"{_PRESETS}/i/{{style_preset_id}}"
_PROMPTS: Final = "/api/v1/system_prompts"
_PROMPT: Final = f"{_PROMPTS}/i/{{system_prompt_id}}"
_VALUES: Final = "/api/v1/client_state/{queue_id}"
ROUTES: Final[Routes] = [
    ("POST", f"{_WORKFLOWS}/", create_workflow),
    ("GET", f"{_WORKFLOWS}/", list_workflows),
    ("GET", f"{_WORKFLOWS}/tags", list_tags),
    ("GET", f"{_WORKFLOWS}/counts_by_tag", counts_by_tag),
    ("GET", f"{_WORKFLOWS}/counts_by_category", counts_by_category),
    ("GET", _WORKFLOW, get_workflow),
    ("PATCH", _WORKFLOW, update_workflow),
    ("DELETE", _WORKFLOW, delete_workflow),
    ("PATCH", f"{_WORKFLOW}/is_public", set_public),
    ("PUT", f"{_WORKFLOW}/opened_at", mark_opened),
    ("GET", f"{_WORKFLOW}/thumbnail", get_thumbnail),
    ("PUT", f"{_WORKFLOW}/thumbnail", set_thumbnail),
    ("DELETE", f"{_WORKFLOW}/thumbnail", delete_thumbnail),
    ("POST", f"{_PRESETS}/", create_style_preset),
    ("GET", f"{_PRESETS}/", list_style_presets),
    ("GET", f"{_PRESETS}/export", export_style_presets),
    ("POST", f"{_PRESETS}/import", import_style_presets),
    ("GET", _PRESET, get_style_preset),
    ("PATCH", _PRESET, update_style_preset),
    ("DELETE", _PRESET, delete_style_preset),
    ("GET", f"{_PRESET}/image", get_style_preset_image),
    ("POST", f"{_PROMPTS}/", create_system_prompt),
    ("GET", f"{_PROMPTS}/", list_system_prompts),
    ("GET", _PROMPT, get_system_prompt),
    ("PATCH", _PROMPT, update_system_prompt),
    ("DELETE", _PROMPT, delete_system_prompt),
    ("GET", f"{_VALUES}/get_by_key", get_value),
    ("POST", f"{_VALUES}/set_by_key", set_value),
    ("GET", f"{_VALUES}/get_keys_by_prefix", list_keys),
    ("POST", f"{_VALUES}/delete_by_key", delete_value),
    ("POST", f"{_VALUES}/delete", delete_values),
]
