"""Queue items, and how the server writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.session_records import pending_dict

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.session_records import EndedSession
    from invokegraph.simulator.sessions import Session
    from invokegraph.simulator.templates import Template

USER: Final = "system"
STATUSES: Final = ("pending", "in_progress", "waiting", "completed", "failed", "canceled")
ENDED: Final = frozenset({"completed", "failed", "canceled"})


def now() -> str:
    """This moment as the server writes it into its records."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


@dataclass(slots=True)
class Item:
    """One session in the queue.

    Attributes:
        graph: Its graph, with the values of the batch filled in.
        template: What it has in common with the other sessions of its batch.
        call: The fields of its session that tell of workflows that it calls or that it is of.
        poison: Why the server could not load it again; empty where it can.
        session: How it went; None before it is begun.
        is_session_kept: Whether how it went, or how far it had come when it began to wait, is kept.
    """

    item_id: int
    queue_id: str
    batch_id: str
    session_id: str
    graph: JSON
    template: Template
    user_id: str = USER
    field_values: list[JSON] = field(default_factory=list[Any])
    priority: int = 0
    origin: str | None = None
    destination: str | None = None
    retried_from_item_id: int | None = None
    workflow_call_id: str | None = None
    parent_item_id: int | None = None
    parent_session_id: str | None = None
    root_item_id: int | None = None
    workflow_call_depth: int | None = None
    call: JSON = field(default_factory=dict[str, Any])
    poison: str = ""
    status: str = "pending"
    status_sequence: int = 0
    error_type: str | None = None
    error_message: str | None = None
    error_traceback: str | None = None
    device: str | None = None
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)
    started_at: str | None = None
    completed_at: str | None = None
    session: Session | EndedSession | None = None
    is_session_kept: bool = False

    @property
    def root_id(self) -> int:
        """The item that this one is run for: itself, unless it is of a workflow that another one calls."""
        return self.root_item_id or self.item_id

    @property
    def has_ended(self) -> bool:
        """Whether its status will not change any more."""
        return self.status in ENDED

    def to_dict(self, owner: JSON) -> JSON:
        """All of it, with what its owner is called."""
        session = self.session.to_dict() if self.session else pending_dict(self.session_id, self.graph)
        return {
            "item_id": self.item_id,
            "status": self.status,
            "status_sequence": self.status_sequence,
            "priority": self.priority,
            "batch_id": self.batch_id,
            "origin": self.origin,
            "destination": self.destination,
            "session_id": self.session_id,
            "error_type": self.error_type,
            "error_message": self.error_message,
            "error_traceback": self.error_traceback,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "started_at": self.started_at,
            "completed_at": self.completed_at,
            "queue_id": self.queue_id,
            "user_id": self.user_id,
            **owner,
            "field_values": self._shown_values,
            "retried_from_item_id": self.retried_from_item_id,
            "device": self.device,
            "workflow_call_id": self.workflow_call_id,
            "parent_item_id": self.parent_item_id,
            "parent_session_id": self.parent_session_id,
            "root_item_id": self.root_item_id,
            "workflow_call_depth": self.workflow_call_depth,
            "session": {**session, **self.call},
            "workflow": self.template.workflow,
        }

    @property
    def _shown_values(self) -> list[JSON] | None:
        """The swept values; an item that is run again has none rather than an empty list of them."""
        return self.field_values or (None if self.retried_from_item_id is not None else [])

    def summary(self, owner: JSON) -> JSON:
        """The row that the server lists, with what its owner is called."""
        return {
            "item_id": self.item_id,
            "created_at": self.created_at,
            "status": self.status,
            "device": self.device,
            "started_at": self.started_at,
            "completed_at": self.completed_at,
            "origin": self.origin,
            "destination": self.destination,
            "batch_id": self.batch_id,
            "user_id": self.user_id,
            **owner,
            "field_values": self._shown_values,
            "parent_item_id": self.parent_item_id,
        }
