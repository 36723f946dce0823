"""Files from the server: streamed, several at once, and each whole or not there at all."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import urllib3

from invokegraph.transport.answers import MOST_BYTES, chunks
from invokegraph.transport.errors import UnexpectedAnswer, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import requests

    from invokegraph.transport.http import Http

_LONGEST_NAME = 255
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
"""What Windows takes for no file, whatever stands behind the first dot."""
_CHUNK = 1 << 16
_OK = 200
AT_ONCE = 8


def opened(http: Http, endpoint: str, kind: str = "image/") -> requests.Response:
    """The answer to a GET, unread; close it when done.

    Args:
        http: To ask the server with.
        endpoint: The endpoint, as for `Http.request`.
        kind: What the answer's content type begins with.

    Raises:
        RequestRefused: The server has no such file.
        ConnectionFailed: There was no answer.
        UnexpectedAnswer: The answer is of another kind.
    """
    response = http.request("GET", endpoint, stream=True)
    given = response.headers.get("Content-Type", "")
    if not given.startswith(kind):
        response.close()
        raise UnexpectedAnswer(f"GET {endpoint}: the answer is {readable(given, 80) or 'something'}, not {kind}…")
    return response


def download(http: Http, endpoint: str, target: Path, kind: str = "image/") -> Path:
    """Write what an endpoint gives to a file and return its path. A broken download leaves no file under that name.

    Args:
        http: To ask the server with.
        endpoint: The endpoint, as for `Http.request`.
        target: The file, which is replaced if it exists.
        kind: What the answer's content type begins with.

    Raises:
        RequestRefused: The server has no such file.
        ConnectionFailed: It did not arrive completely.
        UnexpectedAnswer: The answer is of another kind.
        OSError: The file cannot be written.
    """
    with opened(http, endpoint, kind) as response:
        return _written(target, chunks(response))


def download_all(
    http: Http, wanted: Iterable[tuple[str, Path]], *, kind: str = "image/", at_once: int = AT_ONCE
) -> list[Path]:
    """Write what many endpoints give to files, several at once, and return their paths in the order given.

    After the first failure no further download is begun; those that are whole stay.

    Args:
        http: To ask the server with.
        wanted: Endpoints and their files.
        kind: What each answer's content type begins with.
        at_once: How many are under way at the same time, at most.

    Raises:
        RequestRefused: The server does not have one of the files.
        ConnectionFailed: One did not arrive whole.
        UnexpectedAnswer: An answer is of another kind.
        OSError: A file cannot be written.
    """
    short_cut = http.short_cut()

    def fetch(endpoint: str, target: Path) -> Path:
        if short_cut and _came_quickly(short_cut, endpoint, target, kind):
            return target
        return download(http, endpoint, target, kind)

    with ThreadPoolExecutor(at_once, "invokegraph-download") as pool:
        downloads = [pool.submit(fetch, endpoint, target) for endpoint, target in wanted]
        try:
            return [each.result() for each in downloads]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _came_quickly(short_cut: Callable[[str], urllib3.BaseHTTPResponse], endpoint: str, target: Path, kind: str) -> bool:
    """Write what an endpoint gives to a file, if all is as it should be."""
    try:
        answer = short_cut(endpoint)
        given, length = answer.headers.get("Content-Type", ""), answer.headers.get("Content-Length", "")
        plain_body = "Content-Encoding" not in answer.headers  # what is packed may be of any size
        right = answer.status == _OK and given.startswith(kind) and plain_body
        right = right and length.isdecimal() and len(length) <= len(str(MOST_BYTES)) and int(length) <= MOST_BYTES
        if right:
            _written(target, answer.stream(_CHUNK))
            answer.release_conn()
        else:
            answer.close()
    except urllib3.exceptions.HTTPError:
        return False
    return right


def _written(target: Path, pieces: Iterable[bytes]) -> Path:
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            for piece in pieces:
                file.write(piece)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target


def image_endpoint(image_name: str, *, full: bool = True) -> str:
    """The endpoint of an image file, or of its thumbnail.

    Raises:
        UnexpectedAnswer: The name is no plain file name.
    """
    return f"/images/i/{quote(plain(image_name), safe='')}/{'full' if full else 'thumbnail'}"


def place(path: str | os.PathLike[str], name: str) -> Path:
    """Where a file goes: to a path, or under its own name into the folder that the path is, or is written like.

    Raises:
        UnexpectedAnswer: It is to go into a folder, and its name is no plain file name.
        OSError: There is no such folder, and it cannot be made.
    """
    target = Path(path)
    if os.fspath(path).endswith(("/", os.sep)):
        target.mkdir(parents=True, exist_ok=True)
    return target / plain(name) if target.is_dir() else target


def plain(name: str) -> str:
    """`name`, if it is safe as a file name and as one part of a path on any system.

    Raises:
        UnexpectedAnswer: It is not.
    """
    odd = (
        any(c in '/\\:*?"<>|' or not c.isprintable() for c in name) or name.startswith(".") or name.endswith((".", " "))
    )
    device = name.partition(".")[0].rstrip().upper() in _DEVICES
    if odd or device or not 0 < len(name.encode()) <= _LONGEST_NAME:
        raise UnexpectedAnswer(f"the server's name for the image is no plain file name: {readable(repr(name), 300)}")
    return name
