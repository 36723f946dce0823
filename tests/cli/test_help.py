"""What the command says of itself, at 80 columns, and that it is there at all."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from invokegraph import Graph
from invokegraph.cli import main
from invokegraph.cli.app import COMMANDS
from nodes_catalog import Add
from tools.terminals.scenes import commands

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"


def loaded(name: str) -> Any:
    return getattr(import_module(f"invokegraph.cli.commands.{name}"), name)


@pytest.mark.parametrize("name", ["invokegraph", *commands()])
@pytest.mark.parametrize("columns", [80, 200])
def test_the_help_is_as_it_was_read_by_somebody(
    name: str, columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))  # longer lines are not easier to read
    assert main([*([] if name == "invokegraph" else name.split()), "--help"]) == 0
    assert capsys.readouterr().out == (GOLDEN / f"{name.replace(' ', '-')}.txt").read_text("utf-8")


@pytest.mark.parametrize(("name", "summary"), COMMANDS.items())
def test_a_command_is_summed_up_by_its_own_first_sentence(name: str, summary: str) -> None:
    command = loaded(name)
    about = command.info.help if isinstance(command, typer.Typer) else command.__doc__
    assert about.startswith(summary)


@pytest.mark.parametrize("name", [name for name in COMMANDS if isinstance(loaded(name), typer.Typer)])
def test_a_group_lists_where_nothing_is_said(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--no-such"]) == 2
    assert f"Try 'invokegraph {name} list --help'" in capsys.readouterr().err


def test_a_short_way_to_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "-h"]) == 0
    assert capsys.readouterr().out == (GOLDEN / "run.txt").read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "invokegraph", "nodes"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (2, "error: stdout cannot be written: No space left on device\n")


def test_a_typo_in_a_command_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rum"]) == 2
    assert capsys.readouterr().err == (
        "Usage: invokegraph [OPTIONS] COMMAND [ARGS]...\n"
        "Try 'invokegraph --help' for help.\n"
        "\n"
        "Error: No such command 'rum'. Did you mean 'run'?\n"
    )


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("invokegraph 0.")


def test_without_its_extra_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['typer'] = None; from invokegraph.cli import main; sys.exit(main(['--help']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: the command line needs typer and rich: pip install typer rich, or the extra cli of invokegraph\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="interruptions are sent otherwise")
@pytest.mark.parametrize(
    ("how", "where"),
    [
        ("signal.raise_signal(signal.SIGINT)", "invokegraph.errors"),
        ("signal.raise_signal(signal.SIGINT)", "typer"),
        ("signal.raise_signal(signal.SIGTERM)", "typer"),
        ("type('Node', (), {'field': Field()})", "typer"),
    ],
)
def test_an_interruption_before_a_command_is_loaded_is_quiet(how: str, where: str) -> None:
    """It comes where the command line asks for a module."""
    code = """
import signal, sys
class Field:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGINT)
class Interrupts:
    def find_spec(self, name, path, target=None):
        if name == "WHERE":
            HOW
sys.meta_path.insert(0, Interrupts())
from invokegraph.cli import main
sys.exit(main(["nodes"]))
""".replace("HOW", how).replace("WHERE", where)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("check - <&-", 2, "error: -: it is an empty file, not a graph"),
        ("check none.json 2>&-", 2, ""),
        ("nodes resize >&-", 0, ""),
    ],
)
def test_who_closes_a_stream_sees_nothing_fall(line: str, code: int, told: str) -> None:
    command = ["sh", "-c", f'"{sys.executable}" -m invokegraph {line}']
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr.partition("\n")[0]) == (code, "", told)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("dr", ["draw"]),
        ("run --si", ["--simulate"]),
        ("check --format ", ["text", "json", "github"]),
        ("queue ", ["list", "watch", "cancel", "clear", "retry"]),
        ("queue ca", ["cancel"]),
        ("queue --js", ["--json"]),
        ("queue --limit 5 --js", ["--json"]),
        ("nodes s", ["show"]),
        ("nodes latents --j", ["--json"]),
        ("nodes show denoise_latents_", ["denoise_latents_meta"]),
        ("check --ignore empty-g", ["empty-graph"]),
        ("draw graph.py --format d", ["dot"]),
        ("run graph.json --set sum.", ["sum.a=", "sum.b=", "sum.is_intermediate=", "sum.use_cache="]),
        ("run graph.json --sweep sum.b", ["sum.b="]),
        ("run graph.py --set sum.", []),  # it is not run for that
    ],
)
def test_the_shell_completes(line: str, offered: list[str], folder: Path) -> None:
    (folder / "graph.json").write_text(Graph(Add(id="sum")).to_json())
    (folder / "graph.py").write_text("raise SystemExit(1)")
    words = f"invokegraph {line}"
    asked = {"_INVOKEGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    command = [sys.executable, "-m", "invokegraph"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT), **asked}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == offered
