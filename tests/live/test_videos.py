"""Videos on a running server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invokegraph.transport import InvokeAIClient, NotFound, RequestRefused

if TYPE_CHECKING:
    from invokegraph.transport import BoardHandle

pytestmark = pytest.mark.live
VIDEO = Path(__file__).with_name("red.mp4")
METADATA = {"positive_prompt": "a lighthouse ☂"}


@pytest.fixture
def name(client: InvokeAIClient, board: BoardHandle) -> str:
    video = client.video_repo.upload_video(VIDEO, board_id=board.board_id, metadata=METADATA)
    assert (video.width, video.height, video.fps, video.duration) == (16, 16, 4.0, 0.5)
    assert video.board_id == board.board_id
    return video.video_name


def test_a_video_and_all_about_it_are_read(
    client: InvokeAIClient, board: BoardHandle, name: str, tmp_path: Path
) -> None:
    videos = client.video_repo
    assert videos.get_video(name).video_name == name
    assert videos.get_video_metadata(name) == METADATA
    assert videos.get_video_workflow(name) is videos.get_video_graph(name) is None
    assert videos.get_video_urls(name).video_url == f"api/v1/videos/i/{name}/full"
    assert videos.download_video(name) == VIDEO.read_bytes()
    assert videos.save_video(name, tmp_path).read_bytes() == VIDEO.read_bytes()
    assert videos.get_video_thumbnail(name)[8:12] == b"WEBP"
    page = videos.list_videos(board_id=board.board_id, limit=5)
    assert ([video.video_name for video in page], page.total) == ([name], 1)
    assert client.image_repo.list_items(board_id=board.board_id)[0].kind == "video"
    assert client.image_repo.list_item_names(board_id=board.board_id) == [name]
    assert list(client.image_repo.iter_images(board_id=board.board_id)) == []


def test_a_video_is_changed_starred_and_moved(client: InvokeAIClient, board: BoardHandle, name: str) -> None:
    videos = client.video_repo
    assert videos.update_video(name, video_category="general", is_intermediate=False).video_category == "general"
    assert videos.star_videos(name).starred_videos == [name]
    assert videos.get_video(name).starred is True
    assert videos.unstar_videos([name, "unknown.mp4"]).unstarred_videos == [name]
    assert videos.move_video(name, "none").removed_videos == [name]
    assert videos.get_video(name).board_id == "none"
    assert videos.move_video(name, board.board_id).added_videos == [name]


def test_videos_are_deleted(client: InvokeAIClient, name: str) -> None:
    other = client.video_repo.upload_video(VIDEO.read_bytes(), board_id="none").video_name
    assert client.video_repo.delete_video(name).deleted_videos == [name]
    assert client.video_repo.delete_videos([other]).deleted_videos == [other]
    with pytest.raises(NotFound):
        client.video_repo.get_video(name)


def test_what_is_no_video(client: InvokeAIClient) -> None:
    with pytest.raises(RequestRefused, match="415"):
        client.video_repo.upload_video(b"no video")


def test_deleting_all_that_are_on_no_board(alone: InvokeAIClient) -> None:
    name = alone.video_repo.upload_video(VIDEO).video_name
    assert alone.video_repo.delete_uncategorized_videos().deleted_videos == [name]
