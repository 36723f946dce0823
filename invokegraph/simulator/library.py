"""What users keep on the server beside pictures: workflows, presets of styles, prompts, and values of the editor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from invokegraph.simulator.collation import holds
from invokegraph.simulator.records import USER, now

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.store import Store


def _moment() -> str:
    """This moment as the server writes it for prompts."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


@dataclass(slots=True)
class Workflow:
    """A workflow of the library."""

    body: JSON
    user_id: str = USER
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
            "user_id": self.user_id,
            "is_public": self.is_public,
        }

    def has_tag(self, wanted: str) -> bool:
        """Whether it is found by a word, which may be a part of one of its own."""
        return holds(self.body.get("tags"), wanted.strip())

    def row(self, compatibility: JSON) -> JSON:
        """The row that the library lists; `compatibility` says whether other workflows can call it."""
        about = {name: self.body.get(name) for name in ("description", "tags")}
        return {
            **self.head(),
            **about,
            "category": self.category,
            "thumbnail_url": self._thumbnail_url(),
            "call_saved_workflow_compatibility": compatibility,
        }

    def record(self) -> JSON:
        """The workflow with its body."""
        return {**self.head(), "workflow": self.body}

    def full_record(self, compatibility: JSON) -> JSON:
        """The workflow with its body and what else is known of it."""
        known = {"thumbnail_url": self._thumbnail_url(), "call_saved_workflow_compatibility": compatibility}
        return {**self.record(), **known}

    def _thumbnail_url(self) -> str | None:
        return f"api/v1/workflows/i/{self.workflow_id}/thumbnail" if self.thumbnail else None


@dataclass(slots=True)
class StylePreset:
    """A style that prompts are put into."""

    data: JSON
    user_id: str = USER
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
            "user_id": self.user_id,
            "image": f"api/v1/style_presets/i/{self.id}/image?{uuid4()}" if self.image else None,
        }


@dataclass(slots=True)
class SystemPrompt:
    """What a language model is told before the prompt."""

    name: str
    content: str
    user_id: str = USER
    is_public: bool = True
    id: str = field(default_factory=lambda: str(uuid4()))
    created_at: str = field(default_factory=_moment)
    updated_at: str = field(default_factory=_moment)

    def to_dict(self) -> JSON:
        """The prompt as the server writes it."""
        return {
            "name": self.name,
            "content": self.content,
            "id": self.id,
            "user_id": self.user_id,
            "is_public": self.is_public,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }

    def change(self, **fields: Any) -> None:
        """Give it another name or content."""
        self.name, self.content = fields.get("name") or self.name, fields.get("content") or self.content
        self.updated_at = _moment()


class Library:
    """All of it, each kind by id.

    Args:
        store: Where it is kept.
    """

    def __init__(self, store: Store) -> None:
        self.workflows = store.records("workflows", Workflow)
        self.style_presets = store.records("style_presets", StylePreset)
        self.system_prompts = store.records("system_prompts", SystemPrompt)
        self._client_state = store.values("client_state", dict[str, str])

    def values_of(self, user_id: str) -> dict[str, str]:
        """What the editor keeps for a user."""
        return self._client_state.get(user_id, {})

    def keep_values(self, user_id: str, values: dict[str, str]) -> None:
        """Keep other values for a user."""
        self._client_state[user_id] = values
