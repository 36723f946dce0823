"""The text of a program that makes a graph or a batch."""

from __future__ import annotations

from itertools import groupby, pairwise
from keyword import iskeyword
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from invokegraph.batch import Batch
from invokegraph.catalog import DEFAULT
from invokegraph.codegen.text import escaped, import_order, quoted
from invokegraph.errors import BatchError, InvokegraphError
from invokegraph.node import UnknownNode
from invokegraph.ports import Port, Wires, declared_port
from invokegraph.source.expressions import Expressions, exactly
from invokegraph.source.layout import WIDTH, Group, Piece, comment, group, lines_of, with_prefix, width_of
from invokegraph.source.names import named
from invokegraph.source.plan import Plan, module_of
from invokegraph.values import to_json_value
from invokegraph.words import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from invokegraph.batch import Sweep
    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Output

OWN: Final = "invokegraph"
_CLASSES: Final = {"Batch", "Graph", "InvokeAIClient", "Model", "UnknownNode"}
_FEW: Final = 12
_STAGE: Final = 4
_LONG_STAGE: Final = 16
_SHORTEST_RANGE: Final = 4
_AS_FOUND: Final = "What no constructor says, as it was found."


def graph_to_python(graph: Graph, *, defaults: bool) -> str:
    """The graph as a program; see `Graph.to_python`."""
    program = _Program(graph, defaults=defaults)
    return program.text("graph", [])


def batch_to_python(batch: Batch, *, defaults: bool) -> str:
    """The batch as a program; see `Batch.to_python`."""
    program = _Program(batch.graph, defaults=defaults, swept=[sweep.node for axis in batch.axes for sweep in axis])
    return program.text("batch", program.batch(batch))


