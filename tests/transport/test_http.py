from __future__ import annotations

import json
import logging
import pickle
import random
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from invokegraph import transport
from invokegraph.errors import FormatError, InvokegraphError
from invokegraph.transport import (
    AnswerTimeout,
    ConnectionFailed,
    InvokeAIClient,
    NotFound,
    RequestRefused,
    TransportError,
    UnexpectedAnswer,
)

from .fake_server import HTML, Answer, Drop, FakeServer, Request, as_json, until

SECRET = "eyJhbGciOi.very-secret"


@pytest.mark.parametrize(
    ("url", "base_url"),
    [
        ("http://localhost:9090", "http://localhost:9090/api/v1"),
        ("http://localhost:9090/", "http://localhost:9090/api/v1"),
        ("http://localhost:9090/api/v1/", "http://localhost:9090/api/v1"),
        ("https://my-invoke.ai:8080/api/v1", "https://my-invoke.ai:8080/api/v1"),
        ("https://host/invoke/", "https://host:443/invoke/api/v1"),
        ("https://host/invoke/api/v1", "https://host:443/invoke/api/v1"),
        ("http://host", "http://host:80/api/v1"),
        ("http://[::1]:9090", "http://[::1]:9090/api/v1"),
        ("http://[fe80::1%eth0]:9090", "http://[fe80::1%eth0]:9090/api/v1"),
        ("http://my_invoke.local.:9090", "http://my_invoke.local.:9090/api/v1"),
        ("http://Bücher.example", "http://bücher.example:80/api/v1"),
    ],
)
def test_a_url_gives_the_address(url: str, base_url: str) -> None:
    with InvokeAIClient.from_url(url) as client:
        assert client.base_url == base_url
        assert repr(client) == f"<InvokeAIClient {base_url}>"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://me:hunter2@localhost:9090", "api_key"),
        ("localhost:9090", "http://localhost:9090"),
        ("ftp://localhost", "not an http or https URL"),
        ("http://", "not an http or https URL"),
        ("http://localhost:port", "not a URL"),
        ("http://invoke..local", "no name that a host can have"),
        (f"http://{64 * 'a'}.local", "no name that a host can have"),
        ("http://🗼.local", "no name that a host can have"),
        ("http://*.local", "a host name"),
        ("http://localhost:9090/?token=hunter2", "query"),
        ("http://localhost:9090/#/generate", "fragment"),
        ("http://localhost:9090/\udcff", "characters that no URL has"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        InvokeAIClient.from_url(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("host", ["", "http://localhost", "me:hunter2@localhost", "local host", "local\udcffhost"])
def test_a_host_is_a_host(host: str) -> None:
    with pytest.raises(ValueError, match="from_url") as caught:
        InvokeAIClient(host)
    assert "hunter2" not in str(caught.value)


def test_endpoints_are_below_the_base_path_or_below_the_root(server: FakeServer) -> None:
    for path in ("/invoke/api/v1/boards/", "/invoke/api/v2/models/"):
        server.route("GET", path, as_json({}))
    with InvokeAIClient.from_url(f"{server.url}/invoke/") as client:
        client.request("GET", "/boards/", params={"all": "true"})
        client.request("get", "/api/v2/models/")
        client._make_request("GET", "boards/")
    assert [request.path for request in server.requests] == [
        "/invoke/api/v1/boards/",
        "/invoke/api/v2/models/",
        "/invoke/api/v1/boards/",
    ]
    assert server.requests[0].query == {"all": ["true"]}


def test_compression_is_not_asked_for(server: FakeServer, client: InvokeAIClient) -> None:
    client.version()
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


def test_version_and_health(client: InvokeAIClient) -> None:
    assert client.version() == "6.14.2"
    assert client.health_check()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(HTML, kind="text/html; charset=utf-8"),
        Answer(b"fine"),
        Answer(b""),
        Answer(b"[" * 100_000),
        as_json({}),
        as_json({"version": None}),
        as_json(["version"]),
    ],
    ids=["page", "text", "empty", "deep", "object", "null", "list"],
)
def test_a_200_that_is_no_answer_of_the_api(server: FakeServer, client: InvokeAIClient, answer: Answer) -> None:
    server.route("GET", "/api/v1/app/version", answer)
    with pytest.raises(UnexpectedAnswer):
        client.version()
    assert not client.health_check()


def test_the_page_for_unknown_paths_is_an_error(client: InvokeAIClient) -> None:
    with pytest.raises(UnexpectedAnswer, match=r"GET /models at http:.* trailing slash"):
        client.request("GET", "/models")


