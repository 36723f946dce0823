"""`/api/v1/recall`: values for the controls of the editor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.access import sees_item
from invokegraph.simulator.answers import Refused
from invokegraph.simulator.expected import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_OF_MODELS: Final[Mapping[str, tuple[str, ...]]] = {
    "loras": ("lora",),
    "control_layers": ("controlnet", "t2i_adapter", "lora"),
    "ip_adapters": ("ip_adapter", "flux_redux"),
}
_KEPT: Final = ("begin_step_percent", "end_step_percent", "control_mode", "method", "image_influence")


def get_recalled(_: State, question: Question) -> JSON:
    """The server tells nothing either."""
    note = "Use the frontend to access stored recall parameters, or set specific parameters using POST"
    return {"status": "success", "queue_id": question.path["queue_id"], "note": note}


def recall(state: State, question: Question) -> JSON:
    """Set the controls, with models by name."""
    strict, append = question.flag("strict", default=False), question.flag("append", default=False)
    if strict and append:
        raise Refused(400, "The 'strict' and 'append' query parameters are mutually exclusive")
    values = parsed("RecallParameter", question.fields())
    _check_images(state, question, values)
    given: JSON = {name: value for name, value in values.items() if value is not None}
    if strict:
        given = {name: [] if value is None and name in _LISTS else value for name, value in values.items()}
    if not given:
        return {"status": "no_parameters_provided", "updated_count": 0}
    user_id = question.caller.user_id
    kept = {f"recall_{name}": json.dumps(value) for name, value in given.items()}
    state.library.keep_values(user_id, state.library.values_of(user_id) | kept)
    told = _resolved(state, given)
    if append:
        told["append"] = True
    queue_id = question.path["queue_id"]
    state.events.emit("recall_parameters_updated", {"queue_id": queue_id, "user_id": user_id, "parameters": told})
    return {"status": "success", "queue_id": queue_id, "updated_count": len(given), "parameters": told}


def _check_images(state: State, question: Question, values: JSON) -> None:
    """Refuse pictures that the caller must not see; of those that are not there only administrators are told."""
    if question.caller.is_admin:
        return
    for part in _WITH_IMAGES:
        for each in values[part] or ():
            name = each["image_name"]
            picture = state.pictures.get(name) if name is not None else None
            if name is not None and not sees_item(state.boards, question.caller, name, picture):
                raise Refused(403, f"Not authorized to access image {name}")


def _resolved(state: State, given: JSON) -> JSON:
    told = dict(given)
    if isinstance(told.get("model"), str):
        told["model"] = _key(state, told["model"], ("main",))
        if told["model"] is None:
            del told["model"]
    for name, types in _OF_MODELS.items():
        if name in told:
            found = [(each, _key(state, each["model_name"], types)) for each in told[name]]
            told[name] = [_use(state, each, key) for each, key in found if key]
    if "reference_images" in told:
        images = [_image(state, each["image_name"]) for each in told["reference_images"]]
        told["reference_images"] = [{"image": image} for image in images if image]
    return told


def _use(state: State, given: JSON, key: str) -> JSON:
    told: JSON = {"model_key": key, "weight": given["weight"]}
    if "is_enabled" in given:
        return {**told, "is_enabled": given["is_enabled"]}
    image = _image(state, given["image_name"]) if given["image_name"] is not None else None
    if image:
        told["image"] = image
    return told | {name: given[name] for name in _KEPT if given.get(name) is not None}


def _image(state: State, name: str) -> JSON | None:
    picture = state.pictures.get(name)
    return {"image_name": name, "width": picture.width, "height": picture.height} if picture else None


def _key(state: State, name: str, types: tuple[str, ...]) -> Any:
    for type_ in types:
        for model in state.models.values():
            if model["name"] == name and model["type"] == type_:
                return model["key"]
    return None


_WITH_IMAGES: Final = ("control_layers", "ip_adapters", "reference_images")
_LISTS: Final = frozenset({*_OF_MODELS, "reference_images"})
_AT: Final = "/api/v1/recall/{queue_id}"
ROUTES: Final[Routes] = [("GET", _AT, get_recalled), ("POST", _AT, recall)]
