"""Timing that holds on a noisy machine: two things measured in turn, in one process or as whole processes, and compared."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes once."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(first: Callable[[], float], second: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The least time of each of two measurements that take turns: noise only ever adds."""
    first(), second()
    pairs = [(first(), second()) for _ in range(rounds)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def process_seconds(code: str) -> float:
    """How long a Python process takes that runs `code` with all bytecode at hand."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=_with_bytecode())
    return time.perf_counter() - start


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory that `work` holds at once."""
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


_CACHE = tempfile.TemporaryDirectory(prefix="bytecode")


def _with_bytecode() -> dict[str, str]:
    """The environment, in which Python keeps bytecode even where it was told not to write any."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": _CACHE.name}
