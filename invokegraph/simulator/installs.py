"""The installation of models: jobs that run one after the other, beside what is asked."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from threading import RLock, Thread
from time import sleep
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import uuid4

from invokegraph.simulator.models import model
from invokegraph.simulator.probing import kind_of, size_of
from invokegraph.simulator.rest_schema import components

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.simulator.events import Events
    from invokegraph.simulator.node_types import JSON

ENDED: Final = frozenset({"completed", "error", "cancelled"})
_BEFORE_SECONDS: Final = 0.02
_VARIANTS: Final = "|fp16|fp32|onnx|openvino|flax"
_DEVICES: Final = frozenset({"CON", "PRN", "AUX", "NUL"}) | {
    f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)
}
_NO_NETWORK: Final = "the simulator downloads nothing"


class Unavailable(Exception):
    """The server would have to ask Hugging Face, and does not reach it."""


class Installs:
    """All jobs since the server was started.

    Args:
        models: What is installed, by key.
        events: Who is told.
    """

    def __init__(self, models: dict[str, JSON], events: Events) -> None:
        self._models = models
        self._events = events
        self._lock = RLock()
        self._turn = RLock()
        self._next_id = 0
        self.jobs: list[JSON] = []

    def get(self, id: int) -> JSON | None:
        """The job of that number."""
        return next((job for job in self.jobs if job["id"] == id), None)

    def add(self, source: str, config: JSON, *, inplace: bool) -> JSON:
        """Begin to install, unless the same is being installed, and return the job as it is at that moment.

        Raises:
            ValueError: The source is none, in the words of the server.
            Unavailable: It is a repository of Hugging Face.
        """
        parsed = source_of(source, inplace=inplace)
        if parsed["type"] == "hf":
            raise Unavailable
        with self._lock:
            for job in self.jobs:
                if job["source"] == parsed and job["status"] not in ENDED:
                    return dict(job)
            job = _job(self._next_id, parsed, config)
            self._next_id += 1
            self.jobs.append(job)
            answer = dict(job)
        self._begin(job)
        return answer

    def cancel(self, job: JSON) -> None:
        """End a job, whatever it is doing."""
        with self._lock:
            was = job["status"]
            job["status"] = "cancelled"
        if was == "paused":
            self._tell("cancelled", job)

    def pause(self, job: JSON) -> None:
        """Let a job wait, unless it has ended."""
        with self._lock:
            if job["status"] not in ENDED:
                job["status"] = "paused"

    def resume(self, job: JSON) -> None:
        """Let a job that is paused go on."""
        if job["status"] == "paused":
            job["status"] = "waiting"
            self._begin(job)

    def restart_file(self, job: JSON, url: str) -> None:
        """Download a file once more; a job of another file only waits from then on, as on the server."""
        if job["source"]["type"] == "url":
            job["status"] = "waiting"
            if job["source"]["url"] == url:
                self._begin(job)

    def prune(self) -> None:
        """Forget the jobs that have ended."""
        with self._lock:
            self.jobs[:] = [job for job in self.jobs if job["status"] not in ENDED]

    def _begin(self, job: JSON) -> None:
        Thread(target=self._run, args=(job,), name="invokegraph-simulator-install", daemon=True).start()

    def _run(self, job: JSON) -> None:
        sleep(_BEFORE_SECONDS)  # so that whoever asked is told that it waits
        with self._turn:
            if job["status"] == "cancelled":
                self._tell("cancelled", job)
            elif job["status"] == "waiting":
                work = {"local": self._register_local, "external": self._register_external, "url": self._download}
                self._do(job, work[job["source"]["type"]])

    def _do(self, job: JSON, work: Callable[[JSON], JSON]) -> None:
        try:
            made = work(job)
            self._models[made["key"]] = made
            job |= {"status": "completed", "config_out": dict(made)}
            self._tell("complete", job, key=made["key"], total_bytes=job["total_bytes"], config=dict(made))
        except (ValueError, OSError) as error:
            kind = error.kind if isinstance(error, _Failed) else type(error).__name__
            said = f"{kind}: {error}"
            traceback = f"Traceback (most recent call last):\n{said}\n"
            job |= {"status": "error", "error_reason": kind, "error": str(error), "error_traceback": traceback}
            self._tell("error", job, error_type=kind, error=str(error))
            if job["source"]["type"] == "url":
                told = {"source": job["source"]["url"], "error_type": f"{kind}({error})", "error": traceback}
                self._events.emit("download_error", told)

    def _register_local(self, job: JSON) -> JSON:
        path, config = Path(job["local_path"]), _given(job["config_in"])
        size = size_of(path)
        self._started(job, size, source=str(path), source_type="path")
        base, type_, format_ = kind_of(path)
        key = str(config.pop("key", None) or uuid4())
        place = str(path) if job["inplace"] else f"{key}/{path.name if path.is_file() else ''}".rstrip("/")
        if any(other["path"] == place for other in self._models.values()):
            raise _Failed("DuplicateModelException", f"A model with path '{place}' is already installed")
        made = model(
            str(config.pop("name", path.stem if path.is_file() else path.name)),
            str(config.pop("base", base)),
            str(config.pop("type", type_)),
            str(config.pop("format", format_)),
        )
        known = {name: value for name, value in config.items() if name in made}
        fixed = {"key": key, "path": place, "file_size": size, "source": str(path), "source_type": "path"}
        return {**made, **known, **fixed}

    def _register_external(self, job: JSON) -> JSON:
        source, config = job["source"], _given(job["config_in"])
        provider, name = source["provider_id"], source["provider_model_id"]
        url = f"external://{provider}/{name}"
        self._started(job, 0, source=url, source_type="external")
        key = str(config.get("key") or f"{provider}-{name}")
        if key in self._models:
            raise _Failed("DuplicateModelException", f"A model with key '{key}' is already installed")
        made = model(
            str(config.get("name", f"{provider} {name}")), "external", "external_image_generator", "external_api"
        )
        return {
            **made,
            "key": key,
            "hash": f"external:{provider}:{name}",
            "path": url,
            "file_size": 0,
            "description": config.get("description"),
            "source": url,
            "source_type": "external",
            "provider_id": provider,
            "provider_model_id": name,
            "capabilities": {**made["capabilities"], "modes": ["txt2img"]},
        }

    def _download(self, job: JSON) -> JSON:
        host = urlsplit(str(job["source"]["url"])).hostname or ""
        if _is_private(host):
            raise _Failed(
                "UnsafeDownloadURLException",
                f"Refusing to download from '{host}': it resolves to a non-public address. Set "
                "`allow_private_download_urls` in invokeai.yaml to permit downloads from loopback and private-network "
                "addresses.",
            )
        raise _Failed("ConnectionError", f"Failed to resolve '{host}' ({_NO_NETWORK})")

    def _started(self, job: JSON, size: int, **config: str) -> None:
        job |= {"status": "running", "bytes": size, "total_bytes": size, "config_in": {**job["config_in"], **config}}
        self._tell("started", job)

    def _tell(self, what: str, job: JSON, **more: object) -> None:
        self._events.emit(f"model_install_{what}", {"id": job["id"], "source": job["source"], **more})


class _Failed(ValueError):
    """An installation fails; `kind` is the server's name for it."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(said)
        self.kind = kind


