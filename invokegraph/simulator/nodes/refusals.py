"""Node types that cannot be run, here or on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .call import NodeError, Table

if TYPE_CHECKING:
    from .call import Call, Outputs

NODES: Final = Table()
EDITOR_ONLY: Final = tuple(
    f"{kind}_{role}" for kind in ("image", "string", "integer", "float") for role in ("batch", "generator")
)
"""They stand in workflows only: the editor makes a batch of them before it sends one."""


@NODES.add(*EDITOR_ONLY)
def _editor_only(_: Call) -> Outputs:
    raise NodeError("This class should never be executed or instantiated directly.", type="NotExecutableNodeError")
