"""What `invokegraph --help` costs, against importing what every such command stands on."""

from __future__ import annotations

import pytest

from tests.benchmarks.measuring import in_turn, python_work

pytestmark = pytest.mark.benchmark

HELP = """
import contextlib, io
from invokegraph.cli import main
with contextlib.redirect_stdout(io.StringIO()) as told:
    assert main(["--help"]) == 0
assert "Usage: invokegraph" in told.getvalue()
"""


def test_help_is_quick() -> None:
    ours, imports = in_turn(lambda: python_work(HELP), lambda: python_work("import typer, rich"), 15)
    print(f"\ninvokegraph --help: {ours / imports:.2f} x import typer, rich (bound 1.3)")
    assert ours <= 1.3 * imports
