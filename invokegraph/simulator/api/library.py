"""`/api/v1/workflows`, `style_presets`, `system_prompts` and `client_state`."""

from __future__ import annotations

import json
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.answers import Answer, File, Refused, invalid, not_one_of
from invokegraph.simulator.library import StylePreset, SystemPrompt, Workflow
from invokegraph.simulator.pictures import opened, png
from invokegraph.simulator.records import now

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_WORKFLOW_PARTS: Final = (
    *("name", "author", "description", "version", "contact", "tags", "notes", "exposedFields", "meta", "nodes"),
    "edges",
)
_CATEGORIES: Final = ("user", "default")
_ORDERS: Final = ("created_at", "updated_at", "opened_at", "name", "is_public")
_PRESET_PARTS: Final = ("name", "positive_prompt", "negative_prompt", "type")


# Workflows


def create_workflow(state: State, question: Question) -> JSON:
    """A new workflow."""
    workflow = Workflow(_workflow_body(question), is_public=True)
    if workflow.category == "default":
        raise Refused(500, "Internal Server Error")
    state.library.workflows[workflow.workflow_id] = workflow
    told = {"workflow_id": workflow.workflow_id, "user_id": "system", "is_public": True}
    state.events.emit("workflow_created", told)
    return workflow.record()


def list_workflows(state: State, question: Question) -> JSON:
    """The workflows, or one page of them."""
    order = question.choice("order_by", _ORDERS, "name")
    direction = question.choice("direction", ("ASC", "DESC"), "ASC")
    page, per_page = question.number("page", 0), question.number("per_page", 0)
    found = sorted(
        _workflows(state, question),
        key=lambda workflow: str(workflow.head()[order]).lower(),
        reverse=direction == "DESC",
    )
    shown = found[page * per_page : (page + 1) * per_page] if per_page else found
    return {
        "page": page,
        "pages": ceil(len(found) / per_page) if per_page else 1,
        "per_page": per_page or len(found),
        "total": len(found),
        "items": [workflow.row() for workflow in shown],
    }


def _workflows(state: State, question: Question) -> list[Workflow]:
    categories, tags = question.texts("categories"), question.texts("tags")
    for place, category in enumerate(categories or ()):
        if category not in _CATEGORIES:
            raise not_one_of(("query", "categories", place), _CATEGORIES, category)
    term = question.text("query", "").lower()
    opened_before, public = question.flag("has_been_opened"), question.flag("is_public")
    return [
        workflow
        for workflow in state.library.workflows.values()
        if (categories is None or workflow.category in categories)
        and (tags is None or not set(tags).isdisjoint(workflow.tags))
        and (opened_before is None or (workflow.opened_at is not None) == opened_before)
        and (public is None or workflow.is_public == public)
        and term in f"{workflow.body['name']}\n{workflow.body.get('description')}".lower()
    ]


def get_workflow(state: State, question: Question) -> JSON:
    """One workflow."""
    return _workflow(state, question).full_record()


def update_workflow(state: State, question: Question) -> JSON:
    """Put another body into the place of a workflow's: of the one that the body names, whatever the path says."""
    body = _workflow_body(question)
    if "id" not in body:
        raise invalid("missing", ("body", "workflow", "id"), "Field required", body)
    workflow = state.library.workflows.get(str(body["id"]))
    if workflow is None:
        raise Refused(404, "Workflow not found")
    workflow.keep(body)
    return workflow.record()


def delete_workflow(state: State, question: Question) -> None:
    """Delete a workflow."""
    workflow = _workflow(state, question)
    del state.library.workflows[workflow.workflow_id]
    told = {"workflow_id": workflow.workflow_id, "user_id": "system", "is_public": workflow.is_public}
    state.events.emit("workflow_deleted", told)


def set_public(state: State, question: Question) -> JSON:
    """Share a workflow, or share it no more."""
    workflow = _workflow(state, question)
    workflow.is_public = bool(question.field("is_public", bool))
    return workflow.record()


def mark_opened(state: State, question: Question) -> None:
    """Note that a workflow is being looked at."""
    _workflow(state, question).opened_at = now()


def get_thumbnail(state: State, question: Question) -> File:
    """The picture of a workflow."""
    workflow = state.library.workflows.get(question.path["workflow_id"])
    if workflow is None or workflow.thumbnail is None:
        raise Refused(404, "Not Found")
    return File(workflow.thumbnail, "image/png")


def set_thumbnail(state: State, question: Question) -> JSON:
    """Give a workflow a picture."""
    workflow = _workflow(state, question)
    workflow.thumbnail = _sent_picture(question, needed=True)
    return workflow.record()


def delete_thumbnail(state: State, question: Question) -> JSON:
    """Take the picture from a workflow."""
    workflow = _workflow(state, question)
    workflow.thumbnail = None
    return workflow.record()


def list_tags(state: State, question: Question) -> list[str]:
    """All tags of workflows."""
    return sorted({tag for workflow in _workflows(state, question) for tag in workflow.tags})


def counts_by_tag(state: State, question: Question) -> JSON:
    """How many workflows have which tag."""
    tags = question.texts("tags")
    if tags is None:
        raise invalid("missing", ("query", "tags"), "Field required")
    return {tag: sum(tag in workflow.tags for workflow in state.library.workflows.values()) for tag in tags}


