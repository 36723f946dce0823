"""`/api/v2/models`: the list of models. Nothing can be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.answers import Answer, Refused, not_one_of

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

BASES: Final = (
    *("any", "sd-1", "sd-2", "sd-3", "sdxl", "sdxl-refiner", "flux", "flux2", "cogview4", "z-image", "ernie-image"),
    *("ideogram-4", "external", "qwen-image", "anima", "krea-2", "wan", "unknown"),
)


def list_models(state: State, question: Question) -> JSON:
    """The models, or those of some kind."""
    bases = question.texts("base_models")
    for place, base in enumerate(bases or ()):
        if base not in BASES:
            raise not_one_of(("query", "base_models", place), BASES, base)
    wanted = {
        part: question.text(name)
        for name, part in (("model_type", "type"), ("model_name", "name"), ("model_format", "format"))
        if question.has(name)
    }
    found = [
        model
        for model in state.models.values()
        if (bases is None or model["base"] in bases) and all(model[part] == value for part, value in wanted.items())
    ]
    return {"models": sorted(found, key=lambda model: str(model["name"]).lower())}


def get_model(state: State, question: Question) -> JSON:
    """One model."""
    return _known(state, question)


def update(state: State, question: Question) -> JSON:
    """Change what is known of a model."""
    model = _known(state, question)
    model |= {name: value for name, value in question.fields().items() if name in model and name != "key"}
    state.models[model["key"]] = model
    return model


def delete(state: State, question: Question) -> Answer:
    """Forget a model."""
    del state.models[_known(state, question)["key"]]
    return Answer(204)


def by_attrs(state: State, question: Question) -> JSON:
    """The first model of a name, type and base."""
    wanted = {name: question.text(name) for name in ("name", "type", "base")}
    return _first(state, wanted, "No model found with these attributes")


def by_hash(state: State, question: Question) -> JSON:
    """The first model of a hash."""
    return _first(state, {"hash": question.text("hash")}, "No model found with this hash")


def none_missing(_: State, __: Question) -> JSON:
    """The models without files, of which there are none."""
    return {"models": []}


def no_jobs(_: State, __: Question) -> list[JSON]:
    """The installations, of which there are none."""
    return []


def prune_jobs(_: State, __: Question) -> Answer:
    """Forget the installations that have ended."""
    return Answer(204)


def no_install(_: State, __: Question) -> None:
    """Install a model, which the simulator cannot."""
    raise Refused(424, "the simulator installs no models: give them to Simulator(models=...)")


def stats(_: State, __: Question) -> JSON:
    """How the cache of models is used."""
    counts = dict.fromkeys(("hits", "misses", "high_watermark", "in_cache", "cleared", "cache_size"), 0)
    return {**counts, "loaded_model_sizes": {}}


def nothing(_: State, __: Question) -> None:
    """Nothing to do, and nothing to say."""


def _first(state: State, wanted: dict[str, str], said: str) -> JSON:
    for model in state.models.values():
        if all(model[name] == value for name, value in wanted.items()):
            return model
    raise Refused(404, said)


def _known(state: State, question: Question) -> JSON:
    model = state.models.get(question.path["key"])
    if model is None:
        raise Refused(404, "model not found")
    return model


_AT: Final = "/api/v2/models"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/", list_models),
    ("GET", f"{_AT}/missing", none_missing),
    ("GET", f"{_AT}/get_by_attrs", by_attrs),
    ("GET", f"{_AT}/get_by_hash", by_hash),
    ("GET", f"{_AT}/i/{{key}}", get_model),
    ("PATCH", f"{_AT}/i/{{key}}", update),
    ("DELETE", f"{_AT}/i/{{key}}", delete),
    ("GET", f"{_AT}/install", no_jobs),
    ("POST", f"{_AT}/install", no_install),
    ("DELETE", f"{_AT}/install", prune_jobs),
    ("GET", f"{_AT}/stats", stats),
    ("POST", f"{_AT}/empty_model_cache", nothing),
]
