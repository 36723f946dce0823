"""Graphs and batches out of files that the user names."""

from __future__ import annotations

import runpy
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from invokegraph.batch import Batch
from invokegraph.codegen.facts import SchemaError
from invokegraph.errors import FormatError, InvokegraphError
from invokegraph.graph import Graph
from invokegraph.server_schema import ServerSchema

if TYPE_CHECKING:
    from collections.abc import Iterator


class LoadError(InvokegraphError):
    """A file holds no graph or batch that can be read."""


def load(file: str) -> Iterator[tuple[str, Graph | Batch]]:
    """The graphs and batches of a file, each with a name for reports.

    Args:
        file: A JSON file, or a Python file, which is run (not as `__main__`): its graphs and batches are the values of
            names at its top level. A graph that one of the batches runs is left to that batch.

    Raises:
        LoadError: It cannot be read, or holds none.
    """
    return _from_python(file) if file.endswith(".py") else _from_json(file)


def _from_python(file: str) -> Iterator[tuple[str, Graph | Batch]]:
    try:
        names = runpy.run_path(file, run_name="__invokegraph__")
    except Exception as error:
        raise LoadError(f"{file}: {type(error).__name__}: {error}") from error
    found = {name: value for name, value in names.items() if isinstance(value, (Graph, Batch)) and name[0] != "_"}
    if not found:
        raise LoadError(f"{file}: no graph or batch at its top level, for example `graph = Graph(image)`")
    told = [value.graph for value in found.values() if isinstance(value, Batch)]
    found = {name: value for name, value in found.items() if not any(value is graph for graph in told)}
    for name, value in found.items():
        yield f"{file}:{name}" if len(found) > 1 else file, value


def _from_json(file: str) -> Iterator[tuple[str, Graph | Batch]]:
    data = _json(file)
    is_batch = isinstance(data, dict) and not {"batch", "graph"}.isdisjoint(cast("dict[str, Any]", data))
    read = Batch.from_dict if is_batch else Graph.from_dict
    try:
        yield file, read(cast("dict[str, Any]", data))
    except FormatError as error:
        raise LoadError(f"{file}: {error}") from error


def load_schema(file: str) -> ServerSchema:
    """The schema of a server.

    Raises:
        LoadError: It cannot be read, or is none.
    """
    try:
        return ServerSchema.from_openapi(_json(file))
    except SchemaError as error:
        raise LoadError(f"{file}: {error}") from error


def _json(file: str) -> Any:
    try:
        return loads(Path(file).read_bytes())
    except OSError as error:
        raise LoadError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise LoadError(f"{file}: not JSON: {error}") from error
