"""Boards on a running server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from invokegraph.transport import InvokeAIClient, NotFound, RequestRefused

from .pictures import png, png_size

if TYPE_CHECKING:
    from pathlib import Path

    from invokegraph.transport import BoardHandle

pytestmark = pytest.mark.live


def test_a_board_from_beginning_to_end(client: InvokeAIClient, tmp_path: Path) -> None:
    boards = client.board_repo
    board = boards.create_board("before / ☂ & 'after'")
    assert (board.board_name, board.record.image_count, board.record.archived) == ("before / ☂ & 'after'", 0, False)
    name = board.upload_image_data(png(), image_category="general").image_name
    assert board.rename("after").board_name == board.board_name == "after"
    assert board.set_cover(name).cover_image_name == name
    assert board.refresh().image_count == 1
    assert board.list_images(limit=10) == board.list_image_names() == [name]
    assert board.images()[0].image_name == name
    assert png_size(board.download_image(name)) == (16, 16)
    assert board.download_image(name, full_resolution=False)[8:12] == b"WEBP"
    assert [path.name for path in board.save_images(tmp_path)] == [name]
    assert board.archive().archived is True
    listed = [other.board_id for other in boards.list_boards()]
    assert board.board_id not in listed
    assert board.board_id in [other.board_id for other in boards.list_boards(include_archived=True)]
    assert board.archive(archived=False).archived is False
    answer = board.delete(include_images=True)
    assert answer.deleted_images == [name]
    with pytest.raises(NotFound, match="Board not found"):
        board.refresh()
    with pytest.raises(NotFound):
        client.image_repo.get_image(name)


def test_deleting_a_board_leaves_its_images(client: InvokeAIClient) -> None:
    board = client.board_repo.create_board("short-lived")
    name = board.upload_image(png()).image_name
    assert board.delete().deleted_board_images == [name]
    assert client.image_repo.get_image(name).board_id == "none"
    client.image_repo.delete_image(name)


def test_lists_and_pages(client: InvokeAIClient) -> None:
    boards = client.board_repo
    mark = uuid4().hex
    made = [boards.create_board(f"{mark} {letter}") for letter in "abc"]
    try:
        ours = [board.board_name for board in boards.list_boards() if mark in board.board_name]
        assert ours == [board.board_name for board in reversed(made)], "the newest first"
        by_name = boards.list_boards(order_by="board_name", descending=False)
        assert [board.board_name for board in by_name if mark in board.board_name] == ours[::-1]
        pages = [boards.list_boards(offset=offset, limit=1) for offset in range(3)]
        assert pages == [[board] for board in boards.list_boards()[:3]]
        first, *rest = boards.list_boards(include_uncategorized=True)
        assert (first.board_id, first.board_name, len(rest)) == ("none", "Uncategorized", len(by_name))
    finally:
        for board in made:
            board.delete()


def test_uncategorised_images(client: InvokeAIClient, board: BoardHandle) -> None:
    name = board.upload_image(png()).image_name
    none = client.board_repo.get_board_handle("none")
    assert name not in none.list_image_names()
    assert board.remove_images(name).removed_images == [name]
    assert name in none.list_image_names(categories=["user"], is_intermediate=False)
    assert name in none.list_images(limit=1000)
    assert board.list_images() == []
    assert board.add_images([name]).added_images == [name]
    assert board.list_images() == [name]
    assert none.add_images([name]).removed_images == [name]
    for change in (lambda: none.rename("x"), none.archive, none.delete, lambda: none.set_cover(name)):
        with pytest.raises(ValueError, match="no board"):
            change()
    client.image_repo.delete_image(name)


def test_what_there_is_not(client: InvokeAIClient) -> None:
    for missing in (client.board_repo.get_board, client.board_repo.get_board_handle, client.board_repo.delete_board):
        with pytest.raises(NotFound, match="Board not found"):
            missing("unknown")
    with pytest.raises(RequestRefused, match="at most 300 characters"):
        client.board_repo.create_board("x" * 301)


def test_the_visibility_of_a_board_is_changed(client: InvokeAIClient, board: BoardHandle) -> None:
    assert client.board_repo.update_board(board.board_id, board_visibility="shared").board_visibility == "shared"
    assert client.board_repo.get_board(board.board_id).board_visibility == "shared"


def test_boards_by_date(client: InvokeAIClient, board: BoardHandle) -> None:
    name = board.upload_image(png()).image_name
    today = client.image_repo.get_image(name).created_at[:10]
    assert today in [day.date for day in client.board_repo.list_virtual_boards()]
    assert name in client.image_repo.list_item_names(created_date=today)
    assert name not in client.image_repo.list_item_names(created_date="2001-01-01")
