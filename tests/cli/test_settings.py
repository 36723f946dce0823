"""Where the server is said to be, whom its token is for, and that a token is never shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invokegraph.cli import main
from invokegraph.cli.endings import CommandError
from invokegraph.cli.settings import server
from tests.transport.fake_server import FakeServer
from tests.transport.raw_server import raw_server
from tests.transport.test_tls import CERTIFICATE

if TYPE_CHECKING:
    from socket import socket

    from tests.transport.raw_server import RawServer

URL = "http://{}.example:9090"
SECRET = "s3cret-t0ken"


def project(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")


def user(text: str) -> None:
    file = Path.home() / ".config/invokegraph/config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_an_empty_url_is_not_that_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INVOKEGRAPH_URL", "http://127.0.0.1:9")
    assert main(["queue", "--url", ""]) == 2
    assert capsys.readouterr().err.startswith("error: --url is empty: ")


def test_what_is_said_nearer_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="which server") as nobody:
        server(None)
    assert str(nobody.value) == (
        "which server? Say --url http://localhost:9090\n"
        "  INVOKEGRAPH_URL, `url` below [tool.invokegraph] in pyproject.toml, or in "
        f"{Path.home()}/.config/invokegraph/config.toml say it for good"
    )
    user(f'url = "{URL.format("user")}"')
    assert server(None).url == URL.format("user")
    project(folder, f'[tool.invokegraph]\nurl = "{URL.format("project")}"')
    assert server(None).url == URL.format("project")
    below = folder / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert server(None).url == URL.format("project"), "the nearest one further up"
    project(below, "[tool.other]\n")
    assert server(None).url == URL.format("user"), "the nearest one says nothing"
    monkeypatch.setenv("INVOKEGRAPH_URL", URL.format("environment"))
    assert server(None).url == URL.format("environment")
    assert server(URL.format("option")).url == URL.format("option")


def test_a_token_in_a_file_is_for_the_server_of_that_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user(f'url = "{URL.format("user")}"\ntoken = "{SECRET}"')
    assert server(None).token == SECRET
    assert server(URL.format("user")).token == SECRET
    assert server(URL.format("option")).token is None
    project(folder, f'[tool.invokegraph]\nurl = "{URL.format("somebody")}"')
    assert server(None).token is None, "what somebody else wrote does not get it"
    monkeypatch.setenv("INVOKEGRAPH_TOKEN", "of the environment")
    assert server(None).token == "of the environment"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tool.invokegraph]\nurl = 3", " [tool.invokegraph]: url is a text"),
        ("[tool.invokegraph]\nurk = 'x'", " [tool.invokegraph]: there is no setting 'urk'; did you mean url?"),
        ("[tool]\ninvokegraph = 3", " [tool.invokegraph]: a table of settings is needed"),
        (f"token = {SECRET}", ": not TOML: Invalid value (at line 1, column 9)"),
        (b"\xff", ": not TOML: not UTF-8"),
    ],
)
def test_a_file_that_is_wrong_is_named(folder: Path, text: str | bytes, told: str) -> None:
    (folder / "pyproject.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CommandError) as wrong:
        server(None)
    assert str(wrong.value) == f"{folder}/pyproject.toml{told}"


@pytest.mark.parametrize(
    ("url", "token", "told"),
    [
        (f"http://me:{SECRET}@host", "x", "error: --url: the URL holds a user name or password, which would show up in logs: leave them out\n"),
        ("host:9090", "x", "error: --url: not an http or https URL"),
        ("http://127.0.0.1:9", f"{SECRET} x", "error: INVOKEGRAPH_TOKEN: the token holds characters that no token has"),
        ("http://127.0.0.1:9", SECRET, "error: GET /openapi.json at http://127.0.0.1:9: "),
    ],
)  # fmt: skip
def test_no_secret_is_shown(
    url: str, token: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVOKEGRAPH_TOKEN", token)
    (folder / "graph.json").write_text('{"nodes": {"a": {"id": "a", "type": "add"}}}')
    assert main(["run", "graph.json", "--url", url]) != 0
    shown = capsys.readouterr()
    assert shown.err.startswith(told)
    assert SECRET not in shown.err + shown.out + repr(server(URL.format("option")))


def test_certificates_that_are_not_there_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "nowhere.pem")
    assert main(["models", "--url", "https://127.0.0.1:9"]) == 3
    told = capsys.readouterr().err
    assert told.startswith("error: GET /api/v2/models/ at https://127.0.0.1:9: Could not find a suitable TLS CA")
    assert told.endswith("nowhere.pem\n")


@pytest.mark.parametrize("command", ["doctor", "models"])
def test_a_server_that_is_none_of_invokeai_is_said(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_server: RawServer, connection: socket, _head: bytes) -> None:
        page = b"<h1>Not here</h1>"
        head = f"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
        connection.sendall(head.encode() + page)

    with raw_server(refuse) as other:
        assert main([command, "--url", other.url]) == 3
    told = capsys.readouterr().err
    assert told.endswith(f"404 Not Found\n  InvokeAI would not answer so: is {other.url} its address?\n")


@pytest.mark.parametrize(
    ("certificate", "told"),
    [
        (None, "  no https is spoken there: does its address begin with http://?\n"),
        (CERTIFICATE, "  for a certificate of your own: REQUESTS_CA_BUNDLE=FILE says which to trust\n"),
    ],
)
def test_who_mistakes_how_a_server_speaks_is_told_what_to_do(
    certificate: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeServer(certificate)
    try:
        assert main(["models", "--url", f"https://127.0.0.1:{fake.port}"]) == 3
    finally:
        fake.close()
    assert capsys.readouterr().err.endswith(told)
