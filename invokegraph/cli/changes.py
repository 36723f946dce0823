"""What the command line changes in a graph or batch before it is run: inputs, sweeps, runs, the board."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.batch import Batch
from invokegraph.cli.endings import CommandError, words_of
from invokegraph.errors import InvokegraphError, NotInGraph, ValueRefused
from invokegraph.model import Model
from invokegraph.naming import names_in
from invokegraph.node import input_port
from invokegraph.ports import declared_port
from invokegraph.types import STR
from invokegraph.values import NAMED_BY
from invokegraph.wiring import outputs_in
from invokegraph.words import counted, did_you_mean, listed, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from invokegraph.cli.loading import Loaded
    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Port
    from invokegraph.workflow import WorkflowDefinition, WorkflowInput

    _Setters = dict[tuple[Node, str], tuple[str, str]]  # what sets an input already, and what to do if that is wrong

_SEPARATORS: Final = ",;\t"
_MOST_TOLD: Final = 20
_LEAVE_OUT: Final = "leave one of them out"


class Target(NamedTuple):
    """An input that an option names.

    Attributes:
        node: The node.
        field: The server's name of its input.
        option: The option as it was given, for messages.
    """

    node: Node
    field: str
    option: str

    def value(self, text: str) -> Any:
        """What the input makes of a text: of the JSON that it is, else of the text itself.

        Raises:
            CommandError: The input takes neither.
        """
        port = input_port(self.node, self.field)
        refused: InvokegraphError | None = None
        for reading in _readings(port, text):
            try:
                return None if reading is None else port.accept(self.node, reading)
            except InvokegraphError as error:
                refused = refused or error
        assert refused, "a text has a reading"
        raise CommandError(f"{self.option}: {words_of(refused)}") from refused


def changed(
    loaded: Loaded,
    *,
    sets: Sequence[str],
    sweeps: Sequence[str],
    table: Path | None,
    runs: int | None,
    board: str | None = None,
) -> Batch:
    """The batch that is to be run.

    Args:
        loaded: What was loaded.
        sets: Inputs to set, each as `node.field=value`; those that a workflow shows also as `label=value`.
        sweeps: Inputs to sweep over, each as `node.field=value,value`, or with a label; they are crossed.
        table: A CSV file with a column for each of some inputs and a row for each session; crossed with the sweeps.
        runs: How many times the whole is repeated; as it is if left out.
        board: The board that the pictures will be put on, if there is one.

    Raises:
        CommandError: Something is not there, not written as it should be, not taken, or said twice.
    """
    work = loaded.work
    batch = work if isinstance(work, Batch) else Batch(work)
    if loaded.file.suffix != ".py":  # the id in a file is that of the run that the file was written for
        batch.batch_id = Batch(batch.graph).batch_id
    advice = f"--name {loaded.without_batch} runs the graph without it" if loaded.without_batch else _LEAVE_OUT
    setters = {(sweep.node, sweep.field): ("a sweep of the batch", advice) for axis in batch.axes for sweep in axis}
    if board is not None:
        setters |= {(node, "board"): (f"--board {board}", _LEAVE_OUT) for node in givers(loaded.graph)}
    held: dict[tuple[Node, str], Any] = {}
    for text in sets:
        target, value = _assignment(loaded, "--set", text)
        held[target.node, target.field] = target.value(value)
        _hold(target, held[target.node, target.field])
        if held[target.node, target.field] is not None:  # what is unset may be swept
            _claim(target, setters)
    if loaded.definition is not None and held:
        _keep(loaded.definition, batch, held)
    if table is not None:
        columns = _columns(table).items()
        _zip(batch, [(_target(loaded, f"{table}, column {name}", name), cells) for name, cells in columns], setters)
    for text in sweeps:
        target, values = _assignment(loaded, "--sweep", text)
        _zip(batch, [(target, [(target.option, value) for value in _listed_values(values)])], setters)
    if runs is not None:
        batch.runs = runs
    return batch


def givers(graph: Graph) -> list[Node]:
    """The nodes whose pictures can be put on a board, but for those of intermediate ones."""
    takers = [node for node in graph.nodes if declared_port(node, "board", "takes") is not None]
    return [node for node in takers if node.given.get("is_intermediate") is not True]


def put_on_board(nodes: Iterable[Node], board_id: str) -> None:
    """Have the pictures of some nodes put on a board."""
    for node in nodes:
        node.given["board"] = input_port(node, "board").accept(node, {"board_id": board_id})


def _hold(target: Target, value: Any) -> None:
    """Set an input. Where it was made stays what it is said to be made at: the user's line."""
    if value is None:
        target.node.given.pop(target.field, None)
    else:
        target.node.given[target.field] = value


