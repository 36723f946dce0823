"""`/api/v1/client_state`: values of the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.collation import small

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.state import State


def get_value(state: State, question: Question) -> str | None:
    """What is kept under a key."""
    return state.library.values_of(question.caller.user_id).get(question.text("key"))


def set_value(state: State, question: Question) -> str:
    """Keep something under a key."""
    key = question.text("key")
    value: str = question.json()
    user_id = question.caller.user_id
    others = {name: old for name, old in state.library.values_of(user_id).items() if name != key}
    state.library.keep_values(user_id, {**others, key: value})
    return value


def list_keys(state: State, question: Question) -> list[str]:
    """The keys that begin with something, those that were set last at the head."""
    prefix = small(question.text("prefix"))
    kept = state.library.values_of(question.caller.user_id)
    return [key for key in reversed(kept) if small(key).startswith(prefix)]


def delete_value(state: State, question: Question) -> None:
    """Forget what is kept under a key."""
    unwanted, user_id = question.text("key"), question.caller.user_id
    kept = {key: value for key, value in state.library.values_of(user_id).items() if key != unwanted}
    state.library.keep_values(user_id, kept)


def delete_values(state: State, question: Question) -> None:
    """Forget all that is kept."""
    state.library.keep_values(question.caller.user_id, {})


_AT: Final = "/api/v1/client_state/{queue_id}"
ROUTES: Final[Routes] = [
    ("GET", f"{_AT}/get_by_key", get_value),
    ("POST", f"{_AT}/set_by_key", set_value),
    ("GET", f"{_AT}/get_keys_by_prefix", list_keys),
    ("POST", f"{_AT}/delete_by_key", delete_value),
    ("POST", f"{_AT}/delete", delete_values),
]
