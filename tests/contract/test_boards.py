"""Boards, and what is pinned to them."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest

from tests.contract.asking import Asking, details

BOARDS = "/api/v1/boards"
PINS = "/api/v1/board_images"
FIELDS = {
    *("board_id", "board_name", "user_id", "created_at", "updated_at", "deleted_at", "cover_image_name"),
    *(
        "cover_video_name",
        "archived",
        "board_visibility",
        "image_count",
        "video_count",
        "asset_count",
        "owner_username",
    ),
}


def test_a_new_board(ask: Asking) -> None:
    board = ask.board("mine")
    assert set(board) == FIELDS
    assert (board["board_name"], board["user_id"], board["archived"], board["board_visibility"]) == (
        "mine",
        "system",
        False,
        "private",
    )
    assert (board["image_count"], board["asset_count"], board["video_count"], board["cover_image_name"]) == (
        0,
        0,
        0,
        None,
    )
    assert ask.json("GET", f"{BOARDS}/{board['board_id']}") == board


def test_a_board_needs_a_name(ask: Asking) -> None:
    (told,) = details(ask("POST", f"{BOARDS}/"))
    assert (told["type"], told["loc"]) == ("missing", ["query", "board_name"])
    (told,) = details(ask("POST", f"{BOARDS}/", params={"board_name": "x" * 301}))
    assert (told["type"], told["ctx"]) == ("string_too_long", {"max_length": 300})


def test_listing_boards(ask: Asking) -> None:
    board = ask.board()
    assert {**board, "owner_username": "System"} in ask.json("GET", f"{BOARDS}/", params={"all": True})
    page = ask.json("GET", f"{BOARDS}/", params={"offset": 0, "limit": 1})
    assert set(page) == {"limit", "offset", "total", "items"}
    assert len(page["items"]) == 1


def test_boards_are_listed_in_order(ask: Asking) -> None:
    mark = str(uuid4())
    made = [ask.board(f"{letter} {mark}")["board_id"] for letter in "bac"]
    query = {"all": True, "order_by": "board_name", "direction": "ASC"}
    found = [board["board_id"] for board in ask.json("GET", f"{BOARDS}/", params=query) if mark in board["board_name"]]
    assert found == [made[1], made[0], made[2]]


def test_all_or_a_page(ask: Asking) -> None:
    answer = ask("GET", f"{BOARDS}/")
    said = "Invalid request: Must provide either 'all' or both 'offset' and 'limit'"
    assert (answer.status_code, answer.json()["detail"]) == (400, said)


@pytest.mark.parametrize("path", ["nonsense", "none", "nonsense/image_names"])
def test_a_board_that_there_is_not(ask: Asking, path: str) -> None:
    answer = ask("GET", f"{BOARDS}/{path}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Board not found"})


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_changing_a_board_that_there_is_not(ask: Asking, method: str) -> None:
    assert ask(method, f"{BOARDS}/nonsense", json={}).status_code == 404


def test_changing_a_board(ask: Asking) -> None:
    path = f"{BOARDS}/{ask.board()['board_id']}"
    answer = ask("PATCH", path, json={"board_name": "new", "archived": True, "board_visibility": "public"})
    assert answer.status_code == 201
    board = ask.json("GET", path)
    assert (board["board_name"], board["archived"], board["board_visibility"]) == ("new", True, "public")
    row = {**board, "owner_username": "System"}
    assert row not in ask.json("GET", f"{BOARDS}/", params={"all": True})
    assert row in ask.json("GET", f"{BOARDS}/", params={"all": True, "include_archived": True})


def test_what_is_on_a_board_is_counted(ask: Asking) -> None:
    board = ask.board()["board_id"]
    starred = ask.upload(board_id=board)["image_name"]
    time.sleep(0.002)
    last = ask.upload(board_id=board, image_category="mask")["image_name"]
    time.sleep(0.002)
    ask.upload(board_id=board, is_intermediate=True)
    counted = ask.json("GET", f"{BOARDS}/{board}")
    assert (counted["image_count"], counted["asset_count"], counted["cover_image_name"]) == (1, 1, last)
    ask.json("POST", "/api/v1/images/star", json={"image_names": [starred]})
    assert ask.json("GET", f"{BOARDS}/{board}")["cover_image_name"] == starred


def test_names_on_a_board(ask: Asking) -> None:
    board = ask.board()["board_id"]
    names = [ask.upload(board_id=board, image_category=category)["image_name"] for category in ("general", "mask")]
    assert sorted(ask.json("GET", f"{BOARDS}/{board}/image_names")) == sorted(names)
    assert ask.json("GET", f"{BOARDS}/{board}/image_names", params={"categories": "mask"}) == names[1:]
    assert ask.json("GET", f"{BOARDS}/{board}/image_names", params={"is_intermediate": True}) == []


def test_names_on_no_board(ask: Asking) -> None:
    name = ask.upload()["image_name"]
    assert name in ask.json("GET", f"{BOARDS}/none/image_names")


def test_pinning_a_picture(ask: Asking) -> None:
    board, name = ask.board()["board_id"], ask.upload()["image_name"]
    answer = ask("POST", f"{PINS}/", json={"board_id": board, "image_name": name})
    assert answer.status_code == 201
    assert answer.json()["added_images"] == [name]
    assert sorted(answer.json()["affected_boards"]) == sorted([board, "none"])
    assert ask.json("GET", f"/api/v1/images/i/{name}")["board_id"] == board


def test_a_picture_is_on_one_board(ask: Asking) -> None:
    one, other = (ask.board()["board_id"] for _ in range(2))
    name = ask.upload(board_id=one)["image_name"]
    answer = ask("POST", f"{PINS}/batch", json={"board_id": other, "image_names": [name]}).json()
    assert sorted(answer["affected_boards"]) == sorted([one, other])
    assert ask.json("GET", f"{BOARDS}/{one}/image_names") == []


def test_unpinning_a_picture(ask: Asking) -> None:
    board = ask.board()["board_id"]
    name = ask.upload(board_id=board)["image_name"]
    answer = ask("DELETE", f"{PINS}/", json={"image_name": name})
    assert answer.status_code == 201
    assert answer.json()["removed_images"] == [name]
    assert sorted(answer.json()["affected_boards"]) == sorted([board, "none"])
    assert ask.json("GET", f"/api/v1/images/i/{name}")["board_id"] is None


def test_unpinning_pictures(ask: Asking) -> None:
    board = ask.board()["board_id"]
    names = [ask.upload(board_id=board)["image_name"] for _ in range(2)]
    answer = ask("POST", f"{PINS}/batch/delete", json={"image_names": names})
    assert answer.status_code == 201
    assert sorted(answer.json()["removed_images"]) == sorted(names)


def test_pinning_to_a_board_that_there_is_not(ask: Asking) -> None:
    name = ask.upload()["image_name"]
    answer = ask("POST", f"{PINS}/", json={"board_id": "nonsense", "image_name": name})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Board not found"})


@pytest.mark.parametrize("with_images", [False, True])
def test_deleting_a_board(ask: Asking, *, with_images: bool) -> None:
    board = ask.board()["board_id"]
    name = ask.upload(board_id=board)["image_name"]
    answer = ask.json("DELETE", f"{BOARDS}/{board}", params={"include_images": with_images})
    assert answer["board_id"] == board
    assert (answer["deleted_images"], answer["deleted_board_images"]) == (([name], []) if with_images else ([], [name]))
    assert ask("GET", f"/api/v1/images/i/{name}").status_code == (404 if with_images else 200)
    assert ask("GET", f"{BOARDS}/{board}").status_code == 404


def test_a_page_counts_itself_alone(ask: Asking) -> None:
    ask.board()
    ask.board()
    page = ask.json("GET", f"{BOARDS}/", params={"offset": 0, "limit": 1})
    assert (page["total"], len(page["items"])) == (1, 1)
    assert ask.json("GET", f"{BOARDS}/", params={"offset": 9999, "limit": 1})["total"] == 0


def test_boards_by_name(ask: Asking) -> None:
    for name in ("contract-b", "contract-C", "contract-a", "contract-Ä", "contract-ä"):
        ask.board(name)

    def names(**query: object) -> list[str]:
        answer = ask.json("GET", f"{BOARDS}/", params={"order_by": "board_name", "direction": "ASC", **query})
        rows = answer if isinstance(answer, list) else answer["items"]
        return [row["board_name"][-1] for row in rows if row["board_name"].startswith("contract-")]

    assert names(all=True) == ["a", "b", "C", "Ä", "ä"]
    assert names(offset=0, limit=1000) == ["C", "a", "b", "Ä", "ä"]


def test_a_change_of_nothing_is_no_change(ask: Asking) -> None:
    board = ask.board()
    assert ask.json("PATCH", f"{BOARDS}/{board['board_id']}", json={}) == board


def test_pictures_of_a_board_in_the_order_of_their_pins(ask: Asking) -> None:
    first, second = ask.board()["board_id"], ask.board()["board_id"]
    names = [ask.upload()["image_name"] for _ in range(3)]
    for name in reversed(names):
        ask("POST", f"{PINS}/", json={"board_id": first, "image_name": name})
        time.sleep(0.005)

    def listed(**query: object) -> list[str]:
        return ask.json("GET", f"{BOARDS}/{first}/image_names", params=query)

    assert listed() == names[::-1]
    assert listed(categories=["general"], is_intermediate=False) == names
    for board in (second, first):  # what was elsewhere for a while comes back to its place
        ask("POST", f"{PINS}/", json={"board_id": board, "image_name": names[2]})
    assert listed(categories=["general"]) == names[::-1]
    ask("DELETE", f"{PINS}/", json={"image_name": names[2]})
    ask("POST", f"{PINS}/", json={"board_id": first, "image_name": names[2]})
    assert listed() == [names[1], names[0], names[2]]


def test_pictures_on_no_board_come_by_their_names(ask: Asking) -> None:
    made = [ask.upload()["image_name"] for _ in range(6)]
    listed = ask.json("GET", f"{BOARDS}/none/image_names")
    assert [name for name in listed if name in made] == sorted(made)
    listed = ask.json("GET", f"{BOARDS}/none/image_names", params={"is_intermediate": False})
    assert [name for name in listed if name in made] == made
