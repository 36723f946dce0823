"""The users of a multi-user server, which is a server of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invokegraph import InvokeAIClient
from invokegraph.transport import NotFound, RequestRefused

from .pictures import png
from .servers import ADMIN, own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live


def logged_in(url: str, email: str, password: str) -> InvokeAIClient:
    client = InvokeAIClient.from_url(url)
    client.login(email, password)
    return client


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with own_server(MULTIUSER="1") as server:
        yield server.url


@pytest.fixture
def admin(url: str) -> Iterator[InvokeAIClient]:
    with logged_in(url, *ADMIN) as client:
        yield client


def test_users_from_beginning_to_end(url: str, admin: InvokeAIClient) -> None:
    users = admin.user_repo
    assert users.get_status().multiuser_enabled is True
    me = users.get_me()
    assert (me.email, me.is_admin) == (ADMIN[0], True)
    assert users.update_me(display_name="The Admin ☂").display_name == "The Admin ☂"
    password = users.generate_password()
    other = users.create_user("other@example.com", password, display_name="Other")
    assert (other.email, other.is_admin, other.is_active) == ("other@example.com", False, True)
    assert {user.email for user in users.list_users()} >= {ADMIN[0], "other@example.com"}
    assert users.get_user(other.user_id).display_name == "Other"
    with logged_in(url, "other@example.com", password) as theirs:
        assert theirs.user_repo.get_me().user_id == other.user_id
        with pytest.raises(RequestRefused, match="403"):
            theirs.user_repo.list_users()
    assert users.update_user(other.user_id, is_active=False).is_active is False
    with pytest.raises(RequestRefused, match="403"):
        logged_in(url, "other@example.com", password)
    users.delete_user(other.user_id)
    with pytest.raises(NotFound):
        users.get_user(other.user_id)
    with pytest.raises(RequestRefused, match="400"):
        users.delete_user(me.user_id)


def test_what_belongs_to_whom(url: str, admin: InvokeAIClient) -> None:
    password = admin.user_repo.generate_password()
    other = admin.user_repo.create_user("owner@example.com", password)
    with logged_in(url, "owner@example.com", password) as theirs:
        board = admin.board_repo.create_board("private")
        name = board.upload_image(png()).image_name
        with pytest.raises(RequestRefused, match="403"):
            theirs.board_repo.get_board(board.board_id)
        with pytest.raises(RequestRefused, match="403"):
            theirs.image_repo.download_image(name)
        with pytest.raises(RequestRefused, match="403"):
            theirs.queue_repo.pause()
        admin.board_repo.update_board(board.board_id, board_visibility="shared")
        assert theirs.image_repo.download_image(name)
        with pytest.raises(RequestRefused, match="403"):
            theirs.board_repo.delete_board(board.board_id)
        assert theirs.image_repo.delete_images(name).deleted_images == []
    board.delete(include_images=True)
    admin.user_repo.delete_user(other.user_id)


def test_without_a_token(url: str) -> None:
    with InvokeAIClient.from_url(url) as stranger:
        assert stranger.health_check()
        for call in (stranger.board_repo.list_boards, stranger.dnn_model_repo.list_models, stranger.user_repo.get_me):
            with pytest.raises(RequestRefused, match="401"):
                call()
