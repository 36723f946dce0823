"""What messages say is to be installed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from invokegraph.extras import PACKAGES, to_install

ROOT = Path(__file__).parents[2]


def test_messages_name_the_packages_that_the_extras_hold() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for extra, told in PACKAGES.items():
        wanted = [each for each in extras[extra] if not each.startswith("invokegraph[")]
        within = [
            held for each in extras[extra] for held in extras.get(each.removeprefix("invokegraph[").rstrip("]"), [])
        ]
        assert told.split() == [re.split(r"[>=<\\[]", each)[0] for each in (*wanted, *within)], extra


def test_what_is_to_be_installed_is_a_command() -> None:
    assert to_install("cli") == "pip install typer rich, or the extra cli of invokegraph"
