"""One HTTP session: what may be sent again, and which answers are believed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from invokegraph.transport.errors import AnswerTimeout, ConnectionFailed, RequestRefused, UnexpectedAnswer, readable
from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport.address import Address

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})
_CHUNK = 1 << 16
_MOST_BYTES = 1 << 30
_MOST_COMPLAINTS = 10
_MOST_IDLE = 64
_FIRST_REDIRECT = 300


class BearerToken(AuthBase):
    """Sends the token, and keeps it from view.

    As an auth object rather than a session header, so that a .netrc entry for the host does not replace it.
    """

    def __init__(self, token: str) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            # Found here because the HTTP library would quote the whole header in its complaint.
            raise ValueError("api_key is empty or holds white space or other characters that a header may not hold")
        self.token = token

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header, unless the caller gave one."""
        r.headers.setdefault("Authorization", f"Bearer {self.token}")
        return r

    def __repr__(self) -> str:
        return "<BearerToken>"


class Http:
    """Requests to one server.

    Args:
        address: Where it is.
        api_key: Sent as a bearer token.
        timeout: Seconds to wait for a connection, and for each part of an answer.
        verify_ssl: Whether certificates are checked.
        max_retries: How often a request that changes nothing is sent again.
    """

    def __init__(
        self, address: Address, *, api_key: str | None, timeout: float, verify_ssl: bool, max_retries: int
    ) -> None:
        self.address = address
        self.timeout = timeout
        self.verify_ssl = verify_ssl
        self.max_retries = max_retries
        self.token = BearerToken(api_key) if api_key is not None else None
        self._session = requests.Session()
        self._session.auth = self.token
        # The server of 6.14.2 answers an empty 204 with a 500 where gzip is accepted.
        self._session.headers["Accept-Encoding"] = "identity"
        adapter = HTTPAdapter(max_retries=_retry(max_retries), pool_maxsize=_MOST_IDLE)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def request(self, method: str, endpoint: str, **kwargs: Any) -> requests.Response:
        """Send a request; the arguments are those of `InvokeAIClient.request`."""
        method = method.upper()
        stream = kwargs.pop("stream", False)
        kwargs.setdefault("timeout", self.timeout)
        # Given with each request because REQUESTS_CA_BUNDLE would win over the session's own setting.
        kwargs.setdefault("verify", self.verify_ssl)
        # A redirected POST would become a GET, or carry its body to another host.
        kwargs.setdefault("allow_redirects", method in _IDEMPOTENT)
        what = f"{method} {endpoint.partition('?')[0]}"
        try:
            response = self._session.request(method, self.address.url(endpoint), stream=True, **kwargs)
        except requests.RequestException as error:
            _forget_token(error.request)
            raise _failure(f"{what} at {self.address.origin}", error) or error from None
        for answer in (response, *response.history):
            _forget_token(answer.request)
        try:
            self._believe(what, response)
            if not stream:
                load(response)
        except BaseException:
            response.close()
            raise
        return response

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
            detail = self._detail(response)
            message = f"{what}: {status} {readable(response.reason or '', 80)}".rstrip()
            raise RequestRefused(f"{message}: {detail}" if detail else message, detail=detail, response=response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            raise UnexpectedAnswer(
                f"{what}: the answer is an HTML page, which the server gives for every path that it does not know. "
                "Check the path and its trailing slash, and that the URL is that of an InvokeAI server"
            )

    def _detail(self, response: requests.Response) -> str:
        if response.is_redirect:
            return "the server redirects elsewhere: give the client the URL that it leads to"
        try:
            load(response)
        except (ConnectionFailed, UnexpectedAnswer):
            return ""
        text = _detail_text(response)
        return text.replace(self.token.token, "***") if self.token else text


def load(response: requests.Response) -> None:
    """Read a streamed answer into `response.content`, as far as memory may be trusted to a server.

    Raises:
        ConnectionFailed: It broke off.
        UnexpectedAnswer: It does not end.
    """
    body = bytearray()
    for chunk in chunks(response):
        body += chunk
    response._content = bytes(body)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - requests has no bounded read


def chunks(response: requests.Response) -> Iterator[bytes]:
    """The body of a streamed answer, piece by piece.

    Raises:
        ConnectionFailed: It broke off.
        UnexpectedAnswer: It does not end.
    """
    what, size = f"{response.request.method} {response.request.path_url.partition('?')[0]}", 0
    try:
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if size > _MOST_BYTES:
                raise UnexpectedAnswer(f"{what}: the answer is larger than {_MOST_BYTES} bytes")
            yield chunk
    except requests.RequestException as error:
        raise _failure(what, error) or error from None


def _retry(times: int) -> urllib3.Retry:
    return urllib3.Retry(
        total=times,
        other=0,  # a TLS error may come after the request was sent, whatever its method
        allowed_methods=_IDEMPOTENT,
        status_forcelist={429, 502, 503, 504},
        backoff_factor=0.2,
        backoff_jitter=0.2,
        raise_on_status=False,
        respect_retry_after_header=False,  # it may ask for hours
    )


def _forget_token(request: requests.Request | requests.PreparedRequest | None) -> None:
    """Take the token out of a request that answers and errors refer to."""
    if isinstance(request, requests.PreparedRequest) and "Authorization" in request.headers:
        del request.headers["Authorization"]


def _failure(what: str, error: requests.RequestException) -> ConnectionFailed | UnexpectedAnswer | None:
    """The error of ours for one of requests; None for one that is about the arguments."""
    # Only the innermost reason is shown: the outer ones quote the query, which may hold secrets.
    reason: Any = error.args[0] if error.args else error
    reason = getattr(reason, "reason", reason)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return ConnectionFailed(f"{what}: {readable(str(reason), 300)}", reached=False)
    if isinstance(error, requests.Timeout) or isinstance(reason, urllib3.exceptions.TimeoutError):
        return AnswerTimeout(f"{what}: no answer in time", reached=not isinstance(error, requests.ConnectTimeout))
    if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        return ConnectionFailed(f"{what}: {readable(str(reason), 300)}")
    if isinstance(error, (requests.exceptions.ContentDecodingError, requests.TooManyRedirects)):
        return UnexpectedAnswer(f"{what}: {readable(str(reason), 300)}")
    return None


def _detail_text(response: requests.Response) -> str:
    """What the server says about an error: `detail`, or the text itself where it is plain."""
    try:
        body: Any = json.loads(response.content)
    except (ValueError, RecursionError):
        plain = response.headers.get("Content-Type", "").startswith("text/plain")
        return readable(response.text.strip(), 300) if plain else ""
    detail: Any = mapping(body).get("detail", "")
    if not isinstance(detail, list):
        return readable(detail if isinstance(detail, str) else json.dumps(detail))
    # The server repeats the offending input, which may be the whole graph: only place and message are kept.
    complaints = [mapping(complaint) for complaint in cast("list[object]", detail)]
    lines = [f"{'.'.join(map(str, c.get('loc', ())))}: {c.get('msg', '')}" for c in complaints[:_MOST_COMPLAINTS]]
    rest = len(complaints) - len(lines)
    return readable("; ".join(lines) + (f"; and {rest} more" if rest else ""))
