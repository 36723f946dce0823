"""Small openapi documents, and what may stand in a file that was made from one."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from typing import TYPE_CHECKING, Any

from invokegraph.codegen.__main__ import generate, write
from invokegraph.codegen.package import render
from invokegraph.codegen.schema import read
from invokegraph.codegen.slim import slim

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

STRING: dict[str, Any] = {"type": "string"}


def node(type_: Any = "thing", properties: Any = None, output: Any = "ThingOutput", **more: Any) -> dict[str, Any]:
    """A node's schema, of an old server: nothing that is not needed."""
    fields = {"id": STRING, "type": {"const": type_, "default": type_, "type": "string"}}
    return {
        "class": "invocation",
        "type": "object",
        "properties": fields | ({} if properties is None else properties),
        "required": ["type", "id"],
        "output": {"$ref": f"#/components/schemas/{output}"},
        **more,
    }


def output(properties: Any = None, type_: str = "thing_output") -> dict[str, Any]:
    """An output's schema."""
    fields = {"type": {"const": type_, "type": "string"}}
    return {"class": "output", "type": "object", "properties": fields | (properties or {})}


def model(properties: Any = None, required: Any = ()) -> dict[str, Any]:
    """A field model's schema."""
    return {"type": "object", "properties": properties or {}, "required": list(required)}


def ref(key: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{key}"}


def document(schemas: dict[str, Any]) -> dict[str, Any]:
    return {"openapi": "3.1.0", "components": {"schemas": {"ThingOutput": output()} | schemas}}


def rendered(schemas: dict[str, Any]) -> dict[str, str]:
    """The files for a document with these schemas, checked to be harmless."""
    files = render(read(slim(document(schemas), "1.0")), "made")
    assert_harmless(files)
    return files


def load(schemas: dict[str, Any], folder: Path, name: str) -> ModuleType:
    """The package for a document with these schemas, written and imported under a name that no other test uses."""
    import json

    files = generate(json.dumps(document(schemas)), name, "1.0")
    assert_harmless({file: text for file, text in files.items() if file != "schema.json"})
    write(files, folder / name)
    sys.path.insert(0, str(folder))
    try:
        package = importlib.import_module(name)
        for file in files:
            if file.endswith(".py"):
                importlib.import_module(f"{name}.{file.removesuffix('.py')}".removesuffix(".__init__"))
    finally:
        sys.path.remove(str(folder))
    return package


MODULES = re.compile(
    r"__future__|typing|importlib|pydantic|invokegraph\.(node|ports|model)|nodes_catalog\.(control|rules|fields)|\.[a-z][a-z0-9_]*",
    re.ASCII,
)
CALLS = {"port", "out", "Field", "ConfigDict"}
IN_ANNOTATIONS = (
    ast.Name,
    ast.Load,
    ast.Subscript,
    ast.Tuple,
    ast.BinOp,
    ast.BitOr,
    ast.Constant,
    ast.UnaryOp,
    ast.USub,
)
IN_VALUES = (ast.Constant, ast.List, ast.Dict, ast.Tuple, ast.UnaryOp, ast.USub, ast.Load)


def assert_harmless(files: dict[str, str]) -> None:
    """Check that the files lie where they should and hold declarations only."""
    for name, text in files.items():
        assert re.fullmatch(r"(__init__|[a-z][a-z0-9_]*)\.py|py\.typed", name, re.ASCII), name
        assert "\r" not in text
        text.encode()
        tree = ast.parse(text)
        compile(text, name, "exec")
        for statement in tree.body:
            _check(statement, in_package_module=name == "__init__.py")


def _check(statement: ast.stmt, *, in_package_module: bool) -> None:
    match statement:
        case ast.Expr(ast.Constant(str())):
            pass
        case ast.ImportFrom(module=module, level=level):
            assert MODULES.fullmatch("." * level + (module or "")), ast.unparse(statement)
        case ast.If(ast.Name("TYPE_CHECKING"), body, orelse):
            assert all(isinstance(inner, ast.ImportFrom) for inner in body)
            assert in_package_module or not orelse
            assert all(_loads_lazily(inner) for inner in orelse)
        case ast.ClassDef(bases=bases, keywords=keywords, body=body, decorator_list=[]):
            assert all(isinstance(base, ast.Name) for base in bases)
            for part in (*body, *keywords):
                _check(part, in_package_module=False) if isinstance(part, ast.stmt) else _check_value(part.value)
        case ast.AnnAssign(target=ast.Name(), annotation=annotation, value=value):
            _check_annotation(annotation)
            if value:
                _check_assigned(value)
        case ast.Assign(targets=[ast.Name("model_config")], value=value):
            _check_assigned(value)
        case _:
            raise AssertionError(ast.unparse(statement))


def _loads_lazily(statement: ast.stmt) -> bool:
    """Whether a statement is one of those that the package module of every package has."""
    match statement:
        case ast.Assign([ast.Name("_HOMES" | "_MODULES")], value):
            _check_value(value)
            return True
    return ast.unparse(statement) in LAZY_LOADING


def _check_assigned(value: ast.expr) -> None:
    match value:
        case ast.Call(ast.Name(name), [], keywords):
            assert name in CALLS
            for keyword in keywords:
                _check_value(keyword.value)
        case ast.Subscript(ast.Name("Literal"), choices):
            _check_value(choices)
        case _:
            _check_value(value)


def _check_value(value: ast.expr) -> None:
    assert all(isinstance(part, IN_VALUES) for part in ast.walk(value)), ast.unparse(value)


def _check_annotation(annotation: ast.expr) -> None:
    for part in ast.walk(annotation):
        if isinstance(part, ast.Call):
            assert ast.unparse(part.func) == "Field"
        else:
            assert isinstance(part, (*IN_ANNOTATIONS, ast.keyword)), ast.unparse(annotation)


LAZY_LOADING = {
    "from importlib import import_module",
    "__all__ = list(_HOMES)",
    ast.unparse(
        ast.parse('''
def __getattr__(name: str) -> object:
    """Load the module of a class when the class is first named."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return found
''')
    ),
    ast.unparse(ast.parse('for _module in _MODULES:\n    import_module(f".{_module}", __name__)')),
    ast.unparse(ast.parse("def __dir__() -> list[str]:\n    return sorted({*globals(), *_HOMES})")),
}
