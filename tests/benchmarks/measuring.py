"""Timing that holds on a noisy machine: two things measured in turn, in one process or as whole processes, and compared."""

from __future__ import annotations

import atexit
import gc
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


def seconds(work: Callable[[], object]) -> float:
    """How long this thread works for `work`; while it is ready to and others do, its time does not go on."""
    gc.collect()
    start = time.thread_time()
    work()
    return time.thread_time() - start


def in_turn(first: Callable[[], float], second: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The least time of each of two measurements that take turns: noise only ever adds."""
    first(), second()
    pairs = [(first(), second()) for _ in range(rounds)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def process_work(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> float:
    """How many seconds a process works for; while others do and it is ready to, its time does not go on."""
    with subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime


def python_work(code: str) -> float:
    """How many seconds a Python process works for that runs `code` with all bytecode at hand."""
    return process_work([sys.executable, "-c", code], with_bytecode())


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory that `work` holds at once."""
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def with_bytecode() -> dict[str, str]:
    """The environment, in which Python keeps bytecode even where it was told not to write any."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": _bytecode()}


@cache
def _bytecode() -> str:
    folder = tempfile.TemporaryDirectory(prefix="bytecode")
    atexit.register(folder.cleanup)
    return folder.name
