"""`WorkflowDefinition`: a workflow of the editor whose inputs can be set, and which can be run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from invokegraph.catalog import node_class
from invokegraph.errors import NotInGraph
from invokegraph.ports import declared_port
from invokegraph.validation.workflows import parts_kept, why_no_workflow
from invokegraph.values import own
from invokegraph.words import brief, counted, did_you_mean, listed, shorten
from invokegraph.workflow.batching import batch_of
from invokegraph.workflow.document import Document, read_document
from invokegraph.workflow.form import Exposed, exposed
from invokegraph.workflow.inputs import WorkflowInput, why_no_input
from invokegraph.workflow.reading import graph_of, is_executable

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Self, TypeAlias

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.problem import LeftOut
    from invokegraph.workflow.document import EditorNode
    from invokegraph.workflow.generators import Lookup

    Which: TypeAlias = int | str | tuple[str, str]
    """An input: its place in the form, its label, or its node's id and its name."""

_MOST_TOLD: Final = 20


class WorkflowDefinition:
    """A workflow of InvokeAI's editor: its inputs, and what runs when it is queued.

    Example:
        >>> from invokegraph import Graph
        >>> from nodes_catalog import Noise
        >>> noise = Noise(seed=7)
        >>> definition = WorkflowDefinition.from_dict(Graph(noise).to_workflow(form=[(noise, "seed", "Luck")]))
        >>> definition.inputs
        [<WorkflowInput 0 Luck: int from 0 to 4294967295>]
        >>> definition["Luck"].value = 8
        >>> definition.graph()["noise"].inputs["seed"]
        8
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sweeps: list[dict[tuple[str, str], list[Any]]] = []
        fed = {(edge.target, edge.target_field) for edge in document.edges}
        self.inputs: list[WorkflowInput] = [
            WorkflowInput(place, each, document.nodes[each.node_id], is_wired=tuple(each) in fed)
            for place, each in enumerate(exposed(document))
        ]

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Read a workflow that the editor has saved.

        Raises:
            FormatError: The file cannot be read, or is not a workflow; the message names the place.
        """
        return cls(read_document(Path(path)))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a workflow from parsed JSON.

        Raises:
            FormatError: It is not a workflow; the message names the place.
        """
        return cls(Document(data))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a workflow from JSON text.

        Raises:
            FormatError: It is not JSON, or not a workflow; the message names the place.
        """
        return cls(read_document(text))

    @property
    def name(self) -> str:
        """What the workflow is called."""
        return str(self._document.data["name"])

    @property
    def description(self) -> str:
        """What its author says that it is for."""
        return str(self._document.data["description"])

    @property
    def document(self) -> Document:
        """The workflow as the editor holds it."""
        return self._document

    def __getitem__(self, which: Which) -> WorkflowInput:
        """An input by its place in the form, its label, or its node's id and its name. The last
        finds inputs that the form does not show as well.

        Where nothing has just that label, the label as a keyword argument would spell it will do, `positive_prompt` for
        `Positive Prompt`, and else an input's own name.

        Raises:
            NotInGraph: There is none, or there are several.
        """
        found = self._meant(which)
        match which:
            case (str(node_id), str(field)) if not found:
                return self._unshown(node_id, field)
            case _:
                pass
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{each.input_index}: {_described(each)}" for each in found)
            raise NotInGraph(f"{len(found)} inputs are called {shorten(which)}: name one by its place ({several})")
        known = [brief(each.label or each.field_name) for each in self.inputs]
        near = did_you_mean(which, known) if isinstance(which, str) else ""
        none = "it shows none; name one as (node id, name)"
        shows = f"it shows {len(known)}: {listed(known, _MOST_TOLD)}" if known else none
        raise NotInGraph(f"the workflow shows no input {shorten(which)}; {f'{near} ' if near else ''}{shows}")

    def _meant(self, which: Which) -> list[WorkflowInput]:
        """The inputs that may be meant, by the plainest of the ways to say it that finds any."""
        if isinstance(which, tuple):
            return [each for each in self.inputs if (each.node_id, each.field_name) == which]
        if isinstance(which, int):
            return [each for each in self.inputs if each.input_index == which]
        if not isinstance(which, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            return []
        spelt = as_keyword(which)
        ways: Sequence[Callable[[WorkflowInput], bool]] = (
            lambda each: which == (each.label or each.field_name),
            lambda each: bool(spelt) and spelt == as_keyword(each.label),
            lambda each: which == each.field_name,
        )
        found: list[WorkflowInput] = []
        for way in ways:
            found = found or [each for each in self.inputs if way(each)]
        return found

    def _unshown(self, node_id: str, field: str) -> WorkflowInput:
        """An input that the form does not show."""
        editor = self._document.nodes.get(node_id)
        if editor is None:
            known = [f"{id_} ({node.label or node.type})" for id_, node in self._document.nodes.items()]
            raise NotInGraph(
                f"the workflow has no node with the id {shorten(node_id)}; it has {listed(known) or 'none'}"
            )
        if field not in editor.inputs and (hint := why_no_input(editor, field)):
            raise NotInGraph(f"{brief(editor.label or node_id)} has no input {shorten(field)}; {hint}")
        fed = any(edge.target == node_id and edge.target_field == field for edge in self._document.edges)
        return WorkflowInput(-1, Exposed(node_id, field), editor, is_wired=fed)

    def sweep(self, which: Which, values: Iterable[Any]) -> Self:
        """Add an axis: everything so far runs with each of these values of an input.

        Args:
            which: The input; see `definition[which]`.
            values: Numbers, texts, booleans, images, videos, or lists of these.

        Raises:
            NotInGraph: There is no such input.
            ValueRefused: The input does not take one of the values, or a wire feeds it.
        """
        self._sweeps.append({})
        return self.zip(which, values)

    def zip(self, which: Which, values: Iterable[Any]) -> Self:
        """Add an input to the latest axis: it advances together with what is there; see `sweep` for arguments and
        errors.
        """
        field = self[which]
        checked = [field.checked(value) for value in values]
        if not self._sweeps:
            self._sweeps.append({})
        self._sweeps[-1][field.node_id, field.field_name] = checked
        return self

    def graph(self, *, board_id: str | None = None) -> Graph:
        """What runs, with the values as they are now; see `Graph.from_workflow`."""
        return graph_of(self._document, board_id=board_id)

    def batch(self, runs: int = 1, *, board_id: str | None = None, lookup: Lookup | None = None) -> Batch:
        """What is queued: the graph, its batch nodes and the sweeps; and the workflow itself, which the server keeps
        with the pictures.

        Args:
            runs: How many times the whole is repeated.
            board_id: The board for the pictures of nodes whose board is "auto".
            lookup: What asks a server for the lists of generators that only it knows.

        Raises:
            BatchError: `runs` is not an integer from 1 up, or a sweep cannot be.
        """
        batch = batch_of(self._document, runs, board_id=board_id, lookup=lookup)
        batch.origin, batch.destination = "workflows", "gallery"
        for axis in self._sweeps:
            add = batch.sweep
            for (node_id, field), values in axis.items():
                add(node_id, **{field: values})
                add = batch.zip
        if kept := self.kept():
            batch.remainder.fields["workflow"] = kept
        return batch

    def kept(self) -> dict[str, Any] | None:
        """What the server keeps of the workflow with the pictures; None where it would refuse it."""
        parts = parts_kept(self._document.data)
        return None if why_no_workflow(parts) else own(parts)

    @property
    def outputs(self) -> list[str]:
        """The ids of the nodes whose pictures and videos go to the gallery."""
        return [id_ for id_, node in self._document.nodes.items() if _is_output(node)]

    def copy(self) -> Self:
        """Another one with the same values and sweeps, whose changes are its own."""
        other = type(self)(Document(self._document.data))
        other._sweeps = own(self._sweeps)  # noqa: SLF001 - of this class
        return other

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """The parts of the workflow that have no place in what is queued."""
        return self.batch().graph.left_out

    def with_graph(self, graph: Graph) -> Self:
        """The workflow with another graph: what people made of it in the editor stays with the nodes that are still
        there.

        Positions, notes, form, batch nodes and the labels of inputs are kept, connectors are not: wires run straight.
        New nodes stand below the others.

        Args:
            graph: What runs, as a rule `definition.graph()` with changes; nodes are the same if id and type are.

        Raises:
            InvalidGraph: Two nodes have the same id, or an edge ends at no node.

        Example:
            >>> from invokegraph import Graph
            >>> from nodes_catalog import Noise
            >>> definition = WorkflowDefinition.from_dict(Graph(Noise(seed=7)).to_workflow("Luck"))
            >>> graph = definition.graph()
            >>> graph["noise"].inputs["seed"] = 8
            >>> definition.with_graph(graph).name
            'Luck'
        """
        from invokegraph.workflow.keeping import workflow_with

        return type(self)(Document(workflow_with(self._document, graph)))

    def to_dict(self) -> dict[str, Any]:
        """The workflow with the values as they are now, in the current version of the format."""
        data: dict[str, Any] = own(self._document.data)
        return data

    def __repr__(self) -> str:
        nodes, inputs = counted(len(self._document.nodes), "node"), counted(len(self.inputs), "input")
        return f"<WorkflowDefinition {shorten(self.name)}: {nodes}, {inputs}>"


def _described(each: WorkflowInput) -> str:
    return f"{brief(each.label or each.field_name)} of {brief(each.node_label or each.node_id)}"


def as_keyword(label: str) -> str:
    """A label as the name of a keyword argument would have it; two are alike where these are the same."""
    return re.sub(r"\W+", "_", normalize("NFKC", label)).strip("_").casefold()  # as Python reads names


def _is_output(node: EditorNode) -> bool:
    if not is_executable(node) or node.data["isIntermediate"]:
        return False
    cls = node_class(node.type)
    return "board" in node.inputs if cls is None else declared_port(cls, "board", "takes") is not None