class _Program:
    def __init__(self, graph: Graph, *, defaults: bool, swept: Iterable[Node] = ()) -> None:
        self.graph = graph
        self.defaults = defaults
        self.says = Expressions()
        self.plan = Plan(graph, [*swept])
        self.shown = [node for node in self.plan.nodes if node not in self.plan.folded]
        uses: dict[Node, list[tuple[Node, str]]] = {}
        for (node, name), outputs in self.plan.wires.items():
            for output in outputs:
                uses.setdefault(output.node, []).append((node, name))
        for (node, name), chain in self.plan.gathered.items():
            for link in chain:
                uses[self.plan.item_of(link).node].append((node, name))
        classes = {type(node).__name__ for node in self.shown}
        self.names = named(graph, self.shown, uses, classes | _CLASSES)
        self.told: set[str] = set()

    def text(self, what: str, more: list[str]) -> str:
        """The whole program, which runs `what`; with `more` after the graph."""
        body = [self._nodes(), self._graph()]
        self.says.need(OWN, "InvokeAIClient")
        run = [
            'if __name__ == "__main__":',
            '    with InvokeAIClient.from_url("http://localhost:9090") as client:',
            f"        client.run({what}, progress=True)",
        ]
        others = sorted((module, names) for module, names in self.says.imports.items() if module not in (OWN, DEFAULT))
        usual = [(module, self.says.imports.get(module, set())) for module in (OWN, DEFAULT)]
        blocks = [_docstring(self.graph), _imports(usual), _imports(others), *body, more, run]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"

    def _nodes(self) -> list[str]:
        statements = [(node, self._node(node)) for node in self.shown]
        late = [line for node, name in self.plan.late for line in self._assigned(node, name, self._fed(node, name))]
        return [*_in_stages(statements, self.plan), *late]

    def _node(self, node: Node) -> list[str]:
        name, id_ = self.names[node], self.plan.ids[node]
        arguments: list[Piece] = []
        after: list[str] = []
        kept: dict[str, Any] = {}
        if node in self.plan.explicit:
            arguments.append(with_prefix("id=", self.says.literal(id_)))
        for field in self.plan.inputs[node]:
            declared = declared_port(node, field, "takes")
            expression = self._fed(node, field) if (node, field) in self.plan.wires else None
            if expression is None:
                held = node.given[field]
                value = held.beside if isinstance(held, Wires) else held
                if not self.defaults and declared and _is_default(declared, value):
                    continue
                taker = declared or (Port.of_unknown(field) if node.takes_extra(field) else None)
                expression = self.says.given(taker, value) if taker else None
                if expression is None:
                    kept[field] = to_json_value(value)
                    continue
            if declared and not isinstance(node, UnknownNode):
                arguments.append(with_prefix(f"{declared.attribute}=", expression))
            else:
                after += self._assigned(node, field, expression)
        if kept:
            after += lines_of(group(f"{name}.inputs.keep(", _keywords(self.says, kept), ")"))
        return [*self._made(node, name, arguments), *after]

    def _made(self, node: Node, name: str, arguments: list[Piece]) -> list[str]:
        if not isinstance(node, UnknownNode):
            cls = self.says.need(module_of(type(node)), type(node).__name__)
            return lines_of(group(f"{name} = {cls}(", arguments, ")"))
        facts = {"version": node.version, "node_pack": node.node_pack}
        arguments = [
            self.says.literal(node.type),
            *arguments,
            *(with_prefix(f"{fact}=", self.says.literal(value)) for fact, value in facts.items() if value),
        ]
        made = lines_of(group(f"{name} = {self.says.need(OWN, 'UnknownNode')}(", arguments, ")"))
        return [*self._missing(node), *made]

    def _missing(self, node: UnknownNode) -> list[str]:
        """A comment that says once for each type what is missing here."""
        if node.type in self.told:
            return []
        self.told.add(node.type)
        pack = f": it comes with the package {shorten(node.node_pack, 40)}" if node.node_pack else ""
        return comment(f"No class is known here for the node type {shorten(node.type, 40)}{pack}.")

    def _fed(self, node: Node, field: str) -> Piece:
        """The output that feeds an input, or the list of those that do."""
        if chain := self.plan.gathered.get((node, field)):
            return group("[", (self._output(self.plan.item_of(link)) for link in chain), "]")
        outputs = self.plan.wires[node, field]
        if len(outputs) == 1:
            return self._output(outputs[0])
        return group("[", map(self._output, outputs), "]")

    def _output(self, output: Output[Any]) -> Piece:
        name = self.names[output.node]
        if isinstance(output.node, UnknownNode):
            return f"{name}.output({quoted(output.name)})"
        declared = declared_port(output.node, output.name, "gives")
        assert declared is not None, "the plan has looked"
        return f"{name}.{declared.attribute}"

    def _assigned(self, node: Node, field: str, expression: Piece) -> list[str]:
        """The statement that gives an input something once its node is there."""
        name = self.names[node]
        declared = declared_port(node, field, "takes")
        if declared and not isinstance(node, UnknownNode):
            target = f"{name}.{declared.attribute}"
        else:
            target = f"{name}.inputs[{quoted(field)}]"
        whole = with_prefix(f"{target} = ", expression)
        if width_of(whole) <= WIDTH or (isinstance(expression, Group) and width_of(target) < WIDTH - 6):
            return lines_of(whole)
        entry = group("{", [with_prefix(f"{quoted(field)}: ", expression)], "}")
        return lines_of(group(f"{name}.inputs.update(", [entry], ")"))

    def _graph(self) -> list[str]:
        self.says.need(OWN, "Graph")
        rest = self.plan.rest
        whole = group("Graph.from_dict(", [self.says.literal(rest)], ")") if rest else None
        if whole and not self.shown:
            lines = lines_of(with_prefix("graph = ", whole))
        else:
            lines = lines_of(group("graph = Graph(", (self.names[sink] for sink in self.plan.sinks), ")"))
            if whole:
                lines = [*comment(_AS_FOUND), *lines_of(with_prefix("rest = ", whole)), *lines, "graph = graph.merge(rest)"]
        if self.graph.labels:
            lines += lines_of(with_prefix("graph.labels = ", self.says.literal(dict(self.graph.labels))))
        return lines

    def batch(self, batch: Batch) -> list[str]:
        """The statements that make the batch from the graph."""
        probe, calls = self._probed(batch)
        facts = {"batch_id": probe.batch_id, "origin": probe.origin, "destination": probe.destination}
        arguments = [
            "graph",
            *([f"runs={probe.runs}"] if probe.runs != 1 else []),
            *(with_prefix(f"{fact}=", self.says.literal(value)) for fact, value in facts.items() if value is not None),
        ]
        lines = [*lines_of(group(f"batch = {self.says.need(OWN, 'Batch')}(", arguments, ")"))]
        lines += [line for call in calls for line in lines_of(call)]
        wanted, had = batch.to_dict(), probe.to_dict()
        rest = {name: value for name, value in wanted.items() if name != "graph" and not _same(name, value, had)}
        if rest:
            entries = [with_prefix(f"{quoted(name)}: ", self.says.literal(value)) for name, value in rest.items()]
            whole = group("{", ["**batch.to_dict()", *entries], "}")
            lines += [*comment(_AS_FOUND), *lines_of(group("batch = Batch.from_dict(", [whole], ")"))]
        return lines

    def _probed(self, batch: Batch) -> tuple[Batch, list[Piece]]:
        """A batch as constructor and `sweep` make it, as near to the given one as they come; and the calls of `sweep`
        and `zip`.
        """
        facts = {name: getattr(batch, name) for name in ("runs", "batch_id", "origin", "destination")}
        taken: dict[str, Any] = {"batch_id": "batch"}
        for name, value in facts.items():
            try:
                Batch(batch.graph, **{**taken, name: value})
            except (InvokegraphError, TypeError):
                continue
            taken[name] = value
        probe = Batch(batch.graph, **taken)
        calls: list[Piece] = []
        wanted = batch.to_dict().get("data") or []
        try:
            for axis in batch.axes:
                calls += self._swept(probe, axis)
        except InvokegraphError:
            calls = []
        if not calls or exactly(probe.to_dict().get("data")) != exactly(wanted):
            return Batch(batch.graph, **taken), []
        return probe, calls

    def _swept(self, probe: Batch, axis: Sequence[Sweep]) -> Iterator[Piece]:
        """The calls that add an axis, each made on `probe` as well."""
        for count, (node, sweeps) in enumerate(groupby(axis, key=lambda sweep: sweep.node)):
            values = {self._swept_name(sweep): sweep.values for sweep in sweeps}
            method = "zip" if count else "sweep"
            getattr(probe, method)(node, **values)
            named = (with_prefix(f"{name}=", self._items(node, name, items)) for name, items in values.items())
            yield group(f"batch.{method}(", [self._swept_node(node), *named], ")")

    def _swept_name(self, sweep: Sweep) -> str:
        declared = declared_port(sweep.node, sweep.field, "takes")
        if declared is None:
            raise BatchError(f"{sweep.field} is no input that can be swept")
        return declared.attribute

    def _swept_node(self, node: Node) -> Piece:
        return self.names[node] if node in self.names else self.says.literal(self.plan.ids[node])

    def _items(self, node: Node, name: str, items: Sequence[Any]) -> Piece:
        """The values of a sweep: numbers in equal steps as a range."""
        if len(items) >= _SHORTEST_RANGE and all(item.__class__ is int for item in items):
            steps = {after - before for before, after in pairwise(items)}
            if len(steps) == 1 and (step := steps.pop()):
                ends = [items[0], items[-1] + (1 if step > 0 else -1), step]
                shown = ends[1:2] if (items[0], step) == (0, 1) else ends[:2] if step == 1 else ends
                return group("range(", map(str, shown), ")")
        port = node.ports()[name]
        return group("[", (self.says.given(port, item) or self.says.literal(to_json_value(item)) for item in items), "]")


