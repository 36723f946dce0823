"""Contact sheets: the pictures of a sweep in a grid, with what they were made with as headings."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from json import dumps
from math import ceil, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.errors import BatchError, InvokegraphError
from invokegraph.extras import to_install
from invokegraph.transport.downloads import AT_ONCE
from invokegraph.transport.errors import NoOutput, NotFound, RequestRefused, UnexpectedAnswer
from invokegraph.transport.repository import in_portions
from invokegraph.view.grid import Cell, Grid, rewritten, to_image, to_page
from invokegraph.view.sketch import brief_value
from invokegraph.words import counted, did_you_mean, listed, printable, shorten

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from PIL.Image import Image

    from invokegraph.node import Node
    from invokegraph.ports import Output
    from invokegraph.transport.results import Picture, Result, SessionResult

    Key: TypeAlias = tuple[str, str]
    Input: TypeAlias = str | tuple[Node | Output[Any] | str, str]
    Inputs: TypeAlias = Input | Sequence[Input]

_RUN: Final = ("", "run")
_PICTURE: Final = ("", "picture")
_LONGEST: Final = 1024
_IN_ONE_ROW: Final = 6
_TEXT: Final = 1_000


class Shot(NamedTuple):
    """A picture of a sheet, or the place of one.

    Attributes:
        values: What it was made with, by node id and input. Which repetition it is of, and which of several pictures
            of a session, stands there as well, with an empty id.
        picture: The picture; None if there is none.
        note: Why there is none.
    """

    values: Mapping[Key, Any]
    picture: Picture | None
    note: str


class Sheet:
    """A grid of the pictures that a batch gave. Pictures are fetched when it is drawn, and each once.

    Args:
        result: What the batch gave.
        node_id: The node whose pictures these are; None for the one that gave the last picture of a session.
        rows: The inputs whose values change from row to row.
        columns: The inputs whose values change from column to column.

    Raises:
        BatchError: An input is not swept, or named for rows and for columns.
    """

    def __init__(
        self, result: Result, node_id: str | None, rows: Sequence[Key] | None, columns: Sequence[Key] | None
    ) -> None:
        self._shots = _shots(result, node_id)
        self._files: dict[str, bytes | str] = {}
        self._constant, axes = _axes(self._shots)
        self._flows = len(axes) == 1 and rows is None and columns is None and self._width(axes[0]) > _IN_ONE_ROW
        self._rows, self._columns = _placed(axes, rows, columns)

    def _width(self, axis: Sequence[Key]) -> int:
        return len({_mark(shot, axis) for shot in self._shots})

    def save(self, path: str | os.PathLike[str], *, size: int = 256, dark: bool = False) -> Path:
        """Write the sheet to a file and return its path.

        Args:
            path: The file. A name that ends in `.html` or `.htm` makes it a page, all others a picture, in the format
                that the name says.
            size: The longest side of each picture on a sheet that is a picture, in pixels.
            dark: Whether that is on dark ground; a page follows its reader's theme.

        Raises:
            ConnectionFailed: The server does not answer.
            ValueError: Pillow knows no format of that name.
            OSError: The file cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() in (".html", ".htm"):
            target.write_text(self.to_html(), encoding="utf-8")
        else:
            self.image(size=size, dark=dark).save(target)
        return target

    def image(self, *, size: int = 256, dark: bool = False) -> Image:
        """The sheet as a picture for Pillow, which has to be installed: the extra `images`.

        Args:
            size: The longest side of each picture, in pixels; less where the sheet would be huge.
            dark: Whether it is on dark ground.

        Raises:
            ConnectionFailed: The server does not answer.
        """
        return to_image(self._grid(), size, dark=dark)

    def to_html(self) -> str:
        """The sheet as a self-contained HTML page, in which two pictures can be laid over each other or side by side.
        Needs Pillow as well: no bytes of a server's get into the page unread.

        Raises:
            ConnectionFailed: The server does not answer.
        """
        return to_page(self._grid())

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from base64 import b64encode
        from io import BytesIO

        held, text = BytesIO(), {"text/plain": repr(self)}
        try:
            self.image(size=192).save(held, "PNG")
        except (InvokegraphError, ImportError):  # no server, or no Pillow
            return text
        return {**text, "image/png": b64encode(held.getvalue()).decode()}

    def __repr__(self) -> str:
        rows, columns = ([name for axis in axes for name in map(_name, axis)] for axes in (self._rows, self._columns))
        pictures = counted(len(self._shots), "picture")
        return f"<Sheet of {pictures}: {listed(rows) or 'one row'} by {listed(columns) or 'one column'}>"

    def _grid(self) -> Grid:
        """The grid with its pictures, which are fetched several at a time."""
        if find_spec("PIL") is None:
            raise ImportError(f"contact sheets need Pillow, which is not installed: {to_install('images')}")
        self._fetch()
        keys = [key for axis in (*self._rows, *self._columns) for key in axis]
        names = _names(keys)
        title = ", ".join(_line(names.get(key) or _name(key), value) for key, value in self._constant.items())
        cells = [self._cell(shot, [_line(names[key], shot.values.get(key)) for key in keys]) for shot in self._shots]
        return _in_rows(title, cells) if self._flows else self._crossed(title, names, cells)

    def _crossed(self, title: str, names: Mapping[Key, str], cells: Sequence[Cell]) -> Grid:
        """The grid in which values lead to rows and columns; `cells` are those of the pictures, in their order."""
        down, across = ([key for axis in axes for key in axis] for axes in (self._rows, self._columns))
        row_of, column_of = ({_mark(shot, keys): shot for shot in reversed(self._shots)} for keys in (down, across))
        row_marks = list(dict.fromkeys(_mark(shot, down) for shot in self._shots))
        column_marks = list(dict.fromkeys(_mark(shot, across) for shot in self._shots))
        there = {(_mark(shot, down), _mark(shot, across)): cell for shot, cell in zip(self._shots, cells, strict=True)}
        return Grid(
            title,
            [[_line(names[key], row_of[mark].values.get(key)) for key in down] for mark in row_marks],
            [[_line(names[key], column_of[mark].values.get(key)) for key in across] for mark in column_marks],
            [[there.get((row, column)) for column in column_marks] for row in row_marks],
        )

    def _cell(self, shot: Shot, lines: Sequence[str]) -> Cell:
        found = self._files[shot.picture.name] if shot.picture else shot.note
        return Cell(found, "", lines) if isinstance(found, bytes) else Cell(b"", found, lines)

    def _fetch(self) -> None:
        """Get the pictures that are not here yet; one that the server does not give becomes a note."""
        missing = {
            shot.picture.name: shot.picture
            for shot in self._shots
            if shot.picture and not isinstance(self._files.get(shot.picture.name), bytes)
        }
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for some in in_portions([*missing.values()], AT_ONCE):
                for picture, file in zip(some, pool.map(_file, some), strict=True):
                    # One by one, and all in this thread: unpacked, a single picture may take half a gigabyte.
                    self._files[picture.name] = _small(file) if isinstance(file, bytes) else file


