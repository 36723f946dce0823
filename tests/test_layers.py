"""Imports go one way. Who may import whom stands here and is held here."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
LAYERS = [
    {"errors", "extras", "location", "types", "model", "words"},
    {"values", "catalog", "problem"},
    {"ports"},
    {"node"},
    {"wiring", "remainder", "naming"},
    {"graph"},
    {"serialization", "editing", "batch"},
    {"batch_serialization", "diff"},
    {"validation"},
    {"view", "codegen"},
    {"source"},
    {"report"},
    {"server_schema", "workflow"},
    {"transport"},
    {"simulator"},
    {"testing"},
    {"cli", "__main__"},
]
CORE = set().union(*LAYERS[:9])
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
HEAVY = {"networkx", "requests", "socketio", "pydantic"}


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(ROOT / "invokegraph").parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> list[tuple[str, bool]]:
    """What a module imports, and whether that happens when the module is loaded rather than in a function or for types only."""
    found: list[tuple[str, bool]] = []

    def visit(children: Iterable[ast.AST], at_load: bool) -> None:  # noqa: FBT001 - a state, not an option
        for child in children:
            if isinstance(child, ast.Import):
                found.extend((name.name, at_load) for name in child.names)
            elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
                found.append((child.module, at_load))
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                visit(child.orelse, at_load)
            else:
                in_function = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
                visit(ast.iter_child_nodes(child), at_load and not in_function)

    visit(ast.iter_child_nodes(tree), at_load=True)
    return found


@pytest.mark.parametrize("path", sources("invokegraph"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    own = layer(path)
    for module, at_load in imports(ast.parse(path.read_text())):
        if at_load and module.startswith("invokegraph.") and own != "__init__":
            other = module.split(".")[1]
            assert LEVEL[other] <= LEVEL[own], f"{own} imports {other}, which is above it"


@pytest.mark.parametrize("path", sources("invokegraph"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_knows_neither_http_nor_files(path: Path) -> None:
    own = layer(path)
    for module, at_load in imports(ast.parse(path.read_text())):
        package = module.split(".")[0]
        if own in CORE:
            assert not (at_load and package in HEAVY), f"{own} loads {package} before it is needed"
            assert package not in {"requests", "socketio", "urllib3"}
            assert package != "nodes_catalog", "the core looks a catalog up by name"


@pytest.mark.parametrize("path", sources("nodes_catalog"), ids=lambda path: path.name)
def test_the_catalog_stands_on_the_node_base_alone(path: Path) -> None:
    for module, _ in imports(ast.parse(path.read_text())):
        if module.startswith("invokegraph"):
            assert module in {"invokegraph.node", "invokegraph.ports", "invokegraph.model"}


def test_every_layer_is_listed() -> None:
    assert {layer(path) for path in sources("invokegraph")} - {"__init__"} == set(LEVEL)


def test_a_pipeline_loads_nothing_heavy() -> None:
    code = f"""
import sys
import invokegraph, invokegraph.transport
from invokegraph import Batch, Graph, Model
from nodes_catalog import Compel, MainModelLoader
graph = Graph(Compel(prompt="a", clip=MainModelLoader(model=Model("m")).clip))
graph.validate(), graph.to_json(), Batch(graph).to_dict()
sys.exit(" ".join({HEAVY!r} & set(sys.modules)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
