"""The few families of port types that a drawing tells apart by colour: those of InvokeAI's editor."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from invokegraph.types import PortType

OTHER: Final = "other"

COLOURS: Final = {
    "unet": ("#c53030", "#e53e3e"),
    "clip": ("#2f855a", "#38a169"),
    "vae": ("#2b6cb0", "#3182ce"),
    "conditioning": ("#0987a0", "#00b5d8"),
    "control": ("#2c7a7b", "#319795"),
    "latents": ("#b83280", "#d53f8c"),
    "image": ("#6b46c1", "#805ad5"),
    "integer": ("#c53030", "#e53e3e"),
    "float": ("#c05621", "#dd6b20"),
    "text": ("#b7791f", "#d69e2e"),
    "boolean": ("#2f855a", "#38a169"),
    "choice": ("#2b6cb0", "#3182ce"),
    "color": ("#d53f8c", "#f687b3"),
    "board": ("#6b46c1", "#805ad5"),
    OTHER: ("#667085", "#838995"),
}
"""For each family its colour on light and on dark ground. The editor is dark, and on light ground its colours are a
shade darker. It has some colours twice, for what is never wired to each other.
"""

_BY_NAME: Final = {
    "int": "integer",
    "float": "float",
    "str": "text",
    "bool": "boolean",
    "LatentsField": "latents",
    "DenoiseMaskField": "latents",
    "ImageField": "image",
    "VideoField": "image",
    "TensorField": "image",
    "UNetField": "unet",
    "CLIPField": "clip",
    "VAEField": "vae",
    "ColorField": "color",
    "BoardField": "board",
}

_BY_PART: Final = {
    "Encoder": "clip",
    "Decoder": "vae",
    "Transformer": "unet",
    "Conditioning": "conditioning",
    "Control": "control",
    "Adapter": "control",
    "LoRA": "control",
}
"""New model families bring new fields, named like those before them."""


@cache
def family_of(type_: PortType | None) -> str:
    """The family of a port type; of a union or a list, that of its first member that has one."""
    if type_ is None:
        return OTHER
    if type_.kind == "literal":
        return "choice"
    if type_.kind == "class":
        name = type_.name
        parts = (family for part, family in _BY_PART.items() if part in name)
        return _BY_NAME.get(name) or (OTHER if "Metadata" in name else next(parts, OTHER))
    return next((family for part in type_.args if (family := family_of(part)) != OTHER), OTHER)
