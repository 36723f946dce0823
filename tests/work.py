"""How long something takes, on a machine that does other things too."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from time import thread_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def takes_less_than(seconds: float) -> Iterator[None]:
    """See that this thread works for less than that within the block: what others do meanwhile does not count, nor does
    looking for garbage among all that other tests have left, which alone takes half a second now and then.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        began = thread_time()
        yield
        took = thread_time() - began
    finally:
        if was_enabled:
            gc.enable()
    assert took < seconds, f"it took {took:.2f} s"
