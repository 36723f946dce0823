"""Graphs: all that a few nodes depend on, with an id for each node and an edge for each wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from invokegraph.errors import InvalidGraph, NotInGraph
from invokegraph.naming import names_in
from invokegraph.node import Node
from invokegraph.ports import Output, Wires
from invokegraph.problem import Edge, LeftOut
from invokegraph.remainder import Remainder
from invokegraph.wiring import label_of, outputs_in
from invokegraph.words import brief, counted, did_you_mean, shorten

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from networkx import MultiDiGraph

    from invokegraph.problem import Problems
    from invokegraph.server_schema import ServerSchema

N = TypeVar("N", bound=Node)


class Graph:
    """A graph of nodes: everything that its sinks depend on.

    The graph follows the wires of its nodes whenever it is asked, so it sees nodes that are wired or changed later.
    Nodes without an id of their own get a readable one (`noise`, `noise_2`) when the graph first meets them, in the
    order of the wires, so that the same program gives the same ids.

    Args:
        sinks: The nodes whose results are wanted, or outputs of theirs.

    Attributes:
        labels: The titles that nodes have in InvokeAI's editor, by node id. They are not part of what runs,
            and are neither compared nor sent.
        left_out: The parts of the workflow that the graph was read from that have no place in a graph.

    Example:
        >>> from nodes_catalog import Add, Integer
        >>> graph = Graph(Add(a=Integer(value=3).value, b=4))
        >>> [str(edge) for edge in graph.edges]
        ['integer.value -> add.a']
    """

    __slots__ = ("_aliases", "_ids", "_roots", "has_cycle", "labels", "left_out", "remainder")

    def __init__(self, *sinks: Node | Output[Any]) -> None:
        self._roots: dict[Node, None] = {}
        self._ids: dict[Node, str] = {}
        self._aliases: dict[Node, Node] = {}
        self.has_cycle = False
        self.remainder = Remainder()
        self.labels: dict[str, str] = {}
        self.left_out: tuple[LeftOut, ...] = ()
        for sink in sinks:
            self.add(sink.node if isinstance(sink, Output) else sink)

    def add(self, node: N) -> N:
        """Add a node, and with it all that it depends on, to the graph.

        Returns:
            The node itself.

        Raises:
            TypeError: It is not a node.
        """
        if not isinstance(node, Node):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            hint = ": Graph(*nodes) takes those of a list" if isinstance(node, (list, tuple, set)) else ""
            raise TypeError(f"a graph is made of nodes and their outputs, not of {shorten(node)}{hint}")
        self._roots[node] = None
        return node

    @property
    def sinks(self) -> Sequence[Node]:
        """The nodes that the graph was made from."""
        return tuple(self._roots)

    @property
    def nodes(self) -> Sequence[Node]:
        """All nodes: those that others depend on first, or in the order of the file that they were read from."""
        return tuple(self.ids())

    @property
    def edges(self) -> Sequence[Edge]:
        """All edges, by the order of the nodes that they feed, or in the order of the file that they were read from."""
        ids = self.ids()
        edges = [
            Edge(ids[output.node], output.port.name, id_, name)
            for node, id_ in ids.items()
            for name, held in node.given.items()
            for output in outputs_in(held)
        ]
        edges += self.remainder.dangling
        return [edge for edge, _ in self.remainder.edges_in_order(edges)] if self.remainder.edges else edges

    def ids(self) -> Mapping[Node, str]:
        """The id of every node, in the order of `nodes`."""
        ids = self._numbered()
        return self._numbered() if self.remainder.dangling and self._wire_dangling(ids) else ids

    def _numbered(self) -> Mapping[Node, str]:
        found, self.has_cycle = reach(self._roots)
        nodes = self.remainder.nodes_in_order(found)
        explicit = {node.id for node in nodes if node.id is not None}
        known, counts = self._ids, dict[str, int]()
        if not explicit and nodes == [*known]:
            return known
        taken: set[str] | None = None
        self._ids = ids = dict[Node, str]()
        for node in nodes:
            id_ = node.id
            if id_ is None:
                id_ = known.get(node)
                if id_ is None or id_ in explicit:
                    taken = explicit.union(known.values()) if taken is None else taken
                    id_ = _free_id(node.type, taken, counts)
            ids[node] = id_
        return ids

    @overload
    def __getitem__(self, key: str) -> Node: ...
    @overload
    def __getitem__(self, key: type[N]) -> N: ...
    def __getitem__(self, key: str | type[N]) -> Node | N:
        """The node with this id, the only node with this title in the editor, or the only node of this class.

        Nodes with ids that the editor made may also be asked for by the name that messages have for them.

        Raises:
            NotInGraph: There is no such node, or several have the title or are of the class.
        """
        if not isinstance(key, (str, type)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError(f"a graph is asked for an id or a class of nodes, not {shorten(key)}")
        if isinstance(key, str):
            wanted = str.__str__(key)  # a subclass may compare as it likes
            found = [node for node, id_ in self.ids().items() if id_ == wanted]
            return found[0] if found else self._titled(wanted)
        several = self.find(key)
        if len(several) != 1:
            ids = self.ids()
            which = ", ".join(brief(ids[node]) for node in several) or "none"
            raise NotInGraph(f"the graph has {len(several)} {key.__name__} nodes, not one: {which}")
        return several[0]

    def _titled(self, name: str) -> Node:
        """The only node that has a title, or that messages call by a name in place of an id that the editor made."""
        ids, names = self.ids(), names_in(self)
        found = [id_ for id_ in dict.fromkeys(ids.values()) if name in (self.labels.get(id_), names.get(id_))]
        if not found:
            hint = did_you_mean(name, dict.fromkeys([*ids.values(), *self.labels.values(), *names.values()]))
            raise NotInGraph(f"no node {shorten(name)} in the graph{f'; {hint}' if hint else ''}")
        if len(found) > 1:
            which = ", ".join(map(brief, found))
            raise NotInGraph(f"the graph has {len(found)} nodes of the title {shorten(name)}, not one: {which}")
        return self[found[0]]

    def find(self, cls: type[N]) -> Sequence[N]:
        """All nodes of a class, in the order of `nodes`."""
        return [node for node in self.nodes if isinstance(node, cls)]

    def id_of(self, node: Node | Output[Any] | str) -> str:
        """The id that a node has in this graph. For a copy of a graph, the original's nodes name their copies.

        Raises:
            NotInGraph: It is not in the graph.
        """
        return self._entry(node)[1]

    def named(self, node: Node | Output[Any] | str) -> Node:
        """The node of this graph that a node, one of its outputs, or an id names; for errors see `id_of`."""
        return self._entry(node)[0]

    def _entry(self, node: Node | Output[Any] | str) -> tuple[Node, str]:
        if isinstance(node, str):
            own = self[node]
            return own, self.ids()[own]
        wanted = node.node if isinstance(node, Output) else node
        if not isinstance(wanted, Node):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError(
                f"a node, an output or an id is needed, not {shorten(wanted)}; graph[Noise] is one by its class"
            )
        own = self.own(wanted)
        id_ = self.ids().get(own)
        if id_ is None:
            raise NotInGraph(f"the node {label_of(wanted)} is not in the graph: none of its sinks depends on it")
        return own, id_

    def own(self, node: Node) -> Node:
        """The node of this graph that `node` names: its copy, for a node of the graph that this one was copied from;
        else itself.
        """
        return self._aliases.get(node, node)

    def adopt(self, ids: Mapping[Node, str], handles: Mapping[Node, Node]) -> None:
        """Take over ids, and nodes of another graph as further names for nodes of this one. Called by what makes
        graphs from graphs.
        """
        self._ids = dict(ids)
        self._aliases = dict(handles)

    def handles(self) -> Mapping[Node, Node]:
        """The nodes of other graphs that name nodes of this one, each with the node that it names."""
        return self._aliases

    def __contains__(self, node: object) -> bool:
        if isinstance(node, str):
            return str.__str__(node) in self.ids().values()
        wanted = node.node if isinstance(node, Output) else node
        return isinstance(wanted, Node) and self.own(wanted) in self.ids()

    def __len__(self) -> int:
        return len(self.ids())

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same nodes by id, with the same values and wires."""
        if not isinstance(other, Graph):
            return NotImplemented
        from invokegraph.serialization import comparable

        return comparable(self) == comparable(other)

    __hash__ = None  # type: ignore[assignment]  # a graph changes

    def __copy__(self) -> Graph:
        """As `copy`: a graph to which sinks can be added, and this one stays as it is."""
        return self.copy()

    def __repr__(self) -> str:
        return f"<Graph of {counted(len(self), 'node')}, {counted(len(self.edges), 'edge')}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from invokegraph.view.notebook import graph_bundle

        return graph_bundle(self)

    def networkx(self) -> MultiDiGraph[str]:
        """The graph for networkx: a node for each node id, with the `Node` as its attribute `node`; an edge for each
        wire, with the attributes `source_field` and `target_field`.
        """
        from networkx import MultiDiGraph

        drawn: MultiDiGraph[str] = MultiDiGraph()
        for node, id_ in self.ids().items():
            drawn.add_node(id_, node=node)
        for edge in self.edges:
            drawn.add_edge(edge.source, edge.target, source_field=edge.source_field, target_field=edge.target_field)
        return drawn

    def _wire_dangling(self, ids: Mapping[Node, str]) -> bool:
        """Wire the edges that ended nowhere and whose nodes are there now; whether there were any."""
        from invokegraph.serialization import wire

        nodes = {id_: node for node, id_ in ids.items()}
        found = [edge for edge in self.remainder.dangling if edge.source in nodes and edge.target in nodes]
        for edge in found:
            wire(nodes[edge.target], [(nodes[edge.source], edge)])
        self.remainder.dangling = [edge for edge in self.remainder.dangling if edge not in found]
        return bool(found)

    # What follows reaches up the list of layers: the work is done there, and imported when it is asked for.

    def problems(
        self, *, ignore: Collection[str] = (), schema: ServerSchema | Mapping[str, Any] | None = None
    ) -> Problems:
        """Everything that is wrong with the graph, found without a server.

        Args:
            ignore: Codes of problems to leave out.
            schema: The `openapi.json` of the server that the graph is for, parsed, or the `ServerSchema` of it: its
                node types are then what the graph is judged by, rather than those of the catalog.

        Raises:
            SchemaError: It is not the `openapi.json` of a server.
        """
        if schema is not None:
            from invokegraph.server_schema import judged

            return judged(self, schema, ignore)
        from invokegraph.validation import graph_problems

        return graph_problems(self, ignore)

    def validate(self, *, ignore: Collection[str] = (), schema: ServerSchema | Mapping[str, Any] | None = None) -> None:
        """Raise an error if the graph has problems.

        Args:
            ignore: Codes of problems to let pass.
            schema: The server that the graph is for, as for `problems`.

        Raises:
            InvalidGraph: It has problems; the error holds them all.
            SchemaError: It is not the `openapi.json` of a server.
        """
        if problems := self.problems(ignore=ignore, schema=schema):
            raise InvalidGraph(problems)

    def copy(self) -> Graph:
        """A graph of copies of all nodes, under the same ids. The nodes of this graph go on naming their copies in
        `id_of`.
        """
        from invokegraph.editing import copied

        return copied(self)

    def merge(self, *others: Graph) -> Graph:
        """A graph of copies of the nodes of this graph and of others. A node that several share is there once;
        automatic ids that clash are counted on, this graph's first.
        """
        from invokegraph.editing import merged

        return merged(self, *others)

    def substitute(self, old: Node | Output[Any] | str, new: Node | Output[Any]) -> Graph:
        """A copy in which all that was fed by `old` is fed by `new`.

        Args:
            old: A node of this graph, its id, or one of its outputs.
            new: A node that has outputs of the same names, or, for an output, an output. It may depend on `old`: that
                is how a LoRA is put between a loader and its consumers.

        Raises:
            NotInGraph: The graph does not hold `old`.
            WireError: A consumer does not take the new output.
            UnknownName: The new node lacks an output that is used.
        """
        from invokegraph.editing import substituted

        return substituted(self, old, new)

    def prune(self, *keep: Node | Output[Any] | str) -> Graph:
        """A copy with only the given nodes and what they depend on.

        Args:
            keep: Nodes of this graph, their ids, or outputs of theirs.

        Raises:
            NotInGraph: The graph does not hold one of them.
        """
        from invokegraph.editing import pruned

        return pruned(self, *keep)

    def diff(self, other: Graph) -> list[str]:
        """What changes from this graph to another, one sentence per change; empty if they are equal."""
        from invokegraph.diff import differences

        return differences(self, other)

    def draw(self) -> str:
        """The graph as a drawing: a self-contained SVG, with problems marked at their nodes."""
        from invokegraph.view.svg import to_svg

        return to_svg(self)

    def to_html(self) -> str:
        """The graph as a self-contained HTML page: the drawing to be moved, zoomed and searched, the values of each
        node, and all problems.
        """
        from invokegraph.view.drawing import to_html

        return to_html(self)

    def to_dot(self) -> str:
        """The graph in the DOT language, for Graphviz."""
        from invokegraph.view.dot import to_dot

        return to_dot(self)

    def to_mermaid(self) -> str:
        """The graph as a Mermaid flowchart, for Markdown pages that draw those."""
        from invokegraph.view.mermaid import to_mermaid

        return to_mermaid(self)

    def to_python(self, *, defaults: bool = True) -> str:
        """The graph as a Python program, which has it as `graph` at its top level. When the program is run itself,
        it runs the graph and saves its pictures.

        Args:
            defaults: Whether values that were given are written where they are the default as well. Without them the
                program reads better, and its graph is another one: it leaves them to the server.
        """
        from invokegraph.source import graph_to_python

        return graph_to_python(self, defaults=defaults)

    def to_dict(self) -> dict[str, Any]:
        """The graph in the server's shape. Only what was set is written, so that it runs on older releases too.

        Raises:
            InvalidGraph: Two nodes have the same id, so that they cannot be written.
        """
        from invokegraph.serialization import graph_to_dict

        return graph_to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON text, indented by `indent` spaces or on one line.

        Raises:
            InvalidGraph: Two nodes have the same id, so that they cannot be written.
        """
        from invokegraph.serialization import graph_to_json

        return graph_to_json(self, indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Graph:
        """Read a graph in the server's shape. What is wrong with it, `problems()` tells; what is unknown in it is kept.

        Raises:
            FormatError: It is not a graph at all; the message names the place.
        """
        from invokegraph.serialization import graph_from_dict

        return graph_from_dict(data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Graph:
        """Read a graph from JSON text; see `from_dict`.

        Raises:
            FormatError: It is not JSON, or not a graph.
        """
        from invokegraph.serialization import graph_from_json

        return graph_from_json(text)

    def to_workflow(
        self,
        name: str = "",
        *,
        form: Iterable[tuple[Node | str, str] | tuple[Node | str, str, str] | str] = (),
        author: str = "",
        description: str = "",
        version: str = "",
        contact: str = "",
        tags: str = "",
        notes: str = "",
    ) -> dict[str, Any]:
        """The graph as a workflow that InvokeAI's editor opens, laid out from left to right.

        Nodes have the titles that `labels` holds. Reading the workflow back gives an equal graph.

        Args:
            name: What the workflow is called.
            form: What the form shows, in this order: inputs as `(node, "prompt")` or `(node, "prompt", "Label")`, and
                headings as texts.
            author: Who made it.
            description: What it is for.
            version: The author's own version of it.
            contact: How to reach the author.
            tags: Words to find it by, separated by commas.
            notes: What else there is to say.

        Raises:
            InvalidGraph: Two nodes have the same id, or an edge ends at no node.
            NotInGraph: The form shows a node that is not in the graph.
            UnknownName: The form shows an input that its node does not have.

        Example:
            >>> from nodes_catalog import Noise
            >>> noise = Noise(seed=7)
            >>> workflow = Graph(noise).to_workflow("Some noise", form=[(noise, "seed")])
            >>> Graph.from_workflow(workflow) == Graph(noise)
            True
        """
        from invokegraph.workflow.writing import workflow_of

        texts = {
            "name": name,
            "author": author,
            "description": description,
            "version": version,
            "contact": contact,
            "tags": tags,
            "notes": notes,
        }
        return workflow_of(self, texts, form)

    @classmethod
    def from_workflow(
        cls, source: str | bytes | os.PathLike[str] | Mapping[str, Any], *, board_id: str | None = None
    ) -> Graph:
        """Read a workflow of InvokeAI's editor, as the editor runs it.

        What is wrong with it, `problems()` tells; what has no place in a graph, such as notes and the data of batch
        nodes, `left_out` lists. `Batch.from_workflow` takes over batch nodes as well.

        Args:
            source: The workflow: its JSON as a dict or a text, or the path of its file. All versions of the format are
                read.
            board_id: The board for the pictures of nodes whose board is "auto", the editor's own choice; left out,
                they go to none.

        Raises:
            FormatError: It is not a workflow; the message names the place.
        """
        from invokegraph.workflow.document import read_document
        from invokegraph.workflow.reading import graph_of

        return graph_of(read_document(source), board_id=board_id)

    @classmethod
    def from_image(cls, source: str | bytes | os.PathLike[str]) -> Graph:
        """Read the graph of a picture that InvokeAI made: of the PNG file as the server keeps it.

        That is the graph that ran, with the values of its session. A picture without one gives the graph of its
        workflow; one with metadata alone, a graph after these, where it was made from text by a Stable Diffusion model.

        Args:
            source: The path of the file, or its bytes.

        Raises:
            FormatError: It is not a PNG file, holds nothing of InvokeAI, or what it holds is damaged.
        """
        from invokegraph.workflow.pictures import graph_of_picture

        return graph_of_picture(source)


def demand_graphs(method: str, *others: object) -> None:
    """Complain of what is no graph."""
    for other in others:
        if not isinstance(other, Graph):
            raise TypeError(f"{method} takes graphs, not {shorten(other)}")


def reach(roots: Iterable[Node]) -> tuple[list[Node], bool]:
    """The nodes and all that they depend on, those that others depend on first; and whether they hold a cycle."""
    finished: list[Node] = []
    done: dict[Node, bool] = {}  # False from entering a node until all that it depends on is finished
    waiting: list[Node | None] = [*roots]
    waiting.reverse()
    cycle = False
    while waiting:
        node = waiting.pop()
        if node is None:
            finished.append(leaving := cast("Node", waiting.pop()))
            done[leaving] = True
        elif node not in done:
            done[node] = False
            waiting += (node, None)
            for held in reversed(node.given.values()):
                kind = held.__class__
                if kind is Output:
                    known = done.get(held.node)
                    if known is None:
                        waiting.append(held.node)
                    elif not known:
                        cycle = True
                elif kind is Wires:
                    sources = [output.node for output in held.outputs[::-1]]
                    waiting += (source for source in sources if source not in done)
                    cycle = cycle or not all(done.get(source, True) for source in sources)
    return finished, cycle


def _free_id(type_id: str, taken: set[str], counts: dict[str, int]) -> str:
    """The next of `noise`, `noise_2`, … that is free."""
    count = counts.get(type_id, 0) + 1
    while (id_ := type_id if count == 1 else f"{type_id}_{count}") in taken:
        count += 1
    counts[type_id] = count
    return id_
