"""Where a simulated server keeps what it holds: in memory, or in an SQLite file as well, which outlives the process."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import MutableMapping
from contextlib import contextmanager
from dataclasses import fields
from itertools import count
from pathlib import Path
from threading import Condition, RLock, local
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast, get_origin

from invokegraph.errors import InvokegraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, ItemsView, Iterator, Mapping, ValuesView
    from os import PathLike

K = TypeVar("K", bound=str | int)
V = TypeVar("V")

_APPLICATION: Final = int.from_bytes(b"ivkg")
_VERSION: Final = 1
_PATIENCE_SECONDS: Final = 1.0
_CREATE: Final = 'CREATE TABLE "{}" (place INTEGER PRIMARY KEY, key NOT NULL UNIQUE, value NOT NULL)'
_REMEDY: Final = "put an older copy of it into its place, or name another file"
_KINDS: Final[dict[str, type]] = {kind.__name__: kind for kind in (str, int, bool, float, bytes, list, dict)} | {
    "None": type(None),
    "JSON": dict,
}


class StateError(InvokegraphError):
    """The file that a simulator is to keep its state in cannot be used."""


class Codec(NamedTuple, Generic[V]):
    """How values are written into a file, and read from it."""

    write: Callable[[V], str | bytes]
    read: Callable[[Any], V]


class Store:
    """Tables of values by key: mappings, in memory and, if there is a file, in that too.

    A table writes what is assigned to it or deleted from it. A value that was changed in place has to be assigned
    again. All changes of one `transaction` are in the file together or not at all, and whoever is told of them is told
    when they are there: a process that is killed at any moment loses nothing that anybody knows of.

    Args:
        file: The file, which is made if there is none; None for memory alone.

    Attributes:
        is_new: Whether the file has nothing in it yet: the first transaction is what it begins with.
        lock: Held while the file is written or read.

    Raises:
        StateError: The file cannot be used: it is damaged, or something else, or in use.

    Example:
        >>> numbers = Store().values("numbers", int)
        >>> numbers["one"] = 1
        >>> dict(numbers)
        {'one': 1}
    """

    def __init__(self, file: str | PathLike[str] | None = None) -> None:
        self._file = None if file is None else Path(file).absolute()
        self.lock = RLock()  # nothing else is locked while it is held
        self._tables: dict[str, _Table[Any, Any]] = {}
        self._own = _Own()
        self._ended = Condition()
        self._open: set[object] = set()
        self._places = count(1)
        self._database = None if self._file is None else _opened(self._file)
        self.is_new = self._database is None or _pragma(self._database, "user_version") == 0

    # Tables

    def values(self, name: str, kind: type[V]) -> MutableMapping[str, V]:
        """A table of JSON values of one kind."""
        return self.table(name, str, json_codec(kind))

    def records(self, name: str, kind: type[V]) -> MutableMapping[str, V]:
        """A table of dataclass instances, whose fields hold JSON values or bytes."""
        return self.table(name, str, _record_codec(kind))

    def files(self, name: str) -> MutableMapping[str, bytes]:
        """A table of bytes, which are not kept in memory if there is a file."""
        return self.table(name, str, Codec(_bytes, _bytes), in_memory=False)

    def table(self, name: str, keys: type[K], codec: Codec[V], *, in_memory: bool = True) -> MutableMapping[K, V]:
        """A table of any values.

        Args:
            name: Its name in the file.
            keys: What its keys are.
            codec: How its values are written.
            in_memory: Whether its values are kept in memory although there is a file.
        """
        if self._database is None:
            return {}
        with self.lock:
            self.rows(_CREATE.replace("TABLE", "TABLE IF NOT EXISTS", 1).format(name))
            last: int = self.rows(f'SELECT max(place) FROM "{name}"')[0][0] or 0  # noqa: S608 - ours
            self._places = count(max(next(self._places), last + 1))
        table = _Held(self, name, keys, codec) if in_memory else _Filed(self, name, keys, codec)
        self._tables[name] = table
        return table

    # Changes

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Write all changes of a block together, at its end."""
        if self._database is None or self._own.is_open:
            yield
            return
        mark = object()
        with self._ended:
            self._open.add(mark)
        self._own.is_open = True
        try:
            yield
        finally:
            self._own.is_open = False
            try:
                self.commit()
            finally:
                with self._ended:
                    self._open.discard(mark)
                    self._ended.notify_all()

    def commit(self) -> None:
        """Write what this thread has changed, before somebody is told of it."""
        changes, self._own.changes = self._own.changes, {}
        if not changes:
            return
        with self.lock:
            if self._database is None:  # closed: nobody will be told
                return
            try:
                self._database.execute("BEGIN")
                if self.is_new:
                    self._database.execute(f"PRAGMA user_version = {_VERSION}")
                for (name, key), place in changes.items():
                    self._tables[name].write(self._database, key, place)
                self._database.execute("COMMIT")
            except (sqlite3.Error, OverflowError) as error:
                raise StateError(f"cannot write to {self._file}: {error}; what it held before is safe") from error
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            self.is_new = False

    def settle(self) -> None:
        """Wait until all that other threads have changed so far is written: an answer may tell of it."""
        if self._open:
            with self._ended:
                before = set(self._open)
                self._ended.wait_for(lambda: before.isdisjoint(self._open))

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    # For tables

    def changed(self, name: str, key: str | int, *, is_new: bool = False) -> None:
        """Note that a value of a table is to be written; one that is new goes behind all others."""
        changes = self._own.changes
        changes[name, key] = next(self._places) if is_new else changes.get((name, key))

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What the file answers."""
        with self.lock:
            if self._database is None:
                raise StateError(f"{self._file} has been closed")
            try:
                return self._database.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise self.damaged(str(error)) from error

    def damaged(self, what: str) -> StateError:
        """The error that says so."""
        return StateError(f"{self._file} is damaged: {what}; {_REMEDY}")


class _Own(local):
    """What one thread has changed and not written yet: for each value its place in the table if it is a new one."""

    def __init__(self) -> None:
        self.is_open = False
        self.changes: dict[tuple[str, str | int], int | None] = {}


class _Table(MutableMapping[K, V]):
    """A table of a store that has a file."""

    def __init__(self, store: Store, name: str, keys: type[K], codec: Codec[V]) -> None:
        self.store = store
        self.name = name
        self.keys_are = keys
        self.codec = codec

    def write(self, database: sqlite3.Connection, key: K, place: int | None) -> None:
        """Make the file say what the table says."""
        raise NotImplementedError

    def _put(self, database: sqlite3.Connection, key: K, value: str | bytes, place: int | None) -> None:
        if place is None:
            database.execute(f'UPDATE "{self.name}" SET value = ? WHERE key = ?', (value, key))  # noqa: S608 - ours
        else:
            row = place, key, value
            database.execute(f'INSERT OR REPLACE INTO "{self.name}" VALUES (?, ?, ?)', row)  # noqa: S608 - ours

    def _drop(self, database: sqlite3.Connection, key: K) -> None:
        database.execute(f'DELETE FROM "{self.name}" WHERE key = ?', (key,))  # noqa: S608 - ours

    def _read(self, key: object, written: object) -> V:
        if not isinstance(key, self.keys_are):
            raise self.store.damaged(f"{self.name} has the key {key!r}")
        try:
            return self.codec.read(written)
        except Exception as error:  # whatever is wrong with a file from elsewhere
            raise self.store.damaged(f"{self.name} {key!r} cannot be read ({type(error).__name__}: {error})") from error


class _Held(_Table[K, V]):
    """A table that is read once, and kept in memory from then on."""

    def __init__(self, store: Store, name: str, keys: type[K], codec: Codec[V]) -> None:
        super().__init__(store, name, keys, codec)
        rows = store.rows(f'SELECT key, value FROM "{name}" ORDER BY place')  # noqa: S608 - ours
        self._values: dict[K, V] = {key: self._read(key, value) for key, value in rows}

    def __getitem__(self, key: K) -> V:
        return self._values[key]

    def __setitem__(self, key: K, value: V) -> None:
        with self.store.transaction():
            is_new = key not in self._values
            self._values[key] = value
            self.store.changed(self.name, key, is_new=is_new)

    def __delitem__(self, key: K) -> None:
        with self.store.transaction():
            del self._values[key]
            self.store.changed(self.name, key)

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def values(self) -> ValuesView[V]:
        """As `dict` has it, so that a copy of it is made at once."""
        return self._values.values()

    def items(self) -> ItemsView[K, V]:
        """As `dict` has it, so that a copy of it is made at once."""
        return self._values.items()

    def write(self, database: sqlite3.Connection, key: K, place: int | None) -> None:
        """Make the file say what the table says."""
        try:
            value = self._values[key]
        except KeyError:
            self._drop(database, key)
        else:
            self._put(database, key, self.codec.write(value), place)


class _Filed(_Table[K, V]):
    """A table that is in the file alone, but for what has not been written yet."""

    def __init__(self, store: Store, name: str, keys: type[K], codec: Codec[V]) -> None:
        super().__init__(store, name, keys, codec)
        self._unwritten: dict[K, V | None] = {}
        """None stands for what has been deleted."""

    def __getitem__(self, key: K) -> V:
        with self.store.lock:
            if key in self._unwritten:
                value = self._unwritten[key]
                if value is None:
                    raise KeyError(key)
                return value
            rows = self.store.rows(f'SELECT value FROM "{self.name}" WHERE key = ?', key)  # noqa: S608 - ours
            if not rows:
                raise KeyError(key)
            return self._read(key, rows[0][0])

    def __setitem__(self, key: K, value: V) -> None:
        with self.store.transaction():
            self._unwritten[key] = value
            self.store.changed(self.name, key, is_new=True)

    def __delitem__(self, key: K) -> None:
        with self.store.transaction():
            self._unwritten[key] = None
            self.store.changed(self.name, key)

    def __iter__(self) -> Iterator[K]:
        with self.store.lock:
            rows = self.store.rows(f'SELECT key FROM "{self.name}" ORDER BY place')  # noqa: S608 - ours
            deleted = {key for key, value in self._unwritten.items() if value is None}
            written = [row[0] for row in rows if row[0] not in deleted]
            return iter(list(dict.fromkeys([*written, *(key for key in self._unwritten if key not in deleted)])))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def write(self, database: sqlite3.Connection, key: K, place: int | None) -> None:
        """Make the file say what the table says."""
        if key in self._unwritten:
            value = self._unwritten.pop(key)
            if value is None:
                self._drop(database, key)
            else:
                self._put(database, key, self.codec.write(value), place)


# Writing and reading values


def as_text(value: object) -> str:
    """A value as JSON; what is none is written as answers have it."""
    return json.dumps(value, separators=(",", ":"), default=lambda _: {})


def json_codec(kind: type[V]) -> Codec[V]:
    """How JSON values of one kind are written."""
    wanted = get_origin(kind) or kind

    def read(text: str) -> V:
        value = json.loads(text)
        if not isinstance(value, wanted):
            raise TypeError(f"it is not of the type {wanted.__name__}")
        return cast("V", value)

    return Codec(as_text, read)


def _record_codec(kind: type[V]) -> Codec[V]:
    """How the instances of a dataclass are written: their fields as JSON, bytes apart from the others."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - a dataclass

    def write(record: V) -> str:
        values = {name: getattr(record, name) for name in names}
        files = {name: b64encode(value).decode() for name, value in values.items() if isinstance(value, bytes)}
        return as_text({"fields": {name: values[name] for name in values if name not in files}, "bytes": files})

    def read(text: str) -> V:
        written = json.loads(text)
        values = written["fields"] | {name: b64decode(coded, validate=True) for name, coded in written["bytes"].items()}
        check_fields(kind, values)
        record = kind.__new__(kind)  # what the constructor does was done when it was made
        for name in names:
            setattr(record, name, values[name])
        return record

    return Codec(write, read)


