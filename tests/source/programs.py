"""Running programs that were made of graphs, and what may stand in one."""

from __future__ import annotations

import ast
import builtins
import keyword
from typing import Any

from invokegraph import Batch, Graph
from invokegraph.serialization import comparable

MODULES = ("invokegraph", "nodes_catalog")
METHODS = {"from_dict", "keep", "merge", "output", "sweep", "to_dict", "update", "zip"}
BUILTINS = {"float", "range"}
RUN = """
if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run({}, progress=True).save_images("out"):
            print(file)
"""


def run(source: str) -> dict[str, Any]:
    """What stands at the top level of a program once it has run."""
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(source, "program.py", "exec"), names)
    return names


def again(work: Graph | Batch) -> Any:
    """A graph or a batch once more, by way of its program, of which every part is one that may be there."""
    source = work.to_python(keep_id=True) if isinstance(work, Batch) else work.to_python()
    look_through(source)
    return run(source)["batch" if isinstance(work, Batch) else "graph"]


def is_same(work: Graph | Batch, other: Any) -> bool:
    """Whether two graphs or two batches are the same, to the last value."""
    if isinstance(work, Graph):
        return comparable(work) == comparable(other) and work.labels == other.labels
    told, told_again = work.to_dict(), other.to_dict()
    del told["graph"], told_again["graph"]
    return repr(_sorted(told)) == repr(_sorted(told_again)) and work.graph == other.graph


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(part) for part in value] if isinstance(value, list) else value


class NotAllowed(AssertionError):
    """A program has a part that none should have."""


def look_through(source: str) -> None:
    """Raise unless a program is made of nothing but imports from two modules, assignments to names of its own and to inputs,
    calls of what it imports, and literals.
    """
    source.encode()
    tree = ast.parse(source)
    docstring, *body, last = tree.body
    need(isinstance(docstring, ast.Expr) and isinstance(docstring.value, ast.Constant), docstring)
    need(ast.dump(last) in [ast.dump(ast.parse(RUN.format(name)).body[0]) for name in ("graph", "batch")], last)
    Looking().body(body)


def need(holds: object, node: ast.AST) -> None:
    if not holds:
        refuse(node)


def refuse(node: ast.AST) -> None:
    raise NotAllowed(ast.unparse(node)[:300])


class Looking:
    """Goes through the statements of a program from top to bottom."""

    def __init__(self) -> None:
        self.imported: set[str] = set()
        self.names: set[str] = set()

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            match statement:
                case ast.ImportFrom(module=module, names=names, level=0):
                    need(module in MODULES and not self.names, statement)
                    need(all(name.asname is None and name.name.isidentifier() for name in names), statement)
                    self.imported |= {name.name for name in names}
                case ast.Assign(targets=[target], value=value):
                    self.value(value)
                    self.target(target)
                case ast.Expr(value=ast.Call() as call):
                    self.value(call)
                case _:
                    refuse(statement)

    def target(self, target: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                again = name in ("graph", "batch")
                need(again or name not in self.names | self.imported, target)
                need(not keyword.iskeyword(name) and not hasattr(builtins, name) and name.isascii(), target)
                self.names.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                need(name in self.names and attribute[0] != "_", target)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="inputs"), slice=ast.Constant(value=str())
            ):
                need(name in self.names, target)
            case _:
                refuse(target)

    def value(self, value: ast.expr) -> None:
        match value:
            case ast.Constant():
                need(value.value is not ..., value)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
                pass
            case ast.List(elts=parts):
                self.all(parts)
            case ast.Dict(keys=keys, values=parts):
                need(all(isinstance(key, ast.Constant) for key in keys if key is not None), value)
                self.all(parts)
            case ast.Name(id=name):
                need(name in self.names, value)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                need(name in self.names and attribute[0] != "_", value)
            case ast.Call(func=func, args=args, keywords=keywords):
                self.called(func)
                self.all(args)
                need(all(each.arg is not None and each.arg.isidentifier() for each in keywords), value)
                self.all([each.value for each in keywords])
            case _:
                refuse(value)

    def called(self, func: ast.expr) -> None:
        match func:
            case ast.Name(id=name):
                need(name in self.imported or name in BUILTINS, func)
            case ast.Attribute(value=ast.Name(id=name), attr=method):
                need(method in METHODS and name in self.names | {"Graph", "Batch"}, func)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr="inputs"), attr=method):
                need(method in METHODS and name in self.names, func)
            case _:
                refuse(func)

    def all(self, values: list[ast.expr]) -> None:
        for value in values:
            self.value(value)
