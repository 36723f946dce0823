"""What docs/rest.md says of the server and of the client, held against both. Comes last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from .operations import OPERATIONS, qualified, table

if TYPE_CHECKING:
    from invokegraph import InvokeAIClient

    from .operations import Operation

pytestmark = pytest.mark.live
# A model that can be converted would be a checkpoint of several GB: only the refusal is seen.
REFUSED_ONLY = {("PUT", "/api/v2/models/convert/{key}")}


def test_the_server_has_the_operations_that_are_listed(client: InvokeAIClient, live_url: str) -> None:
    if client.version() != "6.14.2":
        pytest.skip("the list is that of 6.14.2")
    paths = requests.get(f"{live_url}/openapi.json", headers={"Accept-Encoding": "identity"}, timeout=60).json()[
        "paths"
    ]
    assert sorted((method.upper(), path) for path, methods in paths.items() for method in methods) == sorted(OPERATIONS)


def test_every_method_was_called_and_calls_what_the_table_says(
    request: pytest.FixtureRequest,
    client: InvokeAIClient,
    called: dict[Operation, set[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = {item.path.name for item in request.session.items if item.path.parent == Path(__file__).parent}
    whole = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    if ran != whole or request.config.option.keyword:
        pytest.skip(f"only a part of the live suite runs; without {', '.join(sorted(whole - ran))}")
    wrapped = {operation: qualified(name, client) for operation, name in table() if name is not None}
    proven = {operation for operation, method in wrapped.items() if method in called[operation]}
    with capsys.disabled():
        print(
            f"\nREST operations: {len(proven)} of {len(wrapped)} methods seen at work, {len(OPERATIONS)} operations in all"
        )
    assert wrapped.keys() - proven == REFUSED_ONLY
