"""One HTTP session: what may be sent again, and which answers are believed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from random import Random
from time import sleep
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, cast
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from invokegraph.errors import FormatError
from invokegraph.transport.answers import detail_text, failure, fill, load, set_apart
from invokegraph.transport.deadlines import Adapter, Deadline, let_flow
from invokegraph.transport.errors import (
    AccessRefused,
    ConnectionFailed,
    NotFound,
    RequestRefused,
    UnexpectedAnswer,
    readable,
)
from invokegraph.transport.forks import begins_anew_in_children
from invokegraph.transport.record import mapping
from invokegraph.words import has_half_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import urllib3

    from invokegraph.transport.address import Address

_CHANCE = Random()  # noqa: S311 - no secret; the chance of whoever uses this is left as they seeded it
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})
# What these do twice is what they do once, although they are no GETs.
_REPEATABLE = tuple(
    f"/queue/default/{name}" for name in ("items_by_ids", "item_summaries_by_ids", "cancel_by_batch_ids")
)
_TEMPORARY = frozenset({429, 500, 502, 503, 504})
_ERRORS = {401: AccessRefused, 403: AccessRefused, 404: NotFound}
_MOST_IDLE = 64
_FIRST_REDIRECT = 300
_SERVER_ERROR = 500
_NOT_LOGGED_IN = 401
_LOGIN = "/auth/login"
_RENEWED = "X-Refreshed-Token"
_PAUSE = 0.2
_SENT: Final = ("params", "headers", "json", "data", "files")
"""The arguments of a request that hold what the server is to read."""


class BearerToken(AuthBase):
    """Sends the token of the moment, and keeps it from view."""

    def __init__(self, token: str | None) -> None:
        self._token: str | None = None
        if token is not None:
            self.adopt(token)

    def adopt(self, token: str) -> None:
        """Send this token from now on.

        Raises:
            ValueError: No header can hold it.
        """
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            # Found here because the HTTP library would quote the whole header in its complaint.
            raise ValueError("api_key is empty or holds white space or other characters that a header may not hold")
        self._token = token

    def reveal(self) -> str | None:
        """The token."""
        return self._token

    def is_sent_with(self, request: requests.PreparedRequest) -> bool:
        """Whether a request carries this token, and not another one."""
        return self._token is not None and request.headers.get("Authorization") == f"Bearer {self._token}"

    def hidden(self, text: str) -> str:
        """`text` without the token."""
        return text.replace(self._token, "***") if self._token else text

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header, unless the caller gave one."""
        if self._token:
            r.headers.setdefault("Authorization", f"Bearer {self._token}")
        return r

    def __repr__(self) -> str:
        return "<BearerToken>"


