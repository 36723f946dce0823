"""A server without GPU and models, inside this process or as one of its own: `Simulator`."""

from __future__ import annotations

from invokegraph.simulator.faults import Faults
from invokegraph.simulator.server import Simulator
from invokegraph.simulator.state_file import StateError

__all__ = ["Faults", "Simulator", "StateError"]
