"""A whole server for this test alone, whose sessions leave nothing to chance: see `ordered_server`."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.live.servers import free_port

SCRIPT = Path(__file__).with_name("ordered_server.py")
START_SECONDS = 180
CONFIGURATION = """schema_version: 4.0.2
host: 127.0.0.1
port: {port}
device: cpu
precision: float32
log_level: error
use_memory_db: true
pil_compress_level: 1
log_level_network: error
"""


@contextmanager
def ordered_server(python: str) -> Iterator[str]:
    """Start it, give its URL, and end it after the block.

    Args:
        python: A Python that has the `invokeai` package.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="invokegraph-ordered-", ignore_cleanup_errors=True) as folder:
        Path(folder, "invokeai.yaml").write_text(CONFIGURATION.format(port=port))
        log = Path(folder, "log")
        with log.open("w") as output:
            process = subprocess.Popen(
                [python, str(SCRIPT), folder],
                env={**os.environ, "HF_HUB_OFFLINE": "1"},
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
        try:
            _wait(url, process, log)
            yield url
        finally:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server has ended:\n{log.read_text()[-3000:]}"
        try:
            if requests.get(f"{url}/api/v1/app/version", timeout=5).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-3000:]}")
