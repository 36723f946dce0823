"""The videos of a server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Unpack

from invokegraph.transport.answers import chunks
from invokegraph.transport.downloads import download, opened, place
from invokegraph.transport.images import embedded, query
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import UNCATEGORIZED, Page, Repository, given, part
from invokegraph.transport.uploads import file_part

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from invokegraph.transport.images import Category, Filters
    from invokegraph.transport.uploads import Uploadable


class VideoRecord(Record):
    """A video as the server lists it. Whatever else the server says is there too: `video.fps`."""

    __slots__ = ()

    @property
    def video_name(self) -> str:
        """The server's name for it."""
        return self._text("video_name")

    @property
    def board_id(self) -> str:
        """The board that it is on; `"none"` where it is on no board."""
        return self._text("board_id") or UNCATEGORIZED


class VideoRepository(Repository):
    """The videos of a server; reach it as `client.video_repo`."""

    def list_videos(self, *, offset: int = 0, limit: int = 100, **filters: Unpack[Filters]) -> Page[VideoRecord]:
        """Some of the videos.

        Args:
            offset: How many to leave out at the beginning.
            limit: How many to list at most, up to 1000.
            **filters: What narrows and orders the list, as for `client.image_repo.list_images`.
        """
        items, total = self._page(
            "/videos/", {**query(filters, origin="video_origin"), "offset": offset, "limit": limit}
        )
        return Page(map(VideoRecord, items), total=total, offset=offset)

    def get_video(self, video_name: str) -> VideoRecord:
        """One video."""
        return VideoRecord(self._object("GET", f"/videos/i/{part(video_name)}"))

    def get_video_metadata(self, video_name: str) -> Record | None:
        """What was recorded about how a video was made; None if nothing was."""
        answer = self._http.json("GET", f"/videos/i/{part(video_name)}/metadata")
        return None if answer is None else Record(mapping(answer))

    def get_video_workflow(self, video_name: str) -> dict[str, Any] | None:
        """The workflow that a video was made with, as the GUI saves it; None if there is none."""
        return embedded(self._object("GET", f"/videos/i/{part(video_name)}/workflow"), "workflow")

    def get_video_graph(self, video_name: str) -> dict[str, Any] | None:
        """The graph that a video was made with, as `Graph.from_dict` reads it; None if there is none."""
        return embedded(self._object("GET", f"/videos/i/{part(video_name)}/workflow"), "graph")

    def get_video_urls(self, video_name: str) -> Record:
        """The paths of a video and its thumbnail below the server's root."""
        return Record(self._object("GET", f"/videos/i/{part(video_name)}/urls"))

    def upload_video(
        self,
        video: Uploadable,
        *,
        board_id: str | None = None,
        video_category: Category = "user",
        is_intermediate: bool = False,
        session_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> VideoRecord:
        """Put a video on the server: an MP4 with H.264, up to 1 GiB. It is read into memory as a whole.

        Args:
            video: A path, the bytes of a file, or a file opened for reading bytes.
            board_id: The board to put it on; None or `"none"` for no board.
            video_category: What it is; `"user"` shows it among the assets of the GUI, `"general"` among its images.
            is_intermediate: Whether the GUI leaves it out.
            session_id: The session that it belongs to.
            metadata: What to record of how it was made.

        Raises:
            OSError: The file cannot be read.
            RequestRefused: It is no such video (415), or too many are being uploaded (429).
            NotFound: There is no such board.
        """
        params = {
            "video_category": video_category,
            "is_intermediate": is_intermediate,
            "board_id": None if board_id == UNCATEGORIZED else board_id,
            "session_id": session_id,
        }
        form = {} if metadata is None else {"metadata": json.dumps(metadata)}
        files = {"file": file_part(video, "video/mp4")}
        return VideoRecord(self._object("POST", "/videos/upload", params=given(params), data=form, files=files))

    def download_video(self, video_name: str) -> bytes:
        """A video file, an MP4."""
        with opened(self._http, f"/videos/i/{part(video_name)}/full", kind="video/") as response:
            return b"".join(chunks(response))

    def get_video_thumbnail(self, video_name: str) -> bytes:
        """A small picture from a video, a WebP."""
        with opened(self._http, f"/videos/i/{part(video_name)}/thumbnail") as response:
            return b"".join(chunks(response))

    def save_video(self, video_name: str, path: str | os.PathLike[str] = ".") -> Path:
        """Write a video file and return its path. An incomplete download leaves no file under that name.

        Args:
            video_name: The video.
            path: The file, which is replaced if it exists; or a folder, which is made if the path ends with a
                slash, for a file of the server's name in it.

        Raises:
            OSError: The file cannot be written.
        """
        endpoint = f"/videos/i/{part(video_name)}/full"
        return download(self._http, endpoint, place(path, video_name), kind="video/")

    def update_video(
        self,
        video_name: str,
        *,
        video_category: Category | None = None,
        is_intermediate: bool | None = None,
        starred: bool | None = None,
        session_id: str | None = None,
    ) -> VideoRecord:
        """Change what is recorded of a video; what is left out stays. The server answers 400 for an unknown video."""
        changes = given(
            {
                "video_category": video_category,
                "is_intermediate": is_intermediate,
                "starred": starred,
                "session_id": session_id,
            }
        )
        return VideoRecord(self._object("PATCH", f"/videos/i/{part(video_name)}", json=changes))

    def star_videos(self, video_names: str | Iterable[str]) -> Record:
        """Star videos. The answer lists them in `starred_videos`; unknown names are ignored."""
        return self._by_names("/videos/star", "video_names", video_names)

    def unstar_videos(self, video_names: str | Iterable[str]) -> Record:
        """Remove stars. The answer lists the names in `unstarred_videos`; unknown names are ignored."""
        return self._by_names("/videos/unstar", "video_names", video_names)

    def move_video(self, video_name: str, board_id: str) -> Record:
        """Put a video on a board, off the one that it was on; off all boards with `"none"`."""
        if board_id == UNCATEGORIZED:
            return Record(self._object("DELETE", "/videos/board", json={"video_name": video_name}))
        return Record(self._object("POST", "/videos/board", json={"video_name": video_name, "board_id": board_id}))

    def delete_video(self, video_name: str) -> Record:
        """Delete a video for good."""
        return Record(self._object("DELETE", f"/videos/i/{part(video_name)}"))

    def delete_videos(self, video_names: str | Iterable[str]) -> Record:
        """Delete videos for good. Says which in `deleted_videos`; unknown names are ignored."""
        return self._by_names("/videos/delete", "video_names", video_names)

    def delete_uncategorized_videos(self) -> Record:
        """Delete all videos that are on no board, for good. Says which in `deleted_videos`."""
        return Record(self._object("DELETE", "/videos/uncategorized"))