def test_a_server_that_is_not_there_is_a_failed_connection() -> None:
    with InvokeAIClient(port=9, max_retries=0) as client:
        assert not client.health_check()
        with pytest.raises(requests.ConnectionError) as caught:
            client.version()
    assert isinstance(caught.value, ConnectionFailed)
    assert not caught.value.reached


def test_the_detail_of_an_error_is_in_the_message(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("GET", "/api/v1/images/i/x", as_json({"detail": "Image record not found"}, 404))
    with pytest.raises(requests.HTTPError, match="GET /images/i/x: 404 Not Found: Image record not found") as caught:
        client.request("GET", "/images/i/x")
    error = caught.value
    assert isinstance(error, RequestRefused)
    assert isinstance(error, InvokegraphError)
    assert (error.detail, error.status) == ("Image record not found", 404)
    assert error.response is not None
    assert error.response.json() == {"detail": "Image record not found"}


def test_a_422_is_told_without_the_offending_input(server: FakeServer, client: InvokeAIClient) -> None:
    complaint = {
        "loc": ["body", "batch", "runs"],
        "msg": "Input should be greater than 0",
        "input": {"graph": "x" * 10_000},
    }
    server.route("POST", "/api/v1/queue", as_json({"detail": [complaint] * 12}, 422))
    with pytest.raises(RequestRefused) as caught:
        client.request("POST", "/queue", json={})
    assert caught.value.detail.startswith("body.batch.runs: Input should be greater than 0; body.batch.runs: ")
    assert caught.value.detail.endswith("; and 2 more")
    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (Answer(b"Internal Server Error", 500, "text/plain"), "Internal Server Error"),
        (Answer(b"<html>", 500, "text/html"), ""),
        (Answer(b"{", 500), ""),
        (as_json({"detail": {"why": 1}}, 500), '{"why": 1}'),
        (as_json({"detail": "\x1b[2J" + "x" * 5000}, 500), r"\x1b[2J" + "x" * 1996 + " …"),
        (Answer(b"half", 500, missing=10), ""),
    ],
    ids=["text", "page", "broken", "object", "hostile", "cut"],
)
def test_details_of_all_kinds(server: FakeServer, client: InvokeAIClient, answer: Answer, detail: str) -> None:
    server.route("GET", "/api/v1/x", answer)
    with pytest.raises(RequestRefused) as caught:
        client.request("GET", "/x")
    assert caught.value.detail == detail


