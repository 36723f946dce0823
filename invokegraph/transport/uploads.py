"""Files on their way to the server."""

from __future__ import annotations

import io
import os
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

FilePart = tuple[str, bytes, str]


class SavesItself(Protocol):
    """A picture of Pillow, or whatever else writes itself as a PNG."""

    def save(self, fp: BinaryIO, /, format: str) -> object:
        """Write it to an open file."""


Uploadable = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO | SavesItself


def file_part(source: Uploadable, kind: str = "image/png") -> FilePart:
    """A file as a part of a multipart request: a name, its bytes and its media type.

    The name is always the same: the server makes its own, and those of this machine are nobody's business.

    Args:
        source: A path, bytes, a file opened for reading bytes, or a picture of Pillow.
        kind: The media type where a path does not tell.

    Raises:
        TypeError: It is none of those.
        OSError: The file cannot be read.
    """
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        guessed = guess_type(path.name)[0] or kind
        family = kind.partition("/")[0]
        return "upload", path.read_bytes(), guessed if guessed.startswith(family) else kind
    if isinstance(source, (bytes, bytearray, memoryview)):
        return "upload", bytes(source), kind
    save: Callable[..., object] | None = getattr(source, "save", None)
    if save is not None:
        memory = io.BytesIO()
        save(memory, format="PNG")
        return "upload", memory.getvalue(), "image/png"
    read: Callable[[], object] | None = getattr(source, "read", None)
    data = None if read is None else read()
    if isinstance(data, bytes):
        return "upload", data, kind
    raise TypeError(f"a path, bytes, a file opened in binary mode or a Pillow image is needed, not {source!r}")
