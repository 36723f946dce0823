"""Reading the case files, and running the type checkers and the interpreter over them.

A case file is a plain program. A statement that a type checker has to refuse stands on one line that ends in
`# wrong: why`; every other statement has to pass. `test_typing_cases.py` compares that with what the checkers say and
with what happens at run time.
"""

from __future__ import annotations
import __future__

import ast
import json
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from os import environ
from os.path import relpath
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CATALOG = ROOT / "nodes_catalog"
OLDEST_PYTHON = "3.11"
_WRONG = re.compile(r"# wrong\b")


@dataclass(frozen=True)
class Statement:
    """One statement at the top level of a case file.

    Attributes:
        path: The file.
        tree: The statement itself.
        text: Its source, without the comment.
        wrong: Whether it is marked as wrong.
    """

    path: Path
    tree: ast.stmt
    text: str
    wrong: bool

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self.tree.lineno

    @property
    def where(self) -> str:
        """File and line, with the source: how messages name a statement."""
        return f"{self.path.name}:{self.line}: {self.text.splitlines()[0]}"

    @property
    def is_use(self) -> bool:
        """Whether it uses the library: an assignment or a call, not an import, a class or a text."""
        if isinstance(self.tree, ast.Expr):
            return isinstance(self.tree.value, ast.Call)
        return isinstance(self.tree, (ast.Assign, ast.AnnAssign))

    @property
    def names(self) -> set[str]:
        """The names that it mentions."""
        return {part.id for part in ast.walk(self.tree) if isinstance(part, ast.Name)}


@dataclass(frozen=True)
class Verdict:
    """What a type checker said.

    Attributes:
        errors: For each file the messages by line.
        seconds: How long the process worked.
    """

    errors: Mapping[Path, Mapping[int, Sequence[str]]]
    seconds: float


def case_files() -> list[Path]:
    """All case files, by name."""
    return sorted((HERE / "cases").glob("*.py"))


def statements(path: Path) -> list[Statement]:
    """The statements of a case file in their order."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    return [
        Statement(path, tree, ast.get_source_segment(source, tree) or "", bool(_WRONG.search(lines[tree.lineno - 1])))
        for tree in ast.parse(source).body
    ]


def all_statements() -> list[Statement]:
    """The statements of all case files."""
    return [statement for path in case_files() for statement in statements(path)]


def run_pyright(paths: Iterable[Path], workdir: Path) -> Verdict:
    """Check files or packages with pyright in strict mode.

    Args:
        paths: What to check.
        workdir: A directory for the configuration file.
    """
    settings = {
        "include": [relpath(path, workdir) for path in paths],  # pyright ignores those that are not relative
        "extraPaths": [str(ROOT)],
        "typeCheckingMode": "strict",
        "pythonVersion": OLDEST_PYTHON,
    }
    config = workdir / "pyrightconfig.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    done, seconds = _timed("pyright", "--project", str(config), "--pythonpath", sys.executable, "--outputjson")
    report = _decoded(done.stdout, done)
    found = (
        (entry["file"], entry["range"]["start"]["line"] + 1, entry["message"])
        for entry in report["generalDiagnostics"]
        if entry["severity"] == "error"
    )
    return Verdict(_by_line(found), seconds)


def run_mypy(paths: Iterable[Path], cache: Path) -> Verdict:
    """Check files or packages with `mypy --strict`.

    Args:
        paths: What to check; what else they import is only read.
        cache: A directory for mypy's cache.
    """
    done, seconds = _timed(
        "mypy",
        "--strict",
        "--config-file=",  # none: the project's own settings name other files
        "--follow-imports=silent",
        f"--python-version={OLDEST_PYTHON}",
        f"--cache-dir={cache}",
        "--output=json",
        *map(str, paths),
    )
    if done.returncode not in (0, 1):
        raise AssertionError(f"mypy did not run:\n{done.stdout}{done.stderr}")
    entries = [_decoded(line, done) for line in done.stdout.split("\n") if line]
    found = ((entry["file"], entry["line"], entry["message"]) for entry in entries if entry["severity"] == "error")
    return Verdict(_by_line(found), seconds)


class CaseRun:
    """One case file, executed statement by statement as a module of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.module = ModuleType(f"typing_case_{path.stem}")

    def __enter__(self) -> Self:
        sys.modules[self.module.__name__] = self.module  # node classes look their own module up
        return self

    def __exit__(self, *_exception: object) -> None:
        del sys.modules[self.module.__name__]

    def execute(self, statement: Statement) -> Exception | None:
        """Execute one statement; returns what it raised."""
        flags = __future__.annotations.compiler_flag
        tree = ast.Module([statement.tree], type_ignores=[])
        try:
            exec(compile(tree, self.path, "exec", flags, dont_inherit=True), vars(self.module))
        except Exception as error:  # noqa: BLE001 - the test judges which it is
            return error
        return None

    def node_modules(self, statement: Statement) -> set[str]:
        """The modules of the node classes that a statement mentions, by class or by node."""
        from invokegraph import Node, Output

        found: set[str] = set()
        for name in statement.names:
            value = vars(self.module).get(name)
            value = value.node if isinstance(value, Output) else value
            cls: Any = value if isinstance(value, type) else type(value)
            if issubclass(cls, Node):
                found.add(cls.__module__)
        return found


def mismatches(verdict: Verdict) -> list[str]:
    """Where a checker and the marks differ: misses, false positives, and errors that belong to no statement."""
    found: list[str] = []
    for path in case_files():
        errors = dict(verdict.errors.get(path, {}))
        for statement in statements(path):
            last = statement.tree.end_lineno or statement.line
            here = [message for line in range(statement.line, last + 1) for message in errors.pop(line, [])]
            if statement.wrong and not here:
                found.append(f"missed: {statement.where}")
            elif here and not statement.wrong:
                found.append(f"false positive: {statement.where}\n    {here[0]}")
        found += [f"no statement: {path.name}:{line}: {messages[0]}" for line, messages in errors.items()]
    return found


def found_by(verdict: Verdict, marked: Iterable[Statement]) -> int:
    """How many of the statements a checker found an error in."""
    return sum(statement.line in verdict.errors.get(statement.path, {}) for statement in marked)


def _timed(module: str, *arguments: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run a module of this interpreter; returns also how many seconds it worked, whatever else the machine did meanwhile."""
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=HERE,
        env={**environ, "MYPYPATH": str(ROOT)},
    )
    after = getrusage(RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _decoded(text: str, done: subprocess.CompletedProcess[str]) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise AssertionError(f"{done.args[2]} did not answer in JSON:\n{done.stdout}{done.stderr}") from None


def _by_line(found: Iterator[tuple[str, int, str]]) -> dict[Path, dict[int, list[str]]]:
    lines: defaultdict[Path, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, line, message in found:
        lines[(HERE / file).resolve()][line].append(message.splitlines()[0])
    return {path: dict(by_line) for path, by_line in lines.items()}
