"""The models of a server, and finding those that a graph names without knowing their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from invokegraph.transport.errors import AmbiguousModel, ModelNotFound, UnexpectedAnswer, readable
from invokegraph.transport.record import Record, mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from invokegraph.transport.http import Http

_MOST_CANDIDATES = 20
_PARTS = ("key", "hash", "name", "base", "type")


class ModelRecord(Record):
    """A model as the server lists it. Whatever else the server says is there too: `model.format`, `model["path"]`."""

    __slots__ = ()

    @property
    def key(self) -> str:
        """What the server calls it; another server calls the same model something else."""
        return self._text("key")

    @property
    def hash(self) -> str:
        """The hash of its weights, the same on every server."""
        return self._text("hash")

    @property
    def name(self) -> str:
        """Its name; not necessarily unique."""
        return self._text("name")

    @property
    def base(self) -> str:
        """Its family, such as `"sd-1"` or `"sdxl"`; whatever the server says, known to us or not."""
        return self._text("base")

    @property
    def type(self) -> str:
        """Its kind, such as `"main"` or `"lora"`; whatever the server says, known to us or not."""
        return self._text("type")

    def identifier(self) -> dict[str, str]:
        """The model as a node's input takes it: key, hash, name, base and type."""
        return {part: self._text(part) for part in _PARTS}

    def __str__(self) -> str:
        return readable(f"{self.name!r} ({self.base} {self.type}, key {self.key})", 300)

    def _text(self, part: str) -> str:
        value = self.get(part)
        return value if isinstance(value, str) else ""


class DnnModelRepository:
    """The models of a server; reach it as `client.dnn_model_repo`."""

    def __init__(self, http: Http) -> None:
        self._http = http

    def list_models(self) -> list[ModelRecord]:
        """All models, fresh from the server.

        Raises:
            UnexpectedAnswer: The answer is no list of models.
        """
        models = mapping(self._http.json("GET", "/api/v2/models/")).get("models")
        if not isinstance(models, list):
            raise UnexpectedAnswer("GET /api/v2/models/: the answer holds no list of models")
        return [ModelRecord(mapping(model)) for model in cast("list[object]", models)]

    def find(
        self,
        *,
        name: str | None = None,
        base: str | None = None,
        type: str | None = None,
        hash: str | None = None,
        key: str | None = None,
    ) -> ModelRecord:
        """The one model that fits everything given.

        Args:
            name: Its exact name.
            base: Its family, such as `"sdxl"`.
            type: Its kind, such as `"main"`.
            hash: The hash of its weights.
            key: Its key on this server.

        Raises:
            ModelNotFound: None fits; the message lists what there is.
            AmbiguousModel: More than one fits; the message lists them.
        """
        wanted = {"name": name, "base": base, "type": type, "hash": hash, "key": key}
        return pick(self.list_models(), {part: (value,) for part, value in wanted.items() if value is not None})


def pick(models: Sequence[ModelRecord], wanted: Mapping[str, Collection[str]], place: str = "") -> ModelRecord:
    """The one model of which each part is among those wanted.

    Args:
        models: Those to pick from.
        wanted: For a part such as `"base"`, the values that will do.
        place: What the model is for, put in front of the message.

    Raises:
        ModelNotFound: None fits.
        AmbiguousModel: More than one fits.
    """
    fitting = [model for model in models if all(model.get(part) in values for part, values in wanted.items())]
    if len(fitting) == 1:
        return fitting[0]
    request = (
        ", ".join(f"{part} {' or '.join(map(repr, values))}" for part, values in wanted.items()) or "nothing given"
    )
    if fitting:
        message = f"{place}{len(fitting)} models on the server fit ({request}); name, hash or key tells them apart"
        raise AmbiguousModel(message + _listing(fitting), fitting)
    near = _near(models, wanted)
    raise ModelNotFound(f"{place}no model on the server fits ({request}). There are:{_listing(near)}", near)


def _near(models: Sequence[ModelRecord], wanted: Mapping[str, Collection[str]]) -> list[ModelRecord]:
    """The models that fit in most parts; all of them where none fits in any."""
    scores = [sum(model.get(part) in values for part, values in wanted.items()) for model in models]
    best = max(scores, default=0)
    return [model for model, score in zip(models, scores, strict=True) if score == best]


def _listing(models: Sequence[ModelRecord]) -> str:
    lines = [f"\n  {model}" for model in models[:_MOST_CANDIDATES]] or ["\n  no models at all"]
    rest = len(models) - _MOST_CANDIDATES
    return "".join(lines) + (f"\n  and {rest} more" if rest > 0 else "")
