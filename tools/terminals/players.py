"""A process that has all loaded that commands need, and plays each scene in a process forked off it.

Starting Python and loading all that anew takes most of the time of a command, and is the same each time.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from types import TracebackType

    from tools.terminals.stage import Stage

ROOT: Final = Path(__file__).parents[2]
_LOADED: Final = ("rich.progress", "socketio.async_client", "uvicorn.protocols.http.h11_impl", "engineio.async_client")
_PACKAGES: Final = ("cli", "transport", "simulator", "validation", "workflow", "report", "view", "source")


class Players:
    """Plays scenes, several at once."""

    def __enter__(self) -> Self:
        """Have everything loaded."""
        self._folder = TemporaryDirectory(dir="/tmp")  # the path of a socket may not be long
        self._address = f"{self._folder.name}/players"
        command = [sys.executable, "-m", "tools.terminals.players", self._address]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)  # noqa: S603 - this very module
        assert self._process.stdout is not None
        self._process.stdout.readline()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def begin(self, stage: Stage, terminal: str) -> socket.socket:
        """Have a scene played in a terminal, and return what the exit code will come from, on a line."""
        connection = socket.socket(socket.AF_UNIX)
        order = json.dumps([str(stage.folder), dict(stage.environment), stage.arguments, terminal])
        try:
            connection.connect(self._address)
            connection.sendall(f"{order}\n".encode())
        except OSError:
            connection.close()
            raise
        return connection


class _Server(ForkingMixIn, UnixStreamServer):
    max_children = 100


class _Player(StreamRequestHandler):
    """Plays a scene, in a process of its own."""

    def handle(self) -> None:
        code = _play(*json.loads(self.rfile.readline()))
        self.wfile.write(f"{code}\n".encode())


def _play(folder: str, environment: dict[str, str], arguments: list[str], terminal: str) -> int:
    """Run the command in a terminal, as a shell does, and return its exit code."""
    from invokegraph.cli import main

    os.setsid()
    os.login_tty(os.open(terminal, os.O_RDWR))
    streams: Any = sys
    streams.stdin, streams.stdout, streams.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["invokegraph", *arguments]
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _load() -> None:
    for name in (*_LOADED, *(f"invokegraph.{name}" for name in _PACKAGES), "nodes_catalog"):
        module = import_module(name)
        for each in walk_packages(getattr(module, "__path__", ()), f"{name}."):
            if not each.name.endswith("__main__") and name.partition(".")[0] in ("invokegraph", "nodes_catalog"):
                import_module(each.name)


if __name__ == "__main__":
    _load()
    with _Server(sys.argv[1], _Player) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()
