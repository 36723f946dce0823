"""A typed Python DSL for InvokeAI: pipelines as Python, checked offline, submitted once.

Nodes come from `nodes_catalog`; what is done with them, from here. Each name is loaded when it is first used, so that
a program pays for no part that it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invokegraph.batch import Batch, Session, Sweep
    from invokegraph.errors import (
        BatchError,
        FormatError,
        InvalidGraph,
        InvokegraphError,
        NodeTypeError,
        NotInGraph,
        UnknownName,
        ValueRefused,
        WireError,
    )
    from invokegraph.graph import Graph
    from invokegraph.location import Location
    from invokegraph.model import Model
    from invokegraph.node import Node, UnknownNode
    from invokegraph.ports import In, InOut, Out, Output, out, port
    from invokegraph.problem import Edge, LeftOut, Problem, Problems
    from invokegraph.server_schema import ServerSchema
    from invokegraph.transport import InvokeAIClient
    from invokegraph.workflow import WorkflowDefinition

__version__ = "0.1.0"

_HOMES = {
    "batch": ("Batch", "Session", "Sweep"),
    "errors": (
        "BatchError",
        "FormatError",
        "InvalidGraph",
        "InvokegraphError",
        "NodeTypeError",
        "NotInGraph",
        "UnknownName",
        "ValueRefused",
        "WireError",
    ),
    "graph": ("Graph",),
    "location": ("Location",),
    "model": ("Model",),
    "node": ("Node", "UnknownNode"),
    "ports": ("In", "InOut", "Out", "Output", "out", "port"),
    "problem": ("Edge", "LeftOut", "Problem", "Problems"),
    "server_schema": ("ServerSchema",),
    "transport": ("InvokeAIClient",),
    "workflow": ("WorkflowDefinition",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Batch",
    "BatchError",
    "Edge",
    "FormatError",
    "Graph",
    "In",
    "InOut",
    "InvalidGraph",
    "InvokeAIClient",
    "InvokegraphError",
    "LeftOut",
    "Location",
    "Model",
    "Node",
    "NodeTypeError",
    "NotInGraph",
    "Out",
    "Output",
    "Problem",
    "Problems",
    "ServerSchema",
    "Session",
    "Sweep",
    "UnknownName",
    "UnknownNode",
    "ValueRefused",
    "WireError",
    "WorkflowDefinition",
    "__version__",
    "out",
    "port",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
