"""Packages of node classes, made from what a server says of its node types."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from invokegraph.cli.endings import CommandError
from invokegraph.codegen import SchemaError, read, render, slim
from invokegraph.codegen.__main__ import write
from invokegraph.codegen.names import name_all
from invokegraph.codegen.package import CATALOG, MARK, catalog_facts
from invokegraph.codegen.slim import dump
from invokegraph.words import listed, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SCHEMA: Final = "schema.json"
_OURS: Final = (CATALOG, "invokegraph")


class Package(NamedTuple):
    """A package of node classes.

    Attributes:
        folder: Where it lies.
        name: What it is imported as.
        server_version: The version of the server that its node types are from.
        classes: The names of its node classes, by type id.
        files: The text of its files, by name.
    """

    folder: Path
    name: str
    server_version: str
    classes: Mapping[str, str]
    files: Mapping[str, str]

    def as_text(self) -> str:
        """What was made and how to use it."""
        count = len(self.classes)
        made_from = "" if self.server_version == "unknown" else f", of InvokeAI {self.server_version}"
        classes = f"{count} node class{'' if count == 1 else 'es'}{made_from}"
        return f"{self.folder}: {classes}\n  from {self.name} import {listed([*self.classes.values()])}\n"

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "folder": str(self.folder),
            "package": self.name,
            "server_version": self.server_version,
            "classes": dict(self.classes),
            "files": [str(self.folder / name) for name in self.files],
        }


def package_of(document: object, source: str, server_version: str, folder: Path, *, everything: bool) -> Package:
    """The package for the node types of a server.

    Args:
        document: The server's `openapi.json`, parsed.
        source: What it is called in messages.
        server_version: The server's version; empty where only the document may say it.
        folder: Where it is to lie.
        everything: Whether there are classes for the node types that `nodes_catalog` has, too.

    Raises:
        CommandError: No package can be called so, the document is of no use, or no classes are to be made.
    """
    name = _importable(folder)
    without = () if everything else {node.type for node in catalog_facts().nodes}
    try:
        slimmed = slim(document, server_version, without)
        facts = read(slimmed)
        files = {**render(facts, name), _SCHEMA: dump(slimmed)}
    except SchemaError as error:
        raise CommandError(f"{source}: {error}") from error
    names = name_all(facts).nodes
    classes = {node.type: names[node.key] for node in facts.nodes if node.key in names}
    if not classes:
        has = "has no node types" if everything else f"has no node types that {CATALOG} has not; --all makes those too"
        raise CommandError(f"nothing to make: the server {has}")
    return Package(folder, name, facts.server_version, classes, files)


def save(package: Package) -> None:
    """Write the files of a package, in place of those of its last version.

    Raises:
        CommandError: Something else lies where it is to go, or it cannot be written.
    """
    try:
        foreign = [name for name in package.files if not _is_ours(package.folder, name)]
        if foreign:
            raise CommandError(
                f"{package.folder / foreign[0]}: it is there and was not made by this command; choose another folder"
            )
        write(package.files, package.folder)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{package.folder}: {getattr(error, 'strerror', error)}") from error


def _importable(folder: Path) -> str:
    name = folder.resolve().name
    if not name.isidentifier() or keyword.iskeyword(name):
        raise CommandError(f"--out {folder}: {shorten(name)} cannot be imported: letters, digits and _ make a name")
    if name in _OURS:
        raise CommandError(f"--out {folder}: {name} is a package of invokegraph itself; choose another name")
    return name


def _is_ours(folder: Path, name: str) -> bool:
    """Whether a file of a package may be written: it is not there, or was made by this command."""
    file = folder / name
    marked = file if name.endswith(".py") else folder / "__init__.py"
    if not file.exists() or not marked.exists():
        return not file.exists()
    with marked.open(encoding="utf-8", errors="replace") as text:
        return text.read(len(MARK)) == MARK
