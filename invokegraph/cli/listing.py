"""What a server has, as commands name it, list it and add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.cli.boards import board_there
from invokegraph.cli.endings import CommandError
from invokegraph.transport.errors import RequestRefused

if TYPE_CHECKING:
    from pathlib import Path

    from invokegraph.transport import InvokeAIClient
    from invokegraph.transport.images import Filters, ImageRecord
    from invokegraph.transport.repository import Page

_UNSUPPORTED_MEDIA_TYPE = 415


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


def uploaded(client: InvokeAIClient, file: Path, board_id: str | None) -> ImageRecord | None:
    """Put a picture file on the server; None where the server takes it for no picture.

    Raises:
        CommandError: It cannot be read.
        TransportError: The server refuses it for another reason, or does not answer.
    """
    try:
        return client.image_repo.upload_image(file, board_id=board_id)
    except RequestRefused as error:
        if error.status != _UNSUPPORTED_MEDIA_TYPE:
            raise
        return None
    except OSError as error:
        if error.filename is None:  # one of the connection, which says what it is itself
            raise
        raise CommandError(f"{file}: {error.strerror}") from error
