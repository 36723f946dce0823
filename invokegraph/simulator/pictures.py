"""The pictures of the server, with all that it knows of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import uuid4

from invokegraph.simulator.access import fills_board, sees_item
from invokegraph.simulator.expected import unfit
from invokegraph.simulator.nodes import NodeError
from invokegraph.simulator.records import USER, now
from invokegraph.simulator.users import Caller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PIL.Image import Image

    from invokegraph.simulator.boards import Boards
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.nodes import Call
    from invokegraph.simulator.records import Item
    from invokegraph.simulator.store import Store
    from invokegraph.simulator.users import Users

NO_BOARD: Final = "none"
THUMBNAIL: Final = 256
_TEXTS: Final = ("invokeai_metadata", "invokeai_workflow", "invokeai_graph")


@dataclass(slots=True)
class Picture:
    """One picture.

    Attributes:
        metadata: The JSON text that it carries, as are `workflow` and `graph`; None where it carries none.
    """

    name: str
    width: int
    height: int
    origin: str
    category: str
    is_intermediate: bool
    user_id: str = USER
    session_id: str | None = None
    node_id: str | None = None
    metadata: str | None = None
    workflow: str | None = None
    graph: str | None = None
    starred: bool = False
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)

    def to_dict(self, board_id: str | None) -> JSON:
        """The picture as the server writes it."""
        return {
            **urls(self.name),
            "image_origin": self.origin,
            "image_category": self.category,
            "width": self.width,
            "height": self.height,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "deleted_at": None,
            "is_intermediate": self.is_intermediate,
            "session_id": self.session_id,
            "node_id": self.node_id,
            "starred": self.starred,
            "has_workflow": self.workflow is not None or self.graph is not None,
            "image_subfolder": "",
            "board_id": board_id,
        }


class PictureStore:
    """All pictures.

    Args:
        boards: Where they are pinned.
        store: Where they are kept.

    Attributes:
        on_delete: Called with the name of each picture that is deleted.
    """

    def __init__(self, boards: Boards, store: Store) -> None:
        self.boards = boards
        self.on_delete: list[Callable[[str], None]] = []
        self._store = store
        self._lock = RLock()
        self._pictures = store.records("pictures", Picture)
        self._files = store.files("picture_files")

    def get(self, name: str) -> Picture | None:
        """The picture of that name."""
        return self._pictures.get(name)

    def known(self, names: Iterable[str]) -> list[str]:
        """Those of some names that there are pictures of, each once."""
        return [name for name in dict.fromkeys(names) if name in self._pictures]

    def file(self, name: str) -> bytes | None:
        """The PNG file of the picture of that name."""
        return self._files.get(name)

    def dto(self, picture: Picture) -> JSON:
        """The picture as the server writes it."""
        return picture.to_dict(self.boards.of(picture.name))

    def all(self) -> list[Picture]:
        """The pictures, in the order in which they came."""
        with self._lock:
            return list(self._pictures.values())

    def add(self, image: Image, texts: Mapping[str, str | None], board_id: str | None = None, **facts: Any) -> Picture:
        """Keep a picture.

        Args:
            image: The picture.
            texts: The texts that it carries.
            board_id: The board that it is pinned to; left out where there is no such board.
            **facts: The other fields of `Picture`.
        """
        written = {key: text for key, text in texts.items() if text is not None}
        file = png(image, written)
        picture = Picture(
            name=f"{uuid4()}.png",
            width=image.width,
            height=image.height,
            metadata=written.get("invokeai_metadata"),
            workflow=written.get("invokeai_workflow"),
            graph=written.get("invokeai_graph"),
            **facts,
        )
        with self._store.transaction(), self._lock:
            self._files[picture.name] = file
            self._pictures[picture.name] = picture
            if board_id is not None:
                self.boards.pin(board_id, picture.name)
        return picture

    def keep(self, picture: Picture) -> None:
        """Keep what has been changed about a picture."""
        with self._lock:
            if picture.name in self._pictures:
                self._pictures[picture.name] = picture

    def delete(self, names: Iterable[str]) -> tuple[list[str], set[str]]:
        """Delete pictures, and return the names of those that there were and the boards that they were pinned to."""
        deleted: list[str] = []
        affected: set[str] = set()
        with self._store.transaction(), self._lock:
            for name in names:
                if self._pictures.pop(name, None) is None:
                    continue
                del self._files[name]
                affected.add(self.boards.unpin(name) or NO_BOARD)
                deleted.append(name)
        for name in deleted:
            for told in self.on_delete:
                told(name)
        return deleted, affected


class ItemPictures:
    """The pictures of the server, as a node of a session sees them.

    Args:
        store: The pictures.
        item: The item that the session is of.
        copy: The copy of the node.
        source_graph: The JSON text of the session's graph.
        users: Whom the pictures belong to.
    """

    def __init__(
        self, store: PictureStore, item: Item, copy: str, source_graph: Callable[[], str], users: Users
    ) -> None:
        self._users = users
        self._store = store
        self._item = item
        self._copy = copy
        self._graph = source_graph

    def load(self, image_name: str) -> Image:
        """The picture of that name, with its PNG texts in `info`."""
        picture, file = self._store.get(image_name), self._store.file(image_name)
        if self._users.multiuser and not sees_item(
            self._store.boards, self._owner("access this image"), image_name, picture
        ):
            raise _forbidden("access this image")
        if file is None:
            raise NodeError("Image record not found", type="ImageRecordNotFoundException")
        return opened(file)

    def save(
        self, image: Image, call: Call, *, category: str = "general", extra_text: Mapping[str, str] | None = None
    ) -> JSON:
        """Keep a picture: the outputs `image`, `width` and `height` of the node that made it."""
        call.progress("Saving image", None)
        metadata, board = call.inputs.get("metadata"), call.inputs.get("board")
        board_id = board["board_id"] if board else None
        if self._users.multiuser:
            self._check_saving(board_id)
        workflow = self._item.template.workflow
        texts = {
            **(extra_text or {}),
            "invokeai_metadata": compact(metadata) if metadata else None,
            "invokeai_workflow": compact(workflow) if workflow else None,
            "invokeai_graph": self._graph(),
        }
        try:
            picture = self._store.add(
                image,
                texts,
                board_id,
                origin="internal",
                user_id=self._item.user_id,
                category=category,
                is_intermediate=bool(call.inputs.get("is_intermediate")),
                session_id=self._item.session_id,
                node_id=self._copy,
            )
        except OSError as error:  # which modes a PNG file takes is another set in each Pillow
            raise NodeError("Image file not saved", type="ImageFileSaveException") from error
        return {"image": {"image_name": picture.name}, "width": picture.width, "height": picture.height}

    def _check_saving(self, board_id: str | None) -> None:
        owner = self._owner("save images")
        board = self._store.boards.get(board_id) if board_id else None
        if board_id and board is None:
            raise NodeError("Board record not found", type="BoardRecordNotFoundException")
        if board and not fills_board(owner, board):
            raise _forbidden("save images to this board")

    def _owner(self, doing: str) -> Caller:
        """The owner of the session, unless they may not do anything any more."""
        row = self._users.active(self._item.user_id)
        if row is None:
            raise _forbidden(doing)
        return Caller(row["user_id"], row["email"], row["is_admin"])


def _forbidden(what: str) -> NodeError:
    return NodeError(f"Queue user is not authorized to {what}", type="PermissionError")


def urls(name: str) -> JSON:
    """Where a picture is found."""
    place = f"api/v1/images/i/{name}"
    return {"image_name": name, "image_url": f"{place}/full", "thumbnail_url": f"{place}/thumbnail"}


def compact(value: object) -> str:
    """JSON as the server writes it into pictures."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def png(image: Image, texts: Mapping[str, str]) -> bytes:
    """The PNG file of a picture with some texts."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    file = BytesIO()
    image.save(file, "PNG", pnginfo=info, compress_level=1)
    return file.getvalue()


def opened(file: bytes) -> Image:
    """The picture in a file, with its texts in `info`."""
    from PIL import Image

    image = Image.open(BytesIO(file))
    image.load()
    return image


def thumbnail(file: bytes) -> bytes:
    """The small picture that galleries show."""
    image = opened(file)
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    small = BytesIO()
    image.save(small, "WEBP")
    return small.getvalue()


def texts_of(image: Image, metadata: str | None = None) -> dict[str, str | None]:
    """What an uploaded picture carries: those of the server's own texts that are what they are to be.

    Args:
        image: The picture.
        metadata: What is sent beside it, instead of its own.
    """
    carried = {key: image.info.get(key) for key in _TEXTS}
    if metadata is not None:
        carried["invokeai_metadata"] = metadata
    return {key: text if isinstance(text, str) and _is_kept(key, text) else None for key, text in carried.items()}


def _is_kept(key: str, text: str) -> bool:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    match key, value:
        case "invokeai_workflow", dict():
            return unfit("WorkflowWithoutID", cast("JSON", value)) is None
        case "invokeai_graph", {"nodes": dict(), "edges": list()}:
            return True
        case "invokeai_metadata", dict():
            return True
        case _:
            return False
