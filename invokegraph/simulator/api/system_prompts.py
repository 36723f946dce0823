"""`/api/v1/system_prompts`: what language models are told before the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.access import owns
from invokegraph.simulator.answers import Answer, Refused
from invokegraph.simulator.collation import small
from invokegraph.simulator.library import SystemPrompt

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State


def create_system_prompt(state: State, question: Question) -> Answer:
    """A new prompt, which everybody sees where nobody logs in."""
    name, content = question.field("name"), question.field("content")
    prompt = SystemPrompt(name, content, question.caller.user_id, is_public=not state.users.multiuser)
    state.library.system_prompts[prompt.id] = prompt
    return Answer(200, prompt.to_dict())


def list_system_prompts(state: State, question: Question) -> list[JSON]:
    """The prompts: one's own, and those that are shared."""
    found = [prompt for prompt in state.library.system_prompts.values() if _may_see_prompt(question, prompt)]
    return [prompt.to_dict() for prompt in sorted(found, key=lambda prompt: small(prompt.name))]


def get_system_prompt(state: State, question: Question) -> JSON:
    """One prompt."""
    prompt = _prompt(state, question)
    if not _may_see_prompt(question, prompt):
        raise Refused(403, "Not authorized to access this system prompt")
    return prompt.to_dict()


def update_system_prompt(state: State, question: Question) -> JSON:
    """Change a prompt."""
    prompt = _own_prompt(state, question, "update")
    prompt.change(**{name: value for name, value in question.fields().items() if name in ("name", "content")})
    state.library.system_prompts[prompt.id] = prompt
    return prompt.to_dict()


def delete_system_prompt(state: State, question: Question) -> None:
    """Delete a prompt."""
    del state.library.system_prompts[_own_prompt(state, question, "delete").id]


def _may_see_prompt(question: Question, prompt: SystemPrompt) -> bool:
    return prompt.is_public or owns(question.caller, prompt.user_id)


def _prompt(state: State, question: Question) -> SystemPrompt:
    prompt = state.library.system_prompts.get(question.path["system_prompt_id"])
    if prompt is None:
        raise Refused(404, "System prompt not found")
    return prompt


def _own_prompt(state: State, question: Question, doing: str) -> SystemPrompt:
    prompt = _prompt(state, question)
    if not owns(question.caller, prompt.user_id):
        raise Refused(403, f"Not authorized to {doing} this system prompt")
    return prompt


_AT: Final = "/api/v1/system_prompts"
_ONE: Final = f"{_AT}/i/{{system_prompt_id}}"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/", create_system_prompt),
    ("GET", f"{_AT}/", list_system_prompts),
    ("GET", _ONE, get_system_prompt),
    ("PATCH", _ONE, update_system_prompt),
    ("DELETE", _ONE, delete_system_prompt),
]
