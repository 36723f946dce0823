"""What a server has, as commands name it, list it and add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.cli.boards import board_there
from invokegraph.cli.endings import CommandError
from invokegraph.transport.errors import RequestRefused
from invokegraph.transport.repository import part
from invokegraph.words import shorten

if TYPE_CHECKING:
    from pathlib import Path

    from invokegraph.transport import InvokeAIClient
    from invokegraph.transport.images import Filters, ImageRecord
    from invokegraph.transport.repository import Page
    from invokegraph.transport.workflows import WorkflowCategory, WorkflowRecord

_AT_ONCE = 100
_NO_PICTURE = 415


def an_id(text: str) -> None:
    """Complain of what cannot be an id or the name of an image.

    Raises:
        CommandError: It cannot.
    """
    try:
        part(text)
    except ValueError:
        raise CommandError(f"{shorten(text)} is no id or name: it is empty, dots, or holds a slash") from None


def all_workflows(client: InvokeAIClient, *, own: bool) -> list[WorkflowRecord]:
    """All workflows of a server, or those that do not come with it."""
    categories: WorkflowCategory | None = "user" if own else None
    found: list[WorkflowRecord] = []
    while True:
        page = client.workflow_repo.list_workflows(
            page=len(found) // _AT_ONCE, per_page=_AT_ONCE, categories=categories
        )
        found += page
        if len(page) < _AT_ONCE:
            return found


def images_of(client: InvokeAIClient, board: str | None, search: str | None, limit: int) -> Page[ImageRecord]:
    """The newest images of a board, or of the whole server.

    Raises:
        CommandError: There is no such board.
    """
    filters: Filters = {"starred_first": False, "is_intermediate": False}
    if board is not None:
        filters["board_id"] = board_there(client, board)
    if search is not None:
        filters["search_term"] = search
    return client.image_repo.list_images(limit=limit, **filters)


def names_of(client: InvokeAIClient, board: str) -> list[str]:
    """The names of all images of a board, but for intermediate ones.

    Raises:
        CommandError: There is no such board.
    """
    return client.board_repo.list_image_names(board_there(client, board), is_intermediate=False)


def uploaded(client: InvokeAIClient, file: Path, board_id: str | None) -> ImageRecord:
    """Put a picture file on the server.

    Raises:
        CommandError: It cannot be read, or is no picture.
        TransportError: The server does not take it.
    """
    try:
        return client.image_repo.upload_image(file, board_id=board_id)
    except RequestRefused as error:
        if error.status != _NO_PICTURE:
            raise
        raise CommandError(f"{file}: the server reads no picture in it") from error
    except OSError as error:
        if error.filename is None:  # one of the connection, which says what it is itself
            raise
        raise CommandError(f"{file}: {error.strerror}") from error