def sheet_of(
    result: Result, node: Node | Output[Any] | str | None, rows: Inputs | None, columns: Inputs | None
) -> Sheet:
    """The contact sheet of a result; see `Result.sheet`."""
    node_id = None if node is None else result.id_of(node)
    down, across = (None if names is None else _keys(result, names) for names in (rows, columns))
    return Sheet(result, node_id, down, across)


def _in_rows(title: str, cells: Sequence[Cell]) -> Grid:
    """The grid that pictures fill row by row, each with its values below it."""
    wide = ceil(sqrt(len(cells)))
    rows = [cells[start : start + wide] for start in range(0, len(cells), wide)]
    return Grid(title, [()] * len(rows), [()] * wide, rows, captions=True)


def _file(picture: Picture) -> bytes | str:
    """The file of a picture, or why there is none."""
    try:
        return picture.bytes()
    except NotFound:
        return "not on the server any more"
    except (RequestRefused, UnexpectedAnswer):
        return "the server does not give it"


def _small(file: bytes) -> bytes | str:
    """A picture as the sheet has it, or why it has none."""
    try:
        return rewritten(file, _LONGEST)
    except ValueError as error:
        return str(error)


def _shots(result: Result, node_id: str | None) -> list[Shot]:
    """The pictures in the order of the sessions."""
    shots: list[Shot] = []
    seen: Counter[str] = Counter()
    for session in result.sessions:
        values = session.values
        mark = dumps(sorted([*key, _text(value)] for key, value in values.items()))
        base = {_RUN: seen[mark] + 1, **values}
        seen[mark] += 1
        pictures = _pictures(session)
        if node_id is None and pictures:
            node_id = pictures[-1].node_id
        mine = [picture for picture in pictures if picture.node_id == node_id]
        if not mine:
            shots.append(
                Shot({**base, _PICTURE: 1}, None, "no picture" if session.status == "completed" else session.status)
            )
        shots += [Shot({**base, _PICTURE: number}, picture, "") for number, picture in enumerate(mine, 1)]
    return shots


