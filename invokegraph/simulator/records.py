"""Queue items, and how the server writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.sessions import pending_dict, stored

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.sessions import EndedSession, Session
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
        poison: Why the server could not load it again; empty where it can.
        session: How it went; None before it is begun.
    """

    item_id: int
    queue_id: str
    batch_id: str
    session_id: str
    graph: JSON
    template: Template
    field_values: list[JSON] = field(default_factory=list[Any])
    priority: int = 0
    origin: str | None = None
    destination: str | None = None
    retried_from_item_id: int | None = None
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

    @property
    def has_ended(self) -> bool:
        """Whether its status will not change any more."""
        return self.status in ENDED

    def to_dict(self) -> JSON:
        """All of it, as the server answers it where it writes out what is null."""
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
            "user_id": USER,
            "user_display_name": "System",
            "user_email": "system@system.invokeai",
            "field_values": self.field_values,
            "retried_from_item_id": self.retried_from_item_id,
            "device": self.device,
            "workflow_call_id": None,
            "parent_item_id": None,
            "parent_session_id": None,
            "root_item_id": None,
            "workflow_call_depth": None,
            "session": session,
            "workflow": self.template.workflow,
        }

    def to_short_dict(self) -> JSON:
        """All of it but for what is null, as the server answers it for a single item."""
        item = {name: value for name, value in self.to_dict().items() if value is not None}
        return {**item, "session": stored(item["session"])}

    def summary(self) -> JSON:
        """The row that the server lists."""
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
            "user_id": USER,
            "user_display_name": "System",
            "user_email": "system@system.invokeai",
            "field_values": self.field_values,
            "parent_item_id": None,
        }
