"""What InvokeAI's editor calls the node types, by which people look for them in the catalog.

`python -m tools.editor_names openapi.json` writes the names anew from what a server gives at `/openapi.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NAMES = Path(__file__).with_suffix(".json")


def editor_names() -> dict[str, str]:
    """The names, by node type."""
    names: dict[str, str] = json.loads(NAMES.read_text("utf-8"))
    return names


def read(document: dict[str, Any]) -> dict[str, str]:
    """The names that an `openapi.json` gives.

    Args:
        document: The JSON of the file.
    """
    schemas: list[dict[str, Any]] = list(document["components"]["schemas"].values())
    nodes = [schema for schema in schemas if schema.get("class") == "invocation"]
    # The editor leaves out the end of a class's name, where a node has no title.
    return {node["properties"]["type"]["const"]: node["title"].removesuffix("Invocation") for node in nodes}


if __name__ == "__main__":
    given = read(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    NAMES.write_text(json.dumps(given, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