def counts_by_category(state: State, question: Question) -> JSON:
    """How many workflows are in which category."""
    categories = question.texts("categories")
    if categories is None:
        raise invalid("missing", ("query", "categories"), "Field required")
    found = [workflow.category for workflow in state.library.workflows.values()]
    return {category: found.count(category) for category in categories}


def _workflow(state: State, question: Question) -> Workflow:
    workflow = state.library.workflows.get(question.path["workflow_id"])
    if workflow is None:
        raise Refused(404, "Workflow not found")
    return workflow


def _workflow_body(question: Question) -> JSON:
    body: JSON = question.field("workflow", dict)
    missing = [part for part in _WORKFLOW_PARTS if part not in body]
    if missing:
        raise invalid("missing", ("body", "workflow", missing[0]), "Field required", body)
    if not isinstance(body["meta"], dict):
        said = "Input should be a valid dictionary or object to extract fields from"
        raise invalid("model_attributes_type", ("body", "workflow", "meta"), said, body["meta"])
    return body


# Style presets


def create_style_preset(state: State, question: Question) -> JSON:
    """A new style."""
    preset = StylePreset(_preset_data(question), image=_sent_picture(question))
    state.library.style_presets[preset.id] = preset
    return preset.to_dict()


def list_style_presets(state: State, _: Question) -> list[JSON]:
    """All styles."""
    presets = state.library.style_presets.values()
    return [preset.to_dict() for preset in sorted(presets, key=lambda preset: str(preset.data["name"]).lower())]


def get_style_preset(state: State, question: Question) -> JSON:
    """One style."""
    return _preset(state, question).to_dict()


def update_style_preset(state: State, question: Question) -> JSON:
    """Change a style; without a picture in the request it loses its own."""
    data = _preset_data(question)
    preset = _preset(state, question)
    preset.data, preset.image = data, _sent_picture(question)
    return preset.to_dict()


def delete_style_preset(state: State, question: Question) -> None:
    """Delete a style."""
    del state.library.style_presets[_preset(state, question).id]


def get_style_preset_image(state: State, question: Question) -> File:
    """The picture of a style."""
    preset = _preset(state, question)
    if preset.image is None:
        raise Refused(404, "Not Found")
    return File(preset.image, "image/png")


def _preset(state: State, question: Question) -> StylePreset:
    preset = state.library.style_presets.get(question.path["style_preset_id"])
    if preset is None:
        raise Refused(404, "Style preset not found")
    return preset


def _preset_data(question: Question) -> JSON:
    text: Any = question.form.get("data") if question.form else None
    if not isinstance(text, str):
        raise invalid("missing", ("body", "data"), "Field required")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or any(not isinstance(data.get(part), str) for part in _PRESET_PARTS):  # pyright: ignore[reportUnknownMemberType] - JSON
        raise Refused(400, "Invalid preset data")
    read: JSON = data  # pyright: ignore[reportUnknownVariableType] - JSON
    return read


def _sent_picture(question: Question, *, needed: bool = False) -> bytes | None:
    file: Any = question.form.get("image") if question.form else None
    if file is None or isinstance(file, str):
        if needed:
            raise invalid("missing", ("body", "image"), "Field required")
        return None
    if not (file.content_type or "").startswith("image"):
        raise Refused(415, "Not an image")
    try:
        return png(opened(file.file.read()), {})
    except Exception:  # noqa: BLE001 - Pillow raises many kinds of errors for what is no picture
        raise Refused(415, "Failed to read image") from None


# System prompts


def create_system_prompt(state: State, question: Question) -> Answer:
    """A new prompt."""
    prompt = SystemPrompt(question.field("name", str), question.field("content", str))
    state.library.system_prompts[prompt.id] = prompt
    return Answer(200, prompt.to_dict())


def list_system_prompts(state: State, _: Question) -> list[JSON]:
    """All prompts."""
    return [prompt.to_dict() for prompt in state.library.system_prompts.values()]


def get_system_prompt(state: State, question: Question) -> JSON:
    """One prompt."""
    return _prompt(state, question).to_dict()


def update_system_prompt(state: State, question: Question) -> JSON:
    """Change a prompt."""
    prompt = _prompt(state, question)
    prompt.change(**{name: value for name, value in question.fields().items() if name in ("name", "content")})
    return prompt.to_dict()


def delete_system_prompt(state: State, question: Question) -> None:
    """Delete a prompt."""
    del state.library.system_prompts[_prompt(state, question).id]


def _prompt(state: State, question: Question) -> SystemPrompt:
    prompt = state.library.system_prompts.get(question.path["system_prompt_id"])
    if prompt is None:
        raise Refused(404, "System prompt not found")
    return prompt


# Values of the editor


def get_value(state: State, question: Question) -> str | None:
    """What is kept under a key."""
    return state.library.client_state.get(question.text("key"))


def set_value(state: State, question: Question) -> str:
    """Keep something under a key."""
    key, value = question.text("key"), question.json()
    if not isinstance(value, str):
        raise invalid("string_type", ("body",), "Input should be a valid string", value)
    state.library.client_state[key] = value
    return value


def list_keys(state: State, question: Question) -> list[str]:
    """The keys that begin with something."""
    prefix = question.text("prefix")
    return [key for key in state.library.client_state if key.startswith(prefix)]


def delete_value(state: State, question: Question) -> None:
    """Forget what is kept under a key."""
    state.library.client_state.pop(question.text("key"), None)


def delete_values(state: State, _: Question) -> None:
    """Forget all that is kept."""
    state.library.client_state.clear()


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
