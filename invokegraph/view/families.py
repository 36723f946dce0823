"""The few families of port types that a drawing tells apart by colour."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from invokegraph.types import PortType

OTHER: Final = "other"

COLOURS: Final = {
    "model": ("#0b7f74", "#2dd4bf"),
    "conditioning": ("#0277b0", "#4cc2ff"),
    "latents": ("#c22a73", "#f77fb5"),
    "image": ("#7a3fe0", "#b79cff"),
    "number": ("#b4540a", "#fb9f4b"),
    "text": ("#857000", "#e6cf4f"),
    "boolean": ("#3f7d1f", "#93d165"),
    OTHER: ("#667085", "#9aa4b5"),
}
"""For each family its colour on light and on dark ground."""

_BY_NAME: Final = {
    "int": "number",
    "float": "number",
    "str": "text",
    "bool": "boolean",
    "LatentsField": "latents",
    "DenoiseMaskField": "latents",
    "ImageField": "image",
    "VideoField": "image",
    "TensorField": "image",
    "UNetField": "model",
    "CLIPField": "model",
    "VAEField": "model",
    "ModelIdentifierField": "model",
}

_BY_PART: Final = {
    "Encoder": "model",
    "Decoder": "model",
    "Transformer": "model",
    "LoRA": "model",
    "Conditioning": "conditioning",
    "Control": "conditioning",
    "Adapter": "conditioning",
    "Reference": "conditioning",
}
"""New model families bring new fields, named like those before them."""


@cache
def family_of(type_: PortType | None) -> str:
    """The family of a port type; of a union or a list, that of its first member that has one."""
    if type_ is None:
        return OTHER
    if type_.kind == "literal":
        return "text" if any(isinstance(choice, str) for choice in type_.choices) else "number"
    if type_.kind == "class":
        name = type_.name
        parts = (family for part, family in _BY_PART.items() if part in name)
        return _BY_NAME.get(name) or ("other" if "Metadata" in name else next(parts, OTHER))
    return next((family for part in type_.args if (family := family_of(part)) != OTHER), OTHER)
