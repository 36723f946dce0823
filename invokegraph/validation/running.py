"""What some node types refuse only when they run: the server takes the graph, and the session fails at the node.

Taken from the code of the server's nodes (6.14.2). A rule speaks only where all values it needs are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.problem import Problem
from invokegraph.validation.overview import UNKNOWN
from invokegraph.values import Unfit
from invokegraph.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.node import Node
    from invokegraph.validation.overview import Overview

Rule = Callable[["_Values"], str]
"""Takes what is known of a node and returns why it fails, or an empty string."""


class _Values:
    """The inputs of one node as a rule asks for them."""

    def __init__(self, overview: Overview, node: Node) -> None:
        self.overview = overview
        self.node = node

    def known(self, *names: str) -> list[Any] | None:
        """The values of some inputs as the node will hold them; None if one is not known, or refused anyway."""
        values: list[Any] = []
        for name in names:
            value = self.overview.known(self.node, name)
            port = self.node.ports().get(name)
            if port is None or value is UNKNOWN or value is None:
                return None
            try:
                values.append(port.check(value))
            except Unfit:
                return None
        return values


def run_problems(overview: Overview) -> Iterator[Problem]:
    """The nodes that fail as soon as they run."""
    for node in overview.of_types(_RULES):
        for about, rule in _RULES[node.type]:
            if (not about or not about.isdisjoint(node.given)) and (why := rule(_Values(overview, node))):
                message = f"{overview.name(node)}: {why}"
                yield Problem("run-rule", message, overview.ids[node], location=node.location)


def _nothing_to_denoise(values: _Values) -> str:
    given = values.node.given
    return (
        "" if "noise" in given or "latents" in given else "there is nothing to denoise: it needs noise, latents or both"
    )


def _start_without_latents(values: _Values) -> str:
    known = values.known("denoising_start")
    if "latents" in values.node.given or known is None or known[0] <= 1e-5:  # noqa: PLR2004 - the server's own
        return ""
    return f"denoising_start is {known[0]}, and without latents there is nothing to start from but noise, at 0"


def _start_before_end(values: _Values) -> str:
    known = values.known("denoising_start", "denoising_end")
    if known is None or known[0] < known[1]:
        return ""
    return f"denoising_start ({known[0]}) has to be below denoising_end ({known[1]})"


def _a_scale_for_each_step(values: _Values) -> str:
    known = values.known("cfg_scale", "steps")
    scales = cast("list[Any]", known[0]) if known is not None and isinstance(known[0], list) else None
    if known is None or scales is None or len(scales) == known[1]:
        return ""
    return f"cfg_scale has {len(scales)} values for {known[1]} steps; a list has one for each step"


def _low_below_high(values: _Values) -> str:
    known = values.known("low", "high")
    if known is None or known[0] < known[1]:
        return ""
    return f"low ({shorten(known[0])}) has to be below high ({shorten(known[1])})"


def _some_step(values: _Values) -> str:
    return "step is 0, and has to be another number" if values.known("step") == [0] else ""


_NOISE_GRID: Final = {"FLUX": 16, "FLUX.2": 16, "SD3": 16, "Z-Image": 16, "CogView4": 32}
"""What the sides of noise are multiples of, where that is more than the 8 that its inputs ask for."""


def _on_grid(values: _Values) -> str:
    known = values.known("noise_type", "width", "height")
    grid = _NOISE_GRID.get(known[0]) if known is not None else None
    if known is None or grid is None:
        return ""
    wrong = [size for size in known[1:] if size % grid]
    return f"the sides of {known[0]} noise are multiples of {grid}, which {wrong[0]} is not" if wrong else ""


class _Concerned(NamedTuple):
    """A rule, and the inputs without one of which it is not broken; none if it is always looked at."""

    about: frozenset[str]
    rule: Rule


_UNET: Final = (
    _Concerned(frozenset(), _nothing_to_denoise),
    _Concerned(frozenset({"cfg_scale"}), _a_scale_for_each_step),
)
_FROM_NOISE: Final = _Concerned(frozenset({"denoising_start"}), _start_without_latents)
_SPAN: Final = _Concerned(frozenset({"denoising_start", "denoising_end"}), _start_before_end)
_CHOICE: Final = _Concerned(frozenset({"low", "high"}), _low_below_high)
_STEP: Final = _Concerned(frozenset({"step"}), _some_step)
_RULES: Final[Mapping[str, tuple[_Concerned, ...]]] = {
    "anima_denoise": (_FROM_NOISE, _SPAN),
    "anima_denoise_meta": (_FROM_NOISE, _SPAN),
    "cogview4_denoise": (_FROM_NOISE,),
    "denoise_latents": _UNET,
    "denoise_latents_meta": _UNET,
    "ernie_image_denoise": (_FROM_NOISE,),
    "flux2_denoise": (_FROM_NOISE,),
    "flux_denoise": (_FROM_NOISE,),
    "flux_denoise_meta": (_FROM_NOISE,),
    "krea2_denoise": (_FROM_NOISE, _SPAN),
    "noise": (_Concerned(frozenset({"noise_type"}), _on_grid),),
    "qwen_image_denoise": (_FROM_NOISE,),
    "rand_int": (_CHOICE,),
    "random_range": (_CHOICE,),
    "range": (_STEP,),
    "range_of_size": (_STEP,),
    "sd3_denoise": (_FROM_NOISE,),
    "tiled_multi_diffusion_denoise_latents": _UNET[:1],
    "wan_denoise": (_FROM_NOISE, _SPAN),
    "z_image_denoise": (_FROM_NOISE,),
    "z_image_denoise_meta": (_FROM_NOISE,),
}
"""The rules by node type."""
