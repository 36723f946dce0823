"""The images of a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, cast

from invokegraph.transport.answers import chunks
from invokegraph.transport.downloads import AT_ONCE, download, download_all, image_endpoint, opened, place, plain
from invokegraph.transport.errors import UnexpectedAnswer
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import (
    UNCATEGORIZED,
    Page,
    Repository,
    count,
    given,
    in_portions,
    listed,
    ordering,
    part,
)
from invokegraph.transport.uploads import file_part

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from invokegraph.transport.uploads import Uploadable

Category = Literal["general", "mask", "control", "user", "other"]
_PORTION = 200


class Filters(TypedDict, total=False):
    """What narrows and orders a list of images or videos.

    Attributes:
        board_id: Those of a board; `"none"` for those that are on no board.
        categories: Those of these categories; a picture that was made is `general`, one that was uploaded is `user`.
        is_intermediate: Only intermediate ones, or only others; both if left out.
        origin: `"internal"` for those that the server made, `"external"` for uploads.
        search_term: Those whose metadata or date of creation hold this text.
        starred_first: Whether starred ones come first, as they do unless said otherwise.
        descending: Whether newer ones come first, as they do unless said otherwise.
    """

    board_id: str
    categories: Iterable[Category]
    is_intermediate: bool
    origin: Literal["internal", "external"]
    search_term: str
    starred_first: bool
    descending: bool


class ImageRecord(Record):
    """An image as the server lists it. Whatever else the server says is there too: `image.starred`."""

    __slots__ = ()

    @property
    def image_name(self) -> str:
        """The server's name for it."""
        return self._text("image_name")

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return self._integer("width")

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return self._integer("height")

    @property
    def board_id(self) -> str:
        """The board that it is on; `"none"` where it is on no board."""
        return self._text("board_id") or UNCATEGORIZED


