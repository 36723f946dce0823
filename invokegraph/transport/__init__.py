"""The way to an InvokeAI server: submit once, follow events, read results.

Nothing here is imported before it is used, so that naming the client costs neither requests nor socketio.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invokegraph.transport.client import InvokeAIClient
    from invokegraph.transport.errors import (
        AccessRefused,
        AmbiguousModel,
        AnswerTimeout,
        BatchNotFound,
        ConnectionFailed,
        GraphRefused,
        GraphWarning,
        JobCancelled,
        JobError,
        JobFailed,
        ModelNotFound,
        NoOutput,
        NotFound,
        QueueFull,
        RequestRefused,
        TransportError,
        UnexpectedAnswer,
        WaitTimeout,
    )
    from invokegraph.transport.models import DnnModelRepository, ModelRecord
    from invokegraph.transport.progress import Preview, Progress
    from invokegraph.transport.record import Record
    from invokegraph.transport.results import Picture, Result, SessionResult
    from invokegraph.transport.runs import Run, RunStatus

__all__ = [
    "AccessRefused",
    "AmbiguousModel",
    "AnswerTimeout",
    "BatchNotFound",
    "ConnectionFailed",
    "DnnModelRepository",
    "GraphRefused",
    "GraphWarning",
    "InvokeAIClient",
    "JobCancelled",
    "JobError",
    "JobFailed",
    "ModelNotFound",
    "ModelRecord",
    "NoOutput",
    "NotFound",
    "Picture",
    "Preview",
    "Progress",
    "QueueFull",
    "Record",
    "RequestRefused",
    "Result",
    "Run",
    "RunStatus",
    "SessionResult",
    "TransportError",
    "UnexpectedAnswer",
    "WaitTimeout",
]

_HOMES = {
    "client": ("InvokeAIClient",),
    "models": ("DnnModelRepository", "ModelRecord"),
    "progress": ("Preview", "Progress"),
    "record": ("Record",),
    "results": ("Picture", "Result", "SessionResult"),
    "runs": ("Run", "RunStatus"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME_OF.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
