"""`/api/v1/videos`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.access import changes_item, check_filling, check_upload, fills_board, owns, sees_item
from invokegraph.simulator.answers import Answer, File, Refused
from invokegraph.simulator.api.gallery import cached, change, page, selected, totals
from invokegraph.simulator.pictures import NO_BOARD
from invokegraph.simulator.videos import Unreadable, Video, is_mp4, shape, thumbnail, urls

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK: Final = 1024 * 1024
_TYPES: Final = ("video/mp4",)


def upload(state: State, question: Question) -> Answer:
    """Keep a video that is sent."""
    board_id = question.maybe("board_id")
    if board_id is not None:
        check_upload(state.boards, question.caller, board_id)
    file, metadata = _sent(question)
    try:
        found = shape(file)
    except Unreadable:
        raise Refused(415, "Failed to read video") from None
    video = Video(
        *found,
        category=question.text("video_category"),
        is_intermediate=bool(question.flag("is_intermediate")),
        user_id=question.caller.user_id,
        session_id=question.maybe("session_id"),
        metadata=metadata,
    )
    state.videos.add(video, file, board_id)
    return Answer(201, state.videos.dto(video), {"Location": urls(video.name)["video_url"]})


def _sent(question: Question) -> tuple[bytes, str | None]:
    """The MP4 file that is sent, and the metadata that come with it."""
    if not question.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refused(422, "Expected a multipart/form-data video upload")
    form: Any = question.form
    sent: Any = form.get("file")
    if sent is None or isinstance(sent, str):
        raise Refused(422, "Expected a video file in the upload")
    if not ((sent.content_type or "").startswith(_TYPES) or (sent.filename or "").lower().endswith(".mp4")):
        raise Refused(415, "Not a supported video file")
    metadata: Any = form.get("metadata")
    if metadata is not None:
        try:
            read = json.loads(metadata)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            raise Refused(422, "Metadata must be a JSON object")
    file: bytes = sent.file.read()
    if not is_mp4(file):
        raise Refused(415, "Not an MP4 video file")
    return file, metadata


def list_videos(state: State, question: Question) -> JSON:
    """One page of videos."""
    found = selected(state, question, state.videos.all(), "video_origin")
    return page(question, found, state.videos.dto)


def names(state: State, question: Question) -> JSON:
    """The names of videos."""
    found = selected(state, question, state.videos.all(), "video_origin")
    return {"video_names": [video.name for video in found], **totals(question, found)}


def get_video(state: State, question: Question) -> JSON:
    """What is known of a video."""
    return state.videos.dto(_known(state, question))


def get_urls(state: State, question: Question) -> JSON:
    """Where a video is found, which administrators are told whether there is one or not."""
    name = question.path["video_name"]
    return urls(name if question.caller.is_admin else _known(state, question).name)


def get_metadata(state: State, question: Question) -> Any:
    """What came with a video."""
    return _known(state, question).to_metadata()


def get_workflow(state: State, question: Question) -> JSON:
    """The workflow and the graph that made a video: there are none."""
    _known(state, question)
    return {"workflow": None, "graph": None}


def get_full(state: State, question: Question) -> File:
    """The file of a video, or a part of it."""
    video, file = _filed(state, question)
    size = len(file)
    about = {"Accept-Ranges": "bytes", "Content-Disposition": f'inline; filename="{video.name}"', **cached(state)}
    wanted = question.headers.get("range")
    if wanted is None:
        return File(file, "video/mp4", about)
    try:
        first, last = _part(wanted, size)
    except ValueError:
        if "gzip" in question.headers.get("accept-encoding", ""):
            raise Refused(500, "Internal Server Error") from None  # it stumbles as it packs an empty answer
        return File(b"", "", {**about, "Content-Range": f"bytes */{size}"}, 416)
    part = file[first : min(last + 1, first + _CHUNK)]
    about["Content-Range"] = f"bytes {first}-{first + len(part) - 1}/{size}"
    return File(part, "video/mp4", about, 206)


def get_head(state: State, question: Question) -> File:
    """What the file of a video is like."""
    video, file = _filed(state, question)
    about = {"Accept-Ranges": "bytes", "Content-Disposition": f'inline; filename="{video.name}"', **cached(state)}
    return File(file, "video/mp4", about)


def _part(wanted: str, size: int) -> tuple[int, int]:
    """The first and last byte of a part.

    Raises:
        ValueError: There is no such part.
    """
    found = _RANGE.fullmatch(wanted.strip())
    first, last = found.groups() if found else ("", "")
    if not first and last and int(last):
        return max(size - int(last), 0), size - 1
    if not first or int(first) >= size or (last and int(last) < int(first)):
        raise ValueError(wanted)
    return int(first), min(int(last), size - 1) if last else size - 1


def get_thumbnail(state: State, question: Question) -> File:
    """A small picture of a video."""
    return File(thumbnail(_known(state, question)), "image/webp", cached(state))


def update(state: State, question: Question) -> JSON:
    """Change what is known of a video."""
    name = question.path["video_name"]
    if not _may_change(state, question, name):
        raise Refused(403, "Not authorized to modify this video")
    video = state.videos.get(name)
    if video is None:
        raise Refused(400, "Failed to update video")
    change(question, video, "video_category")
    state.videos.keep(video)
    return state.videos.dto(video)


def delete(state: State, question: Question) -> JSON:
    """Delete a video."""
    name = question.path["video_name"]
    if not _may_change(state, question, name):
        raise Refused(403, "Not authorized to modify this video")
    if state.videos.get(name) is None:
        raise Refused(404, "Video not found")
    return _deleted(state, [name])


def delete_some(state: State, question: Question) -> JSON:
    """Delete videos."""
    return _deleted(state, _changeable(state, question))


def delete_uncategorized(state: State, question: Question) -> JSON:
    """Delete all videos that are on no board."""
    loose = [video for video in state.videos.all() if state.boards.of(video.name) is None]
    return _deleted(state, [video.name for video in loose if owns(question.caller, video.user_id)])


def _deleted(state: State, wanted: list[str]) -> JSON:
    found = [name for name in wanted if state.videos.get(name)]
    affected = {state.videos.delete(name) or NO_BOARD for name in found}
    failed = [name for name in wanted if name not in found]
    return {"affected_boards": sorted(affected), "deleted_videos": found, "failed_videos": failed}


def star(state: State, question: Question) -> JSON:
    """Mark videos."""
    return _starred(state, question, "starred_videos", starred=True)


def unstar(state: State, question: Question) -> JSON:
    """Take the mark from videos."""
    return _starred(state, question, "unstarred_videos", starred=False)


def _starred(state: State, question: Question, name: str, *, starred: bool) -> JSON:
    wanted = _changeable(state, question)
    found = [video for each in wanted if (video := state.videos.get(each))]
    for video in found:
        video.starred = starred
        state.videos.keep(video)
    done = [video.name for video in found]
    affected = sorted({state.boards.of(video.name) or NO_BOARD for video in found})
    return {"affected_boards": affected, name: done, "failed_videos": [each for each in wanted if each not in done]}


def add_to_board(state: State, question: Question) -> JSON:
    """Pin a video to a board."""
    board_id, name = question.field("board_id"), question.field("video_name")
    check_filling(state.boards, question.caller, board_id)
    video = state.videos.get(name)
    if not owns(question.caller, video.user_id if video else ""):
        raise Refused(403, "Not authorized to move this video")
    if video is None:
        raise Refused(500, "Failed to add video to board", wrapped=True)
    before = state.boards.pin(board_id, name) or NO_BOARD
    return {"affected_boards": sorted({board_id, before}), "added_videos": [name]}


def remove_from_board(state: State, question: Question) -> JSON:
    """Take a video from its board, if it is on one."""
    name = question.field("video_name")
    video, board = state.videos.get(name), state.boards.get(state.boards.of(name) or "")
    if not owns(question.caller, video.user_id if video else ""):
        if board is None:
            raise Refused(403, "Not authorized to move this video")
        if not fills_board(question.caller, board):
            raise Refused(403, "Not authorized to modify this board")
    before = state.boards.unpin(name) or NO_BOARD
    return {"affected_boards": sorted({NO_BOARD, before}), "removed_videos": [name]}


def _known(state: State, question: Question) -> Video:
    """The video that a path names.

    Raises:
        Refused: There is none, or the caller must not see it.
    """
    video = state.videos.get(question.path["video_name"])
    if video is None:
        raise Refused(404, "Not Found" if question.caller.is_admin else "Video not found")
    if not sees_item(state.boards, question.caller, video.name, video):
        raise Refused(403, "Not authorized to access this video")
    return video


def _filed(state: State, question: Question) -> tuple[Video, bytes]:
    video = _known(state, question)
    file = state.videos.file(video.name)
    if file is None:  # it has been deleted since
        raise Refused(404, "Not Found")
    return video, file


def _changeable(state: State, question: Question) -> list[str]:
    return [name for name in dict.fromkeys(question.field("video_names")) if _may_change(state, question, name)]


def _may_change(state: State, question: Question, name: str) -> bool:
    return changes_item(state.boards, question.caller, name, state.videos.get(name))


_AT: Final = "/api/v1/videos"
_ONE: Final = f"{_AT}/i/{{video_name}}"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/upload", upload),
    ("GET", f"{_AT}/", list_videos),
    ("GET", f"{_AT}/names", names),
    ("DELETE", f"{_AT}/uncategorized", delete_uncategorized),
    ("POST", f"{_AT}/delete", delete_some),
    ("POST", f"{_AT}/star", star),
    ("POST", f"{_AT}/unstar", unstar),
    ("POST", f"{_AT}/board", add_to_board),
    ("DELETE", f"{_AT}/board", remove_from_board),
    ("GET", _ONE, get_video),
    ("PATCH", _ONE, update),
    ("DELETE", _ONE, delete),
    ("GET", f"{_ONE}/full", get_full),
    ("HEAD", f"{_ONE}/full", get_head),
    ("GET", f"{_ONE}/thumbnail", get_thumbnail),
    ("GET", f"{_ONE}/metadata", get_metadata),
    ("GET", f"{_ONE}/workflow", get_workflow),
    ("GET", f"{_ONE}/urls", get_urls),
]
