"""What users keep on the server beside pictures: workflows, presets of styles, prompts, and values of the editor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from invokegraph.simulator.records import USER, now

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON


def _moment() -> str:
    """This moment as the server writes it for prompts."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


@dataclass(slots=True)
class Workflow:
    """A workflow of the library."""

    body: JSON
    workflow_id: str = field(default_factory=lambda: str(uuid4()))
    is_public: bool = False
    thumbnail: bytes | None = None
    opened_at: str | None = None
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)

    def __post_init__(self) -> None:
        self.keep(self.body)

    def keep(self, body: JSON) -> None:
        """Put another body into its place."""
        self.body = {**body, "id": self.workflow_id}
        self.updated_at = now()

    @property
    def category(self) -> str:
        """Where the library shows it."""
        return str(self.body["meta"].get("category", "user"))

    @property
    def tags(self) -> list[str]:
        """The words that it is found by."""
        return [tag.strip() for tag in str(self.body.get("tags") or "").split(",") if tag.strip()]

    def head(self) -> JSON:
        """What all answers about it begin with."""
        return {
            "workflow_id": self.workflow_id,
            "name": self.body["name"],
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "opened_at": self.opened_at,
            "user_id": USER,
            "is_public": self.is_public,
        }

    def row(self) -> JSON:
        """The row that the library lists."""
        about = {name: self.body.get(name) for name in ("description", "tags")}
        return {**self.head(), **about, "category": self.category, "thumbnail_url": self._thumbnail_url(), **_CALLABLE}

    def record(self) -> JSON:
        """The workflow with its body."""
        return {**self.head(), "workflow": self.body}

    def full_record(self) -> JSON:
        """The workflow with its body and what else is known of it."""
        return {**self.record(), "thumbnail_url": self._thumbnail_url(), **_CALLABLE}

    def _thumbnail_url(self) -> str | None:
        return f"api/v1/workflows/i/{self.workflow_id}/thumbnail" if self.thumbnail else None


_CALLABLE: JSON = {
    "call_saved_workflow_compatibility": {
        "is_callable": False,
        "reason": "missing_workflow_return",
        "message": "The workflow must contain exactly one workflow_return node.",
    }
}


@dataclass(slots=True)
class StylePreset:
    """A style that prompts are put into."""

    data: JSON
    id: str = field(default_factory=lambda: str(uuid4()))
    image: bytes | None = None

    def to_dict(self) -> JSON:
        """The preset as the server writes it."""
        prompts = {name: self.data[name] for name in ("positive_prompt", "negative_prompt")}
        return {
            "name": self.data["name"],
            "preset_data": prompts,
            "type": self.data["type"],
            "is_public": bool(self.data.get("is_public")),
            "id": self.id,
            "user_id": USER,
            "image": f"api/v1/style_presets/i/{self.id}/image?{uuid4()}" if self.image else None,
        }


@dataclass(slots=True)
class SystemPrompt:
    """What a language model is told before the prompt."""

    name: str
    content: str
    id: str = field(default_factory=lambda: str(uuid4()))
    created_at: str = field(default_factory=_moment)
    updated_at: str = field(default_factory=_moment)

    def to_dict(self) -> JSON:
        """The prompt as the server writes it."""
        return {
            "name": self.name,
            "content": self.content,
            "id": self.id,
            "user_id": USER,
            "is_public": True,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }

    def change(self, **fields: Any) -> None:
        """Give it another name or content."""
        self.name, self.content = fields.get("name") or self.name, fields.get("content") or self.content
        self.updated_at = _moment()


class Library:
    """All of it, each kind by id."""

    def __init__(self) -> None:
        self.workflows: dict[str, Workflow] = {}
        self.style_presets: dict[str, StylePreset] = {}
        self.system_prompts: dict[str, SystemPrompt] = {}
        self.client_state: dict[str, str] = {}
