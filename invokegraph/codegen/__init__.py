"""From a server's `openapi.json` to typed node classes.

    python -m invokegraph.codegen --schema openapi.json --out my_nodes

makes a package like `nodes_catalog`, with the custom nodes of your own server in it. Field models that are the same in
the catalog are taken from there, so that the nodes of both packages can be wired together.
"""

from __future__ import annotations

from invokegraph.codegen.facts import Facts, SchemaError
from invokegraph.codegen.package import render
from invokegraph.codegen.schema import read
from invokegraph.codegen.slim import slim

__all__ = ["Facts", "SchemaError", "read", "render", "slim"]
