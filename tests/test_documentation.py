"""The documentation tells the truth: its code runs, its codes are all there are, its links lead somewhere."""

from __future__ import annotations

import inspect
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from invokegraph.cli import main
from invokegraph.validation import CODES

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FILE = re.compile(r"# (\w+)\.py\b")
"""How a block begins that is a file, or goes on with one."""
BLOCK = re.compile(r"(<!-- needs a server -->\n)?```python\n(.*?)```", re.DOTALL)


def run_page(page: Path, url: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the code of a page from top to bottom, and that which needs a server where there is one, and then the tests
    that need no fixture; returns how many blocks ran. What a page says is in a file can be imported from it.
    """
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    namespace: dict[str, object] = {"__name__": "page"}
    ran = 0
    for needs_server, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if needs_server and url is None:
            continue
        source = code.replace("http://localhost:9090", url or "")
        if named := FILE.match(source):
            keep(source, named[1], folder, monkeypatch)
        exec(compile(source, str(page), "exec"), namespace)
        ran += 1
    for name, value in namespace.items():
        if name.startswith("test_") and inspect.isfunction(value) and not inspect.signature(value).parameters:
            value()
    return ran


def keep(source: str, module: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a block into its file, below what is there, so that a later block imports it anew."""
    with (folder / f"{module}.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{source}")
    monkeypatch.setitem(sys.modules, module, sys)  # the module of another page is there again afterwards
    del sys.modules[module]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_code_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert run_page(page, None, tmp_path, monkeypatch) == sum(1 for needs_server, _ in blocks if not needs_server)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/how-to/unit-tests.md"])
def test_the_tests_that_a_page_shows_pass(page: str, tmp_path: Path) -> None:
    for needs_server, code in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        if not needs_server and (named := FILE.match(code)):
            with (tmp_path / f"{named[1]}.py").open("a", encoding="utf-8") as file:
                file.write(code)
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path), "--update-graphs"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.live
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if "needs a server" in page.read_text()],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_code_that_needs_a_server_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ.get("INVOKEGRAPH_LIVE_URL")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    run_page(page, url, tmp_path, monkeypatch)
    assert list(tmp_path.glob("*.png"))


def test_the_front_page_shows_what_its_program_draws() -> None:
    names: dict[str, Any] = {}
    exec(BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))[0][1], names)
    assert names["graph"].draw() == (ROOT / "docs/images/text_to_image.svg").read_text(encoding="utf-8")


def test_the_commands_of_the_front_page_run_on_its_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "lighthouse.py").write_text(BLOCK.findall(text)[0][1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    lines = [line for line in re.findall(r"^invokegraph (.*)", text, re.MULTILINE) if "lighthouse.py" in line]
    assert [main(shlex.split(line, comments=True)) for line in lines] == [0, 0, 0]
    assert {"sheet.png", "lighthouse.html", "out"} <= {path.name for path in tmp_path.iterdir()}
    assert len(list((tmp_path / "out").glob("*.png"))) == 3


COMMAND = re.compile(r"^(?:- run: +| {4})?invokegraph (.+)|`invokegraph ([^`\n]+)`", re.MULTILINE)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_that_are_shown_have_these_options(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def help_of(*command: str) -> str:
        assert main([*command, "--help"]) == 0, command
        return capsys.readouterr().out

    for on_a_line, in_text in COMMAND.findall(page.read_text(encoding="utf-8")):
        words = shlex.split(on_a_line or in_text, comments=True)
        names = [word for word in words[:1] if not word.startswith("-")]
        told = help_of(*names)
        if words[1:] and re.search(rf"^  {re.escape(words[1])}  ", told, re.MULTILINE):  # of a group such as `queue`
            told = help_of(*words[:2])
        assert [word for word in words if re.match("--[a-z]", word) and f"{word} " not in told] == [], words


def test_every_problem_code_is_documented_and_none_is_invented() -> None:
    modules = (ROOT / "invokegraph").rglob("*.py")
    sources = "".join(path.read_text() for path in sorted(modules) if path.stem != "codes")
    quoted = {code for code in re.findall(r'"([a-z-]+)"', sources) if code in CODES}
    documented = re.findall(r"^### `([a-z-]+)`$", (ROOT / "docs/problems.md").read_text(), re.MULTILINE)
    assert quoted == set(CODES) == set(documented)
    assert len(documented) == len(CODES)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link
