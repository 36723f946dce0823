"""`/api/v2/models/install` and what goes with it: sources, Hugging Face, and folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.answers import UNPROCESSABLE, Answer, Refused
from invokegraph.simulator.expected import parsed
from invokegraph.simulator.installs import Unavailable, is_plain
from invokegraph.simulator.probing import models_below

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_UNREACHABLE: Final = "Internal Server Error"


def install(state: State, question: Question) -> Answer:
    """Begin to install a model."""
    config = parsed("ModelRecordChanges", question.fields())
    key = config.get("key")
    if key is not None and not is_plain(key):
        raise Refused(UNPROCESSABLE, f"Invalid model key {key!r}: it must be a plain filename")
    inplace = bool(question.flag("inplace", default=False))
    try:
        return Answer(201, state.installs.add(question.text("source"), config, inplace=inplace))
    except Unavailable:
        raise Refused(500, _UNREACHABLE) from None
    except ValueError as error:
        raise Refused(409, str(error)) from None


def jobs(state: State, _: Question) -> list[JSON]:
    """All jobs."""
    return list(state.installs.jobs)


def job(state: State, question: Question) -> JSON:
    """One job."""
    return _known(state, question, 404)


def cancel(state: State, question: Question) -> Answer:
    """End a job."""
    state.installs.cancel(_known(state, question))
    return Answer(201)


def pause(state: State, question: Question) -> Answer:
    """Let a job wait."""
    found = _known(state, question)
    state.installs.pause(found)
    return Answer(201, found)


def resume(state: State, question: Question) -> Answer:
    """Let a job go on."""
    found = _known(state, question)
    state.installs.resume(found)
    return Answer(201, found)


def restart_failed(state: State, question: Question) -> Answer:
    """Download once more what failed, of which there is nothing: nothing is ever begun to be downloaded."""
    return Answer(201, _known(state, question))


def restart_file(state: State, question: Question) -> Answer:
    """Download a file once more."""
    found = _known(state, question)
    state.installs.restart_file(found, str(question.json()))
    return Answer(201, found)


def prune(state: State, _: Question) -> Answer:
    """Forget the jobs that have ended."""
    state.installs.prune()
    return Answer(204)


def scan_folder(state: State, question: Question) -> list[JSON]:
    """The models that may be in a folder."""
    wanted = question.text("scan_path", "")
    folder = Path(wanted) if wanted and "\0" not in wanted else None
    try:
        if folder is None or not folder.is_dir():
            raise Refused(
                400, f"The search path '{wanted if question.has('scan_path') else None}' could not be scanned"
            )
        found = models_below(folder)
    except OSError:
        raise Refused(500, f"An error occurred while scanning '{wanted}'", wrapped=True) from None
    installed = {model["path"] for model in state.models.values()}
    return [{"path": str(path), "is_installed": str(path) in installed} for path in found]


def starter_models(_: State, __: Question) -> JSON:
    """The models that the server proposes, of which there are none here."""
    return {"starter_models": [], "starter_bundles": {}}


def ask_hugging_face(_: State, __: Question) -> None:
    """Hugging Face is never reached."""
    raise Refused(500, _UNREACHABLE)


def hugging_face_status(_: State, __: Question) -> str:
    """There is no token, and none is taken: whether it is good cannot be asked."""
    return "invalid"


def orphaned(_: State, __: Question) -> list[JSON]:
    """The folders that no model is in, of which there are none."""
    return []


def delete_orphaned(_: State, question: Question) -> JSON:
    """Delete such folders."""
    outside = "error: path is not under models directory"
    errors = {
        path: outside if path.startswith("/") or ".." in path.split("/") else "error: path does not exist"
        for path in question.names("paths")
    }
    return {"deleted": [], "errors": errors}


def _known(state: State, question: Question, status: int = 415) -> JSON:
    number = question.number_in_path("id")
    found = state.installs.get(number)
    if found is None:
        raise Refused(status, f"No job with id {number} known")
    return found


_AT: Final = "/api/v2/models"
_JOB: Final = f"{_AT}/install/{{id}}"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/install", jobs),
    ("POST", f"{_AT}/install", install),
    ("DELETE", f"{_AT}/install", prune),
    ("GET", f"{_AT}/install/huggingface", ask_hugging_face),
    ("GET", _JOB, job),
    ("DELETE", _JOB, cancel),
    ("POST", f"{_JOB}/pause", pause),
    ("POST", f"{_JOB}/resume", resume),
    ("POST", f"{_JOB}/restart_failed", restart_failed),
    ("POST", f"{_JOB}/restart_file", restart_file),
    ("GET", f"{_AT}/scan_folder", scan_folder),
    ("GET", f"{_AT}/starter_models", starter_models),
    ("GET", f"{_AT}/hugging_face", ask_hugging_face),
    ("GET", f"{_AT}/hf_login", hugging_face_status),
    ("POST", f"{_AT}/hf_login", hugging_face_status),
    ("DELETE", f"{_AT}/hf_login", hugging_face_status),
    ("GET", f"{_AT}/sync/orphaned", orphaned),
    ("DELETE", f"{_AT}/sync/orphaned", delete_orphaned),
]
