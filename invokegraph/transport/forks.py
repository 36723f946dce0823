"""What a forked process must not share with the one that it came from: connections, and threads that it has not."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Renewable(Protocol):
    """Something that holds connections."""

    def begin_anew(self) -> None:
        """Forget them, without a word to the other side."""


_renewables: WeakSet[Renewable] = WeakSet()


def begins_anew_in_children(thing: Renewable) -> None:
    """Have its `begin_anew` called in every process that is forked from this one."""
    _renewables.add(thing)


def _after_fork() -> None:
    for thing in list(_renewables):
        thing.begin_anew()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_after_fork)
