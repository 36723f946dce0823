"""Judging a graph by the node types of one server rather than by those of the catalog.

Nothing of it is registered anywhere: the node classes that a schema leads to exist for that schema alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from invokegraph.batch import Batch
from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.schema import is_node, node_type, read_node, schemas_of
from invokegraph.codegen.shapes import Shapes
from invokegraph.editing import recast
from invokegraph.node import UnknownNode
from invokegraph.problem import Problem, Problems
from invokegraph.server_schema.classes import class_of
from invokegraph.server_schema.drift import Change, changes
from invokegraph.server_schema.models import FieldModels
from invokegraph.validation import batch_problems, graph_problems, without
from invokegraph.words import brief, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from invokegraph.graph import Graph
    from invokegraph.node import Node

__all__ = ["SchemaError", "ServerSchema", "judged"]


class _Type(NamedTuple):
    """What a server makes of the nodes of one class.

    Attributes:
        cls: The class to judge them by: their own, one made from the schema, or `UnknownNode`.
        version: The version of the node type on the server.
        changes: In what it differs from their own class.
    """

    cls: type[Node]
    version: str = ""
    changes: tuple[Change, ...] = ()


_ABSENT: Final = _Type(UnknownNode)


class ServerSchema:
    """The node types of one server, read once from its `openapi.json`.

    Pass it as `schema=` to the `problems` and `validate` of a graph or batch. A node type is read when a graph first
    uses it; one that cannot be read is taken for one that takes anything, as the server may well run it.

    Example:
        >>> from nodes_catalog import Add
        >>> from invokegraph import Graph, ServerSchema
        >>> document = {"components": {"schemas": {"Other": {"class": "invocation", "properties": {
        ...     "type": {"const": "other"}}}}}}
        >>> schema = ServerSchema.from_openapi(document)
        >>> [problem.message for problem in Graph(Add()).problems(schema=schema)]
        ["add: the server has no node type 'add'"]
    """

    __slots__ = ("_keys", "_models", "_shapes", "_types")

    def __init__(self, schemas: dict[str, object]) -> None:
        self._shapes = Shapes(schemas)
        self._models = FieldModels(self._shapes)
        self._types: dict[tuple[type[Node], str], _Type] = {}
        self._keys = {
            type_id: key for key, schema in schemas.items() if is_node(schema) and (type_id := _type_id(key, schema))
        }

    @classmethod
    def from_openapi(cls, document: Mapping[str, object]) -> ServerSchema:
        """Read the document that a server has at `/openapi.json`.

        Args:
            document: The parsed JSON, whole or cut down by `invokegraph.codegen.slim`. It is data: nothing of it is
                executed. Node types are read out of it later on, so it has to stay as it is.

        Raises:
            SchemaError: It is no such document, or it has no node types.
        """
        schema = cls(dict(schemas_of(document)))
        if not schema.types:
            raise SchemaError("the document describes no node types: it is not that of an InvokeAI server")
        return schema

    @property
    def types(self) -> Collection[str]:
        """The node types that the server has."""
        return self._keys.keys()

    def __repr__(self) -> str:
        return f"<ServerSchema of {len(self._keys)} node types>"

    def differences(self, work: Graph | Batch) -> list[str]:
        """In what the server's node types differ from those that a graph was made with, a sentence a change.

        Most of it is no problem: a new input has a default, and a graph does not miss what it does not use.
        """
        graph = work.graph if isinstance(work, Batch) else work
        lines: list[str] = []
        for (_, type_id), nodes in _by_type(graph).items():
            if type_id not in self._keys:
                lines.append(f"{brief(type_id)}: the server has no such node type")
                continue
            here, there = type(nodes[0]).version, self._type_of(nodes[0])
            if there.cls is UnknownNode:
                lines.append(f"{brief(type_id)}: what the server's schema says of it cannot be read")
            elif there.version != here and not isinstance(nodes[0], UnknownNode):
                lines.append(f"{brief(type_id)}: version {brief(here)} -> {brief(there.version)}")
            lines += [f"{brief(type_id)}: {change.words}" for change in there.changes]
        return lines

    def problems(self, work: Graph | Batch, *, ignore: Collection[str] = ()) -> Problems:
        """All problems of a graph or batch on this server; the same as `work.problems(schema=…)`."""
        graph = work.graph if isinstance(work, Batch) else work
        copy = graph
        copies: Mapping[Node, Node] = {}
        if any(self._type_of(node).cls is not type(node) for node in graph.nodes):
            copy, copies = recast(graph, lambda node: self._type_of(node).cls)
        if isinstance(work, Batch):
            problems = batch_problems(work.over(copy, copies) if copies else work, ignore, self.types)
        else:
            problems = graph_problems(copy, ignore, self.types)
        return without([*problems, *self._drift(work, problems)], ignore)

    def _type_of(self, node: Node) -> _Type:
        if node.type not in self._keys:
            return _ABSENT
        key = (type(node), node.type)
        if key not in self._types:
            self._types[key] = self._read(*key)
        return self._types[key]

    def _read(self, own: type[Node], type_id: str) -> _Type:
        """What the server makes of the nodes of a class."""
        key = self._keys[type_id]
        try:
            facts = read_node(self._shapes, key, self._shapes.schemas[key])
            cls = class_of(facts, self._models)
        except SchemaError:
            return _Type(UnknownNode)
        if own is UnknownNode:
            return _Type(cls, facts.version)
        found = changes(own, cls)
        as_it_is = not found and self._models.are_ours(put.type for put in facts.inputs)
        return _Type(own if as_it_is else cls, facts.version, found)

    def _drift(self, work: Graph | Batch, problems: Sequence[Problem]) -> Iterator[Problem]:
        """A problem for each node type that differs in something that the graph relies on.

        That is where one of the other problems is about what has changed, and where a default has changed that the
        graph leaves to the server. All else is told by `differences`, and stops nobody.
        """
        graph = work.graph if isinstance(work, Batch) else work
        swept = {(sweep.node, sweep.field) for axis in work.axes for sweep in axis} if isinstance(work, Batch) else ()
        wrong = {place for problem in problems for place in _places(problem)}
        ids = graph.ids()
        for nodes in _by_type(ids).values():
            there = self._type_of(nodes[0])
            for node in nodes:
                left_open = [
                    change.name
                    for change in there.changes
                    if change.of_default and node.given.get(change.name) is None and (node, change.name) not in swept
                ]
                if left_open or any((ids[node], change.name) in wrong for change in there.changes):
                    yield _drifted(node, ids[node], there, left_open)
                    break  # one node stands for all of its type


def judged(work: Graph | Batch, schema: ServerSchema | Mapping[str, object], ignore: Collection[str] = ()) -> Problems:
    """All problems of a graph or batch on a server; see `Graph.problems`."""
    known = schema if isinstance(schema, ServerSchema) else ServerSchema.from_openapi(schema)
    return known.problems(work, ignore=ignore)


def _drifted(node: Node, id_: str, there: _Type, left_open: Sequence[str]) -> Problem:
    here, now = brief(node.version) or "none", brief(there.version) or "none"
    differs = f"has version {now} on the server, not {here}" if now != here else "differs on the server"
    words = listed(list(dict.fromkeys(change.words for change in there.changes)))
    return Problem(
        "schema-drift",
        f"{brief(node.type)} {differs}: {words}",
        node_id=id_,
        location=node.location,
        suggestion=f"give {listed(left_open)} a value, to be the same everywhere" if left_open else "",
    )


def _places(problem: Problem) -> Iterator[tuple[str, str]]:
    """The inputs and outputs that a problem is about."""
    if problem.edge:
        yield problem.edge.source, problem.edge.source_field
        yield problem.edge.target, problem.edge.target_field
    elif problem.node_id is not None and problem.field is not None:
        yield problem.node_id, problem.field


def _by_type(nodes: Iterable[Node]) -> dict[tuple[type[Node], str], list[Node]]:
    """The nodes of each type, those of classes of one type id apart."""
    found: dict[tuple[type[Node], str], list[Node]] = {}
    for node in nodes:
        found.setdefault((type(node), node.type), []).append(node)
    return found


def _type_id(key: str, schema: object) -> str:
    try:
        return node_type(key, cast("dict[str, object]", schema))
    except SchemaError:
        return ""
