"""Where a simulated server keeps what it holds: in memory, or in an SQLite file as well, which outlives the process."""

from __future__ import annotations

import sqlite3
from collections.abc import MutableMapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Condition, RLock, local
from typing import TYPE_CHECKING, Any, TypeVar

from invokegraph.simulator.codecs import BYTES, json_codec, record_codec
from invokegraph.simulator.state_file import CREATE, REMEDY, VERSION, StateError, opened, pragma

if TYPE_CHECKING:
    from collections.abc import Generator, ItemsView, Iterator, ValuesView
    from os import PathLike

    from invokegraph.simulator.codecs import Codec

K = TypeVar("K", bound=str | int)
V = TypeVar("V")


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
        self._late: dict[tuple[str, str | int], int | None] = {}
        self._ended = Condition()
        self._open: set[object] = set()
        self._places = count(1)
        self._database = None if self._file is None else opened(self._file)
        self.is_new = self._database is None or pragma(self._database, "user_version") == 0

    # Tables

    def values(self, name: str, kind: type[V]) -> MutableMapping[str, V]:
        """A table of JSON values of one kind."""
        return self.table(name, str, json_codec(kind))

    def records(self, name: str, kind: type[V]) -> MutableMapping[str, V]:
        """A table of dataclass instances, whose fields hold JSON values or bytes."""
        return self.table(name, str, record_codec(kind))

    def files(self, name: str) -> MutableMapping[str, bytes]:
        """A table of bytes, which are not kept in memory if there is a file."""
        return self.table(name, str, BYTES, in_memory=False)

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
            self.rows(CREATE.replace("TABLE", "TABLE IF NOT EXISTS", 1).format(name))
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
        """Write what this thread has changed, before somebody is told of it.

        What cannot be written, as on a disk that is full, is written with the next changes: until then every commit
        fails, and nobody is told anything that is not in the file.

        Raises:
            StateError: It cannot be written.
        """
        changes, self._own.changes = self._own.changes, {}
        if not (changes or self._late):
            return
        with self.lock:
            if self._database is None:  # closed: nobody will be told
                return
            for change, place in self._late.items():
                changes[change] = changes.get(change) or place
            try:
                self._database.execute("BEGIN")
                if self.is_new:
                    self._database.execute(f"PRAGMA user_version = {VERSION}")
                for (name, key), place in changes.items():
                    self._tables[name].write(self._database, key, place)
                self._database.execute("COMMIT")
            except (sqlite3.Error, OverflowError) as error:
                self._late = changes
                raise StateError(f"cannot write to {self._file}: {error}; what it held before is safe") from error
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            self.is_new = False
            self._late = {}
            for name, key in changes:
                self._tables[name].written(key)

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
        return StateError(f"{self._file} is damaged: {what}; {REMEDY}")


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

    def written(self, key: K) -> None:
        """What `write` has written is in the file for good."""

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
        self._writing: dict[K, V | None] = {}

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
            value = self._writing[key] = self._unwritten[key]
            if value is None:
                self._drop(database, key)
            else:
                self._put(database, key, self.codec.write(value), place)

    def written(self, key: K) -> None:
        """What `write` has written is in the file for good, unless the value is another one by now."""
        if key in self._writing and self._writing.pop(key) is self._unwritten.get(key):
            self._unwritten.pop(key, None)
