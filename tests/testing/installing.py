"""invokegraph as if it were installed, so that pytest finds the plugin as it does for users."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def install(folder: Path, *, files: bool = False) -> Path:
    """A folder for PYTHONPATH that says what `pip install` would have said of this source tree.

    Args:
        folder: Where to make it.
        files: Whether to list the files too: pytest then rewrites their assertions, as after a real installation.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    about = folder / "site" / f"invokegraph-{project['version']}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: invokegraph\nVersion: {project['version']}\n")
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["pytest11"].items()]
    (about / "entry_points.txt").write_text("\n".join(["[pytest11]", *lines, ""]))
    if files:
        sources = [path for package in ("invokegraph", "nodes_catalog") for path in (ROOT / package).rglob("*.py")]
        (about / "RECORD").write_text("".join(f"{path.relative_to(ROOT)},,\n" for path in sorted(sources)))
    return about.parent
