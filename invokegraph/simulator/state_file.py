"""The SQLite file that a simulated server keeps its state in: whether it is one, and whether it is free."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from invokegraph.errors import InvokegraphError

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION: Final = int.from_bytes(b"ivkg")
VERSION: Final = 1
CREATE: Final = 'CREATE TABLE "{}" (place INTEGER PRIMARY KEY, key NOT NULL UNIQUE, value NOT NULL)'
REMEDY: Final = "put an older copy of it into its place, or name another file"
_PATIENCE_SECONDS: Final = 1.0


class StateError(InvokegraphError):
    """The file that a simulator is to keep its state in cannot be used."""


def opened(file: Path) -> sqlite3.Connection:
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
        if isinstance(error, UnicodeDecodeError):  # what SQLite complains of, told in bytes that are no text
            raise StateError(f"{file} is damaged: {error}; {REMEDY}") from error
        raise
    return database


def _take(database: sqlite3.Connection, file: Path) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type != 'index' OR sql IS NOT NULL").fetchall()
    application, version = pragma(database, "application_id"), pragma(database, "user_version")
    if application != APPLICATION and (found or application or version):
        raise StateError(f"{file} is an SQLite database of something else: name another file")
    if version > VERSION:
        raise StateError(
            f"{file} was written by a newer invokegraph (version {version} of the file, this one knows {VERSION}): "
            "update invokegraph, or name another file"
        )
    for name, sql in found:
        if sql != CREATE.format(name):
            raise StateError(f"{file} has been changed: no simulator has made its {name!r}; name another file")
    check = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise StateError(f"{file} is damaged: {check}; {REMEDY}")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")  # safe against the end of the process, which is what it is for
    database.execute("BEGIN IMMEDIATE")  # which fails here rather than later where nothing can be written
    if not application:
        database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute("COMMIT")


def _why(file: Path, error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{file} is in use: close the simulator that keeps its state there, or name another file"
        case sqlite3.SQLITE_NOTADB:
            return f"{file} is no state of a simulator: name another file"
        case sqlite3.SQLITE_CORRUPT:
            return f"{file} is damaged: {error}; {REMEDY}"
        case _:
            return f"cannot keep state in {file}: {error}; is there such a folder, and may it be written to?"


def pragma(database: sqlite3.Connection, name: str) -> int:
    """A number that SQLite keeps for a file."""
    value: int = database.execute(f"PRAGMA {name}").fetchone()[0]
    return value
