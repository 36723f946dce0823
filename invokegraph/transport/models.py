"""The models of a server, and finding those that a graph names without knowing their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.transport.answers import chunks
from invokegraph.transport.downloads import opened
from invokegraph.transport.errors import AmbiguousModel, ModelNotFound
from invokegraph.transport.installs import INSTALL, InstallJob
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Repository, given, listed, part
from invokegraph.transport.uploads import file_part
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from invokegraph.transport.uploads import Uploadable

_MODELS = "/api/v2/models"
_RELATIONSHIPS = "/model_relationships"
_MOST_CANDIDATES = 20
PARTS: Final = ("key", "hash", "name", "base", "type")
"""The parts of a model's identifier."""


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
        return {part: self._text(part) for part in PARTS}

    def __str__(self) -> str:
        return brief(f"{self.name!r} ({self.base} {self.type}, key {self.key})", 300)


class DnnModelRepository(Repository):
    """The models of a server; reach it as `client.dnn_model_repo`.

    A server loads a model when a node needs it: there is nothing to call for that.
    """

    def list_models(
        self,
        *,
        base: str | Iterable[str] | None = None,
        type: str | None = None,
        name: str | None = None,
        format: str | None = None,
    ) -> list[ModelRecord]:
        """All models that fit, fresh from the server.

        Args:
            base: Their family, such as `"sdxl"`, or several families.
            type: Their kind, such as `"main"` or `"lora"`.
            name: Their exact name.
            format: Their format, such as `"diffusers"` or `"checkpoint"`.

        Raises:
            RequestRefused: The server knows no such family, kind or format; the message lists those that it knows.
            UnexpectedAnswer: The answer is no list of models.

        Example:
            >>> [model.name for model in client.dnn_model_repo.list_models(base="sdxl", type="lora")]  # doctest: +SKIP
            ['watercolour', 'pencil']
        """
        bases = None if base is None else listed(base)
        params = given({"base_models": bases, "model_type": type, "model_name": name, "model_format": format})
        return self._models(f"{_MODELS}/", params)

    def list_missing_models(self) -> list[ModelRecord]:
        """The models whose files are not where the server expects them."""
        return self._models(f"{_MODELS}/missing")

    def get_model(self, key: str) -> ModelRecord:
        """One model, by its key on this server; `find` finds it by what else is known of it."""
        return ModelRecord(self._object("GET", f"{_MODELS}/i/{part(key)}"))

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
        return pick(self.list_models(), {name: (value,) for name, value in given(wanted).items()})

    def update_model(self, key: str, **changes: object) -> ModelRecord:
        """Change what is recorded of a model.

        Args:
            key: The model.
            **changes: New values, such as `name`, `description`, `trigger_phrases` or `default_settings`.

        Raises:
            RequestRefused: A value is not what the server takes, or the model is being worked on (409).
        """
        return ModelRecord(self._object("PATCH", f"{_MODELS}/i/{part(key)}", json=changes))

    def delete_model(self, key: str) -> None:
        """Take a model off the server. Its files are deleted if they lie in the server's own folder of models."""
        self._http.request("DELETE", f"{_MODELS}/i/{part(key)}")

    def delete_models(self, keys: str | Iterable[str]) -> Record:
        """Take models off the server. Says which in `deleted`, and what became of the others in `failed`."""
        return Record(self._object("POST", f"{_MODELS}/i/bulk_delete", json={"keys": listed(keys)}))

    def reidentify_model(self, key: str) -> ModelRecord:
        """Have the server determine again what a model is, from its files. What a user has written about it stays."""
        return ModelRecord(self._object("POST", f"{_MODELS}/i/{part(key)}/reidentify"))

    def reidentify_models(self, keys: str | Iterable[str]) -> Record:
        """The same for several. Says which in `succeeded`, and what became of the others in `failed`."""
        return Record(self._object("POST", f"{_MODELS}/i/bulk_reidentify", json={"keys": listed(keys)}))

    def convert_model(self, key: str) -> ModelRecord:
        """Have the server convert a single-file model of SD 1, SD 2 or SDXL to the diffusers format, with a new key."""
        return ModelRecord(self._object("PUT", f"{_MODELS}/convert/{part(key)}"))

    def install_model(
        self,
        source: str,
        *,
        inplace: bool = False,
        access_token: str | None = None,
        config: Mapping[str, Any] | None = None,
    ) -> InstallJob:
        """Have the server install a model, and return at once.

        Args:
            source: A path on the server's machine; a URL; or a repository on Hugging Face, such as `"owner/name"` or
                `"owner/name:fp16:subfolder"`.
            inplace: Whether a file on the server's machine stays where it is.
            access_token: For a source that asks for one. The server takes it as a part of the URL, which its log and
                those of proxies may show.
            config: What to record of the model instead of what the server finds out, such as `{"name": "…"}`.

        Raises:
            RequestRefused: The source cannot be installed; 409 stands for anything that is wrong with it.

        Example:
            >>> job = client.dnn_model_repo.install_model("/models/watercolour.safetensors")  # doctest: +SKIP
            >>> job.wait(timeout=60).key  # doctest: +SKIP
            '5c1e…'
        """
        params = given({"source": source, "inplace": inplace, "access_token": access_token})
        return InstallJob(self._http, self._object("POST", INSTALL, params=params, json=dict(config or {})))

    def list_install_jobs(self) -> list[InstallJob]:
        """The installations since the server started."""
        return [InstallJob(self._http, job) for job in self._objects("GET", INSTALL)]

    def get_install_job(self, job_id: int) -> InstallJob:
        """One installation."""
        return InstallJob(self._http, self._object("GET", f"{INSTALL}/{part(job_id)}"))

    def prune_install_jobs(self) -> None:
        """Have the server forget the installations that have ended."""
        self._http.request("DELETE", INSTALL)

    def scan_folder(self, path: str) -> list[Record]:
        """The models in a folder on the server's machine, each with `path` and `is_installed`."""
        return [Record(found) for found in self._objects("GET", f"{_MODELS}/scan_folder", params={"scan_path": path})]

    def list_starter_models(self) -> Record:
        """The models that the server recommends: `starter_models`, and groups of them in `starter_bundles`."""
        return Record(self._object("GET", f"{_MODELS}/starter_models"))

    def list_orphaned_models(self) -> list[Record]:
        """Folders among the server's models that no model refers to."""
        return [Record(found) for found in self._objects("GET", f"{_MODELS}/sync/orphaned")]

    def delete_orphaned_models(self, paths: str | Iterable[str]) -> Record:
        """Delete such folders for good.

        Args:
            paths: Their `path` in `list_orphaned_models`.
        """
        return Record(self._object("DELETE", f"{_MODELS}/sync/orphaned", json={"paths": listed(paths)}))

    def get_cache_stats(self) -> Record | None:
        """Statistics of the cache of loaded models; None before a model was loaded."""
        answer = self._http.json("GET", f"{_MODELS}/stats")
        return None if answer is None else Record(mapping(answer))

    def empty_model_cache(self) -> None:
        """Have the server unload all models that it holds in memory and is not using."""
        self._http.request("POST", f"{_MODELS}/empty_model_cache")

    def get_model_image(self, key: str) -> bytes:
        """The picture that the GUI shows for a model.

        Raises:
            RequestRefused: It has none. (6.14.2 answers 500 then.)
        """
        with opened(self._http, f"{_MODELS}/i/{part(key)}/image") as response:
            return b"".join(chunks(response))

    def set_model_image(self, key: str, image: Uploadable) -> None:
        """Give a model a picture for the GUI: a path, bytes, an open file, or a Pillow image."""
        self._http.request("PATCH", f"{_MODELS}/i/{part(key)}/image", files={"image": file_part(image)})

    def delete_model_image(self, key: str) -> None:
        """Take a model's picture away."""
        self._http.request("DELETE", f"{_MODELS}/i/{part(key)}/image")

    def list_related_models(self, keys: str | Iterable[str]) -> list[str]:
        """The keys of the models that are related to any of these."""
        if isinstance(keys, str):
            found = self._list("GET", f"{_RELATIONSHIPS}/i/{part(keys)}")
        else:
            found = self._list("POST", f"{_RELATIONSHIPS}/batch", json={"model_keys": listed(keys)})
        return [str(key) for key in found]

    def relate_models(self, key: str, other: str) -> None:
        """Record that two models belong together, such as a LoRA and the model that it was made for."""
        self._http.request("POST", f"{_RELATIONSHIPS}/", json={"model_key_1": key, "model_key_2": other})

    def unrelate_models(self, key: str, other: str) -> None:
        """Undo that."""
        self._http.request("DELETE", f"{_RELATIONSHIPS}/", json={"model_key_1": key, "model_key_2": other})

    def get_hf_status(self) -> str:
        """Whether the server can log in to Hugging Face: `"valid"`, `"invalid"`, or `"unknown"` if it cannot ask."""
        return str(self._http.json("GET", f"{_MODELS}/hf_login"))

    def login_to_hf(self, token: str) -> str:
        """Give the server a token of Hugging Face; returns what `get_hf_status` does."""
        return str(self._http.json("POST", f"{_MODELS}/hf_login", json={"token": token}))

    def logout_from_hf(self) -> str:
        """Have the server forget its token of Hugging Face; returns what `get_hf_status` does."""
        return str(self._http.json("DELETE", f"{_MODELS}/hf_login"))

    def _models(self, endpoint: str, params: dict[str, Any] | None = None) -> list[ModelRecord]:
        return [ModelRecord(mapping(model)) for model in self._list_in("GET", endpoint, "models", params=params)]


