"""The boards of a server, and a handle for working with one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack

from invokegraph.transport.errors import readable
from invokegraph.transport.images import ImageRepository
from invokegraph.transport.record import Record
from invokegraph.transport.repository import UNCATEGORIZED, Page, Repository, given, listed, ordering, part

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from invokegraph.transport.http import Http
    from invokegraph.transport.images import Category, Filters, ImageRecord
    from invokegraph.transport.uploads import Uploadable

Visibility = Literal["private", "shared", "public"]


class BoardRecord(Record):
    """A board as the server lists it. Whatever else the server says is there too: `board.image_count`."""

    __slots__ = ()

    @property
    def board_id(self) -> str:
        """What the server calls it; `"none"` stands for the images that are on no board."""
        return self._text("board_id")

    @property
    def board_name(self) -> str:
        """Its name; not necessarily unique."""
        return self._text("board_name")


class BoardRepository(Repository):
    """The boards of a server; reach it as `client.board_repo`."""

    def __init__(self, http: Http) -> None:
        super().__init__(http)
        self._images = ImageRepository(http)

    def list_boards(
        self,
        *,
        include_uncategorized: bool = False,
        include_archived: bool = False,
        order_by: Literal["created_at", "board_name"] = "created_at",
        descending: bool = True,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[BoardRecord]:
        """The boards that this user sees.

        Args:
            include_uncategorized: Whether an entry `"none"` for the images that are on no board comes first.
            include_archived: Whether archived boards are listed.
            order_by: What to sort by.
            descending: Whether the newest, or the last in the alphabet, comes first.
            offset: How many to leave out at the beginning; only with a limit.
            limit: How many to list at most; all if left out.

        Example:
            >>> [board.board_name for board in client.board_repo.list_boards()]  # doctest: +SKIP
            ['lighthouses', 'harbours']
        """
        order = {
            "include_archived": include_archived,
            "order_by": order_by,
            "direction": ordering(descending=descending),
        }
        if limit is None:
            if offset:
                raise ValueError("offset needs a limit")
            found = self._objects("GET", "/boards/", params={**order, "all": True})
        else:  # the total of such an answer is left: 6.14.2 gives the number of boards in it
            found, _ = self._page("/boards/", {**order, "offset": offset, "limit": limit})
        return [*([_uncategorized()] if include_uncategorized else []), *map(BoardRecord, found)]

    def get_board(self, board_id: str) -> BoardRecord:
        """One board."""
        if board_id == UNCATEGORIZED:
            return _uncategorized()
        return BoardRecord(self._object("GET", f"/boards/{part(board_id)}"))

    def get_board_handle(self, board_id: str) -> BoardHandle:
        """A handle for working with one board; with the images that are on no board for `"none"`."""
        return BoardHandle(self, self._images, self.get_board(board_id))

    def create_board(self, board_name: str) -> BoardHandle:
        """Make a board and return a handle for it.

        Args:
            board_name: Its name, up to 300 characters.
        """
        answer = self._object("POST", "/boards/", params={"board_name": board_name})
        return BoardHandle(self, self._images, BoardRecord(answer))

    def update_board(
        self,
        board_id: str,
        *,
        board_name: str | None = None,
        archived: bool | None = None,
        cover_image_name: str | None = None,
        board_visibility: Visibility | None = None,
    ) -> BoardRecord:
        """Change a board; what is left out stays as it is.

        Args:
            board_id: The board.
            board_name: A new name.
            archived: Whether it is archived.
            cover_image_name: The image that the GUI shows for it.
            board_visibility: Who else sees it, on a multi-user server.
        """
        changes = given(
            {
                "board_name": board_name,
                "archived": archived,
                "cover_image_name": cover_image_name,
                "board_visibility": board_visibility,
            }
        )
        return BoardRecord(self._object("PATCH", f"/boards/{part(board_id)}", json=changes))

    def delete_board(self, board_id: str, *, include_images: bool = False) -> Record:
        """Delete a board.

        Args:
            board_id: The board.
            include_images: Whether its images and videos are deleted for good; otherwise they stay, on no board.
        """
        params = {"include_images": include_images}
        return Record(self._object("DELETE", f"/boards/{part(board_id)}", params=params))

    def list_image_names(
        self, board_id: str, *, categories: Iterable[Category] | None = None, is_intermediate: bool | None = None
    ) -> list[str]:
        """The names of all images of a board; of those that are on no board for `"none"`.

        Args:
            board_id: The board.
            categories: Only images of these categories.
            is_intermediate: Only intermediate ones, or only others; both if left out.
        """
        params = given(
            {"categories": None if categories is None else listed(categories), "is_intermediate": is_intermediate}
        )
        return [str(name) for name in self._list("GET", f"/boards/{part(board_id)}/image_names", params=params)]

    def list_virtual_boards(self) -> list[Record]:
        """One board for each day with images; `client.image_repo.list_item_names(created_date=…)` names those."""
        return [Record(board) for board in self._objects("GET", "/virtual_boards/by_date")]


class BoardHandle:
    """One board, to work with.

    Attributes:
        record: The board as the server described it last.
    """

    def __init__(self, repository: BoardRepository, images: ImageRepository, record: BoardRecord) -> None:
        self._repository = repository
        self._images = images
        self.record = record

    @property
    def board_id(self) -> str:
        """What the server calls it; `"none"` stands for the images that are on no board."""
        return self.record.board_id

    @property
    def board_name(self) -> str:
        """Its name."""
        return self.record.board_name

    def refresh(self) -> BoardRecord:
        """Ask the server for the board anew."""
        self.record = self._repository.get_board(self.board_id)
        return self.record

    def list_images(self, *, offset: int = 0, limit: int = 100, **filters: Unpack[Filters]) -> list[str]:
        """The names of some of its images.

        Args:
            offset: How many to leave out at the beginning.
            limit: How many to list at most, up to 1000.
            **filters: What narrows and orders the list, as for `client.image_repo.list_images`.

        Example:
            >>> client.board_repo.get_board_handle("none").list_images(limit=2)  # doctest: +SKIP
            ['0f1e2d3c-….png', '9a8b7c6d-….png']
        """
        return [image.image_name for image in self.images(offset=offset, limit=limit, **filters)]

    def images(self, *, offset: int = 0, limit: int = 100, **filters: Unpack[Filters]) -> Page[ImageRecord]:
        """Some of its images, with everything that the server says about them.

        Args:
            offset: How many to leave out at the beginning.
            limit: How many to list at most, up to 1000.
            **filters: What narrows and orders the list, as for `client.image_repo.list_images`.
        """
        filters["board_id"] = self.board_id
        return self._images.list_images(offset=offset, limit=limit, **filters)

    def list_image_names(
        self, *, categories: Iterable[Category] | None = None, is_intermediate: bool | None = None
    ) -> list[str]:
        """The names of all its images.

        Args:
            categories: Only images of these categories.
            is_intermediate: Only intermediate ones, or only others; both if left out.
        """
        return self._repository.list_image_names(self.board_id, categories=categories, is_intermediate=is_intermediate)

    def upload_image(
        self,
        image: Uploadable,
        *,
        image_category: Category = "user",
        is_intermediate: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> ImageRecord:
        """Put an image on the server and on this board.

        Args:
            image: A path, the bytes of an image file, a file opened for reading bytes, or a Pillow image.
            image_category: What it is; `"user"` shows it among the assets of the GUI, `"general"` among its images.
            is_intermediate: Whether the GUI leaves it out.
            metadata: Replaces what the file holds.

        Raises:
            OSError: The file cannot be read.
            RequestRefused: It is no image (415).
        """
        return self._images.upload_image(
            image,
            board_id=self.board_id,
            image_category=image_category,
            is_intermediate=is_intermediate,
            metadata=metadata,
        )

    def upload_image_data(self, data: bytes, *, image_category: Category = "user") -> ImageRecord:
        """Put an image on the server and on this board, given the bytes of its file."""
        return self.upload_image(data, image_category=image_category)

    def download_image(self, image_name: str, *, full_resolution: bool = True) -> bytes:
        """An image file: the PNG, or with `full_resolution=False` the thumbnail, a WebP."""
        return self._images.download_image(image_name, full_resolution=full_resolution)

    def save_images(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write all its images into a folder, several at once, and return their paths.

        Raises:
            OSError: A file cannot be written.
        """
        return self._images.save_images(self.list_image_names(), folder)

    def add_images(self, image_names: str | Iterable[str]) -> Record:
        """Put images on this board, off the one that each was on; unknown names are ignored."""
        return self._images.move_images(image_names, self.board_id)

    def remove_images(self, image_names: str | Iterable[str]) -> Record:
        """Take images off their boards; unknown names are ignored."""
        return self._images.move_images(image_names, UNCATEGORIZED)

    def rename(self, board_name: str) -> BoardRecord:
        """Give it another name."""
        return self._update(board_name=board_name)

    def archive(self, *, archived: bool = True) -> BoardRecord:
        """Archive it, or with `archived=False` bring it back."""
        return self._update(archived=archived)

    def set_cover(self, image_name: str) -> BoardRecord:
        """Say which image the GUI shows for it."""
        return self._update(cover_image_name=image_name)

    def delete(self, *, include_images: bool = False) -> Record:
        """Delete it; with `include_images=True` its images and videos too, for good."""
        self._no_sentinel()
        return self._repository.delete_board(self.board_id, include_images=include_images)

    def _update(
        self, *, board_name: str | None = None, archived: bool | None = None, cover_image_name: str | None = None
    ) -> BoardRecord:
        self._no_sentinel()
        self.record = self._repository.update_board(
            self.board_id, board_name=board_name, archived=archived, cover_image_name=cover_image_name
        )
        return self.record

    def _no_sentinel(self) -> None:
        if self.board_id == UNCATEGORIZED:
            raise ValueError("'none' stands for the images that are on no board: it cannot be changed or deleted")

    def __repr__(self) -> str:
        return f"<BoardHandle {readable(self.board_name, 80)!r}: {readable(self.board_id, 80)}>"


def _uncategorized() -> BoardRecord:
    return BoardRecord({"board_id": UNCATEGORIZED, "board_name": "Uncategorized"})
