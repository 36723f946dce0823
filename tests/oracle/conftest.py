from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .server_process import ServerProcess


@pytest.fixture(scope="session")
def server() -> Iterator[ServerProcess]:
    """The server's own code, in the Python that INVOKEGRAPH_SERVER_PYTHON names."""
    python = os.environ.get("INVOKEGRAPH_SERVER_PYTHON", "")
    if not python:
        pytest.skip("INVOKEGRAPH_SERVER_PYTHON names no Python with the invokeai package")
    process = ServerProcess(python)
    yield process
    process.close()
