"""Literals to try on an input: right ones, nearly right ones, and wrong ones. All of them can be sent as JSON."""

from __future__ import annotations

from random import Random
from typing import Any

from invokegraph import Node
from invokegraph.ports import Port
from invokegraph.types import PortType

SCALARS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 7, 8, 9, 64, 512, 2**31, 2**32 - 1, 2**32, 2**53 + 1, 2**63, 2**64, 10**18, 10**19, -(10**19), 10**30,
    0.0, -0.0, 0.1, 0.5, -0.5, 1.0, 1.5, 2.5, 7.0, 1e-9, 1e15, 1e16, 1e300, -1e300,
    "", " ", "7", " 7 ", "7.0", "7.5", "1e3", "-1", "+1", "0x10", "1_000", "٧", "nan", "inf", "-Infinity", "None", "null",
    "true", "True", "TRUE", "yes", "on", "off", "t", "f", "0", "1", "abc", "ABC", "ä", "\u0000", "\U0001f600", "\ud800", "x" * 300,
)  # fmt: skip
OBJECTS: tuple[Any, ...] = (
    {}, [], [[]], [{}], {"a": 1}, {"1": [1, None]}, {"image_name": "a.png"}, {"image_name": 3}, {"image_name": None}, {"video_name": "v"},
    {"board_id": "b"}, {"board_id": None}, {"latents_name": "l"}, {"latents_name": "l", "seed": 3}, {"tensor_name": "t"},
    {"conditioning_name": "c"}, {"conditioning_name": "c", "mask": {"tensor_name": "t"}}, {"r": 1, "g": 2, "b": 3, "a": 4},
    {"r": 1, "g": 2, "b": 3}, {"r": 256, "g": -1, "b": 3, "a": 4}, {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "main"},
    {"key": "", "hash": "", "name": "", "base": "any", "type": "unknown"},
    {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "nothing"}, {"key": "k", "name": "n"},
    {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "main", "submodel_type": "unet"},
    {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "main", "submodel_type": "x"},
    {"x_min": 0, "x_max": 1, "y_min": 0, "y_max": 1, "score": 0.5}, {"x_min": 2, "x_max": 1, "y_min": 0, "y_max": 1},
    {"x_min": 0, "x_max": 1, "y_min": 0, "y_max": 1, "extra": 1}, {"x": 1, "y": 2, "label": 1}, {"points": [], "label": 1},
    {"points": [{"x": 1, "y": 2, "label": 1}]}, {"label": "a", "value": 1}, {"lora": {}, "weight": 1}, {"collection": [1]},
    {"control": 1}, {"type": "integer_generator_arithmetic_sequence"},
)  # fmt: skip


def literals_for(type_: PortType, limits: dict[str, float], random: Random) -> list[Any]:
    """Literals that lie near the bounds and choices of a type, single and in lists, and some that have nothing to do with it."""
    near: list[Any] = []
    for bound in limits.values():
        near += [
            bound,
            bound - 1,
            bound + 1,
            float(bound),
            bound - 0.5,
            bound + 0.5,
            int(bound) * 2,
            str(bound),
            int(bound),
        ]
    for member in type_.members:
        for part in (member, *member.args):
            near += part.choices
            near += [str(choice).upper() for choice in part.choices[:3]] + [f" {choice}" for choice in part.choices[:2]]
    some = [*random.sample(near, min(8, len(near))), *random.sample(SCALARS, 12), *random.sample(OBJECTS, 4)]
    lists = [random.choices([*near, *SCALARS], k=random.randint(1, 3)) for _ in range(3)]
    alike = [[part] * random.randint(1, 3) for part in random.sample([*near, *SCALARS, *OBJECTS], 4)]
    return [*some, *lists, *alike]


def fitting_literal(port: Port) -> Any:
    """A literal that the input takes.

    Raises:
        LookupError: None of those that are tried fits.
    """
    assert port.takes is not None
    takes = port.takes.without_none()
    choices = [choice for member in takes.members for choice in member.choices]
    bounds = [value for name, value in port.limits.items() if name in ("ge", "le", "multiple_of")]
    for candidate in (
        *choices,
        *bounds,
        1,
        0.5,
        True,
        "text",
        *SCALARS,
        *OBJECTS,
        ["text"],
        [1],
        [0.5],
        [{"image_name": "a"}],
    ):
        if candidate is None:
            continue
        try:
            port.check(candidate)
        except ValueError:
            continue
        return candidate
    raise LookupError(f"no literal for {port!r}")


def required_literals(cls: type[Node]) -> dict[str, Any]:
    """A literal for each input of a node class that has to have one."""
    return {
        port.name: fitting_literal(port) for port in cls.ports().values() if port.required and port.input == "direct"
    }