def _pictures(session: SessionResult) -> list[Picture]:
    try:
        return session.images()
    except NoOutput:
        return []


def _axes(shots: Sequence[Shot]) -> tuple[dict[Key, Any], list[list[Key]]]:
    """What is the same for all pictures; and what changes, from slow to fast. Inputs advance together where the value
    of one tells that of the other.
    """
    keys = dict.fromkeys(key for shot in shots for key in shot.values)
    marks = {key: [_mark(shot, [key]) for shot in shots] for key in keys}
    constant = {
        key: shots[0].values.get(key) for key in keys if len(set(marks[key])) == 1 and key not in (_RUN, _PICTURE)
    }
    changing = [key for key in keys if len(set(marks[key])) > 1]
    changing.sort(key=lambda key: sum(now != next_ for now, next_ in zip(marks[key], marks[key][1:], strict=False)))
    axes: list[list[Key]] = []
    for key in changing:
        for axis in axes:
            if _tells(marks[axis[0]], marks[key]):
                axis.append(key)
                break
            if _tells(marks[key], marks[axis[0]]):
                axis.insert(0, key)
                break
        else:
            axes.append([key])
    return constant, axes


def _tells(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the same value in one place always comes with the same in the other."""
    return len(set(zip(one, other, strict=True))) == len(set(one))


def _placed(
    axes: Sequence[Sequence[Key]], rows: Sequence[Key] | None, columns: Sequence[Key] | None
) -> tuple[list[Sequence[Key]], list[Sequence[Key]]]:
    """Which axes go down and which go across: those that were asked for; of the others the fastest across."""
    down, across = ([axis for axis in axes if any(key in axis for key in wanted or ())] for wanted in (rows, columns))
    swept = [key for axis in axes for key in axis]
    for key in (*(rows or ()), *(columns or ())):
        if key not in swept:
            hint = did_you_mean(_name(key), map(_name, swept)) or (
                f"what changes: {listed(list(map(_name, swept))) or 'nothing'}"
            )
            raise BatchError(f"{shorten(_name(key))} does not change from picture to picture; {hint}")
    if both := [axis for axis in down if axis in across]:
        raise BatchError(f"{' and '.join(map(_name, both[0]))} cannot change from row to row and from column to column")
    rest = [axis for axis in axes if axis not in down and axis not in across]
    if columns is None and (rows is not None or rest):
        chosen = rest if rows is not None else rest[-1:]
        across += chosen
        rest = [axis for axis in rest if axis not in chosen]
    return [*down, *rest], across


def _keys(result: Result, names: Inputs) -> list[Key]:
    """Inputs as the program names them, by node id and name."""
    several: Sequence[Any] = [names] if isinstance(names, (str, tuple)) else names
    return [_key(result, name) for name in several]


def _key(result: Result, name: Any) -> Key:
    if isinstance(name, str) and name in ("run", "picture"):
        return "", name
    if isinstance(name, str) and "." in name:
        node_id, _, field = name.rpartition(".")
        return node_id, field
    if isinstance(name, tuple) and len(pair := cast("tuple[Any, ...]", name)) == 2:  # noqa: PLR2004 - a node, a field
        return result.id_of(pair[0]), str(pair[1])
    raise BatchError(f'an input is named "noise.seed" or (noise, "seed"), not {shorten(cast("object", name))}')


def _names(keys: Sequence[Key]) -> dict[Key, str]:
    """What inputs are called on the sheet: by their names alone where these tell them apart."""
    counts = Counter(field for _, field in keys)
    return {key: key[1] if counts[key[1]] == 1 else _name(key) for key in keys}


def _name(key: Key) -> str:
    return printable(".".join(filter(None, key)))


def _line(name: str, value: Any) -> str:
    text = brief_value(value)
    return f"{name}: {text if len(text) <= _TEXT else text[: _TEXT - 1] + '…'}"


def _mark(shot: Shot, keys: Sequence[Key]) -> str:
    """What tells the values of some inputs apart from others."""
    return dumps([_text(shot.values.get(key)) for key in keys])


def _text(value: Any) -> str:
    return dumps(value, sort_keys=True, default=repr)
