"""The way to an InvokeAI server: submit once, follow events, read results.

Nothing here is imported before it is used, so that naming the client costs neither requests nor socketio.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invokegraph.transport.app import AppRepository
    from invokegraph.transport.boards import BoardHandle, BoardRecord, BoardRepository
    from invokegraph.transport.client import InvokeAIClient
    from invokegraph.transport.client_state import ClientStateRepository
    from invokegraph.transport.errors import (
        AccessRefused,
        AmbiguousModel,
        AnswerTimeout,
        BatchNotFound,
        ConnectionFailed,
        GraphRefused,
        GraphWarning,
        InstallFailed,
        InstallTimeout,
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
        WorkflowNotFound,
    )
    from invokegraph.transport.images import ImageRecord, ImageRepository
    from invokegraph.transport.installs import InstallJob
    from invokegraph.transport.model_sync import ModelChange
    from invokegraph.transport.models import DnnModelRepository, ModelRecord
    from invokegraph.transport.progress import Preview, Progress
    from invokegraph.transport.prompts import PromptRepository
    from invokegraph.transport.queue import QueueItem, QueueRepository
    from invokegraph.transport.record import Record
    from invokegraph.transport.repository import Page
    from invokegraph.transport.results import Picture, Result, SessionResult
    from invokegraph.transport.runs import Run, RunStatus
    from invokegraph.transport.sheets import Sheet
    from invokegraph.transport.style_presets import StylePreset, StylePresetRepository
    from invokegraph.transport.users import UserRecord, UserRepository
    from invokegraph.transport.videos import VideoRecord, VideoRepository
    from invokegraph.transport.workflow_handle import WorkflowHandle
    from invokegraph.transport.workflow_outputs import OutputImages, WorkflowOutput
    from invokegraph.transport.workflows import WorkflowRecord, WorkflowRepository

__all__ = [
    "AccessRefused",
    "AmbiguousModel",
    "AnswerTimeout",
    "AppRepository",
    "BatchNotFound",
    "BoardHandle",
    "BoardRecord",
    "BoardRepository",
    "ClientStateRepository",
    "ConnectionFailed",
    "DnnModelRepository",
    "GraphRefused",
    "GraphWarning",
    "ImageRecord",
    "ImageRepository",
    "InstallFailed",
    "InstallJob",
    "InstallTimeout",
    "InvokeAIClient",
    "JobCancelled",
    "JobError",
    "JobFailed",
    "ModelChange",
    "ModelNotFound",
    "ModelRecord",
    "NoOutput",
    "NotFound",
    "OutputImages",
    "Page",
    "Picture",
    "Preview",
    "Progress",
    "PromptRepository",
    "QueueFull",
    "QueueItem",
    "QueueRepository",
    "Record",
    "RequestRefused",
    "Result",
    "Run",
    "RunStatus",
    "SessionResult",
    "Sheet",
    "StylePreset",
    "StylePresetRepository",
    "TransportError",
    "UnexpectedAnswer",
    "UserRecord",
    "UserRepository",
    "VideoRecord",
    "VideoRepository",
    "WaitTimeout",
    "WorkflowHandle",
    "WorkflowNotFound",
    "WorkflowOutput",
    "WorkflowRecord",
    "WorkflowRepository",
]

_HOMES = {
    "app": ("AppRepository",),
    "boards": ("BoardHandle", "BoardRecord", "BoardRepository"),
    "client": ("InvokeAIClient",),
    "client_state": ("ClientStateRepository",),
    "images": ("ImageRecord", "ImageRepository"),
    "installs": ("InstallJob",),
    "model_sync": ("ModelChange",),
    "models": ("DnnModelRepository", "ModelRecord"),
    "prompts": ("PromptRepository",),
    "queue": ("QueueItem", "QueueRepository"),
    "progress": ("Preview", "Progress"),
    "record": ("Record",),
    "repository": ("Page",),
    "results": ("Picture", "Result", "SessionResult"),
    "sheets": ("Sheet",),
    "style_presets": ("StylePreset", "StylePresetRepository"),
    "users": ("UserRecord", "UserRepository"),
    "videos": ("VideoRecord", "VideoRepository"),
    "workflow_handle": ("WorkflowHandle",),
    "workflow_outputs": ("OutputImages", "WorkflowOutput"),
    "workflows": ("WorkflowRecord", "WorkflowRepository"),
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
