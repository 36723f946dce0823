"""Graphs and batches out of files that the user names."""

from __future__ import annotations

import inspect
import os
import re
import runpy
import sys
from contextlib import chdir, contextmanager, redirect_stdout
from json import loads
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard, cast

from invokegraph.batch import Batch
from invokegraph.cli.endings import CommandError, is_interruption, words_of
from invokegraph.cli.files import read, seeming, seeming_object
from invokegraph.codegen.facts import SchemaError
from invokegraph.errors import BatchError, InvokegraphError, LocatedError
from invokegraph.graph import Graph
from invokegraph.node import Node
from invokegraph.server_schema import ServerSchema
from invokegraph.words import did_you_mean, listed, shorten
from invokegraph.workflow import WorkflowDefinition
from invokegraph.workflow.definition import as_keyword

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from invokegraph.transport import InvokeAIClient

_MODULE: Final = "__invokegraph__"
_MADE = frozenset({"Graph", "Batch"})
_PNG = b"\x89PNG\r\n\x1a\n"
_NOT_RELATIVE: Final = "\n  a file is run on its own: import what lies beside it by its name, without a dot before it"
_MAIN: Final = re.compile(rb"if __name__ == .__main__.:")
_HARMLESS: Final = re.compile(r"\w[\w.-]*")
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
        labels: Further names of nodes, beside their ids: what a Python file calls them at its top level, and their
            titles in the editor.
        definition: The workflow that it was made of.
        without_batch: What a Python file calls the graph of a batch, for `--name`; empty where it has no name.
    """

    file: Path
    work: Graph | Batch
    name: str = ""
    labels: Mapping[str, Sequence[Node]] = {}
    definition: WorkflowDefinition | None = None
    without_batch: str = ""

    @property
    def content(self) -> Graph | Batch:
        """The graph or batch; of a workflow what it says, without what is added when it is run: itself, to be kept with
        its pictures.
        """
        if self.definition is None:
            return self.work
        batch = Batch.from_workflow(self.definition.to_dict())
        return batch if batch.axes else batch.graph

    @property
    def graph(self) -> Graph:
        """The graph, or that of the batch."""
        return self.work.graph if isinstance(self.work, Batch) else self.work


def load(file: Path) -> list[Loaded]:
    """The graphs and batches of a file.

    Args:
        file: A JSON file, a picture that InvokeAI made, or a Python file, which is run (not as `__main__`): its graphs
            and batches are the values of names at its top level. A graph that one of the batches runs, or that equals
            it, is left to that batch. Where there are none, they are what the functions without required arguments make
            that say so: `def pipeline() -> Graph`.

    Raises:
        LoadError: It cannot be read, or holds none.
    """
    # What a file is, is decided here and by `_from_data` alone.
    return _all_of(file, _run(file)) if file.suffix == ".py" else [_from_data(file)]


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


def lacks_lists(loaded: Loaded) -> bool:
    """Whether a workflow has batch nodes whose lists have to be asked for on a server, or are not to be had."""
    from invokegraph.transport.workflow_handle import lists_left_out

    if loaded.definition is None or not isinstance(loaded.work, Batch):
        return False
    return bool(lists_left_out(loaded.definition, loaded.work))


def with_lists(loaded: Loaded, client: InvokeAIClient) -> Loaded:
    """The workflow with the lists that only a server knows.

    Raises:
        LoadError: There is none for one of the batch nodes, or it is wired to nothing.
    """
    from invokegraph.transport.workflow_handle import batch_on

    assert loaded.definition is not None, "only a workflow has such lists"
    try:
        return _titled(loaded._replace(work=batch_on(client, loaded.definition)))
    except BatchError as error:
        raise LoadError(f"{loaded.file}: {words_of(error)}") from error


def inputs_in(file: Path) -> list[str]:
    """The inputs of the graph in a file, each as `node.field`, and those that a workflow shows by their labels as a
    keyword argument would spell them, for whoever completes a command line; none where it cannot be read. A Python file
    is not run for that.

    Shells put into a line what is offered, or run it themselves, so names that mean something to one are left out.
    """
    if file.suffix == ".py" or not file.is_file():
        return []
    try:
        loaded = _from_data(file)
    except LoadError:
        return []
    shown = loaded.definition.inputs if loaded.definition else []
    ids = loaded.graph.ids()
    names = [
        *dict.fromkeys(as_keyword(each.label or each.field_name) for each in shown),
        *(f"{id_}.{field}" for node, id_ in ids.items() for field in node.inputs),
    ]
    return [name for name in names if _HARMLESS.fullmatch(name)]


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
    data = read(file, LoadError)
    try:
        return loads(data)
    except (ValueError, RecursionError) as error:
        raise LoadError(f"{file}: not JSON: {error}") from error


def _run(file: Path) -> dict[str, Any]:
    """The names at the top level of a Python file."""
    path, arguments = sys.path[:], sys.argv
    folder = file.resolve().parent
    sys.path.insert(0, str(folder))  # as where it is run: it may import what lies beside it
    _make_way(folder)
    before = {*sys.modules}
    sys.argv = [str(file)]  # and reads no arguments that are not for it
    try:
        read(file, LoadError)
        with _told(file, "it ends the program before its graphs can be read"):
            names = runpy.run_path(str(file), run_name=_MODULE)
        sys.modules[_MODULE] = module = ModuleType(_MODULE)  # for dataclasses and the like that its functions make
        vars(module).update(names)
        return names
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
        with _stdout_apart(), chdir("."):
            yield
    except SystemExit as error:
        said = f": {error.code}" if isinstance(error.code, str) else ""
        raise LoadError(f"{file}: {ends}{said}{_line(file, error)}") from error
    except Exception as error:
        if is_interruption(error):
            raise KeyboardInterrupt from error
        words = ": ".join(filter(None, (type(error).__name__, str(error))))
        hint = _NOT_RELATIVE if isinstance(error, ImportError) and "relative import" in words else ""
        raise LoadError(f"{file}: {words}{_line(file, error)}{hint}") from error


@contextmanager
def _stdout_apart() -> Generator[None]:
    """Let what the user's code writes, and the programs that it starts, go to stderr: stdout is for results."""
    stdout = sys.stdout
    stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _line(file: Path, error: BaseException) -> str:
    """The last line of a file on the way to an error, where the error does not say it."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(file)]
    return f" ({file}:{lines[-1]})" if lines and not isinstance(error, LocatedError) else ""


def _all_of(file: Path, names: Mapping[str, Any]) -> list[Loaded]:
    public = {name: value for name, value in names.items() if name[:1] != "_"}
    found = {name: value for name, value in public.items() if isinstance(value, (Graph, Batch))}
    run = [value.graph for value in found.values() if isinstance(value, Batch)]
    told: set[int] = set()
    apart: list[Loaded] = []
    for name, value in found.items():
        # A graph is told with the batch that runs it, or runs one that was read and equals it; and all once.
        if id(value) not in told and not (isinstance(value, Graph) and value in run):
            told.add(id(value))
            apart.append(_of_python(file, names, name, value))
    makers = {name: value for name, value in public.items() if _is_callable_alone(value)}
    if not apart:
        apart = [_called(file, names, name, maker) for name, maker in makers.items() if _says_what_it_makes(maker)]
    if not apart:
        nodes = [name for name, value in names.items() if isinstance(value, Node)]
        hint = f"; --name calls a function: {listed(list(makers))}" if makers else ""
        example = f"graph = Graph({nodes[-1] if nodes else 'image'})"
        main = f"\n  what stands below `{main[0].decode()}` is not run" if (main := _MAIN.search(read(file))) else ""
        raise LoadError(f"{file}: no graph or batch at its top level, for example `{example}`{hint}{main}")
    return apart


def _named(file: Path, names: Mapping[str, Any], name: str) -> Loaded:
    value = names.get(name)
    if isinstance(value, (Graph, Batch)):
        return _of_python(file, names, name, value)
    if _is_callable_alone(value):
        return _called(file, names, name, value)
    known = [key for key, held in names.items() if isinstance(held, (Graph, Batch)) or _is_callable_alone(held)]
    hint = did_you_mean(name, known) or f"there are: {listed(known) or 'none'}"
    raise LoadError(f"{file}: it has no graph, batch or function without arguments called {shorten(name)}; {hint}")


def _called(file: Path, names: Mapping[str, Any], name: str, maker: Callable[[], object]) -> Loaded:
    with _told(file, f"{name}() ends the program"):
        made = maker()
        if inspect.iscoroutine(made):
            from asyncio import run

            made = run(made)
    if not isinstance(made, (Graph, Batch)):
        raise LoadError(f"{file}: {name}() makes no graph or batch, but {shorten(made)}")
    return _of_python(file, names, name, made)


def _is_callable_alone(value: object) -> TypeGuard[Callable[[], object]]:
    """Whether it is a function, of this file, that can be called without arguments."""
    if not inspect.isfunction(value) or value.__module__ != _MODULE:
        return False
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = inspect.signature(value).parameters.values()
    return all(each.default is not each.empty or each.kind in kinds for each in parameters)


def _says_what_it_makes(maker: Callable[..., object]) -> bool:
    """Whether its annotation says that it returns a graph or batch: what else it might do is not tried out."""
    returned: object = getattr(maker, "__annotations__", {}).get("return")
    said = returned if isinstance(returned, str) else getattr(returned, "__name__", "")
    return said.strip("'\"").rpartition(".")[2] in _MADE


def _of_python(file: Path, names: Mapping[str, Any], name: str, work: Graph | Batch) -> Loaded:
    """What a name of a Python file stands for, with the names of the nodes beside it, and of its graph."""
    labels = {each: [value] for each, value in names.items() if isinstance(value, Node)}
    graph = work.graph if isinstance(work, Batch) else None
    graphs = (each for each, value in names.items() if isinstance(value, Graph) and value == graph)
    return Loaded(file, work, name, labels, without_batch=next(graphs, ""))


def _from_data(file: Path) -> Loaded:
    data = read(file, LoadError)
    try:
        if data.startswith(_PNG):
            return _titled(Loaded(file, Graph.from_image(data)))
        parsed = _parsed(file, data)
        fields = cast("dict[str, Any]", parsed) if isinstance(parsed, dict) else {}
        is_wrapped = fields.keys() == {"workflow"}
        if {"nodes", "edges", "graph", "batch"}.isdisjoint(fields) and not is_wrapped:
            raise LoadError(f"{file}: {seeming_object(cast('object', parsed))}")
        if isinstance(fields.get("nodes"), list) or is_wrapped:
            definition = WorkflowDefinition.from_dict(fields)
            return _titled(Loaded(file, definition.batch(), definition=definition))
        is_batch = not {"batch", "graph"}.isdisjoint(fields)
        return Loaded(file, (Batch.from_dict if is_batch else Graph.from_dict)(cast("dict[str, Any]", parsed)))
    except InvokegraphError as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"{file}: {words_of(error)}") from error


def _titled(loaded: Loaded) -> Loaded:
    """What was loaded, with the titles of its nodes as further names."""
    titled: dict[str, list[Node]] = {}
    for id_, title in loaded.graph.labels.items():
        titled.setdefault(title, []).append(loaded.graph[id_])
    return loaded._replace(labels=titled)


def _parsed(file: Path, data: bytes) -> Any:
    try:
        return loads(data)
    except (ValueError, RecursionError) as error:
        raise LoadError(f"{file}: {seeming(file, data) or f'not JSON: {error}'}") from error
