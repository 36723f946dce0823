from __future__ import annotations

import importlib
import shlex
import signal
import webbrowser
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True, scope="session")
def _interruptions_arrive() -> None:
    """A shell has what it runs in the background ignore interruptions, and so would the processes of these tests."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own as the current one, where no setting of this machine counts and lines are 80 wide."""
    home = tmp_path / "home"
    here = tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("INVOKEGRAPH_URL", raising=False)
    monkeypatch.delenv("INVOKEGRAPH_TOKEN", raising=False)
    monkeypatch.delenv("INVOKEGRAPH_PREVIEW", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def browsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file with the address that a browser was started with; the browser writes it there."""
    browser, address = folder / "browser", folder / "browsed"
    browser.write_text(f'#!/bin/sh\necho "$1" >{shlex.quote(str(address))}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{shlex.quote(str(browser))} %s")
    importlib.reload(webbrowser)  # which reads the variable once
    yield address
    importlib.reload(webbrowser)
