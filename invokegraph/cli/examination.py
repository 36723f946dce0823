"""Whether a server can be worked with: one finding after another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, NamedTuple

from invokegraph.catalog import DEFAULT, node_class
from invokegraph.cli.endings import words_of
from invokegraph.cli.queues import state_of
from invokegraph.codegen import SchemaError
from invokegraph.graph import Graph
from invokegraph.transport.errors import AccessRefused, TransportError
from invokegraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.transport import InvokeAIClient

GOOD: Final = "ok"
ODD: Final = "note"
BAD: Final = "bad"


class Finding(NamedTuple):
    """What was found out.

    Attributes:
        about: What it is about.
        state: `"ok"`; `"note"` for what may surprise; `"bad"` for what keeps graphs from running.
        words: What was found.
    """

    about: str
    state: str
    words: str


def examined(client: InvokeAIClient, *, has_token: bool) -> list[Finding]:
    """All that can be found out about a server; nothing on it is changed.

    Args:
        client: The client of the server.
        has_token: Whether the client sends a token that somebody gave it.

    Raises:
        ConnectionFailed: There is no server, or it does not answer.
        UnexpectedAnswer: It is no InvokeAI server.
    """
    version = client.version()
    examinations: dict[str, Callable[[], tuple[str, str]]] = {
        "access": lambda: _access(client, has_token=has_token),
        "events": lambda: _events(client),
        "node types": lambda: _node_types(client),
        "models": lambda: _models(client),
        "queue": lambda: _queue(client),
    }
    findings = [Finding("server", *_version(version))]
    for about, examine in examinations.items():
        try:
            findings.append(Finding(about, *examine()))
        except AccessRefused:
            findings.append(Finding(about, BAD, "the server does not tell without access"))
        except TransportError as error:
            findings.append(Finding(about, BAD, words_of(error)))
    return findings


def _version(version: str) -> tuple[str, str]:
    from nodes_catalog.index import SERVER_VERSION

    if version == SERVER_VERSION:
        return GOOD, f"InvokeAI {version}"
    return ODD, f"InvokeAI {version}; the node classes of {DEFAULT} are those of {SERVER_VERSION}"


def _access(client: InvokeAIClient, *, has_token: bool) -> tuple[str, str]:
    if client.user_repo.get_status().get("multiuser_enabled") is not True:
        return GOOD, "everybody may do everything" + ("; the token is not needed" if has_token else "")
    try:
        user = client.user_repo.get_me()
    except AccessRefused:
        token = (
            "refuses the token" if has_token else "wants a token: INVOKEGRAPH_TOKEN, or `token` in a file of settings"
        )
        return BAD, f"the server {token}"
    return GOOD, f"the token is that of {user.email}{', who administers the server' if user.is_admin else ''}"


def _events(client: InvokeAIClient) -> tuple[str, str]:
    async def connect() -> None:
        async with client.socketio_session():
            pass

    try:
        asyncio.run(connect())
    except TransportError as error:
        return ODD, f"none arrive, so that waiting has to ask again and again: {words_of(error)}"
    return GOOD, "arrive"


def _node_types(client: InvokeAIClient) -> tuple[str, str]:
    from nodes_catalog.index import TYPES

    try:
        schema = client.server_schema
        classes = [cls for type_id in TYPES if (cls := node_class(type_id))]
        differences = schema.differences(Graph(*(cls() for cls in classes)))
    except SchemaError as error:
        return BAD, f"the server's schema cannot be read: {words_of(error)}"
    own = sorted({*schema.types} - {*TYPES})
    words = (
        [f"{counted(len(differences), 'difference')} to {DEFAULT}: {'; '.join(differences[:3])}"] if differences else []
    )
    words += [f"{len(own)} more than {DEFAULT} has: {listed(own)}; `invokegraph generate` makes classes"] if own else []
    return (ODD, "; ".join(words)) if words else (GOOD, f"{len(schema.types)}, the same as in {DEFAULT}")


def _models(client: InvokeAIClient) -> tuple[str, str]:
    models = client.dnn_model_repo.list_models()
    missing = client.dnn_model_repo.list_missing_models()
    if missing:
        return (
            ODD,
            f"{len(models)}, of which {len(missing)} have lost their files: {listed([each.name for each in missing])}",
        )
    main = sum(model.type == "main" for model in models)
    return (GOOD if models else ODD), f"{len(models)}, {main} of them main models" if models else "there are none"


def _queue(client: InvokeAIClient) -> tuple[str, str]:
    status = client.queue_repo.get_status()
    works = status["processor"].get("is_started") is True
    return (GOOD if works else BAD), state_of(status)
