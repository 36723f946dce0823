"""`invokegraph serve`: the simulated server as a process of its own."""

from __future__ import annotations

import sys


def serve(host: str, port: int, *, multiuser: bool = False) -> int:
    """Serve until it is interrupted, and return the exit code."""
    try:
        from invokegraph.simulator import Simulator
    except ImportError as error:
        sys.stderr.write(f"error: {error}: install it with pip install 'invokegraph[simulator]'\n")
        return 2
    simulator = Simulator(host=host, port=port, multiuser=multiuser)
    try:
        url = simulator.start()
    except (OSError, ImportError) as error:
        sys.stderr.write(f"error: cannot serve at {host}, port {port}: {error}\n")
        return 2
    sys.stdout.write(f"A simulated InvokeAI server answers at {url}. Ctrl-C ends it, and it forgets everything.\n")
    sys.stdout.flush()
    try:
        simulator.wait()
    except KeyboardInterrupt:
        simulator.close()
    return 0