def is_identifier(fields: Mapping[str, Any]) -> bool:
    """Whether a JSON object has the parts of a model's identifier and no others, but perhaps the submodel's type."""
    return fields.keys() - {"submodel_type"} == set(PARTS)


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
        ", ".join(f"{part} {' or '.join(map(shorten, values))}" for part, values in wanted.items()) or "nothing given"
    )
    if fitting:
        message = f"{place}{len(fitting)} models on the server fit ({request}); name, hash or key tells them apart"
        raise AmbiguousModel(message + _listing(fitting), fitting)
    nearest = near(models, wanted)
    raise ModelNotFound(f"{place}no model on the server fits ({request}). There are:{_listing(nearest)}", nearest)


def near(models: Sequence[ModelRecord], wanted: Mapping[str, Collection[str]]) -> list[ModelRecord]:
    """The models that fit in most parts; all of them where none fits in any."""
    scores = [sum(model.get(part) in values for part, values in wanted.items()) for model in models]
    best = max(scores, default=0)
    return [model for model, score in zip(models, scores, strict=True) if score == best]


def _listing(models: Sequence[ModelRecord]) -> str:
    lines = [f"\n  {model}" for model in models[:_MOST_CANDIDATES]] or ["\n  no models at all"]
    rest = len(models) - _MOST_CANDIDATES
    return "".join(lines) + (f"\n  and {rest} more" if rest > 0 else "")
