"""Graphs and batches out of files that the user names."""

from __future__ import annotations

import runpy
import sys
from json import loads
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, cast

from invokegraph.batch import Batch
from invokegraph.codegen.facts import SchemaError
from invokegraph.errors import FormatError, InvokegraphError, LocatedError
from invokegraph.graph import Graph
from invokegraph.location import calling_site, location_of
from invokegraph.server_schema import ServerSchema

if TYPE_CHECKING:
    from collections.abc import Iterator


class LoadError(InvokegraphError):
    """A file holds no graph or batch that can be read."""


def load(file: str) -> Iterator[tuple[str, Graph | Batch]]:
    """The graphs and batches of a file, each with its name in the file where that holds several.

    Args:
        file: A JSON file, or a Python file, which is run (not as `__main__`): its graphs and batches are the values of
            names at its top level. A graph that one of the batches runs is left to that batch.

    Raises:
        LoadError: It cannot be read, or holds none.
    """
    return _from_python(file) if file.endswith(".py") else _from_json(file)


def _from_python(file: str) -> Iterator[tuple[str, Graph | Batch]]:
    path = sys.path[:]
    sys.path.insert(0, str(Path(file).resolve().parent))  # as where it is run: it may import what lies beside it
    try:
        names = runpy.run_path(file, run_name="__invokegraph__")
    except SystemExit as error:
        raise LoadError(f"{file}: it ends the program before its graphs can be read{_line(file, error)}") from error
    except Exception as error:
        raise LoadError(f"{file}: {type(error).__name__}: {error}{_line(file, error)}") from error
    finally:
        sys.path[:] = path
    found = {name: value for name, value in names.items() if isinstance(value, (Graph, Batch)) and name[0] != "_"}
    if not found:
        raise LoadError(f"{file}: no graph or batch at its top level, for example `graph = Graph(image)`")
    told = {id(value.graph) for value in found.values() if isinstance(value, Batch)}
    apart: dict[str, Graph | Batch] = {}
    for name, value in found.items():
        if id(value) not in told:  # a graph is checked with the batch that runs it, and once under all of its names
            told.add(id(value))
            apart[name] = value
    for name, value in apart.items():
        yield name if len(apart) > 1 else "", value


def _line(file: str, error: BaseException) -> str:
    """The last line of a file on the way to an error, where the error does not say it."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == file]
    return f" ({file}:{lines[-1]})" if lines and not isinstance(error, LocatedError) else ""


def _from_json(file: str) -> Iterator[tuple[str, Graph | Batch]]:
    data = _json(file)
    is_batch = isinstance(data, dict) and not {"batch", "graph"}.isdisjoint(cast("dict[str, Any]", data))
    read = Batch.from_dict if is_batch else Graph.from_dict
    try:
        yield "", read(cast("dict[str, Any]", data))
    except FormatError as error:
        here = f" ({location_of(calling_site())})"  # the line that runs this command, of no use to whoever runs it
        raise LoadError(f"{file}: {str(error).removesuffix(here)}") from error


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
