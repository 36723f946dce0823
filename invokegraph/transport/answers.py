"""The server's answers: how much of one is read, and what it says is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import requests
import urllib3

from invokegraph.transport.errors import AnswerTimeout, ConnectionFailed, UnexpectedAnswer, readable
from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_BYTES = 1 << 30
_CHUNK = 1 << 16
_MOST_COMPLAINTS = 10
_BODILESS = (204, 304)


def load(response: requests.Response) -> None:
    """Read a streamed answer into `response.content`, as far as memory may be trusted to a server.

    Raises:
        ConnectionFailed: It broke off.
        UnexpectedAnswer: It does not end.
    """
    body = bytearray()
    for chunk in chunks(response):
        body += chunk
    fill(response, bytes(body))


def set_apart(response: requests.Response) -> None:
    """Keep the connection of an answer from being used again: after a 500 the server drops it without saying so."""
    response.raw._pool = None  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - urllib3 gives it back unasked


def fill(response: requests.Response, content: bytes) -> None:
    """Give an answer its content, so that whoever looks at it reads nothing more from the server."""
    response._content = content  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - requests has no bounded read


def chunks(response: requests.Response) -> Iterator[bytes]:
    """The body of a streamed answer, piece by piece.

    Raises:
        ConnectionFailed: It broke off.
        UnexpectedAnswer: It does not end.
    """
    what, size = f"{response.request.method} {response.request.path_url.partition('?')[0]}", 0
    if _is_beheaded(response):
        raise ConnectionFailed(f"{what}: the answer broke off before its end")
    try:
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise UnexpectedAnswer(f"{what}: the answer is larger than {MOST_BYTES} bytes")
            yield chunk
    except requests.RequestException as error:
        raise failure(what, error) or error from None


def _is_beheaded(response: requests.Response) -> bool:
    """Whether the answer may have broken off within its headers, which the HTTP library takes for their end."""
    has_body = response.request.method != "HEAD" and response.status_code not in _BODILESS
    return has_body and not any(
        name in response.headers for name in ("Content-Length", "Transfer-Encoding", "Connection")
    )


def failure(what: str, error: requests.RequestException) -> ConnectionFailed | UnexpectedAnswer | None:
    """The error of ours for one of requests; None for one that is about the arguments."""
    # Only the innermost reason is shown: the outer ones quote the query, which may hold secrets.
    reason: Any = error.args[0] if error.args else error
    reason = getattr(reason, "reason", reason)
    if isinstance(reason, urllib3.exceptions.ProxyError):
        what, reason = f"{what}: the proxy", reason.original_error
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        told = str(reason).removeprefix(f"{reason.conn}: ")  # where it was to go has been said
        return ConnectionFailed(f"{what}: {readable(told, 300)}", reached=False)
    inner = reason.args[-1] if isinstance(reason, urllib3.exceptions.ProtocolError) and reason.args else reason
    late = isinstance(inner, (urllib3.exceptions.TimeoutError, TimeoutError))
    if isinstance(error, requests.Timeout) or late:
        return AnswerTimeout(f"{what}: no answer in time", reached=not isinstance(error, requests.ConnectTimeout))
    if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        return ConnectionFailed(f"{what}: {readable(str(reason), 300)}")
    if isinstance(error, (requests.exceptions.ContentDecodingError, requests.TooManyRedirects)):
        return UnexpectedAnswer(f"{what}: {readable(str(reason), 300)}")
    return None


def path_of(complaint: Mapping[str, Any]) -> list[str]:
    """Where in a request the thing is that the server complains about."""
    place: Any = complaint.get("loc")
    return [str(part) for part in cast("list[object]", place)] if isinstance(place, list) else []


def json_of(response: requests.Response) -> Any:
    """The JSON of an answer that was read as far as it came; None where it is something else."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def detail_text(response: requests.Response) -> str:
    """What the server says about an error: `detail`, or the text itself where it is plain."""
    body = json_of(response)
    if body is None:
        plain = response.headers.get("Content-Type", "").startswith("text/plain")
        return readable(response.text.strip(), 300) if plain else ""
    detail: Any = mapping(body).get("detail", "")
    if not isinstance(detail, list):
        return readable(detail if isinstance(detail, str) else json.dumps(detail))
    # The server repeats the offending input, which may be the whole graph: only place and message are kept.
    complaints = [mapping(complaint) for complaint in cast("list[object]", detail)]
    lines = [f"{'.'.join(path_of(c))}: {c.get('msg', '')}" for c in complaints[:_MOST_COMPLAINTS]]
    rest = len(complaints) - len(lines)
    return readable("; ".join(lines) + (f"; and {rest} more" if rest else ""))
