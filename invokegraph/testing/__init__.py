"""For those who unit-test their pipelines: assertions on graphs, and the plugin that pytest finds by itself.

The plugin gives the fixtures `simulator`, `invokeai`, `invokeai_url`, `graph_snapshot` and `no_network`, and lets a
failing `assert graph == other` tell what differs. pytest loads it in every project that has invokegraph installed, so
nothing here is imported before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invokegraph.testing.assertions import GraphAssertion, assert_graph
    from invokegraph.testing.network import NetworkBlocked
    from invokegraph.testing.snapshots import GraphSnapshot

__all__ = ["GraphAssertion", "GraphSnapshot", "NetworkBlocked", "assert_graph"]

_HOMES = {
    "GraphAssertion": "assertions",
    "GraphSnapshot": "snapshots",
    "NetworkBlocked": "network",
    "assert_graph": "assertions",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
