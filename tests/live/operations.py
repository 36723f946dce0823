"""Which REST operations were really called, and by which method of the client."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invokegraph.transport.http import Http

if TYPE_CHECKING:
    import pytest
    import requests

    from invokegraph import InvokeAIClient

Operation = tuple[str, str]
OPERATIONS: list[Operation] = [
    (method, path) for method, path in json.loads((Path(__file__).parents[1] / "transport/operations.json").read_text())
]
RAW = "InvokeAIClient.request"
PATTERNS = [
    (method, path, re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))))
    for method, path in sorted(OPERATIONS, key=lambda operation: operation[1].count("{"))
]


def operation_of(method: str, endpoint: str) -> Operation | None:
    """The operation that a request is for; those without a variable part are looked at first."""
    path = endpoint.partition("?")[0]
    path = path if path.startswith("/api/") else f"/api/v1/{path.removeprefix('/')}"
    fits = (
        (known, template)
        for known, template, pattern in PATTERNS
        if known == method.upper() and pattern.fullmatch(path)
    )
    return next(fits, None)


def record(patch: pytest.MonkeyPatch) -> dict[Operation, set[str]]:
    """From now on, note for each operation that succeeds the methods through which it was called."""
    called: dict[Operation, set[str]] = defaultdict(set)
    request = Http.request

    def noting(self: Http, method: str, endpoint: str, **kwargs: Any) -> requests.Response:
        response = request(self, method, endpoint, **kwargs)
        operation = operation_of(method, endpoint)
        callers = set(_callers())
        if operation is not None and RAW not in callers:
            called[operation] |= callers
        return response

    patch.setattr(Http, "request", noting)
    return called


def _callers() -> list[str]:
    found: list[str] = []
    frame = sys._getframe(2)
    while frame is not None:
        if "/invokegraph/transport/" in frame.f_code.co_filename:
            found.append(frame.f_code.co_qualname)
        frame = frame.f_back
    return found


def table() -> list[tuple[Operation, str | None]]:
    """The rows of docs/rest.md: an operation, and the method of the client for it; None where `client.request` is."""
    page = (Path(__file__).parents[2] / "docs" / "rest.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+) (\S+)` \| `([\w.]+)`", page, re.MULTILINE)
    return [((method, path), None if name == "client.request" else name) for method, path, name in rows]


def qualified(name: str, client: InvokeAIClient) -> str:
    """The qualified name of a method that the table names."""
    owner, _, method = name.rpartition(".")
    if owner == "client":
        return f"InvokeAIClient.{method}"
    if owner.startswith("client."):
        return f"{type(getattr(client, owner.removeprefix('client.'))).__name__}.{method}"
    return name
