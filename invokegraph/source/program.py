"""The text of a program that makes a graph."""

from __future__ import annotations

from keyword import iskeyword
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from invokegraph.catalog import DEFAULT
from invokegraph.codegen.text import escaped, import_order
from invokegraph.node import UnknownNode
from invokegraph.ports import Port, Wires, declared_port
from invokegraph.source.expressions import Expressions, exactly
from invokegraph.source.layout import WIDTH, Group, Piece, comment, group, lines_of, quoted, width_of, with_prefix
from invokegraph.source.names import named
from invokegraph.source.plan import OWN_CLASSES, Plan, module_of
from invokegraph.values import to_json_value
from invokegraph.words import counted, printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.ports import Output

OWN: Final = "invokegraph"
_FEW: Final = 12
_STAGE: Final = 4
_LONG_STAGE: Final = 16
AS_FOUND: Final = "What no constructor says, as it was found."


class Program:
    """A program that makes a graph, and what is made of that.

    Attributes:
        says: Writes values and collects imports.
        plan: What is said how.
        names: The variables that hold nodes.
    """

    def __init__(self, graph: Graph, *, defaults: bool, needed: Iterable[Node] = ()) -> None:
        self.graph = graph
        self.defaults = defaults
        self.says = Expressions()
        self.plan = Plan(graph, needed)
        self.shown = [node for node in self.plan.nodes if node not in self.plan.folded]
        uses: dict[Node, list[tuple[Node, str]]] = {}
        for (node, field), outputs in self.plan.wires.items():
            if node not in self.plan.folded:
                for output in self.plan.listed(node, field) or outputs:
                    uses.setdefault(output.node, []).append((node, field))
        classes = {type(node).__name__ for node in self.shown}
        self.names = named(graph, self.shown, uses, classes | OWN_CLASSES)
        self.told: set[str] = set()

    def text(self, what: str, more: list[str]) -> str:
        """The whole program, which runs `what` and saves its pictures; with `more` after the graph."""
        body = [self._nodes(), self._graph()]
        self.says.need(OWN, "InvokeAIClient")
        run = [
            'if __name__ == "__main__":',
            '    with InvokeAIClient.from_url("http://localhost:9090") as client:',
            f'        for file in client.run({what}, progress=True).save_images("out"):',
            "            print(file)",
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
        if node.node_pack == "invokeai":
            pack = ": it is of another version of InvokeAI"
        else:
            pack = f": it comes with the package {shorten(node.node_pack, 40)}" if node.node_pack else ""
        return comment(f"{shorten(node.type, 40)} is not known here{pack}.")

    def _fed(self, node: Node, field: str) -> Piece:
        """The output that feeds an input, or the list of those that do."""
        listed, outputs = self.plan.listed(node, field), self.plan.wires[node, field]
        if listed or len(outputs) > 1:
            return group("[", map(self._output, listed or outputs), "]")
        return self._output(outputs[0])

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
                lines = [
                    *comment(AS_FOUND),
                    *lines_of(with_prefix("rest = ", whole)),
                    *lines,
                    "graph = graph.merge(rest)",
                ]
        if self.graph.labels:
            lines += lines_of(with_prefix("graph.labels = ", self.says.literal(dict(self.graph.labels))))
        return lines


def _is_default(port: Port, value: object) -> bool:
    """Whether a value is what the server uses where nothing is given."""
    if value.__class__ in (int, float) and port.default.__class__ in (int, float):
        return bool(value == port.default)
    return exactly(to_json_value(value)) == exactly(to_json_value(port.default))


def _keywords(says: Expressions, values: dict[str, Any]) -> list[Piece]:
    """Values by name as arguments of a call: by keyword where Python takes all the names."""
    if all(name.isascii() and name.isidentifier() and not iskeyword(name) and name != "self" for name in values):
        return [with_prefix(f"{name}=", says.literal(value)) for name, value in values.items()]
    return [says.literal(values)]


def _in_stages(statements: Sequence[tuple[Node, list[str]]], plan: Plan) -> list[str]:
    """The statements that make the nodes, in larger programs with empty lines between the stages.

    A stage ends with a node that several nodes of it lead to and that the next one, of another type, does not need.
    """
    lines: list[str] = []
    stage: dict[Node, bool] = {}
    few = len(statements) <= _FEW
    for node, statement in statements:
        sources = plan.sources(node)
        if not few and stage:
            last = next(reversed(stage))
            ends = any(stage.values()) and last not in sources and last.type != node.type
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
    first = f"A graph of {counted(count, 'node')} for InvokeAI."
    if not graph.left_out:
        return [f'"""{first}"""']
    entries = [line for each in graph.left_out for line in _entry(each.message)]
    return [f'"""{first}', "", "Left out of the workflow, for want of a place in a graph:", "", *entries, '"""']


def _entry(message: str) -> list[str]:
    """An entry of the list of what was left out; a note of several lines keeps them."""
    lines: list[str] = []
    for line in message.strip().split("\n"):
        words = escaped(printable(line.strip()))
        # Neither an escape nor a hyphenated word is cut in two.
        lines += wrap(f"  {words}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False) or [
            ""
        ]
    return [f"- {lines[0].strip()}".rstrip(), *lines[1:]]
