"""One thing that is wrong with a graph or a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from invokegraph.words import brief, printable

if TYPE_CHECKING:
    from invokegraph.location import Location


class Edge(NamedTuple):
    """A wire of a graph: the output `source_field` of one node feeds the input `target_field` of another.

    Attributes:
        source: Id of the node that gives.
        source_field: Name of its output.
        target: Id of the node that takes.
        target_field: Name of its input.
    """

    source: str
    source_field: str
    target: str
    target_field: str

    def __str__(self) -> str:
        return f"{brief(self.source)}.{brief(self.source_field)} -> {brief(self.target)}.{brief(self.target_field)}"

    def to_dict(self) -> dict[str, dict[str, str]]:
        """The edge in the server's shape."""
        return edge_to_dict(*self)


def edge_to_dict(source: str, source_field: str, target: str, target_field: str) -> dict[str, dict[str, str]]:
    """An edge in the server's shape, from its ends."""
    return {
        "source": {"node_id": source, "field": source_field},
        "destination": {"node_id": target, "field": target_field},
    }


class Problem(NamedTuple):
    """One thing that is wrong with a graph or a batch.

    Attributes:
        code: What kind of problem, a stable name in kebab case; `ignore={code}` switches it off.
        message: What is wrong, in one sentence.
        node_id: The node, where the problem has one.
        field: The input or output of that node, where the problem has one.
        edge: The wire, where the problem has one.
        location: The user's file and line that made the node or the wire, where there is one.
        suggestion: What would fit or what to do next; empty where nothing can be said.
        server_refuses: True where the server answers an error when the graph is enqueued, False where it would let
            this through.
    """

    code: str
    message: str
    node_id: str | None = None
    field: str | None = None
    edge: Edge | None = None
    location: Location | None = None
    suggestion: str = ""
    server_refuses: bool = False

    def __str__(self) -> str:
        """The problem as a compiler would tell it, whatever characters the graph holds."""
        where = f"{printable(str(self.location))}: " if self.location else ""
        hint = f"\n    {printable(self.suggestion)}" if self.suggestion else ""
        return f"{where}{printable(self.message)} [{self.code}]{hint}"


class Problems(list[Problem]):
    """A list of problems, which a notebook shows as a table and `print` as a compiler would."""

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "no problems"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from invokegraph.view.notebook import problems_bundle

        return problems_bundle(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001, ARG002 - as IPython calls it
        """What IPython shows as text: of lists it asks for no bundle."""
        printer.text(self._repr_mimebundle_()["text/plain"])


class LeftOut(NamedTuple):
    """Something of a workflow that has no place in a graph.

    Attributes:
        message: What it is and why it was left out, in one sentence.
        node_id: The node of the workflow, where it is one or belongs to one.
        field: The input or output of that node, where it belongs to one.
    """

    message: str
    node_id: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        return printable(self.message)