def _keep(definition: WorkflowDefinition, batch: Batch, held: Mapping[tuple[Node, str], Any]) -> None:
    """Have the workflow that goes with the pictures hold what was set. Where it cannot, as for an input that a wire
    feeds there, none goes with them.
    """
    batch.remainder.fields.pop("workflow", None)
    with suppress(ValueRefused):
        for (node, field), value in held.items():
            definition[batch.graph.id_of(node), field].value = value
        if kept := definition.kept():
            batch.remainder.fields["workflow"] = kept


def _assignment(loaded: Loaded, option: str, text: str) -> tuple[Target, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise CommandError(f"{option} {shorten(text)}: write it as {_ways(loaded)}=value")
    return _target(loaded, f"{option} {name}", name), value


def _target(loaded: Loaded, option: str, name: str) -> Target:
    node_name, dot, field = name.strip().rpartition(".")
    if shown := _shown(loaded, option, name.strip()):
        node_name, field = shown.node_id, shown.field_name
    elif not dot or not field:
        raise CommandError(
            f"{option}: {shorten(name)} names no input: write it as {_ways(loaded)}{_with_input(loaded, name.strip())}"
        )
    node = _node(loaded, option, node_name)
    try:
        return Target(node, input_port(node, field).name, option)
    except InvokegraphError as error:
        raise CommandError(f"{option}: {words_of(error)}") from error


def _shown(loaded: Loaded, option: str, name: str) -> WorkflowInput | None:
    """The input that a workflow shows under a label; None where it shows none, and the name may be `node.field`."""
    node_name, dot, field = name.rpartition(".")
    definition = loaded.definition
    if definition is None or not definition.inputs or not name:
        return None
    if any(field in node.inputs for node in _called(loaded, node_name)):
        return None
    try:
        return definition[name]
    except NotInGraph as error:
        if not dot:
            raise CommandError(f"{option}: {words_of(error)}\n  or write it as node.field") from error
        return None


def _with_input(loaded: Loaded, field: str) -> str:
    """The inputs of a name, each with its node, on a line; empty where no node has one."""
    names = names_in(loaded.graph)
    found = [f"{names.get(id_, id_)}.{field}" for node, id_ in loaded.graph.ids().items() if field in node.inputs]
    return f"\n  there {'is' if len(found) == 1 else 'are'}: {listed(found, _MOST_TOLD)}" if found else ""


def _ways(loaded: Loaded) -> str:
    """How an input is written."""
    shows = loaded.definition is not None and loaded.definition.inputs
    return "node.field or label" if shows else "node.field"


def _node(loaded: Loaded, option: str, name: str) -> Node:
    """The one node that is called so."""
    ids, found = loaded.graph.ids(), _called(loaded, name)
    if len(found) == 1:
        return found[0]
    if found:
        which = listed([ids[node] for node in found])
        raise CommandError(f"{option}: {len(found)} nodes are called {shorten(name)}: say which by its id: {which}")
    names = names_in(loaded.graph)
    labels = [label for label, nodes in loaded.labels.items() if any(node in ids for node in nodes)]
    known = list(dict.fromkeys([*(names.get(id_, id_) for id_ in ids.values()), *labels]))
    near = did_you_mean(name, known)
    there = f"there are: {listed(known, _MOST_TOLD) or 'none'}"
    raise CommandError(f"{option}: no node {shorten(name)} in the graph\n  {f'{near} ' if near else ''}{there}")


def _called(loaded: Loaded, name: str) -> list[Node]:
    """The nodes with an id; else those with it as their label, or as the name that messages call them by."""
    ids, names = loaded.graph.ids(), names_in(loaded.graph)
    labelled = loaded.labels.get(name, ())
    found = [node for node, id_ in ids.items() if id_ == name]
    return found or [node for node, id_ in ids.items() if node in labelled or names.get(id_) == name]


def _readings(port: Port, text: str) -> Iterator[object]:
    """What a text may stand for, the likeliest first."""
    members = {member.name for member in port.takes.members} if port.takes else set[str]()
    parsed: object = text
    with suppress(ValueError, RecursionError):
        parsed = json.loads(text)
    if port.takes is not None and port.takes.without_none() == STR and not isinstance(parsed, str):
        if parsed is None:
            yield None
        yield text  # a prompt of digits is that prompt
        return
    if port.takes_model and (model := _model(parsed)):
        yield model
    for member in members & NAMED_BY.keys():
        if isinstance(parsed, str):
            yield {NAMED_BY[member]: parsed}
    yield parsed
    if parsed is not text:
        yield text


def _model(parsed: object) -> Model | None:
    """The model of a name, or of an object with some of name, base, type, hash and key."""
    if isinstance(parsed, str) and parsed:
        return Model(parsed)
    if isinstance(parsed, dict) and parsed and cast("dict[str, Any]", parsed).keys() < {*Model.__slots__}:
        with suppress(TypeError, ValueError):
            return Model(**cast("dict[str, Any]", parsed))
    return None


def _listed_values(text: str) -> list[str]:
    """The values of a sweep: those of a JSON list, or what stands between commas."""
    with suppress(ValueError, RecursionError):
        parsed: object = json.loads(text)
        if isinstance(parsed, list):
            return [json.dumps(value) for value in cast("list[object]", parsed)]
    return [value.strip() for value in text.split(",")]


def _claim(target: Target, setters: _Setters) -> None:
    """Note what sets an input, so that nothing else does: which of two is meant, nobody can know.

    Raises:
        CommandError: Something sets it already.
    """
    place = (target.node, target.field)
    if place in setters:
        setter, advice = setters[place]
        raise CommandError(f"{target.option}: {setter} sets it, too: {advice}")
    setters[place] = target.option, _LEAVE_OUT


def _zip(batch: Batch, columns: Sequence[tuple[Target, Sequence[tuple[str, str]]]], setters: _Setters) -> None:
    """Add an axis on which some inputs advance together, each with texts and where they stand, for messages."""
    add: Callable[..., Batch] = batch.sweep
    for target, texts in columns:
        _claim(target, setters)
        values = [target._replace(option=where).value(text) for where, text in texts]
        node_id = batch.graph.id_of(target.node)
        try:
            add(node_id, **{target.field: values})
        except InvokegraphError as error:
            wired = outputs_in(target.node.given.get(target.field))
            hint = f"\n  or take the wire away: --set {node_id}.{target.field}=null" if wired else ""
            raise CommandError(f"{target.option}: {words_of(error)}{hint}") from error
        add = batch.zip


def _columns(file: Path) -> Mapping[str, list[tuple[str, str]]]:
    """The columns of a CSV file by the names in its first row: for each cell where it stands, and its text."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as opened:
            lines = opened.readlines()
        reader = csv.reader(lines, delimiter=_separator(lines), strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file}: not CSV in UTF-8: {error}\n  Excel calls that CSV UTF-8") from error
    except csv.Error as error:
        raise CommandError(f"{file}: not CSV: {error}") from error
    if len(rows) < 2:  # noqa: PLR2004 - a header and a row
        raise CommandError(f"{file}: a first row with node.field in each column is needed, and then a row for each run")
    header = [name.strip() for name in rows[0][1]]
    if twice := [name for name in dict.fromkeys(header) if header.count(name) > 1]:
        raise CommandError(f"{file}: two columns are called {shorten(twice[0])}")
    for line, row in rows[1:]:
        if len(row) != len(header):
            cells, columns = counted(len(row), "cell"), counted(len(header), "column")
            raise CommandError(f"{file}:{line}: {cells} below {columns}")
    return {
        name: [(f"{file}:{line}, column {name}", row[place]) for line, row in rows[1:]]
        for place, name in enumerate(header)
    }


def _separator(lines: Sequence[str]) -> str:
    """What parts the columns: a comma, or what spreadsheets write where numbers have one."""
    header = next((line for line in lines if line.strip()), "")
    return next((mark for mark in _SEPARATORS if len(next(csv.reader([header], delimiter=mark))) > 1), ",")
