"""Videos, and the gallery that shows them beside pictures."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.asking import details
from tests.live.test_videos import METADATA, VIDEO

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

    from invokegraph.transport import InvokeAIClient
    from tests.contract.asking import Asking
    from tests.contract.people import People

VIDEOS = "/api/v1/videos"
GALLERY = "/api/v1/gallery"
FILE = VIDEO.read_bytes()


def sent(
    ask: Asking, file: bytes = FILE, name: str = "red.mp4", kind: str = "video/mp4", **more: Any
) -> requests.Response:
    asked = {"video_category": "general", "is_intermediate": False, **more.pop("params", {})}
    return ask("POST", f"{VIDEOS}/upload", params=asked, files={"file": (name, file, kind)}, **more)


@pytest.fixture
def board(ask: Asking) -> str:
    return str(ask.board()["board_id"])


@pytest.fixture
def video(ask: Asking, board: str) -> Iterator[dict[str, Any]]:
    answer = sent(ask, params={"board_id": board}, data={"metadata": '{"positive_prompt": "red"}'})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == answer.json()["video_url"]
    yield answer.json()
    ask("POST", f"{VIDEOS}/delete", json={"video_names": [answer.json()["video_name"]]})


def test_what_is_known_of_a_video(ask: Asking, video: dict[str, Any], board: str) -> None:
    name = video["video_name"]
    assert name.endswith(".mp4")
    assert video == {
        "video_name": name,
        "video_url": f"api/v1/videos/i/{name}/full",
        "thumbnail_url": f"api/v1/videos/i/{name}/thumbnail",
        "video_origin": "external",
        "video_category": "general",
        "width": 16,
        "height": 16,
        "duration": 0.5,
        "fps": 4.0,
        "created_at": video["created_at"],
        "updated_at": video["updated_at"],
        "deleted_at": None,
        "is_intermediate": False,
        "session_id": None,
        "node_id": None,
        "starred": False,
        "has_workflow": False,
        "video_subfolder": "",
        "board_id": board,
    }
    path = f"{VIDEOS}/i/{name}"
    assert ask.json("GET", path) == video
    assert ask.json("GET", f"{path}/metadata") == {"positive_prompt": "red"}
    assert ask.json("GET", f"{path}/workflow") == {"workflow": None, "graph": None}
    assert set(ask.json("GET", f"{path}/urls")) == {"video_name", "video_url", "thumbnail_url"}
    thumbnail = ask("GET", f"{path}/thumbnail")
    assert (thumbnail.headers["content-type"], thumbnail.content[8:12]) == ("image/webp", b"WEBP")


@pytest.mark.parametrize(
    ("part", "status", "first", "last"),
    [
        (None, 200, 0, 1539),
        ("bytes=0-3", 206, 0, 3),
        ("bytes=-3", 206, 1537, 1539),
        ("bytes=1500-9999", 206, 1500, 1539),
    ],
)
def test_parts_of_the_file(
    ask: Asking, video: dict[str, Any], part: str | None, status: int, first: int, last: int
) -> None:
    path = f"{VIDEOS}/i/{video['video_name']}/full"
    answer = ask("GET", path, headers={"Range": part} if part else {})
    assert (answer.status_code, answer.content) == (status, FILE[first : last + 1])
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers.get("content-range") == (f"bytes {first}-{last}/1540" if part else None)
    head = ask("HEAD", path)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "1540", b"")


@pytest.mark.parametrize("part", ["bytes=9999-", "nonsense", "bytes=-", "bytes=3-1"])
def test_parts_that_there_are_not(ask: Asking, video: dict[str, Any], part: str) -> None:
    path = f"{VIDEOS}/i/{video['video_name']}/full"
    answer = ask("GET", path, headers={"Range": part})
    assert (answer.status_code, answer.content, answer.headers["content-range"]) == (416, b"", "bytes */1540")
    packed = ask("GET", path, headers={"Range": part, "Accept-Encoding": "gzip", "Connection": "close"})
    assert (packed.status_code, packed.text) == (500, "Internal Server Error"), "an empty answer cannot be packed"


@pytest.mark.parametrize(
    ("file", "name", "kind", "status", "said"),
    [
        (b"no video", "a.mp4", "video/mp4", 415, "Not an MP4 video file"),
        (b"", "a.mp4", "video/mp4", 415, "Not an MP4 video file"),
        (FILE, "a.txt", "text/plain", 415, "Not a supported video file"),
        (FILE[:300], "a.mp4", "video/mp4", 415, "Failed to read video"),
    ],
)
def test_what_is_no_video(ask: Asking, file: bytes, name: str, kind: str, status: int, said: str) -> None:
    answer = sent(ask, file, name, kind)
    assert (answer.status_code, answer.json()) == (status, {"detail": said})


def test_uploads_that_lack_something(ask: Asking) -> None:
    told = details(ask("POST", f"{VIDEOS}/upload", files={"file": ("a.mp4", FILE, "video/mp4")}))
    assert [each["loc"] for each in told] == [["query", "video_category"], ["query", "is_intermediate"]]
    asked = {"video_category": "general", "is_intermediate": False}
    for arguments, said in [
        ({}, "Expected a multipart/form-data video upload"),
        ({"files": {"x": ("a.mp4", FILE, "video/mp4")}}, "Expected a video file in the upload"),
    ]:
        answer = ask("POST", f"{VIDEOS}/upload", params=asked, **arguments)
        assert (answer.status_code, answer.json()) == (422, {"detail": said})
    answer = sent(ask, data={"metadata": "[1]"})
    assert (answer.status_code, answer.json()) == (422, {"detail": "Metadata must be a JSON object"})
    answer = sent(ask, params={"board_id": "nonsense"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Board not found"})


def test_boards_with_videos(ask: Asking, video: dict[str, Any], board: str) -> None:
    name, path = video["video_name"], f"/api/v1/boards/{board}"
    shown = ask.json("GET", path)
    assert (shown["video_count"], shown["image_count"], shown["cover_video_name"]) == (1, 0, name)
    assert shown["cover_image_name"] is None
    assert ask.json("GET", f"{path}/image_names") == []
    removed = ask.json("DELETE", f"{VIDEOS}/board", json={"video_name": name})
    assert (sorted(removed["affected_boards"]), removed["removed_videos"]) == (sorted(["none", board]), [name])
    again = ask.json("DELETE", f"{VIDEOS}/board", json={"video_name": name})
    assert again == {"affected_boards": ["none"], "removed_videos": [name]}
    added = ask.json("POST", f"{VIDEOS}/board", json={"board_id": board, "video_name": name})
    assert (sorted(added["affected_boards"]), added["added_videos"]) == (sorted(["none", board]), [name])
    for body, refusal in [
        ({"board_id": board, "video_name": "nonsense.mp4"}, (500, {"detail": "Failed to add video to board"})),
        ({"board_id": "nonsense", "video_name": name}, (404, {"detail": "Board not found"})),
    ]:
        answer = ask("POST", f"{VIDEOS}/board", json=body)
        assert (answer.status_code, answer.json()) == refusal
    deleted = ask.json("DELETE", path)
    assert (deleted["deleted_board_videos"], deleted["deleted_videos"]) == ([name], [])
    assert ask.json("GET", f"{VIDEOS}/i/{name}")["board_id"] is None


def test_a_board_is_deleted_with_its_videos(ask: Asking, video: dict[str, Any], board: str) -> None:
    deleted = ask.json("DELETE", f"/api/v1/boards/{board}", params={"include_images": True})
    assert (deleted["deleted_board_videos"], deleted["deleted_videos"]) == ([], [video["video_name"]])
    assert ask("GET", f"{VIDEOS}/i/{video['video_name']}").status_code == 404


def test_a_video_is_changed_starred_and_deleted(ask: Asking, video: dict[str, Any]) -> None:
    name = video["video_name"]
    changed = ask.json("PATCH", f"{VIDEOS}/i/{name}", json={"starred": True, "video_category": "user"})
    assert (changed["starred"], changed["video_category"]) == (True, "user")
    board = video["board_id"]
    assert ask.json("POST", f"{VIDEOS}/unstar", json={"video_names": [name, name]}) == {
        "affected_boards": [board],
        "unstarred_videos": [name],
        "failed_videos": [],
    }
    starred = ask.json("POST", f"{VIDEOS}/star", json={"video_names": [name, "nonsense.mp4"]})
    assert starred == {"affected_boards": [board], "starred_videos": [name], "failed_videos": ["nonsense.mp4"]}
    deleted = ask.json("DELETE", f"{VIDEOS}/i/{name}")
    assert deleted == {"affected_boards": [board], "deleted_videos": [name], "failed_videos": []}


def test_a_video_that_there_is_not(ask: Asking) -> None:
    path = f"{VIDEOS}/i/nonsense.mp4"
    for part in ("", "/metadata", "/workflow", "/full", "/thumbnail"):
        answer = ask("GET", f"{path}{part}")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})
    assert ask("GET", f"{path}/urls").status_code == 200
    answer = ask("DELETE", path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Video not found"})
    answer = ask("PATCH", path, json={"starred": True})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Failed to update video"})
    failed = ask.json("POST", f"{VIDEOS}/delete", json={"video_names": ["nonsense.mp4"]})
    assert failed == {"affected_boards": [], "deleted_videos": [], "failed_videos": ["nonsense.mp4"]}


def test_the_gallery_shows_both(ask: Asking, video: dict[str, Any], board: str) -> None:
    time.sleep(0.01)
    picture, name = ask.upload(board_id=board)["image_name"], video["video_name"]
    here = {"board_id": board}
    items = ask.json("GET", f"{GALLERY}/items/", params=here)
    assert [(item["kind"], item["name"]) for item in items["items"]] == [("image", picture), ("video", name)]
    shown = items["items"][1]
    assert (shown["duration"], shown["fps"], shown["full_url"]) == (0.5, 4.0, video["video_url"])
    assert (items["items"][0]["duration"], items["items"][0]["fps"]) == (None, None)
    names = ask.json("GET", f"{GALLERY}/item_names", params={**here, "order_dir": "ASC"})
    assert names == {"item_names": [name, picture], "starred_count": 0, "total_count": 2}
    named = ask.json("GET", f"{GALLERY}/items/names", params=here)["items"]
    assert named == [{"kind": "image", "name": picture}, {"kind": "video", "name": name}]
    assert ask.json("GET", "/api/v1/images/names", params=here)["image_names"] == [picture]
    assert ask.json("GET", f"{VIDEOS}/names", params=here)["video_names"] == [name]
    assert ask.json("GET", f"{VIDEOS}/", params=here)["items"] == [ask.json("GET", f"{VIDEOS}/i/{name}")]
    found = ask.json("GET", f"{GALLERY}/item_names", params={**here, "search_term": "positive_prompt"})
    assert found["item_names"] == [name]


def test_the_days_of_the_gallery(ask: Asking, video: dict[str, Any]) -> None:
    date = video["created_at"][:10]
    (day,) = [day for day in ask.json("GET", "/api/v1/virtual_boards/by_date") if day["date"] == date]
    assert (day["virtual_board_id"], day["board_name"]) == (f"by_date:{date}", date)
    assert day["video_count"] >= 1
    names = ask.json("GET", f"/api/v1/virtual_boards/by_date/{date}/item_names")["items"]
    assert {"kind": "video", "name": video["video_name"]} in names
    assert (
        video["video_name"] not in ask.json("GET", f"/api/v1/virtual_boards/by_date/{date}/image_names")["image_names"]
    )
    assert video["video_name"] in ask.json("GET", f"{GALLERY}/item_names", params={"created_date": date})["item_names"]


def test_videos_of_others(people: People) -> None:
    owner, other = people.new(), people.new()
    board = owner.board()["board_id"]
    name = sent(owner, params={"board_id": board}).json()["video_name"]
    path = f"{VIDEOS}/i/{name}"
    try:
        for part in ("", "/full", "/thumbnail", "/metadata", "/urls"):
            answer = other("GET", f"{path}{part}")
            assert (answer.status_code, answer.json()["detail"]) == (403, "Not authorized to access this video")
        assert other("GET", f"{VIDEOS}/i/nonsense.mp4").json() == {"detail": "Video not found"}
        assert other("DELETE", path).json() == {"detail": "Not authorized to modify this video"}
        assert other.json("POST", f"{VIDEOS}/delete", json={"video_names": [name]})["deleted_videos"] == []
        move = other("DELETE", f"{VIDEOS}/board", json={"video_name": name})
        assert (move.status_code, move.json()) == (403, {"detail": "Not authorized to modify this board"})
        assert other.json("GET", f"{VIDEOS}/")["total"] == 0
        assert other("GET", f"{VIDEOS}/", params={"board_id": board}).status_code == 403
        owner("PATCH", f"/api/v1/boards/{board}", json={"board_visibility": "shared"})
        assert other("GET", f"{path}/full").content == FILE
        assert sent(other, params={"board_id": board}).json() == {"detail": "Not authorized to upload to this board"}
    finally:
        assert owner.json("DELETE", path)["deleted_videos"] == [name]


def test_the_client_and_videos(invokeai: InvokeAIClient, tmp_path: Path) -> None:
    videos = invokeai.video_repo
    video = videos.upload_video(VIDEO, metadata=METADATA)
    try:
        assert videos.get_video_metadata(video.video_name) == METADATA
        assert videos.save_video(video.video_name, tmp_path).read_bytes() == FILE
        assert video.video_name in [each.video_name for each in videos.list_videos(limit=100)]
    finally:
        assert videos.delete_videos([video.video_name]).deleted_videos == [video.video_name]
