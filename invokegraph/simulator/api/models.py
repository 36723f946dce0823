"""`/api/v2/models` and `/api/v1/model_relationships`: the models that there are, and what is known of them."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from invokegraph.simulator.answers import UNPROCESSABLE, Answer, File, Refused
from invokegraph.simulator.collation import small
from invokegraph.simulator.expected import parsed, unfit
from invokegraph.simulator.installs import is_plain
from invokegraph.simulator.models import of_kind, schema_of
from invokegraph.simulator.pictures import opened, png, thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_ORDERS: Final[Mapping[str, Callable[[JSON], Any]]] = {
    "default": lambda model: (model["type"], small(model["base"]), small(model["name"]), model["format"]),
    "name": lambda model: small(model["name"]),
    "size": itemgetter("file_size"),
    **{name: itemgetter(name) for name in ("type", "base", "format", "path")},
}
_LONGEST_KEY: Final = 255 - len(".webp")  # of the file that a picture is kept in
_CONVERTIBLE: Final = frozenset({"sd-1", "sd-2", "sdxl", "sdxl-refiner"})


def list_models(state: State, question: Question) -> JSON:
    """The models, or those of some kind."""
    wanted = {
        part: question.text(name)
        for name, part in (("model_type", "type"), ("model_name", "name"), ("model_format", "format"))
        if question.text(name, "")
    }
    found = [model for model in state.models.values() if all(model[part] == value for part, value in wanted.items())]
    order = _ORDERS.get(question.text("order_by", "name"))
    if order:
        found.sort(key=order)
    if question.text("direction", "ASC") == "DESC":
        found.reverse()
    bases = question.texts("base_models")
    if bases:
        found = [model for base in bases for model in found if model["base"] == base]
    return {"models": [_shown(state, model) for model in found]}


def get_model(state: State, question: Question) -> JSON:
    """One model."""
    return _shown(state, _known(state, question.path["key"]))


def update(state: State, question: Question) -> JSON:
    """Change what is known of a model, which may make it one of another kind."""
    key, given = question.path["key"], question.fields()
    if "key" in given and given["key"] != key:
        raise Refused(UNPROCESSABLE, "A model's key cannot be changed")
    model = _known(state, key)
    changes = parsed("ModelRecordChanges", given)
    changed = {**model, **{name: value for name, value in changes.items() if name in given}}
    try:
        schema = schema_of(changed["base"], changed["type"], changed["format"], changed.get("variant"))
    except ValueError as error:
        raise Refused(409, str(error)) from None
    made = of_kind(changed, schema)
    said = unfit(schema, made)
    if said:
        raise Refused(409, said)
    state.models[key] = made
    return _shown(state, made)


def delete(state: State, question: Question) -> Answer:
    """Forget a model."""
    _forget(state, _known(state, question.path["key"])["key"])
    return Answer(204)


def bulk_delete(state: State, question: Question) -> JSON:
    """Forget some models."""
    return _each(state, question, "deleted", lambda model: _forget(state, model["key"]))


def reidentify(state: State, question: Question) -> JSON:
    """Look anew what a model is: it is what it was."""
    return _known(state, question.path["key"])


def bulk_reidentify(state: State, question: Question) -> JSON:
    """Look anew what some models are."""
    return _each(state, question, "succeeded", lambda _: None)


def convert(state: State, question: Question) -> JSON:
    """Put a folder into the place of a model's single file; it has another key from then on."""
    key = question.path["key"]
    model = state.models.get(key)
    if model is None:
        raise Refused(424, "model not found")
    if model["type"] != "main" or model["format"] != "checkpoint" or model["base"] not in _CONVERTIBLE:
        raise Refused(400, f"The model with key {key} is not a main SD 1/2/XL checkpoint model.")
    new_key = str(uuid4())
    made = {**model, "key": new_key, "format": "diffusers", "path": new_key, "source_type": "path"}
    state.models[new_key] = of_kind(made, schema_of(model["base"], "main", "diffusers"))
    if key in state.model_images:
        state.model_images[new_key] = state.model_images.pop(key)
    _forget(state, key)
    return _shown(state, state.models[new_key])


def by_attrs(state: State, question: Question) -> JSON:
    """The first model of a name, type and base."""
    wanted = {name: question.text(name) for name in ("name", "type", "base")}
    return _first(state, wanted, "No model found with these attributes")


def by_hash(state: State, question: Question) -> JSON:
    """The first model of a hash."""
    return _first(state, {"hash": question.text("hash")}, "No model found with this hash")


def none_missing(_: State, __: Question) -> JSON:
    """The models without files; nobody looks for files here."""
    return {"models": []}


def stats(_: State, __: Question) -> JSON:
    """How the cache of models is used."""
    counts = dict.fromkeys(("hits", "misses", "high_watermark", "in_cache", "cleared", "cache_size"), 0)
    return {**counts, "loaded_model_sizes": {}}


def nothing(_: State, __: Question) -> None:
    """Nothing to do, and nothing to say."""


# Pictures of models


