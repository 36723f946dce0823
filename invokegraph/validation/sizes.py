"""Rules for sizes: noise and latents that meet at one node have to be of one size, and noise of the node's own kind.

Sizes are in pixels: of latents, eight times what the tensor has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.ports import Output
from invokegraph.problem import Problem
from invokegraph.validation.overview import UNKNOWN
from invokegraph.wiring import outputs_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

_DEEPEST: Final = 40
"""Through how many nodes a size is followed."""

_GRID: Final = 8
_LARGEST: Final = 1_000
"""The factor above which nobody knows what a server makes of it."""

_SIZED: Final = frozenset({"blank_image", "img_crop", "img_resize", "lresize", "noise"})
"""Nodes that give what they make the size that they are told."""

_ENCODERS: Final = frozenset({"anima_i2l", "cogview4_i2l", "flux_vae_encode", "i2l", "sd3_i2l", "z_image_i2l"})
"""Nodes that cut a picture to a multiple of eight and encode it."""

_UNETS: Final = frozenset({"denoise_latents", "denoise_latents_meta", "tiled_multi_diffusion_denoise_latents"})
_NOISE: Final[Mapping[str, str]] = {
    "anima_denoise": "Anima",
    "anima_denoise_meta": "Anima",
    "cogview4_denoise": "CogView4",
    "flux2_denoise": "FLUX.2",
    "flux_denoise": "FLUX",
    "flux_denoise_meta": "FLUX",
    "sd3_denoise": "SD3",
    "z_image_denoise": "Z-Image",
    "z_image_denoise_meta": "Z-Image",
}
"""The kind of noise that a node takes; its size is the node's own width and height."""

_BLENDED: Final = "lblend"


class Size(NamedTuple):
    """A size in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width} x {self.height}"


def size_problems(overview: Overview) -> Iterator[Problem]:
    """Tensors of different sizes, or of the wrong kind, at one node."""
    for node in overview.of_types(_UNETS):
        yield from _noise_kind(overview, node, "SD")
        yield from _differ(overview, node, "noise", "latents")
    for node in overview.of_types(_NOISE):
        yield from _noise_kind(overview, node, _NOISE[node.type])
        yield from _not_as_told(overview, node)
    for node in overview.of_types([_BLENDED]):
        yield from _differ(overview, node, "latents_a", "latents_b")


def _noise_kind(overview: Overview, node: Node, takes: str) -> Iterator[Problem]:
    held = node.given.get("noise")
    source = cast("Output[Any]", held).node if held.__class__ is Output else None
    if source is None or source.type != "noise" or not _is_used(overview, node):
        return
    if takes == "SD" and "noise_type" not in source.given:
        return
    given = overview.known(source, "noise_type")
    if given is not UNKNOWN and given != takes:
        message = f"{overview.name(node, 'noise')} takes {takes} noise, {overview.name(source)} makes {given} noise"
        hint = f"set {overview.name(source, 'noise_type')} to {takes!r}"
        yield _problem(overview, "noise-type", node, "noise", message, hint)


def _differ(overview: Overview, node: Node, first: str, second: str) -> Iterator[Problem]:
    if first not in node.given or second not in node.given:
        return
    one, other = (_of_input(overview, node, name, _DEEPEST) for name in (first, second))
    if one is not None and other is not None and one != other:
        message = f"{overview.name(node)}: {first} is of {one} pixels, {second} of {other}; they have to be of one size"
        yield _problem(overview, "size-mismatch", node, second, message)


def _not_as_told(overview: Overview, node: Node) -> Iterator[Problem]:
    """Noise and latents that are not of the size that the node was given for itself."""
    own = _told(overview, node)
    if own is None or not _is_used(overview, node):
        return
    for name in ("noise", "latents"):
        size = _of_input(overview, node, name, _DEEPEST)
        if size is not None and size != own:
            message = f"{overview.name(node)} is to make {own} pixels, its {name} is of {size}"
            yield _problem(
                overview, "size-mismatch", node, name, message, "set width and height to the same everywhere"
            )


def _is_used(overview: Overview, node: Node) -> bool:
    """Whether noise goes into a node's work: with `add_noise` off, latents are taken as they are, of any size."""
    return node.ports().get("add_noise") is None or overview.known(node, "add_noise") is True


def _of_input(overview: Overview, node: Node, name: str, depth: int) -> Size | None:
    wires = outputs_in(node.given.get(name))
    return _of_output(overview, wires[0].node, wires[0].name, depth - 1) if len(wires) == 1 and depth else None


def _of_output(overview: Overview, node: Node, name: str, depth: int) -> Size | None:
    """The size of what an output gives, as far as it can be told without running the graph."""
    kind = node.type
    if name not in ("image", "latents", "noise"):
        return None
    if kind in _SIZED:
        return _told(overview, node)
    if kind in _ENCODERS:
        picture = _of_input(overview, node, "image", depth)
        return picture and Size(picture.width // _GRID * _GRID, picture.height // _GRID * _GRID)
    if kind in ("denoise_latents", "denoise_latents_meta"):
        return _of_input(overview, node, "latents" if "latents" in node.given else "noise", depth)
    if kind == "l2i":
        return _of_input(overview, node, "latents", depth)
    if kind == "img_scale":
        return _scaled(_of_input(overview, node, "image", depth), overview.known(node, "scale_factor"))
    if kind == "lscale":
        tensor = _of_input(overview, node, "latents", depth)
        small = tensor and Size(tensor.width // _GRID, tensor.height // _GRID)
        scaled = _scaled(small, overview.known(node, "scale_factor"))
        return scaled and Size(scaled.width * _GRID, scaled.height * _GRID)
    return None


def _scaled(size: Size | None, factor: Any) -> Size | None:
    if size is None or not isinstance(factor, (int, float)) or factor > _LARGEST:
        return None
    return Size(int(size.width * factor), int(size.height * factor))


def _told(overview: Overview, node: Node) -> Size | None:
    width, height = overview.known(node, "width"), overview.known(node, "height")
    return Size(width, height) if isinstance(width, int) and isinstance(height, int) else None


def _problem(overview: Overview, code: str, node: Node, name: str, message: str, hint: str = "") -> Problem:
    return Problem(code, message, overview.ids[node], name, location=node.location_of(name), suggestion=hint)
