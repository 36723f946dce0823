"""`invokegraph serve`: the simulated server as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
from typing import TYPE_CHECKING

import pytest

from invokegraph.cli import main
from invokegraph.transport import InvokeAIClient
from tests.cli.processes import PATIENCE, started

if TYPE_CHECKING:
    from pathlib import Path


def test_it_answers_until_it_is_interrupted(folder: Path) -> None:
    process = started(folder, "serve", "--port", "0")
    assert process.stdout is not None
    told = process.stdout.readline()
    url = told.removeprefix("A simulated InvokeAI server answers at ").partition(". ")[0]
    with InvokeAIClient.from_url(url) as client:
        assert client.version() == "6.14.2"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 0


def test_programs_are_told_where_it_is(folder: Path) -> None:
    process = started(folder, "serve", "--port", "0", "--json")
    assert process.stdout is not None
    with InvokeAIClient.from_url(json.loads(process.stdout.readline())["url"]) as client:
        assert client.version() == "6.14.2"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE) == ("", "")


def test_it_ends_without_a_traceback(folder: Path) -> None:
    process = started(folder, "serve", "--port", "0", "--state", "simulator.sqlite")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 0


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert (
        capsys.readouterr().err
        == f"error: cannot serve at 127.0.0.1, port {port}: Address already in use; --port 0 takes one that is free\n"
    )


def test_a_host_that_the_shell_has_lost_is_not_everybodys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--host", ""]) == 2
    assert capsys.readouterr().err == "error: --host is empty: say an address to listen at, or leave it out\n"