def get_image(state: State, question: Question) -> File:
    """The picture of a model."""
    key = question.path["key"]
    if not is_plain(key):
        raise Refused(404, "Not Found")
    if key not in state.model_images:
        raise Refused(500, "Internal Server Error")  # the server stumbles over the file that is not there
    return File(state.model_images[key], "image/png", {"Cache-Control": "max-age=31536000"})


def set_image(state: State, question: Question) -> None:
    """Give a model a picture."""
    file: Any = question.form.get("image") if question.form else None
    if not (file.content_type or "").startswith("image"):
        raise Refused(415, "Not an image")
    key = _known(state, question.path["key"])["key"]
    try:
        state.model_images[key] = thumbnail(png(opened(file.file.read()), {}))
    except Exception:  # noqa: BLE001 - Pillow raises many kinds of errors for what is no picture
        raise Refused(415, "Failed to read image") from None


def delete_image(state: State, question: Question) -> Answer:
    """Take the picture from a model."""
    key = question.path["key"]
    if not is_plain(key):
        raise Refused(404, f"Invalid model key {key!r}")
    if len(key.encode()) > _LONGEST_KEY:
        raise Refused(500, "Internal Server Error")
    if state.model_images.pop(key, None) is None:
        raise Refused(404, "Model image file not found")
    return Answer(204)


# What belongs together


def relate(state: State, question: Question) -> Answer:
    """Note that two models belong together."""
    one, other = question.field("model_key_1"), question.field("model_key_2")
    if one == other:
        raise Refused(400, "Cannot relate a model to itself.")
    if one not in state.models or other not in state.models:
        raise Refused(500, "Internal Server Error")
    for key, related in ((one, other), (other, one)):
        keys = state.relationships.get(key, [])
        if related not in keys:
            state.relationships[key] = [*keys, related]
    return Answer(204)


def unrelate(state: State, question: Question) -> Answer:
    """Note that two models do not belong together, whether they did or not."""
    one, other = question.field("model_key_1"), question.field("model_key_2")
    if one == other:
        raise Refused(400, "Cannot unlink a model from itself.")
    for key, related in ((one, other), (other, one)):
        _part(state, key, related)
    return Answer(204)


def related(state: State, question: Question) -> list[str]:
    """The models that belong to one."""
    return sorted(state.relationships.get(question.path["model_key"], ()))


def related_to_some(state: State, question: Question) -> list[str]:
    """The models that belong to any of some."""
    return sorted({key for each in question.field("model_keys") for key in state.relationships.get(each, ())})


def _forget(state: State, key: str) -> None:
    del state.models[key]
    for other in state.relationships.pop(key, ()):
        _part(state, other, key)


def _part(state: State, key: str, related: str) -> None:
    """Note that a model does not belong to another one."""
    left = [each for each in state.relationships.get(key, ()) if each != related]
    if left:
        state.relationships[key] = left
    else:
        state.relationships.pop(key, None)


def _each(state: State, question: Question, done: str, act: Callable[[JSON], None]) -> JSON:
    keys: list[str] = question.field("keys")
    answer: JSON = {done: [], "failed": []}
    for key in keys:
        model = state.models.get(key)
        if model is None:
            answer["failed"].append({"key": key, "error": "model not found"})
        else:
            act(model)
            answer[done].append(key)
    return answer


def _first(state: State, wanted: dict[str, str], said: str) -> JSON:
    for model in state.models.values():
        if all(model[name] == value for name, value in wanted.items()):
            return _shown(state, model)
    raise Refused(404, said)


def _known(state: State, key: str) -> JSON:
    model = state.models.get(key)
    if model is None:
        raise Refused(404, "model not found")
    return model


def _shown(state: State, model: JSON) -> JSON:
    key = model["key"]
    return {**model, "cover_image": f"api/v2/models/i/{key}/image?{uuid4()}" if key in state.model_images else None}


_AT: Final = "/api/v2/models"
_ONE: Final = f"{_AT}/i/{{key}}"
_RELATIONSHIPS: Final = "/api/v1/model_relationships"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/", list_models),
    ("GET", f"{_AT}/missing", none_missing),
    ("GET", f"{_AT}/get_by_attrs", by_attrs),
    ("GET", f"{_AT}/get_by_hash", by_hash),
    ("POST", f"{_AT}/i/bulk_delete", bulk_delete),
    ("POST", f"{_AT}/i/bulk_reidentify", bulk_reidentify),
    ("GET", _ONE, get_model),
    ("PATCH", _ONE, update),
    ("DELETE", _ONE, delete),
    ("POST", f"{_ONE}/reidentify", reidentify),
    ("GET", f"{_ONE}/image", get_image),
    ("PATCH", f"{_ONE}/image", set_image),
    ("DELETE", f"{_ONE}/image", delete_image),
    ("PUT", f"{_AT}/convert/{{key}}", convert),
    ("GET", f"{_AT}/stats", stats),
    ("POST", f"{_AT}/empty_model_cache", nothing),
    ("GET", f"{_RELATIONSHIPS}/i/{{model_key}}", related),
    ("POST", f"{_RELATIONSHIPS}/", relate),
    ("DELETE", f"{_RELATIONSHIPS}/", unrelate),
    ("POST", f"{_RELATIONSHIPS}/batch", related_to_some),
]
