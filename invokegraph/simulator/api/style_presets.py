"""`/api/v1/style_presets`: styles that prompts are put into."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.access import owns
from invokegraph.simulator.answers import File, Refused
from invokegraph.simulator.api.uploads import sent_picture
from invokegraph.simulator.collation import small
from invokegraph.simulator.library import StylePreset

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


def create_style_preset(state: State, question: Question) -> JSON:
    """A new style."""
    data = _preset_data(question)
    if data["type"] == "default" and not question.caller.is_admin:
        raise Refused(403, "Only admins can create default presets")
    preset = StylePreset(data, question.caller.user_id, image=sent_picture(question))
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
    preset.data, preset.image = data, sent_picture(question)
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


_AT: Final = "/api/v1/style_presets"
_ONE: Final = f"{_AT}/i/{{style_preset_id}}"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/", create_style_preset),
    ("GET", f"{_AT}/", list_style_presets),
    ("GET", f"{_AT}/export", export_style_presets),
    ("POST", f"{_AT}/import", import_style_presets),
    ("GET", _ONE, get_style_preset),
    ("PATCH", _ONE, update_style_preset),
    ("DELETE", _ONE, delete_style_preset),
    ("GET", f"{_ONE}/image", get_style_preset_image),
]
