"""The command `invokegraph`: `main`, and in `commands` a module for each of its commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; see `invokegraph.cli.endings`.

    Args:
        arguments: The words after `invokegraph`; those of this process if left out.
    """
    try:
        from invokegraph.cli.process import run
    except KeyboardInterrupt:  # a while passes until what deals with it otherwise is there
        return 130
    return run(sys.argv[1:] if arguments is None else arguments)