def source_of(text: str, *, inplace: bool = False) -> JSON:
    """What is to be installed.

    Raises:
        ValueError: It is nothing that can be, in the words of the server.
    """
    plain = text.strip('"')
    if plain.startswith("external://"):
        provider, _, name = plain.removeprefix("external://").partition("/")
        if not provider or not name:
            raise ValueError(f"Invalid external model source: '{plain}'")
        return {"provider_id": provider, "provider_model_id": name, "type": "external"}
    if _exists(plain):
        return {"path": str(Path(plain)), "inplace": inplace, "type": "local"}
    repository = re.fullmatch(rf"([^/:]+/[^/:]+)(?::({_VARIANTS})?(?::/?([^:]+))?)?", text)
    if repository:
        name, variant, subfolder = repository.groups()
        return {"repo_id": name, "variant": variant, "subfolder": subfolder, "access_token": None, "type": "hf"}
    if re.match(r"https?://[^/]+", text):
        return {"url": text, "access_token": None, "type": "url"}
    raise ValueError(f"Unsupported model source: '{text}'")


def is_plain(name: str) -> bool:
    """Whether a name can be that of a file on every system."""
    kept = name.rstrip(" .")
    return (
        bool(kept) and not re.search(r'[\x00-\x1f\x7f<>:"/\\|?*]', name) and kept.split(".")[0].upper() not in _DEVICES
    )


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _is_private(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


def _given(config: JSON) -> JSON:
    return {name: value for name, value in config.items() if value is not None}


def _job(id: int, source: JSON, config: JSON) -> JSON:
    fields = components()["ModelRecordChanges"]["properties"]
    places = {"local": source.get("path"), "url": f"models/tmpinstall_{uuid4().hex[:8]}", "external": "models"}
    return {
        "id": id,
        "status": "waiting",
        "error_reason": None,
        "config_in": {name: config.get(name) for name in fields},
        "config_out": None,
        "inplace": source["type"] == "external" or bool(source.get("inplace")),
        "source": source,
        "local_path": places[source["type"]],
        "bytes": 0,
        "total_bytes": 0,
        "source_metadata": None,
        "download_parts": [],
        "error": None,
        "error_traceback": None,
    }
