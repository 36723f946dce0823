"""`make drawings`: draw the graphs of the examples for the documentation."""

from __future__ import annotations

from pathlib import Path

from invokegraph import Batch
from invokegraph.cli.loading import LoadError, load_one

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write a drawing for each example that holds a graph or a batch."""
    for file in sorted((ROOT / "examples").glob("*.py")):
        try:
            work = load_one(file).work
        except LoadError:  # a program of another kind
            continue
        graph = work.graph if isinstance(work, Batch) else work
        (ROOT / "docs" / "images" / f"{file.stem}.svg").write_text(graph.draw(), "utf-8")


if __name__ == "__main__":
    main()
