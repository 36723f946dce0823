"""Small picture files."""

from __future__ import annotations

import json
import struct
import zlib


def png(width: int = 16, height: int = 16, colour: tuple[int, int, int] = (200, 80, 20), **texts: object) -> bytes:
    """A picture of one colour; what is given by name stands in it as JSON text, as InvokeAI keeps metadata."""
    row = b"\0" + bytes(colour) * width
    parts = [_part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    parts += [_part(b"tEXt", name.encode() + b"\0" + json.dumps(value).encode()) for name, value in texts.items()]
    parts += [_part(b"IDAT", zlib.compress(row * height)), _part(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height that a PNG file says it has."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