class _Session(requests.Session):
    """A session whose own headers, which may be secrets too, stay with the host that they were meant for."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__()
        self._own = tuple(headers)
        self.headers.update(headers)

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Prepare a request that follows a redirect."""
        untyped: Any = super()
        untyped.rebuild_auth(prepared_request, response)
        if self.is_elsewhere(str(response.request.url), str(prepared_request.url)):
            for name in self._own:
                prepared_request.headers.pop(name, None)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where an answer redirects to; None if nowhere, or to what is no URL."""
        untyped: Any = super()
        target = cast("str | None", untyped.get_redirect_target(resp))
        if target is not None:  # the library would read whatever comes with it, be it without end
            fill(resp, b"")
            resp.raw.close()
        try:
            urlsplit(target or "")
        except ValueError:
            return None
        return target

    def is_elsewhere(self, here: str, there: str) -> bool:
        """Whether two URLs lead to different hosts, so that what is meant for one must not go to the other."""
        untyped: Any = self
        return bool(untyped.should_strip_auth(here, there))


class Options(NamedTuple):
    """How a server is reached, beside its address.

    Attributes:
        timeout: Seconds that each try of a request may take until the whole answer is there; a file may take longer as
            it comes.
        verify_ssl: Whether certificates are checked.
        max_retries: How often a request that may be repeated is sent again.
        headers: Sent with every request to this server, and to no other.
        proxies: The proxy for each scheme, such as `{"http": "http://proxy:3128"}`.
        cert: A client certificate: one file, or the files of certificate and key.
    """

    timeout: float = 30.0
    verify_ssl: bool = True
    max_retries: int = 3
    headers: Mapping[str, str] = {}
    proxies: Mapping[str, str] = {}
    cert: str | tuple[str, str] | None = None

    def __repr__(self) -> str:
        return "<Options>"  # headers and proxies may hold secrets


class Http:
    """Requests to one server.

    Args:
        address: Where it is.
        api_key: Sent as a bearer token.
        options: How it is reached.
    """

    def __init__(self, address: Address, *, api_key: str | None, options: Options) -> None:
        self.address = address
        self.timeout = options.timeout
        self.max_retries = options.max_retries
        self.token = BearerToken(api_key)
        # The server of 6.14.2 answers an empty 204 with a 500 where gzip is accepted.
        self._session = _Session({"Accept-Encoding": "identity", **options.headers})
        self._session.auth = self.token if api_key is not None else None
        # The environment is read once rather than for every request, which takes longer than the rest of a request.
        self._session.trust_env = False
        self._session.proxies.update({**requests.utils.get_environ_proxies(address.origin), **options.proxies})
        self._session.verify = options.verify_ssl and (os.environ.get("REQUESTS_CA_BUNDLE") or True)
        self._session.cert = options.cert
        self.begin_anew()
        begins_anew_in_children(self)

    def begin_anew(self) -> None:
        """Forget all connections, which a forked process has in common with its parent."""
        adapter = Adapter(pool_maxsize=_MOST_IDLE)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def log_in(self, email: str, password: str, *, remember_me: bool) -> None:
        """Exchange e-mail address and password for a token, and send that from now on.

        Raises:
            AccessRefused: The server does not accept them, or has no users.
        """
        body = {"email": email, "password": password, "remember_me": remember_me}
        try:
            token = mapping(self.json("POST", _LOGIN, json=body)).get("token")
        except RequestRefused as error:
            if error.response is not None:
                # Both hold the password, the answer to a malformed one because it repeats what is wrong.
                error.response.request.body = None
                fill(error.response, b"")
            raise
        if not isinstance(token, str):
            raise UnexpectedAnswer("POST /auth/login: the answer holds no token")
        self.token.adopt(token)
        self._session.auth = self.token

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "what belongs to a client cannot be copied or pickled, which would carry its token along: "
            "keep the batch_id, and use the attach() of a client elsewhere"
        )

    def close(self) -> None:
        """Close all connections."""
        adapter = cast("Adapter", self._session.get_adapter(self.address.url("")))
        for manager in (adapter.poolmanager, *adapter.proxy_manager.values()):
            # The session only lets go of its pools, and an answer that somebody keeps holds on to one.
            for key in manager.pools.keys():  # noqa: SIM118 - it is no mapping
                manager.pools[key].close()
        self._session.close()

    def request(self, method: str, endpoint: str, **kwargs: Any) -> requests.Response:
        """Send a request; the arguments are those of `InvokeAIClient.request`, and a timeout that is a `Deadline` is
        one for all tries together.
        """
        method = method.upper()
        _demand_characters(f"{method} {endpoint.partition('?')[0]}", endpoint, kwargs)
        stream = kwargs.pop("stream", False)
        timeout = kwargs.setdefault("timeout", self.timeout)
        # A redirected POST would become a GET, or carry its body to another host.
        kwargs.setdefault("allow_redirects", method in _IDEMPOTENT)
        repeatable = method in _IDEMPOTENT or endpoint in _REPEATABLE
        for pause in _pauses(self.max_retries):
            try:
                return self._whole(method, endpoint, kwargs, stream=stream)
            except (ConnectionFailed, RequestRefused) as error:
                if not _is_worth_a_try(error, repeatable=repeatable) or not _has_time(timeout, pause):
                    raise
            sleep(pause)
        return self._whole(method, endpoint, kwargs, stream=stream)

    def _whole(self, method: str, endpoint: str, kwargs: dict[str, Any], *, stream: bool) -> requests.Response:
        """The answer to a request that is sent once, read unless it is to be streamed."""
        timeout = kwargs["timeout"]
        if isinstance(timeout, (int, float)) and timeout > 0:
            timeout = Deadline(timeout, _size(kwargs.get("files")))
        response = self._answer(method, endpoint, {**kwargs, "timeout": timeout})
        try:
            if stream:
                let_flow(response.raw, timeout)
            else:
                load(response)
        except BaseException:
            response.close()
            raise
        return response

    def _answer(self, method: str, endpoint: str, kwargs: dict[str, Any]) -> requests.Response:
        """The answer to a request, unread, if it is one to be believed."""
        what = f"{method} {endpoint.partition('?')[0]}"
        try:
            response = self._session.request(method, self.address.url(endpoint), stream=True, **kwargs)
        except requests.RequestException as error:
            _forget_token(error.request)
            raise failure(f"{what} at {self.address.origin}", error) or error from None
        except UnicodeEncodeError:  # which holds the whole header, perhaps a secret
            raise FormatError(f"{what}: a header holds a character that is not in Latin-1") from None
        except OSError as error:  # the file of certificates to trust, which the environment names, is not there
            raise ConnectionFailed(f"{what} at {self.address.origin}: {error}") from None
        ours = self.token.is_sent_with(response.request)
        renewed = response.headers.get(_RENEWED)
        for answer in (response, *response.history):
            _forget_token(answer.request)
            for headers in (answer.headers, answer.raw.headers):
                headers.pop(_RENEWED, None)
        if ours and renewed:  # and not the token of somebody else: given by the caller, or of who was logged in before
            self._renew_token(response, renewed)
        try:
            self._believe(what, response)
        except BaseException:
            response.close()
            raise
        return response

    def short_cut(self) -> Callable[[str], urllib3.BaseHTTPResponse] | None:
        """Sends a GET and returns its unread answer, whatever it is, at a third of what `request` takes.

        For many files: who does not like the answer, or gets an error of urllib3, asks again with `request`, which says
        what is wrong. None behind a proxy.
        """
        if self._session.proxies:
            return None
        request = self._session.prepare_request(requests.Request("GET", self.address.url("/")))
        adapter = cast("Adapter", self._session.get_adapter(str(request.url)))
        verify, cert = self._session.verify, self._session.cert
        pool: Any = adapter.get_connection_with_tls_context(request, verify=verify, cert=cert)
        headers, origin = dict(request.headers), self.address.origin

        def get(endpoint: str) -> urllib3.BaseHTTPResponse:
            path = self.address.url(endpoint).removeprefix(origin)
            timeout = Deadline(self.timeout)
            options = {"redirect": False, "retries": False, "timeout": timeout, "preload_content": False}
            answer: urllib3.BaseHTTPResponse = pool.urlopen("GET", path, headers=headers, **options)
            let_flow(answer, timeout)
            return answer

        return get

    def json(self, method: str, endpoint: str, **kwargs: Any) -> Any:
        """The JSON that a request is answered with.

        Raises:
            UnexpectedAnswer: It is not JSON.
        """
        response = self.request(method, endpoint, **kwargs)
        try:
            return json.loads(response.content)
        except (ValueError, RecursionError):
            kind = readable(response.headers.get("Content-Type", "no content type"), 80)
            raise UnexpectedAnswer(f"{method} {endpoint}: the answer is not JSON ({kind})") from None

    def _believe(self, what: str, response: requests.Response) -> None:
        """Raise if the answer is an error, or the page that the server has for every path it does not know."""
        status = response.status_code
        if status >= _FIRST_REDIRECT:
            if status == _SERVER_ERROR:
                set_apart(response)
            detail = self._detail(response)
            response.raw.close()
            reason = readable(response.reason or "", 80)
            message = f"{what}: {status} {reason}".rstrip()
            message = f"{message}: {detail}" if detail not in ("", reason) else message
            if status == _NOT_LOGGED_IN and not what.endswith(_LOGIN):
                message += ". Log in with client.login(), or give the client a token as api_key"
            raise _ERRORS.get(status, RequestRefused)(message, detail=detail, response=response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            raise UnexpectedAnswer(
                f"{what} at {self.address.origin}: the answer is an HTML page, which the server gives for every path "
                "that it does not know. "
                "Check the path and its trailing slash, and that the URL is that of an InvokeAI server"
            )

    def _detail(self, response: requests.Response) -> str:
        if response.is_redirect:
            return "the server redirects elsewhere: give the client the URL that it leads to"
        try:
            load(response)
        except (ConnectionFailed, UnexpectedAnswer):
            fill(response, b"")  # so that nobody who looks at it reads on
            return ""
        return self.token.hidden(detail_text(response))

    def _renew_token(self, response: requests.Response, renewed: str) -> None:
        """Adopt the token with a later expiry that a multi-user server sends along with its answers."""
        if not self._session.is_elsewhere(self.address.url(""), response.url):
            with suppress(ValueError):
                self.token.adopt(renewed)


def _demand_characters(what: str, endpoint: str, kwargs: Mapping[str, Any]) -> None:
    """Complain of a text that is none, which the HTTP library or the server fails at without saying where it is.

    Raises:
        FormatError: There is half of a surrogate pair in it.
    """
    sent: list[tuple[object, object]] = [("its path", endpoint)]
    for argument in _SENT:
        value: object = kwargs.get(argument)
        sent += cast("Mapping[object, object]", value).items() if isinstance(value, Mapping) else [(argument, value)]
    for name, value in sent:
        if has_half_character(name) or has_half_character(value):
            # The value is not shown: it may be a password.
            raise FormatError(f"{what}: {name} holds half of a surrogate pair, which is no character")


def _pauses(tries: int) -> Iterator[float]:
    """How long to wait before each further try; by chance, so that many do not come at once."""
    return (_PAUSE * 2**attempt * _CHANCE.uniform(0.5, 1.5) for attempt in range(tries))


def _size(files: object) -> int:
    """The bytes of the files that go along with a request, as far as they are in memory."""
    parts: Iterable[object] = cast("Mapping[str, object]", files).values() if isinstance(files, Mapping) else ()
    held = [content for part in parts if isinstance(part, tuple) for content in cast("tuple[object, ...]", part)]
    return sum(len(content) for content in held if isinstance(content, bytes))


def _is_worth_a_try(error: ConnectionFailed | RequestRefused, *, repeatable: bool) -> bool:
    """Whether the same request may be sent again, and may do better."""
    if isinstance(error, RequestRefused):
        return repeatable and error.status in _TEMPORARY
    return repeatable or not error.reached


def _has_time(timeout: object, pause: float) -> bool:
    return not isinstance(timeout, Deadline) or timeout.left > pause


def _forget_token(request: requests.Request | requests.PreparedRequest | None) -> None:
    """Take the token out of a request that answers and errors refer to."""
    if isinstance(request, requests.PreparedRequest) and "Authorization" in request.headers:
        del request.headers["Authorization"]