class ImageRepository(Repository):
    """The images of a server; reach it as `client.image_repo`."""

    def list_images(self, *, offset: int = 0, limit: int = 100, **filters: Unpack[Filters]) -> Page[ImageRecord]:
        """Some of the images.

        Args:
            offset: How many to leave out at the beginning.
            limit: How many to list at most, up to 1000.
            **filters: What narrows and orders the list; see `Filters`.

        Example:
            >>> page = client.image_repo.list_images(limit=20, board_id="none")  # doctest: +SKIP
            >>> len(page), page.total  # doctest: +SKIP
            (20, 4711)
        """
        items, total = self._page(
            "/images/", {**query(filters, origin="image_origin"), "offset": offset, "limit": limit}
        )
        return Page(map(ImageRecord, items), total=total, offset=offset)

    def iter_images(self, **filters: Unpack[Filters]) -> Iterator[ImageRecord]:
        """All images, fetched little by little while iterating.

        The names are fetched first, so that images that come or go meanwhile shift nothing; those that went are left
        out.
        """
        for some in in_portions(self.list_item_names(**filters), _PORTION):
            yield from self.get_images(some)

    def list_items(self, *, offset: int = 0, limit: int = 100, **filters: Unpack[Filters]) -> Page[Record]:
        """Some of the images and videos in one list; `kind` tells them apart.

        Args:
            offset: How many to leave out at the beginning.
            limit: How many to list at most, up to 1000.
            **filters: What narrows and orders the list; see `Filters`.
        """
        items, total = self._page("/gallery/items/", {**query(filters), "offset": offset, "limit": limit})
        return Page(map(Record, items), total=total, offset=offset)

    def list_item_names(self, *, created_date: str | None = None, **filters: Unpack[Filters]) -> list[str]:
        """The names of all images and videos. A name that ends in `.mp4` is a video's.

        Args:
            created_date: Only those of one day, as in `"2026-03-18"`.
            **filters: What narrows and orders the list; see `Filters`.
        """
        params = {**query(filters), **given({"created_date": created_date})}
        return [str(name) for name in self._list_in("GET", "/gallery/item_names", "item_names", params=params)]

    def get_image(self, image_name: str) -> ImageRecord:
        """One image."""
        return ImageRecord(self._object("GET", f"/images/i/{part(image_name)}"))

    def get_images(self, image_names: Iterable[str]) -> list[ImageRecord]:
        """Images by their names, in that order; those that the server does not have are left out."""
        found: list[ImageRecord] = []
        for some in in_portions(listed(image_names)):
            answer = self._objects("POST", "/images/images_by_names", json={"image_names": some})
            found.extend(map(ImageRecord, answer))
        return found

    def get_image_metadata(self, image_name: str) -> Record | None:
        """What was recorded about how an image was made; None if nothing was."""
        answer = self._http.json("GET", f"/images/i/{part(image_name)}/metadata")
        return None if answer is None else Record(mapping(answer))

    def get_image_workflow(self, image_name: str) -> dict[str, Any] | None:
        """The workflow that an image was made with, as the GUI saves it; None if there is none."""
        return embedded(self._object("GET", f"/images/i/{part(image_name)}/workflow"), "workflow")

    def get_image_graph(self, image_name: str) -> dict[str, Any] | None:
        """The graph that an image was made with, as `Graph.from_dict` reads it; None if there is none."""
        return embedded(self._object("GET", f"/images/i/{part(image_name)}/workflow"), "graph")

    def get_image_urls(self, image_name: str) -> Record:
        """The paths of an image and its thumbnail below the server's root, which also come for unknown names."""
        return Record(self._object("GET", f"/images/i/{part(image_name)}/urls"))

    def upload_image(
        self,
        image: Uploadable,
        *,
        board_id: str | None = None,
        image_category: Category = "user",
        is_intermediate: bool = False,
        session_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        resize_to: tuple[int, int] | None = None,
        crop_visible: bool = False,
    ) -> ImageRecord:
        """Put an image on the server. What a PNG holds of metadata, workflow and graph is kept there.

        Args:
            image: A path, the bytes of an image file, a file opened for reading bytes, or a Pillow image.
            board_id: The board to put it on; None or `"none"` for no board.
            image_category: What it is; `"user"` shows it among the assets of the GUI, `"general"` among its images.
            is_intermediate: Whether the GUI leaves it out.
            session_id: The session that it belongs to.
            metadata: Replaces what the file holds.
            resize_to: Width and height to give it.
            crop_visible: Whether transparent borders are cut off.

        Raises:
            OSError: The file cannot be read.
            RequestRefused: It is no image (415), or it may not be put on that board.
            NotFound: There is no such board.

        Example:
            >>> client.image_repo.upload_image("sketch.png").image_name  # doctest: +SKIP
            '0f1e2d3c-….png'
        """
        params = {
            "image_category": image_category,
            "is_intermediate": is_intermediate,
            "board_id": None if board_id == UNCATEGORIZED else board_id,
            "session_id": session_id,
            "crop_visible": crop_visible,
        }
        form: dict[str, str] = {}
        if metadata is not None:
            form["metadata"] = json.dumps(metadata)
        if resize_to is not None:
            form["resize_to"] = json.dumps({"width": resize_to[0], "height": resize_to[1]})
        files = {"file": file_part(image)}
        return ImageRecord(self._object("POST", "/images/upload", params=given(params), data=form, files=files))

    def download_image(self, image_name: str, *, full_resolution: bool = True) -> bytes:
        """An image file: the PNG, or the thumbnail of at most 256 pixels, a WebP.

        Args:
            image_name: The image.
            full_resolution: False for the thumbnail.
        """
        with opened(self._http, image_endpoint(image_name, full=full_resolution)) as response:
            return b"".join(chunks(response))

    def save_image(self, image_name: str, path: str | os.PathLike[str] = ".", *, full_resolution: bool = True) -> Path:
        """Write an image file and return its path. An incomplete download leaves no file under that name.

        Args:
            image_name: The image.
            path: The file, which is replaced if it exists; or a folder, which is made if the path ends with a
                slash, for a file of the server's name in it.
            full_resolution: False for the thumbnail.

        Raises:
            OSError: The file cannot be written.
        """
        endpoint = image_endpoint(image_name, full=full_resolution)
        return download(self._http, endpoint, place(path, image_name))

    def save_images(
        self, image_names: Iterable[str], folder: str | os.PathLike[str], *, at_once: int = AT_ONCE
    ) -> list[Path]:
        """Write image files into a folder, several at once, and return their paths in the order of the names.

        After a failure no further download is begun; files that are whole stay.

        Args:
            image_names: The images.
            folder: The folder, which is made if it does not exist.
            at_once: The most downloads at the same time.

        Raises:
            OSError: A file cannot be written.
        """
        into = Path(folder)
        into.mkdir(parents=True, exist_ok=True)
        wanted = [(image_endpoint(name), into / plain(name)) for name in listed(image_names)]
        return download_all(self._http, wanted, at_once=at_once)

    def update_image(
        self,
        image_name: str,
        *,
        image_category: Category | None = None,
        is_intermediate: bool | None = None,
        starred: bool | None = None,
        session_id: str | None = None,
    ) -> ImageRecord:
        """Change what is recorded of an image; what is left out stays. The server answers 400 for an unknown image."""
        changes = given(
            {
                "image_category": image_category,
                "is_intermediate": is_intermediate,
                "starred": starred,
                "session_id": session_id,
            }
        )
        return ImageRecord(self._object("PATCH", f"/images/i/{part(image_name)}", json=changes))

    def star_images(self, image_names: str | Iterable[str]) -> Record:
        """Star images. The answer lists them in `starred_images`; unknown names are ignored."""
        return self._by_names("/images/star", "image_names", image_names)

    def unstar_images(self, image_names: str | Iterable[str]) -> Record:
        """Remove stars. The answer lists the names in `unstarred_images`; unknown names are ignored."""
        return self._by_names("/images/unstar", "image_names", image_names)

    def move_images(self, image_names: str | Iterable[str], board_id: str) -> Record:
        """Put images on a board, off the one that each was on; off all boards with `"none"`.

        Says which in `added_images` or `removed_images`; unknown names are ignored.
        """
        if board_id == UNCATEGORIZED:
            return self._by_names("/board_images/batch/delete", "image_names", image_names)
        return self._by_names("/board_images/batch", "image_names", image_names, board_id=board_id)

    def delete_image(self, image_name: str) -> Record:
        """Delete an image for good."""
        return Record(self._object("DELETE", f"/images/i/{part(image_name)}"))

    def delete_images(self, image_names: str | Iterable[str]) -> Record:
        """Delete images for good. Says which in `deleted_images`; unknown names are ignored."""
        return self._by_names("/images/delete", "image_names", image_names)

    def delete_uncategorized_images(self) -> Record:
        """Delete all images that are on no board, for good. Says which in `deleted_images`."""
        return Record(self._object("DELETE", "/images/uncategorized"))

    def count_intermediates(self) -> int:
        """How many intermediate images there are."""
        return count({"images": self._http.json("GET", "/images/intermediates")}, "images")

    def delete_intermediates(self) -> int:
        """Delete all intermediate images for good, and return how many those were."""
        return count({"images": self._http.json("DELETE", "/images/intermediates")}, "images")


def query(filters: Filters, **renamed: str) -> dict[str, Any]:
    """Filters as query parameters.

    Args:
        filters: What a caller gave.
        **renamed: What an endpoint calls them where it differs.

    Raises:
        TypeError: There is no such filter. The server would pass over it and list everything.
    """
    unknown = filters.keys() - Filters.__annotations__.keys()
    if unknown:
        raise TypeError(f"there is no filter {min(unknown)!r}, but {', '.join(Filters.__annotations__)}")
    params: dict[str, Any] = given(filters)
    if "categories" in params:
        params["categories"] = listed(params["categories"])
    if "descending" in params:
        params["order_dir"] = ordering(descending=params.pop("descending"))
    return {renamed.get(name, name): value for name, value in params.items()}


def embedded(answer: Mapping[str, Any], field: str) -> dict[str, Any] | None:
    """A JSON object that an answer holds as text.

    Raises:
        UnexpectedAnswer: The text is something else.
    """
    text = answer.get(field)
    if text is None:
        return None
    try:
        value = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise UnexpectedAnswer(f"the {field} that the server has for it is no JSON object")
    return cast("dict[str, Any]", value)
