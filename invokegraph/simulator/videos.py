"""The videos of the server, and what their files say of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import uuid4

from invokegraph.simulator.records import USER, now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.simulator.boards import Boards
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.store import Store

_SIZE: Final = 4
_HEAD: Final = 8
_FIRST_BYTES: Final = 64 * 1024


class Unreadable(ValueError):
    """A file is no video that a browser plays."""


class Shape(NamedTuple):
    """What the file of a video says of it."""

    width: int
    height: int
    duration: float
    fps: float


@dataclass(slots=True)
class Video:
    """One video.

    Attributes:
        metadata: The JSON text that came with it.
    """

    width: int
    height: int
    duration: float
    fps: float
    category: str
    is_intermediate: bool
    user_id: str = USER
    origin: str = "external"
    session_id: str | None = None
    metadata: str | None = None
    starred: bool = False
    name: str = field(default_factory=lambda: f"{uuid4()}.mp4")
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)

    def to_dict(self, board_id: str | None) -> JSON:
        """The video as the server writes it."""
        return {
            **urls(self.name),
            "video_origin": self.origin,
            "video_category": self.category,
            "width": self.width,
            "height": self.height,
            "duration": self.duration,
            "fps": self.fps,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "deleted_at": None,
            "is_intermediate": self.is_intermediate,
            "session_id": self.session_id,
            "node_id": None,
            "starred": self.starred,
            "has_workflow": False,
            "video_subfolder": "",
            "board_id": board_id,
        }

    def to_metadata(self) -> Any:
        """What came with it."""
        return json.loads(self.metadata) if self.metadata else None


class Videos:
    """All videos.

    Args:
        boards: Where they are pinned.
        store: Where they are kept.
    """

    def __init__(self, boards: Boards, store: Store) -> None:
        self._boards = boards
        self._store = store
        self._lock = RLock()
        self._videos = store.records("videos", Video)
        self._files = store.files("video_files")

    def get(self, name: str) -> Video | None:
        """The video of that name."""
        return self._videos.get(name)

    def file(self, name: str) -> bytes | None:
        """The MP4 file of the video of that name."""
        return self._files.get(name)

    def all(self) -> list[Video]:
        """The videos, in the order in which they came."""
        with self._lock:
            return list(self._videos.values())

    def dto(self, video: Video) -> JSON:
        """The video as the server writes it."""
        return video.to_dict(self._boards.of(video.name))

    def add(self, video: Video, file: bytes, board_id: str | None) -> None:
        """Keep a new video."""
        with self._store.transaction(), self._lock:
            self._files[video.name] = file
            self._videos[video.name] = video
            if board_id is not None:
                self._boards.pin(board_id, video.name)

    def keep(self, video: Video) -> None:
        """Keep what has been changed about a video."""
        with self._lock:
            if video.name in self._videos:
                self._videos[video.name] = video

    def delete(self, name: str) -> str | None:
        """Delete a video, and return the board that it was pinned to."""
        with self._store.transaction(), self._lock:
            del self._videos[name], self._files[name]
            return self._boards.unpin(name)


def urls(name: str) -> JSON:
    """Where a video is found."""
    place = f"api/v1/videos/i/{name}"
    return {"video_name": name, "video_url": f"{place}/full", "thumbnail_url": f"{place}/thumbnail"}


def thumbnail(video: Video) -> bytes:
    """A small picture in place of the first frame, which nothing here can decode: a grey one of its shape."""
    from PIL import Image

    image = Image.new("RGB", (video.width, video.height), (96, 96, 96))
    image.thumbnail((256, 256))
    file = BytesIO()
    image.save(file, "WEBP")
    return file.getvalue()


def is_mp4(file: bytes) -> bool:
    """Whether a file begins as an MP4 file does, which one of QuickTime does not."""
    for kind, start, end in _boxes(file, 0, len(file)):
        if kind == b"ftyp":
            return len(file[start : start + 4]) == 4 and file[start : start + 4] != b"qt  "  # noqa: PLR2004
        if end >= _FIRST_BYTES:
            break
    return False


def shape(file: bytes) -> Shape:
    """The size and length of a video in H.264.

    Raises:
        Unreadable: It is none, or cut short.
    """
    movie = _inside(file, 0, len(file), b"moov")
    for kind, start, end in _boxes(file, *movie):
        if kind == b"trak" and (found := _track(file, start, end)):
            return found
    raise Unreadable("no track of the file is a video in H.264")


def _track(file: bytes, start: int, end: int) -> Shape | None:
    media = _inside(file, start, end, b"mdia")
    times, _ = _inside(file, *media, b"mdhd")
    table = _inside(file, *_inside(file, *media, b"minf"), b"stbl")
    described, _ = _inside(file, *table, b"stsd")
    if file[described + 12 : described + 16] not in (b"avc1", b"avc3"):
        return None
    scale_at = times + (20 if file[times] else 12)
    scale = _number(file, scale_at)
    ticks = _number(file, scale_at + _SIZE, 8 if file[times] else _SIZE)
    counts, _ = _inside(file, *table, b"stts")
    frames = sum(_number(file, counts + 8 + 8 * entry) for entry in range(min(_number(file, counts + 4), len(file))))
    width, height = _number(file, described + 40, 2), _number(file, described + 42, 2)
    if not (scale and ticks and frames and width and height):
        raise Unreadable("the file has no frames")
    return Shape(width, height, ticks / scale, frames * scale / ticks)


def _inside(file: bytes, start: int, end: int, kind: bytes) -> tuple[int, int]:
    for found, *place in _boxes(file, start, end):
        if found == kind:
            return place[0], place[1]
    raise Unreadable(f"the file has no {kind.decode()}")


def _boxes(file: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The parts that a stretch of an MP4 file is made of: the kind of each, and where its content begins and ends."""
    while start + _HEAD <= end:
        size, head = _number(file, start), _HEAD
        if size == 1:
            size, head = _number(file, start + _HEAD, 8), 2 * _HEAD
        elif size == 0:
            size = end - start
        if size < head or start + size > len(file):
            return
        yield file[start + 4 : start + 8], start + head, start + size
        start += size


def _number(file: bytes, place: int, size: int = _SIZE) -> int:
    return int.from_bytes(file[place : place + size], "big")
