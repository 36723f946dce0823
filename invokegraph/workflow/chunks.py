"""The texts that a PNG file carries beside its pixels, read without trusting it."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from invokegraph.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import IO

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
LARGEST_TEXT: Final = 64 * 2**20
"""Bytes of the largest text, unpacked."""
_MOST_CHUNKS: Final = 1_000_000
_TEXT_KINDS: Final = (b"tEXt", b"zTXt", b"iTXt")


def texts_of(file: IO[bytes], wanted: Collection[str]) -> dict[str, str]:
    """The texts of a PNG file under some keywords, the first of each.

    A file that is cut off gives what it holds before the cut.

    Args:
        file: The open file, at its beginning.
        wanted: The keywords; all else is passed over.

    Raises:
        FormatError: It is not a PNG file, or a text is larger than 64 MiB.
    """
    if file.read(len(SIGNATURE)) != SIGNATURE:
        raise FormatError("no PNG file: pictures that InvokeAI keeps are PNG files; other formats carry no graph")
    found: dict[str, str] = {}
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8 or head[4:] == b"IEND":  # noqa: PLR2004 - a length and a name
            break
        (length,) = struct.unpack(">I", head[:4])
        if head[4:] not in _TEXT_KINDS:
            file.seek(length + 4, 1)
            continue
        if length > LARGEST_TEXT:
            raise FormatError(f"a text of the PNG file has {length} bytes, more than {LARGEST_TEXT}")
        data = file.read(length)
        file.seek(4, 1)
        written, _, rest = data.partition(b"\0")
        keyword = written.decode("latin-1")
        if keyword not in wanted or keyword in found:
            continue  # what nobody wants is not unpacked
        text = _text(head[4:], rest)
        if text is not None:
            found[keyword] = text
    return found


def _text(kind: bytes, rest: bytes) -> str | None:
    """The text of a chunk, from what stands behind its keyword; None where it cannot be read."""
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _decoded(_unpacked(rest[1:]), "latin-1")
    is_packed = rest[:1] == b"\1"
    _, _, rest = rest[2:].partition(b"\0")  # the language
    _, _, rest = rest.partition(b"\0")  # the keyword in that language
    return _decoded(_unpacked(rest) if is_packed else rest, "utf-8")


def _unpacked(data: bytes) -> bytes | None:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(data, LARGEST_TEXT)
    except zlib.error:
        return None
    if unpacking.unconsumed_tail:
        raise FormatError(f"a packed text of the PNG file has more than {LARGEST_TEXT} bytes")
    return text


def _decoded(data: bytes | None, encoding: str) -> str | None:
    try:
        return None if data is None else data.decode(encoding)
    except UnicodeDecodeError:
        return None
