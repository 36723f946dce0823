"""`invokegraph serve`: the simulated server as a process of its own."""

from __future__ import annotations

import sys


def serve(host: str, port: int, state: str | None = None) -> int:
    """Serve until it is interrupted, and return the exit code."""
    try:
        from invokegraph.simulator import Simulator, StateError
    except ImportError as error:
        sys.stderr.write(f"error: {error}: install it with pip install 'invokegraph[simulator]'\n")
        return 2
    simulator = Simulator(host=host, port=port, state=state)
    try:
        url = simulator.start()
    except StateError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    except (OSError, ImportError) as error:
        sys.stderr.write(f"error: cannot serve at {host}, port {port}: {error}\n")
        return 2
    end = f"what it holds stays in {state}" if state else "it forgets everything"
    sys.stdout.write(f"A simulated InvokeAI server answers at {url}. Ctrl-C ends it, and {end}.\n")
    sys.stdout.flush()
    try:
        simulator.wait()
    except KeyboardInterrupt:
        simulator.close()
    return 0
