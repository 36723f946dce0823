"""From a picture to the graph that made it, and on to a program.

`lighthouse.png` is as the server keeps it: the graph of its session stands in the file. As a program of its own this
writes the graph of any such picture as Python: `python from_picture.py picture.png > pipeline.py`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from invokegraph import Graph, Model
from nodes_catalog import Compel, MainModelLoader, Noise

PICTURE = Path(__file__).with_name("lighthouse.png")

graph = Graph.from_image(PICTURE)

# The same picture with another seed and prompt, on whatever server there is: the model that it was made with is named
# by a key of that server alone.
graph[MainModelLoader].model = Model(base="sd-1", type="main")
graph[Noise].seed = 8
positive = graph["positive"]
assert isinstance(positive, Compel)
positive.prompt = "a lighthouse in a storm"


def main() -> None:
    """Write the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path, nargs="?", default=PICTURE)
    print(Graph.from_image(parser.parse_args().picture).to_python(), end="")


if __name__ == "__main__":
    main()
