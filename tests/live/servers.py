"""A real server of a test's own, for what would disturb others: full queues, restarts, log-ins, pauses."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ADMIN = ("admin@example.com", "invokegraph-Live-1")  # of a server with MULTIUSER="1"
START_SECONDS = 300
STOP_SECONDS = 30


class OwnServer:
    """A server that only this test knows; its data last as long as the `with` block, restarts included."""

    def __init__(self, script: str, home: Path, port: int, options: dict[str, str]) -> None:
        self._command = [script, "start", str(port)]
        self._home = home
        self._environment = {**os.environ, **options, "INVOKEAI_LIVE_HOME": str(home)}
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    @property
    def root(self) -> Path:
        """The folder of its data, log and configuration."""
        (root,) = self._home.glob("root-*")
        return root

    def start(self) -> None:
        log = self._home / "start.log"
        with log.open("w") as output:  # a file, as the server would hold a pipe open for ever
            done = subprocess.run(
                self._command, env=self._environment, stdout=output, stderr=output, timeout=START_SECONDS, check=False
            )
        if done.returncode:
            pytest.fail(f"no server of its own ({done.returncode}): {log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End it at once, as a crash does: connections break, nothing is written any more."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """End it in order and start it again on the same port, with the same data."""
        self.stop()
        self.start()

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        pids = list(self._home.glob("root-*/server.pid"))
        for path in pids:
            pid = int(path.read_text())
            _signal(pid, how)
            deadline = time.monotonic() + STOP_SECONDS
            while _lives(pid) and time.monotonic() < deadline:
                time.sleep(0.05)
            _signal(pid, signal.SIGKILL)
            path.unlink()


@contextmanager
def own_server(port: int = 0, **options: str) -> Iterator[OwnServer]:
    """Start a server with empty data and the tiny models, and end it after the block.

    Args:
        port: Where; 0 takes a free port.
        **options: Environment variables of the script, such as `MAX_QUEUE_SIZE="5"` or `MULTIUSER="1"`.
    """
    script = os.environ.get("INVOKEGRAPH_REAL_SERVER", "")
    if not script:
        pytest.skip("INVOKEGRAPH_REAL_SERVER names no script that starts a server")
    shared = Path(os.environ.get("INVOKEAI_LIVE_HOME") or Path.home() / ".cache/invokeai-live")
    with tempfile.TemporaryDirectory(prefix="invokegraph-server-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        for installed in [*shared.glob("venv-*"), *shared.glob("tiny-models")]:
            (home / installed.name).symlink_to(installed)
        server = OwnServer(script, home, port or free_port(), options)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def free_port() -> int:
    """A port below those that the system gives to whoever asks for any: one of these might be taken by somebody else
    before the server has come so far.
    """
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("all ports are taken")


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # whoever adopted it may be slow to bury it


def _signal(pid: int, how: signal.Signals) -> None:
    if _lives(pid):
        os.killpg(pid, how)