def test_a_truncated_answer_is_no_answer(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("GET", "/api/v1/app/version", Answer(b'{"version": "6"}', missing=5))
    with pytest.raises(ConnectionFailed, match="GET /api/v1/app/version"):
        client.version()
    with pytest.raises(ConnectionFailed):
        client.request("GET", "/app/version")


def test_a_get_is_sent_again_until_it_works(server: FakeServer, client: InvokeAIClient) -> None:
    fates = iter([Drop(), as_json({}, 503), as_json({"version": "6.14.2"})])

    def answer(_: Request) -> Answer:
        fate = next(fates)
        if isinstance(fate, Drop):
            raise fate
        return fate

    server.route("GET", "/api/v1/app/version", answer)
    assert client.version() == "6.14.2"


def test_retries_come_to_an_end(server: FakeServer) -> None:
    server.route("GET", "/api/v1/x", as_json({"detail": "busy"}, 503))
    with InvokeAIClient.from_url(server.url, max_retries=1) as client, pytest.raises(RequestRefused, match="busy"):
        client.request("GET", "/x")
    assert server.count("GET", "/api/v1/x") == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_changes_something_is_sent_once(server: FakeServer, client: InvokeAIClient, method: str) -> None:
    def drop(_: Request) -> Answer:
        raise Drop

    server.route(method, "/api/v1/busy", as_json({"detail": "the queue is busy"}, 503))
    server.route(method, "/api/v1/lost", drop)
    with pytest.raises(RequestRefused, match="the queue is busy"):
        client.request(method, "/busy")
    with pytest.raises(ConnectionFailed) as caught:
        client.request(method, "/lost")
    assert caught.value.reached
    assert len(server.requests) == 2


def test_no_answer_in_time(server: FakeServer) -> None:
    def slow(_: Request) -> Answer:
        time.sleep(0.5)
        return as_json({})

    server.route("GET", "/api/v1/slow", slow)
    with InvokeAIClient.from_url(server.url, max_retries=0) as client:
        with pytest.raises(requests.Timeout) as caught:
            client.request("GET", "/slow", timeout=0.1)
        assert isinstance(caught.value, AnswerTimeout)
    with InvokeAIClient.from_url(server.url, max_retries=1) as client, pytest.raises(AnswerTimeout):
        client.request("GET", "/slow", timeout=0.1)


def test_the_token_stays_with_its_host(server: FakeServer) -> None:
    other = FakeServer()
    try:
        other.route("GET", "/stolen", as_json({}))
        server.route("GET", "/api/v1/here", as_json({}))
        for endpoint, target in (("away", f"{other.url}/stolen"), ("round", "/api/v1/here")):
            server.route("GET", f"/api/v1/{endpoint}", Answer(status=302, headers={"Location": target}))
        with InvokeAIClient.from_url(server.url, api_key=SECRET) as client:
            client.request("GET", "/away")
            client.request("GET", "/round")
        assert "Authorization" not in other.requests[0].headers
        assert [request.headers.get("Authorization") for request in server.requests] == [f"Bearer {SECRET}"] * 3
    finally:
        other.close()


def test_a_redirected_post_goes_nowhere(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("POST", "/api/v1/x", Answer(status=307, headers={"Location": "/api/v1/y"}))
    with pytest.raises(RequestRefused, match="redirects elsewhere"):
        client.request("POST", "/x", json={"password": "x"})
    assert len(server.requests) == 1


def test_a_proxy_that_is_not_there(server: FakeServer) -> None:
    proxies = {"http": "http://me:hunter2@127.0.0.1:9"}
    with (
        InvokeAIClient.from_url(server.url, proxies=proxies, max_retries=0) as client,
        pytest.raises(
            ConnectionFailed, match=r"GET /app/version at http:.*: the proxy: .*Connection refused"
        ) as caught,
    ):
        client.version()
    assert not caught.value.reached
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    assert not server.requests


def test_a_proxy_is_used_unless_the_environment_makes_an_exception(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = FakeServer()
    try:
        proxy.route("GET", "/api/v1/app/version", as_json({"version": "of the proxy"}))
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with InvokeAIClient.from_url(server.url) as client:
            assert client.version() == "of the proxy"
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        with InvokeAIClient.from_url(server.url) as client:
            assert client.version() == "6.14.2"
    finally:
        proxy.close()


@pytest.mark.parametrize("status", [200, 404])
def test_a_renewed_token_shows_nowhere(server: FakeServer, status: int) -> None:
    renewing = Answer(b'{"detail": "no"}', status, headers={"X-Refreshed-Token": f"{SECRET}2"})
    server.route("GET", "/api/v1/x", renewing)
    with InvokeAIClient.from_url(server.url, api_key=SECRET) as client:
        if status == 200:
            response: Any = client.request("GET", "/x")
        else:
            with pytest.raises(NotFound) as caught:
                client.request("GET", "/x")
            response = caught.value.response
        client.version()
    assert server.requests[-1].headers["Authorization"] == f"Bearer {SECRET}2"
    assert SECRET not in str([response.headers, response.raw.headers, vars(response)])


def test_the_token_shows_nowhere(server: FakeServer, caplog: pytest.LogCaptureFixture) -> None:
    def echo(request: Request) -> Answer:
        return as_json({"detail": json.dumps(request.headers)}, 403)

    def drop(_: Request) -> Answer:
        raise Drop

    server.route("GET", "/api/v1/echo", echo)
    server.route("POST", "/api/v1/lost", drop)
    caplog.set_level(logging.DEBUG)
    shown = []
    with InvokeAIClient.from_url(server.url, api_key=SECRET, max_retries=0) as client:
        shown += [repr(client), str(vars(client)), repr(vars(client._http)), repr(vars(client._events)["_address"])]
        for method, endpoint in (("GET", "/echo"), ("GET", "/page"), ("POST", "/lost")):
            with pytest.raises(TransportError) as caught:
                client.request(method, endpoint)
            error: BaseException | None = caught.value
            shown += traceback.format_exception(caught.value)
            while error is not None:
                shown += [repr(error), str(vars(error))]
                request = getattr(error, "request", None)
                shown.append(str(vars(request) if request is not None else ""))
                error = error.__context__
    assert len(server.requests) == 3
    assert all(request.headers["Authorization"] == f"Bearer {SECRET}" for request in server.requests)
    assert SECRET not in "\n".join([*shown, caplog.text])


@pytest.mark.parametrize("token", ["", "a b", f"{SECRET}\n", "schlüssel"])
def test_a_token_that_no_header_can_hold(token: str) -> None:
    with pytest.raises(ValueError, match="api_key") as caught:
        InvokeAIClient(api_key=token)
    assert SECRET not in str(caught.value)


def test_netrc_does_not_replace_the_token(server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password x\n")
    (tmp_path / "netrc").chmod(0o600)
    with InvokeAIClient.from_url(server.url, api_key=SECRET) as client:
        client.version()
    assert server.requests[0].headers["Authorization"] == f"Bearer {SECRET}"


def test_naming_the_client_imports_neither_requests_nor_socketio() -> None:
    code = (
        "import sys, invokegraph.transport; from invokegraph.transport import InvokeAIClient; "
        "print(sorted({'requests', 'urllib3', 'socketio', 'engineio', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def test_every_exported_name_is_there() -> None:
    assert dir(transport) == sorted(transport.__all__)
    assert all(getattr(transport, name).__name__ == name for name in transport.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = transport.nonsense


def test_a_connection_on_which_the_server_failed_is_not_used_again(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("GET", "/api/v1/broken", Answer(b"Internal Server Error", 500, "text/plain", drops=True))
    server.route("POST", "/api/v1/fine", as_json({}))
    with pytest.raises(RequestRefused, match="Internal Server Error"):
        client.request("GET", "/broken")
    assert client.request("POST", "/fine").json() == {}


def test_an_answer_that_is_kept_keeps_no_connection_open(server: FakeServer) -> None:
    server.route("GET", "/api/v1/fine", as_json({}))

    def sockets() -> set[str]:
        found: set[str] = set()
        for link in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # it has just been closed
                found.add(str(link.readlink()))
        return {target for target in found if target.startswith("socket:")}

    before = sockets()
    with InvokeAIClient.from_url(server.url) as client:
        kept = client.request("GET", "/fine")
        opened = sockets() - before
    assert opened
    until(lambda: not opened & sockets())  # the server's end, in this process too, follows
    assert kept.json() == {}


def test_what_there_is_not(server: FakeServer, client: InvokeAIClient) -> None:
    server.route("GET", "/api/v1/images/i/a.png", as_json({"detail": "Not Found"}, 404))
    with pytest.raises(LookupError, match=r"404 Not Found$") as caught:
        client.request("GET", "/images/i/a.png")
    assert isinstance(caught.value, NotFound)


def test_an_error_that_comes_out_of_another_process_tells_what_happened(
    server: FakeServer, client: InvokeAIClient
) -> None:
    server.route("GET", "/api/v1/images/i/a.png", as_json({"detail": "no such image"}, 404))
    with pytest.raises(NotFound) as caught:
        client.request("GET", "/images/i/a.png")
    arrived = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(arrived, NotFound)
    assert (str(arrived), arrived.detail, arrived.status) == (str(caught.value), "no such image", 404)
    assert arrived.response is None


def test_a_programs_own_chance_is_left_alone() -> None:
    """A program that seeds `random` gets the same numbers whatever a client does beside it."""
    before = random.getstate()
    with InvokeAIClient.from_url("http://127.0.0.1:9", max_retries=2) as client, pytest.raises(ConnectionFailed):
        client._make_request("GET", "/app/version")
    assert random.getstate() == before


@pytest.mark.parametrize(
    ("method", "endpoint", "arguments", "name"),
    [
        ("GET", "/boards/\ud800", {}, "its path"),
        ("GET", "/images/", {"params": {"search_term": "\ud800"}}, "search_term"),
        ("GET", "/images/", {"params": {"\ud800": "a"}}, r"\\ud800"),
        ("GET", "/images/", {"headers": {"X-Name": "\ud800"}}, "X-Name"),
        ("POST", "/workflows/", {"json": {"workflow": {"nodes": [{"\udfff": 1}]}}}, "workflow"),
        ("POST", "/workflows/", {"json": ["\ud800"]}, "json"),
        ("GET", "/images/", {"params": {"categories": {"\ud800"}}}, "categories"),
        ("POST", "/images/upload", {"data": {"metadata": "a\ud800"}, "files": {}}, "metadata"),
        ("POST", "/images/upload", {"files": {"file": ("\udcff.png", b"")}}, "file"),
    ],
)
def test_half_a_character_is_found_before_anything_is_sent(
    server: FakeServer, client: InvokeAIClient, method: str, endpoint: str, arguments: dict[str, Any], name: str
) -> None:
    with pytest.raises(FormatError, match=f": {name} holds half of a surrogate pair, which is no character ") as caught:
        client.request(method, endpoint, **arguments)
    assert str(caught.value).isprintable()
    assert server.requests == []


def test_half_a_character_does_not_show_a_password(client: InvokeAIClient) -> None:
    with pytest.raises(FormatError, match="password holds") as caught:
        client.login("me@example.org", "hunter2\ud800")
    assert "hunter2" not in str(caught.value)


def test_a_header_that_no_request_can_hold(server: FakeServer) -> None:
    with (
        InvokeAIClient.from_url(server.url, headers={"X-Secret": "hunter2 \u20ac"}) as client,
        pytest.raises(
            FormatError, match="GET /app/version: a header holds a character that is not in Latin-1"
        ) as caught,
    ):
        client.version()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
