"""What each node type does: `runner` finds it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from .call import Call, NodeError, Pictures, Runner
from .limits import within_limits

if TYPE_CHECKING:
    from .call import Table

__all__ = ["Call", "NodeError", "Pictures", "Runner", "runner"]

MODULES: Final = (
    "primitives",
    "numbers",
    "strings",
    "metadata",
    "workflows",
    "tiles",
    "models",
    "stand_ins.conditionings",
    "stand_ins.latents",
    "stand_ins.denoisers",
    "stand_ins.pictures",
    "stand_ins.detectors",
    "stand_ins.upscalers",
    "stand_ins.segmentation",
    "stand_ins.texts",
    "stand_ins.videos",
    "stand_ins.adapters",
    "images",
    "masks",
    "tensor_masks",
    "colors",
    "layers",
    "filters",
    "infill",
    "tile_merging",
    "watermarks",
    "refusals",
)
"""From those that load nothing to those that load numpy and Pillow."""


@cache
def runner(node_type: str) -> Runner | None:
    """What nodes of this type do; None for a type that cannot be run, such as one of a custom node pack."""
    for name in MODULES:
        table: Table = import_module(f"{__name__}.{name}").NODES
        if node_type in table:
            return within_limits(node_type, table[node_type])
    return None
