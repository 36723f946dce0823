"""Graphs and batches out of files that the user names."""

from __future__ import annotations

import inspect
import runpy
import sys
from contextlib import contextmanager, redirect_stdout
from json import loads
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard, cast

from invokegraph.batch import Batch
from invokegraph.cli.endings import CommandError, words_of
from invokegraph.codegen.facts import SchemaError
from invokegraph.errors import FormatError, LocatedError
from invokegraph.graph import Graph
from invokegraph.node import Node
from invokegraph.server_schema import ServerSchema
from invokegraph.words import did_you_mean, listed, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

_MADE = frozenset({"Graph", "Batch"})
_BESIDE: dict[str, Path] = {}
"""Where the modules are from that files imported from beside them, by name."""


class LoadError(CommandError):
    """A file holds no graph or batch that can be read."""


class Loaded(NamedTuple):
    """A graph or batch out of a file.

    Attributes:
        file: The file.
        work: The graph or batch.
        name: What the file calls it; empty where a file holds one without a name.
        labels: Further names of nodes, beside their ids: what a Python file calls them at its top level.
    """

    file: Path
    work: Graph | Batch
    name: str = ""
    labels: Mapping[str, Sequence[Node]] = {}

    @property
    def graph(self) -> Graph:
        """The graph, or that of the batch."""
        return self.work.graph if isinstance(self.work, Batch) else self.work


def load(file: Path) -> list[Loaded]:
    """The graphs and batches of a file.

    Args:
        file: A JSON file, or a Python file, which is run (not as `__main__`): its graphs and batches are the values of
            names at its top level. A graph that one of the batches runs is left to that batch. Where there are none,
            they are what the functions without required arguments make that say so: `def pipeline() -> Graph`.

    Raises:
        LoadError: It cannot be read, or holds none.
    """
    # What a file is, is decided here and by `_from_json` alone.
    return _all_of(file, _run(file)) if file.suffix == ".py" else [_from_json(file)]


def load_one(file: Path, name: str | None = None) -> Loaded:
    """The one graph or batch of a file, or that of a name.

    Args:
        file: As for `load`.
        name: What a Python file calls it: a graph, a batch, or any function without required arguments that makes one.

    Raises:
        LoadError: It cannot be read, holds none, or several and no name says which.
    """
    if name is not None:
        if file.suffix != ".py":
            raise LoadError(f"{file}: it holds one graph or batch, which has no name: leave out --name")
        return _named(file, _run(file), name)
    found = load(file)
    if len(found) > 1:
        names = listed([each.name for each in found])
        raise LoadError(f"{file}: it holds {len(found)} graphs and batches: say which by --name: {names}")
    return found[0]


def inputs_in(file: Path) -> list[str]:
    """The inputs of the graph in a JSON file, each as `node.field`, for whoever completes a command line; none where it
    cannot be read. A Python file is not run for that.
    """
    if file.suffix == ".py":
        return []
    try:
        ids = _from_json(file).graph.ids()
    except LoadError:
        return []
    return [f"{id_}.{field}" for node, id_ in ids.items() for field in node.inputs]


def load_schema(file: Path) -> ServerSchema:
    """The schema of a server.

    Raises:
        LoadError: It cannot be read, or is none.
    """
    try:
        return ServerSchema.from_openapi(read_json(file))
    except SchemaError as error:
        raise LoadError(f"{file}: {error}") from error


def read_json(file: Path) -> Any:
    """What a JSON file holds.

    Raises:
        LoadError: It cannot be read, or is none.
    """
    try:
        return loads(file.read_bytes())
    except OSError as error:
        raise LoadError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise LoadError(f"{file}: not JSON: {error}") from error


def _run(file: Path) -> dict[str, Any]:
    """The names at the top level of a Python file. What it prints goes to stderr: stdout is for results."""
    path, arguments = sys.path[:], sys.argv
    folder = file.resolve().parent
    sys.path.insert(0, str(folder))  # as where it is run: it may import what lies beside it
    _make_way(folder)
    before = {*sys.modules}
    sys.argv = [str(file)]  # and reads no arguments that are not for it
    try:
        file.open("rb").close()
        with _told(file, "it ends the program before its graphs can be read"):
            return runpy.run_path(str(file), run_name="__invokegraph__")
    except OSError as error:
        raise LoadError(f"{file}: {error.strerror}") from error
    finally:
        sys.path[:], sys.argv = path, arguments
        _BESIDE.update({name: folder for name in {*sys.modules} - before if _is_from(folder, name)})