def check_fields(kind: type, values: Mapping[str, object]) -> None:
    """Look whether values are of the kinds that the fields of a dataclass are annotated with.

    Raises:
        TypeError: One is not.
    """
    for field in fields(kind):
        if field.name in values and not _is(values[field.name], str(field.type)):
            raise TypeError(f"{field.name} is not of the type {field.type}")


def _is(value: object, annotation: str) -> bool:
    names = (part.strip().partition("[")[0] for part in annotation.split(" | "))
    return any(isinstance(value, _KINDS.get(name, object)) for name in names)


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("it is no file")
    return value


# The file


def _opened(file: Path) -> sqlite3.Connection:
    """The file, which nobody else can use from now on, if it is one of ours."""
    if file.is_dir():
        raise StateError(f"{file} is a folder: name a file")
    database: sqlite3.Connection | None = None
    try:
        database = sqlite3.connect(file, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)
        _take(database, file)
    except BaseException as error:
        if database is not None:
            database.close()
        if isinstance(error, sqlite3.Error):
            raise StateError(_why(file, error)) from error
        raise
    return database


def _take(database: sqlite3.Connection, file: Path) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type != 'index' OR sql IS NOT NULL").fetchall()
    application, version = _pragma(database, "application_id"), _pragma(database, "user_version")
    if application != _APPLICATION and (found or application or version):
        raise StateError(f"{file} is an SQLite database of something else: name another file")
    if version > _VERSION:
        raise StateError(
            f"{file} was written by a newer invokegraph (version {version} of the file, this one knows {_VERSION}): "
            "update invokegraph, or name another file"
        )
    for name, sql in found:
        if sql != _CREATE.format(name):
            raise StateError(f"{file} has been changed: no simulator has made its {name!r}; name another file")
    check = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise StateError(f"{file} is damaged: {check}; {_REMEDY}")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")  # safe against the end of the process, which is what it is for
    database.execute("BEGIN IMMEDIATE")  # which fails here rather than later where nothing can be written
    if not application:
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
    database.execute("COMMIT")


def _why(file: Path, error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{file} is in use: close the simulator that keeps its state there, or name another file"
        case sqlite3.SQLITE_NOTADB:
            return f"{file} is no state of a simulator: name another file"
        case sqlite3.SQLITE_CORRUPT:
            return f"{file} is damaged: {error}; {_REMEDY}"
        case _:
            return f"cannot keep state in {file}: {error}; is there such a folder, and may it be written to?"


def _pragma(database: sqlite3.Connection, name: str) -> int:
    value: int = database.execute(f"PRAGMA {name}").fetchone()[0]
    return value