def _same(name: str, value: object, had: dict[str, Any]) -> bool:
    return name in had and exactly(had[name]) == exactly(value)


def _is_default(port: Port, value: object) -> bool:
    """Whether a value is what the server uses where nothing is given."""
    return exactly(to_json_value(value)) == exactly(to_json_value(port.default))


def _keywords(says: Expressions, values: dict[str, Any]) -> list[Piece]:
    """Values by name as arguments of a call: by keyword where Python takes all the names."""
    if all(name.isascii() and name.isidentifier() and not iskeyword(name) and name != "self" for name in values):
        return [with_prefix(f"{name}=", says.literal(value)) for name, value in values.items()]
    return [says.literal(values)]


def _in_stages(statements: Sequence[tuple[Node, list[str]]], plan: Plan) -> list[str]:
    """The statements that make the nodes, in larger programs with empty lines between the stages.

    A stage ends with a node that several nodes of it lead to and that the next one does not need.
    """
    lines: list[str] = []
    stage: dict[Node, bool] = {}
    few = len(statements) <= _FEW
    for node, statement in statements:
        sources = plan.sources(node)
        if not few and stage:
            ends = any(stage.values()) and next(reversed(stage)) not in sources
            if (ends and len(stage) >= _STAGE) or len(stage) >= _LONG_STAGE:
                stage.clear()
                lines.append("")
        stage[node] = sum(source in stage for source in sources) > 1
        lines += statement
    return lines


def _imports(modules: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """The imports, in one section."""
    lines: list[str] = []
    for module, names in modules:
        ordered = sorted(names, key=import_order)
        whole = f"from {module} import {', '.join(ordered)}"
        if ordered:
            lines += [whole] if len(whole) <= WIDTH else lines_of(group(f"from {module} import (", ordered, ")"))
    return lines


def _docstring(graph: Graph) -> list[str]:
    count = len(graph)
    first = f"A graph of {count} node{'' if count == 1 else 's'} for InvokeAI."
    if not graph.left_out:
        return [f'"""{first}"""']
    entries = [
        line
        for each in graph.left_out
        for line in wrap(escaped(printable(str(each))), WIDTH, initial_indent="- ", subsequent_indent="  ")
    ]
    return [f'"""{first}', "", "Left out of the workflow, for want of a place in a graph:", "", *entries, '"""']