def _make_way(folder: Path) -> None:
    """Forget the modules that an earlier file imported and that this folder has its own of."""
    for name, where in [*_BESIDE.items()]:
        if where != folder and _lies_in(folder, name):
            del _BESIDE[name]
            sys.modules.pop(name, None)


def _is_from(folder: Path, name: str) -> bool:
    """Whether a module is one of the user's that lies in a folder."""
    origin = getattr(sys.modules.get(name), "__file__", None)
    ours = name.partition(".")[0] in ("invokegraph", "nodes_catalog")
    return isinstance(origin, str) and not ours and Path(origin).is_relative_to(folder)


def _lies_in(folder: Path, name: str) -> bool:
    top = folder / name.partition(".")[0]
    return top.is_dir() or top.with_suffix(".py").is_file()


@contextmanager
def _told(file: Path, ends: str) -> Generator[None]:
    """Whatever the user's code raises is a LoadError that names its line."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except SystemExit as error:
        raise LoadError(f"{file}: {ends}{_line(file, error)}") from error
    except Exception as error:
        raise LoadError(f"{file}: {type(error).__name__}: {error}{_line(file, error)}") from error


def _line(file: Path, error: BaseException) -> str:
    """The last line of a file on the way to an error, where the error does not say it."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(file)]
    return f" ({file}:{lines[-1]})" if lines and not isinstance(error, LocatedError) else ""


def _all_of(file: Path, names: Mapping[str, Any]) -> list[Loaded]:
    public = {name: value for name, value in names.items() if name[:1] != "_"}
    found = {name: value for name, value in public.items() if isinstance(value, (Graph, Batch))}
    told = {id(value.graph) for value in found.values() if isinstance(value, Batch)}
    apart: list[Loaded] = []
    for name, value in found.items():
        if id(value) not in told:  # a graph is told with the batch that runs it, and once under all of its names
            told.add(id(value))
            apart.append(Loaded(file, value, name, _labels(names)))
    makers = {name: value for name, value in public.items() if _is_callable_alone(value)}
    if not apart:
        apart = [_called(file, names, name, maker) for name, maker in makers.items() if _says_what_it_makes(maker)]
    if not apart:
        hint = f"; --name calls a function: {listed(list(makers))}" if makers else ""
        raise LoadError(f"{file}: no graph or batch at its top level, for example `graph = Graph(image)`{hint}")
    return apart


def _named(file: Path, names: Mapping[str, Any], name: str) -> Loaded:
    value = names.get(name)
    if isinstance(value, (Graph, Batch)):
        return Loaded(file, value, name, _labels(names))
    if _is_callable_alone(value):
        return _called(file, names, name, value)
    known = [key for key, held in names.items() if isinstance(held, (Graph, Batch)) or _is_callable_alone(held)]
    hint = did_you_mean(name, known) or f"there are: {listed(known) or 'none'}"
    raise LoadError(f"{file}: it has no graph, batch or function without arguments called {shorten(name)}; {hint}")


def _called(file: Path, names: Mapping[str, Any], name: str, maker: Callable[[], object]) -> Loaded:
    with _told(file, f"{name}() ends the program"):
        made = maker()
    if not isinstance(made, (Graph, Batch)):
        raise LoadError(f"{file}: {name}() makes no graph or batch, but {shorten(made)}")
    return Loaded(file, made, name, _labels(names))


def _is_callable_alone(value: object) -> TypeGuard[Callable[[], object]]:
    """Whether it is a function, of this file, that can be called without arguments."""
    if not inspect.isfunction(value) or value.__module__ != "__invokegraph__":
        return False
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = inspect.signature(value).parameters.values()
    return all(each.default is not each.empty or each.kind in kinds for each in parameters)


def _says_what_it_makes(maker: Callable[..., object]) -> bool:
    """Whether its annotation says that it returns a graph or batch: what else it might do is not tried out."""
    returned: object = getattr(maker, "__annotations__", {}).get("return")
    said = returned if isinstance(returned, str) else getattr(returned, "__name__", "")
    return said.strip("'\"").rpartition(".")[2] in _MADE


def _labels(names: Mapping[str, Any]) -> dict[str, list[Node]]:
    return {name: [value] for name, value in names.items() if isinstance(value, Node)}


def _from_json(file: Path) -> Loaded:
    data = read_json(file)
    is_batch = isinstance(data, dict) and not {"batch", "graph"}.isdisjoint(cast("dict[str, Any]", data))
    read = Batch.from_dict if is_batch else Graph.from_dict
    try:
        return Loaded(file, read(cast("dict[str, Any]", data)))
    except FormatError as error:
        raise LoadError(f"{file}: {words_of(error)}") from error
